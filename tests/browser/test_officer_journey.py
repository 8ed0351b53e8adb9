"""An officer's whole way in a real browser, from signing in to the published appendix, axe on every page."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from consult import jobs
from consult.application import create_app
from consult.rules.permissions import Role
from consult.services import requesting_work, setting_up_samples, signing_in
from consult.settings import settings_from_environment
from consult.store import database
from tests.browser import moving

Check = Callable[[Page], None]
EMAIL, PASSWORD = "olu@example.org", "three words that do not belong"
# Building an appendix takes a while on a busy machine.
PATIENCE = 120_000
PARTS = ("", "responses", "events", "themes", "themes/comments", "commitments", "appendix", "team")
DESKTOP = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}


class OfficersSite:
    """A site with the sample consultation, being served. `work` is what was put on the worker's queue."""

    def __init__(self, app: Flask, url: str) -> None:
        self.app, self.url, self.work = app, url, list[int]()

    def address(self, path: str) -> str:
        return f"{self.url}/officer/send-strategy/{path}".rstrip("/") + ("" if path else "/")

    def do_work_at_once(self) -> None:
        self.app.extensions["enqueue"] = jobs.run_now

    def leave_work_waiting(self) -> None:
        self.app.extensions["enqueue"] = self.work.append


@pytest.fixture
def site(migrated_sqlite: Path, tmp_path: Path) -> Iterator[OfficersSite]:
    shutil.copy(migrated_sqlite, tmp_path / "consult.sqlite")
    app = create_app(settings_from_environment({"DATA_FOLDER": str(tmp_path), "SECURE_COOKIES": "no"}))
    with app.app_context():
        consultation = setting_up_samples.set_up(app.extensions["codes"], "send-strategy", by=None)
        signing_in.add_account(EMAIL, "Olu Officer", PASSWORD, administrator=True)
        signing_in.join_team(consultation, EMAIL, Role.OFFICER, by=None)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield OfficersSite(app, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        database.db.engine.dispose()


@pytest.fixture(params=["with scripts", "without scripts"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=request.param == "with scripts")
    yield _patient(context)
    context.close()


def _patient(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


def sign_in(page: Page, site: OfficersSite, password: str = PASSWORD) -> None:
    page.goto(f"{site.url}/sign-in")
    page.get_by_label("Email address").fill(EMAIL)
    page.locator("#password").fill(password)
    moving.press(page, "Sign in")


def press(page: Page, name: str) -> None:
    moving.follow(page.get_by_role("button", name=name, exact=True))


def follow(page: Page, name: str) -> None:
    moving.follow(page.get_by_role("main").get_by_role("link", name=name).first)


def expect_error(page: Page, message: str) -> None:
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("link", name=message)).to_be_visible()


def expect_message(page: Page, words: str) -> None:
    expect(page.locator(".govuk-notification-banner")).to_contain_text(words)


def test_the_way_through_a_review(page: Page, site: OfficersSite, check_page: Check) -> None:
    site.do_work_at_once()
    _sign_in_with_a_mistake(page, site, check_page)
    _mark_a_test(page, site, check_page)
    _record_an_event(page, site, check_page)
    _suggest_and_decide(page, site, check_page)
    _answer_a_theme(page, site, check_page)
    _follow_work(page, site, check_page)


def _sign_in_with_a_mistake(page: Page, site: OfficersSite, check_page: Check) -> None:
    sign_in(page, site, "not the password")
    expect_error(page, "The email address or the password is wrong")
    check_page(page)
    sign_in(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your consultations")
    check_page(page)
    follow(page, "Sample: SEND")
    expect(page.get_by_role("heading", name="Responses received: 66")).to_be_visible()
    check_page(page)


def _mark_a_test(page: Page, site: OfficersSite, check_page: Check) -> None:
    page.goto(site.address("responses"))
    check_page(page)
    press(page, "Save")
    expect_error(page, "Choose at least one response")
    check_page(page)
    page.locator("#chosen").check()
    page.get_by_label("Test", exact=True).check()
    page.get_by_label("Why").fill("Made to try the form")
    press(page, "Save")
    expect_message(page, "1 response is now: test")
    moving.follow(page.locator(".rows a").first)
    expect(page.get_by_role("heading", name="What was decided about it")).to_be_visible()
    check_page(page)


def _record_an_event(page: Page, site: OfficersSite, check_page: Check) -> None:
    page.goto(site.address("events/add"))
    press(page, "Save")
    expect_error(page, "Enter a name for the event")
    check_page(page)
    for label, words in (("Name of the event", "Drop-in"), ("Place", "Hall"), ("How it was run", "A table")):
        page.get_by_label(label).fill(words)
    page.get_by_label("Who ran it").fill("The team")
    for part, number in (("Day", "11"), ("Month", "11"), ("Year", "2023")):
        page.get_by_label(part, exact=True).fill(number)
    page.get_by_label("How many people were there").fill("12")
    press(page, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("Drop-in")
    check_page(page)
    _enter_counts(page, check_page)
    page.get_by_role("textbox", name="What was said").fill("We want letters that we can read.")
    press(page, "Add note")
    expect_message(page, "The note is added")
    check_page(page)


def _enter_counts(page: Page, check_page: Check) -> None:
    press(page, "Enter counts")
    check_page(page)
    follow(page, "How far do you agree or disagree with each priority?")
    page.get_by_label("Strongly agree: 1. Being heard").fill("13")
    press(page, "Save and finish")
    expect_error(page, "There are 13 votes and 12 people were present")
    check_page(page)
    page.get_by_label("Strongly agree: 1. Being heard").fill("9")
    press(page, "Save and go to the next question")
    expect(page.get_by_text("question 2 of 3")).to_be_visible()
    check_page(page)
    press(page, "Save and go to the next question")
    press(page, "Save and finish")


def _suggest_and_decide(page: Page, site: OfficersSite, check_page: Check) -> None:
    page.goto(site.address("themes"))
    check_page(page)
    press(page, "Suggest themes")
    expect_message(page, "The suggestions are ready.")
    check_page(page)
    moving.follow(page.locator(".themes__name a").first)
    check_page(page)
    press(page, "No theme fits")
    expect_error(page, "Choose at least one comment")
    check_page(page)
    follow(page, "Tick all")
    press(page, "Confirm in this theme")
    expect_message(page, "Confirmed")
    press(page, "Undo the last decision")
    expect_message(page, "Undone: Confirmed")
    page.locator("#chosen").check()
    press(page, "Confirm in this theme")
    follow(page, "Rename and define")
    check_page(page)
    page.get_by_label("Name", exact=True).fill("Letters that people can read")
    press(page, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("Letters that people can read")
    page.goto(f"{page.url.partition('?')[0]}?show=read")
    check_page(page)
    follow(page, "Quote")
    check_page(page)
    press(page, "Propose the quotation")
    for path in (
        "themes/comments?where=all",
        "themes/history",
        "themes/add",
        "themes/quotations/",
        "safeguarding",
        "safeguarding/identifying",
        "safeguarding/people",
        "team",
    ):
        page.goto(site.address(path))
        check_page(page)


def _answer_a_theme(page: Page, site: OfficersSite, check_page: Check) -> None:
    page.goto(site.address("commitments"))
    check_page(page)
    moving.follow(page.get_by_role("link", name="Answer “Letters that people can read”"))
    press(page, "Save")
    expect_error(page, "Choose your answer")
    check_page(page)
    page.get_by_label("We will change it").check()
    page.get_by_label("What you say to people").fill("Every letter will be checked by families.")
    press(page, "Save")
    expect_error(page, "Say by which day it will be done")
    page.get_by_label("Who will do it").fill("Head of SEND")
    for part, number in (("Day", "1"), ("Month", "6"), ("Year", "2024")):
        page.get_by_label(part, exact=True).fill(number)
    press(page, "Save")
    expect_message(page, "The commitment is added")
    check_page(page)
    follow(page, "Updates (0)")
    check_page(page)


def _follow_work(page: Page, site: OfficersSite, check_page: Check) -> None:
    site.leave_work_waiting()
    page.goto(site.address("appendix"))
    press(page, "Build an appendix")
    expect(page.get_by_text("Waiting to begin")).to_be_visible()
    check_page(page)
    with site.app.app_context():
        requesting_work.fail(site.work[0], "There was no room on the disk.")
    # The page looks again by itself, with scripts and without.
    expect(page.get_by_text("There was no room on the disk.")).to_be_visible()
    check_page(page)


def test_the_appendix_is_built_looked_at_and_published(
    browser: Browser, site: OfficersSite, check_page: Check
) -> None:
    site.do_work_at_once()
    context = browser.new_context(viewport=DESKTOP)
    page = _patient(context)
    sign_in(page, site)
    page.goto(site.address("appendix"))
    check_page(page)
    page.set_default_timeout(PATIENCE)
    press(page, "Build an appendix")
    expect_message(page, "The appendix is built.")
    check_page(page)
    follow(page, "Built")
    expect(page.locator("article.appendix h1")).to_be_visible()
    check_page(page)
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("link", name="PDF").first.click()
    assert download.value.suggested_filename == "send-strategy-appendix.pdf"
    moving.follow(page.get_by_role("button", name="Publish this appendix"))
    check_page(page)
    press(page, "Publish this appendix")
    expect_message(page, "Everyone can read it now.")
    page.goto(f"{site.url}/consultations/send-strategy/results")
    expect(page.locator("h1")).to_be_visible()
    context.close()


def test_comments_are_read_and_decided_with_the_keyboard_alone(browser: Browser, site: OfficersSite) -> None:
    site.do_work_at_once()
    context = browser.new_context(viewport=DESKTOP)
    page = _patient(context)
    sign_in(page, site)
    page.goto(site.address("themes"))
    press(page, "Suggest themes")
    moving.follow(page.locator(".themes__name a").first)
    page.locator("#chosen").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#chosen")).to_be_focused()
    page.get_by_role("link", name="Go to the decision").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Confirm in this theme")).to_be_focused()
    page.keyboard.press("Enter")
    expect_message(page, "Confirmed 1 comment")
    page.locator("#chosen").focus()
    page.keyboard.press("Space")
    page.locator("summary", has_text="Split off as a new theme").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Letters")
    # Enter in a field would press the first button of the form; here it does what the field is for.
    page.keyboard.press("Enter")
    expect_message(page, "The new theme “Letters” has 1 comment")
    context.close()


def test_no_page_is_wider_than_a_narrow_phone(browser: Browser, site: OfficersSite) -> None:
    context = browser.new_context(viewport=NARROW)
    page = _patient(context)
    sign_in(page, site)
    paths: list[Any] = [*PARTS, "events/add", "events/family_group", "events/family_group/counts/priorities"]
    for path in paths:
        page.goto(site.address(path))
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{path} is wider than the screen"
    context.close()
