"""The picture of reach: for each group its share of the population above its share of those who answered.

Belongs here: drawing. Does not belong here: what the shares are or mean (reach.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .chart_words import figure_in_words
from .charts import Chart
from .drawing import MARGIN, Sheet, Style, text_width, wrapped
from .figures import whole_percentage

WIDTH = 6.6
LABEL = Style(10, bold=True)
SMALL = Style(9)
NOTE = Style(8.5, colour="#505a5f")
PEOPLE_COLOUR, ANSWERED_COLOUR = "#b1b4b6", "#0b3c6f"
BAR, GAP = 0.17, 0.04


@dataclass(frozen=True)
class ReachBar:
    """One group: its people of a total, and how many answered of those whose group is known; None is withheld."""

    label: str
    people: int
    total: int
    n: int | None
    base: int | None


def reach_chart(bars: Sequence[ReachBar], title: str) -> Chart:
    """Two bars a group, with their figures printed beside them."""
    sheet = Sheet(WIDTH)
    y = _key(sheet, MARGIN)
    longest = max((share for bar in bars for share in _shares(bar) if share is not None), default=1) or 1
    for bar in bars:
        y = _draw(sheet, y, bar, longest) + 0.14
    note = "Percentages of the population, and of the responses that are compared with it."
    sheet.lines(MARGIN, y, wrapped(note, NOTE, WIDTH - 2 * MARGIN), NOTE)
    return Chart(svg=sheet.svg(), png=sheet.png(), alt=_alt(bars, title))


def _shares(bar: ReachBar) -> tuple[float | None, float | None]:
    answered = None if bar.n is None or not bar.base else bar.n / bar.base
    return (bar.people / bar.total if bar.total else None), answered


def _key(sheet: Sheet, y: float) -> float:
    x = MARGIN
    for colour, words in (
        (PEOPLE_COLOUR, "People in the population"),
        (ANSWERED_COLOUR, "Responses"),
    ):
        sheet.box(x, y, 0.14, 0.14, colour)
        sheet.text(x + 0.2, y + 0.07, words, SMALL)
        x += text_width(words, SMALL) + 0.5
    return y + 0.34


def _draw(sheet: Sheet, y: float, bar: ReachBar, longest: float) -> float:
    y = sheet.lines(MARGIN, y, wrapped(bar.label, LABEL, WIDTH - 2 * MARGIN), LABEL) + 0.02
    people, answered = _shares(bar)
    room = WIDTH - 2 * MARGIN - 1.9
    rows = (
        (people, PEOPLE_COLOUR, _figure(bar.people, bar.total)),
        (answered, ANSWERED_COLOUR, _figure(bar.n, bar.base)),
    )
    for share, colour, words in rows:
        width = room * (share or 0) / longest
        sheet.box(MARGIN, y, max(width, 0.015), BAR, colour)
        sheet.text(MARGIN + width + 0.08, y + BAR / 2, words, SMALL)
        y += BAR + GAP
    return y


def _figure(n: int | None, base: int | None) -> str:
    if n is None or base is None:
        return "withheld"
    percentage = whole_percentage(n, base)
    return f"{n:,} of {base:,}" + ("" if percentage is None else f" ({percentage}%)")


def _alt(bars: Sequence[ReachBar], title: str) -> str:
    said = [
        f"{bar.label}: {figure_in_words(bar.people, bar.total)} of the population, "
        f"{_answered_in_words(bar)} of the responses."
        for bar in bars
    ]
    return " ".join([f"Bar chart: {title}.", *said])


def _answered_in_words(bar: ReachBar) -> str:
    return "withheld" if bar.n is None or bar.base is None else figure_in_words(bar.n, bar.base)
