"""Records into columns: how each answer is written, and what is refused because it cannot be an answer.

Belongs here: turning cells into column values, with the response and the variable named in every refusal.
Does not belong here: files (dataset.py) or counts (tallies.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

import polars as pl

from .variables import (
    STATE_CODES,
    STATES,
    Cell,
    CommentRecord,
    GroupTallyRecord,
    Kind,
    ResponseRecord,
    State,
    Variable,
)

# Columns that every response has. A colon keeps them apart from questions that happen to be called "channel".
ATTRIBUTES = {name: f"response:{name}" for name in ("reference", "channel", "edition", "language")}
ROWS_AT_ONCE = 20_000
NOT_ASKED = Cell(State.NOT_ASKED)


class DatasetError(ValueError):
    """Something given for a dataset cannot be right. The message says where it is and what to do."""


def responses_schema(variables: Sequence[Variable]) -> dict[str, pl.DataType]:
    """Every column of responses.parquet with its type, in order."""
    schema: dict[str, pl.DataType] = {
        ATTRIBUTES["reference"]: pl.String(),
        ATTRIBUTES["channel"]: pl.String(),
        ATTRIBUTES["edition"]: pl.String(),
        ATTRIBUTES["language"]: pl.String(),
    }
    for variable in variables:
        schema |= variable.schema
    return schema


def responses_frame(variables: Sequence[Variable], responses: Iterable[ResponseRecord]) -> pl.DataFrame:
    """All responses as one frame, built batch by batch so that memory follows the columns."""
    schema = responses_schema(variables)
    known = {variable.key for variable in variables}
    frames = [pl.DataFrame(schema=schema)]
    for batch in _batches(responses):
        columns: dict[str, list[Any]] = {name: [] for name in schema}
        for response in batch:
            _append_response(columns, variables, known, response)
        frames.append(pl.DataFrame(columns, schema=schema))
    return pl.concat(frames)


def _batches(responses: Iterable[ResponseRecord]) -> Iterator[list[ResponseRecord]]:
    iterator = iter(responses)
    while batch := list(islice(iterator, ROWS_AT_ONCE)):
        yield batch


def _append_response(
    columns: dict[str, list[Any]], variables: Sequence[Variable], known: set[str], response: ResponseRecord
) -> None:
    unknown = sorted(set(response.cells) - known)
    if unknown:
        raise DatasetError(
            f"Response {response.reference}: it answers {', '.join(unknown)}, which is no variable here. "
            "Give the dataset the variables of the version that was answered."
        )
    for name, column in ATTRIBUTES.items():
        columns[column].append(getattr(response, name))
    for variable in variables:
        try:
            values = encode_cell(variable, response.cells.get(variable.key, NOT_ASKED))
        except DatasetError as problem:
            raise DatasetError(f"Response {response.reference}, {variable.key}: {problem}") from problem
        for column, value in values.items():
            columns[column].append(value)


def encode_cell(variable: Variable, cell: Cell) -> dict[str, Any]:
    """One cell as the values of the variable's columns. Raises DatasetError for an impossible answer."""
    if cell.state not in STATES:
        raise DatasetError(f"the state {cell.state!r} is not one of {[state.value for state in State]}.")
    if variable.is_single:
        return {variable.key: _single_code(variable, cell)}
    if variable.kind == Kind.SEVERAL:
        return _several_values(variable, cell)
    if variable.kind == Kind.RANKED:
        return _ranked_values(variable, cell)
    if variable.has_value:
        return {variable.key: cell.state, variable.value_column: _quantity(variable, cell)}
    return {variable.key: cell.state}


def _single_code(variable: Variable, cell: Cell) -> str:
    if cell.state == State.ANSWERED:
        return _known_option(variable, cell.value)
    if cell.state == State.DONT_KNOW and cell.value in variable.says_dont_know:
        return str(cell.value)
    return STATE_CODES[State(cell.state)]


def _several_values(variable: Variable, cell: Cell) -> dict[str, Any]:
    chosen = _chosen_options(variable, cell)
    unsure = chosen & variable.says_dont_know
    if unsure and unsure != chosen:
        raise DatasetError(
            f"{sorted(unsure)} cannot be chosen together with other options. Make it exclusive."
        )
    state = State.DONT_KNOW if unsure else cell.state
    columns = list(variable.schema)[1:]
    return {variable.key: state} | {name: name.removeprefix(f"{variable.key}:") in chosen for name in columns}


