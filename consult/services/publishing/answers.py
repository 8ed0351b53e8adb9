"""What people said in their own words and what was answered, as the appendix shows it."""

from __future__ import annotations

from collections import Counter

from consult.appendix.contents import (
    CommentAccount,
    Commitment,
    CommitmentKind,
    CommitmentUpdate,
    LabelledCount,
    Quotation,
    SetAside,
    ThemeResult,
)
from consult.rules import review
from consult.rules.commitments import STATUS_WORDS, CommitmentStatus
from consult.services import freezing
from consult.services.reviewing import Review
from consult.store import answering
from consult.store.answering import Commitment as CommitmentRow
from consult.store.responses import Comment

FROM_RESPONSES = LabelledCount("responses", "Responses", 0)
FROM_EVENTS = LabelledCount("events", "Events", 0)


def themes_of(
    found: Review, rows: list[CommitmentRow], left_out: frozenset[str] = frozenset()
) -> tuple[ThemeResult, ...]:
    """Standing themes, those with most comments that people read first; none is left out for being small.

    A theme without any comment and without an answer says nothing, and is not shown. `left_out` are the references of
    the responses that go where each campaign is counted once.
    """
    book = found.codebook
    answered: dict[str, list[str]] = {}
    for row in rows:
        if row.theme_key in book.themes:
            answered.setdefault(book.standing(row.theme_key), []).append(row.key)
    results = [
        _theme(found, theme, tuple(answered.get(theme.key, ())), left_out) for theme in book.standing_themes()
    ]
    said = [one for one in results if one.comments_read or one.comments_suggested or one.commitments]
    return tuple(
        sorted(said, key=lambda one: (-(one.comments_read or 0), -(one.comments_suggested or 0), one.name))
    )


def _theme(
    found: Review, theme: review.Theme, commitments: tuple[str, ...], left_out: frozenset[str]
) -> ThemeResult:
    read = found.codebook.read_in(theme.key)
    once = [one for one in read if freezing.source_of(found.comments[one]) not in left_out]
    return ThemeResult(
        key=theme.key,
        name=theme.name,
        definition=theme.definition,
        comments_read=len(read),
        comments_suggested=len(found.codebook.suggested_in(theme.key)),
        comments_counted_once=len(once) if left_out else None,
        sources=_sources([found.comments[reference] for reference in read]),
        quotations=tuple(
            _quotation(found.comments[reference], found.codebook.quotations[reference])
            for reference in read
            if reference in found.codebook.quotations
        ),
        commitments=commitments,
    )


def _sources(comments: list[Comment]) -> tuple[LabelledCount, ...]:
    at_events = sum(comment.event_id is not None for comment in comments)
    counts = ((FROM_RESPONSES, len(comments) - at_events), (FROM_EVENTS, at_events))
    return tuple(LabelledCount(source.key, source.label, n) for source, n in counts if n)


def _quotation(comment: Comment, words: str) -> Quotation:
    source = "Said at an event" if comment.event_id is not None else "From a response"
    return Quotation(words, source, comment.language)


def account_of(found: Review) -> CommentAccount:
    """Where every comment ended. The parts add up to all comments."""
    counted = review.account(found.codebook)
    reasons = Counter(
        coding.set_aside_because
        for coding in found.codebook.codings.values()
        if coding.set_aside_because is not None
    )
    return CommentAccount(
        in_a_theme=counted.in_a_theme,
        no_theme=counted.no_theme,
        not_yet_read=counted.not_yet_read,
        set_aside=tuple(SetAside(reason, n) for reason, n in sorted(reasons.items())),
    )


def commitments_of(rows: list[CommitmentRow], found: Review) -> tuple[Commitment, ...]:
    """Commitments whose theme is still known, as they stand after their latest update."""
    return tuple(_commitment(row) for row in rows if row.theme_key in found.codebook.themes)


def _commitment(row: CommitmentRow) -> Commitment:
    latest = row.updates[-1] if row.updates else None
    return Commitment(
        key=row.key,
        kind=CommitmentKind(row.kind),
        text=row.text,
        owner=row.owner,
        due=row.due_on,
        status=STATUS_WORDS[CommitmentStatus(latest.status)].lower() if latest else "",
        updates=tuple(CommitmentUpdate(update.made_on, _update_text(update)) for update in row.updates),
    )


def _update_text(update: answering.CommitmentUpdate) -> str:
    if not update.difference:
        return update.text
    return f"{update.text} What difference this has made: {update.difference}"
