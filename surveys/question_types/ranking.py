"""Ranking: options put in order, best first. One select an option, from which its place is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wtforms import SelectChoice

from surveys.answers import LEFT_BLANK, Answer, AnswerState
from surveys.fields import AskedField, NotAnAnswer, Posted, one_value, possible
from surveys.question_types.base import QuestionType
from surveys.question_types.choices import keys_of, read_options
from surveys.reading import Reading
from surveys.structure import Question, Scale

if TYPE_CHECKING:
    from surveys.wordings import Wording


@dataclass(frozen=True)
class RankedItem:
    """One option with its select, for a template; `chosen` is the value of the chosen place, or ""."""

    key: str
    id: str
    name: str
    label: str
    choices: tuple[SelectChoice, ...]
    chosen: str
    error: str
    picture: str = ""


def places_of(question: Question) -> int:
    """How many options get a place."""
    return question.at_most or len(question.options)


class RankingField(AskedField):
    """A select for each option. `items` is what a template goes through."""

    @staticmethod
    def first_id(question: Question) -> str:
        return f"q_{question.key}-{question.options[0].key}"

    def own_names(self) -> tuple[str, ...]:
        return tuple(f"{self.name}-{key}" for key in self.question.choice_keys)

    def take_posted(self, posted: Posted) -> None:
        allowed = ("", *(str(place) for place in range(1, places_of(self.question) + 1)))
        self.data = {}
        for key in self.question.choice_keys:
            name = f"{self.name}-{key}"
            self.data[key] = possible(one_value(posted, name), allowed, name)

    def take_answer(self, answer: Answer) -> None:
        self.data = {key: str(place) for place, key in enumerate(keys_of(answer.value), start=1)}

    def is_empty(self) -> bool:
        return not any((self.data or {}).values())

    def read(self) -> Answer:
        places = {key: int(place) for key, place in (self.data or {}).items() if place}
        ordered = tuple(sorted(places, key=places.__getitem__))
        self._refuse_repeats(places)
        self._refuse_gaps(places, ordered)
        if self.required:
            self._refuse_lack(ordered)
        return Answer(AnswerState.ANSWERED, ordered) if ordered else LEFT_BLANK

    def _refuse_repeats(self, places: Mapping[str, int]) -> None:
        first_with: dict[int, str] = {}
        errors = []
        for key, place in places.items():
            if place in first_with:
                words = {
                    "position": place,
                    "option": self._label(first_with[place]),
                    "other": self._label(key),
                }
                errors.append(NotAnAnswer(self.say("rank_repeated", **words), key))
            first_with.setdefault(place, key)
        if errors:
            raise ExceptionGroup("places given twice", errors)

    def _refuse_gaps(self, places: Mapping[str, int], ordered: tuple[str, ...]) -> None:
        for expected, key in enumerate(ordered, start=1):
            if places[key] != expected:
                raise NotAnAnswer(self.say("rank_gap", position=expected), key)

    def _refuse_lack(self, ordered: tuple[str, ...]) -> None:
        needed = places_of(self.question)
        if len(ordered) >= needed:
            return
        lacking = [key for key in self.question.choice_keys if key not in ordered]
        if needed < len(self.question.options):
            raise NotAnAnswer(self.say("rank_some", least=needed), lacking[0])
        errors = [NotAnAnswer(self.say("rank_all", option=self._label(key)), key) for key in lacking]
        raise ExceptionGroup("options without a place", errors)

    def _label(self, key: str) -> str:
        return self.wording.option_text(self.question, key)

    @property
    def items(self) -> tuple[RankedItem, ...]:
        return tuple(self._item(key) for key in self.question.choice_keys)

    def _item(self, key: str) -> RankedItem:
        name = f"{self.name}-{key}"
        places = [str(place) for place in range(1, places_of(self.question) + 1)]
        choices = (SelectChoice(value="", label=""), *(SelectChoice(value=place) for place in places))
        chosen, error = (self.data or {}).get(key, ""), self.error_for(name)
        picture = self.wording.option_picture(self.question, key)
        return RankedItem(key, name, name, self._label(key), choices, chosen, error, picture)


class Ranking(QuestionType):
    name = "ranking"
    analysed_as = "ranked"
    settings = frozenset({"options", "at_most"})
    field_class = RankingField

    def read_settings(self, reading: Reading, question: Question, scales: Mapping[str, Scale]) -> Question:
        options = read_options(reading, may_count=False)
        at_most = reading.whole_number("at_most", least=1, most=max(1, len(options)))
        return replace(question, options=options, at_most=at_most)

    def is_complete(self, question: Question, answer: Answer) -> bool:
        if answer.state is AnswerState.PREFER_NOT_TO_SAY:
            return True
        return len(keys_of(answer.value)) >= places_of(question)

    def display_value(self, question: Question, wording: Wording, answer: Answer) -> tuple[str, ...]:
        ranked = enumerate(keys_of(answer.value), start=1)
        return tuple(f"{place}. {wording.option_text(question, key)}" for place, key in ranked)

    def answer_from_cell(
        self, question: Question, text: str, wording: Wording | None, separator: str
    ) -> Answer:
        parts = [part for part in text.split(separator) if part.strip()]
        keys = tuple(self.option_from_text(question, part, wording) for part in parts)
        if len(set(keys)) != len(keys):
            raise NotAnAnswer(f"an option of “{question.key}” is there twice.")
        if len(keys) > places_of(question):
            raise NotAnAnswer(
                f"{len(keys)} options have a place; “{question.key}” takes {places_of(question)}."
            )
        return Answer(AnswerState.ANSWERED, keys) if keys else LEFT_BLANK
