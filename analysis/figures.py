"""The figures themselves: counts with their base, and every percentage that may be worked out from them.

Belongs here: frozen results that check their own sums, and arithmetic that is exact until the last
rounding. Does not belong here: reading data (tallies.py) or sentences about figures (headlines.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from .variables import Category, Kind

# Under this base the count comes first and the percentage after it.
SMALL_BASE = 30


class CategoryCount(NamedTuple):
    """An option's key and how many chose it."""

    category: str
    n: int


def whole_percentage(n: int, base: int) -> int | None:
    """`n` of `base` in whole percent, halves rounded up (below 0, down). None for a base of 0."""
    if base == 0:
        return None
    rounded = (200 * abs(n) + base) // (2 * base)
    return rounded if n >= 0 else -rounded


@dataclass(frozen=True)
class StateCounts:
    """How many responses are in each of the five answer states."""

    answered: int = 0
    left_blank: int = 0
    not_asked: int = 0
    dont_know: int = 0
    prefer_not_to_say: int = 0

    @property
    def received(self) -> int:
        """All of them: nobody is in two states or in none."""
        return self.answered + self.left_blank + self.not_asked + self.dont_know + self.prefer_not_to_say


@dataclass(frozen=True)
class OptionRank:
    """How many ranked an option first, second and so on."""

    category: str
    places: tuple[int, ...]

    @property
    def ranked_by(self) -> int:
        """How many gave it any place."""
        return sum(self.places)

    @property
    def mean(self) -> float | None:
        """Mean place among those who gave it one; 1 is best. None if nobody did."""
        if not self.ranked_by:
            return None
        return sum(place * n for place, n in enumerate(self.places, start=1)) / self.ranked_by


@dataclass(frozen=True)
class Summary:
    """A quantity in five figures, with the number who gave it."""

    n: int
    minimum: float | date
    lower_quartile: float | date
    median: float | date
    upper_quartile: float | date
    maximum: float | date


class _Figures:
    """What responses and votes have in common: counts on a base. The fields are below."""

    counts: tuple[CategoryCount, ...]
    categories: tuple[Category, ...]
    outside_counts: tuple[CategoryCount, ...]
    base: int

    @property
    def n_of(self) -> dict[str, int]:
        """Every option's count, those outside the scale too."""
        return dict(self.counts) | dict(self.outside_counts)

    @property
    def outside(self) -> int:
        """How many gave an answer that is not on the scale."""
        return sum(n for _, n in self.outside_counts)

    @property
    def percentages(self) -> tuple[int | None, ...]:
        """Whole percentages of the base, in the order of `counts`; None where the base is 0."""
        return tuple(whole_percentage(n, self.base) for _, n in self.counts)

    @property
    def adds_to_100(self) -> bool:
        """Whether the printed percentages add up to 100. Where they don't, the table has to say so."""
        return sum(percentage or 0 for percentage in self.percentages) == 100

    @property
    def base_is_small(self) -> bool:
        """Whether the count has to come before the percentage."""
        return self.base < SMALL_BASE

    @property
    def is_scale(self) -> bool:
        """Whether agreement can be said at all."""
        return any(category.counts_as == "agree" for category in self.categories)

    @property
    def agree(self) -> int | None:
        """Agree and strongly agree together. None if this is no agreement scale."""
        return self._number_counting_as("agree")

    @property
    def neutral(self) -> int | None:
        """Neither agree nor disagree."""
        return self._number_counting_as("neutral")

    @property
    def disagree(self) -> int | None:
        """Disagree and strongly disagree together."""
        return self._number_counting_as("disagree")

    @property
    def net(self) -> int | None:
        """Agree minus disagree, as a number of answers."""
        if self.agree is None or self.disagree is None:
            return None
        return self.agree - self.disagree

    @property
    def agree_percentage(self) -> int | None:
        """Of the counts together, not a sum of rounded percentages."""
        return self._percentage(self.agree)

    @property
    def neutral_percentage(self) -> int | None:
        """Neutral answers of the base."""
        return self._percentage(self.neutral)

    @property
    def disagree_percentage(self) -> int | None:
        """Of the counts together, not a sum of rounded percentages."""
        return self._percentage(self.disagree)

    @property
    def net_percentage(self) -> int | None:
        """Net agreement in percentage points, from -100 to 100."""
        return self._percentage(self.net)

    @property
    def agree_share(self) -> Fraction | None:
        """Agreement unrounded, for claims. None without a scale or a base."""
        return None if self.agree is None or not self.base else Fraction(self.agree, self.base)

    def _number_counting_as(self, what: str) -> int | None:
        if not self.is_scale:
            return None
        keys = {category.key for category in self.categories if category.counts_as == what}
        return sum(n for key, n in self.counts if key in keys)

    def _percentage(self, n: int | None) -> int | None:
        return None if n is None else whole_percentage(n, self.base)


@dataclass(frozen=True)
class Tally(_Figures):
    """One variable in one group of responses: unit, base, counts and all five states.

    `base` is those who answered on the scale: no "don't know", no blank, nothing outside the scale. For
    several choices it is those who chose anything; for a ranking, those who ranked, and `counts` are first
    places. Raises ValueError if the figures do not add up, so that no table can be printed that does not.
    """

    variable: str
    column_label: str | None
    unit: str
    received: int
    counts: tuple[CategoryCount, ...]
    states: StateCounts
    base: int
    kind: str = Kind.CLOSED
    categories: tuple[Category, ...] = ()
    outside_counts: tuple[CategoryCount, ...] = ()
    ranks: tuple[OptionRank, ...] = ()
    summary: Summary | None = None

    def __post_init__(self) -> None:
        if self.received != self.states.received:
            raise ValueError(
                f"{self.variable}: the states add up to {self.states.received}, not {self.received}."
            )
        if self.kind in (Kind.CLOSED, Kind.SCALE):
            self._refuse_other_base(sum(n for _, n in self.counts))
            self._refuse_other_base(self.states.answered - self.outside)

    def _refuse_other_base(self, expected: int) -> None:
        if self.base != expected:
            raise ValueError(f"{self.variable}: the base is {self.base}, but the counts say {expected}.")

    @property
    def mean_rank(self) -> tuple[tuple[str, float | None], ...]:
        """Each option of a ranking with its mean place; 1 is best."""
        return tuple((rank.category, rank.mean) for rank in self.ranks)


@dataclass(frozen=True)
class GroupVotes(_Figures):
    """Votes on one variable at one event. `present` people were there; they need not have voted."""

    variable: str
    event: str
    present: int
    counts: tuple[CategoryCount, ...]
    base: int
    categories: tuple[Category, ...] = ()
    outside_counts: tuple[CategoryCount, ...] = ()
    dont_know: int = 0
    unit: str = "votes"


@dataclass(frozen=True)
class TallyTable:
    """One variable, in one column or side by side in the groups of a breakdown."""

    variable: str
    breakdown: str | None
    columns: tuple[Tally, ...]

    def column(self, label: str | None) -> Tally:
        """The column with that label. Raises KeyError, naming those that there are."""
        for column in self.columns:
            if column.column_label == label:
                return column
        raise KeyError(f"No column {label!r}; there are {[column.column_label for column in self.columns]}.")
