"""Tables of figures, questions and events put into words and order.

Here belong the sentences that every table must carry: its unit, its base and what withheld means. Themes are
in `composition_themes.py`, the frame of the document in `composition.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from consult.appendix.contents import EventResult, GroupTally, LabelledCount, QuestionResult
from consult.appendix.document import Block, Figure, Heading, Paragraph, Table, TableRow
from consult.appendix.figure_text import cell_text, date_text, number_text
from consult.appendix.figures import FigureRow, FigureTable

COLUMNS_ABREAST = 5
# Numbers without a percentage are narrower.
NUMBERS_ABREAST = 6
WITHHELD_NOTE = (
    "“Withheld”: so small that it might point to someone, or such a figure could be worked out from it."
)
SUMMARIES = ("agree", "neutral", "disagree", "net")


def compose_profile(tables: tuple[FigureTable, ...]) -> Iterator[Block]:
    """Who answered: one table a variable."""
    if not tables:
        return
    yield Heading(2, "Who answered", "profile")
    for table in tables:
        yield from figure_tables(table)


def compose_questions(questions: tuple[QuestionResult, ...]) -> Iterator[Block]:
    """Each question as it was asked, with its charts and then its tables."""
    yield Heading(2, "Answers to each question", "questions")
    if not questions:
        yield Paragraph("No question has figures to show.")
    for number, question in enumerate(questions, start=1):
        yield Heading(3, f"{number}. {question.text}", f"question-{question.key}")
        if question.note:
            yield Paragraph(question.note)
        yield from (Figure(one.svg, one.png, one.alt, one.caption) for one in question.charts)
        for table in question.tables:
            yield from figure_tables(table)


def figure_tables(table: FigureTable) -> Iterator[Table]:
    """A table of figures as one table, or as several where its columns would not fit abreast on a page.

    A grid of many statements has its statements as rows.
    """
    if table.has_many_statements:
        yield from statement_tables(table)
        return
    starts = range(0, max(len(table.columns), 1), COLUMNS_ABREAST)
    for part, start in enumerate(starts, start=1):
        suffix = f" (part {part} of {len(starts)})" if len(starts) > 1 else ""
        yield _figure_table(table, slice(start, start + COLUMNS_ABREAST), suffix)


def _figure_table(table: FigureTable, abreast: slice, suffix: str) -> Table:
    rows = tuple(
        TableRow(row.label, tuple(cell_text(cell, row.kind) for cell in row.cells[abreast]), row_kind(row))
        for row in table.shown_rows
    )
    return Table(
        caption=table.caption + suffix,
        corner="Answer",
        columns=tuple(column.label for column in table.columns[abreast]),
        rows=rows,
        notes=table_notes(table),
    )


def statement_tables(table: FigureTable) -> Iterator[Table]:
    """A grid with its statements as rows, in parts: answers taken together, each answer, and who gave none."""
    parts = [
        (what, rows[start : start + abreast])
        for what, rows, most in _parts_of(table)
        if (abreast := _evenly(len(rows), most))
        for start in range(0, len(rows), abreast)
    ]
    for number, (what, measures) in enumerate(parts, start=1):
        yield Table(
            caption=f"{table.caption} (part {number} of {len(parts)}: {what})",
            corner="Statement",
            columns=tuple(row.label for row in measures),
            rows=tuple(
                TableRow(column.label, tuple(cell_text(row.cells[place], row.kind) for row in measures))
                for place, column in enumerate(table.columns)
            ),
            notes=table_notes(table),
        )


def _evenly(columns: int, most: int) -> int:
    """How many columns each part has where they are shared out evenly: six as three and three, not five and one."""
    return -(-columns // -(-columns // most)) if columns else 0


def _parts_of(table: FigureTable) -> Iterator[tuple[str, tuple[FigureRow, ...], int]]:
    """What each part is called, what it measures, and how many columns of it fit abreast."""
    together = tuple(row for row in table.rows if row.measure in SUMMARIES)
    answers = tuple(row for row in table.rows if row_kind(row) == "count")
    said = {(row.label, row.cells) for row in together}
    yield "answers taken together", together, COLUMNS_ABREAST
    # A scale of three answers says the same taken together and one by one.
    if any((row.label, row.cells) not in said for row in answers):
        yield "each answer", answers, COLUMNS_ABREAST
    bare = tuple(row for row in table.rows if row_kind(row) in ("state", "base"))
    yield "the base, and who is not in it", bare, NUMBERS_ABREAST


def row_kind(row: FigureRow) -> str:
    """How a row is to look: a summary of others, a state, a base, or an answer's count."""
    if row.measure in SUMMARIES:
        return "summary"
    return row.kind if row.kind in ("state", "base") else "count"


