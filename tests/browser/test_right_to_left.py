"""A right-to-left language in a real browser: what stands on the left in English stands on the right here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from consult.services import loading
from tests.browser.moving import follow, press

FIXTURES = Path(__file__).parent.parent / "pages" / "fixtures"
SLUG = "in-urdu"
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
SAVE = "محفوظ کریں اور آگے بڑھیں"


@pytest.fixture(scope="module")
def in_urdu(site: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The consultation with every type of question, with a wording in Urdu as well."""
    given = json.loads((FIXTURES / "every_type.json").read_text())
    given["consultation"]["slug"] = SLUG
    given["wordings"].append(json.loads((FIXTURES / "urdu_wording.json").read_text()))
    path = tmp_path_factory.mktemp("urdu") / "consultation.json"
    path.write_text(json.dumps(given))
    with site.app.app_context():
        loading.load_file(path)
    return str(site.address(f"/consultations/{SLUG}"))


def box(place: Locator) -> dict[str, float]:
    found = place.bounding_box()
    assert found is not None
    return {**found, "right": found["x"] + found["width"], "middle": found["x"] + found["width"] / 2}


def begin(page: Page, address: str) -> None:
    page.goto(f"{address}?language=ur")
    page.locator('input[value="standard.ur"]').check()
    follow(page.get_by_role("button", name="شروع کریں", exact=True))


def save(page: Page) -> None:
    press(page, SAVE)


def nothing_is_cut_off(page: Page) -> None:
    """In a page that is written from the right, what is too wide hangs over on the left, where nobody can scroll."""
    over = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => { const b = e.getBoundingClientRect();"
        " return b.width > 1 && (b.left < -1 || b.right > document.documentElement.clientWidth + 1) })"
        ".map(e => e.outerHTML.slice(0, 120))"
    )
    assert not over


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_whole_way_is_mirrored(
    in_urdu: str, size: dict[str, int], new_context: Any, check_page: Any
) -> None:
    page = new_context(viewport=size).new_page()
    begin(page, in_urdu)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ur")
    _back_link_and_progress(page)
    save(page)
    save(page)
    _error_and_radios(page, check_page)
    page.locator('input[value="parent_carer"]').check()
    save(page)
    _grid(page, size)
    nothing_is_cut_off(page)


def _back_link_and_progress(page: Page) -> None:
    link = page.locator(".govuk-back-link")
    side = link.evaluate("e => getComputedStyle(e, '::before').right")
    assert side != "auto" and float(side.removesuffix("px")) < 10, (
        "the arrow stands at the right of its words"
    )
    assert box(link)["right"] > page.viewport_size["width"] / 2
    expect(page.locator(".progress__words")).to_contain_text("صفحہ 1 از 5")
    words, title = box(page.locator(".progress")), box(page.locator("h1"))
    assert abs(words["right"] - title["right"]) < 2


def _error_and_radios(page: Page, check_page: Any) -> None:
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("ایک مسئلہ ہے")
    expect(summary).to_be_focused()
    link = summary.get_by_role("link")
    assert box(link)["right"] > box(summary)["right"] - 60
    message = page.locator(".govuk-error-message")
    expect(message).to_contain_text("غلطی")
    group = page.locator(".govuk-form-group--error").first
    assert group.evaluate("e => getComputedStyle(e).borderRightStyle") == "solid"
    assert group.evaluate("e => getComputedStyle(e).borderLeftStyle") == "none"
    radio = page.locator('input[value="parent_carer"]')
    label = page.locator(f'label[for="{radio.get_attribute("id")}"]')
    words = label.evaluate(
        "e => { const r = document.createRange(); r.selectNodeContents(e); const b = r.getBoundingClientRect();"
        " return [b.left, b.right] }"
    )
    assert box(radio)["x"] >= words[1] - 1, "the radio stands to the right of its words"
    check_page(page)
    nothing_is_cut_off(page)


