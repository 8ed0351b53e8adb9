"""Addresses of this site's own pages: this one with something changed, and where a browser may go next."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

from flask import request


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
