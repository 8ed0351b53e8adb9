"""The demonstration: the bundled samples set up, analysed, answered, published, and served on this machine."""

from __future__ import annotations

import secrets
from pathlib import Path

import click
from flask import Flask

from consult import jobs, work_queue
from consult.commands import progress
from consult.commands.application import opened
from consult.commands.serving import run_site
from consult.rules.permissions import Role
from consult.services import requesting_work, setting_up_samples, signing_in
from consult.services.publishing import building, showing
from consult.services.requesting_work import ANALYSIS, APPENDIX
from consult.services.setting_up_samples import SAMPLE_PEOPLE
from consult.settings import Settings
from consult.store import accounts, answering, consultations, database
from consult.store.consultations import Consultation

MAIN_SAMPLE = "send-strategy"


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("demo-appendix"),
    show_default=True,
)
@click.option("--no-serve", is_flag=True, help="Set up and write the appendix, and do not serve the site.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def demo(out: Path, no_serve: bool, host: str, port: int) -> None:
    """Set up the sample consultations, from first answer to published appendix, and serve them."""
    with opened() as (app, settings):
        passwords = _set_up(app)
    jobs.start_worker(app)
    try:
        _analyse_and_publish(app, settings, out)
    finally:
        jobs.stop_worker()
    _say_what_is_where(out, passwords, f"http://{host}:{port}", served=not no_serve)
    if not no_serve:
        raise click.exceptions.Exit(run_site(host, port))


def _set_up(app: Flask) -> dict[str, str]:
    """Samples, accounts and teams; the passwords by address, new at each demonstration."""
    passwords = {email: _password() for email in SAMPLE_PEOPLE}
    for email, (name, _role) in SAMPLE_PEOPLE.items():
        found = accounts.account_by_email(email)
        if found is None:
            signing_in.add_account(email, name, passwords[email])
        else:
            signing_in.change_password(found, passwords[email])
    for sample in setting_up_samples.SHOWN:
        progress.end(f"  Setting up {sample}")
        consultation = setting_up_samples.set_up(app.extensions["codes"], sample, by=None)
        _add_team(consultation)
    return passwords


def _password() -> str:
    return "-".join(secrets.token_hex(2) for _ in range(3))


def _add_team(consultation: Consultation) -> None:
    there = {member.account.email for member in consultations.team(consultation)}
    for email, (_name, role) in SAMPLE_PEOPLE.items():
        if email not in there:
            signing_in.join_team(consultation, email, Role(role), by=None)


def _analyse_and_publish(app: Flask, settings: Settings, out: Path) -> None:
    enqueue = work_queue.WorkQueue(settings)
    with app.app_context():
        consultation = _main_sample()
        analysed = requesting_work.latest_finished(consultation, ANALYSIS) is not None
        job_id = None if analysed else _request(consultation, ANALYSIS, enqueue)
    if job_id is not None:
        progress.follow(app, job_id, "Suggesting themes")
    with app.app_context():
        progress.end("  Reviewing themes as the sample officer did")
        setting_up_samples.decide_as_sample_officer(_main_sample(), by=None)
        job_id = _request(_main_sample(), APPENDIX, enqueue)
    progress.follow(app, job_id, "Building the appendix")
    enqueue.close()
    with app.app_context():
        _publish(_main_sample(), out)


def _main_sample() -> Consultation:
    found = consultations.by_slug(MAIN_SAMPLE)
    if found is None:
        raise click.ClickException(f"The sample {MAIN_SAMPLE} is not there")
    return found


def _request(consultation: Consultation, kind: str, enqueue: requesting_work.Enqueue) -> int:
    job = requesting_work.request(consultation, kind, {"seed": 0}, by=None, enqueue=enqueue)
    job_id: int = job.id
    database.db.session.remove()
    return job_id


def _publish(consultation: Consultation, out: Path) -> None:
    publication = answering.publications(consultation)[0]
    showing.publish(consultation, publication, by=None)
    names = [name for name, _ in answering.file_names(publication)]
    rows = [answering.publication_file(publication, name) for name in names]
    files = [building.BuiltFile(row.name, row.media_type, row.content) for row in rows if row is not None]
    written = building.write_to_folder(files, out)
    progress.end(f"  {len(written)} files written to {out}")


def _say_what_is_where(out: Path, passwords: dict[str, str], address: str, *, served: bool) -> None:
    click.echo("")
    click.echo(f"The sample's appendix is in {out}. Check it with: .venv/bin/consult verify {out}")
    if served:
        click.echo(f"  All consultations          {address}/")
        click.echo(f"  Answer the open one        {address}/consultations/have-your-say")
        click.echo(f"  The published results      {address}/consultations/{MAIN_SAMPLE}/results")
        click.echo(f"  For officers               {address}/officer/")
    click.echo("Sign in (these passwords are new at each demonstration):")
    for email, password in passwords.items():
        click.echo(f"  {SAMPLE_PEOPLE[email][1]:<12} {email:<28} {password}")
