"""Headlines: sentences that the product proposes because the figures bear them out, and which of them are printed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.pages import access
from consult.pages.form_parts import without_control_characters
from consult.pages.tables import source_of
from consult.pages.undoing import undo_posted_decision
from consult.rules.permissions import Access
from consult.services import claiming, deciding_figures, questionnaires
from consult.services.claiming import ClaimProblem
from consult.services.deciding_figures import DecisionKind

blueprint = Blueprint("headlines", __name__, url_prefix="/officer/<slug>/headlines")


@blueprint.get("")
@access.requires(Access.OFFICER)
def index(slug: str) -> str:
    """What is wanted and whether it holds, and what could be claimed."""
    consultation = access.current_consultation()
    source = source_of(consultation)
    tallies = claiming.scale_tallies(source.dataset)
    version = questionnaires.latest(consultation)
    words = claiming.words_of_questions(version, tallies)
    once = claiming.tallies_counted_once(consultation, source.dataset)
    wanted = [claiming.shown(claim, tallies, words, once) for claim in claiming.claims_of(consultation)]
    taken = {one.claim.key for one in wanted}
    proposed = claiming.proposals(version, tallies, once)
    return render_template(
        "officer/headlines.html",
        consultation=consultation,
        active="headlines",
        source=source,
        wanted=wanted,
        proposed=[one for one in proposed if one.claim.key not in taken],
        history=deciding_figures.history(consultation, DecisionKind.HEADLINE)[:20],
    )


def _back(slug: str) -> Response:
    return redirect(url_for("headlines.index", slug=slug), 303)


@blueprint.post("/choose")
@access.requires(Access.OFFICER)
def choose(slug: str) -> Response:
    """Print a proposed headline from the next appendix on."""
    consultation = access.current_consultation()
    try:
        claiming.choose(
            consultation,
            questionnaires.latest(consultation),
            source_of(consultation).dataset,
            request.form.get("key", ""),
            without_control_characters(request.form.get("subject", "")),
            by=access.current_account(),
        )
        flash("The headline is in the next appendix, as long as the figures bear it out.", "success")
    except ClaimProblem as problem:
        flash(str(problem), "problem")
    return _back(slug)


@blueprint.post("/take-out")
@access.requires(Access.OFFICER)
def take_out(slug: str) -> Response:
    """Print a headline no longer. Undo brings it back."""
    try:
        claiming.take_out(
            access.current_consultation(), request.form.get("key", ""), by=access.current_account()
        )
        flash("The headline is taken out. You can undo it under “Who decided what”.", "success")
    except ClaimProblem as problem:
        flash(str(problem), "problem")
    return _back(slug)


@blueprint.post("/undo")
@access.requires(Access.OFFICER)
def undo(slug: str) -> Response:
    """Put things back to what they were before a decision."""
    undo_posted_decision(DecisionKind.HEADLINE)
    return _back(slug)
