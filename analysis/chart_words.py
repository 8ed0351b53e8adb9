"""What a chart shows: its rows and bars, and the same in words for those who do not see it.

Belongs here: the plain values that a chart is drawn from and its text alternative. Does not belong here:
drawing (charts.py) or counting (tallies.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .figures import SMALL_BASE, Tally, whole_percentage

WITHHELD = "Withheld to protect people"


@dataclass(frozen=True)
class Segment:
    """One option of a scale: its text, and whether it counts as agree, neutral or disagree."""

    label: str
    counts_as: str


@dataclass(frozen=True)
class StackedRow:
    """One bar: the counts of the segments in their order, or None for all of them if any is withheld.

    `beside` says what is not in the bar, such as "3 don't know".
    """

    label: str
    counts: tuple[int, ...] | None
    beside: str = ""


@dataclass(frozen=True)
class Bar:
    """One option and how many chose it; None if that is withheld."""

    label: str
    n: int | None


def segments_of(tally: Tally, labels: Mapping[str, str]) -> tuple[Segment, ...]:
    """The options of a scale as segments, in the order of the scale. `labels` gives each option's text."""
    sides = {category.key: category.counts_as or "neutral" for category in tally.categories}
    return tuple(Segment(labels[key], sides[key]) for key, _ in tally.counts)


def stacked_row_of(label: str, tally: Tally) -> StackedRow:
    """One tally of a scale as a bar, with everything that is not in the bar said beside it."""
    return StackedRow(label, tuple(n for _, n in tally.counts), beside_the_base(tally))


def bars_of(tally: Tally, labels: Mapping[str, str]) -> tuple[Bar, ...]:
    """The options of a closed question or several choices as bars."""
    return tuple(Bar(labels[key], n) for key, n in tally.counts)


def beside_the_base(tally: Tally) -> str:
    """What the base leaves out, in words: "2 don't know, 1 left it blank"; empty if it leaves out nobody."""
    states = tally.states
    parts = (
        (tally.outside, "gave an answer outside the scale"),
        (states.dont_know, "don't know"),
        (states.prefer_not_to_say, "prefer not to say"),
        (states.left_blank, "left it blank"),
        (states.not_asked, "not asked"),
    )
    return ", ".join(f"{n} {words}" for n, words in parts if n)


def agreement_alt(title: str, segments: Sequence[Segment], rows: Sequence[StackedRow]) -> str:
    """What the stacked bars show, in words: for each row agreement with its n and base, then the rest."""
    said = [f"{row.label}: {_row_in_words(segments, row)}." for row in rows]
    return " ".join([_opening("Stacked bar chart", title), *said])


def bars_alt(title: str, bars: Sequence[Bar], base: int | None, *, several: bool = False) -> str:
    """What the plain bars show, in words."""
    said = [f"{bar.label}: {_bar_in_words(bar, base)}." for bar in bars]
    return " ".join([_opening("Bar chart", title), f"{_base_in_words(base, several)}.", *said])


def figure_in_words(n: int, base: int) -> str:
    """ "92% (61 of 66)"; under a base of 30 the count comes first: "18 of 20 (90%)"."""
    percentage = whole_percentage(n, base)
    if percentage is None:
        return f"{n} of {base}"
    return f"{n} of {base} ({percentage}%)" if base < SMALL_BASE else f"{percentage}% ({n} of {base})"


def _opening(kind: str, title: str) -> str:
    return f"{kind}: {title}{'' if title[-1] in '.?!' else '.'}" if title else f"{kind}."


def _base_in_words(base: int | None, several: bool = False) -> str:
    answered = WITHHELD if base is None else f"{base} answered"
    return f"{answered}; each could choose several" if several else answered


def _bar_in_words(bar: Bar, base: int | None) -> str:
    if bar.n is None:
        return WITHHELD.lower()
    return str(bar.n) if base is None else figure_in_words(bar.n, base)


def first_side(segments: Sequence[Segment]) -> str:
    """What the first side of a scale is called: not every scale is about agreeing ("very good" to "very poor")."""
    labels = [segment.label.casefold() for segment in segments if segment.counts_as == "agree"]
    return "agree" if any("agree" in label for label in labels) else "positive"


def _row_in_words(segments: Sequence[Segment], row: StackedRow) -> str:
    if row.counts is None:
        return WITHHELD.lower()
    base = sum(row.counts)
    if not base:
        return "nobody answered on the scale"
    agree = sum(n for segment, n in zip(segments, row.counts, strict=True) if segment.counts_as == "agree")
    each = ", ".join(f"{segment.label.lower()} {n}" for segment, n in zip(segments, row.counts, strict=True))
    beside = f"; beside the scale: {row.beside}" if row.beside else ""
    return f"{figure_in_words(agree, base)} {first_side(segments)}; {each}{beside}"
