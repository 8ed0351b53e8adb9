"""The look of the Word file: page, fonts, styles, language and footer. No words of the appendix are here."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

FONT = "Arial"
INK, QUIET, DEEP = RGBColor(0x0B, 0x0C, 0x0C), RGBColor(0x50, 0x5A, 0x5F), RGBColor(0x12, 0x39, 0x4D)
PAGE_WIDTH, PAGE_HEIGHT, SIDE = Mm(210), Mm(297), Mm(20)
TEXT_WIDTH = Mm(170)

# name: (size in points, bold, colour, space before, space after, kept with the next)
STYLES = {
    "Normal": (10, False, INK, 0, 6, False),
    "Heading 1": (22, True, DEEP, 0, 10, True),
    "Heading 2": (15, True, DEEP, 22, 8, True),
    "Heading 3": (11.5, True, DEEP, 14, 6, True),
    "Caption": (10, True, INK, 10, 4, True),
    "List Bullet": (10, False, INK, 0, 3, False),
    "Appendix Lead": (13, False, INK, 0, 4, False),
    "Appendix Note": (8.5, False, QUIET, 3, 5, False),
    "Appendix Headline": (13, True, INK, 8, 2, True),
    "Appendix Table": (8.5, False, INK, 1, 1, False),
    "Appendix Fact": (10, False, INK, 1, 1, False),
    "Appendix Quotation": (10, False, INK, 4, 2, True),
    "Footer": (7.5, False, QUIET, 0, 0, False),
}
TIGHT = ("Appendix Table", "Appendix Fact")
BORDERED = {"Heading 2": ("bottom", "1D5B79"), "Heading 1": ("top", "1D5B79")}
BARRED = {"Appendix Headline": "1D5B79", "Appendix Quotation": "B9CBD5"}


def set_up(word: WordDocument, language: str, footer: str) -> None:
    """A4, our styles, the language of every text, and the footer with page numbers."""
    _page(word)
    _language(word, language)
    for name in STYLES:
        _style(word, name)
    _footer(word, footer)


def _page(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = SIDE
    section.top_margin, section.bottom_margin = Mm(20), Mm(22)
    section.footer_distance = Mm(11)


def _language(word: WordDocument, language: str) -> None:
    for element in word.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)
    for fonts in word.styles.element.iter(qn("w:rFonts")):
        _plain_font(fonts)
    for element in word.settings.element.findall(qn("w:themeFontLang")):
        element.set(qn("w:val"), language)


def _plain_font(fonts: BaseOxmlElement) -> None:
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _style(word: WordDocument, name: str) -> None:
    size, bold, colour, before, after, kept = STYLES[name]
    style = _found_or_made(word, name)
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.0 if name in TIGHT else 1.15
    style.paragraph_format.keep_with_next = kept
    style.paragraph_format.widow_control = True
    if name in BORDERED:
        _border(style, *BORDERED[name], width=12 if name == "Heading 2" else 36)
    if name in BARRED:
        style.paragraph_format.left_indent = Mm(4)
        _border(style, "left", BARRED[name], width=24)


def _found_or_made(word: WordDocument, name: str) -> ParagraphStyle:
    known = name in word.styles
    style = word.styles[name] if known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"Word's own style {name} is not one for paragraphs")
    if not known:
        style.base_style = word.styles["Normal"]
    return style


def _border(style: ParagraphStyle, side: str, colour: str, width: int) -> None:
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    line = f'<w:{side} w:val="single" w:sz="{width}" w:space="6" w:color="{colour}"/>'
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _footer(word: WordDocument, text: str) -> None:
    paragraph = word.sections[0].footer.paragraphs[0]
    word.styles["Footer"].paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{text}\tPage ")
    paragraph._p.append(_field("PAGE"))
    paragraph.add_run(" of ")
    paragraph._p.append(_field("NUMPAGES"))


def _field(name: str) -> BaseOxmlElement:
    """A number that the word processor fills in when it lays the page out."""
    return parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
