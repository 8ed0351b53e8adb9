"""The application behind a command: its settings, its database and its consultations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask

from consult.application import create_core
from consult.settings import Settings, settings_from_environment
from consult.store import consultations, database, migrating
from consult.store.consultations import Consultation


@contextmanager
def opened(*, up_to_date: bool = True) -> Iterator[tuple[Flask, Settings]]:
    """The application without its pages, in its context. A database that was never set up is set up first."""
    settings = settings_from_environment()
    app = create_core(settings)
    with app.app_context():
        if up_to_date:
            migrating.prepare(database.db.engine)
        yield app, settings


def consultation_named(slug: str) -> Consultation:
    """The consultation with a slug, or a message that names those that there are."""
    found = consultations.by_slug(slug)
    if found is None:
        known = ", ".join(one.slug for one in consultations.all_consultations()) or "none yet"
        raise click.ClickException(f"There is no consultation “{slug}”. There are: {known}.")
    return found
