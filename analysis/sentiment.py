"""How a comment sounds: an aid to reading, never a result about people.

Belongs here: a bounded reading by VADER, for the languages it covers. Does not belong here: any count or
table. On real patient feedback VADER is right less often than always guessing "positive", so nothing may be
concluded from it.

VADER's time grows with the square of a text's length, so a comment is read in short pieces, and no more
than the first few thousand words of it: time grows with the length, and is bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from .comments import cleaned, says_nothing, split_into_ideas

LANGUAGES = frozenset({"en"})
WORDS_A_PIECE = 40
WORDS_READ = 2_000
LETTERS_A_WORD = 40
# VADER's own limits between the three readings.
POSITIVE = 0.05


@dataclass(frozen=True)
class SentimentReading:
    """How a comment sounds: `label` is positive, neutral or negative; `score` runs from -1 to 1."""

    label: str
    score: float


def read_sentiment(text: str, language: str) -> SentimentReading | None:
    """How the text sounds, or None where no reading is possible: another language, or nothing said."""
    if language.partition("-")[0].casefold() not in LANGUAGES or says_nothing(text):
        return None
    scores = [
        (len(piece.split()), _analyser().polarity_scores(piece)["compound"])
        for piece in islice(_pieces(text), WORDS_READ // WORDS_A_PIECE)
    ]
    words = sum(number for number, _ in scores)
    score = round(sum(number * compound for number, compound in scores) / words, 4)
    return SentimentReading(_label(score), score)


def _label(score: float) -> str:
    if score >= POSITIVE:
        return "positive"
    return "negative" if score <= -POSITIVE else "neutral"


def _pieces(text: str) -> Iterator[str]:
    """The ideas of a comment, with long ideas and endless words cut."""
    start = " ".join(text.split(maxsplit=WORDS_READ)[:WORDS_READ])[: WORDS_READ * LETTERS_A_WORD]
    for idea in split_into_ideas(start):
        words = [word[:LETTERS_A_WORD] for word in cleaned(idea.text).split()]
        for place in range(0, len(words), WORDS_A_PIECE):
            yield " ".join(words[place : place + WORDS_A_PIECE])


@lru_cache(maxsize=1)
def _analyser() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()
