"""Telling people by email that something waits for them: at once the lead and deputy, later those above them.

The worker does this every half a minute. An email says that something waits and in which consultation, and nothing
else: no word of what was said, and nobody's name. Each person is told once of each flag, each attempt is recorded, and
what could not be sent is tried again. Does not belong here: what the pages show, which needs no email.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consult import clock, mail
from consult.mail import NotAnAddress, NotSent
from consult.rules.safeguarding import Queue, waits_too_long
from consult.services import safeguarding
from consult.settings import Settings
from consult.store import accounts, consultations, flags
from consult.store.accounts import Account
from consult.store.consultations import Consultation
from consult.store.flags import FlagNotice
from consult.store.transactions import transaction

_log = logging.getLogger(__name__)


class Kind(StrEnum):
    """Why somebody is told: something came in, or it waits too long."""

    WAITS = "waits"
    WAITS_TOO_LONG = "waits_too_long"


class Outcome(StrEnum):
    """What became of it."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    NO_MAIL_SERVER = "no_mail_server"


DONE = {True: (Outcome.SENT,), False: (Outcome.SENT, Outcome.NO_MAIL_SERVER)}


@dataclass(frozen=True)
class _Due:
    """A consultation where something waits: the newest flag, and the newest that waits too long (0 for none)."""

    consultation: Consultation
    newest: int
    newest_too_long: int


def tell(settings: Settings) -> int:
    """Tell everyone who has not been told of what waits for them now. Says how many emails were sent."""
    sent = 0
    for due in _everything_due(settings, clock.now()):
        lead, deputy = (person.account for person in safeguarding.people(due.consultation))
        above = [account for account in accounts.all_accounts() if account.is_administrator]
        # Where nobody named has an account, whoever looks after accounts is told at once.
        at_once = [account for account in (lead, deputy) if account] or above
        sent += _tell(settings, due.consultation, Kind.WAITS, at_once, due.newest)
        later = [account for account in (deputy, *above) if account]
        sent += _tell(settings, due.consultation, Kind.WAITS_TOO_LONG, later, due.newest_too_long)
    return sent


def _everything_due(settings: Settings, now: datetime) -> list[_Due]:
    waiting: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    for consultation_id, flag_id, raised_at in flags.waiting_everywhere(Queue.HARM):
        waiting[consultation_id].append((flag_id, raised_at))
    return [
        _Due(
            consultations.by_id(consultation_id),
            max(flag_id for flag_id, _ in found),
            max(
                (flag_id for flag_id, at in found if waits_too_long(at, now, settings.working_hours)),
                default=0,
            ),
        )
        for consultation_id, found in waiting.items()
    ]


def _tell(
    settings: Settings, consultation: Consultation, kind: Kind, people: list[Account], up_to: int
) -> int:
    """Tell those who have not been told of flags up to a number. Says how many were."""
    can_send = bool(settings.smtp_url)
    done = 0
    for account in {account.id: account for account in people if account.is_active}.values():
        if up_to <= flags.told_up_to(consultation.id, account.id, kind, DONE[can_send]):
            continue
        outcome = _email(settings, consultation, account) if can_send else Outcome.NO_MAIL_SERVER
        _record(consultation, kind, account, outcome, up_to)
        done += outcome is Outcome.SENT
    return done


def _email(settings: Settings, consultation: Consultation, account: Account) -> Outcome:
    subject = f"Something waits for you in {consultation.title}"
    text = f"{subject}.\n\nSign in to see it: {settings.site_address}/officer/\n"
    try:
        mail.send(settings, account.email, subject, text)
    except (NotSent, NotAnAddress) as error:
        _log.warning("account %s could not be told that something waits: %s", account.id, error)
        return Outcome.NOT_SENT
    return Outcome.SENT


def _record(consultation: Consultation, kind: Kind, account: Account, outcome: Outcome, up_to: int) -> None:
    """Keep what was done. Failing again to tell the same thing is no new fact."""
    failed_before = flags.told_up_to(consultation.id, account.id, kind, (Outcome.NOT_SENT,))
    if outcome is Outcome.NOT_SENT and failed_before >= up_to:
        return
    with transaction():
        flags.add_notice(
            FlagNotice(
                consultation_id=consultation.id,
                account_id=account.id,
                kind=kind,
                outcome=outcome,
                up_to=up_to,
                made_at=clock.now(),
            )
        )
