"""What the form fields of all question types share: taking what was posted or saved, and naming errors by
element.

Belongs here: the base of the fields, and the values that templates read from them. Does not belong here:
the field of one type (its file in `question_types`) or the form as a whole (`forms`, which also lists the
ids of elements).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from wtforms import Field, SelectChoice
from wtforms.form import BaseForm

from surveys.answers import LEFT_BLANK, PREFER_NOT_TO_SAY, Answer, AnswerState
from surveys.conditions import PREFER_NOT_TO_SAY_KEY
from surveys.form_messages import FormMessages
from surveys.structure import Question

if TYPE_CHECKING:
    from surveys.wordings import Wording

LONGEST_SMALL_ENTRY = 100
"""More characters than a number, a part of a date or the key of an option ever has."""


class TamperedForm(Exception):  # names what happened, as the callers say it
    """What was posted cannot come from the page that was shown: an unknown field or an impossible option."""

    def __init__(self, place: str, message: str) -> None:
        self.place, self.message = place, message
        super().__init__(f"{place}: {message}")


class NotAnAnswer(ValueError):
    """What was typed is not an answer. `message` is for the person, `part` names the element within the
    question.
    """

    def __init__(self, message: str, part: str = "") -> None:
        self.message, self.part = message, part
        super().__init__(message)


class Posted(Protocol):
    """What a werkzeug MultiDict does that forms need."""

    def getlist(self, key: str, /) -> list[str]: ...
    def __contains__(self, key: object, /) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...


@dataclass(frozen=True)
class FieldOption:
    """One radio or checkbox, as a template needs it."""

    id: str
    name: str
    value: str
    label: str
    checked: bool
    exclusive: bool = False
    picture: str = ""
    """The name of its picture, or ""."""


@dataclass(frozen=True)
class FieldError:
    id: str
    message: str


class AskedField(Field):  # type: ignore[misc]  # WTForms has no types
    """The field of one question.

    A template reads: name, id (of the element that an error link goes to), question, text, hint, body,
    picture, recording, signed_video, why ("" where there is none), shown_as, required, template, options,
    prefer_not_to_say (a FieldOption, or None), typed, messages, and field_errors, each with the id of its
    element. What was posted is kept as typed, so that a refused page comes back as it was.
    """

    prefers_by_checkbox = True
    """Whether “prefer not to say” is a checkbox of its own, not one of the options."""

    def __init__(
        self, question: Question, wording: Wording, messages: FormMessages, template: str, **settings: object
    ) -> None:
        super().__init__(label=wording.question_text(question.key), id=self.first_id(question), **settings)
        self.question, self.wording, self.messages, self.template = question, wording, messages, template
        self.text, self.hint, self.body = (
            self.label.text,
            wording.hint(question.key),
            wording.body(question.key),
        )
        self.picture, self.why = wording.picture(question.key), wording.why(question.key)
        self.recording, self.signed_video = (
            wording.recording(question.key),
            wording.signed_video(question.key),
        )
        self.shown_as = wording.shown_as(question)
        self.required = question.required
        self.data: Any = None
        self.prefers_not = False
        self.field_errors: tuple[FieldError, ...] = ()
        self.given: Answer = LEFT_BLANK

    @staticmethod
    def first_id(question: Question) -> str:
        return f"q_{question.key}"

    # What each type does

    def names(self) -> frozenset[str]:
        """Every name that this field's elements may post."""
        preference = self.prefer_not_to_say
        return frozenset({*self.own_names(), *([preference.name] if preference else [])})

    def own_names(self) -> tuple[str, ...]:
        """The names of the elements that an answer is given with."""
        return (self.name,)

    def take_posted(self, posted: Posted) -> None:
        """Keeps what was posted, as typed. Raises TamperedForm for what the page could not have sent."""
        raise NotImplementedError

    def take_answer(self, answer: Answer) -> None:
        """Shows an answer that was saved earlier."""
        raise NotImplementedError

    def is_empty(self) -> bool:
        """Whether nothing was typed or chosen, “prefer not to say” aside."""
        raise NotImplementedError

    def read(self) -> Answer:
        """The answer that was typed. Raises NotAnAnswer, or several of them as an ExceptionGroup."""
        raise NotImplementedError

    # What all do

    def process(self, formdata: Posted | None, data: object = None, extra_filters: object = None) -> None:
        """WTForms' hook. A saved answer is used where nothing was posted, so a blank post stays blank."""
        self.process_errors: list[str] = []
        if formdata is not None:
            self._take_preference(formdata)
            self.take_posted(formdata)
        elif isinstance(data, Answer):
            self.prefers_not = data.state is AnswerState.PREFER_NOT_TO_SAY
            self.take_answer(data)

    def _take_preference(self, posted: Posted) -> None:
        if self.question.prefer_not_to_say and self.prefers_by_checkbox:
            value = one_value(posted, self.preference_name)
            if value not in ("", PREFER_NOT_TO_SAY_KEY):
                raise TamperedForm(self.preference_name, "this is not an option of the question")
            self.prefers_not = bool(value)

    def pre_validate(self, form: BaseForm) -> None:
        """WTForms' hook: reads the answer, keeping each error with its element."""
        self.field_errors = ()
        try:
            self.given = self._preferred() if self.prefers_not else self.read()
        except* NotAnAnswer as refused:
            self.field_errors = tuple(self._error(error) for error in leaves_of(refused))
        self.errors.extend(error.message for error in self.field_errors)

    def _preferred(self) -> Answer:
        if self.is_empty():
            return PREFER_NOT_TO_SAY
        raise NotAnAnswer(self.say("either_answer_or_not", option=self.wording.prefer_not_to_say))

    def _error(self, error: NotAnAnswer) -> FieldError:
        return FieldError(f"{self.name}-{error.part}" if error.part else self.id, error.message)

    def answer(self) -> Answer:
        """The answer; only after `validate` found nothing wrong."""
        return self.given

    def say(self, message: str, **words: object) -> str:
        sentence: str = getattr(self.messages, message)
        return sentence.format(question=self.wording.named(self.question.key), **words)

    @property
    def preference_name(self) -> str:
        return f"{self.name}-{PREFER_NOT_TO_SAY_KEY}"

    @property
    def prefer_not_to_say(self) -> FieldOption | None:
        """The checkbox “prefer not to say” of a question that has no options to put it among."""
        if not (self.question.prefer_not_to_say and self.prefers_by_checkbox):
            return None
        name = self.preference_name
        label = self.wording.prefer_not_to_say
        picture = self.wording.option_picture(self.question, PREFER_NOT_TO_SAY_KEY)
        return FieldOption(name, name, PREFER_NOT_TO_SAY_KEY, label, self.prefers_not, True, picture)

    def error_for(self, element_id: str) -> str:
        """The first error at an element, or an empty text."""
        return next((error.message for error in self.field_errors if error.id == element_id), "")


