"""Documents of a consultation that the site serves itself: the draft plan, its easy read version, and the like."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from consult.store.consultations import Consultation
from consult.store.database import Base, RowId, db, table_rules


class DocumentFile(Base):
    """One file, by the name that the consultation's file gives it."""

    __tablename__ = "document_file"
    id: Mapped[RowId]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    name: Mapped[str]
    digest: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    __table_args__ = table_rules(UniqueConstraint("consultation_id", "name"))


def replace(consultation: Consultation, files: Iterable[DocumentFile]) -> None:
    """Keep these files and no others."""
    db.session.execute(delete(DocumentFile).where(DocumentFile.consultation_id == consultation.id))
    db.session.add_all(files)
    db.session.flush()


def sizes(consultation: Consultation) -> dict[str, tuple[str, str, int]]:
    """(digest, media type, bytes) by name, without reading the contents."""
    rows = db.session.execute(
        select(DocumentFile.name, DocumentFile.digest, DocumentFile.media_type, DocumentFile.size).where(
            DocumentFile.consultation_id == consultation.id
        )
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def by_name(consultation: Consultation, name: str) -> DocumentFile | None:
    return db.session.scalar(
        select(DocumentFile).where(DocumentFile.consultation_id == consultation.id, DocumentFile.name == name)
    )
