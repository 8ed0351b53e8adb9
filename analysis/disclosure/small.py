"""Which cells say too much about somebody on their own: the targets that have to be protected.

Here: small counts, groups in which everybody gave the same answer, and small changes since an earlier
release. Not here: what else has to be withheld so that these cannot be worked out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from analysis.disclosure.cells import Cells, TableLayout
from analysis.disclosure.tables import Cell, SmallNumberRules, population_of


class Reason(StrEnum):
    """Why a cell is withheld. For officers only: a reader who saw the reason could narrow the count down."""

    SMALL = "small"
    UNANIMOUS = "everybody in the group gave the same answer"
    CHANGED = "a few responses were added or withdrawn since the last release"
    PROTECTING = "to protect another"


@dataclass(frozen=True)
class Need:
    """What a figure's range must reach for the figure to be safe."""

    high: float
    width: float

    def is_met(self, low: float, high: float) -> bool:
        return high >= self.high - 1e-9 and high - low >= self.width - 1e-9

    def within(self, room: tuple[float, float]) -> Need:
        """No more than there is room for."""
        low, high = room
        return Need(min(self.high, high), min(self.width, high - low))


@dataclass(frozen=True)
class Target:
    """A figure that readers must not be able to work out: a count, or the change of a count.

    terms      (number of the unknown, factor): the figure is their sum
    high       readers must be left to think that it may be at least this: a small cell must not be known to
               be small. And there must be room of `threshold` less one from the lowest to the highest.
    room       what opinions of everybody together, which are published as they are, leave it to be at most
    """

    cell: Cell
    reason: Reason
    terms: tuple[tuple[int, int], ...]
    value: int
    threshold: int
    high: int
    room: tuple[float, float]
    release: str = ""

    @property
    def need(self) -> Need:
        return Need(self.high, self.threshold - 1)


def targets_among(
    cells: Cells, rules: SmallNumberRules, first: int = 0, release: str = ""
) -> tuple[Target, ...]:
    """Small and telling cells. `first` is the number of the first cell among all unknowns."""
    small = small_cells(cells, rules)
    unanimous = sorted(unanimous_cells(cells, rules).difference(small))
    reasons = [
        *((number, Reason.SMALL) for number in small),
        *((number, Reason.UNANIMOUS) for number in unanimous),
    ]
    return tuple(_target(cells, number, reason, rules, first, release) for number, reason in reasons)


def _target(
    cells: Cells, number: int, reason: Reason, rules: SmallNumberRules, first: int, release: str
) -> Target:
    cell, count = cells.names[number], int(cells.counts[number])
    threshold = rules.threshold(cell, cells.sensitive)
    high = threshold if reason is Reason.SMALL else count
    return Target(cell, reason, ((first + number, 1),), count, threshold, high, _room(cell, cells), release)


def _room(cell: Cell, cells: Cells) -> tuple[float, float]:
    """From nobody to everybody of the same opinions; a group that is everybody leaves nothing open."""
    most = float(cells.counts[cells.numbers[opinions_in(cell, cells)]])
    population = population_of(cell)
    groups = [(population, name, category) for name, category in cell if name in cells.identifying_variables]
    return (most if cells.all_people.issuperset(groups) else 0.0), most


def opinions_in(cell: Cell, cells: Cells) -> Cell:
    """Everybody who gave the opinions of this cell, whoever they are."""
    return tuple((name, category) for name, category in cell if name not in cells.identifying_variables)


def thresholds(cells: Cells, rules: SmallNumberRules) -> NDArray[np.int64]:
    return np.array([rules.threshold(cell, cells.sensitive) for cell in cells.names], dtype=np.int64)


def small_cells(cells: Cells, rules: SmallNumberRules) -> list[int]:
    small = cells.identifying & (cells.counts > 0) & (cells.counts < thresholds(cells, rules))
    return [int(number) for number in np.flatnonzero(small)]


def unanimous_cells(cells: Cells, rules: SmallNumberRules) -> set[int]:
    """Cells that hold all who answered of a group that is identified and not large."""
    return {number for layout in cells.layouts for number in _unanimous_in(layout, cells, rules)}


def _unanimous_in(layout: TableLayout, cells: Cells, rules: SmallNumberRules) -> Iterator[int]:
    for number, axis in enumerate(layout.axes):
        answers = axis.answers
        telling = _telling_positions(layout, number)
        for line in np.moveaxis(layout.ids, number, -1).reshape(-1, layout.ids.shape[number]):
            group = int(line[-1])
            answered = int(cells.counts[line[list(answers)]].sum())
            limit = rules.unanimous_times * rules.threshold(cells.names[group], cells.sensitive)
            if len(answers) > 1 and cells.identifying[group] and 0 < answered < limit:
                yield from (int(line[at]) for at in telling if cells.counts[line[at]] == answered)


def _telling_positions(layout: TableLayout, number: int) -> list[int]:
    """Categories, and subtotals that leave some answer out: "all who answered, answered" tells nothing."""
    axis = layout.axes[number]
    answers = set(axis.answers)
    plain = [at for at in axis.answers if axis.categories[at] not in layout.table.tells_nothing]
    total = len(axis.names) - 1
    return plain + [at for at, parts in axis.sums.items() if at != total and set(parts) < answers]
