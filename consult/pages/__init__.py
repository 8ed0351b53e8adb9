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
    announcing,
    before_answering,
    coming_back,
    comments,
    commitments,
    comparisons,
    documents,
    errors,
    events,
    formats,
    group_counts,
    headlines,
    hub,
    likenesses,
    media,
    officer,
    paper,
    public,
    publishing,
    quotations,
    reach,
    receipts,
    respond,
    responses,
    results,
    safeguarding,
    signing_in,
    tables,
    theme_history,
    themes,
    who_answered,
    wording_choice,
    wordings,
    work,
)

PARTS = (
    hub,
    documents,
    paper,
    formats,
    announcing,
    public,
    media,
    coming_back,
    respond,
    before_answering,
    who_answered,
    wording_choice,
    receipts,
    results,
    signing_in,
    accounts,
    officer,
    wordings,
    responses,
    events,
    group_counts,
    likenesses,
    themes,
    comments,
    theme_history,
    quotations,
    safeguarding,
    commitments,
    tables,
    headlines,
    reach,
    comparisons,
    publishing,
    work,
)


def register(app: Flask) -> None:
    """Put every part of the site under its address and check who may open it."""
    presentation.init(app)
    app.jinja_env.globals["bundled_picture"] = media.bundled_address
    errors.register(app)
    app.before_request(addresses.refuse_impossible)
    app.before_request(access.check_access)
    app.context_processor(access.template_values)
    for part in PARTS:
        app.register_blueprint(part.blueprint)
    access.require_declarations(app)
