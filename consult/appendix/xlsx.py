"""The appendix's figures as a spreadsheet: a list of contents, then a sheet a section and a sheet a question.

Numbers are numbers. No text can become a formula or a link. Prose stays with the documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from itertools import groupby
from typing import Any

import xlsxwriter

from consult.appendix.composition_figures import row_kind, table_notes
from consult.appendix.contents import AppendixContents
from consult.appendix.figures import FigureCell, FigureColumn, FigureRow, FigureTable
from consult.appendix.reproducible_zip import with_fixed_clock
from consult.appendix.tidy import TidyFigure, tidy_figures

Value = int | str | Decimal | None
LONGEST_CELL = 32_767
CUT_SHORT = " … (the rest is in the other formats)"
CUTTING = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
Formats = Mapping[str, Any]

FORMATS = {
    "title": {"bold": True, "font_size": 14},
    "caption": {"bold": True, "font_size": 11, "text_wrap": False},
    "note": {"font_color": "#505A5F"},
    "head": {"bold": True, "bg_color": "#E3EBF0", "bottom": 2, "text_wrap": True, "valign": "top"},
    "count": {"text_wrap": True, "valign": "top", "num_format": "#,##0.##;-#,##0.##;0"},
    "summary": {"bold": True, "bg_color": "#F3F7F9", "text_wrap": True, "valign": "top"},
    "base": {"bold": True, "top": 1, "text_wrap": True, "valign": "top"},
    "state": {"font_color": "#505A5F", "text_wrap": True, "valign": "top"},
    "link": {"font_color": "#1A5F8A", "underline": 1},
}


@dataclass(frozen=True)
class SheetTable:
    """A table as a sheet holds it: caption, notes, headings, and rows with their kind."""

    caption: str
    notes: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Value, ...]], ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet: its short name, its title, and its tables one below another."""

    name: str
    title: str
    tables: tuple[SheetTable, ...]


def write_xlsx(contents: AppendixContents) -> bytes:
    """The workbook, the same to the byte for the same contents."""
    facts = (
        ("Consultation", contents.consultation.title),
        ("Organisation", contents.organisation),
        ("Figures as they stood on", contents.built_for.isoformat()),
        ("Dataset digest", contents.dataset_digest),
    )
    return write_workbook(contents.title, facts, tuple(_sheets(contents)), _properties(contents))


