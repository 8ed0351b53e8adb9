"""A sheet of tables as CSV and as XLSX: the same figures as on the page, one line or one cell each.

Every line of the CSV and the first sheet of the workbook say which dataset the figures are from and whether they may be
published. No text can become a formula.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import NamedTuple

from consult.appendix.csv import neutral
from consult.appendix.figures import FigureTable
from consult.appendix.table_sheet import STANDING_WORDS, TableSheet
from consult.appendix.tidy import TidyFigure, event_figures, table_figures
from consult.appendix.xlsx import LIST_HEADS, Sheet, SheetTable, figure_sheet_table, write_workbook

TABLES, VOTES = "Tables", "Votes at events"


class SheetLine(NamedTuple):
    """One figure, where it stands, and what it is from."""

    table: str
    row: str
    column: str
    measure: str
    value: int | str
    unit: str
    responses_counted: int
    dataset: str
    use: str


def sheet_figures(sheet: TableSheet) -> Iterator[TidyFigure]:
    """Every figure of a sheet, in its order."""
    for table in all_tables(sheet):
        yield from table_figures(TABLES, table)
    for event in sheet.events:
        yield from event_figures(event)


def all_tables(sheet: TableSheet) -> tuple[FigureTable, ...]:
    """The overview, where there is one, and every full table."""
    return (*((sheet.overview,) if sheet.overview else ()), *sheet.tables)


def write_sheet_csv(sheet: TableSheet) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheet programs read its letters rightly."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(SheetLine._fields)
    for figure in sheet_figures(sheet):
        line = SheetLine(*figure[1:], sheet.counted, sheet.digest, STANDING_WORDS[sheet.standing])
        writer.writerow([neutral(value) for value in line])
    return file.getvalue().encode("utf-8-sig")


def write_sheet_xlsx(sheet: TableSheet) -> bytes:
    """A workbook: what it is, then the tables, then votes at events. The same to the byte for the same figures."""
    sheets = [Sheet(TABLES, sheet.title, tuple(map(figure_sheet_table, all_tables(sheet))))]
    if sheet.events:
        rows = tuple(
            ("count", tuple(figure[1:])) for event in sheet.events for figure in event_figures(event)
        )
        sheets.append(Sheet(VOTES, VOTES, (SheetTable(VOTES, (), LIST_HEADS, rows),)))
    made_on = datetime.combine(sheet.stood_on, datetime.min.time(), UTC).replace(tzinfo=None)
    properties = {
        "title": sheet.title[:255],
        "subject": sheet.consultation[:255],
        "author": sheet.organisation[:255],
        "comments": f"Dataset {sheet.digest}. {STANDING_WORDS[sheet.standing]}"[:255],
        "created": made_on,
    }
    return write_workbook(sheet.title, sheet.facts, tuple(sheets), properties)
