"""Who may open a route: every view names it with `requires`, and the check runs before the view.

Belongs here: finding out who is asking. What each answer means is in `consult.rules.permissions`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from consult.rules.permissions import Access, Role, allows
from consult.services import safeguarding, signing_in
from consult.store.accounts import Account
from consult.store.consultations import Consultation, Membership

View = TypeVar("View", bound=Callable[..., Any])
SIGN_IN_TOKEN = "sign_in_token"  # noqa: S105 - the name of a place in the session, not a password


def requires(access: Access) -> Callable[[View], View]:
    """Declare who may open a view. A view without it is refused at start-up."""

    def declare(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return declare


def access_of(endpoint: str) -> Access | None:
    """The access that an endpoint declares."""
    return getattr(current_app.view_functions.get(endpoint), "access", None)


def check_access() -> Response | None:
    """Before every request: let it through, ask for a sign-in, or say that there is no such page.

    A consultation that someone is not a member of answers 404, so that its address says nothing.
    """
    if request.endpoint is None or request.endpoint == "static":
        return None
    access = access_of(request.endpoint)
    if access is None:
        raise RuntimeError(f"{request.endpoint} does not say who may open it")
    if access is Access.PUBLIC:
        return None
    account = current_account()
    if account is None:
        return redirect(url_for("signing_in.sign_in", next=request.full_path.rstrip("?")))
    membership = _membership_for_request(account)
    role = Role(membership.role) if membership else None
    if not allows(
        access,
        signed_in=True,
        administrator=account.is_administrator,
        role=role,
        looks_after_safeguarding=looks_after_safeguarding(),
    ):
        abort(404 if role is None else 403)
    return None


def current_account() -> Account | None:
    """The person who is signed in, looked up once a request."""
    if "account" not in g:
        token = session.get(SIGN_IN_TOKEN)
        g.account = signing_in.account_of(current_app.extensions["codes"], token) if token else None
    account: Account | None = g.account
    return account


def signed_in_account() -> Account:
    """The person who is signed in, on a route that requires somebody to be."""
    account = current_account()
    if account is None:
        raise RuntimeError(f"{request.endpoint} asks nobody to sign in")
    return account


def _membership_for_request(account: Account) -> Membership | None:
    slug = (request.view_args or {}).get("slug")
    g.membership = signing_in.membership_of(account, slug) if slug else None
    membership: Membership | None = g.membership
    return membership


def current_consultation() -> Consultation:
    """The consultation of a route that facilitators or officers open; they are its members."""
    consultation: Consultation = g.membership.consultation
    return consultation


def is_officer() -> bool:
    """Whether the person has an officer's role in the consultation of this route."""
    return bool(g.get("membership")) and g.membership.role == Role.OFFICER


def looks_after_safeguarding() -> bool:
    """Whether the person is the safeguarding lead or deputy of the consultation of this route."""
    account, membership = current_account(), g.get("membership")
    return bool(account and membership and safeguarding.looks_after(membership.consultation, account))


def template_values() -> dict[str, Any]:
    """What every template may show of the person who is signed in."""
    return {
        "account": current_account() if session.get(SIGN_IN_TOKEN) else None,
        "looks_after_safeguarding": looks_after_safeguarding,
    }


def require_declarations(app: Any) -> None:
    """Refuse to start while a view does not say who may open it."""
    silent = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and not hasattr(view, "access")
    ]
    if silent:
        raise RuntimeError(f"these views do not say who may open them: {', '.join(sorted(silent))}")
