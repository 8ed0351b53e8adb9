"""The sites that are walked through, and what was found on the way: each variant walks once, all tests read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from tests.browser.accessibility import journeys, markup, measures, sites
from tests.browser.accessibility.sites import PublicSite
from tests.browser.accessibility.walks import VARIANTS, Variant, Walk

PATIENCE = 15_000


@pytest.fixture(scope="session")
def empty_site(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublicSite]:
    with sites.served(migrated_sqlite, tmp_path_factory.mktemp("empty_site")) as site:
        yield site


@pytest.fixture(scope="session")
def public_site(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublicSite]:
    folder = tmp_path_factory.mktemp("public_site")
    with sites.served(migrated_sqlite, folder) as site:
        sites.fill(site, folder)
        yield site


@dataclass
class Found:
    """What a walk found: problems by measure, each with the state it is in."""

    variant: Variant
    states: list[str] = field(default_factory=list)
    endpoints: set[str] = field(default_factory=set)
    problems: dict[str, list[str]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def add(self, measure: str, state: str, said: list[str]) -> None:
        self.problems.setdefault(measure, []).extend(f"{self.variant}: {state}: {each}" for each in said)


@pytest.fixture(scope="session", params=VARIANTS, ids=str)
def found(
    request: pytest.FixtureRequest, browser: Browser, public_site: PublicSite, empty_site: PublicSite
) -> Found:
    """Everything that one variant found on its way through every state."""
    variant: Variant = request.param
    context = browser.new_context(viewport=variant.viewport, java_script_enabled=variant.scripts)
    context.set_default_timeout(PATIENCE)
    walk = Walk(browser, context.new_page(), public_site, empty_site, variant)
    found = Found(variant)
    for journey in (*journeys.IN_EVERY_EDITION, *(journeys.EVERYWHERE if variant.everywhere else ())):
        _go(walk, journey, found)
    found.endpoints = walk.endpoints
    walk.close()
    return found


def _go(walk: Walk, journey: journeys.Journey, found: Found) -> None:
    """Go along one journey. Where it does not get on, that is a problem too, and the others are still gone."""
    states: list[str] = []
    try:
        for state in journey(walk):
            states.append(state)
            _look(walk, state, found)
    except (PlaywrightError, AssertionError) as error:
        stands = f"{journey.__name__} after {states[-1:]} at {walk.page.url}"
        found.add("journeys", stands, [str(error)])


def _look(walk: Walk, state: str, found: Found) -> None:
    assert state not in found.states, f"two states are called {state}"
    found.states.append(state)
    found.titles[state] = walk.page.title()
    found.add("markup", state, markup.problems_in(walk.source))
    page = walk.as_seen()
    measures.prepare(page)
    for name, measure in _measures_for(page):
        found.add(name, state, measure(page))


def _measures_for(page: Page) -> list[tuple[str, measures.Measure]]:
    chosen = dict(measures.MEASURES)
    if page.locator("body.edition--easy_read").count():
        chosen["targets"] = measures.large_targets
    return list(chosen.items())


@pytest.fixture
def blank_page(browser: Browser) -> Iterator[Page]:
    """A page to put faults into, so that each measure is seen to find them."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()
