"""Files named in a consultation file come from the folder `media` beside it, all of them or none."""

from __future__ import annotations

import pytest

from consult.services import attaching, loading, questionnaires
from consult.store import consultations
from surveys.problems import ProblemsFound
from tests.services.attaching.conftest import mp4, picture, wav


def with_files(raw: dict) -> None:
    wording = raw["wordings"][0]
    wording["questions"]["role"] |= {
        "picture": "hall.png",
        "pictures": {"parent": "family", "worker": "worker.jpg"},
        "recording": "role.wav",
        "signed_video": "role.mp4",
    }
    wording["scale_pictures"] = {"agreement": {"agree": "yes-we-do.png"}}


FILES = {
    "hall.png": picture(),
    "worker.jpg": picture("JPEG"),
    "role.wav": wav(),
    "role.mp4": mp4(),
    "role.vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\nWho are you?\n",
    "yes-we-do.png": picture(colour="green"),
}


@pytest.fixture
def media(tmp_path):
    folder = tmp_path / "media"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    return folder


def attached(consultation) -> dict[str, str]:
    wording = questionnaires.latest(consultation).first_wording
    return {slot: file.name for slot, file in attaching.attachments(consultation, wording).items()}


def test_every_file_that_is_named_is_attached_with_the_captions_beside_the_video(
    in_app, set_clock, consultation_file, media
):
    consultation = loading.load_file(consultation_file(with_files)).consultation
    assert attached(consultation) == {
        "picture:role": "hall.png",
        "picture:role.worker": "worker.jpg",
        "picture:scale.agreement.agree": "yes-we-do.png",
        "recording:role": "role.wav",
        "video:role": "role.mp4",
        "captions:role": "role.vtt",
    }


def test_loading_again_changes_nothing_and_undoes_nothing_that_an_officer_did(
    in_app, set_clock, consultation_file, media
):
    path = consultation_file(with_files)
    consultation = loading.load_file(path).consultation
    set_clock.forward(minutes=1)
    attaching.remove(consultation, questionnaires.latest(consultation).first_wording, "picture:role", by=None)
    loading.load_file(path)
    assert "picture:role" not in attached(consultation)
    assert len(attached(consultation)) == 5


def test_a_file_that_changed_takes_the_place_of_the_old_one(in_app, set_clock, consultation_file, media):
    path = consultation_file(with_files)
    consultation = loading.load_file(path).consultation
    wording = questionnaires.latest(consultation).first_wording
    before = attaching.attachments(consultation, wording)["picture:role"]
    (media / "hall.png").write_bytes(picture(colour="blue"))
    set_clock.forward(minutes=1)
    loading.load_file(path)
    assert attaching.attachments(consultation, wording)["picture:role"].digest != before.digest


def test_everything_wrong_is_named_with_its_place_and_nothing_is_loaded(
    in_app, set_clock, consultation_file, media
):
    def wrong(raw: dict) -> None:
        with_files(raw)
        raw["wordings"][0]["questions"]["role"]["pictures"]["parent"] = "famly"

    (media / "hall.png").write_bytes(picture()[:-40])
    (media / "role.wav").write_bytes(b"Dear all")
    with pytest.raises(ProblemsFound) as found:
        loading.load_file(consultation_file(wrong))
    said = {problem.place: str(problem) for problem in found.value.problems}
    assert set(said) == {
        "wordings[0].questions.role.picture",
        "wordings[0].questions.role.pictures.parent",
        "wordings[0].questions.role.recording",
    }
    assert "“hall.png” is damaged" in said["wordings[0].questions.role.picture"]
    assert "Perhaps family" in said["wordings[0].questions.role.pictures.parent"]
    assert "Save it as MP3" in said["wordings[0].questions.role.recording"]
    assert consultations.by_slug("parks") is None


def test_a_file_that_is_not_in_the_folder_is_named(in_app, set_clock, consultation_file, media):
    (media / "hall.png").unlink()
    with pytest.raises(ProblemsFound, match=r"questions\.role\.picture: there is no file “hall\.png”"):
        loading.load_file(consultation_file(with_files))
    assert consultations.by_slug("parks") is None
