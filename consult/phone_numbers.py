"""Numbers to call, kept in one piece and in their order.

Belongs here: what holds on pages and on paper alike. Does not belong here: whose numbers they are (`settings`, the
wordings).
"""

from __future__ import annotations

import re

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
SPACE_BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")


def unbroken(text: str) -> str:
    """A text whose numbers with spaces, such as “0800 1111”, stay on one line.

    The no-break space also joins the groups of digits where words run from right to left: with a plain space they
    change places there, and “0800 1111” reads “1111 0800”.
    """
    return SPACE_BETWEEN_DIGITS.sub(NO_BREAK_SPACE, text)
