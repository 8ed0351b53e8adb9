"""Flagged comments as a page shows them: with what was found marked, where they come from, page by page.

Does not belong here: deciding about them (`safeguarding`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from consult import languages
from consult.pages.paging import Paged, page_count, page_number
from consult.rules.safeguarding import Queue
from consult.services.looking_through import FAILED, OTHER_SCRIPT
from consult.services.safeguarding import Waiting
from consult.store import flags
from consult.store.consultations import Consultation
from consult.store.flags import Flag, FlagDecision, Flagged

PER_PAGE = 20
FOUND_FOR = {Queue.IDENTIFYING: ("identifying", "names"), Queue.HARM: ("harm",)}


@dataclass(frozen=True)
class ShownFlag:
    """A flagged comment: `parts` is its text in pieces, each with what it may be, or nothing."""

    flag: Flag
    reference: str
    parts: tuple[tuple[str, str], ...]
    language: str
    source: str
    response: str
    not_looked_through: str
    decision: FlagDecision | None
    decided_by: str

    @property
    def kinds(self) -> list[str]:
        return sorted({kind for _text, kind in self.parts if kind})


def paged(consultation: Consultation, queue: Queue, standing: Waiting, *, waiting: bool) -> Paged[ShownFlag]:
    """The page of a queue that the address asks for."""
    total = standing.waiting if waiting else standing.decided
    number = page_number(request.args.get("page", 1, type=int), total, PER_PAGE)
    rows = flags.flagged(consultation, queue, waiting=waiting, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    return Paged(
        tuple(_shown(row, queue) for row in rows), number, page_count(total, PER_PAGE), total, PER_PAGE
    )


def _shown(row: Flagged, queue: Queue) -> ShownFlag:
    found = (row.comment.found if row.comment else None) or {}
    return ShownFlag(
        flag=row.flag,
        reference=row.flag.comment_reference,
        parts=marked(row.comment.text, _places(found, queue)) if row.comment else (),
        language=row.comment.language if row.comment else "",
        source=_source(row),
        response=row.response.reference if row.response else "",
        not_looked_through=_reason(found) if queue is Queue.HARM else _not_read_by_model(found),
        decision=row.decision,
        decided_by=row.decided_by,
    )


def _places(found: Mapping[str, Any], queue: Queue) -> list[tuple[int, int, str]]:
    return sorted((start, end, kind) for name in FOUND_FOR[queue] for kind, start, end in found.get(name, ()))


def marked(text: str, places: Sequence[tuple[int, int, str]]) -> tuple[tuple[str, str], ...]:
    """The text in pieces; where two places overlap, the first is marked."""
    parts, done = [], 0
    for start, end, kind in places:
        if start >= done:
            parts += [(text[done:start], ""), (text[start:end], kind)]
            done = end
    return tuple(part for part in (*parts, (text[done:], "")) if part[0])


def _source(row: Flagged) -> str:
    if row.event is not None:
        return f"Said at {row.event.title}, written down by {row.event.run_by}"
    if row.response is not None:
        edition = row.response.edition.replace("_", " ")
        return f"From a response, {edition} wording in {languages.name_in_english(row.response.language)}"
    return ""


def _not_read_by_model(found: Mapping[str, Any]) -> str:
    return "The language model could not look for names here. Read it." if found.get("model_failed") else ""


def _reason(found: Mapping[str, Any]) -> str:
    """Why a comment was not looked through for harm, in words; empty where it was."""
    why = str(found.get("not_looked_through", ""))
    if why == FAILED:
        return "Not looked through: something went wrong. Read it."
    if why == OTHER_SCRIPT:
        return "Not looked through: it is written in another language. Have it read by someone who knows it."
    if why:
        return f"Not looked through: {languages.name_in_english(why)}. Have it read by someone who knows it."
    return ""
