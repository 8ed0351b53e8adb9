"""Routes: each parses what came in, calls one service or query, and renders or redirects. No SQL, no counting."""

from __future__ import annotations

from flask import Flask

from consult.pages import access, accounts, events, officer, public, respond, results, signing_in, themes


def register(app: Flask) -> None:
    """Put every part of the site under its address and check who may open it."""
    app.before_request(access.check_access)
    app.context_processor(access.template_values)
    for part in (public, respond, results, signing_in, accounts, events, officer, themes):
        app.register_blueprint(part.blueprint)
    access.require_declarations(app)
