"""The trail of what people did, each entry hashed with the one before it. Never the text of an answer."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from consult.store.database import Base, Json, RowId, db


class AuditEntry(Base):
    """One action. `previous_hash` is unique, so the chain cannot fork."""

    __tablename__ = "audit_entry"
    id: Mapped[RowId]
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    action: Mapped[str]
    subject: Mapped[Json]
    recorded_at: Mapped[datetime]
    previous_hash: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(unique=True)


FIRST_HASH = "0" * 64


def _hash_of(entry: AuditEntry) -> str:
    content = [
        entry.previous_hash,
        entry.consultation_id,
        entry.account_id,
        entry.action,
        entry.subject,
        entry.recorded_at.isoformat(),
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def record(
    action: str, subject: object, *, consultation_id: int | None, account_id: int | None, now: datetime
) -> None:
    """Add an entry to the end of the chain, in the transaction of the action itself."""
    last = db.session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
    entry = AuditEntry(
        consultation_id=consultation_id,
        account_id=account_id,
        action=action,
        subject=subject,
        recorded_at=now,
        previous_hash=last or FIRST_HASH,
    )
    entry.hash = _hash_of(entry)
    db.session.add(entry)
    db.session.flush()


def entries(consultation_id: int | None = None, *, limit: int | None = None) -> list[AuditEntry]:
    statement = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if consultation_id is not None:
        statement = statement.where(AuditEntry.consultation_id == consultation_id)
    return list(db.session.scalars(statement))


def broken_entries() -> list[int]:
    """The ids of entries that do not follow from the one before; empty where nobody changed the trail."""
    broken, previous = [], FIRST_HASH
    for entry in reversed(entries()):
        if entry.previous_hash != previous or entry.hash != _hash_of(entry):
            broken.append(entry.id)
        previous = entry.hash
    return broken
