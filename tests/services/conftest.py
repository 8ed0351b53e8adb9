"""A consultation that is open now, with a short questionnaire, in the database of the test."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from consult import clock
from consult.services import loading

NOON = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)

FILE = {
    "format": "said-and-done/consultation/1",
    "consultation": {
        "slug": "parks",
        "title": "Sample: parks",
        "summary": "Sample data.",
        "purpose": "To test.",
        "open_to_change": "Both ideas.",
        "not_open_to_change": "The budget.",
        "opens_at": "2024-02-01T09:00",
        "closes_at": "2024-04-01T17:00",
        "safeguarding": {"lead": "Lee Lead", "deputy": "Dee Deputy"},
        "headlines": [{"key": "views", "over": 50, "of": ["views"], "subject": "both ideas"}],
    },
    "questionnaire": {
        "key": "parks",
        "scales": {
            "agreement": {
                "options": [
                    {"key": "agree", "counts_as": "agree"},
                    {"key": "neither", "counts_as": "neutral"},
                    {"key": "disagree", "counts_as": "disagree"},
                    {"key": "dont_know", "counts_as": "dont_know"},
                ]
            }
        },
        "pages": [
            {
                "key": "you",
                "questions": [
                    {
                        "key": "role",
                        "type": "single_choice",
                        "required": True,
                        "identifies": "audience",
                        "options": [{"key": "parent"}, {"key": "worker"}],
                    }
                ],
            },
            {
                "key": "work",
                "show_if": {"question": "role", "is": "worker"},
                "questions": [{"key": "job", "type": "short_text"}],
            },
            {
                "key": "ideas",
                "questions": [
                    {
                        "key": "views",
                        "type": "agreement_grid",
                        "scale": "agreement",
                        "rows": [{"key": "trees"}, {"key": "paths"}],
                    },
                    {"key": "why", "type": "long_text"},
                ],
            },
        ],
    },
    "wordings": [
        {
            "edition": "standard",
            "language": "en",
            "title": "Parks",
            "introduction": ["Tell us what you think."],
            "privacy": ["We keep your answers safe."],
            "scales": {
                "agreement": {
                    "agree": "Agree",
                    "neither": "Neither",
                    "disagree": "Disagree",
                    "dont_know": "Don’t know",
                }
            },
            "pages": {
                "you": {"title": "You"},
                "work": {"title": "Your work"},
                "ideas": {"title": "Our ideas"},
            },
            "questions": {
                "role": {"text": "Who are you?", "options": {"parent": "A parent", "worker": "I work here"}},
                "job": {"text": "What is your job?"},
                "views": {
                    "text": "What do you think?",
                    "rows": {"trees": "More trees", "paths": "Better paths"},
                },
                "why": {"text": "Why?"},
            },
        }
    ],
}


@pytest.fixture
def consultation_file(tmp_path: Path):
    """Writes the sample file, changed by a function, and gives its path."""

    def write(change=lambda raw: None) -> Path:
        raw = copy.deepcopy(FILE)
        change(raw)
        path = tmp_path / "consultation.json"
        path.write_text(json.dumps(raw), encoding="utf-8")
        return path

    return write


class Clock:
    """The server's clock, set by hand."""

    def __init__(self) -> None:
        self.moment = NOON

    def forward(self, **amount: float) -> None:
        self.moment += timedelta(**amount)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def set_clock(monkeypatch) -> Clock:
    own = Clock()
    monkeypatch.setattr(clock, "now", own)
    return own


@pytest.fixture
def parks(in_app, set_clock, consultation_file):
    """The consultation, open since a month."""
    return loading.load_file(consultation_file()).consultation
