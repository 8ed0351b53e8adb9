"""What protecting gives: for each cell shown or withheld, why, what that costs, and words for it.

Readers see one mark for everything withheld, and `NOTE_FOR_READERS`; reasons and costs are for officers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from analysis.disclosure.audit import AuditReport
from analysis.disclosure.cells import Cells, TableLayout, lay_out
from analysis.disclosure.small import Reason
from analysis.disclosure.tables import Cell, EarlierRelease, PublishedTable

NOTE_FOR_READERS = (
    "Some figures are withheld so that nobody can be recognised. Where showing one would let another "
    "be worked out, both are withheld. A withheld figure can be any number, zero too."
)


@dataclass(frozen=True)
class TableCost:
    """What withholding takes away from one table. Responses are counted in its innermost cells, each once."""

    key: str
    cells: int
    cells_withheld: int
    small: int
    to_protect_another: int
    responses: int
    responses_withheld: int

    @property
    def is_wholly_withheld(self) -> bool:
        return self.responses > 0 and self.responses_withheld == self.responses

    def __str__(self) -> str:
        return (
            f"{self.key}: {self.cells_withheld} of {self.cells} figures are withheld ({self.small} as they "
            f"say too much, {self.to_protect_another} to protect those); "
            f"{self.responses_withheld} of {self.responses} responses are in them"
        )


@dataclass(frozen=True)
class ProtectedTables:
    """The decision for all tables of a release together."""

    tables: tuple[PublishedTable, ...]
    withheld: Mapping[Cell, Reason]
    report: AuditReport

    @cached_property
    def _cells(self) -> Cells:
        return lay_out(self.tables)

    @cached_property
    def _tables(self) -> dict[str, PublishedTable]:
        return {table.key: table for table in self.tables}

    def value(self, table_key: str, categories: Mapping[str, str]) -> int | None:
        """The count to show ({"audience": "parent"} is a margin, {} the total), or None: withheld."""
        cell = self._tables[table_key].cell(categories)
        if cell in self.withheld:
            return None
        return int(self._cells.counts[self._cells.numbers[cell]])

    def may_show_percentage(self, table_key: str, of: Mapping[str, str], base: Mapping[str, str]) -> bool:
        """A percentage is shown only where its count and its base are; so it adds nothing to them."""
        return self.value(table_key, of) is not None and self.value(table_key, base) is not None

    @cached_property
    def costs(self) -> tuple[TableCost, ...]:
        return tuple(self._cost(layout) for layout in self._cells.layouts)

    @property
    def cells_withheld(self) -> int:
        return len(self.withheld)

    def as_release(self, key: str, withdrawn_since: int = 0) -> EarlierRelease:
        """To be kept, out of readers' sight, and given to `protect` when there is another release."""
        return EarlierRelease(key, self.tables, frozenset(self.withheld), withdrawn_since)

    def _cost(self, layout: TableLayout) -> TableCost:
        cells = self._cells
        ids = sorted(set(layout.ids.ravel().tolist()))
        names = [cells.names[number] for number in ids]
        reasons = [self.withheld[name] for name in names if name in self.withheld]
        inner = layout.ids[tuple(slice(len(axis.categories)) for axis in layout.axes)].ravel().tolist()
        protecting = sum(reason is Reason.PROTECTING for reason in reasons)
        return TableCost(
            layout.table.key,
            len(ids),
            len(reasons),
            len(reasons) - protecting,
            protecting,
            sum(int(cells.counts[number]) for number in inner),
            sum(int(cells.counts[number]) for number in inner if cells.names[number] in self.withheld),
        )
