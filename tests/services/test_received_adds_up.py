"""Received = counted + withdrawn + test + held, after any sequence of what people can do to responses.

Ten thousand sequences on the real database (SQLite, without waiting for the disk). What each response should be is
kept beside it in a plain dictionary, so a figure that adds up by chance is found too.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, text

from consult.rules.likenesses import LEAST_CAMPAIGN, Decision
from consult.rules.responses import Channel, State, may_become
from consult.services import deciding_likenesses, deciding_states, questionnaires, responding
from consult.services.deciding_states import StateProblem
from consult.store import database, likenesses, response_counts, responses
from consult.store.audit import AuditEntry
from consult.store.likenesses import LikenessDecision, LikenessGroup
from consult.store.responses import Response, ResponseState
from consult.store.transactions import transaction
from surveys.answers import Answer, AnswerState

EXAMPLES = 10_000
STEPS = 5
MOST = 7
REASON = "Tried out"

places = st.integers(0, MOST - 1)


class Deciding(RuleBasedStateMachine):
    """What officers and respondents do, in any order. `expected` is what each response should then be."""

    parks = codes = version = None
    always: tuple[str, ...] = ()
    received = 0

    @initialize()
    def begin(self):
        """The same responses as before, with nothing decided about them: quicker than new ones."""
        self.expected = dict.fromkeys(self.always, State.COUNTED)
        self.held_by: dict[int, set[str]] = {}
        with transaction():
            for table in (LikenessDecision, AuditEntry, ResponseState):
                database.db.session.execute(delete(table))
            database.db.session.execute(delete(Response).where(Response.reference.not_in(self.always)))
        database.db.session.expunge_all()

    @rule()
    def receive(self):
        with transaction():
            self.expected[self.new_response()] = State.COUNTED

    @classmethod
    def new_response(cls):
        cls.received += 1
        answers = {"role": Answer(AnswerState.ANSWERED, "parent")}
        row = responding.new_response(
            cls.codes, cls.parks, cls.version, answers, submission_key=f"key {cls.received}",
            channel=Channel.ONLINE, edition="standard", language="en",
        )  # fmt: skip
        responses.add_response(row, [])
        return row.reference

    @precondition(lambda self: self.expected)
    @rule(place=places, state=st.sampled_from(State))
    def put_right(self, place, state):
        reference = list(self.expected)[place % len(self.expected)]
        row = responses.by_reference(self.parks, reference)
        if may_become(self.expected[reference], state):
            deciding_states.set_state(self.parks, row, state, REASON, by=None)
            self.expected[reference] = state
            for held in self.held_by.values():
                held.discard(reference)
        else:
            with pytest.raises(StateProblem):
                deciding_states.set_state(self.parks, row, state, REASON, by=None)

    @precondition(lambda self: len(self.expected) > 1)
    @rule(chosen=st.sets(places, min_size=2), decision=st.sampled_from(Decision))
    def decide(self, chosen, decision):
        references = list(self.expected)
        members = list(dict.fromkeys(references[place % len(references)] for place in sorted(chosen)))
        if len(members) < (LEAST_CAMPAIGN if decision is Decision.CAMPAIGN else 2):
            return
        for earlier in deciding_likenesses.standing(self.parks):
            if set(earlier.members) & set(members):
                self._count_again(earlier.id)
        name = f"Campaign {self.received} {len(likenesses.decisions(self.parks))}"
        group = LikenessGroup(key=name, members=members)
        deciding_likenesses.decide(self.parks, group, decision, name=name, reason=f"Decided: {name}", by=None)
        latest = likenesses.decisions(self.parks)[-1]
        self.held_by[latest.id] = set()
        if decision is Decision.COPIES:
            for reference in members[1:]:
                if self.expected[reference] is State.COUNTED:
                    self.expected[reference] = State.HELD
                    self.held_by[latest.id].add(reference)

    @rule(place=places)
    def take_back(self, place):
        standing = deciding_likenesses.standing(self.parks)
        if standing:
            decision = standing[place % len(standing)]
            deciding_likenesses.take_back(self.parks, decision, by=None)
            self._count_again(decision.id)

    def _count_again(self, decision_id):
        for reference in self.held_by.pop(decision_id):
            self.expected[reference] = State.COUNTED

    def teardown(self):
        found = Counter()
        for state, _, n in response_counts.by_state_and_channel(self.parks):
            found[State(state)] += n
        assert found == Counter(self.expected.values())
        assert sum(found.values()) == len(self.expected)
        counted = {row.reference for row in responses.counted(self.parks)}
        assert counted == {one for one, state in self.expected.items() if state is State.COUNTED}


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_received_adds_up_after_any_sequence(parks, codes, in_app):
    with database.db.engine.connect() as connection:
        connection.execute(text("PRAGMA synchronous = OFF"))
    Deciding.parks, Deciding.codes = parks, codes
    Deciding.version = questionnaires.latest(parks)
    with transaction():
        Deciding.always = tuple(Deciding.new_response() for _ in range(MOST))
    run_state_machine_as_test(
        Deciding,
        settings=hypothesis_settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
