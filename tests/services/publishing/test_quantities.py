"""Numbers and dates in an appendix: what many gave is told, the answer of one person is not."""

from __future__ import annotations

import json

from consult.appendix.verification import verify_folder
from consult.services import deciding_figures
from consult.services.deciding_figures import DecisionKind
from consult.services.publishing.quantities import LEAST
from consult.services.publishing.releases import RELEASE_FILE, read
from consult.store import responses
from consult.store.transactions import transaction


def tables_of(contents, key):
    return next(one for one in contents.questions if one.key == key).tables


def forget_waiting(consultation, keep):
    """Leave the months waited in so many responses only."""
    with transaction():
        for row in responses.counted(consultation):
            given = row.answers.get("months_waited", {})
            if given.get("state") == "answered":
                keep -= 1
                if keep < 0:
                    row.answers = row.answers | {"months_waited": {"state": "left_blank"}}


def test_neither_the_lowest_nor_the_highest_is_told(strategy, gathered):
    contents = gathered(strategy).contents
    for key in ("months_waited", "last_asked"):
        for table in tables_of(contents, key):
            assert {"lower_quartile", "median", "upper_quartile"} <= {row.measure for row in table.rows}
            assert not {"minimum", "maximum"} & {row.measure for row in table.rows}
            assert any("single people’s answers" in note for note in table.notes)


def test_of_few_only_their_number_is_told_and_the_rest_still_adds_up(strategy, built, tmp_path):
    forget_waiting(strategy, LEAST - 1)
    for name, content in built(strategy, "json").items():
        (tmp_path / name).write_bytes(content)
    told = json.loads((tmp_path / "appendix.json").read_text())
    [question] = [one for one in told["questions"] if one["key"] == "months_waited"]
    rows = {row["measure"]: row["cells"][0] for row in question["tables"][0]["rows"]}
    assert rows["base"]["n"] == LEAST - 1
    assert all(rows[measure]["withheld"] for measure in ("lower_quartile", "median", "upper_quartile"))
    report = verify_folder(tmp_path)
    assert report.agrees, report.differences


def test_a_table_that_was_chosen_and_cannot_be_given_any_more_is_named(strategy, built):
    payload = {"variables": ["no_longer_asked"], "by": "role"}
    deciding_figures.decide(strategy, DecisionKind.TABLE, "no_longer_asked by role", payload, by=None)
    assert read(built(strategy, "json")[RELEASE_FILE]).not_there == ("no_longer_asked by role",)
