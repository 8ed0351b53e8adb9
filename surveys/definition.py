"""Reads the definition of a questionnaire from JSON, naming everything that is wrong with it and where.

Belongs here: reading pages, questions and scales, and the checks that need the whole of them. Does not
belong here: the settings of one type of question (`question_types`). The values themselves are in
`structure` and are given out here too, so that others need one import.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from surveys.condition_checks import check_condition
from surveys.conditions import parse_show_if
from surveys.problems import Problem
from surveys.question_types import QUESTION_TYPES
from surveys.reading import Reading, raise_if_any, refuse_repeats, too_deep
from surveys.structure import (
    IDENTIFYING,
    IDENTITY,
    NEVER_REQUIRED,
    SCALE_MEANINGS,
    Option,
    Page,
    Question,
    Questionnaire,
    Row,
    Scale,
    ScaleOption,
)

__all__ = [
    "Option",
    "Page",
    "Question",
    "Questionnaire",
    "Row",
    "Scale",
    "ScaleOption",
    "parse_questionnaire",
]

QUESTIONNAIRE_KEY_FORM = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
SETTINGS_OF_ALL = ("key", "type", "required", "show_if", "prefer_not_to_say", "identifies", "equality")


def parse_questionnaire(raw: object, at: str = "") -> Questionnaire:
    """Reads a questionnaire; `at` is the path of its place in a larger file. Raises ProblemsFound with all
    faults.
    """
    problems: list[Problem] = []
    if too_deep(raw):
        problems.append(Problem(at, "there are too many levels inside one another.", "Write it more simply."))
        raise_if_any(problems)
    reading = Reading(raw, at, problems)
    questionnaire = _questionnaire(reading)
    _check_repeats(questionnaire, reading)
    _check_equality_page(questionnaire, reading)
    _check_conditions(questionnaire, reading)
    raise_if_any(problems)
    return questionnaire


def _questionnaire(reading: Reading) -> Questionnaire:
    reading.only(("key", "scales", "pages"))
    scales = _scales(reading)
    pages = tuple(_page(page, scales) for page in reading.each("pages", "page", at_least=1))
    return Questionnaire(_slug(reading), scales, pages, reading.raw)


def _slug(reading: Reading) -> str:
    """The questionnaire's own key, which may have hyphens, as it is often the consultation's."""
    key = reading.text("key")
    if key and not (QUESTIONNAIRE_KEY_FORM.fullmatch(key) and len(key) <= 80):
        reading.refuse(
            "key",
            f"“{key[:60]}” cannot be the key of a questionnaire.",
            "Use small letters, digits and single hyphens, at most 80 in all.",
        )
    return key


def _scales(reading: Reading) -> dict[str, Scale]:
    scales = {}
    for key, scale in reading.named("scales", "scale"):
        scale.only(("options",))
        scale.allows_key(key)
        scales[key] = Scale(key, _scale_options(scale))
    return scales


def _scale_options(reading: Reading) -> tuple[ScaleOption, ...]:
    options = []
    for raw in reading.each("options", "scale option", at_least=2):
        raw.only(("key", "counts_as"))
        meaning = raw.one_of("counts_as", SCALE_MEANINGS, required=True)
        options.append(ScaleOption(raw.key(), meaning or "neutral"))
    refuse_repeats(reading, "options", [option.key for option in options], "option")
    return tuple(options)


def _page(reading: Reading, scales: Mapping[str, Scale]) -> Page:
    reading.only(("key", "show_if", "questions"))
    questions = tuple(
        _question(question, scales) for question in reading.each("questions", "question", at_least=1)
    )
    return Page(reading.key(), questions, parse_show_if(reading))


def _question(reading: Reading, scales: Mapping[str, Scale]) -> Question:
    name = reading.one_of("type", QUESTION_TYPES, required=True) or ""
    equality = reading.flag("equality")
    question = Question(
        key=reading.key(),
        type=name,
        required=reading.flag("required"),
        show_if=parse_show_if(reading),
        prefer_not_to_say=reading.flag("prefer_not_to_say", usually=equality),
        identifies=reading.one_of("identifies", IDENTIFYING) or ("other" if equality else None),
        equality=equality,
    )
    _refuse_pressure(question, reading)
    if name not in QUESTION_TYPES:
        return question
    kind = QUESTION_TYPES[name]
    reading.only((*SETTINGS_OF_ALL, *kind.settings))
    return kind.read_settings(reading, question, scales)


def _refuse_pressure(question: Question, reading: Reading) -> None:
    """Nobody has to tell what they are, or who."""
    if question.required and (question.equality or question.identifies in NEVER_REQUIRED):
        about = "an equality question" if question.equality else f"a question about {question.identifies}"
        reading.refuse(
            "required", f"{about} may never be required.", "Take “required” out: nobody has to tell us this."
        )
    if question.equality and not question.prefer_not_to_say:
        reading.refuse(
            "prefer_not_to_say",
            "an equality question always offers “prefer not to say”.",
            "Take “prefer_not_to_say” out, or make it true.",
        )
    if question.equality and question.identifies == IDENTITY:
        reading.refuse(
            "equality", "a question about who someone is says nothing of equality.", "Take “equality” out."
        )


def _check_equality_page(questionnaire: Questionnaire, reading: Reading) -> None:
    """All equality questions are on one page, so that they can be passed over together."""
    pages = [
        page.key for page in questionnaire.pages if any(question.equality for question in page.questions)
    ]
    if len(pages) > 1:
        reading.refuse(
            "pages",
            f"there are equality questions on {len(pages)} pages: {', '.join(pages)}.",
            "Put all of them on one page.",
        )


def _check_repeats(questionnaire: Questionnaire, reading: Reading) -> None:
    refuse_repeats(reading, "pages", [page.key for page in questionnaire.pages], "page")
    refuse_repeats(reading, "pages", [question.key for question in questionnaire.questions], "question")


def _check_conditions(questionnaire: Questionnaire, reading: Reading) -> None:
    page_numbers = {
        question.key: number for number, page in enumerate(questionnaire.pages) for question in page.questions
    }
    questions = {
        question.key: question for question in questionnaire.questions if question.type in QUESTION_TYPES
    }
    for number, (page, page_reading) in enumerate(
        zip(questionnaire.pages, reading.each("pages", "page"), strict=True)
    ):
        check_condition(page.show_if, page_reading, number, page_numbers, questions)
        for question, question_reading in zip(
            page.questions, page_reading.each("questions", "question"), strict=True
        ):
            check_condition(question.show_if, question_reading, number, page_numbers, questions)
