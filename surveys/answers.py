"""Answers: the five states, the values that go with them, and how both are written as JSON.

Belongs here: what an answer is. Does not belong here: how it is asked for (forms), whether it may be given
(question types) or whether it was reached (journey).

Values by kind of question: one option key (single choice, agreement scale); a tuple of option keys in the
order of the definition (several choices) or best first (ranking); a mapping from row to option key or None,
with no entry for a row that was not asked (agreement grid); a decimal number, an ISO date or a text as a
string.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

AnswerValue = str | tuple[str, ...] | Mapping[str, str | None] | None


class AnswerState(StrEnum):
    ANSWERED = "answered"
    LEFT_BLANK = "left_blank"
    NOT_ASKED = "not_asked"
    DONT_KNOW = "dont_know"
    PREFER_NOT_TO_SAY = "prefer_not_to_say"


@dataclass(frozen=True)
class Answer:
    state: AnswerState
    value: AnswerValue = None

    @property
    def says_something(self) -> bool:
        """Whether losing it would lose something that a person told us."""
        return self.state not in (AnswerState.LEFT_BLANK, AnswerState.NOT_ASKED)


LEFT_BLANK = Answer(AnswerState.LEFT_BLANK)
NOT_ASKED = Answer(AnswerState.NOT_ASKED)
PREFER_NOT_TO_SAY = Answer(AnswerState.PREFER_NOT_TO_SAY)


def answers_to_json(answers: Mapping[str, Answer]) -> dict[str, object]:
    """Ready for `json.dumps`. Questions that were not asked are left out: an absent key says it."""
    return {
        key: {"state": answer.state.value, "value": _plain(answer.value)}
        for key, answer in answers.items()
        if answer.state is not AnswerState.NOT_ASKED
    }


def answers_from_json(raw: Mapping[str, object]) -> dict[str, Answer]:
    """The answers that `answers_to_json` wrote. Raises ValueError, naming the key, for anything else."""
    return {key: _answer(key, stored) for key, stored in raw.items()}


def _plain(value: AnswerValue) -> object:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def _answer(key: str, stored: object) -> Answer:
    if not isinstance(stored, dict) or not {"state"} <= set(stored) <= {"state", "value"}:
        raise ValueError(f"the answer to “{key}” is not an object with a state and a value")
    try:
        state = AnswerState(stored["state"])
    except ValueError as error:
        raise ValueError(f"the answer to “{key}” has the unknown state “{stored['state']}”") from error
    return Answer(state, _value(key, stored.get("value")))


def _value(key: str, value: object) -> AnswerValue:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if isinstance(value, dict) and all(item is None or isinstance(item, str) for item in value.values()):
        return dict(value)
    raise ValueError(f"the answer to “{key}” holds a value that no question gives")
