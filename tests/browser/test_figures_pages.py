"""The officers' pages of figures in a real browser: with the sample and a later wave, axe finds nothing on any."""

from __future__ import annotations

import copy
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from consult.application import create_app
from consult.rules.permissions import Role
from consult.services import comparing, loading, setting_up_samples, signing_in
from consult.settings import settings_from_environment
from consult.store import database
from tests.browser.moving import follow, press

Check = Callable[[Page], None]
EMAIL, PASSWORD = "olu@example.org", "three words that do not belong"
SAMPLE, LATER = "send-strategy", "send-strategy-later"
POPULATION = (
    "group,people\n"
    "A parent or carer of a child or young person with SEND,4000\n"
    "A young person,5000\n"
    "Someone who works with children or young people,1000\n"
)
PATHS = (
    "tables?question=priorities",
    "tables?question=priorities&by=role",
    "tables?question=delivery&by=role&show=published",
    "headlines",
    "reach",
    "reach/page",
    "reach/add",
    "alike",
    "compare",
    f"compare/link/{LATER}",
)


@pytest.fixture
def address(migrated_sqlite: Path, tmp_path: Path) -> Iterator[str]:
    """The officers' pages of the sample, linked with a later wave that asks one question in other words."""
    shutil.copy(migrated_sqlite, tmp_path / "consult.sqlite")
    app = create_app(settings_from_environment({"DATA_FOLDER": str(tmp_path), "SECURE_COOKIES": "no"}))
    with app.app_context():
        first = setting_up_samples.set_up(app.extensions["codes"], SAMPLE, by=None)
        second = loading.load_file(_later(tmp_path)).consultation
        signing_in.add_account(EMAIL, "Olu Officer", PASSWORD, administrator=True)
        for one in (first, second):
            signing_in.join_team(one, EMAIL, Role.OFFICER, by=None)
        pairs = {key: key for key in comparing.scale_questions(first)}
        comparing.link(first, second, comparing.WAVE, pairs, by=None)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/officer/{SAMPLE}/"
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        database.db.engine.dispose()


def _later(folder: Path) -> Path:
    sample = setting_up_samples.SAMPLES / SAMPLE
    later = copy.deepcopy(json.loads((sample / "consultation.json").read_text("utf-8")))
    later["consultation"] |= {"slug": LATER, "title": "Sample: a year later"}
    later["consultation"] |= {"opens_at": "2024-10-18T09:00", "closes_at": "2024-11-30T17:00"}
    for wording in later["wordings"]:
        wording["questions"]["delivery"]["text"] += " In your own view?"
    path = folder / "later.json"
    path.write_text(json.dumps(later), encoding="utf-8")
    for part in sample.iterdir():
        if part.is_dir():
            (folder / part.name).symlink_to(part)
    return path


def test_the_pages_of_figures_pass_axe_wide_and_narrow(
    browser: Browser, address: str, check_page: Check
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    page.get_by_label("Email address").fill(EMAIL)
    page.locator("#password").fill(PASSWORD)
    press(page, "Sign in")
    _load_a_population(page, address)
    for path in PATHS:
        for width in (1280, 400):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{address}{path}")
            expect(page.locator("h1").first).to_be_visible()
            check_page(page)
            wide = page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
            assert not wide, f"{path} is wider than a screen of {width} pixels"
    context.close()


def _load_a_population(page: Page, address: str) -> None:
    page.goto(f"{address}reach/add")
    page.locator("#variable").select_option("role")
    page.locator("#source").fill("Sample numbers")
    page.locator("#text").fill(POPULATION)
    follow(page.get_by_role("main").locator("form button[type=submit]").last)
    expect(page.get_by_text("The population table is loaded")).to_be_visible()
