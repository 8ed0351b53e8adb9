"""What readers know: every equation and limit that follows from what is, and has been, published.

The unknowns stand in one row: the cells of this release, then those of each earlier one, then, where people
both came and went between two releases, how many went from each cell. Not here: how far an unknown can be
narrowed down (`ranges`).
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
from analysis.disclosure.small import Reason, Target, targets_among
from analysis.disclosure.tables import (
    POPULATION,
    Cell,
    EarlierRelease,
    PublishedTable,
    ShownPercentage,
    SmallNumberRules,
    TablesDisagree,
    cell_of,
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
class Knowledge:
    """All that ties the unknowns together.

    values      what each unknown truly is (for people who went: one possibility)
    equations   equations @ x == sums
    limits      limits @ x <= limit_sums
    always_open unknowns that are not known whatever this release publishes
    may_open    cells of this release that can be withheld
    """

    blocks: tuple[Block, ...]
    values: NDArray[np.float64]
    equations: csr_array
    sums: NDArray[np.float64]
    limits: csr_array
    limit_sums: NDArray[np.float64]
    always_open: NDArray[np.bool_]
    may_open: NDArray[np.bool_]
    targets: tuple[Target, ...]

    @property
    def current(self) -> Block:
        return self.blocks[0]

    @property
    def is_one_release(self) -> bool:
        return len(self.blocks) == 1

    def open_when(self, withheld: frozenset[Cell]) -> NDArray[np.bool_]:
        """Which unknowns readers are not told when these cells of the current release are withheld."""
        opened = self.always_open.copy()
        numbers = self.current.cells.numbers
        opened[[numbers[cell] for cell in withheld]] = True
        return opened


@dataclass(frozen=True)
class _Gap:
    """What happened in one population between a release and the next."""

    added: int
    withdrawn: int
    shared: tuple[tuple[int, int], ...]  # unknowns of the same cell: before, after


def what_readers_know(
    tables: Sequence[PublishedTable],
    earlier: Sequence[EarlierRelease],
    percentages: Sequence[ShownPercentage],
    rules: SmallNumberRules,
) -> Knowledge:
    """Raises TablesDisagree when the releases, or a percentage and its counts, contradict each other."""
    blocks = _blocks(tables, earlier, percentages)
    equations: list[Line] = [line for block in blocks for line in _sum_lines(block)]
    limits: list[Line] = [line for block in blocks for line in _percentage_lines(block)]
    values = np.concatenate([block.cells.counts for block in blocks]).astype(float)
    _refuse_contradictions(limits, values)
    order = (*blocks[1:], blocks[0])  # oldest first
    gaps = [
        gap
        for (before, after), release in zip(pairwise(order), earlier, strict=True)
        for gap in _gaps(before, after, release.withdrawn_since)
    ]
    changes = (
        _changes(blocks, rules, _gaps(order[-2], order[-1], earlier[-1].withdrawn_since)) if earlier else ()
    )
    for gap in gaps:
        values = _tie(gap, blocks, values, equations, limits)
    return _assemble(blocks, values, equations, limits, (*_all_targets(blocks, rules), *changes))


def _blocks(
    tables: Sequence[PublishedTable],
    earlier: Sequence[EarlierRelease],
    percentages: Sequence[ShownPercentage],
) -> tuple[Block, ...]:
    blocks = [Block("", lay_out(tables), 0, frozenset(), tuple(percentages))]
    for release in earlier:
        blocks.append(
            Block(release.key, lay_out(release.tables), blocks[-1].end, release.withheld, release.percentages)
        )
        if unknown := release.withheld - set(blocks[-1].cells.numbers):
            raise TablesDisagree(
                f"release {release.key}: {in_words(min(unknown))} is withheld but in none of its tables"
            )
    return tuple(blocks)


def _all_targets(blocks: tuple[Block, ...], rules: SmallNumberRules) -> tuple[Target, ...]:
    current, *others = blocks
    targets = list(targets_among(current.cells, rules))
    for block in others:
        found = targets_among(block.cells, rules, block.start, block.key)
        targets.extend(target for target in found if target.cell in block.withheld)
    return tuple(targets)


def _sum_lines(block: Block) -> Iterator[Line]:
    for total, parts in block.cells.sums:
        factors = {block.start + part: 1.0 for part in parts}
        factors[block.start + total] = factors.get(block.start + total, 0.0) - 1.0
        yield factors, 0.0


def _percentage_lines(block: Block) -> Iterator[Line]:
    """Rounded half up, a shown p means (2p - 1)·base <= 200·of <= (2p + 1)·base - 1, all whole numbers."""
    for percentage in block.percentages:
        of, base = (block.start + block.cells.numbers[cell] for cell in (percentage.of, percentage.base))
        scale = 10.0**percentage.decimals
        shown = float(round(percentage.shown * scale))
        yield _line((base, 2 * shown - 1), (of, -200 * scale)), 0.0
        yield _line((of, 200 * scale), (base, -(2 * shown + 1))), -1.0


def _line(*terms: tuple[int, float]) -> dict[int, float]:
    factors: dict[int, float] = {}
    for number, factor in terms:
        factors[number] = factors.get(number, 0.0) + factor
    return factors


def _refuse_contradictions(limits: Sequence[Line], values: NDArray[np.float64]) -> None:
    for factors, most in limits:
        if sum(factor * values[number] for number, factor in factors.items()) > most + 1e-6:
            raise TablesDisagree(
                "a percentage that is shown does not follow from its counts; round half up from them"
            )


def _gaps(before: Block, after: Block, withdrawn_since: int) -> Iterator[_Gap]:
    for population in sorted({_population(cell) for cell in before.cells.names}):
        total = cell_of({}, population)
        if total not in after.cells.numbers:
            continue
        growth = int(
            after.cells.counts[after.cells.numbers[total]] - before.cells.counts[before.cells.numbers[total]]
        )
        withdrawn = max(0, -growth) if population else withdrawn_since
        if growth + withdrawn < 0:
            raise TablesDisagree(
                f"since release {before.key} the total fell by {-growth}, "
                f"more than the {withdrawn} said to be withdrawn"
            )
        yield _Gap(growth + withdrawn, withdrawn, tuple(_shared(before, after, population)))


def _population(cell: Cell) -> str:
    return cell[0][1] if cell and cell[0][0] == POPULATION else ""


def _shared(before: Block, after: Block, population: str) -> Iterator[tuple[int, int]]:
    for cell, number in before.cells.numbers.items():
        if cell in after.cells.numbers and _population(cell) == population:
            yield before.start + number, after.start + after.cells.numbers[cell]


def _changes(blocks: tuple[Block, ...], rules: SmallNumberRules, gaps: Iterator[_Gap]) -> tuple[Target, ...]:
    """When only a few people came or went since the last release, what changed tells who they are."""
    current, last = blocks[0].cells, blocks[-1]
    few = [gap for gap in gaps if 0 < gap.added + gap.withdrawn < rules.few_changes]
    targets = []
    for was, now in (pair for gap in few for pair in gap.shared):
        cell = current.names[now]
        threshold = rules.threshold(cell, current.sensitive)
        change = int(current.counts[now] - last.cells.counts[was - last.start])
        if current.identifying[now] and 0 < abs(change) < threshold:
            targets.append(Target(cell, Reason.CHANGED, ((now, 1), (was, -1)), change, threshold, change))
    return tuple(targets)


def _tie(
    gap: _Gap,
    blocks: tuple[Block, ...],
    values: NDArray[np.float64],
    equations: list[Line],
    limits: list[Line],
) -> NDArray[np.float64]:
    """Add what ties two releases together; gives the values with those of any new unknowns at the end."""
    if gap.added and gap.withdrawn:
        return _tie_both(gap, blocks, values, equations, limits)
    for was, now in gap.shared:
        if not gap.added:
            limits.append(({now: 1.0, was: -1.0}, 0.0))
        if not gap.withdrawn:
            limits.append(({was: 1.0, now: -1.0}, 0.0))
        if (not gap.added and values[now] > values[was]) or (not gap.withdrawn and values[was] > values[now]):
            raise TablesDisagree(
                f"{_name(blocks, now)} changed since an earlier release in a way nobody was counted for"
            )
    return values


def _name(blocks: tuple[Block, ...], number: int) -> str:
    block = next(block for block in blocks if block.start <= number < block.end)
    return in_words(block.cells.names[number - block.start])


def _tie_both(
    gap: _Gap,
    blocks: tuple[Block, ...],
    values: NDArray[np.float64],
    equations: list[Line],
    limits: list[Line],
) -> NDArray[np.float64]:
    """People came and went: one more unknown a cell, how many went; and those who came are not below 0."""
    start = len(values)
    went = {now: start + place for place, (_, now) in enumerate(gap.shared)}
    new_equations = list(_went_adds_up(gap, blocks, went))
    new_limits = [({was: 1.0, now: -1.0, went[now]: -1.0}, 0.0) for was, now in gap.shared]
    new_limits += [({went[now]: 1.0, was: -1.0}, 0.0) for was, now in gap.shared]
    equations.extend(new_equations)
    limits.extend(new_limits)
    return np.concatenate([values, _one_possibility(values, len(went), new_equations, new_limits)])


def _went_adds_up(gap: _Gap, blocks: tuple[Block, ...], went: dict[int, int]) -> Iterator[Line]:
    after = next(block for block in blocks if block.start <= gap.shared[0][1] < block.end)
    for total, parts in after.cells.sums:
        numbers = [after.start + number for number in (*parts, total)]
        if all(number in went for number in numbers):
            yield _line(*((went[number], 1.0) for number in numbers[:-1]), (went[numbers[-1]], -1.0)), 0.0
    names = {number: after.cells.names[number - after.start] for number in went}
    total = min(went, key=lambda number: len(names[number]))  # the cell with no category at all
    yield {went[total]: 1.0}, float(gap.withdrawn)


def _one_possibility(
    values: NDArray[np.float64], count: int, equations: list[Line], limits: list[Line]
) -> NDArray[np.float64]:
    size = len(values) + count
    equal, sums = _matrix(equations, size)
    most, limit_sums = _matrix(limits, size)
    known = np.concatenate([values, np.zeros(count)])
    found = linprog(
        np.ones(count),
        A_eq=equal[:, len(values) :],
        b_eq=sums - equal @ known,
        A_ub=most[:, len(values) :],
        b_ub=limit_sums - most @ known,
    )
    if found.status != 0:
        raise TablesDisagree(
            "more changed since an earlier release than the withdrawn and added responses explain"
        )
    return np.asarray(found.x)


def _matrix(lines: Sequence[Line], size: int) -> tuple[csr_array, NDArray[np.float64]]:
    rows = [row for row, (factors, _) in enumerate(lines) for _ in factors]
    columns = [number for factors, _ in lines for number in factors]
    entries = [factor for factors, _ in lines for factor in factors.values()]
    matrix = csr_array((entries, (rows, columns)), shape=(len(lines), size), dtype=float)
    return matrix, np.array([most for _, most in lines], dtype=float)


def _assemble(
    blocks: tuple[Block, ...],
    values: NDArray[np.float64],
    equations: list[Line],
    limits: list[Line],
    targets: tuple[Target, ...],
) -> Knowledge:
    size = len(values)
    always_open = np.zeros(size, dtype=bool)
    always_open[blocks[-1].end :] = True
    for block in blocks[1:]:
        always_open[[block.start + block.cells.numbers[cell] for cell in block.withheld]] = True
    may_open = np.zeros(size, dtype=bool)
    current = blocks[0]
    may_open[: current.end] = current.cells.identifying & ~current.cells.impossible
    return Knowledge(
        blocks, values, *_matrix(equations, size), *_matrix(limits, size), always_open, may_open, targets
    )
