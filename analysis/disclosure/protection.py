"""Withholding: first the figures that say too much, then, cheapest first, whatever else would give them away.

How. For each target that can be worked out, a linear program looks for another set of counts that fits
everything which stays published and in which the target is far enough from what it is, changing as few and as
small other cells as possible; the cells that it changes are withheld too. Such a set of counts is a proof
that the target is safe, and stays one as more is withheld. In the end what is no longer needed is given back,
and the audit is run on the result. It always ends: every step withholds at least one more cell or gives up on
a table, which is then withheld as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, hstack, vstack

from analysis.disclosure.audit import AuditReport, Seen, WithoutThisRelease, audit_knowledge
from analysis.disclosure.knowledge import Knowledge, what_readers_know
from analysis.disclosure.ranges import Floats, is_whole, solve
from analysis.disclosure.results import ProtectedTables
from analysis.disclosure.small import Reason, Target
from analysis.disclosure.solutions import Solution, matrix_of
from analysis.disclosure.tables import Cell, EarlierRelease, PublishedTable, SmallNumberRules

SCENARIOS_TRIED = 6
# A total is dear, most of all one that many tables share: rather withhold inside one table.
MARGIN_COST = 30.0


def protect(
    tables: Sequence[PublishedTable],
    earlier_releases: Sequence[EarlierRelease] = (),
    *,
    rules: SmallNumberRules | None = None,
) -> ProtectedTables:
    """Decide for every cell of `tables`, which are published together, whether it is shown or withheld.

    The same input gives the same result. Raises TablesDisagree when the tables contradict each other or
    earlier releases.
    """
    knowledge = what_readers_know(tables, earlier_releases, (), rules or SmallNumberRules())
    workshop = _Workshop(knowledge)
    for number in workshop.in_order():
        workshop.open_up(number)
    workshop.give_back()
    report = workshop.audit()
    while not report.is_clean:
        workshop.withhold_tables_of(report)
        report = workshop.audit()
    return ProtectedTables(tuple(tables), workshop.reasons(), report)


def primary_cells(
    tables: Sequence[PublishedTable],
    earlier_releases: Sequence[EarlierRelease] = (),
    *,
    rules: SmallNumberRules | None = None,
) -> frozenset[Cell]:
    """The cells that say too much by themselves. Withholding only these is not enough."""
    knowledge = what_readers_know(tables, earlier_releases, (), rules or SmallNumberRules())
    return frozenset(target.cell for target in knowledge.targets if not target.release)


@dataclass(frozen=True)
class _Wish:
    """A value that the target should be able to have, and the unknowns that may change for it."""

    target: Target
    value: float
    free: NDArray[np.int64]
    background: Floats  # what the other unknowns are taken to be


class _Workshop:
    """The state of the search: what is withheld so far, and the sets of counts found so far."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.without = WithoutThisRelease(knowledge)
        self.changeable = knowledge.always_open | knowledge.may_open
        self._insides: dict[int, NDArray[np.int64]] = {}
        self.seen = Seen(knowledge)
        self.solutions: list[Solution] = []
        self._scenarios_of: dict[int, dict[tuple[tuple[int, float], ...], Solution]] = {}
        self.primary = np.zeros(len(knowledge.values), dtype=bool)
        numbers = knowledge.current.cells.numbers
        self.primary[[numbers[target.cell] for target in knowledge.targets if not target.release]] = True
        self.withheld = self.primary.copy()
        self.costs = _costs(knowledge)

    def in_order(self) -> list[int]:
        """Totals that many tables share come first, since what is withheld for them helps in every table."""
        homes = self.knowledge.current.cells.homes
        numbers = self.knowledge.current.cells.numbers
        targets = self.knowledge.targets

        def shared(target: Target) -> int:
            return len(homes[numbers[target.cell]]) if target.cell in numbers else 0

        return sorted(range(len(targets)), key=lambda n: (-shared(targets[n]), targets[n].value, n))

    def open_up(self, number: int) -> None:
        target = self.knowledge.targets[number]
        if target.need.is_met(*self.seen.range_of(number)):
            return
        # First as if nothing but opinions of everybody were known; what else is known is dear to find out.
        if not self._grant(number, _wanted(target, target.room)):
            self._grant(number, _wanted(target, self.without.range_of(target)))

    def _grant(self, number: int, values: tuple[float, ...]) -> bool:
        granted = True
        for value in values:
            low, high = self.seen.range_of(number)
            if not low <= value <= high:
                granted = self._make_possible(self.knowledge.targets[number], value) and granted
        return granted

    def _make_possible(self, target: Target, value: float) -> bool:
        for free, background in self._places_to_try(target):
            point = self._solve(_Wish(target, value, free, background))
            if point is not None:
                self._keep(point)
                return True
        return False

    def _places_to_try(self, target: Target) -> Iterator[tuple[NDArray[np.int64], Floats]]:
        """Inside the target's own table first, against each way found for the rest; then everywhere."""
        cells = self.knowledge.current.cells
        number = cells.numbers.get(target.cell)
        if number is not None and len(cells.homes[number]) == 1:
            inside = self._inside(cells.homes[number][0])
            for point in self._scenarios(cells.homes[number][0]):
                yield inside, point
        yield np.flatnonzero(self.changeable), self.knowledge.values

    def _inside(self, home: int) -> NDArray[np.int64]:
        """What may change without another table: cells that only this one shows, in all releases."""
        if home not in self._insides:
            cells = self.knowledge.current.cells
            own = [number for number in np.unique(cells.layouts[home].ids) if cells.homes[number] == (home,)]
            about = [other for number in own for other in self.knowledge.unknowns_about[cells.names[number]]]
            self._insides[home] = np.array(
                [number for number in about if self.changeable[number]], dtype=np.int64
            )
        return self._insides[home]

    def _scenarios(self, home: int) -> Iterator[Floats]:
        """The truth, and the latest solutions that differ from it in what this table shares with others."""
        yield self.knowledge.values
        for solution in reversed(list(self._scenarios_of.get(home, {}).values())[-SCENARIOS_TRIED:]):
            yield solution.point(self.knowledge)

    def _solve(self, wish: _Wish) -> Floats | None:
        program = _Program.for_wish(self, wish)
        found = program.solve(whole=False)
        if found is not None and not is_whole(found):
            found = program.solve(whole=True)
        return None if found is None else program.point(found)

    def _keep(self, point: Floats) -> None:
        solution = Solution.of(point, self.knowledge)
        self.withheld[solution.numbers] |= self.knowledge.may_open[solution.numbers]
        self.solutions.append(solution)
        self.seen.add(point)
        for home, changed in self._changed_margins(solution).items():
            self._scenarios_of.setdefault(home, {}).setdefault(tuple(changed), solution)

    def _changed_margins(self, solution: Solution) -> dict[int, list[tuple[int, float]]]:
        """For each table, how the solution differs in what the table shares with others."""
        homes = self.knowledge.current.cells.homes
        margins: dict[int, list[tuple[int, float]]] = {}
        for number, difference in zip(solution.numbers.tolist(), solution.differences.tolist(), strict=True):
            if number < len(homes) and len(homes[number]) > 1:
                for home in homes[number]:
                    margins.setdefault(home, []).append((number, difference))
        return margins

    def give_back(self) -> None:
        """Show again what no proof needs, the dearest first; later solutions often make earlier ones idle."""
        proofs = _Proofs(self.knowledge, self.solutions, self.seen)
        secondary = np.flatnonzero(self.withheld & ~self.primary)
        for cell in sorted(secondary.tolist(), key=lambda cell: (-self.costs[cell], cell)):
            if proofs.can_do_without(cell):
                self.withheld[cell] = False

    def audit(self) -> AuditReport:
        return audit_knowledge(self.knowledge, self._withheld_cells(), self.solutions)

    def withhold_tables_of(self, report: AuditReport) -> None:
        """The last resort: everything that may be withheld in the tables of what can still be worked out."""
        cells = self.knowledge.current.cells
        homes = {home for bounds in report.recoverable for home in self._homes(bounds.cell)}
        before = int(self.withheld.sum())
        for home in homes:
            ids = np.unique(cells.layouts[home].ids)
            self.withheld[ids[self.knowledge.may_open[ids]]] = True
        if int(self.withheld.sum()) == before:
            self.withheld |= self.knowledge.may_open

    def _homes(self, cell: Cell) -> tuple[int, ...]:
        cells = self.knowledge.current.cells
        return cells.homes[cells.numbers[cell]] if cell in cells.numbers else ()

    def _withheld_cells(self) -> frozenset[Cell]:
        names = self.knowledge.current.cells.names
        return frozenset(names[number] for number in np.flatnonzero(self.withheld))

    def reasons(self) -> dict[Cell, Reason]:
        targets = [target for target in reversed(self.knowledge.targets) if not target.release]
        first = {target.cell: target.reason for target in targets}
        names = self.knowledge.current.cells.names
        withheld = [names[number] for number in np.flatnonzero(self.withheld)]
        return {cell: first.get(cell, Reason.PROTECTING) for cell in withheld}


