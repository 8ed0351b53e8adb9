"""Small numbers in the appendix: which figures of which tables are withheld, decided over all tables together.

Belongs here: turning the appendix's tables into what `analysis.disclosure` judges, and its verdict back into tables.
Does not belong here: thresholds or how a figure could be worked out again (`analysis.disclosure`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.dataset import Variable
from analysis.disclosure import EarlierRelease, ProtectedTables, PublishedTable, protect
from consult.appendix.contents import EventResult, GroupTally, LabelledCount
from consult.appendix.figures import FigureRow, FigureTable, withhold
from consult.services.publishing.quantities import without_single_answers
from consult.services.publishing.recoding import ANY, JOIN, NOT_AGREE_MEASURE, SENSITIVE_FACTS, STATES

NOT_CHOSEN = "state:not_chosen"
CHOSEN = "chosen"
BASE = "sum:base"
GROUPED = ("agree", "neutral", "disagree")


Variables = Mapping[str, Variable]
Children = Mapping[str, frozenset[str]]
"""The options of a variable that mean children."""


@dataclass(frozen=True)
class _Judged:
    """One appendix table with the published tables that its figures are in, one an option where several can be
    chosen. `categories` says for each measure of a row which table it is in and which category it is there."""

    table: FigureTable
    published: tuple[PublishedTable, ...]
    categories: Mapping[str, tuple[tuple[int, str | None], ...]]


@dataclass(frozen=True)
class Protection:
    """Tables with what must not be shown withheld, the verdict behind it, and which tables it was about: for each of
    the verdict's tables, by key, the place of the table that it is a part of."""

    tables: tuple[FigureTable, ...]
    verdict: ProtectedTables
    places: Mapping[str, int]


def protected_tables(
    tables: Sequence[FigureTable],
    variables: Variables,
    earlier: Sequence[EarlierRelease] = (),
    children: Children | None = None,
) -> Protection:
    """The same tables in the same order, with what must not be shown withheld, also beside what was published earlier.

    A table that breaks an opinion down by something that identifies must be of a closed, scale or several variable.
    Tables of opinions of all respondents are known to readers and never withheld. `children` names the groups for which
    the higher threshold holds. Raises
    `analysis.disclosure.TablesDisagree` where the tables contradict an earlier publication.
    """
    judged = [_judged(number, table, variables) for number, table in enumerate(tables)]
    published = [_about_children(part, children or {}) for one in judged for part in one.published]
    verdict = protect(published, earlier)
    places = {part.key: place for place, one in enumerate(judged) for part in one.published}
    return Protection(tuple(_without_withheld(one, verdict) for one in judged), verdict, places)


def _about_children(table: PublishedTable, children: Children) -> PublishedTable:
    """The table with the categories marked that are of children, also where they are counted with others."""
    found = {
        f"{name}={category}"
        for place, name in enumerate(table.variables)
        for category in {categories[place] for categories in table.counts}
        if children.get(name, frozenset()) & set(category.split(JOIN))
    }
    return replace(table, sensitive=table.sensitive | found) if found else table


def _judged(number: int, table: FigureTable, variables: Variables) -> _Judged:
    column = table.columns[0]
    variable = variables[column.variable]
    if variable.kind == "several":
        return _several(number, table, variable, column.by, variables)
    if variable.is_single:
        return _single(number, table, variable, column.by, variables)
    if _identifying((variable.key, column.by or ""), variables):
        raise ValueError(f"{variable.key} by {column.by}: only counts of options can be protected")
    return _Judged(without_single_answers(table), (), {})


def _identifying(names: Sequence[str], variables: Variables) -> frozenset[str]:
    return frozenset(name for name in names if name in variables and variables[name].identifying)


def _sensitive(names: Sequence[str], variables: Variables) -> frozenset[str]:
    return frozenset(
        name for name in _identifying(names, variables) if variables[name].identifying in SENSITIVE_FACTS
    )


