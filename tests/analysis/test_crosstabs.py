"""Cross-tables against a count in plain Python, on whatever answers Hypothesis comes up with."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.crosstabs import CrossTable, cross_table, cross_tables
from analysis.dataset import (
    Category,
    Cell,
    DatasetError,
    ResponseRecord,
    State,
    Variable,
    open_dataset,
    write_dataset,
)

ROLE = Variable(
    "role", "closed", (Category("parent"), Category("worker"), Category("unsure", "dont_know")), "audience"
)
VIEW = Variable(
    "view",
    "scale",
    (
        Category("agree", "agree"),
        Category("neither", "neutral"),
        Category("disagree", "disagree"),
        Category("none_of_it", "outside"),
        Category("unsure", "dont_know"),
    ),
)
CLUBS = Variable("clubs", "several", (Category("art"), Category("sport"), Category("unsure", "dont_know")))
NEEDS = Variable("needs", "several", (Category("ramp"), Category("quiet")))
YEARS = Variable("years", "numeric")
VARIABLES = (ROLE, VIEW, CLUBS, NEEDS, YEARS)
CROSSED = ("role", "view", "clubs", "needs")
SILENT = (State.LEFT_BLANK, State.NOT_ASKED, State.DONT_KNOW, State.PREFER_NOT_TO_SAY)


def cells_of(variable: Variable) -> st.SearchStrategy[Cell]:
    silent = st.sampled_from(SILENT).map(lambda state: Cell(state))
    keys = [category.key for category in variable.categories if category.counts_as != "dont_know"]
    if variable.kind == "several":
        chosen = st.lists(st.sampled_from(keys), min_size=1, unique=True)
        return st.one_of(silent, chosen.map(lambda options: Cell(State.ANSWERED, tuple(options))))
    if variable.kind == "numeric":
        return st.one_of(silent, st.integers(0, 20).map(lambda n: Cell(State.ANSWERED, str(n))))
    unsure = st.sampled_from(sorted(variable.says_dont_know)).map(lambda key: Cell(State.DONT_KNOW, key))
    return st.one_of(silent, unsure, st.sampled_from(keys).map(lambda option: Cell(State.ANSWERED, option)))


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["online", "paper"]),
        st.sampled_from(["standard", "easy_read"]),
        st.fixed_dictionaries({variable.key: cells_of(variable) for variable in VARIABLES}),
    ),
    max_size=40,
)


def in_groups(variable: Variable, cell: Cell) -> set[str]:
    """Every column of a breakdown that a response belongs to, in plain Python."""
    if cell.state != State.ANSWERED:
        return {f"state:{cell.state}"}
    return set(cell.value) if variable.kind == "several" else {str(cell.value)}


def expected(variable: Variable, cells: list[Cell]) -> dict[str, object]:
    outside = {c.key for c in variable.categories if c.counts_as == "outside"}
    answered = [cell for cell in cells if cell.state == State.ANSWERED]
    chosen = [cell.value if variable.kind == "several" else (cell.value,) for cell in answered]
    return {
        "received": len(cells),
        "base": sum(not set(options) & outside for options in chosen),
        "options": {c.key: sum(c.key in options for options in chosen) for c in variable.on_scale},
        "outside": {key: sum(key in options for options in chosen) for key in outside},
        "states": {state.value: sum(cell.state == state for cell in cells) for state in State},
    }


def found(tally) -> dict[str, object]:
    return {
        "received": tally.received,
        "base": tally.base,
        "options": dict(tally.counts),
        "outside": dict(tally.outside_counts),
        "states": {state.value: getattr(tally.states, state.value) for state in State},
    }


def dataset_of(folder: Path, rows):
    records = [
        ResponseRecord(f"R{number:03}", channel, edition, "en", cells)
        for number, (channel, edition, cells) in enumerate(rows)
    ]
    return open_dataset(write_dataset(folder, VARIABLES, records).path)


@settings(max_examples=60)
@given(rows=ROWS)
def test_every_cross_table_is_what_plain_python_counts(rows):
    by_key = {variable.key: variable for variable in VARIABLES}
    with tempfile.TemporaryDirectory() as folder:
        dataset = dataset_of(Path(folder), rows)
        for by in CROSSED:
            for key, table in cross_tables(dataset, [k for k in CROSSED if k != by], by).items():
                assert found(table.everyone) == expected(by_key[key], [cells[key] for _, _, cells in rows])
                assert {state.value: getattr(table.by_states, state.value) for state in State} == expected(
                    by_key[by], [cells[by] for _, _, cells in rows]
                )["states"]
                for column in table.columns:
                    inside = [c for _, _, c in rows if column.column_label in in_groups(by_key[by], c[by])]
                    assert found(column) == expected(by_key[key], [c[key] for c in inside])
                shown = {column.column_label for column in table.columns}
                assert {group for _, _, c in rows for group in in_groups(by_key[by], c[by])} <= shown


@settings(max_examples=40)
@given(rows=ROWS)
def test_margins_add_up_unless_groups_overlap_and_then_the_table_says_so(rows):
    with tempfile.TemporaryDirectory() as folder:
        dataset = dataset_of(Path(folder), rows)
        for by in ("role", "channel", "edition", "wording"):
            table = cross_table(dataset, "view", by)
            assert not table.overlapping
            for place, (_, n) in enumerate(table.everyone.counts):
                assert n == sum(column.counts[place].n for column in table.columns)
            assert sum(column.base for column in table.columns) == table.everyone.base
        overlapping = cross_table(dataset, "view", "clubs")
        assert overlapping.overlapping
        assert max((c.received for c in overlapping.columns), default=0) <= len(rows)


def test_a_person_who_ticked_two_options_is_one_person_in_each_base(tmp_path):
    both = Cell(State.ANSWERED, ("art", "sport"))
    cells = {"clubs": both, "needs": Cell(State.ANSWERED, ("ramp", "quiet"))}
    dataset = dataset_of(tmp_path, [("online", "standard", cells)])
    table = cross_table(dataset, "needs", "clubs")
    assert [(column.column_label, column.base) for column in table.columns] == [("art", 1), ("sport", 1)]
    assert table.everyone.base == 1


def test_no_responses_at_all_gives_empty_columns_and_no_division(tmp_path):
    dataset = dataset_of(tmp_path, [])
    assert cross_table(dataset, "view", "channel").columns == ()
    for by in CROSSED[1:]:
        table = cross_table(dataset, "role", by)
        assert table.everyone.base == 0
        assert table.everyone.percentages == (None, None)


def test_all_answers_alike_are_one_hundred_per_cent_of_everyone(tmp_path):
    rows = [
        (
            "online",
            "standard",
            {"view": Cell(State.ANSWERED, "agree"), "role": Cell(State.ANSWERED, "worker")},
        )
    ] * 7
    table = cross_table(dataset_of(tmp_path, rows), "view", "role")
    assert table.everyone.agree_percentage == 100
    assert [(c.column_label, c.agree, c.base) for c in table.columns] == [
        ("parent", 0, 0),
        ("worker", 7, 7),
    ]


def test_a_wording_is_an_edition_in_a_language(tmp_path):
    rows = [("paper", "easy_read", {}), ("online", "standard", {})]
    table = cross_table(dataset_of(tmp_path, rows), "view", "wording")
    assert [column.column_label for column in table.columns] == ["easy_read.en", "standard.en"]


@pytest.mark.parametrize(("key", "by"), [("view", "years"), ("years", "clubs"), ("view", "nothing")])
def test_what_has_no_groups_is_refused_with_its_reason(tmp_path, key, by):
    dataset = dataset_of(tmp_path, [("online", "standard", {})])
    with pytest.raises(DatasetError, match=r"groups|no variable"):
        cross_table(dataset, key, by)


def test_a_quantity_can_be_broken_down_where_groups_do_not_overlap(tmp_path):
    rows = [
        ("online", "standard", {"years": Cell(State.ANSWERED, "7"), "role": Cell(State.ANSWERED, "parent")})
    ]
    table = cross_table(dataset_of(tmp_path, rows), "years", "role")
    assert table.everyone.summary.median == 7
    assert table.columns[0].summary.median == 7


def test_a_table_whose_columns_do_not_add_up_cannot_be_made(tmp_path):
    table = cross_table(dataset_of(tmp_path, [("online", "standard", {})] * 3), "view", "role")
    with pytest.raises(ValueError, match="add up"):
        CrossTable(table.variable, table.by, table.everyone, (), table.by_states)
