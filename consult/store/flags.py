"""Comments that were flagged for a person to read, what was decided about each, and who was told by email.

A flag names a comment and holds nothing of it: what was found is kept with the comment, as kinds and positions, and
goes with it. Does not belong here: what makes a flag (`services.looking_through`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, UniqueConstraint, func, insert, select, update
from sqlalchemy.orm import Mapped, aliased, mapped_column

from consult.store.accounts import Account
from consult.store.consultations import Consultation
from consult.store.database import Base, Json, RowId, db, table_rules
from consult.store.events import Event
from consult.store.responses import Comment, Response


class Flag(Base):
    """One comment in one queue. It waits until somebody decides about it."""

    __tablename__ = "flag"
    id: Mapped[RowId]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    comment_reference: Mapped[str]
    queue: Mapped[str]
    raised_at: Mapped[datetime]
    __table_args__ = table_rules(
        UniqueConstraint("comment_reference", "queue"),
        Index("ix_flag_consultation_id_queue", "consultation_id", "queue"),
    )


class FlagDecision(Base):
    """What a person decided about a flag. The latest holds; `reopened` takes the one before it back."""

    __tablename__ = "flag_decision"
    id: Mapped[RowId]
    flag_id: Mapped[int] = mapped_column(ForeignKey("flag.id"), index=True)
    decision: Mapped[str]
    note: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime]


class FlagNotice(Base):
    """That somebody was emailed, or could not be, about flags up to a number. Never what they are about."""

    __tablename__ = "flag_notice"
    id: Mapped[RowId]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str]
    outcome: Mapped[str]
    up_to: Mapped[int]
    made_at: Mapped[datetime]


@dataclass(frozen=True)
class Flagged:
    """A flag with its comment, where the comment comes from, and the decision that holds, if there is one.

    `comment` is None where it was withdrawn or removed.
    """

    flag: Flag
    comment: Comment | None
    response: Response | None
    event: Event | None
    decision: FlagDecision | None
    decided_by: str


def add(flags: Iterable[Flag]) -> None:
    """Write flags past the unit of work: this is done with every response."""
    columns = ("consultation_id", "comment_reference", "queue", "raised_at")
    rows = [{name: getattr(flag, name) for name in columns} for flag in flags]
    if rows:
        db.session.connection().execute(insert(Flag), rows)


_Later = aliased(FlagDecision)


def _with_decision(*columns: Any) -> Select[Any]:
    """Flags, each with its latest decision and comment, where there are any."""
    is_latest = ~select(_Later.id).where(_Later.flag_id == Flag.id, _Later.id > FlagDecision.id).exists()
    return (
        select(*columns)
        .select_from(Flag)
        .outerjoin(FlagDecision, (FlagDecision.flag_id == Flag.id) & is_latest)
        .outerjoin(Comment, Comment.reference == Flag.comment_reference)
    )


def _waits() -> Any:
    return FlagDecision.id.is_(None) | (FlagDecision.decision == "reopened")


def flagged(
    consultation: Consultation, queue: str, *, waiting: bool, limit: int, offset: int
) -> list[Flagged]:
    """One page of a queue: what waits, the oldest first, or what was decided, the latest first."""
    order = Flag.id if waiting else FlagDecision.id.desc()
    rows = db.session.execute(
        _with_decision(Flag, Comment, Response, Event, FlagDecision, Account.name)
        .outerjoin(Response, Response.id == Comment.response_id)
        .outerjoin(Event, Event.id == Comment.event_id)
        .outerjoin(Account, Account.id == FlagDecision.account_id)
        .where(Flag.consultation_id == consultation.id, Flag.queue == queue)
        .where(_waits() & Comment.id.is_not(None) if waiting else ~_waits())
        .order_by(order)
        .limit(limit)
        .offset(offset)
    )
    return [Flagged(row[0], row[1], row[2], row[3], row[4], row[5] or "") for row in rows]


def one(consultation: Consultation, queue: str, flag_id: int) -> Flag | None:
    return db.session.scalar(
        select(Flag).where(Flag.consultation_id == consultation.id, Flag.queue == queue, Flag.id == flag_id)
    )


def standing_decision(flag: Flag) -> FlagDecision | None:
    """The latest decision about a flag."""
    return db.session.scalar(
        select(FlagDecision).where(FlagDecision.flag_id == flag.id).order_by(FlagDecision.id.desc()).limit(1)
    )


def add_decision(decision: FlagDecision) -> None:
    db.session.add(decision)
    db.session.flush()


def counts(consultation: Consultation, queue: str) -> tuple[int, int, int]:
    """How many flags wait, were decided about, and went with their comment before anyone decided."""
    there = Comment.id.is_not(None)
    row = db.session.execute(
        _with_decision(
            func.count().filter(_waits() & there),
            func.count().filter(~_waits()),
            func.count().filter(_waits() & ~there),
        ).where(Flag.consultation_id == consultation.id, Flag.queue == queue)
    ).one()
    return row[0], row[1], row[2]


def waiting_everywhere(queue: str) -> list[tuple[int, int, datetime]]:
    """(consultation, flag, raised at) of every flag of a queue that waits and whose comment is there."""
    rows = db.session.execute(
        _with_decision(Flag.consultation_id, Flag.id, Flag.raised_at)
        .where(Flag.queue == queue, _waits(), Comment.id.is_not(None))
        .order_by(Flag.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def add_notice(notice: FlagNotice) -> None:
    db.session.add(notice)
    db.session.flush()


def notices(consultation: Consultation, *, limit: int | None = None) -> list[tuple[FlagNotice, str]]:
    """Who was told or could not be, the latest first, each with the person's name."""
    rows = db.session.execute(
        select(FlagNotice, Account.name)
        .join(Account, Account.id == FlagNotice.account_id)
        .where(FlagNotice.consultation_id == consultation.id)
        .order_by(FlagNotice.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def told_up_to(consultation_id: int, account_id: int, kind: str, outcomes: Sequence[str]) -> int:
    """The highest flag that a notice of a kind to a person covers; 0 where there is none."""
    return (
        db.session.scalar(
            select(func.max(FlagNotice.up_to)).where(
                FlagNotice.consultation_id == consultation_id,
                FlagNotice.account_id == account_id,
                FlagNotice.kind == kind,
                FlagNotice.outcome.in_(outcomes),
            )
        )
        or 0
    )


def forget_notes(response: Response) -> None:
    """Erase what people noted about the comments of a response. That they decided, and what, stays."""
    own = select(Flag.id).where(Flag.comment_reference.startswith(f"{response.reference}:", autoescape=True))
    db.session.execute(update(FlagDecision).where(FlagDecision.flag_id.in_(own)).values(note=""))


def not_looked_through(limit: int) -> list[Comment]:
    """Comments that were kept before they could be looked through."""
    return list(
        db.session.scalars(select(Comment).where(Comment.found.is_(None)).order_by(Comment.id).limit(limit))
    )


def model_not_asked(limit: int) -> list[Comment]:
    """Comments that were looked through, and that no language model was asked about yet."""
    return list(
        db.session.scalars(
            select(Comment)
            .where(Comment.model_asked_at.is_(None), Comment.found.is_not(None))
            .order_by(Comment.id)
            .limit(limit)
        )
    )


def model_still_not_asked(ids: Iterable[int]) -> list[Comment]:
    """Those of some comments that are still there, and that no other worker asked a model about meanwhile."""
    return list(
        db.session.scalars(
            select(Comment)
            .where(Comment.id.in_(list(ids)), Comment.model_asked_at.is_(None))
            .order_by(Comment.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def keep_model_findings(comment: Comment, found: Json, now: datetime) -> None:
    db.session.execute(
        update(Comment).where(Comment.id == comment.id).values(found=found, model_asked_at=now)
    )


def keep_findings(comment: Comment, found: Json) -> None:
    db.session.execute(update(Comment).where(Comment.id == comment.id).values(found=found))