def _single(
    number: int, table: FigureTable, variable: Variable, by: str | None, variables: Variables
) -> _Judged:
    rows = {row.measure: row for row in table.rows}
    name, cells, sums, measures = _layout(variable, rows)
    known = {**variables, name: variable}
    names = (name, by) if by else (name,)
    inside = set(cells.values())
    published = PublishedTable(
        key=f"{number}",
        variables=names,
        counts=_counts(table, rows, cells, by),
        identifying=_identifying(names, known),
        sensitive=_sensitive(names, known),
        subtotals={name: {sum_name: keys for sum_name, keys in sums.items() if set(keys) <= inside}},
    )
    shown = set(published.subtotals[name]) | inside
    categories = {m: ((0, c),) for m, c in (cells | measures).items() if c in shown}
    return _Judged(table, (published,), {**categories, "received": ((0, None),)})


_Layout = tuple[str, dict[str, str], dict[str, tuple[str, ...]], dict[str, str]]


def _layout(variable: Variable, rows: Mapping[str, FigureRow]) -> _Layout:
    """What a table's innermost categories are: its variable's name, the category of each such row, the sums that are
    shown as well, and the category of each row that shows one."""
    cells = {measure: category for measure in rows if (category := _category(measure)) is not None}
    if "agree" in rows and not any(measure.startswith("option:") for measure in cells):
        grouped = {measure: measure for measure in (*GROUPED, NOT_AGREE_MEASURE) if measure in rows}
        if NOT_AGREE_MEASURE in rows:
            return f"{variable.key} (agree or not)", grouped, {}, {}
        name = _name(f"{variable.key} (agreement)", variable, rows)
        return name, cells | grouped, {BASE: tuple(grouped)}, {"base": BASE}
    return _name(variable.key, variable, rows), cells, *_sums(variable)


def _name(name: str, variable: Variable, rows: Mapping[str, FigureRow]) -> str:
    """A coarser opinion has other categories than the full one, and so another name; who answered is coarsened the
    same way everywhere."""
    coarser = any(measure.startswith(ANY) for measure in rows) and not variable.identifying
    return f"{name} (no answer together)" if coarser else name


def _sums(variable: Variable) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """The sums that a table shows as well as its options, and the category that each measure of a row is."""
    groups = {BASE: tuple(category.key for category in variable.on_scale)}
    for grouped in GROUPED:
        groups[f"sum:{grouped}"] = tuple(c.key for c in variable.categories if c.counts_as == grouped)
    # A sum of one option is that option.
    sums = {name: keys for name, keys in groups.items() if len(keys) > 1}
    measures = {
        name.removeprefix("sum:"): name if len(keys) > 1 else keys[0] for name, keys in groups.items() if keys
    }
    return sums, measures


def _category(measure: str) -> str | None:
    """The category that a row's measure stands for, where it counts responses with certain codes."""
    if measure in STATES:
        return f"state:{measure}"
    if measure.startswith(("option:", "outside:")):
        return measure.split(":", 1)[1]
    if measure.startswith(ANY):
        # Where all of them say only why there is no answer, the first part tells the judge.
        return measure.removeprefix(ANY)
    return None


def _counts(
    table: FigureTable, rows: Mapping[str, FigureRow], cells: Mapping[str, str], by: str | None
) -> dict[tuple[str, ...], int]:
    return {
        (category, column.group or "") if by else (category,): rows[measure].cells[place].n or 0
        for measure, category in cells.items()
        for place, column in enumerate(table.columns)
    }


def _several(
    number: int, table: FigureTable, variable: Variable, by: str | None, variables: Variables
) -> _Judged:
    rows = {row.measure: row for row in table.rows}
    options = [measure for measure in rows if measure.startswith("option:")]
    parts = tuple(
        _option_table(f"{number}:{place}", table, rows, measure, variable, by, variables)
        for place, measure in enumerate(options)
    )
    everywhere = range(len(parts))
    categories: dict[str, tuple[tuple[int, str | None], ...]] = {
        measure: ((place, CHOSEN),) for place, measure in enumerate(options)
    }
    silent = {measure: category for measure in rows if (category := _silence(measure)) is not None}
    categories |= {m: tuple((n, category) for n in everywhere) for m, category in silent.items()}
    categories |= {
        "base": tuple((n, BASE) for n in everywhere),
        "received": tuple((n, None) for n in everywhere),
    }
    return _Judged(table, parts, categories)


