"""A questionnaire on paper as a Word file that can be edited: headings, boxes as signs, lines, tables for grids.

No words but those of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from docx.text.paragraph import Paragraph as WordParagraph

from consult.appendix.reproducible_zip import with_fixed_clock
from consult.paper.document import (
    Asked,
    Block,
    Boxes,
    Choice,
    Figures,
    Grid,
    Heading,
    Information,
    Lines,
    Paper,
    PaperLanguage,
    Paragraph,
    Places,
    Room,
)
from consult.paper.docx_styles import TEXT_TWIPS, set_up
from consult.phone_numbers import unbroken

BOX = "☐"
# Word's usual typefaces lack the box; this one has it on every machine that has Word.
BOX_FONT = "Segoe UI Symbol"
STYLE_OF = {
    "body": "Normal",
    "lead": "Paper Lead",
    "opening": "Paper Opening",
    "route": "Paper Route",
    "safety": "Paper Safety",
}
FIRST_COLUMN = 0.34


def write_docx(paper: Paper, pictures: Mapping[str, bytes]) -> bytes:
    """The Word file, the same to the byte for the same arguments. `pictures` are PNG or JPEG, by their names, since
    LibreOffice 7.4 and old Word show no SVG; one that is missing is left out: the words beside it say the same.
    """
    word = docx.Document()
    set_up(word, paper)
    _properties(word, paper)
    writer = _Writer(word, paper, pictures)
    for block in paper.blocks:
        writer.block(block)
    file = BytesIO()
    word.save(file)
    return with_fixed_clock(file.getvalue())


def _properties(word: WordDocument, paper: Paper) -> None:
    properties = word.core_properties
    # Word's own limit for these fields is 255 characters.
    properties.title, properties.subject = paper.title[:255], paper.foot[:255]
    properties.author = properties.last_modified_by = paper.author[:255]
    properties.language, properties.comments, properties.revision = paper.language.tag, "", 1
    properties.created = properties.modified = datetime.fromisoformat(paper.made_on)


class _Writer:
    def __init__(self, word: WordDocument, paper: Paper, pictures: Mapping[str, bytes]) -> None:
        self.word, self.paper, self.pictures = word, paper, pictures

    def block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._text(block.text, f"Heading {block.level}", own=block.own)
        elif isinstance(block, Paragraph):
            self._text(block.text, STYLE_OF[block.kind], own=block.own)
        elif isinstance(block, Information):
            self._text(block.text, "Heading 3")
            self._picture(block.picture)
            for text in block.body:
                self._text(text, "Normal")
        else:
            self._asked(block)

    def _text(self, text: str, style: str, *, own: bool = False) -> None:
        if text:
            self._append(self.word.add_paragraph(style=style), self._run(unbroken(text), own=own))

    def _append(self, paragraph: WordParagraph, *runs: str) -> None:
        for run in runs:
            paragraph._p.append(parse_xml(run.replace("<w:r>", f"<w:r {nsdecls('w')}>", 1)))

    def _run(self, text: str, *, own: bool = False, bold: bool = False) -> str:
        language = self.paper.own_language if own else self.paper.language
        look = f"{'<w:b/><w:bCs/>' if bold else ''}{_direction(language)}"
        return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'

    def _picture(self, name: str) -> None:
        if name in self.pictures:
            paragraph = self.word.add_paragraph(style="Paper Instruction")
            self._add_picture(paragraph, name, 30)

    def _add_picture(self, paragraph: WordParagraph, name: str, millimetres: int) -> None:
        picture = paragraph.add_run().add_picture(BytesIO(self.pictures[name]), height=Mm(millimetres))
        # The words beside it say the same, so it has no words of its own.
        picture._inline.docPr.set("descr", "")

    def _asked(self, asked: Asked) -> None:
        heading = self.word.add_paragraph(style="Heading 3")
        number = f"{asked.number}. " if asked.number else ""
        self._append(heading, self._run(f"{number}{asked.text}", own=asked.own))
        self._picture(asked.picture)
        for text in (*asked.body, asked.hint):
            self._text(text, "Paper Instruction")
        for text in asked.notes:
            self._text(text, "Paper Note", own=True)
        for room in asked.room:
            WRITERS[type(room)](self, room)

    def _instruction(self, room: Room) -> None:
        self._text(room.instruction, "Paper Instruction", own=True)

    def boxes(self, room: Boxes) -> None:
        self._text(room.heading, "Heading 4")
        self._picture(room.picture)
        self._instruction(room)
        for place, choice in enumerate(room.choices, start=1):
            self._choice(choice, _box(), kept=place < len(room.choices))

    def places(self, room: Places) -> None:
        self._instruction(room)
        for place, choice in enumerate(room.choices, start=1):
            self._choice(choice, self._run("[    ]"), kept=place < len(room.choices))

    def _choice(self, choice: Choice, box: str, *, kept: bool) -> None:
        paragraph = self.word.add_paragraph(style="Paper Choice")
        paragraph.paragraph_format.keep_with_next = kept
        self._append(paragraph, box)
        if choice.picture in self.pictures:
            self._append(paragraph, self._run(" "))
            self._add_picture(paragraph, choice.picture, 18)
        self._append(paragraph, self._run(f"  {choice.text}"))
        if choice.go_to:
            arrow = "→" if self.paper.language.direction == "ltr" else "←"
            self._append(paragraph, self._run(f" {arrow} "), self._run(choice.go_to, own=True, bold=True))

    def lines(self, room: Lines) -> None:
        self._instruction(room)
        for _ in range(room.number):
            paragraph = self.word.add_paragraph(style="Paper Line")
            rule = '<w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/>'
            paragraph._p.get_or_add_pPr().insert_element_before(
                parse_xml(f"<w:pBdr {nsdecls('w')}>{rule}{rule.replace('bottom', 'between')}</w:pBdr>"),
                "w:shd", "w:tabs", "w:bidi", "w:spacing", "w:ind", "w:jc",
            )  # fmt: skip

    def figures(self, room: Figures) -> None:
        self._instruction(room)
        paragraph = self.word.add_paragraph(style="Paper Choice")
        for name, length in room.groups:
            before = f"{name}: " if name else ""
            self._append(paragraph, self._run(before, own=True), self._run("[   ]" * length + "     "))

    def grid(self, room: Grid) -> None:
        self._instruction(room)
        columns = 1 + len(room.columns)
        head = self._row("", [self._run(text, bold=True) for text in room.columns], header=True)
        rows = [self._row(row.text, [_box()] * len(room.columns)) for row in room.rows]
        first = int(TEXT_TWIPS * FIRST_COLUMN)
        other = (TEXT_TWIPS - first) // (columns - 1)
        grid = "".join(f'<w:gridCol w:w="{first if n == 0 else other}"/>' for n in range(columns))
        mirrored = "<w:bidiVisual/>" if self.paper.language.direction == "rtl" else ""
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        rules = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="6F777B"/>' for side in sides)
        table = parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr>{mirrored}<w:tblW w:w="{TEXT_TWIPS}" w:type="dxa"/>'
            f'<w:tblBorders>{rules}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0480" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
            f'w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={quoteattr(room.caption)}/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{head}{''.join(rows)}</w:tbl>"
        )
        self.word.element.body.insert_element_before(table, "w:sectPr")
        self.word.add_paragraph(style="Paper Choice")

    def _row(self, first: str, cells: list[str], *, header: bool = False) -> str:
        repeated = "<w:tblHeader/>" if header else ""
        inner = _cell(self._run(first), "start") + "".join(_cell(cell, "center") for cell in cells)
        return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{inner}</w:tr>"


def _cell(run: str, side: str) -> str:
    return (
        '<w:tc><w:tcPr><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="PaperCell"/>'
        f'<w:jc w:val="{side}"/></w:pPr>{run}</w:p></w:tc>'
    )


def _box() -> str:
    fonts = " ".join(f'w:{script}="{BOX_FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return f'<w:r><w:rPr><w:rFonts {fonts}/></w:rPr><w:t xml:space="preserve">{BOX}</w:t></w:r>'


def _direction(language: PaperLanguage) -> str:
    is_rtl = language.direction == "rtl"
    return (
        f"{'<w:rtl/>' if is_rtl else ''}<w:lang w:{'bidi' if is_rtl else 'val'}={quoteattr(language.tag)}/>"
    )


WRITERS: dict[type, Callable[..., Any]] = {
    Boxes: _Writer.boxes,
    Places: _Writer.places,
    Grid: _Writer.grid,
    Lines: _Writer.lines,
    Figures: _Writer.figures,
}
