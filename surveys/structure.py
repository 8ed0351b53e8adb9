"""What a questionnaire is made of, as values.

Belongs here: the parts and how to find one in another. Does not belong here: reading them from JSON
(`definition`), their texts (`wordings`) or what one type of question does (`question_types`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from surveys.conditions import PREFER_NOT_TO_SAY_KEY, Condition

SCALE_MEANINGS = ("agree", "neutral", "disagree", "outside", "dont_know")
"""What an option of a scale counts as. `outside` was given, and is not a point of the scale."""
IDENTIFYING = (
    "audience",
    "age",
    "send",
    "health",
    "ethnicity",
    "school",
    "area",
    "event",
    "identity",
    "other",
)
"""What a question tells about a person; an opinion tells none of these."""
IDENTITY = "identity"
"""A name, or a way to reach someone. Such an answer is kept with the response and is never counted or published."""
NEVER_REQUIRED = ("age", "send", "health", "ethnicity", IDENTITY)
"""Kinds that may never be required."""


@dataclass(frozen=True)
class Option:
    key: str
    counts_as: str | None = None
    """`dont_know`, or None for an ordinary option."""
    exclusive: bool = False
    """Cannot be chosen together with another option."""
    children: bool = False
    """Those who choose it are children, so that small numbers of them are held back sooner."""


@dataclass(frozen=True)
class Row:
    key: str


@dataclass(frozen=True)
class ScaleOption:
    key: str
    counts_as: str


@dataclass(frozen=True)
class Scale:
    key: str
    options: tuple[ScaleOption, ...]


@dataclass(frozen=True)
class Question:
    """One question. Settings that its type does not have keep their defaults."""

    key: str
    type: str
    required: bool = False
    show_if: Condition | None = None
    prefer_not_to_say: bool = False
    identifies: str | None = None
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    scale: Scale | None = None
    at_most: int | None = None
    at_least: int | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int = 0
    earliest: date | None = None
    latest: date | None = None
    max_length: int | None = None
    equality: bool = False
    """One of the questions that show whether all groups are heard. All of them are on one page."""
    asked_row: str | None = None
    """The one row of a grid that is asked where one thing at a time is asked (`journey`); None for all rows."""

    @property
    def choices(self) -> tuple[Option | ScaleOption, ...]:
        """The options that a person chooses from, of the question itself or of its scale."""
        return self.scale.options if self.scale else self.options

    @property
    def choice_keys(self) -> tuple[str, ...]:
        return tuple(choice.key for choice in self.choices)

    @property
    def offered_keys(self) -> tuple[str, ...]:
        """The keys that may be chosen, “prefer not to say” last where it stands among options."""
        preference = (PREFER_NOT_TO_SAY_KEY,) if self.prefer_not_to_say and self.choices else ()
        return (*self.choice_keys, *preference)

    def counts_as(self, option_key: str) -> str | None:
        return next(choice.counts_as for choice in self.choices if choice.key == option_key)

    @property
    def row_keys(self) -> tuple[str, ...]:
        return tuple(row.key for row in self.rows)

    @property
    def asked_rows(self) -> tuple[str, ...]:
        """The rows that are asked together: all, or the one of a step."""
        return self.row_keys if self.asked_row is None else (self.asked_row,)


@dataclass(frozen=True)
class Page:
    key: str
    questions: tuple[Question, ...]
    show_if: Condition | None = None

    @property
    def page_key(self) -> str:
        """The key of the questionnaire's page that this is, or, for a step (`page.question`), is a part of."""
        return self.key.partition(".")[0]

    @cached_property
    def steps(self) -> tuple[Page, ...]:
        """The page cut so that one question is asked at a time, and of a grid one row.

        Their keys are `page.question` and `page.question.row`. They are made once: every request asks for them.
        """
        return tuple(step for question in self.questions for step in self._steps(question))

    def _steps(self, question: Question) -> Iterator[Page]:
        if not question.rows:
            yield Page(f"{self.key}.{question.key}", (question,), self.show_if)
        for row in question.row_keys:
            one_row = replace(question, asked_row=row)
            yield Page(f"{self.key}.{question.key}.{row}", (one_row,), self.show_if)


@dataclass(frozen=True)
class Questionnaire:
    key: str
    scales: Mapping[str, Scale]
    pages: tuple[Page, ...]
    raw: Mapping[str, object] = field(repr=False, compare=False)
    """The JSON it was read from, as given."""

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page.questions)

    @property
    def counted_questions(self) -> tuple[Question, ...]:
        """All but those that ask who someone is."""
        return tuple(question for question in self.questions if question.identifies != IDENTITY)

    def question(self, key: str) -> Question:
        for question in self.questions:
            if question.key == key:
                return question
        raise KeyError(f"there is no question “{key}” in the questionnaire “{self.key}”")

    def page(self, key: str) -> Page:
        for page in self.pages:
            if page.key == key:
                return page
        raise KeyError(f"there is no page “{key}” in the questionnaire “{self.key}”")

    def page_of(self, question_key: str) -> Page:
        for page in self.pages:
            if any(question.key == question_key for question in page.questions):
                return page
        raise KeyError(f"there is no question “{question_key}” in the questionnaire “{self.key}”")

    def has_question(self, key: str) -> bool:
        return any(question.key == key for question in self.questions)
