"""A short document of one person's as PDF/UA-1, such as a receipt, in the typefaces of the appendix.

Belongs here: from a page of HTML to an accessible PDF. Does not belong here: what the page says.
"""

from __future__ import annotations

import html
import re

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from consult.appendix.html import stylesheet
from consult.appendix.pdf import PAGE_NUMBER_LETTERS
from consult.appendix.pdf_layout import SCHEME, VARIANT, FromMemory, name_every_glyph
from consult.appendix.typefaces import typefaces

TAG = re.compile(r"<[^>]*>")


def write_small_pdf(page: str, style: str) -> bytes:
    """A tagged PDF of a whole page of HTML, which names its language and title. `style` is one in `styles/`."""
    letters = html.unescape(TAG.sub(" ", page)) + PAGE_NUMBER_LETTERS
    faces, files = typefaces(letters, f"{SCHEME}font/")
    fetcher, fonts = FromMemory(files), FontConfiguration()
    sheet = CSS(string=faces + stylesheet(style), url_fetcher=fetcher, font_config=fonts)
    laid_out = HTML(string=page, url_fetcher=fetcher).render(
        stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT
    )
    pdf: bytes = laid_out.write_pdf(finisher=name_every_glyph, pdf_variant=VARIANT)
    return pdf
