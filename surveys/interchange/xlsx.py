"""Reads Excel workbooks of responses: one sheet with anything in it, the names of the columns in its first
row.

Belongs here: XLSX. Does not belong here: what the columns mean (`mapping`). Numbers come as they would be
typed, dates as year-month-day; of a formula, its last result.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from surveys.interchange.rows import (
    LARGEST_FILE,
    MOST_COLUMNS,
    MOST_ROWS,
    SourceRow,
    check_file,
    named_rows,
    refused,
)

LARGEST_UNPACKED = 500_000_000
"""Bytes that a workbook may hold unpacked: a small file can unpack to one that fills the memory."""
Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


def read_rows(
    path: Path,
    *,
    largest: int = LARGEST_FILE,
    most_rows: int = MOST_ROWS,
    most_columns: int = MOST_COLUMNS,
    largest_unpacked: int = LARGEST_UNPACKED,
) -> Iterator[SourceRow]:
    """The rows of the one sheet. Raises ProblemsFound for a workbook that cannot be read rightly."""
    check_file(path, largest)
    _check_unpacked(path, largest_unpacked)
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            sheet = _only_sheet(path, workbook)
            yield from named_rows(path, _lines(path, sheet, most_rows, most_columns), most_rows, most_columns)
    except CalamineError as error:
        raise refused(
            path, "", f"the workbook cannot be read ({error}).", "Save it again as .xlsx, without a password."
        ) from error


def _check_unpacked(path: Path, largest: int) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise refused(
            path,
            "",
            "this is not an Excel workbook (.xlsx).",
            "Save it as .xlsx without a password, or as CSV.",
        ) from error
    if size > largest:
        raise refused(
            path, "", f"the workbook unpacks to {size:,} bytes; at most {largest:,} are read.", "Split it."
        )


def _only_sheet(path: Path, workbook: CalamineWorkbook) -> CalamineSheet:
    sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
    filled = [sheet for sheet in sheets if sheet.height > 0]
    if len(filled) == 1:
        return filled[0]
    if not filled:
        raise refused(path, "", "the workbook is empty.", "The first row must name the columns.")
    names = ", ".join(sheet.name for sheet in filled)
    raise refused(
        path,
        "",
        f"several sheets have something in them: {names[:200]}.",
        "Save the one with the responses as a workbook of its own.",
    )


def _lines(
    path: Path, sheet: CalamineSheet, most_rows: int, most_columns: int
) -> Iterator[tuple[int, list[str]]]:
    first = sheet.start[0] + 1 if sheet.start else 1
    if sheet.height > most_rows + 1 or sheet.width > most_columns:
        raise refused(
            path,
            sheet.name,
            f"the sheet has {sheet.height:,} rows and {sheet.width:,} columns; at most "
            f"{most_rows:,} and {most_columns:,} are read.",
            "Split it, or take out what is not needed.",
        )
    rows = sheet.to_python(skip_empty_area=True)
    for number, cells in enumerate(rows, start=first):
        yield number, [as_typed(cell) for cell in cells]


def as_typed(cell: Cell) -> str:
    """A cell as the text that a person would have typed."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        at_midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if at_midnight else cell.isoformat(timespec="seconds")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return str(cell)
