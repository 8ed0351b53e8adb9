"""What has happened with consultations that the public can know: opened, closed, results, updates. Newest first.

For the timeline of one consultation, the hub and the feed. Nothing is stored: it follows from the records.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from consult import clock
from consult.rules.commitments import STATUS_WORDS, CommitmentStatus
from consult.store import listing
from consult.store.consultations import Consultation
from consult.store.listing import Listed, Search, Update

MOST_ON_A_PAGE = 30
MOST_IN_THE_FEED = 50
# Enough that a day on which many promises were looked at does not push everything else out.
UPDATES_LOOKED_AT = 60


class Kind(StrEnum):
    OPENED = "opened"
    CLOSED = "closed"
    RESULTS = "results"
    UPDATE = "update"


@dataclass(frozen=True)
class Happening:
    """One thing that happened. `key` names it for good; `status` and `text` are those of an update, else empty."""

    kind: Kind
    key: str
    at: datetime
    slug: str
    consultation: str
    status: str = ""
    text: str = ""
    promise: str = ""


def of_consultation(consultation: Consultation) -> list[Happening]:
    """The timeline of one consultation."""
    row = Listed(
        consultation.slug,
        consultation.title,
        "",
        consultation.opens_at,
        consultation.closes_at,
        has_results=False,
    )
    return _in_order(
        [
            *_dates(row, clock.now()),
            *_results(listing.latest_results(consultation=consultation, limit=1)),
            *map(_update, listing.latest_updates(consultation=consultation, limit=MOST_ON_A_PAGE)),
        ]
    )


def latest() -> list[Happening]:
    """What happened last with any consultation."""
    now = clock.now()
    opened = listing.found(Search(order="newest", phase="open"), now, limit=MOST_IN_THE_FEED)
    closed = listing.found(Search(phase="closed"), now, limit=MOST_IN_THE_FEED)
    dates = [each for row in (*opened, *closed) for each in _dates(row, now)]
    results = _results(listing.latest_results(limit=MOST_IN_THE_FEED))
    updates = map(_update, listing.latest_updates(limit=MOST_IN_THE_FEED))
    return _in_order([*dates, *results, *updates])[:MOST_IN_THE_FEED]


def news(limit: int) -> list[tuple[Happening, ...]]:
    """The latest results and updates of any consultation, those of one day together."""
    results = _results(listing.latest_results(limit=limit))
    updates = map(_update, listing.latest_updates(limit=UPDATES_LOOKED_AT))
    return by_day(_in_order([*results, *updates]))[:limit]


def by_day(happenings: list[Happening]) -> list[tuple[Happening, ...]]:
    """What is of one kind, one consultation and one day stands together, in the order of the first of each."""
    together: dict[tuple[str, Kind, date], list[Happening]] = {}
    for each in happenings:
        together.setdefault((each.slug, each.kind, clock.in_london(each.at).date()), []).append(each)
    return [tuple(group) for group in together.values()]


def _in_order(happenings: list[Happening]) -> list[Happening]:
    return sorted(happenings, key=lambda each: (each.at, each.key), reverse=True)


def _dates(row: Listed, now: datetime) -> list[Happening]:
    kinds = ((Kind.OPENED, row.opens_at), (Kind.CLOSED, row.closes_at))
    return [Happening(kind, kind, at, row.slug, row.title) for kind, at in kinds if at <= now]


def _results(rows: list[tuple[str, str, datetime]]) -> list[Happening]:
    return [Happening(Kind.RESULTS, Kind.RESULTS, at, slug, title) for slug, title, at in rows]


def _update(update: Update) -> Happening:
    return Happening(
        Kind.UPDATE,
        f"update-{update.number}",
        _moment_of(update),
        update.slug,
        update.consultation,
        STATUS_WORDS[CommitmentStatus(update.status)],
        update.text,
        update.key,
    )


def _moment_of(update: Update) -> datetime:
    """When it was written down; for one that was made on another day, noon of that day, as nothing closer is known."""
    if clock.in_london(update.recorded_at).date() == update.made_on:
        return update.recorded_at
    return datetime.combine(update.made_on, time(12), clock.LONDON)
