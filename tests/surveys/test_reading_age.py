"""The reading age of a wording: the published formula, for whole wordings in English, with where to look first."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.definition import parse_questionnaire
from surveys.reading_age import ReadingAge, index, reading_age
from surveys.wordings import parse_wording

QUESTIONNAIRE = {
    "key": "x",
    "pages": [
        {
            "key": "p",
            "questions": [
                {"key": "q", "type": "single_choice", "options": [{"key": "a"}, {"key": "b"}]},
                {"key": "r", "type": "long_text"},
            ],
        }
    ],
}
EASY = "The dog ran to me. We had fun at the park. I like to play. "
HARD = (
    "Notwithstanding administrative considerations, representatives of participating organisations subsequently "
    "acknowledged that comprehensive accountability arrangements necessitate considerable interdepartmental "
    "collaboration."
)


def measured(paragraph: str, **more: Any) -> ReadingAge:
    questionnaire = parse_questionnaire(QUESTIONNAIRE)
    texts = {
        "edition": "standard",
        "language": "en",
        "title": "Parks",
        "introduction": [paragraph] if paragraph.strip() else [],
        "pages": {"p": {"title": "You"}},
        "questions": {
            "q": {"text": "Do you like the park?", "options": {"a": "Yes", "b": "No"}},
            "r": {"text": "What do you do there?"},
        },
    }
    return reading_age(parse_wording(texts | more, questionnaire), questionnaire)


def test_the_index_is_the_published_one() -> None:
    # “The cat sat on the mat.”: 17 letters, 6 words, 1 sentence.
    assert index(17, 6, 1) == pytest.approx(4.71 * 17 / 6 + 0.5 * 6 - 21.43)
    assert index(500, 100, 5) == pytest.approx(12.12)


def test_easy_and_hard_are_told_apart() -> None:
    easy, hard = measured(EASY * 5), measured(HARD * 3)
    assert (easy.age, easy.over, easy.target, easy.reason) == (5, False, 11, "")
    assert hard.age is not None
    assert hard.age > 15
    assert hard.over


@pytest.mark.parametrize(("edition", "target"), [("standard", 11), ("easy_read", 9), ("young_person", 9)])
def test_each_edition_has_its_target(edition: str, target: int) -> None:
    # About 500 characters in 100 words and 8 sentences: a reading age of 10 or 11.
    middling = "We would like to know which places in the town people visit when it rains. " * 8
    found = measured(middling, edition=edition)
    assert found.target == target
    assert found.age is not None
    assert found.over is (found.age > target)


def test_the_hardest_sentences_come_first_with_their_places() -> None:
    found = measured(
        EASY * 4, pages={"p": {"title": "You", "introduction": [f"Hello there, dear friend of ours. {HARD}"]}}
    )
    assert found.hardest[0].text == HARD
    assert found.hardest[0].place == "p"
    ages = [sentence.age for sentence in found.hardest]
    assert ages == sorted(ages, reverse=True)
    assert len({sentence.text for sentence in found.hardest}) == len(found.hardest) <= 5


def test_questions_are_measured_one_by_one_too() -> None:
    texts = {"q": {"text": HARD, "options": {"a": "Yes", "b": "No"}}, "r": {"text": "What do you do there?"}}
    found = measured(EASY * 5, questions=texts)
    assert found.by_question["q"] > 15 > found.by_question["r"]


def test_what_is_left_out_is_not_measured() -> None:
    texts = {"q": {"text": HARD, "options": {"a": "Yes", "b": "No"}}, "r": {"text": "What do you do there?"}}
    found = measured(EASY * 5, questions=texts, omits=["q"])
    assert found.age == 5
    assert set(found.by_question) == {"r"}


def test_options_of_few_words_do_not_make_a_hard_wording_easy() -> None:
    short = {"q": {"text": HARD, "options": {"a": "I do", "b": "No, not me"}}, "r": {"text": HARD}}
    long = short | {"q": {"text": HARD}}
    assert measured(HARD, questions=short).age == measured(HARD, questions=long).age


def test_addresses_are_not_words() -> None:
    address = "https://www.example.org/a-very-long-address-that-nobody-reads-aloud"
    assert measured(f"{EASY * 5} See {address} now.").age == measured(f"{EASY * 5} See now.").age


def test_a_few_words_are_not_judged() -> None:
    found = measured("")
    assert (found.age, found.over, found.hardest) == (None, False, ())
    assert "too few to measure" in found.reason


def test_other_languages_are_not_measured() -> None:
    found = measured("Hoffem wybod beth rydych yn ei feddwl. " * 20, language="cy", prefer_not_to_say="Dim")
    assert (found.age, found.over) == (None, False)
    assert "made for English" in found.reason
    assert measured(EASY * 5, language="en-GB").age == 5


@given(st.text(alphabet=st.characters(exclude_categories=["C"]), max_size=200))
def test_any_text_can_be_measured(text: str) -> None:
    found = measured(text + " " + EASY * 5)
    assert found.age is not None
    assert 5 <= found.age <= 22
