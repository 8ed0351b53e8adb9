"""Wordings: the texts of a questionnaire in one edition and one language, over the same keys.

Belongs here: reading a wording, finding a text by its key, and naming what is missing. Does not belong
here: which texts a type of question needs (`question_types`), or choosing between wordings (the
application).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from surveys.conditions import PREFER_NOT_TO_SAY_KEY
from surveys.problems import Problem
from surveys.question_types import NeededText, question_type
from surveys.reading import Reading, raise_if_any
from surveys.structure import Page, Question, Questionnaire

EDITIONS = ("standard", "easy_read", "young_person")
PREFER_NOT_TO_SAY_IN_ENGLISH = "Prefer not to say"
LANGUAGE_FORM = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
QUESTION_TEXTS = ("text", "short", "hint", "body", "options", "rows", "row_shorts")


@dataclass(frozen=True)
class PageTexts:
    title: str = ""
    introduction: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionTexts:
    text: str = ""
    short: str = ""
    hint: str = ""
    body: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    row_shorts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Wording:
    edition: str
    language: str
    title: str
    introduction: tuple[str, ...]
    privacy: tuple[str, ...]
    pages: Mapping[str, PageTexts]
    questions: Mapping[str, QuestionTexts]
    scales: Mapping[str, Mapping[str, str]]
    scale_of: Mapping[str, str]
    """The scale that each question on a scale uses, so that its options can be named."""
    omits: frozenset[str]
    prefer_not_to_say: str
    raw: Mapping[str, object] = field(repr=False, compare=False)

    def page_title(self, key: str) -> str:
        return _found(self.pages.get(key, PageTexts()).title, f"the page “{key}” has no title", self)

    def page_introduction(self, key: str) -> tuple[str, ...]:
        return self.pages.get(key, PageTexts()).introduction

    def question_text(self, key: str) -> str:
        return _found(self._texts(key).text, f"the question “{key}” has no text", self)

    def label(self, key: str) -> str:
        """The question's short name for tables, charts and error messages, else its text."""
        return self._texts(key).short or self.question_text(key)

    def hint(self, key: str) -> str:
        return self._texts(key).hint

    def body(self, key: str) -> tuple[str, ...]:
        return self._texts(key).body

    def option_text(self, question: Question | str, option_key: str) -> str:
        """The text of an option, of a scale's option, or of “prefer not to say”."""
        key = question if isinstance(question, str) else question.key
        text = self._option(key, option_key)
        return _found(text, f"the option “{option_key}” of the question “{key}” has no text", self)

    def row_text(self, question: Question | str, row_key: str) -> str:
        key = question if isinstance(question, str) else question.key
        text = self._texts(key).rows.get(row_key, "")
        return _found(text, f"the row “{row_key}” of the question “{key}” has no text", self)

    def row_label(self, question: Question | str, row_key: str) -> str:
        key = question if isinstance(question, str) else question.key
        return self._texts(key).row_shorts.get(row_key) or self.row_text(key, row_key)

    def variable_text(self, variable_key: str) -> str:
        """The short name of a variable: of a question, or of a grid's row (`priorities.voice`)."""
        question, _, row = variable_key.partition(".")
        return self.row_label(question, row) if row else self.label(question)

    def has(self, needed: NeededText, key: str) -> bool:
        """Whether the text that a question needs is there."""
        texts = self._texts(key)
        if needed.kind == "option":
            return bool(self._option(key, needed.key))
        if needed.kind == "row":
            return bool(texts.rows.get(needed.key))
        return bool(texts.text)

    def _texts(self, key: str) -> QuestionTexts:
        return self.questions.get(key, QuestionTexts())

    def _option(self, question_key: str, option_key: str) -> str:
        if option_key == PREFER_NOT_TO_SAY_KEY:
            return self.prefer_not_to_say
        of_scale = self.scales.get(self.scale_of.get(question_key, ""), {})
        return self._texts(question_key).options.get(option_key) or of_scale.get(option_key, "")


def _found(text: str, lack: str, wording: Wording) -> str:
    if not text:
        raise KeyError(f"{lack} in the wording {wording.edition}, {wording.language}")
    return text


def parse_wording(raw: object, questionnaire: Questionnaire, at: str = "") -> Wording:
    """Reads a wording. Raises ProblemsFound for faults; what it lacks is for `missing_texts` to say."""
    problems: list[Problem] = []
    reading = Reading(raw, at, problems)
    reading.only(
        (
            "edition",
            "language",
            "title",
            "introduction",
            "privacy",
            "scales",
            "pages",
            "questions",
            "omits",
            "prefer_not_to_say",
        )
    )
    wording = _wording(reading, questionnaire)
    raise_if_any(problems)
    return wording


