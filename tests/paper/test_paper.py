"""Questionnaires on paper are read back: what is asked, the way through, and what assistive technology finds."""

from __future__ import annotations

import copy
import json
import re
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import page as pdf_check
import pikepdf
import pytest
from docx.shared import Mm
from PIL import Image

from consult.paper import routing
from consult.paper.composition import Around, compose
from consult.paper.document import Asked, Boxes, Grid
from consult.paper.docx import write_docx
from consult.paper.pdf import write_pdf
from consult.paper.rooms import ROOMS
from consult.paper.routing import Route
from consult.paper.words import ENGLISH
from surveys.conditions import All, Any, Asks, Not
from surveys.consultation_file import parse_consultation
from surveys.question_types import QUESTION_TYPES

EVERY_TYPE = Path(__file__).parent.parent / "pages" / "fixtures" / "every_type.json"
AROUND = Around(
    organisation="Sample Borough Council",
    contact="consultations@example.org",
    return_address="Freepost Sample",
    safeguarding="If someone is not safe, call 999.",
    closes="31 December 2099",
    online_address="",
    results_address="",
    version=3,
    made_on="2024-01-01",
)
# A sentence each in the languages that are read from another side or in another script.
URDU, PUNJABI, WELSH, POLISH = "آپ کون ہیں؟", "ਤੁਸੀਂ ਕੌਣ ਹੋ?", "Pwy ydych chi? Tŷ, dŵr", "Kim jesteś? Zażółć"


def given(language="en", title=""):
    raw = json.loads(EVERY_TYPE.read_text(encoding="utf-8"))
    wording = raw["wordings"][0]
    if title:
        wording = copy.deepcopy(wording)
        wording |= {"language": language, "title": title, "prefer_not_to_say": title}
        for texts in wording["questions"].values():
            texts["text"] = title
        raw["wordings"] = [wording]
    return parse_consultation(raw)


def paper_of(edition="standard", *, large=False, language="en", title="", direction="ltr"):
    file = given(language, title)
    wording = next(one for one in file.wordings if one.edition == edition)
    around = replace(AROUND, direction=direction, language_name=language)
    return compose(file.questionnaire, wording, around, ENGLISH, large=large)


