"""What tables are broken down by, and what its groups are called.

Belongs here: labels of channels, wordings and of the options of a question. Does not belong here: counting (`results`).
"""

from __future__ import annotations

from babel import Locale

from consult.rules.responses import CHANNEL_WORDS
from consult.services.questionnaires import LoadedVersion
from surveys.wordings import Wording

CHANNEL = "channel"
EDITION_WORDS = {"standard": "Standard", "easy_read": "Easy read", "young_person": "Young person’s"}
ATTRIBUTE_LABELS = {
    CHANNEL: "how the response reached us",
    "edition": "edition",
    "language": "language",
    "wording": "wording",
}
# Which table of which variable: (variable, what it is broken down by or None).
Place = tuple[str, str | None]


def group_labels(version: LoadedVersion, by: str) -> dict[str, str]:
    """What the groups of a breakdown are called, by key."""
    if by == CHANNEL:
        return {str(key): words for key, words in CHANNEL_WORDS.items()}
    if by in ATTRIBUTE_LABELS:
        return _wording_labels(version, by)
    question = version.questionnaire.question(by.partition(".")[0])
    return {key: version.first_wording.option_text(question, key) for key in question.choice_keys}


def _wording_labels(version: LoadedVersion, by: str) -> dict[str, str]:
    """Editions, languages or both, as they are called."""
    labels: dict[str, str] = {}
    for edition, language in version.wordings:
        words = (EDITION_WORDS[edition], language_name(language))
        labels |= {
            "edition": {edition: words[0]},
            "language": {language: words[1]},
            "wording": {f"{edition}.{language}": ", ".join(words)},
        }[by]
    return labels


def breakdown_label(version: LoadedVersion, by: str) -> str:
    """What a breakdown is called within a sentence: "how the response reached us", “Who are you?”."""
    if by in ATTRIBUTE_LABELS:
        return ATTRIBUTE_LABELS[by]
    return f"“{version.first_wording.variable_text(by)}”"


def caption_of(wording: Wording, variable: str, by_label: str | None) -> str:
    """What a table is called: its question, and what it is broken down by."""
    return f"{wording.variable_text(variable)}{f', by {by_label}' if by_label else ''}"


def language_name(tag: str) -> str:
    """A language as it is called in English: "en" is English, "pa" Punjabi."""
    return Locale.parse(tag, sep="-").get_display_name("en") or tag
