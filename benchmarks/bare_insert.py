"""The bare endpoints that submissions are measured against: one INSERT of the same row, one commit, nothing else.

`/insert` is what a Flask endpoint with Flask-SQLAlchemy would do: it is what the bound is on. `/insert-sqlite` goes
past SQLAlchemy to the driver, and is reported beside it. Both have the same database settings (WAL, synchronous
FULL). No form, no journey, no comment rows, no receipt.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from datetime import UTC, datetime

from flask import Flask, request

from consult.application import create_core
from consult.settings import settings_from_environment
from consult.store import database
from consult.store.responses import Response

SETTINGS = settings_from_environment()
INSERT = (
    "INSERT INTO response (reference, consultation_id, version_id, edition, language, channel, answers, "
    "submission_key_hash, receipt_hash, submitted_at) VALUES (?, 1, 1, 'standard', 'en', 'online', ?, ?, ?, "
    "'2024-01-01T00:00:00.000000Z')"
)
application: Flask = create_core(SETTINGS)
_own = threading.local()


@application.get("/")
def ready() -> str:
    return "ready"


@application.post("/insert")
def insert() -> tuple[str, int]:
    names = [secrets.token_hex(16) for _ in range(3)]
    row = Response(
        reference=names[0],
        consultation_id=1,
        version_id=1,
        edition="standard",
        language="en",
        channel="online",
        answers=request.form["answers"],
        submission_key_hash=names[1],
        receipt_hash=names[2],
        submitted_at=datetime(2024, 1, 1, tzinfo=UTC),
    )
    database.db.session.add(row)
    database.db.session.commit()
    return "", 303


@application.post("/insert-sqlite")
def insert_past_sqlalchemy() -> tuple[str, int]:
    connection = _connection()
    names = [secrets.token_hex(16) for _ in range(3)]
    connection.execute(INSERT, (names[0], request.form["answers"], names[1], names[2]))
    connection.commit()
    return "", 303


def _connection() -> sqlite3.Connection:
    if not hasattr(_own, "connection"):
        path = SETTINGS.data_folder / "consult.sqlite"
        _own.connection = sqlite3.connect(path, timeout=30, isolation_level="IMMEDIATE")
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            _own.connection.execute(f"PRAGMA {pragma}")
    connection: sqlite3.Connection = _own.connection
    return connection
