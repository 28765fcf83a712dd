"""The command `clippings`: thin calls, calm output.

Exit status: 0 done, 1 the data is not fit (nothing was published), 2 could not run.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import sys
from pathlib import Path

import click

from pipeline.place import FOLDER, FOLDER_OR_ADDRESS
from pipeline.storage.address import Address

NOT_FIT = 1
COULD_NOT_RUN = 2
_PIPE_WIDTH = 120
_OUT = click.option("--out", type=FOLDER, default=Path("dist"), show_default=True, help="Folder of the package.")


class CouldNotRunError(click.ClickException):
    """Something outside the data stands in the way."""

    exit_code = COULD_NOT_RUN

    def format_message(self) -> str:
        """What stands in the way, and what to do about it."""
        from pipeline.passing import advised

        return advised(self.message)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clippings", message="clippings %(version)s")
def main() -> None:
    """Saved archive pages of a news or advocacy site in, a dataset out that can be trusted, cited and downloaded."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a title in Persian on a terminal that has no Persian


@main.command()
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
@click.option("--text-free", type=click.Path(path_type=Path), help="Publish the text-free edition too, in this folder.")
@click.option("--if-changed", is_flag=True, help="End at once where the package is what this build would give.")
@click.option("--anew", is_flag=True, help="Make everything anew, and use nothing that is kept of the last build.")
@click.option("--debug", is_flag=True, help="On an unforeseen error show where in the code it arose.")
def build(
    raw: Path | Address,
    out: Path | Address,
    withdrawn: Path | None,
    text_free: Path | None,
    *,
    if_changed: bool,
    anew: bool,
    debug: bool,
) -> None:
    """Run the whole graph once and publish the package.

    What the last build made of the same pages is used again; the bytes are those of a build that makes everything anew.

    The package is replaced whole, and only if every check passes; so is its text-free edition, if one is asked for.
    """
    from pipeline import build as building

    try:
        outcome = building.build(raw, out, withdrawn, text_free=text_free, if_changed=if_changed, anew=anew)
    except building.CannotBuildError as error:
        raise CouldNotRunError(str(error)) from (error if debug else None)
    for line in outcome.lines:
        click.echo(line)
    if outcome.failures:
        for failure in outcome.failures:
            click.echo(f"not fit: {failure}", err=True)
        click.echo(f"{out} is as it was.", err=True)
        sys.exit(NOT_FIT)


@main.command()
@click.argument("package", type=FOLDER, default=Path("dist"))
def validate(package: Path) -> None:
    """Check a package: what frictionless checks, the hashes, and the invariants of the tables.

    PACKAGE is its folder, dist by default.
    """
    from pipeline.publish import validate as validating

    count = 0
    try:
        for finding in validating.validate(package):
            click.echo(finding)
            count += 1
    except OSError as error:
        raise CouldNotRunError(str(error)) from None
    if count:
        sys.exit(NOT_FIT)
    click.echo(f"{package} is valid: its files, their hashes, every row, every key and every invariant.")


@main.command()
@click.argument("package")
@click.option(
    "--most-mb", type=click.IntRange(1), default=20_000, show_default=True, help="Download or unpack no more megabytes."
)
def verify(package: str, most_mb: int) -> None:
    """Check a package from elsewhere: that it is whole, as it was published, and valid.

    PACKAGE is a folder, a zip, or the address of either (http, https or s3); where `latest` names one, that one.
    """
    from pipeline import verify as verifying

    count = 0
    try:
        for finding in verifying.verify(package, most_mb * 1_000_000):
            click.echo(finding)
            count += 1
    except (verifying.CannotVerifyError, OSError) as error:
        raise CouldNotRunError(str(error)) from None
    if count:
        click.echo(f"{package} is not valid.", err=True)
        sys.exit(NOT_FIT)
    click.echo(f"{package} is valid: every file is as published, and so is every row, key and invariant.")


@main.command()
@click.argument("package", type=FOLDER, default=Path("dist"))
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, help="The zip file to write.")
def pack(package: Path, target: Path) -> None:
    """Write a package to one zip file, the same bytes on each run.

    PACKAGE is its folder, dist by default.
    """
    from pipeline.publish import pack as packing

    try:
        packing.pack(package, target)
    except packing.CannotPackError as error:
        raise CouldNotRunError(str(error)) from None
    click.echo(f"{target}: {target.stat().st_size:,} bytes")


@main.command()
@click.argument("package", type=FOLDER, default=Path("dist"))
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, help="Folder of the text-free edition.")
def strip(package: Path, target: Path) -> None:
    """Write the text-free edition of a package: ids, places, hashes and what was read, and no copied sentence.

    PACKAGE is the folder of the edition with texts, dist by default.
    """
    from pipeline.editions import strip as stripping

    try:
        stripping.strip(package, target)
    except stripping.CannotStripError as error:
        raise CouldNotRunError(str(error)) from None
    click.echo(f"{target} is the text-free edition of {package}.")