def write_workbook(
    title: str, facts: Sequence[tuple[str, str]], sheets: Sequence[Sheet], properties: dict[str, object]
) -> bytes:
    """Any workbook of ours: a first sheet that says what it is, with links, then the others."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, **CUTTING})
    book.set_properties(properties)
    formats = {name: book.add_format(look) for name, look in FORMATS.items()}
    _write_contents_sheet(book, formats, title, facts, sheets)
    for sheet in sheets:
        _write_sheet(book, formats, sheet)
    book.close()
    return with_fixed_clock(file.getvalue())


def _properties(contents: AppendixContents) -> dict[str, object]:
    return {
        "title": contents.title[:255],
        "subject": contents.consultation.title[:255],
        "author": contents.organisation[:255],
        "comments": f"Dataset {contents.dataset_digest}",
        "created": datetime.combine(contents.built_for, datetime.min.time(), UTC).replace(tzinfo=None),
    }


def _sheets(contents: AppendixContents) -> Iterator[Sheet]:
    by_section = groupby(tidy_figures(contents), lambda figure: figure.section)
    tidy = {section: tuple(figures) for section, figures in by_section}
    yield _list_sheet("Received", "What we received", tidy)
    if contents.headlines:
        yield _list_sheet("Headlines", "Headlines", tidy)
    if contents.profile:
        yield Sheet("Who answered", "Who answered", tuple(map(figure_sheet_table, contents.profile)))
    if contents.reach:
        yield _list_sheet("Reach", "How far people were consulted", tidy)
    for number, question in enumerate(contents.questions, start=1):
        tables = tuple(map(figure_sheet_table, question.tables))
        yield Sheet(f"Question {number}", f"{number}. {question.text}", tables)
    for name, section in LISTED.items():
        if section in tidy:
            yield _list_sheet(name, section, tidy)


LISTED = {
    "Face to face": "Face to face",
    "Comments": "Comments",
    "Themes": "Themes",
    "You said, we did": "You said, we did",
    "Not counted": "Not counted",
}
LIST_HEADS = ("Table", "Row", "Column", "Measure", "Value", "Unit")


def _list_sheet(name: str, section: str, tidy: dict[str, tuple[TidyFigure, ...]]) -> Sheet:
    rows = tuple(("count", tuple(figure[1:])) for figure in tidy[section])
    return Sheet(name, section, (SheetTable(section, (), LIST_HEADS, rows),))


def figure_sheet_table(table: FigureTable) -> SheetTable:
    """A table of figures with number, percentage and base in columns of their own."""
    if table.has_many_statements:
        return _statements_as_rows(table)
    wanted = [_measures_of(table, place) for place in range(len(table.columns))]
    heads = ("Answer", *(head for n, one in enumerate(table.columns) for head in _heads(one, wanted[n])))
    rows = tuple((row_kind(row), tuple(_row_values(row, wanted))) for row in table.shown_rows)
    return SheetTable(table.caption, table_notes(table), heads, rows)


def _statements_as_rows(table: FigureTable) -> SheetTable:
    """A long grid: a line a statement, and every answer, base and state in columns of its own."""
    shown = [(row, _measures_of_row(row)) for row in table.shown_rows]
    heads = ("Statement", *(f"{row.label}: {measure}" for row, measures in shown for measure in measures))
    rows = tuple(
        ("count", (column.label, *(v for row, held in shown for v in _values(row.cells[place], held))))
        for place, column in enumerate(table.columns)
    )
    return SheetTable(table.caption, table_notes(table), heads, rows)


def _measures_of_row(row: FigureRow) -> tuple[str, ...]:
    has_percent = any(cell.percent is not None for cell in row.cells)
    return ("number", "per cent", "base") if has_percent else ("number",)


def _row_values(row: FigureRow, wanted: Sequence[Sequence[str]]) -> Iterator[Value]:
    yield row.label
    for cell, measures in zip(row.cells, wanted, strict=True):
        yield from _values(cell, measures)


def _measures_of(table: FigureTable, place: int) -> tuple[str, ...]:
    has_percent = any(row.cells[place].percent is not None for row in table.rows)
    return ("number", "per cent", "base") if has_percent else ("number",)


def _heads(column: FigureColumn, measures: Iterable[str]) -> list[str]:
    return [f"{column.label}: {measure}" for measure in measures]


def _values(cell: FigureCell, measures: Sequence[str]) -> list[Value]:
    first: Value = "withheld" if cell.withheld else cell.n if cell.value is None else _decimal(cell.value)
    held: dict[str, Value] = {"number": first, "per cent": cell.percent, "base": cell.base}
    return [held[measure] for measure in measures]


def _decimal(value: str) -> Decimal | str:
    """A decimal as a number; a date stays text, as it is written."""
    try:
        return Decimal(value)
    except InvalidOperation:
        return value


def _write_contents_sheet(
    book: Any, formats: Formats, title: str, facts: Sequence[tuple[str, str]], sheets: Sequence[Sheet]
) -> None:
    page = book.add_worksheet("Contents")
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 100)
    page.write_string(0, 0, _fitting(title), formats["title"])
    for line, (term, said) in enumerate(facts, start=1):
        page.write_string(line, 0, term, formats["note"])
        page.write_string(line, 1, _fitting(said))
    below = len(facts) + 2
    page.write_string(below, 0, "Sheet", formats["head"])
    page.write_string(below, 1, "What is in it", formats["head"])
    for line, sheet in enumerate(sheets, start=below + 1):
        page.write_url(line, 0, f"internal:'{sheet.name}'!A1", formats["link"], sheet.name)
        page.write_string(line, 1, _fitting(sheet.title))


def _write_sheet(book: Any, formats: Formats, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_column(0, 0, 38)
    page.set_column(1, 60, 15)
    page.write_string(0, 0, _fitting(sheet.title), formats["title"])
    line = 2
    for table in sheet.tables:
        line = _write_table(page, formats, table, line) + 2


def _write_table(page: Any, formats: Formats, table: SheetTable, line: int) -> int:
    page.write_string(line, 0, _fitting(table.caption), formats["caption"])
    for note in table.notes:
        line += 1
        page.write_string(line, 0, _fitting(note), formats["note"])
    line += 1
    for place, head in enumerate(table.heads):
        page.write_string(line, place, _fitting(head), formats["head"])
    for kind, values in table.rows:
        line += 1
        for place, value in enumerate(values):
            _write_value(page, line, place, value, formats[kind])
    return line


def _write_value(page: Any, line: int, place: int, value: Value, look: Any) -> None:
    if value is None:
        page.write_blank(line, place, None, look)
    elif isinstance(value, str):
        page.write_string(line, place, _fitting(value), look)
    else:
        page.write_number(line, place, value, look)


def _fitting(text: str) -> str:
    """A cell holds 32,767 characters; a longer text says that it goes on elsewhere."""
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT_SHORT)] + CUT_SHORT
