"""What people are told and asked before they answer: the privacy notice in their words, and whether they agree.

Belongs here: the second layer of the notice, and agreement where that is what answers are kept by, with what is asked
for children under 13. Does not belong here: what is kept (`services.responding`) or the site's own notice (`public`).
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult import languages
from consult.pages import not_saved, posted, visits
from consult.pages.access import requires
from consult.pages.media import bundled_address
from consult.pages.public import consultation_or_404
from consult.pages.visits import Visit, current_visit
from consult.pages.wordings_offered import wordings_offered
from consult.rules.permissions import Access
from consult.security import csrf
from consult.services import questionnaires, responding
from consult.services.questionnaires import LoadedVersion
from consult.services.responding import ChangedElsewhere
from consult.store.consultations import Consultation
from surveys.wordings import Wording

blueprint = Blueprint("before_answering", __name__, url_prefix="/consultations/<slug>")
not_saved.register(blueprint)

View = str | Response | tuple[str, int]
SELF, PARENT, NOBODY = "self", "parent", "no"


@dataclass(frozen=True)
class WayToAgree:
    """One answer to whether someone agrees, as a card. `id` is where an error leads to."""

    id: str
    value: str
    label: str
    picture: str


@blueprint.get("/privacy")
@requires(Access.PUBLIC)
def privacy(slug: str) -> str:
    """What happens to answers, in one wording's words: the short notice, then all of it."""
    consultation = consultation_or_404(slug)
    version = questionnaires.latest(consultation)
    wording = _wording_asked_for(version)
    languages.speak(wording.language)
    languages.questions_are_in(wording.language)
    return render_template(
        "respond/privacy.html",
        consultation=consultation,
        wording=wording,
        offered=wordings_offered(consultation, version, wording),
    )


def _wording_asked_for(version: LoadedVersion) -> Wording:
    """The wording that the address names, else the first in the language of the site, else the first."""
    edition, _dot, language = request.args.get("wording", "").partition(".")
    named = version.wording(edition, language)
    spoken = languages.chosen()
    same = (each for each in version.wordings.values() if each.language == spoken)
    return named or next(same, version.first_wording)


@blueprint.get("/answer/before-you-answer")
@requires(Access.PUBLIC)
def ask(slug: str) -> View:
    """Ask whether someone agrees that the answers are kept, where that is what they are kept by."""
    visit = current_visit(before_agreeing=True)
    if not responding.asks_consent(visit.consultation) or visit.draft.row.consent:
        return redirect(url_for("respond.carry_on", slug=slug), 303)
    return _show(visit)


@blueprint.post("/answer/before-you-answer")
@csrf.exempt
@requires(Access.PUBLIC)
def answer(slug: str) -> View:
    """Keep who agreed and go to the first question, or delete what was begun where nobody does."""
    visit = current_visit(before_agreeing=True)
    posted.refuse_another_response(visit.fingerprint)
    revision, wanted = posted.revision(), posted.wanted_wording(visit)
    chosen = request.form.get("agree", "")
    if not posted.comes_from_our_page():
        return _show(visit, chosen=chosen, notice=posted.visit_ran_out()), 400
    if wanted is None and chosen not in _values(visit.consultation):
        return _show(visit, problem=_("Choose an answer")), 400
    try:
        if wanted is not None:
            responding.save_page(visit.draft, {}, revision=revision, wording=wanted)
            return redirect(url_for("before_answering.ask", slug=slug), 303)
        return _decide(visit, chosen, revision)
    except ChangedElsewhere:
        changed = current_visit(before_agreeing=True)
        return _show(changed, chosen=chosen, notice=posted.changed_elsewhere()), 409


def _decide(visit: Visit, chosen: str, revision: int) -> View:
    slug = visit.consultation.slug
    if chosen != NOBODY:
        responding.save_consent(visit.draft, chosen, revision=revision)
        return redirect(url_for("respond.carry_on", slug=slug), 303)
    wording = visit.draft.wording
    responding.give_up(visit.draft)
    languages.questions_are_in(languages.chosen())
    page = render_template("respond/not_agreed.html", consultation=visit.consultation, wording=wording)
    reply = Response(page, mimetype="text/html")
    visits.forget_token(reply, slug)
    return reply


def _values(consultation: Consultation) -> list[str]:
    return [way.value for way in _ways(consultation)]


def _ways(consultation: Consultation) -> list[WayToAgree]:
    """Who may agree. Where children under 13 take part, a parent or carer agrees for them."""
    if consultation.details.get("includes_under_13s"):
        labels = [
            (SELF, _("I am 13 or older, and I say yes"), "yes"),
            (PARENT, _("I am under 13, and my parent or carer says yes"), "family"),
        ]
    else:
        labels = [(SELF, _("Yes, I agree"), "yes")]
    ways = (*labels, (NOBODY, _("No, I do not want to take part"), "no"))
    return [
        WayToAgree("agree" if number == 1 else f"agree-{number}", value, label, bundled_address(picture))
        for number, (value, label, picture) in enumerate(ways, start=1)
    ]


def _show(visit: Visit, *, chosen: str = "", problem: str = "", notice: str = "") -> str:
    languages.questions_are_in(visit.draft.wording.language)
    return render_template(
        "respond/before.html",
        consultation=visit.consultation,
        wording=visit.draft.wording,
        offered=wordings_offered(visit.consultation, visit.draft.version, visit.draft.wording),
        ways=_ways(visit.consultation),
        chosen=chosen,
        problem=problem,
        notice=notice,
        fingerprint=visit.fingerprint,
        revision=visit.draft.row.revision,
    )