def one_value(posted: Posted, name: str) -> str:
    """The one value under a name, or "". Two values for what can have one is not what the page sends."""
    values = posted.getlist(name)
    if len(values) > 1:
        raise TamperedForm(name, "there are several values where the page sends one")
    return values[0] if values else ""


def possible(value: str, allowed: Iterable[str], place: str) -> str:
    if value not in allowed:
        raise TamperedForm(place, "this is not an option of the question")
    return value


def options_of(question: Question) -> tuple[str, ...]:
    """The values that may be chosen, “prefer not to say” last where it is offered."""
    return question.offered_keys


def offered_options(question: Question, wording: Wording, chosen: str) -> tuple[str, ...]:
    """What is offered in this wording. What was chosen in another stays among them, at its place in the scale."""
    shown = list(wording.options_shown(question))
    order = question.choice_keys
    if chosen in order and chosen not in shown:
        later = set(order[order.index(chosen) :])
        place = next((number for number, key in enumerate(shown) if key in later), len(shown))
        shown.insert(place, chosen)
    return (*shown, *(key for key in question.offered_keys if key not in order))


def select_choices(keys: Iterable[str], texts: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value=key, label=texts[key]) for key in keys]


def numbered_id(first: str, number: int) -> str:
    """The id of the number-th option (from 1): the first bears the field's own, so an error link finds it."""
    return first if number == 1 else f"{first}-{number}"


def leaves_of(group: BaseExceptionGroup[NotAnAnswer]) -> list[NotAnAnswer]:
    found: list[NotAnAnswer] = []
    for error in group.exceptions:
        found.extend(leaves_of(error) if isinstance(error, BaseExceptionGroup) else [error])
    return found
