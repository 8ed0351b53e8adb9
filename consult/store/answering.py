"""Commitments, their updates, and publications: what was answered and what was shown."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from consult.store.consultations import Consultation
from consult.store.database import Base, RowId, db, table_rules


class Commitment(Base):
    """The answer to a theme."""

    __tablename__ = "commitment"
    id: Mapped[RowId]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    key: Mapped[str]
    theme_key: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[date | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    updates: Mapped[list[CommitmentUpdate]] = relationship(lazy="raise", order_by="CommitmentUpdate.id")
    __table_args__ = table_rules(UniqueConstraint("consultation_id", "key"))


class CommitmentUpdate(Base):
    """What happened since: a status, what was done and what difference it made."""

    __tablename__ = "commitment_update"
    id: Mapped[RowId]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    made_on: Mapped[date]
    status: Mapped[str]
    text: Mapped[str]
    difference: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]


class Publication(Base):
    """An appendix as it was built: kept whole, so what was published stays what was published."""

    __tablename__ = "publication"
    id: Mapped[RowId]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    dataset_digest: Mapped[str]
    built_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]


class PublicationFile(Base):
    """One format of a publication."""

    __tablename__ = "publication_file"
    id: Mapped[RowId]
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id", ondelete="CASCADE"))
    name: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    __table_args__ = table_rules(UniqueConstraint("publication_id", "name"))


def add(row: Commitment | CommitmentUpdate | Publication | PublicationFile) -> None:
    db.session.add(row)
    db.session.flush()


def commitments(consultation: Consultation, *, removed: bool = False) -> list[Commitment]:
    """Commitments with their updates, in the order they were made."""
    standing = Commitment.removed_at.is_not(None) if removed else Commitment.removed_at.is_(None)
    return list(
        db.session.scalars(
            select(Commitment)
            .options(selectinload(Commitment.updates))
            .where(Commitment.consultation_id == consultation.id, standing)
            .order_by(Commitment.id)
        )
    )


def commitment_by_key(consultation: Consultation, key: str) -> Commitment | None:
    return db.session.scalar(
        select(Commitment)
        .options(selectinload(Commitment.updates))
        .where(Commitment.consultation_id == consultation.id, Commitment.key == key)
    )


def publications(consultation: Consultation) -> list[Publication]:
    return list(
        db.session.scalars(
            select(Publication)
            .where(Publication.consultation_id == consultation.id)
            .order_by(Publication.id.desc())
        )
    )


def publication(consultation: Consultation, publication_id: int) -> Publication | None:
    return db.session.scalar(
        select(Publication).where(
            Publication.consultation_id == consultation.id, Publication.id == publication_id
        )
    )


def published(consultation: Consultation) -> Publication | None:
    """The publication that the public sees now."""
    return db.session.scalar(
        select(Publication)
        .where(
            Publication.consultation_id == consultation.id,
            Publication.published_at.is_not(None),
            Publication.withdrawn_at.is_(None),
        )
        .order_by(Publication.published_at.desc(), Publication.id.desc())
        .limit(1)
    )


def was_published(consultation: Consultation) -> bool:
    """Whether the public ever saw results, also where they were taken down."""
    ever = select(Publication.id).where(
        Publication.consultation_id == consultation.id, Publication.published_at.is_not(None)
    )
    return db.session.scalar(ever.limit(1)) is not None


def publication_file(publication_row: Publication, name: str) -> PublicationFile | None:
    return db.session.scalar(
        select(PublicationFile).where(
            PublicationFile.publication_id == publication_row.id, PublicationFile.name == name
        )
    )


def file_names(publication_row: Publication) -> list[tuple[str, str]]:
    """(name, media type) of what a publication holds, without reading the contents."""
    rows = db.session.execute(
        select(PublicationFile.name, PublicationFile.media_type)
        .where(PublicationFile.publication_id == publication_row.id)
        .order_by(PublicationFile.name)
    )
    return [(row[0], row[1]) for row in rows]


def forget_single_responses(consultation: Consultation, checking_files: Collection[str]) -> None:
    """Delete builds that were never public, and the files of single responses from those that were."""
    ids = select(Publication.id).where(Publication.consultation_id == consultation.id)
    never_public = ids.where(Publication.published_at.is_(None))
    db.session.execute(delete(PublicationFile).where(PublicationFile.publication_id.in_(never_public)))
    db.session.execute(delete(Publication).where(Publication.id.in_(never_public)))
    db.session.execute(
        delete(PublicationFile).where(
            PublicationFile.publication_id.in_(ids), PublicationFile.name.in_(checking_files)
        )
    )


def files_once_public(consultation: Consultation, name: str) -> list[bytes]:
    """What the file of a name holds in each publication that was ever public, the oldest first."""
    return list(
        db.session.scalars(
            select(PublicationFile.content)
            .join(Publication, Publication.id == PublicationFile.publication_id)
            .where(
                Publication.consultation_id == consultation.id,
                Publication.published_at.is_not(None),
                PublicationFile.name == name,
            )
            .order_by(Publication.id)
        )
    )
