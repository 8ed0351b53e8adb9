"""What was received is counted, withdrawn, test or held, whatever is decided in whatever order."""

from __future__ import annotations

import random

import pytest

from consult.rules.responses import Channel, State
from consult.services import deciding_states, questionnaires, responding
from consult.services.deciding_states import StateProblem
from consult.store import database, response_counts, responses
from consult.store.responses import Comment
from consult.store.transactions import transaction
from surveys.answers import Answer, AnswerState


@pytest.fixture
def ten_responses(parks, codes):
    version = questionnaires.latest(parks)
    answers = {
        "role": Answer(AnswerState.ANSWERED, "parent"),
        "why": Answer(AnswerState.ANSWERED, "Because."),
    }
    with transaction():
        for number in range(10):
            row = responding.new_response(
                codes, parks, version, answers, submission_key=f"key {number}", channel=Channel.PAPER,
                edition="standard", language="en",
            )  # fmt: skip
            responses.add_response(row, responding.comments_of(row, version, answers))
    return list(responses.counted(parks))


def totals(parks):
    found = dict.fromkeys(State, 0)
    for state, _, n in response_counts.by_state_and_channel(parks):
        found[State(state)] += n
    return found


def test_received_is_always_the_sum_of_the_four_states(parks, ten_responses):
    choose = random.Random(1)
    for _ in range(60):
        row, state = choose.choice(ten_responses), choose.choice(list(State))
        try:
            deciding_states.set_state(parks, row, state, "Tried out", by=None)
        except StateProblem:
            continue
        assert sum(totals(parks).values()) == 10
        assert len(list(responses.counted(parks))) == totals(parks)[State.COUNTED]


def test_withdrawing_erases_what_was_said_and_leaves_the_fact(parks, ten_responses):
    row = ten_responses[0]
    deciding_states.set_state(parks, row, State.WITHDRAWN, "The person asked", by=None)
    database.db.session.expire_all()
    assert responses.by_reference(parks, row.reference).answers == {}
    remaining = database.db.session.scalars(database.db.select(Comment).where(Comment.response_id == row.id))
    assert list(remaining) == []
    assert totals(parks)[State.WITHDRAWN] == 1
    with pytest.raises(StateProblem, match="cannot become counted"):
        deciding_states.set_state(parks, row, State.COUNTED, "Changed my mind", by=None)


def test_a_held_response_comes_back_with_its_comment(parks, ten_responses):
    row = ten_responses[0]
    deciding_states.set_state(parks, row, State.HELD, "Looks like a copy", by=None)
    assert len(responses.comments(parks)) == 9
    deciding_states.set_state(parks, row, State.COUNTED, "It is not", by=None)
    assert len(responses.comments(parks)) == 10


def test_a_state_needs_a_reason(parks, ten_responses):
    with pytest.raises(StateProblem, match="Say why"):
        deciding_states.set_state(parks, ten_responses[0], State.TEST, " ", by=None)
