"""The command `clippings` and its subcommands.

Exit status: 0 done, 1 the data is not fit (nothing was published), 2 could not run.
"""

from __future__ import annotations

import io
import sys

import click

from clippings.cli import build, curate, diff, distribute, explore, look
from clippings.cli.boundary import Commands


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clippings", message="clippings %(version)s")
def main() -> None:
    """Turn saved pages of news and advocacy sites into a dataset that you can check and cite."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a title in Persian on a terminal without Persian


for command in (
    build.init, build.build, build.validate, build.explain,
    look.list_articles, look.find, look.problems, explore.explore, diff.diff,
    curate.suggest,
    distribute.release, distribute.verify, distribute.pack, distribute.spreadsheet, distribute.strip,
    distribute.restore,
):  # fmt: skip
    main.add_command(command)
