"""Lists of comments to read: which ones, in what order, and what stands beside each.

Belongs here: choosing and ordering. Does not belong here: deciding (`comments`), or anything of a request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from consult.rules.review import Codebook, Coding
from consult.services.reviewing import Review
from consult.store.responses import Comment


class Where(StrEnum):
    """Which comments of a consultation a list shows."""

    TO_READ = "to_read"
    UNGROUPED = "ungrouped"
    IN_A_THEME = "in_a_theme"
    NO_THEME = "no_theme"
    SET_ASIDE = "set_aside"
    ALL = "all"


class Show(StrEnum):
    """Which comments of one theme a list shows."""

    TO_READ = "to_read"
    READ = "read"


class Order(StrEnum):
    """In which order comments are read. The last two follow the machine's guess of the tone."""

    TYPICAL = "typical"
    FIXED = "fixed"
    LONGEST = "longest"
    UNHAPPIEST = "unhappiest"
    HAPPIEST = "happiest"


WHERE_WORDS = {
    Where.TO_READ: "Not yet read",
    Where.UNGROUPED: "Not yet read, not grouped",
    Where.IN_A_THEME: "Read, in a theme",
    Where.NO_THEME: "Read, no theme",
    Where.SET_ASIDE: "Set aside",
    Where.ALL: "All comments",
}
ORDER_WORDS = {
    Order.TYPICAL: "Most typical first",
    Order.FIXED: "In no particular order",
    Order.LONGEST: "Longest first",
    Order.UNHAPPIEST: "Unhappy tone first (a machine’s guess)",
    Order.HAPPIEST: "Happy tone first (a machine’s guess)",
}
BY_TONE = (Order.UNHAPPIEST, Order.HAPPIEST)


@dataclass(frozen=True)
class ShownComment:
    """One comment with where it came from and where it stands."""

    reference: str
    text: str
    question: str
    source: str
    response: str | None
    in_a_theme: bool
    themes: tuple[str, ...]
    suggested: str | None
    read: bool
    set_aside_because: str | None
    typical: bool
    quoted: bool
    quotation_waits: bool


def references(review: Review, where: Where) -> list[str]:
    """The comments of a list, by reference."""
    belongs = _belongs(review.codebook)[where]
    return [reference for reference, coding in review.codebook.codings.items() if belongs(reference, coding)]


def _belongs(codebook: Codebook) -> Mapping[Where, Callable[[str, Coding], bool]]:
    def themed(reference: str, coding: Coding) -> bool:
        return coding.read and bool(codebook.themes_of(reference))

    def aside(reference: str, coding: Coding) -> bool:
        return coding.set_aside_because is not None

    return {
        Where.TO_READ: lambda reference, coding: not coding.read,
        Where.UNGROUPED: lambda reference, coding: not coding.read and _suggested(codebook, coding) is None,
        Where.IN_A_THEME: themed,
        Where.NO_THEME: lambda r, c: c.read and not aside(r, c) and not themed(r, c),
        Where.SET_ASIDE: aside,
        Where.ALL: lambda reference, coding: True,
    }


def _suggested(codebook: Codebook, coding: Coding) -> str | None:
    """The standing theme that the machine suggests for a comment, if there is one."""
    if coding.suggested is None:
        return None
    key = codebook.standing(coding.suggested)
    return key if codebook.themes[key].stands else None


def suggested_theme(review: Review, reference: str) -> str | None:
    """The standing theme that a comment is suggested for while nobody has read it."""
    coding = review.codebook.codings[reference]
    return None if coding.read else _suggested(review.codebook, coding)


def references_in_theme(review: Review, key: str, show: Show) -> list[str]:
    codebook = review.codebook
    return codebook.read_in(key) if show is Show.READ else codebook.suggested_in(key)


def typical_of(review: Review, key: str | None) -> list[str]:
    """What the machine found most typical: of one theme with all that was merged into it, or of any."""
    known = review.codebook.themes
    return [
        reference
        for of, typical in review.typical.items()
        if of in known and (key is None or review.codebook.standing(of) == key)
        for reference in typical
    ]


def ordered(review: Review, found: Iterable[str], order: Order, typical: list[str]) -> list[str]:
    """The same references in the order asked for; equal ones by reference."""
    place = {reference: number for number, reference in enumerate(typical)}
    keys: Mapping[Order, Callable[[str], float]] = {
        Order.TYPICAL: lambda reference: place.get(reference, len(place)),
        Order.FIXED: lambda reference: 0,
        Order.LONGEST: lambda reference: -len(review.comments[reference].text),
        Order.UNHAPPIEST: lambda reference: review.sentiment.get(reference, 0.0),
        Order.HAPPIEST: lambda reference: -review.sentiment.get(reference, 0.0),
    }
    return sorted(found, key=lambda reference: (keys[order](reference), reference))


def searched(review: Review, found: Iterable[str], words: str, question: str = "") -> list[str]:
    """Those that hold every word asked for, whatever its case, and answer the question asked for."""
    wanted = words.casefold().split()
    return [
        reference
        for reference in found
        if (not question or review.comments[reference].question == question)
        and all(word in review.comments[reference].text.casefold() for word in wanted)
    ]


def shown(
    review: Review,
    reference: str,
    typical: Iterable[str],
    question_names: Mapping[str, str],
    event_names: Mapping[int, str],
    on_page_of: str | None,
) -> ShownComment:
    """A comment as a page shows it; on the page of a theme that theme is not named again."""
    comment, codebook = review.comments[reference], review.codebook
    coding, suggested = codebook.codings[reference], suggested_theme(review, reference)
    return ShownComment(
        reference=reference,
        text=comment.text,
        question=question_names.get(comment.question, ""),
        source=_source(comment, event_names),
        response=reference.partition(":")[0] if comment.response_id is not None else None,
        in_a_theme=bool(codebook.themes_of(reference)),
        themes=tuple(
            sorted(codebook.themes[key].name for key in codebook.themes_of(reference) if key != on_page_of)
        ),
        suggested=codebook.themes[suggested].name if suggested and suggested != on_page_of else None,
        read=coding.read,
        set_aside_because=coding.set_aside_because,
        typical=reference in typical,
        quoted=reference in codebook.quotations,
        quotation_waits=reference in codebook.proposed_quotations,
    )


def _source(comment: Comment, event_names: Mapping[int, str]) -> str:
    if comment.event_id is None:
        return "Response"
    return event_names.get(comment.event_id, "Event")
