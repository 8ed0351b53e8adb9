"""Every public page in every language: nothing of the interface stays in English.

Two ways of looking. No text of a catalogue is left in English; and in the languages of other scripts, no part of a page
that says it is in them is in Latin letters, names of files and addresses apart, so that a text which was never given
to a translator is found too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from consult.languages import LANGUAGES
from consult.services import loading
from scripts import translations

FIXTURES = Path(__file__).parent / "fixtures"
SLUG = "in-every-language"
HOME = f"/consultations/{SLUG}"
TAGS = [language.tag for language in translations.translated()]
OTHER_SCRIPTS = [tag for tag in TAGS if tag in ("ur", "pa")]
PUBLIC_PAGES = [
    "/",
    "/consultations",
    HOME,
    f"{HOME}/paper",
    "/privacy",
    "/accessibility",
    "/receipt",
    "/no-such-page",
    f"{HOME}/results",
]
READ_ALOUD = ("aria-label", "alt", "title", "placeholder")
# Names, which stay as they are in every language.
NAMES = re.compile(
    r"Sample Borough Council|consultations@example\.org|session|draft_…|receipt_code|CSV|JSON|PDF|Word"
    r"|OpenDocument|JavaScript|WCAG|AA|axe|RSS|Atom|[A-Z2-7]{4}( [A-Z2-7]{4})*|https?://\S+|\S+@\S+"
)
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture
def in_every_language(app: Any, tmp_path: Path) -> None:
    given = json.loads((FIXTURES / "every_type.json").read_text())
    given["consultation"]["slug"] = SLUG
    urdu = json.loads((FIXTURES / "urdu_wording.json").read_text())
    given["wordings"] += [{**urdu, "language": tag} for tag in TAGS]
    path = tmp_path / "consultation.json"
    path.write_text(json.dumps(given))
    with app.app_context():
        loading.load_file(path)


def said_in(tag: str, element: ElementTree.Element, here: str = "") -> Iterator[str]:
    """The texts of a page that say they are in a language, with what is read aloud and not shown."""
    if element.tag in ("script", "style", "head"):
        return
    here = element.get("lang", here)
    if here == tag:
        yield from (element.get(name, "") for name in READ_ALOUD)
        yield element.text or ""
    for child in element:
        yield from said_in(tag, child, here)
        if here == tag:
            yield child.tail or ""


def english_texts() -> dict[str, str]:
    return {
        message.id: message.id
        for message in translations.texts()
        if message.id and isinstance(message.id, str) and "%" not in message.id and "{" not in message.id
    }


ENGLISH = english_texts()


def check(page: Any, tag: str) -> None:
    catalog = translations.catalogue(LANGUAGES[tag])
    texts = [" ".join(text.split()) for text in said_in(tag, page.tree)]
    assert [text for text in texts if text], f"nothing on {page.address} says that it is in {tag}"
    for text in filter(None, texts):
        kept = text in ENGLISH and catalog.get(text) is not None and catalog.get(text).string != text
        assert not kept, f"English is left on {page.address}: {text}"
        if tag in OTHER_SCRIPTS:
            assert not LATIN_WORD.search(NAMES.sub("", text)), f"Latin letters on {page.address}: {text}"


@pytest.mark.usefixtures("in_every_language")
@pytest.mark.parametrize("tag", TAGS)
def test_public_pages(visitor: Any, tag: str) -> None:
    for address in PUBLIC_PAGES:
        check(visitor.get(f"{address}?language={tag}"), tag)


@pytest.mark.usefixtures("in_every_language")
@pytest.mark.parametrize("tag", TAGS)
def test_the_whole_way_with_an_error(visitor: Any, tag: str) -> None:
    page = visitor.start(f"standard.{tag}", SLUG)
    check(page, tag)
    page = visitor.send(page, "/answer/welcome")
    wrong = visitor.send(page, "/answer/about_you")
    assert wrong.status == 400
    check(wrong, tag)
    for _page in range(9):
        page = visitor.send(page, page.address, **_answers(page))
        check(page, tag)
        if page.address.endswith("/check-answers"):
            break
    receipt = visitor.send(page, "/answer/send-answers")
    assert receipt.address.endswith("/your-receipt")
    check(receipt, tag)


def _answers(page: Any) -> dict[str, str]:
    """The first option of every group of radios on a page."""
    chosen: dict[str, str] = {}
    for control in page.all("input", type="radio"):
        chosen.setdefault(control.get("name", "").replace("-", "__"), control.get("value", ""))
    return chosen
