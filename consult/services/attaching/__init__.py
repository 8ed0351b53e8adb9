"""Giving a wording its pictures, recordings and signed videos: attach, replace, remove, put back.

Belongs here: the actions, each one transaction. Does not belong here: what a file may be (`pictures`, `recordings`,
`videos`), or where files belong in a wording (`slots`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import BinaryIO

from consult import clock
from consult.services.attaching.files import CheckedFile, FileRefused
from consult.services.attaching.pictures import checked_picture
from consult.services.attaching.recordings import checked_recording
from consult.services.attaching.slots import Kind
from consult.services.attaching.videos import checked_captions, checked_video
from consult.store import attachments as store
from consult.store import audit, database
from consult.store.accounts import Account
from consult.store.attachments import AttachedContent, Attachment, Mark
from consult.store.consultations import Consultation
from consult.store.transactions import AlreadyThere, transaction
from surveys.wordings import Wording

REMOVED_ARE_KEPT = timedelta(days=14)
LONGEST_NAME = 120
CHECKS = {
    Kind.PICTURE: checked_picture,
    Kind.RECORDING: checked_recording,
    Kind.VIDEO: checked_video,
    Kind.CAPTIONS: checked_captions,
}


class ChangedMeanwhile(Exception):
    """Another person put a file in the same place first, or the file is gone; nothing was done."""


@dataclass(frozen=True)
class Attached:
    """A file as pages show it. `size` is in bytes; `seconds` is how long it plays, None where that is not known."""

    slot: str
    name: str
    digest: str
    extension: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    seconds: float | None

    @property
    def address(self) -> str:
        return f"/media/{self.digest}.{self.extension}"


Attachments = Mapping[str, Attached]
NOTHING: Attachments = MappingProxyType({})


def attachments(consultation: Consultation, wording: Wording, mark: Mark | None = None) -> Attachments:
    """What is attached to a wording, by slot. Read again only after something has changed.

    `mark` spares a question to the database where several wordings are looked at.
    """
    mark = store.mark(consultation.id) if mark is None else mark
    if not mark:
        return NOTHING
    memory = database.memory()
    key = (__name__, consultation.id, wording.edition, wording.language)
    known = memory.get(key)
    if known is None or known[0] != mark:
        known = memory[key] = (mark, _read(consultation, wording))
    found: Attachments = known[1]
    return found


def current_mark(consultation: Consultation) -> Mark:
    """Differs before and after anything is attached, removed or put back."""
    return store.mark(consultation.id)


def _read(consultation: Consultation, wording: Wording) -> Attachments:
    rows = store.in_use(consultation.id, wording.edition, wording.language)
    return MappingProxyType({row.slot: shown(row) for row in rows})


def shown(row: Attachment) -> Attached:
    """A row that was read with its content."""
    held = row.content
    return Attached(
        row.slot,
        row.name,
        held.digest,
        held.extension,
        held.media_type,
        held.size,
        held.width,
        held.height,
        held.seconds,
    )


def checked(kind: Kind, name: str, stream: BinaryIO) -> CheckedFile:
    """Look at a file by what is in it. Raises `FileRefused`; nothing is kept yet."""
    return CHECKS[kind](tidy_name(name), stream)


def tidy_name(name: str) -> str:
    """The name of a file as it can be shown: without folders and without characters that cannot be."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[-LONGEST_NAME:] or "file"


def store_content(file: CheckedFile) -> AttachedContent:
    """Write a file's bytes, unless they are there. Many short transactions, so that nobody's answer waits long."""
    content = store.content_by_digest(file.digest) or _begin(file)
    if content.whole:
        return content
    there = store.numbers_of_pieces(content)
    for number, part in enumerate(file.parts(store.PIECE_BYTES)):
        if number not in there:
            _write_piece(content, number, part)
    with transaction():
        content.whole = True
        store.add(content)
    return content


def _begin(file: CheckedFile) -> AttachedContent:
    content = AttachedContent(
        digest=file.digest,
        extension=file.extension,
        media_type=file.media_type,
        size=file.size,
        width=file.width,
        height=file.height,
        seconds=file.seconds,
        whole=False,
        stored_at=clock.now(),
    )
    try:
        with transaction():
            store.add(content)
    except AlreadyThere:
        # The same file is being uploaded by someone else; both write it, and each piece is kept once.
        found = store.content_by_digest(file.digest)
        if found is None:
            raise
        return found
    return content


def _write_piece(content: AttachedContent, number: int, part: bytes) -> None:
    try:
        with transaction():
            store.add_piece(content, number, part)
    except AlreadyThere:
        return


