"""Looking through what people wrote: does it identify someone, or tell of harm? Then a person reads it.

It is done as a comment is kept, in the same transaction, and takes less than a millisecond. What is found is kept with
the comment as kinds and positions, never as text. Where a comment cannot be looked through, it is kept all the same and
goes to the people who look after safeguarding, because nobody knows what it says.

Does not belong here: what is decided about a flag (`safeguarding`), who is told (`alerting`), and the patterns
(`analysis.personal_data`).
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterable

from analysis.personal_data import Finding, look_through
from consult import clock
from consult.rules.safeguarding import Queue
from consult.store import flags, responses
from consult.store.flags import Flag
from consult.store.responses import Comment, Response
from consult.store.transactions import transaction

# What the list of signs of harm is written in.
LANGUAGES = frozenset({"en"})
FAILED = "failed"
OTHER_SCRIPT = "other_script"
COMMENTS_AT_ONCE = 500

_log = logging.getLogger(__name__)


def look(comment: Comment) -> list[Flag]:
    """Write what is found into a comment, and give the flags that it raises. Never raises."""
    comment.found = _found(comment)
    raised = []
    if comment.found["identifying"] or comment.found["names"]:
        raised.append(Queue.IDENTIFYING)
    if comment.found["harm"] or comment.found["not_looked_through"]:
        raised.append(Queue.HARM)
    return [
        Flag(
            consultation_id=comment.consultation_id,
            comment_reference=comment.reference,
            queue=queue.value,
            raised_at=clock.now(),
        )
        for queue in raised
    ]


def keep_response(response: Response, comments: Iterable[Comment]) -> None:
    """Write a response with its comments, looked through. Part of the transaction of whoever keeps it."""
    comments = list(comments)
    raised = [flag for comment in comments for flag in look(comment)]
    responses.add_response(response, comments)
    flags.add(raised)


def look_through_what_waits() -> int:
    """Look through comments that were kept without it, such as those of an earlier version. Says how many."""
    with transaction():
        waiting = flags.not_looked_through(COMMENTS_AT_ONCE)
        for comment in waiting:
            flags.add(look(comment))
            flags.keep_findings(comment, comment.found)
    return len(waiting)


def _found(comment: Comment) -> dict[str, object]:
    """`identifying`, `names` and `harm` hold [kind, start, end]; `not_looked_through` says why not, or nothing."""
    try:
        looked = look_through(comment.text)
    except Exception:
        # A response is never lost for this: it is kept, flagged, and read by a person.
        _log.exception("a comment could not be looked through: %s", comment.reference)
        return {"identifying": [], "names": [], "harm": [], "not_looked_through": FAILED}
    return {
        "identifying": places(looked.identifying),
        "names": places(looked.names),
        "harm": places(looked.harm),
        "not_looked_through": _unknown_language(comment),
    }


def places(findings: Iterable[Finding]) -> list[list[object]]:
    """Findings as they are kept: without their words."""
    return [[finding.kind, finding.start, finding.end] for finding in findings]


def _unknown_language(comment: Comment) -> str:
    """The language that signs of harm are not known in, or that it is written in another script; else nothing."""
    if comment.language.partition("-")[0].casefold() not in LANGUAGES:
        return comment.language
    letters = [character for character in comment.text if character.isalpha()]
    other = sum(not unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return OTHER_SCRIPT if other * 2 > len(letters) else ""
