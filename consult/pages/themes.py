"""Themes: asking for suggestions, the list, one theme with its comments, and the decisions about themes.

Deciding about comments is in `comments`, taking decisions back in `theme_history`.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.validators import InputRequired

from consult.pages import access, comments, reading, work
from consult.pages.decision_words import last_decision
from consult.pages.form_parts import OfficerForm, choices, long_text, one_line
from consult.pages.reading import Show
from consult.rules import review as rules
from consult.rules.permissions import Access
from consult.rules.review import ActionKind, ReviewProblem, Theme
from consult.services import reviewing
from consult.services.requesting_work import ANALYSIS
from consult.services.reviewing import Review
from consult.store import answering, understanding
from consult.store.answering import Commitment
from consult.store.consultations import Consultation
from consult.store.understanding import Job

blueprint = Blueprint("themes", __name__, url_prefix="/officer/<slug>/themes")


class ThemeForm(OfficerForm):
    name = one_line("Name", "Enter a name for the theme")
    definition = long_text("What it means", longest=1000)


class MergeForm(OfficerForm):
    into = SelectField("Merge it into", validators=[InputRequired("Choose the theme that it is merged into")])


class SetAsideForm(OfficerForm):
    reason = long_text(
        "Why it is set aside", "Say why it is set aside. The reason is published.", longest=1000
    )


@dataclass(frozen=True)
class CountedTheme:
    """A theme with the comments that people put in it, and those that only the machine suggests."""

    theme: Theme
    read: int
    suggested: int
    answers: int

    @property
    def size(self) -> int:
        return self.read + self.suggested


@blueprint.get("")
@access.requires(Access.OFFICER)
def index(slug: str) -> str:
    """The themes with their counts, and where all comments stand."""
    consultation = access.current_consultation()
    review = reviewing.open_review(consultation)
    return render_template(
        "officer/themes.html",
        consultation=consultation,
        active="themes",
        review=review,
        comment_counts=rules.account(review.codebook),
        ungrouped=len(reading.references(review, reading.Where.UNGROUPED)),
        themes=_counted(review, answering.commitments(consultation)),
        gone=[theme for theme in review.codebook.themes.values() if not theme.stands],
        step_of=_steps_that_ended(review),
        under_way=work.under_way(consultation, ANALYSIS),
        newer=_newer_analysis(consultation, review),
        last=last_decision(review),
    )


def _counted(review: Review, commitments: list[Commitment]) -> list[CountedTheme]:
    """The standing themes, those with the most comments first."""
    codebook = review.codebook
    answered = [
        codebook.standing(commitment.theme_key)
        for commitment in commitments
        if commitment.theme_key in codebook.themes
    ]
    counted = [
        CountedTheme(
            theme,
            len(codebook.read_in(theme.key)),
            len(codebook.suggested_in(theme.key)),
            answered.count(theme.key),
        )
        for theme in codebook.standing_themes()
    ]
    return sorted(counted, key=lambda one: (-one.size, one.theme.name.casefold()))


def _steps_that_ended(review: Review) -> dict[str, int]:
    """For each theme that was merged or set aside, the step that can be undone to bring it back."""
    ended = (ActionKind.MERGE, ActionKind.SET_ASIDE_THEME)
    return {
        action.payload["theme"]: action.number
        for action in review.actions
        if action.kind in ended and action.number not in review.undone
    }


def adopted_analysis(review: Review) -> int | None:
    """The analysis whose suggestions are shown."""
    adopted = [
        int(action.payload["job"])
        for action in review.actions
        if action.kind is ActionKind.ADOPT and action.number not in review.undone
    ]
    return adopted[-1] if adopted else None


def _newer_analysis(consultation: Consultation, review: Review) -> Job | None:
    """A finished analysis that is newer than the one whose suggestions are shown."""
    latest = understanding.latest_finished(consultation, ANALYSIS)
    return latest if latest is not None and latest.id != adopted_analysis(review) else None


@blueprint.post("/ask")
@access.requires(Access.OFFICER)
def ask(slug: str) -> Response:
    """Ask the machine for suggestions on the comments as they are now."""
    return work.start(access.current_consultation(), ANALYSIS)


@blueprint.post("/adopt/<int:job_id>")
@access.requires(Access.OFFICER)
def adopt(slug: str, job_id: int) -> Response:
    """Show the suggestions of another analysis. What people decided stays."""
    try:
        reviewing.adopt(access.current_consultation(), job_id, by=access.current_account())
        flash("The new suggestions are shown. What people decided is as it was.", "success")
    except ReviewProblem as problem:
        flash(str(problem), "problem")
    return redirect(url_for("themes.index", slug=slug), 303)


@blueprint.route("/add", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def add(slug: str) -> Response | str | tuple[str, int]:
    """Add a theme that nobody suggested."""
    consultation, form = access.current_consultation(), ThemeForm()
    if form.is_submitted() and form.validate():
        words = {"name": form.name.data, "definition": form.definition.data or ""}
        if _decided(consultation, form, ActionKind.ADD_THEME, words):
            flash(f"“{form.name.data}” is added. Tick comments to put them in it.", "success")
            return redirect(url_for("themes.index", slug=slug), 303)
    return _form_page("officer/theme_add.html", consultation, form)


def _form_page(
    template: str, consultation: Consultation, form: OfficerForm, **values: object
) -> str | tuple[str, int]:
    page = render_template(template, consultation=consultation, active="themes", form=form, **values)
    return (page, 400) if form.is_submitted() else page


def _decided(
    consultation: Consultation, form: OfficerForm, kind: ActionKind, payload: dict[str, object]
) -> bool:
    try:
        reviewing.decide(consultation, kind, payload, by=access.current_account())
    except ReviewProblem as problem:
        form.take_problems({next(iter(form)).name: str(problem)})
    return not form.errors_in_order()


@blueprint.route("/<key>", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def one(slug: str, key: str) -> Response | str | tuple[str, int]:
    """One theme and its comments, those still to read and those that were read apart."""
    consultation = access.current_consultation()
    review = reviewing.open_review(consultation)
    _theme(review, key)
    form = comments.decision_form(review)
    if form.is_submitted() and comments.decided(consultation, review, form, key):
        return comments.back_to_the_list()
    if form.is_submitted():
        review = reviewing.open_review(consultation)
    page = _theme_page(consultation, review, _theme(review, key), form)
    return (page, 400) if form.is_submitted() else page


def _theme(review: Review, key: str) -> Theme:
    theme = review.codebook.themes.get(key)
    if theme is None:
        abort(404)
    return theme


def _theme_page(consultation: Consultation, review: Review, theme: Theme, form: comments.DecisionForm) -> str:
    codebook = review.codebook
    counts = {show: len(reading.references_in_theme(review, theme.key, show)) for show in Show}
    otherwise = Show.TO_READ if counts[Show.TO_READ] else Show.READ
    show = comments.named(Show, otherwise, "show")
    found = reading.references_in_theme(review, theme.key, show)
    return render_template(
        "officer/theme.html",
        consultation=consultation,
        active="themes",
        review=review,
        theme=theme,
        leads_to=codebook.themes[codebook.standing(theme.key)],
        step=_steps_that_ended(review).get(theme.key),
        words=_words(review, theme.key),
        counts=counts,
        show=show,
        list=comments.reading_list(consultation, review, found, theme.key),
        commitments=_answers(consultation, review, theme.key),
        form=form,
        last=last_decision(review),
        all_ticked=request.args.get("tick") == "all",
    )


def _words(review: Review, key: str) -> list[str]:
    """The words that the machine grouped a theme's comments by, with those of themes merged into it."""
    known = review.codebook.themes
    found = [
        word
        for of, words in review.words.items()
        if of in known and review.codebook.standing(of) == key
        for word in words
    ]
    return list(dict.fromkeys(found))


