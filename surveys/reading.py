"""Reads parsed JSON with care: each value by its name, each fault kept with its place.

Belongs here: picking values of a given kind out of JSON objects. Does not belong here: what the values mean.
A `Reading` never stops at a fault. It notes it and gives back an empty value, so that a person sees every
fault at once; whoever started the reading raises `ProblemsFound` at the end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from surveys.problems import Problem, ProblemsFound

KEY_FORM = re.compile(r"[a-z][a-z0-9_]{0,39}")
DAY_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
KEY_CURE = "Use a small letter first, then small letters, digits and underscores, at most 40 in all."
RESERVED_KEYS = {"prefer_not_to_say": "it is the answer that `prefer_not_to_say: true` offers"}
DEEPEST = 20
"""More levels of JSON inside one another than any sensible file has; bounds what a hostile one can make us
do.
"""


class Reading:
    """One JSON object at one place. `words` names it for people: `question “role”`."""

    def __init__(self, raw: object, path: str, problems: list[Problem], words: str = "") -> None:
        self.path, self.words, self.problems = path, words, problems
        self.raw: Mapping[str, object] = raw if isinstance(raw, dict) else {}
        if not isinstance(raw, dict):
            self.refuse("", f"expected an object in curly brackets, found {described(raw)}.")

    def path_to(self, name: str = "") -> str:
        return ".".join(part for part in (self.path, name) if part)

    def place(self, name: str = "") -> str:
        path = self.path_to(name)
        return f"{path} ({self.words})" if self.words else path

    def refuse(self, name: str, message: str, cure: str = "") -> None:
        self.problems.append(Problem(self.place(name), message, cure))

    def has(self, name: str) -> bool:
        return self.raw.get(name) is not None

    def only(self, allowed: Iterable[str]) -> None:
        """Refuses what nobody will read: a mistyped name would otherwise be passed over without a word."""
        known = sorted(allowed)
        for name in self.raw:
            if name not in known:
                self.refuse(name, f"“{name}” is not known here.", f"Known here: {', '.join(known)}.")

    def value(self, name: str, kind: type, kind_words: str, *, required: bool) -> object | None:
        found = self.raw.get(name)
        if found is None:
            if required:
                self.refuse(name, f"“{name}” is missing.", f"Add it: {kind_words}.")
            return None
        if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
            self.refuse(name, f"expected {kind_words}, found {described(found)}.")
            return None
        return found

    def text(self, name: str, *, required: bool = True) -> str:
        found = self.value(name, str, "a text in quotation marks", required=required)
        text = found.strip() if isinstance(found, str) else ""
        if isinstance(found, str) and required and not text:
            self.refuse(name, f"“{name}” is empty.", "Write a text.")
        if unfit_for_text(text):
            self.refuse(name, f"“{name}” has a control character in it.", "Type the text again.")
        return text

    def key(self, name: str = "key") -> str:
        """A permanent key, or "" where there is none that can be used."""
        found = self.value(name, str, "a key in quotation marks", required=True)
        return found if isinstance(found, str) and self.allows_key(found, name) else ""

    def allows_key(self, key: str, name: str = "") -> bool:
        """Whether a text can be a permanent key; notes why not."""
        if not KEY_FORM.fullmatch(key):
            self.refuse(name, f"“{key[:60]}” cannot be a key.", KEY_CURE)
            return False
        if key in RESERVED_KEYS:
            self.refuse(
                name, f"“{key}” is kept for the product: {RESERVED_KEYS[key]}.", "Choose another key."
            )
            return False
        return True

    def flag(self, name: str, *, usually: bool = False) -> bool:
        """`usually` where nothing is said."""
        found = self.value(name, bool, "true or false", required=False)
        return usually if found is None else bool(found)

    def whole_number(self, name: str, *, least: int, most: int) -> int | None:
        found = self.value(name, int, "a whole number", required=False)
        if isinstance(found, int) and not least <= found <= most:
            self.refuse(name, f"{found} is not possible.", f"Give a whole number from {least} to {most}.")
            return None
        return found if isinstance(found, int) else None

    def decimal(self, name: str) -> Decimal | None:
        found = self.raw.get(name)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, (int, float, str)):
            self.refuse(name, f"expected a number, found {described(found)}.")
            return None
        try:
            number = Decimal(str(found))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) > Decimal("1e15"):
            self.refuse(name, f"“{found}” is not a number that can be used.", 'Write it like 25 or "0.5".')
            return None
        return number

    def day(self, name: str) -> date | None:
        found = self.value(name, str, 'a date like "2024-03-31"', required=False)
        if not isinstance(found, str):
            return None
        try:
            return date.fromisoformat(found if DAY_FORM.fullmatch(found) else "")
        except ValueError:
            self.refuse(name, f"“{found[:40]}” is not a date.", 'Write year-month-day, like "2024-03-31".')
            return None

    def one_of(self, name: str, allowed: Iterable[str], *, required: bool = False) -> str | None:
        found = self.value(name, str, "a word in quotation marks", required=required)
        choices = tuple(allowed)
        if isinstance(found, str) and found not in choices:
            self.refuse(
                name, f"“{found[:60]}” is not one of the choices.", f"Choose from: {', '.join(choices)}."
            )
            return None
        return found if isinstance(found, str) else None

    def items(self, name: str, *, required: bool = False) -> list[object]:
        found = self.value(name, list, "a list in square brackets", required=required)
        return found if isinstance(found, list) else []

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; an empty text or another value in it is refused with its number."""
        found = self.items(name)
        for number, text in enumerate(found):
            if not isinstance(text, str) or not text.strip():
                self.refuse(f"{name}[{number}]", f"expected a text, found {described(text)}.")
            elif unfit_for_text(text):
                self.refuse(
                    f"{name}[{number}]", "there is a control character in the text.", "Type it again."
                )
        return tuple(text.strip() for text in found if isinstance(text, str) and text.strip())

    def inside(self, name: str, words: str = "") -> Reading:
        """The object under `name`; an absent one reads as empty."""
        found = self.raw.get(name)
        return Reading({} if found is None else found, self.path_to(name), self.problems, words or self.words)

    def each(self, name: str, noun: str, *, at_least: int = 0) -> Iterator[Reading]:
        """The objects of the list under `name`, each named in words by its key where it has one."""
        found = self.items(name, required=at_least > 0)
        if len(found) < at_least and isinstance(self.raw.get(name), list):
            self.refuse(name, f"there are {len(found)} here.", f"Give {at_least} or more.")
        for number, raw in enumerate(found):
            key = raw.get("key") if isinstance(raw, dict) else None
            words = f"{noun} “{key[:60]}”" if isinstance(key, str) else self.words
            yield Reading(raw, self.path_to(f"{name}[{number}]"), self.problems, words)

    def named(self, name: str, noun: str) -> Iterator[tuple[str, Reading]]:
        """The objects of the object under `name`, with the name each goes by."""
        for key, raw in self.inside(name).raw.items():
            yield key, Reading(raw, self.path_to(f"{name}.{key}"), self.problems, f"{noun} “{key[:60]}”")

    def texts_by_key(self, name: str) -> dict[str, str]:
        inner = self.inside(name)
        return {key: inner.text(key) for key in inner.raw}


