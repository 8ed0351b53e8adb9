"""Agreement grid: several rows, each answered on the same scale. One radio group and one variable a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from surveys.answers import LEFT_BLANK, NOT_ASKED, Answer, AnswerState
from surveys.fields import (
    AskedField,
    FieldOption,
    NotAnAnswer,
    Posted,
    one_value,
    possible,
    select_choices,
)
from surveys.question_types.agreement_scale import read_scale
from surveys.question_types.base import QuestionType
from surveys.question_types.choices import radios, state_of
from surveys.reading import Reading, refuse_repeats
from surveys.structure import Question, Questionnaire, Row, Scale
from surveys.variables import SurveyCategory, SurveyVariable

if TYPE_CHECKING:
    from surveys.wordings import Wording


@dataclass(frozen=True)
class FieldRow:
    """One row, as a template needs it: a radio group with a label of its own."""

    key: str
    id: str
    name: str
    label: str
    options: tuple[FieldOption, ...]
    error: str


def rows_of(answer: Answer) -> Mapping[str, str | None]:
    return answer.value if isinstance(answer.value, Mapping) else {}


def grid_answer(question: Question, rows: Mapping[str, str | None]) -> Answer:
    """One answer of the rows. A blank one keeps its rows only where some were not asked."""
    if any(rows.values()):
        return Answer(AnswerState.ANSWERED, dict(rows))
    return LEFT_BLANK if len(rows) == len(question.rows) else Answer(AnswerState.LEFT_BLANK, dict(rows))


class AgreementGridField(AskedField):
    """A group of radios for each row. `rows` is what a template goes through."""

    @staticmethod
    def first_id(question: Question) -> str:
        return f"q_{question.key}-{question.rows[0].key}"

    def own_names(self) -> tuple[str, ...]:
        return tuple(self.row_name(row) for row in self.question.row_keys)

    def row_name(self, row: str) -> str:
        return f"{self.name}-{row}"

    def take_posted(self, posted: Posted) -> None:
        allowed = ("", *self.question.choice_keys)
        self.data = {}
        for row in self.question.row_keys:
            name = self.row_name(row)
            self.data[row] = possible(one_value(posted, name), allowed, name)

    def take_answer(self, answer: Answer) -> None:
        self.data = {row: key or "" for row, key in rows_of(answer).items()}

    def is_empty(self) -> bool:
        return not any((self.data or {}).values())

    def read(self) -> Answer:
        rows = {row: (self.data or {}).get(row) or None for row in self.question.row_keys}
        lacking = [row for row, key in rows.items() if self.required and key is None]
        if lacking:
            raise ExceptionGroup("rows without an answer", [self._lack(row) for row in lacking])
        return grid_answer(self.question, rows)

    def _lack(self, row: str) -> NotAnAnswer:
        return NotAnAnswer(self.say("choose_in_row", row=self.wording.row_label(self.question, row)), row)

    @property
    def rows(self) -> tuple[FieldRow, ...]:
        return tuple(self._row(row.key) for row in self.question.rows)

    def _row(self, row: str) -> FieldRow:
        name = self.row_name(row)
        labels = {key: self.wording.option_text(self.question, key) for key in self.question.choice_keys}
        choices = select_choices(self.question.choice_keys, labels)
        options = radios(name, name, choices, (self.data or {}).get(row, ""))
        return FieldRow(
            row, name, name, self.wording.row_text(self.question, row), options, self.error_for(name)
        )


class AgreementGrid(QuestionType):
    name = "agreement_grid"
    analysed_as = "scale"
    settings = frozenset({"scale", "rows"})
    condition_words = frozenset({"is", "is_one_of", "answered"})
    field_class = AgreementGridField

    def read_settings(self, reading: Reading, question: Question, scales: Mapping[str, Scale]) -> Question:
        rows = []
        for raw in reading.each("rows", "row", at_least=1):
            raw.only(("key",))
            rows.append(Row(raw.key()))
        refuse_repeats(reading, "rows", [row.key for row in rows], "row")
        return replace(question, scale=read_scale(reading, scales), rows=tuple(rows))

    def is_complete(self, question: Question, answer: Answer) -> bool:
        if answer.state is AnswerState.PREFER_NOT_TO_SAY:
            return True
        return all(rows_of(answer).get(row) for row in question.row_keys)

    def display_value(self, question: Question, wording: Wording, answer: Answer) -> tuple[str, ...]:
        return tuple(
            f"{wording.row_label(question, row)}: {wording.option_text(question, key)}"
            for row, key in rows_of(answer).items()
            if key is not None
        )

    def variables(self, question: Question, questionnaire: Questionnaire) -> tuple[SurveyVariable, ...]:
        categories = tuple(SurveyCategory(choice.key, choice.counts_as) for choice in question.choices)
        return tuple(
            SurveyVariable(
                f"{question.key}.{row}", "scale", question.key, row, categories, question.identifies
            )
            for row in question.row_keys
        )

    def cells(self, question: Question, answer: Answer | None) -> dict[str, Answer]:
        return {f"{question.key}.{row}": self._cell(question, answer, row) for row in question.row_keys}

    def _cell(self, question: Question, answer: Answer | None, row: str) -> Answer:
        if answer is None or not isinstance(answer.value, Mapping):
            return answer or NOT_ASKED
        if row not in answer.value:
            return NOT_ASKED
        key = answer.value[row]
        return LEFT_BLANK if key is None else Answer(state_of(question, key), key)

    def targets(self, question: Question) -> tuple[str, ...]:
        return tuple(f"{question.key}.{row}" for row in question.row_keys)

    def answer_from_cell(
        self, question: Question, text: str, wording: Wording | None, separator: str
    ) -> Answer:
        """The answer of one row: its state and the option's key."""
        key = self.option_from_text(question, text, wording)
        return Answer(state_of(question, key), key)

    def join_parts(self, question: Question, parts: Mapping[str, Answer]) -> Answer:
        """Rows that no part speaks of were not asked."""
        if any(part.state is AnswerState.PREFER_NOT_TO_SAY for part in parts.values()):
            return self._all_preferred(question, parts)
        told = {target.partition(".")[2]: part for target, part in parts.items()}
        keys = {row: told[row].value for row in question.row_keys if row in told}
        return grid_answer(
            question, {row: key if isinstance(key, str) else None for row, key in keys.items()}
        )

    def _all_preferred(self, question: Question, parts: Mapping[str, Answer]) -> Answer:
        if any(part.state is not AnswerState.PREFER_NOT_TO_SAY for part in parts.values()):
            raise NotAnAnswer(f"some rows of “{question.key}” say “prefer not to say” and others do not.")
        return next(iter(parts.values()))
