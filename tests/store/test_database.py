"""The database keeps what it acknowledged, knows its version, and its trail cannot be changed unseen."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from consult import clock
from consult.store import audit, database, migrating
from consult.store.transactions import transaction


def test_start_up_refuses_a_database_that_may_lose_answers(in_app, monkeypatch):
    if database.db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite: its pragmas are set for each connection")
    database.assert_safe(database.db.engine)
    monkeypatch.setitem(database.SQLITE_PRAGMAS, "synchronous", 3)
    with pytest.raises(database.DatabaseNotSafe, match="synchronous is 2"):
        database.assert_safe(database.db.engine)


def test_start_up_refuses_postgresql_that_answers_before_it_writes(in_app):
    if database.db.engine.dialect.name != "postgresql":
        pytest.skip("PostgreSQL: SQLite has no such setting")
    database.assert_safe(database.db.engine)
    name = database.db.engine.url.database
    with database.db.engine.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
        connection.commit()
    database.db.engine.dispose()
    try:
        with pytest.raises(database.DatabaseNotSafe, match="synchronous_commit is off"):
            database.assert_safe(database.db.engine)
    finally:
        with database.db.engine.connect() as connection:
            connection.execute(text(f"ALTER DATABASE {name} RESET synchronous_commit"))
            connection.commit()
        database.db.engine.dispose()


def test_sqlite_tables_are_strict(in_app):
    if database.db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite: PostgreSQL is strict by itself")
    rows = database.db.session.execute(
        text("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0")
    )
    assert {row[0] for row in rows} <= {"alembic_version", "sqlite_schema"}


def test_migrations_and_tables_say_the_same(in_app):
    migrating.assert_up_to_date(database.db.engine)
    assert migrating.differences(database.db.engine) == []


def test_a_change_in_the_trail_is_seen(in_app):
    for number in range(3):
        with transaction():
            audit.record("tried", {"n": number}, consultation_id=None, account_id=None, now=clock.now())
    assert audit.broken_entries() == []
    second = audit.entries()[1]
    with transaction():
        database.db.session.execute(
            text("UPDATE audit_entry SET action = 'something else' WHERE id = :id"), {"id": second.id}
        )
    database.db.session.expire_all()
    assert audit.broken_entries() == [second.id]
