"""The bare endpoint that submissions are measured against: Flask, one INSERT of the same row, one commit.

The same database settings (WAL, synchronous FULL), one connection a thread, no form, no journey, no receipt.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading

from flask import Flask, request

application = Flask(__name__)
_own = threading.local()
INSERT = (
    "INSERT INTO response (reference, consultation_id, version_id, edition, language, channel, answers, "
    "submission_key_hash, receipt_hash, submitted_at) VALUES (?, 1, 1, 'standard', 'en', 'online', ?, ?, ?, "
    "'2024-01-01T00:00:00.000000Z')"
)


def _connection() -> sqlite3.Connection:
    if not hasattr(_own, "connection"):
        path = os.path.join(os.environ["DATA_FOLDER"], "consult.sqlite")  # noqa: PTH118
        _own.connection = sqlite3.connect(path, timeout=30, isolation_level="IMMEDIATE")
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            _own.connection.execute(f"PRAGMA {pragma}")
    connection: sqlite3.Connection = _own.connection
    return connection


@application.get("/")
def ready() -> str:
    return "ready"


@application.post("/insert")
def insert() -> tuple[str, int]:
    connection = _connection()
    names = [secrets.token_hex(16) for _ in range(3)]
    connection.execute(INSERT, (names[0], request.form["answers"], names[1], names[2]))
    connection.commit()
    return "", 303
