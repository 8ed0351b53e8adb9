"""All tables in one place, for migrations and for tests. Importing it makes every table known."""

from __future__ import annotations

from consult.store import accounts, answering, audit, consultations, events, responses, understanding
from consult.store.database import Base

metadata = Base.metadata
AGGREGATES = (accounts, answering, audit, consultations, events, responses, understanding)
