"""Changing how one reads the questions, at any page, without losing an answer."""

from __future__ import annotations

import pytest

ANSWER = "/consultations/every-type/answer"
EASY, STANDARD = "easy_read.en", "standard.en"


def body_class(page):
    return page.all("body")[0].get("class")


def test_each_page_offers_the_other_wordings_and_says_which_is_read_now(visitor, every_type, way):
    page = way.up_to(visitor, "about_you")
    assert "Change how you read this" in page.text
    [button] = page.all("button", name="wording")
    assert button.get("value") == EASY
    assert "Standard (now)" in page.text
    check = way.to_check(visitor)
    assert [one.get("value") for one in check.all("button", name="wording")] == [EASY]


def test_enter_saves_the_page_and_does_not_change_the_wording(visitor, every_type, way):
    page = way.up_to(visitor, "about_you")
    form = next(form for form in page.all("form") if "/about_you" in form.get("action"))
    first = next(button for button in form.iter("button"))
    assert first.get("name") is None


def test_what_is_typed_goes_along_and_the_place_is_kept(visitor, every_type, way, rows):
    page = way.up_to(visitor, "your_child")
    easy = visitor.send(page, "/answer/your_child", q_years="7", wording=EASY)
    assert easy.address == f"{ANSWER}/your_child.since"
    assert "edition--easy_read" in body_class(easy)
    back = visitor.send(easy, "/answer/your_child.since", wording=STANDARD)
    assert back.address == f"{ANSWER}/your_child"
    assert back.form("/your_child").values["q_years"] == "7"
    assert rows.drafts == 1


def test_rows_of_a_grid_that_are_answered_stay_and_the_others_are_asked(visitor, every_type, way):
    page = way.up_to(visitor, "priorities_page")
    easy = visitor.send(page, "/answer/priorities_page", q_priorities__voice="disagree", wording=EASY)
    assert easy.address == f"{ANSWER}/priorities_page.priorities.early_help"
    easy = visitor.send(
        easy, "/answer/priorities_page.priorities.early_help", q_priorities__early_help="agree"
    )
    page = visitor.send(easy, "/answer/priorities_page.priorities.transport", wording=STANDARD)
    values = page.form("/priorities_page").values
    assert (values["q_priorities-voice"], values["q_priorities-early_help"]) == ("disagree", "agree")
    assert "q_priorities-transport" not in values


def test_what_is_not_right_comes_back_in_the_new_wording_with_what_was_typed(visitor, every_type, way):
    page = way.up_to(visitor, "your_child")
    easy = visitor.send(page, "/answer/your_child", q_years="seven", q_since__day="31", wording=EASY)
    assert easy.status == 400
    assert "edition--easy_read" in body_class(easy)
    assert easy.title.startswith("Error: ")
    assert set(easy.errors) == {"#q_years", "#q_since-month"}
    values = easy.form("/your_child").values
    assert (values["q_years"], values["q_since-day"]) == ("seven", "31")
    on = visitor.send(easy, "/answer/your_child", q_years="7", q_since__day="")
    assert on.address == f"{ANSWER}/priorities_page.priorities.voice"


def test_a_required_question_that_is_still_empty_is_no_mistake_when_the_wording_is_changed(
    visitor, every_type, way
):
    easy = visitor.send(way.up_to(visitor, "about_you"), "/answer/about_you", wording=EASY)
    assert (easy.status, easy.address) == (200, f"{ANSWER}/about_you.role")
    assert not easy.errors


def test_answers_that_the_new_wording_does_not_ask_are_told_before_sending(visitor, every_type, way, rows):
    check = way.to_check(visitor)
    easy = visitor.send(check, "/answer/how-you-read", wording=EASY)
    assert easy.address == f"{ANSWER}/check-answers"
    assert "These answers will not be sent in this way of reading" in easy.headings
    assert easy.answers["What matters most to you?"].startswith("1. Staff") or "Staff" in easy.text
    again = visitor.send(easy, "/answer/how-you-read", wording=STANDARD)
    assert "These answers will not be sent in this way of reading" not in again.headings
    visitor.send(again, "/answer/send-answers")
    [response] = rows.responses
    assert response.answers["order"]["value"] == ["staff", "cost"]
    assert response.edition == "standard"


