"""Where a page may send a browser next: only to an address of this site."""

from __future__ import annotations

from urllib.parse import urlsplit


def own_path(given: str | None, otherwise: str) -> str:
    """`given` where it is a path of this site, else `otherwise`.

    Browsers read `//host` and `/\\host` as another site, and drop tabs and line ends before they read.
    """
    if not given or not given.startswith("/") or given.startswith("//") or not given.isprintable():
        return otherwise
    if "\\" in given or urlsplit(given).netloc:
        return otherwise
    return given
