"""Reach: loading a population, who is named as missing, and the one page with small numbers withheld."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pikepdf
import pytest
from docx import Document as WordDocument

from consult import clock
from consult.services.publishing import building
from consult.store import consultations
from consult.store.database import db

SAMPLE = "send-strategy"
REACH = f"/officer/{SAMPLE}/reach"


AUDIENCES = (
    "group,people\n"
    "A parent or carer of a child or young person with SEND,4000\n"
    "A young person,5000\n"
    "Someone who works with children or young people,1000\n"
)


def load(officer, text, variable="role", source="Sample numbers"):
    return officer.send(
        officer.get(f"{REACH}/add"), "/reach/add", variable=variable, source=source, text=text
    )


def test_without_a_population_the_page_says_what_to_do(officer):
    page = officer.get(REACH)
    assert "No population table is loaded yet" in page.text


def test_who_is_missing_is_named_and_attendances_are_never_added(officer):
    page = load(officer, AUDIENCES)
    assert page.address == REACH
    assert "Missing among those who answered: Who answered: A young person" in page.text
    assert "Missing: nobody answered" in page.text
    assert "44 of 66" in page.text.replace("\xa0", " ")
    assert "Attendances are not responses" in page.text


def test_a_group_is_a_share_of_those_whom_the_population_is_about(officer):
    parents, young, _ = AUDIENCES.splitlines()[1:]
    page = load(officer, f"group,people\n{parents}\n")
    assert "44 of 44" in page.text.replace("\xa0", " ")
    assert "About its share" in page.text
    assert "22 in none of these groups" in page.text
    page = load(officer, f"group,people\n{parents}\n{young}\nTotal,10000\n")
    assert "44 of 66" in page.text.replace("\xa0", " ")


def test_a_population_smaller_than_those_who_answered_is_said_to_be_so(officer):
    page = load(officer, AUDIENCES.replace("4000", "10"))
    assert "More responses than there are people: check both" in page.text


def test_groups_called_otherwise_are_matched_by_a_person(officer):
    page = load(officer, "group,people\nParents,4000\nYoung people,5000\nStaff,1000\n")
    assert page.status == 400
    assert page.heading == "Which answers are these groups?"
    options = [box.get("value") for box in page.all("input", name="group-0")]
    page = officer.send(page, "/reach/add", group__0=options[0], group__1=options[1], group__2=options[2])
    assert page.address == REACH
    assert "Young people" in page.text


def test_an_answer_given_to_two_groups_is_refused_by_name(officer):
    page = load(officer, "group,people\nParents,4000\nYoung people,5000\n")
    options = [box.get("value") for box in page.all("input", name="group-0")]
    page = officer.send(page, "/reach/add", group__0=options[:2], group__1=options[1])
    assert page.status == 400
    assert any("groups overlap" in message for message in [page.text])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("group,people\nA young person,many\n", "Row 2"),
        ("name,n\na,1\n", "no column"),
        ("", "Choose a file, or paste"),
        ("group,people\nA young person,0\n", "nobody in any group"),
    ],
)
def test_a_bad_table_is_refused_with_the_row_and_nothing_is_loaded(officer, text, why):
    page = load(officer, text)
    assert page.status == 400
    assert why in page.text
    assert "No population table is loaded yet" in officer.get(REACH).text


def test_taking_out_can_be_undone(officer):
    load(officer, AUDIENCES)
    page = officer.send(officer.get(REACH), "/take-out")
    assert "No population table is loaded yet" in page.text
    page = officer.send(page, "/undo")
    assert "A young person" in page.text


def test_the_one_page_as_pdf_and_word_says_the_same(officer):
    load(officer, AUDIENCES)
    page = officer.get(f"{REACH}/page")
    assert "Not for publication" not in page.text
    pdf = officer.client.get(f"{REACH}/page.pdf")
    assert pikepdf.open(io.BytesIO(pdf.data)).Root.MarkInfo.Marked
    word = WordDocument(io.BytesIO(officer.client.get(f"{REACH}/page.docx").data))
    said = " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    assert "18 October 2023" in said
    assert "44" in said


def test_in_the_appendix_it_is_read_off_what_is_protected_and_can_be_recomputed(app, officer, tmp_path):
    load(officer, AUDIENCES)
    load(
        officer,
        "group,people\nUnder 5,100\n5 to 10,100\n11 to 15,100\n16 to 25,100\n",
        variable="child_age",
    )
    officer.send(officer.get(REACH), "/in-appendix")
    with app.app_context():
        _, files = building.build(
            consultations.by_slug(SAMPLE),
            organisation="Sample",
            datasets_folder=tmp_path / "d",
            charts_folder=tmp_path / "c",
            formats=["json", "html"],
        )
        db.session.remove()
    building.write_to_folder(files, tmp_path / "out")
    from consult.appendix.verification import verify_folder

    assert verify_folder(tmp_path / "out").agrees
    appendix = json.loads((tmp_path / "out" / "appendix.json").read_text("utf-8"))
    by_variable = {table["variable"]: table for table in appendix["reach"]}
    assert [g["n"] for g in by_variable["role"]["groups"]] == [44, 0, 22]
    shown = {
        cell["n"]
        for table in appendix["profile"]
        for row in table["rows"]
        for cell in row["cells"]
        if "n" in cell
    }
    for table in by_variable.values():
        assert {g["n"] for g in table["groups"]} <= {*shown, None}
    assert "How far people were consulted" in (tmp_path / "out" / "appendix.html").read_text("utf-8")


def test_who_is_missing_is_on_the_overview_only_while_there_is_time(app, officer):
    overview = f"/officer/{SAMPLE}/"
    load(officer, AUDIENCES)
    assert "Who is missing so far" not in officer.get(overview).text, "it has closed"
    with app.app_context():
        consultations.by_slug(SAMPLE).closes_at = clock.now() + timedelta(days=1)
        db.session.commit()
        db.session.remove()
    page = officer.get(overview)
    assert "Who is missing so far" in page.headings
    assert "Who answered: A young person" in page.text
