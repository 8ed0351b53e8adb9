"""What a page of a questionnaire weighs with everything it loads, as a browser loads it, and whom it asks."""

from __future__ import annotations

import gzip
import http.client
import re
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.installation import installation, served
from benchmarks.report import report
from consult.services import responding, setting_up_samples
from consult.store import consultations, database

SLUG = "have-your-say"
MOST_KILOBYTES = 60
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
            database.db.session.remove()
        with served(folder) as port:
            start = _weigh(port, f"/consultations/{SLUG}", "")
            page = _weigh(port, f"/consultations/{SLUG}/answer/about_you", f"draft_{SLUG}={token}")
    held = report(
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
