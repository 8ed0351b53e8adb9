"""The officers' page that compares consultations: waves with breaks, and groups side by side."""

from __future__ import annotations

import copy
import csv
import io
import json

import pytest
from python_calamine import CalamineWorkbook

from consult.rules.permissions import Role
from consult.services import loading, setting_up_samples, signing_in
from consult.store.database import db

EMAIL, PASSWORD = "officer@example.org", "a long enough password"
SAMPLE, LATER = "send-strategy", "send-strategy-later"
COMPARE = f"/officer/{SAMPLE}/compare"
FILE = json.loads((setting_up_samples.SAMPLES / SAMPLE / "consultation.json").read_text("utf-8"))


@pytest.fixture
def officer(app, visitor, tmp_path):
    """An officer of the sample and of a later one that words one question differently."""
    later = copy.deepcopy(FILE)
    later["consultation"] |= {"slug": LATER, "title": "Sample: a year later"}
    later["consultation"] |= {"opens_at": "2024-10-18T09:00", "closes_at": "2024-11-30T17:00"}
    for wording in later["wordings"]:
        wording["questions"]["delivery"]["text"] += " In your own view?"
    path = setting_up_samples.SAMPLES / SAMPLE
    (tmp_path / "later.json").write_text(json.dumps(later), encoding="utf-8")
    for folder in path.iterdir():
        if folder.is_dir():
            (tmp_path / folder.name).symlink_to(folder)
    with app.app_context():
        signing_in.add_account(EMAIL, "Officer", PASSWORD)
        first = setting_up_samples.set_up(app.extensions["codes"], SAMPLE, by=None)
        second = loading.load_file(tmp_path / "later.json").consultation
        for one in (first, second):
            signing_in.join_team(one, EMAIL, Role.OFFICER, by=None)
        db.session.remove()
    visitor.send(visitor.get("/officer/"), "", email=EMAIL, password=PASSWORD)
    return visitor


def test_a_series_shows_changes_and_breaks_where_the_wording_changed(officer):
    page = officer.get(COMPARE)
    assert "Nothing is linked yet" in page.text
    page = officer.send(officer.get(f"{COMPARE}/link/{LATER}"), "/compare/link/", way="wave")
    assert "Break in the series" in page.text
    assert "The question was worded differently" in page.text
    assert "no change can be worked out" in page.text, "nobody has answered the later one yet"
    assert "NaN" not in page.text


def test_side_by_side_needs_a_way_and_a_pair_and_can_be_unlinked_and_undone(officer):
    link = officer.get(f"{COMPARE}/link/{LATER}")
    assert officer.send(link, "/compare/link/").status == 400
    page = officer.send(link, "/compare/link/", way="beside")
    assert "never added" in page.text
    page = officer.send(page, "/unlink")
    assert "Nothing is linked yet" in page.text
    assert "Side by side" in officer.send(page, "/undo").headings


def test_another_question_keeps_its_own_name_and_goes_with_one_of_ours_only(officer):
    link = officer.get(f"{COMPARE}/link/{LATER}")
    pairs = {f"pair__{n}": "" for n in range(6)}
    twice = officer.send(
        link, "/compare/link/", way="wave", **pairs | {"pair__0": "delivery", "pair__1": "delivery"}
    )
    assert twice.status == 400
    assert "It can go with one only" in twice.text
    other = pairs | {"pair__0": "priorities.inclusion"}
    page = officer.send(link, "/compare/link/", way="wave", **other)
    tables = [" ".join("".join(one.itertext()).split()) for one in page.all("caption")]
    assert tables == ["Table 1: 1. Being heard", "Table 2: 3. Inclusion"]
    page = officer.send(link, "/compare/link/", way="beside", **other)
    assert "They were not asked in the same words" in page.text


def test_a_consultation_of_another_team_cannot_be_linked(officer):
    assert officer.client.get(f"{COMPARE}/link/have-your-say").status_code == 404


def test_the_downloads_have_the_figures_and_the_words_of_the_page(officer):
    assert officer.client.get(f"{COMPARE}/file.csv").status_code == 303, "nothing is linked yet"
    page = officer.send(officer.get(f"{COMPARE}/link/{LATER}"), "/compare/link/", way="wave")
    reply = officer.client.get(f"{COMPARE}/file.csv")
    assert "send-strategy-compared.csv" in reply.headers["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(reply.data.decode("utf-8-sig"))))
    assert len({line["value"] for line in lines if line["measure"] == "dataset"}) == 2
    words = [line["value"] for line in lines if line["measure"] == "words"]
    assert any(text.startswith("Break in the series. Not to be compared. The question was") for text in words)
    shown = page.text.replace("\xa0", " ")
    figures = {}
    for line in lines:
        figures.setdefault((line["table"], line["row"], line["column"]), {})[line["measure"]] = line["value"]
    agreed = [
        one
        for one in figures.values()
        if int(one.get("base", "0")) >= 30 and not one["number"].startswith("-")
    ]
    counts = [f"({one['number']} of {one['base']})" for one in agreed if "per cent" in one]
    assert sum(text in shown for text in counts) > 20
    book = CalamineWorkbook.from_filelike(io.BytesIO(officer.client.get(f"{COMPARE}/file.xlsx").data))
    rows = book.get_sheet_by_name("Asked again").to_python()
    assert set(words) <= {str(cell) for row in rows for cell in row}
    numbers = {int(cell) for row in rows for cell in row if isinstance(cell, float)}
    assert {int(one["number"]) for one in figures.values() if "number" in one} <= numbers
    assert officer.client.get(f"{COMPARE}/file.pdf").status_code == 404
