"""A questionnaire on paper as PDF/UA-1: boxes big enough to tick, lines to write on, one foot on every page.

No words but those of the document. Which fonts, and how pages are laid out, is in `consult.appendix.pdf_layout`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from consult.appendix.pdf_layout import SCHEME, laid_out
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
    Paragraph,
    Places,
    Room,
)
from consult.phone_numbers import unbroken

STYLE = Path(__file__).with_name("styles") / "paper.css"
NOTHING = Markup("")
# What is measured in normal print and in large print. No text but the foot is smaller than 12 and 18 points.
SIZES = {
    "SIZE": ("12pt", "18pt"),
    "FOOT": ("9pt", "13pt"),
    "LINE": ("9mm", "14mm"),
    "BOX": ("7mm", "10mm"),
    "INDENT": ("11mm", "15mm"),
    "ROW": ("7.6mm", "10.6mm"),
    "TEXT-TOP": (".4mm", ".6mm"),
    "PLACE": ("10mm", "13mm"),
    "PLACE-INDENT": ("14mm", "18mm"),
    "PICTURE": ("28mm", "34mm"),
    "PICTURE-BESIDE": ("33mm", "40mm"),
    "PICTURE-SMALL": ("24mm", "24mm"),
    "PICTURE-ROW": ("16mm", "17mm"),
    "PICTURE-TOP": ("8mm", "7mm"),
    "PICTURE-START": ("11mm", "15mm"),
    "PICTURE-INDENT": ("39mm", "43mm"),
    "DIGIT": ("9mm", "12mm"),
    "DIGIT-TALL": ("11mm", "15mm"),
}
# Easy read is never set smaller than this, which is what its guides ask for.
EASY_READ_SIZE = "14pt"
# A question with more room than this may begin on one page and end on the next.
MOST_KEPT_WHOLE = 9


def write_pdf(paper: Paper, pictures: Mapping[str, bytes]) -> bytes:
    """A tagged PDF, the same to the byte for the same arguments. `pictures` has each of the paper's, by its name."""
    shown = {f"{SCHEME}picture/{name}": pictures[name] for name in sorted(paper.pictures)}
    return laid_out(_page(paper), _style(paper), shown, f"{paper.page_of} 0123456789")


def _style(paper: Paper) -> str:
    """The style with its sizes and sides. Longer names are replaced first, since some begin with others."""
    start, end = ("left", "right") if paper.language.direction == "ltr" else ("right", "left")
    values = {name: sizes[paper.large] for name, sizes in SIZES.items()}
    if paper.easy_read and not paper.large:
        values["SIZE"] = EASY_READ_SIZE
    values |= {"START": start, "END": end, "DIRECTION": paper.language.direction}
    values["PAGE-OF"] = _page_of(paper.page_of)
    names = "|".join(sorted(values, key=len, reverse=True))
    return re.sub(rf"\b({names})\b", lambda found: values[found[0]], _sheet())


@lru_cache
def _sheet() -> str:
    return re.sub(r"/\*.*?\*/", "", STYLE.read_text(encoding="utf-8"), flags=re.DOTALL)


def _page_of(template: str) -> str:
    """“Page {page} of {pages}” as the content of a style rule."""
    parts = re.split(r"(\{page\}|\{pages\})", template)
    counters = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    return " ".join(counters.get(part) or '"' + re.sub(r'["\\\n]', "", part) + '"' for part in parts if part)


def _page(paper: Paper) -> str:
    made_on = f"{paper.made_on}T00:00:00Z"
    return Markup(
        '<!doctype html><html lang="{tag}" dir="{direction}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="author" content="{author}"><meta name="description" content="{foot}">'
        '<meta name="dcterms.created" content="{made_on}"><meta name="dcterms.modified" content="{made_on}">'
        '</head><body><p class="running-foot">{foot}</p>{body}</body></html>'
    ).format(
        tag=paper.language.tag,
        direction=paper.language.direction,
        title=paper.title,
        author=paper.author,
        foot=paper.foot,
        made_on=made_on,
        body=_Markup(paper).blocks(),
    )


def _joined(parts: Iterable[Markup]) -> Markup:
    return NOTHING.join(parts)


