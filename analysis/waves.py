"""Waves: the same question asked again, what changed and how much that rests on, or a break where it cannot be said.

Belongs here: comparing tallies of agreement in the order in which they were asked. Does not belong here: which
questions belong together (the caller links them), or charts.

How a change is judged. Those who answered chose to, each time anew, so there is no sample and no margin of error. It
is said instead how many people of the later wave would have had to answer otherwise for there to be no change: the
idea of the fragility index (Walsh and others, Journal of Clinical Epidemiology, 2014). Below five people, or with a
base under 30 on either side, no change is claimed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from .figures import SMALL_BASE, Tally, whole_percentage
from .variables import Category

FEWEST_PEOPLE = 5


@dataclass(frozen=True)
class Wave:
    """One asking: what it is called, how it was worded (question and options by key), and its tally of everyone."""

    label: str
    question_text: str
    option_texts: tuple[tuple[str, str], ...]
    tally: Tally


@dataclass(frozen=True)
class Step:
    """From one wave to the next: in words, or why they cannot be compared (`breaks`). `people`: see the rule above."""

    before: str
    after: str
    words: str = ""
    people: int | None = None
    breaks: tuple[str, ...] = ()


def steps(waves: Sequence[Wave]) -> tuple[Step, ...]:
    """Every step of a series, in order."""
    return tuple(step(before, after) for before, after in pairwise(waves))


def step(before: Wave, after: Wave) -> Step:
    """One step. A changed wording, scale or set of options is a break, and then no change is worked out."""
    found = tuple(_breaks(before, after))
    if found:
        return Step(before.label, after.label, breaks=found)
    words, people = _change(before.tally, after.tally)
    return Step(before.label, after.label, words, people)


def scale_difference(
    before: Sequence[Category], after: Sequence[Category], words: Mapping[str, str] | None = None
) -> str:
    """Why two sets of options are not the same scale; empty where they are. `words` are the options' own, by key."""
    named = words or {}
    old, new = {c.key: c.counts_as for c in before}, {c.key: c.counts_as for c in after}
    parts = [
        f"options taken out: {', '.join(named.get(key, key) for key in old if key not in new)}"
        if set(old) - set(new)
        else "",
        f"options added: {', '.join(named.get(key, key) for key in new if key not in old)}"
        if set(new) - set(old)
        else "",
        "options count as something else" if any(old[key] != new[key] for key in set(old) & set(new)) else "",
    ]
    return "; ".join(part for part in parts if part)


def _breaks(before: Wave, after: Wave) -> Sequence[str]:
    found = []
    words = {key: f"“{text}”" for key, text in (*after.option_texts, *before.option_texts)}
    if difference := scale_difference(before.tally.categories, after.tally.categories, words):
        found.append(f"The options changed ({difference}).")
    if _plain(before.question_text) != _plain(after.question_text):
        asked = (_plain(before.question_text), _plain(after.question_text))
        found.append(f"The question was worded differently: “{asked[0]}”, then “{asked[1]}”.")
    old, new = dict(before.option_texts), dict(after.option_texts)
    if any(_plain(old[key]) != _plain(new[key]) for key in set(old) & set(new)):
        found.append("Options were worded differently.")
    if not (before.tally.is_scale and after.tally.is_scale):
        found.append("The answers are not on a scale of agreement.")
    return found


def _plain(text: str) -> str:
    return " ".join(text.split())


def _change(before: Tally, after: Tally) -> tuple[str, int | None]:
    old, new = before.agree_share, after.agree_share
    if old is None or new is None:
        return "Nobody answered on the scale in one of the two, so no change can be worked out.", None
    if old == new:
        return f"No change: {_share(before)}, then {_share(after)}.", 0
    people = _people_for_no_change(old, after)
    figures = f"{_share(before)}, then {_share(after)}"
    rests = f"{people} of the {after.base} later answers being otherwise would undo it"
    if min(before.base, after.base) < SMALL_BASE or people < FEWEST_PEOPLE:
        return f"No change that can be relied on: {figures}. {rests[0].upper()}{rests[1:]}.", people
    more = "More" if new > old else "Fewer"
    return f"{more} agreed than before: {figures}. {rests[0].upper()}{rests[1:]}.", people


def _people_for_no_change(old: Fraction, after: Tally) -> int:
    """The least number of later answers that, given otherwise, bring agreement to the earlier share or past it."""
    short = abs(Fraction(after.agree or 0) - old * after.base)
    return -(-short.numerator // short.denominator)


def _share(tally: Tally) -> str:
    percent = whole_percentage(tally.agree or 0, tally.base)
    counted = f"{tally.agree} of {tally.base}"
    return f"{counted} ({percent}%)" if tally.base < SMALL_BASE else f"{percent}% ({counted})"
