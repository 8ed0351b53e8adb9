"""The codebook: themes and codings as the sum of what people decided, in order.

A machine's suggestions and people's decisions are two inputs and stay apart. Every decision is an action that is
never edited; undoing one adds an action that says so. Nothing of the result is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class ActionKind(StrEnum):
    """What a person can decide."""

    ADOPT = "adopt"
    ADD_THEME = "add_theme"
    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    SET_ASIDE_THEME = "set_aside_theme"
    CODE = "code"
    CONFIRM = "confirm"
    NO_THEME = "no_theme"
    SET_ASIDE_COMMENTS = "set_aside_comments"
    QUOTE = "quote"
    CHECK_QUOTATION = "check_quotation"
    STOP_QUOTING = "stop_quoting"
    UNDO = "undo"


@dataclass(frozen=True)
class Action:
    """One decision. `payload` holds plain JSON values, described at each handler below. `by` names an account."""

    number: int
    kind: ActionKind
    payload: Mapping[str, Any]
    by: int | None = None


@dataclass(frozen=True)
class Suggestion:
    """A theme that an analysis proposed. Its comments keep suggesting it wherever it is renamed or merged."""

    key: str
    name: str
    comments: tuple[str, ...]


@dataclass(frozen=True)
class Theme:
    """A meaning that comments share. `suggested_name` is what the machine called it, if it did."""

    key: str
    name: str
    definition: str = ""
    suggested_name: str | None = None
    merged_into: str | None = None
    set_aside_because: str | None = None

    @property
    def stands(self) -> bool:
        return self.merged_into is None and self.set_aside_because is None


@dataclass(frozen=True)
class Coding:
    """Where one comment stands. A decision of a person wins over what was suggested; both are kept.

    `themes` is what people decided; `suggested` is the machine's, and counts only while nobody has read it.
    """

    suggested: str | None = None
    themes: frozenset[str] = frozenset()
    read: bool = False
    set_aside_because: str | None = None


@dataclass(frozen=True)
class ProposedQuotation:
    """Words that one person would publish, with what could identify someone taken out. Another person checks them.

    `number` is that of the action, `by` the account that proposed them.
    """

    text: str
    number: int
    by: int | None


class ReviewProblem(ValueError):
    """A decision cannot be carried out; the message says why in words for the person who made it."""


@dataclass
class Codebook:
    """Themes by key and codings by comment reference, as they stand after some actions.

    `proposals` holds what each analysis suggested, by the number of its job. `quotations` holds the words that two
    people cleared for publication, by comment; `proposed_quotations` those that wait for the second.
    """

    proposals: Mapping[int, tuple[Suggestion, ...]] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    codings: dict[str, Coding] = field(default_factory=dict)
    quotations: dict[str, str] = field(default_factory=dict)
    proposed_quotations: dict[str, ProposedQuotation] = field(default_factory=dict)

    def standing(self, key: str) -> str:
        """The theme that a key leads to, following merges."""
        while (into := self.themes[key].merged_into) is not None:
            key = into
        return key

    def standing_themes(self) -> list[Theme]:
        return [theme for theme in self.themes.values() if theme.stands]

    def read_in(self, key: str) -> list[str]:
        """Comments that people decided carry a theme."""
        return [ref for ref, coding in self.codings.items() if key in self._themes_of(coding)]

    def suggested_in(self, key: str) -> list[str]:
        """Comments that only the machine put in a theme so far."""
        return [
            ref
            for ref, coding in self.codings.items()
            if not coding.read and coding.suggested is not None and self.standing(coding.suggested) == key
        ]

    def _themes_of(self, coding: Coding) -> frozenset[str]:
        if coding.set_aside_because is not None:
            return frozenset()
        led_to = (self.standing(key) for key in coding.themes)
        return frozenset(key for key in led_to if self.themes[key].stands)

    def themes_of(self, comment: str) -> frozenset[str]:
        """The standing themes that people decided a comment carries."""
        return self._themes_of(self.codings[comment])


@dataclass(frozen=True)
class CommentAccount:
    """Where all comments stand. `total` is the sum of the other four."""

    total: int
    in_a_theme: int
    no_theme: int
    not_yet_read: int
    set_aside: int


def account(codebook: Codebook) -> CommentAccount:
    """Count every comment exactly once."""
    in_theme = no_theme = unread = aside = 0
    for comment, coding in codebook.codings.items():
        if coding.set_aside_because is not None:
            aside += 1
        elif not coding.read:
            unread += 1
        elif codebook.themes_of(comment):
            in_theme += 1
        else:
            no_theme += 1
    return CommentAccount(len(codebook.codings), in_theme, no_theme, unread, aside)


def codebook_after(
    comments: Iterable[str], proposals: Mapping[int, tuple[Suggestion, ...]], actions: Iterable[Action]
) -> Codebook:
    """The codebook that proposals and decisions add up to. Raises `ReviewProblem` where a step cannot follow.

    Comments that an action names and that are no longer there (withdrawn since) are passed over: their response was
    erased, and so is what was decided about it.
    """
    codebook = Codebook(proposals, codings={comment: Coding() for comment in comments})
    ordered = sorted(actions, key=lambda action: action.number)
    undone = undone_numbers(ordered)
    for action in ordered:
        if action.number not in undone and action.kind is not ActionKind.UNDO:
            HANDLERS[action.kind](codebook, action)
    return codebook


def undone_numbers(actions: Iterable[Action]) -> frozenset[int]:
    """Which actions no longer hold. Undoing an undoing brings the first action back."""
    undone: set[int] = set()
    for action in sorted(actions, key=lambda action: action.number, reverse=True):
        if action.kind is ActionKind.UNDO and action.number not in undone:
            undone.add(int(action.payload["number"]))
    return frozenset(undone)


def _adopt(codebook: Codebook, action: Action) -> None:
    """payload: job. That analysis is the one whose suggestions are shown from then on.

    Themes that an earlier analysis suggested and that nobody has worked on go; the others stay.
    """
    job = int(action.payload["job"])
    if job not in codebook.proposals:
        raise ReviewProblem("That analysis is no longer there. Run it again.")
    for comment, coding in codebook.codings.items():
        codebook.codings[comment] = replace(coding, suggested=None)
    for key in [key for key in codebook.themes if _untouched(codebook, key)]:
        del codebook.themes[key]
    for suggestion in codebook.proposals[job]:
        _add_suggestion(codebook, suggestion)


def _untouched(codebook: Codebook, key: str) -> bool:
    theme = codebook.themes[key]
    return (
        theme.suggested_name == theme.name
        and theme.stands
        and not any(other.merged_into == key for other in codebook.themes.values())
        and not any(key in coding.themes for coding in codebook.codings.values())
    )


def _add_suggestion(codebook: Codebook, suggestion: Suggestion) -> None:
    codebook.themes[suggestion.key] = Theme(suggestion.key, suggestion.name, suggested_name=suggestion.name)
    for comment in suggestion.comments:
        if comment in codebook.codings:
            codebook.codings[comment] = replace(codebook.codings[comment], suggested=suggestion.key)


def _theme(codebook: Codebook, key: str) -> Theme:
    theme = codebook.themes.get(key)
    if theme is None:
        raise ReviewProblem(f"There is no theme {key}. Someone may have undone the step that made it.")
    return theme


def _standing_theme(codebook: Codebook, key: str) -> Theme:
    theme = _theme(codebook, key)
    if not theme.stands:
        raise ReviewProblem(f"The theme “{theme.name}” was merged or set aside. Choose one that stands.")
    return theme


def _name(text: Any) -> str:
    name = " ".join(str(text).split())
    if not name:
        raise ReviewProblem("Give the theme a name.")
    return name


def _add_theme(codebook: Codebook, action: Action) -> None:
    """payload: name, definition. The key follows from the action's number."""
    key = f"t{action.number}"
    codebook.themes[key] = Theme(key, _name(action.payload["name"]), action.payload.get("definition", ""))


