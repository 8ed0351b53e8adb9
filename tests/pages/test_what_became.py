"""What a receipt says became of answers at each stage: open, being read, published, taken down, withdrawn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from consult import clock
from consult.rules.commitments import CommitmentKind, CommitmentStatus
from consult.rules.responses import State
from consult.rules.review import ActionKind
from consult.services import committing, deciding_states, reviewing
from consult.services.publishing import showing
from consult.store import answering, consultations, responses
from consult.store.answering import Publication
from consult.store.database import db
from consult.store.transactions import transaction

WROTE = "First line Second line & <b>more</b>"
BECAME = "/receipt/yours/what-became-of-it"
SCHOOL_BUS = "A bus to school"


class Council:
    """What officers do about the consultation, through the same services as their pages."""

    def __init__(self, app: Flask, slug: str) -> None:
        self.app, self.slug, self.moment = app, slug, clock.now()

    def now(self):
        """Each step is later than the one before."""
        self.moment += timedelta(minutes=1)
        return self.moment

    @property
    def consultation(self):
        return consultations.by_slug(self.slug)

    @property
    def comment(self) -> str:
        """What was written in one's own words; the name of a place is another comment."""
        return next(
            row.reference for row in responses.comments(self.consultation) if "First line" in row.text
        )

    def close(self) -> None:
        with self.app.app_context(), transaction():
            self.consultation.closes_at = clock.now()

    def build(self) -> int:
        with self.app.app_context(), transaction():
            row = Publication(
                consultation_id=self.consultation.id, dataset_digest="0" * 64, built_at=clock.now()
            )
            answering.add(row)
            return row.id

    def publish(self, number: int | None = None) -> int:
        number = number or self.build()
        with self.app.app_context():
            showing.publish(self.consultation, answering.publication(self.consultation, number), by=None)
        return number

    def take_down(self, number: int) -> None:
        with self.app.app_context():
            showing.take_down(self.consultation, answering.publication(self.consultation, number), by=None)

    def set_state(self, state: State) -> None:
        with self.app.app_context():
            row = responses.recent(self.consultation, limit=1, offset=0)[0][0]
            deciding_states.set_state(self.consultation, row, state, "To see what is said", by=None)

    def add_theme(self, name: str, definition: str = "") -> str:
        payload = {"name": name, "definition": definition}
        with self.app.app_context():
            review = reviewing.decide(self.consultation, ActionKind.ADD_THEME, payload, by=None)
            return f"t{review.actions[-1].number}"

    def decide(self, kind: ActionKind, *, comments: bool = True, **payload: object) -> None:
        with self.app.app_context():
            of_comments = {"comments": [self.comment]} if comments else {}
            reviewing.decide(self.consultation, kind, payload | of_comments, by=None)

    def commit(self, theme: str, kind: CommitmentKind, text: str, **settings: object) -> None:
        with self.app.app_context():
            committing.commit(self.consultation, theme, kind, text, by=None, **settings)

    def update(self, status: CommitmentStatus, text: str) -> None:
        with self.app.app_context():
            [row] = answering.commitments(self.consultation)
            committing.update(self.consultation, row, status, text, by=None)

    def remove_commitment(self) -> None:
        with self.app.app_context(), transaction():
            [row] = answering.commitments(self.consultation)
            row.removed_at = clock.now()


@pytest.fixture
def council(app, every_type, monkeypatch):
    made = Council(app, every_type)
    monkeypatch.setattr(clock, "now", made.now)
    return made


@pytest.fixture
def me(visitor, council, way):
    """Someone who has sent their answers and holds their receipt."""
    visitor.send(way.to_check(visitor), "/answer/send-answers")
    return visitor


def mine(me) -> str:
    """What the page says of what I wrote."""
    sections = me.get(BECAME).all("section", class_="became")
    texts = [" ".join("".join(one.itertext()).split()) for one in sections]
    return next(text for text in texts if WROTE in text)


def lead(me) -> str:
    return me.get(BECAME).all("p", class_="govuk-body-l")[0].text


def take_up(council) -> str:
    """A theme that the comment is in, with a promise."""
    theme = council.add_theme(SCHOOL_BUS, "Getting to school and back.")
    council.decide(ActionKind.CODE, themes=[theme])
    council.commit(
        theme,
        CommitmentKind.WILL_CHANGE,
        "A bus from each estate.",
        owner="Transport team",
        due_on=date(2030, 9, 1),
    )
    return theme


def test_while_people_answer_and_while_we_read_nothing_of_what_was_decided_is_shown(me, council):
    take_up(council)
    assert lead(me).startswith("Nothing yet: people are still answering until")
    council.close()
    assert lead(me).startswith("Not yet: the consultation closed on")
    council.build()
    for page in (me.get(BECAME), me.get("/receipt/yours")):
        assert SCHOOL_BUS not in page.text and "estate" not in page.text
    assert "We have it. What became of it is shown here once the results are published." in mine(me)
    stands = me.get("/receipt/yours").answers
    assert stands["What people said"] == "We are reading what was said. It is not published yet"
    assert stands["What we do about it"] == "Not published yet"


def test_once_published_the_theme_its_answer_and_what_happened_since_are_shown(me, council):
    take_up(council)
    council.close()
    council.publish()
    assert lead(me).startswith("The results are published. What you chose is counted in the figures")
    said = mine(me)
    assert f"Theme: {SCHOOL_BUS} Getting to school and back." in said
    assert "We will change it. A bus from each estate. (Not started) By 1 September 2030" in said
    assert "What has happened since" not in said
    council.update(CommitmentStatus.DELAYED, "The order is late.")
    assert "(Delayed)" in mine(me)
    link = me.get(BECAME).links["What has happened since"]
    progress, _hash, place = link.partition("#")
    assert "The order is late." in "".join(me.get(progress).by_id(place).itertext())
    stands = me.get("/receipt/yours").answers
    assert stands["What we do about it"] == "See our promises and what became of them"


