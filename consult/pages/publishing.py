"""The appendix: building it, looking at it, downloading each format, publishing it and taking it down."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from consult.appendix.formats import FORMATS
from consult.pages import access, work
from consult.rules.permissions import Access
from consult.services.publishing import releases, showing
from consult.services.publishing.building import FRAGMENT, NOT_FOR_READING
from consult.services.publishing.showing import PublishingProblem
from consult.services.requesting_work import APPENDIX
from consult.store import answering
from consult.store.answering import Publication
from consult.store.consultations import Consultation

blueprint = Blueprint("publishing", __name__, url_prefix="/officer/<slug>/appendix")


@dataclass(frozen=True)
class ShownFile:
    """One file of an appendix. The public has the formats; the files to check them by hold every answer."""

    name: str
    title: str
    is_public: bool


@dataclass(frozen=True)
class ShownPublication:
    row: Publication
    files: tuple[ShownFile, ...]
    is_live: bool


@blueprint.get("")
@access.requires(Access.OFFICER)
def index(slug: str) -> str:
    """Every appendix that was built, newest first."""
    consultation = access.current_consultation()
    live = answering.published(consultation)
    built = answering.publications(consultation)
    return render_template(
        "officer/appendix.html",
        consultation=consultation,
        active="publish",
        under_way=work.under_way(consultation, APPENDIX),
        live=live,
        publications=[_shown(row, live) for row in built],
        # The newest only: what each of them tells is a file of its own.
        release=releases.release_of(built[0]) if built else None,
    )


def _shown(row: Publication, live: Publication | None) -> ShownPublication:
    names = {name for name, _media_type in answering.file_names(row)}
    titles = {form.file_name: form.title for form in FORMATS.values()}
    formats = [ShownFile(name, title, True) for name, title in titles.items() if name in names]
    others = [ShownFile(name, name, False) for name in sorted(names - set(titles) - NOT_FOR_READING)]
    return ShownPublication(row, (*formats, *others), live is not None and live.id == row.id)


@blueprint.post("/build")
@access.requires(Access.OFFICER)
def build(slug: str) -> Response:
    """Ask for a new appendix of everything as it stands now."""
    return work.start(access.current_consultation(), APPENDIX)


@blueprint.get("/<int:publication_id>")
@access.requires(Access.OFFICER)
def preview(slug: str, publication_id: int) -> str:
    """One appendix, as the public would see it, with what can be done with it."""
    consultation = access.current_consultation()
    row = _publication(consultation, publication_id)
    return render_template(
        "officer/appendix_preview.html",
        consultation=consultation,
        active="publish",
        publication=_shown(row, answering.published(consultation)),
        appendix=_fragment(row),
        release=releases.release_of(row),
    )


def _fragment(row: Publication) -> Markup:
    """The appendix as it stands in the site's own layout. It was escaped when it was written."""
    file = answering.publication_file(row, FRAGMENT)
    return Markup(file.content.decode()) if file else Markup("")  # noqa: S704 - our own writer's


@blueprint.get("/<int:publication_id>/files/<name>")
@access.requires(Access.OFFICER)
def download(slug: str, publication_id: int, name: str) -> Response:
    """One format of an appendix, as a file."""
    row = _publication(access.current_consultation(), publication_id)
    file = answering.publication_file(row, name)
    if file is None:
        abort(404)
    return send_file(
        BytesIO(file.content),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=f"{slug}-{file.name}",
    )


@blueprint.route("/<int:publication_id>/publish", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def publish(slug: str, publication_id: int) -> Response | str:
    """Say what publishing means, then do it."""
    consultation = access.current_consultation()
    row = _publication(consultation, publication_id)
    if request.method == "GET":
        return _confirmation(
            consultation, row, "officer/appendix_publish.html", release=releases.release_of(row)
        )
    try:
        showing.publish(consultation, row, by=access.current_account())
    except PublishingProblem as problem:
        return _refused(slug, publication_id, problem)
    flash("The appendix is published. Everyone can read it now.", "success")
    return redirect(url_for("publishing.index", slug=slug), 303)


def _refused(slug: str, publication_id: int, problem: PublishingProblem) -> Response:
    flash(str(problem), "problem")
    return redirect(url_for("publishing.preview", slug=slug, publication_id=publication_id), 303)


@blueprint.route("/<int:publication_id>/take-down", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def take_down(slug: str, publication_id: int) -> Response | str:
    """Say what taking down means, then do it. Publishing again undoes it."""
    consultation = access.current_consultation()
    row = _publication(consultation, publication_id)
    if request.method == "GET":
        return _confirmation(consultation, row, "officer/appendix_take_down.html")
    try:
        showing.take_down(consultation, row, by=access.current_account())
    except PublishingProblem as problem:
        return _refused(slug, publication_id, problem)
    flash("The appendix is taken down. Only the team can read it. You can publish it again.", "success")
    return redirect(url_for("publishing.index", slug=slug), 303)


def _confirmation(consultation: Consultation, row: Publication, template: str, **more: object) -> str:
    live = answering.published(consultation)
    return render_template(
        template,
        consultation=consultation,
        active="publish",
        publication=_shown(row, live),
        live=live,
        **more,
    )


def _publication(consultation: Consultation, publication_id: int) -> Publication:
    row = answering.publication(consultation, publication_id)
    if row is None:
        abort(404)
    return row
