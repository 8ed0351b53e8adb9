"""Charts of tallies, with every figure printed on them.

Belongs here: laying out stacked bars for agreement and plain bars for choices. Does not belong here:
counting (tallies.py), the words for those who do not see the picture (chart_words.py), or which chart is
printed where.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .chart_words import (
    WITHHELD,
    Bar,
    Segment,
    StackedRow,
    agreement_alt,
    bars_alt,
    bars_of,
    first_side,
    segments_of,
    stacked_row_of,
)
from .drawing import Sheet, Style, text_width, wrapped
from .figures import SMALL_BASE, whole_percentage
from .palette import BAR_COLOUR, SOFT_INK, TRACK_COLOUR, ink_on, segment_colours

__all__ = [
    "Bar",
    "Chart",
    "Segment",
    "StackedRow",
    "agreement_alt",
    "agreement_chart",
    "bar_chart",
    "bars_alt",
    "bars_of",
    "segments_of",
    "stacked_row_of",
]

WIDTH = 7.5
MARGIN = 0.1
INNER = WIDTH - 2 * MARGIN
TITLE = Style(13, bold=True)
LABEL = Style(11.5, bold=True)
OPTION = Style(11.5)
KEY = Style(10)
NOTE = Style(9.5, colour=SOFT_INK)
FIGURE = Style(13, bold=True)
SMALL_FIGURE = Style(9.5)
BAR_HEIGHT = 0.44
ROW_GAP = 0.2
SIDE_WIDTH = 1.0
SWATCH = 0.17


@dataclass(frozen=True)
class Chart:
    """A finished chart: two pictures of the same thing and what they show in words."""

    svg: bytes
    png: bytes
    alt: str


def agreement_chart(title: str, segments: Sequence[Segment], rows: Sequence[StackedRow]) -> Chart:
    """One stacked bar a row, in the order of the segments. An empty title is not drawn.

    Raises ValueError if a row does not have one count for each segment, or there is nothing to draw.
    """
    _refuse_rows_that_do_not_fit(segments, rows)
    colours = segment_colours([segment.counts_as for segment in segments])
    sheet = Sheet(WIDTH)
    y = _draw_title(sheet, title)
    y = _draw_key(sheet, y, segments, colours)
    for row in rows:
        y = _draw_stacked_row(sheet, y, segments, colours, row)
    _draw_note(sheet, y, _agreement_note(rows))
    return Chart(sheet.svg(), sheet.png(), agreement_alt(title, segments, rows))


def bar_chart(title: str, bars: Sequence[Bar], base: int | None, *, several: bool = False) -> Chart:
    """`base`: how many answered (None: withheld). `several`: each could choose more."""
    if not bars:
        raise ValueError("There is nothing to draw: the chart has no bars.")
    sheet = Sheet(WIDTH)
    y = _draw_title(sheet, title)
    full = _full_scale(bars, base)
    label_width = _label_width(bars)
    for bar in bars:
        y = _draw_bar(sheet, y, bar, base, label_width, full)
    _draw_note(sheet, y + 0.04, _bars_note(base, several))
    return Chart(sheet.svg(), sheet.png(), bars_alt(title, bars, base, several=several))


def _refuse_rows_that_do_not_fit(segments: Sequence[Segment], rows: Sequence[StackedRow]) -> None:
    if not segments or not rows:
        raise ValueError("There is nothing to draw: the chart has no rows or no segments.")
    for row in rows:
        if row.counts is not None and len(row.counts) != len(segments):
            raise ValueError(f"{row.label}: {len(row.counts)} counts for {len(segments)} segments.")


def _draw_title(sheet: Sheet, title: str) -> float:
    if not title:
        return MARGIN
    return sheet.lines(MARGIN, MARGIN, wrapped(title, TITLE, INNER), TITLE) + 0.1


def _draw_key(sheet: Sheet, y: float, segments: Sequence[Segment], colours: Sequence[str]) -> float:
    """The options in the order of the bars, in as many lines as they need."""
    x = MARGIN
    for segment, colour in zip(segments, colours, strict=True):
        width = SWATCH + 0.07 + text_width(segment.label, KEY) + 0.16
        if x + width - 0.16 > WIDTH - MARGIN and x > MARGIN:
            x, y = MARGIN, y + KEY.line + 0.05
        sheet.box(x, y + (KEY.line - SWATCH) / 2, SWATCH, SWATCH, colour)
        sheet.text(x + SWATCH + 0.07, y + KEY.line / 2, segment.label, KEY)
        x += width
    return y + KEY.line + ROW_GAP


def _draw_stacked_row(
    sheet: Sheet, y: float, segments: Sequence[Segment], colours: Sequence[str], row: StackedRow
) -> float:
    y = sheet.lines(MARGIN, y, wrapped(row.label, LABEL, INNER), LABEL) + 0.03
    bar_width = INNER - SIDE_WIDTH
    if row.counts is None:
        _draw_withheld(sheet, MARGIN, y, bar_width)
        return y + BAR_HEIGHT + ROW_GAP
    base = sum(row.counts)
    if base:
        _draw_segments(sheet, y, bar_width, colours, row.counts)
        agree = sum(
            n for segment, n in zip(segments, row.counts, strict=True) if segment.counts_as == "agree"
        )
        _draw_agreement(sheet, y, agree, base, first_side(segments))
    else:
        sheet.box(MARGIN, y, bar_width, BAR_HEIGHT, TRACK_COLOUR)
        sheet.text(MARGIN + 0.1, y + BAR_HEIGHT / 2, "Nobody answered on the scale", NOTE)
    y += BAR_HEIGHT + 0.04
    return sheet.lines(MARGIN, y, wrapped(_under_the_bar(base, row.beside), NOTE, INNER), NOTE) + ROW_GAP


def _draw_segments(
    sheet: Sheet, y: float, bar_width: float, colours: Sequence[str], counts: Sequence[int]
) -> None:
    base, x = sum(counts), MARGIN
    for colour, n in zip(colours, counts, strict=True):
        width = bar_width * n / base
        # A hair of white between neighbours keeps them apart in any print.
        sheet.box(x, y, max(width - 0.015, 0), BAR_HEIGHT, colour)
        _draw_segment_figures(sheet, x + width / 2, y, width, colour, n, base)
        x += width


def _draw_segment_figures(
    sheet: Sheet, middle: float, y: float, width: float, colour: str, n: int, base: int
) -> None:
    """Percentage over count; on a small base the other way round; only the count where space is short."""
    percentage = f"{whole_percentage(n, base)}%"
    first, second = (str(n), percentage) if base < SMALL_BASE else (percentage, str(n))
    strong, plain = Style(11, bold=True, colour=ink_on(colour)), Style(9.5, colour=ink_on(colour))
    if n and max(text_width(first, strong), text_width(second, plain)) + 0.06 < width:
        sheet.text(middle, y + BAR_HEIGHT * 0.32, first, strong, "center")
        sheet.text(middle, y + BAR_HEIGHT * 0.74, second, plain, "center")
    elif n and text_width(str(n), plain) < width:
        sheet.text(middle, y + BAR_HEIGHT / 2, str(n), plain, "center")


def _draw_agreement(sheet: Sheet, y: float, agree: int, base: int, side: str) -> None:
    x = WIDTH - SIDE_WIDTH
    percentage, counts = f"{whole_percentage(agree, base)}%", f"{agree} of {base}"
    if base < SMALL_BASE:
        sheet.text(x, y + BAR_HEIGHT * 0.3, counts, Style(11, bold=True))
        sheet.text(x, y + BAR_HEIGHT * 0.76, f"{percentage} {side}", SMALL_FIGURE)
        return
    sheet.text(x, y + BAR_HEIGHT * 0.3, percentage, FIGURE)
    sheet.text(x + text_width(percentage, FIGURE) + 0.04, y + BAR_HEIGHT * 0.3, side, SMALL_FIGURE)
    sheet.text(x, y + BAR_HEIGHT * 0.78, counts, SMALL_FIGURE)


def _draw_withheld(sheet: Sheet, x: float, y: float, width: float) -> None:
    sheet.outline(x, y, width, BAR_HEIGHT, SOFT_INK)
    sheet.text(x + 0.1, y + BAR_HEIGHT / 2, WITHHELD, NOTE)


def _under_the_bar(base: int, beside: str) -> str:
    return f"{base} answered on the scale" + (f"; beside it: {beside}" if beside else "")


def _agreement_note(rows: Sequence[StackedRow]) -> str:
    bases = [sum(row.counts) for row in rows if row.counts is not None]
    small = any(base < SMALL_BASE for base in bases)
    order = (
        "Counts, with percentages below where fewer than 30 answered" if small else "Percentages over counts"
    )
    return f"{order}; a number alone is a count. Percentages are rounded, so may not add to 100."


def _full_scale(bars: Sequence[Bar], base: int | None) -> int:
    """The count that fills the whole width: everybody, so that charts of groups can be laid beside each other."""
    longest = max((bar.n or 0 for bar in bars), default=0)
    return max(longest, base or 0, 1)


def _label_width(bars: Sequence[Bar]) -> float:
    widest = max(text_width(bar.label, OPTION) for bar in bars)
    return min(widest + 0.02, INNER * 0.42)


def _draw_bar(sheet: Sheet, y: float, bar: Bar, base: int | None, label_width: float, full: int) -> float:
    lines = wrapped(bar.label, OPTION, label_width)
    height = max(0.3, len(lines) * OPTION.line)
    middle = y + height / 2
    sheet.lines(MARGIN, middle - len(lines) * OPTION.line / 2, lines, OPTION)
    x = MARGIN + label_width + 0.15
    if bar.n is None:
        sheet.text(x, middle, WITHHELD, NOTE)
        return y + height + 0.12
    width = (WIDTH - MARGIN - x - 1.35) * bar.n / full
    sheet.box(x - 0.02, middle - 0.19, 0.02, 0.38, SOFT_INK)
    sheet.box(x, middle - 0.15, width, 0.3, BAR_COLOUR)
    _draw_bar_figures(sheet, x + width + 0.09, middle, bar.n, base)
    return y + height + 0.12


def _draw_bar_figures(sheet: Sheet, x: float, middle: float, n: int, base: int | None) -> None:
    percentage = whole_percentage(n, base) if base else None
    if percentage is None or base is None:
        sheet.text(x, middle, str(n), LABEL)
        return
    first, second = (str(n), f"({percentage}%)") if base < SMALL_BASE else (f"{percentage}%", f"({n})")
    sheet.text(x, middle, first, LABEL)
    sheet.text(x + text_width(first, LABEL) + 0.08, middle, second, OPTION)


def _bars_note(base: int | None, several: bool) -> str:
    answered = "The number who answered is withheld" if base is None else f"{base} answered"
    adding = "each could choose several, so percentages do not add to 100" if several else ""
    return (
        f"{answered}; {adding}." if adding else f"{answered}. Percentages are rounded, so may not add to 100."
    )


def _draw_note(sheet: Sheet, y: float, note: str) -> None:
    sheet.lines(MARGIN, y, wrapped(note, NOTE, INNER), NOTE)
