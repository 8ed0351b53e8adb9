"""What can be decided about responses that look alike, and what follows from it.

Belongs here: the decisions and which of them stand. Does not belong here: finding what looks alike
(`analysis.duplicates`) or writing decisions down (`consult.services.deciding_likenesses`).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

LEAST_CAMPAIGN = 5
"""Fewer than these are not shown with and without: the difference would tell what a few people said."""


class Decision(StrEnum):
    """What a group of responses that look alike is held to be."""

    SEPARATE = "separate"
    CAMPAIGN = "campaign"
    COPIES = "copies"


DECISION_WORDS = {
    Decision.SEPARATE: "People who agree",
    Decision.CAMPAIGN: "A campaign",
    Decision.COPIES: "One response, sent several times",
}
DECISION_MEANINGS = {
    Decision.SEPARATE: "Each is counted, and nothing is said about them.",
    Decision.CAMPAIGN: "Each is counted. The appendix also shows every figure with the campaign counted once.",
    Decision.COPIES: "The first is counted. The others are held back with your reason; none is deleted.",
}


def counted_once(campaigns: Iterable[Iterable[str]]) -> frozenset[str]:
    """The responses that go where each campaign is counted once: all but the one with the lowest reference."""
    return frozenset(reference for members in campaigns for reference in sorted(set(members))[1:])
