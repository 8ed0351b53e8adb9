"""Reach: who answered and who came, beside who lives there, group by group.

Belongs here: reading a population table, checking it, and saying of each group whether it is missing. There is no
single score: a number that adds gaps up hides them. Does not belong here: who counts as what (the caller maps groups to
options), small numbers (disclosure), or pages.

How a group is judged. Its share of those whose group is known is set beside its share of the population. Studies of who
takes part in research call this ratio participation to prevalence, and speak of under-representation below 0.8. Here a
group is called missing below half its share, and only where at least five of its people would be expected at its
share, so that one or two answers do not decide; or where one would be expected and nobody is there. Those who answered
chose to, so nothing is estimated and there is no margin of error: it is said how many more answers would be needed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from io import StringIO

from .figures import whole_percentage

ENOUGH_EXPECTED = 5
MISSING_BELOW = Fraction(1, 2)
FEWER_BELOW = Fraction(4, 5)
MORE_ABOVE = Fraction(5, 4)
TOTALS = frozenset({"total", "all", "all people", "everyone"})
LARGEST = 2_000_000_000
NUMBER = re.compile(r"\d{1,3}(,\d{3})+|\d+")


class PopulationProblem(ValueError):
    """A population table cannot be used; `problems` says where and what to do, one line each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class PopulationRow:
    """One line of the file: its number, as a spreadsheet counts it, its group and how many people are in it."""

    line: int
    group: str
    people: int
    variable: str = ""


def read_population(text: str) -> tuple[PopulationRow, ...]:
    """The rows of a CSV file with the columns `group`, `people` and, if it holds several tables, `variable`.

    Raises PopulationProblem with every bad row named.
    """
    plain = text.removeprefix("\ufeff")
    first = plain.partition("\n")[0]
    reader = csv.reader(StringIO(plain), delimiter=";" if first.count(";") > first.count(",") else ",")
    rows = [(number, [cell.strip() for cell in row]) for number, row in enumerate(reader, start=1)]
    rows = [(number, row) for number, row in rows if any(row)]
    if not rows:
        raise PopulationProblem(["The file is empty. Its first row has to be: group,people"])
    heads = [head.casefold() for head in rows[0][1]]
    if missing := [name for name in ("group", "people") if name not in heads]:
        raise PopulationProblem(
            [f"The first row has no column “{name}”. It has to be: group,people" for name in missing]
        )
    problems: list[str] = []
    found = [row for number, cells in rows[1:] if (row := _row(number, cells, heads, problems)) is not None]
    problems += _repeats(found)
    if not found and not problems:
        problems.append("The file has no rows below its first. Add one for each group.")
    if problems:
        raise PopulationProblem(problems)
    return tuple(found)


def _row(number: int, cells: list[str], heads: list[str], problems: list[str]) -> PopulationRow | None:
    values = dict(zip(heads, cells, strict=False))
    group, people = values.get("group", ""), values.get("people", "")
    if not group:
        problems.append(f"Row {number}: the group has no name.")
    if len(cells) > len(heads):
        problems.append(
            f"Row {number}: it has more cells than the first row. Put quotation marks round commas."
        )
    elif not NUMBER.fullmatch(people) or int(people.replace(",", "")) > LARGEST:
        problems.append(f"Row {number}: “{people[:40]}” is not a whole number of people, 0 or more.")
    elif group:
        return PopulationRow(number, group, int(people.replace(",", "")), values.get("variable", ""))
    return None


def _repeats(rows: Iterable[PopulationRow]) -> list[str]:
    seen: dict[tuple[str, str], int] = {}
    problems = []
    for row in rows:
        key = (row.variable.casefold(), row.group.casefold())
        if key in seen:
            problems.append(f"Row {row.line}: “{row.group}” is there already, in row {seen[key]}.")
        seen.setdefault(key, row.line)
    return problems


@dataclass(frozen=True)
class PopulationGroup:
    """A group of the population, and the answers that mean the same people."""

    label: str
    people: int
    options: tuple[str, ...]


@dataclass(frozen=True)
class Population:
    """Who lives there, by one variable. Raises PopulationProblem for groups that overlap without being declared so.

    `overlapping`: people can be in several groups, as with needs or kinds of support; then `total` has to be given,
    since the groups do not add up to it.
    """

    variable: str
    source: str
    groups: tuple[PopulationGroup, ...]
    total: int
    overlapping: bool = False

    def __post_init__(self) -> None:
        problems = [
            f"“{one.label}”: no answer to the question means this group."
            for one in self.groups
            if not one.options
        ]
        problems += list(self._overlaps())
        people = [one.people for one in self.groups]
        if self.overlapping and any(len(one.options) != 1 for one in self.groups):
            problems.append("People can be in several groups here, so each group has to be one answer.")
        if self.total < (max(people, default=0) if self.overlapping else sum(people)):
            problems.append(f"The total of {self.total:,} is less than the people in its groups.")
        if self.total == 0:
            problems.append("There is nobody in any group, so there is nothing to compare with.")
        if problems:
            raise PopulationProblem(problems)

    @property
    def is_everybody(self) -> bool:
        """Whether its groups are all of the population: then answers of anybody else are not part of the comparison."""
        return not self.overlapping and self.total == sum(one.people for one in self.groups)

    def _overlaps(self) -> Iterable[str]:
        owner: dict[str, str] = {}
        for one in self.groups:
            for option in one.options:
                if option in owner and owner[option] != one.label:
                    yield (
                        f"“{owner[option]}” and “{one.label}” both stand for the answer “{option}”, so the groups "
                        "overlap. Give each answer one group, or add the two rows together in the file."
                    )
                owner.setdefault(option, one.label)


