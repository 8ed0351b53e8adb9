"""What a group of texts has in common: the words that at least half of them have, in order."""

from __future__ import annotations

import numpy as np

from analysis.duplicates.words import Corpus, Ints, Words

MOST_LOOKED_AT = 300  # members of a group; more tell no more about its wording


def common_wording(corpus: Corpus, members: Ints) -> Words:
    """The words, each once, ordered by where they stand in the middle one of the texts.

    A word that stands twice in the original is taken once; so what is shared is never overrated.
    """
    texts = members[:: max(1, len(members) // MOST_LOOKED_AT)]
    words = np.concatenate([corpus.words_of(text) for text in texts])
    places = np.concatenate([np.arange(corpus.lengths[text]) / corpus.lengths[text] for text in texts])
    owners = np.repeat(np.arange(len(texts)), corpus.lengths[texts])
    first = np.unique(owners * len(corpus.vocabulary) + words, return_index=True)[1]
    order = np.lexsort((places[first], words[first]))
    words, places = words[first][order], places[first][order]
    found, starts, counts = np.unique(words, return_index=True, return_counts=True)
    middle = places[starts + counts // 2]
    common = counts >= max(2, len(texts) / 2)
    return np.asarray(found[common][np.argsort(middle[common], kind="stable")])
