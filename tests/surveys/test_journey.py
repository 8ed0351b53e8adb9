"""The way through a questionnaire: what is visible, what may be opened, what is left behind."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answers import LEFT_BLANK, PREFER_NOT_TO_SAY, Answer, AnswerState
from surveys.definition import Questionnaire, parse_questionnaire
from surveys.journey import Journey

OPTIONS = ("a", "b", "unsure")


def chose(key: str) -> Answer:
    return Answer(AnswerState.DONT_KNOW if key == "unsure" else AnswerState.ANSWERED, key)


ANSWERS = st.sampled_from([*(chose(key) for key in OPTIONS), LEFT_BLANK, PREFER_NOT_TO_SAY])


def choice(key: str, **others: Any) -> dict[str, Any]:
    return {
        "key": key,
        "type": "single_choice",
        "prefer_not_to_say": True,
        "options": [{"key": "a"}, {"key": "b"}, {"key": "unsure", "counts_as": "dont_know"}],
        **others,
    }


# Made once: a condition names its question by a number, which `placed` turns into an earlier key.
LOOKS = st.one_of(
    st.fixed_dictionaries(
        {"question": st.integers(0, 9), "is": st.sampled_from([*OPTIONS, "prefer_not_to_say"])}
    ),
    st.fixed_dictionaries(
        {
            "question": st.integers(0, 9),
            "is_one_of": st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=2),
        }
    ),
    st.fixed_dictionaries({"question": st.integers(0, 9), "answered": st.booleans()}),
)
CONDITIONS = st.none() | st.one_of(
    LOOKS,
    st.fixed_dictionaries({"all": st.lists(LOOKS, min_size=1, max_size=3)}),
    st.fixed_dictionaries({"any": st.lists(LOOKS, min_size=1, max_size=3)}),
    st.fixed_dictionaries({"not": LOOKS}),
    st.fixed_dictionaries({"not": st.fixed_dictionaries({"all": st.lists(LOOKS, min_size=1, max_size=2)})}),
)
QUESTIONS = st.tuples(st.sampled_from(["choice", "required choice", "information"]), CONDITIONS)
PAGES = st.lists(st.tuples(CONDITIONS, st.lists(QUESTIONS, min_size=1, max_size=3)), min_size=1, max_size=5)


def placed(condition: Any, earlier: list[str]) -> Any:
    """The condition on earlier questions, or none where there are none yet."""
    if condition is None or not earlier:
        return None
    if "question" in condition:
        return condition | {"question": earlier[condition["question"] % len(earlier)]}
    return {
        word: [placed(part, earlier) for part in inner] if isinstance(inner, list) else placed(inner, earlier)
        for word, inner in condition.items()
    }


def made_up(pages: list[Any]) -> Questionnaire:
    raw: list[dict[str, Any]] = []
    earlier: list[str] = []
    for number, (page_condition, drawn) in enumerate(pages):
        questions = []
        for place, (kind, condition) in enumerate(drawn):
            key, show_if = f"q{number}_{place}", placed(condition, earlier)
            questions.append(
                {"key": key, "type": "information", "show_if": show_if}
                if kind == "information"
                else choice(key, required=kind.startswith("required"), show_if=show_if)
            )
        raw.append({"key": f"p{number}", "show_if": placed(page_condition, earlier), "questions": questions})
        earlier += [question["key"] for question in questions if question["type"] != "information"]
    return parse_questionnaire({"key": "made-up", "pages": raw})


def journey_of(
    questionnaire: Questionnaire, given_answers: list[Answer | None], left_out: set[int]
) -> Journey:
    asked = [question.key for question in questionnaire.questions if question.type != "information"]
    answers = {key: answer for key, answer in zip(asked, given_answers, strict=False) if answer is not None}
    return Journey(questionnaire, answers, {key for number, key in enumerate(asked) if number in left_out})


def questionnaires() -> st.SearchStrategy[Questionnaire]:
    return st.builds(made_up, PAGES)


def journeys() -> st.SearchStrategy[Journey]:
    return st.builds(
        journey_of,
        questionnaires(),
        st.lists(st.none() | ANSWERS, max_size=15),
        st.sets(st.integers(0, 9), max_size=2),
    )


@given(journeys())
def test_every_answer_is_kept_or_dropped(journey: Journey) -> None:
    kept, dropped = journey.split()
    assert not set(kept) & set(dropped)
    both = kept | dropped
    assert both == {key: answer for key, answer in journey.answers.items() if key in both}
    assert all(not journey.answers[key].says_something for key in set(journey.answers) - set(both))
    assert set(kept) <= {question.key for question in journey.questions}


@given(journeys(), st.data())
def test_answers_that_are_not_reachable_decide_nothing(journey: Journey, data: st.DataObject) -> None:
    kept, _ = journey.split()
    reachable = {question.key for question in journey.questions}
    hidden = [
        question.key
        for question in journey.questionnaire.questions
        if question.key not in reachable and question.type != "information"
    ]
    others = data.draw(st.dictionaries(st.sampled_from(hidden), ANSWERS)) if hidden else {}
    for answers in (kept, kept | others):
        after = Journey(journey.questionnaire, answers, journey.omits)
        assert after.questions == journey.questions


@given(journeys())
def test_only_a_reachable_page_may_be_opened(journey: Journey) -> None:
    visible = [page.key for page in journey.pages]
    for page in journey.questionnaire.pages:
        expected = page.key in visible and all(
            journey.is_saved(journey.questionnaire.page(before))
            for before in visible[: visible.index(page.key)]
        )
        assert journey.may_open(page.key) is expected
        assert bool(journey.questions_on(page)) is (page.key in visible)


@given(journeys())
def test_pages_follow_each_other_both_ways(journey: Journey) -> None:
    for one, two in zip(journey.pages, journey.pages[1:], strict=False):
        assert journey.page_after(one.key) is two
        assert journey.page_before(two.key) is one
    if journey.pages:
        assert journey.page_before(journey.pages[0].key) is None
        assert journey.page_after(journey.pages[-1].key) is None


@given(questionnaires(), st.data())
def test_answering_the_open_page_each_time_leads_to_the_end(
    questionnaire: Questionnaire, data: st.DataObject
) -> None:
    answers: dict[str, Answer] = {}
    for _ in range(len(questionnaire.pages) * 2 + 1):
        journey = Journey(questionnaire, answers)
        page = journey.first_open_page()
        if page is None:
            break
        while page is not None and journey.is_saved(page):
            page = journey.page_after(page.key)
        assert page is not None
        assert journey.may_open(page.key)
        for question in journey.questions_on(page):
            if question.type != "information":
                allowed = (
                    ANSWERS.filter(lambda answer: answer.says_something) if question.required else ANSWERS
                )
                answers[question.key] = data.draw(allowed)
    assert Journey(questionnaire, answers).is_complete
    assert Journey(questionnaire, answers).split() == (answers, {})


@given(journeys())
def test_complete_means_every_visible_page_is_saved(journey: Journey) -> None:
    assert journey.is_complete is (journey.first_open_page() is None)
    assert journey.is_complete is all(journey.is_saved(page) for page in journey.pages)


def routed() -> Questionnaire:
    """role → parents → (parents who say b) help → everybody's end."""
    return parse_questionnaire(
        {
            "key": "routed",
            "pages": [
                {"key": "start", "questions": [{"key": "hello", "type": "information"}]},
                {"key": "who", "questions": [choice("role", required=True)]},
                {
                    "key": "parents",
                    "show_if": {"question": "role", "is": "a"},
                    "questions": [choice("child")],
                },
                {"key": "helped", "show_if": {"question": "child", "is": "b"}, "questions": [choice("help")]},
                {
                    "key": "end",
                    "questions": [
                        choice("last"),
                        {"key": "more", "type": "long_text", "show_if": {"question": "role", "is": "a"}},
                    ],
                },
            ],
        }
    )


