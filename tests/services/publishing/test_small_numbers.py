"""Tables about people are as fine as they can be shown, and no finer."""

from __future__ import annotations

import pytest

from analysis.dataset import Category, Variable
from consult.appendix.figures import FigureCell, FigureColumn, FigureRow, FigureTable
from consult.services.publishing.protecting import protected_tables
from consult.services.publishing.recoding import recoded_breakdown, recoded_profile, recoding_of

ROLE = Variable(
    "role", "closed", tuple(Category(key) for key in ("parent", "worker", "young", "other")), "audience"
)
STATES = ("dont_know", "prefer_not_to_say", "left_blank", "not_asked")


def profile(counts, silent=0):
    answered = sum(counts.values())
    rows = [
        FigureRow(key, f"option:{key}", "count", (FigureCell(n, round(100 * n / answered), answered),))
        for key, n in counts.items()
    ]
    rows.append(FigureRow("Base", "base", "base", (FigureCell(answered),)))
    rows += [
        FigureRow(state, state, "state", (FigureCell(silent if state == "left_blank" else 0),))
        for state in STATES
    ]
    rows.append(FigureRow("All", "received", "base", (FigureCell(answered + silent),)))
    return FigureTable("Who answered", "responses", "", (FigureColumn("All", "role"),), tuple(rows))


def shown(table):
    return {row.measure: row.cells[0].n for row in table.rows if row.kind == "count"}


def test_large_groups_are_shown_as_they_are():
    table = profile({"parent": 40, "worker": 20, "young": 8, "other": 5})
    assert recoded_profile(table, recoding_of(ROLE, table)) == table


def test_small_groups_are_shown_together_with_what_they_are():
    table = profile({"parent": 40, "worker": 20, "young": 3, "other": 4})
    assert shown(recoded_profile(table, recoding_of(ROLE, table))) == {
        "option:parent": 40,
        "option:worker": 20,
        "any:young+other": 7,
    }


def test_one_small_group_takes_the_next_smallest_along_so_that_nobody_can_subtract():
    table = profile({"parent": 40, "worker": 20, "young": 0, "other": 2})
    assert shown(recoded_profile(table, recoding_of(ROLE, table))) == {
        "option:parent": 40,
        "option:young": 0,
        "any:worker+other": 22,
    }


def test_those_who_did_not_say_are_protected_too():
    table = profile({"parent": 40, "worker": 20, "young": 3, "other": 4}, silent=2)
    coarser = recoded_profile(table, recoding_of(ROLE, table))
    assert shown(coarser)["any:young+other+state:left_blank"] == 9
    assert not [row for row in coarser.rows if row.measure in ("base", "left_blank")]
    assert all(cell.percent is None for row in coarser.rows for cell in row.cells)


SCALE = Variable(
    "view",
    "scale",
    (Category("yes", "agree"), Category("neither", "neutral"), Category("no", "disagree")),
)


def breakdown(parents, workers):
    """Counts of yes, neither, no and left blank for two groups."""
    columns = tuple(FigureColumn(name, "view", "role", name) for name in ("parent", "worker"))
    groups = (parents, workers)

    def row(label, kind, value):
        return FigureRow(label, label, kind, tuple(FigureCell(value(group)) for group in groups))

    rows = [
        row(f"option:{key}", "count", lambda group, place=place: group[place])
        for place, key in enumerate(("yes", "neither", "no"))
    ]
    rows += [
        row(side, "count", lambda group, place=place: group[place])
        for place, side in enumerate(("agree", "neutral", "disagree"))
    ]
    rows.append(row("net", "net", lambda group: group[0] - group[2]))
    rows.append(row("base", "base", lambda group: sum(group[:3])))
    rows += [
        row(state, "state", lambda group, state=state: group[3] if state == "left_blank" else 0)
        for state in STATES
    ]
    rows.append(row("received", "base", sum))
    return FigureTable("View, by role", "responses", "", columns, tuple(rows))


@pytest.mark.parametrize(
    ("parents", "workers", "measures"),
    [
        ((20, 9, 8, 6), (15, 7, 6, 5), {"option:yes", "agree", "left_blank"}),
        ((20, 9, 8, 6), (15, 7, 6, 2), {"agree", "not_agree"}),
        ((20, 3, 8, 6), (15, 7, 2, 2), {"agree", "not_agree"}),
    ],
)
def test_a_breakdown_is_as_fine_as_it_can_be(parents, workers, measures):
    recoding = recoding_of(ROLE, profile({"parent": sum(parents), "worker": sum(workers)}))
    _, coarser = recoded_breakdown(breakdown(parents, workers), recoding)
    assert measures <= {row.measure for row in coarser.rows}
    assert all(not 0 < abs(cell.n) < 5 for row in coarser.rows if row.kind != "net" for cell in row.cells)


def test_a_question_that_could_hardly_be_shown_is_not_broken_down():
    recoding = recoding_of(ROLE, profile({"parent": 6, "worker": 5}))
    assert recoded_breakdown(breakdown((3, 1, 1, 1), (2, 1, 1, 1)), recoding) is None


def test_what_is_left_small_is_withheld_with_enough_around_it():
    table = breakdown((40, 30, 3, 20), (30, 25, 20, 15))
    protected = protected_tables([table], {"role": ROLE, "view": SCALE}).tables[0]
    hidden = {
        (row.measure, place)
        for row in protected.rows
        for place, cell in enumerate(row.cells)
        if cell.withheld
    }
    assert ("option:no", 0) in hidden
    assert len(hidden) > 2
    assert ("received", 0) not in hidden


CHILDREN = {"role": frozenset({"pupil"})}


def test_a_group_of_children_is_counted_with_others_sooner():
    table = profile({"parent": 40, "worker": 7, "pupil": 7})
    assert recoding_of(ROLE, table).together == ()
    recoding = recoding_of(ROLE, table, children=CHILDREN["role"])
    assert set(recoding.together) == {"worker", "pupil"}
    assert recoding.threshold_of("worker") == 5
    assert recoding.threshold_of("worker+pupil") == 10


def test_small_numbers_of_children_are_withheld_where_those_of_others_are_not():
    columns = tuple(FigureColumn(role, "view", "role", role) for role in ("parent", "pupil"))
    rows = breakdown((30, 8, 20, 15), (30, 8, 20, 15)).rows
    table = FigureTable("View, by role", "responses", "", columns, rows)

    def hidden(children):
        shown = protected_tables([table], {"role": ROLE, "view": SCALE}, children=children).tables[0]
        neither = next(row for row in shown.rows if row.measure == "option:neither")
        return [cell.withheld for cell in neither.cells]

    assert hidden({}) == [False, False]
    assert hidden(CHILDREN)[1]
