"""All tables in one place, for migrations and for tests. Importing it makes every table known."""

from __future__ import annotations

from consult.store import (
    accounts,
    answering,
    attachments,
    audit,
    consultations,
    documents,
    events,
    figure_decisions,
    flags,
    format_requests,
    likenesses,
    responses,
    typed_codes,
    understanding,
)
from consult.store.database import Base

metadata = Base.metadata
AGGREGATES = (
    accounts,
    answering,
    attachments,
    audit,
    consultations,
    documents,
    events,
    figure_decisions,
    flags,
    format_requests,
    likenesses,
    responses,
    typed_codes,
    understanding,
)
