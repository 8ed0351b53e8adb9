"""One thing found in a text, and texts with such things taken out. Not here: how things are found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """text[start:end] of the comment, and what it seems to be."""

    start: int
    end: int
    kind: str
    text: str


def without_overlaps(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Of findings that share characters the first given is kept; in the order of the text."""
    kept: list[Finding] = []
    for finding in findings:
        if all(finding.end <= other.start or finding.start >= other.end for other in kept):
            kept.append(finding)
    return tuple(sorted(kept))


def redacted(text: str, findings: Iterable[Finding]) -> str:
    """The text with each finding replaced by its kind, such as "[phone number removed]"."""
    parts, done = [], 0
    for finding in without_overlaps(sorted(findings)):
        parts += [text[done : finding.start], f"[{finding.kind} removed]"]
        done = finding.end
    return "".join([*parts, text[done:]])
