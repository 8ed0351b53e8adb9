"""The hub with many consultations: found, sorted, cut into pages, followed; and in how many queries."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from sqlalchemy import event as sql_events

from consult import clock
from consult.store import answering, consultations, events, listing
from consult.store.answering import Commitment, CommitmentUpdate, Publication
from consult.store.consultations import Consultation
from consult.store.database import db
from consult.store.events import Event
from consult.store.transactions import transaction

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return NOW


def a_consultation(slug, title, opens, closes, summary="", purpose=""):
    row = Consultation(
        slug=slug,
        title=title,
        summary=summary,
        details={"purpose": purpose},
        searched=listing.searched_text(title, summary, purpose),
        opens_at=NOW + timedelta(days=opens),
        closes_at=NOW + timedelta(days=closes),
        created_at=NOW,
        safeguarding_lead="Lee Lead",
        safeguarding_deputy="Dee Deputy",
    )
    consultations.add(row)
    return row


def publish(row, days_ago):
    at = NOW - timedelta(days=days_ago)
    answering.add(Publication(consultation_id=row.id, dataset_digest="d", built_at=at, published_at=at))


def an_update(row, text, days_ago, *, written_down_days_ago=None, promise="c1"):
    promise = Commitment(
        consultation_id=row.id, key=promise, theme_key="t1", kind="will_change", text="We will.", owner="Us",
        created_at=NOW,
    )  # fmt: skip
    answering.add(promise)
    at = NOW - timedelta(days=days_ago)
    answering.add(
        CommitmentUpdate(
            commitment_id=promise.id, made_on=at.date(), status="on_track", text=text, difference="",
            recorded_at=at if written_down_days_ago is None else NOW - timedelta(days=written_down_days_ago),
        )
    )  # fmt: skip


@pytest.fixture
def many(app):
    """So many consultations of each phase; some with results and an update."""

    def make(each):
        with app.app_context(), transaction():
            for n in range(each):
                a_consultation(f"open-{n:03}", f"Open {n:03}", -5, 5 + n)
                a_consultation(f"soon-{n:03}", f"Soon {n:03}", 5 + n, 50 + n)
                closed = a_consultation(f"closed-{n:03}", f"Closed {n:03}", -50 - n, -5 - n)
                publish(closed, 1 + n)
                an_update(closed, f"Work has begun {n}.", 1 + n)

    return make


def queries_of(app, get):
    """How many statements the database is sent while a page is made."""
    sent = []
    with app.app_context():
        engine = db.engine
    sql_events.listen(engine, "before_cursor_execute", lambda *told: sent.append(told[2]))
    get()
    return len(sent)


@pytest.mark.parametrize(
    "address", ["/", "/consultations", "/consultations?show=closed&words=closed", "/feed.atom"]
)
def test_as_many_queries_for_few_consultations_as_for_many(app, client, many, now, address):
    many(8)
    few = queries_of(app, lambda: client.get(address))
    with app.app_context(), transaction():
        for n in range(40):
            publish(a_consultation(f"more-{n}", f"Closed more {n}", -60, -6), 3)
    # Two listeners hear each statement now.
    assert queries_of(app, lambda: client.get(address)) <= few + 3
    assert few <= 12


def test_the_hub_shows_the_first_of_each_and_leads_to_all(visitor, many, now):
    many(33)
    page = visitor.get("/")
    assert "Open 000" in page.links
    assert "Open 032" not in page.links
    everything = visitor.get(page.links["See all 33 that are open"])
    assert "33 consultations" in everything.headings
    assert page.links["See all 33 that have closed"] == "/consultations?show=closed"


def test_pages_of_a_search_keep_what_was_searched_for(visitor, many, now):
    many(25)
    first = visitor.get("/consultations?words=soon&order=title")
    assert [name for name in first.links if name.startswith("Soon")][:2] == ["Soon 000", "Soon 001"]
    second = (
        visitor.get(first.links["Page 2"])
        if "Page 2" in first.links
        else visitor.get(
            next(link.get("href") for link in first.all("a") if "page=2" in link.get("href", ""))
        )
    )
    assert [name for name in second.links if name.startswith("Soon")] == [
        f"Soon {n:03}" for n in range(20, 25)
    ]
    assert "page 2 of 2" in second.title
    assert (
        visitor.get("/consultations?words=soon&page=99").title
        == visitor.get("/consultations?words=soon&page=2").title
    )


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("short breaks", True),
        ("BREAKS short", True),
        ("ty gobaith", True),
        ("TŶ", True),
        ("families", True),
        ("100%", True),
        ("short swimming", False),
        ("1000", False),
        ("100_", False),
        ("purpose", False),
        ("'; DROP TABLE consultation; --", False),
    ],
)
def test_words_are_found_wherever_they_stand_and_however_they_are_written(app, visitor, now, words, is_found):
    with app.app_context(), transaction():
        a_consultation(
            "one", "Short breaks at Tŷ Gobaith", -1, 5, "We spend 100% of it.", "What families think"
        )
    page = visitor.client.get("/consultations", query_string={"words": words})
    assert ("Short breaks at T" in page.text) is is_found
    assert ("Nothing found" in page.text) is not is_found


def test_strange_choices_of_the_address_show_everything(visitor, many, now):
    many(1)
    for address in (
        "?show=secret&order=up",
        "?page=0",
        "?page=-1",
        "?page=²",
        "?page=99999999999",
        "?words=%00%0b",
    ):
        page = visitor.get(f"/consultations{address}")
        assert page.status == 200
        assert "3 consultations" in page.headings


def test_the_orders_differ(visitor, many, now):
    many(3)

    def order(query):
        page = visitor.get(f"/consultations?{query}")
        return [name for name in page.links if name.startswith(("Open", "Soon", "Closed 0"))]

    assert order("show=open") == ["Open 000", "Open 001", "Open 002"]
    assert order("show=closed") == ["Closed 000", "Closed 001", "Closed 002"]
    assert order("show=forthcoming&order=newest") == ["Soon 002", "Soon 001", "Soon 000"]
    assert order("order=title")[0] == "Closed 000"


def test_only_events_that_were_announced_and_are_to_come_are_shown(app, visitor, now):
    with app.app_context(), transaction():
        row = a_consultation("one", "Short breaks", -1, 5)
        for name, days, announced, removed in (
            ("Today at the library", 0, True, False),
            ("Next week", 7, True, False),
            ("Last week", -7, True, False),
            ("Only planned", 7, False, False),
            ("Called off", 7, True, True),
        ):
            events.add_event(
                Event(
                    key=name, consultation_id=row.id, title=name, held_on=date(2024, 6, 1) + timedelta(days=days),
                    place="Town library", method="A drop-in table", run_by="Us", attendance={}, present=0,
                    overlap="", created_at=NOW, announced_at=NOW if announced else None,
                    removed_at=NOW if removed else None, public_time="10am to midday", joining="Just come along.",
                )
            )  # fmt: skip
    for address in ("/", "/consultations/one"):
        text = visitor.get(address).text
        assert text.index("Today at the library") < text.index("Next week")
        assert "1 June 2024, 10am to midday" in text
        for hidden in ("Last week", "Only planned", "Called off"):
            assert hidden not in text
    assert "Just come along." in visitor.get("/consultations/one").text


def test_the_timeline_says_what_has_happened_and_nothing_before_its_time(app, visitor, now):
    with app.app_context(), transaction():
        soon = a_consultation("soon", "Soon", 1, 5)
        row = a_consultation("one", "Short breaks", -50, -20)
        an_update(row, "The first club has opened.", 2)
        an_update_before_results = a_consultation("two", "Parks", -50, -20)
        an_update(an_update_before_results, "Not public yet.", 2)
        publish(row, 10)
        assert soon.id
    page = visitor.get("/consultations/one")
    items = [" ".join("".join(item.itertext()).split()) for item in page.all("li", class_="timeline__item")]
    assert items == [
        "30 May 2024 Update on what we promised The first club has opened.",
        "22 May 2024 Results published",
        "12 May 2024 Closed",
        "12 April 2024 Opened for answers",
    ]
    assert "What has happened so far" not in visitor.get("/consultations/soon").headings
    assert "Not public yet." not in visitor.get("/consultations/two").text
    hub = visitor.get("/").text
    assert "The first club has opened." in hub
    assert "Not public yet." not in hub


def test_updates_of_one_day_stand_together_and_each_leads_to_its_promise(app, visitor, now):
    with app.app_context(), transaction():
        row = a_consultation("one", "Short breaks", -50, -20)
        an_update(row, "Both were visited.", 2, promise="c1")
        an_update(row, "Buses run.", 2, promise="c2")
        publish(row, 10)
    about = visitor.get("/consultations/one")
    assert about.text.count("Update on what we promised") == 1
    leads_to = {"".join(link.itertext()): link.get("href") for link in about.all("a", class_="govuk-link")}
    assert leads_to["Both were visited."] == "/consultations/one/progress#c1"
    assert leads_to["Buses run."] == "/consultations/one/progress#c2"
    hub = visitor.get("/")
    assert hub.text.count("Update on what we promised") == 1
    assert "Both were visited." in hub.text and "Buses run." in hub.text


def test_an_update_has_the_day_on_which_it_was_made_not_the_one_when_it_was_written_down(
    app, client, visitor, now
):
    with app.app_context(), transaction():
        old, new = a_consultation("old", "Buses", -90, -60), a_consultation("new", "Parks", -50, -20)
        an_update(old, "More buses run.", 30, written_down_days_ago=0)
        publish(old, 40)
        publish(new, 10)
    items = [" ".join("".join(item.itertext()).split()) for item in visitor.get("/").all("ol")[0].iter("li")]
    assert items == [
        "Parks: Results published 22 May 2024",
        "Buses: Update on what we promised 2 May 2024 More buses run.",
        "Buses: Results published 22 April 2024",
    ]
    feed = ElementTree.fromstring(client.get("/feed.atom").data)
    days = [entry.findtext(f"{ATOM}updated")[:10] for entry in feed.findall(f"{ATOM}entry")]
    assert "2024-05-02" in days and "2024-06-01" not in days


def test_the_feed_names_everything_once_newest_first(app, client, many, now):
    many(2)
    reply = client.get("/feed.atom")
    assert reply.content_type == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(reply.data)
    assert feed.tag == f"{ATOM}feed"
    for needed in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{needed}")
    entries = feed.findall(f"{ATOM}entry")
    names = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(names)) == len(names) == 2 + 4 + 2 + 2
    times = [datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) for entry in entries]
    assert times == sorted(times, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == times[0].isoformat()
    for entry in entries:
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Sample Borough Council"
        assert client.get(entry.find(f"{ATOM}link").get("href")).status_code in (200, 404)
    assert "tag:localhost,2026:closed-000/results" in names


def test_the_feed_of_nothing_is_valid_and_pages_lead_to_it(client, visitor, now):
    feed = ElementTree.fromstring(client.get("/feed.atom").data)
    assert feed.findall(f"{ATOM}entry") == []
    found = visitor.get("/").all("link", rel="alternate", type="application/atom+xml")
    assert [link.get("href") for link in found] == ["/feed.atom"]


def test_text_that_xml_cannot_hold_does_not_break_the_feed(app, client, now):
    with app.app_context(), transaction():
        a_consultation("one", "A & B <b> ]]> \x0b", -1, 5)
    feed = ElementTree.fromstring(client.get("/feed.atom").data)
    assert "A & B <b> ]]>" in feed.findtext(f"{ATOM}entry/{ATOM}title")
