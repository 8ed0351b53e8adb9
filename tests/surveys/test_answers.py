"""Answers come back from JSON as they went in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answers import NOT_ASKED, Answer, AnswerState, answers_from_json, answers_to_json

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
VALUES = st.none() | st.text() | st.lists(KEYS).map(tuple) | st.dictionaries(KEYS, st.none() | KEYS)
ANSWERS = st.builds(
    Answer, st.sampled_from([state for state in AnswerState if state is not AnswerState.NOT_ASKED]), VALUES
)


@given(st.dictionaries(KEYS, ANSWERS))
def test_json_gives_back_the_same_answers(answers: dict[str, Answer]) -> None:
    assert answers_from_json(json.loads(json.dumps(answers_to_json(answers)))) == answers


def test_the_five_states_are_the_five_of_the_design() -> None:
    assert [state.value for state in AnswerState] == [
        "answered",
        "left_blank",
        "not_asked",
        "dont_know",
        "prefer_not_to_say",
    ]


def test_what_was_not_asked_is_left_out() -> None:
    assert answers_to_json({"role": NOT_ASKED}) == {}


@pytest.mark.parametrize(
    "stored",
    [
        "answered",
        {"value": "a"},
        {"state": "perhaps"},
        {"state": "answered", "more": 1},
        {"state": "answered", "value": 3},
        {"state": "answered", "value": [1]},
        {"state": "answered", "value": {"a": 1}},
    ],
)
def test_anything_else_is_refused_by_its_key(stored: object) -> None:
    with pytest.raises(ValueError, match="“role”"):
        answers_from_json({"role": stored})
