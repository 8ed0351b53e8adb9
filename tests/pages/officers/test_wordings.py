"""Officers see how each wording stands, and give it pictures, recordings and signed videos."""

from __future__ import annotations

import io
import json

import pytest

from consult.pages import wordings
from consult.rules.permissions import Role
from consult.services import attaching, loading, offering, questionnaires
from consult.services.attaching import Kind
from consult.store.database import db
from surveys import reading_age
from tests.services.attaching.conftest import mp4, picture, wav
from tests.services.conftest import FILE

FILES = "/officer/parks/wordings/easy_read/en/role"


def with_easy_read(folder) -> dict:
    raw = json.loads(json.dumps(FILE))
    easy = json.loads(json.dumps(raw["wordings"][0])) | {"edition": "easy_read", "checked_by_a_person": False}
    easy["omits"] = ["job", "why"]
    easy["questions"] = {
        "role": easy["questions"]["role"]
        | {"picture": "hall.png", "pictures": {"parent": "parent", "worker": "other"}},
        "views": easy["questions"]["views"]
        | {"picture": "think", "row_pictures": {"trees": "park", "paths": "walk"}},
    }
    easy["scale_pictures"] = {
        "agreement": {"agree": "yes", "neither": "other", "disagree": "no", "dont_know": "question-mark"}
    }
    raw["wordings"].append(easy)
    raw["consultation"] |= {"opens_at": "2024-02-01T09:00", "closes_at": "2199-04-01T17:00"}
    (folder / "media").mkdir()
    (folder / "media" / "hall.png").write_bytes(picture())
    return raw


@pytest.fixture
def parks(app, tmp_path):
    path = tmp_path / "consultation.json"
    path.write_text(json.dumps(with_easy_read(tmp_path)), encoding="utf-8")
    with app.app_context():
        return loading.load_file(path).consultation


@pytest.fixture
def officer(browser_of, parks):
    return browser_of("Olu Officer", team=parks, role=Role.OFFICER)


def upload(officer, slot: str, content: bytes, name: str = "our hall.jpg", files: str = FILES):
    token = officer.token()
    data = {"csrf_token": token, "file": (io.BytesIO(content), name)}
    reply = officer.client.post(
        f"{files}/upload?slot={slot}", data=data, content_type="multipart/form-data", follow_redirects=True
    )
    return officer._page(reply)


def test_every_wording_is_listed_with_how_it_stands(officer):
    page = officer.visit("/officer/parks/wordings")
    assert "Standard, English Complete" in page.words
    assert "Easy read, English Complete" in page.words
    assert "Awaiting a check" in page.words
    assert "2 questions, 2 left out. 1 file of your own" in page.words


def test_the_reading_age_is_shown_with_a_warning_over_the_target(
    app, browser_of, empty_consultation, monkeypatch
):
    officer = browser_of("Olu Officer", team=empty_consultation, role=Role.OFFICER)
    monkeypatch.setitem(reading_age.TARGETS, "standard", 6)
    assert "Over the target" in officer.visit("/officer/send-strategy/wordings").words
    page = officer.visit("/officer/send-strategy/wordings/standard/en")
    assert "over the target of 6" in page.words and "Look at these sentences first" in page.words
    monkeypatch.setitem(reading_age.TARGETS, "standard", 30)
    assert "The target is 30" in officer.visit("/officer/send-strategy/wordings/standard/en").words


def test_a_wording_shows_each_question_with_its_pictures(officer):
    page = officer.visit("/officer/parks/wordings/easy_read/en")
    sources = [image.get("src").partition("?")[0] for image in page.find("img")]
    assert sources[0].startswith("/media/")
    assert "/static/pictures/park.svg" in sources and "/static/pictures/yes.svg" in sources
    assert "Questions that it leaves out" in page.words and "What is your job?" in page.words


