"""The room that each type of question gets on paper: boxes, grids, lines. One entry a type.

Belongs here: what a type of question looks like on paper, as values. Does not belong here: what stands around it
(`composition`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from consult.paper.document import Boxes, Choice, Figures, Grid, Lines, Places, Room
from consult.paper.words import PaperWords
from surveys.conditions import PREFER_NOT_TO_SAY_KEY
from surveys.structure import Question
from surveys.wordings import Wording

MOST_COLUMNS = 6
"""More do not fit beside the rows of a grid on an upright page."""
CHARACTERS_A_LINE = 60
MOST_LINES, FEWEST_LINES = 8, 4
LONGEST_DIGITS = 6
EASY_READ = "easy_read"


FindPicture = Callable[[str, str], str]
"""The name under which a picture is given, for its slot and the name that a wording gives; "" where there is none."""


def no_picture(_slot: str, _name: str) -> str:
    return ""


@dataclass(frozen=True)
class Maker:
    """Makes the room of one question. `ways` says where options lead, by their keys."""

    question: Question
    wording: Wording
    words: PaperWords
    large: bool
    ways: Mapping[str, str] = field(default_factory=dict)
    find_picture: FindPicture = no_picture

    @property
    def taken_apart(self) -> bool:
        """Whether a grid is asked row by row: where it would not fit, and in easy read."""
        too_wide = len(self.option_keys()) > MOST_COLUMNS
        return self.large or too_wide or self.wording.edition == EASY_READ

    def option_keys(self) -> tuple[str, ...]:
        last = (PREFER_NOT_TO_SAY_KEY,) if self.question.prefer_not_to_say else ()
        return (*self.wording.options_shown(self.question), *last)

    def choices(self, keys: tuple[str, ...] | None = None) -> tuple[Choice, ...]:
        return tuple(
            Choice(self.wording.option_text(self.question, key), self.picture_of(key), self.ways.get(key, ""))
            for key in (self.option_keys() if keys is None else keys)
        )

    def picture_of(self, option: str) -> str:
        question = self.question
        on_scale = question.scale is not None and option in question.choice_keys
        place = f"scale.{question.scale.key}" if on_scale and question.scale else question.key
        return self.find_picture(f"picture:{place}.{option}", self.wording.option_picture(question, option))

    def row(self, key: str) -> Choice:
        question, wording = self.question, self.wording
        slot = f"picture:{question.key}.{key}"
        picture = self.find_picture(slot, wording.row_picture(question, key))
        return Choice(wording.row_text(question, key), picture)

    def preference(self) -> tuple[Room, ...]:
        """The box “prefer not to say” of a question that has no other boxes to put it among."""
        if not self.question.prefer_not_to_say:
            return ()
        return (Boxes(self.words.or_tick, self.choices((PREFER_NOT_TO_SAY_KEY,))),)


def one_of(maker: Maker) -> tuple[Room, ...]:
    return (Boxes(maker.words.tick_one, maker.choices()),)


def several(maker: Maker) -> tuple[Room, ...]:
    most = maker.question.at_most
    instruction = maker.words.tick_at_most.format(most=most) if most else maker.words.tick_any
    alone = [
        maker.words.or_only.format(option=maker.wording.option_text(maker.question, option.key))
        for option in maker.question.options
        if option.exclusive
    ]
    return (Boxes(" ".join([instruction, *alone]), maker.choices()),)


def grid(maker: Maker) -> tuple[Room, ...]:
    rows = tuple(map(maker.row, maker.question.row_keys))
    if maker.taken_apart:
        return tuple(Boxes(maker.words.tick_one, maker.choices(), row.text, row.picture) for row in rows)
    columns = tuple(choice.text for choice in maker.choices())
    caption = maker.wording.question_text(maker.question.key)
    return (Grid(maker.words.tick_one_in_each_row, caption, columns, rows),)


def ranking(maker: Maker) -> tuple[Room, ...]:
    return (Places(maker.words.rank, maker.choices(maker.question.choice_keys)), *maker.preference())


def number(maker: Maker) -> tuple[Room, ...]:
    question, words = maker.question, maker.words
    instruction = words.write_number
    if question.minimum is not None and question.maximum is not None:
        bounds = words.from_to.format(least=question.minimum, most=question.maximum)
        instruction = f"{instruction} {bounds}"
    if question.maximum is None or question.decimals:
        return (Lines(instruction, 1), *maker.preference())
    digits = min(len(str(int(question.maximum))), LONGEST_DIGITS)
    return (Figures(instruction, (("", digits),)), *maker.preference())


def day(maker: Maker) -> tuple[Room, ...]:
    words = maker.words
    groups = ((words.day, 2), (words.month, 2), (words.year, 4))
    return (Figures(words.write_date, groups), *maker.preference())


def short_text(maker: Maker) -> tuple[Room, ...]:
    longest = maker.question.max_length or CHARACTERS_A_LINE
    lines = 1 if longest <= CHARACTERS_A_LINE else 2
    return (Lines(maker.words.write, lines), *maker.preference())


def long_text(maker: Maker) -> tuple[Room, ...]:
    longest = maker.question.max_length or MOST_LINES * CHARACTERS_A_LINE
    lines = max(FEWEST_LINES, min(MOST_LINES, -(-longest // CHARACTERS_A_LINE)))
    return (Lines(maker.words.write_more, lines), *maker.preference())


ROOMS: dict[str, Callable[[Maker], tuple[Room, ...]]] = {
    "single_choice": one_of,
    "several_choices": several,
    "agreement_scale": one_of,
    "agreement_grid": grid,
    "ranking": ranking,
    "number": number,
    "date": day,
    "short_text": short_text,
    "long_text": long_text,
}
"""Every type that asks something."""
