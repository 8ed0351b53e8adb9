"""Deciding what becomes of a response: counted, test, held, or withdrawn by the person who gave it."""

from __future__ import annotations

from consult import clock
from consult.appendix.checking_files import CHECKING_FILES
from consult.rules.responses import State, may_become
from consult.store import answering, audit, flags, responses, understanding
from consult.store.accounts import Account
from consult.store.consultations import Consultation
from consult.store.responses import Response, ResponseState
from consult.store.transactions import transaction


class StateProblem(ValueError):
    """A response cannot take that state; the message says why."""


def set_state(
    consultation: Consultation, response: Response, state: State, reason: str, *, by: Account | None
) -> None:
    """Record what becomes of a response, with who and why. Withdrawing erases what was said.

    Raises `StateProblem`.
    """
    with transaction():
        change_state(consultation, response, state, reason, by=by)


def change_state(
    consultation: Consultation, response: Response, state: State, reason: str, *, by: Account | None
) -> None:
    """As `set_state`, as a part of the transaction of whoever decides about several."""
    current = State(responses.state_of(response))
    if not may_become(current, state):
        raise StateProblem(f"This response is {current.value} and cannot become {state.value}")
    if not reason.strip():
        raise StateProblem("Say why. The reason is kept with the response.")
    if state is State.WITHDRAWN and answering.published(consultation) is not None:
        raise StateProblem("The results are published. A response can be withdrawn until then.")
    now = clock.now()
    responses.record_state(
        ResponseState(
            response_id=response.id,
            state=state.value,
            reason=reason.strip(),
            account_id=by.id if by else None,
            recorded_at=now,
        )
    )
    if state is State.WITHDRAWN:
        responses.erase_answers(response)
        flags.forget_notes(response)
        understanding.forget_quotations(consultation, response)
        # What was built from it holds its answers too. Datasets in the data folder follow (`erasing`).
        answering.forget_single_responses(consultation, CHECKING_FILES)
    audit.record(
        f"response {state.value}",
        {"response": response.reference},
        consultation_id=consultation.id,
        account_id=by.id if by else None,
        now=now,
    )