def described(value: object) -> str:
    """What a found value is, in words for a person: never a name of a type."""
    if value is None:
        return "nothing (null)"
    if isinstance(value, bool):
        return f"“{str(value).lower()}”"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text “{value[:40]}”" if value.strip() else "an empty text"
    return "a list" if isinstance(value, list) else "an object"


def unfit_for_text(text: str) -> bool:
    """Control characters (but for line ends and tabs) and halves of characters, which cannot be stored."""
    return any(
        (character < " " and character not in "\n\t")
        or "\x7f" <= character <= "\x9f"
        or "\ud800" <= character <= "\udfff"
        for character in text
    )


def raise_if_any(problems: list[Problem]) -> None:
    """Ends a reading. A fault that two checks met is told once."""
    if problems:
        raise ProblemsFound(dict.fromkeys(problems))


def refuse_repeats(reading: Reading, name: str, keys: Iterable[str], noun: str) -> None:
    """Each key may be there once; a repeated one is named once."""
    for key, times in Counter(key for key in keys if key).items():
        if times > 1:
            reading.refuse(name, f"the {noun} key “{key}” is there {times} times.", "Give each its own key.")


def too_deep(raw: object, allowed: int = DEEPEST) -> bool:
    """Whether JSON holds more levels than are allowed."""
    if allowed < 0:
        return True
    inner = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ()
    return any(too_deep(value, allowed - 1) for value in inner)
