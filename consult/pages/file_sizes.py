"""How large a file is, in words that people know from their own devices."""

from __future__ import annotations

from flask_babel import gettext as _

KILOBYTE, MEGABYTE = 1000, 1_000_000


def size_in_words(size: int | None) -> str:
    """“46 KB” or “1.2 MB” for a number of bytes; nothing where it is not known."""
    if size is None:
        return ""
    if size < MEGABYTE:
        return _("%(number)s KB", number=max(1, round(size / KILOBYTE)))
    return _("%(number)s MB", number=f"{size / MEGABYTE:.1f}".removesuffix(".0"))
