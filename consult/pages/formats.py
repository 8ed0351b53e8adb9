"""Asking for the questions in another format or language, and the officers' list of what was asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult import clock
from consult.codes import new_reference
from consult.pages import access
from consult.pages.form_parts import tidy_text, without_control_characters
from consult.pages.public import consultation_or_404
from consult.rules.format_requests import FORMAT_WORDS, NEEDS_DETAIL, AskedFormat, ReachBy
from consult.rules.lifecycle import Phase
from consult.rules.permissions import Access
from consult.services import requesting_formats
from consult.services.requesting_formats import AlreadyErased, Asked, TooManyRequests
from consult.store import format_requests
from consult.store.consultations import Consultation
from consult.store.format_requests import FormatRequest

blueprint = Blueprint("formats", __name__)

LONGEST_DETAIL, LONGEST_CONTACT = 500, 500
KEY_FORM = re.compile(r"[0-9a-f]{16}")
EMAIL_FORM = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
FEWEST_DIGITS = 6
SHORTEST_ADDRESS = 10
REACH_WORDS = {ReachBy.EMAIL: "Email", ReachBy.PHONE: "Phone", ReachBy.POST: "Post"}


@dataclass(frozen=True)
class Typed:
    """What stands in the form. What was not chosen is empty; each way to reach someone has a box of its own."""

    key: str
    asked_format: str
    detail: str
    reach_by: str
    contacts: Mapping[str, str]

    @property
    def contact(self) -> str:
        return self.contacts.get(self.reach_by, "")


def format_names() -> dict[str, str]:
    """What can be asked for, in the visitor's language."""
    return {
        AskedFormat.LARGE_PRINT: _("Large print"),
        AskedFormat.EASY_READ: _("Easy read: short sentences with pictures"),
        AskedFormat.BRAILLE: _("Braille"),
        AskedFormat.AUDIO: _("Audio: someone reads it out"),
        AskedFormat.BSL_VIDEO: _("A video in British Sign Language"),
        AskedFormat.LANGUAGE: _("Another language"),
        AskedFormat.OTHER: _("Something else"),
    }


@blueprint.route("/consultations/<slug>/another-format", methods=["GET", "POST"])
@access.requires(Access.PUBLIC)
def ask(slug: str) -> Response | str | tuple[str, int]:
    """Ask for another format or language, while there is something to answer."""
    consultation = _not_closed_or_404(slug)
    if request.method == "GET":
        return _page(consultation, Typed(new_reference(), "", "", "", {}), {})
    typed = _typed()
    problems = _problems(typed)
    if problems:
        return _page(consultation, typed, problems), 400
    try:
        requesting_formats.ask(consultation, _asked(typed))
    except TooManyRequests:
        return _page(consultation, typed, {"format": _too_many()}), 429
    return redirect(url_for("formats.asked", slug=slug), 303)


@blueprint.get("/consultations/<slug>/another-format/asked")
@access.requires(Access.PUBLIC)
def asked(slug: str) -> str:
    """What happens next. It says nothing of the request, so it can be opened by anyone."""
    return render_template("public/format_asked.html", consultation=consultation_or_404(slug))


def _not_closed_or_404(slug: str) -> Consultation:
    consultation = consultation_or_404(slug)
    if consultation.phase_at(clock.now()) is Phase.CLOSED:
        abort(404)
    return consultation


def _page(consultation: Consultation, typed: Typed, problems: Mapping[str, str]) -> str:
    return render_template(
        "public/format_ask.html",
        consultation=consultation,
        typed=typed,
        problems=problems,
        format_names=format_names(),
    )


def _typed() -> Typed:
    """What was sent, as it can be shown and kept. A key that our page did not make is replaced."""
    key = request.form.get("key", "")
    return Typed(
        key if KEY_FORM.fullmatch(key) else new_reference(),
        request.form.get("format", ""),
        _text("detail"),
        request.form.get("reach_by", ""),
        {way: _text(way) for way in ReachBy},
    )


