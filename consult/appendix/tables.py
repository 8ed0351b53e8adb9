"""From the analysis's tallies to the appendix's tables of figures: the one place where they meet.

Here a tally's counts, base and states become rows, and rows get their labels. Nothing is counted here; what
is worked out (a mean place to one decimal, "may not add to 100") is worked out once, for every format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from consult.appendix.contents import GroupTally, HeadlineResult, LabelledCount, VariableUsed
from consult.appendix.figures import FigureCell, FigureColumn, FigureRow, FigureTable

if TYPE_CHECKING:
    from analysis.figures import GroupVotes, OptionRank, Tally, TallyTable
    from analysis.headlines import Headline
    from analysis.variables import Variable

EVERYONE = "All respondents"
STATE_LABELS = {
    "dont_know": "Don’t know",
    "prefer_not_to_say": "Prefer not to say",
    "left_blank": "Left blank",
    "not_asked": "Not asked",
}
BASE_LABELS = {
    "scale": "Base: answered on the scale",
    "several": "Base: chose at least one",
    "ranked": "Base: gave an order",
    "open": "Wrote an answer",
}
BASE_NOTES = {
    "scale": "Percentages are of those who answered on the scale (the base).",
    "several": "People could choose more than one answer; percentages are of those who chose any (the base).",
    "ranked": "Percentages are of those who gave an order (the base). Place 1 is best.",
    "numeric": "Of those who gave a number (the base).",
    "date": "Of those who gave a date (the base).",
    "open": "What people wrote is under “What people said in their own words”.",
}
SIDES = ("agree", "neutral", "disagree")
SUMMARY_LABELS = {
    "minimum": "Lowest",
    "lower_quartile": "A quarter are at or below",
    "median": "Half are at or below",
    "upper_quartile": "Three quarters are at or below",
    "maximum": "Highest",
}
# How the figures of a quantity are to be read: as decimals or as dates.
SUMMARISED = {"numeric": "value", "date": "date"}
ROUNDED_NOTE = "Percentages are rounded and may not add to 100."


@dataclass(frozen=True)
class _Labels:
    """What the keys of options and of groups are called."""

    options: Mapping[str, str]
    groups: Mapping[str, str]

    def option(self, key: str) -> str:
        return self.options.get(key, key)

    def group(self, key: str | None) -> str:
        if key is None:
            return EVERYONE
        state = key.removeprefix("state:")
        return self.groups.get(key) or (STATE_LABELS.get(state, key) if state != key else key)


def table_from_tallies(
    tallies: TallyTable,
    caption: str,
    option_labels: Mapping[str, str],
    group_labels: Mapping[str, str] | None = None,
) -> FigureTable:
    """One variable's table, for all respondents or for each group side by side.

    `option_labels` names the variable's options by key; `group_labels` names the groups of the breakdown. A
    key without a label stands for itself.
    """
    columns = tallies.columns
    labels = _Labels(option_labels, group_labels or {})
    kind = str(columns[0].kind) if columns else "closed"
    return FigureTable(
        caption=caption,
        unit="responses",
        base_note=BASE_NOTES.get(kind, "Percentages are of those who answered (the base)."),
        columns=tuple(_column(tallies, one, labels) for one in columns),
        rows=tuple(_rows(kind, columns, labels)) if columns else (),
        notes=tuple(_notes(kind, columns)),
    )


def side_by_side(tables: Iterable[FigureTable], caption: str, labels: Iterable[str]) -> FigureTable:
    """Tables of all respondents with the same rows (the statements of a grid) as columns of one table."""
    parts = tuple(tables)
    first = parts[0]
    if any([row.measure for row in part.rows] != [row.measure for row in first.rows] for part in parts):
        raise ValueError(f"{caption!r}: tables can stand side by side only if they have the same rows")
    columns = tuple(
        FigureColumn(label, column.variable, column.by, column.group)
        for part, label in zip(parts, labels, strict=True)
        for column in part.columns
    )
    rows = tuple(
        FigureRow(row.label, row.measure, row.kind, tuple(c for part in parts for c in part.rows[n].cells))
        for n, row in enumerate(first.rows)
    )
    notes = tuple(dict.fromkeys(note for part in parts for note in part.notes))
    return FigureTable(caption, first.unit, first.base_note, columns, rows, notes)


def variable_used(variable: Variable) -> VariableUsed:
    """How a variable is counted, for the data file."""
    categories = tuple((one.key, one.counts_as) for one in variable.categories)
    return VariableUsed(variable.key, str(variable.kind), categories)


def group_tally_from_votes(votes: GroupVotes, question: str, option_labels: Mapping[str, str]) -> GroupTally:
    """An event's votes as they are published: counts and the number present."""
    counts = [LabelledCount(key, option_labels.get(key, key), n) for key, n in votes.n_of.items()]
    if any(category.counts_as == "dont_know" for category in votes.categories):
        counts.append(LabelledCount("dont_know", STATE_LABELS["dont_know"], votes.dont_know))
    return GroupTally(votes.variable, question, votes.present, tuple(counts))


