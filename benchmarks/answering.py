"""What people who answer wait for and rely on: a slow connection and an old phone, and many people at once.

A later page is weighed as a browser loads it that has been on the page before: only what it has not kept.
"""

from __future__ import annotations

import html
import http.client
import re
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask
from playwright.sync_api import Page, sync_playwright

from benchmarks.installation import installation, served
from benchmarks.report import report
from consult.services import responding, setting_up_samples
from consult.services.responding import OpenDraft
from consult.store import consultations, database

SLUG = "have-your-say"
PEOPLE = 200
MOST_SECONDS = 5
MOST_KILOBYTES_FIRST, MOST_KILOBYTES_LATER = 60, 20
# Chromium's “slow 3G” (400 ms, 400 kilobits a second) and a processor four times slower.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
RADIO = re.compile(r'<input[^>]*name="(q_[^"]+)"[^>]*type="radio"[^>]*value="([^"]+)"')


def main() -> int:
    with tempfile.TemporaryDirectory() as one:
        folder = Path(one)
        app, _ = installation(folder)
        tokens = _begun(app)
        with served(folder) as port:
            held = _slowly(port)
            held &= _all_at_once(app, port, tokens)
    return 0 if held else 1


def _begun(app: Flask) -> list[str]:
    """The tokens of people who have just started."""
    codes = app.extensions["codes"]
    with app.app_context():
        consultation = setting_up_samples.set_up(codes, SLUG, by=None)
        tokens = [responding.start(codes, consultation, "standard", "en") for _ in range(PEOPLE)]
        database.db.session.remove()
    return tokens


def _slowly(port: int) -> bool:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 360, "height": 740})
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        asked: dict[str, str] = {}
        received: dict[str, int] = {}
        session.on("Network.requestWillBeSent", lambda event: asked.update(_named(event)))
        session.on(
            "Network.loadingFinished",
            lambda event: received.update({asked[event["requestId"]]: round(event["encodedDataLength"])}),
        )
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.goto(f"http://127.0.0.1:{port}/consultations/{SLUG}", wait_until="networkidle")
        # Under so slow a connection the quiet between two requests is longer than what counts as idle.
        page.wait_for_timeout(3000)
        first = dict(received)
        received.clear()
        seconds = _seconds_to_the_first_question(page)
        page.wait_for_load_state("networkidle")
        later = {path: size for path, size in received.items() if size}
        browser.close()
    held = _weight("the first page with all it loads", first, MOST_KILOBYTES_FIRST)
    held &= _weight("the next page beyond what is kept", later, MOST_KILOBYTES_LATER)
    name = "seconds from “Start” to a first question that can be answered, slow 3G, processor 4 times slower"
    return report(name, seconds, at_most=MOST_SECONDS) and held


def _named(event: dict[str, Any]) -> dict[str, str]:
    return {event["requestId"]: urlsplit(event["request"]["url"]).path}


def _weight(name: str, parts: dict[str, int], most: int) -> bool:
    return report(f"kilobytes of {name}", sum(parts.values()) / 1024, at_most=most, parts=parts)


def _seconds_to_the_first_question(page: Page) -> float:
    began = page.evaluate("Date.now()")
    page.locator("form[action$='/start-answering'] button").first.click()
    page.locator("main [name^=q_]").first.wait_for(state="attached")
    ended: float = page.evaluate("Date.now()")
    return (ended - began) / 1000


def _all_at_once(app: Flask, port: int, tokens: list[str]) -> bool:
    """Everybody answers the page where they stand, at the same time."""
    with ThreadPoolExecutor(PEOPLE) as pool:
        given = list(pool.map(lambda token: _answer(port, token), tokens))
    with app.app_context():
        lost = sum(
            not all(value in str(_draft(app, token).answers) for value in values.values())
            for token, values in zip(tokens, given, strict=True)
        )
    name = f"people of {PEOPLE} who answered at once and lost an answer"
    return report(name, lost, at_most=0, answers=sum(len(values) for values in given))


def _draft(app: Flask, token: str) -> OpenDraft:
    consultation = consultations.by_slug(SLUG)
    if consultation is None:
        raise LookupError(SLUG)
    return responding.open_draft(app.extensions["codes"], consultation, token)


def _answer(port: int, token: str) -> dict[str, str]:
    """Go to where a response stands, choose the first option of each question, and save. What was chosen."""
    cookies = {"Cookie": f"draft_{SLUG}={token}"}
    _, headers, _ = _ask(port, "GET", f"/consultations/{SLUG}/answer/", cookies)
    path = headers["Location"]
    _, headers, text = _ask(port, "GET", path, cookies)
    cookies["Cookie"] += "; " + headers.get("Set-Cookie", "").partition(";")[0]
    fields = {name: html.unescape(value) for name, value in HIDDEN.findall(text)}
    chosen = dict(reversed(RADIO.findall(text)))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    status, _, _ = _ask(port, "POST", path, cookies | kind, urlencode(fields | chosen))
    if status != 303 or not chosen:
        raise RuntimeError(f"{path} gave {status} for {chosen}")
    return chosen


def _ask(
    port: int, method: str, path: str, headers: dict[str, str], body: str | None = None
) -> tuple[int, http.client.HTTPMessage, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request(method, path, body, headers)
    reply = connection.getresponse()
    text = reply.read().decode("utf-8", errors="replace")
    connection.close()
    return reply.status, reply.headers, text


if __name__ == "__main__":
    sys.exit(main())
