"""Who looks after safeguarding, what they decide, and that nothing opens before they are named."""

from __future__ import annotations

from functools import partial

import pytest

from consult.rules.lifecycle import Phase
from consult.rules.permissions import Role
from consult.rules.safeguarding import Decision, Part, Queue
from consult.services import loading, responding, safeguarding, signing_in
from consult.services.responding import NotOpen
from consult.services.safeguarding import SafeguardingProblem
from consult.store import audit, consultations, flags
from consult.store.events import add_note
from consult.store.flags import Flag
from consult.store.responses import Comment
from consult.store.transactions import transaction
from tests.services.people import member_of


def nobody(raw):
    raw["consultation"].pop("safeguarding")


def one_person(raw):
    raw["consultation"]["safeguarding"] = {"lead": "Lee@example.org", "deputy": "lee@example.org"}


@pytest.fixture
def person(parks):
    return partial(member_of, parks)


@pytest.fixture
def team(parks, person):
    lee, dee = person("Lee", Role.FACILITATOR), person("Dee", Role.OFFICER)
    safeguarding.choose(parks, lee, dee, by=dee)
    return lee, dee


@pytest.fixture
def flag(parks):
    with transaction():
        add_note(Comment(reference="e:1", consultation_id=parks.id, question="", text="…", language="en"))
        flags.add(
            [
                Flag(consultation_id=parks.id, comment_reference="e:1", queue=queue, raised_at=parks.opens_at)
                for queue in Queue
            ]
        )
    return {queue: flags.flagged(parks, queue, waiting=True, limit=1, offset=0)[0].flag.id for queue in Queue}


@pytest.mark.parametrize("change", [nobody, one_person])
def test_nothing_opens_before_two_people_are_named(in_app, codes, set_clock, consultation_file, change):
    loaded = loading.load_file(consultation_file(change))
    assert "will not open before a safeguarding lead and a deputy are named" in loaded.lacks
    assert loaded.consultation.phase_at(set_clock()) is Phase.NOT_READY
    with pytest.raises(NotOpen):
        responding.start(codes, loaded.consultation, "standard", "en")
    loaded = loading.load_file(consultation_file())
    assert loaded.lacks == ""
    assert responding.start(codes, loaded.consultation, "standard", "en")


def test_who_is_chosen_stays_when_the_file_is_loaded_again(parks, team, consultation_file):
    loading.load_file(consultation_file())
    assert parks.safeguarding_lead == "lee@example.org"
    assert [one.name for one in safeguarding.people(parks)] == ["Lee", "Dee"]


def test_who_the_file_names_is_known_by_the_address_of_an_account(parks, person, consultation_file):
    person("Lead", Role.OFFICER)

    def by_address(raw):
        raw["consultation"]["safeguarding"] = {"lead": "Lead@Example.org", "deputy": "Somebody else"}

    loading.load_file(consultation_file(by_address))
    lead, deputy = safeguarding.people(parks)
    assert (lead.part, lead.name, lead.in_team) == (Part.LEAD, "Lead", True)
    assert (deputy.name, deputy.account, deputy.in_team) == ("Somebody else", None, False)
    assert safeguarding.looks_after(parks, lead.account)


def test_lead_and_deputy_are_two_people_of_the_team(parks, person, team):
    lee, dee = team
    with pytest.raises(SafeguardingProblem, match="two different people"):
        safeguarding.choose(parks, lee, lee, by=dee)
    with pytest.raises(SafeguardingProblem, match="Oz is not in the team"):
        safeguarding.choose(parks, lee, person("Oz"), by=dee)
    with pytest.raises(signing_in.AccountProblem, match="looks after safeguarding"):
        signing_in.leave_team(parks, consultations.membership(lee, "parks"), by=dee)


def test_only_the_lead_and_deputy_decide_about_harm(parks, person, team, flag):
    olu = person("Olu", Role.OFFICER)
    with pytest.raises(SafeguardingProblem, match="Only the safeguarding lead"):
        safeguarding.decide(parks, Queue.HARM, flag[Queue.HARM], Decision.NO_CONCERN, "", by=olu)
    safeguarding.decide(parks, Queue.IDENTIFYING, flag[Queue.IDENTIFYING], Decision.REDACT, "", by=olu)
    safeguarding.decide(parks, Queue.HARM, flag[Queue.HARM], Decision.PASSED_ON, " Called. ", by=team[0])
    [row] = flags.flagged(parks, Queue.HARM, waiting=False, limit=5, offset=0)
    assert (row.decision.decision, row.decision.note, row.decided_by) == ("passed_on", "Called.", "Lee")
    with pytest.raises(SafeguardingProblem, match="decided about this comment already"):
        safeguarding.decide(parks, Queue.HARM, flag[Queue.HARM], Decision.NO_CONCERN, "", by=team[1])


def test_a_decision_is_taken_back_and_the_trail_holds_no_word_of_it(parks, team, flag):
    lee, _dee = team
    safeguarding.decide(parks, Queue.HARM, flag[Queue.HARM], Decision.NO_CONCERN, "A secret note", by=lee)
    safeguarding.reopen(parks, Queue.HARM, flag[Queue.HARM], by=lee)
    with pytest.raises(SafeguardingProblem, match="waits to be read already"):
        safeguarding.reopen(parks, Queue.HARM, flag[Queue.HARM], by=lee)
    assert flags.counts(parks, Queue.HARM) == (1, 0, 0)
    entries = [(entry.action, entry.subject) for entry in audit.entries(parks.id, limit=2)]
    assert entries == [
        ("flagged comment: reopened", {"flag": flag[Queue.HARM], "queue": "harm"}),
        ("flagged comment: no_concern", {"flag": flag[Queue.HARM], "queue": "harm"}),
    ]
    assert audit.broken_entries() == []


def test_a_decision_of_the_other_queue_and_a_flag_of_elsewhere_are_refused(parks, team, flag):
    with pytest.raises(SafeguardingProblem, match="decisions in the list"):
        safeguarding.decide(parks, Queue.HARM, flag[Queue.HARM], Decision.REDACT, "", by=team[0])
    with pytest.raises(SafeguardingProblem, match="no such comment"):
        safeguarding.decide(parks, Queue.HARM, flag[Queue.IDENTIFYING], Decision.NO_CONCERN, "", by=team[0])
