"""How gunicorn runs the site. The number of processes and the address are given on the command line."""

from __future__ import annotations

from typing import Any

worker_class = "gthread"
preload_app = True
timeout = 60
graceful_timeout = 30
keepalive = 5
control_socket_disable = True
accesslog = None


def post_fork(_server: Any, _worker: Any) -> None:
    """A database connection that two processes share loses rows that were acknowledged."""
    from consult.store import database
    from wsgi import application

    with application.app_context():
        database.dispose_after_fork()
