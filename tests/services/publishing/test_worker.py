"""The worker: work asked for by a web page is done, and a worker that is killed carries on when it starts again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from consult import work_queue
from consult.services import requesting_work, setting_up_samples
from consult.services.requesting_work import ANALYSIS, FINISHED, AlreadyRunning
from consult.store import database, understanding

DEADLINE = 90
# A worker whose second step stops until a file is there: so that it can be killed in the middle of its work.
WAITING_WORKER = """
import sys, time
from pathlib import Path
from consult.services import analysing
own = analysing.suggest_themes
gate = Path(sys.argv[1])
def wait_then_suggest(*arguments, **options):
    Path(str(gate) + ".reached").touch()
    while not gate.exists():
        time.sleep(0.05)
    return own(*arguments, **options)
analysing.suggest_themes = wait_then_suggest
sys.argv = ["consult", "worker"]
from consult.cli import main
main()
"""


@contextmanager
def worker(settings, gate):
    environment = {
        **os.environ,
        "DATA_FOLDER": str(settings.data_folder),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
    }
    with (settings.data_folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", WAITING_WORKER, str(gate)], env=environment, stderr=log, stdout=log
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def wait_until(condition, what):
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, f"waited {DEADLINE} seconds for {what}"
        time.sleep(0.1)


def state_of(job_id):
    database.db.session.remove()
    return understanding.job(job_id).state


@pytest.fixture
def strategy(in_app, codes):
    return setting_up_samples.set_up(codes, "send-strategy", by=None)


def test_a_killed_worker_carries_on_where_it_was(strategy, settings, tmp_path):
    gate, reached = tmp_path / "gate", tmp_path / "gate.reached"
    with worker(settings, gate) as first:
        wait_until(lambda: b"is ready" in (tmp_path / "worker.log").read_bytes(), "the first worker")
        queue = work_queue.WorkQueue(settings)
        job = requesting_work.request(strategy, ANALYSIS, {"seed": 0}, by=None, enqueue=queue)
        queue.close()
        wait_until(reached.exists, "the step in which the worker is killed")
        first.send_signal(signal.SIGKILL)
        first.wait()
    reached.unlink()
    assert state_of(job.id) == "running"
    gate.touch()
    with worker(settings, gate):
        wait_until(lambda: state_of(job.id) == FINISHED, "the second worker")
    assert understanding.suggested_themes(job.id)
    digests = [path.name for path in settings.datasets_folder.iterdir()]
    assert digests == [understanding.job(job.id).dataset_digest]
    manifest = json.loads((settings.datasets_folder / digests[0] / "variables.json").read_text())
    assert manifest["digest"] == digests[0]


def test_work_that_waits_is_not_asked_for_twice(strategy):
    asked = []
    requesting_work.request(strategy, ANALYSIS, {}, by=None, enqueue=asked.append)
    with pytest.raises(AlreadyRunning):
        requesting_work.request(strategy, ANALYSIS, {}, by=None, enqueue=asked.append)
    assert len(asked) == 1
