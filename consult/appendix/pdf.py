"""The appendix as PDF/UA-1, laid out by WeasyPrint from the same markup as the web page.

Fonts are files of our own, and addresses are answered from memory, so the PDF depends on neither the
machine's fonts nor a network. Dates inside the file are the appendix's own.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Mapping, Sequence

import pydyf  # type: ignore[import-untyped]
from markupsafe import Markup
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from consult.appendix.composition import compose
from consult.appendix.contents import AppendixContents
from consult.appendix.document import Document, Figure
from consult.appendix.html import body, picture_from, stylesheet
from consult.appendix.typefaces import typefaces

SCHEME = "appendix:"
# How WeasyPrint begins the table of a font's letters, and how that table writes U+034F, which joins and is
# passed over in reading and searching.
LETTERS_OF_GLYPHS = b"/CIDInit /ProcSet findresource begin"
NO_WIDTH = b"034f>"
VARIANT = "pdf/ua-1"
# WeasyPrint takes most of a second to draw a chart; a picture of it takes a tenth of that.
MOST_DRAWN_CHARTS = 12
# What the style sheet itself writes: page numbers and bullets.
PAGE_NUMBER_LETTERS = "Page of, 0123456789 •"


def write_pdf(contents: AppendixContents) -> bytes:
    """A tagged PDF whose title, language, tables, lists and figures assistive technology can read."""
    document = compose(contents)
    page = _page(document, contents)
    charts = _charts(tuple(block for block in document.blocks if isinstance(block, Figure)))
    faces, files = typefaces(html.unescape(page) + PAGE_NUMBER_LETTERS, f"{SCHEME}font/")
    fetcher, fonts = _FromMemory(charts | files), FontConfiguration()
    style = CSS(string=faces + stylesheet("paper"), url_fetcher=fetcher, font_config=fonts)
    laid_out = HTML(string=page, url_fetcher=fetcher).render(
        stylesheets=[style], font_config=fonts, pdf_variant=VARIANT
    )
    identifier = hashlib.sha256(page.encode() + b"".join(charts.values())).hexdigest()[:32].encode()
    pdf: bytes = laid_out.write_pdf(
        finisher=_name_every_glyph, pdf_variant=VARIANT, pdf_identifier=identifier
    )
    return pdf


def _charts(figures: Sequence[Figure]) -> dict[str, bytes]:
    """The charts by address: drawn in lines where they are few, as pictures of dots where they are many."""
    drawn = len(figures) <= MOST_DRAWN_CHARTS
    return {
        f"{SCHEME}chart/{number}": figure.svg.encode() if drawn else figure.png
        for number, figure in enumerate(figures, start=1)
    }


def _name_every_glyph(_: object, pdf: pydyf.PDF) -> None:
    """Give the glyphs that stand for no letter of their own (a vowel sign in two parts) a letter of no width.

    WeasyPrint leaves them without any, which PDF/UA forbids.
    """
    for stream in (one.stream for one in pdf.objects if isinstance(one, pydyf.Stream)):
        if stream and stream[0] == LETTERS_OF_GLYPHS:
            stream[:] = [line[:-1] + NO_WIDTH if line.endswith(b" <>") else line for line in stream]


def _page(document: Document, contents: AppendixContents) -> str:
    made_on = f"{contents.built_for.isoformat()[:10]}T00:00:00Z"
    return Markup(
        '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="author" content="{author}"><meta name="description" content="{subject}">'
        '<meta name="dcterms.created" content="{made_on}"><meta name="dcterms.modified" content="{made_on}">'
        '</head><body><p class="running-foot">{footer}</p>{body}</body></html>'
    ).format(
        language=document.language,
        title=document.title,
        author=document.author,
        subject=document.subject,
        made_on=made_on,
        footer=document.footer,
        body=body(document, _picture),
    )


def _picture(figure: Figure, number: int) -> Markup:
    return picture_from(f"{SCHEME}chart/{number}", figure)


class _FromMemory(URLFetcher):  # type: ignore[misc]
    """Answers the addresses of charts and fonts; any other address ends the layout with an error."""

    def __init__(self, held: Mapping[str, bytes]) -> None:
        super().__init__(fail_on_errors=True)
        self.held = held

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url not in self.held:
            raise FatalURLFetchingError(f"the appendix refers to {url}, which is not part of it")
        return URLFetcherResponse(url, self.held[url], {"Content-Type": _media_type(self.held[url])})


def _media_type(content: bytes) -> str:
    if content.startswith(b"\x89PNG"):
        return "image/png"
    return "font/ttf" if content.startswith(b"\x00\x01\x00\x00") else "image/svg+xml"
