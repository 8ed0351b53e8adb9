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
from analysis.disclosure.tables import Cell, SmallNumberRules


class Reason(StrEnum):
    """Why a cell is withheld. For officers only: a reader who saw the reason could narrow the count down."""

    SMALL = "small"
    UNANIMOUS = "everybody in the group gave the same answer"
    CHANGED = "a few responses were added or withdrawn since the last release"
    PROTECTING = "to protect another"


@dataclass(frozen=True)
class Target:
    """A figure that readers must not be able to work out: a count, or the change of a count.

    terms      (number of the unknown, factor): the figure is their sum
    high       readers must be left to think that it may be at least this: a small cell must not be known to
               be small
    width      and between the lowest and the highest that it may be there must be at least this much room
    """

    cell: Cell
    reason: Reason
    terms: tuple[tuple[int, int], ...]
    value: int
    threshold: int
    high: int
    release: str = ""

    @property
    def width(self) -> int:
        return self.threshold - 1


def targets_among(
    cells: Cells, rules: SmallNumberRules, first: int = 0, release: str = ""
) -> tuple[Target, ...]:
    """Small and telling cells. `first` is the number of the first cell among all unknowns."""
    small = [_small(cells, number, rules, first, release) for number in small_cells(cells, rules)]
    unanimous = unanimous_cells(cells, rules) - {target.terms[0][0] - first for target in small}
    return (*small, *(_unanimous(cells, number, rules, first, release) for number in sorted(unanimous)))


def thresholds(cells: Cells, rules: SmallNumberRules) -> NDArray[np.int64]:
    return np.array([rules.threshold(cell, cells.sensitive) for cell in cells.names], dtype=np.int64)


def small_cells(cells: Cells, rules: SmallNumberRules) -> list[int]:
    small = cells.identifying & (cells.counts > 0) & (cells.counts < thresholds(cells, rules))
    return [int(number) for number in np.flatnonzero(small)]


def unanimous_cells(cells: Cells, rules: SmallNumberRules) -> set[int]:
    """Cells that hold all who answered of a group that is identified and not large."""
    return {number for layout in cells.layouts for number in _unanimous_in(layout, cells, rules)}


def _small(cells: Cells, number: int, rules: SmallNumberRules, first: int, release: str) -> Target:
    cell = cells.names[number]
    threshold = rules.threshold(cell, cells.sensitive)
    count = int(cells.counts[number])
    return Target(cell, Reason.SMALL, ((first + number, 1),), count, threshold, threshold, release)


def _unanimous(cells: Cells, number: int, rules: SmallNumberRules, first: int, release: str) -> Target:
    cell = cells.names[number]
    threshold = rules.threshold(cell, cells.sensitive)
    count = int(cells.counts[number])
    return Target(cell, Reason.UNANIMOUS, ((first + number, 1),), count, threshold, count, release)


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
