"""Answering themes: commitments and what happened since. Nothing is deleted; what is removed can be put back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from consult import clock
from consult.codes import new_reference
from consult.rules import commitments as rules
from consult.rules.commitments import CommitmentKind, CommitmentStatus
from consult.services import reviewing
from consult.store import answering, audit
from consult.store.accounts import Account
from consult.store.answering import Commitment, CommitmentUpdate
from consult.store.consultations import Consultation
from consult.store.transactions import transaction


class CommitmentProblem(ValueError):
    """A commitment cannot be kept; `fields` says where and why."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(fields.values()))
        self.fields = dict(fields)


def commit(
    consultation: Consultation,
    theme_key: str,
    kind: CommitmentKind,
    text: str,
    *,
    owner: str = "",
    due_on: date | None = None,
    by: Account | None,
) -> Commitment:
    """Answer a theme. Raises `CommitmentProblem`."""
    _check(consultation, theme_key, kind, text, owner, due_on)
    commitment = Commitment(
        consultation_id=consultation.id,
        key=new_reference(),
        theme_key=theme_key,
        kind=kind.value,
        text=text.strip(),
        owner=owner.strip(),
        due_on=due_on,
        created_by=by.id if by else None,
        created_at=clock.now(),
    )
    with transaction():
        answering.add(commitment)
        _audit("commitment made", consultation, commitment, by)
    return commitment


def change(
    consultation: Consultation,
    commitment: Commitment,
    theme_key: str,
    kind: CommitmentKind,
    text: str,
    *,
    owner: str = "",
    due_on: date | None = None,
    by: Account,
) -> None:
    """Correct a commitment. Raises `CommitmentProblem`."""
    _check(consultation, theme_key, kind, text, owner, due_on)
    with transaction():
        commitment.theme_key, commitment.kind, commitment.text = theme_key, kind.value, text.strip()
        commitment.owner, commitment.due_on = owner.strip(), due_on
        _audit("commitment changed", consultation, commitment, by)


def remove(consultation: Consultation, commitment: Commitment, *, by: Account) -> None:
    with transaction():
        commitment.removed_at = clock.now()
        _audit("commitment removed", consultation, commitment, by)


def put_back(consultation: Consultation, commitment: Commitment, *, by: Account) -> None:
    with transaction():
        commitment.removed_at = None
        _audit("commitment put back", consultation, commitment, by)


def update(
    consultation: Consultation,
    commitment: Commitment,
    status: CommitmentStatus,
    text: str,
    *,
    difference: str = "",
    made_on: date | None = None,
    by: Account | None,
) -> CommitmentUpdate:
    """Say what happened since and what difference it made. Raises `CommitmentProblem`."""
    if not text.strip():
        raise CommitmentProblem({"text": "Say what has happened since"})
    now = clock.now()
    row = CommitmentUpdate(
        commitment_id=commitment.id,
        made_on=made_on or clock.in_london(now).date(),
        status=status.value,
        text=text.strip(),
        difference=difference.strip(),
        account_id=by.id if by else None,
        recorded_at=now,
    )
    with transaction():
        answering.add(row)
        _audit("commitment updated", consultation, commitment, by)
    return row


def _check(
    consultation: Consultation,
    theme_key: str,
    kind: CommitmentKind,
    text: str,
    owner: str,
    due_on: date | None,
) -> None:
    problems = rules.problems(kind, text, owner, due_on)
    codebook = reviewing.codebook(consultation)
    if theme_key not in codebook.themes or not codebook.themes[codebook.standing(theme_key)].stands:
        problems["theme"] = "Choose a theme that stands"
    if problems:
        raise CommitmentProblem(problems)


def _audit(action: str, consultation: Consultation, commitment: Commitment, by: Account | None) -> None:
    audit.record(
        action,
        {"commitment": commitment.key},
        consultation_id=consultation.id,
        account_id=by.id if by else None,
        now=clock.now(),
    )
