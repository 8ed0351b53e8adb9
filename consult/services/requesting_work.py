"""Asking for work in the background and following how far it has come. The work itself is in `consult.jobs`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from consult import clock
from consult.store import understanding
from consult.store.accounts import Account
from consult.store.consultations import Consultation
from consult.store.transactions import transaction
from consult.store.understanding import Job

ANALYSIS = "analysis"
APPENDIX = "appendix"
LIKENESSES = "likenesses"
WAITING, RUNNING, FINISHED, FAILED = "waiting", "running", "finished", "failed"

Enqueue = Callable[[int], None]


class AlreadyRunning(Exception):
    """The same work is waiting or running for this consultation; `job_id` is its number."""

    def __init__(self, job_id: int) -> None:
        super().__init__(job_id)
        self.job_id = job_id


def request(
    consultation: Consultation,
    kind: str,
    parameters: Mapping[str, Any],
    *,
    by: Account | None,
    enqueue: Enqueue,
) -> Job:
    """Ask for an analysis or an appendix. Raises `AlreadyRunning` rather than doing the same work twice."""
    for job in understanding.jobs(consultation, kind):
        if job.state in (WAITING, RUNNING):
            raise AlreadyRunning(job.id)
    with transaction():
        job = understanding.add_job(
            Job(
                consultation_id=consultation.id,
                kind=kind,
                state=WAITING,
                parameters=dict(parameters),
                requested_by=by.id if by else None,
                requested_at=clock.now(),
            )
        )
    enqueue(job.id)
    return job


def report(job_id: int, step: str, done: int, total: int) -> None:
    """Say how far a job has come; the page shows it."""
    with transaction():
        understanding.update_job(job_id, state=RUNNING, step=step, done=done, total=total)


def finish(job_id: int, *, dataset_digest: str | None) -> None:
    with transaction():
        understanding.update_job(
            job_id,
            state=FINISHED,
            step="",
            done=1,
            total=1,
            finished_at=clock.now(),
            dataset_digest=dataset_digest,
        )


def fail(job_id: int, problem: str) -> None:
    """Say in plain words why a job stopped."""
    with transaction():
        understanding.update_job(job_id, state=FAILED, problem=problem, finished_at=clock.now())


def latest_finished(consultation: Consultation, kind: str) -> Job | None:
    """The latest work of a kind that came to its end."""
    return understanding.latest_finished(consultation, kind)
