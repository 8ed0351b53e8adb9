"""Going on in another wording from the pages around the questions, without losing an answer.

Belongs here: changing it where the answers are checked. Does not belong here: a page of questions, whose own form
takes along what was typed (`respond`), or which wordings there are (`wordings_offered`).
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from consult.pages import not_saved, posted
from consult.pages.access import requires
from consult.pages.visits import current_visit
from consult.rules.permissions import Access
from consult.security import csrf
from consult.services import responding
from consult.services.responding import ChangedElsewhere

blueprint = Blueprint("wording_choice", __name__, url_prefix="/consultations/<slug>/answer")
not_saved.register(blueprint)


@blueprint.post("/how-you-read")
@csrf.exempt
@requires(Access.PUBLIC)
def change(slug: str) -> Response:
    """Show the answers that are to be checked in another wording, or the questions that it still asks."""
    visit = current_visit()
    posted.refuse_another_response(visit.fingerprint)
    revision, wanted = posted.revision(), posted.wanted_wording(visit)
    if wanted is None:
        raise BadRequest
    try:
        if not posted.comes_from_our_page():
            flash(_("Your visit had timed out. Nothing is lost. Choose again how you want to read this."))
        else:
            responding.save_page(visit.draft, {}, revision=revision, wording=wanted)
    except ChangedElsewhere:
        flash(_("Your answers were changed in another tab or window. This is how they are now."))
    return redirect(url_for("respond.check", slug=slug), 303)
