"""A wording as a value: the texts, pictures and recordings of one edition in one language, found by their keys.

Belongs here: the values and how to find one. Does not belong here: reading them from JSON (`wordings`), what a
wording lacks (`wording_lacks`), or which picture a face or a thumb is (`wording_pictures`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from surveys.conditions import PREFER_NOT_TO_SAY_KEY
from surveys.question_types import NeededText
from surveys.structure import Question
from surveys.wording_pictures import PREFER_NOT_TO_SAY_PICTURE, ScaleShown, picture_by_meaning

EASY_READ = "easy_read"
LONGEST_NAME = 120
"""A text with more characters is not repeated in a message where there is a short name."""


@dataclass(frozen=True)
class PageTexts:
    title: str = ""
    introduction: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionTexts:
    """What a wording says and shows for one question. Pictures and recordings are names, "" where none is given."""

    text: str = ""
    short: str = ""
    hint: str = ""
    body: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    row_shorts: Mapping[str, str] = field(default_factory=dict)
    picture: str = ""
    pictures: Mapping[str, str] = field(default_factory=dict)
    row_pictures: Mapping[str, str] = field(default_factory=dict)
    recording: str = ""
    signed_video: str = ""
    shown_as: str = ""
    why: str = ""

    def media(self) -> Iterator[tuple[str, str]]:
        """Every name of a picture, recording or film, with its place."""
        yield from (
            ("picture", self.picture),
            ("recording", self.recording),
            ("signed_video", self.signed_video),
        )
        yield from ((f"pictures.{key}", name) for key, name in self.pictures.items())
        yield from ((f"row_pictures.{key}", name) for key, name in self.row_pictures.items())


@dataclass(frozen=True)
class PrivacySection:
    """A part of the second layer of the privacy notice."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    edition: str
    language: str
    title: str
    introduction: tuple[str, ...]
    privacy: tuple[str, ...]
    pages: Mapping[str, PageTexts]
    questions: Mapping[str, QuestionTexts]
    scales: Mapping[str, Mapping[str, str]]
    scale_of: Mapping[str, str]
    """The scale that each question on a scale uses, so that its options can be named."""
    omits: frozenset[str]
    prefer_not_to_say: str
    raw: Mapping[str, object] = field(repr=False, compare=False)
    scale_pictures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    scales_shown: Mapping[str, ScaleShown] = field(default_factory=dict)
    privacy_more: tuple[PrivacySection, ...] = ()
    consent: tuple[str, ...] = ()
    for_parents: tuple[str, ...] = ()
    safeguarding: str = ""
    support: Mapping[str, str] = field(default_factory=dict)
    """Texts of the question about help: question, alone, helped, answered_for; those that are given."""
    checked_by_a_person: bool = True
    """False where a machine translated it and nobody who knows the language has read it yet."""

    @property
    def one_question_a_page(self) -> bool:
        return self.edition == EASY_READ

    # Texts

    def page_title(self, key: str) -> str:
        return _found(self.pages.get(key, PageTexts()).title, f"the page “{key}” has no title", self)

    def page_introduction(self, key: str) -> tuple[str, ...]:
        return self.pages.get(key, PageTexts()).introduction

    def question_text(self, key: str) -> str:
        return _found(self.texts_of(key).text, f"the question “{key}” has no text", self)

    def label(self, key: str) -> str:
        """The question's short name for tables and charts, else its text."""
        return self.texts_of(key).short or self.question_text(key)

    def named(self, key: str) -> str:
        """The words by which a message to a respondent names the question: those that stand on the page.

        A short name is the officers' and need not be on the page, so it stands in only for a text that is long.
        """
        text = self.question_text(key)
        return text if len(text) <= LONGEST_NAME else self.label(key)

    def hint(self, key: str) -> str:
        return self.texts_of(key).hint

    def body(self, key: str) -> tuple[str, ...]:
        return self.texts_of(key).body

    def why(self, key: str) -> str:
        """Why this is asked, or "" where the wording does not say."""
        return self.texts_of(key).why

    def option_text(self, question: Question | str, option_key: str) -> str:
        """The text of an option, of a scale's option, or of “prefer not to say”."""
        key = _key(question)
        text = self._option(key, option_key)
        return _found(text, f"the option “{option_key}” of the question “{key}” has no text", self)

    def row_text(self, question: Question | str, row_key: str) -> str:
        key = _key(question)
        text = self.texts_of(key).rows.get(row_key, "")
        return _found(text, f"the row “{row_key}” of the question “{key}” has no text", self)

    def row_label(self, question: Question | str, row_key: str) -> str:
        key = _key(question)
        return self.texts_of(key).row_shorts.get(row_key) or self.row_text(key, row_key)

    def row_named(self, question: Question | str, row_key: str) -> str:
        """The words by which a message to a respondent names a row of a grid."""
        text = self.row_text(question, row_key)
        return text if len(text) <= LONGEST_NAME else self.row_label(question, row_key)

    def variable_text(self, variable_key: str) -> str:
        """The short name of a variable: of a question, or of a grid's row (`priorities.voice`)."""
        question, _, row = variable_key.partition(".")
        return self.row_label(question, row) if row else self.label(question)

    # Pictures, recordings and how options are shown

    def picture(self, question_key: str) -> str:
        """The name of the question's picture, or ""."""
        return self.texts_of(question_key).picture

    def row_picture(self, question: Question | str, row_key: str) -> str:
        return self.texts_of(_key(question)).row_pictures.get(row_key, "")

    def option_picture(self, question: Question, option_key: str) -> str:
        """The name of an option's picture, or "": its own, its scale's, or the face or thumb that it counts as."""
        texts = self.texts_of(question.key)
        given = texts.pictures.get(option_key)
        if given or option_key == PREFER_NOT_TO_SAY_KEY:
            return given or self._picture_of_preference(question)
        scale = question.scale
        if scale is None:
            return ""
        of_scale = self.scale_pictures.get(scale.key, {}).get(option_key)
        return of_scale or picture_by_meaning(scale, option_key, self.shown_as(question))

    def _picture_of_preference(self, question: Question) -> str:
        """“Prefer not to say” has a picture where the options beside it have theirs."""
        pictured = any(self.option_picture(question, key) for key in question.choice_keys)
        return PREFER_NOT_TO_SAY_PICTURE if pictured or self.one_question_a_page else ""

    def recording(self, key: str) -> str:
        return self.texts_of(key).recording

    def signed_video(self, key: str) -> str:
        return self.texts_of(key).signed_video

    def shown_as(self, question: Question) -> str:
        """`words`, `pictures`, `faces` or `thumbs`; the question's own setting before its scale's."""
        shown = self._scale_shown(question)
        return self.texts_of(question.key).shown_as or (shown.shown_as if shown else "words")

    def options_shown(self, question: Question) -> tuple[str, ...]:
        """The keys of the options that this wording offers, in its order; “prefer not to say” is not among them."""
        shown = self._scale_shown(question)
        return shown.options if shown and shown.options else question.choice_keys

    def _scale_shown(self, question: Question) -> ScaleShown | None:
        return self.scales_shown.get(question.scale.key) if question.scale else None

    # What is there

    def media_files(self) -> tuple[tuple[str, str], ...]:
        """The files that it names in the folder `media`, each with its place in the wording."""
        named = [
            (f"scale_pictures.{scale}.{key}", name)
            for scale, pictures in self.scale_pictures.items()
            for key, name in pictures.items()
        ]
        for key, texts in self.questions.items():
            named += [(f"questions.{key}.{part}", name) for part, name in texts.media()]
        return tuple((place, name) for place, name in named if "." in name)

    def has(self, needed: NeededText, key: str) -> bool:
        """Whether the text that a question needs is there."""
        texts = self.texts_of(key)
        if needed.kind == "option":
            return bool(self._option(key, needed.key))
        if needed.kind == "row":
            return bool(texts.rows.get(needed.key))
        return bool(texts.text)

    def texts_of(self, key: str) -> QuestionTexts:
        return self.questions.get(key, QuestionTexts())

    def _option(self, question_key: str, option_key: str) -> str:
        if option_key == PREFER_NOT_TO_SAY_KEY:
            return self.prefer_not_to_say
        of_scale = self.scales.get(self.scale_of.get(question_key, ""), {})
        return self.texts_of(question_key).options.get(option_key) or of_scale.get(option_key, "")


def _key(question: Question | str) -> str:
    return question if isinstance(question, str) else question.key


def _found(text: str, lack: str, wording: Wording) -> str:
    if not text:
        raise KeyError(f"{lack} in the wording {wording.edition}, {wording.language}")
    return text
