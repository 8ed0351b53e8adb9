"""Things found in a text: how they go together, and the text without them. Not here: how things are found."""

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


def joined(text: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that share characters as one that covers them all and is of the kind of the first that was given."""
    groups: list[list[tuple[int, Finding]]] = []
    for place, finding in sorted(enumerate(findings), key=lambda one: one[1]):
        if groups and finding.start < max(other.end for _, other in groups[-1]):
            groups[-1].append((place, finding))
        else:
            groups.append([(place, finding)])
    return tuple(_over_all(text, group) for group in groups)


def _over_all(text: str, group: list[tuple[int, Finding]]) -> Finding:
    start, end = min(one.start for _, one in group), max(one.end for _, one in group)
    return Finding(start, end, min(group)[1].kind, text[start:end])


def redacted(text: str, findings: Iterable[Finding]) -> str:
    """The text with each finding replaced by its kind, such as "[phone number removed]"."""
    parts, done = [], 0
    for finding in without_overlaps(sorted(findings)):
        parts += [text[done : finding.start], f"[{finding.kind} removed]"]
        done = finding.end
    return "".join([*parts, text[done:]])
