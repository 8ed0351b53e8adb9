"""Several choices: any number of options, or between a least and a most; some exclude all others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from wtforms import SelectMultipleField

from surveys.answers import LEFT_BLANK, PREFER_NOT_TO_SAY, Answer, AnswerState
from surveys.conditions import PREFER_NOT_TO_SAY_KEY
from surveys.fields import (
    AskedField,
    FieldOption,
    NotAnAnswer,
    Posted,
    TamperedForm,
    numbered_id,
    options_of,
    possible,
    select_choices,
)
from surveys.form_messages import FormMessages
from surveys.question_types.base import QuestionType
from surveys.question_types.choices import keys_of, labels_of, read_options, state_of
from surveys.reading import Reading
from surveys.structure import Question, Scale

if TYPE_CHECKING:
    from surveys.wordings import Wording


def exclusive_keys(question: Question) -> frozenset[str]:
    """The options that stand alone, “prefer not to say” among them."""
    alone = {option.key for option in question.options if option.exclusive}
    return frozenset(alone | {PREFER_NOT_TO_SAY_KEY})


def chosen_together(question: Question, keys: tuple[str, ...]) -> Answer:
    """The answer of the chosen options, in the order of the definition."""
    if not keys:
        return LEFT_BLANK
    if PREFER_NOT_TO_SAY_KEY in keys:
        return PREFER_NOT_TO_SAY
    ordered = tuple(key for key in question.choice_keys if key in keys)
    return Answer(state_of(question, ordered[0]) if len(ordered) == 1 else AnswerState.ANSWERED, ordered)


class SeveralChoicesField(AskedField, SelectMultipleField):  # type: ignore[misc]  # WTForms has no types
    """Checkboxes."""

    prefers_by_checkbox = False

    def __init__(
        self, question: Question, wording: Wording, messages: FormMessages, template: str, **settings: object
    ) -> None:
        choices = select_choices(options_of(question), labels_of(question, wording))
        super().__init__(question, wording, messages, template, choices=choices, **settings)
        self.data: tuple[str, ...] = ()

    def take_posted(self, posted: Posted) -> None:
        keys = tuple(possible(key, options_of(self.question), self.name) for key in posted.getlist(self.name))
        if len(set(keys)) != len(keys):
            raise TamperedForm(self.name, "an option is there twice")
        self.data = keys

    def take_answer(self, answer: Answer) -> None:
        self.prefers_not = False
        preferred = answer.state is AnswerState.PREFER_NOT_TO_SAY
        self.data = (PREFER_NOT_TO_SAY_KEY,) if preferred else keys_of(answer.value)

    def is_empty(self) -> bool:
        return not self.data

    def read(self) -> Answer:
        alone = exclusive_keys(self.question).intersection(self.data)
        if alone and len(self.data) > 1:
            option = next(choice.label for choice in self.choices if choice.value in alone)
            raise NotAnAnswer(self.say("choose_exclusive", option=option))
        if self.required and not self.data:
            raise NotAnAnswer(self.say("choose_some"))
        if self.data and not alone:
            self._check_number(len(self.data))
        return chosen_together(self.question, self.data)

    def _check_number(self, number: int) -> None:
        least, most = self.question.at_least, self.question.at_most
        if least is not None and number < least:
            raise NotAnAnswer(self.say("choose_at_least", least=least))
        if most is not None and number > most:
            raise NotAnAnswer(self.say("choose_at_most", most=most))

    @property
    def options(self) -> tuple[FieldOption, ...]:
        alone = exclusive_keys(self.question)
        return tuple(
            FieldOption(
                numbered_id(self.id, number),
                self.name,
                choice.value,
                choice.label,
                choice.value in self.data,
                choice.value in alone,
                self.wording.option_picture(self.question, choice.value),
            )
            for number, choice in enumerate(self.choices, start=1)
        )


class SeveralChoices(QuestionType):
    name = "several_choices"
    analysed_as = "several"
    settings = frozenset({"options", "at_most", "at_least"})
    condition_words = frozenset({"includes", "answered"})
    field_class = SeveralChoicesField

    def read_settings(self, reading: Reading, question: Question, scales: Mapping[str, Scale]) -> Question:
        options = read_options(reading, may_exclude=True)
        together = max(1, sum(not option.exclusive for option in options))
        at_most = reading.whole_number("at_most", least=1, most=together)
        at_least = reading.whole_number("at_least", least=1, most=at_most or together)
        return replace(question, options=options, at_most=at_most, at_least=at_least)

    def display_value(self, question: Question, wording: Wording, answer: Answer) -> tuple[str, ...]:
        return tuple(wording.option_text(question, key) for key in keys_of(answer.value))

    def answer_from_cell(
        self, question: Question, text: str, wording: Wording | None, separator: str
    ) -> Answer:
        parts = [part for part in text.split(separator) if part.strip()]
        keys = tuple(dict.fromkeys(self.option_from_text(question, part, wording) for part in parts))
        alone = exclusive_keys(question).intersection(keys)
        if alone and len(keys) > 1:
            raise NotAnAnswer(f"“{min(alone)}” cannot stand with other options of “{question.key}”.")
        if question.at_most is not None and len(keys) > question.at_most:
            raise NotAnAnswer(
                f"there are {len(keys)} options, and “{question.key}” takes at most {question.at_most}."
            )
        return chosen_together(question, keys)
