"""A faulty questionnaire is refused with everything that is wrong, each with its place and a cure."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.definition import parse_questionnaire
from surveys.problems import Problem, ProblemsFound


def problems_of(raw: object) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as found:
        parse_questionnaire(raw)
    return found.value.problems


def choice(key: str, **others: Any) -> dict[str, Any]:
    return {"key": key, "type": "single_choice", "options": [{"key": "a"}, {"key": "b"}], **others}


def pages(*groups: list[dict[str, Any]], **others: Any) -> dict[str, Any]:
    return {
        "key": "test",
        "pages": [{"key": f"page_{number}", "questions": group} for number, group in enumerate(groups)],
        **others,
    }


def refusal(raw: object, place: str) -> Problem:
    """The one problem at a place; that nothing else is complained of is part of the promise."""
    found = problems_of(raw)
    assert [problem.place.partition(" (")[0] for problem in found] == [place], "\n".join(map(str, found))
    assert found[0].message
    assert found[0].cure or "expected" in found[0].message
    return found[0]


def test_a_questionnaire_finds_its_parts(full_definition: dict[str, Any]) -> None:
    questionnaire = parse_questionnaire(full_definition)
    assert questionnaire.question("role").required
    assert questionnaire.page_of("q_date").key == "second"
    assert [page.key for page in questionnaire.pages] == ["first", "second"]
    assert questionnaire.questions[0].key == "role"
    assert questionnaire.question("q_agreement_grid").scale is questionnaire.scales["agreement"]
    assert questionnaire.question("q_single_choice").counts_as("unsure") == "dont_know"
    assert questionnaire.raw == full_definition
    for find in (questionnaire.question, questionnaire.page_of, questionnaire.page):
        with pytest.raises(KeyError, match="nowhere"):
            find("nowhere")


@pytest.mark.parametrize("raw", [None, [], "pages", 3, True])
def test_what_is_not_an_object_is_refused(raw: object) -> None:
    assert any("expected an object in curly brackets" in problem.message for problem in problems_of(raw))


def test_all_faults_are_told_at_once() -> None:
    raw = pages([choice("Role"), choice("b", required="yes", colour="red"), {"key": "c", "type": "riddle"}])
    text = "\n".join(map(str, problems_of(raw)))
    for part in (
        "“Role” cannot be a key",
        "pages[0].questions[1].required (question “b”)",
        "true or false",
        "“colour” is not known here",
        "“riddle” is not one of the choices",
        "single_choice",
    ):
        assert part in text


@pytest.mark.parametrize("key", ["", "Role", "1st", "a-b", "é", "a" * 41, "prefer_not_to_say", 7, None])
def test_keys_have_a_form(key: object) -> None:
    assert refusal(pages([{**choice("x"), "key": key}]), "pages[0].questions[0].key")


@pytest.mark.parametrize("key", ["", "Two words", "-a", "a--b", "a" * 81])
def test_the_questionnaires_own_key_has_a_form(key: str) -> None:
    assert refusal({**pages([choice("x")]), "key": key}, "key")


def test_a_repeated_key_is_refused() -> None:
    assert "“x” is there 2 times" in refusal(pages([choice("x")], [choice("x")]), "pages").message
    twice = pages([choice("x")], [choice("y")])
    twice["pages"][1]["key"] = "page_0"
    assert "the page key “page_0”" in refusal(twice, "pages").message
    options = choice("x", options=[{"key": "a"}, {"key": "a"}])
    assert "option key “a”" in refusal(pages([options]), "pages[0].questions[0].options").message


@pytest.mark.parametrize("identifies", ["age", "send", "health", "ethnicity"])
def test_an_equality_question_is_never_required(identifies: str) -> None:
    raw = pages([choice("x", required=True, identifies=identifies)])
    assert "may never be required" in refusal(raw, "pages[0].questions[0].required").message
    assert parse_questionnaire(pages([choice("x", identifies=identifies)]))
    assert parse_questionnaire(pages([choice("x", required=True, identifies="audience")]))


class TestEqualityQuestions:
    def test_always_offer_prefer_not_to_say_and_are_not_counted_as_opinions(self) -> None:
        found = parse_questionnaire(
            pages([choice("x", equality=True), choice("y", identifies="age", equality=True)])
        )
        assert [(each.prefer_not_to_say, each.required, each.identifies) for each in found.questions] == [
            (True, False, "other"),
            (True, False, "age"),
        ]

    @pytest.mark.parametrize(
        ("setting", "says"),
        [
            ({"required": True}, "may never be required"),
            ({"prefer_not_to_say": False}, "always offers “prefer not to say”"),
            ({"identifies": "identity"}, "says nothing of equality"),
        ],
    )
    def test_press_nobody(self, setting: dict[str, Any], says: str) -> None:
        place = "equality" if "identifies" in setting else next(iter(setting))
        raw = pages([choice("x", equality=True, **setting)])
        assert says in refusal(raw, f"pages[0].questions[0].{place}").message

    def test_are_all_on_one_page(self) -> None:
        two = pages([choice("x", equality=True)], [choice("y", equality=True)])
        assert "equality questions on 2 pages: page_0, page_1" in refusal(two, "pages").message
        assert parse_questionnaire(
            pages([choice("z")], [choice("x", equality=True), choice("y", equality=True)])
        )

    def test_ask_something(self) -> None:
        raw = pages([{"key": "x", "type": "information", "equality": True}])
        assert "asks nothing" in refusal(raw, "pages[0].questions[0].equality").message


def test_who_someone_is_is_never_required_and_never_counted() -> None:
    name = {"key": "name", "type": "short_text", "identifies": "identity"}
    assert (
        "identity may never be required"
        in refusal(pages([name | {"required": True}]), "pages[0].questions[0].required").message
    )
    found = parse_questionnaire(pages([name, choice("x")]))
    assert [question.key for question in found.counted_questions] == ["x"]


SHOWN_IF = "pages[1].questions[0].show_if"


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ({"question": "nobody", "is": "a"}, "there is no question “nobody”"),
        ({"question": "later", "is": "a"}, "not on an earlier page"),
        ({"question": "beside", "is": "a"}, "not on an earlier page"),
        ({"question": "asked", "is": "a"}, "not on an earlier page"),
        ({"question": "first", "is": "c"}, "no option “c”"),
        ({"question": "first", "is": "prefer_not_to_say"}, "no option “prefer_not_to_say”"),
        ({"question": "first", "includes": "a"}, "“includes” cannot be asked"),
        ({"question": "first.row", "is": "a"}, "no row “row”"),
        ({"question": "some", "is": "a"}, "“is” cannot be asked"),
        ({"question": "grid", "is": "yes"}, "must name one"),
        ({"question": "grid.x", "is": "yes"}, "no row “x”"),
        ({"question": "grid.voice", "is": "maybe"}, "no option “maybe”"),
        ({"question": "words", "is": "a"}, "“is” cannot be asked"),
        ({"question": "read", "answered": True}, "“answered” cannot be asked"),
    ],
)
def test_a_condition_that_cannot_work_is_refused(condition: dict[str, Any], says: str) -> None:
    scales = {
        "opinion": {"options": [{"key": "yes", "counts_as": "agree"}, {"key": "no", "counts_as": "disagree"}]}
    }
    first = [
        choice("first"),
        {**choice("some"), "type": "several_choices"},
        {"key": "words", "type": "long_text"},
        {"key": "grid", "type": "agreement_grid", "scale": "opinion", "rows": [{"key": "voice"}]},
        {"key": "read", "type": "information"},
    ]
    raw = pages(
        first, [choice("asked", show_if=condition), choice("beside")], [choice("later")], scales=scales
    )
    assert says in refusal(raw, SHOWN_IF).message
    nested = copy.deepcopy(raw)
    nested["pages"][1]["questions"][0]["show_if"] = {"all": [{"not": condition}]}
    assert says in refusal(nested, f"{SHOWN_IF}.all[0].not").message


def test_two_pages_cannot_wait_for_each_other() -> None:
    raw = pages([choice("x")], [choice("y")])
    raw["pages"][0]["show_if"] = {"question": "y", "is": "a"}
    raw["pages"][1]["show_if"] = {"question": "x", "is": "a"}
    assert "not on an earlier page" in refusal(raw, "pages[0].show_if").message


def test_a_condition_may_look_at_a_row_and_at_prefer_not_to_say() -> None:
    scales = {
        "opinion": {"options": [{"key": "yes", "counts_as": "agree"}, {"key": "no", "counts_as": "disagree"}]}
    }
    grid = {"key": "grid", "type": "agreement_grid", "scale": "opinion", "rows": [{"key": "voice"}]}
    condition = {
        "any": [{"question": "grid.voice", "is": "no"}, {"question": "x", "is": "prefer_not_to_say"}]
    }
    raw = pages([grid, choice("x", prefer_not_to_say=True)], [choice("y", show_if=condition)], scales=scales)
    assert parse_questionnaire(raw)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ({"type": "single_choice", "options": [{"key": "a"}]}, "options"),
        ({"type": "single_choice"}, "options"),
        (
            {"type": "single_choice", "options": [{"key": "a"}, {"key": "b", "exclusive": True}]},
            "options[1].exclusive",
        ),
        (
            {"type": "single_choice", "options": [{"key": "a"}, {"key": "b", "counts_as": "agree"}]},
            "options[1].counts_as",
        ),
        ({"type": "several_choices", "options": [{"key": "a"}, {"key": "b"}], "at_most": 3}, "at_most"),
        (
            {"type": "several_choices", "options": [{"key": "a"}, {"key": "b"}], "at_most": 1, "at_least": 2},
            "at_least",
        ),
        ({"type": "agreement_scale"}, "scale"),
        ({"type": "agreement_scale", "scale": "opinion"}, "scale"),
        ({"type": "ranking", "options": [{"key": "a"}, {"key": "b"}], "at_most": 0}, "at_most"),
        ({"type": "number", "minimum": 5, "maximum": 4}, "minimum"),
        ({"type": "number", "minimum": "many"}, "minimum"),
        ({"type": "number", "minimum": 1e300}, "minimum"),
        ({"type": "number", "decimals": 1.5}, "decimals"),
        ({"type": "date", "earliest": "31/12/2024"}, "earliest"),
        ({"type": "date", "earliest": "2024-02-30"}, "earliest"),
        ({"type": "date", "earliest": "2024-12-31", "latest": "2024-01-01"}, "earliest"),
        ({"type": "short_text", "max_length": 0}, "max_length"),
        ({"type": "long_text", "max_length": 60_000}, "max_length"),
        ({"type": "long_text", "max_length": True}, "max_length"),
        ({"type": "information", "required": True}, "required"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(question: dict[str, Any], name: str) -> None:
    assert any(
        problem.place.startswith(f"pages[0].questions[0].{name} ")
        for problem in problems_of(pages([{"key": "x", **question}]))
    )


def test_a_scale_says_what_each_option_counts_as() -> None:
    scales = {"opinion": {"options": [{"key": "yes"}, {"key": "no", "counts_as": "against"}]}}
    text = "\n".join(map(str, problems_of(pages([choice("x")], scales=scales))))
    assert "scales.opinion.options[0].counts_as" in text
    assert "agree, neutral, disagree, outside, dont_know" in text


def test_very_deep_json_is_refused_quickly() -> None:
    raw: Any = {"question": "x", "is": "a"}
    for _ in range(500):
        raw = {"not": raw}
    assert "too many levels" in str(problems_of(pages([choice("x", show_if=raw)]))[0])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["key", "pages", "questions", "type", "options", "show_if", "scales", "rows"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_read_or_refused_with_places(raw: object) -> None:
    try:
        parse_questionnaire(raw)
    except ProblemsFound as found:
        assert found.problems
        assert all(problem.message for problem in found.problems)
