"""Word, OpenDocument and spreadsheet files open as what they are: headings, header rows, numbers."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import docx
import odfdo
import pytest
from docx.oxml.ns import qn
from lxml import etree
from python_calamine import CalamineWorkbook

from consult.appendix.contents import AppendixContents
from consult.appendix.docx import write_docx
from consult.appendix.odt import write_odt
from consult.appendix.reproducible_zip import FIXED_TIME
from consult.appendix.xlsx import write_xlsx

WRITERS = {"docx": write_docx, "odt": write_odt, "xlsx": write_xlsx}


@pytest.fixture(scope="module")
def files(contents: AppendixContents) -> dict[str, bytes]:
    return {name: write(contents) for name, write in WRITERS.items()}


@pytest.mark.parametrize("name", WRITERS)
def test_archives_hold_well_formed_parts_with_a_fixed_clock(name: str, files: dict[str, bytes]) -> None:
    with ZipFile(BytesIO(files[name])) as archive:
        assert archive.testzip() is None
        assert {part.date_time for part in archive.infolist()} == {FIXED_TIME}
        names = archive.namelist()
        assert len(names) == len(set(names))
        for part in names:
            if part.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(part))


def test_word_has_real_headings_and_british_english(files: dict[str, bytes]) -> None:
    word = docx.Document(BytesIO(files["docx"]))
    levels = [p.style.name for p in word.paragraphs if p.style and p.style.name.startswith("Heading")]
    assert levels.count("Heading 1") == 1
    assert levels.count("Heading 2") == 11
    languages = {element.get(qn("w:val")) for element in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    assert word.core_properties.title.startswith("Appendix 3: full results")
    assert word.core_properties.created == word.core_properties.modified
    assert word.core_properties.created.year == 2023


def test_word_tables_repeat_their_header_row_and_stay_on_the_page(files: dict[str, bytes]) -> None:
    word = docx.Document(BytesIO(files["docx"]))
    headed = [t for t in word.tables if t._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) != "Facts"]
    assert len(headed) > 25
    for table in headed:
        assert table._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.iter(qn("w:gridCol"))]
        assert sum(widths) <= 9638  # 17 cm between the margins, in twentieths of a point


def test_word_pictures_have_words_and_the_footer_counts_pages(files: dict[str, bytes]) -> None:
    word = docx.Document(BytesIO(files["docx"]))
    (picture,) = word.element.body.iter(qn("wp:docPr"))
    assert "54, 50, 58" in picture.get("descr")
    footer = word.sections[0].footer
    fields = [field.get(qn("w:instr")).strip() for field in footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "dataset" in footer.paragraphs[0].text


def test_open_document_has_headings_header_rows_words_for_pictures(files: dict[str, bytes]) -> None:
    document = odfdo.Document(BytesIO(files["odt"]))
    headings = document.body.get_elements("//text:h")
    levels = [heading.get_attribute("text:outline-level") for heading in headings]
    assert levels.count("1") == 1
    assert levels.count("2") == 11
    tables = document.body.get_elements("//table:table")
    headed = document.body.get_elements("//table:table/table:table-header-rows")
    assert len(headed) > 25
    assert len(tables) - len(headed) == 4  # the lists of facts, which have no columns to head
    assert "54, 50, 58" in document.body.get_element("//svg:desc").text
    assert document.meta.title.startswith("Appendix 3: full results")
    assert document.meta.language == "en-GB"


def test_open_document_begins_with_its_type(files: dict[str, bytes]) -> None:
    with ZipFile(BytesIO(files["odt"])) as archive:
        first = archive.infolist()[0]
        assert first.filename == "mimetype"
        assert first.compress_type == ZIP_STORED
        manifest = archive.read("META-INF/manifest.xml").decode()
        listed = set(archive.namelist()) - {"mimetype", "META-INF/manifest.xml"}
        assert all(f'"{name}"' in manifest for name in listed)


def test_the_spreadsheet_lists_its_sheets_and_holds_numbers(files: dict[str, bytes]) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(files["xlsx"]))
    listed = [row[0] for row in book.get_sheet_by_name("Contents").to_python()]
    assert [name for name in book.sheet_names if name != "Contents"] == listed[-len(book.sheet_names) + 1 :]
    rows = {row[0]: row for row in book.get_sheet_by_name("Who answered").to_python()}
    assert rows["Answer"][1:4] == [
        "All respondents: number", "All respondents: per cent", "All respondents: base",
    ]  # fmt: skip
    assert rows["Parents and carers"][1:4] == [42.0, 68.0, 62.0]


def test_no_text_in_the_spreadsheet_is_a_formula_or_a_link(contents: AppendixContents) -> None:
    with ZipFile(BytesIO(write_xlsx(contents))) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) > 10
    assert not [sheet for sheet in sheets if b"<f>" in sheet]
