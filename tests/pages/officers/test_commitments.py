"""Answering themes, and coming back with what has happened since."""

from __future__ import annotations

import pytest

ADDRESS = "/officer/send-strategy/commitments"
ANSWER = {
    "kind": "will_change",
    "text": "We will write to every family.",
    "owner": "Head of SEND",
    "due_on-day": "31",
    "due_on-month": "10",
    "due_on-year": "2024",
}


@pytest.fixture
def theme(officer):
    """The key of a theme to answer."""
    officer.press(officer.visit("/officer/send-strategy/themes/add"), "Add theme", name="Letters")
    return "t1"


@pytest.fixture
def add(officer, theme):
    def fill(**changed):
        page = officer.visit(f"{ADDRESS}/add?theme={theme}")
        return officer.press(page, "Save", **{**ANSWER, **changed})

    return fill


def test_a_theme_waits_for_an_answer_until_it_has_one(officer, add):
    page = officer.visit(ADDRESS)
    assert "Themes that wait for an answer Letters 0 comments read" in page.words
    page = add()
    assert "The commitment is added" in page.messages
    assert "Themes that wait for an answer" not in page.words
    card = page.row("We will write to every family.")
    for words in ("We will change it", "Head of SEND", "By 31 October 2024", "Updates (0)"):
        assert words in card
    assert "1 answer" in officer.visit("/officer/send-strategy/themes").words


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"theme": ""}, {"theme": "Choose the theme that it answers"}),
        ({"theme": "t99"}, {"theme": "Choose one that is in the list"}),
        ({"text": " "}, {"text": "Say what you have done or will do, or why you cannot"}),
        ({"owner": ""}, {"owner": "Say who will do it: a post or a team"}),
        (
            {"due_on-day": "", "due_on-month": "", "due_on-year": ""},
            {"due_on-day": "Say by which day it will be done"},
        ),
        ({"due_on-day": "32"}, {"due_on-day": "Enter a real date, like 27 3 2024"}),
        ({"kind": "perhaps"}, {"kind": "Choose one that is in the list"}),
    ],
)
def test_what_a_commitment_lacks_is_said_beside_its_field(officer, add, changed, errors):
    page = add(**changed)
    assert (page.status, page.errors) == (400, errors)
    assert "We will write" not in officer.visit(ADDRESS).words


def test_a_refusal_needs_no_owner_and_no_day(add):
    page = add(kind="cannot", owner="", **{f"due_on-{part}": "" for part in ("day", "month", "year")})
    assert "We cannot do this" in page.row("We will write to every family.")


def test_a_commitment_is_changed(officer, add):
    page = officer.visit(add().link("Change “We will write to every family.”"))
    assert [field.get("value") for field in page.fields("due_on-month")] == ["10"]
    page = officer.press(page, "Save", text="We write to every family.", kind="already_happening")
    assert "The commitment is changed" in page.messages
    assert "This is already happening" in page.row("We write to every family.")


def test_a_commitment_is_removed_and_put_back(officer, add):
    page = officer.press(add(), "Remove “We will write")
    assert "The commitment is removed. You can put it back below." in page.messages
    assert "Themes that wait for an answer" in page.words
    page = officer.press(page, "Put back")
    assert "Themes that wait for an answer" not in page.words


def test_updates_say_where_it_stands_and_what_difference_it_made(officer, add):
    page = officer.visit(add().link("Updates (0)"))
    assert "Nothing yet. Add an update when something has happened" in page.words
    refused = officer.press(page, "Add update", text="")
    assert refused.errors == {"status": "Choose where it stands", "text": "Say what has happened since"}
    page = officer.press(
        page,
        "Add update",
        status="done",
        text="All letters are out.",
        difference="People ring less.",
        **{"made_on-day": "5", "made_on-month": "1", "made_on-year": "2025"},
    )
    assert "The update is added" in page.messages
    assert "5 January 2025 Done All letters are out. What difference it made: People ring less." in " ".join(
        page.words.split()
    )
    assert "Done, 5 January 2025" in officer.visit(ADDRESS).words


def test_an_answer_whose_theme_is_set_aside_is_not_lost(officer, add, theme):
    add()
    officer.press(
        officer.visit(f"/officer/send-strategy/themes/{theme}/set-aside"), "Set aside", reason="Not a theme"
    )
    page = officer.visit(ADDRESS)
    assert "Their theme is gone" in page.words
    assert "We will write to every family." in page.words


@pytest.mark.parametrize("key", ["nothing", "nothing/change"])
def test_there_is_no_page_for_a_commitment_that_there_is_not(officer, key):
    assert officer.client.get(f"{ADDRESS}/{key}").status_code == 404
    assert officer.send(f"{ADDRESS}/nothing/remove").status_code == 404
