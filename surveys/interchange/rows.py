"""The rows of a file of responses, whatever its format.

Belongs here: the shape of a row, and the reading of a header. Does not belong here: a file format (`csv`,
`xlsx`), or what the columns mean (`mapping`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from surveys.problems import Problem, ProblemsFound

LARGEST_FILE = 100_000_000
MOST_ROWS = 1_000_000
MOST_COLUMNS = 1_000


@dataclass(frozen=True)
class SourceRow:
    """One row by the names of its columns. `number` is the one that a spreadsheet shows; the header is row 1.

    A row that does not fit its header has a `fault` in words, and no cells.
    """

    number: int
    cells: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""


def refused(path: Path, place: str, message: str, cure: str) -> ProblemsFound:
    return ProblemsFound([Problem(f"{path.name}{', ' if place else ''}{place}", message, cure)])


def check_file(path: Path, largest: int) -> None:
    """Raises ProblemsFound for a file that is not there, empty or too large to be read safely."""
    if not path.is_file():
        raise refused(path, "", "there is no such file.", "Check the path.")
    size = path.stat().st_size
    if size == 0:
        raise refused(path, "", "the file is empty.", "Export it again.")
    if size > largest:
        raise refused(path, "", f"the file has {size:,} bytes; at most {largest:,} are read.", "Split it.")


def named_rows(
    path: Path, lines: Iterable[tuple[int, Sequence[str]]], most_rows: int, most_columns: int
) -> Iterator[SourceRow]:
    """Rows with the names of the first line. Lines without anything in them are passed over."""
    header: tuple[str, ...] = ()
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = _header(path, number, cells, most_columns)
        elif number > most_rows + 1:
            raise refused(path, f"row {number}", f"at most {most_rows:,} rows are read.", "Split the file.")
        else:
            yield _row(number, header, cells)
    if not header:
        raise refused(path, "", "there is nothing in the file.", "The first row must name the columns.")


def _header(path: Path, number: int, cells: Sequence[str], most_columns: int) -> tuple[str, ...]:
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > most_columns:
        raise refused(
            path,
            f"row {number}",
            f"there are {len(names)} columns; at most {most_columns} are read.",
            "Take columns out that are not needed.",
        )
    if "" in names:
        raise refused(
            path,
            f"row {number}, column {names.index('') + 1}",
            "the column has no name.",
            "The first row must name every column.",
        )
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated is not None:
        raise refused(
            path, f"row {number}", f"two columns are called “{repeated[:60]}”.", "Rename one of them."
        )
    return tuple(names)


def _row(number: int, header: tuple[str, ...], cells: Sequence[str]) -> SourceRow:
    extra = [cell for cell in cells[len(header) :] if cell.strip()]
    if extra or len(cells) < len(header):
        found = len(cells) - (0 if extra else max(0, len(cells) - len(header)))
        return SourceRow(
            number, fault=f"the row has {found} cells where the header names {len(header)} columns."
        )
    return SourceRow(number, dict(zip(header, cells, strict=False)))
