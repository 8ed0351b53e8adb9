"""What someone with a receipt code can do: see what they said, withdraw it, and see what became of it.

Belongs here: one person's own response and what was decided about it. Does not belong here: finding a response by its
code (`using_codes`), what officers decide (`deciding_states`), anybody else's words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from consult.rules.responses import State
from consult.rules.review import Codebook, Coding, Theme
from consult.services import deciding_states, questionnaires, reviewing
from consult.services.using_codes import Sent
from consult.store import answering, responses, typed_codes
from consult.store.answering import Commitment
from consult.store.consultations import Consultation
from consult.store.responses import Comment
from surveys.answers import answers_from_json
from surveys.journey import Journey
from surveys.question_types import question_type

WITHDRAWN_BY_THE_PERSON = "Withdrawn by the person who gave it, with the receipt code"


@dataclass(frozen=True)
class Said:
    """One question with what was answered to it; no lines where nothing was."""

    question: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class SaidOnPage:
    title: str
    answers: tuple[Said, ...]


def state_of(sent: Sent) -> State:
    return State(responses.state_of(sent.response))


class Results(StrEnum):
    """Where the results stand for whoever gave a response, and whether their answers are counted in them."""

    NOT_YET = "not yet"
    TAKEN_DOWN = "taken down"
    WITH_THIS = "with this response"
    WITHOUT_THIS = "without this response"


def results_for(sent: Sent) -> Results:
    """What was not counted, or not here, when the results were built is not in them, whatever it is now."""
    shown = answering.published(sent.consultation)
    if shown is None:
        return Results.TAKEN_DOWN if answering.was_published(sent.consultation) else Results.NOT_YET
    was = State(responses.state_of(sent.response, at=shown.built_at))
    in_time = sent.response.submitted_at <= shown.built_at
    return Results.WITH_THIS if in_time and was is State.COUNTED else Results.WITHOUT_THIS


def may_withdraw(sent: Sent) -> bool:
    """Whether the answers can still be taken back: they are there, and nothing is published yet."""
    return state_of(sent) is not State.WITHDRAWN and not is_published(sent.consultation)


def is_published(consultation: Consultation) -> bool:
    return answering.published(consultation) is not None


def what_was_said(sent: Sent) -> tuple[SaidOnPage, ...]:
    """Every question that was asked, page by page, in the wording that was answered. Nothing once it is withdrawn."""
    if state_of(sent) is State.WITHDRAWN:
        return ()
    row = sent.response
    version = questionnaires.by_id(row.version_id)
    wording = version.wording(row.edition, row.language) or version.first_wording
    answers = answers_from_json(row.answers)
    journey = Journey(version.questionnaire, answers, omits=frozenset(wording.omits))
    pages = (
        SaidOnPage(
            wording.page_title(page.key),
            tuple(
                Said(
                    wording.question_text(question.key),
                    question_type(question).display(question, wording, answers.get(question.key)),
                )
                for question in journey.questions_on(page)
                if question_type(question).asks
            ),
        )
        for page in journey.pages
    )
    return tuple(page for page in pages if page.answers)


def withdraw(sent: Sent) -> bool:
    """Erase what was said and leave the fact. Says whether it was withdrawn now; not where it cannot be any more."""
    try:
        deciding_states.set_state(
            sent.consultation, sent.response, State.WITHDRAWN, WITHDRAWN_BY_THE_PERSON, by=None
        )
    except deciding_states.StateProblem:
        return False
    return True


class Reading(StrEnum):
    """Where one comment stands with those who read."""

    NOT_PUBLISHED = "not published"
    NOT_COUNTED = "not counted"
    NOT_READ = "not read"
    IN_THEMES = "in themes"
    NO_THEME = "no theme"
    SET_ASIDE = "set aside"


@dataclass(frozen=True)
class AnsweredTheme:
    """A theme that a comment carries, with what the organisation answered to it."""

    name: str
    definition: str
    commitments: tuple[Commitment, ...]


@dataclass(frozen=True)
class Became:
    """What became of one thing that somebody said. `because` is why it was set aside."""

    question: str
    text: str
    reading: Reading
    themes: tuple[AnsweredTheme, ...] = ()
    because: str = ""


def what_became(sent: Sent) -> tuple[Became, ...]:
    """Each comment of the response, with its themes and their answers once they are published."""
    row = sent.response
    version = questionnaires.by_id(row.version_id)
    wording = version.wording(row.edition, row.language) or version.first_wording
    comments = typed_codes.comments_of(row)
    said = [(one, wording.question_text(one.question)) for one in comments]
    if not is_published(sent.consultation):
        return tuple(Became(question, one.text, Reading.NOT_PUBLISHED) for one, question in said)
    if state_of(sent) is not State.COUNTED:
        return tuple(Became(question, one.text, Reading.NOT_COUNTED) for one, question in said)
    if not said:
        return ()
    codebook = reviewing.codebook(sent.consultation)
    answers = _answers_by_theme(sent.consultation, codebook)
    return tuple(_became(one, question, codebook, answers) for one, question in said)


def _answers_by_theme(consultation: Consultation, codebook: Codebook) -> dict[str, list[Commitment]]:
    """Commitments by the theme that they answer, following themes that were merged since."""
    answers: dict[str, list[Commitment]] = {}
    for row in answering.commitments(consultation):
        key = codebook.standing(row.theme_key) if row.theme_key in codebook.themes else row.theme_key
        answers.setdefault(key, []).append(row)
    return answers


def _became(
    comment: Comment, question: str, codebook: Codebook, answers: dict[str, list[Commitment]]
) -> Became:
    coding = codebook.codings.get(comment.reference, Coding())
    if coding.set_aside_because is not None:
        return Became(question, comment.text, Reading.SET_ASIDE, because=coding.set_aside_because)
    if not coding.read:
        return Became(question, comment.text, Reading.NOT_READ)
    themes = _standing_themes(coding, codebook)
    if not themes:
        return Became(question, comment.text, Reading.NO_THEME)
    answered = tuple(
        AnsweredTheme(theme.name, theme.definition, tuple(answers.get(theme.key, ()))) for theme in themes
    )
    return Became(question, comment.text, Reading.IN_THEMES, answered)


def _standing_themes(coding: Coding, codebook: Codebook) -> list[Theme]:
    """The themes that people decided on, once each, without those that were set aside."""
    keys = sorted({codebook.standing(key) for key in coding.themes})
    return [codebook.themes[key] for key in keys if codebook.themes[key].stands]
