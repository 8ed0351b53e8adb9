"""Every registered format keeps the same promises: the same bytes each time, all words and all figures."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import docx
import html5lib
import odfdo
import page
import pikepdf
import pytest
from docx.document import Document as WordDocument
from python_calamine import CalamineWorkbook

from consult.appendix.composition import compose
from consult.appendix.contents import (
    AppendixContents,
    CommentAccount,
    Commitment,
    CommitmentKind,
    Consultation,
    EventResult,
    GroupTally,
    LabelledCount,
    NotCounted,
    QuestionnaireUsed,
    QuestionResult,
    Quotation,
    Received,
    ThemeResult,
)
from consult.appendix.direction import runs_right_to_left
from consult.appendix.document import Heading, Table
from consult.appendix.figure_text import headline_ground
from consult.appendix.figures import FigureCell, FigureColumn, FigureRow, FigureTable
from consult.appendix.formats import FORMATS

ROOT = Path(__file__).parents[2]
FOR_PEOPLE = ("html", "pdf", "docx", "odt")


def html_text(content: bytes) -> str:
    parsed = html5lib.HTMLParser(strict=True).parse(content, transport_encoding="utf-8")
    return " ".join(parsed.itertext())


def pdf_text(content: bytes) -> str:
    """The text in the order of the page's content, through each font's own table of letters."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return " ".join("".join(_page_text(sheet)) for sheet in pdf.pages)


def _page_text(sheet: pikepdf.Page) -> Iterator[str]:
    letters = {name: _letters(font) for name, font in sheet.Resources.get("/Font", {}).items()}
    current: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(sheet):
        if str(operator) == "Tf":
            current = letters[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            strings = operands[0] if str(operator) == "TJ" else [operands[0]]
            yield "".join(_decoded(bytes(s), current) for s in strings if isinstance(s, pikepdf.String))
        elif str(operator) == "ET":
            yield " "


def _letters(font: Any) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]*)>", font.ToUnicode.read_bytes())
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def _decoded(string: bytes, letters: dict[int, str]) -> str:
    return "".join(letters[int.from_bytes(string[n : n + 2], "big")] for n in range(0, len(string), 2))


def docx_text(content: bytes) -> str:
    word = docx.Document(BytesIO(content))
    assert isinstance(word, WordDocument)
    return " ".join(node.text or " " for node in word.element.body.iter() if _is_word_text(node.tag))


def _is_word_text(tag: object) -> bool:
    return isinstance(tag, str) and tag.endswith(("}t", "}br"))


def odt_text(content: bytes) -> str:
    paragraphs = odfdo.Document(BytesIO(content)).body.get_elements("//text:p|//text:h")
    return " ".join(" ".join(paragraph.text_recursive.split()) for paragraph in paragraphs)


def xlsx_text(content: bytes) -> str:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return " ".join(_plain_number(value) for row in rows for value in row)


