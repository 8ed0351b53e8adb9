"""What stands on the page that compares consultations, as CSV and as XLSX: the same figures and the same words.

Belongs here: what such a file holds and how it is written. Which questions are compared, and what is said of a change,
is decided before.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import StringIO

from consult.appendix.csv import neutral
from consult.appendix.figures import FigureTable
from consult.appendix.tidy import TidyFigure, table_figures
from consult.appendix.xlsx import LIST_HEADS, Sheet, SheetTable, figure_sheet_table, write_workbook

USE = "May be published: opinions of all respondents together. Figures of different consultations are never added."


@dataclass(frozen=True)
class ComparedConsultation:
    """One of those compared, and which dataset its figures are from."""

    label: str
    digest: str
    stood_on: date


@dataclass(frozen=True)
class ComparedQuestion:
    """A question: its tables, and what is said of changes, breaks and what is left out, as (between what, words)."""

    label: str
    tables: tuple[FigureTable, ...]
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ComparisonPart:
    """All questions compared in one way: asked again, or side by side."""

    title: str
    questions: tuple[ComparedQuestion, ...]


@dataclass(frozen=True)
class Comparison:
    """Everything that is compared with one consultation."""

    consultation: str
    organisation: str
    compared: tuple[ComparedConsultation, ...]
    parts: tuple[ComparisonPart, ...]


def comparison_figures(comparison: Comparison) -> Iterator[TidyFigure]:
    """Every dataset, every figure and every sentence, in the order of the page."""
    for one in comparison.compared:
        yield TidyFigure("About", "Compared", one.label, "", "dataset", one.digest, "")
        yield TidyFigure("About", "Compared", one.label, "", "stood on", one.stood_on.isoformat(), "")
    for part in comparison.parts:
        for question in part.questions:
            for table in question.tables:
                yield from table_figures(part.title, table)
            for place, words in question.said:
                yield TidyFigure(part.title, question.label, place, "", "words", words, "")


def write_comparison_csv(comparison: Comparison) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheet programs read its letters rightly."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow((*TidyFigure._fields, "use"))
    for figure in comparison_figures(comparison):
        writer.writerow([neutral(value) for value in (*figure, USE)])
    return file.getvalue().encode("utf-8-sig")


def write_comparison_xlsx(comparison: Comparison) -> bytes:
    """A workbook: what is compared, then a sheet for each way. The same to the byte for the same figures."""
    title = f"{comparison.consultation}: compared"
    facts = [
        ("Consultation", comparison.consultation),
        ("Organisation", comparison.organisation),
        ("Use", USE),
    ]
    facts += [
        (
            "Compared",
            f"{one.label}: figures as they stood on {one.stood_on.isoformat()}, dataset {one.digest}",
        )
        for one in comparison.compared
    ]
    stood_on = max((one.stood_on for one in comparison.compared), default=date(1980, 1, 1))
    properties = {
        "title": title[:255],
        "author": comparison.organisation[:255],
        "comments": USE[:255],
        "created": datetime.combine(stood_on, datetime.min.time(), UTC).replace(tzinfo=None),
    }
    return write_workbook(title, facts, tuple(map(_sheet, comparison.parts)), properties)


def _sheet(part: ComparisonPart) -> Sheet:
    tables = [figure_sheet_table(table) for question in part.questions for table in question.tables]
    said = tuple(
        ("count", (question.label, place, "", "words", words, ""))
        for question in part.questions
        for place, words in question.said
    )
    if said:
        tables.append(SheetTable("What is said of them", (), LIST_HEADS, said))
    return Sheet(part.title, part.title, tuple(tables))