def _rename(codebook: Codebook, action: Action) -> None:
    """payload: theme, name, definition."""
    theme = _theme(codebook, action.payload["theme"])
    codebook.themes[theme.key] = replace(
        theme,
        name=_name(action.payload["name"]),
        definition=action.payload.get("definition", theme.definition),
    )


def _merge(codebook: Codebook, action: Action) -> None:
    """payload: theme, into. The first leads to the second from then on."""
    theme = _standing_theme(codebook, action.payload["theme"])
    into = _standing_theme(codebook, action.payload["into"])
    if theme.key == into.key:
        raise ReviewProblem("A theme cannot be merged into itself. Choose another one.")
    codebook.themes[theme.key] = replace(theme, merged_into=into.key)


def _split(codebook: Codebook, action: Action) -> None:
    """payload: theme, comments, name, definition. The comments leave the theme for a new one."""
    theme = _standing_theme(codebook, action.payload["theme"])
    _add_theme(codebook, action)
    new = f"t{action.number}"
    for comment in _present(codebook, action):
        others = codebook.themes_of(comment) - {theme.key}
        codebook.codings[comment] = replace(
            codebook.codings[comment], themes=others | {new}, read=True, set_aside_because=None
        )


def _set_aside_theme(codebook: Codebook, action: Action) -> None:
    """payload: theme, reason. Its comments are read again as having no theme or none yet."""
    theme = _standing_theme(codebook, action.payload["theme"])
    codebook.themes[theme.key] = replace(theme, set_aside_because=_reason(action))


