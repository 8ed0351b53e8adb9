"""Comments are cleaned, told from "nothing to say", split and grouped, and nothing that was said is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.comments import bare_words, cleaned, exact_duplicates, says_nothing, split_into_ideas


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "\n", ".", "-", "?", "!!", "❤️", "x", "None", "None.", "none!!", "N/A", "n/a.", "NA",
        "Nil", "No", "nope",
        "No comment", "No comments.", "no further comments", "Nothing.", "Nothing at all",
        "nothing to add, thanks",
        "Did not answer", "Didn’t answer", "Not applicable", "Can’t think of anything",
        "Nothing I can think of.",
        "Prefer not to say", "Don't know", "Not sure", "Nothing really, thank you", "Absolutely nothing",
    ],
)  # fmt: skip
def test_ways_of_saying_nothing_are_known(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "None. Quite satisfied.", "Nothing to do for teenagers", "No ramp", "No complaints", "Not good",
        "Good",
        "There is nothing for me", "None of the staff listened", "No idea who to ask",
        "Nothing was explained",
        "I don't know who my case worker is", "好", "ਸਮਾਂ", "وقت", "Dim byd yn dda", "No more cuts",
        "Not applicable to boys",
    ],
)  # fmt: skip
def test_what_says_something_is_never_taken_for_nothing(text: str) -> None:
    assert not says_nothing(text)


def test_the_same_words_are_one_group_whatever_the_signs() -> None:
    texts = ["More time!", "Staff", "more  time", "“More” time…", "Don’t stop", "don't stop"]
    assert exact_duplicates(texts) == ((0, 2, 3), (1,), (4, 5))
    assert exact_duplicates([]) == ()


@given(st.lists(st.text(max_size=20)))
def test_every_comment_is_in_exactly_one_group(texts: list[str]) -> None:
    groups = exact_duplicates(texts)
    assert sorted(place for group in groups for place in group) == list(range(len(texts)))


def test_words_of_other_scripts_stay_whole() -> None:
    assert bare_words("ਹੋਰ ਸਮਾਂ, ਕਿਰਪਾ!") == "ਹੋਰ ਸਮਾਂ ਕਿਰਪਾ"
    assert bare_words("«المزيد» من الوقت") == "المزيد من الوقت"
    assert cleaned("It’s  “fine”\u00a0–\nreally") == 'It\'s "fine" - really'


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The staff were kind. The wait was too long.", ["The staff were kind.", "The wait was too long."]),
        ("The staff were kind but the wait was awful", ["The staff were kind", "but the wait was awful"]),
        ("Dr. Khan was kind. Ask at approx. 9.30.", ["Dr. Khan was kind.", "Ask at approx. 9.30."]),
        ("Good. More ramps are needed.", ["Good. More ramps are needed."]),
        ("- more ramps please\n- a quieter waiting room\n", ["more ramps please", "a quieter waiting room"]),
        ("1. more ramps please; 2) a quieter room", ["more ramps please", "a quieter room"]),
        ("Co-production is well-meant", ["Co-production is well-meant"]),
        ("He said “never again.” Then he left us.", ["He said “never again.” Then he left us."]),
        ("", []),
        ("   \n ", []),
    ],
)  # fmt: skip
def test_a_comment_is_split_where_it_says_several_things(text: str, parts: list[str]) -> None:
    assert [idea.text for idea in split_into_ideas(text)] == parts


@given(
    st.lists(st.sampled_from(["good", "staff", "but", "wait.", "no!", "\n", "- ", ";", "Dr.", "  ", "ramps"]))
)
def test_splitting_loses_no_word_and_says_where_each_part_is(pieces: list[str]) -> None:
    text = " ".join(pieces)
    ideas = split_into_ideas(text)
    assert all(text[idea.start : idea.end] == idea.text == idea.text.strip() != "" for idea in ideas)
    assert " ".join(bare_words(idea.text) for idea in ideas).split() == bare_words(text).split()
    assert list(ideas) == sorted(ideas, key=lambda idea: idea.start)
