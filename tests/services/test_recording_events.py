"""Votes at an event stay votes, and numbers that cannot be are refused by name."""

from __future__ import annotations

from datetime import date

import pytest

from consult.services import recording_events
from consult.services.recording_events import EventDetails, EventProblem
from consult.store import events, responses

DETAILS = EventDetails(
    title="Drop-in",
    held_on=date(2024, 2, 20),
    place="Library",
    method="Show of hands",
    run_by="Parks team",
    present=12,
    attendance={"parent": 10, "unknown": 2},
)


@pytest.fixture
def drop_in(parks):
    return recording_events.record_event(parks, DETAILS, by=None)


def changed(**fields):
    return EventDetails(**{**DETAILS.__dict__, **fields})


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"title": " "}, "title"),
        ({"present": -1}, "present"),
        ({"attendance": {"parent": 11, "unknown": 2}}, "attendance"),
        ({"attendance": {"alien": 12}}, "attendance"),
    ],
)
def test_an_event_that_cannot_be_is_refused_at_its_field(parks, fields, place):
    with pytest.raises(EventProblem) as caught:
        recording_events.record_event(parks, changed(**fields), by=None)
    assert place in caught.value.fields
    assert events.events(parks) == []


def test_a_show_of_hands_is_kept_with_the_number_present_and_adds_no_response(parks, drop_in):
    recording_events.record_tally(parks, drop_in, "views.trees", 11, {"agree": 8, "disagree": 2}, by=None)
    tally = events.events(parks)[0].tallies[0]
    assert (tally.present, tally.counts) == (11, {"agree": 8, "disagree": 2})
    assert not responses.has_any(parks)


@pytest.mark.parametrize(
    ("variable", "present", "counts", "place"),
    [
        ("views.trees", 11, {"agree": 12}, "counts"),
        ("views.trees", 13, {"agree": 1}, "present"),
        ("views.trees", 5, {"maybe": 1}, "counts"),
        ("views.trees", 5, {}, "counts"),
        ("why", 5, {"agree": 1}, "variable"),
    ],
)
def test_a_count_that_cannot_be_is_refused(parks, drop_in, variable, present, counts, place):
    with pytest.raises(EventProblem) as caught:
        recording_events.record_tally(parks, drop_in, variable, present, counts, by=None)
    assert place in caught.value.fields


def test_a_count_can_be_corrected(parks, drop_in):
    for votes in (3, 5):
        recording_events.record_tally(parks, drop_in, "views.trees", 11, {"agree": votes}, by=None)
    assert [tally.counts for tally in events.events(parks)[0].tallies] == [{"agree": 5}]


def test_a_removed_event_takes_its_notes_along_and_brings_them_back(parks, drop_in):
    from types import SimpleNamespace

    recording_events.add_note(parks, drop_in, "More shade, please.", by=None)
    nobody = SimpleNamespace(id=None)
    recording_events.remove_event(parks, drop_in, by=nobody)
    assert responses.comments(parks) == []
    recording_events.put_event_back(parks, drop_in, by=nobody)
    assert [comment.text for comment in responses.comments(parks)] == ["More shade, please."]


def test_a_note_with_characters_that_cannot_be_shown_is_refused(parks, drop_in):
    with pytest.raises(EventProblem, match="cannot be shown"):
        recording_events.add_note(parks, drop_in, "Shade\x00", by=None)