def _plain_number(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def csv_text(content: bytes) -> str:
    rows = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
    return " ".join(cell.removeprefix("'") for row in rows for cell in row)


def json_text(content: bytes) -> str:
    return " ".join(_leaves(json.loads(content)))


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (leaf for one in value.values() for leaf in _leaves(one))
    elif isinstance(value, list):
        yield from (leaf for one in value for leaf in _leaves(one))
    else:
        yield str(value)


TEXT_OF: dict[str, Callable[[bytes], str]] = {
    "html": html_text,
    "pdf": pdf_text,
    "docx": docx_text,
    "odt": odt_text,
    "xlsx": xlsx_text,
    "csv": csv_text,
    "json": json_text,
}


def words(text: str) -> str:
    return " ".join(text.split())


def read_back(name: str, contents: AppendixContents) -> str:
    return words(TEXT_OF[name](FORMATS[name].write(contents)))


def test_every_format_can_be_read_back() -> None:
    assert set(TEXT_OF) == set(FORMATS)


@pytest.fixture(scope="module")
def texts(contents: AppendixContents) -> dict[str, str]:
    return {name: read_back(name, contents) for name in FORMATS}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_contents_give_the_same_bytes(name: str, contents: AppendixContents) -> None:
    assert FORMATS[name].write(contents) == FORMATS[name].write(contents)


BUILD = """
import hashlib, pickle, sys
from consult.appendix.figure_text import headline_ground
from consult.appendix.formats import FORMATS
contents = pickle.loads(open(sys.argv[1], "rb").read())
for name, one in FORMATS.items():
    print(name, hashlib.sha256(one.write(contents)).hexdigest())
"""


def test_other_processes_give_the_same_bytes(contents: AppendixContents, tmp_path: Path) -> None:
    """With other hash seeds, another time zone, another language, and none of the machine's fonts."""
    (tmp_path / "contents").write_bytes(pickle.dumps(contents))
    (tmp_path / "fonts.conf").write_text("<fontconfig><cachedir>.</cachedir></fontconfig>", encoding="utf-8")
    here = {name: hashlib.sha256(one.write(contents)).hexdigest() for name, one in FORMATS.items()}
    surroundings = [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C", "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")},
    ]
    for given in surroundings:
        made = subprocess.run(
            [sys.executable, "-c", BUILD, str(tmp_path / "contents")],
            env={**os.environ, **given, "PYTHONPATH": str(ROOT)},
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
        )
        there = dict(line.split() for line in made.stdout.splitlines())
        assert there == here


def test_key_figures_are_in_every_format(texts: dict[str, str], contents: AppendixContents) -> None:
    for name, text in texts.items():
        assert contents.organisation in text, name
        assert contents.dataset_digest in text.replace(" ", ""), name
        assert contents.consultation.title in text, name
        assert contents.received.counted and "66" in text, name
        for headline in contents.headlines:
            assert headline.text in text, name
            if name != "json":
                assert headline_ground(headline) in text, name


@pytest.mark.parametrize("name", FORMATS)
def test_all_that_was_said_and_done_is_in_every_format(
    name: str, texts: dict[str, str], contents: AppendixContents
) -> None:
    said = [theme.name for theme in contents.themes]
    said += [quotation.text for theme in contents.themes for quotation in theme.quotations]
    said += [commitment.text for commitment in contents.commitments]
    said += [update.text for commitment in contents.commitments for update in commitment.updates]
    said += [one.reason for one in (*contents.not_counted, *contents.comments.set_aside)]
    said += [question.text for question in contents.questions] + [event.title for event in contents.events]
    assert [text for text in said if text not in texts[name] and text[::-1] not in texts[name]] == []


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_documents_show_every_row_of_every_table(
    name: str, texts: dict[str, str], contents: AppendixContents
) -> None:
    tables = [block for block in compose(contents).blocks if isinstance(block, Table)]
    rows = [words(" ".join((row.header, *row.cells))) for table in tables for row in table.rows]
    rows += [words(" ".join((table.corner, *table.columns))) for table in tables]
    rows += [words(text) for table in tables for text in (table.caption, *table.notes)]
    assert [row for row in rows if row not in texts[name]] == []
    assert len(tables) > 25


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_documents_have_the_same_headings_in_the_same_order(
    name: str, texts: dict[str, str], contents: AppendixContents
) -> None:
    place = 0
    for heading in (block for block in compose(contents).blocks if isinstance(block, Heading)):
        found = texts[name].find(words(heading.text), place)
        assert found >= 0, heading.text
        place = found


def _sheet_numbers(content: bytes) -> set[tuple[str, float]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return {(str(row[0]), value) for row in rows for value in row[1:] if isinstance(value, float)}


def test_spreadsheet_csv_and_json_hold_every_number(contents: AppendixContents) -> None:
    in_sheets = _sheet_numbers(FORMATS["xlsx"].write(contents))
    lines = list(csv.DictReader(StringIO(FORMATS["csv"].write(contents).decode("utf-8-sig"))))
    in_csv = {(line["table"], line["row"], line["column"], line["measure"], line["value"]) for line in lines}
    in_json = json.loads(FORMATS["json"].write(contents))
    for place, question in enumerate(contents.questions):
        for table, plain in zip(question.tables, in_json["questions"][place]["tables"], strict=True):
            for row, column, cell, plain_cell in _cells(table, plain):
                assert (plain_cell.get("n"), plain_cell.get("percent")) == (cell.n, cell.percent)
                held = {"number": cell.n, "per cent": cell.percent, "base": cell.base}
                for measure, n in held.items():
                    if n is not None:
                        assert (row, float(n)) in in_sheets
                        assert (table.caption, row, column, measure, str(n)) in in_csv


Located = tuple[str, str, FigureCell, dict[str, Any]]


def _cells(table: FigureTable, plain: dict[str, Any]) -> Iterator[Located]:
    for row, plain_row in zip(table.rows, plain["rows"], strict=True):
        for place, cell in enumerate(row.cells):
            yield row.label, table.columns[place].label, cell, plain_row["cells"][place]


# -- unusual contents ---------------------------------------------------------------------------------------

ODD_TEXTS = {
    "script": "<script>alert(1)</script> & </p>",
    "formula": '=cmd|"/c calc"!A1',
    "signs": "+1 -1 @home",
    "emoji": "Thank you \N{GRINNING FACE} \N{PILE OF POO} \N{CHECK MARK}",
    "arabic": "ہمیں سنا جائے۔",
    "hebrew": "שלום לכולם",
    "gurmukhi": "ਸਾਨੂੰ ਸੁਣੋ",
    "chinese": "请听我们说",
    "lines": "one line\nand another\twith a tab",
    "brackets": "{% raw %} {{ 7 * 7 }} ${x} %s {0}",
    "quotes": "\"'`«»“”",
    "ampersand": "&lt;b&gt; &amp;amp; &#x41;",
    "long": "very " * 80 + "long",
    "unbroken": "x" * 400,
}


def bare(**changes: Any) -> AppendixContents:
    """An appendix of a consultation that nobody answered."""
    return replace(
        AppendixContents(
            organisation="Council",
            consultation=Consultation("s", "A consultation", date(2024, 1, 1), date(2024, 2, 1)),
            dataset_digest="0" * 64,
            built_for=date(2024, 2, 2),
            questionnaire=QuestionnaireUsed("q", "1"),
            received=Received(0),
        ),
        **changes,
    )


def odd_table(text: str, columns: int = 2) -> FigureTable:
    """A table whose every word is odd, with a withheld figure."""
    cells = (FigureCell(5, 50, 10), *[FigureCell(withheld=True)] * (columns - 1))
    return FigureTable(
        caption=text,
        unit="responses",
        base_note="Percentages are of those who answered.",
        columns=tuple(FigureColumn(text, "v", "role", str(n)) for n in range(columns)),
        rows=(FigureRow(text, "option:a", "count", cells),),
        notes=(text,),
    )


@pytest.fixture(scope="module")
def odd_contents() -> AppendixContents:
    """An appendix that says odd things wherever somebody's words can stand."""
    odd = tuple(ODD_TEXTS.values())
    counts = tuple(LabelledCount(f"k{n}", text, n or None) for n, text in enumerate(odd))
    return bare(
        organisation=" ".join(odd),
        consultation=Consultation(
            "s", " ".join(odd), date(2024, 1, 1), date(2024, 2, 1), "", "", odd, odd, odd
        ),
        received=Received(3, by_channel=(LabelledCount("a", odd[0], 3),)),
        profile=(odd_table(odd[0]),),
        questions=tuple(
            QuestionResult(f"q{n}", text, "closed", (odd_table(text, 7),), (), text)
            for n, text in enumerate(odd)
        ),
        events=tuple(
            EventResult(f"e{n}", text, date(2024, 1, 5), text, text, text, None, counts[:3],
                        (GroupTally("v", text, 9, counts[:3]),), 1, text)
            for n, text in enumerate(odd)
        ),
        overlap=odd[0],
        themes=tuple(
            ThemeResult(
                f"t{n}",
                text,
                text,
                comments_read=1,
                comments_suggested=1,
                sources=counts[:2],
                quotations=(Quotation(text, text, "ur"),),
                commitments=(f"c{n}",),
            )
            for n, text in enumerate(odd)
        ),
        comments=CommentAccount(1),
        commitments=tuple(
            Commitment(f"c{n}", CommitmentKind.CANNOT, text, text, date(2025, 1, 1), text)
            for n, text in enumerate(odd)
        ),
        not_counted=tuple(NotCounted(text, None, text) for text in odd),
        method=odd,
        limits=odd,
    )  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_received_is_said_and_not_an_error(name: str) -> None:
    text = read_back(name, bare())
    assert "A consultation" in text
    if name in FOR_PEOPLE:
        assert "No responses were received." in text
        assert "No comments were received." in text
        assert "No events were recorded." in text


def squeezed(text: str) -> str:
    """Without spaces and joiners: where lines break, and how signs combine, is each format's own affair."""
    return "".join(letter for letter in text if not letter.isspace() and letter not in "\u034f\ufe0f")


@pytest.mark.parametrize("name", FORMATS)
def test_odd_words_survive_in_every_format(name: str, odd_contents: AppendixContents) -> None:
    content = FORMATS[name].write(odd_contents)
    text = squeezed(TEXT_OF[name](content))
    for odd in map(squeezed, ODD_TEXTS.values()):
        # A PDF holds letters in the order in which they stand on the page.
        seen = odd[::-1] if name == "pdf" and runs_right_to_left(odd) else odd
        assert text.count(seen) >= 5, odd
    if name == "pdf":
        assert [failure.message for failure in page.validate_pdf_bytes(content, profile="ua1").failures] == []


@pytest.mark.parametrize("name", FORMATS)
def test_sixty_questions_are_all_there(name: str) -> None:
    table = odd_table("Answers", 3)
    questions = tuple(
        QuestionResult(f"q{n}", f"Question number {n}?", "closed", (replace(table, caption=f"Table of {n}"),))
        for n in range(60)
    )
    text = read_back(name, bare(questions=questions))
    assert all(f"Question number {n}?" in text for n in range(60))
    assert all(f"Table of {n}" in text for n in range(60))
