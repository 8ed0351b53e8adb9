"""How the cells of all tables hang together: each cell once, its count, and every sum that readers can do.

A margin that two tables share is one cell. Not here: which cells are small or withheld.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from analysis.disclosure.tables import STATE_PREFIX, Cell, PublishedTable, TablesDisagree, cell_of

TOTAL = None  # the position on an axis that adds everything up


@dataclass(frozen=True)
class Axis:
    """One variable of a table: its categories, then its subtotals, then the total."""

    variable: str
    categories: tuple[str, ...]
    subtotals: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def names(self) -> tuple[str | None, ...]:
        return (*self.categories, *(name for name, _ in self.subtotals), TOTAL)

    @property
    def sums(self) -> dict[int, tuple[int, ...]]:
        """Position of each sum → positions of the categories in it."""
        place = {category: number for number, category in enumerate(self.categories)}
        members = [tuple(place[name] for name in parts if name in place) for _, parts in self.subtotals]
        members.append(tuple(range(len(self.categories))))
        return {len(self.categories) + number: parts for number, parts in enumerate(members)}

    @property
    def answers(self) -> tuple[int, ...]:
        return tuple(n for n, name in enumerate(self.categories) if not name.startswith(STATE_PREFIX))


@dataclass(frozen=True)
class TableLayout:
    """A table with its axes and, for each position, the number of the cell."""

    table: PublishedTable
    axes: tuple[Axis, ...]
    ids: NDArray[np.int64]


@dataclass(frozen=True)
class Cells:
    """Every cell of a set of tables.

    sums     (cell, the cells that add up to it)
    homes    for each cell, the numbers of the tables that show it
    all_people  (population, variable, category) where that category, or sum, takes in every category
    """

    names: tuple[Cell, ...]
    numbers: dict[Cell, int]
    counts: NDArray[np.int64]
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    homes: tuple[tuple[int, ...], ...]
    identifying: NDArray[np.bool_]
    impossible: NDArray[np.bool_]
    identifying_variables: frozenset[str]
    all_people: frozenset[tuple[str, str, str]]
    sensitive: frozenset[str]
    layouts: tuple[TableLayout, ...]


class _Ledger:
    """Numbers cells as they are met, and refuses two counts for one cell."""

    def __init__(self) -> None:
        self.numbers: dict[Cell, int] = {}
        self.counts: list[int] = []
        self.homes: list[list[int]] = []

    def enter(self, cell: Cell, count: int, home: int, tables: Sequence[PublishedTable]) -> int:
        number = self.numbers.setdefault(cell, len(self.counts))
        if number == len(self.counts):
            self.counts.append(count)
            self.homes.append([])
        elif self.counts[number] != count:
            other = tables[self.homes[number][0]].key
            raise TablesDisagree(
                f"{in_words(cell)} is {self.counts[number]} in table {other} but {count} in table "
                f"{tables[home].key}; tables over different people need different populations"
            )
        if not self.homes[number] or self.homes[number][-1] != home:
            self.homes[number].append(home)
        return number


def in_words(cell: Cell) -> str:
    return " and ".join(f"{name or 'population'} = {category}" for name, category in cell) or "the total"


def lay_out(tables: Sequence[PublishedTable]) -> Cells:
    """Number all cells and list their sums. Raises TablesDisagree when a shared cell has two counts."""
    _check_keys(tables)
    ledger = _Ledger()
    axes = _axes(tables)
    layouts = []
    sums: dict[tuple[int, str], tuple[int, ...]] = {}
    for home, table in enumerate(tables):
        own_axes = tuple(axes[table.population, variable] for variable in table.variables)
        ids = _number_cells(ledger, tables, home, own_axes)
        layouts.append(TableLayout(table, own_axes, ids))
        sums.update(_sums(own_axes, ids))
    return _collect(tables, ledger, layouts, sums)


def _collect(
    tables: Sequence[PublishedTable],
    ledger: _Ledger,
    layouts: list[TableLayout],
    sums: dict[tuple[int, str], tuple[int, ...]],
) -> Cells:
    names = tuple(ledger.numbers)
    identifying = frozenset(name for table in tables for name in table.identifying)
    impossible = {
        table.cell(dict(zip(table.variables, combination, strict=True)))
        for table in tables
        for combination in table.impossible
    }
    return Cells(
        names=names,
        numbers=ledger.numbers,
        counts=np.array(ledger.counts, dtype=np.int64),
        sums=tuple((cell, parts) for (cell, _), parts in sums.items()),
        homes=tuple(tuple(homes) for homes in ledger.homes),
        identifying=np.array([any(name in identifying for name, _ in cell) for cell in names], dtype=bool),
        impossible=np.array([cell in impossible for cell in names], dtype=bool),
        identifying_variables=identifying,
        all_people=frozenset(place for layout in layouts for place in _all_people(layout)),
        sensitive=frozenset(name for table in tables for name in table.sensitive),
        layouts=tuple(layouts),
    )


def _all_people(layout: TableLayout) -> Iterator[tuple[str, str, str]]:
    for axis in layout.axes:
        for at, name in enumerate(axis.names):
            if name is not TOTAL and len(axis.sums.get(at, (at,))) == len(axis.categories):
                yield layout.table.population, axis.variable, name


def _check_keys(tables: Sequence[PublishedTable]) -> None:
    keys = [table.key for table in tables]
    if repeated := {key for key in keys if keys.count(key) > 1}:
        raise TablesDisagree(f"tables need keys of their own; given more than once: {sorted(repeated)}")


def _axes(tables: Sequence[PublishedTable]) -> dict[tuple[str, str], Axis]:
    """One axis for each variable of a population, with every category that any of its tables has."""
    categories: dict[tuple[str, str], dict[str, None]] = {}
    subtotals: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
    for table in tables:
        for place, variable in enumerate(table.variables):
            key = table.population, variable
            seen = categories.setdefault(key, {})
            combinations = (*table.counts, *sorted(table.impossible))
            seen.update(dict.fromkeys(combination[place] for combination in combinations))
            _add_subtotals(subtotals.setdefault(key, {}), table, variable)
    for key, named in subtotals.items():
        if clash := set(named) & set(categories[key]):
            raise TablesDisagree(
                f"variable {key[1]}: {sorted(clash)} is a category and a subtotal; rename one"
            )
    return {key: Axis(key[1], tuple(seen), tuple(subtotals[key].items())) for key, seen in categories.items()}


def _add_subtotals(known: dict[str, tuple[str, ...]], table: PublishedTable, variable: str) -> None:
    for name, parts in table.subtotals.get(variable, {}).items():
        if known.setdefault(name, parts) != parts:
            raise TablesDisagree(
                f"table {table.key}: subtotal {name} of {variable} has other parts elsewhere"
            )


def _number_cells(
    ledger: _Ledger, tables: Sequence[PublishedTable], home: int, axes: tuple[Axis, ...]
) -> NDArray[np.int64]:
    table = tables[home]
    counts = _with_sums(_dense(table, axes), axes)
    ids = np.empty(counts.shape, dtype=np.int64)
    for place in np.ndindex(counts.shape):
        names = {axis.variable: axis.names[at] for axis, at in zip(axes, place, strict=True)}
        named = {variable: name for variable, name in names.items() if name is not TOTAL}
        ids[place] = ledger.enter(cell_of(named, table.population), int(counts[place]), home, tables)
    return ids


def _dense(table: PublishedTable, axes: tuple[Axis, ...]) -> NDArray[np.int64]:
    dense = np.zeros([len(axis.categories) for axis in axes], dtype=np.int64)
    places = [{name: at for at, name in enumerate(axis.categories)} for axis in axes]
    for combination, count in table.counts.items():
        dense[tuple(place[name] for place, name in zip(places, combination, strict=True))] = count
    return dense


def _with_sums(counts: NDArray[np.int64], axes: tuple[Axis, ...]) -> NDArray[np.int64]:
    for number, axis in enumerate(axes):
        parts = axis.sums.values()
        extra = [counts.take(list(part), axis=number).sum(axis=number, keepdims=True) for part in parts]
        counts = np.concatenate([counts, *extra], axis=number)
    return counts


def _sums(
    axes: tuple[Axis, ...], ids: NDArray[np.int64]
) -> Iterator[tuple[tuple[int, str], tuple[int, ...]]]:
    for number, axis in enumerate(axes):
        lines = np.moveaxis(ids, number, -1).reshape(-1, ids.shape[number])
        for (position, parts), line in product(axis.sums.items(), lines):
            yield (int(line[position]), axis.variable), tuple(int(line[part]) for part in parts)
