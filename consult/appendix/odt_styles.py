"""The look of the OpenDocument file: page, styles, language and footer. No words of the appendix are here."""

from __future__ import annotations

from xml.sax.saxutils import escape

FONT = "Liberation Sans"
FONT_FAMILY = "'Liberation Sans', Arial, sans-serif"
INK, QUIET, DEEP = "#0b0c0c", "#505a5f", "#12394d"
TEXT_WIDTH_CM = 17.0

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)

BAR = 'fo:padding-left="0.3cm" fo:border-left="3pt solid '
# name: (points, bold, colour, above in cm, below in cm, kept with the next, more paragraph properties)
PARAGRAPHS = {
    "Text": (10, False, INK, 0, 0.21, False, ""),
    "Heading1": (22, True, DEEP, 0, 0.35, True, 'fo:border-top="4pt solid #1d5b79" fo:padding-top="0.3cm"'),
    "Heading2": (15, True, DEEP, 0.8, 0.3, True, 'fo:border-bottom="1pt solid #1d5b79"'),
    "Heading3": (11.5, True, DEEP, 0.5, 0.2, True, ""),
    "Lead": (13, False, INK, 0, 0.14, False, ""),
    "Note": (8.5, False, QUIET, 0.1, 0.18, False, ""),
    "Headline": (13, True, INK, 0.3, 0.07, True, f'{BAR}#1d5b79"'),
    "Quotation": (10, False, INK, 0.15, 0.07, True, f'{BAR}#b9cbd5"'),
    "Caption": (10, True, INK, 0.4, 0.14, True, ""),
    "Item": (10, False, INK, 0, 0.1, False, ""),
    "Cell": (8.5, False, INK, 0.02, 0.02, False, ""),
    "CellBold": (8.5, True, INK, 0.02, 0.02, False, ""),
    "Fact": (10, False, INK, 0.02, 0.02, False, ""),
    "FactBold": (10, True, INK, 0.02, 0.02, False, ""),
    "CellQuiet": (8.5, False, QUIET, 0.02, 0.02, False, ""),
    "Foot": (7.5, False, QUIET, 0, 0, False, 'fo:border-top="0.5pt solid #b1b4b6" fo:padding-top="0.2cm"'),
}  # fmt: skip


def styles_xml(language: str, footer: str) -> str:
    """The file styles.xml: every named style, the page and its footer."""
    tongue, _, country = language.partition("-")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-styles {NAMESPACES} office:version="1.3">'
        f"<office:font-face-decls>{_font()}</office:font-face-decls>"
        f"<office:styles>{_defaults(tongue, country)}{''.join(map(_paragraph, PARAGRAPHS))}{_outline()}"
        f"{_bullets()}</office:styles>{_page(footer)}</office:document-styles>"
    )


def _font() -> str:
    return f'<style:font-face style:name="{FONT}" svg:font-family="{FONT_FAMILY}"/>'


def _defaults(language: str, country: str) -> str:
    return (
        '<style:default-style style:family="paragraph"><style:paragraph-properties '
        'fo:orphans="2" fo:widows="2" style:writing-mode="page"/><style:text-properties '
        f'style:font-name="{FONT}" fo:font-size="10pt" fo:language="{language}" fo:country="{country}"/>'
        "</style:default-style>"
    )


def _paragraph(name: str) -> str:
    points, bold, colour, above, below, kept, more = PARAGRAPHS[name]
    level = f' style:default-outline-level="{name[-1]}"' if name.startswith("Heading") else ""
    keep = ' fo:keep-with-next="always"' if kept else ""
    return (
        f'<style:style style:name="{name}" style:family="paragraph"{level}><style:paragraph-properties '
        f'fo:margin-top="{above}cm" fo:margin-bottom="{below}cm" fo:line-height="115%"{keep} {more}>'
        f"{_tab_stop() if name == 'Foot' else ''}</style:paragraph-properties><style:text-properties "
        f'fo:font-size="{points}pt" fo:font-weight="{"bold" if bold else "normal"}" fo:color="{colour}"/>'
        "</style:style>"
    )


