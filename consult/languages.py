"""Languages of the interface: which there are, which one a page is in, and dates and times in words.

Belongs here: the site's own words. Does not belong here: the wordings of questionnaires (`surveys`).
To add a language: a catalogue and a line in `LANGUAGES`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel import Locale
from babel.dates import format_date
from flask import Flask
from flask_babel import Babel, gettext

from consult import clock


@dataclass(frozen=True)
class Language:
    """A language of the interface. `locale` says how it writes dates, `direction` how a page is laid out."""

    tag: str
    name: str
    locale: str
    direction: str = "ltr"


LANGUAGES = {language.tag: language for language in (Language("en", "English", "en_GB"),)}
FIRST = LANGUAGES["en"]
# Wordings come in more languages than the interface does, so these are named for all of them.
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})

babel = Babel()


def init(app: Flask) -> None:
    """Let templates speak the visitor's language and write dates in words."""
    babel.init_app(app, default_locale=FIRST.tag, default_timezone="Europe/London", locale_selector=chosen)
    app.context_processor(_values)
    app.jinja_env.filters.update(in_words=day_in_words, moment_in_words=moment_in_words)


def chosen() -> str:
    """The language of the interface for this visitor: English, until there are other catalogues."""
    return FIRST.tag


def current() -> Language:
    return LANGUAGES[chosen()]


def _values() -> dict[str, Any]:
    return {"interface": current()}


def name_of(tag: str) -> str:
    """What a language calls itself, such as “Polski”; the tag itself where that is not known."""
    locale = Locale.parse(tag, sep="-")
    name = locale.get_display_name() or tag
    return name[0].upper() + name[1:]


def direction_of(tag: str) -> str:
    """Which way a language is written: `ltr` or `rtl`."""
    return "rtl" if tag.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def day_in_words(day: date | datetime) -> str:
    """A day as people read it: 30 November 2023. A moment is the day that it is in London."""
    if isinstance(day, datetime):
        day = clock.in_london(day).date()
    return format_date(day, "d MMMM y", locale=current().locale)


def moment_in_words(moment: datetime) -> str:
    """A moment as people in the United Kingdom read it: 30 November 2023 at 11:59pm."""
    return gettext("%(day)s at %(time)s", day=day_in_words(moment), time=_time_in_words(moment))


def _time_in_words(moment: datetime) -> str:
    here = clock.in_london(moment)
    if here.minute == 0 and here.hour in (0, 12):
        return gettext("midday") if here.hour else gettext("midnight")
    minutes = f":{here.minute:02}" if here.minute else ""
    return f"{here.hour % 12 or 12}{minutes}{'am' if here.hour < 12 else 'pm'}"
