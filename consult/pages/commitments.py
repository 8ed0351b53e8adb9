"""Answering themes: commitments, what happened since, and what difference it made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from consult.pages import access
from consult.pages.form_parts import DayField, OfficerForm, choices, long_text, one_line
from consult.rules.commitments import KIND_WORDS, STATUS_WORDS, CommitmentKind, CommitmentStatus
from consult.rules.permissions import Access
from consult.rules.review import Codebook, Theme
from consult.services import committing, reviewing
from consult.services.committing import CommitmentProblem
from consult.store import answering
from consult.store.answering import Commitment
from consult.store.consultations import Consultation

blueprint = Blueprint("commitments", __name__, url_prefix="/officer/<slug>/commitments")


class CommitmentForm(OfficerForm):
    theme = SelectField("Theme", validators=[InputRequired("Choose the theme that it answers")])
    kind = RadioField(
        "Your answer",
        choices=choices([(kind, words) for kind, words in KIND_WORDS.items()]),
        validators=[InputRequired("Choose your answer")],
    )
    text = long_text(
        "What you say to people", "Say what you have done or will do, or why you cannot", longest=3000
    )
    owner = one_line("Who will do it")
    due_on = DayField("By which day")


class UpdateForm(OfficerForm):
    status = RadioField(
        "Where it stands",
        choices=choices([(status, words) for status, words in STATUS_WORDS.items()]),
        validators=[InputRequired("Choose where it stands")],
    )
    text = long_text("What has happened since", "Say what has happened since", longest=3000)
    difference = long_text("What difference has it made?", longest=3000)
    made_on = DayField("Date of this update")


@dataclass(frozen=True)
class AnsweredTheme:
    """A theme with its comments counted and what was answered."""

    theme: Theme
    comments: int
    commitments: tuple[Commitment, ...]


@blueprint.get("")
@access.requires(Access.OFFICER)
def index(slug: str) -> str:
    """What was answered, theme by theme, and which themes still wait for an answer."""
    consultation = access.current_consultation()
    codebook = reviewing.codebook(consultation)
    rows = answering.commitments(consultation)
    answered = [_answered(codebook, theme, rows) for theme in _standing(codebook)]
    return render_template(
        "officer/commitments.html",
        consultation=consultation,
        active="commitments",
        answered=[one for one in answered if one.commitments],
        unanswered=[one for one in answered if not one.commitments],
        homeless=[row for row in rows if _theme_of(codebook, row) is None],
        removed=answering.commitments(consultation, removed=True),
        kind_words=KIND_WORDS,
        status_words=STATUS_WORDS,
    )


def _standing(codebook: Codebook) -> list[Theme]:
    return sorted(codebook.standing_themes(), key=lambda theme: theme.name.casefold())


def _theme_of(codebook: Codebook, row: Commitment) -> Theme | None:
    """The standing theme that a commitment answers; None where it was set aside since."""
    if row.theme_key not in codebook.themes:
        return None
    theme = codebook.themes[codebook.standing(row.theme_key)]
    return theme if theme.stands else None


def _answered(codebook: Codebook, theme: Theme, rows: Iterable[Commitment]) -> AnsweredTheme:
    return AnsweredTheme(
        theme,
        len(codebook.read_in(theme.key)),
        tuple(row for row in rows if _theme_of(codebook, row) == theme),
    )


def _form(consultation: Consultation, row: Commitment | None) -> CommitmentForm:
    codebook = reviewing.codebook(consultation)
    theme = _theme_of(codebook, row) if row else None
    asked = theme.key if theme else request.args.get("theme", "")
    form = CommitmentForm(obj=row, data={"theme": asked})
    form.theme.choices = choices(
        [("", "Choose a theme"), *((theme.key, theme.name) for theme in _standing(codebook))]
    )
    return form


def _form_page(consultation: Consultation, form: CommitmentForm, row: Commitment | None) -> str:
    return render_template(
        "officer/commitment_form.html",
        consultation=consultation,
        active="commitments",
        form=form,
        commitment=row,
    )


@blueprint.route("/add", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def add(slug: str) -> Response | str | tuple[str, int]:
    """Answer a theme."""
    consultation = access.current_consultation()
    form = _form(consultation, None)
    if not form.is_submitted():
        return _form_page(consultation, form, None)
    if not form.validate() or not _committed(consultation, form, None):
        return _form_page(consultation, form, None), 400
    flash("The commitment is added", "success")
    return redirect(url_for("commitments.index", slug=slug), 303)


def _committed(consultation: Consultation, form: CommitmentForm, row: Commitment | None) -> bool:
    """Add a commitment, or change the one that is given. Problems are on the form."""
    words = (form.theme.data, CommitmentKind(form.kind.data), form.text.data)
    owner, due_on, account = form.owner.data or "", form.due_on.data, access.signed_in_account()
    try:
        if row is None:
            committing.commit(consultation, *words, owner=owner, due_on=due_on, by=account)
        else:
            committing.change(consultation, row, *words, owner=owner, due_on=due_on, by=account)
    except CommitmentProblem as problem:
        form.take_problems(problem.fields)
    return not form.errors_in_order()


def _commitment(consultation: Consultation, key: str) -> Commitment:
    row = answering.commitment_by_key(consultation, key)
    if row is None:
        abort(404)
    return row


@blueprint.route("/<key>/change", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def change(slug: str, key: str) -> Response | str | tuple[str, int]:
    """Correct a commitment."""
    consultation = access.current_consultation()
    row = _commitment(consultation, key)
    form = _form(consultation, row)
    if not form.is_submitted():
        return _form_page(consultation, form, row)
    if not form.validate() or not _committed(consultation, form, row):
        return _form_page(consultation, form, row), 400
    flash("The commitment is changed", "success")
    return redirect(url_for("commitments.index", slug=slug), 303)


@blueprint.route("/<key>", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def one(slug: str, key: str) -> Response | str | tuple[str, int]:
    """One commitment with its updates, and adding one."""
    consultation = access.current_consultation()
    row, form = _commitment(consultation, key), UpdateForm()
    if form.is_submitted() and form.validate() and _updated(consultation, row, form):
        flash("The update is added", "success")
        return redirect(url_for("commitments.one", slug=slug, key=key), 303)
    page = render_template(
        "officer/commitment.html",
        consultation=consultation,
        active="commitments",
        commitment=row,
        theme=_theme_of(reviewing.codebook(consultation), row),
        form=form,
        kind_words=KIND_WORDS,
        status_words=STATUS_WORDS,
    )
    return (page, 400) if form.is_submitted() else page


def _updated(consultation: Consultation, row: Commitment, form: UpdateForm) -> bool:
    try:
        committing.update(
            consultation,
            row,
            CommitmentStatus(form.status.data),
            form.text.data,
            difference=form.difference.data or "",
            made_on=form.made_on.data,
            by=access.signed_in_account(),
        )
    except CommitmentProblem as problem:
        form.take_problems(problem.fields)
    return not form.errors_in_order()


@blueprint.post("/<key>/remove")
@access.requires(Access.OFFICER)
def remove(slug: str, key: str) -> Response:
    """Take a commitment out of everything that is shown. It can be put back."""
    consultation = access.current_consultation()
    committing.remove(consultation, _commitment(consultation, key), by=access.signed_in_account())
    flash("The commitment is removed. You can put it back below.", "success")
    return redirect(url_for("commitments.index", slug=slug), 303)


@blueprint.post("/<key>/put-back")
@access.requires(Access.OFFICER)
def put_back(slug: str, key: str) -> Response:
    consultation = access.current_consultation()
    committing.put_back(consultation, _commitment(consultation, key), by=access.signed_in_account())
    flash("The commitment is put back", "success")
    return redirect(url_for("commitments.index", slug=slug), 303)
