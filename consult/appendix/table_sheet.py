"""One question's tables as an officer asked for them: the values, before any page or file is made of them.

Belongs here: what a sheet of tables holds, what it is called, and tables put abreast. Words and order for a page are
in `composition_tables`, files in `table_files`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from consult.appendix.contents import Chart, EventResult
from consult.appendix.figures import FigureCell, FigureRow, FigureTable


class Standing(StrEnum):
    """What may be done with a sheet's figures."""

    OPEN = "open"
    WORKING = "working"
    PROTECTED = "protected"


STANDING_WORDS = {
    Standing.OPEN: "May be published as it stands: it says nothing about who somebody is.",
    Standing.WORKING: "Not for publication: small numbers are shown. For the team only.",
    Standing.PROTECTED: (
        "As it would be published: small numbers are withheld, together with all tables of the appendix."
    ),
}
FILE_WORDS = {
    Standing.OPEN: "",
    Standing.WORKING: "-not-for-publication",
    Standing.PROTECTED: "-as-published",
}


@dataclass(frozen=True)
class TableSheet:
    """The tables of one question, whole or broken down. `tables` are one a statement where it is a grid.

    `counted` responses are in the dataset that `digest` names. `overview` says agreement statement by statement.
    """

    slug: str
    consultation: str
    organisation: str
    question: str
    question_text: str
    by: str
    by_label: str
    stood_on: date
    digest: str
    counted: int
    standing: Standing
    tables: tuple[FigureTable, ...]
    overview: FigureTable | None = None
    charts: tuple[Chart, ...] = ()
    events: tuple[EventResult, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The question, and what it is broken down by."""
        return f"{self.question_text}{f' By {self.by_label}' if self.by_label else ''}"

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What every file says of itself."""
        return (
            ("Consultation", self.consultation),
            ("Organisation", self.organisation),
            ("Question", self.question_text),
            ("Broken down by", self.by_label or "nothing: all respondents"),
            ("Responses counted", f"{self.counted:,}"),
            ("Figures as they stood on", self.stood_on.isoformat()),
            ("Dataset digest", self.digest),
            ("Use", STANDING_WORDS[self.standing]),
        )

    def file_name(self, suffix: str) -> str:
        """Says which consultation, question and breakdown, and whether it may be published."""
        by = f"-by-{self.by}" if self.by else ""
        name = f"{self.slug}-{self.question}{by}{FILE_WORDS[self.standing]}"
        return f"{name.replace('.', '-').replace('_', '-').replace(':', '-')}{suffix}"


def abreast(tables: Sequence[FigureTable], caption: str) -> FigureTable:
    """Tables with the same rows as one table, the columns of each after those of the one before."""
    first = tables[0]
    rows = tuple(
        replace(row, cells=tuple(cell for table in tables for cell in table.rows[n].cells))
        for n, row in enumerate(first.rows)
    )
    notes = tuple(dict.fromkeys(note for table in tables for note in table.notes))
    columns = tuple(column for table in tables for column in table.columns)
    return FigureTable(caption, first.unit, first.base_note, columns, rows, notes)


def agreement_overview(
    tables: Sequence[FigureTable], labels: Sequence[str], caption: str
) -> FigureTable | None:
    """A grid at a glance: statements as rows, and how many agreed with each in every column of its table."""
    sides = [_row(table, "agree") for table in tables]
    if not sides or any(row is None or len(row.cells) != len(sides[0].cells) for row in sides if sides[0]):
        return None
    rows = tuple(
        FigureRow(label, f"agree:{n}", "count", row.cells if row else ())
        for n, (label, row) in enumerate(zip(labels, sides, strict=True))
    )
    side = sides[0].label if sides[0] else ""
    note = f"Each figure: “{side}”, of those who answered on the scale. Don’t know and blanks are in the full tables."
    return FigureTable(caption, tables[0].unit, note, tables[0].columns, rows)


def _row(table: FigureTable, measure: str) -> FigureRow | None:
    return next((row for row in table.rows if row.measure == measure), None)


def figure_at(table: FigureTable, measure: str, column: int = 0) -> FigureCell | None:
    """One figure of a table by its measure."""
    row = _row(table, measure)
    return row.cells[column] if row else None
