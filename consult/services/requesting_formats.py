"""Asking for another format or language, and dealing with what was asked. The trail never says who asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from consult import clock
from consult.rules.format_requests import CONTACT_IS_KEPT, MOST_IN_AN_HOUR, AskedFormat, ReachBy
from consult.store import audit, format_requests
from consult.store.accounts import Account
from consult.store.consultations import Consultation
from consult.store.format_requests import FormatRequest
from consult.store.transactions import AlreadyThere, transaction


class TooManyRequests(Exception):  # names what happened, as the callers say it
    """So many came within an hour that a program is sending them."""


class AlreadyErased(Exception):  # names what happened, as the callers say it
    """How to reach the person is erased, so the request cannot be taken up again."""


@dataclass(frozen=True)
class Asked:
    """What a person asks for. `key` is made for one page, so that sending it twice is asking once."""

    key: str
    asked_format: AskedFormat
    detail: str
    reach_by: ReachBy
    contact: str


def ask(consultation: Consultation, asked: Asked) -> None:
    """Keep a request for the officers. Raises `TooManyRequests`."""
    now = clock.now()
    if format_requests.asked_since(consultation, now - timedelta(hours=1)) >= MOST_IN_AN_HOUR:
        raise TooManyRequests(consultation.slug)
    try:
        with transaction():
            format_requests.add(
                FormatRequest(
                    key=asked.key,
                    consultation_id=consultation.id,
                    asked_format=asked.asked_format,
                    detail=asked.detail,
                    reach_by=asked.reach_by,
                    contact=asked.contact,
                    asked_at=now,
                )
            )
            _record("another format asked for", consultation, {"format": asked.asked_format}, None)
    except AlreadyThere:
        # The same page was sent twice; the first one is kept.
        return


def mark_done(
    consultation: Consultation, request: FormatRequest, *, erase_now: bool, by: Account | None
) -> None:
    """Say that a request is dealt with. How to reach the person goes at once, or after 30 days."""
    with transaction():
        request.done_at, request.done_by = clock.now(), by.id if by else None
        if erase_now:
            request.contact, request.detail, request.erased_at = "", "", clock.now()
        _record("request for a format done", consultation, _named(request, erased=erase_now), by)


def take_up_again(consultation: Consultation, request: FormatRequest, *, by: Account) -> None:
    """Undo `mark_done`. Raises `AlreadyErased`."""
    if request.erased_at is not None:
        raise AlreadyErased(request.key)
    with transaction():
        request.done_at, request.done_by = None, None
        _record("request for a format taken up again", consultation, _named(request), by)


def erase_what_is_due() -> int:
    """Erase how to reach people whose requests were dealt with 30 days ago. Says how many."""
    now = clock.now()
    with transaction():
        return format_requests.erase_done_before(now - CONTACT_IS_KEPT, now=now)


def _named(request: FormatRequest, **more: object) -> Mapping[str, object]:
    return {"request": request.key, "format": request.asked_format, **more}


def _record(action: str, consultation: Consultation, subject: object, by: Account | None) -> None:
    audit.record(
        action,
        subject,
        consultation_id=consultation.id,
        account_id=by.id if by else None,
        now=clock.now(),
    )
