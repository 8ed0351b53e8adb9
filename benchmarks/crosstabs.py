"""How long a cross-table of a million responses takes, beside the bare Polars query for the same counts.

Belongs here: one cross-table of each shape (single by single, by channel, single by several, several by several),
timed turn and turn about with what somebody would write in Polars by hand. Run it: `python -m benchmarks.crosstabs`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from analysis.crosstabs import cross_table
from analysis.dataset import Category, Dataset, Variable, dataset_from_frame, open_dataset
from benchmarks.report import report
from benchmarks.tallies import synthetic_responses, synthetic_variables

RESPONSES = 1_000_000
REPEATS = 7
MOST_SECONDS = 1.0
MOST_TIMES_BARE = 3.0
SEVERAL = tuple(
    Variable(name, "several", tuple(Category(f"option_{n}") for n in range(8))) for name in ("ticks", "needs")
)


def _dataset(folder: Path) -> Dataset:
    single = synthetic_variables(6)
    frame, random = synthetic_responses(single, RESPONSES), np.random.default_rng(1)
    for variable in SEVERAL:
        state, *options = variable.schema.items()
        frame = frame.with_columns(pl.lit("answered", dtype=state[1]).alias(state[0]))
        ticks = {name: random.random(RESPONSES) < 0.3 for name, _ in options}
        frame = frame.with_columns(pl.Series(name, values) for name, values in ticks.items())
    return open_dataset(dataset_from_frame(folder, (*single, *SEVERAL), frame).path)


def _grouped(dataset: Dataset, a: str, b: str) -> object:
    return dataset.responses.group_by(a, b).len().collect()


def _ticks_by(dataset: Dataset, single: str, several: Variable) -> object:
    ticks = [pl.col(several.option_column(c.key)).sum() for c in several.categories]
    return dataset.responses.group_by(single).agg(*ticks, pl.len()).collect()


def _ticks_by_ticks(dataset: Dataset, a: Variable, b: Variable) -> object:
    columns = [(a.option_column(x.key), b.option_column(y.key)) for x in a.categories for y in b.categories]
    ticks = dataset.responses.select((pl.col(x) & pl.col(y)).sum().alias(f"{x}{y}") for x, y in columns)
    # The five answer states of both are counts of the same table.
    return ticks.collect(), _grouped(dataset, a.key, b.key)


def _shapes(dataset: Dataset) -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    ticks, needs = SEVERAL
    return {
        "single by single": (
            lambda: cross_table(dataset, "scale_0", "closed_0"),
            lambda: _grouped(dataset, "scale_0", "closed_0"),
        ),
        "by channel": (
            lambda: cross_table(dataset, "scale_0", "channel"),
            lambda: _grouped(dataset, "scale_0", "response:channel"),
        ),
        "several by single": (
            lambda: cross_table(dataset, "ticks", "closed_0"),
            lambda: _ticks_by(dataset, "closed_0", ticks),
        ),
        "single by several": (
            lambda: cross_table(dataset, "closed_0", "ticks"),
            lambda: _ticks_by(dataset, "closed_0", ticks),
        ),
        "several by several": (
            lambda: cross_table(dataset, "ticks", "needs"),
            lambda: _ticks_by_ticks(dataset, ticks, needs),
        ),
    }


def _seconds(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def main() -> int:
    """Measure every shape. Gives 1 where a bound was not kept."""
    held = True
    with tempfile.TemporaryDirectory() as folder:
        dataset = _dataset(Path(folder))
        for shape, (ours, bare) in _shapes(dataset).items():
            times = [(_seconds(ours), _seconds(bare)) for _ in range(REPEATS)]
            best, best_bare = (min(column) for column in zip(*times, strict=True))
            name = f"cross-table of a million responses, {shape}"
            held &= report(f"{name}: seconds", best, at_most=MOST_SECONDS)
            held &= report(f"{name}: times the bare query", best / best_bare, at_most=MOST_TIMES_BARE)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
