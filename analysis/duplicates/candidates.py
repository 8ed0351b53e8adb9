"""Which texts may be copies of each other: those that share pairs of nearby words that few texts have.

Every text is linked to two of the others that have the pair, not to all of them; so ten thousand copies of
one letter cost ten thousand links and not fifty million. Not here: whether a candidate is a copy
(`alignment`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.duplicates.words import IMAGINED, Corpus, Floats, Ints, Words

REACH = 4  # words that stand up to this far apart make a pair
TOO_COMMON = 0.3  # pairs that more of the texts have say nothing…
ALWAYS_LOOKED_AT = 300  # …unless that is a small number of texts
PAIRS_AT_ONCE = 50_000
TEXT_BITS = np.uint64(20)
LARGEST = 2**20  # texts that fit into those bits
PARTS = 4  # that the work is done in, so that memory stays under a gigabyte
PART_SHIFT = np.uint64(62)
WEIGHT_BITS = np.uint64(16)
WEIGHT_STEPS = 1000


@dataclass(frozen=True)
class PairIndex:
    """Which texts have which pairs of nearby words, for pairs that more than one text has.

    keys     hashes of the pairs, ascending; the texts of pair p are texts[starts[p]:starts[p + 1]], ascending
    weights  for each pair, how surprising it is; 0 where it is too common to say anything
    """

    keys: NDArray[np.uint64]
    starts: Ints
    texts: NDArray[np.int32]
    weights: Floats

    def weights_having(self, keys: NDArray[np.uint64]) -> tuple[Ints, Floats, float]:
        """Texts that have any of these pairs, the weight of those that each has, and the weight of all."""
        at = np.searchsorted(self.keys, keys)
        known = [p for p, key in zip(at, keys, strict=True) if p < len(self.keys) and self.keys[p] == key]
        known = [p for p in known if self.weights[p] > 0]
        if not known:
            return np.empty(0, dtype=np.int64), np.empty(0), 0.0
        runs = [self.texts[self.starts[p] : self.starts[p + 1]] for p in known]
        weights = np.concatenate(
            [np.full(len(run), self.weights[p]) for p, run in zip(known, runs, strict=True)]
        )
        found, inverse = np.unique(np.concatenate(runs), return_inverse=True)
        sums = np.bincount(inverse, weights).astype(np.float64)
        return found.astype(np.int64), sums, float(self.weights[known].sum())


def index_pairs(corpus: Corpus) -> PairIndex:
    if corpus.size > LARGEST:
        raise ValueError(f"{corpus.size} texts at once are too many; compare at most {LARGEST}")
    packed = np.concatenate([_shared_pairs(corpus, part) for part in range(PARTS)])
    first = _is_first(packed >> TEXT_BITS)
    starts = np.append(np.flatnonzero(first), len(packed))
    having = np.diff(starts)
    usual = having <= max(TOO_COMMON * corpus.size, ALWAYS_LOOKED_AT)
    weights = np.where(usual, np.log((corpus.size + IMAGINED) / np.maximum(having, 1)), 0.0)
    texts = (packed & np.uint64(LARGEST - 1)).astype(np.int32)
    return PairIndex(packed[first] >> TEXT_BITS, starts, texts, weights)


def _shared_pairs(corpus: Corpus, part: int) -> NDArray[np.uint64]:
    """Pairs that more than one text has, each with its text, sorted; one part of all, to save memory."""
    packed = np.concatenate([_packed(corpus, distance, part) for distance in range(1, REACH + 1)])
    packed.sort()
    packed = np.asarray(packed[_is_first(packed)])
    first = _is_first(packed >> TEXT_BITS)
    return np.asarray(packed[~(first & np.append(first[1:], True))])


def pair_keys(numbers: Words) -> NDArray[np.uint64]:
    """The keys of all pairs of nearby words in one text."""
    found = [_hashed(numbers[:-distance], numbers[distance:]) for distance in range(1, REACH + 1)]
    return np.unique(np.concatenate(found) >> TEXT_BITS)


def _packed(corpus: Corpus, distance: int, part: int) -> NDArray[np.uint64]:
    """44 bits of the pair's hash and 20 bits of the text's number, for hashes that begin with `part`."""
    left, right = corpus.text_of_word[:-distance], corpus.text_of_word[distance:]
    hashed = _hashed(corpus.numbers[:-distance], corpus.numbers[distance:])
    chosen = (left == right) & (hashed >> PART_SHIFT == part)
    return np.asarray((hashed[chosen] >> TEXT_BITS << TEXT_BITS) | left[chosen].astype(np.uint64))


def _hashed(first: Words, second: Words) -> NDArray[np.uint64]:
    mixed = first.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed += second.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return mixed


def _is_first(values: NDArray[np.uint64]) -> NDArray[np.bool_]:
    first = np.ones(len(values), dtype=bool)
    first[1:] = values[1:] != values[:-1]
    return first


def candidate_pairs(index: PairIndex, size: int, least_pairs: int, least_weight: float) -> tuple[Ints, Ints]:
    """Pairs of texts (later, earlier) that were linked by enough word pairs of enough weight together."""
    edges = np.linspace(0, size, PARTS + 1).astype(np.int32)
    found = [
        _strong(_links(index, first, last), least_pairs, least_weight)
        for first, last in pairwise(edges.tolist())
    ]
    return np.concatenate([left for left, _ in found]), np.concatenate([right for _, right in found])


def _links(index: PairIndex, first: int, last: int) -> NDArray[np.uint64]:
    """The links of texts from `first` up to `last`: to the first that has a pair, and to the one before."""
    counts = np.diff(index.starts)
    chosen = (index.texts >= first) & (index.texts < last)
    chosen[index.starts[:-1]] = False
    chosen &= np.repeat(index.weights > 0, counts)
    at = np.flatnonzero(chosen)
    pair = np.repeat(np.arange(len(counts), dtype=np.int32), counts)[at]
    texts, before = index.texts[at], index.texts[at - 1]
    heads = index.texts[index.starts[:-1]][pair]
    weights = np.round(index.weights * WEIGHT_STEPS).astype(np.uint64)[pair]
    near = before != heads  # the second text of a pair has its head before it
    links = np.concatenate([_link(texts, heads, weights), _link(texts[near], before[near], weights[near])])
    links.sort()
    return links


def _link(text: Words, other: Words, weight: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Both texts and the weight in one number, so that sorting brings the links of two texts together."""
    both = (text.astype(np.uint64) << TEXT_BITS) | other.astype(np.uint64)
    return np.asarray((both << WEIGHT_BITS) | weight)