def test_the_first_page_is_where_a_person_begins_also_when_it_asks_nothing() -> None:
    journey = Journey(routed(), {})
    first = journey.first_open_page()
    assert first is not None
    assert first.key == "start"
    assert journey.may_open("who")
    assert not journey.may_open("end")


def test_a_changed_answer_closes_pages_and_all_that_hung_on_them() -> None:
    given_answers = {"role": chose("b"), "child": chose("b"), "help": chose("a"), "last": chose("a")}
    journey = Journey(routed(), given_answers)
    assert [page.key for page in journey.pages] == ["start", "who", "end"]
    kept, dropped = journey.split()
    assert kept == {"role": chose("b"), "last": chose("a")}
    assert dropped == {"child": chose("b"), "help": chose("a")}
    assert journey.page_after("parents") == routed().page("end")
    assert journey.page_before("helped") == routed().page("who")
    assert not journey.may_open("helped")


def test_a_required_question_holds_a_person_back_until_it_is_answered() -> None:
    assert not Journey(routed(), {"role": LEFT_BLANK}).may_open("end")
    assert Journey(routed(), {"role": PREFER_NOT_TO_SAY}).may_open("end")
    assert Journey(routed(), {"role": chose("unsure")}).may_open("end")


def test_what_a_wording_leaves_out_is_not_asked() -> None:
    journey = Journey(routed(), {"role": chose("a"), "last": LEFT_BLANK}, omits={"child", "more"})
    assert [page.key for page in journey.pages] == ["start", "who", "end"]
    assert journey.is_complete


def test_an_answer_to_no_question_is_an_error() -> None:
    with pytest.raises(KeyError, match="does not ask"):
        Journey(routed(), {"nobody": LEFT_BLANK})


def test_an_answer_opens_the_pages_that_wait_for_it() -> None:
    journey = Journey(routed(), {"role": chose("a"), "child": chose("b")})
    assert [page.key for page in journey.pages] == ["start", "who", "parents", "helped", "end"]
    assert [question.key for question in journey.questions_on("end")] == ["last", "more"]
    assert journey.may_open("helped")
    assert not journey.may_open("end")
    assert journey.first_open_page() == routed().page("helped")


def test_of_a_blank_behind_a_closed_door_nothing_is_said() -> None:
    answers = {"role": chose("b"), "child": LEFT_BLANK, "help": PREFER_NOT_TO_SAY, "last": chose("a")}
    kept, dropped = Journey(routed(), answers).split()
    assert set(kept) == {"role", "last"}
    assert dropped == {"help": PREFER_NOT_TO_SAY}
