"""Builds the web application from settings. Wiring only; what it serves is in `consult.pages`."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined

from consult import languages, mail, security, work_queue
from consult.codes import Codes
from consult.settings import Settings, settings_from_environment
from consult.store import database, migrating

TEMPLATES = Path(__file__).parent.parent / "templates"
STATIC = Path(__file__).parent / "static"


def create_app(settings: Settings | None = None) -> Flask:
    """The application for one organisation. Raises `SettingsProblem`, `DatabaseNotSafe` or `DatabaseOutOfDate`
    before it serves."""
    settings = settings or settings_from_environment()
    if settings.smtp_url:
        mail.server_of(settings.smtp_url)
    app = create_core(settings)
    with app.app_context():
        migrating.assert_up_to_date(database.db.engine)
    security.protect(app, secure_cookies=settings.secure_cookies)
    _add_templates(app)
    languages.init(app)
    from consult.pages import register

    app.extensions["enqueue"] = work_queue.WorkQueue(settings)
    register(app)
    return app


def create_core(settings: Settings) -> Flask:
    """The application without its pages: what the command line and the worker need."""
    app = Flask("consult", static_folder=str(STATIC), static_url_path="/static")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=database.engine_options(settings.database_url),
    )
    app.extensions["settings"] = settings
    app.extensions["codes"] = Codes(settings.secret_key)
    database.db.init_app(app)
    with app.app_context():
        database.assert_safe(database.db.engine)
    return app


def _add_templates(app: Flask) -> None:
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(TEMPLATES),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
