"""Tables say what the tallies say: every count with its base, every state, and the words belonging to it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.figures import CategoryCount, StateCounts, Tally, TallyTable
from analysis.variables import Category
from consult.appendix.composition_figures import figure_tables, table_notes
from consult.appendix.figure_text import cell_text, count_text, net_text
from consult.appendix.figures import WITHHELD, FigureCell, FigureTable, withhold
from consult.appendix.tables import ROUNDED_NOTE, side_by_side, table_from_tallies
from consult.appendix.xlsx import figure_sheet_table

CATEGORIES = (
    Category("yes", "agree"),
    Category("maybe", "neutral"),
    Category("no", "disagree"),
    Category("elsewhere", "outside"),
    Category("unsure", "dont_know"),
)
LABELS = {"yes": "Yes", "maybe": "Maybe", "no": "No", "elsewhere": "Elsewhere"}
NUMBERS = st.integers(min_value=0, max_value=5_000)


def scale(counts: Mapping[str, int], label: str | None = None) -> Tally:
    """A scale's tally with these counts; what is not named is nought."""
    n = dict.fromkeys(("yes", "maybe", "no", "elsewhere", "unsure", "blank", "not_asked", "rather_not"), 0)
    n |= counts
    states = StateCounts(
        n["yes"] + n["maybe"] + n["no"] + n["elsewhere"],
        n["blank"], n["not_asked"], n["unsure"], n["rather_not"],
    )  # fmt: skip
    return Tally(
        variable="v",
        column_label=label,
        unit="responses",
        received=states.received,
        counts=tuple(CategoryCount(key, n[key]) for key in ("yes", "maybe", "no")),
        states=states,
        base=n["yes"] + n["maybe"] + n["no"],
        kind="scale",
        categories=CATEGORIES,
        outside_counts=(CategoryCount("elsewhere", n["elsewhere"]),),
    )


def table(*columns: Tally, by: str | None = None) -> FigureTable:
    return table_from_tallies(TallyTable("v", by, columns), "A table", LABELS, {"a": "Group A"})


def test_a_table_reads_as_the_rules_of_counting_say() -> None:
    made = table(scale({"yes": 58, "maybe": 3, "no": 5, "elsewhere": 1, "unsure": 2, "blank": 4}))
    said = {row.label: cell_text(row.cells[0], row.kind).replace("\u00a0", " ") for row in made.shown_rows}
    assert said == {
        "Yes": "88% (58 of 66)",
        "Maybe": "5% (3 of 66)",
        "No": "8% (5 of 66)",
        "Net: “Yes” minus “No”": "+80 points (+53 of 66)",
        "Base: answered on the scale": "66",
        "Elsewhere (not on the scale)": "1",
        "Don’t know": "2",
        "Prefer not to say": "0",
        "Left blank": "4",
        "Not asked": "0",
        "All responses": "73",
    }
    assert table_notes(made) == (
        "Unit: responses. Percentages are of those who answered on the scale (the base).",
        ROUNDED_NOTE,
    )


def test_a_small_base_puts_the_count_first() -> None:
    assert count_text(9, 82, 11).replace("\u00a0", " ") == "9 of 11 (82%)"
    assert count_text(26, 90, 29).replace("\u00a0", " ") == "26 of 29 (90%)"
    assert count_text(27, 90, 30).replace("\u00a0", " ") == "90% (27 of 30)"
    assert net_text(-3, -27, 11).replace("\u00a0", " ") == "\N{MINUS SIGN}3 of 11 (\N{MINUS SIGN}27 points)"
    assert count_text(1_249, 50, 2_498).replace("\u00a0", " ") == "50% (1,249 of 2,498)"


def test_nobody_answered_gives_no_percentage() -> None:
    made = table(scale({"blank": 3}))
    assert cell_text(made.rows[0].cells[0], "count").replace("\u00a0", " ") == "0 of 0"
    assert all(cell.percent is None for row in made.rows for cell in row.cells)
    assert ROUNDED_NOTE not in made.notes


@given(st.fixed_dictionaries(dict.fromkeys(("yes", "maybe", "no", "elsewhere", "unsure", "blank"), NUMBERS)))
def test_base_and_states_add_up_to_all_responses(counts: Mapping[str, int]) -> None:
    made = table(scale(counts))
    n = {row.measure: row.cells[0].n or 0 for row in made.rows}
    beside = ("dont_know", "prefer_not_to_say", "left_blank", "not_asked", "outside:elsewhere")
    assert n["base"] + sum(n[measure] for measure in beside) == n["received"]
    assert n["agree"] + n["neutral"] + n["disagree"] == n["base"]
    assert n["agree"] - n["disagree"] == n["net"]


@given(st.fixed_dictionaries(dict.fromkeys(("yes", "maybe", "no"), NUMBERS)))
def test_may_not_add_to_100_is_said_only_where_it_is_so(counts: Mapping[str, int]) -> None:
    made = table(scale(counts))
    options = [row.cells[0] for row in made.rows if row.measure.startswith("option:")]
    shown = [cell.percent for cell in options if cell.percent is not None]
    assert (ROUNDED_NOTE in made.notes) == (bool(shown) and sum(shown) != 100)
    assert all(cell.base == options[0].base for cell in options)


def test_a_side_made_of_one_option_is_shown_once() -> None:
    made = table(scale({"yes": 58, "maybe": 3}))
    assert [row.label for row in made.shown_rows].count("Yes") == 1
    assert {"agree", "neutral", "disagree"} <= {row.measure for row in made.rows}


