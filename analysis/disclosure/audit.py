"""The audit: can any small figure be worked out from everything that is, and has been, published?

The measure. Readers are taken to know every published count, total, subtotal and percentage of this and of
all earlier releases, how many responses were withdrawn and added between them, which cells are withheld, and
that counts are whole and not negative. For each figure that must not be known the audit finds the lowest and
the highest that it may be. It is safe when the highest is at or above the threshold (so readers cannot tell
that it is small) and highest minus lowest is at least the threshold less one (so they know no more than
"fewer than five" would have told them). For a group in which everybody said the same, and for a change
between releases, the second alone is asked for. Opinions of everybody together are published as they are:
where they (or earlier releases) alone leave less room than that, what they leave is asked for in full, since
no withholding can give back more.

Not covered: that the tables come from the same people, beyond the totals that they share (three two-way
tables over the same three variables say slightly more together), and what readers know from elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.disclosure.cells import in_words
from analysis.disclosure.knowledge import Knowledge, what_readers_know
from analysis.disclosure.ranges import Floats, Puzzle, Ranges
from analysis.disclosure.small import Need, Reason, Target
from analysis.disclosure.solutions import Solution, matrix_of, proven
from analysis.disclosure.tables import Cell, EarlierRelease, PublishedTable, ShownPercentage, SmallNumberRules


@dataclass(frozen=True)
class CellBounds:
    """A figure that can be worked out too closely: readers can tell that it is between `low` and `high`."""

    cell: Cell
    reason: Reason
    value: int
    low: int
    high: int
    threshold: int
    release: str = ""

    def __str__(self) -> str:
        where = f" in release {self.release}" if self.release else ""
        return (
            f"{in_words(self.cell)}{where}: {self.low} to {self.high} can be worked out (it is {self.value})"
        )


@dataclass(frozen=True)
class AuditReport:
    """
    recoverable    figures that readers can work out because of what this release publishes; empty when it is
                   safe
    known_already  figures for which opinions of everybody together, or earlier releases, leave less room than
                   the rules ask for, whatever this release withholds
    checked        how many figures were looked at
    """

    recoverable: tuple[CellBounds, ...]
    known_already: tuple[CellBounds, ...]
    checked: int

    @property
    def is_clean(self) -> bool:
        return not self.recoverable


def audit(
    tables: Sequence[PublishedTable],
    withheld: Collection[Cell],
    earlier_releases: Sequence[EarlierRelease] = (),
    *,
    percentages: Sequence[ShownPercentage] = (),
    rules: SmallNumberRules | None = None,
) -> AuditReport:
    """What readers could work out if `tables` were published without the `withheld` cells.

    percentages  those shown beyond what follows from shown counts (a withheld count with its percentage left
                 standing).
    """
    knowledge = what_readers_know(tables, earlier_releases, percentages, rules or SmallNumberRules())
    return audit_knowledge(knowledge, frozenset(withheld))


def audit_knowledge(
    knowledge: Knowledge, withheld: frozenset[Cell], solutions: Sequence[Solution] = ()
) -> AuditReport:
    """`solutions` are some known beforehand; each is checked before it is believed."""
    ranges = Ranges(knowledge, knowledge.open_when(withheld))
    seen = Seen(knowledge)
    seen.add_all(proven(matrix_of(solutions, len(knowledge.values)), knowledge, ranges.opened))
    judge = _Judge(WithoutThisRelease(knowledge))
    for number, target in enumerate(knowledge.targets):
        if not target.need.is_met(*seen.range_of(number)):
            judge.judge(target, _range(ranges, seen, number, target.need))
    return AuditReport(tuple(judge.recoverable), tuple(judge.known_already), len(knowledge.targets))


class _Judge:
    """Tells what this release gives away from what was known without it."""

    def __init__(self, without: WithoutThisRelease) -> None:
        self.recoverable: list[CellBounds] = []
        self.known_already: list[CellBounds] = []
        self._without = without

    def judge(self, target: Target, found: tuple[float, float]) -> None:
        if target.need.is_met(*found):
            return
        # A range as wide as opinions of everybody leave it cannot be wider: no need to work it out again.
        without = target.room if found == target.room else self._without.range_of(target)
        if not target.need.is_met(*without):
            self.known_already.append(_bounds(target, *without))
        if not target.need.within(without).is_met(*found):
            self.recoverable.append(_bounds(target, *found))


def _bounds(target: Target, low: float, high: float) -> CellBounds:
    return CellBounds(
        target.cell, target.reason, target.value, round(low), round(high), target.threshold, target.release
    )


def _range(ranges: Ranges, seen: Seen, number: int, need: Need) -> tuple[float, float]:
    """The lowest and highest that the target may be; only as far down as needed to show that it is safe."""
    target = ranges.knowledge.targets[number]
    high = seen.take(ranges.extreme(target, 1))
    least_seen, _ = seen.range_of(number)
    if need.is_met(least_seen, high):
        return least_seen, high
    return seen.take(ranges.extreme(target, -1)), high


class Seen:
    """The lowest and highest that each target was seen to be among solutions found so far.

    A solution found for one target often shows that others are safe as well, which saves most of the work.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._low = np.array([target.value for target in knowledge.targets], dtype=float)
        self._high = self._low.copy()
        self.terms = _term_matrix(knowledge)

    def range_of(self, number: int) -> tuple[float, float]:
        return float(self._low[number]), float(self._high[number])

    def add(self, point: Floats) -> None:
        values = self.terms @ point
        np.minimum(self._low, values, out=self._low)
        np.maximum(self._high, values, out=self._high)

    def add_all(self, differences: csr_array) -> None:
        """Solutions as differences from the truth, one a row."""
        if not differences.shape[0] or not len(self._low):
            return
        changes = (differences @ self.terms.T).tocsc()
        truth = np.array([target.value for target in self._knowledge.targets], dtype=float)
        np.minimum(self._low, truth + changes.min(axis=0).toarray(), out=self._low)
        np.maximum(self._high, truth + changes.max(axis=0).toarray(), out=self._high)

    def take(self, extreme: tuple[float, Puzzle | None, Floats]) -> float:
        value, puzzle, solution = extreme
        if puzzle is not None:
            self.add_part(puzzle.unknowns, solution)
        return value

    def add_part(self, unknowns: NDArray[np.int64], solution: Floats) -> None:
        """Puzzles do not touch each other, so a solution of one goes with the truth everywhere else."""
        point = self._knowledge.values.copy()
        point[unknowns] = solution
        self.add(point)


