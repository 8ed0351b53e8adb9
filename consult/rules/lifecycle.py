"""When a consultation can be answered, by the server's clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

# People who were already answering when it closed may finish.
GRACE = timedelta(minutes=30)
DRAFTS_ARE_KEPT = timedelta(days=14)


class Phase(StrEnum):
    """Where a consultation stands."""

    FORTHCOMING = "forthcoming"
    OPEN = "open"
    CLOSED = "closed"


def phase(opens_at: datetime, closes_at: datetime, now: datetime) -> Phase:
    """Open from the first moment up to, not including, the closing moment."""
    if now < opens_at:
        return Phase.FORTHCOMING
    return Phase.OPEN if now < closes_at else Phase.CLOSED


def may_start(opens_at: datetime, closes_at: datetime, now: datetime) -> bool:
    return phase(opens_at, closes_at, now) is Phase.OPEN


def may_continue(opens_at: datetime, closes_at: datetime, started_at: datetime, now: datetime) -> bool:
    """Whether someone who started at `started_at` may still save and submit."""
    return opens_at <= started_at < closes_at and now < closes_at + GRACE