class _Proofs:
    """The solutions that still count, and what each target can be seen to be in them."""

    def __init__(self, knowledge: Knowledge, solutions: Sequence[Solution], seen: Seen) -> None:
        differences = matrix_of(solutions, len(knowledge.values))
        self._by_cell = differences.tocsc()
        self._changes = (differences @ seen.terms.T).tocsr()
        self._by_target = self._changes.tocsc()
        self._idle = np.zeros(len(solutions), dtype=bool)
        self._targets = knowledge.targets
        # The need itself, or what was reached where that is less.
        self._needs = [target.need.within(seen.range_of(n)) for n, target in enumerate(knowledge.targets)]

    def can_do_without(self, cell: int) -> bool:
        """Whether all targets stay safe without the solutions that change this cell; if so those are given up."""
        rows = self._by_cell.indices[self._by_cell.indptr[cell] : self._by_cell.indptr[cell + 1]]
        rows = rows[~self._idle[rows]]
        without = self._idle.copy()
        without[rows] = True
        concerned = np.unique(self._changes[rows].indices)
        if not all(self._is_safe(int(target), without) for target in concerned):
            return False
        self._idle = without
        return True

    def _is_safe(self, target: int, without: NDArray[np.bool_]) -> bool:
        part = slice(self._by_target.indptr[target], self._by_target.indptr[target + 1])
        changes = self._by_target.data[part][~without[self._by_target.indices[part]]]
        value = self._targets[target].value
        return self._needs[target].is_met(value + changes.min(initial=0.0), value + changes.max(initial=0.0))


