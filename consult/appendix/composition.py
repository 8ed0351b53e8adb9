"""The appendix put into words and order, once for every format.

Here belong the order of the sections and the sentences of the opening and closing ones. Questions, events and
their tables are in `composition_figures.py`; themes and commitments in `composition_themes.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from consult.appendix.composition_campaigns import compose_campaigns
from consult.appendix.composition_figures import (
    comparable_counts,
    compose_events,
    compose_profile,
    compose_questions,
)
from consult.appendix.composition_reach import compose_reach
from consult.appendix.composition_themes import compose_commitments, compose_themes
from consult.appendix.contents import AppendixContents, HeadlineResult, Received
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
from consult.appendix.figure_text import SMALL_BASE, date_text, headline_ground, listed, number_text, plural

LANGUAGE = "en-GB"
DIGEST_SHOWN = 12
# So many characters of the title leave the footer of a page on one line.
FOOTER_TITLE = 56


def compose(contents: AppendixContents) -> Document:
    """The whole appendix as a document; the same contents always give the same document."""
    blocks = (
        *_opening(contents),
        *_received(contents),
        *_headlines(contents.headlines),
        *compose_profile(contents.profile),
        *compose_reach(contents.reach),
        *compose_questions(contents.questions),
        *compose_events(contents.events, contents.overlap),
        *compose_campaigns(contents),
        *compose_themes(contents),
        *compose_commitments(contents),
        *_not_counted(contents),
        *_method(contents),
        *_checking(contents),
    )
    return Document(
        title=f"{contents.title}. {contents.consultation.title}",
        language=LANGUAGE,
        author=contents.organisation,
        subject=contents.consultation.title,
        footer=f"{_short_title(contents)} \N{MIDDLE DOT} dataset {contents.dataset_digest[:DIGEST_SHOWN]}",
        blocks=tuple(numbered(blocks)),
    )


def _short_title(contents: AppendixContents) -> str:
    title = contents.consultation.title
    if len(title) > FOOTER_TITLE:
        title = title[: FOOTER_TITLE - 1].rstrip() + "…"
    return f"{contents.label}: {title}"


def numbered(blocks: Sequence[Block]) -> Iterator[Block]:
    """Tables and figures with their numbers, counted in reading order; every anchor made unique."""
    tables = figures = 0
    for number, block in enumerate(blocks):
        if isinstance(block, Table):
            tables += 1
            yield replace(block, caption=f"Table {tables}: {block.caption}")
        elif isinstance(block, Figure):
            figures += 1
            yield replace(block, caption=f"Figure {figures}: {block.caption}")
        elif isinstance(block, Heading) and not block.anchor:
            yield replace(block, anchor=f"part-{number}")
        else:
            yield block


def _opening(contents: AppendixContents) -> Iterator[Block]:
    consultation = contents.consultation
    yield Heading(1, contents.title, "top")
    yield Paragraph(consultation.title, "lead")
    stood_on = date_text(contents.built_for)
    yield Paragraph(f"{contents.organisation}. Figures as they stood on {stood_on}.", "note")
    yield Heading(2, "Who was asked and how", "asked")
    yield from (Paragraph(text) for text in (consultation.summary, consultation.purpose) if text)
    yield Facts(tuple(_facts(contents)))
    yield from _listed_under("Open to change", consultation.open_to_change)
    yield from _listed_under("Not open to change", consultation.not_open_to_change)


def _facts(contents: AppendixContents) -> Iterator[tuple[str, str]]:
    consultation, used = contents.consultation, contents.questionnaire
    yield "Opened", date_text(consultation.opened)
    yield "Closed", date_text(consultation.closed)
    if consultation.promoted_through:
        yield "How people heard of it", "; ".join(consultation.promoted_through)
    yield "Questionnaire", f"{used.key}, version {used.version}"
    if used.wordings:
        yield "Could be answered in", "; ".join(f"{one.edition}, {one.language}" for one in used.wordings)
    yield "Responses counted", number_text(contents.received.counted)
    if contents.events:
        yield "Events held", number_text(len(contents.events))
    yield "Comments received", number_text(contents.comments.total)


def _listed_under(heading: str, items: tuple[str, ...]) -> Iterator[Block]:
    if items:
        yield Heading(3, heading, "")
        yield BulletList(items)


def _received(contents: AppendixContents) -> Iterator[Block]:
    received = contents.received
    yield Heading(2, "What we received", "received")
    if not received.total:
        yield Paragraph("No responses were received.")
        return
    yield Paragraph(_received_sentence(received))
    yield _received_table(received)
    if received.by_channel:
        yield comparable_counts(
            "Counted responses by how they reached us", "Channel", "Responses", received.by_channel,
            notes=("Unit: responses. Each response is one person’s or one organisation’s.",),
        )  # fmt: skip


def _received_sentence(received: Received) -> str:
    parts = [
        plural(received.counted, "response is counted", "responses are counted"),
        plural(received.withdrawn, "was withdrawn", "were withdrawn"),
        plural(received.test, "was a test", "were tests"),
        plural(received.held, "is held back", "are held back"),
    ]
    return f"{plural(received.total, 'response', 'responses')} reached us: {listed(tuple(parts))}."


def _received_table(received: Received) -> Table:
    rows = (
        TableRow("Counted", (number_text(received.counted),)),
        TableRow("Withdrawn by the person who sent it", (number_text(received.withdrawn),)),
        TableRow("Test", (number_text(received.test),)),
        TableRow("Held back", (number_text(received.held),)),
        TableRow("Received in all", (number_text(received.total),), "summary"),
    )
    return Table("Every response that reached us", "State", ("Responses",), rows, ("Unit: responses.",))


def _headlines(headlines: tuple[HeadlineResult, ...]) -> Iterator[Block]:
    if not headlines:
        return
    yield Heading(2, "What people told us, in short", "headlines")
    for headline in headlines:
        yield Paragraph(headline.text, "headline")
        yield Paragraph(headline_ground(headline), "note")


def _not_counted(contents: AppendixContents) -> Iterator[Block]:
    yield Heading(2, "What we did not count, and why", "not-counted")
    if not contents.not_counted and not contents.comments.set_aside:
        yield Paragraph("Nothing that reached us was left out.")
        return
    rows = [TableRow(one.what, (number_text(one.n), one.reason)) for one in contents.not_counted]
    set_aside = contents.comments.set_aside
    rows += [TableRow("Comments set aside", (number_text(one.n), one.reason)) for one in set_aside]
    yield Table(
        "Left out of the figures", "What", ("How many", "Why"), tuple(rows),
        ("Responses and comments are different units and are not added together.",), prose=True,
    )  # fmt: skip


def _method(contents: AppendixContents) -> Iterator[Block]:
    yield Heading(2, "Method and limits", "method")
    yield from (Paragraph(text) for text in contents.method)
    yield Heading(3, "How the figures are worked out", "")
    yield BulletList(_counting_rules())
    yield Heading(3, "What these figures cannot say", "")
    yield BulletList((
        "Those who answered chose to. The figures describe them and nobody else.",
        *contents.limits,
    ))  # fmt: skip


def _counting_rules() -> tuple[str, ...]:
    return (
        "People, responses, votes, comments and events are different units and are never added together.",
        "The base of a percentage is those who answered the question; “don’t know” is shown beside it.",
        "Answers on the same side of a scale, such as agree and strongly agree, are also shown together. "
        "Net is one side minus the other.",
        "Percentages are whole and stand beside their number and base; under a base of "
        f"{SMALL_BASE} the number comes first.",
        "“Not asked” means that the questionnaire led past the question; “left blank” that it was seen "
        "and not answered.",
        "Votes at events stand in columns of their own, with the number present, and never join the "
        "responses.",
        "“Withheld” marks a figure so small that it might point to someone, or from which such a figure "
        "could be worked out.",
    )


def _checking(contents: AppendixContents) -> Iterator[Block]:
    yield Heading(2, "The dataset, and how to check these figures", "checking")
    yield Paragraph(
        "Every figure here was worked out from one frozen dataset. The same dataset gives the same appendix, "
        "to the byte. The digest below names it: if one answer differed, the digest would differ."
    )
    digest = ("Dataset digest (SHA-256)", contents.dataset_digest)
    yield Facts((digest, ("Format of the data file", SCHEMA)))
    yield Paragraph(
        "The same figures are published as a spreadsheet, as CSV and as JSON. Whoever holds the checking "
        "files beside the JSON file can recompute every figure with the command “consult verify” and the "
        "name of the folder."
    )


SCHEMA = "said-and-done/appendix/1"
