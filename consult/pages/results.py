"""What came of a consultation: the published appendix, its files, the promises and what has happened since.

Nothing here is shown before an officer has published. Does not belong here: building or publishing
(`publishing`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, abort, render_template
from flask_babel import gettext
from markupsafe import Markup

from consult.appendix.formats import FORMATS
from consult.appendix.html import stylesheet
from consult.pages.access import requires
from consult.pages.public import consultation_or_404
from consult.presentation import kept_if_versioned
from consult.rules.commitments import (
    KIND_WORDS,
    NEEDS_OWNER_AND_DATE,
    STATUS_WORDS,
    CommitmentKind,
    CommitmentStatus,
)
from consult.rules.permissions import Access
from consult.services import reviewing
from consult.services.publishing.building import FRAGMENT
from consult.store import answering
from consult.store.answering import Commitment, CommitmentUpdate, Publication, PublicationFile
from consult.store.consultations import Consultation

blueprint = Blueprint("results", __name__)


@blueprint.get("/consultations/<slug>/results")
@requires(Access.PUBLIC)
def results(slug: str) -> str:
    """The appendix as a page of the site."""
    consultation = consultation_or_404(slug)
    publication = _published_or_404(consultation)
    fragment = _file_or_404(publication, FRAGMENT)
    names = {name for name, _media_type in answering.file_names(publication)}
    return render_template(
        "results/results.html",
        consultation=consultation,
        publication=publication,
        # Written by the appendix's own writer, which escapes everything that people wrote.
        appendix=Markup(fragment.content.decode()),  # noqa: S704
        formats=[form for form in FORMATS.values() if form.file_name in names],
        has_progress=bool(answering.commitments(consultation)),
    )


@blueprint.get("/consultations/<slug>/appendix.<suffix>")
@requires(Access.PUBLIC)
def download(slug: str, suffix: str) -> Response:
    """One format of what is published. The files to check it by hold answers and are not public."""
    if f".{suffix}" not in {form.suffix for form in FORMATS.values()}:
        abort(404)
    publication = _published_or_404(consultation_or_404(slug))
    file = _file_or_404(publication, f"appendix.{suffix}")
    reply = Response(file.content, content_type=file.media_type)
    reply.headers["Content-Disposition"] = f'attachment; filename="{slug}-{file.name}"'
    return reply


@dataclass(frozen=True)
class Happened:
    """One update of a promise."""

    day: date
    status: str
    text: str
    difference: str


@dataclass(frozen=True)
class Promise:
    """One answer to a theme. `status` is empty where there is nothing to be done."""

    key: str
    kind: str
    text: str
    owner: str
    due_on: date | None
    status: CommitmentStatus | None
    status_words: str
    updates: tuple[Happened, ...]


@dataclass(frozen=True)
class AnsweredTheme:
    name: str
    definition: str
    promises: tuple[Promise, ...]


@blueprint.get("/consultations/<slug>/progress")
@requires(Access.PUBLIC)
def progress(slug: str) -> str:
    """What was promised after a consultation and what became of it."""
    consultation = consultation_or_404(slug)
    _published_or_404(consultation)
    return render_template(
        "results/progress.html", consultation=consultation, themes=_answered_themes(consultation)
    )


def _answered_themes(consultation: Consultation) -> list[AnsweredTheme]:
    """Commitments under the themes that they answer, following themes that were merged since."""
    codebook = reviewing.codebook(consultation)
    by_theme: dict[str, list[Promise]] = {}
    for row in answering.commitments(consultation):
        key = codebook.standing(row.theme_key) if row.theme_key in codebook.themes else row.theme_key
        by_theme.setdefault(key, []).append(promise(row))
    return [
        AnsweredTheme(
            codebook.themes[key].name if key in codebook.themes else "",
            codebook.themes[key].definition if key in codebook.themes else "",
            tuple(promises),
        )
        for key, promises in by_theme.items()
    ]


def promise(row: Commitment) -> Promise:
    """One commitment as the public reads it."""
    kind = CommitmentKind(row.kind)
    status = _status(row, kind)
    return Promise(
        key=row.key,
        kind=gettext(KIND_WORDS[kind]),
        text=row.text,
        owner=row.owner,
        due_on=row.due_on,
        status=status,
        status_words=gettext(STATUS_WORDS[status]) if status else "",
        updates=tuple(_happened(update) for update in reversed(row.updates)),
    )


def _happened(update: CommitmentUpdate) -> Happened:
    words = gettext(STATUS_WORDS[CommitmentStatus(update.status)])
    return Happened(update.made_on, words, update.text, update.difference)


def _status(row: Commitment, kind: CommitmentKind) -> CommitmentStatus | None:
    if row.updates:
        return CommitmentStatus(row.updates[-1].status)
    return CommitmentStatus.NOT_STARTED if kind in NEEDS_OWNER_AND_DATE else None


@blueprint.get("/appendix.css")
@requires(Access.PUBLIC)
def appendix_stylesheet() -> Response:
    """The style of the appendix inside a page of the site."""
    return kept_if_versioned(Response(stylesheet("page"), mimetype="text/css"))


@blueprint.app_template_global()
def appendix_stylesheet_version() -> str:
    """Changes when the style does, so that browsers can keep it for good."""
    return hashlib.sha256(stylesheet("page").encode()).hexdigest()[:12]


def _published_or_404(consultation: Consultation) -> Publication:
    publication = answering.published(consultation)
    if publication is None:
        abort(404)
    return publication


def _file_or_404(publication: Publication, name: str) -> PublicationFile:
    file = answering.publication_file(publication, name)
    if file is None:
        abort(404)
    return file
