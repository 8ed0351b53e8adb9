"""The shape of a table of figures, the same for every format.

Rows are measures ("Strongly agree", "Left blank"), columns are whom they are of (all respondents, parents and
carers, people who answered on paper). Nothing is counted here and nothing is put into words here:
`tables.py` fills these from tallies, `figure_text.py` says them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

ROW_KINDS = ("count", "net", "value", "date", "state", "base")
# With more statements than this, a grid is easier to read with its statements as rows.
MOST_STATEMENTS_ABREAST = 6


@dataclass(frozen=True)
class FigureCell:
    """One figure. `n` is a number of the table's unit; `percent` is whole and of `base`.

    `value` holds a figure that is no count (a mean place, a median), as a decimal or ISO text. A withheld
    cell has none of them: the small number rule took it out before the contents were made.
    """

    n: int | None = None
    percent: int | None = None
    base: int | None = None
    value: str | None = None
    withheld: bool = False

    def __post_init__(self) -> None:
        if self.withheld and (self.n, self.percent, self.value) != (None, None, None):
            raise ValueError("a withheld figure may carry no number, percentage or value")
        if self.percent is not None and (self.n is None or not self.base):
            raise ValueError("a percentage needs its number and its base beside it")


WITHHELD = FigureCell(withheld=True)


@dataclass(frozen=True)
class FigureColumn:
    """Whom a column is of: `variable` for everyone, or only where `by` is `group`."""

    label: str
    variable: str
    by: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class FigureRow:
    """One measure over all columns.

    `kind` is `count` (with a percentage), `net` (agree minus disagree), `value` or `date` (no count), `state`
    (how many gave no answer and why) or `base`. `measure` says how to recompute it: see `verification.py`.
    """

    label: str
    measure: str
    kind: str
    cells: tuple[FigureCell, ...]

    def __post_init__(self) -> None:
        if self.kind not in ROW_KINDS:
            raise ValueError(f"row {self.label!r}: kind {self.kind!r} is none of {', '.join(ROW_KINDS)}")


@dataclass(frozen=True)
class FigureTable:
    """A table with its unit, its base in words, its columns, its rows and its notes."""

    caption: str
    unit: str
    base_note: str
    columns: tuple[FigureColumn, ...]
    rows: tuple[FigureRow, ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"table {self.caption!r}, row {row.label!r}: {len(row.cells)} cells for "
                    f"{len(self.columns)} columns"
                )

    @property
    def shown_rows(self) -> tuple[FigureRow, ...]:
        """The rows without those that repeat another: a side of a scale that is one option by itself."""
        first = {(row.label, row.cells): row for row in reversed(self.rows)}
        return tuple(row for row in self.rows if first[row.label, row.cells] is row)

    @property
    def has_many_statements(self) -> bool:
        """Whether its columns are the statements of a long grid, so that a reader wants them as rows."""
        statements = {column.variable for column in self.columns if column.by is None}
        return len(statements) == len(self.columns) > MOST_STATEMENTS_ABREAST

    def has_withheld(self) -> bool:
        return any(cell.withheld for row in self.rows for cell in row.cells)


def withhold(table: FigureTable, places: Collection[tuple[str, int]]) -> FigureTable:
    """The table without the figures at these places: (measure of the row, number of the column from 0).

    Where a base is withheld, no percentage of that column stays, since the base could be worked out from it.
    """
    unknown = set(places) - {(row.measure, n) for row in table.rows for n in range(len(table.columns))}
    if unknown:
        raise ValueError(f"table {table.caption!r} has no figures at {sorted(unknown)}")
    bare = {number for measure, number in places if measure in ("base", "answered")}
    rows = tuple(replace(row, cells=_without(row, places, bare)) for row in table.rows)
    return replace(table, rows=rows)


def _without(row: FigureRow, places: Collection[tuple[str, int]], bare: set[int]) -> tuple[FigureCell, ...]:
    return tuple(
        WITHHELD
        if (row.measure, n) in places
        else replace(cell, percent=None, base=None)
        if n in bare
        else cell
        for n, cell in enumerate(row.cells)
    )
