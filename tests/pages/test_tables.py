"""The officers' page of tables: choosing, seeing, downloading, and the same figures everywhere."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import quote

import pytest

from analysis.figures import SMALL_BASE
from consult.rules.permissions import Role
from consult.services import current_dataset, loading, setting_up_samples, signing_in
from consult.services.publishing import building, releases
from consult.store import consultations
from consult.store.database import db

EMAIL, PASSWORD = "officer@example.org", "a long enough password"
SAMPLE = "send-strategy"
TABLES = f"/officer/{SAMPLE}/tables"


def show(officer, question, by="", published=False):
    more = "&show=published" if published else ""
    return officer.get(f"{TABLES}?question={quote(question)}&by={quote(by)}{more}")


def cells_of_page(page):
    """Every table of a page as {(row, column): text}, by caption."""
    found = {}
    for table in page.all("table", class_="figures"):
        caption = "".join(next(table.iter("caption")).itertext()).partition(": ")[2]
        columns = ["".join(cell.itertext()) for cell in next(table.iter("thead")).iter("th")][1:]
        for row in next(table.iter("tbody")).iter("tr"):
            head, *cells = ["".join(cell.itertext()).replace("\xa0", " ") for cell in row]
            for column, cell in zip(columns, cells, strict=True):
                found.setdefault(caption, {})[(head, column)] = cell
    return found


def lines_of_csv(officer, question, by="", published=False):
    more = "&show=published" if published else ""
    reply = officer.client.get(f"{TABLES}/file.csv?question={quote(question)}&by={quote(by)}{more}")
    assert reply.data.startswith(b"\xef\xbb\xbf"), "spreadsheet programs would misread its letters"
    return reply, list(csv.DictReader(io.StringIO(reply.data.decode("utf-8-sig"))))


def rows_of_xlsx(officer, question, by=""):
    from python_calamine import CalamineWorkbook

    reply = officer.client.get(f"{TABLES}/file.xlsx?question={quote(question)}&by={quote(by)}")
    return CalamineWorkbook.from_filelike(io.BytesIO(reply.data)).get_sheet_by_name("Tables").to_python()


def as_text(figures):
    """A figure of the CSV as the page says it."""
    if "number" in figures and figures["number"] == "withheld":
        return "withheld"
    if "per cent" not in figures:
        return figures.get("number") or figures["value"]
    of = f"{figures['number']} of {figures['base']}"
    small = int(figures["base"]) < SMALL_BASE
    return f"{of} ({figures['per cent']}%)" if small else f"{figures['per cent']}% ({of})"


def in_csv(lines):
    found = {}
    for line in lines:
        place = found.setdefault(line["table"], {}).setdefault((line["row"], line["column"]), {})
        place[line["measure"]] = line["value"]
    return found


@pytest.fixture
def appendix(app, officer, tmp_path):
    """The published appendix's JSON, as built now."""

    def build():
        with app.app_context():
            consultation = consultations.by_slug(SAMPLE)
            _, files = building.build(
                consultation,
                organisation="Sample Borough Council",
                datasets_folder=tmp_path / "datasets",
                charts_folder=tmp_path / "charts",
                formats=["json"],
            )
            db.session.remove()
        return json.loads(next(file.content for file in files if file.name == "appendix.json"))

    return build


def test_page_csv_spreadsheet_and_appendix_have_the_same_figures(officer, appendix):
    page = cells_of_page(show(officer, "delivery"))["How it will be delivered"]
    _, lines = lines_of_csv(officer, "delivery")
    said = in_csv(lines)["How it will be delivered"]
    counts = {place: text for place, text in page.items() if not place[0].startswith("Net")}
    assert counts == {place: as_text(said[place]) for place in counts}
    sheet = {
        row[0]: row[1:4] for row in rows_of_xlsx(officer, "delivery") if row[0] in {r for r, _ in counts}
    }
    for row, column in counts:
        wanted = [said[row, column].get(measure, "") for measure in ("number", "per cent", "base")]
        assert [str(int(n)) if n != "" else "" for n in sheet[row]] == wanted
    published = next(q for q in appendix()["questions"] if q["key"] == "delivery")["tables"][0]
    for row in published["rows"]:
        if (row["label"], "All respondents") in counts and row["kind"] != "net":
            own = said[row["label"], "All respondents"]
            assert str(row["cells"][0]["n"]) == own["number"]
            assert str(row["cells"][0].get("percent", "")) == own.get("per cent", "")


def test_a_table_shown_as_published_is_the_appendixs_own(officer, appendix):
    _, lines = lines_of_csv(officer, "delivery", "role", published=True)
    said = in_csv(lines)["How it will be delivered, by who answered"]
    tables = next(q for q in appendix()["questions"] if q["key"] == "delivery")["tables"]
    published = next(table for table in tables if table["columns"][0]["by"] == "role")
    found = {
        (row["label"], column["label"]): str(cell.get("n", "withheld"))
        for row in published["rows"]
        for column, cell in zip(published["columns"], row["cells"], strict=True)
    }
    assert found == {place: figures["number"] for place, figures in said.items()}


