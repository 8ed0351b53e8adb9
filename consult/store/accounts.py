"""People who sign in: their accounts, their sessions and the attempts that throttle guessing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, delete, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from consult.store.database import Base, RowId, db, table_rules


class Account(Base):
    """An officer's or a facilitator's sign-in."""

    __tablename__ = "account"
    id: Mapped[RowId]
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    is_administrator: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class SignInSession(Base):
    """One signed-in browser. Only the keyed hash of its token is kept."""

    __tablename__ = "sign_in_session"
    id: Mapped[RowId]
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    account: Mapped[Account] = relationship(lazy="raise")


class SignInAttempt(Base):
    """A failed sign-in, by the keyed hash of the address that was typed."""

    __tablename__ = "sign_in_attempt"
    id: Mapped[RowId]
    email_hash: Mapped[str]
    attempted_at: Mapped[datetime]
    __table_args__ = table_rules(
        Index("ix_sign_in_attempt_email_hash_attempted_at", "email_hash", "attempted_at")
    )


def account_by_email(email: str) -> Account | None:
    return db.session.scalar(select(Account).where(Account.email == email.strip().lower()))


def add_account(account: Account) -> Account:
    db.session.add(account)
    db.session.flush()
    return account


def all_accounts() -> list[Account]:
    return list(db.session.scalars(select(Account).order_by(Account.name, Account.email)))


def add_session(session: SignInSession) -> None:
    db.session.add(session)


def open_session(token_hash: str, now: datetime) -> SignInSession | None:
    """The session of a token, with its account, while it has not run out and the account is active."""
    return db.session.scalar(
        select(SignInSession)
        .join(SignInSession.account)
        .options(joinedload(SignInSession.account))
        .where(SignInSession.token_hash == token_hash, SignInSession.expires_at > now, Account.is_active)
    )


def end_session(token_hash: str) -> None:
    db.session.execute(delete(SignInSession).where(SignInSession.token_hash == token_hash))


def end_sessions_of(account: Account) -> None:
    db.session.execute(delete(SignInSession).where(SignInSession.account_id == account.id))


def record_failed_attempt(email_hash: str, now: datetime) -> None:
    db.session.add(SignInAttempt(email_hash=email_hash, attempted_at=now))


def failed_attempts_since(email_hash: str, since: datetime) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(SignInAttempt)
            .where(SignInAttempt.email_hash == email_hash, SignInAttempt.attempted_at > since)
        )
        or 0
    )


def forget_attempts(email_hash: str) -> None:
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.email_hash == email_hash))
