"""Forged, stale and lost: a clear message with a place, a status of 4xx, and nothing half-written or lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consult import clock
from consult.services import responding

ANSWER = "/consultations/every-type/answer"


@pytest.mark.parametrize(
    ("page_key", "changes", "place"),
    [
        ("about_you", {"q_role": "the_king"}, "q_role"),
        ("about_you", {"q_unheard_of": "x"}, "q_unheard_of"),
        ("about_you", {"q_role": ["parent_carer", "professional"]}, "q_role"),
        ("priorities_page", {"q_priorities__voice": "maybe"}, "q_priorities-voice"),
        ("priorities_page", {"q_priorities__money": "agree"}, "q_priorities-money"),
        ("support_page", {"q_support": ["clubs", "clubs"]}, "q_support"),
        ("support_page", {"q_order__cost": "9"}, "q_order-cost"),
        ("your_child", {"q_years__prefer_not_to_say": "perhaps"}, "q_years-prefer_not_to_say"),
    ],
)
def test_a_forged_page_is_refused_with_its_place(visitor, every_type, way, page_key, changes, place):
    page = visitor.send(way.up_to(visitor, page_key), f"/answer/{page_key}", **changes)
    assert page.status == 400
    assert page.heading == "This page was not saved"
    assert place in page.text
    again = visitor.get(f"{ANSWER}/{page_key}").form(f"/answer/{page_key}").values
    given = [value for name, value in again.items() if name.startswith("q_") and value]
    assert given == []


@pytest.mark.parametrize("revision", ["", "-1", "1.5", "x", "9" * 40, "٣"])
def test_a_page_that_does_not_say_its_state_is_refused(visitor, every_type, way, revision):
    page = visitor.send(way.up_to(visitor, "words"), "/answer/words", revision=revision, q_why="Kept")
    assert page.status == 400
    assert page.answers["Anything else"] == "Kept"


@pytest.mark.parametrize("fingerprint", ["", "0" * 16])
def test_a_page_of_no_response_is_refused(visitor, every_type, way, rows, fingerprint):
    check = way.to_check(visitor)
    assert visitor.send(check, "/answer/send-answers", fingerprint=fingerprint).status == 409
    words = visitor.get(f"{ANSWER}/words")
    assert visitor.send(words, "/answer/words", fingerprint=fingerprint).status == 409
    assert rows.responses == []


def test_a_visit_that_ran_out_gives_back_what_was_typed_and_lets_them_go_on(visitor, every_type, way):
    page = way.up_to(visitor, "words")
    visitor.client.delete_cookie("session")
    again = visitor.send(page, "/answer/words", q_why="Half an hour of typing")
    assert again.status == 400
    assert "Your visit had timed out. Nothing is lost" in again.text
    assert again.form("/answer/words").values["q_why"] == "Half an hour of typing"
    check = visitor.send(visitor.send(again, "/answer/words"), "/answer/who-answered")
    assert check.answers["Is there anything else you want to tell us?"] == "Half an hour of typing"


def test_a_visit_that_ran_out_at_the_end_sends_nothing_until_asked_again(visitor, every_type, way, rows):
    check = way.to_check(visitor)
    visitor.client.delete_cookie("session")
    again = visitor.send(check, "/answer/send-answers")
    assert again.address == f"{ANSWER}/check-answers"
    assert "nothing is sent yet" in again.text
    assert rows.responses == []
    visitor.send(again, "/answer/send-answers")
    assert len(rows.responses) == 1


def test_a_token_that_is_not_ours_saves_nothing(visitor, every_type, way):
    page = visitor.send(way.up_to(visitor, "words"), "/answer/words", csrf_token="forged", q_why="x")
    assert page.status == 400
    assert visitor.get(f"{ANSWER}/words").form("/answer/words").values["q_why"] == ""


def test_starting_without_a_token_explains_cookies(visitor, every_type, rows):
    page = visitor.send(visitor.get("/consultations/every-type"), "/answer/start-answering", csrf_token=None)
    assert page.status == 400
    assert page.heading == "We could not be sure that this came from you"
    assert rows.drafts == 0


def test_a_draft_that_was_deleted_leads_to_a_new_start(visitor, every_type, way, app, monkeypatch):
    page = way.up_to(visitor, "words")
    later = clock.now() + timedelta(days=15)
    with app.app_context():
        monkeypatch.setattr(clock, "now", lambda: later)
        assert responding.delete_old_drafts() == 1
    gone = visitor.send(page, "/answer/words", q_why="Still here")
    assert gone.status == 410
    assert gone.heading == "We cannot find your answers"
    assert gone.answers["Anything else"] == "Still here"
    assert gone.links["Start again"] == "/consultations/every-type"
    assert visitor.get(f"{ANSWER}/words").status == 410


def test_cookies_cleared_while_typing_still_give_back_what_was_typed(visitor, every_type, way):
    page = way.up_to(visitor, "words")
    visitor.client.delete_cookie("draft_every-type", path="/consultations/every-type")
    gone = visitor.send(page, "/answer/words", q_why="Still here")
    assert gone.status == 410
    assert gone.answers["Anything else"] == "Still here"


def test_what_is_given_back_is_never_run(visitor, every_type, way):
    page = way.up_to(visitor, "words")
    visitor.client.delete_cookie("draft_every-type", path="/consultations/every-type")
    gone = visitor.send(page, "/answer/words", q_why="<script>alert(1)</script>\x00\x07")
    assert gone.answers["Anything else"] == "<script>alert(1)</script>"


@pytest.mark.parametrize("path", ["/answer/start-answering", "/answer/send-answers", "/answer/finish-here"])
def test_what_changes_something_cannot_be_opened(visitor, every_type, way, path, rows):
    way.to_check(visitor)
    page = visitor.get(f"/consultations/every-type{path}")
    assert page.status == 404
    assert rows.responses == []
    assert rows.drafts == 1


def test_an_unknown_consultation_has_no_pages_to_answer(visitor, every_type):
    for path in ("/answer/", "/answer/words", "/answer/check-answers", "/answer/your-receipt"):
        assert visitor.get(f"/consultations/unknown{path}").status == 404
