"""Commands that set things up: consultations, accounts, teams, the database and the trail of actions."""

from __future__ import annotations

from pathlib import Path

import click

from consult.commands.application import consultation_named, opened
from consult.rules.permissions import Role
from consult.services import loading, signing_in
from consult.store import audit, database, migrating

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
def load(file: Path) -> None:
    """Load a consultation from FILE, or bring it up to date. Nothing is changed where FILE has a fault."""
    with opened():
        loaded = loading.load_file(file)
        what = "Loaded" if loaded.is_new else "Brought up to date"
        click.echo(f"{what}: {loaded.consultation.title} ({loaded.consultation.slug})")
        click.echo(
            f"Questionnaire version {loaded.version}{'' if loaded.questions_changed else ', unchanged'}"
        )
        if loaded.lacks:
            click.echo(loaded.lacks, err=True)


@click.group()
def account() -> None:
    """Accounts of officers and facilitators."""


@account.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option("--administrator", is_flag=True, help="May add accounts.")
@click.password_option(help="Asked for where it is not given.")
def add_account(email: str, name: str, administrator: bool, password: str) -> None:
    """Make an account for EMAIL."""
    with opened():
        made = signing_in.add_account(email, name, password, administrator=administrator)
        click.echo(f"Made an account for {made.email}")


@click.group()
def team() -> None:
    """Who works on a consultation."""


@team.command("add")
@click.argument("slug")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
def add_to_team(slug: str, email: str, role: str) -> None:
    """Let EMAIL work on the consultation SLUG."""
    with opened():
        signing_in.join_team(consultation_named(slug), email, Role(role), by=None)
        click.echo(f"{email} is now {role} of {slug}")


@click.group("database")
def database_group() -> None:
    """The database."""


@database_group.command()
def upgrade() -> None:
    """Bring the database up to date with this version."""
    with opened(up_to_date=False):
        migrating.upgrade(database.db.engine)
        click.echo("The database is up to date")


@database_group.command("write-migration")
@click.argument("message")
def write_migration(message: str) -> None:
    """Write a migration from what the code's tables have and the database does not. For developers."""
    with opened(up_to_date=False):
        migrating.write_migration(database.db.engine, message)


@click.command("trail")
def trail() -> None:
    """Check that nobody changed the trail of actions."""
    with opened():
        broken = audit.broken_entries()
        if broken:
            raise click.ClickException(f"Entries that were changed: {', '.join(map(str, broken))}")
        click.echo(f"The trail is whole: {len(audit.entries())} entries")
