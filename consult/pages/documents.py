"""Documents that the site serves itself, each under an address that changes when the document does."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from consult.pages.access import requires
from consult.pages.file_sizes import size_in_words
from consult.pages.public import consultation_or_404
from consult.presentation import FOR_A_YEAR
from consult.rules.permissions import Access
from consult.store import documents

blueprint = Blueprint("documents", __name__)
blueprint.add_app_template_filter(size_in_words, "size_in_words")


@blueprint.get("/consultations/<slug>/documents/<digest>/<name>")
@requires(Access.PUBLIC)
def download(slug: str, digest: str, name: str) -> Response:
    """One document. A browser keeps it as a file: nothing in it can run as a part of this site."""
    file = documents.by_name(consultation_or_404(slug), name)
    if file is None or file.digest != digest:
        abort(404)
    reply = Response(file.content, mimetype=file.media_type)
    reply.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    reply.headers["Cache-Control"] = FOR_A_YEAR
    return reply
