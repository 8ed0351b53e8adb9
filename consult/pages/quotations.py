"""Quoting comments: one officer proposes the words, another checks that nobody can be recognised by them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.pages import access
from consult.pages.addresses import own_path
from consult.pages.decision_words import last_decision
from consult.pages.form_parts import OfficerForm, long_text
from consult.rules.permissions import Access
from consult.rules.review import ActionKind, ReviewProblem
from consult.services import quoting, reviewing
from consult.services.reviewing import Review

blueprint = Blueprint("quotations", __name__, url_prefix="/officer/<slug>/themes/quotations")


class QuotationForm(OfficerForm):
    text = long_text("The words to publish", "Enter the words to publish")


def _back(slug: str) -> str:
    return own_path(request.values.get("back"), url_for("themes.index", slug=slug))


@blueprint.get("/")
@access.requires(Access.OFFICER)
def index(slug: str) -> str:
    """Quotations that wait for a second person, and those that two people have cleared."""
    consultation = access.current_consultation()
    review = reviewing.open_review(consultation)
    cleared = [(review.comments[key], words) for key, words in review.codebook.quotations.items()]
    return render_template(
        "officer/quotations.html",
        consultation=consultation,
        active="themes",
        waiting=quoting.waiting(review),
        cleared=cleared,
        last=last_decision(review),
    )


@blueprint.route("/<reference>", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def one(slug: str, reference: str) -> Response | str | tuple[str, int]:
    """Propose the words of one comment that may be published, or check what somebody else proposed."""
    consultation = access.current_consultation()
    review = reviewing.open_review(consultation)
    form = QuotationForm(data={"text": _words_to_start_with(review, reference)})
    if form.is_submitted() and form.validate():
        try:
            quoting.propose(consultation, reference, form.text.data, by=access.current_account())
            flash(
                "The quotation is proposed. It is published once another officer has checked it.", "success"
            )
            return redirect(_back(slug), 303)
        except ReviewProblem as problem:
            form.take_problems({"text": str(problem)})
    page = render_template(
        "officer/quotation.html",
        consultation=consultation,
        active="themes",
        reference=reference,
        said=review.comments[reference].text,
        is_quoted=reference in review.codebook.quotations,
        **_waiting(review, reference),
        form=form,
        back=_back(slug),
    )
    return (page, 400) if form.is_submitted() else page


def _words_to_start_with(review: Review, reference: str) -> str:
    """The words as they were quoted or proposed last, else what was said without what may identify someone."""
    if reference not in review.comments:
        abort(404)
    proposed = review.codebook.proposed_quotations.get(reference)
    quoted = proposed.text if proposed else review.codebook.quotations.get(reference)
    said = review.comments[reference]
    return quoted or quoting.suggested_words(said.text, said.found)


def _waiting(review: Review, reference: str) -> dict[str, object]:
    """What the page says of a quotation that waits for a second person."""
    waiting = quoting.waiting_one(review, reference)
    if waiting is None:
        return {"waiting": None, "may_check": False, "still_there": ()}
    return {
        "waiting": waiting,
        "may_check": waiting.may_be_checked_by(access.current_account()),
        "still_there": quoting.still_there(waiting.proposed.text),
    }


@blueprint.post("/<reference>/check/<int:proposal>")
@access.requires(Access.OFFICER)
def check(slug: str, reference: str, proposal: int) -> Response:
    """Clear the words that another officer proposed."""
    try:
        quoting.check(access.current_consultation(), reference, proposal, by=access.signed_in_account())
        flash("The quotation is cleared. It is in the next appendix that is built.", "success")
    except ReviewProblem as problem:
        flash(str(problem), "problem")
    return redirect(_back(slug), 303)


@blueprint.post("/<reference>/stop")
@access.requires(Access.OFFICER)
def stop(slug: str, reference: str) -> Response:
    """Quote a comment no longer."""
    payload = {"comment": reference}
    try:
        reviewing.decide(
            access.current_consultation(), ActionKind.STOP_QUOTING, payload, by=access.current_account()
        )
        flash("The comment is no longer quoted", "success")
    except ReviewProblem as problem:
        flash(str(problem), "problem")
    return redirect(_back(slug), 303)
