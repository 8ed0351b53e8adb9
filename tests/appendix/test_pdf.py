"""The PDF keeps PDF/UA-1, and a reader of its structure finds what a person sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import page as pdf_check
import pikepdf
import pytest

from consult.appendix.contents import AppendixContents
from consult.appendix.pdf import write_pdf


@pytest.fixture(scope="module")
def content(contents: AppendixContents) -> bytes:
    return write_pdf(contents)


@pytest.fixture(scope="module")
def pdf(content: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(content)) as opened:
        yield opened


def test_it_keeps_pdf_ua(content: bytes) -> None:
    report = pdf_check.validate_pdf_bytes(content, profile="ua1")
    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []
    assert report.is_compliant


def test_the_check_would_notice(content: bytes) -> None:
    with pikepdf.open(BytesIO(content)) as opened:
        del opened.Root["/Lang"]
        del opened.Root["/StructTreeRoot"]
        changed = BytesIO()
        opened.save(changed)
    assert not pdf_check.is_pdf_compliant_bytes(changed.getvalue(), profile="ua1")


def test_title_language_author_and_dates_are_the_appendix_own(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "en-GB"
    assert str(pdf.docinfo["/Title"]).startswith("Appendix 3: full results")
    assert str(pdf.docinfo["/Author"]) == "Wychbury Council"
    assert str(pdf.docinfo["/CreationDate"]) == str(pdf.docinfo["/ModDate"]) == "D:20231204000000Z"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def _elements(node: Any) -> Iterator[Any]:
    for child in node.get("/K", []) if isinstance(node.get("/K"), pikepdf.Array) else []:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)


def test_structure_holds_headings_tables_with_headers_and_figures(pdf: pikepdf.Pdf) -> None:
    elements = list(_elements(pdf.Root.StructTreeRoot.K[0]))
    counts = Counter(str(element.S) for element in elements)
    assert counts["/H1"] == 1
    assert counts["/H2"] == 11
    assert counts["/Table"] > 25
    assert counts["/TH"] > counts["/Table"]
    assert counts["/Caption"] > 25
    assert counts["/BlockQuote"] == 2
    figures = [element for element in elements if str(element.S) == "/Figure"]
    assert ["54, 50, 58" in str(figure.Alt) for figure in figures] == [True]


def test_every_page_is_a4_and_has_bookmarks(pdf: pikepdf.Pdf) -> None:
    sizes = {(round(float(one.mediabox[2])), round(float(one.mediabox[3]))) for one in pdf.pages}
    assert sizes == {(595, 842)}
    with pdf.open_outline() as outline:
        titles = [one.title for one in outline.root[0].children]
    assert titles[:2] == ["Who was asked and how", "What we received"]


def test_all_fonts_are_in_the_file_and_ours(pdf: pikepdf.Pdf) -> None:
    held = (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary))
    fonts = {str(one.BaseFont) for one in held if "/BaseFont" in one}
    assert fonts
    assert all("+Appendix-" in font for font in fonts)


def test_many_charts_become_pictures_that_still_have_words(make_contents: Any) -> None:
    contents = make_contents(charts=13)
    content = write_pdf(replace(contents, questions=contents.questions[:1], profile=()))
    assert pdf_check.is_pdf_compliant_bytes(content, profile="ua1")
    with pikepdf.open(BytesIO(content)) as opened:
        pictures = [one for one in opened.objects if isinstance(one, pikepdf.Stream)]
        assert sum(one.get("/Subtype") == "/Image" for one in pictures) >= 1
        figures = [one for one in _elements(opened.Root.StructTreeRoot.K[0]) if str(one.S) == "/Figure"]
        assert ["54, 50, 58" in str(figure.Alt) for figure in figures] == [True] * 13