@main.command()
@click.argument("text_free", type=FOLDER)
@click.option("--raw", type=FOLDER, default=Path("raw"), show_default=True, help="Folder of saved pages.")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, help="Folder of the edition with texts."
)
def restore(text_free: Path, raw: Path, target: Path) -> None:
    """Make the edition with texts again, byte for byte, from the text-free one and the same saved pages.

    TEXT_FREE is the folder of the text-free edition.
    """
    from pipeline.editions import restore as restoring

    try:
        differences = restoring.restore(text_free, raw, target)
    except restoring.CannotRestoreError as error:
        raise CouldNotRunError(str(error)) from None
    for difference in differences:
        click.echo(difference, err=True)
    if differences:
        click.echo(f"{target} is as it was.", err=True)
        sys.exit(NOT_FIT)
    click.echo(f"{target} is the edition with texts: every file has the hash it was published with.")


@main.command()
@click.argument("article_id")
@_OUT
def explain(article_id: str, out: Path) -> None:
    """Show an article with each value beside the characters it was read from.

    ARTICLE_ID is its id, the beginning of it, or an id it had before it was merged.
    """
    from pipeline import explain as explaining

    try:
        explaining.show(article_id, out, width=_width())
    except explaining.CannotExplainError as error:
        raise CouldNotRunError(str(error)) from None


@main.command()
@click.argument("raw_dir", type=FOLDER)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the drafts, as NAME.toml; else they are printed."
)
@click.option("--overwrite", is_flag=True, help="Replace drafts that are there already.")
def profile(raw_dir: Path, out: Path | None, *, overwrite: bool) -> None:
    """Draft a profile for each site in a folder of saved pages, for a person to correct.

    RAW_DIR holds the pages: those of one site each in a folder of its own, or all in one.
    """
    from pipeline import draft_profile as drafting

    try:
        made = drafting.drafts(raw_dir)
        if out is not None:
            for path in drafting.save(made, out, overwrite=overwrite):
                click.echo(path)
    except drafting.CannotDraftError as error:
        raise CouldNotRunError(str(error)) from None
    if out is None:
        click.echo("\n".join(draft.text for draft in made), nl=False)


@main.command()
@_OUT
@click.option("--most", type=click.IntRange(1), default=30, show_default=True, help="So many names at the most.")
@click.option("--yaml", "as_yaml", is_flag=True, help="As draft entries for the authority file.")
def candidates(out: Path, most: int, *, as_yaml: bool) -> None:
    """List the most frequent names that are not in the authority file.

    Each with a sentence that names it, for a person to decide whether it is curated.
    """
    from pipeline import candidates as proposing

    try:
        rows = proposing.found(out, most)
    except proposing.NoPackageError as error:
        raise CouldNotRunError(str(error)) from None
    if as_yaml:
        click.echo(proposing.drafts(rows), nl=False)
    else:
        proposing.show(rows, width=_width())


@main.command()
@click.argument("package", type=FOLDER_OR_ADDRESS, default=Path("dist"))
@click.option(
    "--to",
    type=FOLDER_OR_ADDRESS,
    default=Path("releases"),
    show_default=True,
    help="Folder of the releases, or their s3:// address.",
)
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Day of the release; else today (UTC)."
)
@click.option(
    "--expected",
    type=click.Path(path_type=Path),
    help="Expected row counts; else expected.toml of the folder worked in, where there is one.",
)
@click.option("--text-free", type=click.Path(path_type=Path), help="Its text-free edition, to be released with it.")
def release(
    package: Path | Address, to: Path | Address, on: dt.datetime | None, expected: Path | None, text_free: Path | None
) -> None:
    """Make a dated version of a package that is valid and is not the newest one already.

    PACKAGE is its folder, dist by default, or its s3:// address.
    """
    from pipeline.releases import expected as expecting
    from pipeline.releases import places
    from pipeline.releases import release as releasing

    counts = expected or Path("expected.toml")
    try:
        bounds = expecting.load(counts) if expected or counts.exists() else {}
        store = places.store(to, lambda: click.echo(f"Another release is at work on {to}: this one waits.", err=True))
        with places.package(package) as folder:
            outcome = releasing.release(folder, store, (on or dt.datetime.now(dt.UTC)).date(), bounds, text_free)
    except (releasing.CannotReleaseError, expecting.ExpectedCountsError, OSError) as error:
        raise CouldNotRunError(str(error)) from None
    for warning in outcome.warnings:
        click.echo(f"look at this: {warning}", err=True)
    for failure in outcome.failures:
        click.echo(f"not fit: {failure}", err=True)
    if outcome.failures or outcome.record is None:
        click.echo(f"{to} is as it was.", err=True)
        sys.exit(NOT_FIT)
    articles = outcome.record["articles"]
    counted = ", ".join(f"{articles[change]:,} {change}" for change in ("added", "changed", "removed", "withdrawn"))
    said = f"articles: {counted}" if outcome.is_new else "the package has not changed since"
    click.echo(f"{to / outcome.record['version']}: {said}")


def _width() -> int | None:
    """The terminal's width where there is one or it is told, else that of a pipe."""
    is_told = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit()
    return None if is_told else _PIPE_WIDTH


if __name__ == "__main__":
    main()
