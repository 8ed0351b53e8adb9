"""Announcing an event to the public before it takes place, and taking the announcement back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.pages import access
from consult.pages.events import event_or_404
from consult.pages.form_parts import OfficerForm, long_text, one_line
from consult.rules.permissions import Access
from consult.services import recording_events

blueprint = Blueprint("announcing", __name__, url_prefix="/officer/<slug>/events/<key>")


class AnnouncementForm(OfficerForm):
    public_time = one_line("Time", "Enter when it begins and ends")
    joining = long_text("How to take part", "Say how people can take part", longest=1000)


@blueprint.route("/announce", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def announce(slug: str, key: str) -> Response | str | tuple[str, int]:
    """Say when it is and how to take part; from then on the public sees it until its day is over."""
    consultation = access.current_consultation()
    event = event_or_404(consultation, key)
    form = AnnouncementForm(obj=event)
    if form.is_submitted() and form.validate():
        recording_events.announce(
            consultation, event, form.public_time.data, form.joining.data, by=access.signed_in_account()
        )
        flash("The event is announced on the page of the consultation", "success")
        return redirect(url_for("events.one", slug=slug, key=key), 303)
    page = render_template(
        "facilitate/announce.html",
        consultation=consultation,
        active="events",
        event=event,
        form=form,
        is_over=event.held_on < clock.in_london(clock.now()).date(),
    )
    return (page, 400) if form.is_submitted() else page


@blueprint.post("/take-back")
@access.requires(Access.OFFICER)
def take_back(slug: str, key: str) -> Response:
    """The public no longer sees it. Announcing it again undoes this."""
    consultation = access.current_consultation()
    recording_events.take_announcement_back(
        consultation, event_or_404(consultation, key), by=access.signed_in_account()
    )
    flash("The event is no longer announced. To undo this, announce it again.", "success")
    return redirect(url_for("events.one", slug=slug, key=key), 303)
