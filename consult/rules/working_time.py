"""Working time between two moments: so many hours on some days of the week, by the clock of one place.

Bank holidays are not known, so on one of them the time goes on as on any other day: nothing waits longer for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FORM = re.compile(r"(?P<first>\w{3})-(?P<last>\w{3}) (?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d)")
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class WorkingHours:
    """From `opens` to `closes` on each of `days` (0 is Monday), in Europe/London."""

    days: frozenset[int] = frozenset(range(5))
    opens: time = time(9)
    closes: time = time(17)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two moments; none where the second is not later."""
        total, day = timedelta(0), start.astimezone(LONDON).date()
        while day <= end.astimezone(LONDON).date():
            if day.weekday() in self.days:
                first = max(datetime.combine(day, self.opens, LONDON).astimezone(UTC), start)
                last = min(datetime.combine(day, self.closes, LONDON).astimezone(UTC), end)
                total += max(last - first, timedelta(0))
            day += timedelta(days=1)
        return total

    @property
    def in_words(self) -> str:
        """As a page says it: "Monday to Friday, 09:00 to 17:00"."""
        first, last = (NAMES[end(self.days)] for end in (min, max))
        days = first if first == last else f"{first} to {last}"
        return f"{days}, {self.opens:%H:%M} to {self.closes:%H:%M}"

    def __str__(self) -> str:
        days = sorted(self.days)
        return f"{DAYS[days[0]]}-{DAYS[days[-1]]} {self.opens:%H:%M}-{self.closes:%H:%M}"


def parse(text: str) -> WorkingHours:
    """Working hours from "Mon-Fri 09:00-17:00". Raises `ValueError`."""
    found = FORM.fullmatch(text.strip())
    if found is None or not {found["first"], found["last"]} <= set(DAYS):
        raise ValueError(text)
    first, last = DAYS.index(found["first"]), DAYS.index(found["last"])
    opens, closes = time.fromisoformat(found["opens"]), time.fromisoformat(found["closes"])
    if last < first or closes <= opens:
        raise ValueError(text)
    return WorkingHours(frozenset(range(first, last + 1)), opens, closes)
