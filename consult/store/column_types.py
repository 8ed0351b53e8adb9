"""Column types that mean the same on SQLite (STRICT tables) and PostgreSQL.

SQLite's STRICT tables know INTEGER, REAL, TEXT and BLOB only, and SQLite gives datetimes back without a zone; these
types hide both.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine


def _on_sqlite(dialect: Dialect) -> bool:
    return dialect.name == "sqlite"


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always with a zone in Python, stored in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if _on_sqlite(dialect) else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone before it is stored")
        moment = value.astimezone(UTC)
        # One fixed width, so that comparing the texts compares the moments.
        return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if _on_sqlite(dialect) else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return datetime.fromisoformat(value) if _on_sqlite(dialect) else value.astimezone(UTC)


class CalendarDate(TypeDecorator[date]):
    """A day without a time."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if _on_sqlite(dialect) else Date())

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        return value.isoformat() if value is not None and _on_sqlite(dialect) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return date.fromisoformat(value) if value is not None and _on_sqlite(dialect) else value


class Truth(TypeDecorator[bool]):
    """True or false."""

    impl = Boolean
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if _on_sqlite(dialect) else Boolean())

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        return int(value) if value is not None and _on_sqlite(dialect) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class JsonDocument(TypeDecorator[Any]):
    """A JSON document, kept as the text it was given, key by key; PostgreSQL's JSONB would put it in another order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


# SQLite numbers rows only in a column declared INTEGER; PostgreSQL needs room for more than two thousand million.
RowNumber = BigInteger().with_variant(Integer(), "sqlite")
