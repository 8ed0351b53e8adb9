"""The measurement of tallies measures what it says, on a dataset small enough for a test."""

from __future__ import annotations

from pathlib import Path

from analysis.dataset import open_dataset
from analysis.tallies import tally_all
from benchmarks.tallies import measure_folder, synthetic_variables, write_synthetic_dataset


def test_the_synthetic_dataset_has_every_response_and_is_repeatable(tmp_path: Path) -> None:
    write_synthetic_dataset(str(tmp_path), 500)
    write_synthetic_dataset(str(tmp_path), 500)
    (path,) = tmp_path.iterdir()
    tables = tally_all(open_dataset(path), [variable.key for variable in synthetic_variables()])
    assert len(tables) == 20
    assert {table.columns[0].received for table in tables.values()} == {500}


def test_the_measurement_says_ratio_and_memory(tmp_path: Path) -> None:
    write_synthetic_dataset(str(tmp_path), 500)
    (path,) = tmp_path.iterdir()
    found = measure_folder(str(path))
    assert {"scan_seconds", "tallies_seconds", "ratio", "peak_megabytes"} <= set(found)
    assert all(value > 0 for value in found.values())
