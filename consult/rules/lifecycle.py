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
    NOT_READY = "not_ready"
    OPEN = "open"
    CLOSED = "closed"


def phase(opens_at: datetime, closes_at: datetime, now: datetime, *, ready: bool = True) -> Phase:
    """Open from the first moment up to, not including, the closing moment, if it is ready: if it is said who looks
    after safeguarding."""
    if now < opens_at:
        return Phase.FORTHCOMING
    if now >= closes_at:
        return Phase.CLOSED
    return Phase.OPEN if ready else Phase.NOT_READY


def may_start(opens_at: datetime, closes_at: datetime, now: datetime, *, ready: bool = True) -> bool:
    return phase(opens_at, closes_at, now, ready=ready) is Phase.OPEN


def may_continue(opens_at: datetime, closes_at: datetime, started_at: datetime, now: datetime) -> bool:
    """Whether someone who started at `started_at` may still save and submit."""
    return opens_at <= started_at < closes_at and now < closes_at + GRACE


def kept_until(saved_at: datetime, closes_at: datetime) -> datetime:
    """Until when someone can carry on with what they saved at `saved_at`: 14 days, or the closing if it is earlier."""
    return min(saved_at + DRAFTS_ARE_KEPT, closes_at)
