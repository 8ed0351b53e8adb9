"""Gathering everything that an appendix tells, from a frozen dataset and what people decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from analysis.dataset import Dataset, open_dataset
from analysis.headlines import Headline, Refusal, check_claim
from analysis.tallies import RESPONSE_ATTRIBUTES, group_votes
from consult import clock
from consult.appendix import contents as parts
from consult.appendix.contents import (
    AppendixContents,
    EventResult,
    GroupTally,
    HeadlineResult,
    LabelledCount,
    NotCounted,
    ReachTable,
    Received,
)
from consult.appendix.tables import group_tally_from_votes, headline_result, variable_used
from consult.rules.responses import CHANNEL_WORDS, State
from consult.services import questionnaires, reaching, recording_events, reviewing
from consult.services.asking_who_answered import WHO_ANSWERED, counted_with
from consult.services.claiming import (
    claims_of,
    tallies_counted_once,
    wanted_words,
    where_counted_once,
    words_of_questions,
)
from consult.services.deciding_figures import tables_in_appendix
from consult.services.deciding_likenesses import left_out_where_counted_once
from consult.services.publishing import answers, releases
from consult.services.publishing.breakdowns import EDITION_WORDS, language_name
from consult.services.publishing.campaigns import campaigns_of, with_and_without
from consult.services.publishing.drawing import ChartBook
from consult.services.publishing.protecting import protected_events
from consult.services.publishing.releases import RefusedHeadline, Release
from consult.services.publishing.results import Results, option_labels, results_of
from consult.services.publishing.votes import recoded_votes
from consult.services.questionnaires import LoadedVersion
from consult.services.reaching import Side
from consult.services.reviewing import Review
from consult.store import answering, events, response_counts, responses, understanding
from consult.store.consultations import Consultation
from consult.store.events import Event
from surveys.question_types import QUESTION_TYPES

Progress = Callable[[str, int, int], None]

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
    """An appendix's contents with the dataset and the review that they were gathered from, and what its tables tell."""

    contents: AppendixContents
    dataset: Dataset
    review: Review
    release: Release


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
    received = received_of(consultation)
    progress("Counting and drawing", 1, 4)
    known, gone = _chosen_places(consultation, dataset)
    results = results_of(
        dataset,
        version_counted(version, dataset),
        ChartBook(charts_folder),
        by_channel=len(received.by_channel) > 1,
        before=releases.published_before(consultation),
        also=known,
    )
    progress("Putting themes and answers together", 2, 4)
    review = reviewing.open_review(consultation)
    rows = answering.commitments(consultation)
    held = protected_events_held(consultation, dataset, version)
    left_out = left_out_where_counted_once(consultation)
    contents = AppendixContents(
        organisation=organisation,
        consultation=described(consultation),
        dataset_digest=dataset.digest,
        built_for=clock.in_london(_frozen_at(consultation, dataset.digest)).date(),
        questionnaire=questionnaire_used(version),
        received=received,
        headlines=tuple(_printed(consultation, version, results, dataset)),
        profile=results.profile,
        reach=_reach(consultation, version, results, held, ChartBook(charts_folder)),
        questions=results.questions,
        events=held,
        themes=answers.themes_of(review, rows, left_out),
        comments=answers.account_of(review),
        commitments=answers.commitments_of(rows, review),
        not_counted=tuple(_not_counted(consultation, received)),
        campaigns=campaigns_of(consultation),
        with_and_without=with_and_without(dataset, version, results.everyone, left_out),
        method=METHOD,
        limits=LIMITS,
        variables=tuple(variable_used(variable) for variable in dataset.variables),
    )
    release = replace(
        results.release,
        refused=_refused(consultation, version, results),
        not_there=tuple(f"{key} by {by}" for key, by in gone),
    )
    return Gathered(contents, dataset, review, release)


