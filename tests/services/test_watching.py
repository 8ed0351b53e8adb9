"""What the team sees while people answer: counted by the database, and nobody left out."""

from __future__ import annotations

from consult.rules.responses import State
from consult.services import deciding_states, responding, watching
from consult.store import responses
from surveys.answers import Answer, AnswerState
from tests.services.test_responding import IDEAS, WORKER, answered

NOT_SAID = Answer(AnswerState.PREFER_NOT_TO_SAY)


def audiences(parks):
    return dict(watching.overview(parks).audiences)


def test_every_audience_is_there_before_anybody_has_answered(parks):
    assert audiences(parks) and not any(audiences(parks).values())


def test_responses_stand_with_their_audience_and_the_others_as_not_known(parks, codes):
    for role in (WORKER, WORKER, {"role": NOT_SAID}):
        responding.submit(codes, parks, answered(codes, parks, role | IDEAS))
    found = audiences(parks)
    assert (found["I work here"], found["Not recorded"]) == (2, 1)
    assert sum(found.values()) == watching.overview(parks).counted == 3


def test_what_is_not_counted_is_in_no_audience(parks, codes):
    responding.submit(codes, parks, answered(codes, parks, WORKER | IDEAS))
    [row] = responses.counted(parks)
    deciding_states.set_state(parks, row, State.TEST, "Made to try it", by=None)
    assert not any(audiences(parks).values())
