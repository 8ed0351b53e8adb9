"""What was received, and what becomes of it."""

from __future__ import annotations

import pytest

from consult.store import responses
from consult.store.transactions import transaction

ADDRESS = "/officer/send-strategy/responses"


def received(page) -> dict[str, int]:
    """The four figures at the top of the list."""
    words = ("Counted", "Withdrawn", "Test", "Held")
    found = {}
    for box in page.find("div", class_="figures__one"):
        label, number = ("".join(part.itertext()) for part in box)
        found[label] = int(number)
    assert set(found) == set(words)
    return found


def test_responses_are_listed_fifty_at_a_time_newest_first(officer):
    first = officer.visit(ADDRESS)
    assert "Responses 1 to 50 of 66, newest first" in first.words
    assert first.title.startswith("Responses, page 1 of 2")
    second = officer.visit(first.link("Next"))
    assert "Responses 51 to 66 of 66" in second.words
    assert len(second.fields("chosen")) == 16
    assert officer.visit(f"{ADDRESS}?page=99").address == f"{ADDRESS}?page=99"
    assert "51 to 66" in officer.visit(f"{ADDRESS}?page=99").words
    assert "1 to 50" in officer.visit(f"{ADDRESS}?page=-3").words


def test_several_responses_are_marked_as_tests_and_counted_again(officer):
    page = officer.visit(ADDRESS)
    chosen = [field.get("value") for field in page.fields("chosen")][:3]
    page = officer.press(page, "Save", chosen=chosen, state="test", reason="Made to try the form")
    assert "3 responses are now: test" in page.messages
    assert received(page) == {"Counted": 63, "Withdrawn": 0, "Test": 3, "Held": 0}
    page = officer.press(page, "Save", chosen=chosen[:1], state="counted", reason="It was a real one")
    assert "1 response is now: counted" in page.messages
    assert received(page) == {"Counted": 64, "Withdrawn": 0, "Test": 2, "Held": 0}


def test_the_reason_and_the_ticks_are_asked_for_and_kept(officer):
    page = officer.visit(ADDRESS)
    chosen = page.fields("chosen")[1].get("value")
    refused = officer.press(page, "Save", chosen=[chosen], state="held")
    assert refused.errors == {"reason": "Say why. The reason is kept with each response."}
    assert [f.get("value") for f in refused.fields("chosen") if f.get("checked") is not None] == [chosen]
    refused = officer.press(page, "Save", reason="Because")
    assert refused.errors == {
        "chosen": "Choose at least one response",
        "state": "Choose what becomes of them",
    }
    assert received(officer.visit(ADDRESS))["Held"] == 0


def test_several_cannot_be_withdrawn_at_once(officer):
    page = officer.visit(ADDRESS)
    refused = officer.press(page, "Save", chosen=["sample-66"], state="withdrawn", reason="Trying it")
    assert (refused.status, set(refused.errors)) == (400, {"state"})


@pytest.mark.parametrize("forged", ["nobody", "a\x00b", ""])
def test_a_forged_tick_changes_nothing(officer, forged):
    page = officer.visit(ADDRESS)
    refused = officer.press(page, "Save", chosen=["sample-66", forged], state="test", reason="Forged")
    assert (refused.status, set(refused.errors)) == (400, {"chosen"})
    assert received(officer.visit(ADDRESS))["Test"] == 0


def test_one_response_shows_what_was_said_in_its_own_words(officer):
    page = officer.visit(f"{ADDRESS}/sample-60")
    assert page.heading == "Response sample-60"
    assert "Which of these describes you best? Someone who works with children or young people" in page.words
    assert page.fact("How old is your child?") == "Not asked"
    assert "Please spell out abbreviations the first time." in page.words


def test_withdrawing_erases_what_was_said_and_leaves_the_fact(officer):
    page = officer.visit(f"{ADDRESS}/sample-60")
    page = officer.press(page, "Save", state="withdrawn", reason="They rang and asked")
    assert "It was withdrawn, and what was said is erased." in page.words
    assert "abbreviations the first time" not in page.words
    assert "Withdrawn by Olu Officer" in page.words
    assert "They rang and asked" in page.words
    assert "Save" not in page.buttons()
    listed = officer.visit(ADDRESS)
    assert received(listed) == {"Counted": 65, "Withdrawn": 1, "Test": 0, "Held": 0}
    assert "sample-60" not in [field.get("value") for field in listed.fields("chosen")]
    refused = officer.press(listed, "Save", chosen=["sample-60", "sample-61"], state="held", reason="Both")
    assert refused.errors == {"chosen": "A response that was withdrawn cannot be changed. Choose others."}
    assert received(officer.visit(ADDRESS))["Held"] == 0


@pytest.mark.parametrize("reference", ["nobody", "sample-60%20", "../../themes"])
def test_there_is_no_page_for_a_response_that_there_is_not(officer, reference):
    assert officer.client.get(f"{ADDRESS}/{reference}").status_code == 404


def test_a_response_says_who_answered_and_who_agreed(app, officer, consultation):
    with app.app_context(), transaction():
        row = responses.recent(consultation, limit=1, offset=0)[0][0]
        row.support, row.consent, row.consented_at = "helped", "parent", row.submitted_at
        reference = row.reference
    page = officer.visit(f"{ADDRESS}/{reference}")
    assert "Who answered Someone helped them" in page.words
    assert "Agreed that we keep the answers A parent or carer, " in page.words
    overview = officer.visit("/officer/send-strategy")
    assert "Answered on their own0 Someone helped them1" in overview.words
