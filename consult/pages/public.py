"""What anyone can read: what a consultation is about, statements.

Does not belong here: the list of all consultations (`hub`), answering (`respond`), what came of it (`results`), where a
receipt code leads (`receipts`).
"""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, current_app, render_template, request
from markupsafe import Markup

from consult import clock, languages
from consult.pages.access import requires
from consult.pages.wordings_offered import wordings_offered
from consult.presentation import kept_if_versioned
from consult.rules.lifecycle import Phase
from consult.rules.permissions import Access
from consult.services import happenings, keeping_documents, questionnaires, responding
from consult.services.questionnaires import LoadedVersion, NoQuestionnaire
from consult.settings import Settings
from consult.store import answering, consultations, listing
from consult.store.consultations import Consultation
from consult.store.listing import Search
from surveys.wordings import Wording

blueprint = Blueprint("public", __name__)

# When what the accessibility statement says of tests was last compared with docs/accessibility/.
TESTS_DESCRIBED_ON = date(2026, 11, 22)
MOST_TO_ASK_ABOUT = 30
EQUALITY_SERVICE, NORTHERN_IRELAND = "https://www.equalityadvisoryservice.com/", "https://www.equalityni.org/"

# A code has 16 characters; with spaces and dashes nobody types more than this.
LONGEST_CODE = 60


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
        phase=consultation.phase_at(clock.now()),
        offered=wordings_offered(consultation, version) if version else (),
        wording=_wording_to_introduce_it(version) if version else None,
        minutes=minutes_to_answer(version) if version else 0,
        **_outcome(consultation),
        documents=keeping_documents.shown_documents(consultation),
        coming_events=listing.coming_events(clock.in_london(clock.now()).date(), consultation=consultation),
        occasions=happenings.by_day(happenings.of_consultation(consultation)),
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


def _wording_to_introduce_it(version: LoadedVersion) -> Wording:
    """The first wording in the language of the page, else the first of all."""
    read = languages.current().tag
    same = (each for each in version.wordings.values() if each.language == read)
    return next(same, version.first_wording)


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
    """What is tested and what is not, the limits, and what to do about a problem."""
    settings: Settings = current_app.extensions["settings"]
    return render_template(
        "public/accessibility.html",
        written_on=TESTS_DESCRIBED_ON,
        reviewed_on=settings.accessibility_reviewed,
        accessibility_notes=[line for line in settings.accessibility_notes.splitlines() if line.strip()],
        some_languages_unchecked=not all(each.checked for each in languages.LANGUAGES.values()),
        open_now=listing.found(Search(phase=Phase.OPEN), clock.now(), limit=MOST_TO_ASK_ABOUT),
        to_equality_service=_to_authority("Equality Advisory and Support Service", EQUALITY_SERVICE),
        to_northern_ireland=_to_authority("Equality Commission for Northern Ireland", NORTHERN_IRELAND),
    )


def _to_authority(name: str, address: str) -> Markup:
    """A link within a sentence. The name is English in every language."""
    return Markup('<a class="govuk-link" href="{}">{}</a>').format(address, languages.isolated(name))


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
