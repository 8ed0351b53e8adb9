"""Officers deal with requests for other formats, announce events and have the questionnaire on paper."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from consult import clock
from consult.rules.format_requests import AskedFormat, ReachBy
from consult.services import requesting_formats
from consult.services.requesting_formats import Asked
from consult.store import consultations, format_requests

REQUESTS = "/officer/send-strategy/requests"
EVENT = "/officer/send-strategy/events/family_group"
CONTACT = "sam@example.org"
BEFORE_THE_EVENT = datetime(2023, 10, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def one_waits(app, consultation):
    with app.app_context():
        asked = Asked("0123456789abcdef", AskedFormat.LANGUAGE, "Somali <b>", ReachBy.EMAIL, CONTACT)
        requesting_formats.ask(consultations.by_slug("send-strategy"), asked)


def test_a_request_is_done_taken_up_again_and_erased(app, officer, one_waits):
    page = officer.visit(REQUESTS)
    assert "Waiting: 1 Another language" in page.words
    assert "Somali <b>" in page.words and f"Email: {CONTACT}" in page.words
    page = officer.press(page, "Done with request 1")
    assert "You can take it up again for 30 days." in page.messages
    assert "Nobody is waiting." in page.words and CONTACT in page.words
    page = officer.press(page, "Not done yet")
    assert "Waiting: 1" in page.words and "Done: " not in page.words
    page = officer.press(page, "Done, erase how to reach them now")
    assert "How to reach the person is erased." in page.messages
    assert CONTACT not in page.words and "Somali" not in page.words
    assert "Done: 1" in page.words and "Another language" in page.words
    assert not [words for words in page.buttons() if words.startswith("Not done yet")]
    with app.app_context():
        [row] = format_requests.requests_of(consultations.by_slug("send-strategy"))
        assert (row.contact, row.detail, row.asked_format) == ("", "", "language")


def test_a_page_from_before_the_erasing_says_why_it_cannot_be_undone(officer, one_waits):
    stale = officer.press(officer.visit(REQUESTS), "Done with request 1")
    officer.send(f"{REQUESTS}/0123456789abcdef/done", erase="now")
    page = officer.press(stale, "Not done yet")
    assert "cannot be taken up again" in page.messages
    assert "Nobody is waiting." in page.words


def test_only_officers_of_the_team_see_who_asked(officer, facilitator, outsider, visitor, one_waits):
    assert CONTACT in officer.visit(REQUESTS).words
    for person in (facilitator, outsider, visitor):
        reply = person.client.get(REQUESTS)
        assert reply.status_code != 200 and CONTACT not in reply.get_data(as_text=True)
    assert officer.client.get(f"{REQUESTS}/ffffffffffffffff/done").status_code in (404, 405)
    assert officer.send(f"{REQUESTS}/ffffffffffffffff/done").status_code == 404


def test_an_event_is_announced_and_taken_back(officer, visitor, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: BEFORE_THE_EVENT - timedelta(days=1))
    form = officer.visit(officer.visit(EVENT).link("Announce it"))
    page = officer.press(form, "Announce", public_time="", joining="")
    assert page.status == 400
    assert page.errors == {
        "public_time": "Enter when it begins and ends",
        "joining": "Say how people can take part",
    }
    page = officer.press(form, "Announce", public_time="10am to 12 noon", joining="Just come <along>.")
    assert "The event is announced on the page of the consultation" in page.messages
    public = visitor.visit("/consultations/send-strategy").words
    assert "10am to 12 noon" in public and "Just come <along>." in public
    page = officer.press(page, "Take the announcement back")
    assert "To undo this, announce it again." in page.messages
    assert "10am to 12 noon" not in visitor.visit("/consultations/send-strategy").words


def test_facilitators_cannot_announce(facilitator):
    assert facilitator.client.get(f"{EVENT}/announce").status_code in (403, 404)


def test_officers_have_every_file_on_paper_and_make_them_all(officer):
    page = officer.visit("/officer/send-strategy/paper")
    assert page.words.count("not made yet") == 2 * 3
    word = officer.client.get(page.link("To change and print: Easy read, English"))
    assert 'filename="send-strategy-easy-read-en.docx"' in word.headers["Content-Disposition"]
    assert word.data.startswith(b"PK")
    page = officer.press(page, "Make all files now")
    assert "6 files are ready" in page.messages
    assert "not made yet" not in page.words
