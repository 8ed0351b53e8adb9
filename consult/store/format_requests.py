"""Requests for the questions in another format or language: what is asked for and how to reach the person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from consult.store.consultations import Consultation
from consult.store.database import Base, RowId, db


class FormatRequest(Base):
    """One request. `contact` and `detail` are empty from `erased_at` on; what was asked for stays, to be counted."""

    __tablename__ = "format_request"
    id: Mapped[RowId]
    key: Mapped[str] = mapped_column(unique=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    asked_format: Mapped[str]
    detail: Mapped[str]
    reach_by: Mapped[str]
    contact: Mapped[str]
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    erased_at: Mapped[datetime | None]


def add(request: FormatRequest) -> None:
    db.session.add(request)
    db.session.flush()


def requests_of(consultation: Consultation) -> list[FormatRequest]:
    """Every request, oldest first."""
    return list(
        db.session.scalars(
            select(FormatRequest)
            .where(FormatRequest.consultation_id == consultation.id)
            .order_by(FormatRequest.id)
        )
    )


def request_by_key(consultation: Consultation, key: str) -> FormatRequest | None:
    return db.session.scalar(
        select(FormatRequest).where(
            FormatRequest.consultation_id == consultation.id, FormatRequest.key == key
        )
    )


def waiting(consultation: Consultation) -> int:
    """How many are not dealt with yet."""
    return _count(consultation, FormatRequest.done_at.is_(None))


def asked_since(consultation: Consultation, moment: datetime) -> int:
    return _count(consultation, FormatRequest.asked_at >= moment)


def _count(consultation: Consultation, condition: ColumnElement[bool]) -> int:
    counted = select(func.count()).where(FormatRequest.consultation_id == consultation.id, condition)
    return db.session.scalar(counted) or 0


def erase_done_before(moment: datetime, *, now: datetime) -> int:
    """Erase how to reach people whose requests were dealt with before a moment. Says how many."""
    erased = db.session.execute(
        update(FormatRequest)
        .where(FormatRequest.done_at < moment, FormatRequest.erased_at.is_(None))
        .values(contact="", detail="", erased_at=now)
    )
    return int(getattr(erased, "rowcount", 0))
