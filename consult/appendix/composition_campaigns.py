"""Campaigns put into words: what they were, and every figure with and without them.

What a campaign is was decided by people; here it is only said.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from consult.appendix.composition_figures import figure_tables
from consult.appendix.contents import AppendixContents, CampaignResult, ThemeResult
from consult.appendix.document import Block, Heading, Paragraph, Table, TableRow
from consult.appendix.figure_text import date_text, number_text, plural


def compose_campaigns(contents: AppendixContents) -> Iterator[Block]:
    """The campaigns and the tables that count each of them once. Nothing where there is no campaign."""
    if not contents.campaigns:
        return
    yield Heading(2, "Campaigns, with and without", "campaigns")
    together = sum(one.n for one in contents.campaigns)
    yield Paragraph(
        f"{plural(together, 'response', 'responses')} used the same words or the same answers as others and belong "
        f"to {plural(len(contents.campaigns), 'campaign', 'campaigns')}. Taking part in a campaign is a way of having "
        "a say, so each of these responses is counted in every other figure here. The tables below show the same "
        "questions twice: with all responses, and with each campaign counted as one response."
    )
    yield _campaigns_table(contents.campaigns)
    for table in contents.with_and_without:
        yield from figure_tables(table)
    if contents.themes:
        yield _themes_table(contents.themes)


def _campaigns_table(campaigns: tuple[CampaignResult, ...]) -> Table:
    rows = tuple(
        TableRow(one.name, (number_text(one.n), _day(one.first), _day(one.last))) for one in campaigns
    )
    return Table(
        "Campaigns among the counted responses", "Campaign", ("Responses", "First came", "Last came"), rows,
        ("Unit: responses. People decided which responses belong together; their reasons are kept.",),
    )  # fmt: skip


def _day(day: date | None) -> str:
    return "not known" if day is None else date_text(day)


def _themes_table(themes: tuple[ThemeResult, ...]) -> Table:
    rows = tuple(
        TableRow(one.name, (number_text(one.comments_read), number_text(one.comments_counted_once)))
        for one in themes
    )
    return Table(
        "Themes and their comments: with and without campaigns", "Theme",
        ("Read by a person", "Each campaign counted once"), rows,
        ("Unit: comments. A comment can carry several themes, so the rows do not add up to the comments.",),
    )  # fmt: skip