def _ranked_values(variable: Variable, cell: Cell) -> dict[str, Any]:
    order = _sequence(cell) if cell.state == State.ANSWERED else []
    places = {_known_option(variable, option): place for place, option in enumerate(order, start=1)}
    if len(places) != len(order):
        raise DatasetError(f"an option is ranked twice: {order}.")
    values: dict[str, Any] = dict.fromkeys(variable.schema)
    values[variable.key] = cell.state
    return values | {variable.option_column(option): place for option, place in places.items()}


def _chosen_options(variable: Variable, cell: Cell) -> set[str]:
    if cell.state != State.ANSWERED:
        return set()
    return {_known_option(variable, option) for option in _sequence(cell)}


def _sequence(cell: Cell) -> list[object]:
    if not isinstance(cell.value, Sequence) or isinstance(cell.value, str) or not cell.value:
        raise DatasetError(f"it is answered with {cell.value!r}; give the options chosen, or another state.")
    return list(cell.value)


def _known_option(variable: Variable, value: object) -> str:
    if not isinstance(value, str) or value not in variable.option_keys:
        known = ", ".join(category.key for category in variable.categories)
        raise DatasetError(f"{value!r} is not one of its options ({known}).")
    return value


def _quantity(variable: Variable, cell: Cell) -> float | date | None:
    if cell.state != State.ANSWERED:
        return None
    try:
        if variable.kind == Kind.DATE:
            return date.fromisoformat(str(cell.value))
        number = float(str(cell.value))
    except ValueError as error:
        wanted = "a date as YYYY-MM-DD" if variable.kind == Kind.DATE else "a number"
        raise DatasetError(f"{cell.value!r} is not {wanted}.") from error
    if not math.isfinite(number):
        raise DatasetError(f"{cell.value!r} is not a number that can be counted with.")
    return number


COMMENTS_SCHEMA: dict[str, pl.DataType] = {
    "reference": pl.String(),
    "response_reference": pl.String(),
    "event": pl.String(),
    "question": pl.String(),
    "text": pl.String(),
    "language": pl.String(),
}

GROUP_TALLIES_SCHEMA: dict[str, pl.DataType] = {
    "event": pl.String(),
    "variable": pl.String(),
    "present": pl.Int64(),
    "options": pl.List(pl.String()),
    "counts": pl.List(pl.Int64()),
}


def comments_frame(comments: Iterable[CommentRecord]) -> pl.DataFrame:
    """All comments as one frame."""
    rows = [tuple(getattr(comment, name) for name in COMMENTS_SCHEMA) for comment in comments]
    return pl.DataFrame(rows, schema=COMMENTS_SCHEMA, orient="row")


def group_tallies_frame(variables: Sequence[Variable], tallies: Iterable[GroupTallyRecord]) -> pl.DataFrame:
    """All group tallies as one frame, one row an event and variable; options in defined order."""
    by_key = {variable.key: variable for variable in variables}
    rows = [_group_tally_row(by_key, tally) for tally in tallies]
    return pl.DataFrame(rows, schema=GROUP_TALLIES_SCHEMA, orient="row")


def _group_tally_row(variables: Mapping[str, Variable], tally: GroupTallyRecord) -> tuple[object, ...]:
    place = f"Group tally of {tally.variable} at {tally.event}"
    variable = variables.get(tally.variable)
    if variable is None:
        raise DatasetError(f"{place}: there is no such variable. The variables are {', '.join(variables)}.")
    if tally.present < 0 or any(count < 0 for count in tally.counts.values()):
        raise DatasetError(f"{place}: a number is below zero.")
    for option in tally.counts:
        try:
            _known_option(variable, option)
        except DatasetError as problem:
            raise DatasetError(f"{place}: {problem}") from problem
    options = [category.key for category in variable.categories if category.key in tally.counts]
    return tally.event, tally.variable, tally.present, options, [tally.counts[option] for option in options]
