"""Routes: each parses what came in, calls one service or query, and renders or redirects.

No SQL and no counting here.
"""

from __future__ import annotations

from flask import Flask

from consult import presentation
from consult.pages import (
    access,
    accounts,
    addresses,
    comments,
    commitments,
    errors,
    events,
    group_counts,
    officer,
    public,
    publishing,
    quotations,
    respond,
    responses,
    results,
    signing_in,
    theme_history,
    themes,
    work,
)

PARTS = (
    public,
    respond,
    results,
    signing_in,
    accounts,
    officer,
    responses,
    events,
    group_counts,
    themes,
    comments,
    theme_history,
    quotations,
    commitments,
    publishing,
    work,
)


def register(app: Flask) -> None:
    """Put every part of the site under its address and check who may open it."""
    presentation.init(app)
    errors.register(app)
    app.before_request(addresses.refuse_impossible)
    app.before_request(access.check_access)
    app.context_processor(access.template_values)
    for part in PARTS:
        app.register_blueprint(part.blueprint)
    access.require_declarations(app)
