"""What can become of a response after it was received."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """What became of a response. Received is always the sum of these four."""

    COUNTED = "counted"
    WITHDRAWN = "withdrawn"
    TEST = "test"
    HELD = "held"


class Channel(StrEnum):
    """How a response reached us."""

    ONLINE = "online"
    FACE_TO_FACE = "face_to_face"
    PAPER = "paper"
    TELEPHONE = "telephone"
    EMAIL_OR_LETTER = "email_or_letter"


CHANNEL_WORDS = {
    Channel.ONLINE: "Online",
    Channel.FACE_TO_FACE: "Face to face",
    Channel.PAPER: "Paper",
    Channel.TELEPHONE: "Telephone",
    Channel.EMAIL_OR_LETTER: "Email or letter",
}
STATE_WORDS = {
    State.COUNTED: "Counted",
    State.WITHDRAWN: "Withdrawn",
    State.TEST: "Test",
    State.HELD: "Held",
}


def may_become(current: State, wanted: State) -> bool:
    """A withdrawn response is erased and stays withdrawn; the others can be put right at any time."""
    return current is not State.WITHDRAWN and current is not wanted
