"""Signing in and out, accounts and teams. Passwords are hashed with argon2; guessing is slowed down by account.

Nothing is keyed on where someone is: an office behind one address is many people.
"""

from __future__ import annotations

from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from consult import clock
from consult.codes import Codes, new_token
from consult.rules.permissions import Role
from consult.services import safeguarding
from consult.store import accounts, audit, consultations
from consult.store.accounts import Account, SignInSession
from consult.store.consultations import Consultation, Membership
from consult.store.transactions import AlreadyThere, transaction

SESSION_LASTS = timedelta(hours=12)
ATTEMPTS_ALLOWED = 5
ATTEMPTS_WITHIN = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256

_hasher = PasswordHasher()
# Checked when there is no such account, so that both answers take the same time.
_nobody = _hasher.hash("nobody has this password")


class SignInRefused(Exception):
    """The address or the password is wrong; which of them is not said."""


class TooManyAttempts(Exception):
    """The account was tried too often; wait and try again."""


class AccountProblem(ValueError):
    """An account cannot be made or changed in this way; the message says why."""


def add_account(email: str, name: str, password: str, *, administrator: bool = False) -> Account:
    """Make an account. Raises `AccountProblem` for a taken address or a weak password."""
    email = email.strip().lower()
    if "@" not in email or len(email) > 254:
        raise AccountProblem("Enter an email address, like name@example.org")
    if not name.strip():
        raise AccountProblem("Enter the person's name")
    _check_password(password)
    try:
        with transaction():
            account = accounts.add_account(
                Account(
                    email=email,
                    name=name.strip(),
                    password_hash=_hasher.hash(password),
                    is_administrator=administrator,
                    created_at=clock.now(),
                )
            )
            audit.record(
                "account added",
                {"account": account.id},
                consultation_id=None,
                account_id=None,
                now=clock.now(),
            )
    except AlreadyThere as error:
        raise AccountProblem(f"There is an account for {email} already") from error
    return account


def _check_password(password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise AccountProblem(f"Use a password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")


def change_password(account: Account, password: str) -> None:
    """Set a new password and sign every browser out."""
    _check_password(password)
    with transaction():
        account.password_hash = _hasher.hash(password)
        accounts.end_sessions_of(account)


def sign_in(codes: Codes, email: str, password: str) -> str:
    """A token for a browser. Raises `SignInRefused` or `TooManyAttempts`."""
    now = clock.now()
    email_hash = codes.keyed_hash("sign-in address", email.strip().lower())
    if accounts.failed_attempts_since(email_hash, now - ATTEMPTS_WITHIN) >= ATTEMPTS_ALLOWED:
        raise TooManyAttempts
    account = accounts.account_by_email(email)
    right = _password_is_right(account.password_hash if account else _nobody, password)
    if account is None or not account.is_active or not right:
        with transaction():
            accounts.record_failed_attempt(email_hash, now)
        raise SignInRefused
    token = new_token()
    with transaction():
        accounts.forget_attempts(email_hash)
        accounts.add_session(
            SignInSession(
                token_hash=codes.keyed_hash("sign-in", token),
                account_id=account.id,
                created_at=now,
                expires_at=now + SESSION_LASTS,
            )
        )
    return token


def _password_is_right(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password[:LONGEST_PASSWORD])
    except (VerifyMismatchError, InvalidHashError):
        return False


def sign_out(codes: Codes, token: str) -> None:
    with transaction():
        accounts.end_session(codes.keyed_hash("sign-in", token))


def account_of(codes: Codes, token: str) -> Account | None:
    """The person whose browser holds a token, while it has not run out."""
    session = accounts.open_session(codes.keyed_hash("sign-in", token), clock.now())
    return session.account if session else None


def membership_of(account: Account, slug: str) -> Membership | None:
    return consultations.membership(account, slug)


def join_team(consultation: Consultation, email: str, role: Role, *, by: Account | None) -> Membership:
    """Make someone an officer or a facilitator of a consultation. Raises `AccountProblem`."""
    account = accounts.account_by_email(email)
    if account is None:
        raise AccountProblem(f"There is no account for {email.strip()}. An administrator can add one.")
    try:
        with transaction():
            member = Membership(consultation_id=consultation.id, account_id=account.id, role=role.value)
            consultations.add(member)
            _record_team_change("joined", consultation, account.id, role, by)
    except AlreadyThere as error:
        raise AccountProblem(f"{account.name} is in the team already") from error
    return member


def leave_team(consultation: Consultation, member: Membership, *, by: Account) -> None:
    """Take someone off the team. The last officer stays, or nobody could go on."""
    officers = [row for row in consultations.team(consultation) if row.role == Role.OFFICER]
    if member.role == Role.OFFICER and len(officers) == 1:
        raise AccountProblem("This is the only officer. Add another officer first.")
    if safeguarding.looks_after(consultation, member.account):
        raise AccountProblem(
            f"{member.account.name} looks after safeguarding. Choose somebody else for that first."
        )
    with transaction():
        _record_team_change("left", consultation, member.account_id, Role(member.role), by)
        consultations.remove_membership(member)


def _record_team_change(
    what: str, consultation: Consultation, account_id: int, role: Role, by: Account | None
) -> None:
    audit.record(
        f"{what} the team",
        {"account": account_id, "role": role.value},
        consultation_id=consultation.id,
        account_id=by.id if by else None,
        now=clock.now(),
    )
