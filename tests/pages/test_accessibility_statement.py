"""The accessibility statement: what it has to say by law, what an organisation adds, and the way to another format."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from consult import languages
from consult.pages.public import TESTS_DESCRIBED_ON
from consult.settings import SettingsProblem, settings_from_environment
from tests.conftest import PROJECT

STATEMENT = "/accessibility"


def test_it_has_every_part_that_the_model_statement_has(visitor):
    page = visitor.get(STATEMENT)
    assert page.headings[1:] == [
        "What you should be able to do",
        "How accessible this site is",
        "How it is tested",
        "What has not been tested",
        "Limits that we know of",
        "Tell us about a problem",
        "If you are not happy with our answer",
        "When this statement was prepared",
    ]
    assert "partially compliant" in page.text
    assert "(the same as 400% zoom)" in page.text
    assert page.links["Equality Advisory and Support Service"] == "https://www.equalityadvisoryservice.com/"
    assert page.links["Equality Commission for Northern Ireland"] == "https://www.equalityni.org/"
    assert "translated by a computer" in page.text


def test_it_says_what_the_documents_of_the_tests_say(visitor):
    """Whoever tries the site with people changes both, and the day."""
    people = (PROJECT / "docs" / "accessibility" / "people.md").read_text()
    day = f"{TESTS_DESCRIBED_ON.day} {TESTS_DESCRIBED_ON:%B %Y}"
    assert f"Today, {day}." in people
    assert "Nothing has been tried with people yet." in people
    page = visitor.get(STATEMENT)
    assert f"written on {day}" in page.text
    assert "nobody has yet tested" in page.text


def test_it_leads_to_other_formats_of_what_is_open(visitor, every_type):
    page = visitor.get(STATEMENT)
    asking = f"/consultations/{every_type}/another-format"
    assert asking in page.links.values()
    assert visitor.get(asking).status == 200


def test_without_an_open_consultation_there_is_still_somewhere_to_write_to(visitor):
    page = visitor.get(STATEMENT)
    assert "in another format or language:" not in page.text
    assert "write to consultations@example.org" in page.text


def test_it_says_whether_the_organisation_has_reviewed_it(app, visitor):
    assert "Sample Borough Council has not reviewed this statement yet." in visitor.get(STATEMENT).text
    reviewed = replace(app.extensions["settings"], accessibility_reviewed=date(2026, 12, 1))
    app.extensions["settings"] = reviewed
    assert (
        "Sample Borough Council last reviewed this statement on 1 December 2026."
        in visitor.get(STATEMENT).text
    )


def test_what_the_organisation_adds_stands_in_paragraphs_as_text(app, visitor):
    notes = "The plan of 2024 is a picture of a page.\n\nWe answer <b>within</b> five days."
    app.extensions["settings"] = replace(app.extensions["settings"], accessibility_notes=notes)
    page = visitor.get(STATEMENT)
    assert "What Sample Borough Council adds to this statement" in page.headings
    assert "We answer <b>within</b> five days." in page.text
    added = visitor.get(f"{STATEMENT}?language=ur").all("p", lang="en", dir="ltr")
    assert [paragraph.text for paragraph in added] == [
        "The plan of 2024 is a picture of a page.",
        "We answer <b>within</b> five days.",
    ]


def test_translations_that_were_checked_are_no_limit(visitor, monkeypatch):
    checked = {tag: replace(language, checked=True) for tag, language in languages.LANGUAGES.items()}
    monkeypatch.setattr(languages, "LANGUAGES", checked)
    assert "translated by a computer" not in visitor.get(STATEMENT).text


def test_a_day_of_review_that_is_none_is_refused(tmp_path):
    with pytest.raises(SettingsProblem, match="ACCESSIBILITY_REVIEWED must be a day such as 2026-11-22"):
        settings_from_environment({"DATA_FOLDER": str(tmp_path), "ACCESSIBILITY_REVIEWED": "last week"})
