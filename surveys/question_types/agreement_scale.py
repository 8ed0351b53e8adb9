"""Agreement scale: one option of a scale that the questionnaire defines once and several questions share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from surveys.answers import Answer
from surveys.question_types.base import QuestionType
from surveys.question_types.choices import OneChoiceField, chosen, key_of
from surveys.reading import Reading
from surveys.structure import Question, Scale

if TYPE_CHECKING:
    from surveys.wordings import Wording


def read_scale(reading: Reading, scales: Mapping[str, Scale]) -> Scale | None:
    """The scale that a question names; one that is not defined is refused."""
    name = reading.text("scale")
    if name and name not in scales:
        known = ", ".join(scales) or "none are defined"
        reading.refuse(
            "scale", f"there is no scale “{name[:60]}”.", f"Define it under “scales”. Known: {known}."
        )
    return scales.get(name)


class AgreementScale(QuestionType):
    name = "agreement_scale"
    analysed_as = "scale"
    settings = frozenset({"scale"})
    condition_words = frozenset({"is", "is_one_of", "answered"})
    field_class = OneChoiceField

    def read_settings(self, reading: Reading, question: Question, scales: Mapping[str, Scale]) -> Question:
        return replace(question, scale=read_scale(reading, scales))

    def display_value(self, question: Question, wording: Wording, answer: Answer) -> tuple[str, ...]:
        return (wording.option_text(question, key_of(answer)),)

    def answer_from_cell(
        self, question: Question, text: str, wording: Wording | None, separator: str
    ) -> Answer:
        return chosen(question, self.option_from_text(question, text, wording))
