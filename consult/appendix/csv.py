"""The appendix's figures as CSV: one tidy long file, a line a figure.

It begins with a byte order mark, so that spreadsheet programs read its letters rightly. Text that a
spreadsheet program would take for a formula gets an apostrophe in front, and stays text.
"""

from __future__ import annotations

import csv
from io import StringIO

from consult.appendix.contents import AppendixContents
from consult.appendix.tidy import TidyFigure, tidy_figures

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv(contents: AppendixContents) -> bytes:
    """UTF-8 with a header line; lines end as RFC 4180 says."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(TidyFigure._fields)
    writer.writerows([neutral(value) for value in figure] for figure in tidy_figures(contents))
    return file.getvalue().encode("utf-8-sig")


def neutral(value: int | str) -> int | str:
    """A number as it is; a text so that no program runs it."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
