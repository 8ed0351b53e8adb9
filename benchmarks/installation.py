"""An installation of its own for a measurement: a folder, a database, the samples, and the site served from it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from consult.application import create_app, create_core
from consult.commands.serving import web_command
from consult.settings import Settings, settings_from_environment
from consult.store import database, migrating

SECONDS_TO_START = 60


def installation(folder: Path) -> tuple[Flask, Settings]:
    """An application on an empty SQLite database in a folder."""
    settings = settings_from_environment({"DATA_FOLDER": str(folder), "SECURE_COOKIES": "no"})
    with create_core(settings).app_context():
        migrating.upgrade(database.db.engine)
        database.db.engine.dispose()
    return create_app(settings), settings


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(folder: Path, target: str = "wsgi:application") -> Iterator[int]:
    """The site (or another application) under gunicorn as it is served: 2 processes of 4 threads. Gives the port."""
    port = free_port()
    command = [*web_command("127.0.0.1", port)[:-1], target]
    if target != "wsgi:application":
        place = command.index("--config")
        command[place : place + 2] = ["--worker-class", "gthread", "--no-control-socket"]
    environment = {**os.environ, "DATA_FOLDER": str(folder), "SECURE_COOKIES": "no"}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"nothing answered on port {port} within {SECONDS_TO_START} seconds")