def test_a_theme_without_an_answer_says_so(me, council):
    take_up(council)
    council.remove_commitment()
    council.close()
    council.publish()
    assert "There is no answer to this theme yet." in mine(me)


def test_themes_that_were_merged_since_lead_to_the_one_that_stands_once(me, council):
    theme = take_up(council)
    transport = council.add_theme("Transport")
    council.decide(ActionKind.CODE, themes=[theme, transport])
    council.decide(ActionKind.MERGE, comments=False, theme=theme, into=transport)
    council.close()
    council.publish()
    said = mine(me)
    assert said.count("Theme:") == 1 and "Theme: Transport" in said
    assert "A bus from each estate." in said


def test_what_was_read_without_a_theme_set_aside_or_not_read_says_so(me, council):
    council.close()
    council.publish()
    assert "it has not been put in a theme by a person yet" in mine(me)
    council.decide(ActionKind.NO_THEME)
    assert "It stands on its own and belongs to no theme." in mine(me)
    council.decide(ActionKind.SET_ASIDE_COMMENTS, reason="It names a child.")
    assert "The reason that is published: It names a child." in mine(me)


@pytest.mark.parametrize("state", [State.HELD, State.TEST])
def test_answers_that_were_not_counted_are_not_said_to_be_in_the_results(me, council, state):
    take_up(council)
    council.set_state(state)
    council.close()
    council.publish()
    assert lead(me) == "The results are published. Your answers are not counted in them."
    assert "If you do not know why, write to consultations@example.org." in me.get(BECAME).text
    said = mine(me)
    assert "It is kept. It is not counted with the other comments at the moment." in said
    assert "counted as received" not in said and SCHOOL_BUS not in said
    shown = me.get("/receipt/yours").answers["Your answers"]
    assert "before they are counted" not in shown and "not counted" in shown
    withdraw = me.get("/receipt/yours/withdraw")
    assert withdraw.heading == "Your answers cannot be withdrawn any more"
    assert "your answers are counted in them" not in withdraw.text
    assert "Your answers are not counted in them. If you want them erased, write to" in withdraw.text


def test_answers_that_are_counted_only_after_the_results_were_built_are_not_in_them(me, council):
    council.set_state(State.HELD)
    council.close()
    built = council.build()
    council.set_state(State.COUNTED)
    council.publish(built)
    not_in_them = "The results are published. Your answers are not counted in them."
    assert lead(me) == not_in_them
    assert me.get("/receipt/yours").answers["Your answers"] == not_in_them
    council.publish()
    assert lead(me).startswith("The results are published. What you chose is counted in the figures")
    assert me.get("/receipt/yours").answers["Your answers"] == "Counted with all the others"


def test_answers_that_are_held_after_the_results_are_out_are_still_in_them(me, council):
    council.close()
    council.publish()
    council.set_state(State.HELD)
    page = me.get(BECAME)
    assert "What you chose is counted in the figures" in page.text
    assert "are not counted at the moment" not in page.text
    assert "your answers are counted in them" in me.get("/receipt/yours/withdraw").text


def test_results_that_were_taken_down_are_not_called_unpublished_and_what_they_said_is_not_shown(me, council):
    take_up(council)
    council.close()
    council.take_down(council.publish())
    taken_down = "The results were published and have been taken down. They are not public at the moment."
    assert lead(me) == taken_down
    assert SCHOOL_BUS not in me.get(BECAME).text
    stands = me.get("/receipt/yours").answers
    assert stands["What people said"] == taken_down
    assert stands["What we do about it"] == "Not public at the moment"
    for path in ("answers", "receipt.txt"):
        text = me.client.get(f"/receipt/yours/{path}").text
        assert taken_down in text and "We are reading what was said" not in text
    withdraw = me.get("/receipt/yours/withdraw")
    assert "The results were public for a time." in withdraw.text
    assert me.send(withdraw, "/receipt/yours/withdraw").heading == "Your answers are withdrawn"


def test_a_receipt_of_what_was_withdrawn_does_not_say_that_results_are_published(me, council, monkeypatch):
    from consult.pages import receipts

    me.send(me.get("/receipt/yours/withdraw"), "/receipt/yours/withdraw")
    council.close()
    papers: list[str] = []
    monkeypatch.setattr(receipts, "laid_out", lambda page, *_rest: papers.append(page) or b"")
    me.client.get("/receipt/yours/receipt.pdf")
    for text in (papers[0], me.client.get("/receipt/yours/receipt.txt").text):
        assert "You withdrew your answers." in text
        assert "results are published" not in text
    assert "nothing of them is left to follow" in me.get(BECAME).text


def test_what_officers_wrote_is_marked_as_english_in_another_language(me, council):
    take_up(council)
    council.close()
    council.publish()
    with council.app.app_context(), transaction():
        responses.recent(council.consultation, limit=1, offset=0)[0][0].language = "cy"
        db.session.flush()
    page = me.get(BECAME)
    assert page.all("html")[0].get("lang") == "cy"
    marked = ["".join(one.itertext()) for one in page.all("bdi", lang="en")]
    assert SCHOOL_BUS in marked
    assert "A bus from each estate." in [one.text for one in page.all("span", lang="en")]
    assert "Getting to school and back." in [one.text for one in page.all("p", lang="en")]
