"""Work in the background: analyses and appendices, as durable workflows of steps that can be repeated.

A worker that is killed carries on at its last finished step when it starts again under the same name. Every step
gives the same result however often it runs. What a step does is in the services; here is only their order.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from dbos import DBOS, DBOSConfig
from flask import Flask, current_app

from consult.services import analysing, freezing, looking_for_likenesses, requesting_work
from consult.services.publishing import building
from consult.services.requesting_work import ANALYSIS, LIKENESSES
from consult.settings import Settings
from consult.store import consultations, understanding
from consult.store.consultations import Consultation
from consult.store.understanding import Job
from consult.work_queue import APPLICATION, QUEUE, VERSION, options

FAILED_IN_WORDS = (
    "Something went wrong while this was worked on. Ask for it again; if it happens again, tell us."
)

Result = TypeVar("Result")

_log = logging.getLogger(__name__)
_worker_app: Flask | None = None


class JobIsGone(LookupError):
    """There is no such job any more."""


def start_worker(app: Flask, *, name: str = "worker-1") -> None:
    """Begin to work on the queue, in threads of this process, and take up what waits.

    `name` has to stay the same for a worker that starts again: unfinished work is found under it.
    """
    global _worker_app
    settings: Settings = app.extensions["settings"]
    _worker_app = app
    config: DBOSConfig = {
        "name": APPLICATION,
        "system_database_url": settings.jobs_database_url,
        "application_version": VERSION,
        "executor_id": name,
        "log_level": "WARNING",
        "console_log_level": "WARNING",
    }
    DBOS(config=config)
    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=0.5)
    with app.app_context():
        for job in understanding.waiting_jobs():
            DBOS.enqueue_workflow_with_options(options(job.id), job.id)


def stop_worker() -> None:
    """Let the step that is running end, and stop."""
    DBOS.destroy(workflow_completion_timeout_sec=30)


@DBOS.workflow()
def do_job(job_id: int) -> None:
    """One job from beginning to end. Where it fails, the job says so and the workflow keeps the error."""
    try:
        kind = _in_app(_kind_of, job_id)
        digest: str | None = None
        if kind == ANALYSIS:
            digest = freeze_step(job_id)
            suggest_step(job_id, digest)
        elif kind == LIKENESSES:
            look_step(job_id)
        else:
            digest = build_step(job_id)
        finish_step(job_id, digest)
    except Exception:
        _log.exception("job %s failed", job_id)
        _in_app(requesting_work.fail, job_id, FAILED_IN_WORDS)
        raise


def _in_app(function: Callable[..., Result], *arguments: object) -> Result:
    if _worker_app is None:
        raise RuntimeError("the worker was not started")
    with _worker_app.app_context():
        return function(*arguments)


@DBOS.step()
def freeze_step(job_id: int) -> str:
    return _in_app(_freeze, job_id)


@DBOS.step()
def suggest_step(job_id: int, digest: str) -> None:
    _in_app(_suggest, job_id, digest)


@DBOS.step()
def look_step(job_id: int) -> None:
    _in_app(_look, job_id)


@DBOS.step()
def build_step(job_id: int) -> str:
    return _in_app(_build, job_id)


@DBOS.step()
def finish_step(job_id: int, digest: str | None) -> None:
    _in_app(_finish, job_id, digest)


def run_now(job_id: int) -> None:
    """Do a job in this process and at once, within an application context: for the command line and for tests."""
    kind = _kind_of(job_id)
    digest: str | None = None
    if kind == ANALYSIS:
        digest = _freeze(job_id)
        _suggest(job_id, digest)
    elif kind == LIKENESSES:
        _look(job_id)
    else:
        digest = _build(job_id)
    _finish(job_id, digest)


def _job(job_id: int) -> tuple[Job, Consultation]:
    job = understanding.job(job_id)
    if job is None:
        raise JobIsGone(job_id)
    return job, consultations.by_id(job.consultation_id)


def _kind_of(job_id: int) -> str:
    return _job(job_id)[0].kind


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _freeze(job_id: int) -> str:
    requesting_work.report(job_id, "Freezing the answers", 0, 1)
    return freezing.freeze(_job(job_id)[1], _settings().datasets_folder).digest


def _suggest(job_id: int, digest: str) -> None:
    job, _ = _job(job_id)
    analysing.suggest_themes(
        job_id,
        _settings().datasets_folder / digest,
        seed=int(job.parameters.get("seed", 0)),
        n_themes=job.parameters.get("themes"),
        progress=lambda step, done, total: requesting_work.report(job_id, step, done, total),
    )


def _look(job_id: int) -> None:
    looking_for_likenesses.look(
        _job(job_id)[1],
        job_id,
        progress=lambda step, done, total: requesting_work.report(job_id, step, done, total),
    )


def _build(job_id: int) -> str:
    _, consultation = _job(job_id)
    settings = _settings()
    digest, files = building.build(
        consultation,
        organisation=settings.organisation_name,
        datasets_folder=settings.datasets_folder,
        charts_folder=settings.charts_folder,
        progress=lambda step, done, total: requesting_work.report(job_id, step, done, total),
    )
    building.keep(consultation, job_id, digest, files)
    return digest


def _finish(job_id: int, digest: str | None) -> None:
    job, consultation = _job(job_id)
    requesting_work.finish(job_id, dataset_digest=digest)
    if job.kind == ANALYSIS:
        analysing.adopt_first(consultation, job_id)
