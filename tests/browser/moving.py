"""Going from page to page: every click that leads somewhere waits until it has arrived.

With scripts a page asks first whether the site is there, so that a click returns before the next page is on its way.
"""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def follow(place: Locator) -> None:
    """Click a link or a button, and wait for the page that it leads to."""
    with place.page.expect_navigation():
        place.click()


def press(page: Page, name: str) -> None:
    """Press a button by its words, and wait for the page that it leads to."""
    follow(page.get_by_role("button", name=name).first)


def save(page: Page) -> None:
    """Go on, to the next page or to this one with its errors."""
    press(page, "Save and continue")
