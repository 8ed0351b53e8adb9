"""What ties releases to each other: who was withdrawn or added in between, and what few changes would tell.

Here: the cells of each release among all unknowns, and the lines that one release adds to what is known of
another. Not here: what a single release tells (`knowledge`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

from analysis.disclosure.cells import Cells, in_words, lay_out
from analysis.disclosure.small import Reason, Target, opinions_in
from analysis.disclosure.tables import (
    Cell,
    EarlierRelease,
    PublishedTable,
    ShownPercentage,
    SmallNumberRules,
    TablesDisagree,
    cell_of,
    population_of,
)

Line = tuple[dict[int, float], float]  # factors of unknowns, and what their sum equals or may not exceed


@dataclass(frozen=True)
class Block:
    """The cells of one release and where they stand among the unknowns. This release has an empty key."""

    key: str
    cells: Cells
    start: int
    withheld: frozenset[Cell]
    percentages: tuple[ShownPercentage, ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.cells.names)


@dataclass(frozen=True)
class Gap:
    """What happened in one population between a release and the next."""

    before: Block
    after: Block
    added: int
    withdrawn: int
    shared: tuple[tuple[int, int], ...]  # unknowns of the same cell: before, after

    @property
    def people(self) -> int:
        return self.added + self.withdrawn

    def change(self, was: int, now: int) -> int:
        return int(
            self.after.cells.counts[now - self.after.start]
            - self.before.cells.counts[was - self.before.start]
        )


@dataclass(frozen=True)
class Tie:
    """What one gap adds: lines, and new unknowns (how many went, cell by cell) with a possible value."""

    equations: tuple[Line, ...]
    limits: tuple[Line, ...]
    names: tuple[Cell, ...] = ()
    possible: tuple[float, ...] = ()


def blocks_of(
    tables: Sequence[PublishedTable],
    earlier: Sequence[EarlierRelease],
    percentages: Sequence[ShownPercentage],
) -> tuple[Block, ...]:
    """This release first, then the earlier ones, the oldest first."""
    blocks = [Block("", lay_out(tables), 0, frozenset(), tuple(percentages))]
    for release in earlier:
        cells = lay_out(release.tables)
        if unknown := release.withheld - set(cells.numbers):
            name = in_words(min(unknown))
            raise TablesDisagree(f"release {release.key}: {name} is withheld but in none of its tables")
        blocks.append(Block(release.key, cells, blocks[-1].end, release.withheld, release.percentages))
    return tuple(blocks)


def gaps_between(blocks: tuple[Block, ...], earlier: Sequence[EarlierRelease]) -> tuple[Gap, ...]:
    order = (*blocks[1:], blocks[0])
    steps = zip(pairwise(order), earlier, strict=True)
    return tuple(
        gap for (before, after), release in steps for gap in _gaps(before, after, release.withdrawn_since)
    )


def _gaps(before: Block, after: Block, withdrawn_since: int) -> Iterator[Gap]:
    for population in sorted({population_of(cell) for cell in before.cells.names}):
        total = cell_of({}, population)
        if total not in after.cells.numbers:
            continue
        numbers = after.cells.numbers[total], before.cells.numbers[total]
        growth = int(after.cells.counts[numbers[0]] - before.cells.counts[numbers[1]])
        withdrawn = max(0, -growth) if population else withdrawn_since
        if growth + withdrawn < 0:
            raise TablesDisagree(
                f"since release {before.key} the total fell by {-growth}, "
                f"more than the {withdrawn} said to be withdrawn"
            )
        yield Gap(before, after, growth + withdrawn, withdrawn, tuple(_shared(before, after, population)))


def _shared(before: Block, after: Block, population: str) -> Iterator[tuple[int, int]]:
    for cell, number in before.cells.numbers.items():
        if cell in after.cells.numbers and population_of(cell) == population:
            yield before.start + number, after.start + after.cells.numbers[cell]


def small_changes(gap: Gap, rules: SmallNumberRules) -> Iterator[Target]:
    """When only a few people came or went since the last release, what changed tells who they are."""
    if not 0 < gap.people < rules.few_changes:
        return
    cells = gap.after.cells
    for was, now in gap.shared:
        cell = cells.names[now - gap.after.start]
        threshold = rules.threshold(cell, cells.sensitive)
        change = gap.change(was, now)
        if cells.identifying[now - gap.after.start] and 0 < abs(change) < threshold:
            terms = ((now, 1), (was, -1))
            yield Target(cell, Reason.CHANGED, terms, change, threshold, change, _room(gap, cell))


def _room(gap: Gap, cell: Cell) -> tuple[float, float]:
    """What the numbers who came and went, and changes in opinions of everybody, leave a change to be."""
    opinions = opinions_in(cell, gap.after.cells)
    if opinions not in gap.before.cells.numbers:
        return -gap.withdrawn, gap.added
    was = gap.before.start + gap.before.cells.numbers[opinions]
    overall = gap.change(was, gap.after.start + gap.after.cells.numbers[opinions])
    least = -gap.withdrawn if gap.added else max(-gap.withdrawn, overall)
    return least, gap.added if gap.withdrawn else min(gap.added, overall)


def tie(gap: Gap, start: int) -> Tie:
    """Raises TablesDisagree when the change of a cell cannot be explained. New unknowns begin at `start`."""
    if gap.added and gap.withdrawn:
        return _tie_both(gap, start)
    limits: list[Line] = []
    for was, now in gap.shared:
        change = gap.change(was, now)
        if (change > 0 and not gap.added) or (change < 0 and not gap.withdrawn):
            name = in_words(gap.after.cells.names[now - gap.after.start])
            raise TablesDisagree(
                f"{name} changed since release {gap.before.key} but nobody was counted for it"
            )
        limits += [] if gap.added else [({now: 1.0, was: -1.0}, 0.0)]
        limits += [] if gap.withdrawn else [({was: 1.0, now: -1.0}, 0.0)]
    return Tie((), tuple(limits))


def _tie_both(gap: Gap, start: int) -> Tie:
    """People came and went: one more unknown a cell, how many went; and those who came are not below 0."""
    went = {now: start + place for place, (_, now) in enumerate(gap.shared)}
    equations = tuple(_went_adds_up(gap, went))
    stayed = [({went[now]: 1.0, was: -1.0}, 0.0) for was, now in gap.shared]
    came = [({was: 1.0, now: -1.0, went[now]: -1.0}, 0.0) for was, now in gap.shared]
    names = tuple(gap.after.cells.names[now - gap.after.start] for now in went)
    return Tie(equations, (*stayed, *came), names, _one_possibility(gap, went, equations))


def _went_adds_up(gap: Gap, went: dict[int, int]) -> Iterator[Line]:
    for total, parts in gap.after.cells.sums:
        numbers = [gap.after.start + number for number in (*parts, total)]
        if all(number in went for number in numbers):
            factors = {went[number]: 1.0 for number in numbers[:-1]}
            factors[went[numbers[-1]]] = factors.get(went[numbers[-1]], 0.0) - 1.0
            yield factors, 0.0
    names = {number: gap.after.cells.names[number - gap.after.start] for number in went}
    total = min(went, key=lambda number: len(names[number]))  # the cell with no category at all
    yield {went[total]: 1.0}, float(gap.withdrawn)


def _one_possibility(gap: Gap, went: dict[int, int], equations: Sequence[Line]) -> tuple[float, ...]:
    first = next(iter(went.values()))
    shifted = [
        ({number - first: factor for number, factor in factors.items()}, most) for factors, most in equations
    ]
    matrix, sums = matrix_of(shifted, len(went))
    least = [max(0, -gap.change(was, now)) for was, now in gap.shared]
    most = [int(gap.before.cells.counts[was - gap.before.start]) for was, _ in gap.shared]
    whole = np.ones(len(went))
    bounds = list(zip(least, most, strict=True))
    found = linprog(whole, A_eq=matrix, b_eq=sums, bounds=bounds, integrality=whole)
    if found.status != 0:
        raise TablesDisagree(
            f"more changed since release {gap.before.key} than the {gap.withdrawn} withdrawn and "
            f"{gap.added} added responses explain"
        )
    return tuple(np.round(found.x).tolist())


def matrix_of(lines: Sequence[Line], size: int) -> tuple[csr_array, NDArray[np.float64]]:
    rows = [row for row, (factors, _) in enumerate(lines) for _ in factors]
    columns = [number for factors, _ in lines for number in factors]
    entries = [factor for factors, _ in lines for factor in factors.values()]
    matrix = csr_array((entries, (rows, columns)), shape=(len(lines), size), dtype=float)
    return matrix, np.array([most for _, most in lines], dtype=float)