def headline_result(headline: Headline) -> HeadlineResult:
    """A claim that held, as it is published. A refused claim has no way in here."""
    return HeadlineResult(
        key=headline.key,
        text=headline.text,
        over=headline.over,
        variables=headline.variables,
        base_low=headline.base_low,
        base_high=headline.base_high,
        n_low=headline.n_low,
        n_high=headline.n_high,
        kind=str(headline.kind),
        questions=headline.questions,
    )


def _column(tallies: TallyTable, tally: Tally, labels: _Labels) -> FigureColumn:
    group = tally.column_label
    return FigureColumn(labels.group(group), tallies.variable, tallies.breakdown, group)


def _notes(kind: str, columns: Iterable[Tally]) -> Iterator[str]:
    if kind in ("closed", "scale") and any(one.base and not one.adds_to_100 for one in columns):
        yield ROUNDED_NOTE


def _rows(kind: str, columns: tuple[Tally, ...], labels: _Labels) -> Iterator[FigureRow]:
    yield from _answer_rows(kind, columns, labels)
    base = BASE_LABELS.get(kind, "Base: answered")
    yield _row(base, "base", "base", (FigureCell(one.base) for one in columns))
    for place, option in enumerate(columns[0].outside_counts):
        label = f"{labels.option(option.category)} (not on the scale)"
        cells = [FigureCell(one.outside_counts[place].n) for one in columns]
        yield _row(label, f"outside:{option.category}", "state", cells)
    for state, label in STATE_LABELS.items():
        yield _row(label, state, "state", [FigureCell(getattr(one.states, state)) for one in columns])
    yield _row("All responses", "received", "base", (FigureCell(one.received) for one in columns))


def _answer_rows(kind: str, columns: tuple[Tally, ...], labels: _Labels) -> Iterator[FigureRow]:
    if kind in SUMMARISED:
        yield from _quantity_rows(kind, columns)
    elif kind == "ranked":
        yield from _ranked_rows(columns, labels)
    elif kind != "open":
        yield from _option_rows(columns, labels, "{}")
        if columns[0].is_scale:
            yield from _agreement_rows(columns, labels)


def _option_rows(columns: tuple[Tally, ...], labels: _Labels, wording: str) -> Iterator[FigureRow]:
    for place, option in enumerate(columns[0].counts):
        label = wording.format(labels.option(option.category))
        cells = [FigureCell(one.counts[place].n, one.percentages[place], one.base) for one in columns]
        yield _row(label, f"option:{option.category}", "count", cells)


def _agreement_rows(columns: tuple[Tally, ...], labels: _Labels) -> Iterator[FigureRow]:
    """The sides of a scale, named by the options that make them up: not every scale is about agreeing."""
    sides = {side: _side(columns[0], side, labels) for side in SIDES}
    for side, label in sides.items():
        if label:
            yield _row(label, side, "count", (_agreement(one, side) for one in columns))
    if sides["agree"] and sides["disagree"]:
        label = f"Net: “{sides['agree']}” minus “{sides['disagree']}”"
        yield _row(label, "net", "net", (_agreement(one, "net") for one in columns))


def _side(tally: Tally, side: str, labels: _Labels) -> str:
    options = [labels.option(one.key) for one in tally.categories if one.counts_as == side]
    return " or ".join([*options[:1], *(text[:1].lower() + text[1:] for text in options[1:])])


def _agreement(tally: Tally, measure: str) -> FigureCell:
    return FigureCell(getattr(tally, measure), getattr(tally, f"{measure}_percentage"), tally.base)


def _ranked_rows(columns: tuple[Tally, ...], labels: _Labels) -> Iterator[FigureRow]:
    yield from _option_rows(columns, labels, "{}: put first")
    for place, option in enumerate(columns[0].ranks):
        label = f"{labels.option(option.category)}: mean place"
        cells = [FigureCell(value=_mean_place(one.ranks[place])) for one in columns]
        yield _row(label, f"mean_place:{option.category}", "value", cells)


def _mean_place(rank: OptionRank) -> str | None:
    if not rank.ranked_by:
        return None
    return decimal_text(Fraction(sum(p * n for p, n in enumerate(rank.places, start=1)), rank.ranked_by), 1)


def _quantity_rows(kind: str, columns: tuple[Tally, ...]) -> Iterator[FigureRow]:
    for name, label in SUMMARY_LABELS.items():
        yield _row(label, name, SUMMARISED[kind], (_quantity(one, name) for one in columns))


def _quantity(tally: Tally, name: str) -> FigureCell:
    if tally.summary is None:
        return FigureCell()
    value = getattr(tally.summary, name)
    shown = value.isoformat() if isinstance(value, date) else decimal_text(Fraction(str(value)), 2)
    return FigureCell(value=shown.rstrip("0").rstrip(".") if "." in shown else shown)


def decimal_text(value: Fraction, places: int) -> str:
    """A fraction in decimals, a half rounded away from nought."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _row(label: str, measure: str, kind: str, cells: Iterable[FigureCell]) -> FigureRow:
    return FigureRow(label, measure, kind, tuple(cells))
