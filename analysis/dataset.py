"""The frozen snapshot that an analysis reads: Parquet files in a folder named by the digest of their content.

Belongs here: writing a dataset whole or not at all, opening it, and saying when it is not what it claims to
be. Does not belong here: how answers become columns (encoding.py) or what is counted from them
(tallies.py).

The digest covers the content (variables, answers, comments, group tallies), in an order of its own, never
the bytes of the files: the same content gives the same name whatever order it came in and whichever Parquet
library wrote it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from .encoding import (
    ATTRIBUTES,
    DatasetError,
    comments_frame,
    group_tallies_frame,
    responses_frame,
    responses_schema,
)
from .variables import Category, Cell, CommentRecord, GroupTallyRecord, Kind, ResponseRecord, State, Variable

__all__ = [
    "Category",
    "Cell",
    "CommentRecord",
    "Dataset",
    "DatasetError",
    "DatasetReference",
    "GroupTallyRecord",
    "Kind",
    "ResponseRecord",
    "State",
    "Variable",
    "dataset_from_frame",
    "open_dataset",
    "recompute_digest",
    "write_dataset",
]

FORMAT = "said-and-done/dataset/1"
MANIFEST = "variables.json"

# What makes a row of each table that one and no other.
IDENTITY = {
    "responses": [ATTRIBUTES["reference"]],
    "comments": ["reference"],
    "group_tallies": ["event", "variable"],
}
TABLES = tuple(IDENTITY)
DIGEST_ROWS_AT_ONCE = 50_000


@dataclass(frozen=True)
class DatasetReference:
    """Where a dataset is, and the digest that names it."""

    digest: str
    path: Path


@dataclass(frozen=True)
class Dataset:
    """An opened dataset. Tables are lazy: nothing is read before something is asked of them."""

    digest: str
    path: Path
    variables: tuple[Variable, ...]
    left_out: frozenset[str] = frozenset()
    """References of responses that are looked past, in `responses` alone."""

    def without(self, references: Collection[str]) -> Dataset:
        """The same dataset without these responses: what figures would be without them."""
        return replace(self, left_out=self.left_out | frozenset(references))

    def variable(self, key: str) -> Variable:
        """The variable with that key. Raises DatasetError, naming those that there are."""
        for variable in self.variables:
            if variable.key == key:
                return variable
        known = ", ".join(variable.key for variable in self.variables) or "none"
        raise DatasetError(f"The dataset has no variable {key!r}. Its variables: {known}.")

    @property
    def responses(self) -> pl.LazyFrame:
        """One row a response; columns as `responses_schema` says."""
        everyone = pl.scan_parquet(_table_path(self.path, "responses"))
        if not self.left_out:
            return everyone
        return everyone.filter(~pl.col(ATTRIBUTES["reference"]).is_in(sorted(self.left_out)))

    @property
    def comments(self) -> pl.LazyFrame:
        """One row a comment, ordered by reference."""
        return pl.scan_parquet(_table_path(self.path, "comments"))

    @property
    def response_references(self) -> frozenset[str]:
        """The references of all responses."""
        column = ATTRIBUTES["reference"]
        return frozenset(pl.read_parquet(_table_path(self.path, "responses"), columns=[column])[column])

    @property
    def group_tallies(self) -> tuple[GroupTallyRecord, ...]:
        """Votes at events, ordered by event and variable."""
        rows = pl.read_parquet(_table_path(self.path, "group_tallies")).iter_rows(named=True)
        return tuple(
            GroupTallyRecord(
                row["event"],
                row["variable"],
                row["present"],
                dict(zip(row["options"], row["counts"], strict=True)),
            )
            for row in rows
        )


def write_dataset(
    folder: Path,
    variables: Sequence[Variable],
    responses: Iterable[ResponseRecord],
    comments: Iterable[CommentRecord] = (),
    group_tallies: Iterable[GroupTallyRecord] = (),
) -> DatasetReference:
    """Write `<folder>/<digest>/` with its three tables and its variables, whole or not at all.

    Raises DatasetError where an answer is impossible or a reference comes twice, and then writes nothing.
    """
    _refuse_repeated_variables(variables)
    tables = {
        "responses": responses_frame(variables, responses),
        "comments": comments_frame(comments),
        "group_tallies": group_tallies_frame(variables, group_tallies),
    }
    return _write_tables(folder, variables, tables)


def dataset_from_frame(
    folder: Path, variables: Sequence[Variable], responses: pl.DataFrame
) -> DatasetReference:
    """Write a dataset from a frame that has the columns of `responses_schema(variables)` already."""
    _refuse_repeated_variables(variables)
    expected = responses_schema(variables)
    if dict(responses.schema) != expected:
        raise DatasetError(f"The frame's columns are {dict(responses.schema)}; they have to be {expected}.")
    tables = {
        "responses": responses,
        "comments": comments_frame(()),
        "group_tallies": group_tallies_frame(variables, ()),
    }
    return _write_tables(folder, variables, tables)


def open_dataset(path: Path) -> Dataset:
    """Open a dataset folder. Raises DatasetError if a file is missing or has been changed."""
    manifest = _read_manifest(path)
    if manifest["digest"] != path.name:
        raise DatasetError(
            f"{path}: the folder says it holds dataset {manifest['digest']}. Give it its own name."
        )
    for table in TABLES:
        _refuse_changed_file(_table_path(path, table), manifest["files"][table])
    variables = tuple(_variable_from_json(entry) for entry in manifest["variables"])
    return Dataset(manifest["digest"], path, variables)


def recompute_digest(dataset: Dataset) -> str:
    """The digest worked out again from every answer, for whoever wants to be sure of the name."""
    tables = {table: pl.read_parquet(_table_path(dataset.path, table)) for table in TABLES}
    return _digest(dataset.variables, tables)


def _refuse_repeated_variables(variables: Sequence[Variable]) -> None:
    keys = [variable.key for variable in variables]
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    if repeated:
        raise DatasetError(f"The same variable comes twice: {', '.join(repeated)}.")


def _write_tables(
    folder: Path, variables: Sequence[Variable], tables: dict[str, pl.DataFrame]
) -> DatasetReference:
    ordered = {name: _in_order(name, frame) for name, frame in tables.items()}
    digest = _digest(variables, ordered)
    path = folder / digest
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write_whole_folder(path, digest, variables, ordered)
    return DatasetReference(open_dataset(path).digest, path)


def _in_order(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    identity = IDENTITY[name]
    ordered = frame.sort(identity)
    repeated = ordered.filter(ordered.select(pl.struct(identity).is_duplicated()).to_series())
    if repeated.height:
        which = ", ".join(str(value) for value in repeated.select(identity).row(0))
        raise DatasetError(f"{name}: {which} comes twice. Every one needs a reference of its own.")
    return ordered


def _write_whole_folder(
    path: Path, digest: str, variables: Sequence[Variable], tables: dict[str, pl.DataFrame]
) -> None:
    """Write beside the final place and move there in one step, so that no half dataset can ever be opened."""
    partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=path.parent))
    try:
        for name, frame in tables.items():
            frame.write_parquet(_table_path(partial, name), compression="zstd", statistics=False)
        files = {name: _file_digest(_table_path(partial, name)) for name in TABLES}
        manifest = {
            "format": FORMAT,
            "digest": digest,
            "files": files,
            "variables": [asdict(variable) for variable in variables],
        }
        (partial / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        _flush_to_disk(partial)
        partial.chmod(0o755)
        _move_into_place(partial, path)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _flush_to_disk(folder: Path) -> None:
    for file in [*folder.iterdir(), folder]:
        handle = os.open(file, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _move_into_place(partial: Path, path: Path) -> None:
    try:
        partial.rename(path)
    except OSError:
        # Somebody else wrote the same content in the meantime: the same name means the same answers.
        if not (path / MANIFEST).exists():
            raise


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DatasetError(f"{path}: no dataset is there ({MANIFEST} is missing). Build it again.") from error
    if manifest.get("format") != FORMAT:
        raise DatasetError(
            f"{path}: its format is {manifest.get('format')!r}; this version reads {FORMAT!r}."
        )
    return manifest


def _refuse_changed_file(file: Path, expected: str) -> None:
    if not file.exists():
        raise DatasetError(f"{file}: the file is missing. Build the dataset again.")
    if _file_digest(file) != expected:
        raise DatasetError(f"{file}: the file is not the one that was written. Build the dataset again.")


def _variable_from_json(entry: dict[str, Any]) -> Variable:
    categories = tuple(Category(**category) for category in entry["categories"])
    return Variable(entry["key"], entry["kind"], categories, entry["identifying"])


def _table_path(path: Path, table: str) -> Path:
    return path / f"{table}.parquet"


def _file_digest(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _digest(variables: Sequence[Variable], tables: dict[str, pl.DataFrame]) -> str:
    """SHA-256 over the variables and, table by table, every row as a line of JSON."""
    digest = hashlib.sha256(FORMAT.encode())
    for variable in variables:
        digest.update(json.dumps(asdict(variable), sort_keys=True).encode() + b"\n")
    for name in TABLES:
        digest.update(f"\n{name}\n".encode())
        for rows in tables[name].iter_slices(DIGEST_ROWS_AT_ONCE):
            digest.update(rows.write_ndjson().encode())
    return digest.hexdigest()
