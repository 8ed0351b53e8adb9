"""The catalogues of the interface: none lacks a text, or is compiled from something else than it says."""

from __future__ import annotations

import gettext
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from consult.languages import FIRST, LANGUAGES, Language
from scripts import translations

PROJECT = Path(__file__).parent.parent
TRANSLATED = translations.translated()
NAMED = re.compile(r"%\((\w+)\)s|%%\{(\w+)\}")
EACH = pytest.mark.parametrize("language", TRANSLATED, ids=lambda language: language.tag)


@pytest.fixture(scope="session")
def english() -> Catalog:
    """Every text that the code and the templates of public pages hold now."""
    return translations.texts()


@pytest.fixture(scope="session")
def catalogues() -> dict[str, Catalog]:
    return {language.tag: translations.catalogue(language) for language in TRANSLATED}


def ids(catalog: Catalog) -> set[object]:
    return {message.id for message in catalog if message.id}


def pairs(message: Message) -> list[tuple[str, str]]:
    """Each translation beside the English that it must match; every plural form beside the English plural."""
    if message.pluralizable:
        return [(message.id[1], form) for form in message.string]
    return [(message.id, message.string)]


def all_pairs(catalog: Catalog) -> list[tuple[str, str]]:
    return [pair for message in catalog if message.id for pair in pairs(message)]


def placeholders(text: str) -> set[str]:
    percent = {first or second for first, second in NAMED.findall(text)}
    plain = re.sub(r"%%\{\w+\}", "", text)
    return percent | {name for _before, name, _format, _conversion in Formatter().parse(plain) if name}


def test_the_texts_are_found(english: Catalog) -> None:
    found = ids(english)
    assert "Skip to main content" in found, "templates"
    assert "Enter your receipt code" in found, "code"
    assert "Choose an answer to “{question}”" in found, "messages of forms"
    assert "We will change it" in found, "words of commitments"
    assert ("Takes about %(num)s minute", "Takes about %(num)s minutes") in found, "counted words"
    assert not any("Your consultations" in str(text) for text in found), "staff's pages are in English only"


@EACH
def test_no_text_is_missing_and_none_is_left_over(
    language: Language, english: Catalog, catalogues: dict[str, Catalog]
) -> None:
    held = ids(catalogues[language.tag])
    assert not ids(english) - held, "new texts: run make translations, then translate them"
    assert not held - ids(english), "texts that are no longer said: run make translations"
    assert not translations.lacking(catalogues[language.tag]), "these have no translation"
    assert not catalogues[language.tag].obsolete
    assert not [message.id for message in catalogues[language.tag] if message.id and message.fuzzy]


@EACH
def test_what_is_filled_in_is_the_same(language: Language, catalogues: dict[str, Catalog]) -> None:
    for text, translation in all_pairs(catalogues[language.tag]):
        assert placeholders(translation) == placeholders(text), text


@EACH
def test_spaces_at_the_ends_are_the_same(language: Language, catalogues: dict[str, Catalog]) -> None:
    for text, translation in all_pairs(catalogues[language.tag]):
        assert translation[:1].isspace() == text[:1].isspace(), text
        assert translation[-1:].isspace() == text[-1:].isspace(), text


@EACH
def test_every_plural_form_is_there(language: Language, catalogues: dict[str, Catalog]) -> None:
    forms = {"cy": 6, "pl": 3, "ro": 3, "pa": 2, "ur": 2}[language.tag]
    catalog = catalogues[language.tag]
    assert catalog.num_plurals == forms
    counted = [message for message in catalog if message.pluralizable]
    assert counted
    assert all(len(message.string) == forms and all(message.string) for message in counted)


@EACH
def test_what_is_compiled_is_what_is_written(language: Language, catalogues: dict[str, Catalog]) -> None:
    with translations.path_of(language, ".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in catalogues[language.tag]:
        if message.pluralizable:
            for number in range(30):
                form = message.string[_index(catalogues[language.tag], number)]
                assert compiled.ngettext(*message.id, number) == form
        elif message.id:
            assert compiled.gettext(message.id) == message.string


def _index(catalog: Catalog, number: int) -> int:
    return gettext.c2py(catalog.plural_expr)(number)


@EACH
def test_a_catalogue_says_who_checked_it(language: Language, catalogues: dict[str, Catalog]) -> None:
    written = translations.path_of(language).read_text().partition('msgid ""')[0]
    said = "Checked by a person" if language.checked else "Awaiting a person's check"
    assert said in written
    row = next(
        line
        for line in (PROJECT / "docs" / "languages.md").read_text().splitlines()
        if f"`{language.tag}`" in line
    )
    assert ("awaits a person’s check" in row) != language.checked


def test_only_the_language_that_texts_are_written_in_has_no_catalogue() -> None:
    folders = {path.name for path in translations.FOLDER.iterdir() if path.is_dir()}
    assert folders == set(LANGUAGES) - {FIRST.tag}


def test_updating_keeps_what_is_translated_and_drops_what_is_gone(english: Catalog) -> None:
    language = TRANSLATED[0]
    fresh = translations.updated(language, english)
    assert translations.as_po(fresh) == translations.path_of(language).read_bytes()
    fewer = Catalog()
    fewer.add("Back", locations=[("templates/components/back_link.html", 1)])
    fewer.add("Never said before", locations=[("templates/new.html", 1)])
    changed = translations.updated(language, fewer)
    assert ids(changed) == {"Back", "Never said before"}
    assert translations.lacking(changed) == ["Never said before"]
