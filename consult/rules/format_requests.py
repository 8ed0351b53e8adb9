"""Asking for the questions in another format or language: what can be asked for, how we answer, how long we keep it."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

# How to reach a person is needed once. For so long after it was dealt with, a mistake can be put right.
CONTACT_IS_KEPT = timedelta(days=30)
# More in an hour than any consultation has from people.
MOST_IN_AN_HOUR = 60


class AskedFormat(StrEnum):
    LARGE_PRINT = "large_print"
    EASY_READ = "easy_read"
    BRAILLE = "braille"
    AUDIO = "audio"
    BSL_VIDEO = "bsl_video"
    LANGUAGE = "language"
    OTHER = "other"


class ReachBy(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    POST = "post"


FORMAT_WORDS = {
    AskedFormat.LARGE_PRINT: "Large print",
    AskedFormat.EASY_READ: "Easy read",
    AskedFormat.BRAILLE: "Braille",
    AskedFormat.AUDIO: "Audio",
    AskedFormat.BSL_VIDEO: "Video in British Sign Language",
    AskedFormat.LANGUAGE: "Another language",
    AskedFormat.OTHER: "Something else",
}
NEEDS_DETAIL = frozenset({AskedFormat.LANGUAGE, AskedFormat.OTHER})
"""These say nothing until the person says which."""
