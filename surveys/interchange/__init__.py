"""Responses that come in files. To add a format: a file here with `read_rows(path)`, and a line in the
registry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from surveys.interchange import csv, xlsx
from surveys.interchange.rows import SourceRow

READERS: dict[str, Callable[[Path], Iterator[SourceRow]]] = {
    ".csv": csv.read_rows,
    ".xlsx": xlsx.read_rows,
}
"""By the ending of the file's name, in small letters."""

__all__ = ["READERS", "SourceRow"]
