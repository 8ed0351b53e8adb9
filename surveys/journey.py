"""The way through a questionnaire, worked out from the answers each time it is asked for.

Belongs here: what is visible, what comes next, what may be opened, what is left behind. Does not belong here:
anything stored, and anything about a web page. "The current page" exists nowhere.
A page is visible when its condition holds and a question on it is visible. Conditions only see answers that
are themselves reachable: an answer on a page that has been routed past decides nothing.

There are two layouts over the same answers: the questionnaire's pages, or steps with one question each (`Page.steps`),
where a page is visible as long as its question is. What is visible, kept and complete is the same in both.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from surveys.answers import Answer
from surveys.conditions import holds
from surveys.question_types import question_type
from surveys.structure import Page, Question, Questionnaire


class Journey:
    """One person's way, given the answers so far and what their wording leaves out.

    `pages` are the visible pages of the layout: with `one_at_a_time` they are steps. `sections` are the visible
    pages of the questionnaire in either layout.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        answers: Mapping[str, Answer],
        omits: Collection[str] = frozenset(),
        one_at_a_time: bool = False,
    ) -> None:
        self.questionnaire, self.answers, self.omits = questionnaire, answers, frozenset(omits)
        self.one_at_a_time = one_at_a_time
        _refuse_unknown(questionnaire, answers)
        self._visible = _visible_questions(questionnaire, answers, omits)
        self.sections = tuple(page for page in questionnaire.pages if self._visible[page.key])
        self._layout = questionnaire.pages
        if one_at_a_time:
            self._layout = tuple(step for page in questionnaire.pages for step in page.steps)
            self._visible |= {step.key: self._visible_on_step(step) for step in self._layout}
        self._places = {page.key: number for number, page in enumerate(self._layout)}
        self.pages: tuple[Page, ...] = tuple(page for page in self._layout if self._visible[page.key])

    def _visible_on_step(self, step: Page) -> tuple[Question, ...]:
        visible = {question.key for question in self._visible[step.page_key]}
        return tuple(question for question in step.questions if question.key in visible)

    def page(self, key: str) -> Page:
        """The page or step of this layout with a key, visible or not. Raises KeyError."""
        if key not in self._places:
            raise KeyError(f"there is no page “{key}” in the questionnaire “{self.questionnaire.key}”")
        return self._layout[self._places[key]]

    def questions_on(self, page: Page | str) -> tuple[Question, ...]:
        """The visible questions of a page, information included; none for a page that is not visible.

        A page of the questionnaire can be asked about in either layout.
        """
        return self._visible.get(page if isinstance(page, str) else page.key, ())

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every visible question once, whole, in either layout."""
        return tuple(question for page in self.sections for question in self.questions_on(page))

    def is_visible(self, page_key: str) -> bool:
        return page_key in self._places and bool(self._visible[page_key])

    def page_after(self, page_key: str) -> Page | None:
        """The next visible page, also after a page that is itself no longer visible. None at the end.

        Raises KeyError for a page that this layout does not have.
        """
        place = self._place(page_key)
        return next((page for page in self.pages if self._places[page.key] > place), None)

    def page_before(self, page_key: str) -> Page | None:
        place = self._place(page_key)
        return next((page for page in reversed(self.pages) if self._places[page.key] < place), None)

    def _place(self, page_key: str) -> int:
        return self._places[self.page(page_key).key]

    def step_for(self, page_key: str) -> Page | None:
        """Where a place in either layout is in this one, so that nobody loses their place when they change layout.

        Of a page's steps the first that is not saved, else its first. Where the place is not visible, the next
        that is; None where there is none. Raises KeyError for a place that neither layout has.
        """
        if page_key in self._places:
            return self.page(page_key) if self.is_visible(page_key) else self.page_after(page_key)
        if not self.one_at_a_time:
            return self.step_for(_page_of_step(self.questionnaire, page_key))
        section = self.questionnaire.page(page_key)
        steps = [step for step in self.pages if step.page_key == section.key]
        if not steps:
            return self.page_after(section.steps[-1].key)
        return next((step for step in steps if not self.is_saved(step)), steps[0])

    def page_asking(self, question_key: str, row_key: str | None = None) -> Page:
        """The page or step that asks a question, or a row of a grid (its first row where none is named)."""
        for page in self._layout:
            for question in page.questions:
                if question.key == question_key and (row_key is None or row_key in question.asked_rows):
                    return page
        raise KeyError(f"nothing asks “{question_key}” in the questionnaire “{self.questionnaire.key}”")

    def is_saved(self, page: Page) -> bool:
        """Whether each visible question has an answer or was left blank, and required ones are answered."""
        return all(self._is_settled(question) for question in self.questions_on(page))

    def may_open(self, page_key: str) -> bool:
        """Whether the page is visible and every visible page before it has been saved."""
        if not self.is_visible(page_key):
            return False
        before = self.pages[: [page.key for page in self.pages].index(page_key)]
        return all(self.is_saved(page) for page in before)

    def first_open_page(self) -> Page | None:
        """Where to go on: the first page that is not saved, or the information before it that nothing was
        answered after. None when everything is answered."""
        number = next((number for number, page in enumerate(self.pages) if not self.is_saved(page)), None)
        if number is None:
            return None
        while number > 0 and not self._asks_something(self.pages[number - 1]):
            number -= 1
        return self.pages[number]

    @property
    def is_complete(self) -> bool:
        return all(self.is_saved(page) for page in self.pages)

    def split(self) -> tuple[dict[str, Answer], dict[str, Answer]]:
        """The answers that are kept and those that are dropped, because their question is not reachable any
        more.

        Only answers that say something are dropped; of blanks behind a closed door nothing is lost.
        """
        reachable = {question.key for question in self.questions}
        in_order = [question.key for question in self.questionnaire.questions if question.key in self.answers]
        kept = {key: self.answers[key] for key in in_order if key in reachable}
        dropped = {
            key: self.answers[key]
            for key in in_order
            if key not in reachable and self.answers[key].says_something
        }
        return kept, dropped

    def _is_settled(self, question: Question) -> bool:
        kind = question_type(question)
        if not kind.asks:
            return True
        answer = self.answers.get(question.key)
        if answer is None or not kind.is_settled(question, answer):
            return False
        return not question.required or kind.is_complete(question, answer)

    def _asks_something(self, page: Page) -> bool:
        return any(question_type(question).asks for question in self.questions_on(page))


def _page_of_step(questionnaire: Questionnaire, step_key: str) -> str:
    """The key of the page that a step is a part of. Raises KeyError."""
    section = questionnaire.page(step_key.partition(".")[0])
    if step_key not in {step.key for step in section.steps}:
        raise KeyError(f"there is no step “{step_key}” of the page “{section.key}”")
    return section.key


def _refuse_unknown(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> None:
    known = {question.key for question in questionnaire.questions}
    for key in answers:
        if key not in known:
            raise KeyError(
                f"there is an answer to “{key}”, which the questionnaire “{questionnaire.key}” does not ask"
            )


def _visible_questions(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], omits: Collection[str]
) -> dict[str, tuple[Question, ...]]:
    """The visible questions of each page, gone through once: conditions look back only."""
    visible: dict[str, tuple[Question, ...]] = {}
    reached: dict[str, Answer] = {}
    for page in questionnaire.pages:
        shown = holds(page.show_if, reached)
        visible[page.key] = tuple(
            question
            for question in page.questions
            if shown and question.key not in omits and holds(question.show_if, reached)
        )
        reached |= {
            question.key: answers[question.key] for question in visible[page.key] if question.key in answers
        }
    return visible
