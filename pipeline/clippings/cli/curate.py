"""Commands that draft entries for a person to review: site profiles, and names for the authority file."""

from pathlib import Path

import click

from clippings.cli import project_options
from clippings.cli.exit_status import width
from clippings.cli.project_options import FOLDER, PROJECT
from clippings.cli.terminal import echo


@click.group(short_help="Draft site profiles, and names for the authority file.")
def suggest() -> None:
    """Write drafts for a person to correct: site profiles, and names for the authority file."""


@suggest.command()
@click.argument("raw_dir", type=FOLDER, required=False)
@PROJECT
@click.option(
    "--to", type=click.Path(path_type=Path), help="Folder for the drafts, as NAME.toml; without it they are printed."
)
@click.option("--overwrite", is_flag=True, help="Replace existing drafts.")
def site(raw_dir: Path | None, project: Path | None, to: Path | None, *, overwrite: bool) -> None:
    """Draft a profile for each site in a folder of saved pages.

    RAW_DIR holds the pages: one folder per site, or all together. Default: the raw folder of the project.
    """
    from clippings.project import additions
    from clippings.suggest import draft_profiles as drafting

    settings = project_options.settings(project, raw=raw_dir)
    with additions.using(additions.of(settings)):
        made = drafting.drafts(raw_dir or project_options.folder(settings.paths.raw))
    for path in drafting.save(made, to, overwrite=overwrite) if to else ():
        echo(path)
    if to is None:
        echo("\n".join(draft.text for draft in made), nl=False)


@suggest.command()
@project_options.package()
@click.option("--most", type=click.IntRange(1), default=30, show_default=True, help="Maximum number of names to list.")
@click.option("--yaml", "as_yaml", is_flag=True, help="Print draft entries for the authority file.")
def names(out: Path, most: int, *, as_yaml: bool) -> None:
    """List the most frequent names that are not in the authority file.

    Each name comes with a sentence that contains it. A person decides whether to add it.
    """
    from clippings.suggest import draft_entities as proposing

    rows = proposing.candidates(out, most)
    if as_yaml:
        echo(proposing.drafts(rows), nl=False)
    else:
        proposing.show(rows, width=width())
