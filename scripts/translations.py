"""Brings the catalogues of the interface up to date with the code, and compiles them.

Usage: python -m scripts.translations (or: make translations). It says what each language lacks.

Belongs here: finding the texts, merging them into `consult/translations`, writing `.po` and `.mo`. Does not belong
here: which languages there are (`consult.languages`) and what a page shows.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from consult.appendix.formats import FORMATS
from consult.languages import FIRST, LANGUAGES, Language
from consult.pages import form_words, paper_words
from consult.rules.commitments import KIND_WORDS, STATUS_WORDS

PROJECT = Path(__file__).resolve().parent.parent
FOLDER = PROJECT / "consult" / "translations"
FOLDERS_WITH_TEXTS = ("consult", "templates")
# A counted sentence for a script is two texts, singular and plural.
KEYWORDS = {**DEFAULT_KEYWORDS, "counted_words": (1, 2)}
# Babel's own list gives Welsh five forms; CLDR, and Welsh, have six.
SIX_FORMS = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);"
CHECKED_HEADER = """# {name} texts of Said and Done.
# Checked by a person: {checked}. See docs/languages.md."""
UNCHECKED_HEADER = """# {name} texts of Said and Done.
# Made by a computer. Awaiting a person's check: see docs/languages.md."""


def texts() -> Catalog:
    """Every text that a public page can say, in English, with where it stands."""
    found = Catalog(project="Said and Done", charset="utf-8")
    with (PROJECT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    for folder in FOLDERS_WITH_TEXTS:
        # Patterns in babel.cfg begin at the project's top; the folder is put back before each name.
        for name, line, message, comments, context in extract_from_dir(
            PROJECT / folder,
            [(_within(pattern, folder), method) for pattern, method in methods],
            {_within(pattern, folder): value for pattern, value in options.items()},
            keywords=KEYWORDS,
        ):
            found.add(message, None, [(f"{folder}/{name}", line)], auto_comments=comments, context=context)
    for place, text in _named_elsewhere():
        found.add(text, None, [(place, 1)])
    return found


def _within(pattern: str, folder: str) -> str:
    return pattern.removeprefix(f"{folder}/")


def _named_elsewhere() -> Iterator[tuple[str, str]]:
    """Texts that parts without an interface of their own hold, and public pages show."""
    for text in form_words.SENTENCES.values():
        yield "surveys/form_messages.py", text
    for text in paper_words.SENTENCES.values():
        yield "consult/paper/words.py", text
    for text in (*KIND_WORDS.values(), *STATUS_WORDS.values()):
        yield "consult/rules/commitments.py", text
    for form in FORMATS.values():
        yield "consult/appendix/formats.py", form.title


def path_of(language: Language, suffix: str = ".po") -> Path:
    return FOLDER / language.tag / "LC_MESSAGES" / f"messages{suffix}"


def translated() -> list[Language]:
    """The languages that need a catalogue: all but the one the texts are written in."""
    return [language for language in LANGUAGES.values() if language is not FIRST]


def catalogue(language: Language) -> Catalog:
    """What is translated into a language, as its file holds it."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language.tag)
    with path.open("rb") as file:
        return read_po(file, locale=language.tag)


def updated(language: Language, found: Catalog) -> Catalog:
    """The catalogue with exactly the texts that were found. What is gone is dropped; what is new has no words yet."""
    kept = catalogue(language)
    fresh = Catalog(
        locale=language.tag,
        project="Said and Done",
        version="1",
        header_comment=_header(language),
        msgid_bugs_address="see docs/languages.md",
        last_translator="a person" if language.checked else "a computer",
        language_team=language.name,
        fuzzy=False,
        creation_date=kept.creation_date,
        revision_date=kept.creation_date,
    )
    if language.tag == "cy":
        fresh.mime_headers = [("Plural-Forms", SIX_FORMS)]
    for message in sorted((each for each in found if each.id), key=_key):
        known = kept.get(message.id, message.context)
        fresh.add(
            message.id,
            known.string if known is not None and _same_kind(known, message) else None,
            sorted({(name, 0) for name, _line in message.locations}),
            flags=message.flags,
            context=message.context,
        )
    return fresh


def _key(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def _same_kind(known: Message, message: Message) -> bool:
    return known.pluralizable == message.pluralizable and known.id == message.id


def _header(language: Language) -> str:
    header = CHECKED_HEADER if language.checked else UNCHECKED_HEADER
    return header.format(name=language.name, checked="yes")


def as_po(catalog: Catalog) -> bytes:
    """The catalogue as a file, without line numbers, so that moving code changes nothing in it."""
    file = BytesIO()
    write_po(file, catalog, width=110, include_lineno=False, ignore_obsolete=True)
    return file.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def lacking(catalog: Catalog) -> list[str]:
    """The texts that have no translation, or only some of the plural forms."""
    return [_key(each)[0] for each in catalog if each.id and not _is_whole(each, catalog)]


def _is_whole(message: Message, catalog: Catalog) -> bool:
    if message.pluralizable:
        return len(message.string) == catalog.num_plurals and all(message.string)
    return bool(message.string)


def main() -> int:
    """Write every catalogue. Answers 1 where one lacks a text."""
    found = texts()
    short = 0
    for language in translated():
        catalog = updated(language, found)
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        path_of(language).write_bytes(as_po(catalog))
        path_of(language, ".mo").write_bytes(as_mo(catalog))
        gaps = lacking(catalog)
        short += len(gaps)
        sys.stdout.write(f"{language.tag}: {len(catalog)} texts, {len(gaps)} without words\n")
        sys.stdout.writelines(f"  {text}\n" for text in gaps[:20])
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
