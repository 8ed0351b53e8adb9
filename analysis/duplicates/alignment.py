"""Two texts side by side: the weight of the words that they share in the same order.

The heaviest common subsequence, for many pairs of texts at once. Words that both happen to use but in another
order count for nothing, which tells a copy from two people who write about the same thing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.duplicates.words import Corpus, Floats, Ints, Words

WIDTHS = (16, 24, 32, 48, 64, 96, 128, 256)
CELLS_AT_ONCE = 400_000
NO_WORD = -1


def shared_weights(corpus: Corpus, left: Ints, right: Ints) -> Floats:
    """For each pair of texts, the weight of their heaviest common subsequence."""
    longest = np.maximum(corpus.lengths[left], corpus.lengths[right])
    result = np.zeros(len(left))
    for narrower, width in zip((0, *WIDTHS), WIDTHS, strict=False):
        chosen = np.flatnonzero((longest > narrower) & (longest <= width))
        step = max(1, CELLS_AT_ONCE // width)
        for start in range(0, len(chosen), step):
            part = chosen[start : start + step]
            rows, columns = _table(corpus, left[part], width), _table(corpus, right[part], width)
            result[part] = _heaviest(rows, columns, corpus.weights)
    return result


def weights_against(corpus: Corpus, wording: Words, texts: Ints, weights: Floats | None = None) -> Floats:
    """For each text, the weight of what it shares with one wording (the corpus's weights, or these)."""
    columns = _table(corpus, texts, int(corpus.lengths[texts].max(initial=1)))
    rows = np.broadcast_to(wording.astype(np.int32)[:, None], (len(wording), len(texts)))
    return _heaviest(rows, columns, corpus.weights if weights is None else weights)


def _table(corpus: Corpus, texts: Ints, width: int) -> Words:
    """One column a text, one row a place in it: so that each step below runs along the memory."""
    places = corpus.starts[texts] + np.arange(width)[:, None]
    inside = np.arange(width)[:, None] < corpus.lengths[texts]
    words = corpus.numbers[np.minimum(places, len(corpus.numbers) - 1)]
    return np.where(inside, words, NO_WORD).astype(np.int32)


def _heaviest(rows: Words, columns: Words, weights: Floats) -> Floats:
    """Row by row of the usual table; a running maximum does what the inner loop would do."""
    light = np.append(weights, 0.0).astype(np.float32)  # the last is for NO_WORD
    best: NDArray[np.float32] = np.zeros((columns.shape[0] + 1, columns.shape[1]), dtype=np.float32)
    for word in rows:
        gain = (word == columns) * light[word]
        gain += best[:-1]
        np.maximum(gain, best[1:], out=gain)
        np.maximum.accumulate(gain, axis=0, out=best[1:])
    return np.asarray(best[-1], dtype=np.float64)
