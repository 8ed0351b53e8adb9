"""How far a reader can narrow a figure down: the lowest and highest it may be, by linear programs.

The programs are solved with HiGHS. Counts are whole numbers: a solution that is not whole is solved again as
an integer program, so what is reported is what careful reasoning can reach, not only what linear reasoning
can. Not here: whether a range is too narrow (`audit`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csc_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from analysis.disclosure.knowledge import Knowledge
from analysis.disclosure.small import Target

Floats = NDArray[np.float64]
WHOLE = 1e-6


class Unsolvable(RuntimeError):
    """HiGHS could not answer. Nothing may be published on such an answer, so it is never passed over."""


def solve(
    cost: Floats,
    equations: csr_array,
    sums: Floats,
    limits: csr_array,
    limit_sums: Floats,
    most: Floats | None = None,
    whole: NDArray[np.bool_] | None = None,
) -> Floats | None:
    """The x >= 0 with the lowest cost @ x, or None where there is none; `whole` marks whole numbers."""
    highest = np.full(len(cost), np.inf) if most is None else most
    found = linprog(
        cost,
        A_ub=limits if limits.shape[0] else None,
        b_ub=limit_sums if limits.shape[0] else None,
        A_eq=equations if equations.shape[0] else None,
        b_eq=sums if equations.shape[0] else None,
        bounds=np.column_stack([np.zeros(len(cost)), highest]),
        integrality=None if whole is None else whole.astype(np.int64),
    )
    if found.status == 2:
        return None
    if found.status != 0:
        raise Unsolvable(f"HiGHS stopped with status {found.status}: {found.message}")
    return np.asarray(found.x, dtype=float)


def is_whole(x: Floats) -> bool:
    return bool(np.all(np.abs(x - np.round(x)) < WHOLE))


@dataclass(frozen=True)
class Puzzle:
    """Unknowns that hang together, with everything that is known about them."""

    unknowns: NDArray[np.int64]
    equations: csr_array
    sums: Floats
    limits: csr_array
    limit_sums: Floats

    def extreme(self, cost: Floats) -> Floats:
        """A whole-number solution with the lowest cost @ x."""
        found = solve(cost, self.equations, self.sums, self.limits, self.limit_sums)
        if found is not None and not is_whole(found):
            whole = np.ones(len(cost), dtype=bool)
            found = solve(cost, self.equations, self.sums, self.limits, self.limit_sums, whole=whole)
        if found is None:
            raise Unsolvable("what is published contradicts itself")
        return np.asarray(np.round(found), dtype=float)


@dataclass(frozen=True)
class Ranges:
    """The ranges of figures when these unknowns are open and everything else is published."""

    knowledge: Knowledge
    opened: NDArray[np.bool_]

    @cached_property
    def _labels(self) -> NDArray[np.int64]:
        """For each unknown, the number of the puzzle that it belongs to; -1 where it is published."""
        numbers = np.flatnonzero(self.opened)
        rows = vstack([self.knowledge.equations, self.knowledge.limits]).tocsc()[:, numbers]
        links = rows.T @ rows if len(numbers) else csr_array((0, 0))
        _, found = connected_components(links, directed=False) if len(numbers) else (0, numbers)
        labels = np.full(len(self.opened), -1, dtype=np.int64)
        labels[numbers] = found
        return labels

    @cached_property
    def _puzzles(self) -> dict[int, Puzzle]:
        return {}

    def puzzle_of(self, unknown: int) -> Puzzle:
        label = int(self._labels[unknown])
        if label not in self._puzzles:
            self._puzzles[label] = self._puzzle(np.flatnonzero(self._labels == label))
        return self._puzzles[label]

    def _puzzle(self, unknowns: NDArray[np.int64]) -> Puzzle:
        knowledge = self.knowledge
        equations, sums = _touching(
            knowledge.equations, knowledge.equation_columns, knowledge.sums, unknowns, knowledge.values
        )
        limits, limit_sums = _touching(
            knowledge.limits, knowledge.limit_columns, knowledge.limit_sums, unknowns, knowledge.values
        )
        return Puzzle(unknowns, equations, sums, limits, limit_sums)

    def open_terms(self, target: Target) -> dict[int, int]:
        return {number: factor for number, factor in target.terms if self.opened[number]}

    def extreme(self, target: Target, direction: int) -> tuple[float, Puzzle | None, Floats]:
        """The highest (direction 1) or lowest (-1) that the target may be, and a solution where it is."""
        terms = self.open_terms(target)
        known = sum(factor * self.knowledge.values[n] for n, factor in target.terms if n not in terms)
        if not terms:
            return known, None, np.empty(0)
        puzzle = self.puzzle_of(next(iter(terms)))
        cost = np.zeros(len(puzzle.unknowns))
        for number, factor in terms.items():
            cost[np.searchsorted(puzzle.unknowns, number)] = factor
        found = puzzle.extreme(-direction * cost)
        return float(known + cost @ found), puzzle, found


def _touching(
    matrix: csr_array, by_column: csc_array, sums: Floats, unknowns: NDArray[np.int64], values: Floats
) -> tuple[csr_array, Floats]:
    """The rows with any of these unknowns, with everything else put in as its value."""
    columns = by_column[:, unknowns]
    rows = np.unique(columns.indices)
    if not len(rows):
        return csr_array((0, len(unknowns))), np.empty(0)
    part = columns.tocsr()[rows]
    known = matrix[rows] @ values - part @ values[unknowns]
    return part, sums[rows] - known
