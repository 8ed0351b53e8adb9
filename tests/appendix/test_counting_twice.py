"""Two ways of counting, written apart, agree on whatever people answer."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.dataset import open_dataset, write_dataset
from analysis.figures import whole_percentage
from analysis.tallies import tally_all
from analysis.variables import Category, Cell, ResponseRecord, Variable
from consult.appendix.checking_files import ResponseLine, answer_cell, responses_csv
from consult.appendix.figures import FigureRow
from consult.appendix.tables import table_from_tallies
from consult.appendix.verification_counting import Recount, in_group, read_rows, recount, share_in_percent

OPTIONS = ("yes", "maybe", "no", "elsewhere", "unsure")
MEANINGS = ("agree", "neutral", "disagree", "outside", "dont_know")
PLAIN = tuple(Category(key) for key in ("a", "b", "c"))
VARIABLES = (
    Variable("view", "scale", tuple(map(Category, OPTIONS, MEANINGS))),
    Variable("group", "closed", PLAIN),
    Variable("chosen", "several", PLAIN),
    Variable("order", "ranked", PLAIN),
    Variable("years", "numeric"),
    Variable("day", "date"),
    Variable("words", "open"),
)
SILENT = st.sampled_from(["left_blank", "not_asked", "dont_know", "prefer_not_to_say"]).map(Cell)


def answered(values: st.SearchStrategy[object]) -> st.SearchStrategy[Cell]:
    return st.one_of(values.map(lambda value: Cell("answered", value)), SILENT)


def sets_of(keys: str) -> st.SearchStrategy[object]:
    return st.lists(st.sampled_from(keys), min_size=1, unique=True)


CELLS = st.fixed_dictionaries(
    {},
    optional={
        "view": st.one_of(
            answered(st.sampled_from(OPTIONS[:4])), st.just(Cell("dont_know", "unsure"))
        ),
        "group": answered(st.sampled_from("abc")),
        "chosen": answered(sets_of("abc")),
        "order": answered(sets_of("abc")),
        "years": answered(st.decimals(-1000, 1000, places=2).map(str)),
        "day": answered(st.dates().map(lambda day: day.isoformat())),
        "words": answered(st.none()),
    },
)  # fmt: skip


def same(row: FigureRow, place: int, found: Recount) -> bool:
    cell = row.cells[place]
    if row.kind in ("value", "date"):
        return found.value_as_stated(row.measure, cell.value) == cell.value
    n = found.number(row.measure)
    percent = share_in_percent(n, found.base) if cell.percent is not None else None
    return (cell.n, cell.percent) == (n, percent)


@settings(max_examples=60)
@given(st.lists(CELLS, max_size=25), st.sampled_from([None, "group", "view", "channel"]))
def test_the_published_tables_and_the_plain_recount_agree(
    answers: list[dict[str, Cell]], by: str | None
) -> None:
    records = [
        ResponseRecord(f"R{n}", "paper" if n % 3 else "online", "standard", "en", cells)
        for n, cells in enumerate(answers)
    ]
    lines = [
        ResponseLine(one.reference, "counted", one.channel, one.edition, one.language,
                     {key: answer_cell(cell.state, cell.value) for key, cell in one.cells.items()})
        for one in records
    ]  # fmt: skip
    keys = [variable.key for variable in VARIABLES]
    with TemporaryDirectory() as folder:
        dataset = open_dataset(write_dataset(Path(folder), VARIABLES, records).path)
        tallies = tally_all(dataset, keys, by=by)
        (Path(folder) / "responses.csv").write_bytes(responses_csv(keys, lines))
        rows = read_rows(Path(folder) / "responses.csv")
    plain = {
        variable.key: {
            "key": variable.key,
            "kind": str(variable.kind),
            "categories": [{"key": one.key, "counts_as": one.counts_as} for one in variable.categories],
        }
        for variable in VARIABLES
    }
    for variable in VARIABLES:
        table = table_from_tallies(tallies[variable.key], variable.key, {})
        for place, column in enumerate(table.columns):
            found = recount(plain[variable.key], in_group(rows, column.by, column.group, plain))
            differing = [row.measure for row in table.rows if not same(row, place, found)]
            assert differing == []


@given(st.integers(-40, 40), st.integers(0, 40))
def test_halves_are_rounded_alike(n: int, base: int) -> None:
    assert share_in_percent(n, base) == whole_percentage(n, base)
    assert share_in_percent(1, 8) == 13
    assert share_in_percent(-1, 8) == -13