def attach(
    consultation: Consultation, wording: Wording, slot: str, file: CheckedFile, *, by: Account | None
) -> Attached:
    """Put a file in its place, instead of what is there. Raises `ChangedMeanwhile`."""
    forget_removed()
    content = store_content(file)
    try:
        with transaction():
            return place(consultation, wording, slot, file.name, content, by=by)
    except AlreadyThere as error:
        raise ChangedMeanwhile from error


def place(
    consultation: Consultation,
    wording: Wording,
    slot: str,
    name: str,
    content: AttachedContent,
    *,
    by: Account | None,
) -> Attached:
    """What `attach` does inside the transaction of a larger action."""
    now = clock.now()
    replaced = _take_out(consultation, wording, slot, now)
    row = _add(consultation, wording, slot, name, content, by=by, now=now)
    _audit("file replaced" if replaced else "file attached", consultation, row, by, now)
    return shown(row)


def _add(
    consultation: Consultation,
    wording: Wording,
    slot: str,
    name: str,
    content: AttachedContent,
    *,
    by: Account | None,
    now: datetime,
) -> Attachment:
    row = Attachment(
        consultation_id=consultation.id,
        edition=wording.edition,
        language=wording.language,
        slot=slot,
        name=name,
        content=content,
        added_by=by.id if by else None,
        added_at=now,
    )
    store.add(row)
    return row


def _take_out(consultation: Consultation, wording: Wording, slot: str, now: datetime) -> Attachment | None:
    """Mark what is in a place as removed; None where the place was empty."""
    for row in store.in_slot(consultation.id, wording.edition, wording.language, slot):
        if row.removed_at is None:
            row.removed_at = now
            store.add(row)
            return row
    return None


def remove(consultation: Consultation, wording: Wording, slot: str, *, by: Account | None) -> Attached:
    """Take a file out of its place. It can be put back for `REMOVED_ARE_KEPT`. Raises `ChangedMeanwhile`."""
    now = clock.now()
    with transaction():
        row = _take_out(consultation, wording, slot, now)
        if row is None:
            raise ChangedMeanwhile
        _audit("file removed", consultation, row, by, now)
    return shown(row)


def put_back(consultation: Consultation, wording: Wording, row_id: int, *, by: Account | None) -> Attached:
    """Undo a removal or a replacement: the file is in its place again. Raises `ChangedMeanwhile`."""
    rows = store.removed(consultation.id, wording.edition, wording.language)
    old = next((row for row in rows if row.id == row_id), None)
    if old is None:
        raise ChangedMeanwhile
    now = clock.now()
    try:
        with transaction():
            _take_out(consultation, wording, old.slot, now)
            row = _add(consultation, wording, old.slot, old.name, old.content, by=by, now=now)
            store.forget(old)
            _audit("file put back", consultation, row, by, now)
    except AlreadyThere as error:
        raise ChangedMeanwhile from error
    return shown(row)


@dataclass(frozen=True)
class Removed:
    """A file that can be put back until `kept_until`."""

    id: int
    file: Attached
    removed_at: datetime
    kept_until: datetime


def removed(consultation: Consultation, wording: Wording) -> tuple[Removed, ...]:
    """What was replaced or removed in a wording, the latest first."""
    since = clock.now() - REMOVED_ARE_KEPT
    return tuple(
        Removed(row.id, shown(row), row.removed_at, row.removed_at + REMOVED_ARE_KEPT)
        for row in store.removed(consultation.id, wording.edition, wording.language)
        if row.removed_at is not None and row.removed_at > since
    )


def forget_removed() -> int:
    """Delete for good what was removed longer ago than it is kept. How many files went."""
    with transaction():
        return store.forget_removed_before(clock.now() - REMOVED_ARE_KEPT)


def _audit(
    action: str, consultation: Consultation, row: Attachment, by: Account | None, now: datetime
) -> None:
    audit.record(
        action,
        {
            "edition": row.edition,
            "language": row.language,
            "slot": row.slot,
            "name": row.name,
            "digest": row.content.digest,
        },
        consultation_id=consultation.id,
        account_id=by.id if by else None,
        now=now,
    )


__all__ = [
    "Attached",
    "Attachments",
    "ChangedMeanwhile",
    "FileRefused",
    "Kind",
    "Mark",
    "Removed",
    "attach",
    "attachments",
    "checked",
    "current_mark",
    "forget_removed",
    "place",
    "put_back",
    "remove",
    "removed",
    "store_content",
]