class _Markup:
    """The blocks of one paper as markup; texts of the site's own carry their language where it is another."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        own, theirs = paper.own_language, paper.language
        self.own_attributes = (
            NOTHING if own == theirs else Markup(' lang="{}" dir="{}"').format(own.tag, own.direction)
        )

    def blocks(self) -> Markup:
        return _joined(self._block(block) for block in self.paper.blocks)

    def _block(self, block: Block) -> Markup:
        if isinstance(block, Heading):
            return self._element(f"h{block.level}", "", block.text, own=block.own)
        if isinstance(block, Paragraph):
            return self._element("p", block.kind, block.text, own=block.own)
        return self._information(block) if isinstance(block, Information) else self._asked(block)

    def _element(self, tag: str, kind: str, text: str, *, own: bool = False) -> Markup:
        """An element with a text, or nothing where there is none."""
        if not text:
            return NOTHING
        language = self.own_attributes if own else NOTHING
        look = Markup(' class="{}"').format(kind) if kind else NOTHING
        return Markup("<{0}{1}{2}>{3}</{0}>").format(Markup(tag), look, language, unbroken(text))  # noqa: S704 (our own names)

    def _picture(self, name: str, look: str) -> Markup:
        """A picture that repeats the words beside it: a background has no tag, so it is passed over in reading."""
        if not name:
            return NOTHING
        address = f"{SCHEME}picture/{name}"
        return Markup('<span class="{}" style="background-image: url({})"></span>').format(look, address)

    def _beside(self, name: str, *parts: Markup) -> Markup:
        """Words with a picture at their end, so that the picture takes no height from what is answered."""
        if not name:
            return _joined(parts)
        return Markup('<div class="beside">{}{}</div>').format(self._picture(name, "picture"), _joined(parts))

    def _information(self, block: Information) -> Markup:
        body = _joined(self._element("p", "", text) for text in block.body)
        heading = self._element("h3", "", block.text)
        return Markup('<div class="question">{}</div>').format(self._beside(block.picture, heading, body))

    def _asked(self, asked: Asked) -> Markup:
        whole = sum(map(_rows, asked.room)) <= MOST_KEPT_WHOLE
        number = Markup('<span class="number">{}</span> ').format(asked.number) if asked.number else NOTHING
        language = self.own_attributes if asked.own else NOTHING
        head = Markup('<h3 class="question-head"{}>{}{}</h3>').format(language, number, asked.text)
        words = self._beside(
            asked.picture,
            head,
            *(self._element("p", "", text) for text in asked.body),
            self._element("p", "hint", asked.hint),
            *(self._element("p", "note", text, own=True) for text in asked.notes),
        )
        room = _joined(WRITERS[type(room)](self, room) for room in asked.room)
        look = "question whole" if whole else "question"
        return Markup('<div class="{}">{}{}</div>').format(look, words, room)

    def _instruction(self, room: Room) -> Markup:
        return self._element("p", "instruction", room.instruction, own=True)

    def boxes(self, room: Boxes) -> Markup:
        items = _joined(self._choice(choice) for choice in room.choices)
        heading = self._element("h4", "row-heading", room.heading)
        words = self._beside(room.picture, heading, self._instruction(room))
        return Markup('<div class="part">{}<ul class="boxes">{}</ul></div>').format(words, items)

    def _choice(self, choice: Choice) -> Markup:
        look = Markup(' class="with-picture"') if choice.picture else NOTHING
        go_to = self._element("span", "go-to", choice.go_to, own=True)
        arrow = Markup(" → {}").format(go_to) if go_to else NOTHING
        if go_to and self.paper.language.direction == "rtl":
            arrow = Markup(" ← {}").format(go_to)
        picture = self._picture(choice.picture, "choice-picture")
        return Markup('<li{}><span class="box"></span>{}<span>{}</span>{}</li>').format(
            look, picture, choice.text, arrow
        )

    def places(self, room: Places) -> Markup:
        items = _joined(self._choice(choice) for choice in room.choices)
        return Markup('<div class="part">{}<ol class="places">{}</ol></div>').format(
            self._instruction(room), items
        )

    def grid(self, room: Grid) -> Markup:
        head = _joined(Markup('<th scope="col">{}</th>').format(column) for column in room.columns)
        cells = Markup('<td><span class="grid-box"></span></td>') * len(room.columns)
        rows = _joined(
            Markup('<tr><th scope="row">{}</th>{}</tr>').format(row.text, cells) for row in room.rows
        )
        table = (
            '{}<table class="grid"><thead><tr><th scope="col" class="corner"></th>{}</tr></thead>'
            "<tbody>{}</tbody></table>"
        )
        return Markup(table).format(self._instruction(room), head, rows)  # noqa: S704 (our own markup)

    def lines(self, room: Lines) -> Markup:
        lines = Markup('<div class="line"></div>') * room.number
        return Markup('{}<div class="lines few">{}</div>').format(self._instruction(room), lines)

    def figures(self, room: Figures) -> Markup:
        groups = _joined(self._digits(name, length) for name, length in room.groups)
        return Markup("{}<div>{}</div>").format(self._instruction(room), groups)

    def _digits(self, name: str, length: int) -> Markup:
        boxes = Markup('<span class="digit"></span>') * length
        named = self._element("span", "digits-name", name, own=True)
        return Markup('<div class="digits">{}<span class="digit-row">{}</span></div>').format(named, boxes)


def _rows(room: Room) -> int:
    """About how many lines of the page the room takes."""
    if isinstance(room, Lines):
        return room.number
    if isinstance(room, Grid):
        return 2 * len(room.rows)
    return len(room.choices) if isinstance(room, Boxes | Places) else 2


WRITERS: dict[type, Callable[..., Markup]] = {
    Boxes: _Markup.boxes,
    Places: _Markup.places,
    Grid: _Markup.grid,
    Lines: _Markup.lines,
    Figures: _Markup.figures,
}
