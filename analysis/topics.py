"""Topics proposed from comments, for people to check, rename, merge and split.

Belongs here: turning comments into numbers, finding groups, choosing what is typical of each. Does not
belong here: names of topics (topic_names.py), general words (vocabulary.py), or any decision: what is
proposed is a suggestion.

Words, pairs of words, pieces of words (so that "waiting" and "wait" meet, and so do misspellings) and
groups of words that mean the same are weighted by TF-IDF, reduced by latent semantic analysis and grouped
by spherical k-means. Measured on one trust's patient feedback against the themes that people gave (five
seeds), the adjusted Rand index is 0.29 with the general words and 0.08 without. The list of general words
was written by people who had read that feedback, so expect less on other data: without its words of health
and ambulances it is 0.26. Either is far from agreement between people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from .comments import bare_words, says_nothing
from .topic_names import Naming, name_topics
from .vocabulary import FUNCTION_WORDS, concepts_by_word

WORD = r"[^\W\d_][^\s]+"
PIECES_WEIGHT = 0.5
CONCEPTS_WEIGHT = 0.7
DIMENSIONS = 50
TYPICAL = 5
CANDIDATES = 200
WORDS_SHOWN = 10
MOST_TOPICS = 25
STARTS = 10
# Beyond this much, a comment's further words change no group but cost memory.
LETTERS_READ = 20_000

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class ProposedTopic:
    """One proposed topic. `members` are places in the texts, in order; `typical` a few, the best first."""

    number: int
    name: str
    words: tuple[str, ...]
    typical: tuple[int, ...]
    members: tuple[int, ...]


class TopicProposer(BaseEstimator):
    """Proposes topics for comments.

    Parameters: `n_topics`, how many (None: chosen by the number of comments); `random_state`, the seed.
    After `fit`: `topics_`, the proposed topics, the largest first, numbered from 1; `labels_`, for each
    text the number of its topic, 0 for a text that says nothing. There are never more topics than different
    comments. The same texts and seed give the same topics, however many processors there are.
    """

    topics_: tuple[ProposedTopic, ...]
    labels_: NDArray[np.int64]

    def __init__(self, n_topics: int | None = None, random_state: int = 0) -> None:
        self.n_topics = n_topics
        self.random_state = random_state

    def fit(self, texts: Sequence[str], y: None = None) -> Self:
        """Find the topics of the texts. Raises ValueError if `n_topics` is below 1."""
        if self.n_topics is not None and self.n_topics < 1:
            raise ValueError(f"n_topics is {self.n_topics}: ask for 1 topic or more.")
        self.topics_, self.labels_ = (), np.zeros(len(texts), dtype=np.int64)
        groups = _same_words_together(texts)
        if not groups:
            return self
        sizes = [len(places) for places in groups.values()]
        # Sums in another order, as more threads make them, would now and then give another grouping.
        with threadpool_limits(limits=1):
            features = _features(list(groups))
            points = _points(features.matrix, self.random_state)
            found = self._group(points, sizes)
        self.topics_ = tuple(self._propose(texts, groups, features, found))
        return self

    def _group(self, points: Matrix, sizes: Sequence[int]) -> NDArray[np.int64]:
        wanted = self.n_topics or suggested_number(sum(sizes))
        number = min(wanted, len(np.unique(points, axis=0)))
        if number < 2:
            return np.zeros(len(points), dtype=np.int64)
        grouping = KMeans(number, n_init=STARTS, random_state=self.random_state)
        grouping.fit(points, sample_weight=np.asarray(sizes, dtype=float))
        return np.asarray(grouping.labels_, dtype=np.int64)

    def _propose(
        self,
        texts: Sequence[str],
        groups: dict[str, list[int]],
        features: _Features,
        found: NDArray[np.int64],
    ) -> list[ProposedTopic]:
        places = list(groups.values())
        members = {
            int(label): sorted(place for row in np.flatnonzero(found == label) for place in places[int(row)])
            for label in np.unique(found)
        }
        order = sorted(members, key=lambda label: (-len(members[label]), members[label][0]))
        namings = _namings(features, [np.flatnonzero(found == label) for label in order])
        names = name_topics(namings, _usual_spellings(texts))
        proposed = []
        for number, (label, naming, name) in enumerate(zip(order, namings, names, strict=True), start=1):
            self.labels_[members[label]] = number
            rows = np.flatnonzero(found == label)
            typical = tuple(places[int(row)][0] for row in _most_typical(features.matrix, rows, list(groups)))
            words = naming.words[:WORDS_SHOWN]
            proposed.append(ProposedTopic(number, name, words, typical, tuple(members[label])))
        return proposed


def suggested_number(comments: int) -> int:
    """How many topics to propose: 3 for 50 comments, 6 for 500, 10 for 4,000, at most 25."""
    return max(1, min(MOST_TOPICS, round(float(comments**0.28)), comments))


@dataclass(frozen=True)
class _Features:
    """The weighted columns, and which words and concepts are there at all, for names."""

    matrix: Any
    words: Any
    word_names: tuple[str, ...]
    concepts: Any
    concept_names: tuple[str, ...]


def _same_words_together(texts: Sequence[str]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        if not says_nothing(text):
            groups.setdefault(bare_words(text[:LETTERS_READ]), []).append(place)
    return groups


def _features(comments: list[str]) -> _Features:
    few = len(comments) < 200
    words, word_names = _weighted(
        comments,
        token_pattern=WORD,
        ngram_range=(1, 2),
        stop_words=sorted(FUNCTION_WORDS),
        min_df=1 if few else 3,
        max_df=1.0 if few else 0.5,
    )
    pieces, _ = _weighted(comments, analyzer="char_wb", ngram_range=(3, 5), min_df=2 if few else 5)
    concepts, concept_names = _weighted(comments, analyzer=_concepts_in)
    matrix = sp.hstack([words, pieces * PIECES_WEIGHT, concepts * CONCEPTS_WEIGHT]).tocsr()
    matrix = normalize(matrix) if matrix.shape[1] else matrix
    return _Features(matrix, words > 0, word_names, concepts > 0, concept_names)


def _weighted(comments: list[str], **settings: Any) -> tuple[Any, tuple[str, ...]]:
    """TF-IDF and the columns' names; no columns at all if nothing is frequent enough to be one."""
    settings["min_df"] = min(settings.get("min_df", 1), len(comments))
    vectorizer = TfidfVectorizer(sublinear_tf=True, lowercase=False, **settings)
    try:
        weights = vectorizer.fit_transform(comments)
    except ValueError as error:
        # scikit-learn's ways of saying that no word is left. Comments of rare words only are allowed here.
        if "empty vocabulary" not in str(error) and "no terms remain" not in str(error):
            raise
        return sp.csr_matrix((len(comments), 0)), ()
    return weights, tuple(str(name) for name in vectorizer.get_feature_names_out())


