"""Signing in and out. What is checked and how guessing is slowed down: `consult.services.signing_in`."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import InputRequired

from consult.pages import access
from consult.pages.addresses import own_path
from consult.pages.form_parts import OfficerForm, one_line
from consult.rules.permissions import Access
from consult.services import signing_in

blueprint = Blueprint("signing_in", __name__)

REFUSED = "The email address or the password is wrong"
TOO_MANY = "There were too many tries. Wait 15 minutes, then try again"
CSRF_TOKEN = "csrf_token"  # noqa: S105 - the name of a place in the session, not a password


class SignInForm(OfficerForm):
    email = one_line("Email address", "Enter your email address", longest=254)
    password = PasswordField("Password", validators=[InputRequired("Enter your password")])


@blueprint.route("/sign-in", methods=["GET", "POST"])
@access.requires(Access.PUBLIC)
def sign_in() -> Response | str | tuple[str, int]:
    """Ask who someone is, then take them where they wanted to go."""
    afterwards = own_path(request.values.get("next"), url_for("officer.dashboard"))
    if access.current_account() is not None:
        return redirect(afterwards)
    form = SignInForm()
    if not form.is_submitted():
        return _page(form, afterwards)
    if not form.validate():
        return _page(form, afterwards), 400
    return _try(form, afterwards)


def _try(form: SignInForm, afterwards: str) -> Response | tuple[str, int]:
    try:
        token = signing_in.sign_in(current_app.extensions["codes"], form.email.data, form.password.data)
    except signing_in.TooManyAttempts:
        form.take_problems({"email": TOO_MANY})
        return _page(form, afterwards), 429
    except signing_in.SignInRefused:
        form.take_problems({"email": REFUSED})
        return _page(form, afterwards), 400
    keep(token)
    return redirect(afterwards, 303)


def keep(token: str) -> None:
    """Sign this browser in. Its form token is made anew, so that one from before says nothing about now."""
    session.pop(CSRF_TOKEN, None)
    session[access.SIGN_IN_TOKEN] = token


def _page(form: SignInForm, afterwards: str) -> str:
    return render_template("accounts/sign_in.html", form=form, afterwards=afterwards)


@blueprint.post("/sign-out")
@access.requires(Access.SIGNED_IN)
def sign_out() -> Response:
    signing_in.sign_out(current_app.extensions["codes"], session.pop(access.SIGN_IN_TOKEN))
    session.pop(CSRF_TOKEN, None)
    flash("You are signed out", "success")
    return redirect(url_for("signing_in.sign_in"), 303)
