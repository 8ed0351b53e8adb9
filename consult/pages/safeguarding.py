"""Keeping people safe: comments that may identify someone or tell of harm, and who looks after safeguarding.

What may identify someone is for the officers. What may tell of harm is read by the lead and deputy alone; officers see
how many. Does not belong here: who is told by email, which the worker does.
"""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.validators import InputRequired

from consult import clock
from consult.pages import access, flagged_comments
from consult.pages.form_parts import OfficerForm, choices, tidy_text, without_control_characters
from consult.rules.permissions import Access
from consult.rules.safeguarding import DECISION_WORDS, DECISIONS, Decision, Part, Queue, waits_too_long
from consult.services import alerting, safeguarding
from consult.services.safeguarding import LONGEST_NOTE, SafeguardingProblem
from consult.settings import Settings
from consult.store import consultations, flags
from consult.store.consultations import Consultation

blueprint = Blueprint("safeguarding", __name__, url_prefix="/officer/<slug>/safeguarding")

NOTICES_SHOWN = 10
NOTICE_WORDS = {
    (alerting.Kind.WAITS, alerting.Outcome.SENT): "Emailed that something waits",
    (alerting.Kind.WAITS, alerting.Outcome.NOT_SENT): "Could not be emailed; it is tried again",
    (alerting.Kind.WAITS, alerting.Outcome.NO_MAIL_SERVER): "Not emailed: there is no mail server",
    (alerting.Kind.WAITS_TOO_LONG, alerting.Outcome.SENT): "Emailed that something waits too long",
    (
        alerting.Kind.WAITS_TOO_LONG,
        alerting.Outcome.NOT_SENT,
    ): "Could not be emailed that something waits too long; it is tried again",
    (
        alerting.Kind.WAITS_TOO_LONG,
        alerting.Outcome.NO_MAIL_SERVER,
    ): "Something waits too long; not emailed: there is no mail server",
}


class PeopleForm(OfficerForm):
    lead = SelectField("Safeguarding lead", validators=[InputRequired("Choose the safeguarding lead")])
    deputy = SelectField("Deputy", validators=[InputRequired("Choose the deputy")])


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


@blueprint.get("")
@access.requires(Access.OFFICER)
def index(slug: str) -> str:
    """How many comments wait in each queue, who looks after safeguarding, and who was told."""
    consultation = access.current_consultation()
    hours = settings().working_hours
    return render_template(
        "officer/safeguarding.html",
        consultation=consultation,
        active="safeguarding",
        identifying=safeguarding.standing(consultation, Queue.IDENTIFYING, hours),
        harm=safeguarding.standing(consultation, Queue.HARM, hours),
        people=safeguarding.people(consultation),
        emails=bool(settings().smtp_url),
        hours=hours,
        notices=flags.notices(consultation, limit=NOTICES_SHOWN),
        notice_words=NOTICE_WORDS,
    )


@blueprint.route("/people", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def people(slug: str) -> Response | str | tuple[str, int]:
    """Choose the lead and the deputy among the team."""
    consultation = access.current_consultation()
    team = {str(member.account_id): member.account for member in consultations.team(consultation)}
    options = choices([("", "Choose somebody"), *((key, account.name) for key, account in team.items())])
    named = {
        one.part: str(one.account.id) if one.account else "" for one in safeguarding.people(consultation)
    }
    form = PeopleForm(data={"lead": named[Part.LEAD], "deputy": named[Part.DEPUTY]})
    form.lead.choices = form.deputy.choices = options
    if form.is_submitted() and form.validate():
        lead, deputy = team[form.lead.data], team[form.deputy.data]
        try:
            safeguarding.choose(consultation, lead, deputy, by=access.current_account())
            flash(f"{lead.name} is the safeguarding lead, {deputy.name} the deputy", "success")
            return redirect(url_for("safeguarding.index", slug=slug), 303)
        except SafeguardingProblem as problem:
            form.take_problems({"deputy": str(problem)})
    page = render_template(
        "officer/safeguarding_people.html",
        consultation=consultation,
        active="safeguarding",
        form=form,
        people=safeguarding.people(consultation),
    )
    return (page, 400) if form.is_submitted() else page


@blueprint.get("/identifying")
@access.requires(Access.OFFICER)
def identifying(slug: str) -> str:
    """Comments that may identify someone."""
    return _queue_page(Queue.IDENTIFYING)


@blueprint.get("/harm")
@access.requires(Access.SAFEGUARDING)
def harm(slug: str) -> str:
    """Comments that may tell of harm, for the lead and the deputy."""
    return _queue_page(Queue.HARM)


@blueprint.post("/identifying/<int:flag_id>/decide")
@access.requires(Access.OFFICER)
def decide_identifying(slug: str, flag_id: int) -> Response:
    return _decide(Queue.IDENTIFYING, flag_id)


@blueprint.post("/harm/<int:flag_id>/decide")
@access.requires(Access.SAFEGUARDING)
def decide_harm(slug: str, flag_id: int) -> Response:
    return _decide(Queue.HARM, flag_id)


@blueprint.post("/identifying/<int:flag_id>/reopen")
@access.requires(Access.OFFICER)
def reopen_identifying(slug: str, flag_id: int) -> Response:
    return _reopen(Queue.IDENTIFYING, flag_id)


@blueprint.post("/harm/<int:flag_id>/reopen")
@access.requires(Access.SAFEGUARDING)
def reopen_harm(slug: str, flag_id: int) -> Response:
    return _reopen(Queue.HARM, flag_id)


def _queue_page(queue: Queue) -> str:
    consultation, show = access.current_consultation(), request.args.get("show", "waiting")
    hours, now = settings().working_hours, clock.now()
    standing = safeguarding.standing(consultation, queue, hours)
    paged = flagged_comments.paged(consultation, queue, standing, waiting=show != "decided")
    return render_template(
        f"officer/safeguarding_{queue}.html",
        consultation=consultation,
        active="safeguarding",
        queue=queue,
        standing=standing,
        paged=paged,
        show="decided" if show == "decided" else "waiting",
        decisions=[(decision, DECISION_WORDS[decision]) for decision in DECISIONS[queue]],
        decision_words=DECISION_WORDS,
        late={one.flag.id for one in paged.items if waits_too_long(one.flag.raised_at, now, hours)},
        emails=bool(settings().smtp_url),
        longest_note=LONGEST_NOTE,
    )


def _decide(queue: Queue, flag_id: int) -> Response:
    consultation, account = access.current_consultation(), access.signed_in_account()
    note = without_control_characters(tidy_text(request.form.get("note")))
    if request.form.get("decision") not in set(Decision):
        abort(400)
    try:
        decision = Decision(request.form["decision"])
        safeguarding.decide(consultation, queue, flag_id, decision, note, by=account)
        flash(f"Kept: {DECISION_WORDS[decision]}. You find it under “Decided”.", "success")
    except SafeguardingProblem as problem:
        flash(str(problem), "problem")
    return _back(consultation, queue, "waiting")


def _reopen(queue: Queue, flag_id: int) -> Response:
    consultation, account = access.current_consultation(), access.signed_in_account()
    try:
        safeguarding.reopen(consultation, queue, flag_id, by=account)
        flash("The comment waits to be read again", "success")
    except SafeguardingProblem as problem:
        flash(str(problem), "problem")
    return _back(consultation, queue, "decided")


def _back(consultation: Consultation, queue: Queue, show: str) -> Response:
    return redirect(url_for(f"safeguarding.{queue}", slug=consultation.slug, show=show), 303)
