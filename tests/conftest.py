"""What all tests share: a real database of each kind, an application on it, and the samples.

Every test that takes `app`, `client` or `in_app` runs on SQLite and on PostgreSQL. `TEST_POSTGRES_URL` points to a
server other than the one on this machine.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as property_tests
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from consult.application import create_app, create_core
from consult.settings import Settings
from consult.store import database, migrating, tables

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
IN_CI = os.environ.get("CI") == "true"
PROJECT = Path(__file__).parent.parent
SAMPLES = PROJECT / "consult" / "samples"
SHARED_DATA = PROJECT.parent / "shared" / "data"

# A slow machine is no fault of what is tested; elsewhere than in CI each run tries other examples.
property_tests.register_profile(
    "unhurried", deadline=None, derandomize=IN_CI, suppress_health_check=[HealthCheck.too_slow]
)
property_tests.load_profile("unhurried")


def make_settings(folder: Path, url: str) -> Settings:
    return Settings(
        data_folder=folder,
        database_url=url,
        secret_key="a secret key that only the tests know",
        organisation_name="Sample Borough Council",
        organisation_contact="consultations@example.org",
        safeguarding_text="We cannot tell who you are. If someone is not safe, call 999.",
        secure_cookies=False,
        colour="#1d4f73",
    )


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with all tables, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    path = folder / "empty.sqlite"
    app = create_core(make_settings(folder, f"sqlite:///{path}"))
    with app.app_context():
        migrating.upgrade(database.db.engine)
        database.db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        database.db.session.remove()
        database.db.engine.dispose()
    return path


@pytest.fixture(scope="session")
def migrated_postgresql(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL database of this test process's own with all tables."""
    name = f"said_and_done_test_{worker_id}_{os.getpid()}"
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError as error:
        if IN_CI:
            pytest.fail(f"There is no PostgreSQL server for the tests: {error}")
        pytest.skip("PostgreSQL: no server to test on; point TEST_POSTGRES_URL to one")
    url = server.url.set(database=name).render_as_string(hide_password=False)
    app = create_core(make_settings(tmp_path_factory.mktemp("postgresql"), url))
    with app.app_context():
        migrating.upgrade(database.db.engine)
        database.db.engine.dispose()
    yield url
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of an installation with an empty, migrated database of its own."""
    if request.param == "sqlite":
        path = tmp_path / "consult.sqlite"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        return make_settings(tmp_path, f"sqlite:///{path}")
    url: str = request.getfixturevalue("migrated_postgresql")
    _empty(url)
    return make_settings(tmp_path, url)


def _empty(url: str) -> None:
    names = ", ".join(table.name for table in tables.metadata.sorted_tables)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    engine.dispose()


@pytest.fixture
def app(settings: Settings) -> Iterator[object]:
    """The whole application. Work for the background is done at once."""
    application = create_app(settings)
    application.config["TESTING"] = True
    application.extensions["enqueue"] = _run_at_once
    yield application
    with application.app_context():
        database.db.session.remove()
        database.db.engine.dispose()


def _run_at_once(job_id: int) -> None:
    from consult import jobs

    jobs.run_now(job_id)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def in_app(settings: Settings) -> Iterator[object]:
    """An application without pages, with its context pushed: for tests of the store and the services."""
    core = create_core(settings)
    core.extensions["enqueue"] = _run_at_once
    with core.app_context():
        yield core
        database.db.session.remove()
        database.db.engine.dispose()


@pytest.fixture
def codes(in_app):
    return in_app.extensions["codes"]


@pytest.fixture
def samples() -> Path:
    return SAMPLES


@pytest.fixture
def shared_data() -> Path:
    """Real data that others made; tests on it are skipped by name where a clone does not have it."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real data is not beside this clone (../shared/data)")
    return SHARED_DATA
