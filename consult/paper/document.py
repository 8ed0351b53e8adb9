"""A questionnaire on paper as values: headings, paragraphs and questions with room to answer.

Belongs here: what stands on the paper, in reading order, with every word chosen. Does not belong here: how a
questionnaire becomes this (`composition`) or how it looks (`pdf`, `docx`).

Texts of two kinds are told apart, because they can be in two languages: those of the wording, and `own` ones, which
are the site's.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading. Level 1 is the title; level 2 a page of the questionnaire or a part around it."""

    level: int
    text: str
    own: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `kind` is body, lead (larger), opening (stays with what comes next), route (who answers what comes
    next) or safety (in a box).
    """

    text: str
    kind: str = "body"
    own: bool = False


@dataclass(frozen=True)
class Choice:
    """One box to tick. `go_to` says where to go on, in the site's words, or is empty; `picture` is a name or empty."""

    text: str
    picture: str = ""
    go_to: str = ""


@dataclass(frozen=True)
class Boxes:
    """Boxes to tick, one below the other. `heading` is the row of a grid that was taken apart, or is empty."""

    instruction: str
    choices: tuple[Choice, ...]
    heading: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Grid:
    """A table with a box in every cell; `rows` are choices without a box of their own."""

    instruction: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[Choice, ...]


@dataclass(frozen=True)
class Places:
    """A box beside each choice, to write its place into."""

    instruction: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Lines:
    """Lines to write on."""

    instruction: str
    number: int


@dataclass(frozen=True)
class Figures:
    """Groups of boxes for single digits, each group with its name (in the site's words, or empty) and its length."""

    instruction: str
    groups: tuple[tuple[str, int], ...]


Room = Boxes | Grid | Places | Lines | Figures


@dataclass(frozen=True)
class Asked:
    """A numbered question. `notes` are in the site's words, such as that an answer is needed."""

    number: int
    text: str
    hint: str
    body: tuple[str, ...]
    notes: tuple[str, ...]
    room: tuple[Room, ...]
    picture: str = ""
    own: bool = False


@dataclass(frozen=True)
class Information:
    """Something to read between questions."""

    text: str
    body: tuple[str, ...]
    picture: str = ""


Block = Heading | Paragraph | Asked | Information


@dataclass(frozen=True)
class PaperLanguage:
    """A language tag and which way it is written: `ltr` or `rtl`."""

    tag: str
    direction: str


@dataclass(frozen=True)
class Paper:
    """The whole questionnaire on paper. `foot` stands on each page before “page 1 of 8”, which `page_of` says."""

    title: str
    author: str
    language: PaperLanguage
    own_language: PaperLanguage
    foot: str
    page_of: str
    made_on: str
    large: bool
    blocks: tuple[Block, ...]
    easy_read: bool = False
    """Whether it is in the easy read edition, whose letters are larger than those of the others."""

    @property
    def questions(self) -> tuple[Asked, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Asked))

    @property
    def pictures(self) -> frozenset[str]:
        """The name of every picture that stands on the paper."""
        return frozenset(name for block in self.blocks for name in _pictures_of(block) if name)


def _pictures_of(block: Block) -> tuple[str, ...]:
    if isinstance(block, Heading | Paragraph):
        return ()
    if isinstance(block, Information):
        return (block.picture,)
    return (block.picture, *(name for room in block.room for name in _pictures_in(room)))


def _pictures_in(room: Room) -> tuple[str, ...]:
    if isinstance(room, Boxes):
        return (room.picture, *(choice.picture for choice in room.choices))
    if isinstance(room, Places):
        return tuple(choice.picture for choice in room.choices)
    return tuple(row.picture for row in room.rows) if isinstance(room, Grid) else ()