def _concepts_in(comment: str) -> list[str]:
    known = concepts_by_word()
    return [concept for word in comment.split() for concept in known.get(word, ())]


def _points(matrix: Any, seed: int) -> Matrix:
    """Each comment as a point on a sphere of few dimensions; one of rare words only is in the middle."""
    rows, columns = matrix.shape
    if not columns:
        return np.zeros((rows, 1))
    if columns > DIMENSIONS and rows > DIMENSIONS:
        matrix = normalize(TruncatedSVD(DIMENSIONS, random_state=seed).fit_transform(matrix))
    dense = matrix.toarray() if sp.issparse(matrix) else matrix
    # Differences in the last digits between machines must not decide which group a comment is in.
    return np.round(np.asarray(dense, dtype=float), 8)


def _namings(features: _Features, groups: Sequence[NDArray[np.intp]]) -> list[Naming]:
    return [_naming(features, rows) for rows in groups]


def _naming(features: _Features, rows: NDArray[np.intp]) -> Naming:
    words = _distinctive(features.words, features.word_names, rows, WORDS_SHOWN * 3)
    concepts = _distinctive(features.concepts, features.concept_names, rows, 3, least_share=0.35)
    if not words:
        return Naming(words, concepts)
    leading = features.words[rows][:, features.word_names.index(words[0])]
    return Naming(words, concepts, float(leading.mean()))


def _distinctive(
    present: Any, names: Sequence[str], rows: NDArray[np.intp], most: int, least_share: float = 0.0
) -> tuple[str, ...]:
    """The columns that a group has more often than all comments have, weighed by how often it has them."""
    if not names:
        return ()
    inside = np.asarray(present[rows].mean(axis=0)).ravel()
    everywhere = np.asarray(present.mean(axis=0)).ravel()
    weight = inside * np.log1p(inside / np.maximum(everywhere, 1e-12))
    wanted = (inside >= least_share) & (inside > 0) & (inside >= everywhere)
    order = np.lexsort((np.arange(len(names)), -np.round(weight, 10)))
    return tuple(names[int(column)] for column in order if wanted[int(column)])[:most]


def _most_typical(matrix: Any, rows: NDArray[np.intp], comments: Sequence[str]) -> list[int]:
    """The rows that share most with their group; those of one to three words, which show little, last."""
    middle = np.asarray(matrix[rows].mean(axis=0)).ravel()
    nearness = np.round(matrix[rows] @ middle, 8)
    says_little = np.array([len(comments[int(row)].split()) < 4 for row in rows])
    order = np.lexsort((rows, -nearness, says_little))
    return _unlike_each_other([int(row) for row in rows[order]], comments)


def _unlike_each_other(rows: Sequence[int], comments: Sequence[str]) -> list[int]:
    """The first rows of which no two share most of their words; alike ones if there are no others."""
    chosen: list[int] = []
    for row in rows[:CANDIDATES]:
        words = set(comments[row].split())
        others = [set(comments[other].split()) for other in chosen]
        if not any(2 * len(words & other) > len(words | other) for other in others):
            chosen.append(row)
    return [*chosen, *(row for row in rows[:CANDIDATES] if row not in chosen)][:TYPICAL]


def _usual_spellings(texts: Sequence[str]) -> dict[str, str]:
    """How people write each word: "EHCP" stays in capitals where most wrote it so."""
    seen: dict[str, Counter[str]] = {}
    for text in texts:
        for word in re.findall(r"[^\W\d_][\w'’-]*", text[:LETTERS_READ]):
            seen.setdefault(word.casefold(), Counter())[word] += 1
    usual = {}
    for word, forms in seen.items():
        capitals = sum(n for form, n in forms.items() if len(form) > 1 and form.isupper())
        usual[word] = word.upper() if 2 * capitals > forms.total() else word
    return usual
