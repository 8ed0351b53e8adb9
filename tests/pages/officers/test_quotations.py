"""Quotations: proposed by one officer, cleared by another, and listed while they wait."""

from __future__ import annotations

import pytest

from consult.rules.permissions import Role

QUOTATIONS = "/officer/send-strategy/themes/quotations/"


@pytest.fixture
def second(browser_of, consultation):
    return browser_of("Ona Officer", team=consultation, role=Role.OFFICER)


@pytest.fixture
def form(officer, said):
    return officer.visit(f"{QUOTATIONS}{said[0].reference}")


def test_another_officer_finds_what_waits_and_clears_it(officer, second, form):
    assert "Nothing waits." in officer.visit(QUOTATIONS).words
    officer.press(form, "Propose the quotation", text="They […] said it")
    page = officer.visit(QUOTATIONS)
    assert "Proposed by Olu Officer. Waits for another officer." in page.words
    page = second.visit(QUOTATIONS)
    checked = second.press(second.visit(page.link("Check it")), "Clear it to be published")
    assert "The quotation is cleared." in checked.messages
    assert "Checked by two people: 1" in checked.words and "Waiting to be checked: 0" in checked.words
    undone = second.press(checked, "Undo")
    assert "Waiting to be checked: 1" in undone.words


def test_who_proposed_it_is_not_offered_to_clear_it_and_cannot(officer, form, said):
    page = officer.press(form, "Propose the quotation", text="They said it")
    page = officer.visit(f"{QUOTATIONS}{said[0].reference}")
    assert "Another officer has to check it" in page.words
    assert "Clear it to be published" not in " ".join(page.buttons())
    officer.send(f"{QUOTATIONS}{said[0].reference}/check/1")
    page = officer.visit(QUOTATIONS)
    assert "A quotation needs two people." in page.messages
    assert "Checked by two people: 0" in page.words


def test_the_person_who_checks_is_shown_what_may_still_identify_someone(officer, second, form, said):
    officer.press(form, "Propose the quotation", text="Ring me on 07700 900123")
    page = second.visit(f"{QUOTATIONS}{said[0].reference}")
    assert "This may still identify someone: phone number: 07700 900123" in page.words
