"""The `consult` command. Each group of commands is in `consult.commands`; here they are put together."""

from __future__ import annotations

import click

from consult.commands import administration, demonstration, files, serving, work
from consult.commands.problems import plain_problems


class PlainProblems(click.Group):
    """A group whose commands say what went wrong in words instead of showing a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        with plain_problems():
            return super().invoke(ctx)


@click.group(cls=PlainProblems, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Ask people what they think, listen, decide, and show what changed."""


for command in (
    administration.load,
    administration.account,
    administration.team,
    administration.database_group,
    administration.trail,
    files.import_,
    files.themes,
    files.verify,
    work.analyse,
    work.appendix,
    serving.serve,
    serving.worker,
    demonstration.demo,
):
    main.add_command(command)


if __name__ == "__main__":
    main()
