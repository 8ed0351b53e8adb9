"""Asking a language model for names in comments, where the organisation has installed one (`NAMES_MODEL`).

The worker does this after comments were looked through and kept, never while a page is answered: loading takes seconds.
What the model proposes is joined with what our patterns proposed and waits in the same queue, as a proposal. A decision
that a person made before stays. The model knows English; comments in other languages are left as they are.

Does not belong here: how names are found (`analysis.personal_data`), and flags for anything else (`looking_through`).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.personal_data import Finding, joined, named_by_model
from consult import clock
from consult.rules.safeguarding import Queue
from consult.services.looking_through import places
from consult.settings import SettingsProblem
from consult.store import flags
from consult.store.flags import Flag
from consult.store.responses import Comment
from consult.store.transactions import transaction

# So few that what else the worker does every half a minute is never late.
COMMENTS_AT_ONCE = 100

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Waiting:
    """A comment as it was when the model was asked about it."""

    reference: str
    text: str
    language: str


def assert_usable(model: str) -> None:
    """Raise `SettingsProblem` where a model is set that cannot be asked. Loads nothing."""
    try:
        if model:
            named_by_model.assert_usable(model)
    except named_by_model.ModelProblem as error:
        raise SettingsProblem(f"NAMES_MODEL cannot be used: {error}") from error


def propose_in_what_waits(model: str) -> int:
    """Ask a model about some of the comments that it was not asked about. Says how many; with no model, none."""
    if not model:
        return 0
    with transaction():
        waiting = {
            row.id: _Waiting(row.reference, row.text, row.language)
            for row in flags.model_not_asked(COMMENTS_AT_ONCE)
        }
    if not waiting:
        return 0
    # Between two transactions: answers are kept meanwhile, and some of these comments may be withdrawn.
    propose = named_by_model.loaded(model)
    proposed = {number: _proposed(comment, propose) for number, comment in waiting.items()}
    with transaction():
        flags.add(
            flag for row in flags.model_still_not_asked(proposed) for flag in _keep(row, proposed[row.id])
        )
    return len(waiting)


def names_kept(found: Mapping[str, Any] | None, text: str) -> tuple[Finding, ...]:
    """The proposals that are kept with a comment, whoever made them."""
    kept = (found or {}).get("names", ())
    return tuple(Finding(start, end, kind, text[start:end]) for kind, start, end in kept)


def _proposed(comment: _Waiting, propose: named_by_model.NameProposer) -> tuple[Finding, ...] | None:
    """What the model proposes; None where it failed."""
    if comment.language.partition("-")[0].casefold() != named_by_model.LANGUAGE:
        return ()
    try:
        return propose(comment.text)
    except Exception:
        # One comment never keeps the others from being looked at, and a person reads it instead.
        _log.exception("the language model could not look for names in a comment: %s", comment.reference)
        return None


def _keep(comment: Comment, proposed: tuple[Finding, ...] | None) -> list[Flag]:
    """Keep what is proposed with a comment, and give the flag that it raises, if it was not flagged before."""
    found: dict[str, Any] = dict(comment.found or {})
    was_flagged = found["identifying"] or found["names"]
    if proposed is None:
        found["model_failed"] = True
    else:
        names = (*names_kept(comment.found, comment.text), *proposed)
        found["names"] = places(joined(comment.text, names))
    flags.keep_model_findings(comment, found, clock.now())
    if was_flagged or not (found["names"] or proposed is None):
        return []
    return [
        Flag(
            consultation_id=comment.consultation_id,
            comment_reference=comment.reference,
            queue=Queue.IDENTIFYING.value,
            raised_at=clock.now(),
        )
    ]
