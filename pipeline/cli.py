"""The command `clippings`, and what it can be asked for.

Exit status: 0 done, 1 the data is not fit (nothing was published), 2 could not run.
"""

from __future__ import annotations

import io
import sys

import click

from pipeline.commands import curate, make, share


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clippings", message="clippings %(version)s")
def main() -> None:
    """Saved archive pages of a news or advocacy site in, a dataset out that can be trusted, cited and downloaded."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a title in Persian on a terminal that has no Persian


for command in (
    make.build, make.validate, make.explain,
    curate.profile, curate.candidates,
    share.release, share.verify, share.pack, share.strip, share.restore,
):  # fmt: skip
    main.add_command(command)


if __name__ == "__main__":
    main()