def _term_matrix(knowledge: Knowledge) -> csr_array:
    rows = [row for row, target in enumerate(knowledge.targets) for _ in target.terms]
    columns = [number for target in knowledge.targets for number, _ in target.terms]
    factors = [factor for target in knowledge.targets for _, factor in target.terms]
    return csr_array(
        (factors, (rows, columns)), shape=(len(knowledge.targets), len(knowledge.values)), dtype=float
    )


class WithoutThisRelease:
    """What would be known of a target if this release published only opinions of everybody together."""

    def __init__(self, knowledge: Knowledge) -> None:
        own = 2 * len(knowledge.current.percentages)  # their limits stand first, two for each
        before = replace(knowledge, limits=knowledge.limits[own:], limit_sums=knowledge.limit_sums[own:])
        self._ranges = Ranges(before, before.always_open | before.may_open)
        self._is_room_all = before.is_one_release and not before.current.cells.impossible.any()
        self._found: dict[Target, tuple[float, float]] = {}

    def range_of(self, target: Target) -> tuple[float, float]:
        """At most `target.room`; less where an earlier release, or a known zero, tells more."""
        if self._is_room_all:
            return target.room
        if target not in self._found:
            low, high = (self._ranges.extreme(target, direction)[0] for direction in (-1, 1))
            self._found[target] = low, high
        return self._found[target]
