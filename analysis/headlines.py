"""Headline sentences that exist only if the figures bear them out.

Belongs here: checking a claim against tallies on unrounded figures, wording it with its base and n, and
proposing the strongest claims that hold. Does not belong here: which headlines an organisation chooses to
print.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .figures import SMALL_BASE, Tally
from .variables import Kind

STEP = 5
MAJORITY = 50
# What variables are called, by key.
Words = Mapping[str, str]


class ClaimKind(StrEnum):
    """The closed vocabulary of what can be claimed of agreement."""

    OVER = "over"
    MOST = "most"
    FEWER = "fewer"
    LEADING = "leading"


@dataclass(frozen=True)
class Claim:
    """A claim of a kind, said of every one of `variables`.

    over: "Over `over`% agreed with `subject`". most: more than half did. fewer: fewer than `over`% did. leading: more
    agreed than disagreed. `over` is only looked at where the kind has a percentage.

    A name in `variables` is a variable's key, or the key of a grid, which stands for each of its rows.
    """

    key: str
    over: int
    variables: tuple[str, ...]
    subject: str
    kind: str = ClaimKind.OVER


@dataclass(frozen=True)
class Headline:
    """A claim that holds, in words, with what it rests on; bases and counts are lowest and highest.

    `questions` are the variables as people know them, in the same order.
    """

    key: str
    text: str
    over: int
    variables: tuple[str, ...]
    subject: str
    base_low: int
    base_high: int
    n_low: int
    n_high: int
    unit: str = "responses"
    kind: str = ClaimKind.OVER
    questions: tuple[str, ...] = ()

    @property
    def basis(self) -> str:
        """What the sentence rests on, for the small print below it."""
        questions = "1 question" if len(self.variables) == 1 else f"{len(self.variables)} questions"
        return (
            f"Agree and strongly agree together, of the {_span(self.base_low, self.base_high)} {self.unit} "
            f"that answered on the scale; {questions}: {', '.join(self.questions or self.variables)}."
        )


@dataclass(frozen=True)
class Refusal:
    """A claim that must not be printed, and why."""

    key: str
    reason: str
    variables: tuple[str, ...] = ()


def check_claim(
    claim: Claim, tallies: Mapping[str, Tally], words: Mapping[str, str] | None = None
) -> Headline | Refusal:
    """The claim as a sentence if it is true of every one of its variables, else the reason why not.

    `tallies` holds the tallies of all responses together, by variable key. `words` names questions as people know
    them; without it the key stands in.
    """
    named = words or {}
    names = _expand(claim.variables, tallies)
    reason = _fault_of_claim(claim, tallies, named) or _fault_of_tallies(
        [tallies[key] for key in names], named
    )
    if reason:
        return Refusal(claim.key, reason, names)
    failing = tuple(name for name in names if not _holds(claim, tallies[name]))
    if failing:
        return Refusal(claim.key, _not_borne_out(claim, [tallies[key] for key in failing], named), failing)
    return _headline(claim, names, [tallies[name] for name in names], named)


def propose_claims(
    tallies: Mapping[str, Tally], subjects: Mapping[str, str] | None = None, at_least: int = MAJORITY
) -> tuple[Claim, ...]:
    """For each agreement question and grid the largest "over x%", in steps of 5, that holds of every row.

    `subjects` names each question in words; without it the key stands in. Nothing is proposed below
    `at_least`.
    """
    proposed = []
    for question in dict.fromkeys(_question_of(key) for key in tallies):
        rows = _expand((question,), tallies)
        over = _largest_that_holds([tallies[row] for row in rows])
        if over is not None and over >= at_least:
            proposed.append(Claim(question, over, (question,), (subjects or {}).get(question, question)))
    return tuple(proposed)


def propose_every_claim(
    tallies: Mapping[str, Tally], subjects: Mapping[str, str] | None = None
) -> tuple[Claim, ...]:
    """Every claim of the vocabulary that holds: the strongest "over x%" or "fewer than x%", most, and more than not.

    Grids are claimed of as a whole and row by row. `subjects` names questions and rows in words.
    """
    named = subjects or {}
    questions = dict.fromkeys(one for key in tallies for one in (_question_of(key), key))
    return tuple(
        claim
        for question in questions
        for claim in _claims_about(question, tallies, named.get(question, question))
        if isinstance(check_claim(claim, tallies), Headline)
    )


def _claims_about(question: str, tallies: Mapping[str, Tally], subject: str) -> list[Claim]:
    rows = [tallies[key] for key in _expand((question,), tallies)]
    highest, lowest = _largest_that_holds(rows), _smallest_that_holds(rows)
    wanted = [(ClaimKind.MOST, MAJORITY), (ClaimKind.LEADING, 0)]
    if lowest is not None and lowest <= MAJORITY:
        wanted.insert(0, (ClaimKind.FEWER, lowest))
    if highest is not None and highest > MAJORITY:
        wanted.insert(0, (ClaimKind.OVER, highest))
    return [Claim(f"{question}-{kind}", over, (question,), subject, kind) for kind, over in wanted]


def _smallest_that_holds(tallies: Sequence[Tally]) -> int | None:
    if _fault_of_tallies(tallies, {}):
        return None
    shares = [tally.agree_share for tally in tallies]
    holding = [
        n for n in range(STEP, 101, STEP) if all(share is not None and 100 * share < n for share in shares)
    ]
    return min(holding, default=None)


def _question_of(variable: str) -> str:
    return variable.partition(".")[0]


def _expand(names: Sequence[str], tallies: Mapping[str, Tally]) -> tuple[str, ...]:
    """Grids as their rows. Unknown names are left out here and refused by `_fault_of_claim`."""
    found = [key for name in names for key in tallies if key == name or key.startswith(f"{name}.")]
    return tuple(dict.fromkeys(found))


def _fault_of_claim(claim: Claim, tallies: Mapping[str, Tally], words: Words) -> str | None:
    if claim.kind not in set(ClaimKind):
        return f"“{claim.kind}” is not something that can be claimed: use {', '.join(ClaimKind)}."
    if claim.kind == ClaimKind.FEWER and not 0 < claim.over <= 100:
        return f"“Fewer than {claim.over}%” can never be true: choose a number from 1 to 100."
    if claim.kind == ClaimKind.OVER and not 0 <= claim.over < 100:
        return f"“Over {claim.over}%” can never be true: choose a number from 0 to 99."
    if not claim.variables:
        return "It names no question."
    unknown = [words.get(name, name) for name in claim.variables if not _expand((name,), tallies)]
    if unknown:
        return f"There are no figures for {', '.join(unknown)}."
    return None


def _fault_of_tallies(tallies: Sequence[Tally], words: Words) -> str | None:
    no_scale = [_said(tally, words) for tally in tallies if tally.kind != Kind.SCALE or not tally.is_scale]
    if no_scale:
        return (
            f"Agreement cannot be said of {', '.join(no_scale)}: the answers are not on an agreement scale."
        )
    if len({tally.categories for tally in tallies}) > 1:
        return "They were answered on different scales, so one sentence cannot speak of them all."
    if len({tally.unit for tally in tallies}) > 1:
        return "Responses and votes are different units, so one sentence cannot speak of both."
    empty = [_said(tally, words) for tally in tallies if tally.base == 0]
    return f"Nobody answered {', '.join(empty)} on the scale." if empty else None


def _said(tally: Tally, words: Words) -> str:
    return words.get(tally.variable, tally.variable)


def _is_over(tally: Tally, over: int) -> bool:
    share = tally.agree_share
    return share is not None and 100 * share > over


def _holds(claim: Claim, tally: Tally) -> bool:
    share = tally.agree_share
    if share is None:
        return False
    if claim.kind == ClaimKind.LEADING:
        return tally.net is not None and tally.net > 0
    if claim.kind == ClaimKind.FEWER:
        return 100 * share < claim.over
    return _is_over(tally, MAJORITY if claim.kind == ClaimKind.MOST else claim.over)


def _not_borne_out(claim: Claim, failing: Sequence[Tally], words: Words) -> str:
    figures = ", ".join(f"{_said(one, words)} ({one.agree} of {one.base} agreed)" for one in failing)
    if claim.kind == ClaimKind.LEADING:
        figures = ", ".join(
            f"{_said(one, words)} ({one.agree} agreed, {one.disagree} disagreed)" for one in failing
        )
        return f"It is not true that more agreed than disagreed with {figures}."
    said = {ClaimKind.MOST: "more than half", ClaimKind.FEWER: f"fewer than {claim.over}%"}
    share = said.get(ClaimKind(claim.kind), f"over {claim.over}%")
    return f"It is not true that {share} agreed with {figures}."


def _largest_that_holds(tallies: Sequence[Tally]) -> int | None:
    if _fault_of_tallies(tallies, {}):
        return None
    holding = [over for over in range(0, 100, STEP) if all(_is_over(tally, over) for tally in tallies)]
    return max(holding, default=None)


def _headline(claim: Claim, names: tuple[str, ...], tallies: Sequence[Tally], words: Words) -> Headline:
    bases = [tally.base for tally in tallies]
    agreeing = [tally.agree or 0 for tally in tallies]
    return Headline(
        key=claim.key,
        text=_sentence(claim, tallies),
        over=claim.over,
        variables=names,
        subject=claim.subject,
        base_low=min(bases),
        base_high=max(bases),
        n_low=min(agreeing),
        n_high=max(agreeing),
        unit=tallies[0].unit,
        kind=claim.kind,
        questions=tuple(_said(tally, words) for tally in tallies),
    )


def _sentence(claim: Claim, tallies: Sequence[Tally]) -> str:
    counts = _counts_in_words(tallies)
    if claim.kind == ClaimKind.LEADING:
        return f"More agreed than disagreed with {claim.subject} ({counts} agreed)."
    if claim.kind == ClaimKind.MOST:
        return f"Most ({counts}) agreed with {claim.subject}."
    if claim.kind == ClaimKind.FEWER:
        return _of_few(claim, counts, tallies)
    if min(tally.base for tally in tallies) < SMALL_BASE:
        return f"{counts[0].upper()}{counts[1:]} (over {claim.over}%) agreed with {claim.subject}."
    return f"Over {claim.over}% ({counts}) agreed with {claim.subject}."


def _of_few(claim: Claim, counts: str, tallies: Sequence[Tally]) -> str:
    if min(tally.base for tally in tallies) < SMALL_BASE:
        return f"{counts[0].upper()}{counts[1:]} (fewer than {claim.over}%) agreed with {claim.subject}."
    return f"Fewer than {claim.over}% ({counts}) agreed with {claim.subject}."


def _counts_in_words(tallies: Sequence[Tally]) -> str:
    """ "58 of 66", or from the lowest share to the highest: "between 58 of 66 and 62 of 65"."""
    in_order = sorted(tallies, key=lambda tally: (tally.agree_share or 0, tally.base))
    low, high = (f"{tally.agree} of {tally.base}" for tally in (in_order[0], in_order[-1]))
    return low if low == high else f"between {low} and {high}"


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"
