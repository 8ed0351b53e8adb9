"""How figures and dates are said, the same in every format for people.

A percentage never appears without its number and base; under a base of 30 the count comes first. Here belong
the forms of words for single figures; sentences are in the composition modules.
"""

from __future__ import annotations

from datetime import date

from consult.appendix.contents import HeadlineResult
from consult.appendix.figures import FigureCell

SMALL_BASE = 30
NO_BREAK = "\N{NO-BREAK SPACE}"
WITHHELD_WORD = "withheld"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def number_text(n: int | None) -> str:
    """1249 as "1,249", and None as "withheld"."""
    return WITHHELD_WORD if n is None else f"{n:,}"


def signed_text(n: int) -> str:
    """With its sign, and with a true minus, so that a line break never takes the sign away."""
    return f"+{n:,}" if n > 0 else f"\N{MINUS SIGN}{-n:,}" if n < 0 else "0"


def date_text(day: date) -> str:
    """18 October 2023, in English whatever the machine's own language."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def count_text(n: int, percent: int | None, base: int | None) -> str:
    """88% (58 of 66); under a base of 30, 9 of 11 (82%); without a base, the number alone.

    The spaces inside the brackets and the count do not break, so that no line ends between number and base.
    """
    if base is None:
        return number_text(n)
    counted = f"{number_text(n)}{NO_BREAK}of{NO_BREAK}{number_text(base)}"
    if percent is None:
        return counted
    return f"{counted} ({percent}%)" if base < SMALL_BASE else f"{percent}% ({counted})"


def net_text(n: int, percent: int | None, base: int | None) -> str:
    """+80 points (+53 of 66): how many more agreed than disagreed."""
    if base is None or percent is None:
        return signed_text(n)
    counted = f"{signed_text(n)}{NO_BREAK}of{NO_BREAK}{number_text(base)}"
    points = f"{signed_text(percent)}{NO_BREAK}points"
    return f"{counted} ({points})" if base < SMALL_BASE else f"{points} ({counted})"


def cell_text(cell: FigureCell, kind: str) -> str:
    """A cell of a table in words; an empty one says so with a dash."""
    if cell.withheld:
        return WITHHELD_WORD
    if cell.value is not None:
        return date_text(date.fromisoformat(cell.value)) if kind == "date" else cell.value
    if cell.n is None:
        return "\N{EN DASH}"
    if kind == "net":
        return net_text(cell.n, cell.percent, cell.base)
    return count_text(cell.n, cell.percent, cell.base)


def plural(n: int | None, one: str, many: str) -> str:
    """1 response, 2 responses, withheld responses."""
    return f"{number_text(n)} {one if n == 1 else many}"


def listed(words: tuple[str, ...]) -> str:
    """one, two and three"""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def headline_ground(headline: HeadlineResult) -> str:
    """What a headline rests on, with its questions by name: its own words for them are the organisation's."""
    told = f" {headline.counted_once}" if headline.counted_once else ""
    each = "" if len(headline.variables) == 1 else " in each"
    return (
        f"Agree and strongly agree together: {_span(headline.n_low, headline.n_high)} of the "
        f"{_span(headline.base_low, headline.base_high)} responses that answered on the scale{each}. "
        f"Worked out from {_questions(headline)}.{told}"
    )


def _questions(headline: HeadlineResult) -> str:
    asked = len(headline.variables)
    number = "one question" if asked == 1 else f"{asked} questions"
    return f"{number}: {listed(headline.questions)}" if headline.questions else number


def _span(low: int, high: int) -> str:
    return number_text(low) if low == high else f"{number_text(low)} to {number_text(high)}"
