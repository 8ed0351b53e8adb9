"""What every type of question knows about itself. One subclass a type, one file a subclass.

Belongs here: the promises that all types keep, with what most of them do. Does not belong here: anything
that is true of one type only. Nobody outside this package asks a question what its type is; they ask its
type to do something.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from surveys.answers import NOT_ASKED, PREFER_NOT_TO_SAY, Answer, AnswerState
from surveys.conditions import PREFER_NOT_TO_SAY_KEY
from surveys.fields import AskedField, NotAnAnswer
from surveys.form_messages import ENGLISH, FormMessages
from surveys.reading import Reading
from surveys.structure import Question, Questionnaire, Scale
from surveys.variables import SurveyCategory, SurveyVariable

if TYPE_CHECKING:
    from surveys.wordings import Wording

AnalysedAs = Literal["closed", "scale", "several", "ranked", "numeric", "date", "open", "none"]


@dataclass(frozen=True)
class NeededText:
    """A text that a wording must give. `kind` is text, option or row; `key` that of the option or row."""

    kind: Literal["text", "option", "row"]
    key: str = ""


class QuestionType(ABC):
    name: ClassVar[str]
    analysed_as: ClassVar[AnalysedAs]
    settings: ClassVar[frozenset[str]] = frozenset()
    """The names that a definition may give beside those that all questions have."""
    condition_words: ClassVar[frozenset[str]] = frozenset({"answered"})
    """How a condition may ask about it."""
    asks: ClassVar[bool] = True
    """Whether there is something to answer."""
    field_class: ClassVar[type[AskedField]]

    @property
    def template(self) -> str:
        return f"questions/{self.name}.html"

    @abstractmethod
    def read_settings(self, reading: Reading, question: Question, scales: Mapping[str, Scale]) -> Question:
        """The question with the settings of this type, each fault noted in the reading."""

    def needed_texts(self, question: Question) -> tuple[NeededText, ...]:
        preference = (NeededText("option", PREFER_NOT_TO_SAY_KEY),) if question.prefer_not_to_say else ()
        options = tuple(NeededText("option", key) for key in question.choice_keys)
        rows = tuple(NeededText("row", key) for key in question.row_keys)
        return (NeededText("text"), *options, *rows, *preference)

    def form_field(
        self, question: Question, wording: Wording, messages: FormMessages = ENGLISH
    ) -> AskedField:
        """An unbound WTForms field; `forms.build_form` binds it."""
        return self.field_class(question, wording, messages, self.template)

    def answer_from_field(self, question: Question, field: AskedField) -> Answer:
        return field.answer()

    def data_for_field(self, question: Question, answer: Answer | None) -> Answer | None:
        """What the field shows again of a saved answer."""
        return answer

    def is_complete(self, question: Question, answer: Answer) -> bool:
        """Whether it is enough for a required question."""
        return answer.says_something

    def is_settled(self, question: Question, answer: Answer | None) -> bool:
        """Whether a person has been through it: everything that it asks was answered or left blank."""
        return answer is not None

    def so_far(self, question: Question, given: Answer, saved: Answer | None) -> Answer | None:
        """What to keep of a page that is left before it is finished: nothing where nothing was decided yet."""
        return given if given.says_something or saved is not None else None

    def display(self, question: Question, wording: Wording, answer: Answer | None) -> tuple[str, ...]:
        """The answer in the wording's words, one text a line; nothing where nothing was answered."""
        if answer is None or not answer.says_something:
            return ()
        if answer.state is AnswerState.PREFER_NOT_TO_SAY:
            return (wording.prefer_not_to_say,)
        return self.display_value(question, wording, answer)

    def display_value(self, question: Question, wording: Wording, answer: Answer) -> tuple[str, ...]:
        return (str(answer.value),)

    def variables(self, question: Question, questionnaire: Questionnaire) -> tuple[SurveyVariable, ...]:
        categories = tuple(SurveyCategory(choice.key, choice.counts_as) for choice in question.choices)
        return (
            SurveyVariable(
                question.key, self.analysed_as, question.key, None, categories, question.identifies
            ),
        )

    def cells(self, question: Question, answer: Answer | None) -> dict[str, Answer]:
        """The answer under each of the question's variables; not asked where there is none."""
        return {question.key: answer or NOT_ASKED}

    def targets(self, question: Question) -> tuple[str, ...]:
        """What a column of an imported file can be bound to: the question, or its parts."""
        return (question.key,)

    def answer_from_text(
        self, question: Question, text: str, wording: Wording | None = None, separator: str = ";"
    ) -> Answer:
        """The answer that one cell of an imported file gives. Raises NotAnAnswer with what is wrong and the
        cure.

        Options are given by key or by the wording's label. An empty cell is for the caller to understand.
        """
        if question.prefer_not_to_say and self.names_option(question, PREFER_NOT_TO_SAY_KEY, text, wording):
            return PREFER_NOT_TO_SAY
        return self.answer_from_cell(question, text, wording, separator)

    @abstractmethod
    def answer_from_cell(
        self, question: Question, text: str, wording: Wording | None, separator: str
    ) -> Answer:
        """As `answer_from_text`, once “prefer not to say” is out of the way."""

    def join_parts(self, question: Question, parts: Mapping[str, Answer]) -> Answer:
        """One answer of what was read for its targets."""
        return parts[question.key]

    def names_option(self, question: Question, key: str, text: str, wording: Wording | None) -> bool:
        told = text.strip()
        return told == key or (wording is not None and told.casefold() == _label(wording, question, key))

    def option_from_text(self, question: Question, text: str, wording: Wording | None) -> str:
        for key in question.choice_keys:
            if self.names_option(question, key, text, wording):
                return key
        known = ", ".join(question.choice_keys)
        raise NotAnAnswer(f"“{text[:60]}” is not an option of “{question.key}”. Its options are: {known}.")


def _label(wording: Wording, question: Question, key: str) -> str:
    return wording.option_text(question, key).casefold()
