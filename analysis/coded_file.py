"""A file of comments, given back with a proposed theme for each row.

Belongs here: reading the CSV file, having its comments grouped, and writing it back. Does not belong here:
finding themes (topics.py), databases, or the command that people type.

The cells of the source are given back exactly as they were, including those that a spreadsheet would take
for a formula: changing them would make it another file. Whoever opens the result in a spreadsheet should
know the source.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .comments import says_nothing
from .topics import ProposedTopic, TopicProposer

NUMBER_COLUMN = "theme"
NAME_COLUMN = "theme_name"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")


class CodedFileError(ValueError):
    """The file cannot be read or written. The message says where and what to do."""


@dataclass(frozen=True)
class CodedTheme:
    """One proposed theme in the file, with the number of rows that got it."""

    number: int
    name: str
    rows: int


@dataclass(frozen=True)
class CodedFileSummary:
    """What was done: every row either got a theme or has nothing to say."""

    out: Path
    rows: int
    coded: int
    without_text: int
    themes: tuple[CodedTheme, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Table:
    header: list[str]
    rows: list[list[str]]
    line_end: str
    mark: bytes
    notes: tuple[str, ...]


def write_coded_file(
    source: Path,
    text_column: str,
    out: Path,
    *,
    seed: int = 0,
    n_themes: int | None = None,
    progress: Callable[[str], None] | None = None,
) -> CodedFileSummary:
    """Write the rows of `source` to `out`, in their order, with `theme` (a number from 1) and `theme_name`.

    Rows without text get neither: empty, "Did not answer", "n/a", "None." and the like. The same file and
    seed give the same result. `out` is written whole or not at all. Raises CodedFileError with the place
    and the cure.
    """
    say = progress or (lambda message: None)
    _refuse_paths(source, out, n_themes)
    say(f"Reading {source}")
    table = _read_table(source)
    place = _text_place(table, text_column, source)
    texts = [row[place] for row in table.rows]
    say(f"Grouping {sum(not says_nothing(text) for text in texts)} comments of {len(texts)} rows")
    proposer = TopicProposer(n_themes, random_state=seed).fit(texts)
    say(f"Writing {out}")
    _write_whole(out, _coded_bytes(table, proposer))
    return _summary(out, table, proposer, n_themes)


def _refuse_paths(source: Path, out: Path, n_themes: int | None) -> None:
    if n_themes is not None and n_themes < 1:
        raise CodedFileError(f"{n_themes} themes were asked for: ask for 1 or more.")
    if not source.is_file():
        raise CodedFileError(f"{source}: there is no such file.")
    if not out.parent.is_dir():
        raise CodedFileError(f"{out}: the folder {out.parent} does not exist. Create it first.")
    if out.is_dir():
        raise CodedFileError(f"{out}: this is a folder. Name a file.")
    if out.exists() and out.samefile(source):
        raise CodedFileError(
            f"{out}: this is the source itself. Choose another name, so that the source stays."
        )


def _read_table(source: Path) -> _Table:
    content = source.read_bytes()
    text, mark, notes = _decoded(content, source)
    lines = list(_checked_lines(text, source))
    if not lines:
        raise CodedFileError(f"{source}: the file is empty. The first line has to name the columns.")
    header = lines[0]
    line_end = "\r\n" if "\r\n" in text else "\n"
    return _Table(header, lines[1:], line_end, mark, notes)


def _decoded(content: bytes, source: Path) -> tuple[str, bytes, tuple[str, ...]]:
    if content.startswith(OTHER_MARKS):
        raise CodedFileError(f"{source}: the file is UTF-16. Save it as “CSV UTF-8” and try again.")
    mark = BYTE_ORDER_MARK if content.startswith(BYTE_ORDER_MARK) else b""
    try:
        return content.decode("utf-8-sig"), mark, ()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return _decoded_from_windows(content, source, line)


def _decoded_from_windows(content: bytes, source: Path, line: int) -> tuple[str, bytes, tuple[str, ...]]:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise CodedFileError(
            f"{source}, line {line}: the letters are neither UTF-8 nor Windows-1252. Save it as “CSV UTF-8”."
        ) from error
    note = (
        f"{source} is not UTF-8 (line {line}), so it was read as Windows-1252, as older spreadsheets "
        "write it. The result is UTF-8. Check a line with £, ’ or é."
    )
    return text, BYTE_ORDER_MARK, (note,)


def _checked_lines(text: str, source: Path) -> Iterator[list[str]]:
    """The rows, each as long as the first. Empty lines are no rows, except where there is only one column."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    width = 0
    try:
        for cells in reader:
            row = cells or ([""] if width == 1 else [])
            width = width or len(row)
            if row and len(row) != width:
                raise CodedFileError(
                    f"{source}, line {reader.line_num}: it has {len(row)} cells, but the first line names "
                    f"{width} columns. Look for a comma or a quotation mark that is missing or too many."
                )
            if row:
                yield row
    except csv.Error as error:
        raise CodedFileError(
            f"{source}, line {reader.line_num}: {error}. Put quotation marks right."
        ) from error


def _text_place(table: _Table, text_column: str, source: Path) -> int:
    there_are = f"Its columns are: {', '.join(table.header)}."
    if table.header.count(text_column) > 1:
        raise CodedFileError(
            f"{source}: {text_column!r} names several columns. Rename all but one. {there_are}"
        )
    if text_column not in table.header:
        raise CodedFileError(f"{source}: there is no column {text_column!r}. {there_are}")
    taken = [name for name in (NUMBER_COLUMN, NAME_COLUMN) if name in table.header]
    if taken:
        raise CodedFileError(
            f"{source}: it already has {' and '.join(repr(name) for name in taken)}. Rename or remove "
            "what is there, so that nothing is overwritten."
        )
    return table.header.index(text_column)


def _coded_bytes(table: _Table, proposer: TopicProposer) -> bytes:
    names = {0: ("", "")} | {topic.number: (str(topic.number), topic.name) for topic in proposer.topics_}
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator=table.line_end)
    writer.writerow([*table.header, NUMBER_COLUMN, NAME_COLUMN])
    for row, label in zip(table.rows, proposer.labels_, strict=True):
        writer.writerow([*row, *names[int(label)]])
    return table.mark + written.getvalue().encode("utf-8")


def _write_whole(out: Path, content: bytes) -> None:
    """Write beside the final place and move there in one step, so that no half file is ever there."""
    handle, name = tempfile.mkstemp(prefix=".partial-", dir=out.parent)
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.chmod(0o644)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)


def _summary(out: Path, table: _Table, proposer: TopicProposer, wanted: int | None) -> CodedFileSummary:
    coded = int((proposer.labels_ > 0).sum())
    return CodedFileSummary(
        out=out,
        rows=len(table.rows),
        coded=coded,
        without_text=len(table.rows) - coded,
        themes=tuple(CodedTheme(topic.number, topic.name, len(topic.members)) for topic in proposer.topics_),
        notes=(*table.notes, *_number_notes(proposer.topics_, wanted)),
    )


def _number_notes(topics: Sequence[ProposedTopic], wanted: int | None) -> tuple[str, ...]:
    if wanted is None or len(topics) == wanted:
        return ()
    return (f"{wanted} themes were asked for, but the comments differ enough for only {len(topics)}.",)