def _text(name: str) -> str:
    return without_control_characters(tidy_text(request.form.get(name)))[: LONGEST_DETAIL + 1]


def _problems(typed: Typed) -> dict[str, str]:
    """What is wrong, by the element where it is put right, in the order of the page."""
    found = {
        "format": _problem_with_format(typed),
        "detail": _problem_with_detail(typed),
        "reach_by": "" if typed.reach_by in set(ReachBy) else _("Choose how we can reach you"),
    }
    if not found["reach_by"]:
        found[typed.reach_by] = _problem_with_contact(typed)
    return {name: problem for name, problem in found.items() if problem}


def _problem_with_format(typed: Typed) -> str:
    return "" if typed.asked_format in set(AskedFormat) else _("Choose what you need")


def _problem_with_detail(typed: Typed) -> str:
    if len(typed.detail) > LONGEST_DETAIL:
        return _("Use %(most)s characters or fewer", most=LONGEST_DETAIL)
    if typed.detail or typed.asked_format not in NEEDS_DETAIL:
        return ""
    if typed.asked_format == AskedFormat.LANGUAGE:
        return _("Write which language you need")
    return _("Write what you need")


def _problem_with_contact(typed: Typed) -> str:
    contact = typed.contact
    if len(contact) > LONGEST_CONTACT:
        return _("Use %(most)s characters or fewer", most=LONGEST_CONTACT)
    if typed.reach_by == ReachBy.EMAIL and not EMAIL_FORM.fullmatch(contact):
        return _("Enter an email address, like name@example.com")
    if typed.reach_by == ReachBy.PHONE and sum(map(str.isdigit, contact)) < FEWEST_DIGITS:
        return _("Enter a phone number")
    if typed.reach_by == ReachBy.POST and len(contact) < SHORTEST_ADDRESS:
        return _("Enter your name and address, so that the post finds you")
    return ""


def _asked(typed: Typed) -> Asked:
    return Asked(
        typed.key, AskedFormat(typed.asked_format), typed.detail, ReachBy(typed.reach_by), typed.contact
    )


def _too_many() -> str:
    return _("We cannot take your request here at the moment. Try again in an hour, or write to us")


# For officers


@blueprint.get("/officer/<slug>/requests")
@access.requires(Access.OFFICER)
def index(slug: str) -> str:
    """Every request: those that wait first, then those that are dealt with."""
    consultation = access.current_consultation()
    rows = format_requests.requests_of(consultation)
    return render_template(
        "officer/format_requests.html",
        consultation=consultation,
        active="overview",
        waiting=[row for row in rows if row.done_at is None],
        done=[row for row in reversed(rows) if row.done_at is not None],
        format_words=FORMAT_WORDS,
        reach_words=REACH_WORDS,
    )


@blueprint.post("/officer/<slug>/requests/<key>/done")
@access.requires(Access.OFFICER)
def done(slug: str, key: str) -> Response:
    consultation = access.current_consultation()
    row = _request_or_404(consultation, key)
    erase_now = "erase" in request.form
    requesting_formats.mark_done(consultation, row, erase_now=erase_now, by=access.signed_in_account())
    kept = "How to reach the person is erased." if erase_now else "You can take it up again for 30 days."
    flash(f"The request is done. {kept}", "success")
    return redirect(url_for("formats.index", slug=slug), 303)


@blueprint.post("/officer/<slug>/requests/<key>/again")
@access.requires(Access.OFFICER)
def again(slug: str, key: str) -> Response:
    """Take up a request again that was marked as done by mistake."""
    consultation = access.current_consultation()
    try:
        requesting_formats.take_up_again(
            consultation, _request_or_404(consultation, key), by=access.signed_in_account()
        )
    except AlreadyErased:
        flash("How to reach the person is erased, so this request cannot be taken up again.")
    else:
        flash("The request waits again", "success")
    return redirect(url_for("formats.index", slug=slug), 303)


def _request_or_404(consultation: Consultation, key: str) -> FormatRequest:
    row = format_requests.request_by_key(consultation, key)
    if row is None:
        abort(404)
    return row
