"""Waves: a change is said with what it rests on, and never across a break."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from analysis.figures import CategoryCount, StateCounts, Tally
from analysis.variables import Category
from analysis.waves import Wave, step, steps

SCALE = (Category("yes", "agree"), Category("no", "disagree"))
TEXTS = (("yes", "Agree"), ("no", "Disagree"))


def wave(label, agree, base, *, text="Do you agree?", categories=SCALE, texts=TEXTS):
    keys = [category.key for category in categories]
    numbers = dict.fromkeys(keys, 0) | {keys[0]: agree, keys[1]: base - agree}
    counts = tuple(CategoryCount(key, n) for key, n in numbers.items())
    tally = Tally("q", None, "responses", base, counts, StateCounts(answered=base), base, "scale", categories)
    return Wave(label, text, texts, tally)


def test_a_change_is_said_with_both_bases_and_what_would_undo_it():
    found = step(wave("2023", 40, 100), wave("2024", 60, 100))
    assert found.words == (
        "More agreed than before: 40% (40 of 100), then 60% (60 of 100). "
        "20 of the 100 later answers being otherwise would undo it."
    )


def test_a_change_that_four_people_make_or_of_a_handful_is_not_claimed():
    assert step(wave("a", 50, 100), wave("b", 54, 100)).words.startswith("No change that can be relied on")
    small = step(wave("a", 2, 20), wave("b", 18, 20))
    assert small.words.startswith("No change that can be relied on: 2 of 20 (10%), then 18 of 20 (90%)")


def test_nobody_answering_is_said_and_not_divided_by():
    assert "no change can be worked out" in step(wave("a", 0, 0), wave("b", 5, 9)).words


def test_a_changed_wording_or_option_is_a_break_that_names_what_changed():
    reworded = step(wave("a", 5, 90), wave("b", 50, 90, text="Do you strongly agree?"))
    (said,) = reworded.breaks
    assert said.startswith("The question was worded differently: “")
    assert said.endswith("”, then “Do you strongly agree?”.")
    assert not reworded.words
    more = (*SCALE, Category("neither", "neutral"))
    assert "options added: neither" in step(wave("a", 5, 90), wave("b", 50, 90, categories=more)).breaks[0]
    assert "options taken out: neither" in step(wave("a", 5, 90, categories=more), wave("b", 9, 90)).breaks[0]
    other = step(wave("a", 5, 90), wave("b", 9, 90, texts=(("yes", "Yes"), ("no", "Disagree"))))
    assert other.breaks == ("Options were worded differently.",)


def test_a_series_is_compared_step_by_step():
    found = steps([wave("1", 40, 100), wave("2", 60, 100), wave("3", 10, 100)])
    assert [(one.before, one.after) for one in found] == [("1", "2"), ("2", "3")]
    assert steps([wave("1", 1, 2)]) == ()


@given(old=st.integers(0, 80), more=st.integers(0, 80), new=st.integers(0, 80), rest=st.integers(0, 80))
def test_so_many_people_answering_otherwise_undo_it_and_one_fewer_do_not(old, more, new, rest):
    before, after = wave("a", old, old + more), wave("b", new, new + rest)
    found = step(before, after)
    assert "nan" not in found.words.casefold()
    if not found.people:
        return
    was, direction = (
        Fraction(old, old + more),
        (1 if Fraction(new, new + rest) > Fraction(old, old + more) else -1),
    )
    undone = Fraction(new - direction * found.people, new + rest)
    nearly = Fraction(new - direction * (found.people - 1), new + rest)
    assert (undone - was) * direction <= 0 < (nearly - was) * direction
