"""Sets of counts that fit everything readers know: each proves that a withheld figure may be other than it is.

Kept as differences from the truth, since each differs from it in a few cells only. Not here: how they are found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.disclosure.knowledge import Knowledge

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Solution:
    """Which unknowns differ from the truth, and by how much."""

    numbers: NDArray[np.int64]
    differences: Floats

    @classmethod
    def of(cls, point: Floats, knowledge: Knowledge) -> Solution:
        differences = point - knowledge.values
        numbers = np.flatnonzero(np.abs(differences) > 1e-6)
        return cls(numbers, differences[numbers])

    def point(self, knowledge: Knowledge) -> Floats:
        point = knowledge.values.copy()
        point[self.numbers] += self.differences
        return point


def matrix_of(solutions: Sequence[Solution], size: int) -> csr_array:
    """One row a solution, one column an unknown: the differences from the truth."""
    rows = np.repeat(np.arange(len(solutions)), [len(solution.numbers) for solution in solutions])
    numbers = np.concatenate([np.empty(0, dtype=np.int64), *(solution.numbers for solution in solutions)])
    differences = np.concatenate([np.empty(0), *(solution.differences for solution in solutions)])
    return csr_array((differences, (rows, numbers)), shape=(len(solutions), size))


def proven(solutions: csr_array, knowledge: Knowledge, opened: NDArray[np.bool_]) -> csr_array:
    """Those rows that truly fit everything that readers know when these unknowns are open to them."""
    entries = solutions.tocoo()
    values = knowledge.values[entries.col] + entries.data
    is_count = entries.col < knowledge.cells_end
    broken = (values < -1e-6) | ~opened[entries.col] | (is_count & (np.abs(values - np.round(values)) > 1e-6))
    wrong = np.zeros(solutions.shape[0], dtype=bool)
    wrong[entries.row[broken]] = True
    sums = (solutions @ knowledge.equations.T).tocoo()
    wrong[sums.row[np.abs(sums.data) > 1e-5]] = True
    limits = (solutions @ knowledge.limits.T).tocoo()
    slack = knowledge.limit_sums - knowledge.limits @ knowledge.values
    wrong[limits.row[limits.data > slack[limits.col] + 1e-5]] = True
    return solutions[np.flatnonzero(~wrong)]