def test_groups_are_named_and_states_of_a_breakdown_too() -> None:
    made = table(scale({"yes": 1}, "a"), scale({"no": 1}, "state:left_blank"), scale({}, "b"), by="role")
    assert [column.label for column in made.columns] == ["Group A", "Left blank", "b"]
    assert [column.group for column in made.columns] == ["a", "state:left_blank", "b"]


def test_statements_of_a_grid_stand_side_by_side() -> None:
    together = side_by_side(
        [table(scale({"yes": 3})), table(scale({"no": 2}))], "The grid", ["First", "Second"]
    )
    assert [column.label for column in together.columns] == ["First", "Second"]
    assert [cell.n for cell in together.rows[0].cells] == [3, 0]
    other = table_from_tallies(TallyTable("w", None, (_several(),)), "Another", {})
    with pytest.raises(ValueError, match="same rows"):
        side_by_side([table(scale({})), other], "The grid", ["First", "Second"])


def _several() -> Tally:
    counts = (CategoryCount("a", 3), CategoryCount("b", 4))
    categories = (Category("a"), Category("b"))
    return Tally("w", None, "responses", 5, counts, StateCounts(5), 5, "several", categories)


def test_several_choices_are_not_expected_to_add_to_100() -> None:
    made = table_from_tallies(TallyTable("w", None, (_several(),)), "Choices", {"a": "A"})
    assert made.notes == ()
    assert "more than one answer" in made.base_note
    assert [row.label for row in made.rows][:3] == ["A", "b", "Base: chose at least one"]


def test_wide_tables_are_cut_into_parts_that_fit() -> None:
    wide = table(*(scale({"yes": n}, f"g{n}") for n in range(12)), by="role")
    parts = list(figure_tables(wide))
    assert [len(part.columns) for part in parts] == [5, 5, 2]
    assert [part.caption for part in parts] == [f"A table (part {n} of 3)" for n in (1, 2, 3)]
    assert all(part.notes[: len(table_notes(wide))] for part in parts)


def _grid(statements: int) -> FigureTable:
    """A grid whose first statement 1 person agrees with, the second 2, and so on; one left each blank."""
    parts = [
        table_from_tallies(
            TallyTable(f"q.s{n}", None, (scale({"yes": n, "no": 1, "blank": 1}),)), f"s{n}", LABELS
        )
        for n in range(1, statements + 1)
    ]
    return side_by_side(parts, "The grid", [f"Statement {n}" for n in range(1, statements + 1)])


def test_a_grid_of_six_statements_has_them_as_columns_and_one_of_seven_as_rows() -> None:
    assert [part.corner for part in figure_tables(_grid(6))] == ["Answer", "Answer"]
    parts = list(figure_tables(_grid(7)))
    assert {part.corner for part in parts} == {"Statement"}
    assert all([row.header for row in part.rows] == [f"Statement {n}" for n in range(1, 8)] for part in parts)
    assert all(len(part.columns) <= 6 for part in parts)
    assert parts[0].columns[:3] == ("Yes", "Maybe", "No")


def test_statements_as_rows_say_every_figure_that_columns_would_say() -> None:
    grid = _grid(9)
    turned = {
        (label, row.header): cell
        for part in figure_tables(grid)
        for row in part.rows
        for label, cell in zip(part.columns, row.cells, strict=True)
    }
    wanted = {
        (row.label, column.label): cell_text(row.cells[place], row.kind)
        for row in grid.shown_rows
        for place, column in enumerate(grid.columns)
    }
    assert turned == wanted
    sheet = figure_sheet_table(grid)
    assert [values[0] for _, values in sheet.rows] == [column.label for column in grid.columns]
    agreed = sheet.heads.index("Yes: number")
    assert [values[agreed] for _, values in sheet.rows] == list(range(1, 10))
    assert sheet.heads[agreed : agreed + 3] == ("Yes: number", "Yes: per cent", "Yes: base")


def test_many_groups_of_one_question_stay_columns() -> None:
    wide = table(*(scale({"yes": n}, f"g{n}") for n in range(12)), by="role")
    assert {part.corner for part in figure_tables(wide)} == {"Answer"}


def test_a_withheld_figure_is_said_and_explained() -> None:
    made = withhold(table(scale({"yes": 3, "no": 40})), {("option:yes", 0), ("agree", 0)})
    assert made.rows[0].cells[0] == WITHHELD
    assert cell_text(made.rows[0].cells[0], "count") == "withheld"
    assert "“Withheld”" in table_notes(made)[-1]
    with pytest.raises(ValueError, match="no figures at"):
        withhold(made, {("option:nothing", 0)})


def test_a_withheld_base_takes_the_percentages_of_its_column_with_it() -> None:
    made = withhold(table(scale({"yes": 3, "no": 40}, "a"), scale({"yes": 9}, "b"), by="role"), {("base", 0)})
    assert all(row.cells[0].percent is None and row.cells[0].base is None for row in made.rows)
    assert made.rows[0].cells[1].percent == 100


@pytest.mark.parametrize(
    "given_values",
    [{"n": 3, "withheld": True}, {"percent": 5}, {"n": 3, "percent": 5}, {"n": 3, "percent": 5, "base": 0}],
)
def test_a_figure_that_says_too_much_or_too_little_is_refused(given_values: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"withheld|percentage"):
        FigureCell(**given_values)
