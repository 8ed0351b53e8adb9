"""Submissions a second through the whole final POST, against a bare endpoint that inserts the same row.

Both are served by gunicorn with 2 processes of 4 threads, on SQLite with WAL and synchronous FULL, and asked by the
same client with 8 connections, in turns so that neither has the machine's better minute.
"""

from __future__ import annotations

import http.client
import json
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from flask import Flask

from benchmarks.installation import installation, served
from benchmarks.report import report
from consult.services import responding, setting_up_samples
from consult.store import consultations, database, response_counts
from surveys.answers import answers_from_json

SLUG = "have-your-say"
CONNECTIONS = 8
AT_ONCE = 400
ROUNDS = 5
BOUND = 0.5
HIDDEN = re.compile(
    r'name="(csrf_token|fingerprint)"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="(csrf_token|fingerprint)"'
)


@dataclass(frozen=True)
class Ready:
    """A response that only has to be submitted: the form's body and the cookies."""

    body: str
    cookies: str


def main() -> int:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        ours, bare = Path(one), Path(two)
        answers = _answers()
        app = _prepare(ours)
        _prepare(bare)
        with served(ours) as our_port, served(bare, "benchmarks.bare_insert:application") as bare_port:
            ratios, ours_a_second, bare_a_second, driver_a_second = [], [], [], []
            for _ in range(ROUNDS):
                ready = _make_ready(app, our_port, AT_ONCE, answers)
                ours_a_second.append(_submit_all(our_port, ready))
                bare_a_second.append(_insert_all(bare_port, "/insert", AT_ONCE, answers))
                driver_a_second.append(_insert_all(bare_port, "/insert-sqlite", AT_ONCE, answers))
                ratios.append(ours_a_second[-1] / bare_a_second[-1])
        held = report(
            "submissions through the final POST, as a share of a bare insert",
            median(ratios),
            at_least=BOUND,
            submissions_a_second=round(median(ours_a_second)),
            bare_inserts_a_second=round(median(bare_a_second)),
            inserts_past_sqlalchemy_a_second=round(median(driver_a_second)),
            rounds=[round(ratio, 2) for ratio in ratios],
            responses_counted=_counted(app),
        )
        if _counted(app) != ROUNDS * AT_ONCE:
            sys.exit(f"{ROUNDS * AT_ONCE} receipts were given and {_counted(app)} responses are there")
    return 0 if held else 1


def _answers() -> dict[str, object]:
    """A whole set of answers to the open sample, with a comment."""
    path = Path(__file__).parent / "have_your_say_answers.json"
    answers: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return answers


def _prepare(folder: Path) -> Flask:
    app, _ = installation(folder)
    with app.app_context():
        setting_up_samples.set_up(app.extensions["codes"], SLUG, by=None)
        database.db.session.remove()
    return app


def _make_ready(app: Flask, port: int, number: int, answers: dict[str, object]) -> list[Ready]:
    """Responses that were answered to the end, with the page from which they are submitted. Not timed."""
    with app.app_context():
        consultation = consultations.by_slug(SLUG)
        if consultation is None:
            raise LookupError(SLUG)
        tokens = []
        for _ in range(number):
            token = responding.start(app.extensions["codes"], consultation, "standard", "en")
            draft = responding.open_draft(app.extensions["codes"], consultation, token)
            responding.save_page(draft, answers_from_json(answers), revision=0)
            tokens.append(token)
        database.db.session.remove()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return list(pool.map(lambda token: _ready(port, token), tokens))


def _ready(port: int, token: str) -> Ready:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    cookie = f"draft_{SLUG}={token}"
    connection.request("GET", f"/consultations/{SLUG}/answer/check-answers", headers={"Cookie": cookie})
    reply = connection.getresponse()
    page = reply.read().decode()
    if reply.status != 200:
        raise RuntimeError(f"the page to check answers gave {reply.status}: {reply.headers.get('Location')}")
    fields = {a or d: b or c for a, b, c, d in HIDDEN.findall(page)}
    session = (reply.headers.get("Set-Cookie") or "").split(";")[0]
    connection.close()
    return Ready(urlencode(fields), f"{cookie}; {session}")


def _submit_all(port: int, ready: list[Ready]) -> float:
    def submit(connection: http.client.HTTPConnection, one: Ready) -> None:
        headers = {"Cookie": one.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"/consultations/{SLUG}/answer/send-answers", one.body, headers)
        _expect_receipt(connection.getresponse())

    return _a_second(port, ready, submit)


def _expect_receipt(reply: http.client.HTTPResponse) -> None:
    reply.read()
    if reply.status != 303 or "receipt" not in (reply.headers.get("Location") or ""):
        raise RuntimeError(f"a submission gave {reply.status}, {reply.headers.get('Location')}")


def _insert_all(port: int, path: str, number: int, answers: dict[str, object]) -> float:
    body = urlencode({"answers": json.dumps(answers)})

    def insert(connection: http.client.HTTPConnection, _: int) -> None:
        connection.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
        reply = connection.getresponse()
        reply.read()
        if reply.status != 303:
            raise RuntimeError(f"a bare insert gave {reply.status}")

    return _a_second(port, list(range(number)), insert)


def _a_second(port: int, work: list, do) -> float:
    """How many a second, with each connection doing an equal part of the work."""

    def run(part: list) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for one in part:
            do(connection, one)
        connection.close()

    parts = [work[number::CONNECTIONS] for number in range(CONNECTIONS)]
    began = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(run, parts))
    return len(work) / (time.perf_counter() - began)


def _counted(app: Flask) -> int:
    """How many responses are in the database: every one that got a receipt, and none twice."""
    with app.app_context():
        consultation = consultations.by_slug(SLUG)
        if consultation is None:
            raise LookupError(SLUG)
        return sum(n for *_, n in response_counts.by_state_and_channel(consultation))


if __name__ == "__main__":
    sys.exit(main())
