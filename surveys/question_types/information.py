"""Information: something to read between questions. Nothing is asked, so nothing is stored or counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from surveys.answers import NOT_ASKED, Answer
from surveys.fields import AskedField, NotAnAnswer, Posted
from surveys.question_types.base import QuestionType
from surveys.reading import Reading
from surveys.structure import Question, Questionnaire, Scale
from surveys.variables import SurveyVariable

if TYPE_CHECKING:
    from surveys.wordings import Wording


class InformationField(AskedField):
    """A heading and paragraphs (`text` and `body`); posts nothing."""

    def own_names(self) -> tuple[str, ...]:
        return ()

    def take_posted(self, posted: Posted) -> None:
        return

    def take_answer(self, answer: Answer) -> None:
        return

    def is_empty(self) -> bool:
        return True

    def read(self) -> Answer:
        return NOT_ASKED


class Information(QuestionType):
    name = "information"
    analysed_as = "none"
    condition_words = frozenset()
    asks = False
    field_class = InformationField

    def read_settings(self, reading: Reading, question: Question, scales: Mapping[str, Scale]) -> Question:
        for name in ("required", "prefer_not_to_say", "identifies", "equality"):
            if name in reading.raw:
                reading.refuse(
                    name, "information asks nothing, so this cannot be said of it.", "Take it out."
                )
        return question

    def variables(self, question: Question, questionnaire: Questionnaire) -> tuple[SurveyVariable, ...]:
        return ()

    def cells(self, question: Question, answer: Answer | None) -> dict[str, Answer]:
        return {}

    def targets(self, question: Question) -> tuple[str, ...]:
        return ()

    def answer_from_cell(
        self, question: Question, text: str, wording: Wording | None, separator: str
    ) -> Answer:
        raise NotAnAnswer(f"“{question.key}” is information and takes no answer.")
