"""A visitor's walk through the site: opens addresses, presses buttons, and keeps what was sent and from where.

Belongs here: moving about. Does not belong here: where to go (`journeys`) or what to look at (`measures`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Response, Route
from werkzeug.exceptions import HTTPException

from tests.browser.accessibility.sites import PublicSite

FILL_IN = (Path(__file__).parent / "filling.js").read_text()
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
NO_SCRIPT = re.compile(r"</?noscript>")
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
SEND = """([path, values]) => {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = path;
  for (const [name, value] of values) {
    const field = document.createElement('input');
    field.type = 'hidden';
    [field.name, field.value] = [name, value];
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}"""


@dataclass(frozen=True)
class Variant:
    """Who walks: with which browser, and in which wording.

    `everywhere`: not only through the questions; `filled_in`: back to pages that were answered, too.
    """

    edition: str
    language: str
    scripts: bool
    viewport: dict[str, int]
    everywhere: bool = False
    filled_in: bool = False

    def __str__(self) -> str:
        scripts = "scripts" if self.scripts else "no scripts"
        return f"{self.edition} {self.language} {scripts} {self.viewport['width']}"

    @property
    def wording(self) -> str:
        return f"{self.edition}.{self.language}"


# Edition, language, scripts and width: every pair of two of them is in one of these six, which is what faults in pages
# hang on; all 24 together would take four times as long. The pages outside a questionnaire have no edition.
VARIANTS = (
    Variant("standard", "en", scripts=True, viewport=PHONE, everywhere=True, filled_in=True),
    Variant("standard", "ur", scripts=False, viewport=DESKTOP, everywhere=True),
    Variant("easy_read", "en", scripts=False, viewport=DESKTOP),
    Variant("easy_read", "ur", scripts=True, viewport=PHONE, filled_in=True),
    Variant("young_person", "en", scripts=False, viewport=PHONE),
    Variant("young_person", "ur", scripts=True, viewport=DESKTOP),
)


@dataclass
class Walk:
    """One visitor. `source` and `status` are of the page that was opened last; `endpoints` of all of them."""

    browser: Browser
    page: Page
    site: PublicSite
    empty: PublicSite
    variant: Variant
    source: str = ""
    status: int = 0
    endpoints: set[str] = field(default_factory=set)
    glass: Page | None = None

    def open(self, path: str, *, on: PublicSite | None = None) -> None:
        """Go to an address of the site, in the walk's language where the page has no wording of its own."""
        if self.variant.language != "en" and "language=" not in path:
            path += f"{'&' if '?' in path else '?'}language={self.variant.language}"
        self._arrived(self.page.goto((on or self.site).address(path)))

    def press(self, button: Locator | str) -> None:
        """Press a button or follow a link, and wait for where it leads."""
        locator = self.page.locator(button).first if isinstance(button, str) else button
        with self.page.expect_navigation() as found:
            locator.click()
        self._arrived(found.value)

    def send(self, path: str, values: dict[str, str]) -> None:
        """Send a form that no page of ours has, as a browser that was left open or tampered with would."""
        with self.page.expect_navigation() as found:
            self.page.evaluate(SEND, [path, list(values.items())])
        self._arrived(found.value)

    def fill_in(self, way: str) -> None:
        assert self.page.evaluate(FILL_IN, way) is not None

    def _arrived(self, response: Response | None) -> None:
        assert response is not None, f"nothing answered at {self.page.url}"
        self.source, self.status = response.text(), response.status
        self.endpoints |= {self.endpoint}

    @property
    def endpoint(self) -> str:
        """The endpoint of the page that is open, or nothing where there is none."""
        adapter = self.site.app.url_map.bind("")
        path = "/" + self.page.url.split("/", 3)[3].partition("?")[0].partition("#")[0]
        try:
            return str(adapter.match(path, method="GET")[0])
        except HTTPException:
            return ""

    def as_seen(self) -> Page:
        """The page to look at: this one, or a copy of it where a look needs scripts and the visitor has none."""
        if self.variant.scripts:
            return self.page
        if self.glass is None:
            self.glass = self.browser.new_page(viewport=self.variant.viewport)
            self.glass.route(lambda address: address == self.page.url, self._answer_with_copy)
        self.glass.goto(self.page.url)
        return self.glass

    def _answer_with_copy(self, route: Route) -> None:
        html = SCRIPT.sub("", self.page.content())
        route.fulfill(body=NO_SCRIPT.sub("", html), content_type="text/html; charset=utf-8")

    def close(self) -> None:
        self.page.context.close()
        if self.glass is not None:
            self.glass.close()
