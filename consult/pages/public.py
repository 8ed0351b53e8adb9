"""What anyone can read: the hub, what a consultation is about, statements, where a receipt code leads.

Does not belong here: answering (`respond`) and what came of it (`results`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask_babel import gettext as _

from consult import clock, languages
from consult.codes import RECEIPT_LENGTH, Codes, normal_receipt
from consult.pages.access import requires
from consult.presentation import kept_if_versioned
from consult.rules.lifecycle import Phase, phase
from consult.rules.permissions import Access
from consult.services import questionnaires, responding
from consult.services.questionnaires import LoadedVersion, NoQuestionnaire
from consult.store import answering, consultations, responses
from consult.store.consultations import Consultation
from consult.store.responses import Response as Responded
from surveys.wordings import Wording

blueprint = Blueprint("public", __name__)

# A receipt code has 16 characters; with spaces and dashes nobody types more than this.
LONGEST_CODE = 60


@dataclass(frozen=True)
class Listed:
    """A consultation as the hub shows it."""

    slug: str
    title: str
    summary: str
    opens_at: datetime
    closes_at: datetime
    has_results: bool


@blueprint.get("/")
@requires(Access.PUBLIC)
def hub() -> str:
    """Open, forthcoming and closed consultations."""
    now = clock.now()
    by_phase: dict[Phase, list[Listed]] = {each: [] for each in Phase}
    for row in consultations.all_consultations():
        by_phase[phase(row.opens_at, row.closes_at, now)].append(_listed(row))
    return render_template(
        "public/hub.html",
        open_now=sorted(by_phase[Phase.OPEN], key=lambda listed: listed.closes_at),
        forthcoming=sorted(by_phase[Phase.FORTHCOMING], key=lambda listed: listed.opens_at),
        closed=sorted(by_phase[Phase.CLOSED], key=lambda listed: listed.closes_at, reverse=True),
    )


def _listed(row: Consultation) -> Listed:
    has_results = answering.published(row) is not None
    return Listed(row.slug, row.title, row.summary, row.opens_at, row.closes_at, has_results)


def consultation_or_404(slug: str) -> Consultation:
    """The consultation of an address. An address that leads nowhere is a page that does not exist."""
    row = consultations.by_slug(slug)
    if row is None:
        abort(404)
    return row


@blueprint.get("/consultations/<slug>")
@requires(Access.PUBLIC)
def about(slug: str) -> str:
    """What a consultation is about, who asks, until when, and the way in."""
    consultation = consultation_or_404(slug)
    version = _version_of(consultation)
    return render_template(
        "public/about.html",
        consultation=consultation,
        phase=phase(consultation.opens_at, consultation.closes_at, clock.now()),
        editions=_editions(version) if version else [],
        wording=version.first_wording if version else None,
        minutes=minutes_to_answer(version) if version else 0,
        **_outcome(consultation),
        begun=_begun_here(slug),
    )


def _begun_here(slug: str) -> str:
    """What this browser has of the consultation: nothing, a response that was begun, or one that was sent."""
    token = request.cookies.get(f"draft_{slug}")
    if not token:
        return ""
    return "sent" if responding.submitted_already(current_app.extensions["codes"], token) else "begun"


def _outcome(consultation: Consultation) -> dict[str, bool]:
    """What there is to see of what came of it. Promises are shown only once the appendix is published."""
    has_results = answering.published(consultation) is not None
    return {
        "has_results": has_results,
        "has_progress": has_results and bool(answering.commitments(consultation)),
    }


def _version_of(consultation: Consultation) -> LoadedVersion | None:
    try:
        return questionnaires.latest(consultation)
    except NoQuestionnaire:
        return None


@dataclass(frozen=True)
class EditionChoice:
    """One way of reading the questions. `value` is what the form on the page sends."""

    value: str
    edition: str
    language: str
    language_name: str
    direction: str


def _editions(version: LoadedVersion) -> list[EditionChoice]:
    return [_choice(wording) for wording in version.wordings.values()]


def _choice(wording: Wording) -> EditionChoice:
    tag = wording.language
    return EditionChoice(
        f"{wording.edition}.{tag}",
        wording.edition,
        tag,
        languages.name_of(tag),
        languages.direction_of(tag),
    )


# A rough guess of the seconds that reading and choosing take, or writing a few sentences; shown as “about”.
SECONDS_TO_CHOOSE = 15
SECONDS_TO_WRITE = 60


def minutes_to_answer(version: LoadedVersion) -> int:
    """About how long it takes, rounded up to whole minutes."""
    seconds = 0
    for question in version.questionnaire.questions:
        written = question.max_length is not None and not question.choices
        seconds += SECONDS_TO_WRITE if written else SECONDS_TO_CHOOSE * max(1, len(question.rows))
    return max(1, -(-seconds // 60))


@blueprint.get("/accessibility")
@requires(Access.PUBLIC)
def accessibility() -> str:
    return render_template("public/accessibility.html")


@blueprint.get("/privacy")
@requires(Access.PUBLIC)
def privacy() -> str:
    return render_template("public/privacy.html")


@blueprint.get("/organisation.css")
@requires(Access.PUBLIC)
def organisation_stylesheet() -> Response:
    """The organisation's colour."""
    stylesheet = current_app.extensions["organisation_stylesheet"]
    return kept_if_versioned(Response(stylesheet, mimetype="text/css"))


@blueprint.route("/receipt", methods=["GET", "POST"])
@requires(Access.PUBLIC)
def receipt() -> str | tuple[str, int]:
    """Where a response stands, for the person who has its receipt code."""
    if request.method == "GET":
        return render_template("public/receipt.html", typed="", problem="")
    typed = request.form.get("code", "")[:LONGEST_CODE]
    found = _response_of(typed)
    if found is None:
        return render_template("public/receipt.html", typed=typed, problem=_problem_with(typed)), 400
    response, consultation = found
    return render_template(
        "public/receipt_found.html",
        consultation=consultation,
        submitted_at=response.submitted_at,
        state=responses.state_of(response),
        phase=phase(consultation.opens_at, consultation.closes_at, clock.now()),
        **_outcome(consultation),
    )


def _response_of(typed: str) -> tuple[Responded, Consultation] | None:
    """The response of a typed code. One of the wrong form is looked up too, so both take as long."""
    codes: Codes = current_app.extensions["codes"]
    response = responses.by_receipt(codes.receipt_hash(typed))
    for consultation in consultations.all_consultations():
        if response is not None and consultation.id == response.consultation_id:
            return response, consultation
    return None


def _problem_with(typed: str) -> str:
    length = len(normal_receipt(typed))
    if length == 0:
        return _("Enter your receipt code")
    if length != RECEIPT_LENGTH:
        return _("A receipt code has 16 letters and numbers. You entered %(number)s", number=length)
    return _("We do not know this code. Check each letter and number, then try again")
