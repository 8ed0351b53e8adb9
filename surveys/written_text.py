"""Text that a person wrote: made uniform, never cut, refused where it cannot be kept.

Belongs here: line ends, accents, control characters and length. Does not belong here: cleaning for analysis.
"""

from __future__ import annotations

import unicodedata

from surveys.reading import unfit_for_text

CEILING = 50_000
"""The most characters that any text may have, whatever a questionnaire says; far beyond what a person
writes.
"""


def tidied(text: str) -> str:
    """Line ends as LF, composed accents (NFC), no space around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def has_control_characters(text: str) -> bool:
    """Whether a tidied text holds characters that cannot be shown or stored."""
    return unfit_for_text(text)


def shown_again(text: str) -> str:
    """What a form gives back of a text that was too long: no page should carry ten million characters."""
    return text[:CEILING]
