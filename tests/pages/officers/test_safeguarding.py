"""Flagged comments: who may see which, deciding and undoing, and opening only with a lead and a deputy."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consult import clock
from consult.rules.permissions import Role
from consult.services import loading, recording_events, safeguarding
from consult.store import consultations, events

PAGES = "/officer/send-strategy/safeguarding"
HARM = "My mum’s boyfriend hits me & I live at WV1 1AA"


@pytest.fixture
def lead(app, browser_of, consultation):
    """The lead is in the team as a facilitator; the deputy as an officer."""
    browser = browser_of("Lee Lead", team=consultation, role=Role.FACILITATOR)
    deputy = browser_of("Dee Deputy", team=consultation, role=Role.OFFICER)
    with app.app_context():
        row = consultations.by_slug("send-strategy")
        safeguarding.choose(row, browser.account, deputy.account, by=None)
    return browser


@pytest.fixture
def said_harm(app, consultation):
    with app.app_context():
        row = consultations.by_slug("send-strategy")
        event = events.events(row)[0]
        recording_events.add_note(row, event, HARM, by=None)


def marks(page):
    return ["".join(mark.itertext()) for mark in page.find("mark")]


def test_the_lead_reads_decides_and_takes_it_back(lead, said_harm):
    front = lead.visit("/officer/")
    assert "For you 1 flagged comment to read" in front.words
    page = lead.visit(front.link("1 flagged comment to read"))
    assert page.heading == "May tell of harm"
    assert HARM in page.words and marks(page) and "WV1 1AA" not in marks(page)
    assert "Said at" in page.words and "No mail server is set" in page.words
    page = lead.press(page, "Passed on", note="Called the duty team")
    assert "Kept: Passed on, following our safeguarding procedure." in page.messages
    assert "Nothing waits to be read." in page.words
    page = lead.visit(f"{PAGES}/harm?show=decided")
    assert "Passed on, following our safeguarding procedure: Called the duty team" in page.words
    assert "Lee Lead" in page.words
    page = lead.press(page, "Undo")
    assert HARM in lead.visit(f"{PAGES}/harm").words
    assert "For you" in lead.visit("/officer/").words


def test_officers_see_only_how_many(lead, officer, said_harm):
    page = officer.visit(PAGES)
    assert "Only the safeguarding lead and deputy see which comments these are" in page.words
    assert page.fact("Waiting") == "1"
    assert "boyfriend" not in page.text
    assert officer.client.get(f"{PAGES}/harm").status_code == 403
    assert officer.send(f"{PAGES}/harm/1/decide", decision="no_concern").status_code == 403
    overview = officer.visit("/officer/send-strategy/")
    assert "1 comment that may tell of harm waits" in overview.words
    assert "For you" not in officer.visit("/officer/").words


def test_what_may_identify_someone_is_for_officers(officer, said_harm):
    page = officer.visit(f"{PAGES}/identifying")
    assert "WV1 1AA" in marks(page)
    quoting = officer.visit(page.link("Quote it with that taken out"))
    assert quoting.heading == "Quote a comment"
    before = int(officer.visit(PAGES).text.count("WV1"))
    assert before == 0
    page = officer.press(page, "Take it out wherever this is quoted")
    assert "Kept: Take it out wherever this is quoted." in page.messages
    assert "Olu Officer" in officer.visit(f"{PAGES}/identifying?show=decided").words


def test_administrators_see_where_something_waits_too_long_and_nothing_of_it(
    app, browser_of, lead, said_harm, monkeypatch
):
    later = clock.now() + timedelta(days=4)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = browser_of("Ada Administrator", administrator=True).visit("/officer/")
    assert "1 flagged comment has waited more than two working hours" in page.words
    assert "Make sure that Lee Lead or Dee Deputy can look." in page.words
    assert "boyfriend" not in page.text
    deputy = browser_of("Dee Deputy")
    assert "Waits too long" in deputy.visit(f"{PAGES}/harm").words
    assert deputy.visit(PAGES).fact("Waiting too long") == "1"


def test_a_decision_nobody_offers_is_refused(lead, said_harm):
    assert lead.send(f"{PAGES}/harm/1/decide", decision="nonsense").status_code == 400
    lead.send(f"{PAGES}/harm/999/decide", decision="no_concern")
    assert "There is no such comment in this list." in lead.visit(f"{PAGES}/harm").messages


def test_lead_and_deputy_are_chosen_in_the_team(officer, facilitator):
    page = officer.visit("/officer/send-strategy/team")
    assert "officer@example.org has no account here" in page.words
    page = officer.visit(page.link("Choose the lead and the deputy"))
    ids = {option.text: option.get("value") for option in page.find("option")}
    both = {"lead": ids["Olu Officer"], "deputy": ids["Olu Officer"]}
    refused = officer.press(page, "Save", **both)
    assert refused.status == 400
    assert "Choose two different people" in refused.errors["deputy"]
    saved = officer.press(page, "Save", lead=ids["Olu Officer"], deputy=ids["Fay Facilitator"])
    assert "Olu Officer is the safeguarding lead, Fay Facilitator the deputy" in saved.messages
    refused = officer.press(officer.visit("/officer/send-strategy/team"), "Remove Fay Facilitator")
    assert "looks after safeguarding" in refused.words


def test_a_consultation_that_names_nobody_is_not_ready_and_says_what_to_do(
    app, browser_of, visitor, samples, tmp_path
):
    text = (samples / "have-your-say" / "consultation.json").read_text(encoding="utf-8")
    path = tmp_path / "consultation.json"
    path.write_text(
        text.replace(
            '"safeguarding": {"lead": "officer@example.org", "deputy": "second.officer@example.org"}',
            '"safeguarding": {}',
        ),
        encoding="utf-8",
    )
    with app.app_context():
        row = loading.load_file(path).consultation
    officer = browser_of("Olu Officer", team=row, role=Role.OFFICER)
    assert "Not ready yet" in visitor.visit("/consultations/have-your-say").words
    assert "have-your-say" not in visitor.visit("/").text
    page = officer.visit("/officer/have-your-say/")
    assert "Not ready yet" in page.words and "Nobody looks after safeguarding yet" in page.words
    other = browser_of("Ona Officer", team=row, role=Role.OFFICER)
    form = officer.visit(page.link("Choose the lead and the deputy"))
    officer.press(form, "Save", lead=str(officer.account.id), deputy=str(other.account.id))
    assert "Not ready yet" not in visitor.visit("/consultations/have-your-say").words
    assert "have-your-say" in visitor.visit("/").text
