"""When answers cannot be saved or sent: the person is told why and what to do, and gets back what they typed.

Belongs here: what the pages of answering say when something is not as they expected.
Does not belong here: an answer that is not right yet (its page), or errors of the whole site (`errors`).
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult import languages
from consult.pages.public import consultation_or_404
from consult.pages.questions import Typed, typed_on
from consult.pages.visits import current_receipt, current_slug, current_token
from consult.services import questionnaires
from consult.services.responding import DraftIsGone, NotAgreed, NotOpen
from consult.store.consultations import Consultation
from surveys.forms import TamperedForm

Reply = Response | tuple[str, int]


class StalePage(Exception):
    """A page cannot be saved or sent as it stands. `reason` is for the person."""

    def __init__(self, reason: str, status: int = 409) -> None:
        super().__init__(reason)
        self.reason, self.status = reason, status


def register(blueprint: Blueprint) -> None:
    """Let the routes of answering raise these, and answer each with its page."""
    blueprint.register_error_handler(DraftIsGone, _draft_is_gone)
    blueprint.register_error_handler(NotOpen, _not_open)
    blueprint.register_error_handler(NotAgreed, _not_agreed)
    blueprint.register_error_handler(StalePage, lambda error: not_saved(error.reason, error.status))
    blueprint.register_error_handler(TamperedForm, _tampered_form)


def not_saved(reason: str, status: int) -> tuple[str, int]:
    consultation = consultation_or_404(current_slug())
    page = render_template(
        "respond/not_saved.html", consultation=consultation, reason=reason, typed=_typed(consultation)
    )
    return page, status


def _draft_is_gone(_error: DraftIsGone) -> Reply:
    """It was sent, it was deleted after 14 days, or this browser never began one."""
    slug = current_slug()
    if current_receipt() is not None:
        if request.method == "GET" or request.endpoint == "respond.submit":
            return redirect(url_for("respond.receipt", slug=slug), 303)
        return not_saved(_("Your answers were sent before this page was saved. They cannot be changed."), 409)
    if current_token() is None and request.method == "GET":
        return redirect(url_for("public.about", slug=slug), 303)
    consultation = consultation_or_404(slug)
    page = render_template("respond/gone.html", consultation=consultation, typed=_typed(consultation))
    return page, 410


def _not_open(error: NotOpen) -> Reply:
    if error.language:
        languages.speak(error.language)
    consultation = consultation_or_404(current_slug())
    page = render_template("respond/closed.html", consultation=consultation, typed=_typed(consultation))
    return page, 403


def _not_agreed(_error: NotAgreed) -> Reply:
    return redirect(url_for("before_answering.ask", slug=current_slug()), 303)


def _tampered_form(error: TamperedForm) -> Reply:
    reason = _(
        "The page sent something that it does not ask for. Place: %(place)s. What: %(what)s.",
        place=error.place,
        what=error.message,
    )
    return not_saved(reason, 400)


def _typed(consultation: Consultation) -> list[Typed]:
    version = questionnaires.latest(consultation)
    return typed_on(version.questionnaire, version.first_wording, request.form.items(multi=True))
