"""The guides for officers and facilitators say what the product says, and their example is the sample's."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from consult.rules.commitments import KIND_WORDS, STATUS_WORDS
from consult.rules.responses import CHANNEL_WORDS, STATE_WORDS
from surveys.answers import AnswerState

PROJECT = Path(__file__).parents[2]
GUIDES = ("for-officers.md", "for-facilitators.md")


def guide(name: str) -> str:
    return (PROJECT / "docs" / name).read_text(encoding="utf-8")


def first_cells(text: str) -> set[str]:
    """What stands first in the rows of the guide's tables."""
    return {row.split("|")[1].strip() for row in text.splitlines() if row.startswith("| ")}


def address_of(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("words", [KIND_WORDS, STATE_WORDS], ids=["commitments", "responses"])
def test_every_choice_of_an_officer_is_explained(words):
    assert set(words.values()) <= first_cells(guide("for-officers.md"))


def test_every_answer_state_is_explained():
    assert {state.value.replace("_", " ").replace("dont", "don’t") for state in AnswerState} <= first_cells(
        guide("for-officers.md")
    )


def test_every_status_and_channel_is_named():
    text = " ".join(guide("for-officers.md").lower().split())
    for words in (*STATUS_WORDS.values(), *CHANNEL_WORDS.values()):
        named = words.lower()
        assert named in text or f"on {named}" in text or f"by {named}" in text


@pytest.mark.parametrize("name", GUIDES)
def test_files_and_headings_that_a_guide_points_to_exist(name):
    text = guide(name)
    headings = {address_of(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings
    for path in re.findall(r"\]\(([\w-]+\.md)\)", text):
        assert (PROJECT / "docs" / path).exists()
    for path in re.findall(r"`(consult/[^`]+)`", text):
        assert (PROJECT / path).exists()


def test_the_example_of_a_base_is_the_samples():
    responses = json.loads(
        (PROJECT / "consult" / "samples" / "send-strategy" / "responses.json").read_text(encoding="utf-8")
    )
    third = [(row["answers"]["priorities"].get("value") or {}).get("inclusion") for row in responses]
    blank, dont_know = third.count(None), third.count("dont_know")
    agreed = third.count("agree") + third.count("strongly_agree")
    assert (len(third), blank, dont_know, agreed) == (66, 3, 1, 54)
    base = len(third) - blank - dont_know
    example = " ".join(guide("for-officers.md").split())
    assert f"{round(100 * agreed / base)}% ({agreed} of {base})" in example
    assert "For priority 3, three left it blank and one chose “don’t know”" in example
