"""The database: its engine's settings, the base of every table, and the checks made at start-up.

Belongs here: what is true of all tables. Does not belong here: any one table.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date, datetime
from typing import Annotated, Any
from weakref import WeakKeyDictionary

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import REAL, Double, Engine, MetaData, Text, event, text
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry

from consult.store.column_types import CalendarDate, JsonDocument, RowNumber, Truth, UtcDateTime

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

RowId = Annotated[int, mapped_column(RowNumber, primary_key=True)]
Json = Annotated[Any, mapped_column(JsonDocument)]


class Base(DeclarativeBase):
    """What every table shares: column types, constraint names, STRICT tables on SQLite."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    registry = registry(
        metadata=metadata,
        type_annotation_map={
            str: Text(),
            float: Double().with_variant(REAL(), "sqlite"),
            datetime: UtcDateTime,
            date: CalendarDate,
            bool: Truth,
        },
    )
    __table_args__: Any = {"sqlite_strict": True}  # noqa: RUF012 - SQLAlchemy declares it so


def table_rules(*constraints: Any) -> tuple[Any, ...]:
    """The table arguments of a table that has constraints of its own."""
    return (*constraints, {"sqlite_strict": True})


class DatabaseNotSafe(RuntimeError):
    """The database is not set up in the way that keeps every acknowledged answer."""


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

_memories: WeakKeyDictionary[Engine, dict[Hashable, Any]] = WeakKeyDictionary()


def memory() -> dict[Hashable, Any]:
    """What this process remembers of the database in use, to read it less often. It goes with the database's engine."""
    return _memories.setdefault(db.engine, {})


def engine_options(url: str) -> dict[str, Any]:
    """Options for `create_engine` that make both databases keep what they have acknowledged."""
    if url.startswith("sqlite"):
        # IMMEDIATE takes the write lock at the first change, so two writers wait for each other instead of failing.
        return {"connect_args": {"isolation_level": "IMMEDIATE", "timeout": 30}}
    return {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 8}


SQLITE_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000}


@event.listens_for(Engine, "connect")
def _set_sqlite_pragmas(connection: Any, _record: Any) -> None:
    if type(connection).__module__.startswith("sqlite3"):
        cursor = connection.cursor()
        for name, value in SQLITE_PRAGMAS.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        cursor.close()


def assert_safe(engine: Engine) -> None:
    """Raise `DatabaseNotSafe` unless commits survive a power cut and keys are enforced."""
    if engine.dialect.name == "postgresql":
        _assert_postgresql_safe(engine)
        return
    with engine.connect() as connection:
        for name, wanted in SQLITE_PRAGMAS.items():
            found = connection.execute(text(f"PRAGMA {name}")).scalar_one()
            if found != wanted:
                raise DatabaseNotSafe(f"SQLite's {name} is {found!r} and must be {wanted!r}")


def _assert_postgresql_safe(engine: Engine) -> None:
    with engine.connect() as connection:
        for name in ("fsync", "full_page_writes"):
            if connection.execute(text(f"SHOW {name}")).scalar_one() != "on":
                raise DatabaseNotSafe(f"PostgreSQL's {name} is off and must be on")
        if connection.execute(text("SHOW synchronous_commit")).scalar_one() == "off":
            raise DatabaseNotSafe("PostgreSQL's synchronous_commit is off and must be on")


def dispose_after_fork() -> None:
    """Give a forked web process connections of its own; sharing one loses acknowledged rows."""
    db.engine.dispose(close=False)
