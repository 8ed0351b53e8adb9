"""Nothing given is lost: the network goes, the site is started again, one person follows another on a device."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.moving import press, save

Check = Callable[[Page], None]
PROJECT = Path(__file__).parent.parent.parent
EVERY_TYPE = PROJECT / "tests" / "pages" / "fixtures" / "every_type.json"


def begin(page: Page, about: str) -> None:
    page.goto(about)
    press(page, "Start")
    save(page)
    expect(page).to_have_title(re.compile("Page 2 of"))


def test_the_network_goes_in_the_middle_of_a_page_and_comes_back(site: Any, new_context: Any) -> None:
    context = new_context()
    page = context.new_page()
    begin(page, site.about)
    page.get_by_label("Someone who works").check()
    context.set_offline(True)
    status = page.locator("[data-staying-status]")
    expect(status).to_contain_text("Your device has lost its connection.")
    expect(status).to_have_attribute("role", "status")
    page.get_by_role("button", name="Save and continue").click()
    pressed = page.evaluate("performance.now()")
    expect(status).to_contain_text("There is still no connection, so nothing was sent.")
    expect(page.get_by_label("Someone who works")).to_be_checked()
    context.set_offline(False)
    expect(status).to_contain_text("You have a connection again.")
    # The design system takes a second press within a second for a double click.
    page.wait_for_function("pressed => performance.now() > pressed + 1000", arg=pressed)
    page.get_by_role("button", name="Save and continue").press("Enter")
    expect(page).to_have_title(re.compile("Page 3 of"))
    page.go_back()
    expect(page.get_by_label("Someone who works")).to_be_checked()


@pytest.fixture
def served(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Any]:
    """A site of real processes that can be ended and started again on the same data and the same port."""
    shutil.copy(migrated_sqlite, tmp_path / "consult.sqlite")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DATA_FOLDER": str(tmp_path),
        "SECURE_COOKIES": "no",
        "PYTHONPATH": str(PROJECT),
    }
    run = [sys.executable, "-m", "consult.cli", "load", str(EVERY_TYPE)]
    subprocess.run(run, env=environment, cwd=PROJECT, check=True, capture_output=True)
    server = _Server(port, environment)
    server.start()
    yield server
    server.stop()


class _Server:
    def __init__(self, port: int, environment: dict[str, str]) -> None:
        self.url, self.port, self.environment = f"http://127.0.0.1:{port}", port, environment

    def start(self) -> None:
        command = [
            sys.executable, "-m", "gunicorn", "--config", "python:consult.gunicorn_settings", "--workers", "1",
            "--threads", "4", "--bind", f"127.0.0.1:{self.port}", "--log-level", "info", "wsgi:application",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command,
            env=self.environment,
            cwd=PROJECT,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if "Booting worker" in line:
                break
        with urlopen(f"{self.url}/still-here") as reply:
            assert reply.status == 204

    def stop(self) -> None:
        # Its workers too, as a power cut would end them.
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        assert self.process.stderr is not None
        self.process.stderr.close()


def test_the_site_is_killed_and_started_again_in_the_middle(served: Any, new_context: Any) -> None:
    page = new_context().new_page()
    begin(page, f"{served.url}/consultations/every-type")
    page.get_by_label("Someone who works").check()
    save(page)
    expect(page).to_have_title(re.compile("Page 3 of"))
    page.locator("#q_priorities-voice").check()
    served.stop()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator("[data-staying-status]")).to_contain_text("We could not reach the site")
    expect(page.locator("#q_priorities-voice")).to_be_checked()
    served.start()
    for row in ("early_help", "transport"):
        page.locator(f"#q_priorities-{row}").check()
    save(page)
    expect(page).to_have_title(re.compile("Page 4 of"))
    page.goto(f"{served.url}/consultations/every-type/answer/about_you")
    expect(page.get_by_label("Someone who works")).to_be_checked()


def test_after_finishing_the_back_button_shows_nothing_of_the_person_before(
    site: Any, new_context: Any
) -> None:
    page = new_context().new_page()
    begin(page, site.about)
    page.get_by_label("Someone who works").check()
    press(page, "Save and come back later")
    code = page.locator(".receipt__code").inner_text()
    press(page, "Finish on this device")
    expect(page.get_by_text("The next person can start.")).to_be_visible()
    for _page in range(3):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Short breaks for disabled children")
        assert code not in page.content()
    assert page.locator("input:checked:visible").count() <= 1


def test_save_resume_and_receipt_with_a_keyboard_only(
    site: Any, visitor: Page, new_context: Any, check_page: Check
) -> None:
    page = visitor
    begin(page, site.about)
    _press(page, page.get_by_role("button", name="Save and come back later"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers so far are saved")
    check_page(page)
    code = page.locator(".receipt__code").inner_text()
    _press(page, page.get_by_role("button", name="Finish on this device"))
    _press(page, page.get_by_role("link", name="I have a code to carry on"))
    check_page(page)
    _press(page, page.get_by_role("button", name="Carry on"))
    expect(page.get_by_role("link", name="Enter your code to carry on")).to_be_visible()
    check_page(page)
    page.get_by_label("Code to carry on").focus()
    page.keyboard.type(code.lower())
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^Before you begin"))
    save(page)
    page.get_by_label("Someone who works").focus()
    page.keyboard.press("Space")
    save(page)
    for row in ("voice", "early_help", "transport"):
        page.locator(f"#q_priorities-{row}").focus()
        page.keyboard.press("Space")
    while "Check your answers" not in page.title():
        before = page.url
        save(page)
        page.wait_for_url(lambda address, before=before: address != before)
    _press(page, page.get_by_role("button", name="Send my answers"))
    _press(page, page.get_by_role("link", name="See, print or download what you said"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What you said")
    check_page(page)
    _press(page, page.get_by_role("link", name="Where your answers stand"))
    check_page(page)
    _press(page, page.get_by_role("link", name="See what became of what you said"))
    check_page(page)
    page.go_back()
    _press(page, page.get_by_role("link", name="Withdraw your answers"))
    check_page(page)
    _press(page, page.get_by_role("button", name="Withdraw and erase my answers"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers are withdrawn")
    check_page(page)


def _press(page: Page, locator: Any) -> None:
    """Move to something with the keyboard and choose it; it has to be reachable by Tab."""
    assert locator.evaluate("element => element.tabIndex") >= 0
    locator.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_code_of_another_consultations_page_and_a_device_with_other_answers(
    site: Any, new_context: Any, check_page: Check
) -> None:
    one, other = new_context().new_page(), new_context().new_page()
    for page in (one, other):
        begin(page, site.about)
        press(page, "Save and come back later")
    code = other.locator(".receipt__code").inner_text()
    own = one.locator(".receipt__code").inner_text()
    one.goto(site.address("/resume"))
    one.get_by_label("Code to carry on").fill(code)
    press(one, "Carry on")
    expect(one.get_by_role("heading", level=1)).to_have_text("Which answers do you want to carry on with?")
    expect(one.get_by_text(own)).to_be_visible()
    check_page(one)
    press(one, "Carry on with the answers of my code")
    expect(one).to_have_title(re.compile("^Before you begin"))
