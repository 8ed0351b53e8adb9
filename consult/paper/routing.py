"""Which way through a questionnaire, in words for paper: what the site works out, a person follows by number.

Belongs here: conditions as sentences, and where an answer leads. Does not belong here: whether a condition holds
(`surveys.conditions`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consult.paper.words import PaperWords
from surveys.answers import PREFER_NOT_TO_SAY, Answer, AnswerState
from surveys.conditions import PREFER_NOT_TO_SAY_KEY, All, Any, Asks, Condition, Not, holds, questions_in
from surveys.question_types import question_type
from surveys.structure import Question, Questionnaire
from surveys.wordings import Wording


@dataclass(frozen=True)
class Route:
    """What conditions are put into words with: the questions with their numbers on the paper."""

    questionnaire: Questionnaire
    wording: Wording
    numbers: Mapping[str, int]
    words: PaperWords

    def sentence(self, condition: Condition) -> str:
        """The condition as part of a sentence: “you ticked “Yes” in question 2”."""
        return self._said(condition, negated=False, inside=False)

    def _said(self, condition: Condition, *, negated: bool, inside: bool) -> str:
        if isinstance(condition, Not):
            return self._said(condition.condition, negated=not negated, inside=inside)
        if isinstance(condition, Asks):
            return self._look(condition, negated=negated, inside=inside)
        # “Not all of them” is “one of them not”.
        joins_all = isinstance(condition, All) is not negated
        within = len(condition.conditions) > 1
        parts = [self._said(part, negated=negated, inside=within) for part in condition.conditions]
        return self._joined(parts, all_of_them=joins_all, inside=inside)

    def _joined(self, parts: Sequence[str], *, all_of_them: bool, inside: bool) -> str:
        words = self.words
        join = words.both if all_of_them else words.either
        last = (words.grouped_both if all_of_them else words.grouped_either) if inside else join
        sentence = parts[0]
        for number, part in enumerate(parts[1:], start=2):
            template = last if number == len(parts) else join
            sentence = template.format(first=sentence, second=part)
        return sentence

    def _look(self, asks: Asks, *, negated: bool, inside: bool) -> str:
        number = self.numbers[asks.question_key]
        question = self.questionnaire.question(asks.question_key)
        row = self.wording.row_text(question, asks.row_key) if asks.row_key else ""
        if asks.word == "answered":
            return self._answered(number, row, asks.expected is not negated)
        options = [self.wording.option_text(question, key) for key in asks.options]
        parts = [self._ticked(number, row, option, not negated) for option in options]
        return self._joined(parts, all_of_them=negated, inside=inside)

    def _ticked(self, number: int, row: str, option: str, is_ticked: bool) -> str:
        words = self.words
        if row:
            template = words.ticked_row if is_ticked else words.not_ticked_row
        else:
            template = words.ticked if is_ticked else words.not_ticked
        return template.format(option=option, row=row, number=number)

    def _answered(self, number: int, row: str, is_answered: bool) -> str:
        words = self.words
        if row:
            template = words.answered_row if is_answered else words.not_answered_row
        else:
            template = words.answered if is_answered else words.not_answered
        return template.format(row=row, number=number)


Reduced = Condition | bool


def reduced(condition: Condition | None, printed: frozenset[str]) -> Reduced:
    """The condition without questions that this wording does not ask: they are never answered.

    True where it always holds, False where it never can.
    """
    if condition is None:
        return True
    if isinstance(condition, Asks):
        if condition.question_key in printed:
            return condition
        return condition.word == "answered" and not condition.expected
    if isinstance(condition, Not):
        inner = reduced(condition.condition, printed)
        return not inner if isinstance(inner, bool) else Not(inner)
    return _reduced_group(condition, printed)


def _reduced_group(condition: All | Any, printed: frozenset[str]) -> Reduced:
    parts = [reduced(part, printed) for part in condition.conditions]
    decides = isinstance(condition, Any)
    if any(part is decides for part in parts):
        return decides
    left = tuple(part for part in parts if not isinstance(part, bool))
    if not left:
        return not decides
    return left[0] if len(left) == 1 else type(condition)(left)


def both(first: Reduced, second: Reduced) -> Reduced:
    """What holds where both do: a question's own condition on a page that has one."""
    if isinstance(first, bool):
        return second if first else False
    if isinstance(second, bool):
        return first if second else False
    return All((first, second))


@dataclass(frozen=True)
class Stop:
    """A question in the order of the paper, with the condition under which it is answered."""

    question: Question
    condition: Reduced


def ways_from(stops: Sequence[Stop], place: int) -> dict[str, str]:
    """Where each option of a question leads: the key of the next question to answer, by option, "" for the end.

    Empty where the way does not fork here, or where the next questions also depend on other answers.
    """
    question = stops[place].question
    if question.rows or not _takes_one(question):
        return {}
    keys = (*question.choice_keys, *([PREFER_NOT_TO_SAY_KEY] if question.prefer_not_to_say else []))
    ways = {key: _next_for(stops[place + 1 :], question.key, key) for key in keys}
    if None in ways.values() or len(set(ways.values())) < 2:
        return {}
    return {key: way for key, way in ways.items() if way is not None}


def _takes_one(question: Question) -> bool:
    return question_type(question).analysed_as in ("closed", "scale")


def _next_for(later: Sequence[Stop], key: str, option: str) -> str | None:
    """The next question's key for someone who chose the option; None where that is not known here."""
    chosen = PREFER_NOT_TO_SAY if option == PREFER_NOT_TO_SAY_KEY else Answer(AnswerState.ANSWERED, option)
    for stop in later:
        if stop.condition is True:
            return stop.question.key
        if isinstance(stop.condition, bool):
            continue
        if questions_in(stop.condition) != {key}:
            return None
        if holds(stop.condition, {key: chosen}):
            return stop.question.key
    return ""
