"""Answering with pictures, by listening, and in another wording: in a real browser, with axe on what is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.moving import press, save

Check = Callable[[Page], None]
PHONE = {"width": 360, "height": 740}
# A device with one English voice that writes down what it is asked to say.
ONE_VOICE = """
window.said = [];
const voice = {lang: 'en-GB', localService: true, name: 'Test'};
const speech = {
  getVoices: () => [voice],
  speak: (utterance) => window.said.push([utterance.lang, utterance.text]),
  cancel: () => window.said.push('stopped'),
  addEventListener: () => {},
};
Object.defineProperty(window, 'speechSynthesis', {value: speech});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def begin_easy_read(page: Page, site: Any) -> None:
    page.goto(site.about)
    page.get_by_label("Easy read").check()
    press(page, "Start")


def test_cards_and_changing_how_one_reads(site: Any, visitor: Page, check_page: Check) -> None:
    page = visitor
    begin_easy_read(page, site)
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Who are you?")
    check_page(page)
    save(page)
    expect(page.get_by_role("link", name="Choose an answer")).to_be_visible()
    check_page(page)
    page.get_by_label("A parent or carer").check()
    page.get_by_text("Change how you read this").click()
    check_page(page)
    press(page, "Standard")
    expect(page.get_by_role("heading", level=1)).to_have_text("Which of these best describes you?")
    expect(page.get_by_label("A parent or carer")).to_be_checked()


def test_cards_are_radios_for_the_keyboard_and_large_to_touch(site: Any, new_context: Any) -> None:
    page = new_context(viewport=PHONE).new_page()
    begin_easy_read(page, site)
    save(page)
    first = page.locator("#q_role")
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#q_role-2")).to_be_checked()
    for label in page.locator(".choice-card__label").all():
        box = label.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 250
    type_size = page.locator(".choice-card__label").first.evaluate(
        "element => getComputedStyle(element).fontSize"
    )
    assert float(type_size.removesuffix("px")) >= 20
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


def test_enter_in_a_box_saves_and_does_not_change_the_wording(site: Any, new_context: Any) -> None:
    page = new_context(viewport=PHONE).new_page()
    begin_easy_read(page, site)
    save(page)
    page.get_by_label("A parent or carer").check()
    save(page)
    page.get_by_label("How old is your child?", exact=True).fill("7")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("body.edition--easy_read")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Since when")


def test_a_chosen_card_has_an_edge_of_its_own_in_forced_colours(site: Any, new_context: Any) -> None:
    page = new_context(viewport=PHONE, forced_colors="active").new_page()
    begin_easy_read(page, site)
    save(page)
    page.get_by_label("A parent or carer").check()
    width = "element => parseFloat(getComputedStyle(element).borderTopWidth)"
    chosen, other = page.locator(".choice-card__label").nth(0), page.locator(".choice-card__label").nth(1)
    assert chosen.evaluate(width) > other.evaluate(width) > 0


def test_listening_reads_the_question_and_stops_when_pressed_again(site: Any, new_context: Any) -> None:
    context = new_context(viewport=PHONE)
    context.add_init_script(ONE_VOICE)
    page = context.new_page()
    begin_easy_read(page, site)
    save(page)
    button = page.locator(".listen__button")
    button.click()
    said = [text for text in page.evaluate("window.said") if text != "stopped"]
    assert said[0] == ["en", "Who are you?"]
    assert ["en", "A parent or carer"] in said
    assert not [text for _language, text in said if "Save" in text or "Listen" in text]
    expect(button).to_contain_text("Stop")
    button.click()
    assert page.evaluate("window.said")[-1] == "stopped"
    expect(button).to_contain_text("Listen")


def test_nothing_offers_to_read_aloud_where_there_is_no_voice(site: Any, visitor: Page) -> None:
    begin_easy_read(visitor, site)
    save(visitor)
    expect(visitor.locator(".listen__button")).to_be_hidden()


def test_a_page_with_pictures_is_light(site: Any, new_context: Any) -> None:
    page = new_context(viewport=PHONE).new_page()
    begin_easy_read(page, site)
    page.wait_for_load_state("networkidle")
    sizes: list[Any] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()))
    save(page)
    page.wait_for_load_state("networkidle")
    assert sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes) <= 20_000
