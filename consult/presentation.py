"""How pages reach a browser: addresses of styles and scripts, names that must exist, compression.

Belongs here: what is the same for every page. Does not belong here: what keeps people safe (`security`).
"""

from __future__ import annotations

import gzip
import hashlib
import sys
import unicodedata
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any

from flask import Flask, Response, current_app, request, url_for
from jinja2 import StrictUndefined, Undefined
from jinja2.runtime import missing  # type: ignore[attr-defined]

from consult.colours import organisation_stylesheet
from consult.phone_numbers import unbroken
from consult.settings import Settings

TEXT_TYPES = ("text/", "application/json", "application/javascript", "image/svg+xml")
COMPONENTS = "govuk_frontend_jinja/"
# Control characters and halves of characters.
UNSHOWN = ("Cc", "Cs")
WORTH_COMPRESSING = 600
FOR_A_YEAR = "public, max-age=31536000, immutable"


class MissingName:
    """What a template gets for a name that is not there: an error, so that no misspelt name shows as nothing.

    The components of govuk-frontend-jinja are written for an environment that lets such names pass; a macro
    may be called without a block, and dicts may lack an option.
    """

    def __new__(  # type: ignore[misc]
        cls, hint: str | None = None, obj: Any = missing, name: str | None = None, **more: Any
    ) -> Undefined:
        may_lack = isinstance(obj, dict) or name == "caller" or _asked_by_a_component()
        return (Undefined if may_lack else StrictUndefined)(hint, obj, name, **more)


def _asked_by_a_component() -> bool:
    """Whether the template whose code is running is one of the components."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and "__jinja_template__" not in frame.f_globals:
        frame = frame.f_back
    return frame is not None and str(frame.f_globals["__jinja_template__"].name).startswith(COMPONENTS)


def init(app: Flask) -> None:
    """Prepare templates and replies. Raises `SettingsProblem` for a colour that cannot be used."""
    settings: Settings = app.extensions["settings"]
    stylesheet = organisation_stylesheet(settings.colour)
    app.extensions["organisation_stylesheet"] = stylesheet
    app.jinja_env.undefined = MissingName  # type: ignore[assignment]
    app.jinja_env.globals.update(asset=asset, organisation_stylesheet_version=_digest(stylesheet.encode()))
    app.jinja_env.filters["showable"] = showable
    app.jinja_env.filters["unbroken"] = unbroken
    app.context_processor(lambda: _organisation(settings))
    app.after_request(_keep_assets)
    app.after_request(_compress)


def _organisation(settings: Settings) -> dict[str, str]:
    return {
        "organisation_name": settings.organisation_name,
        "organisation_contact": unbroken(settings.organisation_contact),
        "safeguarding_text": unbroken(settings.safeguarding_text),
    }


def showable(text: str) -> str:
    """A text without the control characters that HTML cannot hold; lines and tabs stay."""
    return "".join(
        character
        for character in text
        if character in "\n\t" or unicodedata.category(character) not in UNSHOWN
    )


def asset(name: str) -> str:
    """The address of one of the site's own files, which changes when the file does."""
    path = Path(str(current_app.static_folder)) / name
    return url_for("static", filename=name, v=_digest_of_file(str(path), path.stat().st_mtime_ns))


@lru_cache(maxsize=128)
def _digest_of_file(path: str, _changed: int) -> str:
    return _digest(Path(path).read_bytes())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def kept_if_versioned(response: Response) -> Response:
    """A file whose address names its content can be kept for good; any other is asked for again."""
    response.headers["Cache-Control"] = FOR_A_YEAR if "v" in request.args else "no-cache"
    return response


def _keep_assets(response: Response) -> Response:
    is_file = request.endpoint == "static" and response.status_code in (200, 304)
    return kept_if_versioned(response) if is_file else response


def _compress(response: Response) -> Response:
    """Send text packed to browsers that can read it. A file of ours is packed once and kept."""
    if not _is_whole_text(response):
        return response
    response.vary.add("Accept-Encoding")
    response.direct_passthrough = False
    body = response.get_data()
    if request.accept_encodings["gzip"] > 0 and len(body) >= WORTH_COMPRESSING:
        response.set_data(_packed_file(body) if request.endpoint == "static" else gzip.compress(body, 6))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _is_whole_text(response: Response) -> bool:
    is_text = (response.mimetype or "").startswith(TEXT_TYPES) and "Content-Encoding" not in response.headers
    is_whole = response.status_code != 206 and (not response.is_streamed or request.endpoint == "static")
    return is_text and is_whole and response.status_code not in (204, 304)


@lru_cache(maxsize=32)
def _packed_file(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)
