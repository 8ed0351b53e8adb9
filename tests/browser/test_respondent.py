"""A respondent's whole way in a real browser, with and without JavaScript, with axe on every page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.moving import follow, press, save

Check = Callable[[Page], None]
NARROW = {"width": 320, "height": 640}


def expect_error(page: Page, message: str) -> None:
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("link", name=message)).to_be_visible()


def begin(page: Page, site: Any) -> None:
    page.goto(site.about)
    press(page, "Start")


def test_the_whole_way_with_its_mistakes(site: Any, visitor: Page, check_page: Check) -> None:
    page = visitor
    page.goto(site.address("/"))
    check_page(page)
    follow(page.get_by_role("link", name="Short breaks for disabled children"))
    check_page(page)
    page.get_by_label("Standard").check()
    press(page, "Start")
    expect(page).to_have_title(re.compile("^Before you begin – Page 1 of 5 – "))
    check_page(page)
    save(page)
    save(page)
    expect_error(page, "Choose an answer to “Which of these best describes you?”")
    check_page(page)
    page.get_by_label("A parent or carer").check()
    save(page)
    _answer_about_the_child(page, check_page)
    _answer_the_priorities(page, check_page)
    _answer_support(page, check_page)
    _answer_in_own_words(page, check_page)
    _say_who_answered(page, check_page)
    expect(page).to_have_title(re.compile("^Check your answers – "))
    check_page(page)
    _change_a_route_and_see_what_is_not_sent(page, check_page)
    press(page, "Send my answers")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have your answers.")
    check_page(page)
    code = page.locator(".receipt__code").inner_text()
    assert re.fullmatch(r"([A-Z2-7]{4} ){3}[A-Z2-7]{4}", code)
    press(page, "Finish on this device")
    expect(page.get_by_text("The next person can start.")).to_be_visible()
    check_page(page)
    _use_the_code(page, site, code, check_page)


def _answer_about_the_child(page: Page, check_page: Check) -> None:
    expect(page).to_have_title(re.compile("^Your child – Page 3 of 6"))
    check_page(page)
    page.get_by_label("How old is your child?", exact=True).fill("seven")
    page.get_by_label("Day").fill("31")
    page.get_by_label("Month").fill("2")
    page.get_by_label("Year").fill("2021")
    save(page)
    expect_error(page, "must be a number")
    expect_error(page, "must be a real date")
    check_page(page)
    page.get_by_label("How old is your child?", exact=True).fill("7")
    page.get_by_label("Day").fill("1")
    save(page)


def _answer_the_priorities(page: Page, check_page: Check) -> None:
    check_page(page)
    save(page)
    expect_error(page, "Choose an answer for “Priority 2: help comes early”")
    check_page(page)
    for row in ("Priority 1", "Priority 2", "Priority 3"):
        page.get_by_role("group", name=row).get_by_label("Strongly agree").check()
    save(page)


def _answer_support(page: Page, check_page: Check) -> None:
    check_page(page)
    page.get_by_label("After-school clubs").check()
    page.get_by_label("Overnight stays").check()
    page.get_by_label("What it costs").select_option("1")
    page.get_by_label("Staff who understand").select_option("1")
    save(page)
    expect_error(page, "Give each its own place")
    check_page(page)
    page.get_by_label("Staff who understand").select_option("2")
    save(page)


def _answer_in_own_words(page: Page, check_page: Check) -> None:
    check_page(page)
    expect(page.get_by_text("If you or someone you know is not safe")).to_be_visible()
    page.get_by_label("Is there anything else").fill("x" * 250)
    check_page(page)
    save(page)
    expect_error(page, "Shorten it to 200")
    check_page(page)
    page.get_by_label("Is there anything else").fill("First line\n\n  Second line")
    save(page)


def _say_who_answered(page: Page, check_page: Check) -> None:
    expect(page).to_have_title(re.compile("^Did someone help you answer\\? – "))
    check_page(page)
    page.get_by_label("Someone helped me").check()
    save(page)


def _change_a_route_and_see_what_is_not_sent(page: Page, check_page: Check) -> None:
    follow(page.get_by_role("link", name="Change Which of these best describes you?"))
    page.get_by_label("Someone who works with children").check()
    save(page)
    expect(page.get_by_role("heading", name="These answers will not be sent")).to_be_visible()
    expect(page.get_by_text("1 February 2021")).to_be_visible()
    check_page(page)


def _use_the_code(page: Page, site: Any, code: str, check_page: Check) -> None:
    follow(page.get_by_role("link", name="I have a receipt code"))
    check_page(page)
    press(page, "Show where it stands")
    expect_error(page, "Enter your receipt code")
    check_page(page)
    page.get_by_label("Receipt code").fill(code.lower())
    press(page, "Show where it stands")
    expect(page.get_by_text("Counted with all the others")).to_be_visible()
    check_page(page)


@pytest.mark.parametrize("path", ["/accessibility", "/privacy", "/no/such/page", "/sign-in"])
def test_other_public_pages(site: Any, visitor: Page, check_page: Check, path: str) -> None:
    visitor.goto(site.address(path))
    check_page(visitor)


def test_pages_that_could_not_be_saved(site: Any, visitor: Page, check_page: Check) -> None:
    page = visitor
    begin(page, site)
    save(page)
    page.get_by_label("Someone who works").check()
    other = page.context.new_page()
    other.goto(site.about)
    other.get_by_text("I am another person").click()
    check_page(other)
    press(other, "Start with empty pages")
    save(page)
    expect(page.get_by_role("heading", name="This page was not saved")).to_be_visible()
    check_page(page)
    page.context.clear_cookies()
    save(other)
    expect(other.get_by_role("heading", name="We cannot find your answers")).to_be_visible()
    check_page(other)


def test_an_error_takes_the_focus_and_leads_to_its_question(site: Any, new_context: Any) -> None:
    page = new_context(viewport=NARROW).new_page()
    begin(page, site)
    save(page)
    save(page)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    expect(
        page.get_by_role("link", name="Choose an answer to “Which of these best describes you?”")
    ).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("A parent or carer")).to_be_focused()


def test_the_whole_way_with_the_keyboard_only(site: Any, new_context: Any) -> None:
    page = new_context(viewport=NARROW).new_page()
    page.goto(site.about)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    _press(page, "Start")
    _press(page, "Save and continue")
    _tab_to(page, "A parent or carer")
    page.keyboard.press("ArrowDown")
    _press(page, "Save and continue")
    for row in ("voice", "early_help", "transport"):
        _tab_to_id(page, f"q_priorities-{row}")
        page.keyboard.press("Space")
    for _page in range(4):
        _press(page, "Save and continue")
    _press(page, "Send my answers")
    expect(page.get_by_role("heading", name="Thank you. We have your answers.")).to_be_visible()


FOCUSED = """() => {
  const element = document.activeElement;
  const label = element.labels && element.labels.length ? element.labels[0].innerText : element.innerText;
  return {id: element.id, words: (label || '').trim(), outlined: element.matches(':focus-visible')};
}"""


def _tab_until(page: Page, wanted: Callable[[dict[str, Any]], bool]) -> None:
    for _press in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["outlined"], f"the focus cannot be seen on {focused}"
        if wanted(focused):
            return
    pytest.fail("the keyboard does not get there")


def _tab_to(page: Page, words: str) -> None:
    _tab_until(page, lambda focused: focused["words"].startswith(words))


def _press(page: Page, words: str) -> None:
    _tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _tab_to_id(page: Page, id_: str) -> None:
    _tab_until(page, lambda focused: focused["id"] == id_)


def test_nothing_is_cut_off_on_a_narrow_screen(site: Any, new_context: Any) -> None:
    page = new_context(viewport=NARROW).new_page()
    for path in ("/", "/accessibility", "/privacy", "/receipt", f"/consultations/{site.slug}"):
        page.goto(site.address(path))
        _fits(page)
    press(page, "Start")
    for values in (
        {},
        {"q_role": "parent_carer"},
        {},
        {
            "q_priorities-voice": "agree",
            "q_priorities-early_help": "agree",
            "q_priorities-transport": "agree",
        },
        {},
        {},
        {},
    ):
        _fits(page)
        for name, value in values.items():
            page.locator(f"[name='{name}'][value='{value}']").check()
        save(page)
    _fits(page)
    press(page, "Send my answers")
    _fits(page)


def _fits(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} scrolls sideways by {wide} pixels"


SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
)


def test_wide_text_spacing_loses_nothing(site: Any, new_context: Any) -> None:
    page = new_context(viewport=NARROW, bypass_csp=True).new_page()
    begin(page, site)
    save(page)
    for address in (page.url, site.about, site.address("/")):
        page.goto(address)
        page.add_style_tag(content=SPACED)
        _fits(page)


def test_in_forced_colours_every_choice_and_button_has_an_edge(site: Any, new_context: Any) -> None:
    page = new_context(viewport=NARROW, forced_colors="active").new_page()
    begin(page, site)
    save(page)
    for locator in (
        page.get_by_role("button", name="Save and continue"),
        page.locator(".govuk-radios__label").first,
    ):
        edge = locator.evaluate(
            "element => parseFloat(getComputedStyle(element).borderTopWidth)"
            " || parseFloat(getComputedStyle(element, '::before').borderTopWidth)"
        )
        assert edge > 0


def test_targets_are_large_enough(site: Any, new_context: Any) -> None:
    page = new_context(viewport=NARROW).new_page()
    begin(page, site)
    save(page)
    sizes = page.evaluate(
        "[...document.querySelectorAll('main a, button:not([aria-hidden=true]), input:not([type=hidden]), footer a')]"
        ".map(element => [element.outerHTML, element.getBoundingClientRect().height])"
    )
    assert sizes
    small = [html for html, height in sizes if 0 < height < 24]
    assert not small


def test_nothing_is_asked_of_another_site_and_the_first_page_is_light(site: Any, new_context: Any) -> None:
    page = new_context().new_page()
    asked, sizes, refused = [], [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfinished", lambda request: sizes.append(request.sizes()))
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(site.about, wait_until="networkidle")
    assert refused == []
    assert asked
    assert all(address.startswith(site.url) for address in asked)
    weight = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert 10_000 < weight <= 60_000


def test_a_second_click_sends_once(site: Any, new_context: Any) -> None:
    page = new_context().new_page()
    begin(page, site)
    save(page)
    page.get_by_label("Someone who works").check()
    save(page)
    for row in ("voice", "early_help", "transport"):
        page.locator(f"#q_priorities-{row}").check()
    for _page in range(4):
        save(page)
    page.get_by_role("button", name="Send my answers").dblclick()
    expect(page.get_by_role("heading", name="Thank you. We have your answers.")).to_be_visible()
    code = page.locator(".receipt__code").inner_text()
    page.go_back()
    expect(page.locator(".receipt__code")).to_have_text(code)


@pytest.mark.parametrize("language", ["en", "cy", "pl", "ro", "ur"])
def test_the_form_that_finds_consultations_stands_on_one_line_where_there_is_room(
    site: Any, new_context: Any, language: str
) -> None:
    page = new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(site.address(f"/consultations?language={language}"))
    controls = page.locator(".finder input, .finder select, .finder button").all()
    assert len(controls) == 4
    # A button's shadow and a taller script move edges by a few pixels; another line would be forty away.
    edges = [control.evaluate("e => e.getBoundingClientRect().bottom") for control in controls]
    assert max(edges) - min(edges) < 12


BROKEN_WORDS = """place => {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT), broken = [];
  while (walker.nextNode()) {
    for (const word of walker.currentNode.data.matchAll(/[^\\s-]+/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, word.index);
      range.setEnd(walker.currentNode, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top / 8))).size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""


@pytest.mark.parametrize("language", ["en", "cy", "pl", "ro", "ur", "pa"])
def test_no_word_about_cookies_is_broken_on_a_narrow_screen(
    site: Any, new_context: Any, language: str
) -> None:
    page = new_context(viewport=NARROW).new_page()
    page.goto(site.address(f"/privacy?language={language}"))
    assert page.locator(".govuk-summary-list").evaluate(BROKEN_WORDS) == []
    _fits(page)