def _grid(page: Page, size: dict[str, int]) -> None:
    """From the child to the priorities; with room, the first point of a scale is the one at the right."""
    while page.locator(".scale-row").count() == 0:
        save(page)
    first, second = (box(page.locator(".scale-row").first.locator("input").nth(n)) for n in (0, 1))
    if size is DESKTOP:
        assert first["x"] > second["x"]
    else:
        assert abs(first["x"] - second["x"]) < 2
        assert first["middle"] > size["width"] / 2


PLACE_OF_LETTER = """(e, at) => {
  const range = document.createRange();
  range.setStart(e.firstChild, at);
  range.setEnd(e.firstChild, at + 1);
  return range.getBoundingClientRect().left;
}"""
PLACES_OF_GROUPS = """e => ['0800', '1111'].map(group => {
  const words = [...e.querySelectorAll('span')].flatMap(span => [...span.childNodes])
    .find(node => node.nodeType === Node.TEXT_NODE && node.data.includes(group));
  const range = document.createRange();
  range.setStart(words, words.data.indexOf(group));
  range.setEnd(words, words.data.indexOf(group) + group.length);
  const box = range.getBoundingClientRect();
  return [Math.round(box.left), Math.round(box.top)];
})"""


def _number_to_call(page: Page) -> None:
    """Its groups of digits stand from left to right and on one line, as they are dialled."""
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 900})
        (first, its_line), (second, other_line) = page.locator(".safeguarding").evaluate(PLACES_OF_GROUPS)
        assert its_line == other_line, f"the number is broken over two lines at {width} px"
        assert first < second, f"“0800 1111” reads “1111 0800” at {width} px"


def test_the_summary_of_answers_is_mirrored(in_urdu: str, new_context: Any, check_page: Any) -> None:
    page = new_context(viewport=DESKTOP).new_page()
    begin(page, in_urdu)
    for _page in range(9):
        if page.url.endswith("/check-answers"):
            break
        for group in page.locator("fieldset").all():
            if group.locator("input[type=radio]").count():
                group.locator("input[type=radio]").first.check()
        for written in page.locator("textarea").all():
            written.fill("More clubs.")
        save(page)
    row = page.locator(".govuk-summary-list__row").first
    key, value, change = (
        box(row.locator(f".govuk-summary-list__{part}")) for part in ("key", "value", "actions")
    )
    assert key["x"] > value["x"] > change["x"]
    expect(row.get_by_role("link")).to_contain_text("تبدیل کریں")
    _number_to_call(page)
    answer = page.locator(".written", has_text="More clubs.").first
    first, last = (answer.evaluate(PLACE_OF_LETTER, at) for at in (0, len("More clubs.") - 1))
    assert first < last, "an answer in English keeps its full stop at its end"
    check_page(page)
    press(page, "میرے جوابات بھیجیں")
    expect(page.get_by_role("heading", level=1)).to_have_text("شکریہ۔ آپ کے جوابات ہمیں مل گئے۔")
    check_page(page)


def test_a_tick_is_not_turned_round_and_an_arrow_is(in_urdu: str, new_context: Any) -> None:
    page = new_context(viewport=PHONE).new_page()
    page.goto(f"{in_urdu}?language=ur")
    arrow = page.locator(".govuk-button__start-icon")
    assert arrow.evaluate("e => getComputedStyle(e).transform") == "matrix(-1, 0, 0, 1, 0, 0)"
    words, sign = box(page.locator(".opening__way-in .govuk-button")), box(arrow)
    assert sign["middle"] < words["middle"], "the arrow comes after the word, on its left"


def test_public_pages_fit_a_phone_in_urdu(site: Any, new_context: Any, check_page: Any) -> None:
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    for path in ("/", "/privacy", "/accessibility", "/receipt"):
        page.goto(site.address(f"{path}?language=ur"))
        nothing_is_cut_off(page)
        check_page(page)