def _option_table(
    key: str,
    table: FigureTable,
    rows: Mapping[str, FigureRow],
    measure: str,
    variable: Variable,
    by: str | None,
    variables: Variables,
) -> PublishedTable:
    """One option of several as a table of its own: chosen, not chosen, or no answer."""
    name = _name(f"{variable.key}:{measure.split(':', 1)[1]}", variable, rows)
    known = {**variables, name: variable}
    names = (name, by) if by else (name,)
    return PublishedTable(
        key=key,
        variables=names,
        counts=_option_counts(table, rows, measure, by),
        identifying=_identifying(names, known),
        sensitive=_sensitive(names, known),
        subtotals={name: {BASE: (CHOSEN, NOT_CHOSEN)}},
        tells_nothing=frozenset({NOT_CHOSEN}),
    )


def _option_counts(
    table: FigureTable, rows: Mapping[str, FigureRow], measure: str, by: str | None
) -> dict[tuple[str, ...], int]:
    counts: dict[tuple[str, ...], int] = {}
    for place, column in enumerate(table.columns):
        group = (column.group or "",) if by else ()
        chosen, base = rows[measure].cells[place].n or 0, rows["base"].cells[place].n or 0
        counts[(CHOSEN, *group)] = chosen
        counts[(NOT_CHOSEN, *group)] = base - chosen
        for other, row in rows.items():
            if (category := _silence(other)) is not None:
                counts[(category, *group)] = row.cells[place].n or 0
    return counts


def _silence(measure: str) -> str | None:
    """The category of a row that counts those who chose nothing."""
    category = _category(measure)
    return category if category is not None and category.startswith("state:") else None


def _without_withheld(judged: _Judged, verdict: ProtectedTables) -> FigureTable:
    table = judged.table
    if not judged.published:
        return table
    hidden = {
        (row.measure, place)
        for row in table.rows
        for place in range(len(table.columns))
        if any(
            _is_withheld(judged, verdict, part, category, place)
            for part, category in judged.categories.get(row.measure, ())
        )
    }
    return withhold(table, hidden | set(_net_to_hide(table, hidden)))


def _is_withheld(
    judged: _Judged, verdict: ProtectedTables, part: int, category: str | None, place: int
) -> bool:
    published = judged.published[part]
    cell = {published.variables[0]: category} if category is not None else {}
    column = judged.table.columns[place]
    if column.by is not None:
        cell[column.by] = column.group or ""
    return verdict.value(published.key, cell) is None


def _net_to_hide(table: FigureTable, hidden: set[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Net agreement is shown only beside the two numbers that it is the difference of."""
    if any(row.measure == "net" for row in table.rows):
        yield from {("net", place) for measure, place in hidden if measure in ("agree", "disagree")}


def protected_events(events: Iterable[EventResult], variables: Variables) -> tuple[EventResult, ...]:
    """Events with small numbers of people and of votes withheld. Each event is a population of its own."""
    return tuple(
        replace(
            event,
            audiences=_protected_counts(f"{event.key} attendance", event.audiences, event.present),
            tallies=tuple(_protected_votes(event, tally, variables) for tally in event.tallies),
        )
        for event in events
    )


def _protected_votes(event: EventResult, tally: GroupTally, variables: Variables) -> GroupTally:
    name = f"{event.key} votes {tally.variable}"
    if variables[tally.variable].kind == "several":
        counts = tuple(
            _protected_counts(f"{name} {one.key}", (one,), tally.present)[0] for one in tally.counts
        )
    else:
        counts = _protected_counts(name, tally.counts, tally.present)
    return replace(tally, counts=counts)


def _protected_counts(
    name: str, counts: tuple[LabelledCount, ...], present: int | None
) -> tuple[LabelledCount, ...]:
    if not counts:
        return counts
    known: dict[tuple[str, ...], int] = {(one.key, "held"): one.n or 0 for one in counts}
    # Those who were present and are in none of the counts are a category too: readers can subtract.
    known[(NOT_CHOSEN, "held")] = (present or 0) - sum(known.values())
    table = PublishedTable(
        key=name,
        variables=("answer", "event"),
        counts=known,
        identifying=frozenset({"event"}),
        tells_nothing=frozenset({NOT_CHOSEN}),
        population=name,
    )
    verdict = protect([table])
    return tuple(replace(one, n=verdict.value(name, {"answer": one.key, "event": "held"})) for one in counts)