def _strong(links: NDArray[np.uint64], least_pairs: int, least_weight: float) -> tuple[Ints, Ints]:
    if not len(links):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    starts = np.flatnonzero(_is_first(links >> WEIGHT_BITS))
    weights = np.add.reduceat((links & np.uint64(2**16 - 1)).astype(np.int64), starts)
    counts = np.diff(np.append(starts, len(links)))
    strong = links[starts[(counts >= least_pairs) & (weights >= least_weight * WEIGHT_STEPS)]] >> WEIGHT_BITS
    return (strong >> TEXT_BITS).astype(np.int64), (strong & np.uint64(LARGEST - 1)).astype(np.int64)


def with_enough_words(
    corpus: Corpus, left: Ints, right: Ints, least: float, likeness: float
) -> NDArray[np.bool_]:
    """Whether two texts have words of enough weight in common, in any order: quick to see, and the least."""
    enough = np.zeros(len(left), dtype=bool)
    needed = np.maximum(least, likeness * np.sqrt(corpus.totals[left] * corpus.totals[right]))
    for start in range(0, len(left), PAIRS_AT_ONCE):
        part = slice(start, start + PAIRS_AT_ONCE)
        shared = corpus.having[left[part]].multiply(corpus.having[right[part]]).sum(axis=1)
        enough[part] = np.asarray(shared) >= needed[part]
    return enough
