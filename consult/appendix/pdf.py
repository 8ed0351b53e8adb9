"""The appendix as PDF/UA-1, laid out by WeasyPrint from the same markup as the web page.

Fonts are files that come with matplotlib, and addresses are answered from memory, so the PDF depends on
neither the machine's fonts nor a network. Dates inside the file are the appendix's own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import matplotlib
from markupsafe import Markup
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from consult.appendix.composition import compose
from consult.appendix.contents import AppendixContents
from consult.appendix.document import Document, Figure
from consult.appendix.html import body, picture_from, stylesheet

FONT_FOLDER = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
SCHEME = "appendix:"


def write_pdf(contents: AppendixContents) -> bytes:
    """A tagged PDF whose title, language, tables, lists and figures assistive technology can read."""
    document = compose(contents)
    charts = {
        f"{SCHEME}chart/{number}": figure.svg.encode()
        for number, figure in enumerate((b for b in document.blocks if isinstance(b, Figure)), start=1)
    }
    fetcher = _FromMemory(charts)
    fonts = FontConfiguration()
    style = CSS(string=stylesheet("paper"), url_fetcher=fetcher, font_config=fonts)
    page = _page(document, contents)
    laid_out = HTML(string=page, url_fetcher=fetcher).render(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    identifier = hashlib.sha256(page.encode() + b"".join(charts.values())).hexdigest()[:32].encode()
    pdf: bytes = laid_out.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    return pdf


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

    def __init__(self, charts: Mapping[str, bytes]) -> None:
        super().__init__(fail_on_errors=True)
        self.charts = charts

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url in self.charts:
            return URLFetcherResponse(url, self.charts[url], {"Content-Type": "image/svg+xml"})
        if url.startswith(f"{SCHEME}font/"):
            font = FONT_FOLDER / Path(url).name
            return URLFetcherResponse(url, font.read_bytes(), {"Content-Type": "font/ttf"})
        raise FatalURLFetchingError(f"the appendix refers to {url}, which is not part of it")
