"""What a wording lacks before a consultation may open: texts, and in easy read pictures.

Belongs here: naming each lack with its place. Does not belong here: faults in what is there (`wordings`), or which
texts a type of question needs (`question_types`).
"""

from __future__ import annotations

from surveys.conditions import PREFER_NOT_TO_SAY_KEY
from surveys.problems import Problem
from surveys.question_types import NeededText, question_type
from surveys.reading import Reading
from surveys.structure import Page, Question, Questionnaire
from surveys.wording_texts import EASY_READ, PageTexts, Wording

NAME_A_PICTURE = "Easy read has a picture beside everything: name a bundled picture or a file."


def missing_texts(
    questionnaire: Questionnaire,
    wording: Wording,
    at: str = "",
    *,
    asks_consent: bool = False,
    includes_under_13s: bool = False,
) -> tuple[Problem, ...]:
    """Every text and picture that the wording lacks for what it does not declare to leave out.

    `asks_consent` and `includes_under_13s` are what the consultation says of itself.
    """
    problems: list[Problem] = []
    reading = Reading(wording.raw, at, problems, f"wording {wording.edition}, {wording.language}")
    _missing_from_the_start(wording, reading, asks_consent, includes_under_13s)
    for page in questionnaire.pages:
        _missing_on_page(page, wording, reading)
    return tuple(dict.fromkeys(problems))


def _missing_from_the_start(
    wording: Wording, reading: Reading, asks_consent: bool, includes_under_13s: bool
) -> None:
    if asks_consent and not wording.consent:
        reading.refuse(
            "consent",
            "the consultation rests on consent, and this wording does not ask for it.",
            "Write under “consent” what people agree to.",
        )
    if includes_under_13s and not wording.for_parents:
        reading.refuse(
            "for_parents",
            "children under 13 may answer, and this wording has nothing for their parents.",
            "Write under “for_parents” what a parent is told and asked.",
        )


def _missing_on_page(page: Page, wording: Wording, reading: Reading) -> None:
    asked = [question for question in page.questions if question.key not in wording.omits]
    if asked and not wording.pages.get(page.key, PageTexts()).title:
        reading.refuse(f"pages.{page.key}.title", f"the page “{page.key}” has no title.", "Write one.")
    for question in asked:
        for needed in question_type(question).needed_texts(question):
            if not wording.has(needed, question.key):
                _refuse_lack(reading, needed, question)
        if question.identifies == "identity" and not wording.why(question.key):
            _refuse_no_reason(reading, question)
        if wording.edition == EASY_READ:
            _missing_pictures(question, wording, reading)


def _refuse_lack(reading: Reading, needed: NeededText, question: Question) -> None:
    cure = "Write one, or name the question under “omits”."
    if needed.kind == "text":
        path, what = f"questions.{question.key}.text", f"the question “{question.key}”"
    elif needed.key == PREFER_NOT_TO_SAY_KEY:
        path, what, cure = needed.key, "“prefer not to say”", "Write how this language says it."
    elif needed.kind == "option" and question.scale:
        scale = question.scale.key
        path, what = f"scales.{scale}.{needed.key}", f"the option “{needed.key}” of the scale “{scale}”"
    else:
        path = f"questions.{question.key}.{needed.kind}s.{needed.key}"
        what = f"the {needed.kind} “{needed.key}” of the question “{question.key}”"
    reading.refuse(path, f"{what} has no text.", cure)


def _refuse_no_reason(reading: Reading, question: Question) -> None:
    reading.refuse(
        f"questions.{question.key}.why",
        f"the question “{question.key}” asks who someone is, and this wording does not say why.",
        "Write under “why” what it is needed for.",
    )


def _missing_pictures(question: Question, wording: Wording, reading: Reading) -> None:
    place = f"questions.{question.key}"
    if not wording.picture(question.key):
        reading.refuse(f"{place}.picture", f"the question “{question.key}” has no picture.", NAME_A_PICTURE)
    for key in question.offered_keys:
        if not wording.option_picture(question, key):
            _refuse_unpictured(reading, question, key)
    for row in question.row_keys:
        if not wording.row_picture(question, row):
            words = f"the row “{row}” of the question “{question.key}” has no picture."
            reading.refuse(f"{place}.row_pictures.{row}", words, NAME_A_PICTURE)


def _refuse_unpictured(reading: Reading, question: Question, key: str) -> None:
    if question.scale:
        scale = question.scale.key
        path, what = f"scale_pictures.{scale}.{key}", f"of the scale “{scale}”"
    else:
        path, what = f"questions.{question.key}.pictures.{key}", f"of the question “{question.key}”"
    reading.refuse(path, f"the option “{key}” {what} has no picture.", NAME_A_PICTURE)
