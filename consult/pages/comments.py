"""Reading comments and deciding about them: the list, its filters, and what becomes of the ticked ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import SelectField, SelectMultipleField

from consult.pages import access, paging, reading
from consult.pages.addresses import here
from consult.pages.decision_words import comments as comments_in_words
from consult.pages.decision_words import last_decision
from consult.pages.form_parts import OfficerForm, choices, long_text, one_line, without_control_characters
from consult.pages.reading import Order, ShownComment, Where
from consult.rules.permissions import Access
from consult.rules.review import ActionKind, ReviewProblem
from consult.services import questionnaires, reviewing
from consult.services.reviewing import Review
from consult.store import events
from consult.store.consultations import Consultation
from surveys.question_types import QUESTION_TYPES

blueprint = Blueprint("comments", __name__, url_prefix="/officer/<slug>/themes/comments")

Choice = TypeVar("Choice", Where, Order, reading.Show)


class DecisionForm(OfficerForm):
    """What to do with the comments that are ticked. Only the fields of the chosen button are read."""

    chosen = SelectMultipleField("Comments", validate_choice=False)
    theme = SelectField("Theme", choices=[], validate_choice=False)
    name = one_line("Name of the new theme")
    definition = long_text("What it means", longest=1000)
    reason = long_text("Why they are set aside", longest=1000)


@dataclass(frozen=True)
class Filters:
    """What a list of comments is narrowed down to, as its address says."""

    words: str
    question: str
    order: Order


@dataclass(frozen=True)
class ReadingList:
    """One page of comments with what is needed to show and narrow it."""

    paged: paging.Paged[ShownComment]
    filters: Filters
    questions: dict[str, str]
    orders: dict[Order, str]


def named(kind: type[Choice], otherwise: Choice, name: str) -> Choice:
    """The choice that the address names, or another where it names none that there is."""
    asked = request.args.get(name, "")
    return kind(asked) if asked in set(kind) else otherwise


def filters(otherwise: Order) -> Filters:
    return Filters(
        words=without_control_characters(request.args.get("words", "").strip()[:200]),
        question=request.args.get("question", ""),
        order=named(Order, otherwise, "order"),
    )


def reading_list(
    consultation: Consultation, review: Review, found: Sequence[str], theme: str | None
) -> ReadingList:
    """The page of a list that the address asks for."""
    typical, questions = reading.typical_of(review, theme), open_questions(consultation)
    orders = _orders(review, typical)
    wanted = filters(next(iter(orders)))
    narrowed = reading.searched(review, found, wanted.words, wanted.question)
    in_order = reading.ordered(review, narrowed, wanted.order, typical)
    cut = paging.cut(in_order, request.args.get("page", type=int))
    event_names = {event.id: event.title for event in events.events(consultation)}
    comments = tuple(
        reading.shown(review, reference, set(typical), questions, event_names, theme)
        for reference in cut.items
    )
    return ReadingList(
        paging.Paged(comments, cut.number, cut.pages, cut.total, cut.per_page), wanted, questions, orders
    )


def _orders(review: Review, typical: Sequence[str]) -> dict[Order, str]:
    """The orders that there is something to go by for."""
    return {
        order: words
        for order, words in reading.ORDER_WORDS.items()
        if (typical or order is not Order.TYPICAL) and (review.sentiment or order not in reading.BY_TONE)
    }


def open_questions(consultation: Consultation) -> dict[str, str]:
    """The questions that people answer in their own words, by key, with their short names."""
    version = questionnaires.latest(consultation)
    return {
        question.key: version.first_wording.label(question.key)
        for question in version.questionnaire.counted_questions
        if QUESTION_TYPES[question.type].analysed_as == "open"
    }


def decision_form(review: Review) -> DecisionForm:
    form = DecisionForm()
    themes = sorted(review.codebook.standing_themes(), key=lambda theme: theme.name.casefold())
    form.theme.choices = choices([("", "Choose a theme"), *((theme.key, theme.name) for theme in themes)])
    if not form.is_submitted():
        # A link ticks all comments of the page, so that it works without JavaScript.
        form.chosen.data = []
    return form


@blueprint.route("", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def index(slug: str) -> Response | str | tuple[str, int]:
    """Comments of the whole consultation, narrowed down by where they stand and by words."""
    consultation = access.current_consultation()
    review = reviewing.open_review(consultation)
    form = decision_form(review)
    if form.is_submitted() and decided(consultation, review, form, None):
        return back_to_the_list()
    if form.is_submitted():
        review = reviewing.open_review(consultation)
    where = named(Where, Where.TO_READ, "where")
    page = render_template(
        "officer/comments.html",
        consultation=consultation,
        active="themes",
        review=review,
        where=where,
        where_words=reading.WHERE_WORDS,
        list=reading_list(consultation, review, reading.references(review, where), None),
        form=form,
        last=last_decision(review),
        all_ticked=request.args.get("tick") == "all",
    )
    return (page, 400) if form.is_submitted() else page


def back_to_the_list() -> Response:
    """The same list again, where it was, without the ticks."""
    return redirect(here(tick=None), 303)


def decided(consultation: Consultation, review: Review, form: DecisionForm, theme: str | None) -> bool:
    """Carry out the decision of the button that was pressed. The error is on the form where it cannot be."""
    if not form.validate():
        return False
    chosen = [reference for reference in form.chosen.data if reference in review.comments]
    if not chosen:
        form.take_problems({"chosen": "Choose at least one comment"})
        return False
    try:
        done = DECISIONS[_decision(form)](consultation, review, form, chosen, theme)
    except DecisionProblem as problem:
        form.take_problems({problem.field: str(problem)})
        return False
    except ReviewProblem as problem:
        form.take_problems({"chosen": str(problem)})
        return False
    flash(done, "success")
    return True


class DecisionProblem(ValueError):
    """Something is missing for a decision; `field` is where it is asked for."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def _decision(form: DecisionForm) -> str:
    """The button that was pressed. Enter in a field presses none; then the field that was filled decides."""
    pressed = request.form.get("decision", "")
    if pressed in DECISIONS:
        return pressed
    filled = [
        decision
        for decision, is_filled in (("split", form.name.data), ("set_aside", form.reason.data))
        if is_filled
    ]
    if len(filled) != 1:
        raise DecisionProblem("chosen", "Choose what to do with the comments that are ticked")
    return filled[0]


