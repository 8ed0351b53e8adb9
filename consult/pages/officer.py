"""The officers' front page, how one consultation stands, and its team."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import InputRequired

from consult import clock
from consult.pages import access
from consult.pages.addresses import here
from consult.pages.form_parts import OfficerForm, choices, one_line
from consult.rules.permissions import Access, Role
from consult.rules.responses import CHANNEL_WORDS
from consult.rules.safeguarding import Queue
from consult.services import reporting_reach, safeguarding, signing_in, watching
from consult.settings import Settings
from consult.store import consultations, format_requests
from consult.store.consultations import Consultation, Membership

blueprint = Blueprint("officer", __name__, url_prefix="/officer")
blueprint.add_app_template_global(here, "here")

ROLE_WORDS = {Role.OFFICER: "Officer", Role.FACILITATOR: "Facilitator"}


class TeamForm(OfficerForm):
    email = one_line("Email address", "Enter the email address of their account", longest=254)
    role = RadioField(
        "What they do",
        choices=choices(
            [
                (Role.OFFICER, "Officer: sees and decides everything"),
                (Role.FACILITATOR, "Facilitator: enters events, and sees nothing else"),
            ]
        ),
        validators=[InputRequired("Choose what they do")],
    )


@blueprint.get("/")
@access.requires(Access.SIGNED_IN)
def dashboard() -> str:
    """The consultations that the person works on."""
    account = access.current_account()
    now = clock.now()
    memberships = consultations.memberships_of(account) if account else []
    phases = {row.id: row.consultation.phase_at(now) for row in memberships}
    waiting, late = safeguarding.waiting_by_consultation(_settings().working_hours)
    is_administrator = account is not None and account.is_administrator
    return render_template(
        "officer/dashboard.html",
        memberships=memberships,
        phases=phases,
        role_words=ROLE_WORDS,
        waiting={
            row.consultation_id: waiting.get(row.consultation_id, 0)
            for row in memberships
            if account and safeguarding.looks_after(row.consultation, account)
        },
        escalated=_escalated(late) if is_administrator else [],
    )


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _escalated(late: Mapping[int, int]) -> list[tuple[Consultation, int, str]]:
    """Consultations where something waits too long, with how many comments and who should look."""
    found = []
    for consultation_id, number in late.items():
        consultation = consultations.by_id(consultation_id)
        names = [one.name for one in safeguarding.people(consultation) if one.name]
        found.append((consultation, number, " or ".join(names) or "somebody"))
    return found


@blueprint.get("/<slug>/")
@access.requires(Access.OFFICER)
def overview(slug: str) -> str:
    """How a consultation stands: what was received, through what, from whom, and what is still to read."""
    consultation = access.current_consultation()
    return render_template(
        "officer/overview.html",
        consultation=consultation,
        active="overview",
        overview=watching.overview(consultation),
        missing=reporting_reach.missing_so_far(consultation, _settings().datasets_folder),
        format_requests=format_requests.waiting(consultation),
        channel_words=CHANNEL_WORDS,
        harm=safeguarding.standing(consultation, Queue.HARM, _settings().working_hours),
        safeguarding_people=safeguarding.people(consultation),
        emails=bool(_settings().smtp_url),
    )


@blueprint.route("/<slug>/team", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def team(slug: str) -> Response | str | tuple[str, int]:
    """Who works on a consultation, and adding someone."""
    consultation, form = access.current_consultation(), TeamForm()
    if not form.is_submitted():
        return _team_page(consultation, form)
    if not form.validate() or not _join(consultation, form):
        return _team_page(consultation, form), 400
    flash(f"{form.email.data} is in the team now", "success")
    return redirect(url_for("officer.team", slug=slug), 303)


def _join(consultation: Consultation, form: TeamForm) -> bool:
    try:
        signing_in.join_team(consultation, form.email.data, Role(form.role.data), by=access.current_account())
    except signing_in.AccountProblem as problem:
        form.take_problems({"email": str(problem)})
    return not form.errors_in_order()


def _team_page(consultation: Consultation, form: TeamForm, problem: str = "") -> str:
    return render_template(
        "officer/team.html",
        consultation=consultation,
        active="team",
        form=form,
        problem=problem,
        team=consultations.team(consultation),
        role_words=ROLE_WORDS,
        safeguarding_people=safeguarding.people(consultation),
    )


@blueprint.post("/<slug>/team/<int:membership_id>/remove")
@access.requires(Access.OFFICER)
def leave_team(slug: str, membership_id: int) -> Response | tuple[str, int]:
    """Take someone off the team. Adding them again undoes it."""
    consultation, account = access.current_consultation(), access.signed_in_account()
    member = _member(consultation, membership_id)
    name, is_self = member.account.name, member.account is account
    try:
        signing_in.leave_team(consultation, member, by=account)
    except signing_in.AccountProblem as problem:
        return _team_page(consultation, TeamForm(formdata=None), str(problem)), 400
    flash(f"{name} is no longer in the team. To undo this, add them again.", "success")
    return redirect(url_for("officer.dashboard") if is_self else url_for("officer.team", slug=slug), 303)


def _member(consultation: Consultation, membership_id: int) -> Membership:
    found = [member for member in consultations.team(consultation) if member.id == membership_id]
    return found[0] if found else abort(404)
