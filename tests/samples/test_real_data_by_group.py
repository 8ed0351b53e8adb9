"""The votes of a real conversation, counted by the opinion group that its platform put each voter in.

The platform published counts of all voters only. They are reproduced, or differ as listed where mappings are tested; by
group, our cross-tables are held against a count in plain Python, and the groups add up to all.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from analysis.crosstabs import cross_tables
from analysis.dataset import Category, Cell, ResponseRecord, State, Variable, open_dataset, write_dataset
from tests.samples.test_real_data_mappings import PLATFORM_DIFFERS

VOTES = {"1": "agree", "-1": "disagree", "0": "pass"}
SCALE = (Category("agree", "agree"), Category("disagree", "disagree"), Category("pass", "outside"))
STATEMENTS = 50


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def vote(cell: str) -> Cell:
    return Cell(State.ANSWERED, VOTES[cell]) if cell else Cell(State.NOT_ASKED)


def test_every_statement_by_group_is_what_plain_python_counts_and_groups_add_up(shared_data, tmp_path):
    folder = shared_data / "brexit-consensus"
    voters = rows_of(folder / "participants-votes.csv")
    groups = sorted({row["group-id"] for row in voters} - {""})
    assert groups == ["0", "1"]
    variables = [
        Variable("group", "closed", tuple(Category(f"group_{one}") for one in groups)),
        *(Variable(f"s{n}", "scale", SCALE) for n in range(STATEMENTS)),
    ]
    records = [
        ResponseRecord(
            row["participant"],
            "online",
            "standard",
            "en",
            {
                "group": Cell(State.ANSWERED, f"group_{row['group-id']}")
                if row["group-id"]
                else Cell(State.NOT_ASKED),
                **{f"s{n}": vote(row[str(n)]) for n in range(STATEMENTS)},
            },
        )
        for row in voters
    ]
    dataset = open_dataset(write_dataset(tmp_path, variables, records).path)
    tables = cross_tables(dataset, [f"s{n}" for n in range(STATEMENTS)], "group")
    published = {int(row["comment-id"]): row for row in rows_of(folder / "comments.csv")}
    for n in range(STATEMENTS):
        table = tables[f"s{n}"]
        for column in table.columns:
            group = (column.column_label or "").removeprefix("group_")
            inside = [row for row in voters if (row["group-id"] or "state:not_asked") == group]
            counted = Counter(row[str(n)] for row in inside)
            assert (column.agree, column.disagree, column.outside, column.states.not_asked) == (
                counted["1"],
                counted["-1"],
                counted["0"],
                counted[""],
            )
        assert sum(column.agree or 0 for column in table.columns) == table.everyone.agree
        platform = (int(published[n]["agrees"]), int(published[n]["disagrees"]))
        expected = PLATFORM_DIFFERS[n][0] if n in PLATFORM_DIFFERS else platform
        assert (table.everyone.agree, table.everyone.disagree) == expected
