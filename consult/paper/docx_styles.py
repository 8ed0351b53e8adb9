"""The look of a questionnaire as a Word file: page, styles, sizes, direction and foot. No words are here."""

from __future__ import annotations

import re

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from consult.appendix.docx_styles import FONT, PAGE_HEIGHT, PAGE_WIDTH
from consult.paper.document import Paper

BLACK = RGBColor(0, 0, 0)
SIDE = Mm(18)
TEXT_TWIPS = (PAGE_WIDTH - 2 * SIDE) // 635
# Points by which easy read is larger, so that its text has the 14 points that its guides ask for.
EASY_READ_MORE = 2
# name: (size in points in normal print, in large print, bold, space before, space after, kept with the next)
STYLES = {
    "Normal": (12, 18, False, 0, 6, False),
    "Heading 1": (23, 30, True, 0, 10, True),
    "Heading 2": (17, 24, True, 20, 8, True),
    "Heading 3": (13, 19, True, 14, 4, True),
    "Heading 4": (12, 18, True, 10, 4, True),
    "Paper Lead": (14, 20, False, 0, 6, False),
    "Paper Opening": (12, 18, False, 0, 6, True),
    "Paper Route": (12, 18, True, 4, 8, True),
    "Paper Safety": (12, 18, False, 8, 8, True),
    "Paper Note": (12, 18, True, 0, 4, True),
    "Paper Instruction": (12, 18, False, 0, 4, True),
    "Paper Choice": (12, 18, False, 0, 4, False),
    "Paper Line": (12, 18, False, 14, 0, False),
    "Paper Cell": (10, 18, False, 2, 2, False),
    "Footer": (9, 13, False, 0, 0, False),
}


def set_up(word: WordDocument, paper: Paper) -> None:
    """A4, our styles in normal or large print, the wording's language and direction, and the foot."""
    section = word.sections[0]
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = SIDE
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(18), Mm(22), Mm(10)
    _language(word, paper)
    for name in STYLES:
        _style(word, name, paper)
    _foot(word, paper)
    if paper.language.direction == "rtl":
        section._sectPr.append(parse_xml(f"<w:bidi {nsdecls('w')}/>"))


def _language(word: WordDocument, paper: Paper) -> None:
    which = "bidi" if paper.language.direction == "rtl" else "val"
    for element in word.styles.element.iter(qn("w:lang")):
        element.set(qn(f"w:{which}"), paper.language.tag)
    for fonts in word.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FONT)


def _style(word: WordDocument, name: str, paper: Paper) -> None:
    normal, large, bold, before, after, kept = STYLES[name]
    style = _found_or_made(word, name)
    size = large if paper.large else normal + EASY_READ_MORE * paper.easy_read
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = BLACK
    looks = style.element.get_or_add_rPr()
    looks.append(parse_xml(f'<w:szCs {nsdecls("w")} w:val="{2 * size}"/>'))
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.15
    layout.keep_with_next, layout.widow_control = kept, True
    if name in ("Paper Safety", "Paper Route"):
        _border(style, ["top", "left", "bottom", "right"] if name == "Paper Safety" else ["left", "right"])
    if name == "Paper Choice":
        # The box and the words stand at the middle of the picture between them.
        style.element.get_or_add_pPr().append(parse_xml(f'<w:textAlignment {nsdecls("w")} w:val="center"/>'))
    if paper.language.direction == "rtl":
        style.element.get_or_add_pPr().insert_element_before(
            parse_xml(f"<w:bidi {nsdecls('w')}/>"), "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
        )


def _found_or_made(word: WordDocument, name: str) -> ParagraphStyle:
    known = name in word.styles
    style = word.styles[name] if known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"Word's own style {name} is not one for paragraphs")
    if not known:
        style.base_style = word.styles["Normal"]
    return style


def _border(style: ParagraphStyle, sides: list[str]) -> None:
    lines = "".join(f'<w:{side} w:val="single" w:sz="12" w:space="6" w:color="000000"/>' for side in sides)
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{lines}</w:pBdr>")
    style.element.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:bidi", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def _foot(word: WordDocument, paper: Paper) -> None:
    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.add_run(f"{paper.foot} · ")
    fields = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
    for part in re.split(r"(\{page\}|\{pages\})", paper.page_of):
        if part in fields:
            field = f'<w:fldSimple {nsdecls("w")} w:instr=" {fields[part]} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            paragraph._p.append(parse_xml(field))
        elif part:
            paragraph.add_run(part)
