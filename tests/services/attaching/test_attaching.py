"""Attaching, replacing, removing and putting back; on both databases, with the trail."""

from __future__ import annotations

import io
import threading

import pytest
from sqlalchemy import func, select

from consult.services import attaching
from consult.services.attaching import ChangedMeanwhile, Kind
from consult.store import attachments as store
from consult.store import audit
from consult.store.attachments import AttachedContent, AttachedPiece
from consult.store.database import db
from tests.services.attaching.conftest import mp4, picture, wav

SLOT = "picture:role"


def file_of(kind: Kind = Kind.PICTURE, content: bytes | None = None, name: str = "hall.png"):
    return attaching.checked(kind, name, io.BytesIO(content or picture()))


def names(parks, wording) -> dict[str, str]:
    return {slot: file.name for slot, file in attaching.attachments(parks, wording).items()}


def actions(parks) -> list[str]:
    return [entry.action for entry in audit.entries(parks.id)][::-1]


def rows(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def read_back(digest: str) -> bytes:
    content = store.content_by_digest(digest)
    return b"".join(store.bytes_of(content, 0, content.size))


def test_a_picture_is_attached_and_found_by_its_slot(parks, wording):
    assert attaching.attachments(parks, wording) == {}
    made = attaching.attach(parks, wording, SLOT, file_of(), by=None)
    found = attaching.attachments(parks, wording)[SLOT]
    assert found == made and (found.name, found.width, found.height) == ("hall.png", 40, 20)
    assert found.address == f"/media/{found.digest}.webp"
    assert len(read_back(found.digest)) == found.size
    assert actions(parks)[-1] == "file attached"


def test_replacing_removing_and_putting_back(parks, wording, set_clock):
    attaching.attach(parks, wording, SLOT, file_of(name="first.png"), by=None)
    set_clock.forward(minutes=1)
    attaching.attach(
        parks, wording, SLOT, file_of(content=picture(colour="blue"), name="second.png"), by=None
    )
    assert names(parks, wording) == {SLOT: "second.png"}
    old = attaching.removed(parks, wording)
    assert [each.file.name for each in old] == ["first.png"]
    set_clock.forward(minutes=1)
    attaching.put_back(parks, wording, old[0].id, by=None)
    assert names(parks, wording) == {SLOT: "first.png"}
    set_clock.forward(minutes=1)
    attaching.remove(parks, wording, SLOT, by=None)
    assert names(parks, wording) == {}
    set_clock.forward(minutes=1)
    attaching.put_back(parks, wording, attaching.removed(parks, wording)[0].id, by=None)
    assert names(parks, wording) == {SLOT: "first.png"}
    assert actions(parks)[1:] == [
        "file attached",
        "file replaced",
        "file put back",
        "file removed",
        "file put back",
    ]
    assert audit.broken_entries() == []


def test_what_is_not_there_cannot_be_removed_or_put_back(parks, wording):
    with pytest.raises(ChangedMeanwhile):
        attaching.remove(parks, wording, SLOT, by=None)
    with pytest.raises(ChangedMeanwhile):
        attaching.put_back(parks, wording, 99, by=None)


def test_the_same_bytes_are_kept_once(parks, wording):
    for slot in (SLOT, "picture:why"):
        attaching.attach(parks, wording, slot, file_of(), by=None)
    assert rows(AttachedContent) == 1 and rows(AttachedPiece) == 1


def test_a_large_file_is_kept_in_pieces_and_read_in_parts(parks, wording, monkeypatch):
    monkeypatch.setattr(store, "PIECE_BYTES", 700)
    content = mp4()
    made = attaching.attach(parks, wording, "video:role", file_of(Kind.VIDEO, content, "role.mp4"), by=None)
    held = store.content_by_digest(made.digest)
    assert rows(AttachedPiece) == -(-len(content) // 700)
    for start, stop in ((0, len(content)), (0, 1), (699, 701), (700, 1400), (1500, len(content))):
        assert b"".join(store.bytes_of(held, start, stop)) == content[start:stop]


def test_an_upload_that_broke_off_is_finished_by_the_next_one(parks, wording, monkeypatch):
    monkeypatch.setattr(store, "PIECE_BYTES", 500)
    whole_piece = store.add_piece

    def breaks_off(content, number, held):
        if number == 2:
            raise OSError("the machine stopped")
        whole_piece(content, number, held)

    monkeypatch.setattr(store, "add_piece", breaks_off)
    with pytest.raises(OSError, match="stopped"):
        attaching.attach(parks, wording, "video:role", file_of(Kind.VIDEO, mp4(), "role.mp4"), by=None)
    assert attaching.attachments(parks, wording) == {}
    monkeypatch.setattr(store, "add_piece", whole_piece)
    made = attaching.attach(parks, wording, "video:role", file_of(Kind.VIDEO, mp4(), "role.mp4"), by=None)
    assert read_back(made.digest) == mp4()


def test_two_people_at_once_leave_one_file_in_the_place(in_app, parks, wording):
    begin, problems = threading.Barrier(2), []

    def upload(colour: str) -> None:
        with in_app.app_context():
            begin.wait()
            try:
                attaching.attach(parks, wording, SLOT, file_of(content=picture(colour=colour)), by=None)
            except ChangedMeanwhile as problem:
                problems.append(problem)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=upload, args=(colour,)) for colour in ("red", "blue")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.in_use(parks.id, wording.edition, wording.language)) == 1
    kept = 1 + len(attaching.removed(parks, wording))
    assert kept + len(problems) == 2


def test_what_was_removed_is_deleted_for_good_after_a_fortnight(parks, wording, set_clock):
    attaching.attach(parks, wording, SLOT, file_of(), by=None)
    attaching.attach(parks, wording, "recording:role", file_of(Kind.RECORDING, wav(), "role.wav"), by=None)
    attaching.remove(parks, wording, SLOT, by=None)
    set_clock.forward(days=13)
    assert attaching.forget_removed() == 0 and rows(AttachedPiece) == 2
    set_clock.forward(days=2)
    assert attaching.removed(parks, wording) == ()
    assert attaching.forget_removed() == 1
    assert rows(AttachedContent) == rows(AttachedPiece) == 1
    assert names(parks, wording) == {"recording:role": "role.wav"}
