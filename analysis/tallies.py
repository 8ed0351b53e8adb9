"""Tallies: what responses said, counted under the rules of counting.

Belongs here: counts with their unit, base and five answer states, whole or by group, and the figures worked
out from them. Does not belong here: raw counting (counting.py), claims in words (headlines.py), hiding
small numbers (disclosure.py). Votes at events are never added to responses: they are `GroupVotes`, a value
of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from .counting import CodedColumn, Counts, coded_columns, count_codes, count_codes_by
from .dataset import Dataset, DatasetError
from .encoding import ATTRIBUTES
from .figures import CategoryCount, GroupVotes, OptionRank, StateCounts, Summary, Tally, TallyTable
from .variables import STATE_CODES, STATE_PREFIX, Category, Kind, State, Variable

__all__ = [
    "CategoryCount",
    "GroupVotes",
    "OptionRank",
    "StateCounts",
    "Summary",
    "Tally",
    "TallyTable",
    "group_votes",
    "tally",
    "tally_all",
]

WORDING = "wording"
# A wording is an edition in a language, written "easy_read.en".
RESPONSE_ATTRIBUTES = (*(name for name in ATTRIBUTES if name != "reference"), WORDING)
# A question that happens to be called "channel" can still be a breakdown: by="question:channel".
QUESTION_PREFIX = "question:"


def tally(dataset: Dataset, variable_key: str, by: str | None = None) -> TallyTable:
    """Count one variable, in all responses or side by side for each group of `by`.

    `by` is "channel", "edition", "language" or the key of a closed or scale variable. Raises DatasetError
    for a key that is not there or a breakdown whose groups would overlap.
    """
    return tally_all(dataset, [variable_key], by=by)[variable_key]


def tally_all(dataset: Dataset, keys: Sequence[str], by: str | None = None) -> dict[str, TallyTable]:
    """Count several variables in one pass over the file. Tables come in the order of `keys`."""
    variables = [dataset.variable(key) for key in keys]
    columns = [column for variable in variables for column in coded_columns(variable)]
    if by is None:
        labels: tuple[str | None, ...] = (None,)
        counts = count_codes(dataset.responses, columns)
        group: pl.Expr = pl.lit(0, dtype=pl.UInt8)
    else:
        labels, coded_group = _groups(dataset, by)
        group = coded_group.codes
        counts = count_codes_by(dataset.responses, columns, coded_group)
    summaries = _summaries(dataset.responses, variables, group)
    return {v.key: TallyTable(v.key, by, _tallies(v, labels, counts, summaries)) for v in variables}


def group_votes(dataset: Dataset, variable_key: str) -> tuple[GroupVotes, ...]:
    """The votes on one variable at each event, side by side, never added to each other or to responses."""
    variable = dataset.variable(variable_key)
    return tuple(
        _votes(variable, record.event, record.present, record.counts)
        for record in dataset.group_tallies
        if record.variable == variable_key
    )


def _votes(variable: Variable, event: str, present: int, counts: Mapping[str, int]) -> GroupVotes:
    dont_know = sum(counts.get(key, 0) for key in variable.says_dont_know)
    on_scale = _by_category(variable.on_scale, counts)
    return GroupVotes(
        variable=variable.key,
        event=event,
        present=present,
        counts=on_scale,
        base=sum(n for _, n in on_scale),
        categories=variable.categories,
        outside_counts=_by_category(variable.outside, counts),
        dont_know=dont_know,
    )


def _by_category(categories: Sequence[Category], counts: Mapping[str, int]) -> tuple[CategoryCount, ...]:
    return tuple(CategoryCount(category.key, counts.get(category.key, 0)) for category in categories)


def _groups(dataset: Dataset, by: str) -> tuple[tuple[str, ...], CodedColumn]:
    if by in RESPONSE_ATTRIBUTES:
        return _attribute_groups(dataset, by)
    variable = dataset.variable(by.removeprefix(QUESTION_PREFIX))
    if not variable.is_single:
        raise DatasetError(
            f"{variable.key} cannot be a breakdown: it is {variable.kind}, so its groups would overlap or "
            "have no edges. Break down by a question with a single choice."
        )
    # Nobody is left in an option that means "don't know", so its column is not shown, as that of an empty state.
    unsure = dict.fromkeys(variable.says_dont_know, STATE_CODES[State.DONT_KNOW])
    labels = tuple(unsure.get(code, code) for code in variable.codes)
    return labels, _with_dont_know_as_state(coded_columns(variable)[0], variable)


def _with_dont_know_as_state(column: CodedColumn, variable: Variable) -> CodedColumn:
    """Options that mean "don't know" are that state in a table's columns too, as they are in its rows."""
    places = [variable.codes.index(key) for key in variable.says_dont_know]
    if not places:
        return column
    state = variable.codes.index(STATE_CODES[State.DONT_KNOW])
    as_state = pl.when(column.codes.is_in(places)).then(pl.lit(state, pl.UInt32)).otherwise(column.codes)
    return replace(column, codes=as_state)


