"""Deciding what responses that look alike are, and taking a decision back. Who and why is kept; nothing is deleted."""

from __future__ import annotations

from collections.abc import Sequence

from consult import clock
from consult.rules.likenesses import LEAST_CAMPAIGN, Decision, counted_once
from consult.rules.responses import State
from consult.services import deciding_states
from consult.store import audit, likenesses, responses
from consult.store.accounts import Account
from consult.store.consultations import Consultation
from consult.store.likenesses import LikenessDecision, LikenessGroup
from consult.store.responses import ResponseState
from consult.store.transactions import transaction

TAKEN_BACK = "The decision that it was one response, sent several times, was taken back"


class LikenessProblem(ValueError):
    """A group cannot be held to be that; the message says why."""


def decide(
    consultation: Consultation,
    group: LikenessGroup,
    decision: Decision,
    *,
    name: str,
    reason: str,
    by: Account | None,
) -> None:
    """Record what a group is. A decision about any of its members that stood before is taken back first.

    Raises `LikenessProblem`; then nothing changed.
    """
    _refuse(group, decision, name, reason)
    stands = standing(consultation)
    replaced = [one for one in stands if set(one.members) & set(group.members)]
    others = {one.name for one in stands if one.decision == Decision.CAMPAIGN and one not in replaced}
    if decision is Decision.CAMPAIGN and name.strip() in others:
        raise LikenessProblem("Another campaign has this name. Give each a name of its own.")
    with transaction():
        for earlier in replaced:
            _take_back(consultation, earlier, by)
        likenesses.add_decision(
            LikenessDecision(
                consultation_id=consultation.id,
                group_key=group.key,
                members=list(group.members),
                decision=decision.value,
                name=name.strip(),
                reason=reason.strip(),
                account_id=by.id if by else None,
                decided_at=clock.now(),
            )
        )
        if decision is Decision.COPIES:
            _hold_back(consultation, group.members[1:], reason.strip(), by)
        _audit("likeness decided", consultation, group.key, decision.value, by)


def _refuse(group: LikenessGroup, decision: Decision, name: str, reason: str) -> None:
    if not reason.strip():
        raise LikenessProblem("Say why. The reason is kept with the decision.")
    if decision is Decision.CAMPAIGN and not name.strip():
        raise LikenessProblem("Give the campaign a name. It stands in the appendix.")
    if decision is Decision.CAMPAIGN and len(group.members) < LEAST_CAMPAIGN:
        raise LikenessProblem(
            f"These are {len(group.members)}. A campaign is shown with and without from {LEAST_CAMPAIGN} on: with "
            "fewer, the difference would tell what a few people said."
        )


def take_back(consultation: Consultation, decision: LikenessDecision, *, by: Account | None) -> None:
    """Undo a decision: what it held back is counted again, unless somebody decided otherwise since."""
    if decision.taken_back_at is not None:
        raise LikenessProblem("This decision was taken back already.")
    with transaction():
        _take_back(consultation, decision, by)


def _take_back(consultation: Consultation, decision: LikenessDecision, by: Account | None) -> None:
    decision.taken_back_at, decision.taken_back_by = clock.now(), by.id if by else None
    if decision.decision == Decision.COPIES:
        _count_again(consultation, decision, by)
    _audit("likeness decision taken back", consultation, decision.group_key, decision.decision, by)


def _hold_back(
    consultation: Consultation, references: Sequence[str], reason: str, by: Account | None
) -> None:
    for reference in references:
        row = responses.by_reference(consultation, reference)
        if row is not None and responses.state_of(row) == State.COUNTED:
            deciding_states.change_state(consultation, row, State.HELD, reason, by=by)


def _count_again(consultation: Consultation, decision: LikenessDecision, by: Account | None) -> None:
    for reference in decision.members[1:]:
        row = responses.by_reference(consultation, reference)
        if row is not None and _was_held_by(decision, responses.states_of(row)):
            deciding_states.change_state(consultation, row, State.COUNTED, TAKEN_BACK, by=by)


def _was_held_by(decision: LikenessDecision, states: Sequence[ResponseState]) -> bool:
    """Whether the last word on a response was this decision's, and nobody's after it."""
    if not states:
        return False
    last = states[-1]
    said = (last.state, last.reason, last.account_id)
    return said == (State.HELD, decision.reason, decision.account_id)


def standing(consultation: Consultation) -> list[LikenessDecision]:
    """The decisions that stand, the oldest first."""
    return [one for one in likenesses.decisions(consultation) if one.taken_back_at is None]


def campaigns(consultation: Consultation) -> list[LikenessDecision]:
    """What stands as a campaign, the largest first."""
    found = [one for one in standing(consultation) if one.decision == Decision.CAMPAIGN]
    return sorted(found, key=lambda one: (-len(one.members), one.id))


def left_out_where_counted_once(consultation: Consultation) -> frozenset[str]:
    """References of the responses that are left out where each campaign is counted once."""
    counted = {row.reference for row in responses.counted(consultation)}
    return counted_once(counted & set(one.members) for one in campaigns(consultation))


def _audit(
    action: str, consultation: Consultation, group_key: str, decision: str, by: Account | None
) -> None:
    audit.record(
        action,
        {"group": group_key, "decision": decision},
        consultation_id=consultation.id,
        account_id=by.id if by else None,
        now=clock.now(),
    )
