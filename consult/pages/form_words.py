"""What a form says when an answer cannot be taken, in the language of the page.

Belongs here: giving the sentences of `surveys.form_messages` their translations. Does not belong here: the
sentences.
"""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache

from flask_babel import gettext

from consult import languages
from surveys.form_messages import ENGLISH, FormMessages

SENTENCES = {field.name: str(field.default) for field in fields(FormMessages) if field.name != "language"}


def form_messages() -> FormMessages:
    """The sentences for the language of this page."""
    tag = languages.chosen()
    return ENGLISH if tag == languages.FIRST.tag else _messages(tag)


@lru_cache(maxsize=len(languages.LANGUAGES))
def _messages(tag: str) -> FormMessages:
    """Each sentence translated. Called within a page in that language, whose catalogue is then the one read."""
    return FormMessages(language=tag, **{name: gettext(text) for name, text in SENTENCES.items()})
