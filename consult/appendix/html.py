"""The appendix as HTML: a complete page to download, and a fragment for the site's own layout.

The fragment holds neither style nor script, so it stands under a strict Content-Security-Policy; the site
serves `styles/page.css` beside it. `pdf.py` lays out the same markup for paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup, escape

from consult.appendix.composition import compose
from consult.appendix.contents import AppendixContents
from consult.appendix.direction import runs_right_to_left
from consult.appendix.document import (
    Block,
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
from consult.appendix.pictures import embeddable

STYLES = Path(__file__).with_name("styles")
NOTHING, OF_ROW, OF_COLUMN = Markup(""), Markup(' scope="row"'), Markup(' scope="col"')
PictureWriter = Callable[[Figure, int], Markup]


def write_html(contents: AppendixContents) -> bytes:
    """A page of its own, with its style and its charts inside it; it needs nothing else to be read."""
    document = compose(contents)
    page = Markup(
        '<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="author" content="{author}">\n<title>{title}</title>\n'
        "<style>\n{style}</style>\n</head>\n<body>\n"
        '<a class="skip-link" href="#top">Skip to the results</a>\n'
        '<main class="appendix">\n{body}</main>\n<footer class="appendix-foot"><p>{footer}</p></footer>\n'
        "</body>\n</html>\n"
    ).format(
        language=document.language,
        author=document.author,
        title=document.title,
        style=Markup(stylesheet("page")),  # noqa: S704 (our own file)
        body=body(document, inline_picture),
        footer=document.footer,
    )
    return page.encode()


def write_fragment(contents: AppendixContents) -> str:
    """The same words and charts for the site's layout to wrap: no style, no script, one `h1`."""
    return str(body(compose(contents), inline_picture))


@lru_cache
def stylesheet(name: str) -> str:
    """The style rules for `page` (screen and browser print) or `paper` (the PDF)."""
    return (STYLES / f"{name}.css").read_text(encoding="utf-8")


def body(document: Document, picture: PictureWriter) -> Markup:
    """Every block in order, with a list of contents after the title's own blocks."""
    parts: list[Markup] = []
    figures = 0
    for block in document.blocks:
        if block == document.sections[0]:
            parts.append(_contents_list(document))
        if isinstance(block, Figure):
            figures += 1
            parts.append(_figure(block, figures, picture))
        else:
            parts.append(_block(block))
    return Markup("\n").join(parts) + "\n"


def write_blocks(blocks: Iterable[Block]) -> Markup:
    """Some blocks for a page of the site, without a list of contents."""
    parts: list[Markup] = []
    figures = 0
    for block in blocks:
        figures += isinstance(block, Figure)
        parts.append(_figure(block, figures, inline_picture) if isinstance(block, Figure) else _block(block))
    return Markup("\n").join(parts)


def inline_picture(figure: Figure, number: int) -> Markup:
    """The chart itself inside the page, with its title and description."""
    return Markup(embeddable(figure.svg, number, figure.caption, figure.alt))  # noqa: S704 (our own chart)


def _block(block: Block) -> Markup:
    writer = WRITERS[type(block)]
    return writer(block)


def _contents_list(document: Document) -> Markup:
    items = Markup("\n").join(
        Markup('<li><a href="#{}">{}</a></li>').format(section.anchor, section.text)
        for section in document.sections
    )
    return Markup(
        '<nav class="contents" aria-labelledby="contents-heading">\n'
        '<p class="contents-heading" id="contents-heading">Contents</p>\n<ul>\n{}\n</ul>\n</nav>'
    ).format(items)


def _element(name: str, text: str, attributes: Markup = NOTHING) -> Markup:
    """An element with text, turned round where the text runs from the right, with its line breaks."""
    turned = Markup(' dir="rtl"') if runs_right_to_left(text) else NOTHING
    return Markup("<{0}{1}{2}>{3}</{0}>").format(name, attributes, turned, _with_breaks(text))


def _with_breaks(text: str) -> Markup:
    return Markup("<br>").join(text.split("\n"))


def _lines(parts: Iterable[Markup]) -> Markup:
    return Markup("\n").join(parts)


def _heading(block: Heading) -> Markup:
    return _element(f"h{block.level}", block.text, Markup(' id="{}"').format(block.anchor))


def _paragraph(block: Paragraph) -> Markup:
    return _element("p", block.text, Markup(' class="{}"').format(block.kind))


def _bullet_list(block: BulletList) -> Markup:
    return Markup("<ul>\n{}\n</ul>").format(_lines(_element("li", item) for item in block.items))


def _facts(block: Facts) -> Markup:
    row = Markup("<tr>{}{}</tr>")
    rows = (row.format(_element("th", term, OF_ROW), _element("td", said)) for term, said in block.items)
    return Markup('<table class="facts"><tbody>\n{}\n</tbody></table>').format(_lines(rows))


def _quotation(block: QuotationBlock) -> Markup:
    language = Markup(' lang="{}"').format(block.language) if block.language else NOTHING
    words = _element("p", block.text, language)
    said_by = _element("p", block.attribution, Markup(' class="attribution"'))
    return Markup("<blockquote>{}{}</blockquote>").format(words, said_by if block.attribution else NOTHING)


def _figure(block: Figure, number: int, picture: PictureWriter) -> Markup:
    caption = _element("figcaption", block.caption)
    return Markup("<figure>{}{}</figure>").format(picture(block, number), caption)


def _table(block: Table) -> Markup:
    number = block.caption.partition(":")[0].lower().replace(" ", "-")
    heads = NOTHING.join(_element("th", text, OF_COLUMN) for text in (block.corner, *block.columns))
    table = Markup(
        '<table class="{} columns-{}{}">\n{}\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>'
    ).format(
        "prose" if block.prose else "figures",
        len(block.columns),
        "" if block.is_kept_whole else " long",
        _element("caption", block.caption, Markup(' id="{}"').format(number)),
        heads,
        _lines(_table_row(row) for row in block.rows),
    )
    notes = _lines(_element("p", note, Markup(' class="table-note"')) for note in block.notes)
    return Markup("{}\n{}").format(_scrolling(table, number) if len(block.columns) > 2 else table, notes)


def _table_row(row: TableRow) -> Markup:
    cells = NOTHING.join(_element("td", cell) for cell in row.cells)
    return Markup('<tr class="{}">{}{}</tr>').format(row.kind, _element("th", row.header, OF_ROW), cells)


def _scrolling(table: Markup, label: str) -> Markup:
    """A wide table may be wider than a phone; it then scrolls by itself, by keyboard too."""
    wide = Markup('<div class="wide" role="group" aria-labelledby="{}" tabindex="0">{}</div>')
    return wide.format(label, table)


WRITERS: dict[type, Callable[..., Markup]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    BulletList: _bullet_list,
    Facts: _facts,
    QuotationBlock: _quotation,
    Table: _table,
}


def picture_from(address: str, figure: Figure) -> Markup:
    """A picture that is fetched from an address, with its alternative in words."""
    return Markup('<img src="{}" alt="{}">').format(escape(address), figure.alt)
