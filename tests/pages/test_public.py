"""What anyone can read: the hub, about a consultation, statements."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from consult import clock
from consult.colours import CONTRAST_OF_TEXT, contrast, organisation_stylesheet
from consult.settings import SettingsProblem

BEFORE = datetime(2023, 6, 1, tzinfo=UTC)
AFTER = datetime(2100, 6, 1, tzinfo=UTC)


def at(monkeypatch, moment):
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_the_hub_says_so_where_there_is_nothing(visitor):
    page = visitor.get("/")
    assert page.title == "Consultations – Sample Borough Council"
    assert page.headings[1:] == ["Open now", "Coming soon", "Closed"]
    for words in ("No consultation is open", "Nothing is planned yet", "No consultation has closed yet"):
        assert words in page.text


@pytest.mark.parametrize(
    ("moment", "section", "words"),
    [
        (BEFORE, "Coming soon", "Opens on 1 January 2024 at midnight"),
        (datetime(2024, 6, 1, tzinfo=UTC), "Open now", "Closes on 31 December 2099 at 11:59pm"),
        (AFTER, "Closed", "Closed on 31 December 2099"),
    ],
)
def test_a_consultation_stands_where_it_is_in_time(visitor, every_type, monkeypatch, moment, section, words):
    at(monkeypatch, moment)
    page = visitor.get("/")
    assert page.links["Short breaks for disabled children"] == f"/consultations/{every_type}"
    title = page.headings.index("Short breaks for disabled children")
    assert page.headings[title - 1] == section
    assert words in page.text


def test_the_page_about_a_consultation_says_what_people_need_before_they_start(visitor, every_type):
    page = visitor.get(f"/consultations/{every_type}")
    assert page.title == "Short breaks for disabled children – Sample Borough Council"
    assert page.heading == "Short breaks for disabled children"
    for words in (
        "Closes on 31 December 2099 at 11:59pm",
        "about 5 minutes",
        "What your answers can change",
        "What they cannot change",
        "We do not publish anything that shows who you are.",
        "consultations@example.org",
    ):
        assert words in page.text
    assert page.links["Draft offer of short breaks"] == "https://example.org/offer"
    form = page.form("/answer/start-answering")
    assert (form.method, form.action) == ("post", f"/consultations/{every_type}/answer/start-answering")
    assert form.values["wording"] == "standard.en"


def test_nobody_can_start_before_it_opens(visitor, every_type, monkeypatch, rows):
    page = visitor.get(f"/consultations/{every_type}")
    at(monkeypatch, BEFORE)
    shown = visitor.get(f"/consultations/{every_type}")
    assert "You can answer from 1 January 2024 at midnight." in shown.text
    assert not shown.all("form")
    assert visitor.send(page, "/answer/start-answering").address == f"/consultations/{every_type}"
    assert rows.drafts == 0


def test_a_closed_consultation_says_that_results_will_come(visitor, every_type, monkeypatch):
    at(monkeypatch, AFTER)
    page = visitor.get(f"/consultations/{every_type}")
    assert "This consultation is closed" in page.headings
    assert "The results will be on this page." in page.text
    assert not page.all("form")


def test_someone_who_has_begun_can_carry_on_or_start_with_empty_pages(visitor, every_type, rows):
    visitor.start()
    page = visitor.get(f"/consultations/{every_type}")
    assert "You have begun on this device" in page.headings
    assert page.links["Carry on with your answers"] == f"/consultations/{every_type}/answer/"
    visitor.send(page, "/answer/start-answering")
    assert rows.drafts == 2


def test_someone_who_has_sent_their_answers_is_led_to_the_receipt(visitor, every_type, way):
    visitor.send(way.to_check(visitor), "/answer/send-answers")
    page = visitor.get(f"/consultations/{every_type}")
    assert "You have sent your answers" in page.headings
    assert visitor.get(page.links["See your receipt"]).heading == "Thank you. We have your answers."
    assert visitor.send(page, "/answer/start-answering").address.endswith("/answer/welcome")


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/accessibility", "Accessibility statement"),
        ("/privacy", "Privacy"),
        ("/receipt", "Use your receipt code"),
    ],
)
def test_statements(visitor, address, heading):
    page = visitor.get(address)
    assert page.status == 200
    assert page.heading == heading
    assert page.title.startswith(heading)
    for name in ("Accessibility statement", "Privacy", "I have a receipt code", "All consultations"):
        assert name in page.links


def test_an_unknown_page_says_what_to_do(visitor):
    page = visitor.get("/no/such/page")
    assert page.status == 404
    assert page.heading == "Page not found"
    assert page.links["Go to all consultations"] == "/"
    assert visitor.get("/consultations/unknown").status == 404


def test_a_page_that_is_only_for_sending_says_so(visitor):
    reply = visitor.client.delete("/receipt")
    assert reply.status_code == 405
    assert "cannot be opened in this way" in reply.text
    assert "GET" in reply.headers["Allow"]


def test_replies_are_compressed_only_for_those_who_can_read_it(visitor):
    for accepted in ({}, {"Accept-Encoding": "br"}, {"Accept-Encoding": "gzip;q=0"}):
        assert "Content-Encoding" not in visitor.client.get("/", headers=accepted).headers
    packed = visitor.client.get("/", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert b"Tell us what you think" in gzip.decompress(packed.data)
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_styles_are_kept_for_good_under_an_address_that_names_their_content(visitor):
    page = visitor.get("/")
    sheets = [link.get("href") for link in page.all("link", rel="stylesheet")]
    assert len(sheets) == 3
    for sheet in sheets:
        with visitor.client.get(sheet) as reply:
            assert reply.status_code == 200
            assert "immutable" in reply.headers["Cache-Control"]
        with visitor.client.get(sheet.split("?")[0]) as reply:
            assert "immutable" not in reply.headers["Cache-Control"]


def test_pages_are_never_kept_and_ask_nothing_of_other_sites(visitor, every_type):
    reply = visitor.client.get(f"/consultations/{every_type}")
    assert reply.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert "https://" not in reply.text.replace("https://example.org/offer", "")


def test_the_first_page_of_a_respondent_is_light(visitor, every_type):
    address = f"/consultations/{every_type}"
    page = visitor.get(address)
    loaded = [link.get("href") for link in page.all("link")]
    scripts = [part for part in page.response.text.split("'") if ".min.js?" in part]
    assert len(scripts) == 1
    assert sum(packed_size(visitor, each) for each in {address, *loaded, *scripts}) < 60_000


def packed_size(visitor, address):
    with visitor.client.get(address, headers={"Accept-Encoding": "gzip"}) as reply:
        return len(reply.data)


@pytest.mark.parametrize("colour", ["#1d4f73", "#ffdd00", "#000000", "#ffffff", "#7a3c1c"])
def test_text_on_the_organisations_colour_can_be_read(colour):
    sheet = organisation_stylesheet(colour)
    text = sheet.split("--organisation-text:")[1].split(";")[0]

    def parts(hexadecimal):
        return tuple(int(hexadecimal[place : place + 2], 16) for place in (1, 3, 5))

    assert contrast(parts(colour), parts(text)) >= CONTRAST_OF_TEXT


@pytest.mark.parametrize("colour", ["red", "#12345", "#1d4f73;}body{display:none", ""])
def test_a_colour_that_is_none_is_refused(colour):
    with pytest.raises(SettingsProblem, match="ORGANISATION_COLOUR"):
        organisation_stylesheet(colour)


def test_what_closes_while_someone_reads_is_told_by_the_servers_clock(visitor, every_type, monkeypatch):
    page = visitor.get(f"/consultations/{every_type}")
    closes = datetime(2099, 12, 31, 23, 59, tzinfo=UTC)
    at(monkeypatch, closes - timedelta(seconds=1))
    assert visitor.send(page, "/answer/start-answering").address.endswith("/answer/welcome")
    at(monkeypatch, closes)
    assert visitor.send(page, "/answer/start-answering").address == f"/consultations/{every_type}"
