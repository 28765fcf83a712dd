"""Commands that distribute a package: release, verify, pack, spreadsheet, strip and restore."""

import datetime as dt
import sys
from pathlib import Path

import click

from clippings.cli import project_options
from clippings.cli.exit_status import NOT_FIT
from clippings.cli.project_options import FOLDER, PROJECT
from clippings.cli.terminal import echo
from clippings.distribute.s3.address import Address
from clippings.project import variables

REINSTATE = click.option(
    "--reinstate", multiple=True, metavar="ID", help="Publish this withdrawn article again. Repeat for several."
)


@click.command(short_help="Publish a dated version.")
@project_options.package(takes_addresses=True)
@project_options.place(
    "--to", variables.RELEASES, "Folder of the releases, or their s3:// address.", default="releases of the project"
)
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Day of the release. Default: today (UTC)."
)
@click.option(
    "--expected",
    type=click.Path(path_type=Path),
    help="File of expected row counts. Default: expected.toml of the project, if it exists.",
)
@click.option("--text-free", type=FOLDER, help="Folder of its text-free edition, to include in the release.")
@REINSTATE
def release(
    out: Path | Address,
    to: Path | Address | None,
    on: dt.datetime | None,
    expected: Path | None,
    text_free: Path | None,
    reinstate: tuple[str, ...],
) -> None:
    """Release a package as a dated version, if it is valid and has changed since the newest version."""
    from clippings.distribute import s3_package
    from clippings.distribute.releases import release as releasing
    from clippings.distribute.releases import release_store
    from clippings.distribute.releases import row_bounds as expecting

    settings = project_options.settings(project_options.named_project())
    to = to or project_options.location(settings.paths.releases)
    counts = expected or (settings.file.parent if settings.file else Path()) / "expected.toml"
    bounds = expecting.load(counts) if expected or counts.exists() else {}
    store = release_store.opened(to, lambda: echo(f"Waiting for another release to {to}.", err=True))
    with s3_package.local(out) as folder:
        day = (on or dt.datetime.now(dt.UTC)).date()
        outcome = releasing.release(folder, store, day, bounds, text_free, reinstate)
    for warning in outcome.warnings:
        echo(f"warning: {warning}", err=True)
    for failure in outcome.failures:
        echo(f"not fit: {failure}", err=True)
    if outcome.failures or outcome.record is None:
        echo(f"{to} is as it was.", err=True)
        sys.exit(NOT_FIT)
    articles = outcome.record["articles"]
    counted = ", ".join(f"{articles[change]:,} {change}" for change in ("added", "changed", "removed", "withdrawn"))
    summary = f"articles: {counted}" if outcome.is_new else "the package has not changed since"
    echo(f"{to / outcome.record['version']}: {summary}")


@click.command(short_help="Check a package from elsewhere.")
@click.argument("package")
@click.option(
    "--most-mb",
    type=click.IntRange(1),
    default=20_000,
    show_default=True,
    help="Maximum megabytes to download or unpack.",
)
@click.option(
    "--most-minutes", type=click.IntRange(1), default=60, show_default=True, help="Maximum minutes for the download."
)
@click.option("--other-hosts", is_flag=True, help="Follow redirects to other hosts.")
def verify(package: str, most_mb: int, most_minutes: int, *, other_hosts: bool) -> None:
    """Check that a package from elsewhere is complete, unchanged since publication, and valid.

    PACKAGE is a folder, a zip, or the address of either (http, https or s3). A file `latest` there selects a package.
    """
    from clippings.distribute import verify as verifying

    count = 0
    for finding in verifying.verify(package, most_mb * 1_000_000, most_minutes * 60, other_hosts=other_hosts):
        echo(finding)
        count += 1
    if count:
        echo(f"{package} is not valid.", err=True)
        sys.exit(NOT_FIT)
    echo(f"{package} is valid: every file is as published, and so is every row, key and invariant.")


@click.command(short_help="Write a package to one zip file.")
@project_options.package()
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, help="The zip file to write.")
def pack(out: Path, target: Path) -> None:
    """Write a package to one zip file. The same package always gives the same bytes."""
    from clippings.distribute import zip_package as packing

    packing.pack(out, target)
    echo(f"{target}: {target.stat().st_size:,} bytes")


@click.command(short_help="Write CSV files that are safe to open in a spreadsheet.")
@project_options.package()
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, help="New folder for the files.")
def spreadsheet(out: Path, target: Path) -> None:
    """Write the tables as CSV files for spreadsheets: a cell that would be run as a formula begins with an apostrophe."""
    from clippings.publish import formula_cells

    formula_cells.write(out, target)
    echo(f"{target}: the tables for spreadsheets.")


@click.command(short_help="Write the text-free edition.")
@project_options.package()
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, help="Folder of the text-free edition.")
@REINSTATE
def strip(out: Path, target: Path, reinstate: tuple[str, ...]) -> None:
    """Write the text-free edition of a package: ids, positions, hashes and values, without copied sentences."""
    from clippings.publish.text_free import strip as stripping

    stripping.strip(out, target, reinstate)
    echo(f"{target} is the text-free edition of {out}.")


@click.command(short_help="Rebuild the texts from the text-free edition and the pages.")
@click.argument("text_free", type=FOLDER)
@project_options.place("--raw", variables.RAW, "Folder of saved pages.", default="raw of the project")
@PROJECT
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, help="Folder of the edition with texts."
)
@REINSTATE
def restore(text_free: Path, raw: Path | None, project: Path | None, target: Path, reinstate: tuple[str, ...]) -> None:
    """Rebuild the edition with texts, byte for byte, from the text-free edition and the same saved pages.

    TEXT_FREE is the folder of the text-free edition.
    """
    from clippings.orchestration import restore as restoring

    pages = raw or project_options.folder(project_options.settings(project).paths.raw)
    differences = restoring.restore(text_free, pages, target, reinstate, project=project)
    for difference in differences:
        echo(difference, err=True)
    if differences:
        echo(f"{target} is as it was.", err=True)
        sys.exit(NOT_FIT)
    echo(f"{target} is the edition with texts: every file has the hash it was published with.")