def _answers(consultation: Consultation, review: Review, key: str) -> list[Commitment]:
    return [
        commitment
        for commitment in answering.commitments(consultation)
        if commitment.theme_key in review.codebook.themes
        and review.codebook.standing(commitment.theme_key) == key
    ]


def _standing_theme(consultation: Consultation, key: str) -> tuple[Review, Theme]:
    review = reviewing.open_review(consultation)
    theme = _theme(review, key)
    if not theme.stands:
        abort(404)
    return review, theme


@blueprint.route("/<key>/rename", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def rename(slug: str, key: str) -> Response | str | tuple[str, int]:
    """Give a theme a better name and say what it means."""
    consultation = access.current_consultation()
    _review, theme = _standing_theme(consultation, key)
    form = ThemeForm(data={"name": theme.name, "definition": theme.definition})
    if form.is_submitted() and form.validate():
        words = {"theme": key, "name": form.name.data, "definition": form.definition.data or ""}
        if _decided(consultation, form, ActionKind.RENAME, words):
            flash(f"The theme is named “{form.name.data}”", "success")
            return redirect(url_for("themes.one", slug=slug, key=key), 303)
    return _form_page("officer/theme_rename.html", consultation, form, theme=theme)


@blueprint.route("/<key>/merge", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def merge(slug: str, key: str) -> Response | str | tuple[str, int]:
    """Make two themes one."""
    consultation = access.current_consultation()
    review, theme = _standing_theme(consultation, key)
    others = sorted(
        ((other.name, other.key) for other in review.codebook.standing_themes() if other.key != key),
        key=lambda other: other[0].casefold(),
    )
    form = MergeForm()
    form.into.choices = choices([("", "Choose a theme"), *((of, name) for name, of in others)])
    if form.is_submitted() and form.validate():
        into = form.into.data
        if _decided(consultation, form, ActionKind.MERGE, {"theme": key, "into": into}):
            flash(f"“{theme.name}” is now part of “{review.codebook.themes[into].name}”", "success")
            return redirect(url_for("themes.one", slug=slug, key=into), 303)
    return _form_page("officer/theme_merge.html", consultation, form, theme=theme)


@blueprint.route("/<key>/set-aside", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def set_aside(slug: str, key: str) -> Response | str | tuple[str, int]:
    """Take a theme out, with the reason. Its comments stay."""
    consultation = access.current_consultation()
    _review, theme = _standing_theme(consultation, key)
    form = SetAsideForm()
    if form.is_submitted() and form.validate():
        payload: dict[str, object] = {"theme": key, "reason": form.reason.data}
        if _decided(consultation, form, ActionKind.SET_ASIDE_THEME, payload):
            flash(f"“{theme.name}” is set aside. Its comments are still there.", "success")
            return redirect(url_for("themes.index", slug=slug), 303)
    return _form_page("officer/theme_set_aside.html", consultation, form, theme=theme)
