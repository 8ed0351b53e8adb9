"""Themes, quotations and commitments put into words and order.

Comments that a person has read and comments that only the machine has sorted stay apart in every sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from consult.appendix.contents import (
    AppendixContents,
    CommentAccount,
    Commitment,
    CommitmentKind,
    ThemeResult,
)
from consult.appendix.document import (
    Block,
    BulletList,
    Facts,
    Heading,
    Paragraph,
    QuotationBlock,
    Table,
    TableRow,
)
from consult.appendix.figure_text import date_text, listed, number_text, plural

KIND_TEXTS = {
    CommitmentKind.CHANGED: "We have changed this",
    CommitmentKind.WILL_CHANGE: "We will change this",
    CommitmentKind.ALREADY_HAPPENING: "This is already happening",
    CommitmentKind.CANNOT: "We cannot do this",
    CommitmentKind.OUT_OF_SCOPE: "This is outside what was consulted on",
    CommitmentKind.PASSED_ON: "We have passed this on",
}


def compose_themes(contents: AppendixContents) -> Iterator[Block]:
    """What people said in their own words: where every comment ended, then theme by theme."""
    yield Heading(2, "What people said in their own words", "themes")
    if not contents.comments.total:
        yield Paragraph("No comments were received.")
    else:
        yield from _account(contents.comments)
    if contents.themes:
        yield _theme_table(contents.themes)
    for theme in contents.themes:
        yield from _theme(theme)


def _account(account: CommentAccount) -> Iterator[Block]:
    set_aside = sum(part.n for part in account.set_aside)
    yield Paragraph(
        f"{plural(account.total, 'comment', 'comments')} reached us. "
        "Each ended in one of these places; none is left out."
    )
    rows = (
        TableRow("In a theme, decided by a person", (number_text(account.in_a_theme),)),
        TableRow("Read by a person, in no theme", (number_text(account.no_theme),)),
        TableRow("Not yet read by a person", (number_text(account.not_yet_read),)),
        TableRow("Set aside, with a reason", (number_text(set_aside),)),
        TableRow("Comments in all", (number_text(account.total),), "summary"),
    )
    yield Table("Where every comment ended", "Place", ("Comments",), rows, ("Unit: comments.",))


def _theme_table(themes: tuple[ThemeResult, ...]) -> Table:
    rows = tuple(
        TableRow(one.name, (number_text(one.comments_read), number_text(one.comments_suggested)))
        for one in themes
    )
    notes = (
        "Unit: comments. A comment can carry several themes, so the rows do not add up to the comments.",
        "The two columns are never added: a suggestion that nobody has read is not a finding.",
    )
    columns = ("Read by a person", "Suggested by the machine, not yet read")
    return Table("Themes and their comments", "Theme", columns, rows, notes)


def _theme(theme: ThemeResult) -> Iterator[Block]:
    yield Heading(3, theme.name, f"theme-{theme.key}")
    if theme.definition:
        yield Paragraph(theme.definition)
    yield Paragraph(_theme_sentence(theme), "note")
    yield from (QuotationBlock(one.text, one.attribution, one.language) for one in theme.quotations)


def _theme_sentence(theme: ThemeResult) -> str:
    sentences = [f"{plural(theme.comments_read, 'comment', 'comments')}, read by a person."]
    if theme.sources:
        said = tuple(f"{one.label} ({number_text(one.n)})" for one in theme.sources)
        sentences.append(f"Rests on: {listed(said)}.")
    if theme.comments_suggested != 0:
        suggested = plural(theme.comments_suggested, "comment", "comments")
        sentences.append(f"Suggested by the machine and not yet read: {suggested}.")
    return " ".join(sentences)


def compose_commitments(contents: AppendixContents) -> Iterator[Block]:
    """You said, we did: each commitment under what was said."""
    yield Heading(2, "You said, we did", "commitments")
    if not contents.commitments:
        yield Paragraph("No commitments have been recorded yet.")
    for number, commitment in enumerate(contents.commitments, start=1):
        said = tuple(theme for theme in contents.themes if commitment.key in theme.commitments)
        yield from _commitment(number, commitment, said)


def _commitment(number: int, commitment: Commitment, said: tuple[ThemeResult, ...]) -> Iterator[Block]:
    kind = KIND_TEXTS[commitment.kind]
    heading = f"{listed(tuple(theme.name for theme in said))}: {kind[0].lower()}{kind[1:]}" if said else kind
    yield Heading(3, f"{number}. {heading}", f"commitment-{number}")
    facts = [("You said", theme.definition or theme.name) for theme in said]
    facts.append(("We did" if commitment.kind is CommitmentKind.CHANGED else "Our answer", commitment.text))
    if commitment.owner:
        facts.append(("Who is responsible", commitment.owner))
    if commitment.due is not None:
        facts.append(("Due", date_text(commitment.due)))
    if commitment.status:
        facts.append(("Status", commitment.status))
    yield Facts(tuple(facts))
    if commitment.updates:
        yield BulletList(tuple(f"{date_text(one.made_on)}: {one.text}" for one in commitment.updates))
