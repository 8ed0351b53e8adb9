"""Keeping people safe: who has to be named, what can be decided about a flagged comment, and when it waits too long."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from consult.rules.working_time import WorkingHours


class Queue(StrEnum):
    """What a comment is flagged for. Each has people of its own who read it."""

    IDENTIFYING = "identifying"
    HARM = "harm"


class Decision(StrEnum):
    """What a person decided after reading a flagged comment. `reopened` takes the decision before it back."""

    NOTHING_THERE = "nothing_there"
    REDACT = "redact"
    PASSED_ON = "passed_on"
    NO_CONCERN = "no_concern"
    ALREADY_KNOWN = "already_known"
    REOPENED = "reopened"


class Part(StrEnum):
    """What someone is in keeping people safe."""

    LEAD = "lead"
    DEPUTY = "deputy"


DECISIONS = {
    Queue.IDENTIFYING: (Decision.NOTHING_THERE, Decision.REDACT),
    Queue.HARM: (Decision.PASSED_ON, Decision.NO_CONCERN, Decision.ALREADY_KNOWN),
}
DECISION_WORDS = {
    Decision.NOTHING_THERE: "Nothing there that identifies anyone",
    Decision.REDACT: "Take it out wherever this is quoted",
    Decision.PASSED_ON: "Passed on, following our safeguarding procedure",
    Decision.NO_CONCERN: "No concern",
    Decision.ALREADY_KNOWN: "Already known to us",
    Decision.REOPENED: "Put back to be read",
}
ESCALATES_AFTER = timedelta(hours=2)


def both_named(lead: str, deputy: str) -> bool:
    """Whether two different people look after safeguarding."""
    return bool(lead and deputy) and lead.casefold() != deputy.casefold()


def waits_too_long(raised_at: datetime, now: datetime, hours: WorkingHours) -> bool:
    """Whether a flag that nobody has decided about has waited for two working hours."""
    return hours.between(raised_at, now) >= ESCALATES_AFTER
