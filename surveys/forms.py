"""The form of one page of a questionnaire, built from its questions each time it is shown or sent.

Belongs here: building the form and reading it as a whole. Does not belong here: Flask, sessions, CSRF
tokens (fields whose names do not begin with `q_` are not ours and are left alone), and the field of one
type of question.

Names and ids that templates must give (`<key>` is the question's key):

| type of question | names | ids of elements |
|---|---|---|
| single and several choices, agreement scale | `q_<key>` | `q_<key>`, `q_<key>-2` … by option |
| agreement grid | `q_<key>-<row>` | `q_<key>-<row>`, `q_<key>-<row>-2` … by option, for each row |
| ranking | `q_<key>-<option>` | the same |
| date | `q_<key>-day`, `-month`, `-year` | the same |
| number, short and long text | `q_<key>` | the same |
| "prefer not to say" where it is a checkbox | `q_<key>-prefer_not_to_say` | the same |

So the field of an error link is always there. The id of a field is that of its first element.
A template takes them from the field: `field.options`, `.rows`, `.items`, `.parts`, `.prefer_not_to_say`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wtforms.form import BaseForm

from surveys.answers import Answer
from surveys.fields import AskedField, FieldError, FieldOption, Posted, TamperedForm
from surveys.form_messages import ENGLISH, FormMessages
from surveys.question_types import question_type
from surveys.structure import Question, Questionnaire
from surveys.wordings import Wording

__all__ = [
    "PREFIX",
    "AskedField",
    "FieldError",
    "FieldOption",
    "FormMessages",
    "SurveyForm",
    "TamperedForm",
    "build_form",
]

PREFIX = "q_"


class SurveyForm(BaseForm):  # type: ignore[misc]  # WTForms has no types
    """Fields by question key: `form["role"]`. Going through the form gives them in order."""

    def __init__(self, questions: Iterable[Question], wording: Wording, messages: FormMessages) -> None:
        self.questions = tuple(questions)
        fields = {
            question.key: question_type(question).form_field(question, wording, messages)
            for question in self.questions
        }
        super().__init__(fields, prefix=PREFIX)
        self._validated = False

    @property
    def fields(self) -> tuple[AskedField, ...]:
        return tuple(self)

    def validate(self, extra_validators: object = None) -> bool:
        self._validated = bool(super().validate())
        return self._validated

    def answers(self) -> dict[str, Answer]:
        """The answers by question key, blanks included, so that a saved page is known to be saved.

        Information has none. Raises RuntimeError where `validate` has not found the form right.
        """
        if not self._validated:
            raise RuntimeError("answers can be taken only from a form that validate() found right")
        asked = [question for question in self.questions if question_type(question).asks]
        return {
            question.key: question_type(question).answer_from_field(question, self[question.key])
            for question in asked
        }

    def answers_so_far(self, saved: Mapping[str, Answer]) -> dict[str, Answer]:
        """Of a page that is left before it is finished: the answers that `validate` found right.

        What was left empty is not a decision yet and stays open, unless it empties an answer in `saved`.
        """
        right = [
            field for field in self.fields if not field.field_errors and question_type(field.question).asks
        ]
        found = {
            field.question.key: question_type(field.question).so_far(
                field.question, field.given, saved.get(field.question.key)
            )
            for field in right
        }
        return {key: answer for key, answer in found.items() if answer is not None}

    def errors_in_order(self) -> list[tuple[str, str]]:
        """The id of the element to go to and the message, for each error, in the order of the page."""
        return [(error.id, error.message) for field in self.fields for error in field.field_errors]

    def names(self) -> frozenset[str]:
        return frozenset(name for field in self.fields for name in field.names())


def build_form(
    page_questions: Iterable[Question],
    questionnaire: Questionnaire,
    wording: Wording,
    *,
    formdata: Posted | None = None,
    answers: Mapping[str, Answer] | None = None,
    messages: FormMessages = ENGLISH,
) -> SurveyForm:
    """The form of the visible questions of a page.

    `formdata` is what was posted (a werkzeug MultiDict), also when it is empty; `answers` are those saved
    earlier, shown only where nothing was posted. Raises TamperedForm for unknown `q_` fields and impossible
    options.
    """
    form = SurveyForm(page_questions, wording, messages)
    _refuse_strangers(questionnaire, form)
    if formdata is not None:
        _refuse_unknown_fields(form, formdata)
    saved = answers or {}
    form.process(
        formdata,
        data={
            question.key: question_type(question).data_for_field(question, saved.get(question.key))
            for question in form.questions
        },
    )
    return form


def _refuse_strangers(questionnaire: Questionnaire, form: SurveyForm) -> None:
    for question in form.questions:
        if not questionnaire.has_question(question.key):
            raise KeyError(f"“{question.key}” is not a question of “{questionnaire.key}”")


def _refuse_unknown_fields(form: SurveyForm, formdata: Posted) -> None:
    known = form.names()
    for name in formdata:
        if name.startswith(PREFIX) and name not in known:
            raise TamperedForm(name[:100], "this page has no such field")
