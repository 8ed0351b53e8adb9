"""One question at a time: the same questions, answers and conditions as on pages, whichever way a person goes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from surveys.answers import LEFT_BLANK, PREFER_NOT_TO_SAY, Answer, AnswerState
from surveys.definition import Questionnaire, parse_questionnaire
from surveys.forms import build_form
from surveys.journey import Journey
from surveys.question_types import question_type
from surveys.structure import Page
from surveys.wordings import Wording, parse_wording

SCALE = {"options": [{"key": "yes", "counts_as": "agree"}, {"key": "no", "counts_as": "disagree"}]}
ROWS = ("one", "two")
KINDS = ("choice", "required choice", "grid", "required grid", "private grid", "text", "information")
# What a person tells for each question or row: the same whichever layout asks for it.
TOLD = st.fixed_dictionaries(
    {"choice": st.sampled_from(["", "yes", "no"]), **dict.fromkeys(ROWS, st.sampled_from(["", "yes", "no"]))}
)


def question(key: str, kind: str, show_if: Any) -> dict[str, Any]:
    told = {"key": key, "show_if": show_if, "required": kind.startswith("required")}
    if kind.endswith("choice"):
        return told | {"type": "single_choice", "options": [{"key": "yes"}, {"key": "no"}]}
    if kind.endswith("grid"):
        rows = [{"key": row} for row in ROWS]
        return told | {
            "type": "agreement_grid",
            "scale": "view",
            "rows": rows,
            "prefer_not_to_say": kind.startswith("private"),
        }
    if kind == "text":
        return told | {"type": "short_text"}
    return {"key": key, "type": "information", "show_if": show_if}


def look(number: int, word: str, earlier: list[dict[str, Any]]) -> Any:
    """A condition on an earlier question, or none where there is none yet."""
    if not earlier:
        return None
    asked = earlier[number % len(earlier)]
    if "rows" in asked:
        return {"question": f"{asked['key']}.two", "is": "yes"}
    if word == "is" and asked["type"] == "single_choice":
        return {"question": asked["key"], "is": "yes"}
    return {"question": asked["key"], "answered": word != "not answered"}


CONDITION = st.none() | st.tuples(st.integers(0, 9), st.sampled_from(["is", "answered", "not answered"]))
PAGES = st.lists(
    st.tuples(CONDITION, st.lists(st.tuples(st.sampled_from(KINDS), CONDITION), min_size=1, max_size=3)),
    min_size=1,
    max_size=4,
)


def made_up(drawn: list[Any]) -> Questionnaire:
    pages: list[dict[str, Any]] = []
    earlier: list[dict[str, Any]] = []
    for number, (condition, kinds) in enumerate(drawn):
        show_if = look(*condition, earlier) if condition else None
        questions = [
            question(f"q{number}_{place}", kind, look(*shown, earlier) if shown else None)
            for place, (kind, shown) in enumerate(kinds)
        ]
        pages.append({"key": f"p{number}", "show_if": show_if, "questions": questions})
        earlier += [asked for asked in questions if asked["type"] != "information"]
    return parse_questionnaire({"key": "made-up", "scales": {"view": SCALE}, "pages": pages})


QUESTIONNAIRES = st.builds(made_up, PAGES)


def wording_of(questionnaire: Questionnaire, edition: str = "standard", **more: Any) -> Wording:
    options = {"yes": "Yes", "no": "No"}
    texts = {
        asked.key: {"text": asked.key}
        | ({"options": options} if asked.options else {})
        | ({"rows": {row: row for row in asked.row_keys}} if asked.rows else {})
        for asked in questionnaire.questions
    }
    raw = {
        "edition": edition,
        "language": "en",
        "title": "T",
        "questions": texts,
        "scales": {"view": options},
    }
    if not questionnaire.scales:
        del raw["scales"]
    return parse_wording(raw | more, questionnaire)


def telling(journey: Journey, page: Page, told: dict[str, dict[str, str]]) -> MultiDict[str, str]:
    """What a browser posts of a page for someone who tells this."""
    posted: MultiDict[str, str] = MultiDict()
    for asked in journey.questions_on(page):
        says = told.get(asked.key, {"choice": "", "one": "", "two": ""})
        if asked.rows:
            for row in asked.asked_rows:
                posted[f"q_{asked.key}-{row}"] = says[row] or ("yes" if asked.required else "")
        elif question_type(asked).asks:
            posted[f"q_{asked.key}"] = says["choice"] or ("yes" if asked.required else "")
    return posted


def saved(journey: Journey, page: Page, told: Any) -> dict[str, Answer]:
    """The answers after a page was filled in and saved."""
    wording = wording_of(journey.questionnaire)
    form = build_form(
        journey.questions_on(page),
        journey.questionnaire,
        wording,
        formdata=telling(journey, page, told),
        answers=journey.answers,
    )
    assert form.validate(), form.errors
    return {**journey.answers, **form.answers()}


def told_by(data: st.DataObject, questionnaire: Questionnaire) -> dict[str, dict[str, str]]:
    return {asked.key: data.draw(TOLD) for asked in questionnaire.questions}


def walked(
    questionnaire: Questionnaire, told: Any, layouts: list[bool], answers: dict[str, Answer] | None = None
) -> tuple[dict[str, Answer], list[str]]:
    """Answers everything from the first page on, changing layout at each page as told; and the pages seen."""
    answers, seen = dict(answers or {}), []
    page, layout = None, layouts[0]
    for turn in range(100):
        journey = Journey(questionnaire, answers, one_at_a_time=layout)
        page = journey.pages[0] if page is None and journey.pages and not seen else page
        if page is None:
            break
        assert journey.may_open(page.key), page.key
        seen.append(page.key)
        answers = saved(journey, page, told)
        wanted = layouts[(turn + 1) % len(layouts)]
        after = Journey(questionnaire, answers, one_at_a_time=layout).page_after(page.key)
        layout, changed = wanted, wanted is not layout
        place = Journey(questionnaire, answers, one_at_a_time=layout)
        page = place.step_for(after.key) if after is not None and changed else after
    return answers, seen


@given(QUESTIONNAIRES, st.data())
def test_the_same_answers_come_out_of_both_layouts(questionnaire: Questionnaire, data: st.DataObject) -> None:
    told = told_by(data, questionnaire)
    on_pages, _ = walked(questionnaire, told, [False])
    in_steps, _ = walked(questionnaire, told, [True])
    assert on_pages == in_steps
    for one_at_a_time in (False, True):
        journey = Journey(questionnaire, in_steps, one_at_a_time=one_at_a_time)
        assert journey.is_complete
        assert journey.split() == (in_steps, {})


@given(QUESTIONNAIRES, st.lists(st.booleans(), min_size=1, max_size=7), st.data())
def test_changing_layout_on_the_way_loses_nothing(
    questionnaire: Questionnaire, layouts: list[bool], data: st.DataObject
) -> None:
    told = told_by(data, questionnaire)
    straight, _ = walked(questionnaire, told, [False])
    changing, _ = walked(questionnaire, told, layouts)
    assert changing == straight


@given(QUESTIONNAIRES, st.data())
def test_each_visible_question_and_row_is_visited_once(
    questionnaire: Questionnaire, data: st.DataObject
) -> None:
    answers, seen = walked(questionnaire, told_by(data, questionnaire), [True])
    journey = Journey(questionnaire, answers, one_at_a_time=True)
    expected = [
        ".".join(part for part in (page.key, asked.key, row) if part)
        for page in journey.sections
        for asked in journey.questions_on(page)
        for row in (asked.row_keys or ("",))
    ]
    assert seen == expected == [step.key for step in journey.pages]
    assert all(len(journey.questions_on(step)) == 1 for step in journey.pages)


@given(QUESTIONNAIRES, st.data())
def test_both_layouts_agree_wherever_a_person_stands(
    questionnaire: Questionnaire, data: st.DataObject
) -> None:
    """After any number of saved steps: what is visible, kept, complete, and where to go on."""
    _, seen = walked(questionnaire, told_by(data, questionnaire), [True])
    stop = data.draw(st.integers(0, len(seen)))
    part: dict[str, Answer] = {}
    told = told_by(data, questionnaire)
    for key in seen[:stop]:
        journey = Journey(questionnaire, part, one_at_a_time=True)
        if journey.is_visible(key):
            part = saved(journey, journey.page(key), told)
    pages, steps = Journey(questionnaire, part), Journey(questionnaire, part, one_at_a_time=True)
    assert [page.key for page in pages.pages] == [page.key for page in steps.sections]
    assert pages.questions == steps.questions
    assert pages.split() == steps.split()
    assert pages.is_complete is steps.is_complete
    first_page, first_step = pages.first_open_page(), steps.first_open_page()
    assert (first_page is None) is (first_step is None)
    for step in steps.pages:
        if not steps.is_saved(step):
            assert not pages.is_saved(questionnaire.page(step.page_key))
        assert pages.step_for(step.key) == questionnaire.page(step.page_key)
    for page in pages.pages:
        step = steps.step_for(page.key)
        assert step is not None
        assert step.page_key == page.key
        assert steps.may_open(step.key) or not pages.may_open(page.key)


@given(QUESTIONNAIRES, st.data())
def test_steps_follow_each_other_both_ways(questionnaire: Questionnaire, data: st.DataObject) -> None:
    answers, _ = walked(questionnaire, told_by(data, questionnaire), [False])
    journey = Journey(questionnaire, answers, one_at_a_time=True)
    for one, two in zip(journey.pages, journey.pages[1:], strict=False):
        assert journey.page_after(one.key) is two
        assert journey.page_before(two.key) is one
        assert journey.may_open(two.key)
        assert journey.page(one.key) is one
    for asked in journey.questions:
        for row in asked.row_keys or (None,):
            (found,) = journey.page_asking(asked.key, row).questions
            assert (found.key, found.asked_row) == (asked.key, row)


def grid_of(*rows: str, **others: Any) -> Questionnaire:
    asked = {"key": "grid", "type": "agreement_grid", "scale": "view", "rows": [{"key": row} for row in rows]}
    start = {"key": "role", "type": "single_choice", "options": [{"key": "yes"}, {"key": "no"}]}
    end = {"key": "end", "type": "short_text"}
    return parse_questionnaire(
        {
            "key": "grid",
            "scales": {"view": SCALE},
            "pages": [
                {"key": "start", "questions": [start]},
                {
                    "key": "views",
                    "show_if": {"question": "role", "is": "yes"},
                    "questions": [asked | others, {"key": "why", "type": "long_text"}],
                },
                {"key": "last", "questions": [end]},
            ],
        }
    )


def given_rows(**rows: str | None) -> Answer:
    return Answer(AnswerState.ANSWERED, rows)


YES = Answer(AnswerState.ANSWERED, "yes")


class TestRows:
    def row_form(self, questionnaire: Questionnaire, row: str, before: Answer | None, posted: Any) -> Any:
        answers = {"role": YES} | ({"grid": before} if before else {})
        journey = Journey(questionnaire, answers, one_at_a_time=True)
        step = journey.page(f"views.grid.{row}")
        form = build_form(
            journey.questions_on(step),
            questionnaire,
            wording_of(questionnaire),
            formdata=None if posted is None else MultiDict(posted),
            answers=answers,
        )
        form.validate()
        return form

    @pytest.mark.parametrize(
        ("before", "posted", "after"),
        [
            (None, "yes", given_rows(b="yes")),
            (None, "", Answer(AnswerState.LEFT_BLANK, {"b": None})),
            (given_rows(a="no"), "yes", given_rows(a="no", b="yes")),
            (given_rows(a="no", c="no"), "", given_rows(a="no", b=None, c="no")),
            (LEFT_BLANK, "yes", given_rows(a=None, b="yes", c=None)),
            (given_rows(a=None, b="yes", c=None), "", LEFT_BLANK),
            (PREFER_NOT_TO_SAY, "yes", given_rows(a="prefer_not_to_say", b="yes", c="prefer_not_to_say")),
            (
                given_rows(a="prefer_not_to_say", c="prefer_not_to_say"),
                "prefer_not_to_say",
                PREFER_NOT_TO_SAY,
            ),
        ],
    )
    def test_an_answer_to_a_row_joins_the_others(self, before: Any, posted: str, after: Answer) -> None:
        questionnaire = grid_of("a", "b", "c", prefer_not_to_say=True)
        form = self.row_form(questionnaire, "b", before, {"q_grid-b": posted})
        assert form.answers() == {"grid": after}

    def test_the_field_of_a_row_shows_that_row_alone(self) -> None:
        questionnaire = grid_of("a", "b", prefer_not_to_say=True)
        form = self.row_form(questionnaire, "b", given_rows(a="no", b="yes"), None)
        (row,) = form["grid"].rows
        assert (row.key, row.id, form["grid"].id) == ("b", "q_grid-b", "q_grid-b")
        assert [(option.value, option.checked) for option in row.options] == [
            ("yes", True),
            ("no", False),
            ("prefer_not_to_say", False),
        ]
        assert form["grid"].prefer_not_to_say is None
        assert form.names() == {"q_grid-b"}

    def test_a_required_row_holds_a_person_back(self) -> None:
        questionnaire = grid_of("a", "b", required=True)
        form = self.row_form(questionnaire, "b", given_rows(a="no"), {})
        assert [place for place, _ in form.errors_in_order()] == ["q_grid-b"]
        journey = Journey(questionnaire, {"role": YES, "grid": given_rows(a="no")}, one_at_a_time=True)
        assert journey.may_open("views.grid.b")
        assert not journey.may_open("views.why")

    def test_what_a_row_said_in_steps_is_there_on_the_page(self) -> None:
        """One row “prefer not to say” and another answered: the page shows both, and gives back both."""
        questionnaire = grid_of("a", "b", prefer_not_to_say=True)
        told = given_rows(a="prefer_not_to_say", b="yes")
        questions = questionnaire.page("views").questions
        form = build_form(questions, questionnaire, wording_of(questionnaire), answers={"grid": told})
        chosen = {
            row.name: option.value for row in form["grid"].rows for option in row.options if option.checked
        }
        assert chosen == {"q_grid-a": "prefer_not_to_say", "q_grid-b": "yes"}
        again = build_form(questions, questionnaire, wording_of(questionnaire), formdata=MultiDict(chosen))
        assert again.validate()
        assert again.answers()["grid"] == told
        cells = question_type(questions[0]).cells(questions[0], told)
        assert cells == {"grid.a": PREFER_NOT_TO_SAY, "grid.b": YES}

    def test_half_a_grid_is_not_taken_for_a_whole_one(self) -> None:
        answers = {"role": YES, "grid": given_rows(a="no"), "why": LEFT_BLANK}
        questionnaire = grid_of("a", "b")
        assert not Journey(questionnaire, answers).may_open("last")
        assert Journey(questionnaire, answers).first_open_page() == questionnaire.page("views")
        first = Journey(questionnaire, answers, one_at_a_time=True).first_open_page()
        assert first is not None
        assert first.key == "views.grid.b"


class TestPlaces:
    def journey(self, *, steps: bool, **answers: Answer) -> Journey:
        return Journey(grid_of("a", "b"), answers, one_at_a_time=steps)

    def place(self, journey: Journey, key: str) -> str | None:
        found = journey.step_for(key)
        return found.key if found else None

    def test_a_page_leads_to_its_first_step_that_is_not_saved(self) -> None:
        assert self.place(self.journey(steps=True, role=YES), "views") == "views.grid.a"
        part = self.journey(steps=True, role=YES, grid=given_rows(a="no"))
        assert self.place(part, "views") == "views.grid.b"
        whole = self.journey(steps=True, role=YES, grid=LEFT_BLANK, why=LEFT_BLANK)
        assert self.place(whole, "views") == "views.grid.a"

    def test_a_step_leads_to_its_page_and_to_itself(self) -> None:
        assert self.place(self.journey(steps=False, role=YES), "views.grid.b") == "views"
        assert self.place(self.journey(steps=True, role=YES), "views.grid.b") == "views.grid.b"

    def test_a_place_that_is_not_asked_leads_on(self) -> None:
        for steps, last in ((True, "last.end"), (False, "last")):
            for key in ("views", "views.grid.a"):
                assert self.place(self.journey(steps=steps), key) == last

    @pytest.mark.parametrize("key", ["nowhere", "views.nobody", "nowhere.grid.a", "views.grid.z", ""])
    def test_a_place_that_is_nowhere_is_an_error(self, key: str) -> None:
        for steps in (True, False):
            with pytest.raises(KeyError):
                self.journey(steps=steps).step_for(key)
            with pytest.raises(KeyError):
                self.journey(steps=steps).page(key)
