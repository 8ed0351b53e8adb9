"""A wording says every text by its key, and what it lacks is named."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from surveys.definition import parse_questionnaire
from surveys.problems import ProblemsFound
from surveys.wordings import missing_texts, parse_wording


@pytest.fixture
def texts(full_definition: dict[str, Any], make_wording: Any) -> dict[str, Any]:
    return make_wording(full_definition)


def test_texts_are_found_by_their_keys(full_definition: dict[str, Any], texts: dict[str, Any]) -> None:
    questionnaire = parse_questionnaire(full_definition)
    texts["questions"]["q_date"] |= {"hint": "For example, 27 3 2020"}
    texts["questions"]["q_information"] |= {"body": ["One.", "Two."]}
    texts["questions"]["q_agreement_grid"] |= {"row_shorts": {"voice": "1. Voice"}}
    texts["questions"]["q_agreement_scale"]["options"] = {"agree": "Yes"}
    wording = parse_wording(texts, questionnaire)
    assert wording.page_title("second") == "Second"
    assert wording.question_text("role") == "What about role?"
    assert wording.label("role") == "Role"
    assert wording.hint("q_date") == "For example, 27 3 2020"
    assert wording.hint("role") == ""
    assert wording.body("q_information") == ("One.", "Two.")
    assert wording.option_text("role", "parent") == "Parent"
    assert wording.option_text(questionnaire.question("role"), "prefer_not_to_say") == "Prefer not to say"
    assert wording.option_text("q_agreement_grid", "agree") == "Agree"
    assert wording.option_text("q_agreement_scale", "agree") == "Yes"
    assert wording.option_text("q_agreement_scale", "disagree") == "Disagree"
    assert wording.row_text("q_agreement_grid", "voice") == "Voice"
    assert wording.variable_text("q_agreement_grid.voice") == "1. Voice"
    assert wording.variable_text("q_agreement_grid.help") == "Help"
    assert wording.variable_text("role") == "Role"
    assert missing_texts(questionnaire, wording) == ()


def test_a_text_that_is_not_there_is_an_error_in_words(full_definition: dict[str, Any]) -> None:
    questionnaire = parse_questionnaire(full_definition)
    bare = parse_wording({"edition": "easy_read", "language": "cy", "title": "Prawf"}, questionnaire)
    for find in (
        lambda: bare.question_text("role"),
        lambda: bare.page_title("first"),
        lambda: bare.option_text("role", "parent"),
        lambda: bare.row_text("q_agreement_grid", "voice"),
        lambda: bare.option_text("role", "prefer_not_to_say"),
    ):
        with pytest.raises(KeyError, match="wording easy_read, cy"):
            find()


def test_everything_a_wording_lacks_is_named_with_its_place(full_definition: dict[str, Any]) -> None:
    questionnaire = parse_questionnaire(full_definition)
    bare = parse_wording({"edition": "standard", "language": "cy", "title": "Prawf"}, questionnaire)
    places = {problem.place for problem in missing_texts(questionnaire, bare, "wordings[1]")}
    words = "(wording standard, cy)"
    assert {
        f"wordings[1].{path} {words}"
        for path in (
            "pages.first.title",
            "questions.role.text",
            "questions.role.options.parent",
            "prefer_not_to_say",
            "questions.q_agreement_grid.rows.voice",
            "scales.agreement.agree",
            "questions.q_information.text",
        )
    } <= places


def test_a_question_may_be_left_out_by_declaring_it(
    full_definition: dict[str, Any], texts: dict[str, Any]
) -> None:
    questionnaire = parse_questionnaire(full_definition)
    del texts["questions"]["q_date"]
    assert [
        problem.place.split(" ")[0]
        for problem in missing_texts(questionnaire, parse_wording(texts, questionnaire))
    ] == ["questions.q_date.text"]
    texts["omits"] = ["q_date"]
    wording = parse_wording(texts, questionnaire)
    assert wording.omits == {"q_date"}
    assert missing_texts(questionnaire, wording) == ()


def test_what_several_questions_lack_together_is_named_once(
    full_definition: dict[str, Any], texts: dict[str, Any]
) -> None:
    full_definition["pages"][1]["questions"][0]["prefer_not_to_say"] = True
    questionnaire = parse_questionnaire(full_definition)
    texts["language"] = "ur"
    del texts["scales"]["agreement"]["agree"]
    lacking = missing_texts(questionnaire, parse_wording(texts, questionnaire))
    assert sorted(problem.place.split(" ")[0] for problem in lacking) == [
        "prefer_not_to_say",
        "scales.agreement.agree",
    ]


def test_only_english_knows_how_to_say_prefer_not_to_say(
    full_definition: dict[str, Any], texts: dict[str, Any]
) -> None:
    questionnaire = parse_questionnaire(full_definition)
    texts["language"] = "pa"
    lacking = missing_texts(questionnaire, parse_wording(texts, questionnaire))
    assert [problem.place.split(" ")[0] for problem in lacking] == ["prefer_not_to_say"]
    texts["prefer_not_to_say"] = "ਨਾ ਦੱਸਣਾ ਚਾਹਾਂਗਾ"
    assert missing_texts(questionnaire, parse_wording(texts, questionnaire)) == ()


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("edition",), "posh", "edition"),
        (("language",), "English", "language"),
        (("title",), "", "title"),
        (("introduction",), "one text", "introduction"),
        (("introduction",), ["fine", ""], "introduction[1]"),
        (("questions", "nobody"), {"text": "Who?"}, "questions.nobody"),
        (("questions", "role", "options", "c"), "C", "questions.role.options.c"),
        (("questions", "role", "text"), 3, "questions.role.text"),
        (("questions", "role", "text"), "a\x00b", "questions.role.text"),
        (("questions", "role", "label"), "x", "questions.role.label"),
        (("questions", "q_agreement_grid", "rows", "z"), "Z", "questions.q_agreement_grid.rows.z"),
        (("pages", "third"), {"title": "Third"}, "pages.third"),
        (("scales", "agreement", "maybe"), "Maybe", "scales.agreement.maybe"),
        (("scales", "other"), {}, "scales.other"),
        (("omits",), ["nobody"], "omits[0]"),
        (("colour",), "red", "colour"),
    ],
)
def test_a_faulty_wording_is_refused_with_its_place(
    full_definition: dict[str, Any], texts: dict[str, Any], path: tuple[str, ...], value: object, place: str
) -> None:
    spoiled = inner = copy.deepcopy(texts)
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    with pytest.raises(ProblemsFound) as found:
        parse_wording(spoiled, parse_questionnaire(full_definition))
    assert [problem.place.partition(" (")[0] for problem in found.value.problems] == [place]
