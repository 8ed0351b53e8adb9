"""Whole responses that look alike, and how many came at once: for people to look at, never left out here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

HOUR = timedelta(hours=1)
SAME_COMMENT = "same comment"
SAME_ANSWERS = "same answers"
NEARLY_SAME_ANSWERS = "all answers but one the same"


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

    why    "same comment" (their comments are in one group of copies), "same answers" or "all answers but one the
           same" (at once, and there were enough of them), or several of these
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
    """Responses with copies of one comment, or with the same answers, all of them or all but one, at once.

    answers         for each response its closed answers, question → option (only those that were answered)
    comment_labels  for each response the groups of its comments (from NearDuplicateFinder; -1 for none)
    times           when each was received

    The same answers alone are no sign of anything: many people agree with everything. So they count only when
    there are at least `least_answers` of them, `least_at_once` such responses came within an hour, and those are
    at least half of all that were ever given with these answers.
    """
    size = len(answers)
    received = times if times is not None else [None] * size
    kept = list(_with_copied_comments(comment_labels or ()))
    for members in _with_the_same_answers(answers, least_answers):
        burst = busiest_hour(_times_of(members, received))
        if burst and burst.count >= max(least_at_once, len(members) / 2):
            alike = {frozenset(answers[member].items()) for member in members}
            kept.append((SAME_ANSWERS if len(alike) == 1 else NEARLY_SAME_ANSWERS, members))
    return _joined(kept, received)


def _with_copied_comments(labels: Sequence[Sequence[int]]) -> Iterator[tuple[str, list[int]]]:
    found: dict[int, list[int]] = {}
    for number, own in enumerate(labels):
        for label in sorted(set(own)):
            if label >= 0:
                found.setdefault(label, []).append(number)
    yield from ((SAME_COMMENT, members) for members in found.values() if len(members) > 1)


def _with_the_same_answers(answers: Sequence[Mapping[str, str]], least: int) -> Iterator[list[int]]:
    """Responses with all answers the same, then those with all the same but the one to some question."""
    questions = sorted({question for given in answers for question in given})
    for left_out in (None, *questions):  # one at a time, to save memory
        found: dict[frozenset[tuple[str, str]], list[int]] = {}
        for number, given in enumerate(answers):
            if len(given) >= least and (left_out is None or left_out in given):
                key = frozenset(pair for pair in given.items() if pair[0] != left_out)
                found.setdefault(key, []).append(number)
        yield from (members for members in found.values() if len(members) > 1)


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