def _wording(reading: Reading, questionnaire: Questionnaire) -> Wording:
    language = _language(reading)
    english = PREFER_NOT_TO_SAY_IN_ENGLISH if language.partition("-")[0] == "en" else ""
    return Wording(
        edition=reading.one_of("edition", EDITIONS, required=True) or "",
        language=language,
        title=reading.text("title"),
        introduction=reading.texts("introduction"),
        privacy=reading.texts("privacy"),
        pages=_pages(reading, questionnaire),
        questions=_questions(reading, questionnaire),
        scales=_scales(reading, questionnaire),
        scale_of={question.key: question.scale.key for question in questionnaire.questions if question.scale},
        omits=_omits(reading, questionnaire),
        prefer_not_to_say=reading.text("prefer_not_to_say", required=False) or english,
        raw=reading.raw,
    )


def _language(reading: Reading) -> str:
    language = reading.text("language")
    if language and not LANGUAGE_FORM.fullmatch(language):
        reading.refuse(
            "language", f"“{language[:40]}” is not a language tag.", "Write it like en, cy, pa or ur."
        )
    return language


def _known(
    found: Iterator[tuple[str, Reading]], known: tuple[str, ...], noun: str
) -> Iterator[tuple[str, Reading]]:
    for key, reading in found:
        if key in known:
            yield key, reading
        else:
            reading.refuse(
                "",
                f"the questionnaire has no {noun} “{key[:60]}”.",
                f"Known here: {', '.join(known) or 'none'}.",
            )


def _pages(reading: Reading, questionnaire: Questionnaire) -> dict[str, PageTexts]:
    keys = tuple(page.key for page in questionnaire.pages)
    pages = {}
    for key, page in _known(reading.named("pages", "page"), keys, "page"):
        page.only(("title", "introduction"))
        pages[key] = PageTexts(page.text("title", required=False), page.texts("introduction"))
    return pages


def _scales(reading: Reading, questionnaire: Questionnaire) -> dict[str, dict[str, str]]:
    scales = {}
    for key, scale in _known(reading.named("scales", "scale"), tuple(questionnaire.scales), "scale"):
        scale.only(option.key for option in questionnaire.scales[key].options)
        scales[key] = {option: scale.text(option) for option in scale.raw}
    return scales


def _questions(reading: Reading, questionnaire: Questionnaire) -> dict[str, QuestionTexts]:
    keys = tuple(question.key for question in questionnaire.questions)
    found = _known(reading.named("questions", "question"), keys, "question")
    return {key: _question_texts(texts, questionnaire.question(key)) for key, texts in found}


def _question_texts(reading: Reading, question: Question) -> QuestionTexts:
    reading.only(QUESTION_TEXTS)
    reading.inside("options").only(question.choice_keys)
    reading.inside("rows").only(question.row_keys)
    reading.inside("row_shorts").only(question.row_keys)
    return QuestionTexts(
        text=reading.text("text", required=False),
        short=reading.text("short", required=False),
        hint=reading.text("hint", required=False),
        body=reading.texts("body"),
        options=reading.texts_by_key("options"),
        rows=reading.texts_by_key("rows"),
        row_shorts=reading.texts_by_key("row_shorts"),
    )


def _omits(reading: Reading, questionnaire: Questionnaire) -> frozenset[str]:
    omits = reading.texts("omits")
    for number, key in enumerate(omits):
        if not questionnaire.has_question(key):
            reading.refuse(
                f"omits[{number}]",
                f"the questionnaire has no question “{key[:60]}”.",
                "Take it out, or mend the key.",
            )
    return frozenset(omits)


def missing_texts(questionnaire: Questionnaire, wording: Wording, at: str = "") -> tuple[Problem, ...]:
    """Every text that the wording lacks for the questions and pages that it does not declare to leave out."""
    problems: list[Problem] = []
    reading = Reading(wording.raw, at, problems, f"wording {wording.edition}, {wording.language}")
    for page in questionnaire.pages:
        _missing_on_page(page, wording, reading)
    return tuple(dict.fromkeys(problems))


def _missing_on_page(page: Page, wording: Wording, reading: Reading) -> None:
    asked = [question for question in page.questions if question.key not in wording.omits]
    if asked and not wording.pages.get(page.key, PageTexts()).title:
        reading.refuse(f"pages.{page.key}.title", f"the page “{page.key}” has no title.", "Write one.")
    for question in asked:
        for needed in question_type(question).needed_texts(question):
            if not wording.has(needed, question.key):
                _refuse_lack(reading, needed, question)


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
