"""Setting up the bundled sample consultations, with their responses, events and what a sample officer decided.

Everything goes the way that real things go: through the same services, with the same checks. Only the moments at
which the sample's responses arrived are given, because its consultation closed in 2023.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from consult import clock
from consult.codes import Codes
from consult.rules.commitments import CommitmentKind, CommitmentStatus
from consult.rules.permissions import Role
from consult.rules.responses import Channel
from consult.rules.review import ActionKind
from consult.services import (
    committing,
    loading,
    looking_through,
    questionnaires,
    quoting,
    recording_events,
    responding,
    reviewing,
)
from consult.services.recording_events import EventDetails
from consult.store import accounts, consultations, responses
from consult.store.accounts import Account
from consult.store.consultations import Consultation, Membership
from consult.store.transactions import transaction
from surveys.answers import answers_from_json

SAMPLES = Path(__file__).parent.parent / "samples"
SHOWN = ("send-strategy", "have-your-say")
# Whom a demonstration signs in as: address → (name, role).
SAMPLE_PEOPLE = {
    "officer@example.org": ("Sample officer", "officer"),
    "second.officer@example.org": ("Second sample officer", "officer"),
    "facilitator@example.org": ("Sample facilitator", "facilitator"),
}

Progress = Callable[[str], None]


def set_up(
    codes: Codes, name: str, *, by: Account | None, progress: Progress = lambda _step: None
) -> Consultation:
    """Load a sample with all that belongs to it. Where it was loaded before, nothing is added twice."""
    folder = SAMPLES / name
    consultation = loading.load_file(folder / "consultation.json", by=by).consultation
    if not responses.has_any(consultation) and (folder / "responses.json").exists():
        progress("Adding the sample's responses")
        _add_responses(codes, consultation, _read(folder / "responses.json"))
        progress("Recording the sample's events")
        _add_events(consultation, _read(folder / "events.json"), by)
    return consultation


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _add_responses(codes: Codes, consultation: Consultation, rows: list[Mapping[str, Any]]) -> None:
    version = questionnaires.latest(consultation)
    with transaction():
        for row in rows:
            answers = answers_from_json(row["answers"])
            response = responding.new_response(
                codes,
                consultation,
                version,
                answers,
                submission_key=f"sample\0{consultation.slug}\0{row['reference']}",
                channel=Channel(row.get("channel", Channel.ONLINE)),
                edition=row["edition"],
                language=row["language"],
                submitted_at=datetime.fromisoformat(row["submitted_at"]),
            )
            response.reference = row["reference"]
            looking_through.keep_response(response, responding.comments_of(response, version, answers))


def _add_events(consultation: Consultation, rows: list[Mapping[str, Any]], by: Account | None) -> None:
    for row in rows:
        details = EventDetails(
            title=row["title"],
            held_on=date.fromisoformat(row["held_on"]),
            place=row["place"],
            method=row["method"],
            run_by=row["run_by"],
            present=row["present"],
            attendance=row["attendance"],
            overlap=row["overlap_declared"],
        )
        event = recording_events.record_event(consultation, details, by=by, key=row["key"])
        for tally in row["group_tallies"]:
            recording_events.record_tally(
                consultation, event, tally["variable"], tally["present"], tally["counts"], by=by
            )
        for number, note in enumerate(row["notes"], start=1):
            recording_events.add_note(consultation, event, note, by=by, key=f"note-{number}")


def decide_as_sample_officer(consultation: Consultation, *, by: Account | None) -> None:
    """What the sample's officer decided about its comments, and the commitments that followed."""
    path = SAMPLES / consultation.slug / "review.json"
    if not path.exists() or len(reviewing.open_review(consultation).actions) > 1:
        return
    decided = _read(path)
    themes = {theme["name"]: _add_theme(consultation, theme, by) for theme in decided["themes"]}
    _code(consultation, decided, themes, by)
    for commitment in decided["commitments"]:
        _commit(consultation, commitment, themes[commitment["theme"]], by)
    first, second = _officers(consultation)
    for quotation in decided.get("quotations", ()):
        comment = _comment(quotation)
        proposed = quoting.propose(consultation, comment, quotation["text"], by=first)
        quoting.check(consultation, comment, proposed.actions[-1].number, by=second)


def _officers(consultation: Consultation) -> tuple[Account, Account]:
    """The two sample officers, since a quotation needs two people. Without passwords where they are new."""
    first, second = (email for email, (_name, role) in SAMPLE_PEOPLE.items() if role == Role.OFFICER)
    return _officer(consultation, first), _officer(consultation, second)


def _officer(consultation: Consultation, email: str) -> Account:
    with transaction():
        account = accounts.account_by_email(email) or accounts.add_account(
            Account(email=email, name=SAMPLE_PEOPLE[email][0], password_hash="", created_at=clock.now())
        )
        if consultations.membership(account, consultation.slug) is None:
            consultations.add(
                Membership(consultation_id=consultation.id, account_id=account.id, role=Role.OFFICER.value)
            )
    return account


def _add_theme(consultation: Consultation, theme: Mapping[str, Any], by: Account | None) -> str:
    payload = {"name": theme["name"], "definition": theme["definition"]}
    review = reviewing.decide(consultation, ActionKind.ADD_THEME, payload, by=by)
    return f"t{review.actions[-1].number}"


def _code(
    consultation: Consultation, decided: Mapping[str, Any], themes: Mapping[str, str], by: Account | None
) -> None:
    carried: dict[str, list[str]] = {}
    for theme in decided["themes"]:
        for place in theme["comments"]:
            carried.setdefault(_comment(place), []).append(themes[theme["name"]])
    together: dict[tuple[str, ...], list[str]] = {}
    for comment, carries in carried.items():
        together.setdefault(tuple(carries), []).append(comment)
    for keys, comments in together.items():
        payload: dict[str, Any] = {"comments": comments, "themes": list(keys)}
        reviewing.decide(consultation, ActionKind.CODE, payload, by=by)
    unthemed = [_comment(place) for place in decided["no_theme"]]
    reviewing.decide(consultation, ActionKind.NO_THEME, {"comments": unthemed}, by=by)
    for aside in decided["set_aside"]:
        payload = {"comments": [_comment(place) for place in aside["comments"]], "reason": aside["reason"]}
        reviewing.decide(consultation, ActionKind.SET_ASIDE_COMMENTS, payload, by=by)


def _comment(place: Mapping[str, Any]) -> str:
    """The reference of a comment: of a response's question, or of an event's note by its number."""
    if "event" in place:
        return f"{place['event']}:note-{place['note']}"
    return f"{place['reference']}:{place['question']}"


def _commit(
    consultation: Consultation, commitment: Mapping[str, Any], theme_key: str, by: Account | None
) -> None:
    due = commitment.get("due_on")
    row = committing.commit(
        consultation,
        theme_key,
        CommitmentKind(commitment["kind"]),
        commitment["text"],
        owner=commitment["owner"],
        due_on=date.fromisoformat(due) if due else None,
        by=by,
    )
    for update in commitment["updates"]:
        committing.update(
            consultation,
            row,
            CommitmentStatus(update["status"]),
            update["text"],
            difference=update.get("difference", ""),
            made_on=date.fromisoformat(update["made_on"]),
            by=by,
        )
