"""Charts of the appendix, drawn once for the same figures and kept by the digest of what they show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from analysis import charts
from analysis.charts import Bar, Segment, StackedRow
from analysis.dataset import Variable
from analysis.reach_chart import ReachBar, reach_chart
from consult.appendix.contents import Chart
from consult.appendix.figures import FigureRow, FigureTable

# Raise it when charts are drawn differently, so that kept ones are drawn anew.
CHART_DESIGN = 4
MOST_ROWS = 8


class ChartBook:
    """Draws charts, or finds the ones that were drawn before of the same figures."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def agreement(
        self, caption: str, variable: Variable, tables: Sequence[FigureTable], labels: Sequence[str]
    ) -> list[Chart]:
        """Stacked bars, one a table of all respondents; several charts where there are many."""
        segments = [
            Segment(_row(tables[0], f"option:{category.key}").label, category.counts_as or "neutral")
            for category in variable.on_scale
        ]
        rows = [_stacked(table, variable, label) for table, label in zip(tables, labels, strict=True)]
        parts = [rows[start : start + MOST_ROWS] for start in range(0, len(rows), MOST_ROWS)]
        return [
            self._kept(
                _part(caption, number, len(parts)),
                {"segments": [asdict(one) for one in segments], "rows": [asdict(one) for one in part]},
                partial(charts.agreement_chart, "", segments, part),
            )
            for number, part in enumerate(parts, start=1)
        ]

    def bars(self, caption: str, table: FigureTable, *, several: bool) -> list[Chart]:
        """One bar an option of a table of all respondents."""
        bars = [Bar(row.label, row.cells[0].n) for row in table.rows if row.measure.startswith("option:")]
        if not bars:
            return []
        base = _row(table, "base").cells[0].n
        shown = {"bars": [asdict(bar) for bar in bars], "base": base, "several": several}
        return [self._kept(caption, shown, lambda: charts.bar_chart("", bars, base, several=several))]

    def reach(self, caption: str, bars: Sequence[ReachBar]) -> Chart:
        """Two bars a group: its share of the population, and of those who answered."""
        shown = {"reach": [asdict(bar) for bar in bars]}
        return self._kept(caption, shown, lambda: reach_chart(bars, caption))

    def _kept(self, caption: str, shown: object, draw: Callable[[], charts.Chart]) -> Chart:
        digest = hashlib.sha256(json.dumps([CHART_DESIGN, shown], sort_keys=True).encode()).hexdigest()
        folder = self._folder / digest
        if not (folder / "alt.txt").exists():
            drawn = draw()
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "chart.svg").write_bytes(drawn.svg)
            (folder / "chart.png").write_bytes(drawn.png)
            # Written last: a chart is there when its words are.
            (folder / "alt.txt").write_text(drawn.alt, encoding="utf-8")
        return Chart(
            svg=(folder / "chart.svg").read_text(encoding="utf-8"),
            png=(folder / "chart.png").read_bytes(),
            alt=(folder / "alt.txt").read_text(encoding="utf-8"),
            caption=caption,
        )


def _part(caption: str, number: int, parts: int) -> str:
    return caption if parts == 1 else f"{caption} (part {number} of {parts})"


def _row(table: FigureTable, measure: str) -> FigureRow:
    return next(row for row in table.rows if row.measure == measure)


def _stacked(table: FigureTable, variable: Variable, label: str) -> StackedRow:
    counts = [_row(table, f"option:{category.key}").cells[0].n for category in variable.on_scale]
    known = [n for n in counts if n is not None]
    unsure = _row(table, "dont_know").cells[0].n
    beside = f"{unsure} don’t know" if unsure else ""
    return StackedRow(label, tuple(known) if len(known) == len(counts) else None, beside)