def test_the_response_says_in_which_wording_it_was_sent(visitor, every_type, way, rows):
    easy = visitor.send(way.to_check(visitor), "/answer/how-you-read", wording=EASY)
    visitor.send(easy, "/answer/send-answers")
    [response] = rows.responses
    assert response.edition == "easy_read"
    assert "order" not in response.answers


def test_a_tab_in_the_old_wording_keeps_what_is_typed_in_it(visitor, every_type, way):
    old = way.up_to(visitor, "support_page")
    other = visitor.get(f"{ANSWER}/support_page")
    visitor.send(other, "/answer/support_page", wording=EASY)
    told = visitor.send(old, "/answer/support_page", q_support=["clubs"], q_order__staff="1")
    assert told.status == 409
    assert "saved in another tab" in told.text
    assert told.form("/support_page").values["q_order-staff"] == "1"
    on = visitor.send(told, "/answer/support_page")
    assert on.status == 200
    assert on.address == f"{ANSWER}/words.name_of_setting"
    back = visitor.send(on, "/answer/words.name_of_setting", wording=STANDARD)
    kept = visitor.get(f"{ANSWER}/support_page").form("/support_page").values
    assert (kept["q_support"], kept["q_order-staff"]) == ("clubs", "1")
    assert back.address == f"{ANSWER}/words"


def test_a_page_of_another_layout_leads_to_the_same_place(visitor, every_type, way):
    easy = visitor.send(way.up_to(visitor, "your_child"), "/answer/your_child", wording=EASY)
    assert easy.address == f"{ANSWER}/your_child.years"
    assert visitor.get(f"{ANSWER}/your_child").address == f"{ANSWER}/your_child.years"
    assert visitor.get(f"{ANSWER}/your_child.nothing").status == 404


def test_the_way_back_to_check_is_kept_over_a_change(visitor, every_type, way):
    way.to_check(visitor)
    page = visitor.get(f"{ANSWER}/your_child?from=check")
    easy = visitor.send(page, "/answer/your_child", q_years="8", wording=EASY)
    assert easy.links["Back to your answers"] == f"{ANSWER}/check-answers"
    key = easy.address.rpartition("/")[2]
    assert visitor.send(easy, f"/answer/{key}").address == f"{ANSWER}/check-answers"


def test_it_can_be_changed_where_it_is_asked_who_answered(visitor, every_type, way):
    page = visitor.send(way.up_to(visitor, "words"), "/answer/words")
    easy = visitor.send(page, "/answer/who-answered", q_who__answered="helped", wording=EASY)
    assert easy.address == f"{ANSWER}/who-answered"
    assert "edition--easy_read" in body_class(easy)
    assert easy.form("/who-answered").values["q_who-answered"] == "helped"


@pytest.mark.parametrize("wording", ["standard.xx", "", "easy_read"])
def test_a_wording_that_there_is_not_is_refused_and_nothing_changes(visitor, every_type, way, wording):
    page = way.up_to(visitor, "your_child")
    assert visitor.send(page, "/answer/your_child", q_years="9", wording=wording).status == 400
    assert visitor.get(f"{ANSWER}/your_child").form("/your_child").values["q_years"] == ""


def test_a_forged_or_stale_change_on_the_check_page_loses_nothing(visitor, every_type, way):
    check = way.to_check(visitor)
    assert visitor.send(check, "/how-you-read", wording=EASY, fingerprint="0" * 16).status == 409
    timed_out = visitor.send(check, "/how-you-read", wording=EASY, csrf_token="old")
    assert "Nothing is lost" in timed_out.text
    visitor.send(visitor.get(f"{ANSWER}/words?from=check"), "/answer/words", q_why="Changed")
    late = visitor.send(check, "/how-you-read", wording=EASY)
    assert "changed in another tab" in late.text
    assert late.answers["Is there anything else you want to tell us?"] == "Changed"


def test_after_sending_everything_stays_in_the_edition_that_was_answered_in(visitor, every_type, way):
    easy = visitor.send(way.to_check(visitor), "/answer/how-you-read", wording=EASY)
    receipt = visitor.send(easy, "/answer/send-answers")
    for page in (
        receipt,
        *(
            visitor.get(f"/receipt/yours{part}")
            for part in ("", "/answers", "/withdraw", "/what-became-of-it")
        ),
    ):
        assert "edition--easy_read" in body_class(page), page.title
