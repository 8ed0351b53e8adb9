"""How to reach people who asked for another format is erased by the worker, without anyone opening a page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consult import clock, rounds
from consult.rules.format_requests import AskedFormat, ReachBy
from consult.services import requesting_formats
from consult.services.requesting_formats import Asked
from consult.store import format_requests
from consult.store.database import db
from tests.services.conftest import NOON

CONTACTS = ("done@example.org", "waiting@example.org")


@pytest.fixture
def requests(parks):
    """One request that was dealt with at noon and one that waits. Gives the contacts as they are kept."""
    for number, contact in enumerate(CONTACTS):
        asked = Asked(f"{number:016x}", AskedFormat.OTHER, "On yellow paper", ReachBy.EMAIL, contact)
        requesting_formats.ask(parks, asked)
    requesting_formats.mark_done(parks, format_requests.requests_of(parks)[0], erase_now=False, by=None)

    def kept():
        db.session.expire_all()
        return [(row.asked_format, row.detail, row.contact) for row in format_requests.requests_of(parks)]

    return kept


def make_every_round(app, monkeypatch, moment):
    monkeypatch.setattr(clock, "now", lambda: moment)
    for each in rounds.ROUNDS:
        rounds.make(app, each)


def test_the_worker_erases_it_thirty_days_after_the_request_was_dealt_with(in_app, requests, monkeypatch):
    make_every_round(in_app, monkeypatch, NOON + timedelta(days=30) - timedelta(minutes=1))
    assert [contact for _, _, contact in requests()] == list(CONTACTS)
    make_every_round(in_app, monkeypatch, NOON + timedelta(days=30, minutes=1))
    assert requests() == [("other", "", ""), ("other", "On yellow paper", CONTACTS[1])]
