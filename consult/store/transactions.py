"""One action of a person is one transaction. Services begin it; nothing else in the store commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from consult.store.database import db
from consult.store.write_turns import write_turn


class AlreadyThere(Exception):
    """A row with the same key was written first, by a second click, a retry or another person."""

    def __init__(self, constraint: str) -> None:
        super().__init__(constraint)
        self.constraint = constraint


@contextmanager
def transaction() -> Iterator[None]:
    """Commit at the end, or roll everything back. Raises `AlreadyThere` where a unique key was taken."""
    try:
        with write_turn(db.engine):
            yield
            db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        if _is_unique_violation(error):
            raise AlreadyThere(str(error.orig)) from error
        raise
    except BaseException:
        db.session.rollback()
        raise


def _is_unique_violation(error: IntegrityError) -> bool:
    sqlstate = getattr(error.orig, "sqlstate", None)
    name = getattr(error.orig, "sqlite_errorname", "")
    return sqlstate == "23505" or name in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
