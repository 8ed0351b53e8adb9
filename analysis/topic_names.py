"""Names for proposed topics: short, readable, and no two alike.

Belongs here: making a name from the words and groups of words that set a topic apart. Does not belong here:
finding topics (topics.py). People rename topics; a proposed name only has to say what to expect.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

WORDS_IN_NAME = 3
WORDS_BESIDE_CONCEPT = 2
LONGEST_WORD = 30
UNNAMED = "Other comments"
# Where not even one comment in four has the leading word, a name made of words would promise too much.
MIXED = "Mixed comments"
LEAST_LEADING_SHARE = 0.25


@dataclass(frozen=True)
class Naming:
    """What sets a topic apart, most telling first: words and pairs of words, and groups of words.

    `leading_share` is the share of its comments, from 0 to 1, that have the first of the words.
    """

    words: tuple[str, ...]
    concepts: tuple[str, ...]
    leading_share: float = 1.0


def name_topics(namings: Sequence[Naming], spellings: Mapping[str, str]) -> tuple[str, ...]:
    """A name for each topic, in order: its group of words where one stands out, else its words."""
    taken: set[str] = set()
    names = []
    for naming in namings:
        name = next(name for name in _candidates(naming, spellings, namings) if name.casefold() not in taken)
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _candidates(naming: Naming, spellings: Mapping[str, str], all_namings: Sequence[Naming]) -> Iterator[str]:
    concept = naming.concepts[0] if naming.concepts else None
    phrases = _phrases(naming.words)
    if concept is not None:
        rivals = [other for other in all_namings if other.concepts[:1] == (concept,)]
        if len(rivals) == 1:
            yield concept
        yield from _with_words(concept, phrases, spellings)
    elif naming.leading_share < LEAST_LEADING_SHARE:
        yield from _with_words(MIXED, phrases, spellings)
    if phrases:
        for number in range(WORDS_IN_NAME, len(phrases) + 1):
            yield _sentence_case(", ".join(_spelled(phrase, spellings) for phrase in phrases[:number]))
        yield _sentence_case(", ".join(_spelled(phrase, spellings) for phrase in phrases))
    start = concept or UNNAMED
    yield start
    for number in count(2):
        yield f"{start} ({number})"


def _with_words(concept: str, phrases: Sequence[str], spellings: Mapping[str, str]) -> Iterator[str]:
    for number in range(WORDS_BESIDE_CONCEPT, min(len(phrases), WORDS_IN_NAME) + 1):
        yield f"{concept}: {', '.join(_spelled(phrase, spellings) for phrase in phrases[:number])}"


def _phrases(words: Sequence[str]) -> list[str]:
    """Words that do not repeat each other; a pair of words stands for both of its words."""
    chosen: list[str] = []
    for word in words:
        if len(word) <= LONGEST_WORD and not any(_overlap(word, other) for other in chosen):
            chosen.append(word)
    return chosen


def _overlap(one: str, other: str) -> bool:
    """Whether two phrases share a word or the beginning of one: "wait" and "waiting times"."""
    return any(a.startswith(b[:5]) or b.startswith(a[:5]) for a in one.split() for b in other.split())


def _spelled(phrase: str, spellings: Mapping[str, str]) -> str:
    return " ".join(spellings.get(word, word) for word in phrase.split())


def _sentence_case(name: str) -> str:
    return name[:1].upper() + name[1:]
