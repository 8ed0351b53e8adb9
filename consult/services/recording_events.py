"""Recording what was said and counted face to face. Votes at an event never become responses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from consult import clock
from consult.codes import new_reference
from consult.services import looking_through, questionnaires
from consult.store import audit, events, flags
from consult.store.accounts import Account
from consult.store.consultations import Consultation
from consult.store.events import Event, GroupTally
from consult.store.responses import Comment
from consult.store.transactions import transaction
from surveys.definition import Question
from surveys.question_types import QUESTION_TYPES, SurveyVariable

UNKNOWN_AUDIENCE = "unknown"
LONGEST_NOTE = 5000
MOST_PEOPLE = 100_000
TALLIED_KINDS = ("closed", "scale", "several")


class EventProblem(ValueError):
    """What was entered cannot be kept; `fields` says where and why."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(fields.values()))
        self.fields = dict(fields)


@dataclass(frozen=True)
class EventDetails:
    """What is written down of an event. `attendance` counts people by audience key or "unknown"."""

    title: str
    held_on: date
    place: str
    method: str
    run_by: str
    present: int
    attendance: Mapping[str, int] = field(default_factory=dict)
    overlap: str = ""


def audiences(consultation: Consultation) -> dict[str, str]:
    """The audience keys of a consultation with their names, and "unknown" at the end."""
    version = questionnaires.latest(consultation)
    names = {
        option.key: version.first_wording.option_text(question, option.key)
        for question in version.questionnaire.questions
        if question.identifies == "audience"
        for option in question.options
        if option.counts_as is None
    }
    return {**names, UNKNOWN_AUDIENCE: "Not recorded"}


def tallied_variables(consultation: Consultation) -> list[tuple[Question, SurveyVariable]]:
    """What a group can be asked to show hands on: every question with options, a grid row by row."""
    version = questionnaires.latest(consultation)
    return [
        (question, variable)
        for question in version.questionnaire.counted_questions
        for variable in QUESTION_TYPES[question.type].variables(question, version.questionnaire)
        if variable.kind in TALLIED_KINDS and variable.identifies is None
    ]


def record_event(
    consultation: Consultation, details: EventDetails, *, by: Account | None, key: str | None = None
) -> Event:
    """Write an event down, under a key of its own or a given one. Raises `EventProblem`."""
    _check(consultation, details)
    event = Event(
        key=key or new_reference(),
        consultation_id=consultation.id,
        created_by=by.id if by else None,
        created_at=clock.now(),
        **_columns(details),
    )
    with transaction():
        events.add_event(event)
        _audit("event recorded", consultation, event, by)
    return event


def change_event(consultation: Consultation, event: Event, details: EventDetails, *, by: Account) -> None:
    """Correct what was written down. Raises `EventProblem`, also where a count has more votes than people."""
    _check(consultation, details)
    for tally in event.tallies:
        if tally.present > details.present:
            raise EventProblem({"present": f"A count at this event has {tally.present} people present"})
    with transaction():
        for name, value in _columns(details).items():
            setattr(event, name, value)
        _audit("event changed", consultation, event, by)


def remove_event(consultation: Consultation, event: Event, *, by: Account) -> None:
    """Take an event out of everything that is counted. It can be put back."""
    with transaction():
        event.removed_at = clock.now()
        _audit("event removed", consultation, event, by)


def put_event_back(consultation: Consultation, event: Event, *, by: Account) -> None:
    with transaction():
        event.removed_at = None
        _audit("event put back", consultation, event, by)


def announce(consultation: Consultation, event: Event, time: str, joining: str, *, by: Account) -> None:
    """Show an event to the public until its day is over, with when it is and how to take part."""
    with transaction():
        event.announced_at = event.announced_at or clock.now()
        event.public_time, event.joining = time.strip(), joining.strip()
        _audit("event announced", consultation, event, by)


def take_announcement_back(consultation: Consultation, event: Event, *, by: Account) -> None:
    with transaction():
        event.announced_at = None
        _audit("event no longer announced", consultation, event, by)


def record_tally(
    consultation: Consultation,
    event: Event,
    variable_key: str,
    present: int,
    counts: Mapping[str, int],
    *,
    by: Account | None,
) -> None:
    """Write down a show of hands, in place of the one for the same question. Raises `EventProblem`."""
    _check_tally(consultation, event, variable_key, present, counts)
    with transaction():
        events.put_tally(
            GroupTally(event_id=event.id, variable=variable_key, present=present, counts=dict(counts))
        )
        _audit("group tally recorded", consultation, event, by)


