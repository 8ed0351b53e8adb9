"""What a questionnaire on paper says in the site's own words, in a language of the interface."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _

from consult import languages
from consult.paper.words import ENGLISH, PaperWords

# A short word or two can be the same in two languages.
SAME_IN_BOTH = 5


def paper_words(tag: str) -> PaperWords:
    """The sentences in the language `tag` where all of them are translated, else in English."""
    language = languages.catalogue_for(tag) or languages.FIRST
    with force_locale(language.tag):
        words = _translated(language)
    # A sheet that says it is in one language and speaks another would be read out wrongly.
    same = [name for name, text in vars(words).items() if text == getattr(ENGLISH, name)]
    return words if len(same) < SAME_IN_BOTH else ENGLISH


def _translated(language: languages.Language) -> PaperWords:
    return PaperWords(
        tag=language.tag,
        direction=language.direction,
        version=_("Version {number}"),
        page_of=_("Page {page} of {pages}"),
        standard=_("Standard"),
        easy_read=_("Easy read"),
        young_person=_("For children and young people"),
        large_print=_("Large print"),
        asked_by=_("{organisation} is asking what you think."),
        closes=_("We need your answers by {day}."),
        return_by_post=_("Post your answers to: {address}"),
        return_by_hand=_("To give us your answers, or to ask where to send them: {contact}"),
        online=_("You can also answer on the internet: {address}"),
        no_name=_("Do not write your name on this paper unless a question asks for it."),
        how_to_answer=_("How to answer"),
        use_a_pen=_(
            "Use a pen. Put a tick or a cross in the boxes. You can leave out a question that you do "
            "not want to answer."
        ),
        mistakes=_("If you make a mistake, fill in the whole box and tick the right one."),
        privacy=_("What happens to your answers"),
        for_parents=_("For parents and carers of children under 13"),
        consent=_("Saying yes"),
        agree_heading=_("Do you agree that we keep your answers?"),
        agree=_("Yes, I agree"),
        question=_("Question {number}"),
        needed=_("Please answer this question."),
        why=_("Why we ask: {reason}"),
        tick_one=_("Tick one box."),
        tick_any=_("Tick every box that is right for you."),
        tick_at_most=_("Tick up to {most} boxes."),
        tick_one_in_each_row=_("Tick one box in each row."),
        or_only=_("If you tick “{option}”, do not tick any other box."),
        rank=_("Write 1 beside what matters most to you, 2 beside the next, and so on."),
        write=_("Write your answer here."),
        write_more=_(
            "Write your answer here. If you need more room, use another sheet and write the number "
            "of the question on it."
        ),
        write_date=_("Write the date in numbers."),
        write_number=_("Write a number."),
        from_to=_("From {least} to {most}."),
        day=_("Day"),
        month=_("Month"),
        year=_("Year"),
        or_tick=_("Or tick this box."),
        go_to=_("Go to question {number}"),
        answer_one_if=_("Answer question {number} only if {condition}. If not, go to question {next}."),
        answer_two_if=_(
            "Answer questions {first} and {last} only if {condition}. If not, go to question {next}."
        ),
        answer_several_if=_(
            "Answer questions {first} to {last} only if {condition}. If not, go to question {next}."
        ),
        read_if=_("Read this only if {condition}."),
        ticked=_("you ticked “{option}” in question {number}"),
        not_ticked=_("you did not tick “{option}” in question {number}"),
        ticked_row=_("you ticked “{option}” beside “{row}” in question {number}"),
        not_ticked_row=_("you did not tick “{option}” beside “{row}” in question {number}"),
        answered=_("you answered question {number}"),
        not_answered=_("you did not answer question {number}"),
        answered_row=_("you ticked a box beside “{row}” in question {number}"),
        not_answered_row=_("you ticked no box beside “{row}” in question {number}"),
        both=_("{first} and {second}"),
        either=_("{first} or {second}"),
        grouped_both=_("({first} and {second})"),
        grouped_either=_("({first} or {second})"),
        finish=_("Before you send it"),
        support=_("Did someone help you with these questions?"),
        alone=_("No, I answered by myself"),
        helped=_("Yes, someone helped me"),
        answered_for=_("Someone else gave the answers for me"),
        thanks=_(
            "Thank you. When the consultation has closed, we publish what people said and what we do "
            "about it."
        ),
        results_at=_("You will find it here: {address}"),
        sending=_("How to send your answers"),
    )
