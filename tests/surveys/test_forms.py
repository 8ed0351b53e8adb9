"""What a person posts is taken as an answer, refused in words, or known to be forged."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from surveys.answers import LEFT_BLANK, Answer, AnswerState
from surveys.form_messages import FormMessages
from surveys.forms import SurveyForm, TamperedForm, build_form


def options(*keys: str) -> list[dict[str, Any]]:
    return [{"key": key} for key in keys]


CHOICE = {"key": "role", "type": "single_choice", "options": options("a", "b")}
WHY = {"key": "why", "type": "long_text", "max_length": 20}
SINCE = {"key": "since", "type": "date", "earliest": "2000-01-01", "latest": "2024-12-31"}
SOME = {
    "key": "some",
    "type": "several_choices",
    "at_least": 2,
    "at_most": 3,
    "options": [
        *options("a", "b", "c", "d"),
        {"key": "none", "exclusive": True},
        {"key": "unsure", "counts_as": "dont_know"},
    ],
}
ORDER = {"key": "order", "type": "ranking", "options": options("a", "b", "c")}
GRID = {
    "key": "grid",
    "type": "agreement_grid",
    "scale": "agreement",
    "rows": options("voice", "help"),
    "required": True,
}


@pytest.fixture(scope="session")
def post(build: Any) -> Any:
    """Posts fields to a page of the given questions, and validates."""

    def send(posted: Any, *questions: dict[str, Any]) -> SurveyForm:
        questionnaire, wording = build(*questions)
        form = build_form(questionnaire.questions, questionnaire, wording, formdata=MultiDict(posted))
        form.validate()
        return form

    return send


def only_error(form: SurveyForm) -> tuple[str, str]:
    assert len(form.errors_in_order()) == 1, form.errors_in_order()
    return form.errors_in_order()[0]


class TestTampering:
    @pytest.mark.parametrize(
        ("posted", "place"),
        [
            ({"q_nobody": "1"}, "q_nobody"),
            ({"q_role": "c"}, "q_role"),
            ({"q_role": "prefer_not_to_say"}, "q_role"),
            ({"q_role": ["a", "b"]}, "q_role"),
            ({"q_role-2": "a"}, "q_role-2"),
            ({"q_": "a"}, "q_"),
        ],
    )
    def test_what_the_page_cannot_send_is_refused(
        self, post: Any, posted: dict[str, Any], place: str
    ) -> None:
        with pytest.raises(TamperedForm) as refused:
            post(posted, CHOICE)
        assert refused.value.place == place

    @pytest.mark.parametrize(
        ("question", "posted"),
        [
            ({"type": "several_choices", "options": options("a", "b")}, {"q_x": ["a", "a"]}),
            ({"type": "several_choices", "options": options("a", "b")}, {"q_x": ["a", ""]}),
            ({"type": "ranking", "options": options("a", "b")}, {"q_x-a": "3"}),
            ({"type": "ranking", "options": options("a", "b")}, {"q_x-c": "1"}),
            ({"type": "agreement_grid", "scale": "agreement", "rows": options("r")}, {"q_x-r": "perhaps"}),
            ({"type": "agreement_grid", "scale": "agreement", "rows": options("r")}, {"q_x-s": "agree"}),
            ({"type": "date"}, {"q_x-hour": "3"}),
            ({"type": "long_text"}, {"q_x": ["one", "two"]}),
            ({"type": "number", "prefer_not_to_say": True}, {"q_x-prefer_not_to_say": "yes"}),
        ],
    )
    def test_impossible_options_are_refused(self, post: Any, question: dict[str, Any], posted: Any) -> None:
        with pytest.raises(TamperedForm):
            post(posted, {"key": "x", **question})

    def test_fields_of_others_are_left_alone(self, post: Any) -> None:
        form = post({"csrf_token": "abc", "q_role": "a"}, CHOICE)
        assert form.answers() == {"role": Answer(AnswerState.ANSWERED, "a")}

    @given(
        st.dictionaries(
            st.sampled_from(["q_role", "q_x", "q_x-r", "q_d-day", "q_d-year", "other"]),
            st.lists(st.text(max_size=8) | st.sampled_from(["a", "agree", "1"]), max_size=2),
        )
    )
    def test_any_post_is_taken_refused_or_forged(self, build: Any, posted: dict[str, list[str]]) -> None:
        questionnaire, wording = build(
            CHOICE,
            {"key": "x", "type": "agreement_grid", "scale": "agreement", "rows": options("r")},
            {"key": "d", "type": "date"},
        )
        try:
            form = build_form(questionnaire.questions, questionnaire, wording, formdata=MultiDict(posted))
        except TamperedForm as forged:
            assert forged.place in posted
            return
        if form.validate():
            assert set(form.answers()) == {"role", "x", "d"}
        else:
            assert form.errors_in_order()


class TestText:
    def test_text_is_made_uniform(self, post: Any) -> None:
        form = post({"q_why": "  Cafe\u0301\r\nand\rtea\t! "}, WHY)
        assert form.answers() == {"why": Answer(AnswerState.ANSWERED, "Café\nand\ntea\t!")}

    def test_space_alone_is_blank(self, post: Any) -> None:
        assert post({"q_why": " \r\n "}, WHY).answers() == {"why": LEFT_BLANK}
        assert only_error(post({"q_why": " \n"}, {**WHY, "required": True}))[0] == "q_why"

    def test_length_is_counted_in_characters_once_tidied(self, post: Any) -> None:
        assert post({"q_why": "e\u0301" * 20 + "  "}, WHY).validate()
        assert post({"q_why": "👩" * 20}, WHY).validate()
        form = post({"q_why": "x" * 21}, WHY)
        assert only_error(form) == (
            "q_why",
            "Your answer to “What about why?” has 21 characters. Shorten it to 20 or fewer",
        )
        assert form["why"].typed == "x" * 21

    @pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\x7f", "\x85x\x9f", "half \ud83d"])
    def test_control_characters_are_refused_and_kept_as_typed(self, post: Any, text: str) -> None:
        form = post({"q_why": text}, WHY)
        assert "cannot be shown" in only_error(form)[1]
        assert form["why"].typed == text

    def test_ten_million_characters_are_refused_without_sending_them_back(self, post: Any) -> None:
        form = post({"q_why": "e\u0301" * 5_000_000}, WHY)
        element, message = only_error(form)
        assert element == "q_why"
        assert "10,000,000 characters" in message
        assert len(form["why"].typed) == 50_000

    def test_short_text_is_one_line(self, post: Any) -> None:
        form = post({"q_name": "Hill\r\nSchool"}, {"key": "name", "type": "short_text"})
        assert only_error(form) == ("q_name", "Write your answer to “What about name?” on one line")

    @given(st.text(max_size=60))
    def test_what_is_taken_is_what_was_typed(self, build: Any, text: str) -> None:
        questionnaire, wording = build({"key": "why", "type": "long_text", "max_length": 50})
        form = build_form(
            questionnaire.questions, questionnaire, wording, formdata=MultiDict({"q_why": text})
        )
        if form.validate():
            stored = form.answers()["why"].value or ""
            again = build_form(
                questionnaire.questions, questionnaire, wording, formdata=MultiDict({"q_why": stored})
            )
            assert again.validate()
            assert again.answers() == form.answers()
            assert len(stored) <= 50
        else:
            assert form["why"].typed == text


class TestNumber:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("3", "3"),
            (" 25 ", "25"),
            ("0", "0"),
            ("-0", "0"),
            ("007", "7"),
            ("1,000", "1000"),
            ("+2", "2"),
            ("2.0", "2"),
            ("٣", "3"),
        ],
    )
    def test_whole_numbers_as_people_type_them(self, post: Any, typed: str, stored: str) -> None:
        form = post({"q_n": typed}, {"key": "n", "type": "number", "minimum": 0})
        assert form.answers() == {"n": Answer(AnswerState.ANSWERED, stored)}

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ("many", "must be a number"),
            ("1,00", "must be a number"),
            ("1e3", "must be a number"),
            ("NaN", "must be a number"),
            ("1" * 30, "must be a number"),
            ("3 years", "must be a number"),
            ("2.5", "must be a whole number"),
            ("-1", "must be 0 or more"),
            ("26", "must be 25 or less"),
        ],
    )
    def test_others_are_refused_and_kept_as_typed(self, post: Any, typed: str, says: str) -> None:
        form = post({"q_n": typed}, {"key": "n", "type": "number", "minimum": 0, "maximum": 25})
        assert says in only_error(form)[1]
        assert form["n"].typed == typed

    def test_decimals_are_counted(self, post: Any) -> None:
        question = {"key": "n", "type": "number", "decimals": 2}
        assert post({"q_n": "2.50"}, question).answers()["n"].value == "2.5"
        assert "at most 2 digits" in only_error(post({"q_n": "2.505"}, question))[1]

    @given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-99999, max_value=99999))
    def test_a_number_keeps_its_value(self, build: Any, number: Any) -> None:
        questionnaire, wording = build({"key": "n", "type": "number", "decimals": 2})
        form = build_form(
            questionnaire.questions, questionnaire, wording, formdata=MultiDict({"q_n": format(number, "f")})
        )
        assert form.validate()
        assert type(number)(form.answers()["n"].value) == number


class TestDate:
    def typed(self, day: str, month: str, year: str) -> dict[str, str]:
        return {"q_since-day": day, "q_since-month": month, "q_since-year": year}

    @pytest.mark.parametrize(
        ("parts", "element", "says"),
        [
            (("3", "", ""), "q_since-month", "must include a month and year"),
            (("", "3", "2020"), "q_since-day", "must include a day"),
            (("31", "2", "2020"), "q_since-day", "must be a real date"),
            (("x", "2", "2020"), "q_since-day", "must be a real date"),
            (("1", "13", "2020"), "q_since-day", "must be a real date"),
            (("1", "2", "20"), "q_since-year", "must have 4 digits"),
            (("1", "2", "20200"), "q_since-year", "must be a real date"),
            (("1", "2", "0000"), "q_since-day", "must be a real date"),
            (("31", "12", "1999"), "q_since-day", "must be 1 January 2000 or later"),
            (("1", "1", "2025"), "q_since-day", "must be 31 December 2024 or earlier"),
        ],
    )
    def test_a_date_that_is_none_is_refused_and_kept_as_typed(
        self, post: Any, parts: tuple[str, str, str], element: str, says: str
    ) -> None:
        form = post(self.typed(*parts), SINCE)
        assert only_error(form)[0] == element
        assert says in only_error(form)[1]
        assert tuple(part.value for part in form["since"].parts) == parts
        assert [part.error for part in form["since"].parts] == [
            part.id == element for part in form["since"].parts
        ]

    @given(st.dates())
    def test_a_date_keeps_its_value(self, build: Any, day: Any) -> None:
        questionnaire, wording = build({"key": "since", "type": "date"})
        posted = self.typed(str(day.day), f"{day.month:02}", f"{day.year:04}")
        form = build_form(questionnaire.questions, questionnaire, wording, formdata=MultiDict(posted))
        assert form.validate(), form.errors_in_order()
        assert form.answers() == {"since": Answer(AnswerState.ANSWERED, day.isoformat())}


class TestSeveralAndRanking:
    @pytest.mark.parametrize(
        ("chosen", "says"),
        [
            (["a"], "Choose at least 2"),
            (["a", "b", "c", "d"], "Choose 3 or fewer"),
            (["a", "none"], "Choose either “None”"),
            (["none", "unsure"], "Choose either “None”"),
        ],
    )
    def test_how_many_may_be_chosen(self, post: Any, chosen: list[str], says: str) -> None:
        form = post({"q_some": chosen}, SOME)
        assert only_error(form)[0] == "q_some"
        assert says in only_error(form)[1]
        assert [option.value for option in form["some"].options if option.checked] == chosen

    def test_options_come_in_the_order_of_the_definition(self, post: Any) -> None:
        assert post({"q_some": ["c", "a"]}, SOME).answers()["some"].value == ("a", "c")
        assert post({"q_some": ["none"]}, SOME).answers()["some"].value == ("none",)
        assert post({"q_some": ["unsure"]}, SOME).answers()["some"].state is AnswerState.DONT_KNOW

    @pytest.mark.parametrize(
        ("places", "element", "says"),
        [
            ({"a": "1", "b": "1"}, "q_order-b", "You gave 1 to “A” and to “B”"),
            ({"a": "2"}, "q_order-a", "Nothing has place 1"),
            ({"a": "1", "c": "3"}, "q_order-c", "Nothing has place 2"),
        ],
    )
    def test_each_place_is_given_once_from_the_first(
        self, post: Any, places: dict[str, str], element: str, says: str
    ) -> None:
        form = post({f"q_order-{key}": place for key, place in places.items()}, ORDER)
        assert only_error(form)[0] == element
        assert says in only_error(form)[1]
        assert {item.key: item.chosen for item in form["order"].items if item.chosen} == places
        assert [item.key for item in form["order"].items if item.error] == [element[-1]]

    def test_a_ranking_may_be_given_in_part_unless_required(self, post: Any) -> None:
        assert post({"q_order-c": "1"}, ORDER).answers()["order"].value == ("c",)
        form = post({"q_order-c": "1"}, {**ORDER, "required": True})
        assert [element for element, _ in form.errors_in_order()] == ["q_order-a", "q_order-b"]
        top_one = {**ORDER, "required": True, "at_most": 1}
        assert post({"q_order-c": "1"}, top_one).answers()["order"].value == ("c",)

    @given(st.permutations(["a", "b", "c"]))
    def test_a_ranking_keeps_its_order(self, build: Any, order: list[str]) -> None:
        questionnaire, wording = build(ORDER)
        posted = {f"q_order-{key}": str(place) for place, key in enumerate(order, start=1)}
        form = build_form(questionnaire.questions, questionnaire, wording, formdata=MultiDict(posted))
        assert form.validate()
        assert form.answers()["order"].value == tuple(order)


class TestGrid:
    def test_each_row_without_an_answer_is_named(self, post: Any) -> None:
        form = post({"q_grid-voice": "agree"}, GRID)
        assert form.errors_in_order() == [("q_grid-help", "Choose an answer for “Help”")]
        assert [(row.key, bool(row.error)) for row in form["grid"].rows] == [("voice", False), ("help", True)]

    def test_ids_are_those_that_are_documented(self, post: Any) -> None:
        ids = [[option.id for option in row.options] for row in post({}, GRID)["grid"].rows]
        assert ids[0][:2] == ["q_grid-voice", "q_grid-voice-2"]
        assert ids[1][0] == "q_grid-help"

    def test_some_rows_may_be_left_blank(self, post: Any) -> None:
        form = post({"q_grid-help": "agree"}, {**GRID, "required": False})
        assert form.answers()["grid"].value == {"voice": None, "help": "agree"}


def test_errors_come_in_the_order_of_the_page(post: Any) -> None:
    required = {"required": True}
    form = post(
        {},
        {"key": "b", "type": "long_text", **required},
        {"key": "a", "type": "number", **required},
        {"key": "c", "type": "date", **required},
    )
    assert [element for element, _ in form.errors_in_order()] == ["q_b", "q_a", "q_c-day"]
    assert list(form.errors) == ["b", "a", "c"]


def test_names_that_forms_use_themselves_are_fine_as_keys(post: Any) -> None:
    form = post(
        {"q_data": "x", "q_errors": "y"},
        {"key": "data", "type": "long_text"},
        {"key": "errors", "type": "long_text"},
        {"key": "validate", "type": "short_text"},
    )
    assert form.answers()["data"].value == "x"


def test_messages_can_be_said_in_another_language(build: Any) -> None:
    questionnaire, wording = build({"key": "why", "type": "long_text", "required": True})
    welsh = FormMessages(write_something="Ysgrifennwch ateb i “{question}”")
    form = build_form(questionnaire.questions, questionnaire, wording, formdata=MultiDict(), messages=welsh)
    assert not form.validate()
    assert form.errors_in_order() == [("q_why", "Ysgrifennwch ateb i “What about why?”")]


def test_a_question_of_another_questionnaire_is_an_error(build: Any) -> None:
    questionnaire, wording = build({"key": "why", "type": "long_text"})
    other, _ = build({"key": "other", "type": "long_text"})
    with pytest.raises(KeyError):
        build_form(questionnaire.questions, other, wording)
