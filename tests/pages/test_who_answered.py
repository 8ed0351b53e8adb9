"""Whether someone helped to answer: asked once, in plain words, kept and shown to officers."""

from __future__ import annotations

ANSWER = "/consultations/every-type/answer"
ASKED = "Did someone help you answer?"


def to_question(visitor, way):
    last = way.up_to(visitor, "words")
    return visitor.send(last, "/answer/words", q_why="Something")


def test_it_is_asked_after_the_last_page_and_before_the_answers_are_checked(visitor, every_type, way):
    page = to_question(visitor, way)
    assert page.address == f"{ANSWER}/who-answered"
    assert page.heading == ASKED
    assert page.title.startswith(f"{ASKED} – Short breaks")
    assert "Nearly finished" in page.text
    assert page.links["Back"] == f"{ANSWER}/words"
    ways = [" ".join("".join(label.itertext()).split()) for label in page.all("label")]
    assert ways == ["I answered on my own", "Someone helped me", "Someone answered for me"]


def test_what_was_chosen_is_checked_kept_and_can_be_changed(visitor, every_type, way, rows):
    check = visitor.send(to_question(visitor, way), "/answer/who-answered", q_who__answered="helped")
    assert check.address == f"{ANSWER}/check-answers"
    assert check.answers[ASKED] == "Someone helped me"
    page = visitor.get(check.links[f"Change {ASKED}"])
    assert page.form("/who-answered").values["q_who-answered"] == "helped"
    check = visitor.send(page, "/answer/who-answered", q_who__answered="answered_for")
    assert check.answers[ASKED] == "Someone answered for me"
    visitor.send(check, "/answer/send-answers")
    [response] = rows.responses
    assert response.support == "answered_for"
    assert "who-answered" not in response.answers


def test_it_can_be_left_blank_and_is_asked_once(visitor, every_type, way, rows):
    check = visitor.send(to_question(visitor, way), "/answer/who-answered")
    assert check.answers[ASKED] == "Not answered"
    again = visitor.send(visitor.get(f"{ANSWER}/words?from=check"), "/answer/words", q_why="More")
    assert again.address == f"{ANSWER}/check-answers"
    assert visitor.get(f"{ANSWER}/").address == f"{ANSWER}/check-answers"
    visitor.send(again, "/answer/send-answers")
    assert rows.responses[0].support == ""


def test_it_is_not_asked_before_the_questions_are_answered(visitor, every_type, way):
    way.up_to(visitor, "your_child")
    assert visitor.get(f"{ANSWER}/who-answered").address == f"{ANSWER}/your_child"


def test_two_tabs_of_it_do_not_overwrite_each_other(visitor, every_type, way):
    one = to_question(visitor, way)
    other = visitor.get(f"{ANSWER}/who-answered")
    visitor.send(one, "/answer/who-answered", q_who__answered="alone")
    page = visitor.send(other, "/answer/who-answered", q_who__answered="helped")
    assert page.status == 409
    assert "saved in another tab" in page.text
    assert page.form("/who-answered").values["q_who-answered"] == "helped"
    check = visitor.send(page, "/answer/who-answered")
    assert check.answers[ASKED] == "Someone helped me"


def test_a_forged_answer_and_a_page_of_another_response_are_refused(visitor, every_type, way, rows):
    page = to_question(visitor, way)
    assert visitor.send(page, "/answer/who-answered", q_who__answered="robot").status == 400
    assert visitor.send(page, "/answer/who-answered", fingerprint="0" * 16).status == 409
    late = visitor.send(page, "/answer/who-answered", csrf_token="old", q_who__answered="helped")
    assert late.status == 400
    assert "Your visit had timed out" in late.text
    assert late.form("/who-answered").values["q_who-answered"] == "helped"
    assert visitor.get(f"{ANSWER}/check-answers").answers[ASKED] == "Not answered"
