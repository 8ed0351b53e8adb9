"""Responses and comments that look alike, as one search found them, and what people decided about them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from consult.store.consultations import Consultation
from consult.store.database import Base, Json, RowId, db, table_rules
from consult.store.responses import Comment
from consult.store.understanding import Job


class LikenessGroup(Base):
    """Responses or comments that one search grouped. `members` are references, in order of arrival; `typical` is the
    one that shows best what they share, or empty. No word of what was said is here, so withdrawing erases all of it.

    `why` says what they have in common; `busiest` is the hour in which most came: start, end, count, of.
    """

    __tablename__ = "likeness_group"
    id: Mapped[RowId]
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"))
    subject: Mapped[str]
    key: Mapped[str]
    members: Mapped[Json]
    why: Mapped[Json]
    typical: Mapped[str]
    busiest: Mapped[Json]
    __table_args__ = table_rules(UniqueConstraint("job_id", "subject", "key"))


class LikenessDecision(Base):
    """What a person held a group of responses to be, with the members it was decided for. The latest stands until it
    is taken back."""

    __tablename__ = "likeness_decision"
    id: Mapped[RowId]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    group_key: Mapped[str]
    members: Mapped[Json]
    decision: Mapped[str]
    name: Mapped[str]
    reason: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


def replace_groups(job_id: int, groups: list[LikenessGroup]) -> None:
    """Write what a search found; running it again replaces it."""
    db.session.execute(delete(LikenessGroup).where(LikenessGroup.job_id == job_id))
    db.session.add_all(groups)
    db.session.flush()


def groups(job: Job) -> list[LikenessGroup]:
    """What a search found, the largest groups first as they were written."""
    return list(
        db.session.scalars(
            select(LikenessGroup).where(LikenessGroup.job_id == job.id).order_by(LikenessGroup.id)
        )
    )


def group_by_key(job: Job, subject: str, key: str) -> LikenessGroup | None:
    return db.session.scalar(
        select(LikenessGroup).where(
            LikenessGroup.job_id == job.id, LikenessGroup.subject == subject, LikenessGroup.key == key
        )
    )


def decision(consultation: Consultation, decision_id: int) -> LikenessDecision | None:
    return db.session.scalar(
        select(LikenessDecision).where(
            LikenessDecision.consultation_id == consultation.id, LikenessDecision.id == decision_id
        )
    )


def add_decision(decision: LikenessDecision) -> None:
    db.session.add(decision)
    db.session.flush()


def decisions(consultation: Consultation) -> list[LikenessDecision]:
    """Every decision, those that were taken back too, the oldest first."""
    return list(
        db.session.scalars(
            select(LikenessDecision)
            .where(LikenessDecision.consultation_id == consultation.id)
            .order_by(LikenessDecision.id)
        )
    )


def comment_by_reference(consultation: Consultation, reference: str) -> Comment | None:
    return db.session.scalar(
        select(Comment).where(Comment.consultation_id == consultation.id, Comment.reference == reference)
    )


def comments_to_compare(consultation: Consultation) -> list[Comment]:
    """Every comment of a response; those of events are of people who were there, and not compared."""
    return list(
        db.session.scalars(
            select(Comment)
            .where(Comment.consultation_id == consultation.id, Comment.response_id.is_not(None))
            .order_by(Comment.reference)
        )
    )
