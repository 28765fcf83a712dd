"""Commands that create a project, build its package, and inspect it."""

import sys
from pathlib import Path

import click

from clippings.cli import project_options
from clippings.cli.exit_status import NOT_FIT, CouldNotRunError, width
from clippings.cli.project_options import FOLDER, PROJECT
from clippings.cli.terminal import echo
from clippings.distribute.s3.address import Address
from clippings.project import variables


@click.command(short_help="Write a new project.")
@click.argument("folder", metavar="DIR", type=FOLDER)
def init(folder: Path) -> None:
    """Write a new project: a commented clippings.toml, and folders for pages, site profiles and names.

    DIR is a new folder, or one without a project.
    """
    from clippings.project import scaffold

    written = scaffold.write(folder)
    for path in written:
        echo(path)
    echo(f"Put saved pages into {folder / 'raw'}, then run: clippings build --project {folder}")


@click.command(short_help="Build the package from the saved pages.")
@PROJECT
@project_options.place(
    "--raw", variables.RAW, "Folder of saved pages, or its s3:// address.", default="raw of the project"
)
@project_options.place(
    "--out", variables.OUT, "Folder of the package, or its s3:// address.", default="dist of the project"
)
@click.option(
    "--withdrawn",
    type=click.Path(path_type=Path),
    envvar=variables.WITHDRAWN,
    show_envvar=True,
    show_default="withdrawn.toml beside the project file, if it exists",
    help="List of articles that must not be published.",
)
@project_options.place(
    "--text-free", variables.TEXT_FREE, "Publish the text-free edition too, in this folder or at this s3:// address."
)
@click.option(
    "--sqlite",
    is_flag=True,
    default=None,
    help=f"Write all tables into one SQLite database too (also: [package] sqlite, or {variables.SQLITE}=true).",
)
@click.option("--if-changed", is_flag=True, help="Do nothing if the package is up to date.")
@click.option("--no-cache", is_flag=True, help="Ignore cached step results and compute every step again.")
@click.option(
    "--reinstate",
    multiple=True,
    metavar="ID",
    help="Publish a withdrawn article again, after you removed its id from the list. Repeat for several.",
)
@click.option("--debug", is_flag=True, help="Show a traceback for an unexpected error.")
def build(
    project: Path | None,
    raw: Path | Address | None,
    out: Path | Address | None,
    withdrawn: Path | None,
    text_free: Path | Address | None,
    *,
    sqlite: bool | None,
    if_changed: bool,
    no_cache: bool,
    reinstate: tuple[str, ...],
    debug: bool,
) -> None:
    """Build the package from the saved pages and publish it.

    Step results are cached by a hash of their inputs. The package has the same bytes with or without the cache.

    The package is replaced as a whole, and only if every check passes; so is the text-free edition.
    """
    from clippings.orchestration import run_build as building

    settings = project_options.settings(project, raw=raw, out=out, withdrawn=withdrawn, text_free=text_free)
    if out is None:
        project_options.refuse_other_package(settings)
    if sqlite:
        settings = settings.model_copy(update={"package": settings.package.model_copy(update={"sqlite": True})})
    try:
        outcome = building.build_archive(settings, if_changed=if_changed, no_cache=no_cache, reinstate=reinstate)
    except building.CannotBuildError as error:
        raise CouldNotRunError(str(error)) from (error if debug else None)
    for line in outcome.lines:
        echo(line)
    if outcome.failures:
        for failure in outcome.failures:
            echo(f"not fit: {failure}", err=True)
        echo(building.nothing_published(settings.paths.out), err=True)
        sys.exit(NOT_FIT)


@click.command(short_help="Check a package.")
@project_options.package()
def validate(out: Path) -> None:
    """Check a package: the rules of its schema, the hashes, and the invariants of the tables."""
    from clippings.publish import validate as validating

    count = 0
    for finding in validating.validate(out):
        echo(finding)
        count += 1
    if count:
        sys.exit(NOT_FIT)
    echo(f"{out} is valid: its files, their hashes, every row, every key and every invariant.")


@click.command(short_help="Show one article and where its values were read.")
@click.argument("article_id")
@click.option(
    "--evidence", is_flag=True, help="Show the line and the characters of each value, and the post line by line."
)
@click.option(
    "--html", type=click.Path(path_type=Path), help="Write the article as a page for the browser to this file."
)
@project_options.package(has_argument=False)
def explain(article_id: str, out: Path, html: Path | None, *, evidence: bool) -> None:
    """Show an article: its text with names and dates marked, then its credits.

    ARTICLE_ID is its id, the beginning of its id, or an id it had before a merge.
    """
    from clippings.publish import explain as explaining

    if html is None:
        explaining.show(article_id, out, width=width(), evidence=evidence)
    else:
        explaining.write_html(article_id, out, html)
        echo(html)
