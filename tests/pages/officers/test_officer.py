"""The officers' front page, how a consultation stands, and its team."""

from __future__ import annotations

from consult.rules.permissions import Role


def test_people_see_the_consultations_they_work_on_and_their_role(officer, facilitator, outsider):
    page = officer.visit("/officer/")
    assert "Your role: officer" in page.words
    assert page.link("Sample: SEND") == "/officer/send-strategy/"
    page = facilitator.visit("/officer/")
    assert "Your role: facilitator" in page.words
    assert page.link("Sample: SEND") == "/officer/send-strategy/events"
    page = outsider.visit("/officer/")
    assert "SEND" not in page.words
    assert "Ask one of its officers to add oz.outsider@example.org to the team" in page.words


def test_the_overview_counts_what_came_in_from_whom_and_what_is_to_read(officer):
    page = officer.visit("/officer/send-strategy/")
    assert "Responses received: 66" in page.words
    assert page.fact("Online") == "66"
    assert page.fact("A parent or carer of a child or young person with SEND") == "44"
    assert page.fact("Someone who works with children or young people") == "22"
    assert page.fact("A young person") == "0"
    assert page.fact("Events") == "2"
    assert page.fact("Not yet read") == "77"
    assert page.link("Go on reading: 77 to read") == "/officer/send-strategy/themes"


def test_a_consultation_that_nobody_answered_says_what_comes_next(empty_consultation, browser_of):
    officer = browser_of("Olu Officer", team=empty_consultation, role=Role.OFFICER)
    page = officer.visit("/officer/send-strategy/")
    assert "No responses yet." in page.words
    assert "No comments yet." in page.words
    assert "No events yet. Add one" in officer.visit("/officer/send-strategy/events").words
    assert "There are no comments yet." in officer.visit("/officer/send-strategy/themes").words
    assert "There are no themes to answer yet." in officer.visit("/officer/send-strategy/commitments").words
    assert "Nothing has been received yet." in officer.visit("/officer/send-strategy/responses").words
    assert "Nothing has been built yet." in officer.visit("/officer/send-strategy/appendix").words
    assert "Nothing has been decided yet." in officer.visit("/officer/send-strategy/themes/history").words


def test_somebody_is_added_to_the_team_and_taken_off_it(officer, outsider):
    assert outsider.client.get("/officer/send-strategy/events").status_code == 404
    page = officer.visit("/officer/send-strategy/team")
    page = officer.press(page, "Add to the team", email="oz.outsider@example.org", role="facilitator")
    assert "oz.outsider@example.org is in the team now" in page.messages
    assert "Oz Outsider, facilitator" in page.row("oz.outsider@example.org Remove")
    assert outsider.visit("/officer/send-strategy/events").status == 200
    page = officer.press(page, "Remove Oz Outsider")
    assert "Oz Outsider is no longer in the team" in page.messages
    assert outsider.client.get("/officer/send-strategy/events").status_code == 404


def test_who_cannot_be_added_is_said_with_the_reason(officer):
    page = officer.visit("/officer/send-strategy/team")
    for fields, errors in (
        ({"email": "", "role": "officer"}, {"email": "Enter the email address of their account"}),
        ({"email": "olu.officer@example.org"}, {"role": "Choose what they do"}),
        ({"email": "olu.officer@example.org", "role": "king"}, {"role": "Choose what they do"}),
        (
            {"email": "nobody@example.org", "role": "officer"},
            {"email": "There is no account for nobody@example.org. An administrator can add one."},
        ),
        (
            {"email": "olu.officer@example.org", "role": "officer"},
            {"email": "Olu Officer is in the team already"},
        ),
    ):
        refused = officer.press(page, "Add to the team", **fields)
        assert refused.status == 400
        assert set(refused.errors) == set(errors)
        if fields.get("role") != "king":
            assert refused.errors == errors


def test_the_last_officer_stays(officer):
    page = officer.press(officer.visit("/officer/send-strategy/team"), "Remove Olu Officer")
    assert (page.status, page.errors) == (
        400,
        {"team": "This is the only officer. Add another officer first."},
    )
    assert officer.visit("/officer/send-strategy/").status == 200


def test_a_member_of_another_team_cannot_be_removed_through_this_one(officer):
    assert officer.send("/officer/send-strategy/team/999/remove").status_code == 404
