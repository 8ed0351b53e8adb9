"""What the public list of consultations shows: found, sorted and cut into pages, in a fixed number of queries.

Also what has happened lately, for the feed and for timelines. Does not belong here: changing anything.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from consult.store.answering import Commitment, CommitmentUpdate, Publication
from consult.store.consultations import Consultation
from consult.store.database import db
from consult.store.events import Event


@dataclass(frozen=True)
class Listed:
    """A consultation as a list shows it."""

    slug: str
    title: str
    summary: str
    opens_at: datetime
    closes_at: datetime
    has_results: bool


@dataclass(frozen=True)
class Search:
    """What to list. `phase` is open, forthcoming, closed or "" for all; `order` is closing, newest or title."""

    words: tuple[str, ...] = ()
    phase: str = ""
    order: str = ""


@dataclass(frozen=True)
class ComingEvent:
    """An event that was announced, as the public sees it."""

    slug: str
    consultation: str
    title: str
    held_on: date
    time: str
    place: str
    method: str
    joining: str


@dataclass(frozen=True)
class Update:
    """What happened since with a commitment of a consultation whose results are public."""

    slug: str
    consultation: str
    key: str
    number: int
    made_on: date
    recorded_at: datetime
    status: str
    text: str


def folded(text: str) -> str:
    """Letters as they are searched for: small, without accents, so that “Canolfan Tŷ” is found by “ty”."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def searched_text(title: str, summary: str, purpose: str) -> str:
    """What a consultation is found by."""
    return folded("\n".join((title, summary, purpose)))


def found(search: Search, now: datetime, *, offset: int = 0, limit: int) -> list[Listed]:
    """Consultations that match, in order."""
    rows = db.session.execute(
        select(
            Consultation.slug,
            Consultation.title,
            Consultation.summary,
            Consultation.opens_at,
            Consultation.closes_at,
            _is_published(),
        )
        .where(*_conditions(search, now))
        .order_by(*_order(search), Consultation.id)
        .offset(offset)
        .limit(limit)
    )
    return [Listed(*row) for row in rows]


def number_found(search: Search, now: datetime) -> int:
    return db.session.scalar(select(func.count(Consultation.id)).where(*_conditions(search, now))) or 0


def _is_published() -> ColumnElement[bool]:
    return exists().where(
        Publication.consultation_id == Consultation.id,
        Publication.published_at.is_not(None),
        Publication.withdrawn_at.is_(None),
    )


def _is_ready() -> ColumnElement[bool]:
    lead, deputy = Consultation.safeguarding_lead, Consultation.safeguarding_deputy
    return and_(lead != "", deputy != "", func.lower(lead) != func.lower(deputy))


def _conditions(search: Search, now: datetime) -> list[ColumnElement[bool]]:
    words = [Consultation.searched.contains(folded(word), autoescape=True) for word in search.words]
    # As `consult.rules.safeguarding` says it: what should be open and names nobody is not shown.
    words.append(or_(_is_ready(), Consultation.opens_at > now, Consultation.closes_at <= now))
    phases: dict[str, list[ColumnElement[bool]]] = {
        "open": [Consultation.opens_at <= now, Consultation.closes_at > now],
        "forthcoming": [Consultation.opens_at > now],
        "closed": [Consultation.opens_at <= now, Consultation.closes_at <= now],
    }
    return [*words, *phases.get(search.phase, [])]


def _order(search: Search) -> Sequence[Any]:
    if search.order == "title":
        return (func.lower(Consultation.title),)
    if search.order == "newest":
        return (Consultation.opens_at.desc(),)
    if search.phase == "forthcoming":
        return (Consultation.opens_at,)
    return (Consultation.closes_at.desc() if search.phase == "closed" else Consultation.closes_at,)


def coming_events(
    today: date, *, consultation: Consultation | None = None, limit: int = 50
) -> list[ComingEvent]:
    """Announced events from today on, the next one first."""
    statement = (
        select(
            Consultation.slug,
            Consultation.title,
            Event.title,
            Event.held_on,
            Event.public_time,
            Event.place,
            Event.method,
            Event.joining,
        )
        .join(Consultation, Consultation.id == Event.consultation_id)
        .where(Event.announced_at.is_not(None), Event.removed_at.is_(None), Event.held_on >= today)
        .order_by(Event.held_on, Event.id)
        .limit(limit)
    )
    return [ComingEvent(*row) for row in _rows(statement, consultation)]


def latest_updates(*, consultation: Consultation | None = None, limit: int) -> list[Update]:
    """What was last written about commitments, newest first; only where results are public."""
    statement = (
        select(
            Consultation.slug,
            Consultation.title,
            Commitment.key,
            CommitmentUpdate.id,
            CommitmentUpdate.made_on,
            CommitmentUpdate.recorded_at,
            CommitmentUpdate.status,
            CommitmentUpdate.text,
        )
        .join(Commitment, Commitment.id == CommitmentUpdate.commitment_id)
        .join(Consultation, Consultation.id == Commitment.consultation_id)
        .where(Commitment.removed_at.is_(None), _is_published())
        .order_by(CommitmentUpdate.made_on.desc(), CommitmentUpdate.id.desc())
        .limit(limit)
    )
    return [Update(*row) for row in _rows(statement, consultation)]


def latest_results(
    *, consultation: Consultation | None = None, limit: int
) -> list[tuple[str, str, datetime]]:
    """(address part, title, when it was published) of results that are public, newest first."""
    is_public = and_(Publication.published_at.is_not(None), Publication.withdrawn_at.is_(None))
    statement = (
        select(Consultation.slug, Consultation.title, func.max(Publication.published_at))
        .join(Publication, and_(Publication.consultation_id == Consultation.id, is_public))
        .group_by(Consultation.id, Consultation.slug, Consultation.title)
        .order_by(func.max(Publication.published_at).desc())
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in _rows(statement, consultation)]


def _rows(statement: Any, consultation: Consultation | None) -> Iterator[Any]:
    """The rows of a statement, those of one consultation only where it is given."""
    if consultation is not None:
        statement = statement.where(Consultation.id == consultation.id)
    yield from db.session.execute(statement)