class Finding(StrEnum):
    """How a group's share of those who took part compares with its share of the population."""

    NOBODY = "nobody"
    MISSING = "missing"
    FEWER = "fewer"
    SIMILAR = "similar"
    MORE = "more"
    MORE_THAN_THERE = "more_than_there"
    TOO_FEW = "too_few"
    NOT_KNOWN = "not_known"


MISSING_FINDINGS = (Finding.NOBODY, Finding.MISSING)


@dataclass(frozen=True)
class GroupReach:
    """One group: its people, and how many of it took part, of `base` who could be in it. None is withheld.

    `more_needed` are the further answers from this group, with nothing else changed, that would bring it to its share.
    """

    label: str
    people: int
    total: int
    n: int | None
    base: int | None

    @property
    def population_percent(self) -> int | None:
        """The group's share of the population in whole per cent."""
        return whole_percentage(self.people, self.total)

    @property
    def percent(self) -> int | None:
        """The group's share of those whose group is known, in whole per cent."""
        return None if self.n is None or not self.base else whole_percentage(self.n, self.base)

    @property
    def finding(self) -> Finding:
        """What can be said; see the top of this file for the rule."""
        if self.n is not None and self.n > self.people:
            return Finding.MORE_THAN_THERE
        if self.n is None or not self.base or not self.people or not self.total:
            return Finding.NOT_KNOWN
        expected = Fraction(self.people * self.base, self.total)
        if self.n == 0 and expected >= 1:
            return Finding.NOBODY
        ratio = self.n / expected
        if ratio >= FEWER_BELOW:
            return Finding.MORE if ratio > MORE_ABOVE else Finding.SIMILAR
        if expected < ENOUGH_EXPECTED:
            return Finding.TOO_FEW
        return Finding.MISSING if ratio < MISSING_BELOW else Finding.FEWER

    @property
    def is_missing(self) -> bool:
        """Whether the group is to be named as missing."""
        return self.finding in MISSING_FINDINGS

    @property
    def more_needed(self) -> int | None:
        """None where it is not known, where the group is everybody, or where it has not so many people."""
        if self.n is None or self.base is None or not self.total or self.people >= self.total:
            return None
        share = Fraction(self.people, self.total)
        short = (share * self.base - self.n) / (1 - share)
        needed = max(0, -(-short.numerator // short.denominator))
        return needed if self.n + needed <= self.people else None


def reach(population: Population, counts: Sequence[int | None], base: int | None) -> tuple[GroupReach, ...]:
    """Every group with how many of it took part; `counts` are in the order of the population's groups."""
    known = [n for n in counts if n is not None]
    if base is not None and (
        max(known, default=0) > base or (not population.overlapping and sum(known) > base)
    ):
        raise ValueError(
            f"{population.variable}: more people in its groups than the {base} whose group is known."
        )
    return tuple(
        GroupReach(group.label, group.people, population.total, n, base)
        for group, n in zip(population.groups, counts, strict=True)
    )


def population_of(
    variable: str,
    source: str,
    rows: Sequence[PopulationRow],
    options: dict[str, Sequence[str]],
    *,
    overlapping: bool = False,
) -> Population:
    """A population from rows and the answers that each group stands for, by the group's name.

    Rows that stand for exactly the same answers are one group together. A row called “Total” is the total.
    """
    totals = [row for row in rows if row.group.casefold() in TOTALS]
    if overlapping and not totals:
        raise PopulationProblem(
            ["People can be in several of these groups, so add a row “Total” with the number of all people."]
        )
    together: dict[tuple[str, ...], list[PopulationRow]] = {}
    for row in rows:
        if row not in totals:
            together.setdefault(tuple(options.get(row.group, ())) or (f"\0{row.line}",), []).append(row)
    groups = tuple(
        PopulationGroup(
            " and ".join(row.group for row in same),
            sum(row.people for row in same),
            () if key[0].startswith("\0") else key,
        )
        for key, same in together.items()
    )
    total = totals[0].people if totals else sum(group.people for group in groups)
    return Population(variable, source, groups, total, overlapping)