def table_notes(table: FigureTable) -> tuple[str, ...]:
    """What every table states below its figures, in one place for all formats."""
    stated = (f"Unit: {table.unit}. {table.base_note}".strip(), *table.notes)
    return (*stated, WITHHELD_NOTE) if table.has_withheld() else stated


def comparable_counts(
    caption: str, corner: str, heading: str, counts: tuple[LabelledCount, ...], notes: tuple[str, ...] = ()
) -> Table:
    """A small table of counts without percentages."""
    rows = tuple(TableRow(one.label, (number_text(one.n),)) for one in counts)
    withheld = (WITHHELD_NOTE,) if any(one.n is None for one in counts) else ()
    return Table(caption, corner, (heading,), rows, (*notes, *withheld))


def compose_events(events: tuple[EventResult, ...], overlap: str) -> Iterator[Block]:
    """What was said face to face: events side by side, their votes beside the number present."""
    yield Heading(2, "What was said face to face", "events")
    if not events:
        yield Paragraph("No events were recorded.")
        return
    yield Paragraph(
        "Events stand side by side. Their figures are people present and votes; they are never added to each "
        "other or to the responses."
    )
    if overlap:
        yield Paragraph(overlap)
    for start in range(0, len(events), COLUMNS_ABREAST - 1):
        yield _events_table(events[start : start + COLUMNS_ABREAST - 1])
    yield from votes_tables(events)


def _events_table(events: tuple[EventResult, ...]) -> Table:
    audiences = {one.key: one.label for event in events for one in event.audiences}
    rows = [
        TableRow("Date", tuple(date_text(event.held_on) for event in events)),
        TableRow("Place", tuple(event.place or "not recorded" for event in events)),
        TableRow("How it was run", tuple(event.method or "not recorded" for event in events)),
        TableRow("Run by", tuple(event.run_by or "not recorded" for event in events)),
        TableRow("People present", tuple(number_text(event.present) for event in events), "summary"),
    ]
    rows += [
        TableRow(f"Present: {label}", tuple(_count_of(event.audiences, key) for event in events))
        for key, label in audiences.items()
    ]
    rows.append(TableRow("Comments noted", tuple(number_text(event.comments) for event in events)))
    if any(event.overlap for event in events):
        overlaps = tuple(event.overlap or "not known" for event in events)
        rows.append(TableRow("May also have answered elsewhere", overlaps))
    notes = ("Units: people present, and comments noted.", *_withheld_note(rows))
    titles = tuple(event.title for event in events)
    return Table("Events side by side", "About the event", titles, tuple(rows), notes, prose=True)


def _withheld_note(rows: list[TableRow]) -> tuple[str, ...]:
    return (WITHHELD_NOTE,) if any("withheld" in row.cells for row in rows) else ()


def _count_of(counts: tuple[LabelledCount, ...], key: str) -> str:
    return next((number_text(one.n) for one in counts if one.key == key), "not recorded")


def votes_tables(events: tuple[EventResult, ...]) -> Iterator[Table]:
    """The votes on each question, an event a column, with the number present."""
    asked = {tally.variable: tally.question for event in events for tally in event.tallies}
    for variable, question in asked.items():
        columns = [(e, t) for e in events for t in e.tallies if t.variable == variable]
        for start in range(0, len(columns), COLUMNS_ABREAST):
            yield _votes_table(question, columns[start : start + COLUMNS_ABREAST])


def _votes_table(question: str, columns: list[tuple[EventResult, GroupTally]]) -> Table:
    options = {one.key: one.label for _, tally in columns for one in tally.counts}
    rows = [
        TableRow(label, tuple(_count_of(tally.counts, key) for _, tally in columns))
        for key, label in options.items()
    ]
    rows.append(TableRow("Number present", tuple(number_text(tally.present) for _, tally in columns), "base"))
    return Table(
        f"Votes at events: {question}",
        "Answer",
        tuple(event.title for event, _ in columns),
        tuple(rows),
        ("Unit: votes of those present. Votes are not responses.", *_withheld_note(rows)),
    )
