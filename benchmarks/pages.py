"""What a page of a questionnaire weighs with everything it loads, as a browser loads it, and whom it asks.

And how long the server takes for it, against the same template with the same values already at hand.
"""

from __future__ import annotations

import gzip
import http.client
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, render_template, template_rendered

from benchmarks.installation import installation, served
from benchmarks.report import report
from consult.services import responding, setting_up_samples
from consult.store import consultations, database

SLUG = "have-your-say"
MOST_KILOBYTES = 60
MOST_TIMES_BARE = 3
ROUNDS, ROUNDS_TO_WARM_UP = 200, 20
LOADED = re.compile(r'<(?:link|script|img|source)\b[^>]*?(?:href|src)="([^"]+)"')


def main() -> int:
    with tempfile.TemporaryDirectory() as one:
        folder = Path(one)
        app, _ = installation(folder)
        with app.app_context():
            setting_up_samples.set_up(app.extensions["codes"], SLUG, by=None)
            consultation = consultations.by_slug(SLUG)
            if consultation is None:
                raise LookupError(SLUG)
            token = responding.start(app.extensions["codes"], consultation, "standard", "en")
            steps = responding.start(app.extensions["codes"], consultation, "easy_read", "en")
            database.db.session.remove()
        held = _against_a_bare_template(app, "a question page", token)
        held &= _against_a_bare_template(app, "an easy read step", steps)
        with served(folder) as port:
            start = _weigh(port, f"/consultations/{SLUG}", "")
            page = _weigh(port, f"/consultations/{SLUG}/answer/about_you", f"draft_{SLUG}={token}")
    held &= report(
        "kilobytes of the first page, compressed, with all it loads",
        start[0],
        at_most=MOST_KILOBYTES,
        parts=start[1],
    )
    held &= report(
        "kilobytes of a question page, compressed, with all it loads",
        page[0],
        at_most=MOST_KILOBYTES,
        parts=page[1],
    )
    held &= report("addresses of other sites in them", len(start[2] | page[2]), at_most=0)
    return 0 if held else 1


def _against_a_bare_template(app: Flask, name: str, token: str) -> bool:
    """Server time of a whole request against rendering alone, one after the other, so that both see the same load."""
    client = app.test_client()
    client.set_cookie(f"draft_{SLUG}", token)
    path = client.get(f"/consultations/{SLUG}/answer/").headers["Location"]
    rendered: list[tuple[Any, dict[str, Any]]] = []

    def keep(_app: Flask, template: Any, context: dict[str, Any], **_more: Any) -> None:
        rendered.append((template, context))

    with app.test_request_context(path, headers={"Cookie": f"draft_{SLUG}={token}"}):
        with template_rendered.connected_to(keep, app):
            app.full_dispatch_request()
        ((template, context),) = rendered
        pairs = [
            (_seconds(lambda: client.get(path).data), _seconds(lambda: render_template(template, **context)))
            for _round in range(ROUNDS_TO_WARM_UP + ROUNDS)
        ][ROUNDS_TO_WARM_UP:]
    whole, bare = (median(times) for times in zip(*pairs, strict=True))
    return report(
        f"server time of {name}, in bare renders of its template", whole / bare, at_most=MOST_TIMES_BARE
    )


def _seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _weigh(port: int, path: str, cookies: str) -> tuple[float, dict[str, int], set[str]]:
    """Kilobytes in all, bytes by path, and addresses elsewhere."""
    size, text = _get(port, path, cookies)
    parts, elsewhere = {path: size}, set()
    for address in dict.fromkeys(LOADED.findall(text)):
        if urlsplit(address).netloc:
            elsewhere.add(address)
        elif not address.startswith("data:") and not address.startswith("/consultations"):
            parts[urlsplit(address).path] = _get(port, address, cookies)[0]
    return sum(parts.values()) / 1024, parts, elsewhere


def _get(port: int, path: str, cookies: str) -> tuple[int, str]:
    """The size of a reply as it was sent, and its text."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Cookie": cookies})
    reply = connection.getresponse()
    body = reply.read()
    if reply.status != 200:
        raise RuntimeError(f"{path} gave {reply.status}")
    text = gzip.decompress(body) if reply.headers.get("Content-Encoding") == "gzip" else body
    return len(body), text.decode("utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
