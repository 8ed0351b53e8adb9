"""The appendix as OpenDocument text: real headings, header rows that repeat, alternative text, its language.

The package is written part by part, because a template's thumbnail, language and dates would come with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED

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
from consult.appendix.odt_styles import NAMESPACES, TEXT_WIDTH_CM, automatic_styles, styles_xml, table_style
from consult.appendix.pictures import png_size
from consult.appendix.reproducible_zip import archive_of

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
PARAGRAPH_STYLES = {"body": "Text", "lead": "Lead", "note": "Note", "headline": "Headline"}
CELL_STYLES = {"summary": "CellBold", "base": "CellBold", "state": "CellQuiet", "count": "Cell"}
FACTS_SHAPE = (2, PROSE_SHARE)


def write_odt(contents: AppendixContents) -> bytes:
    """The OpenDocument file, the same to the byte for the same contents."""
    document = compose(contents)
    pictures = {_picture_name(b): b.png for b in document.blocks if isinstance(b, Figure)}
    texts = {
        "content.xml": _content_xml(document),
        "styles.xml": styles_xml(document.language, document.footer),
        "meta.xml": _meta_xml(document, contents.built_for.isoformat()[:10]),
        "META-INF/manifest.xml": _manifest_xml(pictures),
    }
    parts = [("mimetype", MEDIA_TYPE.encode(), ZIP_STORED)]
    parts += [(name, text.encode(), ZIP_DEFLATED) for name, text in texts.items()]
    parts += [(name, png, ZIP_STORED) for name, png in pictures.items()]
    return archive_of(parts)


def _picture_name(figure: Figure) -> str:
    return f"Pictures/{hashlib.sha256(figure.png).hexdigest()[:32]}.png"


def _manifest_xml(pictures: dict[str, bytes]) -> str:
    kinds = {"/": MEDIA_TYPE, "content.xml": "text/xml", "styles.xml": "text/xml", "meta.xml": "text/xml"}
    kinds |= dict.fromkeys(pictures, "image/png")
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in kinds.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f"{entries}</manifest:manifest>"
    )


def _meta_xml(document: Document, made_on: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta {NAMESPACES} office:version="1.3">'
        f"<office:meta><meta:generator>Said and Done</meta:generator><dc:title>{escape(document.title)}"
        f"</dc:title><dc:subject>{escape(document.subject)}</dc:subject><meta:initial-creator>"
        f"{escape(document.author)}</meta:initial-creator><dc:creator>{escape(document.author)}</dc:creator>"
        f"<meta:creation-date>{made_on}T00:00:00</meta:creation-date><dc:date>{made_on}T00:00:00</dc:date>"
        f"<dc:language>{document.language}</dc:language></office:meta></office:document-meta>"
    )


def _content_xml(document: Document) -> str:
    parts: list[str] = []
    for number, block in enumerate(document.blocks):
        if block == document.sections[0]:
            parts.append(_contents_list(document))
        parts.append(WRITERS[type(block)](block, number))
    tables = (block for block in document.blocks if isinstance(block, Table))
    shapes = {(1 + len(table.columns), table.header_share) for table in tables} | {FACTS_SHAPE}
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {NAMESPACES} office:version="1.3">'
        f"{automatic_styles(shapes)}<office:body><office:text>{''.join(parts)}</office:text></office:body>"
        "</office:document-content>"
    )


def _contents_list(document: Document) -> str:
    items = "".join(
        f'<text:list-item><text:p text:style-name="Item"><text:a xlink:type="simple" '
        f'xlink:href="#{section.anchor}">{_text(section.text)}</text:a></text:p></text:list-item>'
        for section in document.sections
    )
    listed = f'<text:list text:style-name="Bullets">{items}</text:list>'
    return _p("Contents", "Caption") + listed


def _text(text: str) -> str:
    lines = text.split("\n")
    return "<text:line-break/>".join(escape(line).replace("\t", "<text:tab/>") for line in lines)


def _p(text: str, style: str, end: bool = False) -> str:
    turned = "Rtl" if runs_right_to_left(text) else "End" if end else ""
    return f'<text:p text:style-name="{style}{turned}">{_text(text)}</text:p>'


def _heading(block: Heading, _: int) -> str:
    turned = "Rtl" if runs_right_to_left(block.text) else ""
    mark = f"<text:bookmark text:name={quoteattr(block.anchor)}/>"
    return (
        f'<text:h text:style-name="Heading{block.level}{turned}" text:outline-level="{block.level}">'
        f"{mark}{_text(block.text)}</text:h>"
    )


def _paragraph(block: Paragraph, _: int) -> str:
    return _p(block.text, PARAGRAPH_STYLES[block.kind])


def _bullet_list(block: BulletList, _: int) -> str:
    items = "".join(f"<text:list-item>{_p(item, 'Item')}</text:list-item>" for item in block.items)
    return f'<text:list text:style-name="Bullets">{items}</text:list>'


def _quotation(block: QuotationBlock, _: int) -> str:
    said_by = _p(block.attribution, "Note") if block.attribution else ""
    return _p(block.text, "Quotation") + said_by


def _figure(block: Figure, number: int) -> str:
    width, height = png_size(block.png)
    tall = TEXT_WIDTH_CM * height / width
    return (
        f'<text:p text:style-name="Text"><draw:frame draw:name="Chart {number}" text:anchor-type="as-char" '
        f'svg:width="{TEXT_WIDTH_CM}cm" svg:height="{tall:.3f}cm"><draw:image xlink:type="simple" '
        f'xlink:href="{_picture_name(block)}" xlink:show="embed" xlink:actuate="onLoad"/>'
        f"<svg:title>{escape(block.caption)}</svg:title><svg:desc>{escape(block.alt)}</svg:desc>"
        f"</draw:frame></text:p>{_p(block.caption, 'Note')}"
    )


def _facts(block: Facts, number: int) -> str:
    rows = "".join(
        f'<table:table-row table:style-name="Row">{_cell(_p(term, "FactBold"), "Plain")}'
        f"{_cell(_p(said, 'Fact'), 'Plain')}</table:table-row>"
        for term, said in block.items
    )
    return _table_element(number, "Facts", FACTS_SHAPE, "", rows, whole=True) + _p("", "Note")


def _table(block: Table, number: int) -> str:
    heads = _p(block.corner, "CellBold"), *(_p(h, "CellBold", end=not block.prose) for h in block.columns)
    header = (
        '<table:table-header-rows><table:table-row table:style-name="Row">'
        f"{''.join(_cell(head, 'Head') for head in heads)}</table:table-row></table:table-header-rows>"
    )
    rows = "".join(_row(row, not block.prose) for row in block.rows)
    whole = block.is_kept_whole
    shape = (1 + len(block.columns), block.header_share)
    table = _table_element(number, block.caption, shape, header, rows, whole)
    return _p(block.caption, "Caption") + table + "".join(_p(note, "Note") for note in block.notes or ("",))


def _row(row: TableRow, numbers: bool) -> str:
    style, shade = CELL_STYLES[row.kind], "Shaded" if row.kind == "summary" else "Plain"
    cells = _cells(row, style, shade, numbers)
    return f'<table:table-row table:style-name="Row">{"".join(cells)}</table:table-row>'


def _cells(row: TableRow, style: str, shade: str, numbers: bool) -> Iterator[str]:
    yield _cell(_p(row.header, style), shade)
    yield from (_cell(_p(text, style, end=numbers), shade) for text in row.cells)


def _cell(paragraph: str, style: str) -> str:
    opening = f'<table:table-cell table:style-name="{style}" office:value-type="string">'
    return f"{opening}{paragraph}</table:table-cell>"


def _table_element(
    number: int, title: str, shape: tuple[int, float], header: str, rows: str, whole: bool
) -> str:
    columns, style = shape[0], table_style(*shape)
    return (
        f'<table:table table:name="Table{number}" table:style-name="{style}'
        f'{"whole" if whole else "long"}">'
        f"<table:title>{escape(title)}</table:title>"
        f'<table:table-column table:style-name="{style}first"/><table:table-column '
        f'table:style-name="{style}other" table:number-columns-repeated="{columns - 1}"/>'
        f"{header}{rows}</table:table>"
    )


WRITERS: dict[type, Callable[..., str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    BulletList: _bullet_list,
    Facts: _facts,
    QuotationBlock: _quotation,
    Table: _table,
    Figure: _figure,
}
