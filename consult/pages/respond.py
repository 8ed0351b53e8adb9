"""Answering a consultation, one page at a time, from the start to the receipt.

The place in the questionnaire is worked out from the answers at each request; the browser holds the token of
a draft and nothing of an answer. Does not belong here: what a page shows (`questions`), what happens when it
cannot be saved (`not_saved`), or what an answer may be (`surveys`).
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response
from wtforms import ValidationError

from consult.codes import spaced_receipt
from consult.pages import not_saved, questions, visits
from consult.pages.access import requires
from consult.pages.not_saved import StalePage
from consult.pages.public import consultation_or_404
from consult.pages.visits import Visit, current_visit
from consult.rules.permissions import Access
from consult.security import csrf
from consult.services import responding
from consult.services.responding import ChangedElsewhere, DraftIsGone, NotComplete, NotOpen, OpenDraft
from surveys.forms import SurveyForm, build_form
from surveys.structure import Page

# Addresses beside the pages have a hyphen, which no page's key has: so a page may be called “check”.
blueprint = Blueprint("respond", __name__, url_prefix="/consultations/<slug>/answer")
not_saved.register(blueprint)

View = str | Response | tuple[str, int]
CHECK = "check"
LONGEST_REVISION = 9


@blueprint.post("/start-answering")
@requires(Access.PUBLIC)
def start(slug: str) -> View:
    """Begin a response in the chosen wording."""
    consultation = consultation_or_404(slug)
    edition, _dot, language = request.form.get("wording", "").partition(".")
    try:
        token = responding.start(visits.codes(), consultation, edition, language)
    except NotOpen:
        # The page says itself when the consultation opens, or that it has closed.
        return redirect(url_for("public.about", slug=slug), 303)
    except KeyError as error:
        raise BadRequest from error
    reply = redirect(url_for("respond.carry_on", slug=slug), 303)
    visits.keep_token(reply, slug, token)
    return reply


@blueprint.get("/")
@requires(Access.PUBLIC)
def carry_on(slug: str) -> View:
    """Go to where this response stands."""
    return _to_open_page(current_visit().draft)


@blueprint.post("/finish-here")
@requires(Access.PUBLIC)
def finish(slug: str) -> View:
    """Forget this response on this device, so that the next person can start."""
    reply = redirect(url_for("public.about", slug=consultation_or_404(slug).slug), 303)
    visits.forget_token(reply, slug)
    flash(_("You have finished on this device. The next person can start."), "success")
    return reply


@blueprint.get("/<page_key>")
@requires(Access.PUBLIC)
def show_page(slug: str, page_key: str) -> View:
    """One page of questions, if the way has come this far."""
    visit = current_visit()
    page = _page_or_404(visit.draft, page_key)
    if not visit.draft.journey.may_open(page_key):
        flash(_("Some other questions come first. Your answers so far are kept."))
        return _to_open_page(visit.draft)
    return _show(visit, page, _form(visit, page))


@blueprint.post("/<page_key>")
@csrf.exempt
@requires(Access.PUBLIC)
def save_page(slug: str, page_key: str) -> View:
    """Save the answers of one page and go to the next.

    The form's token is checked here, not before, so that a visit which has run out gives back what was typed.
    """
    visit = current_visit()
    page = _page_or_404(visit.draft, page_key)
    _refuse_another_response(visit.fingerprint)
    revision = _revision()
    if not visit.draft.journey.may_open(page_key):
        raise StalePage(_("Another answer was changed, so this page is not asked any more."))
    form = _form(visit, page, posted=True)
    if not _comes_from_our_page():
        return _show(visit, page, form, notice=_visit_ran_out()), 400
    if revision != visit.draft.row.revision:
        return _show(visit, page, form, notice=_changed_elsewhere()), 409
    if not form.validate():
        return _show(visit, page, form), 400
    return _save(visit, page, form, revision)


def _save(visit: Visit, page: Page, form: SurveyForm, revision: int) -> View:
    try:
        saved = responding.save_page(visit.draft, form.answers(), revision=revision)
    except ChangedElsewhere:
        return _show(current_visit(), page, form, notice=_changed_elsewhere()), 409
    following = saved.journey.page_after(page.key)
    if following is None or request.form.get("from") == CHECK:
        return _to_open_page(saved)
    return _to_page(following)


def _form(visit: Visit, page: Page, *, posted: bool = False) -> SurveyForm:
    draft = visit.draft
    return build_form(
        draft.journey.questions_on(page),
        draft.version.questionnaire,
        questions.wording_of(draft),
        formdata=request.form if posted else None,
        answers=draft.answers,
    )


def _show(visit: Visit, page: Page, form: SurveyForm, *, notice: str = "") -> str:
    return render_template(
        "respond/page.html",
        consultation=visit.consultation,
        page=questions.question_page(visit.draft, page, form),
        errors=form.errors_in_order(),
        wording=questions.wording_of(visit.draft),
        revision=visit.draft.row.revision,
        fingerprint=visit.fingerprint,
        from_check=request.values.get("from") == CHECK,
        notice=notice,
    )


def _changed_elsewhere() -> str:
    return _(
        "These answers were saved in another tab or window after you opened this page. What you typed here "
        "is below and is not saved yet. To keep it, choose “Save and continue”. To keep what the other tab "
        "saved, close this one."
    )


def _visit_ran_out() -> str:
    return _(
        "Your visit had timed out. Nothing is lost: what you typed is below and is not saved yet. "
        "Choose “Save and continue” again."
    )


def _comes_from_our_page() -> bool:
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def _refuse_another_response(fingerprint: str) -> None:
    if request.form.get("fingerprint") != fingerprint:
        raise StalePage(_("This page belongs to another response than the one being given here now."))


def _revision() -> int:
    typed = request.form.get("revision", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_REVISION):
        raise StalePage(_("The page did not say which state of your answers it was made from."), 400)
    return int(typed)


def _page_or_404(draft: OpenDraft, page_key: str) -> Page:
    try:
        return draft.version.questionnaire.page(page_key)
    except KeyError as error:
        raise NotFound from error


def _to_open_page(draft: OpenDraft) -> Response:
    return _to_page(draft.journey.first_open_page())


def _to_page(page: Page | None) -> Response:
    slug = visits.current_slug()
    if page is None:
        return redirect(url_for("respond.check", slug=slug), 303)
    return redirect(url_for("respond.show_page", slug=slug, page_key=page.key), 303)


@blueprint.get("/check-answers")
@requires(Access.PUBLIC)
def check(slug: str) -> View:
    """All answers before they are sent, with those that will not be."""
    visit = current_visit()
    if not visit.draft.journey.is_complete:
        return _back_to_the_questions(visit.draft)
    return render_template(
        "respond/check.html",
        consultation=visit.consultation,
        wording=questions.wording_of(visit.draft),
        pages=questions.checked_pages(visit.draft),
        not_sent=questions.answers_not_sent(visit.draft),
        fingerprint=visit.fingerprint,
        last_page=visit.draft.journey.pages[-1].key,
    )


def _back_to_the_questions(draft: OpenDraft) -> Response:
    flash(_("There are questions to go through before you can send your answers."))
    return _to_open_page(draft)


@blueprint.post("/send-answers")
@csrf.exempt
@requires(Access.PUBLIC)
def submit(slug: str) -> View:
    """Send the answers once, however often the button is chosen."""
    consultation, token = consultation_or_404(slug), visits.current_token()
    if token is None:
        raise DraftIsGone
    _refuse_another_response(visits.fingerprint_of(token))
    if not _comes_from_our_page():
        flash(_("Your visit had timed out. Nothing is lost and nothing is sent yet. Send it again."))
        return redirect(url_for("respond.check", slug=slug), 303)
    try:
        responding.submit(visits.codes(), consultation, token)
    except NotComplete:
        return _back_to_the_questions(current_visit().draft)
    return redirect(url_for("respond.receipt", slug=slug), 303)


@blueprint.get("/your-receipt")
@requires(Access.PUBLIC)
def receipt(slug: str) -> View:
    """The receipt of the response that was sent from this device."""
    consultation, found = consultation_or_404(slug), visits.current_receipt()
    if found is None:
        return redirect(url_for("respond.carry_on", slug=slug), 303)
    return render_template(
        "respond/receipt.html",
        consultation=consultation,
        code=spaced_receipt(found.code),
        submitted_at=found.submitted_at,
    )
