"""Single choice: one option of several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from surveys.answers import Answer
from surveys.question_types.base import QuestionType
from surveys.question_types.choices import OneChoiceField, chosen, key_of, read_options
from surveys.reading import Reading
from surveys.structure import Question, Scale

if TYPE_CHECKING:
    from surveys.wordings import Wording


class SingleChoice(QuestionType):
    name = "single_choice"
    analysed_as = "closed"
    settings = frozenset({"options"})
    condition_words = frozenset({"is", "is_one_of", "answered"})
    field_class = OneChoiceField

    def read_settings(self, reading: Reading, question: Question, scales: Mapping[str, Scale]) -> Question:
        return replace(question, options=read_options(reading))

    def display_value(self, question: Question, wording: Wording, answer: Answer) -> tuple[str, ...]:
        return (wording.option_text(question, key_of(answer)),)

    def answer_from_cell(
        self, question: Question, text: str, wording: Wording | None, separator: str
    ) -> Answer:
        return chosen(question, self.option_from_text(question, text, wording))
