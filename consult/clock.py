"""The server's clock. Everything that asks what time it is asks here, so that a test can say."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def in_london(moment: datetime) -> datetime:
    """The same moment as people in the United Kingdom read it."""
    return moment.astimezone(LONDON)
