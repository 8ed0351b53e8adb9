"""Reads CSV files of responses: UTF-8, with the names of the columns in the first row.

Belongs here: CSV. Does not belong here: what the columns mean (`mapping`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from surveys.interchange.rows import (
    LARGEST_FILE,
    MOST_COLUMNS,
    MOST_ROWS,
    SourceRow,
    check_file,
    named_rows,
    refused,
)

LONGEST_HEADER = 100_000
OTHER_SEPARATORS = (";", "\t")


def read_rows(
    path: Path, *, largest: int = LARGEST_FILE, most_rows: int = MOST_ROWS, most_columns: int = MOST_COLUMNS
) -> Iterator[SourceRow]:
    """The rows of a file, as they are asked for. Raises ProblemsFound for a file that cannot be read
    rightly.
    """
    check_file(path, largest)
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from named_rows(path, _lines(path, file), most_rows, most_columns)


def _lines(path: Path, file: TextIO) -> Iterator[tuple[int, list[str]]]:
    number = 1
    try:
        reader = csv.reader(file, delimiter=_separator(file), strict=True)
        for cells in reader:
            yield number, cells
            number += 1
    except UnicodeDecodeError as error:
        raise refused(
            path, f"row {number} or soon after", "the file is not UTF-8 text.", "Save it as “CSV UTF-8”."
        ) from error
    except csv.Error as error:
        raise refused(
            path,
            f"row {number}",
            f"the row is not written as CSV ({error}).",
            "Check its quotation marks, and those of the rows before.",
        ) from error


def _separator(file: TextIO) -> str:
    """A comma, unless the first line has none and another usual separator instead."""
    first = file.readline(LONGEST_HEADER)
    file.seek(0)
    if "," in first:
        return ","
    return next((separator for separator in OTHER_SEPARATORS if separator in first), ",")