def _attribute_groups(dataset: Dataset, by: str) -> tuple[tuple[str, ...], CodedColumn]:
    column = _attribute(by)
    present = dataset.responses.select(column.unique().sort()).collect().to_series()
    labels = tuple(str(value) for value in present)
    kind = pl.Enum(list(labels))
    return labels, CodedColumn(by, len(labels), column.cast(kind).to_physical())


def _attribute(by: str) -> pl.Expr:
    if by == WORDING:
        return pl.concat_str(pl.col(ATTRIBUTES["edition"]), pl.col(ATTRIBUTES["language"]), separator=".")
    return pl.col(ATTRIBUTES[by])


def _tallies(
    variable: Variable,
    labels: Sequence[str | None],
    counts: Mapping[str, Counts],
    summaries: Mapping[tuple[str, int], Summary],
) -> tuple[Tally, ...]:
    built = []
    for index, label in enumerate(labels):
        own = {name: column[index] for name, column in counts.items()}
        built.append(tally_of_counts(variable, label, own, summaries.get((variable.key, index))))
    return tuple(t for t in built if t.received or not (t.column_label or "").startswith(STATE_PREFIX))


def tally_of_counts(
    variable: Variable, label: str | None, counts: Mapping[str, Counts], summary: Summary | None
) -> Tally:
    """One column of a table from the counts of each of the variable's coded columns, by the column's name."""
    codes = variable.codes if variable.is_single else tuple(state.value for state in State)
    found = dict(zip(codes, (int(n) for n in counts[variable.key]), strict=True))
    states = _single_states(variable, found) if variable.is_single else StateCounts(**found)
    options = found if variable.is_single else _option_counts(variable, counts)
    outside = _by_category(variable.outside, options)
    return Tally(
        variable=variable.key,
        column_label=label,
        unit="responses",
        received=states.received,
        counts=_by_category(variable.on_scale, options),
        states=states,
        base=states.answered - (sum(n for _, n in outside) if variable.is_single else 0),
        kind=variable.kind,
        categories=variable.categories,
        outside_counts=outside,
        ranks=_ranks(variable, counts),
        summary=summary,
    )


def _single_states(variable: Variable, found: Mapping[str, int]) -> StateCounts:
    unsure = sum(found[key] for key in variable.says_dont_know)
    return StateCounts(
        answered=sum(found[c.key] for c in variable.categories) - unsure,
        left_blank=found[STATE_CODES[State.LEFT_BLANK]],
        not_asked=found[STATE_CODES[State.NOT_ASKED]],
        dont_know=found[STATE_CODES[State.DONT_KNOW]] + unsure,
        prefer_not_to_say=found[STATE_CODES[State.PREFER_NOT_TO_SAY]],
    )


def _option_counts(variable: Variable, counts: Mapping[str, Counts]) -> dict[str, int]:
    """Several: who chose it. Ranked: who put it first. In both, code 1 of the option's column."""
    if not variable.has_options:
        return {}
    chosen = [category.key for category in variable.categories if category.counts_as != "dont_know"]
    return {key: int(counts[variable.option_column(key)][1]) for key in chosen}


def _ranks(variable: Variable, counts: Mapping[str, Counts]) -> tuple[OptionRank, ...]:
    if variable.kind != Kind.RANKED:
        return ()
    return tuple(
        OptionRank(category.key, tuple(int(n) for n in counts[variable.option_column(category.key)][1:]))
        for category in variable.on_scale
    )


def _summaries(
    responses: pl.LazyFrame, variables: Sequence[Variable], group: pl.Expr
) -> dict[tuple[str, int], Summary]:
    """The summary of each quantity in each group that has one, by variable and group number."""
    found: dict[tuple[str, int], Summary] = {}
    for variable in variables:
        if not variable.has_value:
            continue
        column = pl.col(variable.value_column)
        rows = responses.select(group.alias("group:"), column.alias("value:")).drop_nulls().collect()
        for (number,), part in rows.group_by("group:"):
            found[(variable.key, int(str(number)))] = _summary(variable, part["value:"])
    return found


def _summary(variable: Variable, values: pl.Series) -> Summary:
    """Quartiles by linear interpolation, as QUARTILE.INC in a spreadsheet; of dates, the day reached."""
    if variable.kind == Kind.DATE:
        days = values.sort()
        places = np.floor(np.linspace(0, 1, 5) * (len(days) - 1)).astype(int)
        return Summary(len(days), *(days[int(place)] for place in places))
    quartiles = np.quantile(values.to_numpy(), np.linspace(0, 1, 5))
    return Summary(len(values), *(float(value) for value in quartiles))