def test_a_picture_is_uploaded_replaced_removed_and_put_back(officer):
    page = upload(officer, "picture:role.parent", picture("JPEG", (1600, 900)))
    assert "our hall.jpg is in its place now" in page.words
    assert "800 × 450 pixels" in page.words
    page = officer.press(page, "Remove our hall.jpg")
    assert "our hall.jpg was removed" in page.words and "“parent”, which comes with this site" in page.words
    page = officer.press(officer.visit("/officer/parks/wordings/easy_read/en"), "Put back our hall.jpg")
    assert "our hall.jpg is back in its place" in page.words
    assert "800 × 450 pixels" in officer.visit(FILES).words


def test_recordings_and_signed_videos_can_be_played_where_they_were_uploaded(officer):
    assert "role.wav, 8 KB, 1 s" in upload(officer, "recording:role", wav(), "role.wav").words
    page = upload(officer, "video:role", mp4(), "role.mp4")
    captions = b"WEBVTT\n\n00:00.000 --> 00:01.000\nWho are you?\n"
    page = upload(officer, "captions:role", captions, "role.vtt")
    assert [player.get("src") for player in page.find("audio") + page.find("video")]
    assert page.find("track")[0].get("srclang") == "en"
    assert (
        "With a recording and a signed video" in officer.visit("/officer/parks/wordings/easy_read/en").words
    )


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "hall.png", "“hall.png” is empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "hall.png", "SVG drawing"),
        (b"Dear all", "hall.png", "not a picture"),
        (b"x", "", "Choose a file"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_beside_its_field(officer, content, name, words):
    page = upload(officer, "picture:role", content, name)
    assert page.status == 400 and page.title.startswith("Error: ")
    assert words in page.errors["file-at-fault"]
    assert [field.get("id") for field in page.fields("file")].count("file-at-fault") == 1


def test_a_file_that_is_too_large_is_refused_before_it_is_read(officer, monkeypatch):
    monkeypatch.setitem(wordings.LARGEST, Kind.PICTURE, 1000)
    page = upload(officer, "picture:role", bytes(200_000))
    assert page.status == 413 and "The file is larger than 1 KB" in page.words


def test_a_video_may_be_larger_than_a_page_of_answers(officer):
    page = upload(
        officer, "video:role", mp4() + bytes([0, 0xE0, 0, 0]) + b"free" + bytes(0xE00000 - 8), "role.mp4"
    )
    assert "14 MB" in page.words and page.status == 200


def test_an_upload_that_does_not_come_from_our_page_is_refused(officer):
    reply = officer.client.post(
        f"{FILES}/upload?slot=picture:role",
        data={"file": (io.BytesIO(picture()), "a.png")},
        content_type="multipart/form-data",
    )
    assert reply.status_code == 400 and "/media/" in officer.visit(FILES).text


def test_what_does_not_exist_is_not_found(officer):
    for address in ("standard/cy", "easy_read/en/job", "standard/en/nothing"):
        assert officer.client.get(f"/officer/parks/wordings/{address}").status_code == 404
    assert officer.send(f"{FILES}/upload?slot=picture:why").status_code == 404


def test_easy_read_without_one_of_its_pictures_waits_and_says_why(app, parks, officer, visitor):
    about = visitor.visit("/consultations/parks")
    assert "easy_read.en" in about.text
    officer.press(officer.visit(FILES), "Remove hall.png")
    assert "Not offered 1 thing is missing" in officer.visit("/officer/parks/wordings").words
    page = officer.visit("/officer/parks/wordings/easy_read/en")
    assert "People cannot choose this wording yet" in page.words and "“hall.png” is not there" in page.words
    assert "easy_read.en" not in visitor.visit("/consultations/parks").text
    start = visitor.client.post(
        "/consultations/parks/answer/start-answering",
        data={"wording": "easy_read.en", "csrf_token": visitor.token()},
    )
    assert start.status_code == 400
    upload(officer, "picture:role", picture(colour="green"))
    assert "easy_read.en" in visitor.visit("/consultations/parks").text


def test_an_attached_picture_is_as_good_as_a_named_one(app, parks):
    with app.app_context():
        version = questionnaires.latest(parks)
        wording = version.wordings["easy_read", "en"]
        assert offering.lacks(parks, version, wording) == ()
        attaching.remove(parks, wording, "picture:role", by=None)
        assert len(offering.lacks(parks, version, wording)) == 1
        db.session.remove()
