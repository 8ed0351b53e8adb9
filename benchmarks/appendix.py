"""How long a person waits for an appendix in all formats: the sample's, and one of 10,000 responses."""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from benchmarks.installation import installation
from benchmarks.report import report
from consult.rules.responses import Channel
from consult.services import questionnaires, responding, setting_up_samples
from consult.services.publishing import building
from consult.services.setting_up_samples import SAMPLES
from consult.settings import Settings
from consult.store import database, response_counts, responses
from consult.store.consultations import Consultation
from consult.store.transactions import transaction
from surveys.answers import Answer, AnswerState, answers_from_json

SMALL_SECONDS = 15
LARGE_SECONDS = 60
RESPONSES = 10_000
COMMENTS = 4_000
SLUG = "send-strategy"
OPEN_QUESTIONS = ("priorities_why", "delivery_why", "anything_else")


def main() -> int:
    with tempfile.TemporaryDirectory() as one:
        app, settings = installation(Path(one))
        with app.app_context():
            consultation = setting_up_samples.set_up(app.extensions["codes"], SLUG, by=None)
            setting_up_samples.decide_as_sample_officer(consultation, by=None)
            small = _seconds(consultation, settings)
            counted, comments = _enlarge(app, consultation)
            large = _seconds(consultation, settings)
            database.db.session.remove()
    held = report("seconds for the sample's appendix in all formats", small, at_most=SMALL_SECONDS)
    held &= report(
        "seconds for a large appendix in all formats",
        large,
        at_most=LARGE_SECONDS,
        responses=counted,
        comments=comments,
    )
    return 0 if held else 1


def _seconds(consultation: Consultation, settings: Settings) -> float:
    began = time.perf_counter()
    building.build(
        consultation,
        organisation=settings.organisation_name,
        datasets_folder=settings.datasets_folder,
        charts_folder=settings.charts_folder,
    )
    return time.perf_counter() - began


def _enlarge(app: Flask, consultation: Consultation) -> tuple[int, int]:
    """Add made-up responses until there are enough: the sample's own answers, drawn and mixed with a fixed seed."""
    codes, version = app.extensions["codes"], questionnaires.latest(consultation)
    rows = json.loads((SAMPLES / SLUG / "responses.json").read_text(encoding="utf-8"))
    with transaction():
        for number, answers in enumerate(_mixed(rows)):
            row = responding.new_response(
                codes, consultation, version, answers, submission_key=f"made up {number}", channel=Channel.ONLINE,
                edition="standard", language="en",
            )  # fmt: skip
            responses.add_response(row, responding.comments_of(row, version, answers))
    counted = sum(n for *_, n in response_counts.by_state_and_channel(consultation))
    return counted, len(responses.comments(consultation))


def _mixed(rows: list[dict[str, object]]) -> Iterator[dict[str, Answer]]:
    choose = random.Random(0)
    said = [
        answer["value"]
        for row in rows
        for key, answer in row["answers"].items()
        if key in OPEN_QUESTIONS and answer["state"] == "answered"
    ]
    wanted = RESPONSES - len(rows)
    for number in range(wanted):
        answers = answers_from_json(choose.choice(rows)["answers"])
        quiet = Answer(AnswerState.LEFT_BLANK)
        answers |= dict.fromkeys(OPEN_QUESTIONS, quiet) | {"training_wanted": quiet}
        if number < COMMENTS - len(said):
            words = " ".join(choose.sample(said, 2))
            answers["priorities_why"] = Answer(AnswerState.ANSWERED, words)
        yield answers


if __name__ == "__main__":
    sys.exit(main())
