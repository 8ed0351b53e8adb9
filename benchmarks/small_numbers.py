"""How long it takes to protect small numbers, and what a reader could work out afterwards.

Forty random two-way tables, each published with all its totals; then a publication of sixty tables of 100,000
responses. What is counted as recoverable is found by the audit on its own, given only what would be published; the
control withholds the small cells alone.

Run it: `python -m benchmarks.small_numbers`. It prints lines of JSON.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence

import numpy as np

from analysis.disclosure import PublishedTable, audit, primary_cells, protect
from benchmarks.report import report

TABLES = 40
MOST_SECONDS = 10
QUESTIONS = 56
RESPONSES = 100_000
MOST_SECONDS_FOR_A_PUBLICATION = 60
AUDIENCES = np.array([0.46, 0.3, 0.2, 0.0399, 0.0001])
OPINIONS = np.array([0.4, 0.3, 0.15, 0.1, 0.0499, 0.0001])
PROFILES = 4


def random_table(seed: int) -> PublishedTable:
    """Three to seven answers by three to seven groups, many of them small."""
    draw = np.random.default_rng(seed)
    rows, columns = draw.integers(3, 8, size=2)
    counts = draw.poisson(draw.gamma(1.2, 10, size=(rows, columns)))
    return _table("question", "audience", counts)


def _table(question: str, by: str, counts: np.ndarray) -> PublishedTable:
    cells = {
        (f"answer_{row}", f"group_{column}"): int(counts[row, column])
        for row in range(counts.shape[0])
        for column in range(counts.shape[1])
    }
    return PublishedTable(f"{question} by {by}", (question, by), cells, identifying=frozenset({by}))


def publication() -> Iterator[PublishedTable]:
    """Sixty tables of the same 100,000 people: who they are, and every question by one of four things they are."""
    draw = np.random.default_rng(0)
    groups = [draw.choice(len(AUDIENCES), size=RESPONSES, p=AUDIENCES) for _ in range(PROFILES)]
    for number, codes in enumerate(groups):
        counts = np.bincount(codes, minlength=len(AUDIENCES)).tolist()
        cells = {(f"group_{code}",): count for code, count in enumerate(counts)}
        name = f"profile_{number}"
        yield PublishedTable(name, (name,), cells, identifying=frozenset({name}))
    for number in range(QUESTIONS):
        answers = draw.choice(len(OPINIONS), size=RESPONSES, p=OPINIONS)
        counts = np.zeros((len(OPINIONS), len(AUDIENCES)), dtype=int)
        np.add.at(counts, (answers, groups[number % PROFILES]), 1)
        yield _table(f"question_{number}", f"profile_{number % PROFILES}", counts)


def _recoverable(tables: Sequence[Sequence[PublishedTable]], *, control: bool = False) -> int:
    return sum(
        len(audit(one, primary_cells(one) if control else protect(one).withheld).recoverable)
        for one in tables
    )


def measure(name: str, tables: Sequence[Sequence[PublishedTable]], most: float) -> bool:
    """Protect each publication, audit what is left, and say what the small cells alone would have given away."""
    start = time.perf_counter()
    recoverable = _recoverable(tables)
    seconds = time.perf_counter() - start
    control = _recoverable(tables, control=True)
    return all(
        [
            report(f"{name}: seconds", seconds, at_most=most, tables=sum(len(one) for one in tables)),
            report(f"{name}: cells that can be worked out", recoverable, at_most=0),
            report(f"{name}: the same, where only small cells are withheld", control, at_least=1),
        ]
    )


def main() -> int:
    """Both measurements. The exit code is 1 where one is not met."""
    held = measure("40 random tables", [[random_table(seed)] for seed in range(TABLES)], MOST_SECONDS)
    one = [list(publication())]
    held &= measure("60 tables of 100,000 responses", one, MOST_SECONDS_FOR_A_PUBLICATION)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
