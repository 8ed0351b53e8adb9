"""Sentiment is read where it can be, in English only, and in time that does not run away."""

from __future__ import annotations

import pytest

from analysis import sentiment
from analysis.sentiment import read_sentiment


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The staff were wonderful and so kind", "positive"),
        ("Terrible. We were ignored and it was horrible.", "negative"),
        ("The meeting is on Tuesday", "neutral"),
    ],
)
def test_a_comment_is_read(text: str, label: str) -> None:
    reading = read_sentiment(text, "en")
    assert reading is not None
    assert reading.label == label
    assert -1 <= reading.score <= 1


@pytest.mark.parametrize(
    ("text", "language"), [("Wonderful", "cy"), ("Wonderful", "pa"), ("None", "en"), ("", "en")]
)
def test_no_reading_in_other_languages_or_where_nothing_is_said(text: str, language: str) -> None:
    assert read_sentiment(text, language) is None


def test_regional_english_is_english() -> None:
    assert read_sentiment("Wonderful staff", "en-GB") == read_sentiment("Wonderful staff", "en")


def test_a_very_long_comment_is_read_in_short_pieces_and_not_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []
    analyser = sentiment._analyser()
    score = analyser.polarity_scores

    def listen(piece: str) -> dict[str, float]:
        read.append(piece)
        found: dict[str, float] = score(piece)
        return found

    monkeypatch.setattr(analyser, "polarity_scores", listen)
    reading = read_sentiment("good staff " * 100_000 + "x" * 100_000, "en")
    assert reading is not None and reading.label == "positive"
    assert max(len(piece.split()) for piece in read) <= 40
    assert sum(len(piece.split()) for piece in read) <= 2_000
    read_sentiment("w" * 1_000_000, "en")
    assert max(len(piece) for piece in read) <= 40 * 41
