"""The types of question. To add one: a file here, a template `questions/<type>.html`, and a line in the
registry.
"""

from __future__ import annotations

from surveys.question_types.agreement_grid import AgreementGrid
from surveys.question_types.agreement_scale import AgreementScale
from surveys.question_types.base import NeededText, QuestionType
from surveys.question_types.date import Date
from surveys.question_types.information import Information
from surveys.question_types.long_text import LongText
from surveys.question_types.number import Number
from surveys.question_types.ranking import Ranking
from surveys.question_types.several_choices import SeveralChoices
from surveys.question_types.short_text import ShortText
from surveys.question_types.single_choice import SingleChoice
from surveys.structure import Question
from surveys.variables import SurveyCategory, SurveyVariable

QUESTION_TYPES: dict[str, QuestionType] = {
    entry.name: entry
    for entry in (
        SingleChoice(),
        SeveralChoices(),
        AgreementScale(),
        AgreementGrid(),
        Ranking(),
        Number(),
        Date(),
        ShortText(),
        LongText(),
        Information(),
    )
}


def question_type(question: Question) -> QuestionType:
    return QUESTION_TYPES[question.type]


__all__ = [
    "QUESTION_TYPES",
    "NeededText",
    "QuestionType",
    "SurveyCategory",
    "SurveyVariable",
    "question_type",
]
