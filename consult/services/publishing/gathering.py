"""Gathering everything that an appendix tells, from a frozen dataset and what people decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from babel import Locale

from analysis.dataset import Dataset, open_dataset
from analysis.headlines import Claim, Headline, check_claim
from analysis.tallies import group_votes
from consult import clock
from consult.appendix import contents as parts
from consult.appendix.contents import (
    AppendixContents,
    EventResult,
    GroupTally,
    LabelledCount,
    NotCounted,
    Received,
)
from consult.appendix.tables import group_tally_from_votes, headline_result, variable_used
from consult.rules.responses import CHANNEL_WORDS, State
from consult.services import questionnaires, recording_events, reviewing
from consult.services.publishing import answers
from consult.services.publishing.drawing import ChartBook
from consult.services.publishing.protecting import protected_events
from consult.services.publishing.results import Results, option_labels, results_of
from consult.services.publishing.votes import recoded_votes
from consult.services.questionnaires import LoadedVersion
from consult.services.reviewing import Review
from consult.store import answering, events, responses, understanding
from consult.store.consultations import Consultation
from consult.store.events import Event
from surveys.question_types import QUESTION_TYPES

Progress = Callable[[str, int, int], None]

EDITION_WORDS = {"standard": "Standard", "easy_read": "Easy read", "young_person": "Young person’s"}
METHOD = (
    "Answers were frozen into a dataset, and every figure here was counted from it. Responses through different "
    "channels are added up, because each is one person’s or one organisation’s answers. Counts from events are votes "
    "of those present; they stand in tables of their own and are never added to responses.",
    "Comments were grouped by a computer to suggest themes. People decided: they renamed, merged and split themes and "
    "moved comments. A theme counts the comments that a person has read; comments that only the computer has "
    "sorted are shown apart.",
    "Quotations were chosen by a person, who took out what could tell who said it.",
)
LIMITS = (
    "Someone may have answered more than once, or at an event as well as online. Where that is likely, it is said.",
    "Small numbers about groups of people are withheld so that nobody can be recognised.",
)
REASONS = {
    State.WITHDRAWN: (
        "Responses withdrawn",
        "The people who sent them took them back, and they were erased.",
    ),
    State.TEST: ("Test responses", "They were sent to try the questionnaire out."),
    State.HELD: ("Responses held back", "They are being looked into; reasons are kept with each."),
}


@dataclass(frozen=True)
class Gathered:
    """An appendix's contents with the dataset and the review that they were gathered from."""

    contents: AppendixContents
    dataset: Dataset
    review: Review


def gather(
    consultation: Consultation,
    dataset_folder: Path,
    *,
    organisation: str,
    charts_folder: Path,
    progress: Progress,
) -> Gathered:
    """Everything in the appendix of a consultation, as it follows from a dataset and what was decided."""
    dataset = open_dataset(dataset_folder)
    version = questionnaires.latest(consultation)
    received = _received(consultation)
    progress("Counting and drawing", 1, 4)
    results = results_of(dataset, version, ChartBook(charts_folder), by_channel=len(received.by_channel) > 1)
    progress("Putting themes and answers together", 2, 4)
    review = reviewing.open_review(consultation)
    rows = answering.commitments(consultation)
    contents = AppendixContents(
        organisation=organisation,
        consultation=_consultation(consultation),
        dataset_digest=dataset.digest,
        built_for=clock.in_london(_frozen_at(consultation, dataset.digest)).date(),
        questionnaire=_questionnaire(version),
        received=received,
        headlines=tuple(
            headline_result(found)
            for found in headlines(consultation, results)
            if isinstance(found, Headline)
        ),
        profile=results.profile,
        questions=results.questions,
        events=_protected_events(consultation, dataset, version),
        themes=answers.themes_of(review, rows),
        comments=answers.account_of(review),
        commitments=answers.commitments_of(rows, review),
        not_counted=tuple(_not_counted(consultation, received)),
        method=METHOD,
        limits=LIMITS,
        variables=tuple(variable_used(variable) for variable in dataset.variables),
    )
    return Gathered(contents, dataset, review)