def _costs(knowledge: Knowledge) -> Floats:
    """Dearer: larger counts, and totals that are shown in many tables. A zero costs as much as eight."""
    costs = np.zeros(len(knowledge.values))
    cells = knowledge.current.cells
    counts = np.where(cells.counts == 0, 8, cells.counts)
    homes = np.array([len(homes) for homes in cells.homes])
    is_total = np.ones(len(counts), dtype=bool)
    for layout in cells.layouts:
        is_total[layout.ids[tuple(slice(-1) for _ in layout.axes)]] = False
    costs[: len(counts)] = (4 + np.sqrt(counts)) * np.where(is_total | (homes > 1), MARGIN_COST + homes, 1)
    return costs


def _wanted(target: Target, room: tuple[float, float]) -> tuple[float, ...]:
    """A high and a low value that together give the target what it needs, as far as there is room for it."""
    need = target.need.within(room)
    up = max(need.high - target.value, 0.0)
    down = min(max(need.width - up, 0.0), target.value - room[0])
    up = max(up, need.width - down)
    return tuple(value for value in (target.value + up, target.value - down) if value != target.value)


@dataclass(frozen=True)
class _Program:
    """The linear program behind a wish. Columns: unknowns that are open, then by how much those still shown
    would be higher, then by how much they would be lower.
    """

    wish: _Wish
    opened: NDArray[np.int64]
    shown: NDArray[np.int64]
    values: Floats
    cost: Floats
    most: Floats
    equations: csr_array
    sums: Floats
    limits: csr_array
    limit_sums: Floats

    @classmethod
    def for_wish(cls, workshop: _Workshop, wish: _Wish) -> _Program:
        knowledge = workshop.knowledge
        is_open = (workshop.withheld | knowledge.always_open)[wish.free]
        opened, shown = wish.free[is_open], wish.free[~is_open]
        base = wish.background.copy()
        base[opened] = 0.0
        base[shown] = knowledge.values[shown]
        equations, sums = _columns(
            knowledge.equations, knowledge.equation_columns, knowledge.sums, opened, shown, base
        )
        limits, limit_sums = _columns(
            knowledge.limits, knowledge.limit_columns, knowledge.limit_sums, opened, shown, base
        )
        row = _target_row(wish.target, len(base))
        aim, aim_sum = _columns(row, row.tocsc(), np.array([wish.value]), opened, shown, base)
        costs = workshop.costs[shown]
        return cls(
            wish,
            opened,
            shown,
            knowledge.values[shown],
            np.concatenate([np.zeros(len(opened)), costs, costs]),
            np.concatenate([np.full(len(opened) + len(shown), np.inf), knowledge.values[shown]]),
            vstack([equations, aim]).tocsr(),
            np.concatenate([sums, aim_sum]),
            limits,
            limit_sums,
        )

    def solve(self, whole: bool) -> Floats | None:
        marks = np.ones(len(self.cost), dtype=bool) if whole else None
        return solve(self.cost, self.equations, self.sums, self.limits, self.limit_sums, self.most, marks)

    def point(self, found: Floats) -> Floats:
        point = self.wish.background.copy()
        ups, downs = found[len(self.opened) :].reshape(2, -1)
        point[self.opened] = np.round(found[: len(self.opened)])
        point[self.shown] = np.round(self.values + ups - downs)
        return point


def _target_row(target: Target, size: int) -> csr_array:
    numbers = [number for number, _ in target.terms]
    factors = [float(factor) for _, factor in target.terms]
    return csr_array((factors, ([0] * len(numbers), numbers)), shape=(1, size))


def _columns(
    matrix: csr_array,
    by_column: csc_array,
    sums: Floats,
    opened: NDArray[np.int64],
    shown: NDArray[np.int64],
    base: Floats,
) -> tuple[csr_array, Floats]:
    """The rows that touch the free unknowns, with the rest put in as it stands in `base`."""
    free = np.concatenate([opened, shown])
    rows = np.unique(by_column[:, free].indices)
    part = matrix[rows]
    columns = part.tocsc()
    moves = columns[:, shown]
    return hstack([columns[:, opened], moves, -moves]).tocsr(), sums[rows] - part @ base