def _tab_stop() -> str:
    stop = f'<style:tab-stop style:position="{TEXT_WIDTH_CM}cm" style:type="right"/>'
    return f"<style:tab-stops>{stop}</style:tab-stops>"


def _outline() -> str:
    levels = "".join(
        f'<text:outline-level-style text:level="{level}" style:num-format=""/>' for level in (1, 2, 3)
    )
    return f'<text:outline-style style:name="Outline">{levels}</text:outline-style>'


def _bullets() -> str:
    return (
        '<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" '
        'text:bullet-char="•"><style:list-level-properties '
        'text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment '
        'text:label-followed-by="listtab" fo:text-indent="-0.45cm" fo:margin-left="0.6cm"/>'
        "</style:list-level-properties></text:list-level-style-bullet></text:list-style>"
    )


def _page(footer: str) -> str:
    return (
        '<office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties '
        'fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2cm" fo:margin-bottom="1.2cm" '
        'fo:margin-left="2cm" fo:margin-right="2cm"/><style:footer-style><style:header-footer-properties '
        'fo:min-height="1cm" fo:margin-top="0.5cm"/></style:footer-style></style:page-layout>'
        '</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" '
        'style:page-layout-name="A4"><style:footer><text:p text:style-name="Foot">'
        f'{escape(footer)}<text:tab/>Page <text:page-number text:select-page="current">1'
        "</text:page-number> of "
        "<text:page-count>1</text:page-count></text:p></style:footer></style:master-page></office:master-styles>"
    )


def automatic_styles(shapes: set[tuple[int, float]]) -> str:
    """Tables of these shapes, their cells, and paragraphs that run to the right or from it.

    A shape is the number of columns and the part of the width that the first one takes.
    """
    tables = "".join(_table_styles(columns, share) for columns, share in sorted(shapes))
    cells = "".join(
        f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties '
        f'fo:padding="0.07cm 0.12cm" {look} fo:border-bottom="0.5pt solid #b1b4b6"/></style:style>'
        for name, look in (
            ("Head", 'fo:background-color="#e3ebf0" style:vertical-align="bottom"'),
            ("Plain", ""),
            ("Shaded", 'fo:background-color="#f3f7f9"'),
        )
    )
    turned = "".join(
        f'<style:style style:name="{name}Rtl" style:family="paragraph" style:parent-style-name="{name}">'
        '<style:paragraph-properties style:writing-mode="rl-tb" fo:text-align="right"/></style:style>'
        f'<style:style style:name="{name}End" style:family="paragraph" style:parent-style-name="{name}">'
        '<style:paragraph-properties fo:text-align="end"/></style:style>'
        for name in PARAGRAPHS
    )
    row = (
        '<style:style style:name="Row" style:family="table-row"><style:table-row-properties '
        'fo:keep-together="always"/></style:style>'
    )
    return f"<office:automatic-styles>{tables}{cells}{row}{turned}</office:automatic-styles>"


def table_style(columns: int, share: float) -> str:
    """The beginning of the names of the styles of a table of that shape."""
    return f"T{columns}x{share * 100:.0f}"


def _table_styles(columns: int, share: float) -> str:
    first, shape = TEXT_WIDTH_CM * share, table_style(columns, share)
    other = (TEXT_WIDTH_CM - first) / max(columns - 1, 1)
    parts = [
        f'<style:style style:name="{shape}{name}" style:family="table"><style:table-properties '
        f'style:width="{TEXT_WIDTH_CM}cm" table:align="margins" style:may-break-between-rows="{breaks}" '
        f'fo:keep-with-next="{"auto" if breaks == "true" else "always"}" '
        'table:border-model="collapsing"/></style:style>'
        for name, breaks in (("whole", "false"), ("long", "true"))
    ]
    parts += [
        f'<style:style style:name="{shape}{name}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width:.3f}cm"/></style:style>'
        for name, width in (("first", first), ("other", other))
    ]
    return "".join(parts)
