"""The wordings of a questionnaire as they are offered: by language, each with a picture and a name in that language.

Belongs here: what the start page and every page of answering offer. Does not belong here: changing the wording of a
response (`wording_choice`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flask_babel import force_locale, gettext

from consult import languages
from consult.services import offering
from consult.services.questionnaires import LoadedVersion
from consult.store.consultations import Consultation
from surveys.wordings import Wording

PICTURES = {"standard": "document", "easy_read": "read", "young_person": "teenager"}


@dataclass(frozen=True)
class OfferedWording:
    """One way of reading. `value` is what a form sends; `said_in` is the language of its name and hint."""

    value: str
    edition: str
    name: str
    hint: str
    said_in: str
    direction: str
    picture: str
    is_current: bool


@dataclass(frozen=True)
class OfferedLanguage:
    """A language with the wordings in it, named in that language and script."""

    tag: str
    name: str
    direction: str
    wordings: tuple[OfferedWording, ...]


def wordings_offered(
    consultation: Consultation, version: LoadedVersion, current: Wording | None = None
) -> tuple[OfferedLanguage, ...]:
    """All wordings that lack nothing, and the current one, those in the language of the page first."""
    by_language: dict[str, list[Wording]] = {}
    complete = offering.offered(consultation, version)
    for wording in version.wordings.values():
        if wording in complete or wording is current:
            by_language.setdefault(wording.language, []).append(wording)
    first = current.language if current else languages.chosen()
    tags = sorted(by_language, key=lambda tag: tag.partition("-")[0] != first.partition("-")[0])
    return tuple(_language(tag, by_language[tag], current) for tag in tags)


def _language(tag: str, wordings: list[Wording], current: Wording | None) -> OfferedLanguage:
    return OfferedLanguage(
        tag,
        languages.name_of(tag),
        languages.direction_of(tag),
        tuple(_wording(wording, wording is current) for wording in wordings),
    )


def _wording(wording: Wording, is_current: bool) -> OfferedWording:
    catalogue = languages.catalogue_for(wording.language) or languages.FIRST
    name, hint = _words(wording.edition, catalogue.tag)
    return OfferedWording(
        f"{wording.edition}.{wording.language}",
        wording.edition,
        name,
        hint,
        catalogue.tag,
        catalogue.direction,
        PICTURES[wording.edition],
        is_current,
    )


@lru_cache(maxsize=100)
def _words(edition: str, tag: str) -> tuple[str, str]:
    """What an edition is called in a language, and what it is like."""
    with force_locale(tag):
        return {
            "standard": (gettext("Standard"), gettext("The usual words")),
            "easy_read": (gettext("Easy read"), gettext("Pictures, short sentences, one question at a time")),
            "young_person": (
                gettext("For children and young people"),
                gettext("Written for people under 18"),
            ),
        }[edition]
