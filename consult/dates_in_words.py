"""Days and moments as people read them, in the language of the page.

Belongs here: dates and times of the interface. Does not belong here: dates in an appendix (`consult.appendix`) or
dates that someone answered with (`surveys`).
"""

from __future__ import annotations

from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_time
from flask_babel import gettext

from consult import clock

# In these languages times are said with a part of the day, which its own rules choose: شام 5:00.
SAYS_PART_OF_DAY = frozenset({"pa", "ur"})
# In these, hours are counted to 24.
COUNTS_TO_24 = frozenset({"pl", "ro"})


def day_in_words(day: date | datetime, locale: str) -> str:
    """A day as people read it: 30 November 2023. A moment is the day that it is in London."""
    if isinstance(day, datetime):
        day = clock.in_london(day).date()
    return format_date(day, "d MMMM y", locale=locale)


def moment_in_words(moment: datetime, locale: str) -> str:
    """A moment as people read it: 30 November 2023 at 11:59pm."""
    return gettext("%(day)s at %(time)s", day=day_in_words(moment, locale), time=_time(moment, locale))


def _time(moment: datetime, locale: str) -> str:
    here, language = clock.in_london(moment), Locale.parse(locale).language
    if here.minute == 0 and here.hour in (0, 12):
        return gettext("midday") if here.hour else gettext("midnight")
    if language in COUNTS_TO_24:
        return f"{here.hour}:{here.minute:02}"
    minutes = f":{here.minute:02}" if here.minute else ""
    if language in SAYS_PART_OF_DAY:
        return f"{format_time(here.time(), 'B', locale=locale)} {here.hour % 12 or 12}{minutes}"
    return f"{here.hour % 12 or 12}{minutes}{'am' if here.hour < 12 else 'pm'}"
