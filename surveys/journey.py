"""The way through a questionnaire, worked out from the answers each time it is asked for.

Belongs here: what is visible, what comes next, what may be opened, what is left behind. Does not belong here:
anything stored, and anything about a web page. "The current page" exists nowhere.
A page is visible when its condition holds and a question on it is visible. Conditions only see answers that
are themselves reachable: an answer on a page that has been routed past decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from surveys.answers import Answer
from surveys.conditions import holds
from surveys.question_types import question_type
from surveys.structure import Page, Question, Questionnaire


class Journey:
    """One person's way, given the answers so far and what their wording leaves out."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        answers: Mapping[str, Answer],
        omits: Collection[str] = frozenset(),
    ) -> None:
        self.questionnaire, self.answers, self.omits = questionnaire, answers, frozenset(omits)
        _refuse_unknown(questionnaire, answers)
        self._visible = _visible_questions(questionnaire, answers, omits)
        self.pages: tuple[Page, ...] = tuple(page for page in questionnaire.pages if self._visible[page.key])

    def questions_on(self, page: Page | str) -> tuple[Question, ...]:
        """The visible questions of a page, information included; none for a page that is not visible."""
        return self._visible.get(page if isinstance(page, str) else page.key, ())

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in self.questions_on(page))

    def is_visible(self, page_key: str) -> bool:
        return bool(self._visible.get(page_key))

    def page_after(self, page_key: str) -> Page | None:
        """The next visible page, also after a page that is itself no longer visible. None at the end."""
        order = [page.key for page in self.questionnaire.pages]
        later = order[order.index(page_key) + 1 :]
        return next((page for page in self.pages if page.key in later), None)

    def page_before(self, page_key: str) -> Page | None:
        order = [page.key for page in self.questionnaire.pages]
        earlier = order[: order.index(page_key)]
        return next((page for page in reversed(self.pages) if page.key in earlier), None)

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
        return answer is not None and (not question.required or kind.is_complete(question, answer))

    def _asks_something(self, page: Page) -> bool:
        return any(question_type(question).asks for question in self.questions_on(page))


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
