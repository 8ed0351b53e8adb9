"""Uploaded files are sent from their own address: kept for good, in parts, and unable to run anything."""

from __future__ import annotations

import io

import pytest

from consult.services import attaching, questionnaires
from consult.services.attaching import Kind
from consult.store import attachments as store
from consult.store import consultations
from consult.store.database import db
from tests.services.attaching.conftest import mp4, picture

VIDEO = mp4()


@pytest.fixture
def attach(app, every_type, monkeypatch):
    """Attaches a file to the open consultation and gives its address."""
    monkeypatch.setattr(store, "PIECE_BYTES", 700)

    def attached(kind: Kind, content: bytes, slot: str) -> str:
        with app.app_context():
            consultation = consultations.by_slug(every_type)
            wording = questionnaires.latest(consultation).first_wording
            file = attaching.checked(kind, "given", io.BytesIO(content))
            return attaching.attach(consultation, wording, slot, file, by=None).address

    return attached


def test_a_picture_is_sent_so_that_it_is_kept_and_can_run_nothing(client, attach):
    response = client.get(attach(Kind.PICTURE, picture(), "picture:role"))
    assert (response.status_code, response.mimetype) == (200, "image/webp")
    assert response.data[8:12] == b"WEBP" and response.content_length == len(response.data)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"] == "inline"
    assert "Set-Cookie" not in response.headers and "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-1", 0, 2),
        ("bytes=0-", 0, len(VIDEO)),
        ("bytes=690-1410", 690, 1411),
        (f"bytes={len(VIDEO) - 1}-", len(VIDEO) - 1, len(VIDEO)),
        ("bytes=-5", len(VIDEO) - 5, len(VIDEO)),
        ("bytes=100-999999999", 100, len(VIDEO)),
    ],
)
def test_players_ask_for_parts_of_a_video(client, attach, asked, start, stop):
    response = client.get(attach(Kind.VIDEO, VIDEO, "video:role"), headers={"Range": asked})
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(VIDEO)}"
    assert response.data == VIDEO[start:stop]
    assert response.content_length == stop - start


def test_a_part_that_is_not_there_is_refused_and_nonsense_gives_the_whole(client, attach):
    address = attach(Kind.VIDEO, VIDEO, "video:role")
    refused = client.get(address, headers={"Range": f"bytes={len(VIDEO)}-"})
    assert (refused.status_code, refused.headers["Content-Range"]) == (416, f"bytes */{len(VIDEO)}")
    for asked in ("bytes=2-1", "seconds=1-2", "bytes=0-1,5-6", "what"):
        whole = client.get(address, headers={"Range": asked})
        assert (whole.status_code, whole.data) == (200, VIDEO), asked
    assert client.head(address).content_length == len(VIDEO)


def test_a_file_that_a_browser_has_is_not_sent_again(client, attach):
    address = attach(Kind.VIDEO, VIDEO, "video:role")
    etag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_captions_are_sent_as_text(client, attach):
    captions = "WEBVTT\n\n00:00.000 --> 00:02.000\nWhat do you think? é\n".encode()
    response = client.get(attach(Kind.CAPTIONS, captions, "captions:role"))
    assert (response.content_type, response.data) == ("text/vtt; charset=utf-8", captions)


def test_what_is_not_shown_is_not_there(app, client, attach, every_type):
    address = attach(Kind.PICTURE, picture(), "picture:role")
    for wrong in (
        address.replace(".webp", ".svg"),
        address.replace(".webp", ""),
        f"/media/{'0' * 32}.webp",
        "/media/..%2fapp.css",
        "/media/",
    ):
        assert client.get(wrong).status_code == 404, wrong
    with app.app_context():
        consultation = consultations.by_slug(every_type)
        attaching.remove(
            consultation, questionnaires.latest(consultation).first_wording, "picture:role", by=None
        )
        db.session.remove()
    assert client.get(address).status_code == 404
