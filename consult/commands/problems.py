"""Problems in plain words: where, what, and what to do. What is not expected here stays a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from analysis.coded_file import CodedFileError
from analysis.dataset import DatasetError
from consult.appendix.verification_counting import CheckingFileError
from consult.services.importing import BadRows, ImportProblem
from consult.services.loading import LoadingProblem
from consult.services.questionnaires import NoQuestionnaire
from consult.services.requesting_work import AlreadyRunning
from consult.services.signing_in import AccountProblem
from consult.settings import SettingsProblem
from consult.store.database import DatabaseNotSafe
from consult.store.migrating import DatabaseOutOfDate
from surveys.problems import ProblemsFound

MOST_SHOWN = 50
SAID_AS_THEY_ARE = (
    AccountProblem,
    CheckingFileError,
    CodedFileError,
    DatabaseNotSafe,
    DatabaseOutOfDate,
    DatasetError,
    ImportProblem,
    LoadingProblem,
    NoQuestionnaire,
    ProblemsFound,
    SettingsProblem,
)


@contextmanager
def plain_problems() -> Iterator[None]:
    """Turn the problems that people can cure into messages and exit code 1."""
    try:
        yield
    except BadRows as error:
        raise click.ClickException(_bad_rows(error)) from error
    except AlreadyRunning as error:
        raise click.ClickException("The same work is waiting or running already. Let it finish.") from error
    except SAID_AS_THEY_ARE as error:
        raise click.ClickException(str(error)) from error


def _bad_rows(error: BadRows) -> str:
    shown = [
        f"row {one.row}, column {one.column}: {one.message} {one.cure}".rstrip() for one in error.problems
    ]
    more = len(shown) - MOST_SHOWN
    lines = shown[:MOST_SHOWN] + ([f"and {more} more"] if more > 0 else [])
    return "\n".join(
        [
            f"{len(shown)} rows cannot be imported, and nothing was written. Mend them, or leave them out with "
            "--skip-bad:",
            *lines,
        ]
    )
