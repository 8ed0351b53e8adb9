"""Answering, page by page, to the receipt: what a respondent sees and what is kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from consult import clock

ANSWER = "/consultations/every-type/answer"


def test_the_whole_way_to_the_receipt(visitor, every_type, way, rows):
    check = way.to_check(visitor)
    assert check.title == "Check your answers – Short breaks for disabled children – Sample Borough Council"
    receipt = visitor.send(check, "/answer/send-answers")
    assert receipt.heading == "Thank you. We have your answers."
    code = receipt.all("strong", class_="receipt__code")[0].text
    assert [len(group) for group in code.split()] == [4, 4, 4, 4]
    assert rows.drafts == 0
    [response] = rows.responses
    assert response.channel == "online"
    assert response.answers["why"]["value"] == "First line\nSecond line & <b>more</b>"
    assert response.answers["support"]["value"] == ["clubs", "holidays"]
    assert response.answers["order"]["value"] == ["staff", "cost"]
    assert response.answers["priorities"]["value"]["transport"] == "dont_know"


def test_each_page_says_where_it_is(visitor, every_type):
    page = visitor.start()
    assert page.title == (
        "Before you begin – Page 1 of 5 – Short breaks for disabled children – Sample Borough Council"
    )
    assert "Page 1 of 5" in page.text
    page = visitor.send(page, "/answer/welcome")
    assert page.links["Back"] == f"{ANSWER}/welcome"
    assert page.heading == "Which of these best describes you?"


def test_an_answer_can_add_pages_and_the_count_says_so(visitor, every_type, way):
    page = way.up_to(visitor, "your_child")
    assert page.address == f"{ANSWER}/your_child"
    assert "Page 3 of 6" in page.text


def test_a_question_alone_on_its_page_is_its_heading(visitor, every_type, way):
    page = way.up_to(visitor, "about_you")
    legend = page.all("legend")[0]
    assert [child.tag for child in legend] == ["h1"]


def test_each_row_of_a_grid_is_a_group_of_its_own(visitor, every_type, way):
    page = way.up_to(visitor, "priorities_page")
    legends = ["".join(legend.itertext()).strip() for legend in page.all("legend")]
    assert "Priority 1: children are heard before decisions are made" in legends
    assert len(page.all("input", name="q_priorities-voice")) == 6


@pytest.mark.parametrize(
    ("page_key", "changes", "errors"),
    [
        ("about_you", {}, {"#q_role": "Choose an answer to “Which of these best describes you?”"}),
        (
            "your_child",
            {"q_years": "seven", "q_since__day": "31", "q_since__month": "2", "q_since__year": "2021"},
            {"#q_years": "must be a number", "#q_since-day": "must be a real date"},
        ),
        ("your_child", {"q_since__day": "31"}, {"#q_since-month": "must include a month and year"}),
        (
            "priorities_page",
            {"q_priorities__voice": "agree"},
            {
                "#q_priorities-early_help": "Priority 2: help comes early",
                "#q_priorities-transport": "Priority 3: transport that families can count on",
            },
        ),
        ("support_page", {"q_support": ["clubs", "none"]}, {"#q_support": "not both"}),
        ("support_page", {"q_order__cost": "1", "q_order__staff": "1"}, {"#q_order-staff": "its own place"}),
        ("words", {"q_why": "x" * 201}, {"#q_why": "Shorten it to 200"}),
        ("words", {"q_why": "a\x07b"}, {"#q_why": "cannot be shown"}),
    ],
)
def test_an_answer_that_cannot_be_taken_is_explained_beside_it(
    visitor, every_type, way, page_key, changes, errors
):
    before = way.up_to(visitor, page_key)
    page = visitor.send(before, f"/answer/{page_key}", **changes)
    assert page.status == 400
    assert page.title == f"Error: {before.title}"
    assert list(page.errors) == list(errors)
    for target, message in errors.items():
        assert message in page.errors[target]
        assert page.by_id(target[1:]) is not None
    messages = page.all("p", class_="govuk-error-message")
    assert messages, "no message beside the question"


def test_what_was_typed_is_still_there_after_an_error(visitor, every_type, way):
    page = way.up_to(visitor, "words")
    text = "  two spaces first\r\n\r\n    four spaces\r\n" + "x" * 200
    page = visitor.send(page, "/answer/words", q_why=text, q_name_of_setting="Ünïcode <&>")
    assert page.form("/answer/words").values["q_why"] == text.replace("\r\n", "\n")
    assert page.form("/answer/words").values["q_name_of_setting"] == "Ünïcode <&>"


def test_saved_answers_are_shown_again_exactly(visitor, every_type, way):
    way.to_check(visitor)
    for key, values in way.pages:
        shown = visitor.get(f"{ANSWER}/{key}").form(f"/answer/{key}").values
        for name, value in values.items():
            wanted = [value.replace("\r\n", "\n")] if isinstance(value, str) else value
            assert shown.getlist(name.replace("__", "-")) == wanted


def test_ten_million_characters_are_refused_in_words_and_nothing_is_kept(visitor, every_type, way):
    page = way.up_to(visitor, "words")
    refused = visitor.send(page, "/answer/words", q_why="x" * 10_000_000)
    assert refused.status == 400
    assert "10,000,000 characters" in refused.errors["#q_why"]
    assert len(refused.response.data) < 200_000
    assert visitor.get(f"{ANSWER}/words").form("/answer/words").values["q_why"] == ""


def test_more_than_the_site_takes_at_once_is_refused_in_words(visitor, every_type, way):
    page = way.up_to(visitor, "words")
    refused = visitor.send(page, "/answer/words", q_why="x" * (13 * 1024 * 1024))
    assert refused.status == 413
    assert refused.heading == "That is too much to send at once"


def test_safeguarding_stands_before_the_first_free_text_and_before_sending(visitor, every_type, way):
    notice = "We cannot tell who you are. If someone is not safe, call 999."
    assert notice not in way.up_to(visitor, "support_page").text
    words = way.up_to(visitor, "words").text
    assert words.index(notice) < words.index("Which setting do you use?")
    check = way.to_check(visitor).text
    assert check.index("Second line") < check.index(notice) < check.rindex("Send my answers")


def test_check_shows_every_answer_and_a_way_to_change_it(visitor, every_type, way):
    check = way.to_check(visitor)
    assert check.answers["Which of these best describes you?"] == "A parent or carer"
    assert check.answers["How old is your child?"] == "7"
    assert check.answers["Since when have you used short breaks?"] == "1 February 2021"
    assert (
        "Priority 1: children are heard before decisions are made: Strongly agree"
        in check.answers["How far do you agree with each priority?"]
    )
    assert check.answers["Is there anything else you want to tell us?"] == (
        "First line Second line & <b>more</b>"
    )
    change = check.links["Change How old is your child?"]
    assert change == f"{ANSWER}/your_child?from=check#q_years"
    page = visitor.get(change)
    assert page.links["Back to your answers"] == f"{ANSWER}/check-answers"
    check = visitor.send(page, "/answer/your_child", q_years="9")
    assert check.address == f"{ANSWER}/check-answers"
    assert check.answers["How old is your child?"] == "9"


def test_a_question_left_blank_is_shown_as_not_answered(visitor, every_type, way):
    way.to_check(visitor)
    page = visitor.get(f"{ANSWER}/support_page?from=check")
    check = visitor.send(page, "/answer/support_page", q_support=None, q_order__staff="", q_order__cost="")
    assert check.answers["Which support would help you most?"] == "Not answered"


def test_an_error_on_the_way_back_to_check_still_leads_back_to_check(visitor, every_type, way):
    way.to_check(visitor)
    page = visitor.get(f"{ANSWER}/your_child?from=check")
    page = visitor.send(page, "/answer/your_child", q_years="x")
    assert page.status == 400
    assert visitor.send(page, "/answer/your_child", q_years="8").address == f"{ANSWER}/check-answers"


def test_answers_that_are_routed_past_are_shown_before_sending_and_not_sent(visitor, every_type, way, rows):
    way.to_check(visitor)
    page = visitor.get(f"{ANSWER}/about_you?from=check")
    check = visitor.send(page, "/answer/about_you", q_role="professional")
    assert check.address == f"{ANSWER}/check-answers"
    assert "These answers will not be sent" in check.headings
    assert "These answers will not be sent because" in check.text
    heading = check.headings
    assert heading.index("These answers will not be sent") < heading.index("About you")
    assert "Your child" not in heading
    assert check.answers["How old is your child?"] == "7"
    visitor.send(check, "/answer/send-answers")
    [response] = rows.responses
    assert "years" not in response.answers
    assert response.answers["role"]["value"] == "professional"


def test_changing_the_answer_back_brings_the_others_back(visitor, every_type, way):
    way.to_check(visitor)
    visitor.send(visitor.get(f"{ANSWER}/about_you?from=check"), "/answer/about_you", q_role="professional")
    check = visitor.send(
        visitor.get(f"{ANSWER}/about_you?from=check"), "/answer/about_you", q_role="parent_carer"
    )
    assert "These answers will not be sent" not in check.headings
    assert check.answers["How old is your child?"] == "7"


def test_a_page_that_is_not_reached_yet_leads_to_the_first_open_one(visitor, every_type, way):
    way.up_to(visitor, "your_child")
    page = visitor.get(f"{ANSWER}/words")
    assert page.address == f"{ANSWER}/your_child"
    assert "Some other questions come first. Your answers so far are kept." in page.text
    page = visitor.get(f"{ANSWER}/check-answers")
    assert page.address == f"{ANSWER}/your_child"
    assert "before you can send your answers" in page.text
    assert visitor.get(f"{ANSWER}/no_such_page").status == 404


def test_an_edition_that_leaves_a_question_out_does_not_ask_it_and_asks_one_thing_a_page(
    visitor, every_type, way
):
    page = visitor.start("easy_read.en")
    asked = []
    while "/answer/check-answers" not in page.address:
        asked.append(page.address.removeprefix(f"{ANSWER}/"))
        values = {"q_role": "parent_carer"} if asked[-1] == "about_you.role" else {}
        if asked[-1].startswith("priorities_page.priorities."):
            values = {f"q_priorities-{asked[-1].rpartition('.')[2]}": "agree"}
        page = visitor.send(page, f"/answer/{asked[-1]}", **values)
        assert page.status == 200
    assert asked == [
        "welcome.intro",
        "about_you.role",
        "your_child.years",
        "your_child.since",
        "priorities_page.priorities.voice",
        "priorities_page.priorities.early_help",
        "priorities_page.priorities.transport",
        "priorities_page.delivery",
        "support_page.support",
        "words.name_of_setting",
        "words.why",
        "who-answered",
    ]
    assert (
        page.answers[
            "How far do you agree with each priority? Priority 3: transport that families can count on"
        ]
        == "Agree"
    )


def test_an_unknown_wording_is_refused(visitor, every_type, rows):
    page = visitor.send(
        visitor.get("/consultations/every-type"), "/answer/start-answering", wording="standard.xx"
    )
    assert page.status == 400
    assert rows.drafts == 0


def test_prefer_not_to_say_is_an_answer(visitor, every_type, way, rows):
    page = way.up_to(visitor, "your_child")
    both = visitor.send(
        page, "/answer/your_child", q_years="7", q_years__prefer_not_to_say="prefer_not_to_say"
    )
    assert both.errors == {
        "#q_years": "Give an answer to “How old is your child?” or choose “Prefer not to say”, not both"
    }
    visitor.send(both, "/answer/your_child", q_years="")
    way_back = visitor.get(f"{ANSWER}/your_child")
    assert way_back.by_id("q_years-prefer_not_to_say").get("checked") is not None


def test_the_cookie_holds_a_token_only_and_goes_nowhere_else(visitor, every_type):
    reply = visitor.post(
        visitor.get("/consultations/every-type"),
        "/answer/start-answering",
        follow=False,
        wording="standard.en",
    )
    assert reply.status_code == 303
    [cookie] = [line for line in reply.headers.getlist("Set-Cookie") if line.startswith("draft_every-type=")]
    for part in ("HttpOnly", "SameSite=Lax", "Path=/consultations/every-type", "Max-Age=1209600"):
        assert part in cookie


def test_the_next_person_on_the_device_starts_with_empty_pages(visitor, every_type, way, rows):
    first = visitor.send(way.to_check(visitor), "/answer/send-answers")
    about = visitor.send(first, "/answer/finish-here")
    assert "You have finished on this device. The next person can start." in about.text
    assert "Have your say" in about.headings
    page = visitor.send(visitor.start(), "/answer/welcome")
    assert page.form("/answer/about_you").values.get("q_role") is None
    visitor.send(way.to_check(visitor), "/answer/send-answers")
    assert len(rows.responses) == 2


def test_someone_who_never_began_is_led_to_the_start(visitor, every_type):
    for address in (f"{ANSWER}/about_you", f"{ANSWER}/check-answers", f"{ANSWER}/your-receipt", f"{ANSWER}/"):
        assert visitor.get(address).address == "/consultations/every-type"


def test_those_who_were_answering_when_it_closed_have_thirty_minutes(
    visitor, every_type, way, rows, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: datetime(2099, 12, 31, 23, 58, tzinfo=UTC))
    check = way.to_check(visitor)
    monkeypatch.setattr(clock, "now", lambda: datetime(2100, 1, 1, 0, 28, tzinfo=UTC))
    assert visitor.send(check, "/answer/send-answers").heading == "Thank you. We have your answers."
    assert len(rows.responses) == 1


def test_after_that_nothing_is_taken_and_the_page_says_so(visitor, every_type, way, rows, monkeypatch):
    check = way.to_check(visitor)
    words = visitor.get(f"{ANSWER}/words")
    monkeypatch.setattr(clock, "now", lambda: datetime(2100, 1, 1, 0, 29, tzinfo=UTC))
    for page in (
        visitor.send(check, "/answer/send-answers"),
        visitor.send(words, "/answer/words", q_why="late"),
        visitor.get(f"{ANSWER}/words"),
    ):
        assert page.status == 403
        assert page.heading == "This consultation is closed"
        assert "It closed on 31 December 2099 at 11:59pm" in page.text
    assert visitor.send(words, "/answer/words", q_why="late").answers["Anything else"] == "late"
    assert rows.responses == []
