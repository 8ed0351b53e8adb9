"""What an installation can set, read once from the environment. No other module reads the environment."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from consult.rules import working_time
from consult.rules.working_time import WorkingHours

SECRET_KEY_BYTES = 32
SHORTEST_SECRET = 32


class SettingsProblem(ValueError):
    """A setting is missing or cannot be used; the message names it and what to do."""


@dataclass(frozen=True)
class Settings:
    """One organisation's installation."""

    data_folder: Path
    database_url: str
    secret_key: str
    organisation_name: str
    organisation_contact: str
    safeguarding_text: str
    secure_cookies: bool
    colour: str
    smtp_url: str = ""
    mail_from: str = ""
    site_address: str = ""
    return_address: str = ""
    accessibility_notes: str = ""
    accessibility_reviewed: date | None = None
    working_hours: WorkingHours = field(default_factory=WorkingHours)
    names_model: str = ""

    @property
    def jobs_database_url(self) -> str:
        """Where the worker keeps its own record of steps."""
        if self.database_url.startswith("sqlite"):
            return f"sqlite:///{self.data_folder / 'jobs.sqlite'}"
        return self.database_url

    @property
    def datasets_folder(self) -> Path:
        return self.data_folder / "datasets"

    @property
    def papers_folder(self) -> Path:
        """Questionnaires on paper. Each is made again when it is asked for and not there."""
        return self.data_folder / "papers"

    @property
    def charts_folder(self) -> Path:
        return self.data_folder / "charts"


def settings_from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read every setting; make the data folder and a secret key where there are none yet."""
    values = os.environ if environment is None else environment
    folder = Path(values.get("DATA_FOLDER", "instance")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return Settings(
        data_folder=folder,
        database_url=_database_url(values.get("DATABASE_URL"), folder),
        secret_key=_secret_key(values.get("SECRET_KEY"), folder),
        organisation_name=values.get("ORGANISATION_NAME", "Sample Borough Council"),
        organisation_contact=values.get("ORGANISATION_CONTACT", "consultations@example.org"),
        safeguarding_text=values.get("SAFEGUARDING_TEXT", SAFEGUARDING_TEXT),
        secure_cookies=_truth("SECURE_COOKIES", values.get("SECURE_COOKIES", "yes")),
        colour=values.get("ORGANISATION_COLOUR", "#1d4f73"),
        **_mail(values),
        return_address=values.get("RETURN_ADDRESS", ""),
        accessibility_notes=values.get("ACCESSIBILITY_NOTES", ""),
        accessibility_reviewed=_day("ACCESSIBILITY_REVIEWED", values.get("ACCESSIBILITY_REVIEWED")),
        working_hours=_working_hours(values.get("WORKING_HOURS", "")),
        names_model=values.get("NAMES_MODEL", "").strip(),
    )


def _working_hours(text: str) -> WorkingHours:
    try:
        return working_time.parse(text) if text.strip() else WorkingHours()
    except ValueError as error:
        raise SettingsProblem("WORKING_HOURS must look like Mon-Fri 09:00-17:00") from error


def _mail(values: Mapping[str, str]) -> dict[str, str]:
    """The settings of emails. A link in an email has to name the site as the outside knows it, never as asked for."""
    smtp_url, address = values.get("SMTP_URL", ""), values.get("SITE_ADDRESS", "").rstrip("/")
    sender = values.get("MAIL_FROM") or values.get("ORGANISATION_CONTACT", "")
    if address and not address.startswith(("https://", "http://")):
        raise SettingsProblem("SITE_ADDRESS must begin with https://")
    if smtp_url and not address:
        raise SettingsProblem("SMTP_URL needs SITE_ADDRESS, the address of this site for links in emails")
    if smtp_url and "@" not in sender:
        raise SettingsProblem("SMTP_URL needs MAIL_FROM, the address that emails come from")
    return {"smtp_url": smtp_url, "mail_from": sender, "site_address": address}


SAFEGUARDING_TEXT = (
    "We cannot tell who you are and cannot reply to what you write here. If you or someone you know is not safe, "
    "call 999. Children and young people can call Childline free on 0800 1111."
)


def _database_url(given: str | None, folder: Path) -> str:
    if not given:
        return f"sqlite:///{folder / 'consult.sqlite'}"
    if given.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + given.split("://", 1)[1]
    if not given.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsProblem("DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://")
    return given


def _secret_key(given: str | None, folder: Path) -> str:
    if given:
        if len(given) < SHORTEST_SECRET:
            raise SettingsProblem(f"SECRET_KEY must have at least {SHORTEST_SECRET} characters")
        return given
    path = folder / "secret_key"
    if not path.exists():
        # The temporary file is made by its owner alone, and the link decides which of two first starts wins.
        own = folder / f"secret_key.{secrets.token_hex(4)}"
        descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(SECRET_KEY_BYTES))
        with suppress(FileExistsError):
            path.hardlink_to(own)
        own.unlink()
    return path.read_text().strip()


def _day(name: str, text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SettingsProblem(f"{name} must be a day such as 2026-11-22, not {text!r}") from error


def _truth(name: str, text: str) -> bool:
    words = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if text.lower() not in words:
        raise SettingsProblem(f"{name} must be yes or no, not {text!r}")
    return words[text.lower()]
