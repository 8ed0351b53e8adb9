"""The appendix as PDF/UA-1, laid out by WeasyPrint from the same markup as the web page.

Dates inside the file are the appendix's own. How pages are laid out is in `pdf_layout`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from consult.appendix.composition import compose
from consult.appendix.contents import AppendixContents
from consult.appendix.document import Document, Figure
from consult.appendix.html import body, picture_from, stylesheet
from consult.appendix.pdf_layout import SCHEME, laid_out

# WeasyPrint takes most of a second to draw a chart; a picture of it takes a tenth of that.
MOST_DRAWN_CHARTS = 12
# What the style sheet itself writes: page numbers and bullets.
PAGE_NUMBER_LETTERS = "Page of, 0123456789 •"


def write_pdf(contents: AppendixContents) -> bytes:
    """A tagged PDF whose title, language, tables, lists and figures assistive technology can read."""
    return pdf_of(compose(contents), contents.built_for)


def pdf_of(document: Document, made_on: date) -> bytes:
    """Any document of ours as a PDF, with that date inside it."""
    charts = _charts(tuple(block for block in document.blocks if isinstance(block, Figure)))
    return laid_out(_page(document, made_on), stylesheet("paper"), charts, PAGE_NUMBER_LETTERS)


def _charts(figures: Sequence[Figure]) -> dict[str, bytes]:
    """The charts by address: drawn in lines where they are few, as pictures of dots where they are many."""
    drawn = len(figures) <= MOST_DRAWN_CHARTS
    return {
        f"{SCHEME}chart/{number}": figure.svg.encode() if drawn else figure.png
        for number, figure in enumerate(figures, start=1)
    }


def _page(document: Document, day: date) -> str:
    made_on = f"{day.isoformat()[:10]}T00:00:00Z"
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
