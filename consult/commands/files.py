"""Commands that read files: importing responses, theming a file, checking an appendix."""

from __future__ import annotations

from pathlib import Path

import click

from analysis.coded_file import write_coded_file
from consult.appendix.verification import verify_folder
from consult.commands.application import consultation_named, opened
from consult.services import importing

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MOST_SHOWN = 50


@click.command("import")
@click.argument("slug")
@click.argument("file", type=FILE)
@click.option("--mapping", type=FILE, required=True, help="Says which column answers which question.")
@click.option("--skip-bad", is_flag=True, help="Leave out rows that cannot be read, and say how many.")
def import_(slug: str, file: Path, mapping: Path, skip_bad: bool) -> None:
    """Import responses to the consultation SLUG from FILE (CSV or XLSX). All rows or none are written."""
    with opened() as (app, _):
        imported = importing.import_responses(
            app.extensions["codes"],
            consultation_named(slug),
            file,
            mapping,
            skip_bad=skip_bad,
            progress=lambda rows: click.echo(f"  {rows:,} rows read", err=True),
        )
        batch = imported.batch
        click.echo(f"{batch.rows_read:,} rows read, {batch.responses_written:,} responses written")
        click.echo(f"{len(imported.left_out):,} rows left out")
        for problem in imported.left_out[:MOST_SHOWN]:
            click.echo(f"  row {problem.row}, column {problem.column}: {problem.message}")


@click.command()
@click.argument("file", type=FILE)
@click.option("--text", "text_column", required=True, help="The column that holds the comments.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same themes.")
@click.option(
    "--themes", "n_themes", type=click.IntRange(min=1), help="How many themes; found out if not given."
)
def themes(file: Path, text_column: str, out: Path, seed: int, n_themes: int | None) -> None:
    """Write the CSV FILE to OUT with a theme number and name for each comment. Needs no database.

    The themes are suggestions by a computer. Rows without text get none.
    """
    summary = write_coded_file(
        file,
        text_column,
        out,
        seed=seed,
        n_themes=n_themes,
        progress=lambda step: click.echo(f"  {step}", err=True),
    )
    for theme in summary.themes:
        click.echo(f"{theme.number:>3}  {theme.name} ({theme.rows:,})")
    for note in summary.notes:
        click.echo(note)
    click.echo(
        f"{summary.rows:,} rows: {summary.coded:,} have a theme, {summary.without_text:,} have nothing to code. "
        f"Written to {summary.out}. Themes are suggestions; people decide."
    )


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def verify(folder: Path) -> None:
    """Recompute every figure of the appendix in FOLDER from the files beside it. Needs no database."""
    report = verify_folder(folder)
    for difference in report.differences:
        click.echo(str(difference))
    click.echo(
        f"{report.checked:,} figures checked, {len(report.differences)} differ, {report.withheld} withheld"
    )
    if report.differences:
        raise click.exceptions.Exit(1)
