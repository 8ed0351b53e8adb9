"""With a receipt code: see what I said, take it away, withdraw it, and see what became of it.

The code is held by a cookie of these pages alone, for half an hour or until “finish on this device”. Does not belong
here: sending answers (`respond`), codes of unfinished responses (`coming_back`), finding a code (`using_codes`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask import Response as Download
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult import clock, languages
from consult.appendix.html import stylesheet
from consult.appendix.pdf import PAGE_NUMBER_LETTERS
from consult.appendix.pdf_layout import laid_out
from consult.codes import spaced_code
from consult.pages import emailing, results, visits
from consult.pages.access import requires
from consult.pages.coming_back import problem_with
from consult.pages.public import LONGEST_CODE
from consult.rules.permissions import Access
from consult.services import looking_back, using_codes
from consult.services.using_codes import Sent, UnknownCode
from consult.settings import Settings
from consult.store import answering

blueprint = Blueprint("receipts", __name__, url_prefix="/receipt")

View = str | Response | tuple[str, int]
COOKIE, PATH = "receipt_code", "/receipt"
# Long enough to read and print; short enough for a library's computer.
CODE_STAYS = timedelta(minutes=30)


class NoReceiptOpen(Exception):
    """This browser holds no receipt code that we know."""


@blueprint.errorhandler(NoReceiptOpen)
def _ask_for_the_code(_error: NoReceiptOpen) -> Response:
    flash(_("Enter your receipt code. We forget it on this device after 30 minutes."))
    return redirect(url_for("receipts.receipt"), 303)


def remember(reply: Response, code: str) -> None:
    """Keep a receipt code for the pages of this module only."""
    settings: Settings = current_app.extensions["settings"]
    reply.set_cookie(
        COOKIE,
        code,
        max_age=CODE_STAYS,
        path=PATH,
        secure=settings.secure_cookies,
        httponly=True,
        samesite="Lax",
    )


def forget(reply: Response) -> None:
    settings: Settings = current_app.extensions["settings"]
    reply.delete_cookie(COOKIE, path=PATH, secure=settings.secure_cookies, httponly=True, samesite="Lax")


@blueprint.route("", methods=["GET", "POST"])
@requires(Access.PUBLIC)
def receipt() -> View:
    """Where a receipt code is typed."""
    if request.method == "GET":
        return render_template("receipts/enter.html", typed="", problem="")
    typed = request.form.get("code", "")[:LONGEST_CODE]
    try:
        sent = using_codes.sent_with(visits.codes(), typed)
    except UnknownCode as error:
        problem = problem_with(typed, error, empty=_("Enter your receipt code"))
        page = render_template("receipts/enter.html", typed=typed, problem=problem)
        return page, 429 if error.too_many else 400
    reply = redirect(url_for("receipts.yours"), 303)
    remember(reply, sent.code)
    return reply


def _current() -> Sent:
    """The response whose code this browser holds. Raises `NoReceiptOpen`."""
    code = request.cookies.get(COOKIE, "")[:LONGEST_CODE]
    if not code:
        raise NoReceiptOpen
    try:
        sent = using_codes.sent_with(visits.codes(), code)
    except UnknownCode as error:
        raise NoReceiptOpen from error
    languages.speak(sent.response.language)
    return sent


def _values(sent: Sent) -> dict[str, Any]:
    """What every page about a response shows."""
    consultation = sent.consultation
    return {
        "consultation": consultation,
        "edition": sent.response.edition,
        "language": sent.response.language,
        "code": spaced_code(sent.code),
        "submitted_at": sent.response.submitted_at,
        "state": looking_back.state_of(sent).value,
        "phase": consultation.phase_at(clock.now()),
        "has_results": looking_back.is_published(consultation),
        "results": looking_back.results_for(sent).value,
        "may_withdraw": looking_back.may_withdraw(sent),
    }


@blueprint.get("/yours")
@requires(Access.PUBLIC)
def yours() -> View:
    """Where a response stands, and what can be done with it."""
    sent = _current()
    values = _values(sent)
    has_progress = values["has_results"] and bool(answering.commitments(sent.consultation))
    return render_template("receipts/yours.html", has_progress=has_progress, **values)


@blueprint.get("/yours/answers")
@requires(Access.PUBLIC)
def answers() -> View:
    """What was said, as it was given; it prints well."""
    return _answers_page(_current())


def _answers_page(sent: Sent, *, email: str = "", problem: str = "") -> str:
    return render_template(
        "receipts/answers.html",
        pages=looking_back.what_was_said(sent),
        can_email=emailing.is_possible(),
        email=email,
        problem=problem,
        **_values(sent),
    )


def _written(sent: Sent) -> dict[str, Any]:
    """What a receipt to take away says."""
    return {
        "pages": looking_back.what_was_said(sent),
        "site_address": emailing.site_address(),
        **_values(sent),
    }


@blueprint.get("/yours/receipt.txt")
@requires(Access.PUBLIC)
def as_text() -> Download:
    """The receipt as plain text."""
    sent = _current()
    text = render_template("receipts/receipt.txt", **_written(sent))
    return _download(text.encode(), "text/plain; charset=utf-8", f"{sent.consultation.slug}-receipt.txt")


@blueprint.get("/yours/receipt.pdf")
@requires(Access.PUBLIC)
def as_pdf() -> Download:
    """The receipt as an accessible PDF."""
    sent = _current()
    page = render_template("receipts/paper.html", **_written(sent))
    pdf = laid_out(page, stylesheet("receipt"), {}, PAGE_NUMBER_LETTERS)
    return _download(pdf, "application/pdf", f"{sent.consultation.slug}-receipt.pdf")


def _download(content: bytes, content_type: str, name: str) -> Download:
    reply = Download(content, content_type=content_type)
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    reply.headers["Content-Language"] = languages.current().tag
    return reply


@blueprint.post("/yours/email")
@requires(Access.PUBLIC)
def email_receipt() -> View:
    """Send the receipt to an address, which is used for this one email."""
    sent, typed = _current(), request.form.get("email", "")
    subject = _("Your receipt: %(title)s", title=sent.consultation.title)
    if problem := emailing.send(typed, subject, "receipt", **{**_written(sent), "code": sent.code}):
        return _answers_page(sent, email=typed, problem=problem), 400
    flash(_("The email is on its way. We have not kept the address."), "success")
    return redirect(url_for("receipts.answers"), 303)


@blueprint.route("/yours/withdraw", methods=["GET", "POST"])
@requires(Access.PUBLIC)
def withdraw() -> View:
    """Take back what was said: first what that means, then the button."""
    sent = _current()
    if request.method == "GET":
        return render_template("receipts/withdraw.html", **_values(sent))
    if looking_back.withdraw(sent):
        flash(_("Your answers are withdrawn and erased."), "success")
    return redirect(url_for("receipts.withdraw"), 303)


@blueprint.get("/yours/what-became-of-it")
@requires(Access.PUBLIC)
def what_became() -> View:
    """Each thing that somebody said, and what came of it so far."""
    sent = _current()
    became = [
        (one, [(theme, [results.promise(row) for row in theme.commitments]) for theme in one.themes])
        for one in looking_back.what_became(sent)
    ]
    return render_template("receipts/what_became.html", became=became, **_values(sent))


@blueprint.post("/finish")
@requires(Access.PUBLIC)
def finish() -> Response:
    """Forget the code on this device."""
    reply = redirect(url_for("receipts.receipt"), 303)
    forget(reply)
    flash(languages.forget(_("Your receipt is closed on this device.")), "success")
    return reply
