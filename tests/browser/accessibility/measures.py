"""What is asked of every public page in every state, and how it is measured.

Belongs here: measures of one page as it stands in a browser; each gives its problems in words. Does not belong
here: getting to a page (`journeys`), or how the markup is written (`markup`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

HERE = Path(__file__).parent
SCRIPT = (HERE / "measures.js").read_text()
AXE = (HERE.parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# 1280 by 1024 pixels, four times as large (WCAG 1.4.10): 320 by 256 of the pixels that styles count in.
FOUR_TIMES = {"width": 320, "height": 256}
LEAST_TARGET = 24
LEAST_TARGET_IN_EASY_READ = 44

Problems = list[str]
Measure = Callable[[Page], Problems]


def prepare(page: Page) -> None:
    """Put axe and the measures into a page, behind its own scripts and without its policy's knowledge."""
    page.evaluate(f"() => {{ if (!window.axe) {{ {AXE} }} }}")
    page.evaluate(f"() => {{ if (!window.measures) {{ {SCRIPT} }} }}")


def axe(page: Page) -> Problems:
    """What axe finds, with its rule that a visible label is part of the name of its control."""
    options = {"runOnly": RULES, "rules": {"label-content-name-mismatch": {"enabled": True}}}
    found = page.evaluate("options => axe.run(document, {...options, resultTypes: ['violations']})", options)
    assert found["passes"], "axe looked at nothing"
    return [_said(violation) for violation in found["violations"]]


def _said(violation: dict[str, Any]) -> str:
    places = "; ".join(f"{node['html'][:300]} ({node['failureSummary']})" for node in violation["nodes"][:3])
    return f"{violation['id']}: {violation['help']}: {places}"


def layout_at_400_percent(page: Page) -> Problems:
    return _at(page, FOUR_TIMES, "layout")


def layout_with_wide_spacing(page: Page) -> Problems:
    return _at(page, FOUR_TIMES, "spaced")


def layout_with_text_twice_as_large(page: Page) -> Problems:
    return _at(page, {"width": 1280, "height": 900}, "large")


def _at(page: Page, size: dict[str, int], measure: str) -> Problems:
    before = page.viewport_size
    page.set_viewport_size(size)
    found = _measured(page, measure)
    if before:
        page.set_viewport_size(before)
    return found


def in_forced_colours(page: Page) -> Problems:
    page.emulate_media(forced_colors="active")
    found = _measured(page, "edges")
    page.emulate_media(forced_colors="none")
    return found


def order(page: Page) -> Problems:
    return _measured(page, "disorder")


def names(page: Page) -> Problems:
    return _measured(page, "names")


def pictures(page: Page) -> Problems:
    return _measured(page, "pictures")


def errors(page: Page) -> Problems:
    return _measured(page, "errors")


def targets(page: Page) -> Problems:
    return _measured(page, "smallTargets", LEAST_TARGET)


def large_targets(page: Page) -> Problems:
    return _measured(page, "smallTargets", LEAST_TARGET_IN_EASY_READ)


def _measured(page: Page, name: str, *given: Any) -> Problems:
    found: Problems = page.evaluate(f"given => window.measures.{name}(...given)", list(given))
    return found


MEASURES = {
    "axe": axe,
    "400 percent": layout_at_400_percent,
    "wide text spacing": layout_with_wide_spacing,
    "text twice as large": layout_with_text_twice_as_large,
    "forced colours": in_forced_colours,
    "reading order": order,
    "names": names,
    "pictures": pictures,
    "errors": errors,
    "targets": targets,
}
