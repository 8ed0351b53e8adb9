"""Consultations, who works on them, and their questionnaires with versions and wordings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from consult.rules import safeguarding
from consult.rules.lifecycle import Phase, phase
from consult.store.accounts import Account
from consult.store.database import Base, Json, RowId, db, table_rules


class Consultation(Base):
    """One public exercise. `details` holds what is only shown: purpose, what can change, promotion, headlines.

    `searched` is what people find it by, as `listing.searched_text` gives it."""

    __tablename__ = "consultation"
    id: Mapped[RowId]
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    summary: Mapped[str]
    details: Mapped[Json]
    searched: Mapped[str] = mapped_column(default="", server_default="")
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    created_at: Mapped[datetime]
    safeguarding_lead: Mapped[str] = mapped_column(default="", server_default="")
    """Who is told at once where a comment may tell of harm: the address of an account, or a name from the file."""
    safeguarding_deputy: Mapped[str] = mapped_column(default="", server_default="")

    @property
    def is_ready(self) -> bool:
        """Whether it is said who looks after safeguarding. Nothing opens before."""
        return safeguarding.both_named(self.safeguarding_lead, self.safeguarding_deputy)

    def phase_at(self, moment: datetime) -> Phase:
        """Where the consultation stands at a moment."""
        return phase(self.opens_at, self.closes_at, moment, ready=self.is_ready)


class Membership(Base):
    """A person's role in one consultation: officer or facilitator."""

    __tablename__ = "membership"
    id: Mapped[RowId]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    role: Mapped[str]
    account: Mapped[Account] = relationship(lazy="raise")
    consultation: Mapped[Consultation] = relationship(lazy="raise")
    __table_args__ = table_rules(UniqueConstraint("consultation_id", "account_id"))


class QuestionnaireVersion(Base):
    """One frozen structure of what is asked. A version that was answered never changes."""

    __tablename__ = "questionnaire_version"
    id: Mapped[RowId]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    questionnaire_key: Mapped[str]
    number: Mapped[int]
    digest: Mapped[str]
    definition: Mapped[Json]
    created_at: Mapped[datetime]
    wordings: Mapped[list[WordingTexts]] = relationship(lazy="raise", order_by="WordingTexts.id")
    __table_args__ = table_rules(UniqueConstraint("consultation_id", "questionnaire_key", "number"))


class WordingTexts(Base):
    """One way of saying a version: an edition in a language."""

    __tablename__ = "wording"
    id: Mapped[RowId]
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id", ondelete="CASCADE"))
    edition: Mapped[str]
    language: Mapped[str]
    texts: Mapped[Json]
    __table_args__ = table_rules(UniqueConstraint("version_id", "edition", "language"))


def add(row: Consultation | Membership | QuestionnaireVersion | WordingTexts) -> None:
    db.session.add(row)
    db.session.flush()


# Made once, because every page of a respondent asks for it and making a statement costs more than running it.
_BY_SLUG = select(Consultation).where(Consultation.slug == bindparam("slug"))


def by_slug(slug: str) -> Consultation | None:
    return db.session.scalar(_BY_SLUG, {"slug": slug})


def by_id(consultation_id: int) -> Consultation:
    """The consultation of a row that refers to it. Raises `NoResultFound`."""
    return db.session.scalars(select(Consultation).where(Consultation.id == consultation_id)).one()


def all_consultations() -> list[Consultation]:
    return list(
        db.session.scalars(select(Consultation).order_by(Consultation.opens_at.desc(), Consultation.id))
    )


def memberships_of(account: Account) -> list[Membership]:
    """The consultations that a person works on, newest first."""
    return list(
        db.session.scalars(
            select(Membership)
            .join(Membership.consultation)
            .options(joinedload(Membership.consultation))
            .where(Membership.account_id == account.id)
            .order_by(Consultation.opens_at.desc(), Consultation.id)
        )
    )


def membership(account: Account, slug: str) -> Membership | None:
    """A person's membership of a consultation, with the consultation; None where there is none."""
    return db.session.scalar(
        select(Membership)
        .join(Membership.consultation)
        .options(joinedload(Membership.consultation))
        .where(Membership.account_id == account.id, Consultation.slug == slug)
    )


def team(consultation: Consultation) -> list[Membership]:
    return list(
        db.session.scalars(
            select(Membership)
            .join(Membership.account)
            .options(joinedload(Membership.account))
            .where(Membership.consultation_id == consultation.id)
            .order_by(Account.name)
        )
    )


def remove_membership(membership_row: Membership) -> None:
    db.session.delete(membership_row)


def latest_version(consultation: Consultation) -> QuestionnaireVersion | None:
    return db.session.scalar(
        select(QuestionnaireVersion)
        .options(joinedload(QuestionnaireVersion.wordings))
        .where(QuestionnaireVersion.consultation_id == consultation.id)
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    )


def version(version_id: int) -> QuestionnaireVersion | None:
    return db.session.get(
        QuestionnaireVersion, version_id, options=[joinedload(QuestionnaireVersion.wordings)]
    )


def latest_version_name(consultation: Consultation) -> tuple[int, str] | None:
    """The id and the digest of the latest version: enough to find it among those that were read before."""
    row = db.session.execute(
        select(QuestionnaireVersion.id, QuestionnaireVersion.digest)
        .where(QuestionnaireVersion.consultation_id == consultation.id)
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None
