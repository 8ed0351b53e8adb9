"""Events as facilitators write them down: who came, what was counted, what was said."""

from __future__ import annotations

import pytest

ADDRESS = "/officer/send-strategy/events"
EVENT = {
    "title": "Saturday drop-in",
    "held_on-day": "11",
    "held_on-month": "11",
    "held_on-year": "2023",
    "place": "The town library",
    "method": "A table by the door",
    "run_by": "The participation team",
    "present": "12",
}


@pytest.fixture
def add(facilitator):
    """Fill in the form for a new event, with some of it changed."""

    def fill(**changed):
        page = facilitator.visit(f"{ADDRESS}/add")
        return facilitator.press(page, "Save", **{**EVENT, **changed})

    return fill


def test_a_facilitator_writes_an_event_down_and_corrects_it(add, facilitator):
    page = add(attendance_parent_carer="9", attendance_unknown="3")
    assert "“Saturday drop-in” is added" in page.messages
    assert page.heading == "Saturday drop-in"
    assert page.fact("Date") == "11 November 2023"
    assert page.fact("People there") == "12"
    assert "A parent or carer of a child or young person with SEND: 9" in page.words
    assert "Not recorded: 3" in page.words
    form = facilitator.visit(page.link("Change"))
    assert [field.get("value") for field in form.fields("held_on-day")] == ["11"]
    page = facilitator.press(form, "Save", place="The other library", attendance_parent_carer="", present="3")
    assert page.fact("Place") == "The other library"
    assert page.fact("People there") == "3"


def test_groups_alone_say_how_many_were_there(add):
    page = add(present="", attendance_parent_carer="9", attendance_professional="1,000")
    assert page.fact("People there") == "1,009"


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"title": "  "}, {"title": "Enter a name for the event"}),
        ({"held_on-day": ""}, {"held_on-day": "The date must include a day"}),
        ({"held_on-day": "", "held_on-year": ""}, {"held_on-day": "The date must include a day and year"}),
        (
            {"held_on-day": "", "held_on-month": "", "held_on-year": ""},
            {"held_on-day": "Enter the date of the event"},
        ),
        ({"held_on-day": "31"}, {"held_on-day": "Enter a real date, like 27 3 2024"}),
        ({"held_on-year": "99999999999"}, {"held_on-day": "Enter a real date, like 27 3 2024"}),
        ({"held_on-month": "xi"}, {"held_on-day": "Enter a real date, like 27 3 2024"}),
        ({"present": "-1"}, {"present": "Enter a whole number from 0 to 100,000"}),
        ({"present": "1e3"}, {"present": "Enter a whole number from 0 to 100,000"}),
        ({"present": "9" * 5000}, {"present": "Enter a whole number from 0 to 100,000"}),
        ({"present": "many"}, {"present": "Enter a whole number from 0 to 100,000"}),
        (
            {"attendance_parent_carer": "9"},
            {"attendance_parent_carer": "The audiences add up to 9 and 12 were present"},
        ),
        ({"place": "a" * 201}, {"place": "Use 200 characters or fewer"}),
        (
            {"run_by": "The\x07 team"},
            {"run_by": "There was a character in it that cannot be shown. Look at it again."},
        ),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(add, facilitator, changed, errors):
    page = add(**changed)
    assert (page.status, page.errors) == (400, errors)
    assert page.title.startswith("Error: Add an event")
    kept = page.fields("title")[0].get("value", "").strip()
    assert kept == {**EVENT, **changed}["title"].strip()
    assert "Saturday drop-in" not in facilitator.visit(ADDRESS).words


def test_an_event_is_removed_and_put_back(facilitator, officer):
    page = facilitator.press(facilitator.visit(f"{ADDRESS}/family_group"), "Remove the event")
    assert "is removed. You can put it back below." in page.messages
    assert officer.visit("/officer/send-strategy/").fact("Events") == "1"
    page = facilitator.press(page, "Put back Sample: families’ group")
    assert "“Sample: families’ group” is put back" in page.messages
    assert officer.visit("/officer/send-strategy/").fact("Events") == "2"


def test_notes_are_written_down_one_by_one_or_line_by_line(facilitator):
    address = f"{ADDRESS}/family_group"
    before = len(facilitator.visit(address).find("li", class_="comment"))
    page = facilitator.press(
        facilitator.visit(address),
        "Add note",
        text="One said:\r\n\r\nit is <b>too</b> far",
        about="delivery_why",
    )
    assert "The note is added" in page.messages
    assert "Making delivery better" in page.row("it is <b>too</b> far")
    assert len(page.find("li", class_="comment")) == before + 1
    page = facilitator.press(page, "Add note", text="First\n\n  Second \nThird", each_line="y")
    assert "3 notes are added" in page.messages
    assert len(page.find("li", class_="comment")) == before + 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("  \n ", "Write down what was said"),
        ("a" * 5001, "A note can have 5,000 characters. Split it into several notes."),
        ("a" * 60_000, "Use 50,000 characters or fewer"),
        ("bell \x07", "There was a character in it that cannot be shown. Look at it again."),
    ],
)
def test_a_note_that_cannot_be_kept_stays_on_the_page(facilitator, text, message):
    address = f"{ADDRESS}/family_group"
    before = len(facilitator.visit(address).find("li", class_="comment"))
    page = facilitator.press(facilitator.visit(address), "Add note", text=text)
    assert (page.status, page.errors) == (400, {"text": message})
    assert "".join(page.fields("text")[0].itertext()).strip() == text.replace("\x07", "").strip()
    assert len(facilitator.visit(address).find("li", class_="comment")) == before


def test_a_note_is_shown_once_more_before_it_is_removed(facilitator):
    page = facilitator.visit(f"{ADDRESS}/family_group")
    note = page.find("li", class_="comment")[0]
    said = "".join(note.find("p").itertext())
    asked = facilitator.visit(page.link("Remove note 1"))
    assert asked.heading == "Remove this note?"
    assert said in asked.text.replace("&#39;", "'")
    after = facilitator.press(asked, "Remove note")
    assert "The note is removed" in after.messages
    assert said not in after.words


def test_facilitators_see_the_events_and_no_other_part(facilitator):
    page = facilitator.visit(ADDRESS)
    parts = [link.get("href") for nav in page.find("section") for link in nav.iter("a")]
    assert not [address for address in parts if address and "/themes" in address]


@pytest.mark.parametrize("key", ["nothing", "family_group/counts/nothing", "family_group/notes/x/remove"])
def test_there_is_no_page_for_what_is_not_there(facilitator, key):
    assert facilitator.client.get(f"{ADDRESS}/{key}").status_code == 404
