"""Clearing the words of a comment to be quoted, with what could identify someone taken out."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.pages import access
from consult.pages.addresses import own_path
from consult.pages.form_parts import OfficerForm, long_text
from consult.rules.permissions import Access
from consult.rules.review import ActionKind, ReviewProblem
from consult.services import reviewing

blueprint = Blueprint("quotations", __name__, url_prefix="/officer/<slug>/themes/quotations")


class QuotationForm(OfficerForm):
    text = long_text("The words to publish", "Enter the words to publish")


def _back(slug: str) -> str:
    return own_path(request.values.get("back"), url_for("themes.index", slug=slug))


@blueprint.route("/<reference>", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def one(slug: str, reference: str) -> Response | str | tuple[str, int]:
    """Choose the words of one comment that may be published."""
    consultation = access.current_consultation()
    review = reviewing.open_review(consultation)
    comment, quoted = review.comments.get(reference), review.codebook.quotations.get(reference)
    if comment is None:
        abort(404)
    said, form = comment.text, QuotationForm(data={"text": quoted or comment.text})
    if form.is_submitted() and form.validate():
        payload = {"comment": reference, "text": form.text.data}
        try:
            reviewing.decide(consultation, ActionKind.QUOTE, payload, by=access.current_account())
            flash("The quotation is saved. It is in the next appendix that is built.", "success")
            return redirect(_back(slug), 303)
        except ReviewProblem as problem:
            form.take_problems({"text": str(problem)})
    page = render_template(
        "officer/quotation.html",
        consultation=consultation,
        active="themes",
        reference=reference,
        said=said,
        is_quoted=quoted is not None,
        form=form,
        back=_back(slug),
    )
    return (page, 400) if form.is_submitted() else page


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
