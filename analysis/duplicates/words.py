"""Texts as rows of numbered words with weights: the rarer a word, the more it tells that two share it."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

Ints = NDArray[np.int64]
Words = NDArray[np.int32]  # numbers of words
Floats = NDArray[np.float64]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
IMAGINED = 1000  # ordinary texts imagined beside the given ones
COMMON, RARE = 0.4, 0.001  # the part of them that has an everyday word, and any other word
LONGEST = 256  # words of one text that are looked at


@dataclass(frozen=True)
class Corpus:
    """numbers: the words of all texts one after another; text t has numbers[starts[t]:starts[t + 1]]."""

    numbers: Words
    starts: Ints
    vocabulary: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def lengths(self) -> Ints:
        return np.diff(self.starts)

    @cached_property
    def text_of_word(self) -> NDArray[np.int32]:
        return np.repeat(np.arange(self.size, dtype=np.int32), self.lengths)

    @cached_property
    def weights(self) -> Floats:
        """For each word of the vocabulary: how surprising it is to meet it, log(texts / texts that have it).

        Counted among these texts and some imagined ordinary ones; else, where nearly all texts are copies of
        one letter, none of its words would be surprising.
        """
        size = max(len(self.vocabulary), 1)
        seen = np.unique(self.text_of_word.astype(np.int64) * size + self.numbers)
        having = np.bincount(seen % size, minlength=len(self.vocabulary))
        usual = np.array([COMMON if word in ENGLISH_STOP_WORDS else RARE for word in self.vocabulary])
        return np.asarray(np.log((self.size + IMAGINED) / (having + IMAGINED * usual)), dtype=np.float64)

    @property
    def surprise(self) -> float:
        """The weight of a word that one text alone has: what measures of evidence are multiples of."""
        return float(np.log(self.size + IMAGINED))

    @cached_property
    def totals(self) -> Floats:
        """The weight of each whole text."""
        return np.bincount(self.text_of_word, self.weights[self.numbers], minlength=self.size).astype(
            np.float64
        )

    @cached_property
    def having(self) -> csr_array:
        """One row a text, one column a word, with the root of the word's weight where the text has it."""
        seen = np.unique(self.text_of_word.astype(np.int64) * len(self.vocabulary) + self.numbers)
        texts, words = np.divmod(seen, len(self.vocabulary))
        roots = np.sqrt(self.weights[words]).astype(np.float32)
        return csr_array((roots, (texts, words)), shape=(self.size, len(self.vocabulary)))

    def words_of(self, text: int) -> Words:
        return self.numbers[self.starts[text] : self.starts[text + 1]]


def words_in(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("’", "'"))[:LONGEST]


@dataclass(frozen=True)
class ReadTexts:
    """The different texts as a corpus, in an order of their own, and where each stood in the list given."""

    corpus: Corpus
    places: tuple[tuple[int, ...], ...]


def read_texts(texts: Iterable[str], smallest: int, seed: int) -> ReadTexts:
    """Texts of `smallest` words or more; those with the same words are one. Shuffled: order tells nothing."""
    vocabulary: dict[str, int] = {}
    found: dict[bytes, list[int]] = {}
    for place, text in enumerate(texts):
        numbers = array("i", [vocabulary.setdefault(word, len(vocabulary)) for word in words_in(text)])
        if len(numbers) >= smallest:
            found.setdefault(numbers.tobytes(), []).append(place)
    rows = list(found)
    order = np.random.default_rng(seed).permutation(len(rows))
    lists = [np.frombuffer(rows[at], dtype=np.int32) for at in order]
    starts = np.cumsum([0, *(len(words) for words in lists)]).astype(np.int64)
    numbers_of_all = np.concatenate([np.empty(0, dtype=np.int32), *lists])
    corpus = Corpus(numbers_of_all, starts, tuple(vocabulary))
    return ReadTexts(corpus, tuple(tuple(found[rows[at]]) for at in order))
