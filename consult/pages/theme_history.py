"""What was decided about themes, step by step, and taking a step back."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.pages import access, paging
from consult.pages.addresses import own_path
from consult.pages.decision_words import words_of
from consult.rules.permissions import Access
from consult.rules.review import ActionKind, ReviewProblem
from consult.services import reviewing
from consult.store import accounts
from consult.store.understanding import ReviewAction

blueprint = Blueprint("theme_history", __name__, url_prefix="/officer/<slug>/themes")

BY_ITSELF = "Said and Done"


@dataclass(frozen=True)
class ShownDecision:
    row: ReviewAction
    words: str
    who: str
    undone: bool


@blueprint.get("/history")
@access.requires(Access.OFFICER)
def index(slug: str) -> str:
    """Every decision about themes, newest first; each can be undone, and each undoing too."""
    consultation = access.current_consultation()
    review = reviewing.open_review(consultation)
    names = {account.id: account.name for account in accounts.all_accounts()}
    decisions = [
        ShownDecision(
            row,
            words_of(review.codebook, row.kind, row.payload),
            names.get(row.account_id or 0, BY_ITSELF),
            row.number in review.undone,
        )
        for row in reversed(review.rows)
    ]
    return render_template(
        "officer/themes_history.html",
        consultation=consultation,
        active="themes",
        paged=paging.cut(decisions, request.args.get("page", type=int)),
    )


@blueprint.post("/undo")
@access.requires(Access.OFFICER)
def undo(slug: str) -> Response:
    """Take back one decision, then go back to where it was asked."""
    consultation = access.current_consultation()
    review = reviewing.open_review(consultation)
    number = request.form.get("number", 0, type=int)
    row = next((row for row in review.rows if row.number == number), None)
    try:
        reviewing.decide(consultation, ActionKind.UNDO, {"number": number}, by=access.current_account())
        flash(f"Undone: {words_of(review.codebook, row.kind, row.payload) if row else number}", "success")
    except ReviewProblem as problem:
        flash(str(problem), "problem")
    return redirect(own_path(request.form.get("back"), url_for("themes.index", slug=slug)), 303)
