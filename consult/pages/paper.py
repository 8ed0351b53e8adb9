"""Answering on paper: the questionnaire of a consultation as files to print, for the public and for officers.

Does not belong here: what stands in the files (`consult.paper`) or how they are kept (`services.papers`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from babel.dates import format_date
from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult import clock, languages
from consult.pages import access
from consult.pages.file_sizes import size_in_words
from consult.pages.paper_words import paper_words
from consult.pages.public import consultation_or_404
from consult.paper.composition import Around
from consult.rules.lifecycle import Phase
from consult.rules.permissions import Access
from consult.services import asking_who_answered, attaching, papers, questionnaires
from consult.services.papers import PaperFile
from consult.services.questionnaires import LoadedVersion, NoQuestionnaire
from consult.settings import Settings
from consult.store.consultations import Consultation
from surveys.wordings import Wording

blueprint = Blueprint("paper", __name__)


@dataclass(frozen=True)
class Download:
    """A file as a list shows it. `size` is in words, empty where the file was not made yet."""

    key: str
    name: str
    kind: str
    size: str


@dataclass(frozen=True)
class PrintedWording:
    edition: str
    language: str
    edition_name: str
    language_name: str
    direction: str
    downloads: tuple[Download, ...]


def edition_names() -> dict[str, str]:
    return {
        "standard": _("Standard"),
        "easy_read": _("Easy read"),
        "young_person": _("For children and young people"),
    }


def _format_names() -> dict[str, str]:
    return {
        "pdf": _("To print"),
        "large-print": _("To print in large print"),
        "word": _("To change and print"),
    }


@blueprint.get("/consultations/<slug>/paper")
@access.requires(Access.PUBLIC)
def index(slug: str) -> str:
    """The files of every wording, once the consultation has opened."""
    consultation = _opened_or_404(slug)
    return render_template(
        "public/paper.html",
        consultation=consultation,
        phase=consultation.phase_at(clock.now()),
        wordings=printed_wordings(consultation),
    )


@blueprint.get("/consultations/<slug>/paper/<edition>/<language>/<key>")
@access.requires(Access.PUBLIC)
def download(slug: str, edition: str, language: str, key: str) -> Response:
    return _reply(_opened_or_404(slug), edition, language, key)


@blueprint.get("/officer/<slug>/paper")
@access.requires(Access.OFFICER)
def for_officers(slug: str) -> str:
    """The same files for officers, who can have them before it opens: to check the wording, or to approve it."""
    consultation = access.current_consultation()
    return render_template(
        "officer/paper.html",
        consultation=consultation,
        active="overview",
        wordings=printed_wordings(consultation),
        version=version_or_404(consultation).number,
    )


@blueprint.get("/officer/<slug>/paper/<edition>/<language>/<key>")
@access.requires(Access.OFFICER)
def download_for_officers(slug: str, edition: str, language: str, key: str) -> Response:
    return _reply(access.current_consultation(), edition, language, key)


@blueprint.post("/officer/<slug>/paper")
@access.requires(Access.OFFICER)
def make_all(slug: str) -> AnyResponse:
    """Make every file now, so that nobody waits for one and each is shown with its size."""
    consultation = access.current_consultation()
    version = version_or_404(consultation)
    files = [
        paper_file(consultation, version, wording, key)
        for wording in version.wordings.values()
        for key in papers.FORMATS
    ]
    for file in files:
        papers.content(file)
    flash(f"{len(files)} files are ready", "success")
    return redirect(url_for("paper.for_officers", slug=slug), 303)


def _opened_or_404(slug: str) -> Consultation:
    consultation = consultation_or_404(slug)
    if consultation.phase_at(clock.now()) in (Phase.FORTHCOMING, Phase.NOT_READY):
        abort(404)
    return consultation


def version_or_404(consultation: Consultation) -> LoadedVersion:
    try:
        return questionnaires.latest(consultation)
    except NoQuestionnaire:
        abort(404)


def printed_wordings(consultation: Consultation) -> list[PrintedWording]:
    """Every wording with its files, in the order in which the consultation's file gives them."""
    version = version_or_404(consultation)
    return [_printed(consultation, version, wording) for wording in version.wordings.values()]


def _printed(consultation: Consultation, version: LoadedVersion, wording: Wording) -> PrintedWording:
    names = _format_names()
    files = [paper_file(consultation, version, wording, key) for key in papers.FORMATS]
    return PrintedWording(
        wording.edition,
        wording.language,
        edition_names()[wording.edition],
        languages.name_of(wording.language),
        languages.direction_of(wording.language),
        tuple(
            Download(
                file.paper_format.key,
                names[file.paper_format.key],
                file.paper_format.kind,
                size_in_words(file.size),
            )
            for file in files
        ),
    )


def paper_file(consultation: Consultation, version: LoadedVersion, wording: Wording, key: str) -> PaperFile:
    settings: Settings = current_app.extensions["settings"]
    words = paper_words(wording.language)
    around = _around(settings, consultation, version, wording, words.tag)
    pictures = papers.Pictures(
        Path(str(current_app.static_folder)) / "pictures", attaching.attachments(consultation, wording)
    )
    return papers.paper_file(settings.papers_folder, version, wording, around, words, pictures, key)


def _around(
    settings: Settings, consultation: Consultation, version: LoadedVersion, wording: Wording, own: str
) -> Around:
    # As the outside knows the site: an address that was asked for could be anyone's.
    address = url_for("public.about", slug=consultation.slug)
    # Closing at midnight means that the day before is the last one.
    last_day = clock.in_london(consultation.closes_at - timedelta(seconds=1)).date()
    return Around(
        organisation=settings.organisation_name,
        contact=settings.organisation_contact,
        return_address=settings.return_address,
        safeguarding=settings.safeguarding_text,
        closes=format_date(last_day, "d MMMM y", locale=languages.LANGUAGES[own].locale),
        online_address=f"{settings.site_address}{address}" if settings.site_address else "",
        results_address=f"{settings.site_address}{address}" if settings.site_address else "",
        version=version.number,
        made_on=clock.in_london(consultation.opens_at).date().isoformat(),
        by_consent=consultation.details.get("lawful_basis") == "consent",
        under_13s=bool(consultation.details.get("includes_under_13s")),
        language_name=languages.name_of(wording.language),
        direction=languages.direction_of(wording.language),
        help_pictures=asking_who_answered.pictures_on_paper(wording),
    )


def _reply(consultation: Consultation, edition: str, language: str, key: str) -> Response:
    version = version_or_404(consultation)
    wording = version.wording(edition, language)
    if wording is None or key not in papers.FORMATS:
        abort(404)
    file = paper_file(consultation, version, wording, key)
    reply = Response(papers.content(file), mimetype=file.paper_format.media_type)
    name = f"{consultation.slug}-{edition.replace('_', '-')}-{language}{file.paper_format.suffix}"
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return reply
