"""Commands that do a worker's work at once: an analysis, an appendix."""

from __future__ import annotations

from pathlib import Path

import click

from consult import jobs
from consult.appendix.formats import FORMATS
from consult.commands import progress
from consult.commands.application import consultation_named, opened
from consult.services import requesting_work
from consult.services.publishing import building
from consult.services.requesting_work import ANALYSIS


@click.command()
@click.argument("slug")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option(
    "--themes", "n_themes", type=click.IntRange(min=1), help="How many themes; found out if not given."
)
def analyse(slug: str, seed: int, n_themes: int | None) -> None:
    """Suggest themes for the comments of the consultation SLUG, here and now."""
    with opened():
        parameters = {"seed": seed, "themes": n_themes}
        job = requesting_work.request(
            consultation_named(slug), ANALYSIS, parameters, by=None, enqueue=jobs.run_now
        )
        click.echo(f"Themes are suggested (analysis {job.id}). People decide: see the officer's pages.")


@click.command()
@click.argument("slug")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option(
    "--format",
    "formats",
    type=click.Choice(tuple(FORMATS)),
    multiple=True,
    help="Only this one; can be repeated.",
)
def appendix(slug: str, out: Path, formats: tuple[str, ...]) -> None:
    """Write the appendix of the consultation SLUG into the folder OUT, in every format, with files to check it by."""
    with opened() as (_, settings):
        digest, files = building.build(
            consultation_named(slug),
            organisation=settings.organisation_name,
            datasets_folder=settings.datasets_folder,
            charts_folder=settings.charts_folder,
            formats=formats or tuple(FORMATS),
            progress=lambda step, _done, _total: progress.show(f"  {step}"),
        )
        written = building.write_to_folder(files, out)
        progress.end(f"  {len(written)} files written")
        click.echo(f"The appendix is in {out} (dataset {digest[:12]})")
        click.echo(f"Check it with: consult verify {out}")