def _decide(consultation: Consultation, kind: ActionKind, **payload: object) -> None:
    reviewing.decide(consultation, kind, payload, by=access.current_account())


def _confirm(
    consultation: Consultation, review: Review, form: DecisionForm, chosen: list[str], theme: str | None
) -> str:
    """Agree with what was suggested: on a theme's own page with that theme, else comment by comment."""
    groups: dict[str, list[str]] = {}
    for reference in chosen:
        key = theme or reading.suggested_theme(review, reference)
        if key is None:
            raise DecisionProblem(
                "chosen", "A ticked comment has no suggestion. Choose a theme for it, or say that none fits."
            )
        groups.setdefault(key, []).append(reference)
    for key, references in groups.items():
        _decide(consultation, ActionKind.CONFIRM, theme=key, comments=references)
    where = f"“{_name(review, next(iter(groups)))}”" if len(groups) == 1 else f"{len(groups)} themes"
    return f"Confirmed {comments_in_words(len(chosen))} in {where}"


def _move(
    consultation: Consultation, review: Review, form: DecisionForm, chosen: list[str], theme: str | None
) -> str:
    key = _chosen_theme(form, review)
    _decide(consultation, ActionKind.CODE, themes=[key], comments=chosen)
    return f"Moved {comments_in_words(len(chosen))} to “{_name(review, key)}”"


def _also(
    consultation: Consultation, review: Review, form: DecisionForm, chosen: list[str], theme: str | None
) -> str:
    """Add a theme and keep the others. What is only suggested on a theme's own page is confirmed too."""
    key = _chosen_theme(form, review)
    unread = [reference for reference in chosen if theme and not review.codebook.codings[reference].read]
    if unread:
        _decide(consultation, ActionKind.CONFIRM, theme=theme, comments=unread)
    _decide(consultation, ActionKind.CONFIRM, theme=key, comments=chosen)
    return f"Put {comments_in_words(len(chosen))} in “{_name(review, key)}” as well"


def _split(
    consultation: Consultation, review: Review, form: DecisionForm, chosen: list[str], theme: str | None
) -> str:
    """A new theme of the ticked comments. Away from a theme's page there is nothing that it is split off."""
    if not form.name.data:
        raise DecisionProblem("name", "Enter a name for the new theme")
    words = {"name": form.name.data, "definition": form.definition.data or ""}
    if theme:
        _decide(consultation, ActionKind.SPLIT, theme=theme, comments=chosen, **words)
    else:
        number = (
            reviewing.decide(consultation, ActionKind.ADD_THEME, words, by=access.current_account())
            .rows[-1]
            .number
        )
        _decide(consultation, ActionKind.CODE, themes=[f"t{number}"], comments=chosen)
    return f"The new theme “{form.name.data}” has {comments_in_words(len(chosen))}"


def _no_theme(
    consultation: Consultation, review: Review, form: DecisionForm, chosen: list[str], theme: str | None
) -> str:
    _decide(consultation, ActionKind.NO_THEME, comments=chosen)
    return f"{comments_in_words(len(chosen))} read: no theme fits"


def _set_aside(
    consultation: Consultation, review: Review, form: DecisionForm, chosen: list[str], theme: str | None
) -> str:
    if not form.reason.data:
        raise DecisionProblem("reason", "Say why they are set aside. The reason is published.")
    _decide(consultation, ActionKind.SET_ASIDE_COMMENTS, comments=chosen, reason=form.reason.data)
    return f"Set aside {comments_in_words(len(chosen))}"


def _chosen_theme(form: DecisionForm, review: Review) -> str:
    key = form.theme.data
    if key not in {theme.key for theme in review.codebook.standing_themes()}:
        raise DecisionProblem("theme", "Choose a theme from the list")
    return str(key)


def _name(review: Review, key: str) -> str:
    return review.codebook.themes[key].name


DECISIONS = {
    "confirm": _confirm,
    "move": _move,
    "also": _also,
    "split": _split,
    "no_theme": _no_theme,
    "set_aside": _set_aside,
}
