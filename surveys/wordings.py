"""Wordings: the texts of a questionnaire in one edition and one language, over the same keys.

Belongs here: reading a wording from JSON. Does not belong here: which texts a type of question needs
(`question_types`), or choosing between wordings (the application). The values themselves are in `wording_texts`,
and what a wording lacks in `wording_lacks`; both are given out here too, so that others need one import.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.problems import Problem
from surveys.reading import Reading, raise_if_any
from surveys.structure import Question, Questionnaire
from surveys.wording_lacks import missing_texts
from surveys.wording_pictures import (
    QUESTIONS_SHOWN_AS,
    ScaleShown,
    media_name,
    picture_name,
    pictures_by_key,
    read_scale_pictures,
    read_scales_shown,
)
from surveys.wording_texts import PageTexts, PrivacySection, QuestionTexts, Wording

__all__ = [
    "EDITIONS",
    "PageTexts",
    "PrivacySection",
    "QuestionTexts",
    "ScaleShown",
    "Wording",
    "missing_texts",
    "parse_wording",
]

EDITIONS = ("standard", "easy_read", "young_person")
PREFER_NOT_TO_SAY_IN_ENGLISH = "Prefer not to say"
LANGUAGE_FORM = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
QUESTION_TEXTS = (
    "text",
    "short",
    "hint",
    "body",
    "options",
    "rows",
    "row_shorts",
    "picture",
    "pictures",
    "row_pictures",
    "recording",
    "signed_video",
    "shown_as",
    "why",
)
WORDING_PARTS = (
    "edition",
    "language",
    "title",
    "introduction",
    "privacy",
    "privacy_more",
    "consent",
    "for_parents",
    "safeguarding",
    "support",
    "checked_by_a_person",
    "scales",
    "scale_pictures",
    "scales_shown",
    "pages",
    "questions",
    "omits",
    "prefer_not_to_say",
)
SUPPORT_TEXTS = ("question", "alone", "helped", "answered_for")


def parse_wording(raw: object, questionnaire: Questionnaire, at: str = "") -> Wording:
    """Reads a wording. Raises ProblemsFound for faults; what it lacks is for `missing_texts` to say."""
    problems: list[Problem] = []
    reading = Reading(raw, at, problems)
    reading.only(WORDING_PARTS)
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
        scale_pictures=read_scale_pictures(reading, questionnaire),
        scales_shown=read_scales_shown(reading, questionnaire),
        privacy_more=_privacy_more(reading),
        consent=reading.texts("consent"),
        for_parents=reading.texts("for_parents"),
        safeguarding=reading.text("safeguarding", required=False),
        support=_support(reading),
        checked_by_a_person=reading.flag("checked_by_a_person", usually=True),
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
        picture=picture_name(reading, "picture"),
        pictures=pictures_by_key(reading, "pictures", question.offered_keys),
        row_pictures=pictures_by_key(reading, "row_pictures", question.row_keys),
        recording=media_name(reading, "recording"),
        signed_video=media_name(reading, "signed_video"),
        shown_as=reading.one_of("shown_as", QUESTIONS_SHOWN_AS) or "",
        why=reading.text("why", required=False),
    )


def _privacy_more(reading: Reading) -> tuple[PrivacySection, ...]:
    sections = []
    for section in reading.each("privacy_more", "section"):
        section.only(("title", "paragraphs"))
        paragraphs = section.texts("paragraphs")
        if not section.raw.get("paragraphs"):
            section.refuse(
                "paragraphs", "there is nothing under this title.", "Write at least one paragraph."
            )
        sections.append(PrivacySection(section.text("title"), paragraphs))
    return tuple(sections)


def _support(reading: Reading) -> dict[str, str]:
    reading.inside("support").only(SUPPORT_TEXTS)
    return reading.texts_by_key("support")


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
