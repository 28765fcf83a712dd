"""Commands that make a package and look into it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from clippings.cli.exit_status import NOT_FIT, OUT, CouldNotRunError, width
from clippings.cli.location_param import FOLDER, FOLDER_OR_ADDRESS
from clippings.cli.terminal import echo
from clippings.distribute.s3.address import Address


@click.command()
@click.option(
    "--raw",
    type=FOLDER_OR_ADDRESS,
    default=Path("raw"),
    show_default=True,
    help="Folder of saved pages, or its s3:// address.",
)
@click.option(
    "--out",
    type=FOLDER_OR_ADDRESS,
    default=Path("dist"),
    show_default=True,
    help="Folder of the package, or its s3:// address.",
)
@click.option(
    "--withdrawn",
    type=click.Path(path_type=Path),
    help="List of articles that must not be published; else withdrawn.toml of the folder worked in, where there is one.",
)
@click.option(
    "--text-free",
    type=FOLDER_OR_ADDRESS,
    help="Publish the text-free edition too, in this folder or at this s3:// address.",
)
@click.option("--if-changed", is_flag=True, help="End at once where the package is what this build would give.")
@click.option("--anew", is_flag=True, help="Make everything anew, and use nothing that is kept of the last build.")
@click.option(
    "--reinstate",
    multiple=True,
    metavar="ID",
    help="Publish a withdrawn article again after you took its id off the list. Repeat for several.",
)
@click.option("--debug", is_flag=True, help="On an unforeseen error show where in the code it arose.")
def build(
    raw: Path | Address,
    out: Path | Address,
    withdrawn: Path | None,
    text_free: Path | Address | None,
    *,
    if_changed: bool,
    anew: bool,
    reinstate: tuple[str, ...],
    debug: bool,
) -> None:
    """Run the whole graph once and publish the package.

    What the last build made of the same pages is used again; the bytes are those of a build that makes everything anew.

    The package is replaced whole, and only if every check passes; so is its text-free edition, if one is asked for.
    """
    from clippings.orchestration import build as building

    try:
        outcome = building.build(
            raw, out, withdrawn, text_free=text_free, if_changed=if_changed, anew=anew, reinstate=reinstate
        )
    except building.CannotBuildError as error:
        raise CouldNotRunError(str(error)) from (error if debug else None)
    for line in outcome.lines:
        echo(line)
    if outcome.failures:
        for failure in outcome.failures:
            echo(f"not fit: {failure}", err=True)
        echo(f"{out} is as it was.", err=True)
        sys.exit(NOT_FIT)


@click.command()
@click.argument("package", type=FOLDER, default=Path("dist"))
def validate(package: Path) -> None:
    """Check a package: what frictionless checks, the hashes, and the invariants of the tables.

    PACKAGE is its folder, dist by default.
    """
    from clippings.publish import validate as validating

    count = 0
    try:
        for finding in validating.validate(package):
            echo(finding)
            count += 1
    except OSError as error:
        raise CouldNotRunError(str(error)) from None
    if count:
        sys.exit(NOT_FIT)
    echo(f"{package} is valid: its files, their hashes, every row, every key and every invariant.")


@click.command()
@click.argument("article_id")
@OUT
def explain(article_id: str, out: Path) -> None:
    """Show an article with each value beside the characters it was read from.

    ARTICLE_ID is its id, the beginning of it, or an id it had before it was merged.
    """
    from clippings.publish import explain as explaining

    try:
        explaining.show(article_id, out, width=width())
    except explaining.CannotExplainError as error:
        raise CouldNotRunError(str(error)) from None
