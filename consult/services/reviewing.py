"""Reviewing themes: what people decide about the machine's suggestions, one recorded action at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consult import clock
from consult.rules import review
from consult.rules.review import Action, ActionKind, Codebook, ReviewProblem, Suggestion
from consult.store import audit, responses, understanding
from consult.store.accounts import Account
from consult.store.consultations import Consultation
from consult.store.responses import Comment
from consult.store.transactions import AlreadyThere, transaction
from consult.store.understanding import ReviewAction

ANALYSIS = "analysis"


@dataclass(frozen=True)
class Review:
    """A consultation's comments, its codebook now, and the decisions that led there.

    `sentiment` is the reading aid of the adopted analysis, from -1 to 1, by comment; it is never counted.
    `typical` are the comments that the analysis found most typical, by theme key.
    """

    comments: Mapping[str, Comment]
    codebook: Codebook
    actions: tuple[Action, ...]
    rows: tuple[ReviewAction, ...]
    sentiment: Mapping[str, float]
    typical: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]

    @property
    def undone(self) -> frozenset[int]:
        return review.undone_numbers(self.actions)

    @property
    def last_to_undo(self) -> ReviewAction | None:
        """The latest decision that still holds and that a person can take back."""
        for row in reversed(self.rows):
            if row.kind not in (ActionKind.UNDO, ActionKind.ADOPT) and row.number not in self.undone:
                return row
        return None


def open_review(consultation: Consultation) -> Review:
    """Everything a person needs to review themes."""
    comments = {comment.reference: comment for comment in responses.comments(consultation)}
    rows = tuple(understanding.review_actions(consultation))
    actions = tuple(_action(row) for row in rows)
    jobs = [int(action.payload["job"]) for action in actions if action.kind is ActionKind.ADOPT]
    proposals = {job: _suggestions(job) for job in jobs}
    codebook = review.codebook_after(comments, proposals, actions)
    typical, words, sentiment = _reading_aids(jobs)
    return Review(comments, codebook, actions, rows, sentiment, typical, words)


def codebook(consultation: Consultation) -> Codebook:
    return open_review(consultation).codebook


def _action(row: ReviewAction) -> Action:
    return Action(row.number, ActionKind(row.kind), row.payload, row.account_id)


def theme_key(job_id: int, number: int) -> str:
    """The key of a suggested theme; a theme that a person adds is named after the action."""
    return f"s{job_id}_{number}"


def _suggestions(job_id: int) -> tuple[Suggestion, ...]:
    members: dict[int, list[str]] = {}
    for coding in understanding.suggested_codings(job_id):
        if coding.theme_number is not None:
            members.setdefault(coding.theme_number, []).append(coding.comment_reference)
    return tuple(
        Suggestion(theme_key(job_id, theme.number), theme.name, tuple(members.get(theme.number, ())))
        for theme in understanding.suggested_themes(job_id)
    )


def _reading_aids(
    jobs: Sequence[int],
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], dict[str, float]]:
    typical: dict[str, tuple[str, ...]] = {}
    words: dict[str, tuple[str, ...]] = {}
    sentiment: dict[str, float] = {}
    for job in jobs:
        for theme in understanding.suggested_themes(job):
            typical[theme_key(job, theme.number)] = tuple(theme.typical)
            words[theme_key(job, theme.number)] = tuple(theme.words)
        for coding in understanding.suggested_codings(job):
            if coding.sentiment is not None:
                sentiment[coding.comment_reference] = coding.sentiment
    return typical, words, sentiment


def decide(
    consultation: Consultation, kind: ActionKind, payload: Mapping[str, Any], *, by: Account | None
) -> Review:
    """Record a decision after trying it. Raises `ReviewProblem`; then nothing was recorded."""
    try:
        with transaction():
            before = open_review(consultation)
            number = understanding.next_review_number(consultation)
            _try(before, Action(number, kind, payload, by.id if by else None))
            understanding.add_review_action(
                ReviewAction(
                    consultation_id=consultation.id,
                    number=number,
                    kind=kind.value,
                    payload=dict(payload),
                    account_id=by.id if by else None,
                    decided_at=clock.now(),
                )
            )
            audit.record(
                f"themes: {kind.value}",
                {"action": number},
                consultation_id=consultation.id,
                account_id=by.id if by else None,
                now=clock.now(),
            )
    except AlreadyThere as error:
        raise ReviewProblem(
            "Someone else decided something at the same moment. Look again, then repeat it."
        ) from error
    return open_review(consultation)


def _try(before: Review, action: Action) -> None:
    if action.kind is ActionKind.UNDO:
        _check_undo(before, action)
    review.codebook_after(before.comments, before.codebook.proposals, [*before.actions, action])


def _check_undo(before: Review, action: Action) -> None:
    number = int(action.payload["number"])
    if number not in {other.number for other in before.actions}:
        raise ReviewProblem("There is no such step to undo.")
    if number in before.undone:
        raise ReviewProblem("This step was undone already.")
    try:
        review.codebook_after(before.comments, before.codebook.proposals, [*before.actions, action])
    except (ReviewProblem, KeyError) as error:
        raise ReviewProblem("A later step builds on this one. Undo the later step first.") from error


def adopt(consultation: Consultation, job_id: int, *, by: Account | None) -> Review:
    """Make an analysis the one whose suggestions are shown."""
    job = understanding.job(job_id)
    if (
        job is None
        or job.consultation_id != consultation.id
        or job.state != "finished"
        or job.kind != ANALYSIS
    ):
        raise ReviewProblem("There is no finished analysis of that number.")
    return _adopt(consultation, job_id, by)


def _adopt(consultation: Consultation, job_id: int, by: Account | None) -> Review:
    now = clock.now()
    with transaction():
        understanding.add_review_action(
            ReviewAction(
                consultation_id=consultation.id,
                number=understanding.next_review_number(consultation),
                kind=ActionKind.ADOPT.value,
                payload={"job": job_id},
                account_id=by.id if by else None,
                decided_at=now,
            )
        )
    return open_review(consultation)
