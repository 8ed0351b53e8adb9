"""The web page is complete and accessible; the fragment stands under a strict Content-Security-Policy."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from consult.appendix.contents import AppendixContents
from consult.appendix.html import write_fragment, write_html

H = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def page(make_contents: Callable[..., AppendixContents]) -> Any:
    """A page with two charts, parsed by a parser that refuses errors."""
    return html5lib.HTMLParser(strict=True).parse(write_html(make_contents(charts=2)))


def test_it_has_a_language_a_title_and_one_main_heading(page: Any) -> None:
    assert page.get("lang") == "en-GB"
    assert page.find(f"{H}head/{H}title").text.startswith("Appendix 3: full results")
    assert len(page.findall(f".//{H}h1")) == 1
    assert len(page.findall(f".//{H}main")) == 1


def test_headings_do_not_skip_a_level(page: Any) -> None:
    levels = [int(e.tag[-1]) for e in page.iter() if re.fullmatch(rf"{re.escape(H)}h[1-6]", str(e.tag))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_links_lead_somewhere(page: Any) -> None:
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    targets = [link.get("href") for link in page.iter(f"{H}a")]
    assert len(targets) > 8
    assert {target[1:] for target in targets} <= set(ids)
    labels = " ".join(element.get("aria-labelledby") or "" for element in page.iter()).split()
    assert set(labels) <= set(ids)


def _headers(table: Element) -> tuple[int, int]:
    across = [cell.get("scope") for cell in table.findall(f"{H}thead/{H}tr/{H}th")]
    down = [cell.get("scope") for cell in table.findall(f"{H}tbody/{H}tr/{H}th")]
    assert set(across) <= {"col"}
    assert set(down) == {"row"}
    return len(across), len(down)


def test_every_table_has_a_caption_and_headers_for_its_rows_and_columns(page: Any) -> None:
    tables = page.findall(f".//{H}table")
    for table in tables:
        across, down = _headers(table)
        assert down == len(table.findall(f"{H}tbody/{H}tr"))
        if table.get("class") != "facts":
            assert across > 1
            assert table.find(f"{H}caption").text.startswith("Table ")
    assert len(tables) > 25


def test_no_header_is_empty(page: Any) -> None:
    assert [cell for cell in page.iter(f"{H}th") if not "".join(cell.itertext()).strip()] == []


def test_charts_are_pictures_with_words(page: Any) -> None:
    charts = page.findall(f".//{SVG}svg")
    assert len(charts) == 2
    for chart in charts:
        assert chart.get("role") == "img"
        assert "54, 50, 58, 52 and 57" in chart.find(f"{SVG}desc").text
        assert chart.find(f"{SVG}title").text.startswith("Figure ")


def test_what_charts_refer_to_is_in_the_same_chart(page: Any) -> None:
    for chart in page.findall(f".//{SVG}svg"):
        own = {element.get("id") for element in chart.iter()}
        attributes = [(name, value) for element in chart.iter() for name, value in element.attrib.items()]
        used = [value[1:] for name, value in attributes if "href" in str(name)]
        used += [match for _, value in attributes for match in re.findall(r"url\(#([^)]+)\)", value)]
        assert used
        assert set(used) <= own


def test_the_fragment_needs_no_style_and_no_script(contents: AppendixContents) -> None:
    fragment = write_fragment(contents)
    parsed = html5lib.HTMLParser(strict=True).parseFragment(fragment)
    names = {str(element.tag) for element in parsed.iter()}
    attributes = {str(name) for element in parsed.iter() for name in element.attrib}
    assert names.isdisjoint({f"{H}style", f"{SVG}style", f"{H}script", f"{H}link", f"{H}html"})
    assert not [name for name in attributes if name == "style" or name.startswith("on")]
    assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]+"', "", fragment)


def test_right_to_left_words_are_turned_round(contents: AppendixContents) -> None:
    assert '<p lang="ur" dir="rtl">ہمیں سنا جائے۔</p>' in write_fragment(contents)
