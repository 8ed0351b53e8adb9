"""The languages of public pages: choosing one, keeping it, being offered one, and what a page says of itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from consult import languages
from consult.languages import LANGUAGES
from consult.services import loading
from tests.pages.conftest import read

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = {language.tag: language.name for language in LANGUAGES.values()}
URDU_SAVE = "محفوظ کریں اور آگے بڑھیں"


def html(page: Any) -> tuple[str, str]:
    return page.tree.get("lang"), page.tree.get("dir")


def chooser(page: Any) -> Any:
    return next(iter(page.all("nav", class_="languages")), None)


def offered(page: Any) -> list[Any]:
    links = [] if chooser(page) is None else list(chooser(page).iter("a"))
    return [link for link in links if "languages__link" in link.get("class", "")]


@pytest.fixture
def in_urdu_too(app: Any, tmp_path: Path) -> str:
    """The consultation with every type of question, with a wording in Urdu and one in Arabic as well."""
    given = json.loads((FIXTURES / "every_type.json").read_text())
    given["consultation"]["slug"] = "in-urdu"
    urdu = json.loads((FIXTURES / "urdu_wording.json").read_text())
    given["wordings"] += [urdu, {**urdu, "language": "ar"}]
    path = tmp_path / "urdu.json"
    path.write_text(json.dumps(given))
    with app.app_context():
        loading.load_file(path)
    return "/consultations/in-urdu"


def test_each_language_is_offered_in_its_own_name_and_the_current_one_marked(visitor: Any) -> None:
    links = offered(visitor.get("/privacy"))
    assert {link.get("hreflang"): "".join(link.itertext()) for link in links} == NAMES
    assert [link.get("hreflang") for link in links if link.get("aria-current")] == ["en"]
    assert [link.get("href") for link in links][:1] == ["/privacy?language=en"]


@pytest.mark.parametrize(
    ("place", "goodbye"),
    [
        ("/consultations/in-urdu/answer/finish-here", "آپ نے اس آلے پر کام ختم کر دیا ہے۔"),
        ("/receipt/finish", "آپ کی رسید اس آلے پر بند کر دی گئی ہے۔"),
    ],
)
def test_finishing_on_a_shared_device_ends_the_choice_and_says_goodbye_in_it(
    visitor: Any, in_urdu_too: str, place: str, goodbye: str
) -> None:
    token = visitor.get(f"{in_urdu_too}?language=ur").form("/start-answering").values["csrf_token"]
    after = read(visitor.client.post(place, data={"csrf_token": token}, follow_redirects=True))
    assert html(after) == ("en", "ltr")
    said = next(span for span in after.all("span") if span.get("lang") == "ur")
    assert said.get("dir") == "rtl" and "".join(said.itertext()).startswith(goodbye)
    assert html(visitor.get("/privacy")) == ("en", "ltr")


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_a_chosen_language_holds_for_the_pages_after_it(visitor: Any, tag: str) -> None:
    first = visitor.get(f"/?language={tag}")
    assert html(first) == (tag, LANGUAGES[tag].direction)
    assert html(visitor.get("/privacy")) == (tag, LANGUAGES[tag].direction)
    sheets = [link.get("href") for link in first.all("link", rel="stylesheet")]
    assert any(".rtl.min.css" in sheet for sheet in sheets) == (LANGUAGES[tag].direction == "rtl")


def test_what_was_asked_for_in_the_address_is_kept_in_the_links(visitor: Any) -> None:
    links = {link.get("hreflang"): link.get("href") for link in offered(visitor.get("/?q=a%26b&language=ur"))}
    assert links["en"] == "/?q=a%26b&language=en"


@pytest.mark.parametrize("asked", ["xx", "", "../ur", "UR", "ur-PK"])
def test_a_language_that_is_not_there_changes_nothing(visitor: Any, asked: str) -> None:
    assert html(visitor.get(f"/?language={asked}")) == ("en", "ltr")


def test_what_a_browser_asks_for_is_offered_and_not_imposed(client: Any) -> None:
    page = client.get("/", headers={"Accept-Language": "ur-PK, en;q=0.8"}).get_data(as_text=True)
    assert '<html lang="en"' in page
    assert LANGUAGES["ur"].invitation in page
    client.get("/?language=en")
    again = client.get("/", headers={"Accept-Language": "ur-PK, en;q=0.8"}).get_data(as_text=True)
    assert LANGUAGES["ur"].invitation not in again
    english = client.get("/", headers={"Accept-Language": "en-GB, ur;q=0.8"}).get_data(as_text=True)
    assert "languages__suggestion" not in english


def test_pages_of_staff_are_in_english_whatever_was_chosen(visitor: Any) -> None:
    visitor.get("/?language=ur")
    page = visitor.get("/sign-in")
    assert html(page) == ("en", "ltr")
    assert chooser(page) is None


def test_a_page_that_is_not_there_says_so_in_the_language(visitor: Any) -> None:
    visitor.get("/?language=ur")
    page = visitor.get("/no-such-page")
    assert html(page) == ("ur", "rtl")
    assert page.heading == "صفحہ نہیں ملا"
    assert offered(page)[0].get("href") == "/?language=en"


def test_a_translation_nobody_checked_says_so(visitor: Any) -> None:
    page = visitor.get("/?language=ur")
    assert "یہ ترجمہ کمپیوٹر نے کیا ہے" in "".join(page.all("footer")[0].itertext())
    assert "computer" not in "".join(visitor.get("/?language=en").all("footer")[0].itertext())


def test_pages_of_answering_speak_the_language_of_the_wording(visitor: Any, in_urdu_too: str) -> None:
    visitor.get("/?language=en")
    page = visitor.start("standard.ur", "in-urdu")
    assert html(page) == ("ur", "rtl")
    assert URDU_SAVE in "".join(page.all("main")[0].itertext())
    assert chooser(page) is None
    page = visitor.get(f"{in_urdu_too}/answer/about_you")
    assert html(page) == ("ur", "rtl")
    assert html(visitor.get("/privacy")) == ("en", "ltr"), "what was chosen for the site stays"


def test_messages_about_answers_are_in_the_language_of_the_wording(visitor: Any, in_urdu_too: str) -> None:
    page = visitor.start("standard.ur", "in-urdu")
    page = visitor.send(visitor.send(page, "/answer/welcome"), "/answer/about_you")
    assert page.status == 400
    assert "”ان میں سے کون سا آپ کو سب سے اچھی طرح بیان کرتا ہے؟“ کا ایک جواب منتخب کریں" in page.text
    assert page.title.startswith("غلطی: ")
    assert "Error" not in page.text


def test_where_there_is_no_catalogue_questions_and_site_each_say_their_language(
    visitor: Any, in_urdu_too: str
) -> None:
    page = visitor.start("standard.ar", "in-urdu")
    assert html(page) == ("ar", "rtl")
    button = page.all("button", class_="govuk-button")[0]
    assert (button.get("lang"), button.get("dir")) == ("en", "ltr")
    assert page.all("header")[0].get("lang") == page.all("footer")[0].get("lang") == "en"
    assert page.all("h1")[0].get("lang") is None


def test_a_wording_that_was_chosen_is_the_language_of_the_site(visitor: Any, in_urdu_too: str) -> None:
    visitor.start("standard.ur", "in-urdu")
    assert html(visitor.get("/privacy")) == ("ur", "rtl")


def test_the_wording_in_the_language_of_the_page_comes_first(visitor: Any, in_urdu_too: str) -> None:
    page = visitor.get(f"{in_urdu_too}?language=ur")
    assert page.all("input", name="wording")[0].get("value") == "standard.ur"
    assert (
        visitor.get(f"{in_urdu_too}?language=en").all("input", name="wording")[0].get("value")
        == "standard.en"
    )


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("ur", "rtl"),
        ("ar", "rtl"),
        ("pa", "ltr"),
        ("pa-Arab", "rtl"),
        ("az-Latn", "ltr"),
        ("he-IL", "rtl"),
        ("en", "ltr"),
    ],
)
def test_a_script_that_is_named_decides_the_direction(tag: str, direction: str) -> None:
    assert languages.direction_of(tag) == direction


def test_a_catalogue_in_another_script_is_no_help() -> None:
    assert languages.catalogue_for("ur-PK") is LANGUAGES["ur"]
    assert languages.catalogue_for("ur-Latn") is None
    assert languages.catalogue_for("ar") is None


@pytest.mark.parametrize(("tag", "name"), [("pl", "Polski"), ("ur", "اردو"), ("zz-unknown", "zz-unknown")])
def test_a_language_is_called_what_it_calls_itself(tag: str, name: str) -> None:
    assert languages.name_of(tag) == name
