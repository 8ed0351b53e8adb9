"""Taking out and undoing what officers decided about figures, the same on each page that lists such decisions.

Does not belong here: taking back decisions about themes (`theme_history`) or about responses (`likenesses`).
"""

from __future__ import annotations

from flask import flash, request

from consult.pages import access
from consult.services import deciding_figures
from consult.services.deciding_figures import DecisionKind, NothingToUndo

# A decision's number has fewer digits than any that a database could refuse.
LONGEST_NUMBER = 9


def take_out_posted(kind: DecisionKind, field: str, *, done: str, was_not_there: str) -> None:
    """Let what the form names in a field stand no longer, and say what became of it. It is a decision like others."""
    try:
        deciding_figures.take_out(
            access.current_consultation(), kind, request.form.get(field, ""), by=access.current_account()
        )
        flash(done, "success")
    except NothingToUndo:
        flash(was_not_there, "problem")


def undo_posted_decision(kind: DecisionKind) -> None:
    """Put things back to what they were before the decision that the form names, and say what became of it."""
    typed = request.form.get("number", "")
    number = int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else 0
    try:
        deciding_figures.undo(access.current_consultation(), kind, number, by=access.current_account())
        flash("It is as it was before.", "success")
    except NothingToUndo:
        flash("A later decision has taken the place of this one, so it cannot be undone.", "problem")
