"""What a questionnaire is made of, as values.

Belongs here: the parts and how to find one in another. Does not belong here: reading them from JSON
(`definition`), their texts (`wordings`) or what one type of question does (`question_types`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from surveys.conditions import Condition

SCALE_MEANINGS = ("agree", "neutral", "disagree", "outside", "dont_know")
"""What an option of a scale counts as. `outside` was given, and is not a point of the scale."""
IDENTIFYING = ("audience", "age", "send", "health", "ethnicity", "school", "area", "event", "other")
"""What a question tells about a person; an opinion tells none of these."""
EQUALITY = ("age", "send", "health", "ethnicity")
"""Kinds that may never be required."""


@dataclass(frozen=True)
class Option:
    key: str
    counts_as: str | None = None
    """`dont_know`, or None for an ordinary option."""
    exclusive: bool = False
    """Cannot be chosen together with another option."""


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

    @property
    def choices(self) -> tuple[Option | ScaleOption, ...]:
        """The options that a person chooses from, of the question itself or of its scale."""
        return self.scale.options if self.scale else self.options

    @property
    def choice_keys(self) -> tuple[str, ...]:
        return tuple(choice.key for choice in self.choices)

    def counts_as(self, option_key: str) -> str | None:
        return next(choice.counts_as for choice in self.choices if choice.key == option_key)

    @property
    def row_keys(self) -> tuple[str, ...]:
        return tuple(row.key for row in self.rows)


@dataclass(frozen=True)
class Page:
    key: str
    questions: tuple[Question, ...]
    show_if: Condition | None = None


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
