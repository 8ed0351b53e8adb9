"""Who is told that something waits, when, and that an email says nothing else. Over a real mail server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from consult.rounds import ROUNDS
from consult.rules.permissions import Role
from consult.rules.safeguarding import Decision, Queue
from consult.services import alerting, looking_through, safeguarding
from consult.services.alerting import Kind, Outcome
from consult.store import accounts, consultations, events, flags
from consult.store.accounts import Account
from consult.store.consultations import Membership
from consult.store.responses import Comment
from consult.store.transactions import transaction
from tests.mail_server import mail_server

HARM = "Jodie Plantedname says her dad hits her"
FRIDAY_AT_FOUR = datetime(2024, 3, 1, 16, 0, tzinfo=UTC)


@pytest.fixture
def post():
    with mail_server() as handler:
        yield handler


@pytest.fixture
def settings(settings, post):
    return replace(
        settings,
        smtp_url=post.url,
        mail_from="no-reply@example.org",
        site_address="https://say.example.org",
    )


def an_account(parks, name, *, administrator=False):
    with transaction():
        account = accounts.add_account(
            Account(
                email=f"{name}@example.org",
                name=name,
                password_hash="",
                created_at=parks.created_at,
                is_administrator=administrator,
            )
        )
        if not administrator:
            consultations.add(
                Membership(consultation_id=parks.id, account_id=account.id, role=Role.FACILITATOR.value)
            )
    return account


@pytest.fixture
def people(parks, set_clock):
    set_clock.moment = FRIDAY_AT_FOUR
    lead, deputy = an_account(parks, "lead"), an_account(parks, "deputy")
    an_account(parks, "administrator", administrator=True)
    safeguarding.choose(parks, lead, deputy, by=None)
    return lead, deputy


@pytest.fixture
def comment(parks):
    numbers = iter(range(1, 99))

    def add(words=HARM):
        note = Comment(
            reference=f"e:{next(numbers)}", consultation_id=parks.id, question="", text=words, language="en"
        )
        with transaction():
            raised = looking_through.look(note)
            events.add_note(note)
            flags.add(raised)

    return add


@pytest.fixture
def tell(in_app, post):
    """Makes the worker's round, and gives who was emailed in it."""

    def make():
        before = len(post.recipients)
        alerting.tell(in_app.extensions["settings"])
        return sorted(address.partition("@")[0] for address in post.recipients[before:])

    return make


def notices(parks):
    return [(name, row.kind, row.outcome) for row, name in reversed(flags.notices(parks))]


def test_the_worker_looks_often_enough_for_a_minute():
    [tells] = [one for one in ROUNDS if one.do is alerting.tell]
    assert tells.every_seconds <= 50


def test_lead_and_deputy_are_told_once_and_of_nothing_but_that_something_waits(people, comment, tell, post):
    assert tell() == []
    comment()
    assert tell() == ["deputy", "lead"]
    assert tell() == []
    for message in post.messages:
        everything = message.as_string()
        assert message["Subject"] == "Something waits for you in Sample: parks"
        assert message.get_content().replace("\r\n", "\n") == (
            "Something waits for you in Sample: parks.\n\nSign in to see it: https://say.example.org/officer/\n"
        )
        assert not any(
            word in everything for word in ("Jodie", "Plantedname", "hits", "harm", "safeguarding")
        )
    comment("I want to die")
    assert tell() == ["deputy", "lead"]


def test_after_two_working_hours_the_deputy_and_administrators_are_told_once(
    parks, people, comment, tell, set_clock
):
    comment()
    tell()
    set_clock.moment = datetime(2024, 3, 4, 9, 59, tzinfo=UTC)
    assert tell() == []
    set_clock.forward(minutes=1)
    assert tell() == ["administrator", "deputy"]
    set_clock.forward(hours=30)
    assert tell() == []
    assert notices(parks) == [
        ("lead", Kind.WAITS, Outcome.SENT),
        ("deputy", Kind.WAITS, Outcome.SENT),
        ("deputy", Kind.WAITS_TOO_LONG, Outcome.SENT),
        ("administrator", Kind.WAITS_TOO_LONG, Outcome.SENT),
    ]


def test_what_is_decided_in_time_goes_no_further(parks, people, comment, tell, set_clock):
    comment()
    [row] = flags.flagged(parks, Queue.HARM, waiting=True, limit=5, offset=0)
    safeguarding.decide(parks, Queue.HARM, row.flag.id, Decision.NO_CONCERN, "", by=people[0])
    set_clock.forward(days=4)
    assert tell() == []


def test_what_could_not_be_sent_is_said_once_and_tried_again(parks, people, comment, tell, post):
    comment()
    post.refuses = True
    assert tell() == tell() == []
    assert notices(parks) == [
        ("lead", Kind.WAITS, Outcome.NOT_SENT),
        ("deputy", Kind.WAITS, Outcome.NOT_SENT),
    ]
    post.refuses = False
    assert tell() == ["deputy", "lead"]


def test_where_nobody_named_has_an_account_administrators_are_told_at_once(parks, comment, tell, set_clock):
    an_account(parks, "administrator", administrator=True)
    comment()
    assert tell() == ["administrator"]


def test_without_a_mail_server_that_is_what_is_recorded(parks, people, comment, in_app, post):
    comment()
    without = replace(in_app.extensions["settings"], smtp_url="")
    assert alerting.tell(without) == alerting.tell(without) == 0
    assert notices(parks) == [
        ("lead", Kind.WAITS, Outcome.NO_MAIL_SERVER),
        ("deputy", Kind.WAITS, Outcome.NO_MAIL_SERVER),
    ]
    # Once there is one, they are told.
    assert alerting.tell(in_app.extensions["settings"]) == 2


def test_what_may_only_identify_someone_is_emailed_to_nobody(people, comment, tell):
    comment("I live at WV1 1AA")
    assert tell() == []
