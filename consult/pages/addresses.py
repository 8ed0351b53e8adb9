"""Addresses of this site's own pages: this one with something changed, and where a browser may go next."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

from flask import abort, request

# The largest number that a row can have in either database.
LARGEST_ROW = 2**63 - 1


def own_path(given: str | None, otherwise: str) -> str:
    """`given` where it is a path of this site, else `otherwise`.

    Browsers read `//host` and `/\\host` as another site, and drop tabs and line ends before they read.
    """
    if not given or not given.startswith("/") or given.startswith("//") or not given.isprintable():
        return otherwise
    if "\\" in given or urlsplit(given).netloc:
        return otherwise
    return given


def here(**changed: object) -> str:
    """The address of this page with parts of its query changed; None takes one out."""
    together = {**request.args.to_dict(), **changed}
    query = {name: value for name, value in together.items() if value is not None}
    path = quote(request.path)
    return f"{path}?{urlencode(query)}" if query else path


def refuse_impossible() -> None:
    """Answer 404 for an address with a name or a number that no database can look up."""
    for value in (request.view_args or {}).values():
        if isinstance(value, int) and value > LARGEST_ROW:
            abort(404)
        if isinstance(value, str) and not value.isprintable():
            abort(404)
