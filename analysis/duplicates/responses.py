"""Whole responses that look alike, and how many came at once: for people to look at, never left out here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Burst:
    """The busiest stretch of time among some responses: `count` of `of` came from `start` to `end`."""

    start: datetime
    end: datetime
    count: int
    of: int


@dataclass(frozen=True)
class ResponseGroup:
    """Responses that look alike.

    why    "same comment" (their comments are in one group of copies), "same answers" (every answer is the
           same, they gave enough of them, and several came within an hour), or both
    """

    number: int
    members: tuple[int, ...]
    why: tuple[str, ...]
    burst: Burst | None


def busiest_hour(times: Sequence[datetime], window: timedelta = HOUR) -> Burst | None:
    """The stretch of at most `window` in which most came; the earliest of equals. None without any times."""
    if not times:
        return None
    ordered = sorted(times)
    ends = [_last_within(ordered, first, window) for first in range(len(ordered))]
    first = max(range(len(ordered)), key=lambda at: (ends[at] - at, -at))
    return Burst(ordered[first], ordered[ends[first]], ends[first] - first + 1, len(ordered))


def _last_within(ordered: Sequence[datetime], first: int, window: timedelta) -> int:
    low, high = first, len(ordered) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if ordered[middle] - ordered[first] <= window else (low, middle - 1)
    return low


def group_responses(
    answers: Sequence[Mapping[str, str]],
    comment_labels: Sequence[Sequence[int]] | None = None,
    times: Sequence[datetime | None] | None = None,
    *,
    least_answers: int = 8,
    least_at_once: int = 5,
) -> tuple[ResponseGroup, ...]:
    """Responses with copies of one comment, or with all answers the same and several within an hour.

    answers         for each response its closed answers, question → option (only those that were answered)
    comment_labels  for each response the groups of its comments (from NearDuplicateFinder; -1 for none)
    times           when each was received

    The same answers alone are no sign of anything: many people agree with everything. So they count only
    together with a burst, and with at least `least_answers` of them.
    """
    size = len(answers)
    labels = comment_labels if comment_labels is not None else [()] * size
    received = times if times is not None else [None] * size
    reasons: dict[tuple[str, object], list[int]] = {}
    for number in range(size):
        for label in sorted({label for label in labels[number] if label >= 0}):
            reasons.setdefault(("same comment", label), []).append(number)
        if len(answers[number]) >= least_answers:
            reasons.setdefault(("same answers", frozenset(answers[number].items())), []).append(number)
    kept = [
        (why, members)
        for (why, _), members in reasons.items()
        if len(members) > 1 and (why == "same comment" or _at_once(members, received) >= least_at_once)
    ]
    return _joined(kept, received)


def _at_once(members: Sequence[int], times: Sequence[datetime | None]) -> int:
    burst = busiest_hour(_times_of(members, times))
    return burst.count if burst else 0


def _times_of(members: Sequence[int], times: Sequence[datetime | None]) -> list[datetime]:
    return [time for time in (times[member] for member in members) if time is not None]


def _joined(
    kept: Sequence[tuple[str, list[int]]], times: Sequence[datetime | None]
) -> tuple[ResponseGroup, ...]:
    """Groups that share a response become one."""
    leader: dict[int, int] = {}

    def head(number: int) -> int:
        while leader.setdefault(number, number) != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    for _, members in kept:
        for member in members:
            leader[max(head(member), head(members[0]))] = min(head(member), head(members[0]))
    whys: dict[int, set[str]] = {}
    for why, members in kept:
        whys.setdefault(head(members[0]), set()).add(why)
    together: dict[int, list[int]] = {}
    for number in sorted(leader):
        together.setdefault(head(number), []).append(number)
    groups = sorted(together.items(), key=lambda item: (-len(item[1]), item[1]))
    return tuple(
        ResponseGroup(
            number, tuple(members), tuple(sorted(whys[first])), busiest_hour(_times_of(members, times))
        )
        for number, (first, members) in enumerate(groups)
    )


def labels_of(groups: Sequence[ResponseGroup], size: int) -> NDArray[np.int64]:
    """For each response the number of its group, -1 for none."""
    labels = np.full(size, -1, dtype=np.int64)
    for group in groups:
        labels[list(group.members)] = group.number
    return labels