def text_of(pdf, tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    read = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    return read.stdout


def test_every_type_that_asks_has_room_on_paper():
    assert set(ROOMS) == {name for name, kind in QUESTION_TYPES.items() if kind.asks}


def test_questions_are_numbered_and_the_last_asks_about_help():
    paper = paper_of()
    assert [asked.number for asked in paper.questions] == list(range(1, 11))
    assert paper.questions[-1].text == "Did someone help you with these questions?"


def test_the_way_through_is_said_in_words():
    paper = paper_of()
    said = [block.text for block in paper.blocks if getattr(block, "kind", "") == "route"]
    assert said == [
        "Answer questions 2 and 3 only if you ticked “A parent or carer” in question 1. If not, go to question 4."
    ]
    role = paper.questions[0].room[0]
    assert [choice.go_to for choice in role.choices] == ["Go to question 2", *["Go to question 4"] * 3]
    assert all(not choice.go_to for asked in paper.questions[1:] for room in asked.room
               if isinstance(room, Boxes) for choice in room.choices)  # fmt: skip


def test_conditions_are_said_as_they_are_meant():
    file = given()
    route = Route(file.questionnaire, file.wordings[0], {"role": 1, "support": 6, "years": 2}, ENGLISH)
    parent, clubs = Asks("role", "is", ("parent_carer",)), Asks("support", "includes", ("clubs",))
    blank = Asks("years", "answered", expected=False)
    ticked, help_ = (
        "you ticked “A parent or carer” in question 1",
        "you ticked “After-school clubs” in question 6",
    )
    assert route.sentence(All((parent, Any((clubs, blank))))) == (
        f"{ticked} and ({help_} or you did not answer question 2)"
    )
    assert route.sentence(Not(All((parent, clubs)))) == (
        "you did not tick “A parent or carer” in question 1 or you did not tick “After-school clubs” in question 6"
    )
    assert route.sentence(Not(blank)) == "you answered question 2"


def test_what_a_wording_leaves_out_can_never_lead_anywhere():
    parent, clubs = Asks("role", "is", ("parent_carer",)), Asks("support", "includes", ("clubs",))
    printed = frozenset({"support"})
    assert routing.reduced(parent, printed) is False
    assert routing.reduced(Not(parent), printed) is True
    assert routing.reduced(Any((parent, clubs)), printed) == clubs
    assert routing.reduced(All((parent, clubs)), printed) is False
    assert len(paper_of("easy_read").questions) == len(paper_of().questions) - 1


def test_a_grid_is_a_table_that_fits_or_a_question_a_row():
    def grid(paper):
        return next(
            asked for asked in paper.questions if len(asked.room) == 3 or isinstance(asked.room[0], Grid)
        )

    assert isinstance(grid(paper_of()).room[0], Grid)
    for paper in (paper_of(large=True), paper_of("easy_read")):
        rows = grid(paper).room
        assert rows[0].heading.startswith("Priority 1")
        assert [len(room.choices) for room in rows] == [6, 6, 6]


@pytest.mark.parametrize(
    ("language", "title", "direction", "large"),
    [
        ("en", "", "ltr", False),
        ("en", "", "ltr", True),
        ("ur", URDU, "rtl", False),
        ("pa", PUNJABI, "ltr", True),
        ("cy", WELSH, "ltr", False),
        ("pl", POLISH, "ltr", False),
    ],
)
def test_the_pdf_is_accessible_in_every_script_and_says_its_version_on_each_page(
    tmp_path, language, title, direction, large
):
    paper = paper_of(language=language, title=title, direction=direction, large=large)
    pdf = write_pdf(paper, {})
    assert pdf == write_pdf(paper, {})
    report = pdf_check.validate_pdf_bytes(pdf, profile="ua1")
    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == language
        assert str(opened.docinfo["/Title"]) == paper.title
        pages = len(opened.pages)
    text = text_of(pdf, tmp_path)
    assert text.count("Version 3") == pages
    assert f"Page {pages} of {pages}" in text
    for words in ("Freepost Sample", "call 999", "31 December 2099", "Tick one box."):
        assert words in text
    assert ("Large print" in text) is large
    if language in ("cy", "pl"):
        assert text.count(title) > 5


def printed_sizes(paper):
    """The sizes of all letters, in CSS pixels, of which four are three points."""
    with pikepdf.open(BytesIO(write_pdf(paper, {}))) as opened:
        return {
            round(float(operands[1]), 1)
            for one in opened.pages
            for operands, operator in pikepdf.parse_content_stream(one)
            if str(operator) == "Tf"
        }


def test_large_print_has_no_text_under_18_points_but_the_foot():
    sizes = printed_sizes(paper_of(large=True))
    # The foot has 13 points.
    assert min(sizes - {round(13 * 4 / 3, 1)}) >= 18 * 4 / 3


def test_easy_read_has_no_text_under_14_points_but_the_foot():
    paper = paper_of("easy_read")
    assert min(printed_sizes(paper) - {round(9 * 4 / 3, 1)}) >= round(14 * 4 / 3, 1)
    word = docx.Document(BytesIO(write_docx(paper, {})))
    sizes = {
        style.font.size.pt for style in word.styles if style.name in ("Normal", "Paper Choice", "Paper Note")
    }
    assert sizes == {14.0}


def test_the_heading_of_a_page_and_what_it_opens_with_stay_with_its_first_question():
    word = docx.Document(BytesIO(write_docx(paper_of(), {})))
    opening = [one for one in word.paragraphs if one.style.name == "Paper Opening"]
    assert opening
    assert word.styles["Paper Opening"].paragraph_format.keep_with_next


def test_the_word_file_holds_the_same_and_can_be_edited():
    paper = paper_of()
    made = write_docx(paper, {})
    assert made == write_docx(paper, {})
    word = docx.Document(BytesIO(made))
    headings = [one.text for one in word.paragraphs if one.style.name == "Heading 3"]
    asked = [block for block in paper.blocks if isinstance(block, Asked)]
    assert [line for line in headings if line[0].isdigit()] == [f"{one.number}. {one.text}" for one in asked]
    assert [len(table.columns) for table in word.tables] == [7]
    assert sum(paragraph.text.count("☐") for paragraph in word.paragraphs) >= 20
    assert "Version 3" in word.sections[0].footer.paragraphs[0].text
    assert word.core_properties.language == "en"


def test_a_word_file_from_the_right_is_mirrored():
    word = docx.Document(BytesIO(write_docx(paper_of(language="ur", title=URDU, direction="rtl"), {})))
    assert "<w:bidi/>" in word.styles["Normal"].element.xml
    assert "w:bidiVisual" in word.tables[0]._tbl.xml


PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>'


def test_easy_read_brings_its_pictures():
    file = given()
    wording = next(one for one in file.wordings if one.edition == "easy_read")
    paper = compose(
        file.questionnaire,
        wording,
        replace(AROUND, help_pictures={"question": "help", "alone": "person", "helped": "together"}),
        ENGLISH,
        find_picture=lambda slot, name: f"{name}.x" if name else "",
    )
    assert {"help.x", "person.x", "together.x"} <= paper.pictures
    pictures = dict.fromkeys(paper.pictures, PICTURE)
    assert pdf_check.is_pdf_compliant_bytes(write_pdf(paper, pictures), profile="ua1")
    word = docx.Document(BytesIO(write_docx(paper, dict.fromkeys(paper.pictures, dots()))))
    assert len(word.inline_shapes) >= len(paper.pictures)
    assert {shape.height for shape in word.inline_shapes} <= {Mm(18), Mm(30)}


def dots():
    """A picture that every Word shows."""
    written = BytesIO()
    Image.new("RGB", (9, 9), "red").save(written, "PNG")
    return written.getvalue()


def test_a_number_to_call_stays_in_one_piece_so_that_it_reads_the_same_from_the_right(tmp_path):
    file = given("ur", URDU)
    around = replace(AROUND, direction="rtl", safeguarding=f"{URDU} 0800 1111 {URDU}")
    paper = compose(file.questionnaire, file.wordings[0], around, ENGLISH)
    read = docx.Document(BytesIO(write_docx(paper, {})))
    assert any("0800\N{NO-BREAK SPACE}1111" in paragraph.text for paragraph in read.paragraphs)
    assert left_of("0800", write_pdf(paper, {}), tmp_path) < left_of("1111", write_pdf(paper, {}), tmp_path)


def left_of(word, pdf, tmp_path):
    """How far from the left edge of its page a word is printed first."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    read = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True)
    return min(float(found) for found in re.findall(rf'<word xMin="([\d.]+)"[^>]*>{word}<', read.stdout))
