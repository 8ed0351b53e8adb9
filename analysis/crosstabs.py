"""Cross-tables: one question by another, with unit, base and the five answer states of both.

Belongs here: breaking a question down by a closed, scale or several variable, by channel or by wording, in one pass
over the columns that are needed. Does not belong here: what a tally is (figures.py), words, or hiding small numbers
(disclosure).

Where the breakdown is a question with several choices its groups overlap: a person stands in the column of everything
that they chose. Such a table says so, and its columns are never added up. Its bases are people, not ticks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from .counting import CodedColumn, Counts, coded_columns
from .dataset import Dataset, DatasetError
from .figures import CategoryCount, StateCounts, Tally
from .tallies import QUESTION_PREFIX, RESPONSE_ATTRIBUTES, tally_all, tally_of_counts
from .variables import STATE_CODES, STATE_PREFIX, Kind, State, Variable

# What can be broken down by a question whose groups overlap: kinds that are counts of options.
COUNTED_KINDS = (Kind.CLOSED, Kind.SCALE, Kind.SEVERAL)


@dataclass(frozen=True)
class CrossTable:
    """One variable side by side in the groups of `by`, beside all respondents.

    `columns` are the groups in the order of their options, then those of `by` who are in another state, as
    "state:left_blank". `by_states` has all five states of `by`. Where `overlapping`, a response can be in several
    columns. Raises ValueError where columns that must add up do not, so that no such table is ever shown.
    """

    variable: str
    by: str
    everyone: Tally
    columns: tuple[Tally, ...]
    by_states: StateCounts
    overlapping: bool = False

    def __post_init__(self) -> None:
        received = sum(column.received for column in self.columns)
        if self.by_states.received != self.everyone.received:
            raise ValueError(f"{self.variable} by {self.by}: the states of the groups are not all responses.")
        if not self.overlapping and received != self.everyone.received:
            raise ValueError(f"{self.variable} by {self.by}: the columns add up to {received}.")


def cross_table(dataset: Dataset, variable_key: str, by: str) -> CrossTable:
    """One variable by another, or by "channel", "edition", "language" or "wording"."""
    return cross_tables(dataset, [variable_key], by)[variable_key]


def cross_tables(dataset: Dataset, keys: Sequence[str], by: str) -> dict[str, CrossTable]:
    """Several variables by the same groups, in one pass.

    Raises DatasetError for a key that is not there, for a breakdown that has no groups (a number, a date, an order,
    words), and for a quantity or an order by groups that overlap.
    """
    breakdown = None if by in RESPONSE_ATTRIBUTES else dataset.variable(by.removeprefix(QUESTION_PREFIX))
    if breakdown is not None and breakdown.kind == Kind.SEVERAL:
        return _by_several(dataset, [dataset.variable(key) for key in keys], by, breakdown)
    tables = tally_all(dataset, keys, by=by)
    others = [key for key in keys if dataset.variable(key).kind not in COUNTED_KINDS]
    whole = tally_all(dataset, others) if others else {}
    return {
        key: CrossTable(
            key,
            by,
            whole[key].columns[0] if key in whole else _together(table.columns, dataset.variable(key)),
            table.columns,
            _states_of_groups(table.columns, breakdown),
        )
        for key, table in tables.items()
    }


def _states_of_groups(columns: Iterable[Tally], breakdown: Variable | None) -> StateCounts:
    states = dict.fromkeys((state.value for state in State), 0)
    for column in columns:
        label = column.column_label or ""
        if breakdown is not None and label.startswith(STATE_PREFIX):
            states[label.removeprefix(STATE_PREFIX)] += column.received
        else:
            states[State.ANSWERED.value] += column.received
    return StateCounts(**states)


def _together(columns: Sequence[Tally], variable: Variable) -> Tally:
    """All groups as one: every response is in exactly one of them."""
    return Tally(
        variable=variable.key,
        column_label=None,
        unit="responses",
        received=sum(one.received for one in columns),
        counts=_added([one.counts for one in columns], [c.key for c in variable.on_scale]),
        states=StateCounts(
            **{state.value: sum(getattr(one.states, state.value) for one in columns) for state in State}
        ),
        base=sum(one.base for one in columns),
        kind=variable.kind,
        categories=variable.categories,
        outside_counts=_added([one.outside_counts for one in columns], [c.key for c in variable.outside]),
    )


def _added(parts: Sequence[Sequence[CategoryCount]], keys: Sequence[str]) -> tuple[CategoryCount, ...]:
    return tuple(CategoryCount(key, sum(part[n].n for part in parts)) for n, key in enumerate(keys))


def _by_several(
    dataset: Dataset, variables: Sequence[Variable], by: str, breakdown: Variable
) -> dict[str, CrossTable]:
    for variable in variables:
        if variable.kind not in COUNTED_KINDS:
            raise DatasetError(
                f"{variable.key} is {variable.kind} and cannot be broken down by {breakdown.key}, whose groups "
                "overlap. Break it down by a question with a single choice."
            )
    columns = [column for variable in variables for column in coded_columns(variable)]
    groups = _overlapping_groups(breakdown)
    totals, counts = _counts_in_groups(dataset.responses, groups, columns)
    states = {state: totals[place] for place, state in enumerate(State)}
    return {
        variable.key: CrossTable(
            variable.key,
            by,
            tally_of_counts(
                variable, None, {name: column[EVERYONE] for name, column in counts.items()}, None
            ),
            tuple(_tallies(variable, [label for label, _ in groups], counts)),
            StateCounts(**{state.value: n for state, n in states.items()}),
            overlapping=True,
        )
        for variable in variables
    }


def _overlapping_groups(breakdown: Variable) -> list[tuple[str, pl.Expr]]:
    """Everyone who answered and is in each state, then each option, as masks over the responses."""
    states, *options = coded_columns(breakdown)
    in_state = [
        (STATE_CODES.get(state, state.value), states.codes == number) for number, state in enumerate(State)
    ]
    chosen = [(one.name.removeprefix(f"{breakdown.key}:"), pl.col(one.name)) for one in options]
    return [*in_state, *chosen]


EVERYONE = -1


def _counts_in_groups(
    responses: pl.LazyFrame, groups: Sequence[tuple[str, pl.Expr]], columns: Sequence[CodedColumn]
) -> tuple[list[int], dict[str, Counts]]:
    """How many are in each group, and each column's counts in each group and, last, among everyone.

    Masks are put together as bits: a table of ticks by ticks is read at the speed of the bare query.
    """
    masks = [mask for _, mask in groups]
    whole = {f"{g}": mask.sum() for g, mask in enumerate(masks)} | {"all": pl.len()}
    codes = [(c, code, _has_code(c, code)) for c in columns for code in range(c.size if c.size > 2 else 1)]
    parts = {f"{g}:{c.name}={code}": (m & has).sum() for g, m in enumerate(masks) for c, code, has in codes}
    parts |= {f"all:{c.name}={code}": has.sum() for c, code, has in codes}
    row = (
        responses.select(expr.alias(name) for name, expr in (whole | parts).items())
        .collect()
        .row(0, named=True)
    )
    names = [*(str(g) for g in range(len(masks))), "all"]
    counts = {c.name: np.array([_row_of(row, name, c) for name in names], dtype=np.int64) for c in columns}
    return [int(row[str(g)]) for g in range(len(masks))], counts


def _has_code(column: CodedColumn, code: int) -> pl.Expr:
    """A column of ticks is its own mask; its only code asked for is 1."""
    return pl.col(column.name) if column.size == 2 else column.codes == code


def _row_of(row: dict[str, int], group: str, column: CodedColumn) -> list[int]:
    if column.size == 2:
        ticked = row[f"{group}:{column.name}=0"]
        return [row[group] - ticked, ticked]
    return [row[f"{group}:{column.name}={code}"] for code in range(column.size)]


def _tallies(variable: Variable, labels: Sequence[str], counts: dict[str, Counts]) -> Iterable[Tally]:
    """Options first, then the states of those who chose none."""
    in_order = [place for place, label in enumerate(labels) if label != State.ANSWERED]
    for place in (*in_order[len(State) - 1 :], *in_order[: len(State) - 1]):
        own = {name: column[place] for name, column in counts.items()}
        found = tally_of_counts(variable, labels[place], own, None)
        if found.received or not labels[place].startswith(STATE_PREFIX):
            yield found
