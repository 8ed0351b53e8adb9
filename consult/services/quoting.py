"""Quoting comments: what to take out of one before it is proposed, and what waits for a second person.

Proposing and checking are decisions about themes like others, so they are recorded by `reviewing` and follow
`consult.rules.review`. What is taken out here is a start for people and never trusted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from analysis.personal_data import identifying_items, joined, proposed_names, redacted
from analysis.personal_data.names import KIND as NAME
from consult.rules.permissions import Role
from consult.rules.review import ActionKind, ProposedQuotation, ReviewProblem
from consult.services import reviewing
from consult.services.proposing_names import names_kept
from consult.services.reviewing import Review
from consult.store import accounts, consultations
from consult.store.accounts import Account
from consult.store.consultations import Consultation
from consult.store.responses import Comment


@dataclass(frozen=True)
class WaitingQuotation:
    """Words that one officer proposed, beside what was said, for another officer to check."""

    comment: Comment
    proposed: ProposedQuotation
    proposed_by: str

    def may_be_checked_by(self, account: Account | None) -> bool:
        return account is not None and self.proposed.by is not None and account.id != self.proposed.by


def suggested_words(text: str, found: Mapping[str, Any] | None = None) -> str:
    """A comment with what may identify someone taken out, such as "[postcode removed]"; for a person to go over.

    `found` is what is kept with the comment: a language model may have proposed names, and no page asks it again.
    """
    kept = [replace(one, kind=NAME) for one in names_kept(found, text)]
    names = joined(text, (*proposed_names(text), *kept))
    return redacted(text, (*identifying_items(text), *names))


def still_there(text: str) -> tuple[str, ...]:
    """What in these words may still identify someone: "postcode: SW1A 1AA"."""
    return tuple(f"{one.kind}: {one.text}" for one in (*identifying_items(text), *proposed_names(text)))


def waiting(review: Review) -> list[WaitingQuotation]:
    """Quotations that wait for a second person, the oldest first."""
    names = {account.id: account.name for account in accounts.all_accounts()}
    proposed = sorted(review.codebook.proposed_quotations.items(), key=lambda one: one[1].number)
    return [
        WaitingQuotation(review.comments[reference], words, names.get(words.by or 0, "the command line"))
        for reference, words in proposed
    ]


def waiting_one(review: Review, reference: str) -> WaitingQuotation | None:
    """The quotation of a comment that waits for a second person, if there is one."""
    return next((one for one in waiting(review) if one.comment.reference == reference), None)


def propose(consultation: Consultation, reference: str, text: str, *, by: Account | None) -> Review:
    """Propose words to be quoted. They are published once another officer has checked them. Raises `ReviewProblem`."""
    payload = {"comment": reference, "text": text}
    return reviewing.decide(consultation, ActionKind.QUOTE, payload, by=by)


def check(consultation: Consultation, reference: str, proposal: int, *, by: Account) -> Review:
    """Clear the words that somebody else proposed. Raises `ReviewProblem`."""
    member = consultations.membership(by, consultation.slug)
    if member is None or member.role != Role.OFFICER:
        raise ReviewProblem("Only an officer of this consultation can check a quotation.")
    payload = {"comment": reference, "proposal": proposal}
    return reviewing.decide(consultation, ActionKind.CHECK_QUOTATION, payload, by=by)
