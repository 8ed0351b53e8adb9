"""What officers decided about figures: tables and headlines chosen, populations loaded, consultations linked.

Every decision is a row that stays. What holds now is the latest one of each kind and key, so undoing is one more row.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from consult.store.accounts import Account
from consult.store.consultations import Consultation
from consult.store.database import Base, Json, RowId, db, table_rules


class FigureDecision(Base):
    """One decision of a person. `stands` is false where it takes something out again."""

    __tablename__ = "figure_decision"
    id: Mapped[RowId]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    kind: Mapped[str]
    key: Mapped[str]
    stands: Mapped[bool]
    payload: Mapped[Json]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime]
    account: Mapped[Account | None] = relationship(lazy="raise")
    __table_args__ = table_rules(UniqueConstraint("consultation_id", "number"))


def add(decision: FigureDecision) -> None:
    db.session.add(decision)
    db.session.flush()


def decisions(consultation: Consultation) -> list[FigureDecision]:
    """Every decision in order, each with the account that made it."""
    return list(
        db.session.scalars(
            select(FigureDecision)
            .options(joinedload(FigureDecision.account))
            .where(FigureDecision.consultation_id == consultation.id)
            .order_by(FigureDecision.number)
        )
    )


def next_number(consultation: Consultation) -> int:
    highest = db.session.scalar(
        select(func.max(FigureDecision.number)).where(FigureDecision.consultation_id == consultation.id)
    )
    return (highest or 0) + 1
