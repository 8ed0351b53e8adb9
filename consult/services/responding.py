"""Answering: starting, saving a page, submitting once, coming back to the receipt.

Nothing here counts. The journey is derived from the answers at each step by `surveys.journey`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from consult import clock
from consult.codes import Codes, new_reference, new_token
from consult.rules import lifecycle
from consult.rules.responses import Channel
from consult.services import questionnaires
from consult.services.questionnaires import LoadedVersion
from consult.store import responses
from consult.store.consultations import Consultation
from consult.store.responses import Comment, Draft, Response
from consult.store.transactions import AlreadyThere, transaction
from surveys.answers import Answer, AnswerState, answers_from_json, answers_to_json
from surveys.journey import Journey
from surveys.question_types import QUESTION_TYPES


class NotOpen(Exception):
    """The consultation cannot be answered now."""


class DraftIsGone(Exception):
    """There is no draft for this token: it was submitted, deleted after 14 days, or never was."""


class ChangedElsewhere(Exception):
    """The draft was saved in another tab since this page was opened. Nothing was overwritten."""


class NotComplete(Exception):
    """A page is still to be answered before the response can be submitted."""


@dataclass(frozen=True)
class OpenDraft:
    """A draft with all that a page needs to show it."""

    row: Draft
    version: LoadedVersion
    answers: Mapping[str, Answer]

    @property
    def journey(self) -> Journey:
        wording = self.version.wordings[(self.row.edition, self.row.language)]
        return Journey(self.version.questionnaire, self.answers, omits=frozenset(wording.omits))


@dataclass(frozen=True)
class Receipt:
    """What a respondent takes away. `code` is not stored anywhere."""

    code: str
    submitted_at: datetime


def start(codes: Codes, consultation: Consultation, edition: str, language: str) -> str:
    """Begin a response and give the token of its draft. Raises `NotOpen` or `KeyError` for an unknown wording."""
    now = clock.now()
    if not lifecycle.may_start(consultation.opens_at, consultation.closes_at, now):
        raise NotOpen
    version = questionnaires.latest(consultation)
    if version.wording(edition, language) is None:
        raise KeyError(f"{edition} in {language}")
    token = new_token()
    with transaction():
        responses.add_draft(
            Draft(
                token_hash=codes.draft_hash(token),
                version_id=version.version_id,
                edition=edition,
                language=language,
                answers={},
                started_at=now,
                saved_at=now,
            )
        )
    return token


def open_draft(codes: Codes, consultation: Consultation, token: str) -> OpenDraft:
    """The draft that a token leads to. Raises `DraftIsGone`, or `NotOpen` once the time to finish is over."""
    found = responses.draft_by_token(consultation, codes.draft_hash(token))
    if found is None:
        raise DraftIsGone
    row, digest = found
    version = questionnaires.known(row.version_id, digest)
    if not lifecycle.may_continue(consultation.opens_at, consultation.closes_at, row.started_at, clock.now()):
        raise NotOpen
    return OpenDraft(row, version, answers_from_json(row.answers))


def save_page(draft: OpenDraft, answers: Mapping[str, Answer], *, revision: int) -> OpenDraft:
    """Keep the answers of one page. Raises `ChangedElsewhere` where another tab saved first."""
    together = {**draft.answers, **answers}
    with transaction():
        if not responses.save_draft_answers(
            draft.row, answers_to_json(together), revision=revision, now=clock.now()
        ):
            raise ChangedElsewhere
    return OpenDraft(draft.row, draft.version, together)


def submitted_already(codes: Codes, token: str) -> Receipt | None:
    """The receipt of a draft that was submitted before, however often it is asked for."""
    return _receipt_for(codes, codes.submission_key(token))


def submit(codes: Codes, consultation: Consultation, token: str) -> Receipt:
    """Submit a draft once. A second click, a retry or a replay gives the same receipt.

    Raises `DraftIsGone`, `NotOpen` or `NotComplete`; then nothing was submitted.
    """
    key = codes.submission_key(token)
    try:
        draft = open_draft(codes, consultation, token)
    except DraftIsGone:
        if (receipt := _receipt_for(codes, key)) is not None:
            return receipt
        raise
    if not draft.journey.is_complete:
        raise NotComplete
    return _submit_once(codes, consultation, draft, key)


def _submit_once(codes: Codes, consultation: Consultation, draft: OpenDraft, key: str) -> Receipt:
    kept, _dropped = draft.journey.split()
    response = new_response(
        codes,
        consultation,
        draft.version,
        kept,
        submission_key=key,
        channel=Channel.ONLINE,
        edition=draft.row.edition,
        language=draft.row.language,
    )
    try:
        with transaction():
            responses.add_response(response, comments_of(response, draft.version, kept))
            responses.delete_draft(draft.row)
    except AlreadyThere:
        if (receipt := _receipt_for(codes, key)) is None:
            raise
        return receipt
    return Receipt(codes.receipt_code(key), response.submitted_at)


def new_response(
    codes: Codes,
    consultation: Consultation,
    version: LoadedVersion,
    answers: Mapping[str, Answer],
    *,
    submission_key: str,
    channel: Channel,
    edition: str,
    language: str,
    submitted_at: datetime | None = None,
    import_id: int | None = None,
) -> Response:
    """A response row that is not stored yet."""
    return Response(
        reference=new_reference(),
        consultation_id=consultation.id,
        version_id=version.version_id,
        edition=edition,
        language=language,
        channel=channel.value,
        answers=answers_to_json(answers),
        submission_key_hash=codes.submission_hash(submission_key),
        receipt_hash=codes.receipt_hash(codes.receipt_code(submission_key)),
        submitted_at=submitted_at or clock.now(),
        import_id=import_id,
    )


def comments_of(response: Response, version: LoadedVersion, answers: Mapping[str, Answer]) -> list[Comment]:
    """What a response says in its own words, a comment for each open question that has an answer."""
    return [
        Comment(
            reference=f"{response.reference}:{question.key}",
            consultation_id=response.consultation_id,
            question=question.key,
            text=str(answer.value),
            language=response.language,
        )
        for question in version.questionnaire.questions
        if QUESTION_TYPES[question.type].analysed_as == "open"
        and (answer := answers.get(question.key)) is not None
        and answer.state is AnswerState.ANSWERED
    ]


def _receipt_for(codes: Codes, submission_key: str) -> Receipt | None:
    row = responses.by_submission_key(codes.submission_hash(submission_key))
    return Receipt(codes.receipt_code(submission_key), row.submitted_at) if row else None


def delete_old_drafts() -> int:
    """Delete drafts that nobody came back to for 14 days. Says how many."""
    with transaction():
        return responses.delete_drafts_before(clock.now() - lifecycle.DRAFTS_ARE_KEPT)
