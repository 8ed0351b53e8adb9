"""How long tallies of a million responses take, beside a bare scan of the same columns in the same run.

Belongs here: measuring, in a process of its own so that its peak memory is that of the tallies and of
nothing else. Does not belong here: what a good result is for the project as a whole (`make bench` compares
and reports).

Run it: `python -m benchmarks.tallies`. It prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from analysis.dataset import Category, Dataset, Variable, dataset_from_frame, open_dataset
from analysis.encoding import ATTRIBUTES
from analysis.tallies import tally_all

RESPONSES = 1_000_000
QUESTIONS = 20
REPEATS = 7
MOST_TIMES_THE_SCAN = 3.0
MOST_MEGABYTES = 2_000
SCALE = (
    Category("strongly_agree", "agree"),
    Category("agree", "agree"),
    Category("neither", "neutral"),
    Category("disagree", "disagree"),
    Category("strongly_disagree", "disagree"),
    Category("dont_know", "dont_know"),
)
CHANNELS = ("online", "face to face", "paper", "telephone", "email or letter")


def synthetic_variables(questions: int = QUESTIONS) -> tuple[Variable, ...]:
    """Agreement scales, all but the last four, which are closed questions with eight options."""
    options = tuple(Category(f"option_{number}") for number in range(8))
    scales = tuple(Variable(f"scale_{number}", "scale", SCALE) for number in range(questions - 4))
    return scales + tuple(Variable(f"closed_{number}", "closed", options) for number in range(4))


def synthetic_responses(variables: Sequence[Variable], responses: int, seed: int = 0) -> pl.DataFrame:
    """Random answers in every option and state, laid out as a dataset's frame."""
    random = np.random.default_rng(seed)
    columns = {
        ATTRIBUTES["reference"]: pl.Series([f"R{number:07}" for number in range(responses)]),
        ATTRIBUTES["channel"]: _random_codes(random, CHANNELS, responses).cast(pl.String),
        ATTRIBUTES["edition"]: pl.Series(["standard"] * responses),
        ATTRIBUTES["language"]: pl.Series(["en"] * responses),
    }
    for variable in variables:
        columns[variable.key] = _random_codes(random, variable.codes, responses)
    return pl.DataFrame(columns)


def _random_codes(random: np.random.Generator, codes: Sequence[str], number: int) -> pl.Series:
    shares = random.dirichlet(np.ones(len(codes)))
    drawn = random.choice(len(codes), size=number, p=shares).astype(np.uint8)
    return pl.Series(drawn).cat.to(pl.Enum(list(codes)))


def write_synthetic_dataset(folder: str, responses: int) -> None:
    """Write the dataset; run in a process of its own, so that its memory is not counted."""
    variables = synthetic_variables()
    dataset_from_frame(Path(folder), variables, synthetic_responses(variables, responses))


def measure_folder(path: str) -> dict[str, float | int]:
    """Time the bare scan and the tallies of one dataset, turn and turn about; the best of each counts."""
    dataset = open_dataset(Path(path))
    keys = [variable.key for variable in dataset.variables]
    work: dict[str, Callable[[], object]] = {
        "scan": lambda: _bare_scan(dataset, keys),
        "tallies": lambda: tally_all(dataset, keys),
        "tallies_by_channel": lambda: tally_all(dataset, keys, by="channel"),
        "tallies_by_question": lambda: tally_all(dataset, keys, by=keys[-1]),
    }
    best = {name: min(times) for name, times in _timings(work).items()}
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {f"{name}_seconds": round(seconds, 4) for name, seconds in best.items()} | {
        "ratio": round(best["tallies"] / best["scan"], 2),
        "ratio_by_channel": round(best["tallies_by_channel"] / best["scan"], 2),
        "ratio_by_question": round(best["tallies_by_question"] / best["scan"], 2),
        "peak_megabytes": round(kilobytes / 1024),
    }


def _bare_scan(dataset: Dataset, keys: Sequence[str]) -> pl.DataFrame:
    return dataset.responses.select(keys).collect()


def _timings(work: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(REPEATS):
        for name, do in work.items():
            start = time.perf_counter()
            do()
            times[name].append(time.perf_counter() - start)
    return times


def measure(responses: int = RESPONSES) -> dict[str, object]:
    """Make a dataset of that many responses, measure it, and say whether the targets are met."""
    # A fresh interpreter for each: a forked one would begin with our memory.
    fresh = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        with fresh.Pool(1) as writer:
            writer.apply(write_synthetic_dataset, (folder, responses))
        (path,) = Path(folder).iterdir()
        with fresh.Pool(1) as measurer:
            found = measurer.apply(measure_folder, (str(path),))
    met = found["ratio"] <= MOST_TIMES_THE_SCAN and found["peak_megabytes"] < MOST_MEGABYTES
    return {"measure": "tallies", "responses": responses, "questions": QUESTIONS, **found, "met": met}


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="Time tallies beside a bare scan of the same columns.")
    arguments.add_argument("--responses", type=int, default=RESPONSES)
    given = arguments.parse_args()
    sys.stdout.write(json.dumps(measure(given.responses)) + "\n")


if __name__ == "__main__":
    main()
