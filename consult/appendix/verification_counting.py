"""The counting behind `verification.py`: reading the files, and one variable's figures from its cells.

Plain and slow on purpose: a person should be able to read it beside the rules of counting and see that it is
right. Nothing of `analysis` is used.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from consult.appendix.csv import FORMULA_STARTS

Row = dict[str, str]
NEEDED = {
    "responses.csv": {"reference", "state", "channel"},
    "comments.csv": {
        "comment",
        "response",
        "event",
        "source",
        "read",
        "themes_read",
        "themes_suggested",
        "set_aside",
    },
    "group_tallies.csv": {"event", "measure", "variable", "option", "n"},
}
ATTRIBUTES = ("channel", "edition", "language")
WORDING = "wording"
CAMPAIGNS = "campaigns"
QUESTION_PREFIX = "question:"
STATES = ("dont_know", "prefer_not_to_say", "left_blank", "not_asked")
QUARTERS = {"minimum": 0, "lower_quartile": 1, "median": 2, "upper_quartile": 3, "maximum": 4}
# Stated values are rounded, means to one decimal and other figures to two.
ROUNDING = {"mean_place": Fraction(1, 20)}
FINER_ROUNDING = Fraction(1, 200)
# Numbers are kept as binary fractions by the analysis, which moves a half by next to nothing.
NEXT_TO_NOTHING = Fraction(1, 10**9)


class CheckingFileError(ValueError):
    """A checking file is missing, or holds something that cannot be counted; the message says where."""


def read_rows(file: Path) -> list[Row]:
    """The lines of a checking file by column."""
    if not file.is_file():
        raise CheckingFileError(f"{file} is not there: build the appendix again to get it")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.DictReader(opened)
        missing = NEEDED[file.name] - set(reader.fieldnames or ())
        if missing:
            raise CheckingFileError(f"{file} lacks the columns {', '.join(sorted(missing))}")
        return [{column: _unquoted(text or "") for column, text in row.items()} for row in reader]


def _unquoted(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].lstrip(" ").startswith(FORMULA_STARTS) else text


def in_group(
    rows: Iterable[Row], by: str | None, group: str | None, variables: Mapping[str, Any] | None = None
) -> list[Row]:
    """The responses of one column of a table: all of them, or those whose `by` is `group`.

    A group that is several small ones together names them all, with + between them. `variables` say which options of
    `by` mean "don't know"; they are one group with those in that state.
    """
    if by is None or group is None:
        return list(rows)
    if by == CAMPAIGNS:
        return list(_campaigns_counted_once(rows))
    together = set(group.split("+"))
    if "state:dont_know" in together:
        categories = (variables or {}).get(by.removeprefix(QUESTION_PREFIX), {}).get("categories", ())
        together |= {one["key"] for one in categories if one["counts_as"] == "dont_know"}
    return [row for row in rows if _group_of(row, by) in together]


def left_out_where_counted_once(rows: Iterable[Row]) -> set[str]:
    """References of the responses that go where each campaign is counted once."""
    every = list(rows)
    return {row["reference"] for row in every} - {row["reference"] for row in _campaigns_counted_once(every)}


def _campaigns_counted_once(rows: Iterable[Row]) -> Iterator[Row]:
    """All responses that belong to no campaign, and of each campaign the one with the lowest reference."""
    met: set[str] = set()
    for row in sorted(rows, key=lambda row: row["reference"]):
        campaign = row.get("campaign", "")
        if campaign not in met:
            yield row
        met |= {campaign} - {""}


def _group_of(row: Row, by: str) -> str:
    if by == WORDING:
        return f"{row.get('edition', '')}.{row.get('language', '')}"
    column = by if by in ATTRIBUTES else QUESTION_PREFIX + by.removeprefix(QUESTION_PREFIX)
    return row.get(column) or "state:not_asked"


def share_in_percent(n: int | None, base: int) -> int | None:
    """Whole per cent; a half goes away from nought."""
    if n is None or base == 0:
        return None
    whole, rest = divmod(abs(n) * 100, base)
    rounded = whole + (1 if rest * 2 >= base else 0)
    return rounded if n >= 0 else -rounded


@dataclass(frozen=True)
class Recount:
    """One variable among some responses: its kind, what its options count as, and its cells, states first."""

    kind: str
    counts_as: dict[str, str | None]
    states: dict[str, int]
    answers: tuple[tuple[str, ...], ...]

    @property
    def outside(self) -> int:
        return sum(self.counts_as.get(one[0]) == "outside" for one in self.answers if one and self.is_single)

    @property
    def is_single(self) -> bool:
        return self.kind in ("closed", "scale")

    @property
    def base(self) -> int:
        return len(self.answers) - self.outside

    def number(self, measure: str) -> int | None:
        """A count by its measure; None where there is no such measure."""
        if measure in self.states:
            return self.states[measure]
        if measure == "base":
            return self.base
        if measure == "received":
            return len(self.answers) + sum(self.states.values())
        if measure == "net":
            return self._counting_as("agree") - self._counting_as("disagree")
        if measure in ("agree", "neutral", "disagree"):
            return self._counting_as(measure)
        if measure == "not_agree":
            return len(self.answers) + sum(self.states.values()) - self._counting_as("agree")
        if measure.startswith("any:"):
            return sum(self._code(code) for code in measure.removeprefix("any:").split("+"))
        return self._option(*measure.split(":", 1))

    def _code(self, code: str) -> int:
        """How many gave an option, or are in a state ("state:left_blank")."""
        if code.startswith("state:"):
            return self.states[code.removeprefix("state:")]
        return sum(code in one for one in self.answers)

    def _counting_as(self, what: str) -> int:
        return sum(self.counts_as.get(one[0]) == what for one in self.answers)

    def _option(self, measure: str, key: str = "") -> int | None:
        if measure not in ("option", "outside") or key not in self.counts_as:
            return None
        if self.kind == "ranked":
            return sum(one[0] == key for one in self.answers)
        return sum(key in one for one in self.answers)

    def value_as_stated(self, measure: str, stated: str | None) -> str | None:
        """What is stated if it is the right figure, rounded; else the right figure itself."""
        right = self._date(measure) if self.kind == "date" else self._value(measure)
        if right is None or isinstance(right, str) or stated is None:
            return None if right is None else str(right)
        allowed = ROUNDING.get(measure.split(":")[0], FINER_ROUNDING) + NEXT_TO_NOTHING
        return stated if abs(Fraction(stated) - right) <= allowed else str(float(right))

    def _date(self, measure: str) -> str | None:
        days = sorted(date.fromisoformat(one[0]) for one in self.answers)
        return days[QUARTERS[measure] * (len(days) - 1) // 4].isoformat() if days else None

    def _value(self, measure: str) -> Fraction | None:
        if measure.startswith("mean_place:"):
            key = measure.split(":", 1)[1]
            places = [Fraction(one.index(key) + 1) for one in self.answers if key in one]
            return sum(places, Fraction()) / len(places) if places else None
        numbers = sorted(Fraction(one[0]) for one in self.answers)
        return _quartile(numbers, QUARTERS[measure]) if numbers else None


def _quartile(ordered: list[Fraction], quarter: int) -> Fraction:
    """As QUARTILE.INC of a spreadsheet: between two numbers, in proportion."""
    place = Fraction(quarter * (len(ordered) - 1), 4)
    below = ordered[int(place)]
    above = ordered[min(int(place) + 1, len(ordered) - 1)]
    return below + (above - below) * (place - int(place))


def recount(variable: dict[str, Any], rows: Iterable[Row]) -> Recount:
    """Sort the cells of one variable into answers and states."""
    key, kind = variable["key"], variable["kind"]
    counts_as = {one["key"]: one["counts_as"] for one in variable["categories"]}
    cells = [_cell(row, key, counts_as) for row in rows]
    states = {state: sum(cell == f"state:{state}" for cell in cells) for state in STATES}
    answers = tuple(_answer(cell, key, kind, counts_as) for cell in cells if cell not in _STATE_CELLS)
    return Recount(kind, counts_as, states, answers)


_STATE_CELLS = frozenset(f"state:{state}" for state in STATES)


def _cell(row: Row, key: str, counts_as: dict[str, str | None]) -> str:
    column = QUESTION_PREFIX + key
    if column not in row:
        raise CheckingFileError(f"responses.csv lacks the column {column}")
    cell = row[column] or "state:not_asked"
    return "state:dont_know" if counts_as.get(cell) == "dont_know" else cell


def _answer(cell: str, key: str, kind: str, counts_as: dict[str, str | None]) -> tuple[str, ...]:
    if kind == "open":
        return ()
    parts = tuple(cell.split("|"))
    unknown = [part for part in parts if counts_as and part not in counts_as]
    if unknown or cell.startswith("state:"):
        raise CheckingFileError(f"responses.csv, column question:{key}: {cell!r} is no answer to it")
    return parts
