"""Agreement grid: several rows, each answered on the same scale. One radio group and one variable a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from surveys.answers import LEFT_BLANK, NOT_ASKED, PREFER_NOT_TO_SAY, Answer, AnswerState
from surveys.conditions import PREFER_NOT_TO_SAY_KEY
from surveys.fields import (
    AskedField,
    FieldOption,
    NotAnAnswer,
    Posted,
    offered_options,
    one_value,
    options_of,
    possible,
)
from surveys.form_messages import FormMessages
from surveys.question_types.agreement_scale import read_scale
from surveys.question_types.base import QuestionType
from surveys.question_types.choices import chosen, radios, state_of
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
    picture: str = ""


def rows_of(answer: Answer) -> Mapping[str, str | None]:
    return answer.value if isinstance(answer.value, Mapping) else {}


def grid_answer(question: Question, rows: Mapping[str, str | None]) -> Answer:
    """One answer of the rows. A blank one keeps its rows only where some were not asked."""
    whole = len(rows) == len(question.rows)
    if whole and set(rows.values()) == {PREFER_NOT_TO_SAY_KEY}:
        return PREFER_NOT_TO_SAY
    if any(rows.values()):
        return Answer(AnswerState.ANSWERED, dict(rows))
    return LEFT_BLANK if whole else Answer(AnswerState.LEFT_BLANK, dict(rows))


def every_row(question: Question, answer: Answer | None) -> dict[str, str | None]:
    """What is known of each row: those that were not asked yet have no entry. The reverse of `grid_answer`."""
    if answer is None or isinstance(answer.value, Mapping):
        return dict(rows_of(answer)) if answer else {}
    preferred = answer.state is AnswerState.PREFER_NOT_TO_SAY
    return dict.fromkeys(question.row_keys, PREFER_NOT_TO_SAY_KEY if preferred else None)


class AgreementGridField(AskedField):
    """A group of radios for each row. `rows` is what a template goes through.

    Where one row is asked at a time, “prefer not to say” is the last radio of the row instead of a box for all
    rows, and the answer is the saved one with this row changed.
    """

    def __init__(
        self, question: Question, wording: Wording, messages: FormMessages, template: str, **settings: object
    ) -> None:
        super().__init__(question, wording, messages, template, **settings)
        self.prefers_by_checkbox = question.asked_row is None
        self.saved: Answer | None = None
        if question.asked_row is not None:
            self.picture = wording.row_picture(question, question.asked_row) or self.picture

    @staticmethod
    def first_id(question: Question) -> str:
        return f"q_{question.key}-{question.asked_rows[0]}"

    def own_names(self) -> tuple[str, ...]:
        return tuple(self.row_name(row) for row in self.question.asked_rows)

    def row_name(self, row: str) -> str:
        return f"{self.name}-{row}"

    def process(self, formdata: Posted | None, data: object = None, extra_filters: object = None) -> None:
        self.saved = data if isinstance(data, Answer) else None
        super().process(formdata, data, extra_filters)

    def take_posted(self, posted: Posted) -> None:
        allowed = ("", *options_of(self.question))
        self.data = {}
        for row in self.question.asked_rows:
            name = self.row_name(row)
            self.data[row] = possible(one_value(posted, name), allowed, name)

    def take_answer(self, answer: Answer) -> None:
        by_row = rows_of(answer) if self.prefers_by_checkbox else every_row(self.question, answer)
        self.data = {row: key or "" for row, key in by_row.items()}

    def is_empty(self) -> bool:
        return not set((self.data or {}).values()) - {"", PREFER_NOT_TO_SAY_KEY}

    def read(self) -> Answer:
        rows = {row: (self.data or {}).get(row) or None for row in self.question.asked_rows}
        lacking = [row for row, key in rows.items() if self.required and key is None]
        if lacking:
            raise ExceptionGroup("rows without an answer", [self._lack(row) for row in lacking])
        together = every_row(self.question, self.saved) | rows
        in_order = {row: together[row] for row in self.question.row_keys if row in together}
        return grid_answer(self.question, in_order)

    def _lack(self, row: str) -> NotAnAnswer:
        return NotAnAnswer(self.say("choose_in_row", row=self.wording.row_named(self.question, row)), row)

    @property
    def rows(self) -> tuple[FieldRow, ...]:
        return tuple(self._row(row) for row in self.question.asked_rows)

    def _row(self, row: str) -> FieldRow:
        name, checked = self.row_name(row), (self.data or {}).get(row, "")
        options = radios(name, name, self.question, self.wording, self._offered(checked), checked)
        return FieldRow(
            key=row,
            id=name,
            name=name,
            label=self.wording.row_text(self.question, row),
            options=options,
            error=self.error_for(name),
            picture=self.wording.row_picture(self.question, row),
        )

    def _offered(self, checked: str) -> tuple[str, ...]:
        """“Prefer not to say” is offered in a row where there is no box for all rows, or where it was chosen so."""
        offered = offered_options(self.question, self.wording, checked)
        by_row = not self.prefers_by_checkbox or checked == PREFER_NOT_TO_SAY_KEY
        return tuple(key for key in offered if by_row or key != PREFER_NOT_TO_SAY_KEY)


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
        return all(rows_of(answer).get(row) for row in question.asked_rows)

    def is_settled(self, question: Question, answer: Answer | None) -> bool:
        return set(question.asked_rows) <= set(every_row(question, answer))

    def so_far(self, question: Question, given: Answer, saved: Answer | None) -> Answer | None:
        """Rows that nobody has decided about yet stay open, so that they are asked again."""
        before = every_row(question, saved)
        rows = {row: key for row, key in every_row(question, given).items() if key or row in before}
        return grid_answer(question, rows) if rows else None

    def display_value(self, question: Question, wording: Wording, answer: Answer) -> tuple[str, ...]:
        """A line a row; where one row is asked at a time, what was answered in it."""
        if question.asked_row is not None:
            chosen_key = rows_of(answer).get(question.asked_row)
            return (wording.option_text(question, chosen_key),) if chosen_key else ()
        return tuple(
            f"{wording.row_named(question, row)}: {wording.option_text(question, key)}"
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
        return LEFT_BLANK if key is None else chosen(question, key)

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