def _reach(
    consultation: Consultation,
    version: LoadedVersion,
    results: Results,
    held: tuple[EventResult, ...],
    charts: ChartBook,
) -> tuple[ReachTable, ...]:
    if not reaching.is_in_appendix(consultation):
        return ()
    profile = {table.columns[0].variable: table for table in results.profile}
    return reaching.reach_tables(consultation, version, Side(profile, held), charts)


def version_counted(version: LoadedVersion, dataset: Dataset) -> LoadedVersion:
    """The version with all that its dataset counts: whether somebody helped, too, where it was said."""
    is_there = any(variable.key == WHO_ANSWERED for variable in dataset.variables)
    return counted_with(version) if is_there else version


def _chosen_places(
    consultation: Consultation, dataset: Dataset
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The tables that officers chose, and those of them that cannot be given: one of their variables is gone."""
    known = {*(variable.key for variable in dataset.variables), *RESPONSE_ATTRIBUTES}
    chosen = tables_in_appendix(consultation)
    there = [place for place in chosen if set(place) <= known]
    return there, [place for place in chosen if place not in there]


def headlines(
    consultation: Consultation, version: LoadedVersion, results: Results
) -> list[Headline | Refusal]:
    """What became of each claim of a consultation: a `Headline` where the figures bear it out, else a `Refusal`."""
    tallies = {key: table.columns[0] for key, table in results.everyone.items()}
    words = words_of_questions(version, tallies)
    return [check_claim(claim, tallies, words) for claim in claims_of(consultation)]


def _printed(
    consultation: Consultation, version: LoadedVersion, results: Results, dataset: Dataset
) -> Iterator[HeadlineResult]:
    """The headlines that the figures bear out, each with whether it rests on a campaign."""
    once = tallies_counted_once(consultation, dataset)
    words = words_of_questions(version, results.everyone)
    for claim, found in zip(claims_of(consultation), headlines(consultation, version, results), strict=True):
        if isinstance(found, Headline):
            yield replace(headline_result(found), counted_once=where_counted_once(claim, once, words))


def _refused(
    consultation: Consultation, version: LoadedVersion, results: Results
) -> tuple[RefusedHeadline, ...]:
    return tuple(
        RefusedHeadline(wanted_words(claim), found.reason)
        for claim, found in zip(
            claims_of(consultation), headlines(consultation, version, results), strict=True
        )
        if isinstance(found, Refusal)
    )


def _frozen_at(consultation: Consultation, digest: str) -> datetime:
    return understanding.dataset(consultation, digest).frozen_at


def described(consultation: Consultation) -> parts.Consultation:
    """The exercise itself as its appendix tells it."""
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


def questionnaire_used(version: LoadedVersion) -> parts.QuestionnaireUsed:
    """The version and the wordings in which it could be answered."""
    return parts.QuestionnaireUsed(
        version.questionnaire.key,
        str(version.number),
        tuple(
            parts.WordingUsed(EDITION_WORDS[edition], language_name(language))
            for edition, language in version.wordings
        ),
    )


def received_of(consultation: Consultation) -> Received:
    """Every response that reached us, by what became of it and by channel."""
    by_state: dict[str, int] = {}
    by_channel: dict[str, int] = {}
    for state, channel, n in response_counts.by_state_and_channel(consultation):
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


def events_held(
    consultation: Consultation, dataset: Dataset, version: LoadedVersion
) -> tuple[EventResult, ...]:
    """Every event with its votes as they were counted: for the team only."""
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


def protected_events_held(
    consultation: Consultation, dataset: Dataset, version: LoadedVersion
) -> tuple[EventResult, ...]:
    """Every event as it can be published."""
    variables = {variable.key: variable for variable in dataset.variables}
    held = events_held(consultation, dataset, version)
    return protected_events(recoded_votes(held, variables), variables)


def _votes(event: Event, dataset: Dataset, version: LoadedVersion) -> Iterator[GroupTally]:
    wording = version.first_wording
    for question in version.questionnaire.counted_questions:
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
