"""One questionnaire with a question of every type, and what a person would post and see for each."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import settings

from surveys.definition import Questionnaire, parse_questionnaire
from surveys.wordings import Wording, parse_wording

settings.register_profile("surveys", settings.get_profile("unhurried"), max_examples=60)
settings.load_profile("surveys")

SCALE = {
    "options": [
        {"key": "strongly_agree", "counts_as": "agree"},
        {"key": "agree", "counts_as": "agree"},
        {"key": "neither", "counts_as": "neutral"},
        {"key": "disagree", "counts_as": "disagree"},
        {"key": "dont_know", "counts_as": "dont_know"},
    ]
}


@dataclass(frozen=True)
class Example:
    """A question of one type: its settings, an answer as posted, as stored and as read from a file."""

    settings: dict[str, Any] = field(default_factory=dict)
    posted: dict[str, Any] = field(default_factory=dict)
    stored: object = None
    shown: tuple[str, ...] = ()
    text: str = ""


EXAMPLES = {
    "single_choice": Example(
        {"options": [{"key": "red"}, {"key": "blue"}, {"key": "unsure", "counts_as": "dont_know"}]},
        {"": "blue"},
        "blue",
        ("Blue",),
        "blue",
    ),
    "several_choices": Example(
        {"options": [{"key": "red"}, {"key": "blue"}, {"key": "none", "exclusive": True}]},
        {"": ["blue", "red"]},
        ["red", "blue"],
        ("Red", "Blue"),
        "red; blue",
    ),
    "agreement_scale": Example({"scale": "agreement"}, {"": "agree"}, "agree", ("Agree",), "Agree"),
    "agreement_grid": Example(
        {"scale": "agreement", "rows": [{"key": "voice"}, {"key": "help"}]},
        {"-voice": "agree", "-help": "dont_know"},
        {"voice": "agree", "help": "dont_know"},
        ("Voice: Agree", "Help: Dont know"),
        "agree",
    ),
    "ranking": Example(
        {"options": [{"key": "red"}, {"key": "blue"}]},
        {"-red": "2", "-blue": "1"},
        ["blue", "red"],
        ("1. Blue", "2. Red"),
        "blue;red",
    ),
    "number": Example({"minimum": 0, "maximum": 25, "decimals": 1}, {"": " 7.50 "}, "7.5", ("7.5",), "7.5"),
    "date": Example(
        {"earliest": "2000-01-01"},
        {"-day": "3", "-month": "02", "-year": "2021"},
        "2021-02-03",
        ("3 February 2021",),
        "2021-02-03",
    ),
    "short_text": Example(
        {"max_length": 20}, {"": " Hill School "}, "Hill School", ("Hill School",), "Hill School"
    ),
    "long_text": Example({"max_length": 200}, {"": "One\r\ntwo"}, "One\ntwo", ("One\ntwo",), "One\ntwo"),
    "information": Example(),
}


def label(key: str) -> str:
    return key.replace("_", " ").capitalize()


def texts_for(question: dict[str, Any]) -> dict[str, Any]:
    texts: dict[str, Any] = {"text": f"What about {question['key']}?", "short": label(question["key"])}
    for name in ("options", "rows"):
        if name in question:
            texts[name] = {part["key"]: label(part["key"]) for part in question[name]}
    return texts


def wording_for(definition: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A wording that lacks nothing, in which every label is its key in words."""
    return {
        "edition": "standard",
        "language": "en",
        "title": "A test",
        "scales": {
            key: {option["key"]: label(option["key"]) for option in scale["options"]}
            for key, scale in definition.get("scales", {}).items()
        },
        "pages": {page["key"]: {"title": label(page["key"])} for page in definition["pages"]},
        "questions": {
            question["key"]: texts_for(question)
            for page in definition["pages"]
            for question in page["questions"]
        },
        **changes,
    }


def one_page(*questions: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": "test",
        "scales": {"agreement": copy.deepcopy(SCALE)},
        "pages": [{"key": "first", "questions": list(questions)}],
    }


def built(definition: dict[str, Any]) -> tuple[Questionnaire, Wording]:
    questionnaire = parse_questionnaire(definition)
    return questionnaire, parse_wording(wording_for(definition), questionnaire)


@pytest.fixture(scope="session")
def examples() -> dict[str, Example]:
    return EXAMPLES


@pytest.fixture(scope="session")
def question_of() -> Callable[..., dict[str, Any]]:
    """A question of a type, with the settings of its example and others that are given."""

    def make(name: str, **others: Any) -> dict[str, Any]:
        return {"key": "asked", "type": name, **copy.deepcopy(EXAMPLES[name].settings), **others}

    return make


@pytest.fixture(scope="session")
def build() -> Callable[..., tuple[Questionnaire, Wording]]:
    """A questionnaire of one page with the given questions, and its wording."""
    return lambda *questions: built(one_page(*questions))


@pytest.fixture(scope="session")
def build_definition() -> Callable[..., tuple[Questionnaire, Wording]]:
    """The questionnaire of a whole definition, and its wording."""
    return built


@pytest.fixture(scope="session")
def make_wording() -> Callable[..., dict[str, Any]]:
    return wording_for


@pytest.fixture
def full_definition() -> dict[str, Any]:
    """A question of every type, the second page with a condition. A fresh copy that a test may spoil."""
    questions = [
        {"key": f"q_{name}", "type": name, **copy.deepcopy(example.settings)}
        for name, example in EXAMPLES.items()
    ]
    definition = one_page(
        {
            "key": "role",
            "type": "single_choice",
            "required": True,
            "identifies": "audience",
            "prefer_not_to_say": True,
            "options": [{"key": "parent"}, {"key": "teacher"}],
        }
    )
    definition["pages"].append(
        {"key": "second", "show_if": {"question": "role", "is": "parent"}, "questions": questions}
    )
    return definition


@pytest.fixture
def full_file(full_definition: dict[str, Any]) -> dict[str, Any]:
    """A whole consultation file that lacks nothing. A fresh copy that a test may spoil."""
    return {
        "format": "said-and-done/consultation/1",
        "consultation": {
            "slug": "a-test",
            "title": "A test",
            "summary": "For tests.",
            "purpose": "To test.",
            "open_to_change": "All.",
            "not_open_to_change": "Nothing.",
            "opens_at": "2024-07-01T09:00",
            "closes_at": "2024-12-01T17:00:00Z",
            "promoted_through": ["Schools"],
            "documents": [{"title": "The draft", "address": "https://example.org/draft.pdf"}],
            "headlines": [{"key": "most", "over": 85, "of": ["q_agreement_grid"], "subject": "both"}],
        },
        "questionnaire": full_definition,
        "wordings": [wording_for(full_definition)],
    }
