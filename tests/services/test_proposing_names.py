"""What a language model proposes waits in the same queue as what our patterns propose, and nothing else changes."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from sqlalchemy import text

from analysis.personal_data import Finding, named_by_model
from analysis.personal_data.named_by_model import KIND
from consult import rounds
from consult.pages import flagged_comments
from consult.rules.safeguarding import Decision, Queue
from consult.services import proposing_names, quoting, recording_events, safeguarding
from consult.services.recording_events import EventDetails
from consult.settings import SettingsProblem, settings_from_environment
from consult.store import accounts, flags, responses
from consult.store.accounts import Account
from consult.store.database import db
from consult.store.transactions import transaction
from tests.names_model import make_model

ALONE = "Aisha still waits for a place."
BOTH = "My son Tom Plantedname likes the park."
NOBODY = "More trees and better paths, please."


@pytest.fixture
def note(parks):
    """Keeps something that was said at an event, as any comment is kept."""
    details = EventDetails("Drop-in", parks.opens_at.date(), "Library", "drop-in", "Voices Together", 4)
    event = recording_events.record_event(parks, details, by=None)

    def add(words):
        recording_events.add_note(parks, event, words, by=None)
        return next(comment for comment in responses.comments(parks) if comment.text == words)

    return add


@pytest.fixture
def stand_in(monkeypatch):
    """In place of a model: finds “Aisha”, and fails where it is told to fail. Runs where no model is installed."""

    def propose(words):
        if "fail" in words:
            raise MemoryError
        at = words.find("Aisha")
        return (Finding(at, at + 5, KIND, "Aisha"),) if at >= 0 else ()

    monkeypatch.setattr(named_by_model, "loaded", lambda _model: propose)
    return propose


def waiting(parks, queue=Queue.IDENTIFYING):
    return flags.flagged(parks, queue, waiting=True, limit=50, offset=0)


def found_in(comment):
    db.session.expire_all()
    return [(kind, comment.text[start:end]) for kind, start, end in comment.found["names"]]


def test_a_real_model_proposes_beside_our_patterns_in_the_same_queue(parks, note, tmp_path):
    model = make_model(tmp_path / "model")
    alone, both, nobody = note(ALONE), note(BOTH), note(NOBODY)
    assert [row.comment.text for row in waiting(parks)] == [BOTH]
    assert proposing_names.propose_in_what_waits(model) == 3
    assert [row.comment.text for row in waiting(parks)] == [BOTH, ALONE]
    assert found_in(alone) == [(KIND, "Aisha")]
    assert found_in(both) == [("name", "Tom Plantedname")]
    assert found_in(nobody) == []
    assert "Aisha" not in json.dumps(alone.found)


def test_each_comment_is_asked_about_once_also_by_the_workers_round(in_app, parks, note, stand_in):
    in_app.extensions["settings"] = replace(in_app.extensions["settings"], names_model="some-model")
    note(ALONE)
    [one] = [one for one in rounds.ROUNDS if "language model" in one.name]
    rounds.make(in_app, one)
    assert [row.comment.text for row in waiting(parks)] == [ALONE]
    assert proposing_names.propose_in_what_waits("some-model") == 0


def test_without_the_setting_nothing_is_asked_or_changed(parks, note):
    comment = note(ALONE)
    before = comment.found
    assert proposing_names.propose_in_what_waits("") == 0
    proposing_names.assert_usable("")
    db.session.expire_all()
    assert (comment.found, comment.model_asked_at, waiting(parks)) == (before, None, [])


def test_the_page_of_the_queue_says_that_the_model_proposed_it(parks, note, stand_in, in_app):
    note(ALONE)
    proposing_names.propose_in_what_waits("some-model")
    [row] = waiting(parks)
    shown = flagged_comments._shown(row, Queue.IDENTIFYING)
    assert shown.kinds == ["name (proposed by the language model)"]
    assert ("Aisha", KIND) in shown.parts


def test_a_decision_that_was_made_before_stays(parks, note, stand_in):
    with transaction():
        olu = accounts.add_account(
            Account(email="olu@example.org", name="Olu", password_hash="", created_at=parks.created_at)
        )
    comment = note("Aisha lives at WV1 1AA")
    [row] = waiting(parks)
    safeguarding.decide(parks, Queue.IDENTIFYING, row.flag.id, Decision.NOTHING_THERE, "", by=olu)
    proposing_names.propose_in_what_waits("some-model")
    assert waiting(parks) == []
    assert found_in(comment) == [(KIND, "Aisha")]


def test_what_the_model_cannot_read_is_read_by_a_person_and_the_others_are_looked_at(
    parks, note, stand_in, caplog
):
    note("please do not fail"), note(ALONE)
    with caplog.at_level(logging.ERROR):
        assert proposing_names.propose_in_what_waits("some-model") == 2
    assert "could not look for names" in caplog.text and "please" not in caplog.messages[0]
    rows = waiting(parks)
    assert [row.comment.text for row in rows] == ["please do not fail", ALONE]
    said = [flagged_comments._shown(row, Queue.IDENTIFYING).not_looked_through for row in rows]
    assert said == ["The language model could not look for names here. Read it.", ""]
    assert proposing_names.propose_in_what_waits("some-model") == 0


def test_the_model_is_not_asked_about_other_languages(parks, note, stand_in):
    comment = note(ALONE)
    db.session.execute(text("UPDATE comment SET language = 'pl'"))
    db.session.commit()
    db.session.expire_all()
    assert proposing_names.propose_in_what_waits("some-model") == 1
    assert found_in(comment) == [] and waiting(parks) == []


def test_what_is_withdrawn_while_the_model_reads_raises_no_flag(parks, note, monkeypatch):
    comment = note(ALONE)
    reference = comment.reference

    def withdrawn_meanwhile(_words):
        db.session.execute(text("DELETE FROM comment WHERE reference = :it"), {"it": reference})
        db.session.commit()
        return (Finding(0, 5, KIND, "Aisha"),)

    monkeypatch.setattr(named_by_model, "loaded", lambda _model: withdrawn_meanwhile)
    assert proposing_names.propose_in_what_waits("some-model") == 1
    assert db.session.scalar(text("SELECT count(*) FROM flag")) == 0


def test_a_quotation_begins_without_what_the_model_proposed(parks, note, stand_in):
    comment = note(f"{BOTH} {ALONE}")
    assert quoting.suggested_words(comment.text, comment.found).endswith("Aisha still waits for a place.")
    proposing_names.propose_in_what_waits("some-model")
    db.session.expire_all()
    assert quoting.suggested_words(comment.text, comment.found) == (
        "My son [name removed] likes the park. [name removed] still waits for a place."
    )


def test_the_setting_is_read_and_a_wrong_one_is_refused_by_name(tmp_path):
    folder = {"DATA_FOLDER": str(tmp_path)}
    assert settings_from_environment(folder).names_model == ""
    assert settings_from_environment({**folder, "NAMES_MODEL": " models/en "}).names_model == "models/en"
    with pytest.raises(SettingsProblem, match="NAMES_MODEL cannot be used"):
        proposing_names.assert_usable("no_such_model")


@pytest.mark.parametrize("command", [["serve", "--port", "0"], ["worker"]], ids=["serve", "worker"])
def test_starting_with_a_model_that_is_not_there_ends_with_a_message(command, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "consult.cli", *command],
        env={**os.environ, "DATA_FOLDER": str(tmp_path), "NAMES_MODEL": "no_such_model"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "NAMES_MODEL cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
    assert "make names" in done.stderr or "docs/developers.md" in done.stderr
