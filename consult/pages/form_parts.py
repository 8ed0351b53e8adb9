"""The parts of officers' forms: texts, numbers, days, and where each error is.

Belongs here: what several forms share. Does not belong here: a form of one page (beside its view), or the
questionnaires that respondents answer (`surveys.forms`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, NamedTuple

from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

LONGEST_LINE = 200
LONGEST_TEXT = 5000
LARGEST_NUMBER = 100_000


class ErrorAt(NamedTuple):
    """A message and the element that it leads to."""

    id: str
    message: str


class OwnWords:
    """What WTForms itself says, in this site's words. A choice can be gone since the page was opened."""

    words: ClassVar = {"Not a valid choice.": "Choose one that is in the list"}

    def gettext(self, message: str) -> str:
        return self.words.get(message, message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return singular if number == 1 else plural


class OfficerForm(FlaskForm):
    """A form whose errors can be listed in the order of the page."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: FlaskForm) -> OwnWords:
            return OwnWords()

    def errors_in_order(self) -> list[ErrorAt]:
        return [
            ErrorAt(getattr(field, "error_id", field.id), str(message))
            for field in self
            for message in field.errors[:1]
        ]

    def take_problems(self, problems: Mapping[str, str]) -> None:
        """Show what a service refused beside the fields it names; what has no field goes to the first."""
        for name, message in problems.items():
            field = self[name] if name in self else next(iter(self))
            field.errors = [*field.errors, message]


def tidy_text(text: str | None) -> str:
    """What was typed, in one form of Unicode and with one kind of line end."""
    return unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n").replace("\r", "\n")).strip()


def without_control_characters(text: str) -> str:
    """The text that a page can show and PostgreSQL can keep."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def no_control_characters(form: FlaskForm, field: Field) -> None:
    """Refuse them, and show the page again with the rest of what was typed."""
    typed = field.data or ""
    field.data = without_control_characters(typed)
    if field.data != typed:
        raise ValidationError("There was a character in it that cannot be shown. Look at it again.")


def one_line(label: str, needed: str = "", *, longest: int = LONGEST_LINE, **settings: Any) -> StringField:
    """One line of text. `needed` is what to say where it is empty; without it, it may be."""
    return StringField(label, filters=[tidy_text], validators=_text_checks(needed, longest), **settings)


def long_text(label: str, needed: str = "", *, longest: int = LONGEST_TEXT, **settings: Any) -> TextAreaField:
    """Several lines of text."""
    return TextAreaField(label, filters=[tidy_text], validators=_text_checks(needed, longest), **settings)


def _text_checks(needed: str, longest: int) -> list[Any]:
    first = DataRequired(needed) if needed else Optional()
    too_long = Length(max=longest, message=f"Use {longest:,} characters or fewer")
    return [first, no_control_characters, too_long]


class WholeNumberField(IntegerField):
    """A number of people or votes. Empty is None."""

    def __init__(self, label: str, *, most: int = LARGEST_NUMBER, **settings: Any) -> None:
        self.most = most
        checks = [Optional(), NumberRange(0, most, f"Enter a whole number from 0 to {most:,}")]
        super().__init__(label, validators=checks, **settings)

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip().replace(",", "") if valuelist else ""
        self.data = None
        if not typed:
            return
        # Longer digits than any count has are refused before they are turned into a number.
        if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(self.most))):
            raise ValueError(f"Enter a whole number from 0 to {self.most:,}")
        self.data = int(typed)


class DayField(Field):
    """A day typed as three numbers. A partly filled or impossible one is refused, never dropped."""

    parts = ("day", "month", "year")

    def __init__(self, label: str, needed: str = "", **settings: Any) -> None:
        super().__init__(label, **settings)
        self.needed = needed
        self.typed = dict.fromkeys(self.parts, "")
        self.wrong_parts: tuple[str, ...] = ()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """WTForms' hook. What was posted is kept as typed, so that a refused page comes back as it was."""
        self.process_errors: list[str] = []
        self.data = data if isinstance(data, date) else None
        if formdata is not None:
            self.typed = {part: formdata.get(f"{self.name}-{part}", "").strip() for part in self.parts}
        elif self.data:
            self.typed = {part: str(getattr(self.data, part)) for part in self.parts}

    def pre_validate(self, form: FlaskForm) -> None:
        empty = tuple(part for part in self.parts if not self.typed[part])
        if len(empty) == len(self.parts):
            self.data = None
            if self.needed:
                self._refuse(self.parts, self.needed)
            return
        if empty:
            self._refuse(empty, f"The date must include a {' and '.join(empty)}")
        self.data = self._day()

    def _day(self) -> date:
        found = _real_day(*(self.typed[part] for part in ("year", "month", "day")))
        if found is None:
            self._refuse(self.parts, "Enter a real date, like 27 3 2024")
        assert found is not None  # noqa: S101 - for the type checker; _refuse always raises
        return found

    def _refuse(self, parts: tuple[str, ...], message: str) -> None:
        self.wrong_parts = parts
        raise ValidationError(message)

    @property
    def error_id(self) -> str:
        """The element that an error leads to: the first part that is wrong."""
        return f"{self.id}-{self.wrong_parts[0] if self.wrong_parts else 'day'}"


def _real_day(*numbers: str) -> date | None:
    """The day that year, month and day name; None where there is no such day."""
    if not all(number.isascii() and number.isdigit() and len(number) <= 4 for number in numbers):
        return None
    year, month, day = (int(number) for number in numbers)
    try:
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def choices(options: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in options]
