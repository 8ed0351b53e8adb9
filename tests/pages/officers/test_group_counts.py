"""Entering shows of hands, question by question."""

from __future__ import annotations

import pytest

EVENT = "/officer/send-strategy/events/young_peoples_forum"


@pytest.fixture
def event(facilitator):
    """An event of 12 people where nothing was counted yet."""
    page = facilitator.visit("/officer/send-strategy/events/add")
    filled = {
        "title": "Drop-in",
        "held_on-day": "11",
        "held_on-month": "11",
        "held_on-year": "2023",
        "place": "Library",
        "method": "Hands",
        "run_by": "Team",
        "present": "12",
    }
    return facilitator.press(page, "Save", **filled).address.split("#")[0]


def test_every_question_that_a_group_can_count_is_listed(facilitator, event):
    page = facilitator.visit(f"{event}/counts")
    assert "How far do you agree or disagree with each priority?" in page.words
    assert page.words.count("Not counted") == 3


def test_lines_of_a_grid_are_entered_together_and_lead_on(facilitator, event):
    page = facilitator.visit(f"{event}/counts/priorities")
    assert [f.get("value") for f in page.fields("present_0")] == ["12"]
    page = facilitator.press(
        page, "Save and go to the next question", votes_0_0="7", votes_0_1="5", votes_1_3="1", present_1="10"
    )
    assert page.address == f"{event}/counts/delivery"
    assert "are saved" in page.messages
    listed = facilitator.visit(f"{event}/counts")
    assert "Counted: 2 of 5" in listed.words
    shown = facilitator.visit(event)
    assert "1. Being heard 12 present" in shown.words
    assert "Strongly agree7" in shown.words
    assert "2. Early help 10 present" in shown.words


def test_a_line_that_is_wrong_is_marked_and_the_others_are_kept(facilitator, event):
    page = facilitator.visit(f"{event}/counts/priorities")
    refused = facilitator.press(page, "Save and finish", votes_0_0="7", votes_1_0="8", votes_1_1="5")
    assert (refused.status, refused.errors) == (
        400,
        {"votes_1_0": "2. Early help: There are 13 votes and 12 people were present"},
    )
    assert "Lines without a mark are saved." in refused.words
    mended = facilitator.press(refused, "Save and finish", votes_1_1="4")
    assert mended.address.startswith(event)
    assert "1. Being heard 12 present" in mended.words
    assert "2. Early help 12 present" in mended.words


def test_what_is_not_a_number_is_refused_and_nothing_is_saved(facilitator, event):
    page = facilitator.visit(f"{event}/counts/delivery")
    refused = facilitator.press(page, "Save and finish", votes_0_0="seven", votes_0_1="3")
    assert refused.errors == {"votes_0_0": "Enter a whole number from 0 to 100,000"}
    assert [field.get("value") for field in refused.fields("votes_0_0")] == ["seven"]
    assert "Nothing yet. If you asked for a show of hands" in facilitator.visit(event).words


def test_more_cannot_be_present_than_came(facilitator, event):
    page = facilitator.visit(f"{event}/counts/delivery")
    refused = facilitator.press(page, "Save and finish", votes_0_0="1", present_0="13")
    assert list(refused.errors) == ["present_0"]
    assert refused.errors["present_0"].endswith("Between 1 and 12 people can have been present")


def test_emptying_a_line_takes_its_count_away(facilitator, event):
    page = facilitator.visit(f"{event}/counts/delivery")
    facilitator.press(page, "Save and finish", votes_0_0="4")
    again = facilitator.visit(f"{event}/counts/delivery")
    assert [field.get("value") for field in again.fields("votes_0_0")] == ["4"]
    emptied = {
        field.get("name"): "" for field in again.find("input") if field.get("name", "").startswith("votes")
    }
    page = facilitator.press(again, "Save and finish", **emptied)
    assert "Nothing yet. If you asked for a show of hands" in page.words


def test_where_nobody_was_counted_the_page_says_what_to_do_first(facilitator):
    page = facilitator.visit("/officer/send-strategy/events/add")
    filled = {
        "title": "Empty",
        "held_on-day": "1",
        "held_on-month": "11",
        "held_on-year": "2023",
        "place": "x",
        "method": "x",
        "run_by": "x",
    }
    page = facilitator.press(page, "Save", **filled)
    assert "First say how many people were there" in facilitator.visit(f"{page.address}/counts").words
