"""What an answer to a theme can be, and where it can stand."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class CommitmentKind(StrEnum):
    """The answer to a theme."""

    CHANGED = "changed"
    WILL_CHANGE = "will_change"
    ALREADY_HAPPENING = "already_happening"
    CANNOT = "cannot"
    OUT_OF_SCOPE = "out_of_scope"
    PASSED_ON = "passed_on"


class CommitmentStatus(StrEnum):
    """Where a commitment stands, as its latest update says."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    DELAYED = "delayed"
    DONE = "done"


KIND_WORDS = {
    CommitmentKind.CHANGED: "We have changed it",
    CommitmentKind.WILL_CHANGE: "We will change it",
    CommitmentKind.ALREADY_HAPPENING: "This is already happening",
    CommitmentKind.CANNOT: "We cannot do this",
    CommitmentKind.OUT_OF_SCOPE: "This is outside this consultation",
    CommitmentKind.PASSED_ON: "We have passed this on",
}
STATUS_WORDS = {
    CommitmentStatus.NOT_STARTED: "Not started",
    CommitmentStatus.ON_TRACK: "On track",
    CommitmentStatus.DELAYED: "Delayed",
    CommitmentStatus.DONE: "Done",
}
# Work that is promised needs someone who does it by a day; a refusal needs a reason, which is its text.
NEEDS_OWNER_AND_DATE = frozenset({CommitmentKind.WILL_CHANGE})


def problems(kind: CommitmentKind, text: str, owner: str, due_on: date | None) -> dict[str, str]:
    """What a commitment lacks, by field; empty where it can be kept."""
    found: dict[str, str] = {}
    if not text.strip():
        found["text"] = "Say what you have done or will do, or why you cannot"
    if kind in NEEDS_OWNER_AND_DATE and not owner.strip():
        found["owner"] = "Say who will do it: a post or a team"
    if kind in NEEDS_OWNER_AND_DATE and due_on is None:
        found["due_on"] = "Say by which day it will be done"
    return found
