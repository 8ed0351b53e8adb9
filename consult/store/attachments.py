"""Pictures, recordings and signed videos: where each belongs, and their bytes, kept once however often they are used.

The bytes are in the database, in pieces, because several web hosts share it and nothing else. Does not belong here:
what a file may be (`consult.services.attaching`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    Select,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from consult.store.database import Base, RowId, db, table_rules

PIECE_BYTES = 512 * 1024
"""So that reading a part of a video, and writing one while people answer, are both short."""


class AttachedContent(Base):
    """What a file holds, named by its digest. `seconds` is how long it plays, `width` and `height` are of a picture.

    `whole` is false while its bytes are being written.
    """

    __tablename__ = "attached_content"
    id: Mapped[RowId]
    digest: Mapped[str] = mapped_column(unique=True)
    extension: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    seconds: Mapped[float | None]
    whole: Mapped[bool]
    stored_at: Mapped[datetime]


class AttachedPiece(Base):
    """A part of the bytes: number 0 is the first, and every one but the last has `PIECE_BYTES`."""

    __tablename__ = "attached_piece"
    id: Mapped[RowId]
    content_id: Mapped[int] = mapped_column(ForeignKey("attached_content.id", ondelete="CASCADE"))
    number: Mapped[int]
    held: Mapped[bytes] = mapped_column(LargeBinary)
    __table_args__ = table_rules(UniqueConstraint("content_id", "number"))


class Attachment(Base):
    """A file in a place of a wording. One that was replaced or removed stays for a time, to be put back."""

    __tablename__ = "attachment"
    id: Mapped[RowId]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    edition: Mapped[str]
    language: Mapped[str]
    slot: Mapped[str]
    name: Mapped[str]
    content_id: Mapped[int] = mapped_column(ForeignKey("attached_content.id"), index=True)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    content: Mapped[AttachedContent] = relationship(lazy="raise")


_IN_USE = Attachment.removed_at.is_(None)
# Two people who upload to the same place at once: the second is told, and nothing is there twice.
Index(
    "uq_attachment_in_use",
    Attachment.consultation_id,
    Attachment.edition,
    Attachment.language,
    Attachment.slot,
    unique=True,
    sqlite_where=_IN_USE,
    postgresql_where=_IN_USE,
)
Index("ix_attachment_place", Attachment.consultation_id, Attachment.edition, Attachment.language)


def add(row: AttachedContent | Attachment) -> None:
    db.session.add(row)
    db.session.flush()


def add_piece(content: AttachedContent, number: int, held: bytes) -> None:
    db.session.execute(insert(AttachedPiece).values(content_id=content.id, number=number, held=held))


def numbers_of_pieces(content: AttachedContent) -> set[int]:
    """The pieces that are stored; fewer than all where storing was interrupted."""
    return set(db.session.scalars(select(AttachedPiece.number).where(AttachedPiece.content_id == content.id)))


def content_by_digest(digest: str) -> AttachedContent | None:
    return db.session.scalar(select(AttachedContent).where(AttachedContent.digest == digest))


def content_in_use(digest: str) -> AttachedContent | None:
    """What a digest names, if a wording shows it now. What was removed cannot be fetched."""
    return db.session.scalar(
        select(AttachedContent)
        .join(Attachment, Attachment.content_id == AttachedContent.id)
        .where(AttachedContent.digest == digest, _IN_USE)
        .limit(1)
    )


def bytes_of(content: AttachedContent, start: int, stop: int) -> Iterator[bytes]:
    """The bytes from `start` up to, not including, `stop`. Raises `NoResultFound` where a piece is gone."""
    for number in range(start // PIECE_BYTES, -(-stop // PIECE_BYTES)):
        held = db.session.scalars(
            select(AttachedPiece.held).where(
                AttachedPiece.content_id == content.id, AttachedPiece.number == number
            )
        ).one()
        first = number * PIECE_BYTES
        yield held[max(0, start - first) : stop - first]


def _of_wording(consultation_id: int, edition: str, language: str) -> Select[Attachment]:
    """What a wording has or had, with contents."""
    return (
        select(Attachment)
        .options(joinedload(Attachment.content))
        .where(
            Attachment.consultation_id == consultation_id,
            Attachment.edition == edition,
            Attachment.language == language,
        )
    )


def in_use(consultation_id: int, edition: str, language: str) -> list[Attachment]:
    """What a wording shows, with contents."""
    shown = _of_wording(consultation_id, edition, language).where(_IN_USE).order_by(Attachment.slot)
    return list(db.session.scalars(shown))


def in_slot(consultation_id: int, edition: str, language: str, slot: str) -> list[Attachment]:
    """Everything that was ever in a place and is still kept, the latest first."""
    kept = _of_wording(consultation_id, edition, language).where(Attachment.slot == slot)
    return list(db.session.scalars(kept.order_by(Attachment.id.desc())))


def removed(consultation_id: int, edition: str, language: str) -> list[Attachment]:
    """What was replaced or removed and is still kept, the latest first."""
    gone = _of_wording(consultation_id, edition, language).where(Attachment.removed_at.is_not(None))
    return list(db.session.scalars(gone.order_by(Attachment.removed_at.desc(), Attachment.id.desc())))


def forget(row: Attachment) -> None:
    """Delete a row that was put back as a new one."""
    db.session.delete(row)
    db.session.flush()


@dataclass(frozen=True)
class Mark:
    """What tells whether anything was attached, removed or put back since: the same only while nothing was.

    Times alone would not do: two changes may come within one tick of the clock.
    """

    last: int | None
    kept: int
    removed: int
    last_removed_at: datetime | None

    def __bool__(self) -> bool:
        """Whether there is anything at all."""
        return self.kept > 0


_MARK = select(
    func.max(Attachment.id),
    func.count(),
    func.count(Attachment.removed_at),
    func.max(Attachment.removed_at),
).where(Attachment.consultation_id == bindparam("consultation_id"))


def mark(consultation_id: int) -> Mark:
    return Mark(*db.session.execute(_MARK, {"consultation_id": consultation_id}).one())


def forget_removed_before(moment: datetime) -> int:
    """Delete what was removed before a moment, and bytes from before it that nothing uses. How many files went."""
    gone = db.session.execute(delete(Attachment).where(Attachment.removed_at < moment))
    used = select(Attachment.content_id)
    db.session.execute(
        delete(AttachedContent).where(AttachedContent.id.not_in(used), AttachedContent.stored_at < moment)
    )
    return int(getattr(gone, "rowcount", 0))
