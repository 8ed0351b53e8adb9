"""What each column of a file means, read from a mapping file (`said-and-done/mapping/1`).

Belongs here: the values of a mapping and reading them, checked against the questionnaire. Does not belong
here: rows (`merging`), or file formats.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from surveys.conditions import PREFER_NOT_TO_SAY_KEY
from surveys.fields import NotAnAnswer
from surveys.problems import Problem
from surveys.question_types import question_type
from surveys.reading import Reading, raise_if_any
from surveys.structure import Question, Questionnaire

FORMAT = "said-and-done/mapping/1"
CHANNELS = ("online", "face_to_face", "paper", "telephone", "email_or_letter")
MOST_NUMBERED = 1_000
BINDING_NAMES = ("question", "values", "otherwise", "blank_if", "not_asked_if", "separator", "format", "when")
NUMBER_WORD = "{n}"


@dataclass(frozen=True)
class When:
    """The rows in which a column means this: those where another column has one of these texts."""

    column: str
    texts: frozenset[str]


@dataclass(frozen=True)
class Binding:
    """One meaning of one column. Texts are compared without regard to case and to space around them."""

    column: str
    target: str
    """A question, or a row of a grid as `grid.row`."""
    values: Mapping[str, str] | None = None
    otherwise: str | None = None
    blank_if: frozenset[str] = frozenset()
    not_asked_if: frozenset[str] = frozenset()
    separator: str = ";"
    format: str | None = None
    when: When | None = None

    @property
    def question_key(self) -> str:
        return self.target.partition(".")[0]


@dataclass(frozen=True)
class ChannelColumn:
    column: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Moment:
    column: str
    format: str | None


@dataclass(frozen=True)
class ImportMapping:
    """A whole mapping. `channel` is one for all rows, or a column that says it."""

    bindings: Mapping[str, tuple[Binding, ...]]
    channel: str | ChannelColumn
    submitted_at: Moment | None
    group_rows_by: str | None
    reference: str | None
    ignore: frozenset[str]
    raw: Mapping[str, object] = field(repr=False, compare=False)

    @property
    def used_columns(self) -> frozenset[str]:
        """Every column that the mapping reads; each must be in the file."""
        others = [
            self.group_rows_by,
            self.reference,
            self.submitted_at.column if self.submitted_at else None,
            self.channel.column if isinstance(self.channel, ChannelColumn) else None,
        ]
        whens = [
            binding.when.column for bindings in self.bindings.values() for binding in bindings if binding.when
        ]
        return frozenset({*self.bindings, *whens, *(column for column in others if column)})


def plain(text: str) -> str:
    """A text as it is compared."""
    return text.strip().casefold()


def parse_mapping(raw: object, questionnaire: Questionnaire) -> ImportMapping:
    """Reads a mapping from parsed JSON. Raises ProblemsFound with every fault and its place."""
    problems: list[Problem] = []
    reading = Reading(raw, "", problems)
    raise_if_any(problems)
    reading.only(
        (
            "format",
            "columns",
            "numbered_columns",
            "channel",
            "submitted_at",
            "group_rows_by",
            "reference",
            "ignore",
        )
    )
    reading.one_of("format", (FORMAT,), required=True)
    mapping = ImportMapping(
        bindings=_bindings(reading, questionnaire),
        channel=_channel(reading),
        submitted_at=_moment(reading),
        group_rows_by=reading.text("group_rows_by", required=False) or None,
        reference=reading.text("reference", required=False) or None,
        ignore=frozenset(reading.texts("ignore")),
        raw=reading.raw,
    )
    _check_columns(mapping, reading)
    raise_if_any(problems)
    return mapping


def _check_columns(mapping: ImportMapping, reading: Reading) -> None:
    for column in sorted(mapping.ignore & mapping.used_columns):
        reading.refuse(
            "ignore", f"the column “{column[:60]}” is both used and ignored.", "Take it out of one."
        )
    if not mapping.bindings:
        reading.refuse("columns", "no column is mapped to a question.", "Map at least one.")
    if mapping.group_rows_by and mapping.reference:
        reading.refuse(
            "reference",
            "rows that are grouped already have a reference: what they are grouped by.",
            "Take “reference” out.",
        )


def _bindings(reading: Reading, questionnaire: Questionnaire) -> dict[str, tuple[Binding, ...]]:
    bindings: dict[str, tuple[Binding, ...]] = {}
    for column in reading.inside("columns").raw:
        bindings[column] = tuple(_binding(part, column, questionnaire) for part in _parts(reading, column))
    for numbered in reading.each("numbered_columns", "numbered columns"):
        for column, binding in _numbered(numbered, questionnaire):
            if column in bindings:
                numbered.refuse("name", f"the column “{column}” is mapped already.", "Map each column once.")
            bindings[column] = (binding,)
    return bindings


def _parts(reading: Reading, column: str) -> Iterator[Reading]:
    """A column has one meaning, or a list of them for different rows."""
    columns = reading.inside("columns")
    words = f"column “{column[:60]}”"
    raw = columns.raw[column]
    parts = raw if isinstance(raw, list) else [raw]
    for number, part in enumerate(parts):
        path = f"columns.{column}[{number}]" if isinstance(raw, list) else f"columns.{column}"
        yield Reading(part, path, reading.problems, words)


def _numbered(reading: Reading, questionnaire: Questionnaire) -> Iterator[tuple[str, Binding]]:
    """Columns that differ by a number: `{n}` stands for it in their name and in what they are bound to."""
    reading.only(("name", "from", "to", *BINDING_NAMES))
    name, question = reading.text("name"), reading.text("question")
    first = reading.whole_number("from", least=0, most=1_000_000)
    last = reading.whole_number("to", least=first or 0, most=(first or 0) + MOST_NUMBERED)
    if NUMBER_WORD not in name or NUMBER_WORD not in question:
        reading.refuse(
            "name",
            f"“name” and “question” must both have {NUMBER_WORD} in them.",
            f'Write them like "Q{NUMBER_WORD}" and "statements.s{NUMBER_WORD}".',
        )
    elif first is None or last is None:
        reading.refuse("from", "the first and the last number are needed.", 'Write "from": 0, "to": 49.')
    else:
        for number in range(first, last + 1):
            column, target = (
                name.replace(NUMBER_WORD, str(number)),
                question.replace(NUMBER_WORD, str(number)),
            )
            yield column, _bound(reading, column, target, questionnaire)


def _binding(reading: Reading, column: str, questionnaire: Questionnaire) -> Binding:
    reading.only(BINDING_NAMES)
    return _bound(reading, column, reading.text("question"), questionnaire)


def _bound(reading: Reading, column: str, target: str, questionnaire: Questionnaire) -> Binding:
    question = _question(reading, target, questionnaire)
    binding = Binding(
        column=column,
        target=target,
        values=_values(reading),
        otherwise=reading.text("otherwise", required=False) or None,
        blank_if=_texts(reading, "blank_if"),
        not_asked_if=_texts(reading, "not_asked_if"),
        separator=reading.text("separator", required=False) or ";",
        format=_format(reading),
        when=_when(reading),
    )
    if question is not None:
        _check_values(reading, binding, question)
    return binding


def _question(reading: Reading, target: str, questionnaire: Questionnaire) -> Question | None:
    for question in questionnaire.questions:
        if target in question_type(question).targets(question):
            return question
    if target:
        known = [
            key for question in questionnaire.questions for key in question_type(question).targets(question)
        ]
        near = [key for key in known if key.partition(".")[0] == target.partition(".")[0]]
        reading.refuse(
            "question",
            f"there is no question “{target[:90]}” to bind to.",
            f"Known: {', '.join(near or known)[:600]}.",
        )
    return None


def _values(reading: Reading) -> Mapping[str, str] | None:
    if not reading.has("values"):
        return None
    values: dict[str, str] = {}
    for text, option in reading.texts_by_key("values").items():
        if plain(text) in values:
            reading.refuse(
                "values", f"“{text[:60]}” is there twice, apart from its case or spaces.", "Take one out."
            )
        values[plain(text)] = option
    return values


def _texts(reading: Reading, name: str) -> frozenset[str]:
    """Texts to compare with; an empty one stands for an empty cell."""
    found = reading.items(name)
    for number, text in enumerate(found):
        if not isinstance(text, str):
            reading.refuse(f"{name}[{number}]", "expected a text in quotation marks.", 'Write it like "n/a".')
    return frozenset(plain(text) for text in found if isinstance(text, str))


def _format(reading: Reading) -> str | None:
    """How dates are written, in the letters of strftime: %d/%m/%Y."""
    text = reading.text("format", required=False)
    if not text:
        return None
    moment = datetime.datetime(2024, 3, 31, 17, 45, 59)  # noqa: DTZ001  # a pattern is tried, no moment is meant
    try:
        told = datetime.datetime.strptime(moment.strftime(text), text).date()  # noqa: DTZ007
    except ValueError:
        told = None
    if told != moment.date():
        reading.refuse(
            "format", f"“{text[:40]}” does not tell day, month and year.", 'Write it like "%d/%m/%Y".'
        )
        return None
    return text


def _when(reading: Reading) -> When | None:
    if not reading.has("when"):
        return None
    inner = reading.inside("when")
    inner.only(("column", "is", "is_one_of"))
    if inner.has("is") == inner.has("is_one_of"):
        inner.refuse("", "the condition needs either “is” or “is_one_of”.", "Give one of the two.")
    texts = inner.texts("is_one_of") if inner.has("is_one_of") else (inner.text("is"),)
    return When(inner.text("column"), frozenset(plain(text) for text in texts))


def _check_values(reading: Reading, binding: Binding, question: Question) -> None:
    """What values are turned into must be answers to the question."""
    for text in (*(binding.values or {}).values(), *([binding.otherwise] if binding.otherwise else [])):
        try:
            question_type(question).answer_from_text(question, text, separator=binding.separator)
        except NotAnAnswer as refused:
            reading.refuse("values", refused.message, "Mend the value.")
    offers = (*question.choice_keys, PREFER_NOT_TO_SAY_KEY)
    if binding.otherwise and question.choices and binding.otherwise not in offers:
        reading.refuse(
            "otherwise", f"“{binding.otherwise[:60]}” is not an option.", f"Use: {', '.join(offers)}."
        )


def _channel(reading: Reading) -> str | ChannelColumn:
    if isinstance(reading.raw.get("channel"), dict):
        inner = reading.inside("channel")
        inner.only(("column", "values"))
        channels = inner.inside("values")
        values = {plain(text): channels.one_of(text, CHANNELS, required=True) or "" for text in channels.raw}
        return ChannelColumn(inner.text("column"), values)
    return reading.one_of("channel", CHANNELS, required=True) or CHANNELS[0]


def _moment(reading: Reading) -> Moment | None:
    if not reading.has("submitted_at"):
        return None
    inner = reading.inside("submitted_at")
    inner.only(("column", "format"))
    return Moment(inner.text("column"), _format(inner))
