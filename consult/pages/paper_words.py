"""What a questionnaire on paper says in the site's own words, in a language of the interface.

Belongs here: giving the sentences of `consult.paper.words` their translations. Does not belong here: the sentences.
"""

from __future__ import annotations

from dataclasses import fields

from flask_babel import force_locale, gettext

from consult import languages
from consult.paper.words import ENGLISH, PaperWords

NOT_SENTENCES = ("tag", "direction")
SENTENCES = {
    field.name: str(field.default) for field in fields(PaperWords) if field.name not in NOT_SENTENCES
}
# A short word or two can be the same in two languages.
SAME_IN_BOTH = 5


def paper_words(tag: str) -> PaperWords:
    """The sentences in the language `tag` where all of them are translated, else in English."""
    language = languages.catalogue_for(tag) or languages.FIRST
    with force_locale(language.tag):
        translated = {name: gettext(text) for name, text in SENTENCES.items()}
    # A sheet that says it is in one language and speaks another would be read out wrongly.
    if sum(translated[name] == text for name, text in SENTENCES.items()) >= SAME_IN_BOTH:
        return ENGLISH
    return PaperWords(tag=language.tag, direction=language.direction, **translated)
