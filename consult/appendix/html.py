"""The appendix as HTML: a complete page to download, and a fragment for the site's own layout.

The fragment holds neither style nor script, so it stands under a strict Content-Security-Policy; the site
serves `styles/page.css` beside it. `pdf.py` lays out the same markup for paper.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup, escape

from consult.appendix.composition import compose
from consult.appendix.contents import AppendixContents
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


def _heading(block: Heading) -> Markup:
    return Markup('<h{0} id="{1}" dir="auto">{2}</h{0}>').format(block.level, block.anchor, block.text)


def _paragraph(block: Paragraph) -> Markup:
    return Markup('<p class="{}" dir="auto">{}</p>').format(block.kind, _with_breaks(block.text))


def _with_breaks(text: str) -> Markup:
    return Markup("<br>").join(text.split("\n"))


def _bullet_list(block: BulletList) -> Markup:
    items = (Markup('<li dir="auto">{}</li>').format(_with_breaks(item)) for item in block.items)
    return Markup("<ul>\n{}\n</ul>").format(Markup("\n").join(items))


def _facts(block: Facts) -> Markup:
    row = Markup('<tr><th scope="row">{}</th><td dir="auto">{}</td></tr>')
    rows = (row.format(term, _with_breaks(said)) for term, said in block.items)
    return Markup('<table class="facts"><tbody>\n{}\n</tbody></table>').format(Markup("\n").join(rows))


def _quotation(block: QuotationBlock) -> Markup:
    language = Markup(' lang="{}"').format(block.language) if block.language else ""
    said_by = Markup('\n<p class="attribution">{}</p>').format(block.attribution) if block.attribution else ""
    return Markup('<blockquote><p dir="auto"{}>{}</p>{}</blockquote>').format(
        language, _with_breaks(block.text), said_by
    )


def _figure(block: Figure, number: int, picture: PictureWriter) -> Markup:
    return Markup('<figure>{}<figcaption dir="auto">{}</figcaption></figure>').format(
        picture(block, number), block.caption
    )


def _table(block: Table) -> Markup:
    heads = Markup("").join(
        Markup('<th scope="col" dir="auto">{}</th>').format(text) for text in (block.corner, *block.columns)
    )
    rows = Markup("\n").join(_table_row(row) for row in block.rows)
    notes = Markup("").join(Markup('<p class="table-note">{}</p>\n').format(note) for note in block.notes)
    number = block.caption.partition(":")[0].lower().replace(" ", "-")
    table = Markup(
        '<table class="{}">\n<caption id="{}" dir="auto">{}</caption>\n'
        "<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>"
    ).format("prose" if block.prose else "figures", number, block.caption, heads, rows)
    return Markup("{}\n{}").format(_scrolling(table, number) if len(block.columns) > 2 else table, notes)


def _scrolling(table: Markup, label: str) -> Markup:
    """A wide table may be wider than a phone; it then scrolls by itself, by keyboard too."""
    wide = Markup('<div class="wide" role="group" aria-labelledby="{}" tabindex="0">{}</div>')
    return wide.format(label, table)


def _table_row(row: TableRow) -> Markup:
    cells = Markup("").join(Markup('<td dir="auto">{}</td>').format(_with_breaks(cell)) for cell in row.cells)
    header = Markup('<th scope="row" dir="auto">{}</th>').format(row.header)
    return Markup('<tr class="{}">{}{}</tr>').format(row.kind, header, cells)


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
