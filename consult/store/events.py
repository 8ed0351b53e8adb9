"""Events: groups, drop-ins, forums and meetings, with who came, what was counted and what was said."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from consult.store.consultations import Consultation
from consult.store.database import Base, Json, RowId, db, table_rules
from consult.store.responses import Comment


class Event(Base):
    """One occasion on which people said what they think face to face. Votes there are not responses.

    From `announced_at` on the public sees it until its day is over, with `public_time` and how to take part."""

    __tablename__ = "event"
    id: Mapped[RowId]
    key: Mapped[str] = mapped_column(unique=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    title: Mapped[str]
    held_on: Mapped[date]
    place: Mapped[str]
    method: Mapped[str]
    run_by: Mapped[str]
    attendance: Mapped[Json]
    present: Mapped[int]
    overlap: Mapped[str]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    public_time: Mapped[str] = mapped_column(default="", server_default="")
    joining: Mapped[str] = mapped_column(default="", server_default="")
    tallies: Mapped[list[GroupTally]] = relationship(lazy="raise", order_by="GroupTally.id")
    notes: Mapped[list[Comment]] = relationship(lazy="raise", order_by=Comment.id)


class GroupTally(Base):
    """A show of hands or dots on a chart: counts for one question with the number present."""

    __tablename__ = "group_tally"
    id: Mapped[RowId]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    variable: Mapped[str]
    present: Mapped[int]
    counts: Mapped[Json]
    __table_args__ = table_rules(UniqueConstraint("event_id", "variable"))


def add_event(event: Event) -> None:
    db.session.add(event)
    db.session.flush()


def events(consultation: Consultation, *, removed: bool = False) -> list[Event]:
    """Events in order of their date, with tallies and notes; those that were removed only when asked for."""
    standing = Event.removed_at.is_not(None) if removed else Event.removed_at.is_(None)
    return list(
        db.session.scalars(
            select(Event)
            .options(selectinload(Event.tallies), selectinload(Event.notes))
            .where(Event.consultation_id == consultation.id, standing)
            .order_by(Event.held_on, Event.id)
        )
    )


def event_by_key(consultation: Consultation, key: str) -> Event | None:
    return db.session.scalar(
        select(Event)
        .options(selectinload(Event.tallies), selectinload(Event.notes))
        .where(Event.consultation_id == consultation.id, Event.key == key)
    )


def put_tally(tally: GroupTally) -> None:
    """Write a tally, in place of the one for the same question."""
    db.session.execute(
        delete(GroupTally).where(GroupTally.event_id == tally.event_id, GroupTally.variable == tally.variable)
    )
    db.session.add(tally)
    db.session.flush()


def remove_tally(event: Event, variable: str) -> None:
    db.session.execute(
        delete(GroupTally).where(GroupTally.event_id == event.id, GroupTally.variable == variable)
    )


def add_note(note: Comment) -> None:
    db.session.add(note)
    db.session.flush()


def remove_note(event: Event, reference: str) -> None:
    db.session.execute(delete(Comment).where(Comment.event_id == event.id, Comment.reference == reference))
