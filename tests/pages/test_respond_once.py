"""One response is one row and one receipt, whatever is clicked twice, sent again or opened in two tabs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

ANSWER = "/consultations/every-type/answer"


def code_of(page):
    return page.all("strong", class_="receipt__code")[0].text


def test_sending_again_shows_the_same_receipt(visitor, every_type, way, rows):
    check = way.to_check(visitor)
    first = visitor.send(check, "/answer/send-answers")
    again = visitor.send(check, "/answer/send-answers")
    assert code_of(first) == code_of(again)
    assert again.address == f"{ANSWER}/your-receipt"
    assert len(rows.responses) == 1


def test_the_back_button_after_sending_leads_to_the_receipt(visitor, every_type, way, rows):
    receipt = visitor.send(way.to_check(visitor), "/answer/send-answers")
    for address in (f"{ANSWER}/check-answers", f"{ANSWER}/words", f"{ANSWER}/", f"{ANSWER}/your-receipt"):
        assert code_of(visitor.get(address)) == code_of(receipt)
    assert len(rows.responses) == 1


def test_a_page_saved_after_sending_says_so_and_gives_back_what_was_typed(visitor, every_type, way, rows):
    check = way.to_check(visitor)
    words = visitor.get(f"{ANSWER}/words")
    visitor.send(check, "/answer/send-answers")
    page = visitor.send(words, "/answer/words", q_why="One more thing")
    assert page.status == 409
    assert page.heading == "This page was not saved"
    assert "Your answers were sent before this page was saved." in page.text
    assert page.answers["Anything else"] == "One more thing"
    assert "One more thing" not in str(rows.responses[0].answers)


@pytest.mark.parametrize("clicks", [2, 8])
def test_clicks_at_the_same_moment_make_one_row_and_one_receipt(visitor, every_type, way, rows, app, clicks):
    form = way.to_check(visitor).form("/answer/send-answers")
    cookies = "; ".join(
        f"{name}={visitor.client.get_cookie(name, path=path).value}"
        for name, path in (("session", "/"), ("draft_every-type", "/consultations/every-type"))
    )
    together = Barrier(clicks)

    def click(_number):
        client = app.test_client(use_cookies=False)
        together.wait()
        sent = client.post(form.action, data=form.values, headers={"Cookie": cookies})
        shown = client.get(sent.headers["Location"], headers={"Cookie": cookies})
        return sent.status_code, shown.text.split('receipt__code">')[1].split("<")[0]

    with ThreadPoolExecutor(clicks) as pool:
        seen = set(pool.map(click, range(clicks)))
    assert len(seen) == 1
    assert seen.pop()[0] == 303
    assert len(rows.responses) == 1
    assert rows.drafts == 0


def test_two_tabs_the_second_is_told_and_keeps_what_was_typed(visitor, every_type, way):
    one = way.up_to(visitor, "words")
    other = visitor.get(f"{ANSWER}/words")
    visitor.send(one, "/answer/words", q_why="From the first tab", q_name_of_setting="Oak House")
    page = visitor.send(other, "/answer/words", q_why="From the second tab")
    assert page.status == 409
    assert "saved in another tab or window" in page.text
    assert page.form("/answer/words").values["q_why"] == "From the second tab"
    assert visitor.get(f"{ANSWER}/words").form("/answer/words").values["q_why"] == "From the first tab"
    check = visitor.send(visitor.send(page, "/answer/words"), "/answer/who-answered")
    assert check.answers["Is there anything else you want to tell us?"] == "From the second tab"


def test_two_tabs_a_mistake_in_the_second_does_not_hide_that_the_first_was_saved(visitor, every_type, way):
    one = way.up_to(visitor, "words")
    other = visitor.get(f"{ANSWER}/words")
    visitor.send(one, "/answer/words", q_why="From the first tab")
    page = visitor.send(other, "/answer/words", q_why="x" * 201)
    assert page.status == 409
    assert "saved in another tab or window" in page.text


def test_two_tabs_on_different_pages_lose_nothing(visitor, every_type, way):
    way.to_check(visitor)
    one, other = visitor.get(f"{ANSWER}/your_child"), visitor.get(f"{ANSWER}/words")
    visitor.send(one, "/answer/your_child", q_years="11")
    page = visitor.send(other, "/answer/words", q_why="Second tab")
    assert page.status == 409
    check = visitor.send(page, "/answer/words")
    assert check.answers["How old is your child?"] == "11"
    assert check.answers["Is there anything else you want to tell us?"] == "Second tab"


def test_a_tab_whose_page_is_no_longer_asked_gives_back_what_was_typed(visitor, every_type, way):
    way.to_check(visitor)
    child = visitor.get(f"{ANSWER}/your_child")
    visitor.send(visitor.get(f"{ANSWER}/about_you"), "/answer/about_you", q_role="professional")
    page = visitor.send(child, "/answer/your_child", q_years="12")
    assert page.status == 409
    assert "this page is not asked any more" in page.text
    assert page.answers["How old is your child?"] == "12"
    assert page.links["Carry on with your answers"] == f"{ANSWER}/"


def test_a_tab_of_the_person_before_cannot_write_into_the_next_response(visitor, every_type, way, rows):
    old = way.up_to(visitor, "words")
    old_check = way.to_check(visitor)
    way.to_check(visitor)
    page = visitor.send(old, "/answer/words", q_why="Mine, not yours")
    assert page.status == 409
    assert "part of other answers" in page.text
    assert page.answers["Anything else"] == "Mine, not yours"
    assert visitor.send(old_check, "/answer/send-answers").status == 409
    assert rows.responses == []
    check = visitor.get(f"{ANSWER}/check-answers")
    assert check.answers["Is there anything else you want to tell us?"].startswith("First line")


def test_thirty_children_on_one_device_one_after_another_all_get_through(visitor, every_type, way, rows):
    codes = set()
    for _child in range(30):
        receipt = visitor.send(way.to_check(visitor), "/answer/send-answers")
        codes.add(code_of(receipt))
        visitor.send(receipt, "/answer/finish-here")
    assert len(codes) == 30
    assert len(rows.responses) == 30
