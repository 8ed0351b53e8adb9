"""Date: day, month and year in three boxes, kept as they were typed until they make a date.

WTForms' own date field is not used: with an optional date it throws away what was filled in in part.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from surveys.answers import LEFT_BLANK, Answer, AnswerState
from surveys.fields import LONGEST_SMALL_ENTRY, AskedField, NotAnAnswer, Posted, one_value
from surveys.form_messages import ENGLISH, FormMessages
from surveys.question_types.base import QuestionType
from surveys.reading import Reading
from surveys.structure import Question, Scale

if TYPE_CHECKING:
    from surveys.wordings import Wording

PARTS = ("day", "month", "year")
IN_ENGLISH = "en-GB"


@dataclass(frozen=True)
class DatePart:
    """One of the three boxes, as a template needs it."""

    key: str
    id: str
    name: str
    label: str
    value: str
    error: bool


def in_words(day: datetime.date, language: str) -> str:
    """A day as people read it in a language: 27 March 2024. In English where the language is not known."""
    try:
        return format_date(day, "d MMMM y", locale=Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return format_date(day, "d MMMM y", locale=Locale.parse(IN_ENGLISH, sep="-"))


def date_of(day: str, month: str, year: str, label: str, messages: FormMessages) -> datetime.date:
    """The date that three typed parts make. Raises NotAnAnswer with the part to go to."""
    typed = {"day": day.strip(), "month": month.strip(), "year": year.strip()}
    lacking = [part for part in PARTS if not typed[part]]
    if lacking:
        words = f" {messages.and_word} ".join(getattr(messages, part) for part in lacking)
        raise NotAnAnswer(messages.date_lacks.format(question=label, parts=words), lacking[0])
    for part in PARTS:
        if not (typed[part].isdecimal() and len(typed[part]) <= 4):
            raise NotAnAnswer(messages.not_a_date.format(question=label), part)
    if len(typed["year"]) != 4:
        raise NotAnAnswer(messages.year_of_four.format(question=label), "year")
    try:
        return datetime.date(int(typed["year"]), int(typed["month"]), int(typed["day"]))
    except ValueError as error:
        raise NotAnAnswer(messages.not_a_date.format(question=label), "day") from error


def date_answer(question: Question, day: datetime.date, label: str, messages: FormMessages) -> Answer:
    if question.earliest is not None and day < question.earliest:
        raise NotAnAnswer(
            messages.date_too_early.format(
                question=label, earliest=in_words(question.earliest, messages.language)
            ),
            "day",
        )
    if question.latest is not None and day > question.latest:
        raise NotAnAnswer(
            messages.date_too_late.format(
                question=label, latest=in_words(question.latest, messages.language)
            ),
            "day",
        )
    return Answer(AnswerState.ANSWERED, day.isoformat())


class DateField(AskedField):
    """Three boxes. `parts` is what a template goes through."""

    @staticmethod
    def first_id(question: Question) -> str:
        return f"q_{question.key}-day"

    def own_names(self) -> tuple[str, ...]:
        return tuple(f"{self.name}-{part}" for part in PARTS)

    def take_posted(self, posted: Posted) -> None:
        self.data = {part: one_value(posted, f"{self.name}-{part}") for part in PARTS}

    def take_answer(self, answer: Answer) -> None:
        if isinstance(answer.value, str):
            year, month, day = answer.value.split("-")
            self.data = {"day": str(int(day)), "month": str(int(month)), "year": year}

    def is_empty(self) -> bool:
        return not any(part.strip() for part in (self.data or {}).values())

    def read(self) -> Answer:
        if self.is_empty():
            if self.required:
                raise NotAnAnswer(self.say("write_date"))
            return LEFT_BLANK
        label = self.wording.named(self.question.key)
        return date_answer(
            self.question, date_of(**self.data, label=label, messages=self.messages), label, self.messages
        )

    @property
    def parts(self) -> tuple[DatePart, ...]:
        return tuple(self._part(part) for part in PARTS)

    def _part(self, part: str) -> DatePart:
        name = f"{self.name}-{part}"
        value = (self.data or {}).get(part, "")[:LONGEST_SMALL_ENTRY]
        return DatePart(part, name, name, getattr(self.messages, part), value, bool(self.error_for(name)))


class Date(QuestionType):
    name = "date"
    analysed_as = "date"
    settings = frozenset({"earliest", "latest"})
    field_class = DateField

    def read_settings(self, reading: Reading, question: Question, scales: Mapping[str, Scale]) -> Question:
        earliest, latest = reading.day("earliest"), reading.day("latest")
        if earliest is not None and latest is not None and earliest > latest:
            reading.refuse("earliest", "the earliest date is after the latest.", "Change one of the two.")
        return replace(question, earliest=earliest, latest=latest)

    def display_value(self, question: Question, wording: Wording, answer: Answer) -> tuple[str, ...]:
        return (in_words(datetime.date.fromisoformat(str(answer.value)), wording.language),)

    def answer_from_cell(
        self, question: Question, text: str, wording: Wording | None, separator: str
    ) -> Answer:
        """An ISO date; a mapping turns other ways of writing a date into it."""
        try:
            day = datetime.date.fromisoformat(text.strip())
        except ValueError as error:
            raise NotAnAnswer(f"“{text[:60]}” is not a date like 2024-03-31.") from error
        return date_answer(question, day, wording.label(question.key) if wording else question.key, ENGLISH)
