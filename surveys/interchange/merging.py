"""Turns rows into responses by a mapping: each cell into an answer, the rows of one person into one response.

Belongs here: what a row says, and what is wrong with it. Does not belong here: reading mappings
(`bindings`) or files. Nothing is dropped without a word: a cell that no binding takes, or that two rows
tell differently, is a problem. Answers are taken as they are: an import neither requires answers nor
follows routes.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from surveys.answers import LEFT_BLANK, Answer
from surveys.fields import NotAnAnswer
from surveys.interchange.bindings import Binding, ChannelColumn, ImportMapping, Moment, plain
from surveys.interchange.rows import SourceRow
from surveys.problems import Problem, ProblemsFound
from surveys.question_types import question_type
from surveys.structure import Question, Questionnaire

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class MappedResponse:
    """One response. `reference` is the file's own name for it, else “row” and its number."""

    row_numbers: tuple[int, ...]
    reference: str
    submitted_at: datetime.datetime | None
    channel: str
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class RowProblem:
    row: int
    column: str
    message: str
    cure: str = ""

    def __str__(self) -> str:
        column = f", column “{self.column}”" if self.column else ""
        return f"row {self.row}{column}: {self.message}{' ' + self.cure if self.cure else ''}"


@dataclass(frozen=True)
class _Told:
    """What one cell said."""

    row: int
    column: str
    target: str
    answer: Answer


