"""A live site, the system's Chromium, and axe: what all tests in a real browser share.

`axe.min.js` is vendored in `vendor/` with its licence (axe-core 4.14.1, Mozilla Public License 2.0).
"""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from consult.application import create_app
from consult.services import loading
from consult.settings import settings_from_environment
from consult.store import database

HERE = Path(__file__).parent
EVERY_TYPE = HERE.parent / "pages" / "fixtures" / "every_type.json"
SLUG = "every-type"
PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
SCRIPTS_RAN = "document.body?.classList.contains('js-enabled') ?? false"
# Chromium's background services look for hosts that a closed network does not have.
LAUNCH = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Site:
    """A site that is being served. `slug` is the consultation with every type of question."""

    url: str
    app: Flask
    slug: str = SLUG

    def address(self, path: str) -> str:
        return f"{self.url}{path}"

    @property
    def about(self) -> str:
        return self.address(f"/consultations/{self.slug}")


def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.fail("There is no Chromium. Install it with: apt-get install chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": chromium(), "args": LAUNCH}


@pytest.fixture(scope="session")
def site(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole application on a SQLite database of its own, served on a free port."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(migrated_sqlite, folder / "consult.sqlite")
    app = create_app(settings_from_environment({"DATA_FOLDER": str(folder), "SECURE_COOKIES": "no"}))
    with app.app_context():
        loading.load_file(EVERY_TYPE)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", app)
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        database.db.engine.dispose()


@pytest.fixture(params=["with scripts", "without scripts"])
def visitor(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A new visitor's page, once with JavaScript and once without."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=request.param == "with scripts")
    yield context.new_page()
    context.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes contexts (a browser of one person each), closed at the end."""
    made: list[BrowserContext] = []

    def make(**settings: Any) -> BrowserContext:
        made.append(browser.new_context(**settings))
        return made[-1]

    yield make
    for context in made:
        context.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    return (HERE / "vendor" / "axe.min.js").read_text()


@pytest.fixture
def check_page(axe_source: str, new_context: Callable[..., BrowserContext]) -> Callable[[Page], None]:
    """Fails where axe finds anything on a page as it is now."""

    def check(page: Page) -> None:
        # A click may still be leading to this page: it has no body before it is loaded.
        page.wait_for_load_state("load")
        if page.evaluate(SCRIPTS_RAN):
            _check(page, axe_source)
            return
        context = new_context(viewport=page.viewport_size)
        _check(_copy_without_scripts(page, context), axe_source)
        context.close()

    return check


def _copy_without_scripts(page: Page, context: BrowserContext) -> Page:
    """The page of a visitor without scripts, where axe itself can run."""
    html = SCRIPT.sub("", page.content())
    copy = context.new_page()
    copy.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    copy.goto(page.url)
    return copy


def _check(page: Page, axe_source: str) -> None:
    page.evaluate(axe_source)
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", RULES)
    assert found["passes"], "axe looked at nothing"
    assert not found["violations"], "\n".join(_said(violation, page) for violation in found["violations"])


def _said(violation: dict[str, Any], page: Page) -> str:
    places = "; ".join(f"{node['html']} ({node['failureSummary']})" for node in violation["nodes"])
    return f"{page.url}: {violation['id']}: {violation['help']}: {places}"
