"""Raw counts from the columns of a dataset: how often each code occurs, in all or in each group.

Belongs here: the one pass over the Parquet file, made to be as fast as reading it. Does not belong here:
what a code means (variables.py) or what is reported about it (tallies.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .variables import Kind, Variable

Counts = NDArray[np.int64]
Codes = NDArray[np.unsignedinteger[Any]]


@dataclass(frozen=True)
class CodedColumn:
    """A column seen as small whole numbers from 0 to `size` - 1."""

    name: str
    size: int
    codes: pl.Expr


def coded_columns(variable: Variable) -> tuple[CodedColumn, ...]:
    """The columns of a variable that are counted: its states first, then one an option."""
    columns = [_coded_column(name, kind, variable) for name, kind in variable.schema.items()]
    return tuple(column for column in columns if column is not None)


def _coded_column(name: str, kind: pl.DataType, variable: Variable) -> CodedColumn | None:
    if isinstance(kind, pl.Enum):
        return CodedColumn(name, len(kind.categories), pl.col(name).to_physical())
    if kind == pl.Boolean:
        return CodedColumn(name, 2, pl.col(name).cast(pl.UInt8))
    if variable.kind == Kind.RANKED:
        # Place 0 stands for "not ranked".
        return CodedColumn(name, len(variable.categories) + 1, pl.col(name).fill_null(0))
    return None


def count_codes(responses: pl.LazyFrame, columns: Sequence[CodedColumn]) -> Mapping[str, Counts]:
    """For each column its counts, as an array of shape (1, size)."""
    if not columns:
        return {}
    # Comparing with every code beats grouping: it is one vectorised pass over bytes, in all columns at once.
    expressions = [
        (column.codes == code).sum().alias(f"{column.name}={code}")
        for column in columns
        for code in range(column.size)
    ]
    row = responses.select(expressions).collect().row(0, named=True)
    return {
        column.name: np.array([[row[f"{column.name}={code}"] for code in range(column.size)]], dtype=np.int64)
        for column in columns
    }


def count_codes_by(
    responses: pl.LazyFrame, columns: Sequence[CodedColumn], group: CodedColumn
) -> Mapping[str, Counts]:
    """For each column its counts in each group, as an array of shape (group.size, size)."""
    frame = responses.select(group.codes.alias("group:"), *(c.codes.alias(c.name) for c in columns)).collect()
    groups = frame["group:"].to_numpy()
    return {
        column.name: _cross_count(groups, group.size, frame[column.name].to_numpy(), column.size)
        for column in columns
    }


def _cross_count(groups: Codes, n_groups: int, codes: Codes, n_codes: int) -> Counts:
    """A group and a code together are one number, so that one count of numbers is a whole cross-table."""
    # Narrow numbers are put together in a quarter of the time, and only then widened for counting.
    narrow: Any = np.uint16 if n_groups * n_codes <= np.iinfo(np.uint16).max else np.int64
    pairs = groups.astype(narrow) * narrow(n_codes)
    pairs += codes.astype(narrow, copy=False)
    counts = np.bincount(pairs.astype(np.intp), minlength=n_groups * n_codes)
    return counts.reshape(n_groups, n_codes).astype(np.int64)
