"""What is counted: variables, their categories, and the records that carry answers to them.

Belongs here: the plain values that go into a dataset, and the layout of each kind of variable as columns.
Does not belong here: files (dataset.py) or counts (tallies.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import polars as pl


class State(StrEnum):
    """The five answer states. They stay five everywhere."""

    ANSWERED = "answered"
    LEFT_BLANK = "left_blank"
    NOT_ASKED = "not_asked"
    DONT_KNOW = "dont_know"
    PREFER_NOT_TO_SAY = "prefer_not_to_say"


class Kind(StrEnum):
    """How a variable is counted."""

    CLOSED = "closed"
    SCALE = "scale"
    SEVERAL = "several"
    RANKED = "ranked"
    NUMERIC = "numeric"
    DATE = "date"
    OPEN = "open"


STATE_PREFIX = "state:"
# Option keys never hold a colon, so a state can stand among options without being mistaken for one.
STATE_CODES: dict[State, str] = {
    state: STATE_PREFIX + state.value for state in State if state is not State.ANSWERED
}
STATES = frozenset(state.value for state in State)
STATE_TYPE = pl.Enum([state.value for state in State])
COUNTS_AS = frozenset({"agree", "neutral", "disagree", "outside", "dont_know"})


@dataclass(frozen=True)
class Category:
    """One option of a variable. `counts_as` is agree, neutral, disagree, outside, dont_know, or None."""

    key: str
    counts_as: str | None = None

    def __post_init__(self) -> None:
        if not self.key or ":" in self.key:
            raise ValueError(
                f"Option key {self.key!r}: use letters, digits and underscores, without a colon."
            )
        if self.counts_as is not None and self.counts_as not in COUNTS_AS:
            raise ValueError(
                f"Option {self.key!r} counts as {self.counts_as!r}: use one of {sorted(COUNTS_AS)}."
            )


@dataclass(frozen=True)
class Variable:
    """One thing that a response can say. `identifying`: the kind of fact it tells about a person."""

    key: str
    kind: str
    categories: tuple[Category, ...] = ()
    identifying: str | None = None

    def __post_init__(self) -> None:
        if not self.key or ":" in self.key:
            raise ValueError(
                f"Variable key {self.key!r}: use letters, digits and underscores, without a colon."
            )
        if self.kind not in set(Kind):
            raise ValueError(
                f"Variable {self.key!r} is of kind {self.kind!r}: use one of {[k.value for k in Kind]}."
            )
        keys = [category.key for category in self.categories]
        if len(set(keys)) != len(keys):
            raise ValueError(f"Variable {self.key!r} has the same option twice: {keys}.")

    @cached_property
    def is_single(self) -> bool:
        """Whether an answer is exactly one option, so that a whole answer fits into one column."""
        return self.kind in (Kind.CLOSED, Kind.SCALE)

    @property
    def has_options(self) -> bool:
        """Whether each option has a column of its own."""
        return self.kind in (Kind.SEVERAL, Kind.RANKED)

    @property
    def has_value(self) -> bool:
        """Whether the answer is a quantity, kept in a column of its own."""
        return self.kind in (Kind.NUMERIC, Kind.DATE)

    @property
    def on_scale(self) -> tuple[Category, ...]:
        """The options that make up the base of a percentage."""
        return tuple(c for c in self.categories if c.counts_as not in ("dont_know", "outside"))

    @property
    def outside(self) -> tuple[Category, ...]:
        """The options that are answers but not on the scale; they are counted beside it."""
        return tuple(c for c in self.categories if c.counts_as == "outside")

    @cached_property
    def option_keys(self) -> frozenset[str]:
        """The keys of all options."""
        return frozenset(category.key for category in self.categories)

    @cached_property
    def says_dont_know(self) -> frozenset[str]:
        """The keys of the options that mean "don't know"."""
        return frozenset(c.key for c in self.categories if c.counts_as == "dont_know")

    @property
    def codes(self) -> tuple[str, ...]:
        """What the one column of a closed or scale variable can hold: its options, then the states."""
        return tuple(c.key for c in self.categories) + tuple(STATE_CODES.values())

    def option_column(self, option: str) -> str:
        """The column that says whether (several) or where (ranked) an option was chosen."""
        return f"{self.key}:{option}"

    @property
    def value_column(self) -> str:
        """The column of a quantity."""
        return f"{self.key}:value"

    @cached_property
    def schema(self) -> dict[str, pl.DataType]:
        """Every column of this variable in responses.parquet, with its type."""
        if self.is_single:
            return {self.key: pl.Enum(list(self.codes))}
        columns: dict[str, pl.DataType] = {self.key: STATE_TYPE}
        if self.has_options:
            kind = pl.Boolean() if self.kind == Kind.SEVERAL else pl.UInt8()
            columns |= {
                self.option_column(c.key): kind for c in self.categories if c.counts_as != "dont_know"
            }
        if self.has_value:
            columns[self.value_column] = pl.Float64() if self.kind == Kind.NUMERIC else pl.Date()
        return columns


@dataclass(frozen=True)
class Cell:
    """One answer: its state and, where there is one, its value.

    The value is an option key (closed, scale), a sequence of option keys (several; ranked, best first), a
    decimal number as text (numeric) or a date as YYYY-MM-DD (date). The words of an open answer are
    comments, not cells.
    """

    state: str
    value: object = None


@dataclass(frozen=True)
class ResponseRecord:
    """One counted response. A variable that `cells` does not name was not asked."""

    reference: str
    channel: str
    edition: str
    language: str
    cells: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class CommentRecord:
    """One thing said in somebody's own words, in a response or at an event."""

    reference: str
    response_reference: str | None
    event: str | None
    question: str
    text: str
    language: str


@dataclass(frozen=True)
class GroupTallyRecord:
    """Votes on one variable at one event, with the number of people present. Votes are never responses."""

    event: str
    variable: str
    present: int
    counts: Mapping[str, int]
