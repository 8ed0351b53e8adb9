"""One's own password, and for administrators the accounts of everyone who signs in."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, PasswordField
from wtforms.validators import InputRequired

from consult.pages import access
from consult.pages import signing_in as signing_in_pages
from consult.pages.form_parts import OfficerForm, one_line
from consult.rules.permissions import Access
from consult.services import signing_in
from consult.store import accounts
from consult.store.accounts import Account

blueprint = Blueprint("accounts", __name__)


class PasswordForm(OfficerForm):
    current = PasswordField(
        "Your password now", validators=[InputRequired("Enter the password that you use now")]
    )
    new = PasswordField("Your new password", validators=[InputRequired("Enter a new password")])


class AccountForm(OfficerForm):
    name = one_line("Name", "Enter the person's name")
    email = one_line("Email address", "Enter an email address, like name@example.org", longest=254)
    password = PasswordField("First password", validators=[InputRequired("Enter a first password")])
    administrator = BooleanField("This person looks after accounts")


@blueprint.route("/account/password", methods=["GET", "POST"])
@access.requires(Access.SIGNED_IN)
def password() -> Response | str | tuple[str, int]:
    """Change one's own password."""
    form = PasswordForm()
    if not form.is_submitted():
        return _password_page(form)
    account = access.current_account()
    if account is None or not form.validate() or not _change_password(account, form):
        return _password_page(form), 400
    flash("Your password is changed. Every other browser is signed out.", "success")
    return redirect(url_for("accounts.password"), 303)


def _change_password(account: Account, form: PasswordForm) -> bool:
    """Signing in with the password of now proves it, and its throttle holds here as well."""
    codes = current_app.extensions["codes"]
    try:
        signing_in.sign_in(codes, account.email, form.current.data)
        signing_in.change_password(account, form.new.data)
        signing_in_pages.keep(signing_in.sign_in(codes, account.email, form.new.data))
    except signing_in.SignInRefused:
        form.take_problems({"current": "This is not the password that you use now"})
    except signing_in.TooManyAttempts:
        form.take_problems({"current": signing_in_pages.TOO_MANY})
    except signing_in.AccountProblem as problem:
        form.take_problems({"new": str(problem)})
    return not form.errors_in_order()


def _password_page(form: PasswordForm) -> str:
    return render_template("accounts/password.html", form=form, shortest=signing_in.SHORTEST_PASSWORD)


@blueprint.get("/accounts/")
@access.requires(Access.ADMINISTRATOR)
def index() -> str:
    """Everyone who can sign in."""
    return render_template("accounts/index.html", accounts=accounts.all_accounts())


@blueprint.route("/accounts/add", methods=["GET", "POST"])
@access.requires(Access.ADMINISTRATOR)
def add() -> Response | str | tuple[str, int]:
    """Make an account for someone."""
    form = AccountForm()
    if not form.is_submitted():
        return _account_page(form)
    if not form.validate() or not _add(form):
        return _account_page(form), 400
    flash(f"{form.name.data} can sign in now. Give them the first password to change.", "success")
    return redirect(url_for("accounts.index"), 303)


def _add(form: AccountForm) -> bool:
    try:
        signing_in.add_account(
            form.email.data, form.name.data, form.password.data, administrator=form.administrator.data
        )
    except signing_in.AccountProblem as problem:
        form.take_problems({_field_of(str(problem)): str(problem)})
    return not form.errors_in_order()


def _field_of(message: str) -> str:
    return "password" if message.startswith("Use a password") else "email"


def _account_page(form: AccountForm) -> str:
    return render_template("accounts/add.html", form=form, shortest=signing_in.SHORTEST_PASSWORD)
