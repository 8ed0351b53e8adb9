"""Coming back to an unfinished response: saving it for later, its code, and the code typed on any device.

The code is the token of the draft: the same thing that the cookie holds. Does not belong here: answering (`respond`),
receipts of what was sent (`receipts`), finding a code (`consult.services.using_codes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from consult import clock, dates_in_words, languages
from consult.codes import CODE_LENGTH, normal_code, spaced_code
from consult.pages import emailing, not_saved, posted, visits
from consult.pages.access import requires
from consult.pages.public import LONGEST_CODE, consultation_or_404
from consult.pages.visits import Visit, current_visit
from consult.rules.lifecycle import GRACE, kept_until
from consult.rules.permissions import Access
from consult.services import responding, using_codes
from consult.services.responding import DraftIsGone, NotOpen, OpenDraft
from consult.services.using_codes import Resumed, UnknownCode
from consult.store.consultations import Consultation

blueprint = Blueprint("coming_back", __name__)
not_saved.register(blueprint)

View = str | Response | tuple[str, int]
LATER = "later"
# How long before the end people are told, on the page and aloud.
TELL_BEFORE_CLOSING = timedelta(minutes=60)
TELL_AGAIN = timedelta(minutes=10)
ANNOUNCED_AHEAD = timedelta(hours=24)


def is_for_later() -> bool:
    """Whether a page of questions was sent with “Save and come back later”."""
    return request.form.get("then") == LATER


def to_code_page(visit: Visit) -> Response:
    reply = redirect(url_for("coming_back.code", slug=visit.consultation.slug), 303)
    visits.keep_token(reply, visit.consultation.slug, visit.token)
    return reply


def partly_saved() -> Markup:
    """What is said where a part of a page could not be saved for later."""
    text = _(
        "Your answers are saved, except the ones in the list above. What you typed there is still on this page and is "
        "not saved. You can put it right and save again, or leave it."
    )
    link = Markup('<a class="govuk-notification-banner__link" href="{}">{}</a>').format(
        url_for("coming_back.code", slug=visits.current_slug()), _("Leave it and show my code")
    )
    return escape(text) + Markup(" ") + link


@blueprint.get("/consultations/<slug>/answer/come-back-later")
@requires(Access.PUBLIC)
def code(slug: str) -> View:
    """The code to carry on with, and until when it is kept."""
    return _code_page(current_visit())


def _code_page(visit: Visit, *, email: str = "", problem: str = "") -> str:
    until = kept_until(visit.draft.row.saved_at, visit.consultation.closes_at)
    return render_template(
        "respond/come_back_later.html",
        consultation=visit.consultation,
        edition=visit.draft.wording.edition,
        code=spaced_code(visit.token),
        kept_until=until,
        closes_first=until == visit.consultation.closes_at,
        can_email=emailing.is_possible(),
        site_address=emailing.site_address(),
        fingerprint=visit.fingerprint,
        email=email,
        problem=problem,
    )


@blueprint.post("/consultations/<slug>/answer/email-code")
@requires(Access.PUBLIC)
def email_code(slug: str) -> View:
    """Send the link to carry on with. The address is used for this one email."""
    visit, typed = current_visit(), request.form.get("email", "")
    posted.refuse_another_response(visit.fingerprint)
    link = url_for("coming_back.link", slug=slug, typed=visit.token)
    problem = emailing.send(
        typed,
        _("Carry on with your answers: %(title)s", title=visit.consultation.title),
        "code",
        code=visit.token,
        consultation=visit.consultation,
        link=emailing.site_address() + link,
        kept_until=kept_until(visit.draft.row.saved_at, visit.consultation.closes_at),
    )
    if problem:
        return _code_page(visit, email=typed, problem=problem), 400
    flash(_("The email is on its way. We have not kept the address."), "success")
    return redirect(url_for("coming_back.code", slug=slug), 303)


@blueprint.route("/resume", methods=["GET", "POST"])
@requires(Access.PUBLIC)
def resume_anywhere() -> View:
    """Where a resume code of any consultation is typed."""
    if request.method == "GET":
        return _resume_page(None)
    try:
        found = using_codes.resumed_with(visits.codes(), _typed())
    except UnknownCode as error:
        return _refused(None, error)
    return _to_its_consultation(found)


@blueprint.route("/consultations/<slug>/resume", methods=["GET", "POST"])
@requires(Access.PUBLIC)
def resume(slug: str) -> View:
    """Where the resume code of one consultation is typed; here the browser says what it has open already."""
    consultation = consultation_or_404(slug)
    if request.method == "GET":
        return _resume_page(consultation)
    try:
        found = using_codes.resumed_with(visits.codes(), _typed(), consultation)
    except UnknownCode as error:
        return _refused(consultation, error)
    if found.consultation.id != consultation.id:
        return _to_its_consultation(found)
    return _carry_on(consultation, found)


@blueprint.get("/consultations/<slug>/resume/<typed>")
@requires(Access.PUBLIC)
def link(slug: str, typed: str) -> View:
    """Where an emailed link leads. It asks nothing of the code until a person chooses the button, because programs
    that look through mail open links too."""
    return render_template(
        "respond/resume_link.html", consultation=consultation_or_404(slug), code=normal_code(typed)
    )


def _typed() -> str:
    return request.form.get("code", "")[:LONGEST_CODE]


def _to_its_consultation(found: Resumed) -> Response:
    """The browser sends the form again where the cookie of that consultation is seen."""
    return redirect(url_for("coming_back.resume", slug=found.consultation.slug), 307)


def _carry_on(consultation: Consultation, found: Resumed) -> View:
    here = _open_here(consultation)
    if here is not None and here.token != found.token and request.form.get("instead") != "yes":
        return _which_one(here, found)
    reply = redirect(url_for("respond.carry_on", slug=consultation.slug), 303)
    visits.keep_token(reply, consultation.slug, found.token)
    return reply


@dataclass(frozen=True)
class OpenHere:
    """The unfinished response that this browser holds."""

    consultation: Consultation
    token: str
    draft: OpenDraft


def _open_here(consultation: Consultation) -> OpenHere | None:
    token = visits.current_token()
    if token is None:
        return None
    try:
        return OpenHere(consultation, token, responding.open_draft(visits.codes(), consultation, token))
    except (DraftIsGone, NotOpen):
        return None


def _which_one(here: OpenHere, found: Resumed) -> str:
    return render_template(
        "respond/which_one.html",
        consultation=here.consultation,
        code_here=spaced_code(here.token),
        saved_here=here.draft.row.saved_at,
        code=found.token,
        saved_there=found.saved_at,
        sent=found.is_sent,
    )


def _resume_page(consultation: Consultation | None, problem: str = "") -> str:
    return render_template(
        "respond/resume.html", consultation=consultation, typed=_typed() if problem else "", problem=problem
    )


def _refused(consultation: Consultation | None, error: UnknownCode) -> tuple[str, int]:
    return _resume_page(
        consultation, problem_with(_typed(), error, empty=_("Enter your code to carry on"))
    ), 429 if error.too_many else 400


def problem_with(typed: str, error: UnknownCode, *, empty: str) -> str:
    """What is wrong with a code that nothing was found for. `empty` is what to say where there is none."""
    length = len(normal_code(typed))
    if length == 0:
        return empty
    if error.too_many:
        return _(
            "We do not know this code, and too many wrong ones were tried on this site just now. Check yours, then "
            "try again in a minute. A right code works at any time"
        )
    if length != CODE_LENGTH:
        return ngettext(
            "A code has 16 letters and numbers. You entered %(num)s",
            "A code has 16 letters and numbers. You entered %(num)s",
            length,
        )
    return _("We do not know this code. Check each letter and number, then try again")


@blueprint.get("/still-here")
@requires(Access.PUBLIC)
def still_here() -> Response:
    """Says to a page that is about to send answers that the site can be reached. Asks nothing of the database."""
    return Response(status=204)


@dataclass(frozen=True)
class Announcement:
    """Something about the time that is left, to be said in so many seconds if the page is still open."""

    seconds: int
    text: str


@dataclass(frozen=True)
class TimeLeft:
    """`now` is what the page says as it is shown, or nothing; `later` what it says while it stays open."""

    now: str
    later: tuple[Announcement, ...]


@blueprint.app_template_global()
def time_left(consultation: Consultation) -> TimeLeft:
    """What someone who is answering should know about the closing time. There is no other time limit than this."""
    now, closes = clock.now(), consultation.closes_at
    moments = (
        closes - TELL_BEFORE_CLOSING,
        closes - TELL_AGAIN,
        closes,
        closes + GRACE - TELL_AGAIN,
    )
    later = tuple(
        Announcement(int((moment - now).total_seconds()) + 1, _closing_words(consultation, moment))
        for moment in moments
        if now < moment <= now + ANNOUNCED_AHEAD
    )
    return TimeLeft(_closing_words(consultation, now) if now >= moments[0] else "", later)


def _in_words(moment: datetime) -> str:
    return dates_in_words.moment_in_words(moment, languages.current().locale)


def _closing_words(consultation: Consultation, moment: datetime) -> str:
    last = _in_words(consultation.closes_at + GRACE)
    minutes = -(-(consultation.closes_at - moment) // timedelta(minutes=1))
    if minutes > 0:
        return ngettext(
            "This consultation closes in %(num)s minute, on %(closes)s. Because you have begun, you can send your "
            "answers until %(last)s.",
            "This consultation closes in %(num)s minutes, on %(closes)s. Because you have begun, you can send your "
            "answers until %(last)s.",
            minutes,
            closes=_in_words(consultation.closes_at),
            last=last,
        )
    return _(
        "This consultation has closed. Because you had begun, you can still send your answers until %(last)s.",
        last=last,
    )
