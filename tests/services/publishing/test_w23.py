"""The strategy consultation from first answer to appendix: its figures come from its data, and go with it."""

from __future__ import annotations

import json

import pytest

from consult.appendix.verification import verify_folder
from consult.rules.responses import State
from consult.services import deciding_states
from consult.services.publishing import showing
from consult.services.publishing.showing import PublishingProblem
from consult.store import answering, responses
from consult.store.answering import Publication
from consult.store.transactions import transaction

OVER_85 = "Over 85%"
OVER_80 = "Over 80%"


def headlines(found):
    return [headline.text for headline in found.contents.headlines]


def test_the_two_headlines_are_borne_out_with_their_n_and_base(strategy, gathered):
    first, second = gathered(strategy).contents.headlines
    assert first.text.startswith(OVER_85)
    assert (first.base_low, first.base_high, len(first.variables)) == (58, 64, 5)
    assert second.text.startswith(OVER_80)
    assert (second.n_low, second.base_low) == (49, 59)


def test_a_headline_disappears_when_the_data_no_longer_bears_it_out(strategy, gathered):
    agreed = [
        row
        for row in responses.counted(strategy)
        if row.answers["delivery"].get("value") in ("agree", "strongly_agree")
    ]
    for row in agreed[:12]:
        deciding_states.set_state(strategy, row, State.HELD, "To see what follows", by=None)
    found = headlines(gathered(strategy))
    assert not any(text.startswith(OVER_80) for text in found)
    assert gathered(strategy).contents.received.held == 12


def test_parent_carers_and_professionals_stand_side_by_side(strategy, gathered):
    question = next(q for q in gathered(strategy).contents.questions if q.key == "priorities")
    by_role = [table for table in question.tables if table.columns[0].by == "role"]
    assert len(by_role) == 5
    for table in by_role:
        assert [column.group for column in table.columns] == ["parent_carer", "professional"]
        agree = next(row for row in table.rows if row.measure == "agree")
        assert not any(cell.withheld for cell in agree.cells)


def test_no_small_number_of_people_is_published(strategy, gathered):
    contents = gathered(strategy).contents
    by_people = [t for q in contents.questions for t in q.tables if t.columns[0].by == "role"]
    for table in (*contents.profile, *by_people):
        for row in table.rows:
            assert not any(cell.n is not None and 0 < abs(cell.n) < 5 for cell in row.cells), table.caption


def test_events_have_their_own_figures_and_add_nothing_to_responses(strategy, gathered):
    contents = gathered(strategy).contents
    assert [event.present for event in contents.events] == [17, 12]
    assert contents.received.total == 66


def test_every_comment_is_accounted_for(strategy, gathered):
    account = gathered(strategy).contents.comments
    assert account.total == len(responses.comments(strategy)) == 77
    assert account.not_yet_read == 6


def test_every_figure_can_be_recomputed_and_a_changed_one_is_named(strategy, built, tmp_path):
    for name, content in built(strategy, "json").items():
        (tmp_path / name).write_bytes(content)
    report = verify_folder(tmp_path)
    assert report.checked > 400
    assert report.differences == ()
    _add_one_to_a_figure(tmp_path / "appendix.json")
    assert [one.stated for one in verify_folder(tmp_path).differences] == [45]


def _add_one_to_a_figure(path):
    appendix = json.loads(path.read_text(encoding="utf-8"))
    rows = appendix["profile"][0]["rows"]
    cell = next(row["cells"][0] for row in rows if row["measure"] == "option:parent_carer")
    cell["n"] += 1
    path.write_text(json.dumps(appendix), encoding="utf-8")


def test_built_twice_it_is_the_same_to_the_byte(strategy, built):
    first, second = built(strategy), built(strategy)
    assert [name for name in first if first[name] != second[name]] == []
    assert {name.rpartition(".")[2] for name in first} >= {
        "html",
        "pdf",
        "docx",
        "odt",
        "xlsx",
        "csv",
        "json",
    }


def test_results_are_published_after_the_close_and_can_be_taken_down(parks_open, strategy):
    for consultation in (strategy, parks_open):
        with transaction():
            answering.add(_publication(consultation))
    with pytest.raises(PublishingProblem, match="still open"):
        showing.publish(parks_open, answering.publications(parks_open)[0], by=None)
    publication = answering.publications(strategy)[0]
    showing.publish(strategy, publication, by=None)
    assert answering.published(strategy) is publication
    showing.take_down(strategy, publication, by=None)
    assert answering.published(strategy) is None


def _publication(consultation):
    return Publication(
        consultation_id=consultation.id, dataset_digest="0" * 64, built_at=consultation.created_at
    )


@pytest.fixture
def parks_open(in_app, codes):
    from consult.services import setting_up_samples

    return setting_up_samples.set_up(codes, "have-your-say", by=None)
