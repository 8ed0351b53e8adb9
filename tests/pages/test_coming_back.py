"""Leaving a questionnaire and coming back to it: on the same device or another, by a code or an emailed link."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from consult import clock
from tests.pages.conftest import Visitor, read, words

ABOUT = "/consultations/every-type"
ANSWER = f"{ABOUT}/answer"


def later(visitor, page, part, **changes):
    return visitor.send(page, part, then="later", **changes)


def open_code(visitor, code, address="/resume"):
    """Type a code, and send it again where the site says so (307), as browsers do."""
    page = visitor.get(address)
    values = page.form("/resume").values.copy()
    values["code"] = code
    reply = visitor.client.post(address, data=values)
    while reply.status_code == 307:
        reply = visitor.client.post(reply.headers["Location"], data=values)
    return visitor.get(reply.headers["Location"]) if reply.status_code == 303 else read(reply)


def code_of(page):
    return page.all("strong", class_="receipt__code")[0].text


def test_a_page_is_saved_and_the_code_shown(visitor, every_type, way):
    page = later(visitor, way.up_to(visitor, "words"), "/answer/words", q_why="Half a thought")
    assert page.heading == "Your answers so far are saved"
    assert re.fullmatch(r"([A-Z2-7]{4} ){3}[A-Z2-7]{4}", code_of(page))
    assert "Kept " in page.text
    assert visitor.get(f"{ANSWER}/words").form("/answer/words").values["q_why"] == "Half a thought"


def test_every_page_offers_it(visitor, every_type, way):
    way.to_check(visitor)
    draft_pages = ("welcome", "about_you", "your_child", "priorities_page", "support_page", "words")
    for key in draft_pages:
        names = [words(one) for one in visitor.get(f"{ANSWER}/{key}").all("button")]
        assert "Save and come back later" in names, key
    page = visitor.get(f"{ANSWER}/check-answers")
    assert page.links["Not ready? Come back later with a code"] == f"{ANSWER}/come-back-later"


def test_a_required_question_left_empty_does_not_keep_anyone_and_stays_open(visitor, every_type, way):
    page = later(visitor, way.up_to(visitor, "about_you"), "/answer/about_you")
    assert page.heading == "Your answers so far are saved"
    assert visitor.get(f"{ANSWER}/").address == f"{ANSWER}/welcome"
    assert visitor.get(f"{ANSWER}/check-answers").address == f"{ANSWER}/welcome"
    assert visitor.get(f"{ANSWER}/words").address == f"{ANSWER}/welcome"


def test_half_a_grid_is_kept(visitor, every_type, way):
    page = way.up_to(visitor, "priorities_page")
    later(visitor, page, "/answer/priorities_page", q_priorities__voice="agree")
    again = visitor.get(f"{ANSWER}/")
    assert again.address == f"{ANSWER}/priorities_page"
    values = again.form("/answer/priorities_page").values
    assert values["q_priorities-voice"] == "agree"
    assert "q_priorities-transport" not in values


def test_what_cannot_be_saved_is_named_and_stays_while_the_rest_is_saved(visitor, every_type, way):
    page = way.up_to(visitor, "words")
    page = later(visitor, page, "/answer/words", q_name_of_setting="Oak House", q_why="x" * 201)
    assert page.status == 400
    assert page.title.startswith("Error: ")
    assert list(page.errors) == ["#q_why"]
    assert "Your answers are saved, except the ones in the list above." in page.text
    assert page.form("/answer/words").values["q_why"] == "x" * 201
    kept = visitor.get(f"{ANSWER}/words").form("/answer/words").values
    assert (kept["q_name_of_setting"], kept["q_why"]) == ("Oak House", "")
    assert visitor.get(page.links["Leave it and show my code"]).heading == "Your answers so far are saved"
    put_right = later(visitor, page, "/answer/words", q_why="Shorter")
    assert put_right.heading == "Your answers so far are saved"


@pytest.mark.parametrize("address", ["/resume", f"{ABOUT}/resume"])
def test_the_code_opens_the_same_answers_on_another_device(
    visitor, another_visitor, every_type, way, address
):
    code = code_of(later(visitor, way.up_to(visitor, "words"), "/answer/words", q_why="Mine"))
    typed = code.lower().replace(" ", "-").replace("o", "0").replace("i", "1").replace("b", "8")
    page = open_code(another_visitor, typed, address)
    assert page.status == 200
    assert page.address.startswith(f"{ANSWER}/")
    page = another_visitor.get(f"{ANSWER}/words")
    assert page.form("/answer/words").values["q_why"] == "Mine"


def test_the_wording_is_kept(visitor, another_visitor, every_type, app):
    page = visitor.start("standard.en")
    code = code_of(later(visitor, page, "/answer/welcome"))
    opened = open_code(another_visitor, code)
    assert opened.address == f"{ANSWER}/welcome"
    assert opened.title == page.title


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter your code to carry on"),
        ("ABC", "A code has 16 letters and numbers. You entered 3"),
        ("ABCD EFGH IJKL MNOP", "We do not know this code. Check each letter and number, then try again"),
        ("<b>" + "x" * 500, "A code has 16 letters and numbers. You entered 58"),
    ],
)
@pytest.mark.parametrize("address", ["/resume", f"{ABOUT}/resume"])
def test_a_wrong_code_is_refused_in_words(visitor, every_type, address, typed, message):
    page = visitor.send(visitor.get(address), "/resume", code=typed)
    assert page.status == 400
    assert page.title.startswith("Error: ")
    assert page.errors == {"#code": message}


def test_a_device_with_other_answers_open_asks_and_loses_neither(visitor, another_visitor, every_type, way):
    first = code_of(later(visitor, way.up_to(visitor, "words"), "/answer/words", q_why="First person"))
    second = code_of(
        later(another_visitor, way.up_to(another_visitor, "words"), "/answer/words", q_why="Second")
    )
    asked = open_code(visitor, second)
    assert asked.heading == "Which answers do you want to carry on with?"
    assert first in asked.text
    assert visitor.get(f"{ANSWER}/words").form("/answer/words").values["q_why"] == "First person"
    visitor.send(asked, "/resume")
    assert visitor.get(f"{ANSWER}/words").form("/answer/words").values["q_why"] == "Second"
    back = open_code(visitor, first)
    visitor.send(back, "/resume")
    assert visitor.get(f"{ANSWER}/words").form("/answer/words").values["q_why"] == "First person"


def test_the_same_answers_on_two_devices_are_told_of_each_other_and_count_once(
    visitor, another_visitor, every_type, way, rows
):
    check = way.to_check(visitor)
    code = code_of(visitor.get(f"{ANSWER}/come-back-later"))
    open_code(another_visitor, code)
    there, here = another_visitor.get(f"{ANSWER}/words"), visitor.get(f"{ANSWER}/words")
    another_visitor.send(there, "/answer/words", q_why="Said on the phone")
    told = visitor.send(here, "/answer/words", q_why="Said at home")
    assert told.status == 409
    assert "or on another device" in told.text
    assert told.form("/answer/words").values["q_why"] == "Said at home"
    sent = visitor.send(check, "/answer/send-answers")
    again = another_visitor.get(f"{ANSWER}/words")
    assert code_of(again) == code_of(sent)
    assert len(rows.responses) == 1


def test_the_code_of_answers_that_were_sent_leads_to_their_receipt(
    visitor, another_visitor, every_type, way, rows
):
    way.to_check(visitor)
    code = code_of(visitor.get(f"{ANSWER}/come-back-later"))
    sent = visitor.send(visitor.get(f"{ANSWER}/check-answers"), "/answer/send-answers")
    page = open_code(another_visitor, code)
    assert code_of(page) == code_of(sent)
    assert len(rows.responses) == 1


def test_finishing_on_the_device_keeps_the_answers_for_the_code(visitor, every_type, way):
    page = later(visitor, way.up_to(visitor, "words"), "/answer/words", q_why="Later")
    code = code_of(page)
    about = visitor.send(page, "/answer/finish-here")
    assert "You have begun on this device" not in about.headings
    assert visitor.get(f"{ANSWER}/words").address == ABOUT
    open_code(visitor, code)
    assert visitor.get(f"{ANSWER}/words").form("/answer/words").values["q_why"] == "Later"


def test_opening_an_emailed_link_does_nothing_until_the_button_is_chosen(
    visitor, another_visitor, every_type, way
):
    code = code_of(later(visitor, way.up_to(visitor, "words"), "/answer/words")).replace(" ", "")
    page = another_visitor.get(f"{ABOUT}/resume/{code}")
    assert page.heading == "Carry on with your answers"
    assert not another_visitor.client.get_cookie("draft_every-type", path=ABOUT)
    unknown = another_visitor.get(f"{ABOUT}/resume/AAAABBBBCCCCDDDD")
    assert unknown.status == 200
    assert another_visitor.send(page, "/resume").address.startswith(f"{ANSWER}/")


def test_after_fourteen_days_a_code_is_not_known_and_the_visit_is_over(
    visitor, another_visitor, every_type, way, monkeypatch
):
    page = way.up_to(visitor, "words")
    code = code_of(later(visitor, page, "/answer/words"))
    now = clock.now() + timedelta(days=14, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: now)
    refused = open_code(another_visitor, code)
    assert refused.status == 400
    gone = visitor.send(page, "/answer/words", q_why="Typed before")
    assert gone.status == 410
    assert gone.answers["Anything else"] == "Typed before"


def test_each_save_begins_the_fourteen_days_again_in_the_cookie_too(visitor, every_type, way):
    page = way.up_to(visitor, "words")
    saved = visitor.post(page, "/answer/words", follow=False)
    kept = next(
        cookie for cookie in saved.headers.getlist("Set-Cookie") if cookie.startswith("draft_every-type=")
    )
    assert "Max-Age=1209600" in kept
    assert "HttpOnly" in kept
    assert f"Path={ABOUT}" in kept


def test_beginning_again_deletes_what_nobody_came_back_to(
    visitor, another_visitor, every_type, rows, monkeypatch
):
    visitor.start()
    now = clock.now() + timedelta(days=14, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: now)
    another_visitor.start()
    assert rows.drafts == 1


def test_the_closing_time_is_told_in_the_last_hour_and_while_the_page_is_open(
    visitor, every_type, way, app, monkeypatch
):
    with app.app_context():
        from consult.store import consultations

        closes = consultations.by_slug(every_type).closes_at
    monkeypatch.setattr(clock, "now", lambda: closes - timedelta(minutes=75))
    page = way.up_to(visitor, "words")
    assert not page.all("p", class_="staying__time")
    seconds = [
        int(one.get("data-seconds"))
        for one in visitor.get(f"{ANSWER}/words").all("p")
        if one.get("data-seconds")
    ]
    assert seconds == [15 * 60 + 1, 65 * 60 + 1, 75 * 60 + 1, 95 * 60 + 1]
    monkeypatch.setattr(clock, "now", lambda: closes - timedelta(minutes=20))
    soon = visitor.get(f"{ANSWER}/words")
    assert "This consultation closes in 20 minutes" in soon.all("p", class_="staying__time")[0].text
    monkeypatch.setattr(clock, "now", lambda: closes + timedelta(minutes=5))
    grace = visitor.get(f"{ANSWER}/words")
    assert "you can still send your answers until" in grace.all("p", class_="staying__time")[0].text


def test_thirty_children_on_one_connection_with_a_browser_each_all_get_through(app, every_type, way, rows):
    children = [Visitor(app) for _child in range(30)]
    receipts = set()
    for child in children:
        receipts.add(code_of(child.send(way.to_check(child), "/answer/send-answers")))
    assert len(receipts) == 30
    assert len(rows.responses) == 30


def test_nothing_of_a_page_is_kept_by_a_browser(visitor, every_type, way):
    page = way.up_to(visitor, "words")
    for address in (
        page.address,
        f"{ANSWER}/check-answers",
        f"{ANSWER}/come-back-later",
        "/resume",
        "/still-here",
    ):
        assert visitor.client.get(address).headers["Cache-Control"] == "no-store"


def test_unknown_places_are_not_found(visitor, every_type):
    assert visitor.get("/consultations/unknown/resume").status == 404
    assert visitor.get("/consultations/unknown/resume/AAAA").status == 404
    assert visitor.get("/consultations/unknown/answer/come-back-later").status == 404


def test_a_page_for_later_with_a_lost_token_or_an_old_state_loses_nothing(visitor, every_type, way):
    page = way.up_to(visitor, "words")
    other = visitor.get(f"{ANSWER}/words")
    later(visitor, page, "/answer/words", q_why="First")
    stale = later(visitor, other, "/answer/words", q_why="Second")
    assert stale.status == 409
    assert stale.form("/answer/words").values["q_why"] == "Second"
    forged = later(visitor, stale, "/answer/words", csrf_token="forged", q_why="Third")
    assert forged.status == 400
    assert forged.form("/answer/words").values["q_why"] == "Third"
    assert visitor.get(f"{ANSWER}/words").form("/answer/words").values["q_why"] == "First"


def test_a_draft_that_is_gone_offers_the_code(visitor, every_type, way):
    page = way.up_to(visitor, "words")
    visitor.client.delete_cookie("draft_every-type", path=ABOUT)
    gone = read(visitor.post(page, "/answer/words", q_why="x"))
    assert gone.links["Carry on with a code"] == f"{ABOUT}/resume"
