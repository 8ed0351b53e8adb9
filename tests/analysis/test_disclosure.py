"""Small numbers: what is withheld, and that nobody can work it out, not even by trying every table."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure import (
    PublishedTable,
    Reason,
    ShownPercentage,
    SmallNumberRules,
    TablesDisagree,
    audit,
    cell_of,
    primary_cells,
    protect,
)

AUDIENCE = frozenset({"audience"})


def by_audience(counts, key="q_by_audience", question="q", **more):
    """A table from {answer: (count of parents, of professionals, ...)}."""
    cells = {
        (answer, f"group_{number}"): count
        for answer, line in counts.items()
        for number, count in enumerate(line)
    }
    return PublishedTable(key, (question, "audience"), cells, identifying=AUDIENCE, **more)


def random_table(seed):
    draw = np.random.default_rng(seed)
    rows, columns = draw.integers(3, 8, size=2)
    counts = draw.poisson(draw.gamma(1.2, 10, size=(rows, columns)))
    return by_audience({f"answer_{row}": counts[row].tolist() for row in range(rows)})


def readers_guesses(table, withheld):
    """Every way to fill in the withheld cells of a two-way table that agrees with all that is shown."""
    answers, groups = (sorted({names[place] for names in table.counts}) for place in (0, 1))
    hidden = [
        pair
        for pair in product(answers, groups)
        if table.cell(dict(zip(table.variables, pair, strict=True))) in withheld
    ]
    column_totals = {group: sum(table.counts[answer, group] for answer in answers) for group in groups}
    row_totals = {answer: sum(table.counts[answer, group] for group in groups) for answer in answers}
    total = sum(table.counts.values())

    def agrees(filled):
        for group in groups:
            shown = cell_of({"audience": group}) not in withheld
            if shown and sum(filled[answer, group] for answer in answers) != column_totals[group]:
                return False
        return sum(filled.values()) == total and all(
            sum(filled[answer, group] for group in groups) == row_totals[answer] for answer in answers
        )

    most = [row_totals[answer] for answer, _ in hidden]
    for guess in product(*(range(top + 1) for top in most)):
        filled = {**table.counts, **dict(zip(hidden, guess, strict=True))}
        if agrees(filled):
            yield filled


def test_a_small_cell_is_withheld_with_enough_others_and_totals_stay():
    table = by_audience({"agree": (30, 3, 9), "neither": (12, 11, 14), "disagree": (8, 16, 25)})
    protected = protect([table])
    assert protected.value(table.key, {"q": "agree", "audience": "group_1"}) is None
    assert protected.withheld[table.cell({"q": "agree", "audience": "group_1"})] is Reason.SMALL
    assert protected.value(table.key, {"q": "agree"}) == 42
    assert protected.value(table.key, {"audience": "group_1"}) == 30
    assert protected.value(table.key, {}) == 128
    assert protected.cells_withheld == 4
    assert protected.report.is_clean


def test_withholding_only_the_small_cell_gives_it_away():
    table = by_audience({"agree": (30, 3, 9), "neither": (12, 11, 14), "disagree": (8, 16, 25)})
    report = audit([table], primary_cells([table]))
    (found,) = report.recoverable
    assert (found.low, found.high, found.value) == (3, 3, 3)
    assert "3 to 3 can be worked out" in str(found)


def test_forty_random_tables_keep_their_small_cells_and_the_control_does_not():
    tables = [random_table(seed) for seed in range(40)]
    control = [audit([table], primary_cells([table])) for table in tables]
    assert sum(len(report.recoverable) for report in control) > 100
    for table in tables:
        protected = protect([table])
        again = audit([table], frozenset(protected.withheld))
        assert again.checked > 0 or not protected.withheld
        assert again.recoverable == ()


small_counts = st.integers(0, 7)


@settings(max_examples=40)
@given(st.lists(st.tuples(small_counts, small_counts, small_counts), min_size=2, max_size=3))
def test_whoever_tries_every_table_learns_no_more_than_the_rules_allow(lines):
    table = by_audience({f"answer_{number}": line for number, line in enumerate(lines)})
    rules = SmallNumberRules(general=3, sensitive=3)
    withheld = frozenset(protect([table], rules=rules).withheld)
    if len([cell for cell in withheld if len(cell) == 2]) > 5:
        return  # too many tables to try
    guesses = list(readers_guesses(table, withheld))
    for (answer, group), count in table.counts.items():
        possible = {guess[answer, group] for guess in guesses}
        given_this_answer = sum(n for (other, _), n in table.counts.items() if other == answer)
        if 0 < count < 3:
            assert max(possible) >= min(3, given_this_answer)
            assert max(possible) - min(possible) >= min(2, given_this_answer)


@settings(max_examples=40)
@given(st.lists(st.tuples(small_counts, small_counts), min_size=2, max_size=2), st.data())
def test_the_audit_finds_what_trying_every_table_finds(lines, data):
    table = by_audience({f"answer_{number}": line for number, line in enumerate(lines)})
    rules = SmallNumberRules(general=3, sensitive=3, unanimous_times=0)
    cells = [table.cell(dict(zip(table.variables, pair, strict=True))) for pair in table.counts]
    withheld = primary_cells([table], rules=rules) | set(data.draw(st.lists(st.sampled_from(cells))))
    guesses = list(readers_guesses(table, withheld))
    for found in audit([table], withheld, rules=rules).recoverable:
        if len(found.cell) == 2:
            names = dict(found.cell)
            possible = {guess[names["q"], names["audience"]] for guess in guesses}
            assert (min(possible), max(possible)) == (found.low, found.high)


def test_opinions_of_everybody_are_published_however_small():
    table = PublishedTable("q", ("q",), {("agree",): 2, ("disagree",): 1})
    protected = protect([table])
    assert protected.withheld == {}
    assert protected.value("q", {"q": "disagree"}) == 1


def test_a_profile_with_one_small_group_withholds_a_second_one():
    profile = PublishedTable(
        "audience", ("audience",), {("a",): 30, ("b",): 4, ("c",): 9}, identifying=AUDIENCE
    )
    protected = protect([profile])
    shown = [protected.value("audience", {"audience": group}) for group in "abc"]
    assert shown == [30, None, None]
    assert protected.value("audience", {}) == 43


@pytest.mark.parametrize(("sensitive", "shown"), [(frozenset(), 7), (frozenset({"audience=group_1"}), None)])
def test_children_and_the_like_have_the_higher_threshold(sensitive, shown):
    table = by_audience({"agree": (30, 7), "disagree": (20, 24)}, sensitive=sensitive)
    assert protect([table]).value(table.key, {"q": "agree", "audience": "group_1"}) == shown


def test_a_total_that_tables_share_is_withheld_in_all_of_them_or_none():
    first = by_audience({"yes": (20, 2, 15), "no": (20, 1, 15)}, "first", "first")
    second = by_audience({"yes": (22, 3, 10), "no": (18, 0, 20)}, "second", "second")
    protected = protect([first, second])
    assert protected.value("first", {"audience": "group_1"}) is None
    assert protected.value("second", {"audience": "group_1"}) is None
    assert protected.report.is_clean


def test_tables_over_different_people_are_refused_with_the_place():
    first = by_audience({"yes": (20, 12), "no": (20, 11)}, "first", "first")
    second = by_audience({"yes": (20, 12), "no": (21, 11)}, "second", "second")
    with pytest.raises(
        TablesDisagree, match="audience = group_0 is 40 in table first but 41 in table second"
    ):
        protect([first, second])


def test_tables_over_different_people_are_taken_with_a_name_for_each():
    first = by_audience({"yes": (20, 12), "no": (20, 11)}, "first", "first")
    votes = by_audience({"yes": (20, 12), "no": (21, 11)}, "votes", "second", population="forum")
    assert protect([first, votes]).value("votes", {"audience": "group_0"}) == 41


def test_what_all_eight_of_a_group_said_is_withheld_and_what_all_thirty_said_is_shown():
    table = by_audience({"agree": (30, 8, 40), "neither": (0, 0, 9), "disagree": (0, 0, 25)})
    protected = protect([table])
    assert protected.value(table.key, {"q": "agree", "audience": "group_1"}) is None
    assert protected.withheld[table.cell({"q": "agree", "audience": "group_1"})] is Reason.UNANIMOUS
    zeros = [
        protected.value(table.key, {"q": answer, "audience": "group_1"}) for answer in ("neither", "disagree")
    ]
    assert None in zeros
    assert protected.report.is_clean


def test_all_of_a_group_leaving_a_question_blank_tells_nothing():
    table = by_audience({"agree": (30, 0), "disagree": (25, 0), "state:left_blank": (7, 8)})
    assert protect([table]).withheld == {}


def test_a_percentage_left_standing_gives_a_withheld_count_away():
    table = by_audience({"agree": (30, 3, 9), "neither": (12, 11, 14), "disagree": (8, 16, 25)})
    withheld = frozenset(protect([table]).withheld)
    small = table.cell({"q": "agree", "audience": "group_1"})
    percentage = ShownPercentage(small, table.cell({"audience": "group_1"}), 10)
    (found,) = audit([table], withheld, percentages=[percentage]).recoverable
    assert (found.low, found.high) == (3, 3)
    assert not protect([table]).may_show_percentage(
        table.key, {"q": "agree", "audience": "group_1"}, {"audience": "group_1"}
    )


def test_counts_are_known_to_be_whole():
    table = by_audience({"agree": (50, 2, 60), "neither": (30, 40, 50), "disagree": (33, 52, 25)})
    small = table.cell({"q": "agree", "audience": "group_1"})
    percentage = ShownPercentage(small, table.cell({"audience": "group_1"}), 2)
    report = audit([table], frozenset(protect([table]).withheld), percentages=[percentage])
    assert [(found.low, found.high) for found in report.recoverable] == [(2, 2)], "of 94, only 2 are 2%"


def test_a_cell_that_must_be_small_is_given_away_however_much_is_open():
    table = by_audience({"agree": (30, 1, 3), "neither": (12, 11, 14), "disagree": (8, 16, 25)})
    hidden = [
        table.cell({"q": q, "audience": g}) for q in ("agree", "neither") for g in ("group_1", "group_2")
    ]
    found = {dict(found.cell)["audience"]: found for found in audit([table], frozenset(hidden)).recoverable}
    assert (found["group_1"].low, found["group_1"].high) == (0, 4)


def test_a_percentage_that_does_not_follow_from_its_counts_is_refused():
    table = by_audience({"agree": (30, 6), "disagree": (20, 24)})
    wrong = ShownPercentage(
        table.cell({"q": "agree", "audience": "group_1"}), table.cell({"audience": "group_1"}), 21
    )
    with pytest.raises(TablesDisagree, match="does not follow"):
        audit([table], frozenset(), percentages=[wrong])


def test_a_shown_base_and_agreement_are_counted_as_known():
    subtotals = {"q": {"sum:base": ("agree", "strongly_agree", "disagree")}}
    counts = {
        "agree": (30, 12, 19),
        "strongly_agree": (12, 14, 15),
        "disagree": (8, 16, 25),
        "state:left_blank": (9, 2, 11),
    }
    table = by_audience(counts, subtotals=subtotals)
    protected = protect([table])
    assert protected.value(table.key, {"q": "state:left_blank", "audience": "group_1"}) is None
    assert protected.value(table.key, {"q": "sum:base", "audience": "group_1"}) is None, (
        "44 less the base is 2"
    )
    assert audit([table], frozenset(protected.withheld)).is_clean


def test_a_cell_that_readers_know_to_be_zero_never_hides_another():
    impossible = frozenset({("agree", "group_0"), ("neither", "group_0"), ("disagree", "group_0")})
    counts = {
        "agree": (0, 3, 9),
        "neither": (0, 11, 14),
        "disagree": (0, 16, 25),
        "state:not_asked": (12, 0, 0),
    }
    protected = protect([by_audience(counts, impossible=impossible)])
    hidden = {dict(cell)["audience"] for cell in protected.withheld if len(cell) == 2}
    assert "group_0" not in hidden or all(("q", "state:not_asked") in cell for cell in protected.withheld)
    assert protected.report.is_clean


@pytest.mark.parametrize(
    "counts",
    [
        {("agree", "a"): 1},
        {("agree", "a"): 3, ("disagree", "b"): 1},
        {("agree", "a"): 0},
        {("agree", "a"): 2, ("agree", "b"): 0, ("agree", "c"): 0},
        {("agree", "a"): 4, ("disagree", "a"): 4},
    ],
)
def test_the_smallest_consultations_end_with_nothing_given_away(counts):
    protected = protect([PublishedTable("t", ("q", "audience"), counts, identifying=AUDIENCE)])
    assert protected.report.is_clean
    for (answer, group), count in counts.items():
        if count:
            assert protected.value("t", {"q": answer, "audience": group}) is None


def test_no_tables_need_no_protection():
    assert protect([]).withheld == {}


def test_the_same_tables_give_the_same_result():
    table = random_table(7)
    assert protect([table]).withheld == protect([table]).withheld


def test_a_table_of_three_variables_is_protected_too():
    draw = np.random.default_rng(3)
    names = product(("yes", "no", "unsure"), ("a", "b", "c"), ("online", "paper"))
    counts = {name: int(draw.poisson(9)) for name in names}
    table = PublishedTable("t", ("q", "audience", "channel"), counts, identifying=AUDIENCE)
    protected = protect([table])
    assert any(reason is Reason.SMALL for reason in protected.withheld.values())
    assert audit([table], frozenset(protected.withheld)).is_clean
    assert not audit([table], primary_cells([table])).is_clean


def test_the_officer_sees_what_withholding_costs():
    table = by_audience({"agree": (30, 3, 9), "neither": (12, 11, 14), "disagree": (8, 16, 25)})
    (cost,) = protect([table]).costs
    assert (cost.cells_withheld, cost.small, cost.to_protect_another) == (4, 1, 3)
    assert "4 of 16 figures are withheld (1 as they say too much, 3 to protect those)" in str(cost)
    assert not cost.is_wholly_withheld


@pytest.mark.parametrize("count", [-1, 2.5, True])
def test_what_is_not_a_count_is_refused_with_its_place(count):
    with pytest.raises(ValueError, match=r"table t, \('a',\): .* is not a count"):
        PublishedTable("t", ("audience",), {("a",): count}, identifying=AUDIENCE)
