"""Every figure of an appendix as one long list, a line a figure, for formats that hold no layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from consult.appendix.composition import SCHEMA
from consult.appendix.composition_themes import KIND_TEXTS
from consult.appendix.contents import (
    AppendixContents,
    EventResult,
    LabelledCount,
    ReachTable,
    Received,
    ThemeResult,
)
from consult.appendix.figure_text import WITHHELD_WORD, headline_ground
from consult.appendix.figures import FigureCell, FigureTable


class TidyFigure(NamedTuple):
    """One figure and where it stands. `value` is a number, a decimal as text, words, or "withheld"."""

    section: str
    table: str
    row: str
    column: str
    measure: str
    value: int | str
    unit: str


def tidy_figures(contents: AppendixContents) -> Iterator[TidyFigure]:
    """All figures and the facts that belong to them, in the order of the appendix."""
    yield from _about(contents)
    yield from _received(contents.received)
    for headline in contents.headlines:
        yield TidyFigure("Headlines", headline.key, headline.text, "", "words", headline.text, "responses")
        ground = headline_ground(headline)
        yield TidyFigure("Headlines", headline.key, "What it rests on", "", "words", ground, "responses")
    for table in contents.profile:
        yield from table_figures("Who answered", table)
    for reached in contents.reach:
        yield from _reach(reached)
    for number, question in enumerate(contents.questions, start=1):
        for table in question.tables:
            yield from table_figures(f"{number}. {question.text}", table)
    for event in contents.events:
        yield from event_figures(event)
    yield from _comments(contents)
    for theme in contents.themes:
        yield from _theme(theme)
    yield from _commitments(contents)
    yield from _not_counted(contents)


def _reach(table: ReachTable) -> Iterator[TidyFigure]:
    section = "How far people were consulted"
    for group in table.groups:
        yield TidyFigure(section, table.caption, group.label, "Population", "number", group.people, "people")
        own = (section, table.caption, group.label, "Respondents")
        yield TidyFigure(*own, "number", _number(group.n), "responses")
        if group.n is not None and group.base is not None:
            yield TidyFigure(*own, "base", group.base, "responses")
        yield TidyFigure(section, table.caption, group.label, "Compared", "words", group.finding, "")
        if table.attended:
            n = _number(group.attendances)
            yield TidyFigure(section, table.caption, group.label, "Events", "number", n, "attendances")
    yield from _counts(section, f"{table.caption}: not known", "Respondents", table.unknown, "responses")


def _about(contents: AppendixContents) -> Iterator[TidyFigure]:
    consultation = contents.consultation
    facts = {
        "Title": consultation.title,
        "Organisation": contents.organisation,
        "Opened": consultation.opened.isoformat(),
        "Closed": consultation.closed.isoformat(),
        "Figures as they stood on": contents.built_for.isoformat(),
        "Dataset digest": contents.dataset_digest,
        "Questionnaire": f"{contents.questionnaire.key}, version {contents.questionnaire.version}",
        "Format of the JSON file": SCHEMA,
    }
    for row, value in facts.items():
        yield TidyFigure("About", contents.title, row, "", "words", value, "")


def _received(received: Received) -> Iterator[TidyFigure]:
    states = {
        "Counted": received.counted,
        "Withdrawn": received.withdrawn,
        "Test": received.test,
        "Held back": received.held,
        "Received in all": received.total,
    }
    for row, n in states.items():
        yield TidyFigure("What we received", "By state", row, "", "number", n, "responses")
    yield from _counts("What we received", "Counted, by channel", "", received.by_channel, "responses")


def _counts(
    section: str, table: str, column: str, counts: tuple[LabelledCount, ...], unit: str
) -> Iterator[TidyFigure]:
    for one in counts:
        yield TidyFigure(section, table, one.label, column, "number", _number(one.n), unit)


def _number(n: int | None) -> int | str:
    return WITHHELD_WORD if n is None else n


def table_figures(section: str, table: FigureTable) -> Iterator[TidyFigure]:
    """Every figure of one table."""
    for row in table.shown_rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            for measure, value in cell_measures(cell):
                yield TidyFigure(section, table.caption, row.label, column.label, measure, value, table.unit)


def cell_measures(cell: FigureCell) -> Iterator[tuple[str, int | str]]:
    """What a cell holds, by name: number, per cent, base, value; or that it is withheld."""
    if cell.withheld:
        yield "number", WITHHELD_WORD
    held = {"number": cell.n, "per cent": cell.percent, "base": cell.base, "value": cell.value}
    yield from ((name, value) for name, value in held.items() if value is not None)


def event_figures(event: EventResult) -> Iterator[TidyFigure]:
    """What is known of an event: facts, people present, comments and votes."""
    section, title = "Face to face", event.title
    facts = {"Date": event.held_on.isoformat(), "Place": event.place, "Method": event.method}
    facts |= {"Run by": event.run_by, "May also have answered elsewhere": event.overlap}
    for row, value in facts.items():
        if value:
            yield TidyFigure(section, "Events", row, title, "words", value, "")
    present, comments = _number(event.present), _number(event.comments)
    yield TidyFigure(section, "Events", "People present", title, "number", present, "people")
    yield from _counts(section, "Events: who was present", title, event.audiences, "people")
    yield TidyFigure(section, "Events", "Comments noted", title, "number", comments, "comments")
    for tally in event.tallies:
        table = f"Votes at events: {tally.question}"
        yield from _counts(section, table, title, tally.counts, "votes")
        yield TidyFigure(section, table, "Number present", title, "base", _number(tally.present), "people")


def _comments(contents: AppendixContents) -> Iterator[TidyFigure]:
    account = contents.comments
    places = {
        "In a theme, decided by a person": account.in_a_theme,
        "Read by a person, in no theme": account.no_theme,
        "Not yet read by a person": account.not_yet_read,
        "Set aside": sum(part.n for part in account.set_aside),
        "Comments in all": account.total,
    }
    for row, n in places.items():
        yield TidyFigure("Comments", "Where every comment ended", row, "", "number", n, "comments")
    for part in account.set_aside:
        yield TidyFigure("Comments", "Set aside", part.reason, "", "number", part.n, "comments")


def _theme(theme: ThemeResult) -> Iterator[TidyFigure]:
    columns = {"Read by a person": theme.comments_read, "Suggested, not yet read": theme.comments_suggested}
    for column, n in columns.items():
        yield TidyFigure("Themes", "Themes", theme.name, column, "number", _number(n), "comments")
    yield from _counts("Themes", f"Sources: {theme.name}", "", theme.sources, "comments")
    for quotation in theme.quotations:
        row = quotation.attribution or "Quotation"
        yield TidyFigure("Themes", f"Quotations: {theme.name}", row, "", "words", quotation.text, "")


def _commitments(contents: AppendixContents) -> Iterator[TidyFigure]:
    for number, one in enumerate(contents.commitments, start=1):
        facts = {"Kind": KIND_TEXTS[one.kind], "Our answer": one.text, "Who is responsible": one.owner}
        facts |= {"Due": one.due.isoformat() if one.due else "", "Status": one.status}
        facts |= {f"Update {update.made_on.isoformat()}": update.text for update in one.updates}
        for row, value in facts.items():
            if value:
                yield TidyFigure("You said, we did", f"Commitment {number}", row, "", "words", value, "")


def _not_counted(contents: AppendixContents) -> Iterator[TidyFigure]:
    for one in contents.not_counted:
        value = _number(one.n)
        yield TidyFigure("Not counted", "Left out of the figures", one.what, one.reason, "number", value, "")
