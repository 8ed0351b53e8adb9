"""Progress of a job on the command line: one line that changes on a terminal, a line a step elsewhere."""

from __future__ import annotations

import sys
import time

import click
from flask import Flask

from consult.services.requesting_work import FAILED, FINISHED
from consult.store import database, understanding
from consult.store.understanding import Job

SECONDS_BETWEEN_LOOKS = 0.3
BAR_WIDTH = 24


def follow(app: Flask, job_id: int, label: str) -> None:
    """Show how far a job has come until it ends. Raises ClickException where it failed."""
    shown = ""
    while True:
        job = _look(app, job_id)
        if job.state in (FINISHED, FAILED):
            break
        line = f"  {label}: {_words(job)}"
        if line != shown:
            show(line)
            shown = line
        time.sleep(SECONDS_BETWEEN_LOOKS)
    end(f"  {label}: {'done' if job.state == FINISHED else 'failed'}")
    if job.state == FAILED:
        raise click.ClickException(job.problem)


def _look(app: Flask, job_id: int) -> Job:
    with app.app_context():
        job = understanding.job(job_id)
        database.db.session.remove()
    if job is None:
        raise click.ClickException("The work was taken off the list")
    return job


def _words(job: Job) -> str:
    if not job.total:
        return job.step or "waiting"
    filled = BAR_WIDTH * job.done // job.total
    return f"[{'#' * filled}{'-' * (BAR_WIDTH - filled)}] {job.step}"


def show(line: str) -> None:
    """A line of progress, in place of the last one on a terminal."""
    if _on_terminal():
        click.echo(f"\r\033[K{line}", nl=False, err=True)
    else:
        click.echo(line, err=True)


def end(line: str) -> None:
    """The last line of progress of something."""
    show(line)
    if _on_terminal():
        click.echo("", err=True)


def _on_terminal() -> bool:
    return sys.stderr.isatty()
