"""Votes at events as they can be shown: as fine as no vote of a few people stands out, the same way at every event.

A show of hands tells who was in the room. So options are put together where few chose one, and what is put together
names its options, joined by "+", so that it can be recomputed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from analysis.dataset import Variable
from consult.appendix.contents import EventResult, GroupTally, LabelledCount
from consult.services.publishing.recoding import ANY, JOIN, RULES

Parts = tuple[tuple[str, ...], ...]


def recoded_votes(
    events: Sequence[EventResult], variables: Mapping[str, Variable]
) -> tuple[EventResult, ...]:
    """The same events with each question's votes made as coarse as it needs, at all events alike."""
    parts = {
        tally.variable: _finest(variables[tally.variable], _votes_on(tally.variable, events))
        for event in events
        for tally in event.tallies
    }
    return tuple(
        replace(event, tallies=tuple(_together(tally, parts[tally.variable]) for tally in event.tallies))
        for event in events
    )


def _votes_on(variable: str, events: Iterable[EventResult]) -> list[GroupTally]:
    return [tally for event in events for tally in event.tallies if tally.variable == variable]


def _finest(variable: Variable, tallies: Sequence[GroupTally]) -> Parts:
    """Which options are shown together: none, agreement by its three sides, or agreement and all else."""
    options = tuple((one.key,) for one in tallies[0].counts)
    choices = [options, *_agreement(variable, options)]
    clean = (parts for parts in choices if not any(_has_small(_together(t, parts)) for t in tallies))
    return next(clean, choices[-1])


def _agreement(variable: Variable, options: Parts) -> list[Parts]:
    sides = {side: tuple(c.key for c in variable.categories if c.counts_as == side) for side in SIDES}
    if not sides["agree"]:
        return []
    others = tuple(key for (key,) in options if not any(key in keys for keys in sides.values()))
    three = tuple(keys for keys in (*sides.values(), others) if keys)
    rest = tuple(key for (key,) in options if key not in sides["agree"])
    return [three, (sides["agree"], rest) if rest else (sides["agree"],)]


SIDES = ("agree", "neutral", "disagree")


def _together(tally: GroupTally, parts: Parts) -> GroupTally:
    counts = {one.key: one for one in tally.counts}
    return replace(
        tally, counts=tuple(_sum([counts[key] for key in part if key in counts]) for part in parts)
    )


def _sum(counts: Sequence[LabelledCount]) -> LabelledCount:
    if len(counts) == 1:
        return counts[0]
    labels = [counts[0].label, *(one.label[:1].lower() + one.label[1:] for one in counts[1:])]
    label = f"{', '.join(labels[:-1])} or {labels[-1]}"
    return LabelledCount(ANY + JOIN.join(one.key for one in counts), label, sum(one.n or 0 for one in counts))


def _has_small(tally: GroupTally) -> bool:
    known = sum(one.n or 0 for one in tally.counts)
    return any(
        0 < n < RULES.general for n in (*(one.n or 0 for one in tally.counts), (tally.present or 0) - known)
    )
