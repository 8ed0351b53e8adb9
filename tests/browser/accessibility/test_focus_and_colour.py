"""What no checker sees: where the focus goes after a mistake, and whether anything is told by colour alone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import journeys
from tests.browser.accessibility.sites import PublicSite
from tests.browser.accessibility.walks import VARIANTS, Walk

pytestmark = pytest.mark.xdist_group("accessibility")
# Of 255: a step that someone who sees no colours still sees, and how many such points a mark has at least.
SEEN_STEP, SEEN_POINTS = 60, 20


@pytest.fixture
def walk(browser: Browser, public_site: PublicSite, empty_site: PublicSite) -> Iterator[Walk]:
    context = browser.new_context(viewport=VARIANTS[0].viewport)
    walk = Walk(browser, context.new_page(), public_site, empty_site, VARIANTS[0])
    yield walk
    walk.close()


def test_the_focus_goes_to_the_errors_and_from_each_to_its_field(walk: Walk) -> None:
    journeys.start(walk)
    seen = 0
    while walk.endpoint == journeys.ANSWERING:
        address = walk.page.url
        walk.fill_in("wrongly")
        journeys.save(walk)
        if walk.status == 400:
            seen += 1
            _follow_each_error(walk.page)
            walk.open("/" + address.split("/", 3)[3])
        if walk.page.url == address:
            walk.fill_in("rightly")
            journeys.save(walk)
    assert seen >= 4


def _follow_each_error(page: Page) -> None:
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    links = page.locator(".govuk-error-summary a")
    for place in range(links.count()):
        link = links.nth(place)
        target = (link.get_attribute("href") or "").removeprefix("#")
        link.focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"[id='{target}']")).to_be_focused()


def test_a_wrong_code_takes_the_focus_too(walk: Walk) -> None:
    walk.open("/receipt")
    walk.press("main form button[type=submit]")
    _follow_each_error(walk.page)


@pytest.mark.parametrize("colours", ["none", "active"], ids=["in grey", "in forced colours"])
def test_what_is_chosen_is_seen_without_colours(walk: Walk, colours: Any) -> None:
    journeys.start(walk)
    journeys.save(walk)
    walk.page.emulate_media(forced_colors=colours)
    label = walk.page.locator(".govuk-radios__item", has=walk.page.locator("input[value=parent_carer]"))
    assert _differ(label, lambda: label.locator("input").check())


@pytest.mark.parametrize("colours", ["none", "active"], ids=["in grey", "in forced colours"])
def test_a_mistake_is_seen_without_colours(walk: Walk, colours: Any) -> None:
    """In words, and by a heavier edge."""
    journeys.start(walk)
    journeys.save(walk)
    walk.page.emulate_media(forced_colors=colours)
    before = walk.page.locator(".govuk-form-group").first.screenshot()
    journeys.save(walk)
    group = walk.page.locator(".govuk-form-group--error").first
    expect(group.locator(".govuk-error-message")).to_contain_text("Choose an answer")
    assert _points_between(before, group.screenshot()) >= SEEN_POINTS


def _differ(element: Any, change: Any) -> bool:
    before = element.screenshot()
    change()
    element.page.mouse.move(0, 0)
    element.page.evaluate("document.activeElement.blur()")
    return _points_between(before, element.screenshot()) >= SEEN_POINTS


def _points_between(one: bytes, two: bytes) -> int:
    """How many points of two pictures differ in their grey."""
    first, second = (Image.open(io.BytesIO(each)).convert("L") for each in (one, two))
    size = (min(first.width, second.width), min(first.height, second.height))
    difference = ImageChops.difference(first.crop((0, 0, *size)), second.crop((0, 0, *size)))
    return sum(difference.histogram()[SEEN_STEP:])
