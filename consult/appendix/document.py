"""The appendix as a document: blocks in reading order, with every word already chosen.

Writers for people (web page, PDF, Word, OpenDocument) lay these blocks out and add no words of their own but
page numbers. Nothing here knows a format, and nothing here knows what a consultation is.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title of the whole. `anchor` is unique in the document."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `kind` is body, lead (larger), note (smaller) or headline (a sentence that stands out)."""

    text: str
    kind: str = "body"


@dataclass(frozen=True)
class BulletList:
    """Short items whose order carries no meaning."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Pairs of a term and what it is ("Opened", "18 October 2023")."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TableRow:
    """A row: its header cell, its other cells, and its kind (count, summary, state or base)."""

    header: str
    cells: tuple[str, ...]
    kind: str = "count"


# How much of a table's width its row headers take, by the number of its other columns.
HEADER_SHARES = {1: 0.66, 2: 0.48, 3: 0.4, 6: 0.27}
NARROWEST_SHARE = 0.34
PROSE_SHARE = 0.3
# A table of up to so many lines is kept on one page; longer ones may break, and repeat their header row.
KEPT_WHOLE = 24
LETTERS_A_LINE = 36


@dataclass(frozen=True)
class Table:
    """A table. `corner` heads the column of row headers; `prose` tables hold sentences and not figures."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()
    prose: bool = False

    @property
    def is_kept_whole(self) -> bool:
        """Whether it is short enough, by the lines of its row headers, to stand on one page."""
        lines = sum(max(1, -(-len(row.header) // LETTERS_A_LINE)) for row in self.rows)
        return lines <= KEPT_WHOLE

    @property
    def header_share(self) -> float:
        """The part of the width that row headers get: more where few figures stand beside them."""
        return PROSE_SHARE if self.prose else HEADER_SHARES.get(len(self.columns), NARROWEST_SHARE)


@dataclass(frozen=True)
class Figure:
    """A chart, as SVG text and as PNG, with its alternative in words and the caption below it."""

    svg: str
    png: bytes
    alt: str
    caption: str


@dataclass(frozen=True)
class QuotationBlock:
    """Someone's own words and how they are described. `language` is a language tag where it is known."""

    text: str
    attribution: str = ""
    language: str = ""


Block = Heading | Paragraph | BulletList | Facts | Table | Figure | QuotationBlock


@dataclass(frozen=True)
class Document:
    """The whole document. `footer` stands at the foot of each page of a paged format."""

    title: str
    language: str
    author: str
    subject: str
    footer: str
    blocks: tuple[Block, ...]

    @property
    def sections(self) -> tuple[Heading, ...]:
        """The headings of the second level, for a list of contents."""
        return tuple(block for block in self.blocks if isinstance(block, Heading) and block.level == 2)
