"""A page of questions and the page that checks them, as their templates need them.

Belongs here: what is worked out from a draft for showing it. Does not belong here: routes (`respond`), fields
(`surveys.forms`) or the journey (`surveys.journey`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from consult.services.responding import OpenDraft
from surveys.answers import Answer
from surveys.forms import PREFIX, SurveyForm
from surveys.journey import Journey
from surveys.question_types import question_type
from surveys.structure import Page, Question, Questionnaire
from surveys.wordings import Wording

CHECK = "check"
"""Where a page was come to from, and is left to again: the page that checks all answers."""


@dataclass(frozen=True)
class QuestionPage:
    """One page to be answered. `heading_is_question` where the only question is the page's heading.

    `number` is nought where the page is not one of those that are counted.
    """

    key: str
    title: str
    introduction: tuple[str, ...]
    form: SurveyForm
    number: int
    total: int
    heading_is_question: bool
    safeguarding_before: str | None
    back_to: str | None


def wording_of(draft: OpenDraft) -> Wording:
    """The wording that the person reads now, or that the page which they sent was in."""
    return draft.wording


def question_page(draft: OpenDraft, page: Page, form: SurveyForm) -> QuestionPage:
    """What the template of a page shows."""
    journey, wording = draft.journey, wording_of(draft)
    visible, before = journey.questions_on(page), journey.page_before(page.key)
    begins = before is None or before.page_key != page.page_key
    introduction = wording.page_introduction(page.page_key) if begins else ()
    alone = len(visible) == 1 and not introduction and question_type(visible[0]).asks
    first_open = first_free_text(journey.questions)
    return QuestionPage(
        key=page.key,
        title=_text_of(visible[0], wording) if alone else wording.page_title(page.page_key),
        introduction=introduction,
        form=form,
        number=[each.key for each in journey.pages].index(page.key) + 1,
        total=len(journey.pages),
        heading_is_question=alone,
        safeguarding_before=first_open if first_open in {each.key for each in visible} else None,
        back_to=before.key if before else None,
    )


def _text_of(question: Question, wording: Wording) -> str:
    """What a question asks, with the row where it is a grid's that is asked one row at a time."""
    text = wording.question_text(question.key)
    return f"{text} {wording.row_text(question, question.asked_row)}" if question.asked_row else text


def first_free_text(questions: Iterable[Question]) -> str | None:
    """The first question that is answered in someone's own words."""
    return next((each.key for each in questions if question_type(each).analysed_as == "open"), None)


@dataclass(frozen=True)
class CheckedAnswer:
    """One answer on the page that checks them. No lines where nothing was answered."""

    page_key: str
    field_id: str
    label: str
    lines: tuple[str, ...]
    language: str


@dataclass(frozen=True)
class CheckedPage:
    title: str
    answers: tuple[CheckedAnswer, ...]


def checked_pages(draft: OpenDraft) -> tuple[CheckedPage, ...]:
    """Everything that will be sent, page by page; pages that ask nothing are left out."""
    journey, wording = draft.journey, draft.wording
    by_section: dict[str, list[CheckedAnswer]] = {section.key: [] for section in journey.sections}
    for page in journey.pages:
        by_section[page.page_key] += (
            _checked(question, page.key, wording, draft.answers)
            for question in journey.questions_on(page)
            if question_type(question).asks
        )
    return tuple(
        CheckedPage(wording.page_title(key), tuple(answers)) for key, answers in by_section.items() if answers
    )


def answers_not_sent(draft: OpenDraft) -> tuple[CheckedAnswer, ...]:
    """Answers to questions that are not asked any more, because an earlier answer was changed."""
    return _dropped(draft, _routed_past(draft))


def answers_left_out(draft: OpenDraft) -> tuple[CheckedAnswer, ...]:
    """Answers to questions that the wording which is read now leaves out. Another wording would send them."""
    _kept, dropped = draft.journey.split()
    return _dropped(draft, [key for key in dropped if key not in _routed_past(draft)])


def _routed_past(draft: OpenDraft) -> Collection[str]:
    _kept, dropped = Journey(draft.version.questionnaire, draft.answers).split()
    return dropped


def _dropped(draft: OpenDraft, keys: Iterable[str]) -> tuple[CheckedAnswer, ...]:
    questionnaire = draft.version.questionnaire
    return tuple(
        _checked(
            questionnaire.question(key),
            questionnaire.page_of(key).key,
            _wording_that_asks(draft, key),
            draft.answers,
        )
        for key in keys
    )


def _wording_that_asks(draft: OpenDraft, key: str) -> Wording:
    """A wording with the texts of a question: the one that is read, else one in its language, else any."""
    others = sorted(draft.version.wordings.values(), key=lambda one: one.language != draft.wording.language)
    return next(one for one in (draft.wording, *others) if key not in one.omits)


def _checked(
    question: Question, page_key: str, wording: Wording, answers: Mapping[str, Answer]
) -> CheckedAnswer:
    kind = question_type(question)
    lines = kind.display(question, wording, answers.get(question.key))
    field_id = kind.field_class.first_id(question)
    return CheckedAnswer(page_key, field_id, _text_of(question, wording), lines, wording.language)


@dataclass(frozen=True)
class Typed:
    """What someone had typed on a page that could not be saved."""

    label: str
    text: str


def typed_on(
    questionnaire: Questionnaire, wording: Wording, posted: Iterable[tuple[str, str]]
) -> list[Typed]:
    """What was posted in words, so that a page which cannot be saved gives it back."""
    labels = {question.key: wording.label(question.key) for question in questionnaire.questions}
    return [
        Typed(labels[key], _in_words(questionnaire.question(key), wording, value))
        for name, value in posted
        if value.strip() and name.startswith(PREFIX)
        for key in [name.removeprefix(PREFIX).partition("-")[0]]
        if key in labels
    ]


def _in_words(question: Question, wording: Wording, value: str) -> str:
    """The text of an option that was chosen, or what was written."""
    known = value in question.choice_keys
    return wording.option_text(question, value) if known else value