def test_a_cross_table_of_people_is_marked_as_not_for_publication_everywhere(officer):
    page = show(officer, "delivery", "child_age")
    assert "Not for publication" in page.text
    reply, lines = lines_of_csv(officer, "delivery", "child_age")
    assert (
        "send-strategy-delivery-by-child-age-not-for-publication.csv" in reply.headers["Content-Disposition"]
    )
    assert all(line["use"].startswith("Not for publication") for line in lines)
    assert {line["dataset"] for line in lines} == {lines[0]["dataset"]}
    assert all(line["responses_counted"] == "66" for line in lines)


def test_an_opinion_of_all_respondents_may_be_published_as_it_stands(officer):
    assert "May be published" in show(officer, "first_things").text


def test_votes_at_events_stand_in_columns_of_their_own(officer):
    page = show(officer, "delivery")
    votes = cells_of_page(page)["Votes at events: How it will be delivered"]
    assert {column for _, column in votes} == {"Sample: families’ group"}
    assert votes["Number present", "Sample: families’ group"] == "14"
    assert cells_of_page(page)["How it will be delivered"]["All responses", "All respondents"] == "66"


def test_a_table_put_into_the_appendix_is_there_protected_and_can_be_taken_out(officer, appendix):
    page = officer.send(show(officer, "delivery", "setting"), "put-in-appendix")
    assert "in the next appendix" in page.text
    tables = next(q for q in appendix()["questions"] if q["key"] == "delivery")
    assert any(t["columns"][0]["by"] == "setting" for t in tables["tables"]) or tables["note"]
    page = officer.send(page, "take-out-of-appendix")
    tables = next(q for q in appendix()["questions"] if q["key"] == "delivery")["tables"]
    assert not any(table["columns"][0]["by"] == "setting" for table in tables)
    assert "put in by Officer" in page.text
    assert "taken out by Officer" in page.text


def test_a_chosen_table_that_cannot_be_shown_is_named_before_publishing(app, officer, tmp_path):
    officer.send(show(officer, "progress_ways", "ethnic_group"), "put-in-appendix")
    with app.app_context():
        _, files = building.build(
            consultations.by_slug(SAMPLE),
            organisation="Sample Borough Council",
            datasets_folder=tmp_path / "datasets",
            charts_folder=tmp_path / "charts",
            formats=["json"],
        )
        db.session.remove()
    told = releases.read(next(file.content for file in files if file.name == releases.RELEASE_FILE))
    assert told.not_split == (
        "How to hear about progress, by who answered",
        "How to hear about progress, by “Ethnic group”",
    )


def test_a_table_of_two_opinions_is_published_with_dont_know_in_one_column(officer, appendix):
    page = show(officer, "priorities.voice", "delivery", published=True)
    places = [
        place for caption, cells in cells_of_page(page).items() if ", by " in caption for place in cells
    ]
    assert places.count(("Base: answered on the scale", "Don’t know")) == 1
    officer.send(page, "put-in-appendix")
    tables = next(q for q in appendix()["questions"] if q["key"] == "priorities")["tables"]
    (crossed,) = [table for table in tables if table["columns"][0]["by"] == "delivery"]
    received = next(row for row in crossed["rows"] if row["measure"] == "received")
    assert sum(cell["n"] for cell in received["cells"]) == 66


@pytest.mark.parametrize(
    ("question", "by", "why"),
    [
        ("nothing", "", "Choose a question"),
        ("delivery", "nothing", "Choose a breakdown"),
        ("delivery", "delivery", "broken down by itself"),
        ("first_things", "progress_ways", "groups overlap"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_its_reason(officer, question, by, why):
    page = show(officer, question, by)
    assert page.status == 400
    assert why in page.errors["#question"]
    assert page.title.startswith("Error")


def test_two_facts_about_a_person_are_never_published_together(officer):
    page = show(officer, "child_age", "role", published=True)
    assert page.status == 400
    assert "one question at a time" in page.errors["#question"]
    reply = officer.client.get(f"{TABLES}/file.csv?question=child_age&by=role&show=published")
    assert reply.status_code == 303


def test_a_breakdown_by_several_choices_says_that_columns_do_not_add_up(officer):
    page = show(officer, "delivery", "progress_ways")
    assert "must not be added up" in page.text


def test_a_consultation_without_responses_has_an_empty_table_and_says_so(app, visitor, tmp_path):
    raw = json.loads((setting_up_samples.SAMPLES / "have-your-say" / "consultation.json").read_text("utf-8"))
    path = tmp_path / "file.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    with app.app_context():
        signing_in.add_account(EMAIL, "Officer", PASSWORD)
        consultation = loading.load_file(path).consultation
        signing_in.join_team(consultation, EMAIL, Role.OFFICER, by=None)
        slug = consultation.slug
        db.session.remove()
    visitor.send(visitor.get("/officer/"), "", email=EMAIL, password=PASSWORD)
    page = visitor.get(f"/officer/{slug}/tables")
    assert "No responses are counted yet" in page.text
    first = next(o.get("value") for o in page.by_id("question").iter("option") if o.get("value"))
    for by in ("", "channel"):
        page = visitor.get(f"/officer/{slug}/tables?question={first}&by={by}")
        assert page.status == 200
        assert "NaN" not in page.text


def test_the_dataset_is_frozen_again_only_when_something_changed(app, officer, tmp_path):
    with app.app_context():
        consultation = consultations.by_slug(SAMPLE)
        first = current_dataset.current(consultation, tmp_path / "frozen")
        assert current_dataset.current(consultation, tmp_path / "frozen") == first
        db.session.remove()
