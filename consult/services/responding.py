"""Answering: starting, saving a page, submitting once, coming back to the receipt.

Nothing here counts. The journey is derived from the answers at each step by `surveys.journey`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from consult import clock
from consult.codes import Codes, new_reference, new_resume_code
from consult.rules import lifecycle
from consult.rules.responses import Channel
from consult.services import looking_through, offering, questionnaires
from consult.services.questionnaires import Edition, LoadedVersion
from consult.store import responses
from consult.store.consultations import Consultation
from consult.store.responses import Comment, Draft, Response
from consult.store.transactions import AlreadyThere, transaction
from surveys.answers import Answer, AnswerState, answers_from_json, answers_to_json
from surveys.journey import Journey
from surveys.question_types import QUESTION_TYPES
from surveys.wordings import Wording


class NotOpen(Exception):
    """The consultation cannot be answered now. `language` is that of the wording, where one was begun."""

    def __init__(self, language: str = "") -> None:
        super().__init__("the consultation cannot be answered now")
        self.language = language


class DraftIsGone(Exception):
    """There is no draft for this token: it was submitted, deleted after 14 days, or never was."""


class ChangedElsewhere(Exception):
    """The draft was saved in another tab since this page was opened. Nothing was overwritten."""


class NotAgreed(Exception):
    """Answers are kept by agreement in this consultation, and nobody has agreed yet."""


class NotComplete(Exception):
    """A page is still to be answered before the response can be submitted."""


@dataclass(frozen=True)
class OpenDraft:
    """A draft with all that a page needs to show it.

    `shown_in` and `one_at_a_time` say in which wording and layout a page of it was shown, where that is not the
    draft's own: another tab may have changed the wording since.
    """

    row: Draft
    version: LoadedVersion
    answers: Mapping[str, Answer]
    shown_in: Edition | None = None
    one_at_a_time: bool | None = None

    @property
    def wording(self) -> Wording:
        return self.version.wordings[self.shown_in or (self.row.edition, self.row.language)]

    @cached_property
    def journey(self) -> Journey:
        wording, steps = self.wording, self.one_at_a_time
        steps = wording.one_question_a_page if steps is None else steps
        return Journey(self.version.questionnaire, self.answers, wording.omits, one_at_a_time=steps)

    def read_in(self, edition: Edition, *, one_at_a_time: bool) -> OpenDraft:
        """The same draft as a page in another wording or layout shows it. Nothing is changed."""
        return replace(self, shown_in=edition, one_at_a_time=one_at_a_time)


@dataclass(frozen=True)
class Receipt:
    """What a respondent takes away. `code` is not stored anywhere; `edition` and `language` name the wording."""

    code: str
    submitted_at: datetime
    edition: str
    language: str


def start(codes: Codes, consultation: Consultation, edition: str, language: str) -> str:
    """Begin a response and give the token of its draft. Raises `NotOpen` or `KeyError` for an unknown wording."""
    now = clock.now()
    if not lifecycle.may_start(
        consultation.opens_at, consultation.closes_at, now, ready=consultation.is_ready
    ):
        raise NotOpen
    version = questionnaires.latest(consultation)
    wording = version.wording(edition, language)
    if wording is None or not offering.is_offered(consultation, version, wording):
        raise KeyError(f"{edition} in {language}")
    token = new_resume_code()
    with transaction():
        responses.delete_drafts_before(now - lifecycle.DRAFTS_ARE_KEPT)
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
        raise NotOpen(row.language)
    if row.saved_at < clock.now() - lifecycle.DRAFTS_ARE_KEPT:
        raise DraftIsGone
    return OpenDraft(row, version, answers_from_json(row.answers))


def save_page(
    draft: OpenDraft, answers: Mapping[str, Answer], *, revision: int, wording: Wording | None = None
) -> OpenDraft:
    """Keep the answers of one page, and with `wording` go on reading in another one.

    Raises `ChangedElsewhere` where another tab saved first.
    """
    together = {**draft.answers, **answers}
    _save(draft.row, {"answers": answers_to_json(together), **_read_in(wording)}, revision)
    return OpenDraft(draft.row, draft.version, together)


def asks_consent(consultation: Consultation) -> bool:
    """Whether answers are kept because people agree to it, so that they have to be asked."""
    return bool(consultation.details.get("lawful_basis") == "consent")


def refuse_without_consent(consultation: Consultation, draft: OpenDraft) -> None:
    """Raises `NotAgreed` where people have to agree first and this person has not."""
    if asks_consent(consultation) and not draft.row.consent:
        raise NotAgreed


def save_consent(draft: OpenDraft, who: str, *, revision: int) -> None:
    """Keep who agreed, and when. Raises `ChangedElsewhere` where another tab saved first."""
    _save(draft.row, {"consent": who, "consented_at": clock.now()}, revision)


def give_up(draft: OpenDraft) -> None:
    """Delete a response that was begun and is not wanted any more."""
    with transaction():
        responses.delete_draft(draft.row)


def save_support(draft: OpenDraft, support: str, *, revision: int, wording: Wording | None = None) -> None:
    """Keep whether someone helped, and with `wording` go on in another one; then nothing chosen is still open.

    Raises `ChangedElsewhere` where another tab saved first.
    """
    undecided = wording is not None and not support
    _save(draft.row, {"support": None if undecided else support, **_read_in(wording)}, revision)


def _read_in(wording: Wording | None) -> dict[str, object]:
    return {} if wording is None else {"edition": wording.edition, "language": wording.language}


def _save(row: Draft, changes: Mapping[str, object], revision: int) -> None:
    with transaction():
        if not responses.save_draft(row, changes, revision=revision, now=clock.now()):
            raise ChangedElsewhere


def submitted_already(codes: Codes, token: str) -> Receipt | None:
    """The receipt of a draft that was submitted before, however often it is asked for."""
    return _receipt_for(codes, codes.submission_key(token))


def submit(codes: Codes, consultation: Consultation, token: str) -> Receipt:
    """Submit a draft once. A second click, a retry or a replay gives the same receipt.

    Raises `DraftIsGone`, `NotOpen`, `NotAgreed` or `NotComplete`; then nothing was submitted.
    """
    key = codes.submission_key(token)
    try:
        draft = open_draft(codes, consultation, token)
    except DraftIsGone:
        if (receipt := _receipt_for(codes, key)) is not None:
            return receipt
        raise
    refuse_without_consent(consultation, draft)
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
        draft=draft.row,
    )
    try:
        with transaction():
            looking_through.keep_response(response, comments_of(response, draft.version, kept))
            responses.delete_draft(draft.row)
    except AlreadyThere:
        if (receipt := _receipt_for(codes, key)) is None:
            raise
        return receipt
    return _receipt(codes, key, response)


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
    draft: Draft | None = None,
) -> Response:
    """A response row that is not stored yet; with a draft, what that says beside the answers."""
    return Response(
        reference=new_reference(),
        consultation_id=consultation.id,
        version_id=version.version_id,
        edition=edition,
        language=language,
        channel=channel.value,
        answers=answers_to_json(answers),
        support=(draft.support or "") if draft else "",
        consent=draft.consent if draft else "",
        consented_at=draft.consented_at if draft else None,
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
        for question in version.questionnaire.counted_questions
        if QUESTION_TYPES[question.type].analysed_as == "open"
        and (answer := answers.get(question.key)) is not None
        and answer.state is AnswerState.ANSWERED
    ]


def _receipt(codes: Codes, key: str, row: Response) -> Receipt:
    return Receipt(codes.receipt_code(key), row.submitted_at, row.edition, row.language)


def _receipt_for(codes: Codes, submission_key: str) -> Receipt | None:
    row = responses.by_submission_key(codes.submission_hash(submission_key))
    return _receipt(codes, submission_key, row) if row else None


def delete_old_drafts() -> int:
    """Delete drafts that nobody came back to for 14 days. Says how many."""
    with transaction():
        return responses.delete_drafts_before(clock.now() - lifecycle.DRAFTS_ARE_KEPT)
