"""Using a code that someone typed: finding what it leads to, and slowing down whoever guesses.

A right code always gets through, however many wrong ones are typed at the same time; so a school class behind one
connection, or a family, is never shut out by somebody else. Nothing is keyed on where someone is. Right, wrong and
malformed codes ask the same of the database.
Does not belong here: what a person then does (`responding`, `looking_back`).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from consult import clock
from consult.codes import Codes, normal_code
from consult.rules.lifecycle import DRAFTS_ARE_KEPT
from consult.store import typed_codes
from consult.store.consultations import Consultation
from consult.store.responses import Response
from consult.store.transactions import AlreadyThere, transaction

# Thirty children who each mistype their code three times in the same minute stay below it.
WRONG_CODES_A_MINUTE = 100
EMAILS_WITH_ONE_CODE = 3
EMAILS_AN_HOUR = 300
COUNTS_ARE_KEPT = timedelta(days=1)
RECEIPTS, RESUMING, EMAILS = "receipt codes", "resume codes", "emails"


class UnknownCode(LookupError):
    """No response or draft has this code. `too_many` where so many wrong ones came that people should wait."""

    def __init__(self, *, too_many: bool) -> None:
        super().__init__("unknown code")
        self.too_many = too_many


class TooManyEmails(Exception):
    """This code has been used for enough emails, or the whole site sends too many just now."""


@dataclass(frozen=True)
class Sent:
    """A response that a receipt code leads to."""

    code: str
    response: Response
    consultation: Consultation


@dataclass(frozen=True)
class Resumed:
    """What a resume code leads to: a draft, or where `is_sent` the response that was made of it."""

    token: str
    consultation: Consultation
    saved_at: datetime
    is_sent: bool


def sent_with(codes: Codes, typed: str) -> Sent:
    """The response of a receipt code. Raises `UnknownCode`."""
    code = normal_code(typed)
    found = typed_codes.response_of(codes.receipt_hash(code))
    too_many = _count(RECEIPTS, found is None)
    if found is None:
        raise UnknownCode(too_many=too_many)
    return Sent(code, *found)


def resumed_with(codes: Codes, typed: str, within: Consultation | None = None) -> Resumed:
    """The draft of a resume code, or what was sent from it. `within` only says where wrong codes are counted.

    Raises `UnknownCode`.
    """
    token = normal_code(typed)
    draft = typed_codes.draft_of(codes.draft_hash(token))
    sent = typed_codes.response_submitted_from(codes.submission_hash(codes.submission_key(token)))
    kept = draft is not None and draft[0].saved_at >= clock.now() - DRAFTS_ARE_KEPT
    too_many = _count(_place_of_resuming(within), sent is None and not kept)
    if sent is not None:
        return Resumed(token, sent[1], sent[0].submitted_at, True)
    if draft is not None and kept:
        return Resumed(token, draft[1], draft[0].saved_at, False)
    raise UnknownCode(too_many=too_many)


def _place_of_resuming(consultation: Consultation | None) -> str:
    return f"{RESUMING} {consultation.id}" if consultation else RESUMING


def _count(place: str, wrong: bool) -> bool:
    """Count a code; right ones apart, so that they write as much as wrong ones and take as long. Says whether the
    minute was full of wrong ones.

    Once it is, nothing more is written, so that guessing cannot keep the database from writing answers.
    """
    full = typed_codes.used(place, _this_minute()) >= WRONG_CODES_A_MINUTE
    if not full:
        _add(place if wrong else f"{place}: right")
    return full


def _add(place: str) -> None:
    now = clock.now()
    # Where two begin the same minute, one of them is not counted.
    with suppress(AlreadyThere), transaction():
        typed_codes.count_use(place, _this_minute(), 1)
        typed_codes.forget_uses_before(now - COUNTS_ARE_KEPT)


def _this_minute() -> datetime:
    return clock.now().replace(second=0, microsecond=0)


def allow_email(codes: Codes, code: str) -> None:
    """Count an email that is asked for with a code. Raises `TooManyEmails`; then none may be sent."""
    now, own = clock.now(), f"{EMAILS} {codes.keyed_hash('emails', code)}"
    if typed_codes.used_since(own, now - COUNTS_ARE_KEPT) >= EMAILS_WITH_ONE_CODE:
        raise TooManyEmails
    if typed_codes.used_since(EMAILS, now - timedelta(hours=1)) >= EMAILS_AN_HOUR:
        raise TooManyEmails
    for place in (own, EMAILS):
        _add(place)
