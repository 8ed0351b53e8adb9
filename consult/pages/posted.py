"""Whether what was posted comes from a page of ours, for the response that is being given, as it now stands.

Belongs here: checks that every form of answering makes before it keeps anything. Does not belong here: what an
answer may be (`surveys`), or what the person is told when a page cannot be saved (`not_saved`).
"""

from __future__ import annotations

from collections.abc import Collection

from flask import request
from flask_babel import gettext as _
from flask_wtf.csrf import validate_csrf
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest
from wtforms import ValidationError

from consult.pages.not_saved import StalePage
from consult.pages.visits import Visit
from consult.services import offering
from consult.services.questionnaires import Edition
from consult.services.responding import OpenDraft
from surveys.forms import PREFIX
from surveys.wordings import Wording

LONGEST_REVISION = 9


def comes_from_our_page() -> bool:
    """Whether the form's token is one that this browser was given."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def refuse_another_response(fingerprint: str) -> None:
    """Raises `StalePage` where the page was made for another response than the one of this browser."""
    if request.form.get("fingerprint") != fingerprint:
        raise StalePage(_("This page is part of other answers, not of those that are being given here now."))


def shown_in(draft: OpenDraft) -> Edition:
    """The wording that the page was shown in: the draft's own where the page does not say, or says nonsense."""
    named = _edition(request.form.get("shown_in", ""))
    return named if named in draft.version.wordings else (draft.wording.edition, draft.wording.language)


def wanted_wording(visit: Visit) -> Wording | None:
    """The wording that was chosen on the page, if one was. One that there is not answers 400."""
    named = request.form.get("wording")
    if named is None:
        return None
    found = visit.draft.version.wordings.get(_edition(named))
    if found is None or found not in offering.offered(visit.consultation, visit.draft.version):
        raise BadRequest
    return found


def _edition(named: str) -> Edition:
    edition, _dot, language = named.partition(".")
    return edition, language


def answers_typed(*, without: Collection[str]) -> MultiDict[str, str]:
    """What was posted, but for the answers to some questions that the page's wording leaves out."""
    return MultiDict(
        (name, value)
        for name, value in request.form.items(multi=True)
        if not (name.startswith(PREFIX) and name.removeprefix(PREFIX).partition("-")[0] in without)
    )


def revision() -> int:
    """The state of the answers that the page was made from. Raises `StalePage` where it does not say."""
    typed = request.form.get("revision", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_REVISION):
        raise StalePage(_("The page did not say which state of your answers it was made from."), 400)
    return int(typed)


def visit_ran_out() -> str:
    return _(
        "Your visit had timed out. Nothing is lost: what you typed is below and is not saved yet. "
        "Choose “Save and continue” again."
    )


def changed_elsewhere() -> str:
    return _(
        "These answers were saved in another tab or window, or on another device, after you opened this page. "
        "What you typed here is below and is not saved yet. To keep it, choose “Save and continue”. To keep what "
        "was saved there, close this page."
    )
