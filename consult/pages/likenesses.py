"""Responses that are alike: looking for them, reading what they share, deciding what they are, taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply
from wtforms import RadioField
from wtforms.validators import InputRequired

from consult import languages
from consult.dates_in_words import moment_in_words
from consult.pages import access, work
from consult.pages.form_parts import OfficerForm, choices, long_text, one_line
from consult.pages.paging import PER_PAGE, Paged, page_count, page_number
from consult.rules.likenesses import DECISION_MEANINGS, DECISION_WORDS, Decision
from consult.rules.permissions import Access
from consult.rules.responses import STATE_WORDS
from consult.services import deciding_likenesses
from consult.services.deciding_likenesses import LikenessProblem
from consult.services.looking_for_likenesses import COMMENTS, RESPONSES
from consult.services.requesting_work import LIKENESSES
from consult.store import accounts, likenesses, responses, understanding
from consult.store.consultations import Consultation
from consult.store.likenesses import LikenessDecision, LikenessGroup
from consult.store.understanding import Job

blueprint = Blueprint("likenesses", __name__, url_prefix="/officer/<slug>/alike")

WHY_WORDS = {
    "same comment": "Comments in nearly the same words",
    "same answers": "The same answers to every question, within an hour",
    "all answers but one the same": "The same answers to every question but one, within an hour",
    "identical": "Word for word the same",
    "near_identical": "Nearly the same words",
}


class DecisionForm(OfficerForm):
    decision = RadioField(
        "What are they?",
        choices=choices([(each, DECISION_WORDS[each]) for each in Decision]),
        validators=[InputRequired("Choose what they are")],
    )
    name = one_line("Name of the campaign")
    reason = long_text("Why", "Say why. The reason is kept with the decision.", longest=1000)


@dataclass(frozen=True)
class ShownGroup:
    """A group as the list shows it: its words are read when it is shown, and are nowhere else."""

    row: LikenessGroup
    why: str
    size: int
    typical: str
    burst: ShownBurst | None
    decision: LikenessDecision | None


@dataclass(frozen=True)
class ShownBurst:
    """The busiest hour among the responses of a group: `count` of `of` came in it."""

    start: datetime
    end: datetime
    count: int
    of: int

    @property
    def when(self) -> str:
        """At what time, or between which times, they came."""
        start, end = (moment_in_words(at, languages.FIRST.locale) for at in (self.start, self.end))
        return f"at {start}" if start == end else f"between {start} and {end}"


@blueprint.get("")
@access.requires(Access.OFFICER)
def index(slug: str) -> str:
    """What the latest search found, and every decision."""
    consultation = access.current_consultation()
    job = understanding.latest_finished(consultation, LIKENESSES)
    found = likenesses.groups(job) if job else []
    standing = deciding_likenesses.standing(consultation)
    shown = {
        subject: [_shown(consultation, group, standing) for group in found if group.subject == subject]
        for subject in (RESPONSES, COMMENTS)
    }
    groups = shown[RESPONSES]
    number = page_number(request.args.get("page", type=int), len(groups))
    on_page = groups[(number - 1) * PER_PAGE : number * PER_PAGE]
    return render_template(
        "officer/alike.html",
        consultation=consultation,
        active="responses",
        job=job,
        under_way=work.under_way(consultation, LIKENESSES),
        paged=Paged(tuple(on_page), number, page_count(len(groups)), len(groups)),
        comments=shown[COMMENTS],
        decisions=list(reversed(likenesses.decisions(consultation))),
        names={account.id: account.name for account in accounts.all_accounts()},
        decision_words=DECISION_WORDS,
    )


def _shown(
    consultation: Consultation, group: LikenessGroup, standing: Sequence[LikenessDecision]
) -> ShownGroup:
    comment = likenesses.comment_by_reference(consultation, group.typical) if group.typical else None
    members = set(group.members)
    return ShownGroup(
        row=group,
        why="; ".join(WHY_WORDS[why] for why in group.why),
        size=len(group.members),
        typical=comment.text if comment else "",
        burst=_burst(group.busiest),
        decision=next((one for one in standing if members & set(one.members)), None),
    )


def _burst(busiest: dict[str, str | int]) -> ShownBurst | None:
    if not busiest:
        return None
    start, end = (datetime.fromisoformat(str(busiest[name])) for name in ("start", "end"))
    return ShownBurst(start, end, int(busiest["count"]), int(busiest["of"]))


@blueprint.post("/look")
@access.requires(Access.OFFICER)
def ask(slug: str) -> Reply:
    """Compare every response with every other."""
    return work.start(access.current_consultation(), LIKENESSES)


@blueprint.route("/<key>", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def one(slug: str, key: str) -> Reply | str | tuple[str, int]:
    """One group with all its responses, and deciding what they are."""
    consultation, form = access.current_consultation(), DecisionForm()
    group = _group_or_404(understanding.latest_finished(consultation, LIKENESSES), key)
    if not form.is_submitted():
        return _group_page(consultation, group, form)
    if not form.validate() or not _decide(consultation, group, form):
        return _group_page(consultation, group, form), 400
    flash(f"Decided: {DECISION_WORDS[Decision(form.decision.data)].lower()}", "success")
    return redirect(url_for("likenesses.index", slug=slug), 303)


def _group_or_404(job: Job | None, key: str) -> LikenessGroup:
    group = likenesses.group_by_key(job, RESPONSES, key) if job else None
    if group is None:
        abort(404)
    return group


def _decide(consultation: Consultation, group: LikenessGroup, form: DecisionForm) -> bool:
    try:
        deciding_likenesses.decide(
            consultation,
            group,
            Decision(form.decision.data),
            name=form.name.data or "",
            reason=form.reason.data or "",
            by=access.current_account(),
        )
    except LikenessProblem as problem:
        field = "name" if "name" in str(problem) else "decision"
        form.take_problems({field: str(problem)})
    return not form.errors_in_order()


def _group_page(consultation: Consultation, group: LikenessGroup, form: DecisionForm) -> str:
    number = page_number(request.args.get("page", type=int), len(group.members))
    on_page = group.members[(number - 1) * PER_PAGE : number * PER_PAGE]
    rows = [responses.by_reference(consultation, reference) for reference in on_page]
    return render_template(
        "officer/alike_group.html",
        consultation=consultation,
        active="responses",
        group=_shown(consultation, group, deciding_likenesses.standing(consultation)),
        form=form,
        paged=Paged(
            tuple((row, responses.state_of(row)) for row in rows if row is not None),
            number,
            page_count(len(group.members)),
            len(group.members),
        ),
        decision_words=DECISION_WORDS,
        meanings=DECISION_MEANINGS,
        state_words=STATE_WORDS,
    )


@blueprint.post("/decisions/<int:decision_id>/take-back")
@access.requires(Access.OFFICER)
def take_back(slug: str, decision_id: int) -> Reply:
    """Undo one decision."""
    consultation = access.current_consultation()
    decision = likenesses.decision(consultation, decision_id)
    if decision is None:
        abort(404)
    try:
        deciding_likenesses.take_back(consultation, decision, by=access.current_account())
    except LikenessProblem as problem:
        flash(str(problem), "problem")
    else:
        flash("The decision is taken back. What it held back is counted again.", "success")
    return redirect(url_for("likenesses.index", slug=slug), 303)
