"""Making tables about people coarser before anything in them has to be withheld.

A group of two would have to be withheld, and then others to protect it, until nothing is left to read. Counted
together with other small groups it can be shown. What is put together is named, and can be recomputed: a row or a
column that stands for several codes names them all, joined by "+".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from analysis.dataset import Variable
from analysis.disclosure import SmallNumberRules
from analysis.figures import whole_percentage
from consult.appendix.figures import FigureCell, FigureColumn, FigureRow, FigureTable
from consult.appendix.tables import ROUNDED_NOTE

SENSITIVE_FACTS = frozenset({"age", "send", "health", "ethnicity", "school"})
STATES = ("dont_know", "prefer_not_to_say", "left_blank", "not_asked")
ANY = "any:"
JOIN = "+"
OTHERS = "Other groups and not said, together"
OTHER_ANSWERS = "Other answers and not said, together"
NO_ANSWER = "No answer (don’t know, prefer not to say, left blank or not asked)"
NOT_AGREE = "Any other answer, or none"
NOT_AGREE_MEASURE = "not_agree"
COARSE_NOTE = "Other answers are shown together, so that nobody can be recognised."
TOGETHER_NOTE = "Groups of fewer than {threshold} are shown together, so that nobody can be recognised."
RULES = SmallNumberRules()
# With more small numbers than this, what protects them would leave little to read.
MOST_SMALL = 0.1


@dataclass(frozen=True)
class Coarseness:
    """How coarse the tables of a publication are. A later one is made as coarse, so that the two cannot be laid
    beside each other to tell what a merged group or a merged answer hides.

    together  the codes of an identifying variable that are counted together, by the variable's key
    shapes    which shape of `recoded_breakdown` a table has, by "variable|what it is broken down by"
    """

    together: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shapes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Recoding:
    """Which codes of an identifying variable are counted together: options, and states as "state:left_blank"."""

    variable: str
    together: tuple[str, ...]
    threshold: int
    children: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        return JOIN.join(self.together)

    def threshold_of(self, group: str | None) -> int:
        """From which number on a group may be shown, which may be several codes together."""
        return _threshold_of_codes((group or "").split(JOIN), self.threshold, self.children)


def threshold_of(variable: Variable) -> int:
    """From which number on a group of this variable may be shown, unless it is of children."""
    return RULES.sensitive if variable.identifying in SENSITIVE_FACTS else RULES.general


def _threshold_of_codes(codes: Iterable[str], threshold: int, children: frozenset[str]) -> int:
    return max(threshold, RULES.sensitive) if children & set(codes) else threshold


def recoding_of(
    variable: Variable,
    profile: FigureTable,
    before: tuple[str, ...] | None = None,
    children: frozenset[str] = frozenset(),
) -> Recoding:
    """The smallest set of codes to count together so that no code is small and their sum is not either.

    Where an earlier publication counted codes together, those of `before` stay the ones. `children` are the codes of
    groups that are children, for whom the higher threshold holds.
    """
    sizes = _sizes(profile)
    threshold = threshold_of(variable)
    if before is not None:
        return Recoding(variable.key, before, threshold, children)
    together = [
        code for code, n in sizes.items() if 0 < n < _threshold_of_codes((code,), threshold, children)
    ]
    while together and not _large_enough(together, sizes, _threshold_of_codes(together, threshold, children)):
        rest = [code for code, n in sizes.items() if n and code not in together]
        if not rest:
            break
        together.append(min(rest, key=lambda code: (sizes[code], code)))
    return Recoding(variable.key, tuple(code for code in sizes if code in together), threshold, children)


def _sizes(profile: FigureTable) -> dict[str, int]:
    """How many responses carry each code, in the order of the table."""
    sizes = {}
    for row in profile.rows:
        if row.measure.startswith(("option:", "outside:")):
            sizes[row.measure.split(":", 1)[1]] = row.cells[0].n or 0
        elif row.measure in STATES:
            sizes[f"state:{row.measure}"] = row.cells[0].n or 0
    return sizes


def _large_enough(together: Sequence[str], sizes: Mapping[str, int], threshold: int) -> bool:
    return len(together) > 1 and sum(sizes[code] for code in together) >= threshold


def recoded_profile(profile: FigureTable, recoding: Recoding) -> FigureTable:
    """A table of who answered, with small groups in one row. Where those who did not say are among them, the base
    would give them away; then counts stand without percentages, of all responses."""
    if not recoding.together:
        return profile
    states = [code for code in recoding.together if code.startswith("state:")]
    gone = {f"option:{code}" for code in recoding.together} | {
        f"outside:{code}" for code in recoding.together
    }
    gone |= {code.removeprefix("state:") for code in states}
    merged = [row for row in profile.rows if row.measure in gone]
    label = OTHER_ANSWERS if states else "Other answers, together"
    row = FigureRow(label, f"{ANY}{recoding.key}", "count", _added(merged))
    kept = [one for one in profile.rows if one.measure not in gone]
    if states:
        kept = [_bare(one) for one in kept if one.measure != "base"]
        row = _bare(row)
    else:
        row = _with_percentages(row, profile)
    place = next((n for n, one in enumerate(kept) if one.kind != "count"), len(kept))
    rows = (*kept[:place], row, *kept[place:])
    base_note = "Counts of all responses." if states else profile.base_note
    notes = tuple(note for note in profile.notes if note != ROUNDED_NOTE or not states)
    return replace(profile, rows=rows, base_note=base_note, notes=(*notes, _note(recoding)))


def _note(recoding: Recoding) -> str:
    return TOGETHER_NOTE.format(threshold=recoding.threshold_of(recoding.key))


def _added(rows: Iterable[FigureRow]) -> tuple[FigureCell, ...]:
    columns = zip(*(row.cells for row in rows), strict=True)
    return tuple(FigureCell(sum(cell.n or 0 for cell in cells)) for cells in columns)


def _bare(row: FigureRow) -> FigureRow:
    return replace(row, cells=tuple(replace(cell, percent=None, base=None) for cell in row.cells))


def _with_percentages(row: FigureRow, table: FigureTable) -> FigureRow:
    bases = next(one.cells for one in table.rows if one.measure == "base")
    cells = (_with_percentage(cell, base.n or 0) for cell, base in zip(row.cells, bases, strict=True))
    return replace(row, cells=tuple(cells))


def _with_percentage(cell: FigureCell, base: int) -> FigureCell:
    n = cell.n or 0
    return FigureCell(n, whole_percentage(n, base), base) if base else FigureCell(n)


def recoded_breakdown(
    table: FigureTable, recoding: Recoding, before: int | None = None
) -> tuple[int, FigureTable] | None:
    """A table by an identifying variable: small groups in one column, and its rows as fine as they can be shown.

    A scale is shown option by option; else as agree, neutral and disagree; else as agree and everything else. The
    first of them without a small number is taken; else the first in which withholding leaves something to read. None
    where even the coarsest would be mostly withheld: then the question is not broken down. The number says which
    shape was taken; `before` is the one of an earlier publication, which is taken again.
    """
    together = _with_groups_together(_without_empty_groups(table), recoding)
    shapes = [together, _with_states_together(together)]
    if any(row.measure == "agree" for row in table.rows):
        shapes += [_with_states_together(_agreement_only(together)), _agree_or_not(together)]
    if before is not None:
        return before, shapes[before]
    shares = [_share_of_small(one, recoding) for one in shapes]
    for most in (0.0, MOST_SMALL):
        for number, share in enumerate(shares):
            if share <= most:
                return number, shapes[number]
    return None


def _share_of_small(table: FigureTable, recoding: Recoding) -> float:
    small = [
        0 < abs(cell.n or 0) < recoding.threshold_of(column.group)
        for row in table.rows
        if row.kind != "net"
        for column, cell in zip(table.columns, row.cells, strict=True)
    ]
    return sum(small) / max(len(small), 1)


def _without_empty_groups(table: FigureTable) -> FigureTable:
    received = next(row for row in table.rows if row.measure == "received")
    kept = [n for n, cell in enumerate(received.cells) if cell.n]
    rows = tuple(replace(row, cells=tuple(row.cells[n] for n in kept)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[n] for n in kept), rows=rows)


def _with_groups_together(table: FigureTable, recoding: Recoding) -> FigureTable:
    places = [n for n, column in enumerate(table.columns) if column.group in recoding.together]
    if not places:
        return table
    kept = [n for n in range(len(table.columns)) if n not in places]
    first = table.columns[0]
    columns = (
        *(table.columns[n] for n in kept),
        FigureColumn(OTHERS, first.variable, first.by, recoding.key),
    )
    bases = next(row for row in table.rows if row.measure == "base")
    base = sum(bases.cells[n].n or 0 for n in places)
    rows = tuple(
        replace(row, cells=(*(row.cells[n] for n in kept), _together(row, places, base)))
        for row in table.rows
    )
    return replace(table, columns=columns, rows=rows, notes=(*table.notes, _note(recoding)))


def _together(row: FigureRow, places: Sequence[int], base: int) -> FigureCell:
    cell = FigureCell(sum(row.cells[n].n or 0 for n in places))
    return _with_percentage(cell, base) if row.kind in ("count", "net") else cell


def _agreement_only(table: FigureTable) -> FigureTable:
    return replace(table, rows=tuple(row for row in table.rows if not row.measure.startswith("option:")))


def _agree_or_not(table: FigureTable) -> FigureTable:
    rows = {row.measure: row for row in table.rows}
    rest = [row for row in table.rows if row.kind == "state" or row.measure in ("neutral", "disagree")]
    other = FigureRow(NOT_AGREE, NOT_AGREE_MEASURE, "count", _added(rest))
    return replace(
        table,
        rows=(_bare(rows["agree"]), other, rows["received"]),
        notes=tuple(note for note in table.notes if note != ROUNDED_NOTE),
        base_note=f"Counts of all responses of each group. {COARSE_NOTE}",
    )


def _with_states_together(table: FigureTable) -> FigureTable:
    gone = [row for row in table.rows if row.kind == "state"]
    outside = [row.measure.split(":", 1)[1] for row in gone if row.measure.startswith("outside:")]
    codes = [*outside, *(f"state:{row.measure}" for row in gone if row.measure in STATES)]
    label = f"Not on the scale, or {NO_ANSWER[0].lower()}{NO_ANSWER[1:]}" if outside else NO_ANSWER
    row = FigureRow(label, f"{ANY}{JOIN.join(codes)}", "state", _added(gone))
    kept = [one for one in table.rows if one.kind != "state"]
    place = next((n for n, one in enumerate(kept) if one.measure == "received"), len(kept))
    return replace(table, rows=(*kept[:place], row, *kept[place:]))
