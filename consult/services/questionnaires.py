"""Questionnaire versions as they are read from the store, ready to use.

A version never changes, so each is parsed once in a process and kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from consult.store import consultations
from consult.store.consultations import Consultation, QuestionnaireVersion
from surveys.definition import Questionnaire, parse_questionnaire
from surveys.wordings import Wording, parse_wording

Edition = tuple[str, str]


@dataclass(frozen=True)
class LoadedVersion:
    """One version with all its wordings, by (edition, language), in the order they were given."""

    version_id: int
    number: int
    digest: str
    questionnaire: Questionnaire
    wordings: dict[Edition, Wording]

    def wording(self, edition: str, language: str) -> Wording | None:
        return self.wordings.get((edition, language))

    @property
    def first_wording(self) -> Wording:
        return next(iter(self.wordings.values()))


class NoQuestionnaire(LookupError):
    """A consultation has no questionnaire yet."""


@dataclass(frozen=True)
class _Key:
    """Identifies a version in the cache; the digest guards against another database in the same process."""

    version_id: int
    digest: str


_loaded: dict[_Key, LoadedVersion] = {}


def loaded(row: QuestionnaireVersion) -> LoadedVersion:
    """The version of a row that was read with its wordings."""
    key = _Key(row.id, row.digest)
    if key not in _loaded:
        _loaded[key] = _parse(row)
    return _loaded[key]


def _parse(row: QuestionnaireVersion) -> LoadedVersion:
    questionnaire = parse_questionnaire(row.definition)
    wordings: dict[Edition, Wording] = {
        (wording.edition, wording.language): parse_wording(wording.texts, questionnaire)
        for wording in row.wordings
    }
    return LoadedVersion(row.id, row.number, row.digest, questionnaire, wordings)


def latest(consultation: Consultation) -> LoadedVersion:
    """The version that is being asked. Raises `NoQuestionnaire`."""
    name = consultations.latest_version_name(consultation)
    if name is not None and (known := _loaded.get(_Key(*name))) is not None:
        return known
    row = consultations.latest_version(consultation)
    if row is None:
        raise NoQuestionnaire(f"{consultation.slug} has no questionnaire; load one with: consult load FILE")
    return loaded(row)


def known(version_id: int, digest: str) -> LoadedVersion:
    """A version by its id and digest: one that was read before is not read again."""
    return _loaded.get(_Key(version_id, digest)) or by_id(version_id)


def by_id(version_id: int) -> LoadedVersion:
    """The version of a response. Raises `NoQuestionnaire`."""
    row = consultations.version(version_id)
    if row is None:
        raise NoQuestionnaire(f"there is no questionnaire version {version_id}")
    return loaded(row)
