"""Whether a page's source is right: read by a parser that refuses errors, with what a screen reader goes by.

Belongs here: checks of the source as it was sent. Does not belong here: how it looks (`measures`).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

import html5lib

Element = ElementTree.Element
CONTROLS = ("input", "select", "textarea")
HEADINGS = tuple(f"h{level}" for level in range(1, 7))
POINTERS = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "aria-errormessage")
WITHOUT_LABEL = ("hidden", "submit", "button", "image", "reset")


def problems_in(source: str) -> list[str]:
    """Everything wrong with the source of a page, in words."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        tree = parser.parse(source)
    except html5lib.html5parser.ParseError as error:
        return [f"the HTML does not parse: {error} at {parser.errors[-1:]}"]
    return list(itertools.chain.from_iterable(check(tree) for check in CHECKS))


def _ids(tree: Element) -> Iterator[str]:
    ids = [element.get("id", "") for element in tree.iter() if "id" in element.attrib]
    for twice in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        yield f"the id {twice} is there twice"
    for odd in {id_ for id_ in ids if not id_ or " " in id_}:
        yield f"the id “{odd}” is empty or has a space"
    for element in tree.iter():
        for name in POINTERS:
            for target in element.get(name, "").split():
                if target not in ids:
                    yield f"{name} of {_called(element)} leads to {target}, which is not there"


def _labels(tree: Element) -> Iterator[str]:
    controls = {
        element.get("id"): element
        for element in tree.iter()
        if element.tag in CONTROLS and element.get("type") not in WITHOUT_LABEL
    }
    targets = [label.get("for") for label in tree.iter("label")]
    for target in targets:
        if target not in controls:
            yield f"a label is for {target}, which is not there"
    for id_, control in controls.items():
        if id_ not in targets and not control.get("aria-label") and not control.get("aria-labelledby"):
            yield f"{_called(control)} has no label"


def _headings(tree: Element) -> Iterator[str]:
    mains = list(tree.iter("main"))
    if len(mains) != 1:
        yield f"there are {len(mains)} mains"
        return
    levels = [int(element.tag[1]) for element in tree.iter() if element.tag in HEADINGS]
    if levels.count(1) != 1:
        yield f"there are {levels.count(1)} main headings"
        return
    # A summary of errors or a message stands before the main heading, as the design system has it.
    after = levels[levels.index(1) :]
    if any(later - earlier > 1 for earlier, later in itertools.pairwise(after)):
        yield f"headings skip a level: {after}"
    for element in tree.iter():
        if element.tag in HEADINGS and not "".join(element.itertext()).strip():
            yield f"a heading without words: {element.tag}"


def _language(tree: Element) -> Iterator[str]:
    if not tree.get("lang"):
        yield "the page does not say its language"
    if tree.get("dir") not in ("ltr", "rtl"):
        yield "the page does not say its direction"
    titles = ["".join(title.itertext()).strip() for title in tree.iter("title")]
    if len(titles) < 1 or not titles[0]:
        yield "the page has no title"


def _policy(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        if "style" in element.attrib and not _in_drawing(tree, element):
            yield f"a style in a tag: {_called(element)}"
        if any(name.startswith("on") for name in element.attrib):
            yield f"a script in a tag: {_called(element)}"
        if element.tag == "script" and not element.get("nonce"):
            yield "a script without a nonce"


def _in_drawing(tree: Element, element: Element) -> bool:
    return any(element in set(drawing.iter()) for drawing in tree.iter("svg"))


def _nesting(tree: Element) -> Iterator[str]:
    """What a browser takes and the standard refuses: controls within controls, lists of something else."""
    for outer in tree.iter():
        if outer.tag in ("a", "button", "label"):
            inner = [each for each in outer.iter() if each is not outer and each.tag in ("a", "button")]
            if inner:
                yield f"{_called(inner[0])} stands within {_called(outer)}"
        if outer.tag in ("ul", "ol"):
            yield from (
                f"{_called(each)} is not an item of {outer.tag}" for each in outer if each.tag not in ITEMS
            )
        if outer.tag in ("p", "span", "h1", "h2", "h3"):
            block = [each for each in outer.iter() if each is not outer and each.tag in BLOCKS]
            if block:
                yield f"{_called(block[0])} stands within {_called(outer)}"


ITEMS = ("li", "script", "template")
BLOCKS = ("div", "p", "ul", "ol", "dl", "form", "table", "section", "fieldset", "details", "nav", "main")


def _called(element: Element) -> str:
    id_ = f" id={element.get('id')}" if element.get("id") else ""
    return f"<{element.tag}{id_} class={element.get('class', '')!r}>"


CHECKS: tuple[Callable[[Element], Iterator[str]], ...] = (
    _ids,
    _labels,
    _headings,
    _language,
    _policy,
    _nesting,
)
