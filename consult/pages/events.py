"""What was said and counted face to face: events, their counts and their notes. Open to facilitators too."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField

from consult.pages import access
from consult.pages.form_parts import DayField, OfficerForm, WholeNumberField, choices, long_text, one_line
from consult.rules.permissions import Access
from consult.services import questionnaires, recording_events
from consult.services.recording_events import EventDetails, EventProblem
from consult.store import events
from consult.store.consultations import Consultation
from consult.store.events import Event
from surveys.question_types import QUESTION_TYPES

blueprint = Blueprint("events", __name__, url_prefix="/officer/<slug>/events")
blueprint.context_processor(lambda: {"is_officer": access.is_officer()})

ATTENDANCE = "attendance_"


class EventForm(OfficerForm):
    title = one_line("Name of the event", "Enter a name for the event")
    held_on = DayField("Date", "Enter the date of the event")
    place = one_line("Place", "Enter where it was held")
    method = long_text("How it was run", "Enter how it was run", longest=1000)
    run_by = one_line("Who ran it", "Enter who ran it")
    present = WholeNumberField("How many people were there")
    overlap = long_text("Could people there have answered in another way as well?", longest=1000)


class NoteForm(OfficerForm):
    text = long_text("What was said, in people’s own words", "Write down what was said", longest=50_000)
    about = SelectField("Which question it is about")
    each_line = BooleanField("Make each line a note of its own")


def event_or_404(consultation: Consultation, key: str) -> Event:
    event = events.event_by_key(consultation, key)
    if event is None:
        abort(404)
    return event


@blueprint.get("")
@access.requires(Access.FACILITATOR)
def index(slug: str) -> str:
    """Every event in the order of its date, and those that were removed."""
    consultation = access.current_consultation()
    return render_template(
        "facilitate/events.html",
        consultation=consultation,
        active="events",
        events=events.events(consultation),
        removed=events.events(consultation, removed=True),
    )


def _event_form(consultation: Consultation, event: Event | None) -> EventForm:
    """The form with one number for each audience that this consultation asks about."""
    fields = {
        f"{ATTENDANCE}{key}": WholeNumberField(name)
        for key, name in recording_events.audiences(consultation).items()
    }
    form_class = type("EventFormWithAudiences", (EventForm,), fields)
    attendance = {f"{ATTENDANCE}{key}": count for key, count in (event.attendance if event else {}).items()}
    form: EventForm = form_class(obj=event, data=attendance)
    return form


def _attendance_fields(form: EventForm) -> list[WholeNumberField]:
    return [field for field in form if field.name.startswith(ATTENDANCE)]


def _details(form: EventForm) -> EventDetails:
    """What was typed. Where only the groups were counted, they say how many were there."""
    attendance = {
        field.name.removeprefix(ATTENDANCE): field.data for field in _attendance_fields(form) if field.data
    }
    present = form.present.data if form.present.data is not None else sum(attendance.values())
    return EventDetails(
        title=form.title.data,
        held_on=cast(date, form.held_on.data),
        place=form.place.data,
        method=form.method.data,
        run_by=form.run_by.data,
        present=present,
        attendance=attendance,
        overlap=form.overlap.data or "",
    )


def _form_page(consultation: Consultation, form: EventForm, event: Event | None) -> str:
    return render_template(
        "facilitate/event_form.html",
        consultation=consultation,
        active="events",
        form=form,
        attendance=_attendance_fields(form),
        event=event,
    )


def _show_problems(form: EventForm, problem: EventProblem) -> None:
    """The service speaks of the attendance as a whole; its first number is where it is put right."""
    first = _attendance_fields(form)[0].name
    form.take_problems({first if name == "attendance" else name: m for name, m in problem.fields.items()})


@blueprint.route("/add", methods=["GET", "POST"])
@access.requires(Access.FACILITATOR)
def add(slug: str) -> Response | str | tuple[str, int]:
    """Write an event down."""
    consultation = access.current_consultation()
    form = _event_form(consultation, None)
    if not form.is_submitted():
        return _form_page(consultation, form, None)
    if not form.validate():
        return _form_page(consultation, form, None), 400
    try:
        event = recording_events.record_event(consultation, _details(form), by=access.signed_in_account())
    except EventProblem as problem:
        _show_problems(form, problem)
        return _form_page(consultation, form, None), 400
    flash(f"“{event.title}” is added. Next, enter what was counted and what was said.", "success")
    return redirect(url_for("events.one", slug=slug, key=event.key), 303)


@blueprint.route("/<key>/change", methods=["GET", "POST"])
@access.requires(Access.FACILITATOR)
def change(slug: str, key: str) -> Response | str | tuple[str, int]:
    """Correct what was written down of an event."""
    consultation = access.current_consultation()
    event = event_or_404(consultation, key)
    form = _event_form(consultation, event)
    if not form.is_submitted():
        return _form_page(consultation, form, event)
    if not form.validate():
        return _form_page(consultation, form, event), 400
    try:
        recording_events.change_event(consultation, event, _details(form), by=access.signed_in_account())
    except EventProblem as problem:
        _show_problems(form, problem)
        return _form_page(consultation, form, event), 400
    flash("The event is changed", "success")
    return redirect(url_for("events.one", slug=slug, key=key), 303)


@blueprint.get("/<key>")
@access.requires(Access.FACILITATOR)
def one(slug: str, key: str) -> str:
    """One event: who came, what was counted, what was said."""
    consultation = access.current_consultation()
    return _event_page(consultation, event_or_404(consultation, key), note_form(consultation, empty=True))


def _event_page(consultation: Consultation, event: Event, form: NoteForm) -> str:
    return render_template(
        "facilitate/event.html",
        consultation=consultation,
        active="events",
        event=event,
        audiences=recording_events.audiences(consultation),
        counts=shown_counts(consultation, event),
        questions=dict(_open_questions(consultation)),
        form=form,
    )


def shown_counts(consultation: Consultation, event: Event) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """(question, present, votes by option) of each count, in the order of the questionnaire."""
    wording = questionnaires.latest(consultation).first_wording
    tallies = {tally.variable: tally for tally in event.tallies}
    return [
        (
            wording.variable_text(variable.key),
            tallies[variable.key].present,
            [
                (wording.option_text(question, option.key), tallies[variable.key].counts.get(option.key, 0))
                for option in variable.categories
            ],
        )
        for question, variable in recording_events.tallied_variables(consultation)
        if variable.key in tallies
    ]


def _open_questions(consultation: Consultation) -> list[tuple[str, str]]:
    version = questionnaires.latest(consultation)
    return [
        (question.key, version.first_wording.label(question.key))
        for question in version.questionnaire.counted_questions
        if QUESTION_TYPES[question.type].analysed_as == "open"
    ]


def note_form(consultation: Consultation, *, empty: bool = False) -> NoteForm:
    form = NoteForm(formdata=None) if empty else NoteForm()
    form.about.choices = choices([("", "No question in particular"), *_open_questions(consultation)])
    return form


@blueprint.post("/<key>/notes")
@access.requires(Access.FACILITATOR)
def add_note(slug: str, key: str) -> Response | tuple[str, int]:
    """Write down what people said; several notes at once where each line is one."""
    consultation = access.current_consultation()
    event, form = event_or_404(consultation, key), note_form(consultation)
    if not form.validate() or (number := _add_notes(consultation, event, form)) is None:
        return _event_page(consultation, event, form), 400
    flash("The note is added" if number == 1 else f"{number} notes are added", "success")
    return redirect(url_for("events.one", slug=slug, key=key, _anchor="notes"), 303)


def _add_notes(consultation: Consultation, event: Event, form: NoteForm) -> int | None:
    """How many were added; None, with the error on the form, where one cannot be. Then none is."""
    typed: str = form.text.data
    notes = [note.strip() for note in typed.split("\n") if note.strip()] if form.each_line.data else [typed]
    if any(len(note) > recording_events.LONGEST_NOTE for note in notes):
        longest = f"{recording_events.LONGEST_NOTE:,}"
        form.take_problems({"text": f"A note can have {longest} characters. Split it into several notes."})
        return None
    for note in notes:
        recording_events.add_note(
            consultation, event, note, about=form.about.data, by=access.signed_in_account()
        )
    return len(notes)


@blueprint.route("/<key>/notes/<reference>/remove", methods=["GET", "POST"])
@access.requires(Access.FACILITATOR)
def remove_note(slug: str, key: str, reference: str) -> Response | str:
    """Show a note once more, then remove it. This cannot be undone, so it is asked first."""
    consultation = access.current_consultation()
    event = event_or_404(consultation, key)
    note = next((note for note in event.notes if note.reference == reference), None)
    if note is None:
        abort(404)
    if request.method == "GET":
        return render_template(
            "facilitate/note_remove.html", consultation=consultation, active="events", event=event, note=note
        )
    recording_events.remove_note(consultation, event, reference, by=access.signed_in_account())
    flash("The note is removed", "success")
    return redirect(url_for("events.one", slug=slug, key=key, _anchor="notes"), 303)


@blueprint.post("/<key>/remove")
@access.requires(Access.FACILITATOR)
def remove(slug: str, key: str) -> Response:
    """Take an event out of everything that is counted. It can be put back."""
    consultation = access.current_consultation()
    event = event_or_404(consultation, key)
    recording_events.remove_event(consultation, event, by=access.signed_in_account())
    flash(f"“{event.title}” is removed. You can put it back below.", "success")
    return redirect(url_for("events.index", slug=slug), 303)


@blueprint.post("/<key>/put-back")
@access.requires(Access.FACILITATOR)
def put_back(slug: str, key: str) -> Response:
    consultation = access.current_consultation()
    event = event_or_404(consultation, key)
    recording_events.put_event_back(consultation, event, by=access.signed_in_account())
    flash(f"“{event.title}” is put back", "success")
    return redirect(url_for("events.one", slug=slug, key=key), 303)
