"""An officer gives a question its picture, recording and signed video in a real browser; a respondent plays them."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect
from werkzeug.serving import make_server

from consult.application import create_app
from consult.rules.permissions import Role
from consult.services import loading, signing_in
from consult.settings import settings_from_environment
from consult.store import database
from tests.browser import filming, moving
from tests.browser.conftest import EVERY_TYPE, SLUG, Site
from tests.services.attaching.conftest import picture

pytestmark = pytest.mark.xdist_group("question media")
Check = Callable[[Page], None]
EMAIL, PASSWORD = "olu@example.org", "three words that do not belong"
WORDING = f"/officer/{SLUG}/wordings/standard/en"
PICTURE, RECORDING, VIDEO, CAPTIONS = (
    "Picture of the question",
    "Recording of the question",
    "Signed video of the question",
    "Captions of the signed video",
)
WORDS = "Which of these best describes you?"
UPLOAD = re.compile("^Upload (?!a file)")
WEBVTT = f"WEBVTT\n\n00:00.000 --> 00:01.500\n{WORDS}\n".encode()
LENGTH_OF_RECORDING = 60
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
# Played: the time has moved on, although nobody moved it.
PLAYS = "player => !player.paused && player.currentTime > 0.2"
STANDS_AT = (
    "([player, at]) => !player.seeking && Math.abs(player.currentTime - at) < 1 && player.readyState >= 2"
)
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def site(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Site]:
    shutil.copy(migrated_sqlite, tmp_path / "consult.sqlite")
    app = create_app(settings_from_environment({"DATA_FOLDER": str(tmp_path), "SECURE_COOKIES": "no"}))
    with app.app_context():
        consultation = loading.load_file(EVERY_TYPE).consultation
        signing_in.add_account(EMAIL, "Olu Officer", PASSWORD, administrator=True)
        signing_in.join_team(consultation, EMAIL, Role.OFFICER, by=None)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", app)
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        database.db.engine.dispose()


def officers_page(context: BrowserContext, site: Site) -> Page:
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(site.address("/sign-in"))
    page.get_by_label("Email address").fill(EMAIL)
    page.locator("#password").fill(PASSWORD)
    moving.press(page, "Sign in")
    return page


def open_files(page: Page, site: Site) -> None:
    page.goto(site.address(f"{WORDING}/role"))


def place(page: Page, title: str) -> Locator:
    """The part of the page for one place of a file."""
    return page.get_by_role("region", name=title, exact=True)


def upload(page: Page, title: str, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    place(page, title).locator("input[type=file]").set_input_files(file)
    moving.follow(place(page, title).get_by_role("button", name=UPLOAD))


def expect_message(page: Page, words: str) -> None:
    expect(page.locator(".govuk-notification-banner")).to_contain_text(words)


def question_page(page: Page, site: Site) -> Page:
    """As someone who has begun to answer and comes to the question."""
    page.goto(site.about)
    page.get_by_label("Standard").check()
    moving.press(page, "Start")
    moving.save(page)
    expect(page.get_by_role("heading", name=WORDS)).to_be_visible()
    return page


def asks_for_a_later_part(request: Request) -> bool:
    found = re.fullmatch(r"bytes=(\d+)-\d*", request.headers.get("range", ""))
    return "/media/" in request.url and found is not None and int(found[1]) > 0


def play(page: Page, player: Locator) -> Any:
    """Start a player from the keyboard and see that it plays. What is returned stands for it in scripts."""
    with page.expect_response(lambda answer: "/media/" in answer.url and answer.status == 206):
        player.focus()
        page.keyboard.press("Space")
    handle = player.element_handle()
    page.wait_for_function(PLAYS, arg=handle)
    return handle


def seek(page: Page, handle: Any, seconds: float) -> None:
    page.evaluate("([player, at]) => { player.pause(); player.currentTime = at; }", [handle, seconds])
    page.wait_for_function(STANDS_AT, arg=[handle, seconds])


@pytest.mark.parametrize(("kind", "name"), [(filming.WEBM, "role.webm"), (filming.MP4, "role.mp4")])
def test_what_an_officer_uploads_is_seen_heard_and_watched(
    site: Site, browser: Browser, new_context: Callable[..., BrowserContext], kind: str, name: str
) -> None:
    officer = officers_page(new_context(viewport=DESKTOP), site)
    film = filming.film(officer, kind)
    open_files(officer, site)
    upload(officer, PICTURE, "hall.png", picture())
    expect_message(officer, "hall.png is in its place now.")
    upload(officer, RECORDING, "role.wav", filming.tone(LENGTH_OF_RECORDING))
    expect(place(officer, RECORDING)).to_contain_text("role.wav, 5 MB, 1 min 0 s")
    upload(officer, VIDEO, name, film)
    upload(officer, CAPTIONS, "role.vtt", WEBVTT)
    expect_message(officer, "role.vtt is in its place now.")
    player = place(officer, VIDEO).locator("video").element_handle()
    officer.wait_for_function("player => player.duration > 1 && player.duration < 10", arg=player)
    page = question_page(new_context(viewport=PHONE).new_page(), site)
    _sees_the_picture(page)
    _hears_the_recording(page)
    _watches_the_video(page)


def _sees_the_picture(page: Page) -> None:
    shown = page.locator(".question__picture").element_handle()
    page.wait_for_function("one => one.complete && one.naturalWidth === 40", arg=shown)


def _hears_the_recording(page: Page) -> None:
    handle = play(page, page.locator("audio"))
    assert page.evaluate("player => player.duration", handle) == pytest.approx(LENGTH_OF_RECORDING, abs=0.1)
    with page.expect_request(asks_for_a_later_part):
        seek(page, handle, LENGTH_OF_RECORDING - 5)


def _watches_the_video(page: Page) -> None:
    page.get_by_text("Watch this question in sign language").click()
    handle = play(page, page.locator("video"))
    length = page.evaluate("player => player.duration", handle)
    assert 1 < length < 10
    assert page.evaluate("player => player.videoWidth", handle) == 64
    page.wait_for_function("player => player.textTracks[0].cues?.length === 1", arg=handle)
    seek(page, handle, 0.5)
    assert page.evaluate("player => player.textTracks[0].mode", handle) == "showing"
    assert page.evaluate("player => player.textTracks[0].activeCues[0].text", handle) == WORDS
    seek(page, handle, length - 0.2)
    seek(page, handle, 0)


@pytest.mark.parametrize(
    ("viewport", "scripts"),
    [(PHONE, True), (DESKTOP, True), (PHONE, False)],
    ids=["390", "1280", "390 without scripts"],
)
def test_the_wordings_pages_are_accessible_in_every_state(
    site: Site,
    new_context: Callable[..., BrowserContext],
    check_page: Check,
    viewport: dict[str, int],
    scripts: bool,
) -> None:
    page = officers_page(new_context(viewport=viewport, java_script_enabled=scripts), site)

    def look() -> None:
        check_page(page)
        if scripts:
            assert not page.evaluate(TOO_WIDE), f"{page.url} is wider than the screen"

    page.goto(site.address(f"/officer/{SLUG}/wordings"))
    look()
    moving.follow(page.get_by_role("link", name="Standard, English"))
    look()
    moving.follow(page.get_by_role("link", name="Pictures, recording and video of role"))
    look()
    _make_mistakes(page, look)
    _fill_every_place(page, look)
    _remove_and_put_back(page, look)


def _make_mistakes(page: Page, look: Callable[[], None]) -> None:
    moving.follow(place(page, RECORDING).get_by_role("button", name=UPLOAD))
    expect(page).to_have_title(re.compile("^Error: "))
    look()
    upload(page, RECORDING, "voice.mp3", b"Dear all, this is a letter.")
    message = page.get_by_role(
        "link", name="“voice.mp3” is not a recording that phones and computers can play"
    )
    expect(message).to_be_visible()
    message.click()
    expect(place(page, RECORDING).locator("input[type=file]")).to_be_focused()
    look()


def _fill_every_place(page: Page, look: Callable[[], None]) -> None:
    upload(page, "Picture of “A parent or carer”", "parent.png", picture())
    upload(page, PICTURE, "hall.png", picture(size=(400, 300)))
    upload(page, RECORDING, "role.wav", filming.tone(1))
    upload(page, CAPTIONS, "role.vtt", WEBVTT)
    expect_message(page, "role.vtt is in its place now.")
    look()


def _remove_and_put_back(page: Page, look: Callable[[], None]) -> None:
    moving.follow(place(page, RECORDING).get_by_role("button", name="Remove role.wav"))
    expect_message(page, "role.wav was removed.")
    look()
    moving.follow(page.get_by_role("link", name="Standard, English"))
    expect(page.get_by_role("heading", name="Removed files")).to_be_visible()
    look()
    moving.press(page, "Put back role.wav")
    expect_message(page, "role.wav is back in its place.")
    look()


def test_a_file_is_uploaded_removed_and_put_back_with_the_keyboard_alone(
    site: Site, new_context: Callable[..., BrowserContext]
) -> None:
    page = officers_page(new_context(viewport=DESKTOP), site)
    open_files(page, site)
    _tab_to(page, place(page, PICTURE).locator("input[type=file]"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files({"name": "hall.png", "mimeType": "image/png", "buffer": picture()})
    _press_with_enter(page, place(page, PICTURE).get_by_role("button", name=UPLOAD))
    expect_message(page, "hall.png is in its place now.")
    _press_with_enter(page, place(page, PICTURE).get_by_role("button", name="Remove hall.png"))
    expect_message(page, "hall.png was removed.")
    _press_with_enter(page, page.get_by_role("link", name="Standard, English"))
    _press_with_enter(page, page.get_by_role("button", name="Put back hall.png"))
    expect_message(page, "hall.png is back in its place.")


def _tab_to(page: Page, wanted: Locator) -> None:
    for _stop in range(80):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("the focus does not come to it with Tab")


def _press_with_enter(page: Page, wanted: Locator) -> None:
    _tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")
