"""Each measure finds the fault that it is there for, and nothing on a page without it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import markup, measures

pytestmark = pytest.mark.xdist_group("accessibility")
WHOLE = """<!DOCTYPE html><html lang="en" dir="ltr"><head><title>A page</title>
<style>body {{ font: 16px/1.5 sans-serif; margin: 8px }} {style}</style></head>
<body><main>{body}</main></body></html>"""
GOOD = """<h1>A page</h1><p>Words and <a href="#a">a link</a> among them.</p>
<p><label for="one">Your name</label><br><input id="one" style="height:40px;width:200px"></p>
<p><button style="height:40px">Save and continue</button></p>"""
FAULTS = {
    ("axe", "image-alt"): "<img src='data:image/svg+xml,<svg/>' width=9 height=9>",
    ("axe", "label-content-name-mismatch"): "<button aria-label='Send it'>Save and continue</button>",
    ("400 percent", "scrolls sideways"): "<div style='width:600px'>Wide words</div>",
    ("400 percent", "cut off"): "<div style='height:9px;overflow:hidden'>These words are cut off</div>",
    (
        "400 percent",
        "over each other",
    ): "<p>Words</p><p style='margin-top:-40px'>Words that cover the others</p>",
    ("wide text spacing", "cut off"): (
        "<div style='line-height:1;height:18px;overflow:hidden'>These are words</div>"
    ),
    ("text twice as large", "scrolls sideways"): "<div style='width:50rem'>Too wide when it grows</div>",
    ("forced colours", "no edge"): "<button style='border:0;background:red'>Without an edge</button>",
    ("reading order", "stands above"): (
        "<div style='display:flex;flex-direction:column-reverse'><p>First words</p><p>Second words</p></div>"
    ),
    ("reading order", "stands before"): (
        "<div style='display:flex;flex-direction:row-reverse'><p>First words</p><p>Second words</p></div>"
    ),
    ("names", "has no name"): "<button></button>",
    ("names", "is called"): "<a href='#a' aria-label='Elsewhere'>Read more of it</a>",
    ("names", "jumps the order"): "<button tabindex=3>First of all</button>",
    ("pictures", "has no size"): "<img alt='' src='one.svg'>",
    (
        "pictures",
        "is not lazy",
    ): "<div style='height:3000px'></div><img alt='' width=9 height=9 src='one.svg'>",
    ("pictures", "neither"): "<img alt='' width=9 height=9 src='one.png'>",
    (
        "errors",
        "leads nowhere",
    ): "<div class='govuk-error-summary'><a href='#none'>Choose an answer</a></div>",
    (
        "errors",
        "nothing beside",
    ): "<div class='govuk-error-summary'><a href='#one'>Choose an answer</a></div>",
    ("targets", "pixels"): "<button style='height:12px;padding:0;font-size:8px'>Small</button>",
}


def show(page: Page, body: str) -> None:
    page.set_content(WHOLE.format(style="", body=body))
    measures.prepare(page)


@pytest.mark.parametrize("measure", measures.MEASURES)
def test_a_good_page_has_no_problems(blank_page: Page, measure: str) -> None:
    show(blank_page, GOOD)
    assert measures.MEASURES[measure](blank_page) == []


@pytest.mark.parametrize(("measure", "said"), FAULTS, ids=lambda value: value)
def test_a_fault_is_found(blank_page: Page, measure: str, said: str) -> None:
    show(blank_page, GOOD + FAULTS[measure, said])
    found = measures.MEASURES[measure](blank_page)
    assert any(said in problem for problem in found), found


def test_every_measure_has_a_fault_that_it_finds() -> None:
    assert {measure for measure, _said in FAULTS} == set(measures.MEASURES)


def test_a_target_of_24_pixels_is_too_small_for_easy_read(blank_page: Page) -> None:
    show(blank_page, "<h1>A page</h1><button style='height:30px;width:90px'>Save</button>")
    assert measures.targets(blank_page) == []
    assert measures.large_targets(blank_page)


MARKUP = """<!DOCTYPE html><html lang="en" dir="ltr"><head><title>A page</title></head><body><main>
<h1>A page</h1><h2>A part of it</h2>{}</main></body></html>"""


def test_good_markup_has_no_problems() -> None:
    assert markup.problems_in(MARKUP.format("<p>Words</p><label for='a'>Name</label><input id='a'>")) == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("<p>Words</b></p>", "does not parse"),
        ("<p id='a'>One</p><p id='a'>Two</p>", "twice"),
        ("<p aria-describedby='none'>One</p>", "not there"),
        ("<label for='none'>One</label>", "a label is for none"),
        ("<input id='a'>", "has no label"),
        ("<h4>Skipped</h4>", "skip a level"),
        ("<h1>Another</h1>", "2 main headings"),
        ("<h3></h3>", "without words"),
        ("<p style='color:red'>Red</p>", "a style in a tag"),
        ("<p onclick='go()'>Go</p>", "a script in a tag"),
        ("<script>go()</script>", "without a nonce"),
        ("<label for='a'>Name <a href='#a'>why</a></label><input id='a'>", "stands within"),
        ("<ul><p>One</p></ul>", "not an item"),
        ("<span><div>One</div></span>", "stands within"),
        ("</main><main>", "2 mains"),
    ],
    ids=lambda value: value,
)
def test_a_fault_in_the_markup_is_found(fault: str, said: str) -> None:
    found = markup.problems_in(MARKUP.format(fault))
    assert any(said in problem for problem in found), found
