"""Withdrawing erases every copy of what was said, and nothing else."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from consult import clock, rounds
from consult.rules.responses import Channel, State
from consult.services import deciding_states, erasing, freezing, questionnaires, responding
from consult.services.publishing import building, showing
from consult.store import answering, responses
from consult.store.transactions import transaction
from surveys.answers import Answer, AnswerState
from tests.services.conftest import NOON

SAID = "Nobody else would put it like this"


@pytest.fixture
def said(parks, codes):
    version = questionnaires.latest(parks)
    answers = {
        "role": Answer(AnswerState.ANSWERED, "parent"),
        "why": Answer(AnswerState.ANSWERED, SAID),
    }
    with transaction():
        for number in range(3):
            row = responding.new_response(
                codes, parks, version, answers, submission_key=f"key {number}", channel=Channel.ONLINE,
                edition="standard", language="en",
            )  # fmt: skip
            responses.add_response(row, responding.comments_of(row, version, answers))
    return list(responses.counted(parks))


@pytest.fixture
def folders(in_app):
    return in_app.extensions["settings"]


def build(parks, folders):
    digest, files = building.build(
        parks,
        organisation="Sample Borough Council",
        datasets_folder=folders.datasets_folder,
        charts_folder=folders.charts_folder,
        formats=("html",),
    )
    return building.keep(parks, None, digest, files)


def withdraw(parks, row):
    deciding_states.set_state(parks, row, State.WITHDRAWN, "The person asked", by=None)


def test_datasets_with_the_response_go_and_later_ones_stay(parks, said, folders, monkeypatch):
    before = freezing.freeze(parks, folders.datasets_folder)
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=1))
    withdraw(parks, said[0])
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=2))
    after = freezing.freeze(parks, folders.datasets_folder)
    assert erasing.erase_what_may_not_be_kept(folders.datasets_folder) == 1
    assert not before.path.exists()
    assert after.path.exists()
    assert erasing.erase_what_may_not_be_kept(folders.datasets_folder) == 0


def test_what_was_built_and_never_shown_goes_with_it(parks, said, folders):
    build(parks, folders)
    withdraw(parks, said[0])
    assert answering.publications(parks) == []


def test_of_what_was_shown_only_the_files_of_single_responses_go(parks, said, folders, monkeypatch):
    publication = build(parks, folders)
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=60))
    showing.publish(parks, publication, by=None)
    showing.take_down(parks, publication, by=None)
    withdraw(parks, said[0])
    names = {name for name, _ in answering.file_names(publication)}
    assert {"appendix.html", "release.json"} <= names
    assert "responses.csv" not in names


def test_the_worker_makes_its_rounds_and_one_that_fails_does_not_stop_the_others(in_app):
    made, stopped = [], threading.Event()

    def fail(_settings):
        raise RuntimeError("out of order")

    def note(_settings):
        made.append(1)
        stopped.set()

    rounds.make_rounds(in_app, stopped, [rounds.Round("fails", 60, fail), rounds.Round("is made", 60, note)])
    assert made == [1]
