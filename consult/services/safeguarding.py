"""Keeping people safe: who looks after safeguarding, and what people decide about flagged comments.

Decisions are rows that stay, with who, when and a short note; the latest holds, and undoing is one more. The trail of
actions says that somebody decided, never about what words. Does not belong here: what raises a flag
(`looking_through`) and who is told by email (`alerting`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from consult import clock
from consult.rules.safeguarding import DECISIONS, Decision, Part, Queue, both_named, waits_too_long
from consult.rules.working_time import WorkingHours
from consult.store import accounts, audit, consultations, flags
from consult.store.accounts import Account
from consult.store.consultations import Consultation
from consult.store.flags import Flag, FlagDecision
from consult.store.transactions import transaction

LONGEST_NOTE = 500


class SafeguardingProblem(ValueError):
    """Something cannot be decided or chosen; the message says why and what to do."""


@dataclass(frozen=True)
class Person:
    """Who is lead or deputy. `account` is None where the file names somebody who has none; `in_team` says whether
    they can open the queue."""

    part: Part
    named: str
    account: Account | None
    in_team: bool

    @property
    def name(self) -> str:
        return self.account.name if self.account else self.named


@dataclass(frozen=True)
class Waiting:
    """How many comments of a queue wait, were decided about, and went before anybody decided."""

    waiting: int
    decided: int
    gone: int
    too_long: int = 0


def person(consultation: Consultation, part: Part) -> Person:
    named: str = getattr(consultation, f"safeguarding_{part}")
    account = accounts.account_by_email(named) if named else None
    in_team = account is not None and consultations.membership(account, consultation.slug) is not None
    return Person(part, named, account if account and account.is_active else None, in_team)


def people(consultation: Consultation) -> tuple[Person, Person]:
    """The lead and the deputy."""
    return person(consultation, Part.LEAD), person(consultation, Part.DEPUTY)


def looks_after(consultation: Consultation, account: Account) -> bool:
    """Whether someone is the lead or the deputy of a consultation: they alone read what may tell of harm."""
    named = (consultation.safeguarding_lead, consultation.safeguarding_deputy)
    return account.email in {name.strip().casefold() for name in named}


def choose(consultation: Consultation, lead: Account, deputy: Account, *, by: Account | None) -> None:
    """Name the lead and the deputy, who are in the team. Raises `SafeguardingProblem`."""
    if not both_named(lead.email, deputy.email):
        raise SafeguardingProblem("Choose two different people, so that one is there when the other is not")
    for account in (lead, deputy):
        if consultations.membership(account, consultation.slug) is None:
            raise SafeguardingProblem(f"{account.name} is not in the team. Add them first.")
    with transaction():
        consultation.safeguarding_lead, consultation.safeguarding_deputy = lead.email, deputy.email
        consultations.add(consultation)
        audit.record(
            "safeguarding lead and deputy chosen",
            {"lead": lead.id, "deputy": deputy.id},
            consultation_id=consultation.id,
            account_id=by.id if by else None,
            now=clock.now(),
        )


def waiting_by_consultation(hours: WorkingHours) -> tuple[dict[int, int], dict[int, int]]:
    """How many comments may tell of harm and wait in each consultation, and how many of them too long."""
    now = clock.now()
    found = flags.waiting_everywhere(Queue.HARM)
    late = [row for row in found if waits_too_long(row[2], now, hours)]
    return dict(Counter(row[0] for row in found)), dict(Counter(row[0] for row in late))


def standing(consultation: Consultation, queue: Queue, hours: WorkingHours) -> Waiting:
    """How a queue stands now."""
    waiting, decided, gone = flags.counts(consultation, queue)
    if queue is not Queue.HARM or not waiting:
        return Waiting(waiting, decided, gone)
    _, late = waiting_by_consultation(hours)
    return Waiting(waiting, decided, gone, late.get(consultation.id, 0))


def decide(
    consultation: Consultation,
    queue: Queue,
    flag_id: int,
    decision: Decision,
    note: str,
    *,
    by: Account,
) -> Flag:
    """Record what somebody decided after reading a flagged comment. Raises `SafeguardingProblem`."""
    if decision not in DECISIONS[queue]:
        raise SafeguardingProblem("Choose one of the decisions in the list")
    with transaction():
        flag = _flag(consultation, queue, flag_id, by)
        before = flags.standing_decision(flag)
        if before is not None and before.decision != Decision.REOPENED:
            raise SafeguardingProblem("Somebody has decided about this comment already. Look again.")
        _record(flag, decision, note.strip()[:LONGEST_NOTE], by)
    return flag


def reopen(consultation: Consultation, queue: Queue, flag_id: int, *, by: Account) -> None:
    """Take a decision back: the comment waits again. Raises `SafeguardingProblem`."""
    with transaction():
        flag = _flag(consultation, queue, flag_id, by)
        before = flags.standing_decision(flag)
        if before is None or before.decision == Decision.REOPENED:
            raise SafeguardingProblem("This comment waits to be read already.")
        _record(flag, Decision.REOPENED, "", by)


def _flag(consultation: Consultation, queue: Queue, flag_id: int, by: Account) -> Flag:
    if queue is Queue.HARM and not looks_after(consultation, by):
        raise SafeguardingProblem("Only the safeguarding lead and deputy decide about this.")
    flag = flags.one(consultation, queue, flag_id)
    if flag is None:
        raise SafeguardingProblem("There is no such comment in this list.")
    return flag


def _record(flag: Flag, decision: Decision, note: str, by: Account) -> None:
    now = clock.now()
    flags.add_decision(
        FlagDecision(flag_id=flag.id, decision=decision, note=note, account_id=by.id, decided_at=now)
    )
    audit.record(
        f"flagged comment: {decision.value}",
        {"flag": flag.id, "queue": flag.queue},
        consultation_id=flag.consultation_id,
        account_id=by.id,
        now=now,
    )
