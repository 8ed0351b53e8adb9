"""What is told of the numbers and dates that people gave: what many of them gave, never the answer of one.

The lowest and the highest are single people's answers, so they are not published; nor is anything of a column in
which fewer than `LEAST` gave one. Does not belong here: counts of options (`protecting`).
"""

from __future__ import annotations

from dataclasses import replace

from consult.appendix.figures import FigureTable, withhold

# With fewer, a quarter is two people or less.
LEAST = 10
OF_ONE_PERSON = ("minimum", "maximum")
OF_MANY = ("lower_quartile", "median", "upper_quartile")
NOTE = (
    "The lowest and the highest are single people’s answers and are not published, nor is anything but the base "
    f"where fewer than {LEAST} answered."
)


def without_single_answers(table: FigureTable) -> FigureTable:
    """The table as it may be published; one that is not of numbers or dates as it is."""
    rows = {row.measure: row for row in table.rows}
    if not rows.keys() >= {*OF_ONE_PERSON, *OF_MANY}:
        return table
    kept = tuple(row for row in table.rows if row.measure not in OF_ONE_PERSON)
    few = [place for place, base in enumerate(rows["base"].cells) if 0 < (base.n or 0) < LEAST]
    told = replace(table, rows=kept, notes=(*table.notes, NOTE))
    return withhold(told, {(measure, place) for measure in OF_MANY for place in few})
