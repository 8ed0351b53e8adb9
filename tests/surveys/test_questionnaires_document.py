"""docs/questionnaires.md says what is true: its examples load, and it leaves out no type, setting or word."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import surveys
from surveys.conditions import WORDS_ABOUT_A_QUESTION, WORDS_THAT_COMBINE, parse_condition
from surveys.consultation_file import parse_consultation
from surveys.definition import SETTINGS_OF_ALL
from surveys.interchange.bindings import BINDING_NAMES, CHANNELS
from surveys.interchange.mapping import parse_mapping
from surveys.question_types import QUESTION_TYPES
from surveys.reading import Reading
from surveys.structure import IDENTIFYING, SCALE_MEANINGS
from surveys.wordings import EDITIONS, QUESTION_TEXTS

TEXT = (Path(surveys.__file__).parents[1] / "docs" / "questionnaires.md").read_text(encoding="utf-8")
BLOCKS = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)]
QUESTIONS = [block for block in BLOCKS if "type" in block]
CONDITIONS = [
    block
    for block in BLOCKS
    if set(block) & {"all", "any", "not"} or ("question" in block and "name" not in block)
]


def block_with(value: str) -> Any:
    return next(block for block in BLOCKS if block.get("format") == value)


def test_the_whole_file_loads_and_the_mapping_fits_it() -> None:
    file = parse_consultation(block_with("said-and-done/consultation/1"))
    assert parse_mapping(block_with("said-and-done/mapping/1"), file.questionnaire)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["type"])
def test_each_question_can_be_asked(question: dict[str, Any], build: Any) -> None:
    assert build(question)


def test_each_condition_can_be_read() -> None:
    assert len(CONDITIONS) >= 6
    for raw in CONDITIONS:
        problems: list[Any] = []
        assert parse_condition(Reading(raw, "", problems))
        assert problems == []


def test_every_type_has_its_section_and_example() -> None:
    assert (
        re.findall(r"^### (\w+)$", TEXT, re.MULTILINE)
        == [
            "single_choice",
            "several_choices",
            "agreement_scale",
            "agreement_grid",
            "ranking",
            "number",
            "date",
            "short_text",
            "long_text",
            "information",
        ]
        == list(QUESTION_TYPES)
    )
    assert {question["type"] for question in QUESTIONS} == set(QUESTION_TYPES)


@pytest.mark.parametrize(
    "word",
    sorted(
        {
            *SETTINGS_OF_ALL,
            *(name for kind in QUESTION_TYPES.values() for name in kind.settings),
            *SCALE_MEANINGS,
            *IDENTIFYING,
            *WORDS_ABOUT_A_QUESTION,
            *WORDS_THAT_COMBINE,
            *EDITIONS,
            *QUESTION_TEXTS,
            *CHANNELS,
            *BINDING_NAMES,
            "numbered_columns",
            "submitted_at",
            "group_rows_by",
            "reference",
            "ignore",
            "exclusive",
        }
    ),
)
def test_every_word_is_explained(word: str) -> None:
    assert re.search(rf'`"?{word}\b', TEXT), f"docs/questionnaires.md does not explain `{word}`"
