"""Bringing a database up to date with the tables of this version."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from consult.store import tables

FOLDER = Path(__file__).parent / "migrations"


class DatabaseOutOfDate(RuntimeError):
    """The database has tables of another version."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine) -> None:
    """Run every migration that has not been run, in order."""
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def write_migration(engine: Engine, message: str) -> None:
    """Write a new migration from what differs between the tables and the database."""
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True)


def assert_up_to_date(engine: Engine) -> None:
    """Raise `DatabaseOutOfDate` unless every migration has been run."""
    wanted = ScriptDirectory.from_config(_config()).get_current_head()
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found != wanted:
        raise DatabaseOutOfDate(
            f"the database is at {found or 'no version'} and needs {wanted}; run: consult database upgrade"
        )


def differences(engine: Engine) -> list[object]:
    """What the tables in the code and in the database do not have in common; empty where the history is complete."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return [*compare_metadata(context, tables.metadata)]


def prepare(engine: Engine) -> None:
    """Set up a database that is empty; raise `DatabaseOutOfDate` for one that has other tables than these."""
    with engine.connect() as connection:
        is_new = MigrationContext.configure(connection).get_current_revision() is None
    if is_new:
        upgrade(engine)
    assert_up_to_date(engine)
