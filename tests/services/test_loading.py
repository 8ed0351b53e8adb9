"""Loading a file makes a consultation whole, or changes nothing and says where and why."""

from __future__ import annotations

import pytest

from consult.services import loading, questionnaires, responding
from consult.store import consultations
from surveys.answers import Answer, AnswerState
from surveys.problems import ProblemsFound


def test_a_file_with_a_fault_changes_nothing_and_names_the_place(in_app, consultation_file):
    def forward_condition(raw):
        raw["questionnaire"]["pages"][0]["show_if"] = {"question": "views.trees", "is": "agree"}

    with pytest.raises(ProblemsFound) as caught:
        loading.load_file(consultation_file(forward_condition))
    assert "pages[0].show_if" in str(caught.value)
    assert consultations.all_consultations() == []


def test_loading_twice_keeps_the_version(parks, consultation_file):
    again = loading.load_file(consultation_file())
    assert (again.is_new, again.version, again.questions_changed) == (False, 1, False)


def test_questions_can_change_until_someone_has_answered(parks, codes, consultation_file):
    def other_text(raw):
        raw["wordings"][0]["questions"]["why"]["text"] = "Why do you think so?"

    assert loading.load_file(consultation_file(other_text)).version == 2
    _answer(codes, parks)
    with pytest.raises(loading.LoadingProblem, match="has responses already"):
        loading.load_file(consultation_file())
    latest = questionnaires.latest(parks)
    assert latest.first_wording.question_text("why") == "Why do you think so?"


def test_dates_can_change_after_someone_has_answered(parks, codes, consultation_file):
    _answer(codes, parks)

    def later(raw):
        raw["consultation"]["closes_at"] = "2024-05-01T17:00"

    loading.load_file(consultation_file(later))
    assert consultations.by_slug("parks").closes_at.month == 5


def _answer(codes, parks):
    token = responding.start(codes, parks, "standard", "en")
    draft = responding.open_draft(codes, parks, token)
    given = {
        "role": Answer(AnswerState.ANSWERED, "parent"),
        "views": Answer(AnswerState.ANSWERED, {"trees": "agree", "paths": "agree"}),
        "why": Answer(AnswerState.LEFT_BLANK),
    }
    responding.save_page(draft, given, revision=0)
    return responding.submit(codes, parks, token)


def test_what_the_answering_pages_need_to_know_is_kept(in_app, consultation_file):
    said = {
        "lawful_basis": "consent",
        "includes_under_13s": True,
        "safeguarding": {"lead": "lead@example.org"},
    }

    def change(raw):
        raw["consultation"] |= said
        raw["wordings"][0] |= {"consent": ["You agree."], "for_parents": ["Sit with your child."]}

    plain = loading.load_file(consultation_file()).consultation.details
    assert (plain["lawful_basis"], plain["includes_under_13s"], plain["safeguarding"]) == (
        "public_task",
        False,
        {"lead": "Lee Lead", "deputy": "Dee Deputy"},
    )
    details = loading.load_file(consultation_file(change)).consultation.details
    assert {name: details[name] for name in said} == said
