"""How far people were consulted, put into words and order: a part of the appendix, and a page of its own.

Belongs here: what is said of each group and what is not known. The rule for naming a group is in `analysis.reach`.
"""

from __future__ import annotations

from collections.abc import Iterator

from consult.appendix.contents import EventResult, ReachGroup, ReachTable
from consult.appendix.document import (
    Block,
    BulletList,
    Document,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Table,
    TableRow,
)
from consult.appendix.figure_text import NO_BREAK, count_text, date_text, listed, number_text, plural
from consult.appendix.reach_contents import ReachPage

LANGUAGE = "en-GB"
TITLE = "How far were people consulted?"
RULE = (
    "A group is called missing where its share of those who answered is less than half of its share of the population, "
    "and at least five of its people would be there at its share; or where one would be there and nobody is. Those who "
    "answered chose to: nothing here is an estimate."
)
WITHHELD = (
    "“Withheld”: so small that it might point to someone, or such a figure could be worked out from it."
)
ALWAYS_UNKNOWN = (
    "Who saw the consultation and did not answer.",
    "Whether somebody answered more than once, or at an event as well.",
)


def compose_reach(tables: tuple[ReachTable, ...]) -> Iterator[Block]:
    """The part of the appendix; nothing where the officer did not choose it."""
    if not tables:
        return
    yield Heading(2, "How far people were consulted", "reach")
    yield Paragraph(RULE, "note")
    for table in tables:
        yield from _reach_blocks(table)


def _reach_blocks(table: ReachTable) -> Iterator[Block]:
    yield Heading(3, table.caption, "")
    if table.missing:
        verb = "is" if len(table.missing) == 1 else "are"
        yield Paragraph(f"Missing among those who answered {verb}: {listed(table.missing)}.")
    if table.chart is not None:
        yield Figure(table.chart.svg, table.chart.png, table.chart.alt, table.chart.caption)
    yield _table(table)


def _table(table: ReachTable) -> Table:
    columns = ["In the population", "Responses", "How it compares"]
    if table.attended:
        columns.insert(2, "Attendances at events")
    rows = [_row(group, table) for group in table.groups]
    for one in table.unknown:
        gap = ("",) * (len(columns) - 2)
        rows.append(TableRow(one.label[:1].upper() + one.label[1:], ("", number_text(one.n), *gap), "state"))
    if table.attended and table.attendances_unknown:
        rows.append(
            TableRow("Group not recorded", ("", "", number_text(table.attendances_unknown), ""), "state")
        )
    return Table(
        f"{table.caption}: population and responses", "Group", tuple(columns), tuple(rows), _notes(table)
    )


def _row(group: ReachGroup, table: ReachTable) -> TableRow:
    people = f"{group.people:,}" + (
        "" if group.population_percent is None else f"{NO_BREAK}({group.population_percent}%)"
    )
    answered = "withheld" if group.n is None else count_text(group.n, group.percent, group.base)
    came = (number_text(group.attendances),) if table.attended else ()
    return TableRow(group.label, (people, answered, *came, group.finding))


def _notes(table: ReachTable) -> tuple[str, ...]:
    notes = [f"Population: {table.source}." if table.source else "Population: source not given."]
    base = "from one of these groups" if table.is_everybody else "whose group is known"
    notes.append(f"Unit: responses. Percentages are of responses {base} (the base).")
    if table.attended:
        notes.append(
            "Attendances are not responses and are never added to them; somebody who came twice is there twice."
        )
    else:
        notes.append("Events did not record these groups.")
    if table.overlapping:
        notes.append("People can be in several groups, so the groups do not add up.")
    withheld = any(group.n is None for group in table.groups) or any(one.n is None for one in table.unknown)
    return (*notes, *((WITHHELD,) if withheld else ()))


def compose_reach_page(page: ReachPage) -> Document:
    """The one page, for a scrutiny meeting or for the website."""
    return Document(
        title=f"{TITLE} {page.consultation.title}",
        language=LANGUAGE,
        author=page.organisation,
        subject=page.consultation.title,
        footer=f"{TITLE} {NO_BREAK}dataset {page.dataset_digest[:12]}",
        blocks=tuple(_blocks(page)),
    )


def _blocks(page: ReachPage) -> Iterator[Block]:
    yield Heading(1, TITLE, "top")
    yield Paragraph(page.consultation.title, "lead")
    yield Paragraph(f"{page.organisation}. Figures as they stood on {date_text(page.built_for)}.", "note")
    if not page.for_publication:
        yield Paragraph("Not for publication: small numbers are shown. For the team only.", "headline")
    yield Heading(2, "When, how and through what", "how")
    yield Facts(tuple(_facts(page)))
    yield Heading(2, "Events", "events")
    yield from _events(page.events)
    yield Heading(2, "Who answered, beside the population", "who")
    if page.tables:
        yield Paragraph(RULE, "note")
    else:
        yield Paragraph("No population table was given, so who is missing cannot be said.")
    for table in page.tables:
        yield from _reach_blocks(table)
    yield Heading(2, "What is not known", "unknown")
    yield BulletList(tuple(_unknown(page)))


def _facts(page: ReachPage) -> Iterator[tuple[str, str]]:
    opened, closed = page.consultation.opened, page.consultation.closed
    yield (
        "Open",
        f"{date_text(opened)} to {date_text(closed)} ({plural((closed - opened).days + 1, 'day', 'days')})",
    )
    promoted = page.consultation.promoted_through
    yield "How people heard of it", "; ".join(promoted) if promoted else "not recorded"
    yield "Could be answered in", "; ".join(page.wordings) or "not recorded"
    by_channel = ", ".join(f"{one.label.lower()} {number_text(one.n)}" for one in page.channels)
    yield "Responses counted", f"{page.received.counted:,}{f' ({by_channel})' if by_channel else ''}"
    yield "Events held", f"{len(page.events):,}"


def _events(events: tuple[EventResult, ...]) -> Iterator[Block]:
    if not events:
        yield Paragraph("No events were recorded.")
        return
    rows = tuple(
        TableRow(one.title, (date_text(one.held_on), one.place or "not recorded", number_text(one.present)))
        for one in events
    )
    notes = (
        "Unit: people present. They are not responses, and events are not added up: some came to several.",
    )
    yield Table(
        "Events and people present", "Event", ("Date", "Place", "People present"), rows, notes, prose=True
    )


def _unknown(page: ReachPage) -> Iterator[str]:
    for table in page.tables:
        known = [one for one in table.unknown if one.n]
        if known:
            said = listed(tuple(f"{number_text(one.n)} {one.label.lower()}" for one in known))
            yield f"{table.caption}: of all responses, {said}."
        if not table.attended and page.events:
            yield f"{table.caption}: who came to events was not recorded by these groups."
    if page.not_compared:
        yield f"Not compared with a population: {listed(page.not_compared)}."
    yield from ALWAYS_UNKNOWN
