"""Answering a consultation, one page at a time, from the start to the receipt.

The place in the questionnaire is worked out from the answers at each request; the browser holds the token of
a draft and nothing of an answer. Does not belong here: what a page shows (`questions`), what happens when it
cannot be saved (`not_saved`), or what an answer may be (`surveys`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response

from consult import languages
from consult.codes import spaced_code
from consult.pages import coming_back, emailing, not_saved, posted, questions, receipts, visits, who_answered
from consult.pages.access import requires
from consult.pages.form_words import form_messages
from consult.pages.media import media_of
from consult.pages.not_saved import StalePage
from consult.pages.public import consultation_or_404
from consult.pages.visits import Visit, current_visit
from consult.pages.wordings_offered import wordings_offered
from consult.rules.permissions import Access
from consult.security import csrf
from consult.services import responding
from consult.services.responding import ChangedElsewhere, DraftIsGone, NotComplete, NotOpen, OpenDraft
from surveys.forms import SurveyForm, build_form
from surveys.structure import Page
from surveys.wordings import Wording

# Addresses beside the pages have a hyphen, which no page's key has: so a page may be called “check”.
blueprint = Blueprint("respond", __name__, url_prefix="/consultations/<slug>/answer")
not_saved.register(blueprint)

View = str | Response | tuple[str, int]


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
    languages.remember(language)
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
    receipts.forget(reply)
    flash(languages.forget(_("You have finished on this device. The next person can start.")), "success")
    return reply


@blueprint.get("/<page_key>")
@requires(Access.PUBLIC)
def show_page(slug: str, page_key: str) -> View:
    """One page of questions, if the way has come this far."""
    visit = current_visit()
    page = _place_or_404(visit.draft, page_key)
    if page is None or page.key != page_key:
        return _to_page(page)
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
    visit = _visit_as_shown(page_key)
    page = _page_or_404(visit.draft, page_key)
    posted.refuse_another_response(visit.fingerprint)
    revision = posted.revision()
    if not visit.draft.journey.may_open(page_key):
        raise StalePage(_("Another answer was changed, so this page is not asked any more."))
    form = _form(visit, page, typed=True)
    if not posted.comes_from_our_page():
        return _show(visit, page, form, notice=posted.visit_ran_out()), 400
    if revision != visit.draft.row.revision:
        return _show(visit, page, form, notice=posted.changed_elsewhere()), 409
    wanted = posted.wanted_wording(visit)
    if wanted is not None:
        return _change_wording(visit, page, wanted, revision)
    if coming_back.is_for_later():
        return _save_for_later(visit, page, revision)
    if not form.validate():
        return _show(visit, page, form), 400
    return _save(visit, page, form, revision)


def _save(visit: Visit, page: Page, form: SurveyForm, revision: int) -> View:
    try:
        saved = responding.save_page(visit.draft, form.answers(), revision=revision)
    except ChangedElsewhere:
        return _show(_visit_as_shown(page.key), page, form, notice=posted.changed_elsewhere()), 409
    following = _page_following(saved, page)
    to_open_page = following is None or request.form.get("from") == questions.CHECK
    reply = _to_open_page(saved) if to_open_page else _to_page(following)
    # The cookie lasts as long as what was saved just now.
    visits.keep_token(reply, visits.current_slug(), visit.token)
    return reply


def _save_for_later(visit: Visit, page: Page, revision: int) -> View:
    """Keep what is right on a page that is left before it is finished, and say what could not be kept."""
    form = _form(visit, page, typed=True, may_be_empty=True)
    all_right = form.validate()
    try:
        responding.save_page(visit.draft, form.answers_so_far(visit.draft.answers), revision=revision)
    except ChangedElsewhere:
        return _show(_visit_as_shown(page.key), page, form, notice=posted.changed_elsewhere()), 409
    if not all_right:
        return _show(current_visit(), page, form, notice=coming_back.partly_saved()), 400
    return coming_back.to_code_page(visit)


def _page_following(draft: OpenDraft, page: Page) -> Page | None:
    """The next page, also where this one was shown in another layout than the answers now go on in."""
    try:
        return draft.journey.page_after(page.key)
    except KeyError:
        return draft.journey.first_open_page()


def _visit_as_shown(page_key: str) -> Visit:
    """This visit as the page that was posted was shown: its wording may have been changed in another tab since.

    Steps of one question have a point in their key, so the key says which layout it was.
    """
    visit = current_visit()
    shown = visit.draft.read_in(posted.shown_in(visit.draft), one_at_a_time="." in page_key)
    languages.speak(shown.wording.language)
    return replace(visit, draft=shown)


def _change_wording(visit: Visit, page: Page, wanted: Wording, revision: int) -> View:
    """Go on in another wording at the same place. What was typed and is right is saved; the rest comes back."""
    form = _form(visit, page, typed=True, may_be_empty=True)
    all_right = form.validate()
    try:
        saved = responding.save_page(
            visit.draft, form.answers_so_far(visit.draft.answers), revision=revision, wording=wanted
        )
    except ChangedElsewhere:
        return _show(_visit_as_shown(page.key), page, form, notice=posted.changed_elsewhere()), 409
    languages.remember(wanted.language)
    if all_right:
        return _to_page(saved.journey.step_for(page.key), came_from=request.form.get("from"))
    return _show_what_is_not_right(visit, page, saved, wanted)


def _show_what_is_not_right(visit: Visit, page: Page, saved: OpenDraft, wanted: Wording) -> View:
    """The page as it was typed, in the words of another wording, which may leave some of its questions out."""
    languages.speak(wanted.language)
    shown = saved.read_in((wanted.edition, wanted.language), one_at_a_time="." in page.key)
    visit = replace(visit, draft=shown)
    if not shown.journey.questions_on(page):
        return _to_open_page(saved)
    form = _form(visit, page, typed=True, may_be_empty=True, without=wanted.omits)
    form.validate()
    return _show(visit, page, form, notice=_not_right_yet()), 400


def _not_right_yet() -> str:
    return _(
        "This is now written in the way that you chose. Something on this page needs to be put right before it "
        "can be saved."
    )


def _form(
    visit: Visit,
    page: Page,
    *,
    typed: bool = False,
    may_be_empty: bool = False,
    without: Collection[str] = (),
) -> SurveyForm:
    draft = visit.draft
    asked = draft.journey.questions_on(page)
    return build_form(
        [replace(question, required=False) for question in asked] if may_be_empty else asked,
        draft.version.questionnaire,
        draft.wording,
        formdata=posted.answers_typed(without=without) if typed else None,
        answers=draft.answers,
        messages=form_messages(),
    )


def _show(visit: Visit, page: Page, form: SurveyForm, *, notice: str = "") -> str:
    languages.questions_are_in(visit.draft.wording.language)
    return render_template(
        "respond/page.html",
        consultation=visit.consultation,
        page=questions.question_page(visit.draft, page, form),
        errors=form.errors_in_order(),
        wording=visit.draft.wording,
        media=media_of(visit.consultation, visit.draft.wording),
        offered=wordings_offered(visit.consultation, visit.draft.version, visit.draft.wording),
        revision=visit.draft.row.revision,
        fingerprint=visit.fingerprint,
        from_check=request.values.get("from") == questions.CHECK,
        notice=notice,
    )


def _page_or_404(draft: OpenDraft, page_key: str) -> Page:
    try:
        return draft.journey.page(page_key)
    except KeyError as error:
        raise NotFound from error


def _place_or_404(draft: OpenDraft, page_key: str) -> Page | None:
    """The page of an address, or where its place is in the layout that is read now."""
    try:
        return draft.journey.page(page_key)
    except KeyError:
        pass
    try:
        return draft.journey.step_for(page_key)
    except KeyError as error:
        raise NotFound from error


def _to_open_page(draft: OpenDraft) -> Response:
    page = draft.journey.first_open_page()
    if page is None and draft.row.support is None:
        return redirect(url_for("who_answered.ask", slug=visits.current_slug()), 303)
    return _to_page(page)


def _to_page(page: Page | None, came_from: str | None = None) -> Response:
    slug = visits.current_slug()
    if page is None:
        return redirect(url_for("respond.check", slug=slug), 303)
    return redirect(url_for("respond.show_page", slug=slug, page_key=page.key, **_from(came_from)), 303)


def _from(came_from: str | None) -> dict[str, Any]:
    return {"from": questions.CHECK} if came_from == questions.CHECK else {}


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
        wording=visit.draft.wording,
        offered=wordings_offered(visit.consultation, visit.draft.version, visit.draft.wording),
        revision=visit.draft.row.revision,
        pages=(*questions.checked_pages(visit.draft), who_answered.checked_page(visit.draft)),
        not_sent=questions.answers_not_sent(visit.draft),
        left_out=questions.answers_left_out(visit.draft),
        fingerprint=visit.fingerprint,
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
    posted.refuse_another_response(visits.fingerprint_of(token))
    if not posted.comes_from_our_page():
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
    page = render_template(
        "respond/receipt.html",
        consultation=consultation,
        edition=found.edition,
        code=spaced_code(found.code),
        submitted_at=found.submitted_at,
        can_email=emailing.is_possible(),
    )
    reply = make_response(page)
    receipts.remember(reply, found.code)
    return reply
