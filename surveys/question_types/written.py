"""What short and long text share: length, control characters, and a field that keeps what was typed.

Belongs here: written answers in general. Does not belong here: a type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from wtforms import StringField

from surveys.answers import LEFT_BLANK, Answer, AnswerState
from surveys.fields import AskedField, NotAnAnswer, Posted, one_value
from surveys.form_messages import ENGLISH, FormMessages
from surveys.question_types.base import QuestionType
from surveys.reading import Reading
from surveys.structure import Question, Scale
from surveys.written_text import CEILING, has_control_characters, shown_again, tidied

if TYPE_CHECKING:
    from surveys.wordings import Wording


def written_answer(
    question: Question, typed: str, label: str, messages: FormMessages, *, lines: bool
) -> Answer:
    """The answer in what was typed. Raises NotAnAnswer. The ceiling comes first: nothing else reads a huge
    text.
    """
    if len(typed) > CEILING:
        words = {"question": label, "length": f"{len(typed):,}", "most": f"{most_of(question):,}"}
        raise NotAnAnswer(messages.far_too_long.format(**words))
    text = tidied(typed)
    if has_control_characters(text):
        raise NotAnAnswer(messages.control_characters.format(question=label))
    if not lines and "\n" in text:
        raise NotAnAnswer(messages.one_line.format(question=label))
    if len(text) > most_of(question):
        words = {"question": label, "length": f"{len(text):,}", "most": f"{most_of(question):,}"}
        raise NotAnAnswer(messages.too_long.format(**words))
    return Answer(AnswerState.ANSWERED, text) if text else LEFT_BLANK


def most_of(question: Question) -> int:
    return CEILING if question.max_length is None else question.max_length


class WrittenField(AskedField, StringField):  # type: ignore[misc]  # WTForms has no types
    """A box to write in. `typed` is what it shows, `max_length` how much it takes, `lines` whether of
    several lines.
    """

    lines = False

    def take_posted(self, posted: Posted) -> None:
        self.data = one_value(posted, self.name)

    def take_answer(self, answer: Answer) -> None:
        self.data = answer.value if isinstance(answer.value, str) else ""

    def is_empty(self) -> bool:
        return not (self.data or "").strip()

    def read(self) -> Answer:
        label = self.wording.named(self.question.key)
        answer = written_answer(self.question, self.data or "", label, self.messages, lines=self.lines)
        if self.required and answer is LEFT_BLANK:
            raise NotAnAnswer(self.say("write_something"))
        return answer

    @property
    def typed(self) -> str:
        return shown_again(self.data or "")

    @property
    def max_length(self) -> int:
        return most_of(self.question)


class LongWrittenField(WrittenField):
    lines = True


class Written(QuestionType):
    """Short and long text differ in how long an answer is, and in whether it may have several lines."""

    analysed_as = "open"
    settings = frozenset({"max_length"})
    usual_length: ClassVar[int]
    greatest_length: ClassVar[int]
    field_class: ClassVar[type[WrittenField]]

    def read_settings(self, reading: Reading, question: Question, scales: Mapping[str, Scale]) -> Question:
        most = reading.whole_number("max_length", least=1, most=self.greatest_length)
        return replace(question, max_length=most or self.usual_length)

    def answer_from_cell(
        self, question: Question, text: str, wording: Wording | None, separator: str
    ) -> Answer:
        label = wording.label(question.key) if wording else question.key
        return written_answer(question, text, label, ENGLISH, lines=self.field_class.lines)
