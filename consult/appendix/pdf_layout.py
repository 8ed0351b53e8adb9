"""Pages laid out as PDF/UA-1 by WeasyPrint, from markup and from nothing else.

Fonts are files of our own, and addresses are answered from memory, so a PDF depends on neither the machine's fonts
nor a network. Belongs here: what every PDF of ours shares. Does not belong here: what stands in one.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Mapping

import pydyf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from consult.appendix.typefaces import typefaces

SCHEME = "appendix:"
# How WeasyPrint begins the table of a font's letters, and how that table writes U+034F, which joins and is
# passed over in reading and searching.
LETTERS_OF_GLYPHS = b"/CIDInit /ProcSet findresource begin"
NO_WIDTH = b"034f>"
VARIANT = "pdf/ua-1"


def laid_out(page: str, style: str, pictures: Mapping[str, bytes], more_letters: str) -> bytes:
    """A tagged PDF of a whole page of markup. `pictures` are by the addresses that the page gives, which begin with
    `SCHEME`; `more_letters` are those that the style itself writes. The same arguments give the same bytes.
    """
    faces, files = typefaces(html.unescape(page) + more_letters, f"{SCHEME}font/")
    fetcher, fonts = FromMemory({**pictures, **files}), FontConfiguration()
    sheet = CSS(string=faces + style, url_fetcher=fetcher, font_config=fonts)
    document = HTML(string=page, url_fetcher=fetcher).render(
        stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT
    )
    identifier = hashlib.sha256(page.encode() + b"".join(pictures.values())).hexdigest()[:32].encode()
    pdf: bytes = document.write_pdf(finisher=name_every_glyph, pdf_variant=VARIANT, pdf_identifier=identifier)
    return pdf


def name_every_glyph(_: object, pdf: pydyf.PDF) -> None:
    """Give the glyphs that stand for no letter of their own (a vowel sign in two parts) a letter of no width.

    WeasyPrint leaves them without any, which PDF/UA forbids.
    """
    for stream in (one.stream for one in pdf.objects if isinstance(one, pydyf.Stream)):
        if stream and stream[0] == LETTERS_OF_GLYPHS:
            stream[:] = [line[:-1] + NO_WIDTH if line.endswith(b" <>") else line for line in stream]


class FromMemory(URLFetcher):
    """Answers the addresses of charts and fonts; any other address ends the layout with an error."""

    def __init__(self, held: Mapping[str, bytes]) -> None:
        super().__init__(fail_on_errors=True)
        self.held = held

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url not in self.held:
            raise FatalURLFetchingError(f"the page refers to {url}, which is not part of it")
        return URLFetcherResponse(url, self.held[url], {"Content-Type": _media_type(self.held[url])})


def _media_type(content: bytes) -> str:
    if content.startswith(b"\x89PNG"):
        return "image/png"
    if content.startswith(b"\xff\xd8"):
        return "image/jpeg"
    if content.startswith(b"RIFF"):
        return "image/webp"
    return "font/ttf" if content.startswith(b"\x00\x01\x00\x00") else "image/svg+xml"
