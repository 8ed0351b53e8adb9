"""Which response this browser is giving: the cookie that holds a draft's token, and what it leads to.

Belongs here: the token and where it is kept. Does not belong here: answers (`questions`), routes (`respond`).
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request
from werkzeug.wrappers import Response

from consult import languages
from consult.codes import Codes
from consult.pages.public import consultation_or_404
from consult.rules.lifecycle import DRAFTS_ARE_KEPT
from consult.services import responding
from consult.services.responding import DraftIsGone, OpenDraft, Receipt
from consult.settings import Settings
from consult.store.consultations import Consultation

FINGERPRINT_LENGTH = 16


@dataclass(frozen=True)
class Visit:
    """A request of someone who is answering. `fingerprint` names the draft without giving its token."""

    consultation: Consultation
    token: str
    draft: OpenDraft

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.token)


def codes() -> Codes:
    found: Codes = current_app.extensions["codes"]
    return found


def current_slug() -> str:
    return str((request.view_args or {})["slug"])


def current_visit(*, before_agreeing: bool = False) -> Visit:
    """The visit of this request. Raises `DraftIsGone`, `NotOpen` or `NotAgreed`; an unknown consultation is a 404."""
    consultation = consultation_or_404(current_slug())
    token = current_token()
    if token is None:
        raise DraftIsGone
    visit = Visit(consultation, token, responding.open_draft(codes(), consultation, token))
    languages.speak(visit.draft.row.language)
    if not before_agreeing:
        responding.refuse_without_consent(consultation, visit.draft)
    return visit


def current_token() -> str | None:
    return request.cookies.get(cookie_name(current_slug())) or None


def current_receipt() -> Receipt | None:
    """The receipt of the response that this browser has sent, if it has."""
    token = current_token()
    receipt = responding.submitted_already(codes(), token) if token else None
    if receipt:
        languages.speak(receipt.language)
    return receipt


def fingerprint_of(token: str) -> str:
    return codes().draft_hash(token)[:FINGERPRINT_LENGTH]


def cookie_name(slug: str) -> str:
    return f"draft_{slug}"


def _path(slug: str) -> str:
    return f"/consultations/{slug}"


def keep_token(reply: Response, slug: str, token: str) -> None:
    """Put the token where only this consultation's pages get it, for as long as a draft is kept."""
    settings: Settings = current_app.extensions["settings"]
    reply.set_cookie(
        cookie_name(slug),
        token,
        max_age=DRAFTS_ARE_KEPT,
        path=_path(slug),
        secure=settings.secure_cookies,
        httponly=True,
        samesite="Lax",
    )


def forget_token(reply: Response, slug: str) -> None:
    settings: Settings = current_app.extensions["settings"]
    reply.delete_cookie(
        cookie_name(slug), path=_path(slug), secure=settings.secure_cookies, httponly=True, samesite="Lax"
    )