def headlines(consultation: Consultation, results: Results) -> list[object]:
    """What became of each claim of a consultation: a `Headline` where the figures bear it out, else a `Refusal`."""
    tallies = {key: table.columns[0] for key, table in results.everyone.items()}
    return [
        check_claim(Claim(raw["key"], raw["over"], tuple(raw["of"]), raw["subject"]), tallies)
        for raw in consultation.details["headlines"]
    ]


def _frozen_at(consultation: Consultation, digest: str) -> datetime:
    return understanding.dataset(consultation, digest).frozen_at


def _consultation(consultation: Consultation) -> parts.Consultation:
    details: Mapping[str, object] = consultation.details
    return parts.Consultation(
        slug=consultation.slug,
        title=consultation.title,
        opened=clock.in_london(consultation.opens_at).date(),
        closed=clock.in_london(consultation.closes_at).date(),
        summary=consultation.summary,
        purpose=str(details.get("purpose") or ""),
        open_to_change=_texts(details.get("open_to_change")),
        not_open_to_change=_texts(details.get("not_open_to_change")),
        promoted_through=_texts(details.get("promoted_through")),
    )


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(part) for part in value)
    return (str(value),) if value else ()


def language_name(tag: str) -> str:
    """A language as it is called in English: "en" is English, "pa" Punjabi."""
    return Locale.parse(tag, sep="-").get_display_name("en") or tag


def _questionnaire(version: LoadedVersion) -> parts.QuestionnaireUsed:
    return parts.QuestionnaireUsed(
        version.questionnaire.key,
        str(version.number),
        tuple(
            parts.WordingUsed(EDITION_WORDS[edition], language_name(language))
            for edition, language in version.wordings
        ),
    )


def _received(consultation: Consultation) -> Received:
    by_state: dict[str, int] = {}
    by_channel: dict[str, int] = {}
    for state, channel, n in responses.count_by_state_and_channel(consultation):
        by_state[state] = by_state.get(state, 0) + n
        if state == State.COUNTED:
            by_channel[channel] = by_channel.get(channel, 0) + n
    return Received(
        counted=by_state.get(State.COUNTED, 0),
        withdrawn=by_state.get(State.WITHDRAWN, 0),
        test=by_state.get(State.TEST, 0),
        held=by_state.get(State.HELD, 0),
        by_channel=tuple(
            LabelledCount(channel.value, words, by_channel[channel])
            for channel, words in CHANNEL_WORDS.items()
            if channel in by_channel
        ),
    )


def _events(consultation: Consultation, dataset: Dataset, version: LoadedVersion) -> tuple[EventResult, ...]:
    names = recording_events.audiences(consultation)
    return tuple(
        EventResult(
            key=event.key,
            title=event.title,
            held_on=event.held_on,
            place=event.place,
            method=event.method,
            run_by=event.run_by,
            present=event.present,
            audiences=tuple(
                LabelledCount(key, names.get(key, key), n) for key, n in event.attendance.items()
            ),
            tallies=tuple(_votes(event, dataset, version)),
            comments=len(event.notes),
            overlap=event.overlap,
        )
        for event in events.events(consultation)
    )


def _protected_events(
    consultation: Consultation, dataset: Dataset, version: LoadedVersion
) -> tuple[EventResult, ...]:
    variables = {variable.key: variable for variable in dataset.variables}
    held = _events(consultation, dataset, version)
    return protected_events(recoded_votes(held, variables), variables)


def _votes(event: Event, dataset: Dataset, version: LoadedVersion) -> Iterator[GroupTally]:
    wording = version.first_wording
    for question in version.questionnaire.questions:
        for variable in QUESTION_TYPES[question.type].variables(question, version.questionnaire):
            for votes in group_votes(dataset, variable.key):
                if votes.event == event.key:
                    labels = option_labels(wording, question, dataset.variable(variable.key))
                    yield group_tally_from_votes(votes, wording.variable_text(variable.key), labels)


def _not_counted(consultation: Consultation, received: Received) -> Iterator[NotCounted]:
    for state, (what, reason) in REASONS.items():
        if n := getattr(received, state.value):
            yield NotCounted(what, n, reason, state=state.value)
    for batch in responses.imports(consultation):
        if batch.left_out:
            yield NotCounted(
                f"Rows of {batch.file_name}", len(batch.left_out), "They could not be read as answers."
            )
