"""Counts at an event: shows of hands and dots on a chart, entered question by question."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.pages import access
from consult.pages.events import event_or_404
from consult.pages.form_parts import OfficerForm, WholeNumberField
from consult.rules.permissions import Access
from consult.services import questionnaires, recording_events
from consult.services.recording_events import EventProblem
from consult.store.consultations import Consultation
from consult.store.events import Event
from surveys.definition import Question
from surveys.variables import SurveyVariable

blueprint = Blueprint("group_counts", __name__, url_prefix="/officer/<slug>/events/<key>/counts")
blueprint.context_processor(lambda: {"is_officer": access.is_officer()})


@dataclass(frozen=True)
class CountedQuestion:
    """A question with what a group can be asked to show hands on: itself, or its rows."""

    question: Question
    text: str
    variables: tuple[SurveyVariable, ...]


@dataclass(frozen=True)
class CountRow:
    """One line of numbers to fill in: how many were there, and the votes for each option."""

    variable: str
    label: str
    present: WholeNumberField
    votes: tuple[WholeNumberField, ...]


def counted_questions(consultation: Consultation) -> list[CountedQuestion]:
    """What can be counted at an event, in the order of the questionnaire."""
    wording = questionnaires.latest(consultation).first_wording
    grouped: dict[str, tuple[Question, list[SurveyVariable]]] = {}
    for question, variable in recording_events.tallied_variables(consultation):
        grouped.setdefault(question.key, (question, []))[1].append(variable)
    return [
        CountedQuestion(question, wording.question_text(question.key), tuple(variables))
        for question, variables in grouped.values()
    ]


@blueprint.get("")
@access.requires(Access.FACILITATOR)
def index(slug: str, key: str) -> str:
    """The questions that can be counted, and which of them are."""
    consultation = access.current_consultation()
    event = event_or_404(consultation, key)
    return render_template(
        "facilitate/counts.html",
        consultation=consultation,
        active="events",
        event=event,
        questions=counted_questions(consultation),
        counted={tally.variable for tally in event.tallies},
    )


@blueprint.route("/<question_key>", methods=["GET", "POST"])
@access.requires(Access.FACILITATOR)
def question(slug: str, key: str, question_key: str) -> Response | str | tuple[str, int]:
    """Enter the votes on one question, then go on to the next."""
    consultation = access.current_consultation()
    event = event_or_404(consultation, key)
    questions = counted_questions(consultation)
    place = next((n for n, one in enumerate(questions) if one.question.key == question_key), None)
    if place is None:
        abort(404)
    form, rows = _form(consultation, event, questions[place])
    following = questions[place + 1] if place + 1 < len(questions) else None
    if form.is_submitted() and form.validate() and _save(consultation, event, form, rows):
        flash(f"Votes on “{questions[place].text}” are saved", "success")
        return redirect(_next_address(slug, key, following), 303)
    page = render_template(
        "facilitate/count.html",
        consultation=consultation,
        active="events",
        event=event,
        counted=questions[place],
        place=place + 1,
        questions=len(questions),
        following=following,
        form=form,
        rows=rows,
        options=_option_labels(consultation, questions[place]),
    )
    return (page, 400) if form.is_submitted() else page


def _next_address(slug: str, key: str, following: CountedQuestion | None) -> str:
    if following is not None and "save_and_go_on" in request.form:
        return url_for("group_counts.question", slug=slug, key=key, question_key=following.question.key)
    return url_for("events.one", slug=slug, key=key, _anchor="counts")


def _option_labels(consultation: Consultation, counted: CountedQuestion) -> list[str]:
    wording = questionnaires.latest(consultation).first_wording
    return [
        wording.option_text(counted.question, category.key) for category in counted.variables[0].categories
    ]


def _form(
    consultation: Consultation, event: Event, counted: CountedQuestion
) -> tuple[OfficerForm, list[CountRow]]:
    """Numbers for each line and option, named by their places, with what was entered before."""
    wording = questionnaires.latest(consultation).first_wording
    labels = _option_labels(consultation, counted)
    fields, entered = {}, _entered(event, counted)
    for line, variable in enumerate(counted.variables):
        name = wording.variable_text(variable.key)
        fields[f"present_{line}"] = WholeNumberField(f"Present: {name}")
        for column, label in enumerate(labels):
            fields[f"votes_{line}_{column}"] = WholeNumberField(f"{label}: {name}")
    form: OfficerForm = type("CountForm", (OfficerForm,), fields)(data=entered)
    rows = [
        CountRow(
            variable.key,
            wording.variable_text(variable.key),
            form[f"present_{line}"],
            tuple(form[f"votes_{line}_{column}"] for column in range(len(labels))),
        )
        for line, variable in enumerate(counted.variables)
    ]
    return form, rows


def _entered(event: Event, counted: CountedQuestion) -> dict[str, int]:
    tallies = {tally.variable: tally for tally in event.tallies}
    entered: dict[str, int] = {}
    for line, variable in enumerate(counted.variables):
        tally = tallies.get(variable.key)
        entered[f"present_{line}"] = tally.present if tally else event.present
        if tally:
            for column, category in enumerate(variable.categories):
                entered[f"votes_{line}_{column}"] = tally.counts.get(category.key, 0)
    return entered


def _save(consultation: Consultation, event: Event, form: OfficerForm, rows: list[CountRow]) -> bool:
    """Save each line; a line that is wrong is marked, and the others are saved all the same."""
    variables = {v.key: v for _, v in recording_events.tallied_variables(consultation)}
    for row in rows:
        try:
            _save_row(consultation, event, row, variables[row.variable])
        except EventProblem as problem:
            field = row.present if "present" in problem.fields else row.votes[0]
            form.take_problems({field.name: f"{row.label}: {problem}"})
    return not form.errors_in_order()


def _save_row(consultation: Consultation, event: Event, row: CountRow, variable: SurveyVariable) -> None:
    account = access.signed_in_account()
    if all(votes.data is None for votes in row.votes):
        if any(tally.variable == row.variable for tally in event.tallies):
            recording_events.remove_tally(consultation, event, row.variable, by=account)
        return
    counts = {
        category.key: votes.data or 0 for category, votes in zip(variable.categories, row.votes, strict=True)
    }
    recording_events.record_tally(
        consultation, event, row.variable, row.present.data or 0, counts, by=account
    )
