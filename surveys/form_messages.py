"""What a form says when an answer cannot be taken. English here; a translation is another `FormMessages`.

Belongs here: the sentences. Does not belong here: when each is said (`question_types`).
In every sentence {question} is the question as it stands on the page, or its short name where that is
long; the other names are those that it uses.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FormMessages:
    language: str = "en-GB"
    """The language of these sentences, and of dates in them."""
    choose_one: str = "Choose an answer to “{question}”"
    choose_some: str = "Choose at least one answer to “{question}”"
    choose_at_least: str = "Choose at least {least} answers to “{question}”"
    choose_at_most: str = "Choose {most} or fewer answers to “{question}”"
    choose_exclusive: str = "Choose either “{option}” or other answers to “{question}”, not both"
    choose_in_row: str = "Choose an answer for “{row}”"
    either_answer_or_not: str = "Give an answer to “{question}” or choose “{option}”, not both"
    write_something: str = "Write an answer to “{question}”"
    too_long: str = "Your answer to “{question}” has {length} characters. Shorten it to {most} or fewer"
    far_too_long: str = (
        "Your answer to “{question}” has {length} characters, far more than the {most} that we can take. "
        "We show only its beginning below. Shorten it, or send it to us in another way"
    )
    control_characters: str = (
        "Your answer to “{question}” has a character in it that cannot be shown. Type it again"
    )
    one_line: str = "Write your answer to “{question}” on one line"
    not_a_number: str = "Your answer to “{question}” must be a number, such as {example}"
    too_many_decimals: str = "Your answer to “{question}” can have at most {decimals} digits after the point"
    whole_number: str = "Your answer to “{question}” must be a whole number, such as {example}"
    number_too_small: str = "Your answer to “{question}” must be {least} or more"
    number_too_large: str = "Your answer to “{question}” must be {most} or less"
    write_number: str = "Write a number for “{question}”"
    write_date: str = "Write a date for “{question}”"
    date_lacks: str = "The date for “{question}” must include a {parts}"
    not_a_date: str = "The date for “{question}” must be a real date, such as 27 3 2024"
    year_of_four: str = "The year of “{question}” must have 4 digits"
    date_too_early: str = "The date for “{question}” must be {earliest} or later"
    date_too_late: str = "The date for “{question}” must be {latest} or earlier"
    day: str = "day"
    month: str = "month"
    year: str = "year"
    and_word: str = "and"
    rank_repeated: str = "You gave {position} to “{option}” and to “{other}”. Give each its own place"
    rank_gap: str = (
        "Nothing has place {position} in “{question}”. Use 1 for your first choice, then 2, and so on"
    )
    rank_all: str = "Give a place to “{option}”"
    rank_some: str = "Give places to at least {least} of the answers to “{question}”"


ENGLISH = FormMessages()
