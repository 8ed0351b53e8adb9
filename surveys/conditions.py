"""Conditions: when a page or a question is shown. Data in a closed vocabulary, never text that is evaluated.

Belongs here: the vocabulary, reading it from JSON, and whether a condition holds for given answers.
Does not belong here: whether the questions it names exist and come earlier (`condition_checks`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from surveys.answers import Answer, AnswerState
from surveys.reading import Reading

WORDS_ABOUT_A_QUESTION = ("is", "is_one_of", "includes", "answered")
WORDS_THAT_COMBINE = ("all", "any", "not")
PREFER_NOT_TO_SAY_KEY = "prefer_not_to_say"
DEEPEST_CONDITION = 10


@dataclass(frozen=True)
class Asks:
    """One look at one question, or at one grid row written as `priorities.voice`."""

    question: str
    word: str
    options: tuple[str, ...] = ()
    expected: bool = True

    @property
    def question_key(self) -> str:
        return self.question.partition(".")[0]

    @property
    def row_key(self) -> str | None:
        return self.question.partition(".")[2] or None


@dataclass(frozen=True)
class All:
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Any:
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    condition: Condition


Condition = Asks | All | Any | Not


def holds(condition: Condition | None, answers: Mapping[str, Answer]) -> bool:
    """Whether the condition holds. Without one, always. No answer means not asked."""
    if condition is None:
        return True
    if isinstance(condition, All):
        return all(holds(inner, answers) for inner in condition.conditions)
    if isinstance(condition, Any):
        return any(holds(inner, answers) for inner in condition.conditions)
    if isinstance(condition, Not):
        return not holds(condition.condition, answers)
    return _met(condition, answers.get(condition.question_key))


def _met(asks: Asks, answer: Answer | None) -> bool:
    chosen = _chosen(answer, asks.row_key)
    if asks.word == "answered":
        return bool(chosen - {PREFER_NOT_TO_SAY_KEY}) is asks.expected
    return not chosen.isdisjoint(asks.options)


def _chosen(answer: Answer | None, row: str | None) -> frozenset[str]:
    """The keys that were chosen; for written answers what was written."""
    if answer is None:
        return frozenset()
    if answer.state is AnswerState.PREFER_NOT_TO_SAY:
        return frozenset({PREFER_NOT_TO_SAY_KEY})
    value = answer.value
    if isinstance(value, Mapping):
        picked = value.values() if row is None else (value.get(row),)
        return frozenset(key for key in picked if key is not None)
    if value is None:
        return frozenset()
    return frozenset({value}) if isinstance(value, str) else frozenset(value)


def questions_in(condition: Condition | None) -> frozenset[str]:
    """The keys of the questions that a condition looks at; of a grid row, the grid's key."""
    return frozenset(asks.question_key for _, asks in looks(condition))


def looks(condition: Condition | None, path: str = "") -> Iterator[tuple[str, Asks]]:
    """Every look at a question, each with its path from the condition."""
    if isinstance(condition, Asks):
        yield path, condition
    elif isinstance(condition, Not):
        yield from looks(condition.condition, f"{path}.not")
    elif condition is not None:
        word = "all" if isinstance(condition, All) else "any"
        for number, inner in enumerate(condition.conditions):
            yield from looks(inner, f"{path}.{word}[{number}]")


def parse_show_if(reading: Reading) -> Condition | None:
    """The condition of a page or question; None where it has none, or a faulty one (which was noted)."""
    return parse_condition(reading.inside("show_if")) if reading.has("show_if") else None


def parse_condition(reading: Reading, depth: int = 0) -> Condition | None:
    if depth > DEEPEST_CONDITION:
        reading.refuse(
            "", "the condition has too many levels.", "Write it with fewer levels of all, any and not."
        )
        return None
    if "question" in reading.raw:
        return _parse_look(reading)
    return _parse_combination(reading, depth)


def _parse_look(reading: Reading) -> Condition | None:
    reading.only(("question", *WORDS_ABOUT_A_QUESTION))
    question = reading.text("question")
    words = [word for word in WORDS_ABOUT_A_QUESTION if word in reading.raw]
    if len(words) != 1:
        reading.refuse(
            "",
            "a condition on a question needs exactly one word.",
            f"Use one of: {', '.join(WORDS_ABOUT_A_QUESTION)}.",
        )
        return None
    word = words[0]
    if word == "answered":
        expected = reading.value(word, bool, "true or false", required=True)
        return Asks(question, word, expected=expected is not False)
    options = _texts_in_order(reading, word) if word == "is_one_of" else (reading.text(word),)
    return Asks(question, word, options)


def _texts_in_order(reading: Reading, word: str) -> tuple[str, ...]:
    options = reading.texts(word)
    if not options:
        reading.refuse(word, "the list is empty.", "Name the options that count.")
    return options


def _parse_combination(reading: Reading, depth: int) -> Condition | None:
    reading.only(("question", *WORDS_THAT_COMBINE))
    words = [word for word in WORDS_THAT_COMBINE if word in reading.raw]
    if len(words) != 1:
        reading.refuse(
            "",
            "this is not a condition.",
            'Write {"question": …, "is": …}, or combine conditions with one of all, any and not.',
        )
        return None
    if words == ["not"]:
        inner = parse_condition(reading.inside("not"), depth + 1)
        return None if inner is None else Not(inner)
    parts = [parse_condition(part, depth + 1) for part in reading.each(words[0], "", at_least=1)]
    conditions = tuple(part for part in parts if part is not None)
    return All(conditions) if words == ["all"] else Any(conditions)
