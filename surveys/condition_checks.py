"""Whether conditions make sense: they look at earlier pages only, at options that exist, with words that fit.

Belongs here: checks of conditions against the questionnaire around them. Does not belong here: reading them
from JSON, or whether they hold (`conditions`).
"""

from __future__ import annotations

from collections.abc import Mapping

from surveys.conditions import PREFER_NOT_TO_SAY_KEY, Asks, Condition, looks
from surveys.question_types import question_type
from surveys.reading import Reading
from surveys.structure import Question


def check_condition(
    condition: Condition | None,
    reading: Reading,
    page_number: int,
    page_numbers: Mapping[str, int],
    questions: Mapping[str, Question],
) -> None:
    """Notes every look that cannot work. `page_numbers` says on which page each question stands, from 0."""
    for path, asks in looks(condition):
        place = f"show_if{path}"
        if asks.question_key not in page_numbers:
            reading.refuse(
                place,
                f"there is no question “{asks.question[:90]}”.",
                "Mend the key, or take the condition out.",
            )
        elif page_numbers[asks.question_key] >= page_number:
            _refuse_order(reading, place, asks)
        elif asks.question_key in questions:
            _check_look(reading, place, asks, questions[asks.question_key])


def _refuse_order(reading: Reading, place: str, asks: Asks) -> None:
    reading.refuse(
        place,
        f"the question “{asks.question_key}” is not on an earlier page, so its answer is not known yet.",
        "A condition may only look back: move the question to an earlier page, or this one to a later page.",
    )


def _check_look(reading: Reading, place: str, asks: Asks, question: Question) -> None:
    words = question_type(question).condition_words
    if asks.word not in words:
        reading.refuse(
            place,
            f"“{asks.word}” cannot be asked of a question of the type {question.type}.",
            f"Use: {', '.join(sorted(words)) or 'no condition; it asks nothing'}.",
        )
        return
    _check_row(reading, place, asks, question)
    possible = {*question.choice_keys, *([PREFER_NOT_TO_SAY_KEY] if question.prefer_not_to_say else [])}
    for option in asks.options:
        if option not in possible:
            reading.refuse(
                place,
                f"the question “{question.key}” has no option “{option[:60]}”.",
                f"Its options: {', '.join(question.choice_keys)}.",
            )


def _check_row(reading: Reading, place: str, asks: Asks, question: Question) -> None:
    if asks.row_key is None:
        if question.rows and asks.word != "answered":
            reading.refuse(
                place,
                f"“{question.key}” has rows, so the condition must name one.",
                f"Write “{question.key}.{question.rows[0].key}”.",
            )
    elif asks.row_key not in question.row_keys:
        known = ", ".join(question.row_keys) or "it has none"
        reading.refuse(place, f"“{question.key}” has no row “{asks.row_key[:60]}”.", f"Its rows: {known}.")
