"""The appendix as a Word file: real headings, header rows that repeat, alternative text, British English.

Tables are written as XML in one piece, since python-docx takes minutes for thousands of cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph as WordParagraph

from consult.appendix.composition import compose
from consult.appendix.contents import AppendixContents
from consult.appendix.direction import runs_right_to_left
from consult.appendix.document import (
    PROSE_SHARE,
    BulletList,
    Document,
    Facts,
    Figure,
    Heading,
    Paragraph,
    QuotationBlock,
    Table,
    TableRow,
)
from consult.appendix.docx_styles import TEXT_WIDTH, set_up
from consult.appendix.reproducible_zip import with_fixed_clock

PARAGRAPH_STYLES = {
    "body": "Normal",
    "lead": "Appendix Lead",
    "note": "Appendix Note",
    "headline": "Appendix Headline",
}
HEAD_FILL, SUMMARY_FILL = "E3EBF0", "F3F7F9"
TEXT_TWIPS = TEXT_WIDTH.twips


def write_docx(contents: AppendixContents) -> bytes:
    """The Word file, the same to the byte for the same contents."""
    return docx_of(compose(contents), contents.built_for)


def docx_of(document: Document, made_on: date) -> bytes:
    """Any document of ours as a Word file, with that date inside it."""
    word = docx.Document()
    set_up(word, document.language, document.footer)
    _properties(word, document, datetime.combine(made_on, datetime.min.time(), UTC))
    for block in document.blocks:
        if block == document.sections[0]:
            _contents_list(word, document)
        WRITERS[type(block)](word, block)
    file = BytesIO()
    word.save(file)
    return with_fixed_clock(file.getvalue())


def _properties(word: WordDocument, document: Document, made_on: datetime) -> None:
    properties = word.core_properties
    # Word's own limit for these fields is 255 characters.
    properties.title, properties.subject = document.title[:255], document.subject[:255]
    properties.author = properties.last_modified_by = document.author[:255]
    properties.language, properties.comments, properties.revision = document.language, "", 1
    properties.created = properties.modified = made_on.replace(tzinfo=None)


def _contents_list(word: WordDocument, document: Document) -> None:
    _add(word, "Contents", "Caption")
    for section in document.sections:
        link = f"<w:hyperlink {nsdecls('w')} w:anchor={quoteattr(section.anchor)}>{_run(section.text)}"
        word.add_paragraph(style="List Bullet")._p.append(parse_xml(f"{link}</w:hyperlink>"))


def _add(word: WordDocument, text: str, style: str) -> WordParagraph:
    paragraph = word.add_paragraph(style=style)
    if runs_right_to_left(text):
        paragraph._p.get_or_add_pPr().insert_element_before(
            parse_xml(f"<w:bidi {nsdecls('w')}/>"), "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    for run in _runs(text):
        paragraph._p.append(parse_xml(run.replace("<w:r>", f"<w:r {nsdecls('w')}>", 1)))
    return paragraph


def _runs(text: str, bold: bool = False, language: str = "") -> Iterator[str]:
    for number, line in enumerate(text.split("\n")):
        yield _run(line, bold, language, broken=number > 0)


def _run(text: str, bold: bool = False, language: str = "", broken: bool = False) -> str:
    rtl = runs_right_to_left(text)
    tongue = f"<w:lang w:{'bidi' if rtl else 'val'}={quoteattr(language)}/>" if language else ""
    look = f"{'<w:b/><w:bCs/>' if bold else ''}{'<w:rtl/>' if rtl else ''}{tongue}"
    before = "<w:br/>" if broken else ""
    return f'<w:r><w:rPr>{look}</w:rPr>{before}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _heading(word: WordDocument, block: Heading) -> None:
    paragraph = _add(word, block.text, f"Heading {block.level}")
    if block.level == 2:
        number = len(word.element.body)
        start = f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name={quoteattr(block.anchor)}/>'
        paragraph._p.append(parse_xml(start))
        paragraph._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))


def _paragraph(word: WordDocument, block: Paragraph) -> None:
    _add(word, block.text, PARAGRAPH_STYLES[block.kind])


def _bullet_list(word: WordDocument, block: BulletList) -> None:
    for item in block.items:
        _add(word, item, "List Bullet")


def _quotation(word: WordDocument, block: QuotationBlock) -> None:
    paragraph = _add(word, "", "Appendix Quotation")
    if runs_right_to_left(block.text):
        paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:bidi {nsdecls('w')}/>"))
    for run in _runs(block.text, language=block.language):
        paragraph._p.append(parse_xml(run.replace("<w:r>", f"<w:r {nsdecls('w')}>", 1)))
    _add(word, block.attribution, "Appendix Note")


def _figure(word: WordDocument, block: Figure) -> None:
    paragraph = word.add_paragraph(style="Normal")
    paragraph.paragraph_format.keep_with_next = True
    picture = paragraph.add_run().add_picture(BytesIO(block.png), width=TEXT_WIDTH)
    picture._inline.docPr.set("descr", block.alt)
    picture._inline.docPr.set("title", block.caption)
    _add(word, block.caption, "Appendix Note")


def _facts(word: WordDocument, block: Facts) -> None:
    last = len(block.items)
    rows = [
        _row((term, said), (True, False), "", kept=number < last, style="AppendixFact")
        for number, (term, said) in enumerate(block.items, start=1)
    ]
    table = _table_element(rows, 2, PROSE_SHARE, "Facts", has_header=False)
    word.element.body.insert_element_before(table, "w:sectPr")
    _add(word, "", "Appendix Note")


def _table(word: WordDocument, block: Table) -> None:
    _add(word, block.caption, "Caption")
    bold = (True,) * (1 + len(block.columns))
    rows = [_row((block.corner, *block.columns), bold, HEAD_FILL, True, numbers=not block.prose, header=True)]
    # The last row is kept with the note below, which states the unit and the base.
    rows += [_body_row(row, block, kept=block.is_kept_whole) for row in block.rows]
    columns = 1 + len(block.columns)
    table = _table_element(rows, columns, block.header_share, block.caption, has_header=True)
    word.element.body.insert_element_before(table, "w:sectPr")
    for note in block.notes or ("",):
        _add(word, note, "Appendix Note")


def _body_row(row: TableRow, block: Table, kept: bool) -> str:
    bold = (row.kind in ("summary", "base"),) * (1 + len(row.cells))
    fill = SUMMARY_FILL if row.kind == "summary" else ""
    return _row((row.header, *row.cells), bold, fill, kept, numbers=not block.prose)


def _row(
    texts: Sequence[str],
    bold: Sequence[bool],
    fill: str,
    kept: bool,
    numbers: bool = False,
    header: bool = False,
    style: str = "AppendixTable",
) -> str:
    sides = ["right" if numbers and n else "left" for n in range(len(texts))]
    cells = "".join(_cell(text, bold[n], fill, kept, sides[n], style) for n, text in enumerate(texts))
    repeated = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def _cell(text: str, bold: bool, fill: str, kept: bool, side: str, style: str) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    keep = "<w:keepNext/>" if kept else ""
    bidi = "<w:bidi/>" if runs_right_to_left(text) else ""
    return (
        f'<w:tc><w:tcPr>{shade}</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{bidi}'
        f'<w:jc w:val="{side}"/></w:pPr>{"".join(_runs(text, bold))}</w:p></w:tc>'
    )


def _table_element(
    rows: Sequence[str], columns: int, share: float, caption: str, has_header: bool
) -> BaseOxmlElement:
    first = int(TEXT_TWIPS * share)
    other = (TEXT_TWIPS - first) // max(columns - 1, 1)
    grid = "".join(f'<w:gridCol w:w="{first if n == 0 else other}"/>' for n in range(columns))
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{TEXT_TWIPS}" w:type="dxa"/>'
        f"<w:tblBorders>{_rule('top')}{_rule('bottom')}{_rule('insideH')}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="25" w:type="dxa"/>'
        '<w:left w:w="70" w:type="dxa"/><w:bottom w:w="25" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
        f'</w:tblCellMar><w:tblLook w:val="0480" w:firstRow="{int(has_header)}" w:lastRow="0" '
        'w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(caption)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )


def _rule(side: str) -> str:
    return f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B1B4B6"/>'


WRITERS: dict[type, Callable[..., None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    BulletList: _bullet_list,
    Facts: _facts,
    QuotationBlock: _quotation,
    Table: _table,
    Figure: _figure,
}
