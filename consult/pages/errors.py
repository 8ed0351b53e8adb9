"""What people read when something cannot be done: plain words, what to do next, and nothing lost.

Belongs here: pages for HTTP errors and a lost CSRF token. Does not belong here: messages about one answer.
"""

from __future__ import annotations

from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

KNOWN = (400, 403, 404, 405, 413, 500)


def register(app: Flask) -> None:
    """Answer every error with a page of our own."""
    app.register_error_handler(CSRFError, _not_from_our_page)
    app.register_error_handler(HTTPException, _page_for)


def _page_for(error: HTTPException) -> tuple[str, int, dict[str, str]] | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    headers = {"Allow": ", ".join(sorted(error.valid_methods or ()))} if code == 405 else {}  # type: ignore[attr-defined]
    name = code if code in KNOWN else (400 if code < 500 else 500)
    return render_template(f"errors/{name}.html"), code, headers


def _not_from_our_page(_error: CSRFError) -> tuple[str, int]:
    """The form's token is missing or of another visit. A page of answers says so itself (`respond`)."""
    return render_template("errors/not_from_our_page.html"), 400
