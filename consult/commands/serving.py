"""Commands that keep running: the site and the worker."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from types import FrameType

import click

from consult import jobs, rounds
from consult.commands.application import opened
from consult.services import proposing_names

WEB_PROCESSES = 2
WEB_THREADS = 4


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Serve the site, with a worker beside it. Stop both with Ctrl+C."""
    with opened() as (_, settings):
        proposing_names.assert_usable(settings.names_model)
    raise click.exceptions.Exit(run_site(host, port))


@click.command()
@click.option(
    "--name", default="worker-1", show_default=True, help="Keep it the same when a worker starts again."
)
def worker(name: str) -> None:
    """Work on what is asked for in the background. One is enough; more can run on other machines."""
    with opened() as (app, settings):
        proposing_names.assert_usable(settings.names_model)
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stopped.set())
    jobs.start_worker(app, name=name)
    click.echo(f"Worker {name} is ready", err=True)
    rounds.make_rounds(app, stopped)
    jobs.stop_worker()


def run_site(host: str, port: int) -> int:
    """Run web processes and a worker until one of them ends or a signal comes. Gives the exit code."""
    children = [
        subprocess.Popen([sys.executable, "-m", "consult.cli", "worker"]),
        subprocess.Popen(web_command(host, port)),  # noqa: S603
    ]

    def stop(_number: int, _frame: FrameType | None) -> None:
        for child in children:
            child.terminate()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    return _wait_for_first(children)


def web_command(host: str, port: int) -> list[str]:
    """The command that serves the site alone."""
    return [
        sys.executable, "-m", "gunicorn", "--config", "python:consult.gunicorn_settings",
        "--workers", str(WEB_PROCESSES), "--threads", str(WEB_THREADS), "--bind", f"{host}:{port}", "wsgi:application",
    ]  # fmt: skip


def _tell_when_ended(child: subprocess.Popen[bytes], ended: threading.Event) -> None:
    child.wait()
    ended.set()


def _wait_for_first(children: list[subprocess.Popen[bytes]]) -> int:
    """Wait until one child ends, end the others, and give the exit code of the first."""
    ended = threading.Event()
    for child in children:
        threading.Thread(target=_tell_when_ended, args=(child, ended), daemon=True).start()
    while not ended.wait(1):
        pass
    code = next((child.returncode for child in children if child.returncode is not None), 0)
    for child in children:
        child.terminate()
        child.wait()
    return max(code, 0)
