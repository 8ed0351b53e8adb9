"""Charts made ready to stand inside a page.

A chart's SVG comes with a style sheet and style attributes, which a strict Content-Security-Policy refuses,
and with ids that repeat from chart to chart. Here both are put right; nothing is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
REFERENCE = re.compile(r"url\(#([^)]+)\)")
LEFT_OUT = (f"{{{SVG}}}style", f"{{{SVG}}}metadata", f"{{{SVG}}}script", f"{{{SVG}}}title", f"{{{SVG}}}desc")
# The only rule of the style sheet that matplotlib writes; inherited from the root it has the same effect.
DRAWN_LIKE_MATPLOTLIB = {"stroke-linejoin": "round", "stroke-linecap": "butt"}


def embeddable(svg: str, number: int, title: str, description: str) -> str:
    """The SVG as an element for an HTML page, with a title and a description, and without any style rules.

    `number` tells this picture's ids from those of the page's other pictures.
    """
    root = parsed(svg)
    prefix = f"chart-{number}-"
    for element in list(_elements(root)):
        if element.tag in LEFT_OUT:
            element.getparent().remove(element)
        else:
            _styles_to_attributes(element)
            _prefix_references(element, prefix)
    _describe(root, prefix, title, description)
    return str(etree.tostring(root, encoding="unicode", with_tail=False))


def parsed(svg: str) -> etree._Element:
    """The SVG as a tree; entities and outside files are never followed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, huge_tree=True)
    return etree.fromstring(svg.encode(), parser)


def _elements(root: etree._Element) -> Iterator[etree._Element]:
    return (element for element in root.iter() if isinstance(element.tag, str))


def _styles_to_attributes(element: etree._Element) -> None:
    for declaration in element.attrib.pop("style", "").split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            element.set(name.strip(), value.strip())


def _prefix_references(element: etree._Element, prefix: str) -> None:
    for name, value in element.attrib.items():
        if name == "id":
            element.set(name, prefix + value)
        elif name in ("href", XLINK_HREF) and value.startswith("#"):
            element.set(name, f"#{prefix}{value[1:]}")
        elif "url(#" in value:
            element.set(name, REFERENCE.sub(rf"url(#{prefix}\1)", value))


def _describe(root: etree._Element, prefix: str, title: str, description: str) -> None:
    for name, value in DRAWN_LIKE_MATPLOTLIB.items():
        root.set(name, value)
    root.set("role", "img")
    root.set("aria-labelledby", f"{prefix}title {prefix}description")
    for place, (name, text) in enumerate((("title", title), ("desc", description))):
        element = etree.Element(f"{{{SVG}}}{name}")
        element.set("id", prefix + ("title" if name == "title" else "description"))
        element.text = text
        root.insert(place, element)


def png_size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, as the PNG's first chunk says."""
    if png[:8] != b"\x89PNG\r\n\x1a\n" or png[12:16] != b"IHDR":
        raise ValueError("the chart's picture is not a PNG")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
