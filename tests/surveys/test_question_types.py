"""Every type of question in the registry keeps the same promises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from werkzeug.datastructures import MultiDict

import surveys.question_types
from surveys.answers import (
    LEFT_BLANK,
    NOT_ASKED,
    PREFER_NOT_TO_SAY,
    AnswerState,
    answers_from_json,
    answers_to_json,
)
from surveys.forms import AskedField, FieldOption, SurveyForm, TamperedForm, build_form
from surveys.problems import ProblemsFound
from surveys.question_types import QUESTION_TYPES
from surveys.question_types.base import AnalysedAs
from surveys.wordings import missing_texts, parse_wording

ASKING = [name for name, kind in QUESTION_TYPES.items() if kind.asks]
WITH_OPTIONS = ("single_choice", "several_choices", "agreement_scale")


def posted_form(build: Any, question: dict[str, Any], posted: dict[str, Any]) -> SurveyForm:
    questionnaire, wording = build(question)
    data = MultiDict({f"q_asked{part}": value for part, value in posted.items()})
    return build_form(questionnaire.questions, questionnaire, wording, formdata=data)


def element_ids(form: SurveyForm) -> set[str]:
    """The ids of all elements that a template gives, as forms.py documents them."""
    field = form["asked"]
    many = [*all_options(field), *getattr(field, "items", ()), *getattr(field, "parts", ())]
    ids = [element.id for element in many] or [field.id]
    ids += [field.prefer_not_to_say.id] if field.prefer_not_to_say else []
    assert len(set(ids)) == len(ids)
    return set(ids)


def all_options(field: AskedField) -> list[FieldOption]:
    """Radios and checkboxes, of the question and of its rows."""
    return [
        *getattr(field, "options", ()),
        *(option for row in getattr(field, "rows", ()) for option in row.options),
    ]


def test_every_type_has_an_example_and_a_file_of_its_own(examples: Any) -> None:
    assert set(examples) == set(QUESTION_TYPES)
    folder = Path(surveys.question_types.__file__).parent
    for name in QUESTION_TYPES:
        assert (folder / f"{name}.py").is_file()


@pytest.mark.parametrize("name", QUESTION_TYPES)
class TestEveryType:
    def test_is_described_fully(self, name: str) -> None:
        kind = QUESTION_TYPES[name]
        assert kind.name == name
        assert kind.template == f"questions/{name}.html"
        assert kind.analysed_as in get_args(AnalysedAs)
        assert kind.condition_words <= {"is", "is_one_of", "includes", "answered"}

    def test_refuses_a_setting_that_it_does_not_know(self, name: str, build: Any, question_of: Any) -> None:
        with pytest.raises(ProblemsFound, match="“colour” is not known here"):
            build(question_of(name, colour="red"))

    def test_needs_each_of_its_texts(self, name: str, build: Any, question_of: Any) -> None:
        questionnaire, wording = build(question_of(name))
        question = questionnaire.question("asked")
        for needed in QUESTION_TYPES[name].needed_texts(question):
            raw = json.loads(json.dumps(wording.raw))
            texts = raw["questions"]["asked"]
            home = {
                "text": texts,
                "row": texts.get("rows", {}),
                "option": texts["options"] if "options" in texts else raw["scales"]["agreement"],
            }[needed.kind]
            del home[needed.key or "text"]
            lacking = missing_texts(questionnaire, parse_wording(raw, questionnaire))
            assert len(lacking) == 1
            assert (needed.key or "text") in lacking[0].place

    def test_has_no_missing_text_when_all_are_given(self, name: str, build: Any, question_of: Any) -> None:
        assert missing_texts(*build(question_of(name))) == ()

    def test_refuses_a_field_that_the_page_does_not_have(
        self, name: str, build: Any, question_of: Any
    ) -> None:
        with pytest.raises(TamperedForm) as refused:
            posted_form(build, question_of(name), {"_other": "1"})
        assert refused.value.place == "q_asked_other"
        with pytest.raises(TamperedForm):
            posted_form(build, question_of(name), {"-prefer_not_to_say": "prefer_not_to_say"})

    def test_has_a_cell_for_each_variable(self, name: str, build: Any, question_of: Any) -> None:
        questionnaire, _ = build(question_of(name))
        kind, question = QUESTION_TYPES[name], questionnaire.question("asked")
        variables = kind.variables(question, questionnaire)
        assert [variable.key for variable in variables] == list(kind.cells(question, None))
        assert set(kind.targets(question)) == {variable.key for variable in variables}
        for variable in variables:
            assert variable.kind == kind.analysed_as
            assert [category.key for category in variable.categories] == list(question.choice_keys)
        for state in (NOT_ASKED, LEFT_BLANK, PREFER_NOT_TO_SAY):
            assert set(kind.cells(question, state).values()) <= {state}
        assert set(kind.cells(question, None).values()) <= {NOT_ASKED}

    def test_is_shown_before_anything_is_answered(self, name: str, build: Any, question_of: Any) -> None:
        questionnaire, wording = build(
            question_of(name, **({"prefer_not_to_say": True} if name in ASKING else {}))
        )
        form = build_form(questionnaire.questions, questionnaire, wording)
        field = form["asked"]
        assert (field.text, field.template) == ("What about asked?", f"questions/{name}.html")
        assert field.id in element_ids(form)
        assert not any(option.checked for option in all_options(field))
        assert not any(item.chosen for item in getattr(field, "items", ()))
        assert not any(part.value for part in getattr(field, "parts", ()))


@pytest.mark.parametrize("name", ASKING)
class TestEveryTypeThatAsks:
    def test_takes_an_answer_and_shows_it_again(
        self, name: str, build: Any, question_of: Any, examples: Any
    ) -> None:
        form = posted_form(build, question_of(name), examples[name].posted)
        assert form.validate(), form.errors_in_order()
        stored = json.loads(json.dumps(answers_to_json(form.answers())))
        assert stored == {"asked": {"state": "answered", "value": examples[name].stored}}
        questionnaire, wording = build(question_of(name))
        answers = answers_from_json(stored)
        again = build_form(questionnaire.questions, questionnaire, wording, answers=answers)
        assert again.validate()
        assert again.answers() == answers == form.answers()
        question = questionnaire.question("asked")
        assert QUESTION_TYPES[name].display(question, wording, answers["asked"]) == examples[name].shown

    def test_may_be_left_blank(self, name: str, build: Any, question_of: Any) -> None:
        form = posted_form(build, question_of(name), {})
        assert form.validate()
        assert form.answers() == {"asked": LEFT_BLANK}
        questionnaire, wording = build(question_of(name))
        assert QUESTION_TYPES[name].display(questionnaire.question("asked"), wording, LEFT_BLANK) == ()

    def test_asks_for_an_answer_when_required(self, name: str, build: Any, question_of: Any) -> None:
        form = posted_form(build, question_of(name, required=True), {})
        assert not form.validate()
        errors = form.errors_in_order()
        assert errors
        for element, message in errors:
            assert element in element_ids(form)
            assert message[0].isupper()
            assert "{" not in message
        assert errors[0][0] == form["asked"].id
        with pytest.raises(RuntimeError):
            form.answers()

    def test_a_blank_post_does_not_bring_back_what_was_saved(
        self, name: str, build: Any, question_of: Any, examples: Any
    ) -> None:
        saved = posted_form(build, question_of(name), examples[name].posted)
        assert saved.validate()
        questionnaire, wording = build(question_of(name))
        form = build_form(
            questionnaire.questions, questionnaire, wording, formdata=MultiDict(), answers=saved.answers()
        )
        assert form.validate()
        assert form.answers() == {"asked": LEFT_BLANK}

    def test_offers_prefer_not_to_say(self, name: str, build: Any, question_of: Any) -> None:
        among_options = name in WITH_OPTIONS
        part = "" if among_options else "-prefer_not_to_say"
        question = question_of(name, prefer_not_to_say=True, required=True)
        form = posted_form(build, question, {part: "prefer_not_to_say"})
        assert form.validate(), form.errors_in_order()
        assert form.answers() == {"asked": PREFER_NOT_TO_SAY}
        if among_options:
            last = form["asked"].options[-1]
            assert (last.value, last.label, last.checked) == ("prefer_not_to_say", "Prefer not to say", True)
        else:
            assert form["asked"].prefer_not_to_say.checked
        questionnaire, wording = build(question)
        asked = questionnaire.question("asked")
        assert QUESTION_TYPES[name].display(asked, wording, PREFER_NOT_TO_SAY) == ("Prefer not to say",)
        assert QUESTION_TYPES[name].is_complete(asked, PREFER_NOT_TO_SAY)
        again = build_form(questionnaire.questions, questionnaire, wording, answers=form.answers())
        assert again.validate()
        assert again.answers() == form.answers()

    def test_an_answer_beside_prefer_not_to_say_is_not_dropped(
        self, name: str, build: Any, question_of: Any, examples: Any
    ) -> None:
        if name in ("single_choice", "agreement_scale"):
            with pytest.raises(TamperedForm):
                posted_form(
                    build, question_of(name, prefer_not_to_say=True), {"": ["blue", "prefer_not_to_say"]}
                )
            return
        posted = dict(examples[name].posted)
        if name == "several_choices":
            posted[""] = [*posted[""], "prefer_not_to_say"]
        else:
            posted["-prefer_not_to_say"] = "prefer_not_to_say"
        form = posted_form(build, question_of(name, prefer_not_to_say=True), posted)
        assert not form.validate()
        assert "Prefer not to say" in form.errors_in_order()[0][1]

    def test_reads_an_answer_from_a_file(
        self, name: str, build: Any, question_of: Any, examples: Any
    ) -> None:
        questionnaire, wording = build(question_of(name, prefer_not_to_say=True))
        kind, question = QUESTION_TYPES[name], questionnaire.question("asked")
        parts = {
            target: kind.answer_from_text(question, examples[name].text, wording)
            for target in kind.targets(question)
        }
        answer = kind.join_parts(question, parts)
        assert answer.state is AnswerState.ANSWERED
        assert all(cell.state is AnswerState.ANSWERED for cell in kind.cells(question, answer).values())
        assert kind.answer_from_text(question, "prefer_not_to_say", wording) == PREFER_NOT_TO_SAY
        assert kind.answer_from_text(question, "prefer not to SAY ", wording) == PREFER_NOT_TO_SAY
