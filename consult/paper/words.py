"""What a questionnaire on paper says in the site's own words. English here; a translation is another `PaperWords`.

Belongs here: the sentences. Does not belong here: when each is said (`composition`, `routing`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PaperWords:
    # The language that these sentences are in
    tag: str = "en"
    direction: str = "ltr"
    # On every page
    version: str = "Version {number}"
    page_of: str = "Page {page} of {pages}"
    standard: str = "Standard"
    easy_read: str = "Easy read"
    young_person: str = "For children and young people"
    large_print: str = "Large print"
    # Before the questions
    asked_by: str = "{organisation} is asking what you think."
    closes: str = "We need your answers by {day}."
    return_by_post: str = "Post your answers to: {address}"
    return_by_hand: str = "To give us your answers, or to ask where to send them: {contact}"
    online: str = "You can also answer on the internet: {address}"
    no_name: str = "Do not write your name on this paper unless a question asks for it."
    how_to_answer: str = "How to answer"
    use_a_pen: str = (
        "Use a pen. Put a tick or a cross in the boxes. "
        "You can leave out a question that you do not want to answer."
    )
    mistakes: str = "If you make a mistake, fill in the whole box and tick the right one."
    privacy: str = "What happens to your answers"
    for_parents: str = "For parents and carers of children under 13"
    consent: str = "Saying yes"
    agree_heading: str = "Do you agree that we keep your answers?"
    agree: str = "Yes, I agree"
    # Beside a question
    question: str = "Question {number}"
    needed: str = "Please answer this question."
    why: str = "Why we ask: {reason}"
    tick_one: str = "Tick one box."
    tick_any: str = "Tick every box that is right for you."
    tick_at_most: str = "Tick up to {most} boxes."
    tick_one_in_each_row: str = "Tick one box in each row."
    or_only: str = "If you tick “{option}”, do not tick any other box."
    rank: str = "Write 1 beside what matters most to you, 2 beside the next, and so on."
    write: str = "Write your answer here."
    write_more: str = (
        "Write your answer here. If you need more room, use another sheet and write the number of the question "
        "on it."
    )
    write_date: str = "Write the date in numbers."
    write_number: str = "Write a number."
    from_to: str = "From {least} to {most}."
    day: str = "Day"
    month: str = "Month"
    year: str = "Year"
    or_tick: str = "Or tick this box."
    # Which way to go
    go_to: str = "Go to question {number}"
    answer_one_if: str = "Answer question {number} only if {condition}. If not, go to question {next}."
    answer_two_if: str = (
        "Answer questions {first} and {last} only if {condition}. If not, go to question {next}."
    )
    answer_several_if: str = (
        "Answer questions {first} to {last} only if {condition}. If not, go to question {next}."
    )
    read_if: str = "Read this only if {condition}."
    ticked: str = "you ticked “{option}” in question {number}"
    not_ticked: str = "you did not tick “{option}” in question {number}"
    ticked_row: str = "you ticked “{option}” beside “{row}” in question {number}"
    not_ticked_row: str = "you did not tick “{option}” beside “{row}” in question {number}"
    answered: str = "you answered question {number}"
    not_answered: str = "you did not answer question {number}"
    answered_row: str = "you ticked a box beside “{row}” in question {number}"
    not_answered_row: str = "you ticked no box beside “{row}” in question {number}"
    both: str = "{first} and {second}"
    either: str = "{first} or {second}"
    grouped_both: str = "({first} and {second})"
    grouped_either: str = "({first} or {second})"
    # At the end
    finish: str = "Before you send it"
    support: str = "Did someone help you with these questions?"
    alone: str = "No, I answered by myself"
    helped: str = "Yes, someone helped me"
    answered_for: str = "Someone else gave the answers for me"
    thanks: str = (
        "Thank you. When the consultation has closed, we publish what people said and what we do about it."
    )
    results_at: str = "You will find it here: {address}"
    sending: str = "How to send your answers"


ENGLISH = PaperWords()
