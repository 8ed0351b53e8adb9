"""What readers know: every equation and limit that follows from what is, and has been, published.

The unknowns stand in one row: the cells of this release, then those of each earlier one, then, where people
both came and went between two releases, how many went from each cell. Not here: how far an unknown can be
narrowed down (`ranges`), and what ties two releases to each other (`releases`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from analysis.disclosure.releases import (
    Block,
    Line,
    Tie,
    blocks_of,
    gaps_between,
    matrix_of,
    small_changes,
    tie,
)
from analysis.disclosure.small import Target, targets_among
from analysis.disclosure.tables import (
    Cell,
    EarlierRelease,
    PublishedTable,
    ShownPercentage,
    SmallNumberRules,
    TablesDisagree,
)


@dataclass(frozen=True)
class Knowledge:
    """All that ties the unknowns together.

    names       the cell that each unknown is about
    values      what each unknown truly is (for people who went: one possibility)
    equations   equations @ x == sums
    limits      limits @ x <= limit_sums
    always_open unknowns that are not known whatever this release publishes
    may_open    cells of this release that can be withheld
    """

    blocks: tuple[Block, ...]
    names: tuple[Cell, ...]
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
    def cells_end(self) -> int:
        """Unknowns before this one are cells of some release."""
        return self.blocks[-1].end

    @property
    def is_one_release(self) -> bool:
        return len(self.blocks) == 1

    @cached_property
    def equation_columns(self) -> csc_array:
        return self.equations.tocsc()

    @cached_property
    def limit_columns(self) -> csc_array:
        return self.limits.tocsc()

    @cached_property
    def unknowns_about(self) -> dict[Cell, tuple[int, ...]]:
        found: dict[Cell, tuple[int, ...]] = {}
        for number, cell in enumerate(self.names):
            found[cell] = (*found.get(cell, ()), number)
        return found

    def open_when(self, withheld: frozenset[Cell]) -> NDArray[np.bool_]:
        """Which unknowns readers are not told when these cells of the current release are withheld."""
        opened = self.always_open.copy()
        numbers = self.current.cells.numbers
        opened[[numbers[cell] for cell in withheld]] = True
        return opened


def what_readers_know(
    tables: Sequence[PublishedTable],
    earlier: Sequence[EarlierRelease],
    percentages: Sequence[ShownPercentage],
    rules: SmallNumberRules,
) -> Knowledge:
    """Raises TablesDisagree when the releases, or a percentage and its counts, contradict each other."""
    blocks = blocks_of(tables, earlier, percentages)
    gaps = gaps_between(blocks, earlier)
    ties: list[Tie] = []
    for gap in gaps:
        ties.append(tie(gap, blocks[-1].end + sum(len(before.names) for before in ties)))
    changes = [target for gap in gaps if gap.after is blocks[0] for target in small_changes(gap, rules)]
    return _assemble(blocks, ties, (*_all_targets(blocks, rules), *changes))


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
        of, base = (block.cells.numbers[cell] for cell in (percentage.of, percentage.base))
        scale = 10.0**percentage.decimals
        shown = float(round(percentage.shown * scale))
        least, most = 2 * shown - 1, 2 * shown + 1
        counts = block.cells.counts
        if not least * counts[base] <= 200 * scale * counts[of] <= most * counts[base] - 1:
            raise TablesDisagree("a percentage that is shown does not follow from its counts; round half up")
        yield _line((block.start + base, least), (block.start + of, -200 * scale)), 0.0
        yield _line((block.start + of, 200 * scale), (block.start + base, -most)), -1.0


def _line(*terms: tuple[int, float]) -> dict[int, float]:
    factors: dict[int, float] = {}
    for number, factor in terms:
        factors[number] = factors.get(number, 0.0) + factor
    return factors


def _assemble(blocks: tuple[Block, ...], ties: Sequence[Tie], targets: tuple[Target, ...]) -> Knowledge:
    counts = [count for block in blocks for count in block.cells.counts]
    values = np.array([*counts, *(value for one in ties for value in one.possible)], dtype=float)
    equations = [line for block in blocks for line in _sum_lines(block)]
    limits = [line for block in blocks for line in _percentage_lines(block)]
    equations += [line for one in ties for line in one.equations]
    limits += [line for one in ties for line in one.limits]
    names = [name for block in blocks for name in block.cells.names]
    return Knowledge(
        blocks,
        (*names, *(name for one in ties for name in one.names)),
        values,
        *matrix_of(equations, len(values)),
        *matrix_of(limits, len(values)),
        _always_open(blocks, len(values)),
        _may_open(blocks[0], len(values)),
        targets,
    )


def _always_open(blocks: tuple[Block, ...], size: int) -> NDArray[np.bool_]:
    always_open = np.zeros(size, dtype=bool)
    always_open[blocks[-1].end :] = True
    for block in blocks[1:]:
        always_open[[block.start + block.cells.numbers[cell] for cell in block.withheld]] = True
    return always_open


def _may_open(current: Block, size: int) -> NDArray[np.bool_]:
    may_open = np.zeros(size, dtype=bool)
    may_open[: current.end] = current.cells.identifying & ~current.cells.impossible
    return may_open
