"""Reach: population tables with every fault named, and groups compared without a wrong number."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reach import (
    Finding,
    GroupReach,
    Population,
    PopulationGroup,
    PopulationProblem,
    population_of,
    reach,
    read_population,
)


def test_a_table_is_read_with_thousands_and_a_byte_order_mark():
    rows = read_population('\ufeffGroup,People\nUnder 5,"1,200"\n5 to 10,800\n\n')
    assert [(row.group, row.people) for row in rows] == [("Under 5", 1200), ("5 to 10", 800)]


def test_a_table_with_semicolons_is_read():
    assert read_population("group;people\na;1\n")[0].people == 1


def test_every_bad_row_is_named_at_once():
    with pytest.raises(PopulationProblem) as refused:
        read_population("group,people\na,many\n,3\nb,-1\nc,2\nC,2\nd,1.5\n")
    said = " ".join(refused.value.problems)
    for row in ("Row 2", "Row 3", "Row 4", "Row 6", "Row 7"):
        assert row in said
    assert "Row 5:" not in said


@pytest.mark.parametrize("text", ["", "name,number\na,1\n", "group,people\n", "\x00"])
def test_a_file_that_is_no_table_is_refused_with_what_it_has_to_be(text):
    with pytest.raises(PopulationProblem):
        read_population(text)


def rows(*pairs):
    return read_population("group,people\n" + "".join(f"{group},{n}\n" for group, n in pairs))


def test_rows_that_stand_for_the_same_answer_are_one_group():
    found = population_of(
        "age",
        "",
        rows(("0 to 2", 10), ("3 to 4", 20), ("5", 30)),
        {"0 to 2": ["u5"], "3 to 4": ["u5"], "5": ["o5"]},
    )
    assert [(group.label, group.people) for group in found.groups] == [("0 to 2 and 3 to 4", 30), ("5", 30)]
    assert found.total == 60


def test_groups_that_overlap_are_refused_by_name():
    with pytest.raises(PopulationProblem, match="both stand for"):
        population_of("age", "", rows(("a", 1), ("b", 2)), {"a": ["x", "y"], "b": ["y"]})


def test_a_group_that_no_answer_means_is_refused():
    with pytest.raises(PopulationProblem, match="no answer to the question means this group"):
        population_of("age", "", rows(("a", 1), ("b", 2)), {"a": ["x"]})


def test_groups_that_people_can_be_in_several_of_need_a_total():
    with pytest.raises(PopulationProblem, match="Total"):
        population_of("needs", "", rows(("a", 5), ("b", 6)), {"a": ["x"], "b": ["y"]}, overlapping=True)
    found = population_of(
        "needs", "", rows(("a", 5), ("b", 6), ("Total", 8)), {"a": ["x"], "b": ["y"]}, overlapping=True
    )
    assert found.total == 8


def test_a_population_of_nobody_is_refused():
    with pytest.raises(PopulationProblem, match="nobody"):
        Population("age", "", (PopulationGroup("a", 0, ("x",)),), 0)


@pytest.mark.parametrize(
    ("n", "base", "people", "finding"),
    [
        (0, 0, 50, Finding.NOT_KNOWN),
        (None, 60, 50, Finding.NOT_KNOWN),
        (0, 60, 50, Finding.NOBODY),
        (14, 60, 50, Finding.MISSING),
        (15, 60, 50, Finding.FEWER),
        (24, 60, 50, Finding.SIMILAR),
        (50, 60, 50, Finding.MORE),
        (1, 60, 5, Finding.TOO_FEW),
        (0, 60, 0, Finding.NOT_KNOWN),
        (3, 60, 0, Finding.MORE_THAN_THERE),
        (51, 60, 50, Finding.MORE_THAN_THERE),
    ],
)
def test_a_group_is_named_missing_below_half_its_share_and_only_with_enough_expected(
    n, base, people, finding
):
    assert GroupReach("a", people, 100, n, base).finding is finding


@given(
    people=st.lists(st.integers(0, 1000), min_size=1, max_size=6),
    counts=st.lists(st.integers(0, 200), min_size=6, max_size=6),
    unknown=st.integers(0, 50),
)
def test_whatever_the_figures_are_shares_are_whole_numbers_or_not_there(people, counts, unknown):
    if not sum(people):
        return
    groups = tuple(PopulationGroup(f"g{n}", p, (f"o{n}",)) for n, p in enumerate(people))
    found = reach(Population("x", "", groups, sum(people)), counts[: len(people)], sum(counts[: len(people)]))
    for one in found:
        assert one.percent is None or 0 <= one.percent <= 100
        assert 0 <= one.population_percent <= 100
        if one.more_needed is not None:
            after = Fraction(one.n + one.more_needed, max(1, one.base + one.more_needed))
            assert one.base + one.more_needed == 0 or after >= Fraction(one.people, one.total)


def test_more_answers_than_a_group_has_people_are_never_asked_for():
    assert GroupReach("a", 4000, 4015, 44, 66).more_needed is None
    assert GroupReach("a", 50, 100, 14, 60).more_needed == 32


def test_more_people_in_groups_than_answered_cannot_be_shown():
    population = Population("x", "", (PopulationGroup("a", 5, ("o",)),), 5)
    with pytest.raises(ValueError, match="more people"):
        reach(population, [3], 2)
