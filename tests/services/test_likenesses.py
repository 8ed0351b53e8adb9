"""Responses that are alike: found, decided by people, shown with and without, and never lost."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from consult.appendix.verification import verify_folder
from consult.rules.likenesses import Decision
from consult.rules.responses import Channel, State
from consult.rules.review import ActionKind
from consult.services import (
    deciding_figures,
    deciding_likenesses,
    deciding_states,
    importing,
    looking_for_likenesses,
    questionnaires,
    requesting_work,
    responding,
    reviewing,
)
from consult.services.deciding_figures import DecisionKind
from consult.services.deciding_likenesses import LikenessProblem
from consult.services.looking_for_likenesses import COMMENTS, RESPONSES
from consult.services.publishing import building
from consult.services.publishing.campaigns import campaigns_of
from consult.store import likenesses, response_counts, responses
from consult.store.transactions import transaction
from surveys.answers import Answer, AnswerState
from tests.services.conftest import NOON

LETTER = (
    "Please keep the old lime trees by the river gate because generations of children have climbed them "
    "and the shade is all that makes the playground bearable in July"
)
OWN = (
    "Benches near the bandstand would help my grandmother rest",
    "Dog bins overflow every weekend and nobody seems to empty them",
    "Lighting along the canal path feels patchy once the clocks change",
    "The cafe closes before school finishes which is a wasted chance",
)


def answered(value):
    return Answer(AnswerState.ANSWERED, value)


@pytest.fixture
def add(parks, codes):
    """Adds one response with a view of trees and words of its own."""
    version = questionnaires.latest(parks)

    def run(number, why, view="agree"):
        answers = {
            "role": answered("parent"),
            "views": answered({"trees": view, "paths": "neither"}),
            "why": answered(why),
        }
        row = responding.new_response(
            codes, parks, version, answers, submission_key=f"key {number}", channel=Channel.ONLINE,
            edition="standard", language="en", submitted_at=NOON + timedelta(minutes=number),
        )  # fmt: skip
        with transaction():
            responses.add_response(row, responding.comments_of(row, version, answers))
        return row.reference

    return run


@pytest.fixture
def campaign(parks, add):
    """Six who sent a letter, one of them edited, and four who speak for themselves. Gives the references."""
    letters = [LETTER] * 5 + [LETTER.replace("climbed them", "played there")]
    sent = [add(number, text) for number, text in enumerate(letters)]
    own = [add(number, text, "disagree") for number, text in enumerate(OWN, start=10)]
    return sent, own


def look(parks):
    job = requesting_work.request(parks, requesting_work.LIKENESSES, {}, by=None, enqueue=lambda _id: None)
    looking_for_likenesses.look(parks, job.id, progress=lambda *_: None)
    requesting_work.finish(job.id, dataset_digest=None)
    return likenesses.groups(job)


def only(groups, subject):
    (found,) = [group for group in groups if group.subject == subject]
    return found


def totals(parks):
    found = dict.fromkeys(State, 0)
    for state, _, n in response_counts.by_state_and_channel(parks):
        found[State(state)] += n
    return found


def test_the_letter_is_found_with_its_hour_and_those_who_speak_for_themselves_are_not(parks, campaign):
    sent, _own = campaign
    group = only(look(parks), RESPONSES)
    assert group.members == sent
    assert group.why == ["same comment"]
    assert (group.busiest["count"], group.busiest["of"]) == (6, 6)


def test_answers_of_a_file_without_times_are_no_burst(parks, codes, tmp_path):
    lines = [f"parent,agree,{LETTER}"] * 6
    (tmp_path / "a.csv").write_text("\n".join(["who,trees,said", *lines]) + "\n", encoding="utf-8")
    columns = {"who": "role", "trees": "views.trees", "said": "why"}
    mapping = {
        "format": "said-and-done/mapping/1",
        "columns": {name: {"question": question} for name, question in columns.items()},
        "channel": "paper",
    }
    (tmp_path / "mapping.json").write_text(json.dumps(mapping), encoding="utf-8")
    importing.import_responses(codes, parks, tmp_path / "a.csv", tmp_path / "mapping.json")
    for group in look(parks):
        assert group.busiest == {}
        assert group.why != ["same answers"]
    group = only(look(parks), RESPONSES)
    deciding_likenesses.decide(parks, group, Decision.CAMPAIGN, name="Trees", reason="A letter", by=None)
    (told,) = campaigns_of(parks)
    assert (told.n, told.first, told.last) == (6, None, None)


def test_no_word_of_what_was_said_is_kept_beside_it(parks, campaign):
    for group in look(parks):
        kept = json.dumps([group.members, group.why, group.typical, group.busiest])
        assert "lime trees" not in kept
        assert group.typical


def test_comments_are_grouped_too(parks, campaign):
    assert len(only(look(parks), COMMENTS).members) == 6


def test_copies_are_held_back_but_the_first_and_taking_it_back_counts_them_again(parks, campaign):
    group = only(look(parks), RESPONSES)
    deciding_likenesses.decide(parks, group, Decision.COPIES, name="", reason="One device", by=None)
    assert totals(parks)[State.HELD] == 5
    assert responses.state_of(responses.by_reference(parks, group.members[0])) == State.COUNTED
    (decision,) = deciding_likenesses.standing(parks)
    deciding_likenesses.take_back(parks, decision, by=None)
    assert totals(parks)[State.COUNTED] == 10
    assert deciding_likenesses.standing(parks) == []
    with pytest.raises(LikenessProblem):
        deciding_likenesses.take_back(parks, decision, by=None)


def test_what_somebody_held_for_another_reason_stays_held(parks, campaign):
    group = only(look(parks), RESPONSES)
    row = responses.by_reference(parks, group.members[3])
    deciding_states.set_state(parks, row, State.HELD, "Asked about", by=None)
    deciding_likenesses.decide(parks, group, Decision.COPIES, name="", reason="One device", by=None)
    deciding_likenesses.take_back(parks, deciding_likenesses.standing(parks)[0], by=None)
    assert responses.state_of(row) == State.HELD


def test_a_new_decision_takes_the_place_of_the_one_before(parks, campaign):
    group = only(look(parks), RESPONSES)
    deciding_likenesses.decide(parks, group, Decision.COPIES, name="", reason="One device", by=None)
    deciding_likenesses.decide(parks, group, Decision.CAMPAIGN, name="Lime trees", reason="A letter", by=None)
    assert totals(parks)[State.HELD] == 0
    assert [one.name for one in deciding_likenesses.campaigns(parks)] == ["Lime trees"]
    assert len(likenesses.decisions(parks)) == 2


@pytest.mark.parametrize(
    ("decision", "name", "reason", "said"),
    [
        (Decision.CAMPAIGN, "", "A letter", "Give the campaign a name"),
        (Decision.SEPARATE, "", " ", "Say why"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_decided(parks, campaign, decision, name, reason, said):
    group = only(look(parks), RESPONSES)
    with pytest.raises(LikenessProblem, match=said):
        deciding_likenesses.decide(parks, group, decision, name=name, reason=reason, by=None)
    assert likenesses.decisions(parks) == []


def test_a_few_are_not_shown_with_and_without(parks, add):
    for number in range(3):
        add(number, LETTER)
    group = only(look(parks), RESPONSES)
    with pytest.raises(LikenessProblem, match="These are 3"):
        deciding_likenesses.decide(parks, group, Decision.CAMPAIGN, name="Trees", reason="A letter", by=None)


def test_the_appendix_shows_every_figure_with_and_without_and_verifies(parks, campaign, in_app, tmp_path):
    group = only(look(parks), RESPONSES)
    deciding_likenesses.decide(parks, group, Decision.CAMPAIGN, name="Lime trees", reason="A letter", by=None)
    sent, own = campaign
    theme = reviewing.decide(parks, ActionKind.ADD_THEME, {"name": "Trees", "definition": ""}, by=None)
    said = {"comments": [f"{one}:why" for one in [*sent, own[0]]], "themes": [f"t{theme.actions[-1].number}"]}
    reviewing.decide(parks, ActionKind.CODE, said, by=None)
    folders = in_app.extensions["settings"]
    _, files = building.build(
        parks,
        organisation="Sample Borough Council",
        datasets_folder=folders.datasets_folder,
        charts_folder=folders.charts_folder,
        formats=("json", "html"),
    )
    building.write_to_folder(files, tmp_path)
    appendix = json.loads((tmp_path / "appendix.json").read_text())
    assert [(one["name"], one["n"]) for one in appendix["campaigns"]] == [("Lime trees", 6)]
    table = next(
        one for one in appendix["with_and_without"] if one["columns"][0]["variable"] == "views.trees"
    )
    agree = next(row for row in table["rows"] if row["measure"] == "option:agree")
    assert [cell["n"] for cell in agree["cells"]] == [6, 1]
    assert [cell["base"] for cell in agree["cells"]] == [10, 5]
    assert "Each campaign counted once" in (tmp_path / "appendix.html").read_text()
    (theme,) = appendix["themes"]
    assert (theme["comments_read"], theme["comments_counted_once"]) == (7, 2)
    report = verify_folder(tmp_path)
    assert report.agrees, report.differences
    appendix["campaigns"][0]["n"] = 7
    (tmp_path / "appendix.json").write_text(json.dumps(appendix))
    assert not verify_folder(tmp_path).agrees


def test_a_headline_that_rests_on_a_campaign_says_so(parks, campaign, in_app):
    claim = {"kind": "most", "over": 50, "variables": ["views.trees"], "subject": "the trees"}
    deciding_figures.decide(parks, DecisionKind.HEADLINE, "trees", claim, by=None)
    group = only(look(parks), RESPONSES)
    deciding_likenesses.decide(parks, group, Decision.CAMPAIGN, name="Lime trees", reason="A letter", by=None)
    folders = in_app.extensions["settings"]
    _, files = building.build(
        parks,
        organisation="Sample Borough Council",
        datasets_folder=folders.datasets_folder,
        charts_folder=folders.charts_folder,
        formats=("json", "html"),
    )
    written = {file.name: file.content.decode() for file in files if file.name.startswith("appendix.")}
    (headline,) = [one for one in json.loads(written["appendix.json"])["headlines"] if one["key"] == "trees"]
    assert headline["text"] == "Most (6 of 10) agreed with the trees."
    assert headline["counted_once"].startswith("With each campaign counted once it does not hold.")
    assert "(1 of 5 agreed)" in headline["counted_once"]
    assert headline["counted_once"] in written["appendix.html"]


def test_without_campaigns_the_appendix_says_nothing_of_them(parks, campaign, in_app):
    folders = in_app.extensions["settings"]
    _, files = building.build(
        parks,
        organisation="Sample Borough Council",
        datasets_folder=folders.datasets_folder,
        charts_folder=folders.charts_folder,
        formats=("html",),
    )
    assert b"ampaign" not in files[0].content
