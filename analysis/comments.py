"""Comments made ready for reading: cleaned, told apart from "nothing to say", split and grouped.

Belongs here: what can be said of a comment's text alone. Nothing is dropped: what says nothing is named as
such, and the comment itself stays as given. Does not belong here: what comments are about (topics.py), how
they sound (sentiment.py), campaigns (duplicates).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Straight signs for typographic ones, so that "don’t" and "don't" are the same word.
STRAIGHT = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": " ", "\u00a0": " "}
)

# Said where there is nothing to say. English only: in other languages a comment is taken to say something.
_NOTHING = re.compile(
    r"(?:(?:oh|sorry|um|er|well|absolutely|honestly|at present|at the moment) )*"
    r"(?:no|none|nope|nil|nothing|not a thing|n a|na|non|not applicable|null|blank|not really|nothing much"
    r"|no (?:further |other )?comments?|no (?:answer|response|reply|suggestions?|opinion|idea|thoughts)"
    r"|(?:did not|didn't) (?:answer|respond|reply|say)|not (?:answered|given|provided|stated)"
    r"|prefer not to (?:say|answer)|rather not say|don't know|dont know|do not know|dk|not sure|unsure"
    r"|(?:i )?(?:can't|cant|cannot|can not|couldn't|could not) (?:think of|suggest|say|add) (?:anything|any)"
    r"|nothing (?:comes|springs) to mind)"
    r"(?: (?:at all|really|whatsoever|to add|to say|to report|to comment(?: on)?|to suggest|further|else|more"
    r"|in particular|particularly|yet|now|right now|at (?:present|this time|the moment|this stage)"
    r"|(?:that )?(?:i|we) (?:can|could) think of|comes to mind|springs to mind"
    r"|thanks|thank you|sorry|none|no|nothing))*"
)
_ABBREVIATION = re.compile(
    r"\b(?:mr|mrs|ms|dr|st|prof|e\.g|i\.e|etc|vs|approx|nos|inc|ltd|dept|tel|min|mins|hr|hrs)\.$"
    r"|(?:^|\s)\(?(?:\d{1,2}|[a-h])\.$"
)
LONGEST_ABBREVIATION = 8
# One space is enough to break at; the rest is trimmed. Patterns for runs of spaces take time that grows with
# the square of their length.
_BREAK = re.compile(r"(?<=[.!?…])[\"')\]]*\s|[\r\n;•●▪]|\s[-–—]\s|\s(?=(?:but|however)\b)")
_NUMBERED = re.compile(r"(?:[-*•]|\(?\d{1,2}[.)]|\(?[a-h][.)])\s+", re.IGNORECASE)
MINIMUM_WORDS = 3


@dataclass(frozen=True)
class Idea:
    """One thing that a comment says, and where: text[start:end]."""

    start: int
    end: int
    text: str


def cleaned(text: str) -> str:
    """The text with one kind of quotation mark, space and letter form, and no spaces to spare."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(STRAIGHT).split())


def bare_words(text: str) -> str:
    """Only the words, in lower case: what two people have to share for having said the same."""
    letters = (letter if _is_of_a_word(letter) else " " for letter in cleaned(text).casefold())
    return " ".join(word.strip("'") for word in "".join(letters).split() if word.strip("'"))


def _is_of_a_word(letter: str) -> bool:
    # Marks are vowels in many scripts: without them Punjabi or Urdu words would fall to pieces.
    return letter == "'" or unicodedata.category(letter)[0] in "LNM"


def says_nothing(text: str) -> bool:
    """Whether a comment is empty, signs only, or a way of saying that there is nothing to say."""
    words = bare_words(text)
    has_letters = any(letter.isalpha() for letter in words)
    return not has_letters or (len(words) == 1 and words.isascii()) or _NOTHING.fullmatch(words) is not None


def exact_duplicates(texts: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Groups of places whose texts are the same but for case, signs and spaces, in order of first appearance.

    Every place is in exactly one group; a text that nobody repeats is a group of one.
    """
    groups: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        groups.setdefault(bare_words(text), []).append(place)
    return tuple(tuple(group) for group in groups.values())


def split_into_ideas(text: str) -> tuple[Idea, ...]:
    """A comment in the parts that can carry themes of their own: sentences, points of a list, "but" clauses.

    Parts of one or two words stay with the part before them. Together the ideas hold every word of the
    comment.
    """
    merged: list[tuple[int, int, int]] = []
    for start, end in _pieces(text):
        words = len(text[start:end].split())
        if merged and min(words, merged[-1][2]) < MINIMUM_WORDS:
            first, _, words_before = merged.pop()
            merged.append((first, end, words_before + words))
        else:
            merged.append((start, end, words))
    return tuple(Idea(start, end, text[start:end]) for start, end, _ in merged)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where the pieces between breaks begin and end, without outer spaces; "Dr. Khan" is not broken."""
    start = 0
    for found in _BREAK.finditer(text):
        before = text[max(start, found.start() - LONGEST_ABBREVIATION) : found.end()].rstrip("\"')] ")
        if not _ABBREVIATION.search(before.casefold()):
            yield from _trimmed(text, start, found.start())
            start = found.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The piece without spaces and without the sign or number of a list; nothing if nothing is left."""
    piece = text[start:end].rstrip()
    end = start + len(piece)
    start = end - len(piece.lstrip())
    point = _NUMBERED.match(text, start, end)
    start = point.end() if point else start
    if start < end:
        yield start, end
