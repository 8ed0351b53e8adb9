"""Days and moments as each language says them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask_babel import force_locale

from consult.dates_in_words import day_in_words, moment_in_words
from consult.languages import LANGUAGES

DAYS = {
    "en": "30 November 2023",
    "cy": "30 Tachwedd 2023",
    "pl": "30 listopada 2023",
    "pa": "30 ਨਵੰਬਰ 2023",
    "ur": "30 نومبر 2023",
    "ro": "30 noiembrie 2023",
}
MOMENTS = {
    "en": "30 November 2023 at 11:59pm",
    "cy": "30 Tachwedd 2023 am 11:59pm",
    "pl": "30 listopada 2023, godz. 23:59",
    "pa": "30 ਨਵੰਬਰ 2023 ਨੂੰ ਰਾਤੀਂ 11:59 ਵਜੇ",
    "ur": "30 نومبر 2023، رات 11:59 بجے",
    "ro": "30 noiembrie 2023, ora 23:59",
}
MIDNIGHTS = {
    "en": "30 November 2023 at midnight",
    "cy": "30 Tachwedd 2023 am hanner nos",
    "pl": "30 listopada 2023, godz. 0:00",
    "pa": "30 ਨਵੰਬਰ 2023 ਨੂੰ ਰਾਤ 12 ਵਜੇ",
    "ur": "30 نومبر 2023، رات 12 بجے",
    "ro": "30 noiembrie 2023, ora 0:00",
}


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_a_day_is_said_in_each_language(tag: str) -> None:
    assert day_in_words(date(2023, 11, 30), LANGUAGES[tag].locale) == DAYS[tag]


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_a_moment_is_said_as_each_language_says_it(app: Any, tag: str) -> None:
    with app.test_request_context(), force_locale(tag):
        locale = LANGUAGES[tag].locale
        assert moment_in_words(datetime(2023, 11, 30, 23, 59, tzinfo=UTC), locale) == MOMENTS[tag]
        assert moment_in_words(datetime(2023, 11, 30, 0, 0, tzinfo=UTC), locale) == MIDNIGHTS[tag]
