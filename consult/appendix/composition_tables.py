"""A sheet of tables put into words and order, for a page.

Belongs here: which table comes first, statements as rows, and what is said beside figures. Files for spreadsheets are
in `table_files`.
"""

from __future__ import annotations

from collections.abc import Iterator

from consult.appendix.composition import numbered
from consult.appendix.composition_figures import figure_tables, statement_tables, votes_tables
from consult.appendix.document import Block, Figure, Heading, Paragraph, Table
from consult.appendix.figures import FigureTable
from consult.appendix.table_sheet import TableSheet
from consult.appendix.tables import side_by_side

# With more statements than this, they are rows and their figures columns.
MOST_STATEMENTS_ABREAST = 3
MOST_FULL_TABLES = 12


def compose_sheet(sheet: TableSheet) -> tuple[Block, ...]:
    """The blocks of a sheet, tables and figures numbered."""
    return tuple(numbered(tuple(_blocks(sheet))))


def _blocks(sheet: TableSheet) -> Iterator[Block]:
    yield from (Paragraph(note) for note in sheet.notes)
    for chart in sheet.charts:
        yield Figure(chart.svg, chart.png, chart.alt, chart.caption)
    if sheet.overview is not None:
        yield from _overview_tables(sheet.overview)
    if len(sheet.tables) > MOST_STATEMENTS_ABREAST and not sheet.by:
        labels = [table.caption for table in sheet.tables]
        caption = f"{sheet.question_text} All respondents"
        yield from statement_tables(side_by_side(sheet.tables, caption, labels))
    elif len(sheet.tables) > MOST_FULL_TABLES:
        yield Paragraph(
            f"{len(sheet.tables)} statements have a full table each. Choose one statement above to see it here; "
            "the downloads have all of them."
        )
    else:
        for table in sheet.tables:
            yield from figure_tables(table)
    yield from _events(sheet)


def _overview_tables(overview: FigureTable) -> Iterator[Table]:
    """An overview with its statements as rows."""
    for table in figure_tables(overview):
        yield Table(table.caption, "Statement", table.columns, table.rows, table.notes)


def _events(sheet: TableSheet) -> Iterator[Block]:
    if not sheet.events:
        return
    yield Heading(3, "Votes at events", "votes")
    yield Paragraph(
        "Votes stand in columns of their own, with the number of people present. They are never added to responses."
    )
    yield from votes_tables(sheet.events)
