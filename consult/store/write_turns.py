"""Turns at writing to SQLite, so that writers wait in a queue instead of asking again and again.

SQLite lets one writer in at a time and makes the others sleep, longer each time, before they ask again. Under load
most of the time is slept away. A lock on a file beside the database wakes the next writer at once. It only orders
writers that take it; what keeps the data right is still SQLite's own lock.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

_threads = threading.RLock()
_files: dict[tuple[int, str], int] = {}


@contextmanager
def write_turn(engine: Engine) -> Iterator[None]:
    """Wait for this process's and this thread's turn to write. On PostgreSQL everyone writes at once."""
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path:
        yield
        return
    with _threads:
        file = _turn_file(path)
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def _turn_file(path: str) -> int:
    """The open lock file of a database. A forked process opens its own, or it would share its parent's turn."""
    key = (os.getpid(), path)
    if key not in _files:
        _files[key] = os.open(Path(f"{path}-turn"), os.O_RDWR | os.O_CREAT, 0o600)
    return _files[key]
