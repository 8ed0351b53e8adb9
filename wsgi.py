"""The site, for a web server: `gunicorn wsgi:application`, or `consult serve`."""

from __future__ import annotations

from consult.application import create_app

application = create_app()
