"""Loading a consultation from its file: the exercise, its questionnaire and all wordings, or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consult import clock
from consult.rules.safeguarding import Part
from consult.services import keeping_documents, loading_media
from consult.services.loading_media import Given, GivenMedia
from consult.store import audit, consultations, listing, responses
from consult.store.accounts import Account
from consult.store.attachments import AttachedContent
from consult.store.consultations import Consultation, QuestionnaireVersion, WordingTexts
from consult.store.documents import DocumentFile
from consult.store.transactions import transaction
from surveys.consultation_file import ConsultationDetails, ConsultationFile, read_consultation_file

SHOWN_DETAILS = (
    "purpose",
    "open_to_change",
    "not_open_to_change",
    "promoted_through",
    "documents",
    "headlines",
    "lawful_basis",
    "includes_under_13s",
    "safeguarding",
)


class LoadingProblem(ValueError):
    """The file is in order and still cannot be loaded; the message says why and what to do."""


@dataclass(frozen=True)
class Loaded:
    """What a load did. `version` is the number of the questionnaire version that is asked from now on."""

    consultation: Consultation
    version: int
    is_new: bool
    questions_changed: bool

    @property
    def lacks(self) -> str:
        """What keeps the consultation from opening, in words; empty where nothing does."""
        if self.consultation.is_ready:
            return ""
        return (
            "It will not open before a safeguarding lead and a deputy are named: two people, on its team page "
            "or as “safeguarding” in the file."
        )


def load_file(path: Path, *, by: Account | None = None) -> Loaded:
    """Load a consultation file. Raises `surveys.problems.ProblemsFound` or `LoadingProblem`; then nothing changed."""
    return load(read_consultation_file(path), by=by, folder=path.parent)


def load(file: ConsultationFile, *, by: Account | None = None, folder: Path | None = None) -> Loaded:
    """Make a consultation, or bring one up to date. Questions that were answered stay as they were asked."""
    media_folder = folder / loading_media.FOLDER if folder else None
    with GivenMedia(file, media_folder) as media:
        documents = _documents(file, folder)
        return _load(file, media.store(), documents, by=by)


def _documents(file: ConsultationFile, folder: Path | None) -> tuple[DocumentFile, ...]:
    if folder is None:
        return ()
    try:
        return keeping_documents.read_files(folder, file.consultation.documents)
    except keeping_documents.DocumentProblem as problem:
        raise LoadingProblem(str(problem)) from problem


def _load(
    file: ConsultationFile,
    stored: list[tuple[Given, AttachedContent]],
    documents: tuple[DocumentFile, ...],
    *,
    by: Account | None,
) -> Loaded:
    with transaction():
        consultation = consultations.by_slug(file.consultation.slug)
        is_new = consultation is None
        if consultation is None:
            consultation = _new_consultation(file.consultation)
        _set_details(consultation, file.consultation)
        consultations.add(consultation)
        keeping_documents.keep(consultation, documents)
        version, changed = _version(consultation, file)
        loading_media.place_all(consultation, stored, by=by)
        audit.record(
            "consultation loaded",
            {"version": version, "questions_changed": changed},
            consultation_id=consultation.id,
            account_id=by.id if by else None,
            now=clock.now(),
        )
    return Loaded(consultation, version, is_new, changed)


def _new_consultation(details: ConsultationDetails) -> Consultation:
    return Consultation(slug=details.slug, created_at=clock.now())


def _set_details(consultation: Consultation, details: ConsultationDetails) -> None:
    consultation.title = details.title
    consultation.summary = details.summary
    consultation.opens_at = details.opens_at
    consultation.closes_at = details.closes_at
    consultation.searched = listing.searched_text(details.title, details.summary, details.purpose)
    before = (consultation.details or {}).get("safeguarding", {})
    consultation.details = {name: _plain(getattr(details, name)) for name in SHOWN_DETAILS}
    for part in Part:
        _name_for_safeguarding(consultation, part, before.get(part, ""), details.safeguarding.get(part, ""))


def _name_for_safeguarding(consultation: Consultation, part: Part, before: str, given: str) -> None:
    """Take who the file names, unless somebody else was chosen on the team page since."""
    column = f"safeguarding_{part}"
    if getattr(consultation, column) in (None, "", before):
        setattr(consultation, column, given.strip())


def _plain(value: Any) -> Any:
    """Tuples and mappings as JSON has them."""
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, tuple | list) else value


def _version(consultation: Consultation, file: ConsultationFile) -> tuple[int, bool]:
    """The number of the version that the file gives, and whether it is a new one."""
    digest = version_digest(file)
    latest = consultations.latest_version(consultation)
    if latest is not None and latest.digest == digest:
        return latest.number, False
    if latest is not None and responses.has_any(consultation):
        raise LoadingProblem(
            f"“{consultation.slug}” has responses already, so its questions and wordings cannot change: answers to "
            "different questions must not be counted together. Dates and descriptions can. To ask something else, "
            "load it under another slug."
        )
    return _add_version(consultation, file, digest, number=latest.number + 1 if latest else 1), True


def _add_version(consultation: Consultation, file: ConsultationFile, digest: str, *, number: int) -> int:
    version = QuestionnaireVersion(
        consultation_id=consultation.id,
        questionnaire_key=file.questionnaire.key,
        number=number,
        digest=digest,
        definition=file.questionnaire.raw,
        created_at=clock.now(),
    )
    consultations.add(version)
    for wording in file.wordings:
        consultations.add(
            WordingTexts(
                version_id=version.id, edition=wording.edition, language=wording.language, texts=wording.raw
            )
        )
    return number


def version_digest(file: ConsultationFile) -> str:
    """Names a questionnaire and all its wordings by what they hold."""
    content = [file.questionnaire.raw, *(wording.raw for wording in file.wordings)]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
