"""Supported responses are counted, protected and can be recomputed; where nobody was asked, nothing changes."""

from __future__ import annotations

from consult.appendix.verification import verify_folder
from consult.rules.responses import State
from consult.services import deciding_states, freezing, watching
from consult.store import responses
from consult.store.transactions import transaction

SAID = ("alone",) * 40 + ("helped",) * 12 + ("answered_for",) * 2


def let_them_say(consultation):
    with transaction():
        for row, support in zip(list(responses.counted(consultation)), SAID, strict=False):
            row.support = support


def table_of(contents):
    [table] = [one for one in contents.profile if one.columns[0].variable == "who-answered"]
    return table


def test_nothing_is_told_where_nobody_was_asked(strategy, gathered):
    assert not [one for one in gathered(strategy).contents.profile if "help" in one.caption]


def test_who_answered_stands_with_the_tables_about_people_and_is_protected(strategy, gathered):
    let_them_say(strategy)
    table = table_of(gathered(strategy).contents)
    assert table.caption == "Did someone help you answer?"
    shown = {row.label: row.cells[0].n for row in table.rows}
    assert shown["I answered on my own"] == 40
    assert shown["Other answers, together"] == 14
    assert shown["Left blank"] == 12


def test_its_figures_can_be_recomputed(strategy, built, tmp_path):
    let_them_say(strategy)
    for name, content in built(strategy, "json").items():
        (tmp_path / name).write_bytes(content)
    report = verify_folder(tmp_path)
    assert report.agrees, report.differences
    assert b"question:who-answered" in (tmp_path / "responses.csv").read_bytes()


def test_the_team_sees_how_many_were_supported_and_withdrawing_takes_it_away(strategy):
    assert watching.overview(strategy).support == ()
    let_them_say(strategy)
    assert dict(watching.overview(strategy).support) == {
        "Answered on their own": 40,
        "Someone helped them": 12,
        "Someone answered for them": 2,
        "Not said, or not asked": 12,
    }
    first, *_others = responses.counted(strategy)
    deciding_states.set_state(strategy, first, State.WITHDRAWN, "They asked", by=None)
    assert dict(watching.overview(strategy).support)["Answered on their own"] == 39
    assert responses.by_reference(strategy, first.reference).support == ""


def test_a_dataset_stays_the_same_until_somebody_says_it(strategy, in_app):
    folder = in_app.extensions["settings"].datasets_folder
    before = freezing.freeze(strategy, folder).digest
    assert freezing.freeze(strategy, folder).digest == before
    let_them_say(strategy)
    assert freezing.freeze(strategy, folder).digest != before
