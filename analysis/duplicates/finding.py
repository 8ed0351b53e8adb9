"""Finding groups of copies: candidates, compared side by side, gathered around the wording they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from analysis.duplicates.alignment import shared_weights, weights_against
from analysis.duplicates.candidates import (
    PairIndex,
    candidate_pairs,
    index_pairs,
    pair_keys,
    with_enough_words,
)
from analysis.duplicates.wording import common_wording
from analysis.duplicates.words import Corpus, Floats, Ints, ReadTexts, Words, read_texts

LEAST_PAIRS = 2  # pairs of nearby words through which two texts have to be linked to be compared
# In words that one text alone has (`Corpus.surprise`): what the links between two texts must weigh for them
# to be compared, what they must have in common to be neighbours, and what groups of a few must have.
LEAST_LINK = 1.3
LEAST_EDGE = 1.4
LEAST_LIKENESS = 0.3
LEAST_ALONE = 3.4
MANY = 8  # members, who are so alike, may share less
LIKENESS_OF_MANY = 0.6
LEAST_OF_MANY = 2.0
FEW = 5  # members of a group; with fewer, what they share speaks half for themselves
LEAST_MEMBER_LIKENESS = 0.4  # of a single member to its group's wording
LEAST_OF_PAIRS = 0.1  # of the wording's pairs of nearby words that a text must have to be laid beside it
LEAST_OF_SHARED = 0.6  # of the weight that members share on average, for a single member
ROUNDS = 3


@dataclass(frozen=True)
class DuplicateGroup:
    """Texts that are copies of one wording.

    members       places in the list of texts, ascending
    typical       the member that is closest to what they share
    shared_words  what they share, as words
    likeness      of the least alike member: weight shared with that wording, from 0 to 1
    """

    number: int
    kind: str  # "identical" or "near_identical"
    members: tuple[int, ...]
    typical: int
    shared_words: str
    likeness: float

    @property
    def size(self) -> int:
        return len(self.members)


class NearDuplicateFinder:
    """Groups texts that are copies of each other, word for word or edited.

    smallest_words  texts with fewer words are never grouped
    least_shared    how much members must on average share with the wording, in words that one text alone has
    least_likeness  how alike members and wording must on average be, from 0 to 1
    random_state    seed; another seed compares other pairs first
    """

    def __init__(
        self,
        smallest_words: int = 8,
        least_shared: float = 2.6,
        least_likeness: float = 0.52,
        random_state: int = 0,
    ) -> None:
        self.smallest_words = smallest_words
        self.least_shared = least_shared
        self.least_likeness = least_likeness
        self.random_state = random_state

    def fit(self, texts: Sequence[str]) -> Self:
        read = read_texts(texts, self.smallest_words, self.random_state)
        groups = _Gathering(read.corpus, self).groups() if read.corpus.size > 1 else []
        self.groups_ = _numbered(read, groups)
        self.labels_ = _labels(self.groups_, len(texts))
        return self


def counted_once(labels: NDArray[np.int64]) -> NDArray[np.bool_]:
    """True for every text without a group and for the first of each group."""
    _, first = np.unique(labels, return_index=True)
    once = labels < 0
    once[first] = True
    return once


@dataclass(frozen=True)
class _Found:
    members: Ints  # in the corpus
    wording: Words
    likeness: Floats
    shared: Floats


class _Gathering:
    """Takes groups one after another out of what is linked, the most closely knit first."""

    def __init__(self, corpus: Corpus, settings: NearDuplicateFinder) -> None:
        self._corpus = corpus
        self._settings = settings
        self._least_shared = settings.least_shared * corpus.surprise
        self._index = index_pairs(corpus)
        self._neighbours = _neighbours(corpus, self._index)
        self._ones = np.ones(len(corpus.vocabulary))
        self._free = np.ones(corpus.size, dtype=bool)

    def groups(self) -> list[_Found]:
        found = []
        pull = {text: sum(others.values()) for text, others in self._neighbours.items()}
        for seed in sorted(pull, key=lambda text: (-pull[text], text)):
            if self._free[seed]:
                group = self._around(seed)
                if group is not None:
                    self._free[group.members] = False
                    found.append(group)
        return found

    def _around(self, seed: int) -> _Found | None:
        members = self._free_ones([seed, *self._neighbours[seed]])
        if len(members) < 2:
            return None
        if len(members) == 2:
            return self._couple(members)
        return self._campaign(members)

    def _couple(self, members: Ints) -> _Found | None:
        """Two texts, the second laid beside the first."""
        found = self._matching(self._corpus.words_of(int(members[0])), members)
        strong = len(found.members) == 2 and found.shared[1] >= LEAST_ALONE * self._corpus.surprise
        if not strong or found.likeness[1] < self._settings.least_likeness:
            return None
        wording = common_wording(self._corpus, members)
        return _Found(members, wording, found.likeness[[1, 1]], found.shared[[1, 1]])

    def _campaign(self, members: Ints) -> _Found | None:
        """Gathered around what the neighbours share, then around what those share who match it, and so on."""
        group = self._matching(common_wording(self._corpus, members), members)
        for _ in range(ROUNDS):
            if len(group.members) < 2 or not self._is_strong(group):
                return None
            wording = common_wording(self._corpus, group.members)
            wider = self._matching(wording, np.union1d(group.members, self._having_pairs_of(wording)))
            if np.array_equal(wider.members, group.members):
                break
            group = wider
        return group if len(group.members) > 1 and self._is_strong(group) else None

    def _is_strong(self, group: _Found) -> bool:
        """Short phrases that many use share little weight; a borrowed sentence is little of either text."""
        shared, likeness = float(group.shared.mean()), float(group.likeness.mean())
        if len(group.members) >= MANY and likeness >= LIKENESS_OF_MANY:
            return shared >= LEAST_OF_MANY * self._corpus.surprise
        few = len(group.members) < FEW
        least = max(self._least_shared, LEAST_ALONE * self._corpus.surprise) if few else self._least_shared
        return shared >= least and likeness >= self._settings.least_likeness

    def _matching(self, wording: Words, texts: Ints) -> _Found:
        """The texts that share enough with the wording.

        Likeness is the mean of two: by weight, where rare words tell the copy, and by number of words, where
        a sentence borrowed by otherwise different texts counts for little.
        """
        shared = weights_against(self._corpus, wording, texts)
        whole = np.sqrt(self._corpus.totals[texts] * self._corpus.weights[wording].sum())
        by_weight = shared / np.maximum(whole, 1e-9)
        near = (by_weight >= LEAST_MEMBER_LIKENESS) & (shared >= LEAST_OF_SHARED * self._least_shared)
        texts, shared = texts[near], shared[near]
        number = weights_against(self._corpus, wording, texts, self._ones)
        by_number = number / np.sqrt(self._corpus.lengths[texts] * max(len(wording), 1))
        return _Found(texts, wording, (by_weight[near] + by_number) / 2, shared)

    def _having_pairs_of(self, wording: Words) -> Ints:
        """Texts that no link led to but that have pairs of the wording, a good part of it by weight."""
        if len(wording) < 2:
            return np.empty(0, dtype=np.int64)
        texts, weights, whole = self._index.weights_having(pair_keys(wording))
        return self._free_ones(
            texts[weights >= max(LEAST_LINK * self._corpus.surprise, LEAST_OF_PAIRS * whole)]
        )

    def _free_ones(self, texts: Sequence[int] | Ints) -> Ints:
        numbers = np.unique(np.asarray(texts, dtype=np.int64))
        return numbers[self._free[numbers]]


def _neighbours(corpus: Corpus, index: PairIndex) -> dict[int, dict[int, float]]:
    least = LEAST_EDGE * corpus.surprise
    left, right = candidate_pairs(index, corpus.size, LEAST_PAIRS, LEAST_LINK * corpus.surprise)
    enough = with_enough_words(corpus, left, right, least, LEAST_LIKENESS)
    left, right = left[enough], right[enough]
    shared = shared_weights(corpus, left, right)
    likeness = shared / np.sqrt(corpus.totals[left] * corpus.totals[right])
    close = (shared >= least) & (likeness >= LEAST_LIKENESS)
    found: dict[int, dict[int, float]] = {}
    for one, other, weight in zip(
        left[close].tolist(), right[close].tolist(), shared[close].tolist(), strict=True
    ):
        found.setdefault(one, {})[other] = weight
        found.setdefault(other, {})[one] = weight
    return found


def _numbered(read: ReadTexts, groups: Sequence[_Found]) -> tuple[DuplicateGroup, ...]:
    """Groups of near-identical texts, and of identical ones that no such group holds; the largest first."""
    taken = {int(member) for group in groups for member in group.members}
    alone = [at for at, places in enumerate(read.places) if len(places) > 1 and at not in taken]
    whole = np.ones(1)
    same = [_Found(np.array([at]), read.corpus.words_of(at), whole, whole) for at in alone]
    found = sorted(
        (_group(read, group) for group in [*groups, *same]), key=lambda group: (-group.size, group.members)
    )
    return tuple(replace(group, number=number) for number, group in enumerate(found))


def _group(read: ReadTexts, found: _Found) -> DuplicateGroup:
    members = sorted(place for member in found.members for place in read.places[member])
    typical = min(read.places[int(found.members[int(np.argmax(found.likeness))])])
    kind = "identical" if len(found.members) == 1 else "near_identical"
    words = " ".join(read.corpus.vocabulary[number] for number in found.wording)
    return DuplicateGroup(0, kind, tuple(members), typical, words, round(float(found.likeness.min()), 3))


def _labels(groups: Sequence[DuplicateGroup], size: int) -> NDArray[np.int64]:
    labels = np.full(size, -1, dtype=np.int64)
    for group in groups:
        labels[list(group.members)] = group.number
    return labels
