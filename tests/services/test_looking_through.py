"""Every comment is looked through as it is kept; nothing that is found stops it, and all of it can be erased."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, text

from consult.rules.responses import State
from consult.rules.safeguarding import Decision, Queue
from consult.services import (
    deciding_states,
    looking_through,
    quoting,
    recording_events,
    responding,
    safeguarding,
)
from consult.services.recording_events import EventDetails
from consult.store import accounts, flags, responses
from consult.store.accounts import Account
from consult.store.database import db
from consult.store.tables import metadata
from consult.store.transactions import transaction
from surveys.answers import Answer, AnswerState

HARM = "My mum’s boyfriend hits me and I am scared to go home to WV1 1AA"


@pytest.fixture
def say(parks, codes):
    """Sends a response with one comment, and gives what was kept of it."""

    def send(words):
        token = responding.start(codes, parks, "standard", "en")
        draft = responding.open_draft(codes, parks, token)
        given = {
            "role": Answer(AnswerState.ANSWERED, "parent"),
            "views": Answer(AnswerState.ANSWERED, {"trees": "agree", "paths": "agree"}),
            "why": Answer(AnswerState.ANSWERED, words),
        }
        responding.save_page(draft, given, revision=0)
        responding.submit(codes, parks, token)
        return responses.comments(parks)[-1]

    return send


def waiting(parks, queue):
    return [row.comment.text for row in flags.flagged(parks, queue, waiting=True, limit=50, offset=0)]


def test_what_is_found_is_flagged_in_its_queue_and_kept_without_its_words(parks, say):
    comment = say(HARM)
    assert waiting(parks, Queue.HARM) == waiting(parks, Queue.IDENTIFYING) == [HARM]
    [[kind, start, end]] = comment.found["identifying"]
    assert (kind, HARM[start:end]) == ("postcode", "WV1 1AA")
    assert "WV1" not in json.dumps(comment.found)
    assert comment.found["harm"] and responses.state_of(comment_response(parks)) == "counted"


def comment_response(parks):
    return next(iter(responses.counted(parks)))


def test_a_comment_that_says_nothing_of_the_kind_is_in_no_queue(parks, say):
    comment = say("More trees and better paths, please.")
    assert waiting(parks, Queue.HARM) == waiting(parks, Queue.IDENTIFYING) == []
    assert comment.found["not_looked_through"] == ""


def test_what_cannot_be_looked_through_is_kept_and_read_by_a_person(parks, say, monkeypatch):
    def broken(_text):
        raise RecursionError

    monkeypatch.setattr(looking_through, "look_through", broken)
    comment = say("More trees, please.")
    assert comment.found["not_looked_through"] == looking_through.FAILED
    assert waiting(parks, Queue.HARM) == ["More trees, please."]


def test_a_comment_in_another_language_or_script_is_read_by_a_person(parks, in_app):
    def found(language, words):
        from consult.store.responses import Comment

        comment = Comment(
            reference="r:q", consultation_id=parks.id, question="q", text=words, language=language
        )
        raised = looking_through.look(comment)
        return comment.found["not_looked_through"], [flag.queue for flag in raised]

    assert found("ur", "زیادہ درخت") == ("ur", ["harm"])
    assert found("pl", "Więcej drzew") == ("pl", ["harm"])
    assert found("en", "زیادہ درخت") == (looking_through.OTHER_SCRIPT, ["harm"])
    assert found("en-GB", "More trees 🌳🌳🌳🌳") == ("", [])


def test_notes_of_events_are_looked_through_too(parks):
    details = EventDetails("Drop-in", parks.opens_at.date(), "Library", "drop-in", "Voices Together", 4)
    event = recording_events.record_event(parks, details, by=None)
    recording_events.add_note(parks, event, HARM, by=None)
    assert waiting(parks, Queue.HARM) == [HARM]


def test_comments_of_an_earlier_version_are_looked_through_later(parks, say):
    comment = say(HARM)
    db.session.execute(text("DELETE FROM flag"))
    db.session.execute(text("UPDATE comment SET found = NULL"))
    db.session.commit()
    assert looking_through.look_through_what_waits() == 1
    assert looking_through.look_through_what_waits() == 0
    assert waiting(parks, Queue.HARM) == [HARM]
    db.session.refresh(comment)
    assert comment.found["harm"]


def test_withdrawing_erases_the_words_everywhere(parks, say, in_app):
    comment = say(HARM)
    with transaction():
        lead = accounts.add_account(
            Account(email="lee lead", name="Lee", password_hash="", created_at=parks.created_at)
        )
    [row] = flags.flagged(parks, Queue.HARM, waiting=True, limit=5, offset=0)
    safeguarding.decide(parks, Queue.HARM, row.flag.id, Decision.PASSED_ON, "scared to go home", by=lead)
    quoting.propose(parks, comment.reference, HARM, by=lead)
    deciding_states.set_state(parks, comment_response(parks), State.WITHDRAWN, "Asked to", by=None)
    db.session.expire_all()
    everything = json.dumps(
        [
            [str(value) for value in row]
            for table in metadata.sorted_tables
            for row in db.session.execute(select(table))
        ]
    )
    assert "scared" not in everything and "WV1" not in everything
    assert safeguarding.standing(parks, Queue.HARM, in_app.extensions["settings"].working_hours).decided == 1


def test_a_flag_that_goes_before_anyone_read_it_is_said(parks, say, in_app):
    say(HARM)
    deciding_states.set_state(parks, comment_response(parks), State.WITHDRAWN, "Asked to", by=None)
    standing = safeguarding.standing(parks, Queue.HARM, in_app.extensions["settings"].working_hours)
    assert (standing.waiting, standing.decided, standing.gone) == (0, 0, 1)
