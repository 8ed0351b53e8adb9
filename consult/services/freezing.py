"""Freezing what was said into a dataset: the digest-named snapshot that every figure is counted from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from analysis import dataset as datasets
from analysis.dataset import (
    Category,
    Cell,
    CommentRecord,
    DatasetReference,
    GroupTallyRecord,
    ResponseRecord,
    Variable,
)
from consult import clock
from consult.services import asking_who_answered, questionnaires
from consult.services.asking_who_answered import WHO_ANSWERED
from consult.services.questionnaires import LoadedVersion
from consult.store import events, response_counts, responses, understanding
from consult.store.consultations import Consultation
from consult.store.responses import Comment, Response
from consult.store.transactions import transaction
from consult.store.understanding import Dataset
from surveys.answers import Answer, answers_from_json
from surveys.definition import Questionnaire
from surveys.question_types import QUESTION_TYPES


def freeze(consultation: Consultation, folder: Path) -> DatasetReference:
    """Write the dataset of everything that counts now and record it. The same answers give the same digest."""
    version = counted_version(consultation)
    comments = responses.comments(consultation)
    reference = datasets.write_dataset(
        folder,
        variables_of(version.questionnaire),
        response_records(version, responses.counted(consultation)),
        [_comment_record(comment) for comment in comments],
        list(_group_tallies(consultation)),
    )
    _record(consultation, reference, len(comments))
    return reference


def counted_version(consultation: Consultation) -> LoadedVersion:
    """The questionnaire as it is counted: with who answered, once somebody has said it."""
    version = questionnaires.latest(consultation)
    said = [way for way in response_counts.by_support(consultation) if way]
    return asking_who_answered.counted_with(version) if said else version


def _record(consultation: Consultation, reference: DatasetReference, comments: int) -> None:
    counted = sum(
        n for state, _, n in response_counts.by_state_and_channel(consultation) if state == "counted"
    )
    with transaction():
        understanding.record_dataset(
            Dataset(
                consultation_id=consultation.id,
                digest=reference.digest,
                responses=counted,
                comments=comments,
                frozen_at=clock.now(),
            )
        )


def variables_of(questionnaire: Questionnaire) -> list[Variable]:
    """Every variable of a questionnaire as the analysis knows it."""
    return [
        Variable(
            variable.key,
            variable.kind,
            tuple(Category(category.key, category.counts_as) for category in variable.categories),
            variable.identifies,
        )
        for question in questionnaire.counted_questions
        for variable in QUESTION_TYPES[question.type].variables(question, questionnaire)
    ]


def response_records(version: LoadedVersion, rows: Iterable[Response]) -> Iterator[ResponseRecord]:
    """Responses as the analysis reads them, one by one."""
    for row in rows:
        answers = answers_from_json(row.answers)
        if version.questionnaire.has_question(WHO_ANSWERED):
            answers[WHO_ANSWERED] = asking_who_answered.said_by(row)
        yield ResponseRecord(
            row.reference, row.channel, row.edition, row.language, _cells(version.questionnaire, answers)
        )


def _cells(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> dict[str, Cell]:
    return {
        key: Cell(answer.state.value, answer.value)
        for question in questionnaire.counted_questions
        for key, answer in QUESTION_TYPES[question.type].cells(question, answers.get(question.key)).items()
    }


def source_of(comment: Comment) -> str:
    """The reference of the response, or the key of the event, that a comment comes from."""
    return comment.reference.split(":", 1)[0]


def _comment_record(comment: Comment) -> CommentRecord:
    from_event = comment.event_id is not None
    return CommentRecord(
        reference=comment.reference,
        response_reference=None if from_event else source_of(comment),
        event=source_of(comment) if from_event else None,
        question=comment.question,
        text=comment.text,
        language=comment.language,
    )


def _group_tallies(consultation: Consultation) -> Iterator[GroupTallyRecord]:
    for event in events.events(consultation):
        for tally in event.tallies:
            yield GroupTallyRecord(event.key, tally.variable, tally.present, tally.counts)
