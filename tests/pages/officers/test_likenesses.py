"""The officers' pages about responses that are alike."""

from __future__ import annotations

import pytest

from consult.rules.responses import Channel
from consult.services import questionnaires, responding
from consult.store import responses
from consult.store.transactions import transaction
from surveys.answers import Answer, AnswerState

ADDRESS = "/officer/send-strategy/alike"
LETTER = (
    "Please do not merge the two resource bases because the children who use them need small quiet rooms and "
    "staff who have known them since nursery"
)


@pytest.fixture
def letters(app, codes, consultation):
    """Six responses with the same letter."""
    with app.app_context():
        version = questionnaires.latest(consultation)
        answers = {
            "role": Answer(AnswerState.ANSWERED, "parent_carer"),
            "priorities_why": Answer(AnswerState.ANSWERED, LETTER),
        }
        with transaction():
            for number in range(6):
                row = responding.new_response(
                    codes, consultation, version, answers, submission_key=f"letter {number}",
                    channel=Channel.EMAIL_OR_LETTER, edition="standard", language="en",
                )  # fmt: skip
                responses.add_response(row, responding.comments_of(row, version, answers))


def test_before_anything_was_compared_the_page_says_so(officer):
    page = officer.visit(
        officer.visit("/officer/send-strategy/responses").link("Find responses that are alike")
    )
    assert page.heading == "Responses that are alike"
    assert "Nothing has been compared yet." in page.words


def test_a_campaign_is_found_named_and_taken_back(officer, letters):
    page = officer.press(officer.visit(ADDRESS), "Compare all responses")
    assert "Every response was compared" in page.messages
    assert "Groups of responses: 1" in page.words
    assert "Please do not merge the two resource bases" in page.words
    group = officer.visit(page.link("6 responses"))
    refused = officer.press(group, "Save", decision="campaign", reason="The letter is on a website")
    assert refused.errors == {"name": "Give the campaign a name. It stands in the appendix."}
    page = officer.press(refused, "Save", name="Resource bases")
    assert "A campaign Resource bases" in page.words
    page = officer.press(page, "Take back")
    assert "The decision is taken back" in page.messages
    assert "Not decided" in page.words
    assert "Taken back" in page.words


def test_copies_are_held_back_and_the_reason_stands_with_each(officer, letters):
    page = officer.press(officer.visit(ADDRESS), "Compare all responses")
    group = officer.visit(page.link("6 responses"))
    assert officer.press(group, "Save").errors == {
        "decision": "Choose what they are",
        "reason": "Say why. The reason is kept with the decision.",
    }
    officer.press(group, "Save", decision="copies", reason="One device sent them all")
    listed = officer.visit("/officer/send-strategy/responses")
    assert "Held5" in listed.words
    held = officer.visit(officer.visit(page.link("6 responses")).link("Response"))
    assert held.status == 200


@pytest.mark.parametrize("address", ["/nothing", "/0123456789abcdef"])
def test_there_is_no_page_for_a_group_that_there_is_not(officer, address):
    assert officer.client.get(ADDRESS + address).status_code == 404