class _BadCellError(Exception):
    """A cell that cannot be taken."""

    def __init__(self, problem: RowProblem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def map_rows(
    rows: Iterable[SourceRow], mapping: ImportMapping, questionnaire: Questionnaire
) -> Iterator[MappedResponse | RowProblem]:
    """The responses of the rows, and a problem for each thing that is wrong with a row.

    Of a response with a problem only its problems are given. Raises ProblemsFound where the columns do not
    fit the mapping, or where there are no rows.
    """
    questions = {question.key: question for question in questionnaire.questions}
    references: dict[str, int] = {}
    for group in _groups(_checked(rows, mapping), mapping):
        if isinstance(group, RowProblem):
            yield group
        else:
            yield from _outcome(group, mapping, questions, references)


def _checked(rows: Iterable[SourceRow], mapping: ImportMapping) -> Iterator[SourceRow]:
    """The rows, once the columns are known to fit. A row that does not fit its header tells nothing of
    columns.
    """
    columns_known = False
    any_row = False
    for row in rows:
        any_row = True
        if not columns_known and not row.fault:
            columns_known = True
            _check_columns(tuple(row.cells), mapping)
        yield row
    if not any_row:
        raise ProblemsFound(
            [Problem("", "there are no rows below the header.", "Check that it is the right file.")]
        )


def _check_columns(columns: tuple[str, ...], mapping: ImportMapping) -> None:
    """Every column of the file is mapped or ignored, and every column of the mapping is in the file."""
    problems = [
        Problem(
            f"column “{column}”", "the mapping says nothing about it.", "Map it, or name it under “ignore”."
        )
        for column in columns
        if column not in mapping.used_columns | mapping.ignore
    ]
    problems += [
        Problem(
            f"column “{column}”", "the mapping uses it, but the file does not have it.", "Check its name."
        )
        for column in sorted((mapping.used_columns | mapping.ignore) - set(columns))
    ]
    if problems:
        raise ProblemsFound(problems)


def _groups(rows: Iterator[SourceRow], mapping: ImportMapping) -> Iterator[list[SourceRow] | RowProblem]:
    """The rows of each response. Grouped ones come when all have been read, in the order of their first
    rows.
    """
    grouped: dict[str, list[SourceRow]] = {}
    for row in rows:
        if row.fault:
            yield RowProblem(row.number, "", row.fault, "Check its separators and quotation marks.")
        elif mapping.group_rows_by is None:
            yield [row]
        elif name := row.cells[mapping.group_rows_by].strip():
            grouped.setdefault(name, []).append(row)
        else:
            yield RowProblem(
                row.number,
                mapping.group_rows_by,
                "the cell is empty, so nobody knows whose row it is.",
                "Fill it in.",
            )
    yield from grouped.values()


def _outcome(
    group: list[SourceRow],
    mapping: ImportMapping,
    questions: Mapping[str, Question],
    references: dict[str, int],
) -> Iterator[MappedResponse | RowProblem]:
    problems: list[RowProblem] = []
    told = [cell for row in group for cell in _told_by(row, mapping, questions, problems)]
    answers = _merged(told, questions, problems)
    channel = _channel(group, mapping, problems)
    submitted_at = _submitted_at(group, mapping.submitted_at, problems)
    reference = _reference(group[0], mapping, references, problems)
    if problems:
        yield from problems
    else:
        numbers = tuple(row.number for row in group)
        yield MappedResponse(numbers, reference, submitted_at, channel, answers)


def _told_by(
    row: SourceRow, mapping: ImportMapping, questions: Mapping[str, Question], problems: list[RowProblem]
) -> Iterator[_Told]:
    for column, bindings in mapping.bindings.items():
        text = row.cells[column]
        meant = [binding for binding in bindings if _applies(binding, row)]
        if not meant and text.strip():
            problems.append(
                RowProblem(
                    row.number,
                    column,
                    f"nothing says what “{text.strip()[:60]}” answers here.",
                    "Add a “when” to the mapping that this row meets.",
                )
            )
        for binding in meant:
            try:
                answer = _answer(binding, questions[binding.question_key], text)
            except NotAnAnswer as refused:
                problems.append(RowProblem(row.number, column, refused.message))
                continue
            if answer is not None:
                yield _Told(row.number, column, binding.target, answer)


def _applies(binding: Binding, row: SourceRow) -> bool:
    return binding.when is None or plain(row.cells[binding.when.column]) in binding.when.texts


def _answer(binding: Binding, question: Question, text: str) -> Answer | None:
    """The answer of a cell; None where the question was not asked. Raises NotAnAnswer."""
    told = plain(text)
    if told in binding.not_asked_if:
        return None
    if not told or told in binding.blank_if:
        return LEFT_BLANK
    typed = text if binding.values is None else _translated(binding, text)
    if binding.format is not None:
        typed = _moment_of(typed, binding.format).date().isoformat()
    return question_type(question).answer_from_text(question, typed, separator=binding.separator)


def _translated(binding: Binding, text: str) -> str:
    found = (binding.values or {}).get(plain(text), binding.otherwise)
    if found is None:
        raise NotAnAnswer(
            f"“{text.strip()[:60]}” is not among the mapping's values, and it has no “otherwise”."
        )
    return found


def _merged(
    told: list[_Told], questions: Mapping[str, Question], problems: list[RowProblem]
) -> dict[str, Answer]:
    """One answer a question. A blank gives way to an answer; two different answers are a problem."""
    by_target: dict[str, _Told] = {}
    for cell in told:
        before = by_target.get(cell.target)
        if before is None or before.answer == LEFT_BLANK:
            by_target[cell.target] = cell
        elif cell.answer not in (LEFT_BLANK, before.answer):
            problems.append(
                RowProblem(
                    cell.row,
                    cell.column,
                    f"it answers “{cell.target}” differently from row {before.row}.",
                    "Decide which is right, and mend the file.",
                )
            )
    return _joined(by_target, questions, problems)


def _joined(
    by_target: Mapping[str, _Told], questions: Mapping[str, Question], problems: list[RowProblem]
) -> dict[str, Answer]:
    parts: dict[str, dict[str, Answer]] = {}
    for target, cell in by_target.items():
        parts.setdefault(target.partition(".")[0], {})[target] = cell.answer
    answers = {}
    for key in (key for key in questions if key in parts):
        try:
            answers[key] = question_type(questions[key]).join_parts(questions[key], parts[key])
        except NotAnAnswer as refused:
            cell = next(cell for target, cell in by_target.items() if target in parts[key])
            problems.append(RowProblem(cell.row, cell.column, refused.message))
    return answers


def _channel(group: list[SourceRow], mapping: ImportMapping, problems: list[RowProblem]) -> str:
    if not isinstance(mapping.channel, ChannelColumn):
        return mapping.channel
    column = mapping.channel.column
    found = ""
    for row in group:
        channel = mapping.channel.values.get(plain(row.cells[column]), "")
        if not channel:
            problems.append(
                RowProblem(
                    row.number,
                    column,
                    f"“{row.cells[column][:60]}” is not a known channel.",
                    "Add it to the mapping's channel values.",
                )
            )
        elif found and channel != found:
            problems.append(
                RowProblem(
                    row.number,
                    column,
                    "it tells another channel than the rows before.",
                    "Decide which is right, and mend the file.",
                )
            )
        found = found or channel
    return found


def _submitted_at(
    group: list[SourceRow], moment: Moment | None, problems: list[RowProblem]
) -> datetime.datetime | None:
    """The earliest of the rows' times, since one person may have answered on several days."""
    if moment is None:
        return None
    found = []
    for row in group:
        text = row.cells[moment.column]
        try:
            found += [_moment_of(text, moment.format)] if text.strip() else []
        except NotAnAnswer as refused:
            problems.append(
                RowProblem(row.number, moment.column, refused.message, "Mend the cell or the “format”.")
            )
    return min(found, default=None)


def _moment_of(text: str, pattern: str | None) -> datetime.datetime:
    """A moment as the pattern writes it, or as ISO, which spreadsheets give; London's time where no offset
    is.
    """
    typed = text.strip()
    readers = [datetime.datetime.fromisoformat]
    if pattern is not None:
        readers.insert(0, lambda text: datetime.datetime.strptime(text, pattern))  # noqa: DTZ007  # set below
    for reader in readers:
        try:
            read = reader(typed)
        except ValueError:
            continue
        return read if read.tzinfo else read.replace(tzinfo=LONDON)
    expected = f"written like {pattern}" if pattern else "like 2024-03-31"
    raise NotAnAnswer(f"“{typed[:60]}” is not a date {expected}.")


def _reference(
    row: SourceRow, mapping: ImportMapping, references: dict[str, int], problems: list[RowProblem]
) -> str:
    column = mapping.group_rows_by or mapping.reference
    if column is None:
        return f"row {row.number}"
    reference = row.cells[column].strip()
    if not reference:
        problems.append(RowProblem(row.number, column, "the reference is empty.", "Fill it in."))
    elif reference in references:
        problems.append(
            RowProblem(
                row.number,
                column,
                f"“{reference[:60]}” is the reference of row {references[reference]} already.",
                "Use “group_rows_by”, or mend the file.",
            )
        )
    references.setdefault(reference, row.number)
    return reference