def _reason(action: Action) -> str:
    reason = str(action.payload.get("reason", "")).strip()
    if not reason:
        raise ReviewProblem("Say why it is set aside. The reason is published.")
    return reason


def _code(codebook: Codebook, action: Action) -> None:
    """payload: comments, themes. The comments carry exactly these themes from then on."""
    themes = frozenset(_standing_theme(codebook, key).key for key in action.payload["themes"])
    if not themes:
        raise ReviewProblem("Choose at least one theme, or say that the comments have no theme.")
    for comment in _present(codebook, action):
        codebook.codings[comment] = replace(
            codebook.codings[comment], themes=themes, read=True, set_aside_because=None
        )


def _confirm(codebook: Codebook, action: Action) -> None:
    """payload: theme, comments. A person read them and agrees with what was suggested."""
    theme = _standing_theme(codebook, action.payload["theme"])
    for comment in _present(codebook, action):
        coding = codebook.codings[comment]
        codebook.codings[comment] = replace(
            coding, themes=coding.themes | {theme.key}, read=True, set_aside_because=None
        )


def _no_theme(codebook: Codebook, action: Action) -> None:
    """payload: comments. A person read them and no theme fits."""
    for comment in _present(codebook, action):
        codebook.codings[comment] = replace(
            codebook.codings[comment], themes=frozenset(), read=True, set_aside_because=None
        )


def _set_aside_comments(codebook: Codebook, action: Action) -> None:
    """payload: comments, reason."""
    reason = _reason(action)
    for comment in _present(codebook, action):
        codebook.codings[comment] = replace(codebook.codings[comment], read=True, set_aside_because=reason)


def _quote(codebook: Codebook, action: Action) -> None:
    """payload: comment, text. Proposes words to publish; what was cleared before is no longer quoted."""
    text = str(action.payload["text"]).strip()
    if not text:
        raise ReviewProblem("Enter the words to quote.")
    comment = str(action.payload["comment"])
    if comment in codebook.codings:
        codebook.quotations.pop(comment, None)
        codebook.proposed_quotations[comment] = ProposedQuotation(text, action.number, action.by)


def _check_quotation(codebook: Codebook, action: Action) -> None:
    """payload: comment, proposal (the number of the action that proposed it). A second person clears the words."""
    comment = str(action.payload["comment"])
    if comment not in codebook.codings:
        return
    proposed = codebook.proposed_quotations.get(comment)
    if proposed is None or proposed.number != int(action.payload["proposal"]):
        raise ReviewProblem("The quotation was changed or taken out since. Look at it again.")
    if proposed.by is None or action.by is None or proposed.by == action.by:
        raise ReviewProblem("A quotation needs two people. Ask another officer to check it.")
    codebook.quotations[comment] = codebook.proposed_quotations.pop(comment).text


def _stop_quoting(codebook: Codebook, action: Action) -> None:
    """payload: comment."""
    codebook.quotations.pop(str(action.payload["comment"]), None)
    codebook.proposed_quotations.pop(str(action.payload["comment"]), None)


def _present(codebook: Codebook, action: Action) -> list[str]:
    comments = list(dict.fromkeys(action.payload["comments"]))
    if not comments:
        raise ReviewProblem("Choose at least one comment.")
    return [comment for comment in comments if comment in codebook.codings]


HANDLERS = {
    ActionKind.ADOPT: _adopt,
    ActionKind.ADD_THEME: _add_theme,
    ActionKind.RENAME: _rename,
    ActionKind.MERGE: _merge,
    ActionKind.SPLIT: _split,
    ActionKind.SET_ASIDE_THEME: _set_aside_theme,
    ActionKind.CODE: _code,
    ActionKind.CONFIRM: _confirm,
    ActionKind.NO_THEME: _no_theme,
    ActionKind.SET_ASIDE_COMMENTS: _set_aside_comments,
    ActionKind.QUOTE: _quote,
    ActionKind.CHECK_QUOTATION: _check_quotation,
    ActionKind.STOP_QUOTING: _stop_quoting,
}
