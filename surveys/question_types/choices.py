"""What the types with options share: reading options, and the radios of one choice.

Belongs here: what single choice, several choices, scales and ranking have in common. Does not belong here:
a type.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wtforms import RadioField

from surveys.answers import LEFT_BLANK, PREFER_NOT_TO_SAY, Answer, AnswerState, AnswerValue
from surveys.conditions import PREFER_NOT_TO_SAY_KEY
from surveys.fields import (
    AskedField,
    FieldOption,
    NotAnAnswer,
    Posted,
    numbered_id,
    offered_options,
    one_value,
    options_of,
    possible,
    select_choices,
)
from surveys.form_messages import FormMessages
from surveys.reading import Reading, refuse_repeats
from surveys.structure import Option, Question

if TYPE_CHECKING:
    from surveys.wordings import Wording

LEAST_OPTIONS = 2


def read_options(
    reading: Reading, *, may_exclude: bool = False, may_count: bool = True
) -> tuple[Option, ...]:
    """The options of a question: at least two, each with its own key."""
    allowed = (
        "key",
        "children",
        *(("counts_as",) if may_count else ()),
        *(("exclusive",) if may_exclude else ()),
    )
    options = []
    for raw in reading.each("options", "option", at_least=LEAST_OPTIONS):
        raw.only(allowed)
        counts_as = raw.one_of("counts_as", ("dont_know",))
        exclusive = may_exclude and (raw.flag("exclusive") or counts_as is not None)
        options.append(Option(raw.key(), counts_as, exclusive, raw.flag("children")))
    refuse_repeats(reading, "options", [option.key for option in options], "option")
    return tuple(options)


def chosen(question: Question, key: str) -> Answer:
    """The answer of one chosen option."""
    if key == PREFER_NOT_TO_SAY_KEY:
        return PREFER_NOT_TO_SAY
    return Answer(state_of(question, key), key)


def state_of(question: Question, key: str) -> AnswerState:
    return AnswerState.DONT_KNOW if question.counts_as(key) == "dont_know" else AnswerState.ANSWERED


def key_of(answer: Answer) -> str:
    """The option that an answer of one choice shows as chosen, or ""."""
    if answer.state is AnswerState.PREFER_NOT_TO_SAY:
        return PREFER_NOT_TO_SAY_KEY
    return answer.value if isinstance(answer.value, str) else ""


def keys_of(value: AnswerValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def labels_of(question: Question, wording: Wording) -> dict[str, str]:
    return {key: wording.option_text(question, key) for key in options_of(question)}


class OneChoiceField(AskedField, RadioField):  # type: ignore[misc]  # WTForms has no types
    """Radios, of which one may be chosen."""

    prefers_by_checkbox = False

    def __init__(
        self, question: Question, wording: Wording, messages: FormMessages, template: str, **settings: object
    ) -> None:
        choices = select_choices(options_of(question), labels_of(question, wording))
        super().__init__(question, wording, messages, template, choices=choices, **settings)
        self.data = ""

    def take_posted(self, posted: Posted) -> None:
        self.data = possible(one_value(posted, self.name), ("", *options_of(self.question)), self.name)

    def take_answer(self, answer: Answer) -> None:
        self.prefers_not = False
        self.data = key_of(answer)

    def is_empty(self) -> bool:
        return not self.data

    def read(self) -> Answer:
        if self.data:
            return chosen(self.question, self.data)
        if self.required:
            raise NotAnAnswer(self.say("choose_one"))
        return LEFT_BLANK

    @property
    def options(self) -> tuple[FieldOption, ...]:
        offered = offered_options(self.question, self.wording, self.data)
        return radios(self.name, self.id, self.question, self.wording, offered, self.data)


def radios(
    name: str, first: str, question: Question, wording: Wording, keys: Iterable[str], checked: str
) -> tuple[FieldOption, ...]:
    """A radio for each key, with its text and picture."""
    return tuple(
        FieldOption(
            numbered_id(first, number),
            name,
            key,
            wording.option_text(question, key),
            key == checked,
            picture=wording.option_picture(question, key),
        )
        for number, key in enumerate(keys, start=1)
    )
