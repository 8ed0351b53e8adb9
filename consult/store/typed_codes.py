"""What a code that someone typed leads to, and how many wrong ones were typed in each minute.

Belongs here: finding a draft or a response by the keyed hash of its code, over all consultations. Does not belong
here: what is done with it (`responses`). Nothing about who typed a code is kept.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from consult.store.consultations import Consultation, QuestionnaireVersion
from consult.store.database import Base, RowId, db, table_rules
from consult.store.responses import Comment, Draft, Response


class CodeUse(Base):
    """How often something was done with codes at one place within one minute: a count, and nothing of who or what."""

    __tablename__ = "code_use"
    id: Mapped[RowId]
    place: Mapped[str]
    minute: Mapped[datetime] = mapped_column(index=True)
    number: Mapped[int]
    __table_args__ = table_rules(UniqueConstraint("place", "minute"))


def draft_of(token_hash: str) -> tuple[Draft, Consultation] | None:
    """The draft of a resume code with its consultation."""
    found = db.session.execute(
        select(Draft, Consultation)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Draft.version_id)
        .join(Consultation, Consultation.id == QuestionnaireVersion.consultation_id)
        .where(Draft.token_hash == token_hash)
    ).first()
    return (found[0], found[1]) if found else None


def response_of(receipt_hash: str) -> tuple[Response, Consultation] | None:
    """The response of a receipt code with its consultation."""
    return _response_where(Response.receipt_hash == receipt_hash)


def response_submitted_from(submission_key_hash: str) -> tuple[Response, Consultation] | None:
    """The response that was sent from a draft, with its consultation."""
    return _response_where(Response.submission_key_hash == submission_key_hash)


def _response_where(condition: ColumnElement[bool]) -> tuple[Response, Consultation] | None:
    found = db.session.execute(
        select(Response, Consultation)
        .join(Consultation, Consultation.id == Response.consultation_id)
        .where(condition)
    ).first()
    return (found[0], found[1]) if found else None


def comments_of(response: Response) -> list[Comment]:
    """What one response said in its own words, in the order of its questions."""
    return list(
        db.session.scalars(select(Comment).where(Comment.response_id == response.id).order_by(Comment.id))
    )


def used(place: str, minute: datetime) -> int:
    """How often a place was used in a minute."""
    return (
        db.session.scalar(select(CodeUse.number).where(CodeUse.place == place, CodeUse.minute == minute)) or 0
    )


def used_since(place: str, moment: datetime) -> int:
    return int(
        db.session.scalar(
            select(func.coalesce(func.sum(CodeUse.number), 0)).where(
                CodeUse.place == place, CodeUse.minute >= moment
            )
        )
        or 0
    )


def count_use(place: str, minute: datetime, number: int) -> None:
    """Add to a minute's count. Raises the transaction's `AlreadyThere` where another began the minute first."""
    counted = db.session.execute(
        update(CodeUse)
        .where(CodeUse.place == place, CodeUse.minute == minute)
        .values(number=CodeUse.number + number)
        .execution_options(synchronize_session=False)
    )
    if not getattr(counted, "rowcount", 0):
        db.session.add(CodeUse(place=place, minute=minute, number=number))
        db.session.flush()


def forget_uses_before(moment: datetime) -> None:
    db.session.execute(delete(CodeUse).where(CodeUse.minute < moment))
