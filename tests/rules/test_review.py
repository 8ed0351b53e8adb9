"""The codebook is what decisions add up to: every comment is in exactly one place, and every step can be undone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.review import (
    Action,
    ActionKind,
    ReviewProblem,
    Suggestion,
    account,
    codebook_after,
    undone_numbers,
)

COMMENTS = [f"r{number}:why" for number in range(8)]
PROPOSALS = {
    1: (
        Suggestion("s1_1", "transport times", tuple(COMMENTS[:4])),
        Suggestion("s1_2", "waiting", tuple(COMMENTS[4:6])),
    ),
    2: (Suggestion("s2_1", "something new", tuple(COMMENTS)),),
}
ADOPT = Action(1, ActionKind.ADOPT, {"job": 1})


def book(*actions: tuple[ActionKind, dict]):
    numbered = [Action(number, kind, payload) for number, (kind, payload) in enumerate(actions, start=2)]
    return codebook_after(COMMENTS, PROPOSALS, [ADOPT, *numbered])


def test_suggestions_are_not_decisions():
    found = book()
    assert found.suggested_in("s1_1") == COMMENTS[:4]
    assert found.read_in("s1_1") == []
    assert account(found).not_yet_read == 8


def test_confirming_keeps_both_the_suggestion_and_the_decision():
    found = book((ActionKind.CONFIRM, {"theme": "s1_1", "comments": COMMENTS[:2]}))
    assert found.read_in("s1_1") == COMMENTS[:2]
    assert found.suggested_in("s1_1") == COMMENTS[2:4]
    assert found.codings[COMMENTS[0]].suggested == "s1_1"


def test_a_merged_theme_leads_to_the_other_with_all_its_comments():
    found = book(
        (ActionKind.CONFIRM, {"theme": "s1_2", "comments": COMMENTS[4:5]}),
        (ActionKind.MERGE, {"theme": "s1_2", "into": "s1_1"}),
    )
    assert found.read_in("s1_1") == COMMENTS[4:5]
    assert found.suggested_in("s1_1") == [*COMMENTS[:4], COMMENTS[5]]
    assert [theme.key for theme in found.standing_themes()] == ["s1_1"]


def test_splitting_moves_comments_to_a_theme_of_their_own():
    found = book(
        (ActionKind.SPLIT, {"theme": "s1_1", "comments": COMMENTS[:1], "name": "Buses", "definition": ""})
    )
    assert found.read_in("t2") == COMMENTS[:1]
    assert found.suggested_in("s1_1") == COMMENTS[1:4]


def test_a_comment_set_aside_is_counted_with_its_reason_and_in_no_theme():
    found = book(
        (ActionKind.CONFIRM, {"theme": "s1_1", "comments": COMMENTS[:1]}),
        (ActionKind.SET_ASIDE_COMMENTS, {"comments": COMMENTS[:1], "reason": "About another council"}),
    )
    assert found.read_in("s1_1") == []
    assert account(found).set_aside == 1


def test_nothing_is_set_aside_without_a_reason():
    with pytest.raises(ReviewProblem, match="Say why"):
        book((ActionKind.SET_ASIDE_COMMENTS, {"comments": COMMENTS[:1], "reason": " "}))


def test_undoing_an_undoing_brings_the_decision_back():
    rename = (ActionKind.RENAME, {"theme": "s1_1", "name": "Getting to school"})
    assert book(rename, (ActionKind.UNDO, {"number": 2})).themes["s1_1"].name == "transport times"
    again = book(rename, (ActionKind.UNDO, {"number": 2}), (ActionKind.UNDO, {"number": 3}))
    assert again.themes["s1_1"].name == "Getting to school"


def test_another_analysis_keeps_what_people_worked_on():
    found = book(
        (ActionKind.RENAME, {"theme": "s1_1", "name": "Getting to school"}),
        (ActionKind.CONFIRM, {"theme": "s1_1", "comments": COMMENTS[:1]}),
        (ActionKind.ADOPT, {"job": 2}),
    )
    assert {theme.key for theme in found.standing_themes()} == {"s1_1", "s2_1"}
    assert found.read_in("s1_1") == COMMENTS[:1]
    assert found.suggested_in("s2_1") == COMMENTS[1:]


def test_a_withdrawn_comment_leaves_no_trace_in_the_codebook():
    actions = [ADOPT, Action(2, ActionKind.CONFIRM, {"theme": "s1_1", "comments": COMMENTS[:2]})]
    found = codebook_after(COMMENTS[1:], PROPOSALS, actions)
    assert found.read_in("s1_1") == COMMENTS[1:2]
    assert account(found).total == 7


@pytest.mark.parametrize(
    ("kind", "payload", "words"),
    [
        (ActionKind.MERGE, {"theme": "s1_1", "into": "s1_1"}, "into itself"),
        (ActionKind.MERGE, {"theme": "s1_1", "into": "s9_9"}, "no theme"),
        (ActionKind.RENAME, {"theme": "s1_1", "name": "  "}, "a name"),
        (ActionKind.CODE, {"comments": COMMENTS[:1], "themes": []}, "at least one theme"),
        (ActionKind.CONFIRM, {"theme": "s1_1", "comments": []}, "at least one comment"),
        (ActionKind.ADOPT, {"job": 99}, "no longer there"),
    ],
)
def test_what_cannot_be_decided_says_why(kind, payload, words):
    with pytest.raises(ReviewProblem, match=words):
        book((kind, payload))


some_comments = st.lists(st.sampled_from(COMMENTS), min_size=1, max_size=4, unique=True)
some_theme = st.sampled_from(["s1_1", "s1_2", "t2", "t3", "t4", "t5"])
decisions = st.one_of(
    st.tuples(
        st.just(ActionKind.CONFIRM), st.fixed_dictionaries({"theme": some_theme, "comments": some_comments})
    ),
    st.tuples(st.just(ActionKind.MERGE), st.fixed_dictionaries({"theme": some_theme, "into": some_theme})),
    st.tuples(
        st.just(ActionKind.SPLIT),
        st.fixed_dictionaries({"theme": some_theme, "comments": some_comments, "name": st.just("New")}),
    ),
    st.tuples(st.just(ActionKind.NO_THEME), st.fixed_dictionaries({"comments": some_comments})),
    st.tuples(
        st.just(ActionKind.SET_ASIDE_COMMENTS),
        st.fixed_dictionaries({"comments": some_comments, "reason": st.just("Why")}),
    ),
    st.tuples(
        st.just(ActionKind.SET_ASIDE_THEME),
        st.fixed_dictionaries({"theme": some_theme, "reason": st.just("Why")}),
    ),
)


def accepted(wanted):
    """The actions that are allowed, one after the other, as the service lets them through."""
    actions = [ADOPT]
    for kind, payload in wanted:
        action = Action(len(actions) + 1, kind, payload)
        try:
            codebook_after(COMMENTS, PROPOSALS, [*actions, action])
        except ReviewProblem:
            continue
        actions.append(action)
    return actions


@given(st.lists(decisions, max_size=12))
def test_every_comment_is_in_exactly_one_place(wanted):
    counted = account(codebook_after(COMMENTS, PROPOSALS, accepted(wanted)))
    assert counted.total == len(COMMENTS)
    assert counted.in_a_theme + counted.no_theme + counted.not_yet_read + counted.set_aside == counted.total


@given(st.lists(decisions, min_size=1, max_size=8))
def test_undoing_everything_backwards_gives_the_suggestions_again(wanted):
    actions = accepted(wanted)
    undoing = [
        Action(len(actions) + step, ActionKind.UNDO, {"number": action.number})
        for step, action in enumerate(reversed(actions[1:]), start=1)
    ]
    assert undone_numbers([*actions, *undoing]) == {action.number for action in actions[1:]}
    again = codebook_after(COMMENTS, PROPOSALS, [*actions, *undoing])
    assert again == codebook_after(COMMENTS, PROPOSALS, [ADOPT])
