"""The queue between the web pages and the worker: how a job is put on it. What a job does is in `consult.jobs`.

Kept apart so that a web process does not load what only a worker needs.
"""

from __future__ import annotations

import threading

from dbos import DBOSClient, EnqueueOptions

from consult.settings import Settings

APPLICATION = "said-and-done"
QUEUE = "work"
# Workflows begun by one version of the code are finished by it and by its corrections.
VERSION = "1"


class WorkQueue:
    """What web pages call to put a job on the worker's queue. The connection is made at the first call."""

    def __init__(self, settings: Settings) -> None:
        self._address = settings.jobs_database_url
        self._lock = threading.Lock()
        self._client: DBOSClient | None = None

    def __call__(self, job_id: int) -> None:
        self._connected().enqueue(options(job_id), job_id)

    def _connected(self) -> DBOSClient:
        with self._lock:
            if self._client is None:
                self._client = DBOSClient(system_database_url=self._address)
            return self._client

    def close(self) -> None:
        """Give the connection back."""
        with self._lock:
            if self._client is not None:
                self._client.destroy()
            self._client = None


def options(job_id: int) -> EnqueueOptions:
    """How a job is named on the queue: the same job put there twice is done once."""
    return {
        "workflow_name": "do_job",
        "queue_name": QUEUE,
        "workflow_id": f"job-{job_id}",
        "app_version": VERSION,
        "application_name": APPLICATION,
    }
