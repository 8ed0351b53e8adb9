"""Comments that may identify somebody or tell of harm: found, so that a person looks at them first.

    looked = look_through(text)          # LookedThrough(identifying, names, harm)
    looked.identifying                   # Finding(kind, start, end, text): postcode, phone, email, NHS number …
    looked.names                         # names that somebody may have given: proposals, never to be trusted
    looked.harm                          # signs that somebody is not safe, for the safeguarding lead
    redacted(text, looked.identifying)   # "[postcode removed]" in their places

Three queues, since they are three tasks. What identifies follows a pattern and often carries a check digit: tuned to
miss nothing and to leave other comments alone. Names are proposed after "my son", "is called", "Mrs" and the like;
a name that stands on its own is not found, so a quotation needs two people's eyes whatever is found here. An
organisation can have a language model propose names as well (`named_by_model`, which only a worker may ask). Signs of
harm are tuned to miss nothing, so many comments that they point to will turn out harmless; reading one takes seconds.

A comment that is found is counted like any other. Not here: who is told, by when, and what is done about it.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.personal_data.finding import Finding, joined, redacted
from analysis.personal_data.harm import HARM_KINDS, signs_of_harm
from analysis.personal_data.names import proposed_names
from analysis.personal_data.patterns import IDENTIFYING_KINDS, identifying_items

__all__ = [
    "HARM_KINDS",
    "IDENTIFYING_KINDS",
    "Finding",
    "LookedThrough",
    "identifying_items",
    "joined",
    "look_through",
    "proposed_names",
    "redacted",
    "signs_of_harm",
]


@dataclass(frozen=True)
class LookedThrough:
    """What was found in one comment, each in the order of the text."""

    identifying: tuple[Finding, ...]
    names: tuple[Finding, ...]
    harm: tuple[Finding, ...]


def look_through(text: str) -> LookedThrough:
    return LookedThrough(identifying_items(text), proposed_names(text), signs_of_harm(text))
