"""Every public page in every state, in every edition, with scripts and without: what each measure found there."""

from __future__ import annotations

from typing import Any

import pytest

from consult.pages.access import Access
from tests.browser.accessibility import journeys


def assert_nothing(found: Any, measure: str) -> None:
    assert len(found.states) >= 10, "the walk saw next to nothing"
    problems = found.problems[measure]
    assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems[:40])


def test_every_journey_arrives(found: Any) -> None:
    problems = found.problems.get("journeys", [])
    assert not problems, "\n".join(problems)


def test_axe_finds_nothing(found: Any) -> None:
    assert_nothing(found, "axe")


def test_nothing_is_lost_at_400_percent(found: Any) -> None:
    """At 320 pixels of width, too, which is the same thing."""
    assert_nothing(found, "400 percent")


def test_nothing_is_lost_with_wide_text_spacing(found: Any) -> None:
    assert_nothing(found, "wide text spacing")


def test_nothing_is_lost_with_text_twice_as_large(found: Any) -> None:
    assert_nothing(found, "text twice as large")


def test_controls_have_an_edge_in_forced_colours(found: Any) -> None:
    assert_nothing(found, "forced colours")


def test_reading_order_is_visual_order(found: Any) -> None:
    assert_nothing(found, "reading order")


def test_names_hold_the_visible_words(found: Any) -> None:
    assert_nothing(found, "names")


def test_targets_are_large_enough(found: Any) -> None:
    """24 pixels, and 44 on every page in easy read."""
    assert_nothing(found, "targets")


def test_pictures_are_light_and_keep_their_place(found: Any) -> None:
    assert_nothing(found, "pictures")


def test_errors_stand_in_words_beside_their_fields(found: Any) -> None:
    assert_nothing(found, "errors")


def test_the_markup_is_right(found: Any) -> None:
    """A parser that refuses errors reads it; ids, labels, headings, language and nesting are as they should be."""
    assert_nothing(found, "markup")


def test_titles_tell_the_page_and_the_error(found: Any) -> None:
    for state, title in found.titles.items():
        assert title.endswith("Sample Borough Council"), f"{state}: {title}"
        plain = found.titles.get(state.replace("with mistakes", "as it opens"))
        if state.endswith("with mistakes") and plain:
            assert title != plain, f"{state}: the title does not tell of the mistakes"
            assert title.endswith(plain), f"{state}: {title}"
    questions = [title for state, title in found.titles.items() if state.endswith("as it opens")]
    assert len(set(questions)) == len(questions), "two pages of questions have the same title"


def test_every_public_page_is_walked_to(found: Any, public_site: Any) -> None:
    if not found.variant.everywhere:
        pytest.skip("this variant only goes through the questions")
    public = {
        rule.endpoint
        for rule in public_site.app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and getattr(public_site.app.view_functions[rule.endpoint], "access", None) is Access.PUBLIC
    }
    missing = public - found.endpoints - set(journeys.NOT_PAGES)
    assert not missing, f"no journey comes to {sorted(missing)}: add one to journeys.py"
    assert not set(journeys.NOT_PAGES) - public, "a page that is no more is still left out"
