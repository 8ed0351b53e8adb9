"""From the hub to the receipt with the keyboard alone: Tab, the arrows, Space and Enter, and nothing else.

At each stop the focus is seen, it moves on in the order that the page is read in, and nothing holds it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility.sites import OPEN, PublicSite

pytestmark = pytest.mark.xdist_group("accessibility")
MOST_STOPS = 90
MOST_PAGES = 20
# What is drawn of the focus: on the element, or on the label of a radio or a checkbox.
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const drawn = (at, part) => {
    const style = getComputedStyle(at, part);
    return [style.outlineStyle !== 'none' ? style.outline : '', style.boxShadow, style.backgroundColor,
      style.borderColor, style.borderWidth].join('|');
  };
  const label = element.labels && element.labels[0];
  const all = () => [drawn(element), ...(label ? [drawn(label), drawn(label, '::before')] : [])].join('||');
  const focused = all();
  element.blur();
  const plain = all();
  element.focus({ preventScroll: true });
  const box = (label && ['radio', 'checkbox'].includes(element.type) ? label : element).getBoundingClientRect();
  const own = element.getBoundingClientRect();
  const at = document.elementFromPoint(own.left + own.width / 2, own.top + own.height / 2);
  return {
    words: ((label ? label.innerText : element.innerText) || '').trim(),
    type: element.type || element.tagName.toLowerCase(),
    checked: Boolean(element.checked),
    name: element.name || '',
    inMain: Boolean(element.closest('main')),
    seen: focused !== plain,
    uncovered: Boolean(at && (at === element || element.contains(at) || at.contains(element) || label?.contains(at))),
    top: box.top + scrollY, bottom: box.bottom + scrollY, left: box.left, right: box.right,
  };
}"""


@pytest.fixture
def keyboard(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def stop(page: Page, key: str = "Tab") -> dict[str, Any] | None:
    """The next stop of the focus, which must be seen and not covered."""
    page.keyboard.press(key)
    found: dict[str, Any] | None = page.evaluate(FOCUSED)
    if found is not None:
        assert found["seen"], f"{page.url}: the focus cannot be seen on {found}"
        assert found["uncovered"], f"{page.url}: something covers {found}"
    return found


def go_to(page: Page, wanted: str) -> None:
    for _ in range(MOST_STOPS):
        found = stop(page)
        if found and found["words"].startswith(wanted):
            return
    pytest.fail(f"{page.url}: the keyboard does not get to “{wanted}”")


def press(page: Page, wanted: str) -> None:
    go_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def answer(page: Page) -> None:
    """Choose in each group of the page, write in each field, and go on."""
    done: set[str] = set()
    places = 0
    for _ in range(MOST_STOPS):
        found = stop(page)
        if found is None or not found["inMain"]:
            continue
        if found["words"] == "Save and continue":
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
        if not found["name"].startswith(("q_", "support")) or found["name"] in done:
            continue
        done.add(found["name"])
        if found["type"] in ("radio", "checkbox"):
            page.keyboard.press("Space")
        elif found["type"] == "select-one":
            places += 1
            page.keyboard.type(str(places))
    pytest.fail(f"{page.url}: there is no way on")


def test_from_the_hub_to_the_receipt(public_site: PublicSite, keyboard: Page) -> None:
    page = keyboard
    page.goto(public_site.address("/"))
    first = stop(page)
    assert first is not None
    assert first["words"] == "Skip to main content"
    page.keyboard.press("Enter")
    with page.expect_navigation():
        for _ in range(MOST_STOPS):
            stop(page)
            if page.evaluate("document.activeElement.pathname") == f"/consultations/{OPEN}":
                break
        page.keyboard.press("Enter")
    press(page, "Start")
    for _ in range(MOST_PAGES):
        if page.url.endswith("/check-answers"):
            break
        answer(page)
    press(page, "Send my answers")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have your answers.")


def test_arrows_move_within_a_question_and_choose(public_site: PublicSite, keyboard: Page) -> None:
    page = keyboard
    page.goto(public_site.address(f"/consultations/{OPEN}"))
    press(page, "Start")
    answer(page)
    for _ in range(MOST_STOPS):
        found = stop(page)
        if found and found["type"] == "radio":
            break
    page.keyboard.press("Space")
    below = stop(page, "ArrowDown")
    assert below is not None
    assert below["checked"]
    assert below["words"] == "Someone who works with children"


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_focus_goes_round_in_the_order_of_reading(
    public_site: PublicSite, keyboard: Page, language: str
) -> None:
    for path in ("/", f"/consultations/{OPEN}", "/receipt", "/accessibility"):
        keyboard.goto(public_site.address(f"{path}?language={language}"))
        stops = _all_round(keyboard)
        assert len(stops) > 5
        for before, after in itertools.pairwise(stops[1:]):
            above = after["bottom"] <= before["top"]
            further = (
                after["right"] <= before["left"] if language == "ur" else after["left"] >= before["right"]
            )
            assert not above or further, f"{path}: after {before} comes {after}"


def _all_round(page: Page) -> list[dict[str, Any]]:
    """Every stop until the focus leaves the page again: nothing holds it."""
    stops: list[dict[str, Any]] = []
    for _ in range(MOST_STOPS):
        found = stop(page)
        if found is None or (stops and found == stops[0]):
            return stops
        stops.append(found)
    pytest.fail(f"{page.url}: the focus does not come out again")
