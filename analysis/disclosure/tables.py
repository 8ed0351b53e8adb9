"""What is put forward for publication, and the rules for small numbers.

Here: the published table, the cell, a shown percentage, an earlier release, and the thresholds. Not here:
which cells are small (`small`), how tables hang together (`cells`), or what is withheld (`protection`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

# A cell is named by its variable=category pairs, sorted; variables it does not mention are added up. The
# empty cell is the grand total. So the total of "parents" is one and the same cell in every table with it.
Cell = tuple[tuple[str, str], ...]

# Categories that say only why there is no answer begin so; "all four left it blank" tells nothing of them.
STATE_PREFIX = "state:"
POPULATION = ""


class TablesDisagree(ValueError):
    """Tables that are to be published together contradict each other or an earlier release."""


@dataclass(frozen=True)
class PublishedTable:
    """A table as it would be published if nothing were withheld: its cells, all margins and the grand total.

    counts        responses by one category of each variable, in the order of `variables`. A combination that
                  is left out is a zero that is shown.
    identifying   those of the variables that say something about who answered; a table without any is
                  published as it is.
    sensitive     variables (`send`) or single categories (`audience=young_person`) for which the higher
                  threshold holds.
    subtotals     for a variable, named sums that are shown as well: {"q1": {"sum:agree": ("agree",
                  "strongly_agree")}}. The base of a percentage is one of them.
    impossible    combinations that readers know to be zero (the question was not asked of that group); they
                  can never hide another cell.
    tells_nothing categories that say nothing about a person even when a whole group is in them, such as
                  "not_chosen".
    population    tables over different people or units (votes of an event) are told apart by this name.
    """

    key: str
    variables: tuple[str, ...]
    counts: Mapping[tuple[str, ...], int]
    identifying: frozenset[str] = frozenset()
    sensitive: frozenset[str] = frozenset()
    subtotals: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    impossible: frozenset[tuple[str, ...]] = frozenset()
    tells_nothing: frozenset[str] = frozenset()
    population: str = ""

    def __post_init__(self) -> None:
        if len(set(self.variables)) != len(self.variables) or not all(self.variables):
            raise ValueError(
                f"table {self.key}: every variable needs a name of its own, got {self.variables}"
            )
        for variables in (
            self.identifying,
            {name.partition("=")[0] for name in self.sensitive},
            set(self.subtotals),
        ):
            if unknown := set(variables) - set(self.variables):
                raise ValueError(
                    f"table {self.key}: {sorted(unknown)} are not among its variables {self.variables}"
                )
        for categories, count in self.counts.items():
            self._check(categories, count)

    def _check(self, categories: tuple[str, ...], count: int) -> None:
        if len(categories) != len(self.variables):
            raise ValueError(
                f"table {self.key}: {categories} should name one category for each of {self.variables}"
            )
        if isinstance(count, bool) or count != int(count) or count < 0:
            raise ValueError(f"table {self.key}, {categories}: {count!r} is not a count of people")
        if count and categories in self.impossible:
            raise ValueError(
                f"table {self.key}, {categories}: said to be impossible, but has a count of {count}"
            )

    def cell(self, categories: Mapping[str, str]) -> Cell:
        """The cell with these categories; variables left out are added up ({} is the grand total)."""
        if unknown := set(categories) - set(self.variables):
            raise KeyError(f"table {self.key} has no variable {sorted(unknown)}")
        return cell_of(categories, self.population)


def cell_of(categories: Mapping[str, str], population: str = "") -> Cell:
    pairs = sorted(categories.items())
    return tuple(([(POPULATION, population)] if population else []) + pairs)


def population_of(cell: Cell) -> str:
    return cell[0][1] if cell and cell[0][0] == POPULATION else ""


@dataclass(frozen=True)
class ShownPercentage:
    """A percentage that readers see: 100 × the count of `of` ÷ the count of `base`, rounded half up."""

    of: Cell
    base: Cell
    shown: float
    decimals: int = 0


@dataclass(frozen=True)
class EarlierRelease:
    """What was published before: the full tables of then, which cells were withheld, and what has changed.

    withdrawn_since  responses withdrawn between this release and the one after it; readers can read that from
                     what was received. How many were added follows from the totals.
    """

    key: str
    tables: tuple[PublishedTable, ...]
    withheld: frozenset[Cell]
    withdrawn_since: int = 0
    percentages: tuple[ShownPercentage, ...] = ()


@dataclass(frozen=True)
class SmallNumberRules:
    """From which count on a cell with an identifying variable may be shown.

    general, sensitive  a count from 1 to one below the threshold is small; `sensitive` holds for cells with a
                        sensitive variable or category.
    unanimous_times     when everybody of an identified group who answered is in one category, that tells what
                        each of them said; it is withheld in groups smaller than this many times the
                        threshold.
    few_changes         when fewer responses than this came or went since the last release, a small change of
                        a cell is held to be a small cell: it tells what those few people said.
    """

    general: int = 5
    sensitive: int = 10
    unanimous_times: int = 2
    few_changes: int = 30

    def __post_init__(self) -> None:
        if not 2 <= self.general <= self.sensitive:
            raise ValueError("thresholds: at least 2, and the sensitive one no lower than the general one")

    def threshold(self, cell: Cell, sensitive: Collection[str]) -> int:
        is_sensitive = any(name in sensitive or f"{name}={category}" in sensitive for name, category in cell)
        return self.sensitive if is_sensitive else self.general
