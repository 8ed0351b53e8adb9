"""What was decided about themes, in words, for the history and for confirmations."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import shorten
from typing import Any

from consult.rules.review import ActionKind, Codebook
from consult.services.reviewing import Review

LONGEST_QUOTE = 80
GONE = "a theme that is no longer there"
SENTENCES = {
    ActionKind.ADOPT: "Took the machine’s suggestions of analysis {job}",
    ActionKind.ADD_THEME: "Added the theme “{name}”",
    ActionKind.RENAME: "Named a theme “{name}”",
    ActionKind.MERGE: "Merged {theme} into {into}",
    ActionKind.SPLIT: "Split {comments} off {theme} into “{name}”",
    ActionKind.SET_ASIDE_THEME: "Set aside the theme {theme}",
    ActionKind.CODE: "Put {comments} in {themes}",
    ActionKind.CONFIRM: "Confirmed {comments} in {theme}",
    ActionKind.NO_THEME: "Said of {comments} that no theme fits",
    ActionKind.SET_ASIDE_COMMENTS: "Set aside {comments}",
    ActionKind.QUOTE: "Proposed to be quoted: “{text}”",
    ActionKind.CHECK_QUOTATION: "Checked a quotation and cleared it",
    ActionKind.STOP_QUOTING: "Stopped quoting a comment",
    ActionKind.UNDO: "Undid step {number}",
}


def words_of(codebook: Codebook, kind: str, payload: Mapping[str, Any]) -> str:
    """One decision as a sentence."""
    return SENTENCES[ActionKind(kind)].format(
        **{name: payload.get(name, "") for name in ("job", "name", "number")},
        text=shorten(str(payload.get("text", "")), LONGEST_QUOTE, placeholder=" …"),
        comments=comments(len(payload.get("comments", ()))),
        theme=_name(codebook, payload.get("theme")),
        into=_name(codebook, payload.get("into")),
        themes=" and ".join(_name(codebook, key) for key in payload.get("themes", ())),
    )


def last_decision(review: Review) -> tuple[int, str] | None:
    """(number, what it was) of the decision that “undo” takes back."""
    row = review.last_to_undo
    return (row.number, words_of(review.codebook, row.kind, row.payload)) if row else None


def _name(codebook: Codebook, key: str | None) -> str:
    theme = codebook.themes.get(key or "")
    return f"“{theme.name}”" if theme else GONE


def comments(number: int) -> str:
    return "1 comment" if number == 1 else f"{number:,} comments"
