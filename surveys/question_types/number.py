"""Number: a whole or decimal number between limits, kept as it was typed until it is understood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from wtforms import StringField

from surveys.answers import LEFT_BLANK, Answer, AnswerState
from surveys.fields import LONGEST_SMALL_ENTRY, AskedField, NotAnAnswer, Posted, one_value
from surveys.form_messages import ENGLISH, FormMessages
from surveys.question_types.base import QuestionType
from surveys.reading import Reading
from surveys.structure import Question, Scale

if TYPE_CHECKING:
    from surveys.wordings import Wording

NUMBER_FORM = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
LONGEST_NUMBER = 20
"""More digits than any count or amount needs; beyond it a decimal would be rounded without a word."""
MOST_DECIMALS = 6


def number_answer(question: Question, typed: str, label: str, messages: FormMessages) -> Answer:
    """The number that was typed; digits of any script, and commas between thousands. Raises NotAnAnswer."""
    text = typed.strip().replace("−", "-")
    if not text:
        return LEFT_BLANK
    if len(text) > LONGEST_NUMBER or not NUMBER_FORM.fullmatch(text):
        raise NotAnAnswer(messages.not_a_number.format(question=label, example=_example(question)))
    number = Decimal(text.replace(",", ""))
    _check_decimals(question, number, label, messages)
    _check_limits(question, number, label, messages)
    return Answer(AnswerState.ANSWERED, plainly(number))


def plainly(number: Decimal) -> str:
    """As a decimal string without an exponent, without zeros at its end and without a minus before zero."""
    text = format(number.normalize(), "f")
    return "0" if number == 0 else text


def _example(question: Question) -> str:
    return plainly(question.minimum if question.minimum is not None else Decimal(5))


def _check_decimals(question: Question, number: Decimal, label: str, messages: FormMessages) -> None:
    _, _, decimals = plainly(number).partition(".")
    if len(decimals) <= question.decimals:
        return
    if question.decimals == 0:
        raise NotAnAnswer(messages.whole_number.format(question=label, example=_example(question)))
    raise NotAnAnswer(messages.too_many_decimals.format(question=label, decimals=question.decimals))


def _check_limits(question: Question, number: Decimal, label: str, messages: FormMessages) -> None:
    if question.minimum is not None and number < question.minimum:
        raise NotAnAnswer(messages.number_too_small.format(question=label, least=plainly(question.minimum)))
    if question.maximum is not None and number > question.maximum:
        raise NotAnAnswer(messages.number_too_large.format(question=label, most=plainly(question.maximum)))


class NumberField(AskedField, StringField):  # type: ignore[misc]  # WTForms has no types
    """A short box. `typed` is what it shows, `decimals` whether a phone should offer a point."""

    def take_posted(self, posted: Posted) -> None:
        self.data = one_value(posted, self.name)

    def take_answer(self, answer: Answer) -> None:
        self.data = answer.value if isinstance(answer.value, str) else ""

    def is_empty(self) -> bool:
        return not (self.data or "").strip()

    def read(self) -> Answer:
        answer = number_answer(
            self.question, self.data or "", self.wording.named(self.question.key), self.messages
        )
        if self.required and answer is LEFT_BLANK:
            raise NotAnAnswer(self.say("write_number"))
        return answer

    @property
    def typed(self) -> str:
        return (self.data or "")[:LONGEST_SMALL_ENTRY]

    @property
    def decimals(self) -> int:
        return self.question.decimals


class Number(QuestionType):
    name = "number"
    analysed_as = "numeric"
    settings = frozenset({"minimum", "maximum", "decimals"})
    field_class = NumberField

    def read_settings(self, reading: Reading, question: Question, scales: Mapping[str, Scale]) -> Question:
        minimum, maximum = reading.decimal("minimum"), reading.decimal("maximum")
        if minimum is not None and maximum is not None and minimum > maximum:
            reading.refuse(
                "minimum", "the least number is greater than the greatest.", "Change one of the two."
            )
        decimals = reading.whole_number("decimals", least=0, most=MOST_DECIMALS) or 0
        return replace(question, minimum=minimum, maximum=maximum, decimals=decimals)

    def answer_from_cell(
        self, question: Question, text: str, wording: Wording | None, separator: str
    ) -> Answer:
        return number_answer(
            question, text, wording.label(question.key) if wording else question.key, ENGLISH
        )
