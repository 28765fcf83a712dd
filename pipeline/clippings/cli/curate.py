"""Commands that propose what a person decides: profiles of sites, names for the authority file."""

from __future__ import annotations

from pathlib import Path

import click

from clippings.cli.exit_status import OUT, CouldNotRunError, width
from clippings.cli.location_param import FOLDER
from clippings.cli.terminal import echo


@click.command()
@click.argument("raw_dir", type=FOLDER)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the drafts, as NAME.toml; else they are printed."
)
@click.option("--overwrite", is_flag=True, help="Replace drafts that are there already.")
def profile(raw_dir: Path, out: Path | None, *, overwrite: bool) -> None:
    """Draft a profile for each site in a folder of saved pages, for a person to correct.

    RAW_DIR holds the pages: those of one site each in a folder of its own, or all in one.
    """
    from clippings.suggest import profiles as drafting

    try:
        made = drafting.drafts(raw_dir)
        if out is not None:
            for path in drafting.save(made, out, overwrite=overwrite):
                echo(path)
    except drafting.CannotDraftError as error:
        raise CouldNotRunError(str(error)) from None
    if out is None:
        click.echo("\n".join(draft.text for draft in made), nl=False)


@click.command()
@OUT
@click.option("--most", type=click.IntRange(1), default=30, show_default=True, help="So many names at the most.")
@click.option("--yaml", "as_yaml", is_flag=True, help="As draft entries for the authority file.")
def candidates(out: Path, most: int, *, as_yaml: bool) -> None:
    """List the most frequent names that are not in the authority file.

    Each with a sentence that names it, for a person to decide whether it is curated.
    """
    from clippings.suggest import entities as proposing

    try:
        rows = proposing.found(out, most)
    except proposing.NoPackageError as error:
        raise CouldNotRunError(str(error)) from None
    if as_yaml:
        click.echo(proposing.drafts(rows), nl=False)
    else:
        proposing.show(rows, width=width())
