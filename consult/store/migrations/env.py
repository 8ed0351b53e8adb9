"""Runs migrations on the connection that `consult.store.migrating` gives. One history serves both databases."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import text

from consult.store import tables
from consult.store.column_types import CalendarDate, JsonDocument, Truth, UtcDateTime

OWN_TYPES = (CalendarDate, JsonDocument, Truth, UtcDateTime)


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our column types under their own names in new migrations."""
    if kind == "type" and isinstance(item, OWN_TYPES):
        autogen.imports.add(f"from consult.store.column_types import {type(item).__name__}")
        return f"{type(item).__name__}()"
    return False


def run() -> None:
    connection = context.config.attributes["connection"]
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite:
        # A batch migration copies a table and drops the old one; with keys enforced that deletes child rows.
        connection.execute(text("PRAGMA foreign_keys = OFF"))
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=tables.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=False,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if on_sqlite:
        connection.execute(text("PRAGMA foreign_keys = ON"))


run()