def remove_tally(consultation: Consultation, event: Event, variable_key: str, *, by: Account) -> None:
    with transaction():
        events.remove_tally(event, variable_key)
        _audit("group tally removed", consultation, event, by)


def add_note(
    consultation: Consultation,
    event: Event,
    text: str,
    *,
    about: str = "",
    by: Account | None,
    key: str | None = None,
) -> Comment:
    """Write down what people said, in their words. Raises `EventProblem`.

    `about` is the question that it answers, if there is one; `key` names the note among those of the event.
    """
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise EventProblem({"text": "Write down what was said"})
    if len(text) > LONGEST_NOTE:
        raise EventProblem(
            {"text": f"A note can have {LONGEST_NOTE:,} characters. Split it into several notes."}
        )
    if any(ord(character) < 32 and character not in "\n\t" for character in text):
        raise EventProblem({"text": "The note has a character that cannot be shown. Type it again."})
    note = Comment(
        reference=f"{event.key}:{key or new_reference()}",
        consultation_id=consultation.id,
        event_id=event.id,
        question=about,
        text=text,
        language=questionnaires.latest(consultation).first_wording.language,
    )
    with transaction():
        raised = looking_through.look(note)
        events.add_note(note)
        flags.add(raised)
        _audit("event note added", consultation, event, by)
    return note


def remove_note(consultation: Consultation, event: Event, reference: str, *, by: Account) -> None:
    with transaction():
        events.remove_note(event, reference)
        _audit("event note removed", consultation, event, by)


def _columns(details: EventDetails) -> dict[str, object]:
    return {
        "title": details.title.strip(),
        "held_on": details.held_on,
        "place": details.place.strip(),
        "method": details.method.strip(),
        "run_by": details.run_by.strip(),
        "attendance": {key: count for key, count in details.attendance.items() if count},
        "present": details.present,
        "overlap": details.overlap.strip(),
    }


def _check(consultation: Consultation, details: EventDetails) -> None:
    problems = {
        name: message
        for name, message in (
            ("title", "Enter a name for the event"),
            ("place", "Enter where it was held"),
            ("method", "Enter how it was run"),
            ("run_by", "Enter who ran it"),
        )
        if not getattr(details, name).strip()
    }
    if not 0 <= details.present <= MOST_PEOPLE:
        problems["present"] = f"The number present must be from 0 to {MOST_PEOPLE:,}"
    problems |= _attendance_problems(audiences(consultation), details)
    if problems:
        raise EventProblem(problems)


def _attendance_problems(known: Mapping[str, str], details: EventDetails) -> dict[str, str]:
    if unknown := set(details.attendance) - set(known):
        return {"attendance": f"There is no audience {', '.join(sorted(unknown))} in this consultation"}
    if any(count < 0 for count in details.attendance.values()):
        return {"attendance": "A number of people cannot be less than 0"}
    counted = sum(details.attendance.values())
    if details.attendance and counted != details.present:
        return {"attendance": f"The audiences add up to {counted} and {details.present} were present"}
    return {}


def _check_tally(
    consultation: Consultation, event: Event, variable_key: str, present: int, counts: Mapping[str, int]
) -> None:
    variables = {variable.key: variable for _, variable in tallied_variables(consultation)}
    if variable_key not in variables:
        raise EventProblem({"variable": f"There is no question {variable_key} that a group can count"})
    variable = variables[variable_key]
    if unknown := set(counts) - {category.key for category in variable.categories}:
        raise EventProblem({"counts": f"The question has no option {', '.join(sorted(unknown))}"})
    if not 0 < present <= event.present:
        raise EventProblem({"present": f"Between 1 and {event.present} people can have been present"})
    if any(count < 0 for count in counts.values()):
        raise EventProblem({"counts": "A number of votes cannot be less than 0"})
    if not counts or not sum(counts.values()):
        raise EventProblem({"counts": "Enter at least one vote"})
    most = max(counts.values()) if variable.kind == "several" else sum(counts.values())
    if most > present:
        raise EventProblem({"counts": f"There are {most} votes and {present} people were present"})


def _audit(action: str, consultation: Consultation, event: Event, by: Account | None) -> None:
    audit.record(
        action,
        {"event": event.key},
        consultation_id=consultation.id,
        account_id=by.id if by else None,
        now=clock.now(),
    )
