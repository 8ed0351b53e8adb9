"""Conditions hold or not, for every state of the question they look at."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answers import LEFT_BLANK, PREFER_NOT_TO_SAY, Answer, AnswerState
from surveys.conditions import All, Asks, Condition, Not, holds, parse_condition, questions_in
from surveys.conditions import Any as AnyOf
from surveys.problems import Problem
from surveys.reading import Reading


def answered(value: Any) -> Answer:
    return Answer(AnswerState.ANSWERED, value)


def parsed(raw: object) -> tuple[Condition | None, list[Problem]]:
    problems: list[Problem] = []
    return parse_condition(Reading(raw, "show_if", problems)), problems


def met(raw: object, **answers: Answer) -> bool:
    condition, problems = parsed(raw)
    assert problems == []
    return holds(condition, answers)


@pytest.mark.parametrize(
    ("raw", "answer", "expected"),
    [
        ({"is": "a"}, answered("a"), True),
        ({"is": "a"}, answered("b"), False),
        ({"is": "a"}, LEFT_BLANK, False),
        ({"is": "a"}, None, False),
        ({"is": "unsure"}, Answer(AnswerState.DONT_KNOW, "unsure"), True),
        ({"is": "prefer_not_to_say"}, PREFER_NOT_TO_SAY, True),
        ({"is": "prefer_not_to_say"}, LEFT_BLANK, False),
        ({"is_one_of": ["a", "b"]}, answered("b"), True),
        ({"is_one_of": ["a", "b"]}, answered("c"), False),
        ({"includes": "a"}, answered(("b", "a")), True),
        ({"includes": "a"}, answered(("b",)), False),
        ({"answered": True}, answered("words"), True),
        ({"answered": True}, Answer(AnswerState.DONT_KNOW, "unsure"), True),
        ({"answered": True}, PREFER_NOT_TO_SAY, False),
        ({"answered": True}, LEFT_BLANK, False),
        ({"answered": True}, answered({"voice": None, "help": "agree"}), True),
        ({"answered": False}, LEFT_BLANK, True),
        ({"answered": False}, None, True),
        ({"answered": False}, answered("words"), False),
    ],
)
def test_a_look_at_one_question(raw: dict[str, Any], answer: Answer | None, expected: bool) -> None:
    answers = {} if answer is None else {"role": answer}
    assert met({"question": "role", **raw}, **answers) is expected


def test_a_look_at_a_row_of_a_grid() -> None:
    grid = answered({"voice": "agree", "help": None})
    assert met({"question": "grid.voice", "is": "agree"}, grid=grid)
    assert not met({"question": "grid.help", "is": "agree"}, grid=grid)
    assert met({"question": "grid.voice", "answered": True}, grid=grid)
    assert not met({"question": "grid.help", "answered": True}, grid=grid)
    assert questions_in(parsed({"question": "grid.voice", "is": "agree"})[0]) == {"grid"}


LOOKS = st.builds(
    Asks,
    st.sampled_from(["one", "two"]),
    st.just("is"),
    st.lists(st.sampled_from("ab"), min_size=1, max_size=2).map(tuple),
)
ANSWERS = st.dictionaries(
    st.sampled_from(["one", "two"]), st.sampled_from([answered("a"), answered("b"), LEFT_BLANK])
)


@given(st.lists(LOOKS, min_size=1, max_size=4), ANSWERS)
def test_all_any_and_not_are_what_the_words_say(looks: list[Asks], answers: dict[str, Answer]) -> None:
    each = [holds(look, answers) for look in looks]
    assert holds(All(tuple(looks)), answers) is all(each)
    assert holds(AnyOf(tuple(looks)), answers) is any(each)
    assert holds(Not(looks[0]), answers) is not each[0]
    nobody = Not(AnyOf(tuple(looks)))
    assert holds(nobody, answers) is holds(All(tuple(Not(look) for look in looks)), answers)
    assert questions_in(nobody) == {look.question for look in looks}


def test_without_a_condition_everything_is_shown() -> None:
    assert holds(None, {})
    assert questions_in(None) == frozenset()


@pytest.mark.parametrize(
    ("raw", "place", "says"),
    [
        ("role == 'a'", "show_if", "expected an object"),
        ({}, "show_if", "not a condition"),
        ({"question": "role"}, "show_if", "exactly one word"),
        ({"question": "role", "is": "a", "includes": "a"}, "show_if", "exactly one word"),
        ({"question": "role", "equals": "a"}, "show_if.equals", "“equals” is not known here"),
        ({"question": "role", "is": 3}, "show_if.is", "the number 3"),
        ({"question": "role", "is_one_of": []}, "show_if.is_one_of", "the list is empty"),
        ({"question": "role", "answered": "yes"}, "show_if.answered", "true or false"),
        ({"all": []}, "show_if.all", "there are 0 here"),
        ({"all": [{"any": [{"question": "role", "is": ""}]}]}, "show_if.all[0].any[0].is", "is empty"),
        ({"not": None}, "show_if.not", "not a condition"),
        ({"all": [{"not": {}}], "any": []}, "show_if", "not a condition"),
    ],
)
def test_a_faulty_condition_is_refused_with_its_place(raw: object, place: str, says: str) -> None:
    _, problems = parsed(raw)
    assert any(problem.place == place and says in problem.message for problem in problems), problems


def test_a_condition_of_many_levels_is_refused() -> None:
    raw: dict[str, Any] = {"question": "role", "is": "a"}
    for _ in range(12):
        raw = {"not": raw}
    assert any("too many levels" in problem.message for problem in parsed(raw)[1])
