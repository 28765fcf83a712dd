"""Makes the text-free edition of a package: removes texts of pages and leaves all other data unchanged."""

import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import polars as pl

from clippings.common.transient_errors import system_errors
from clippings.common.user_error import UserError
from clippings.publish import atomic_swap, package_metadata, package_ownership, validate, withdrawal_guard
from clippings.publish.metadata_files import describe
from clippings.publish.package_layout import CHECKSUMS, DESCRIPTOR, descriptor_of, tables
from clippings.publish.text_free.word_runs import is_short, values_with_runs
from clippings.publish.write_tables import file_facts, write_files
from clippings.schema.editions import ABSENT, SHORT, SOUGHT, TEXT_FREE, WITH_TEXTS, tables_of

FULL_SUMS = "with-texts.sha256"
"""File in the text-free edition with the checksums of the edition with texts."""
TEXT_FREE_OPTION = "--text-free"
"""Option that names the folder of the text-free edition."""
_BATCH = 5_000
_COPIED_FROM = ("title", "deck", "text")


class CannotStripError(UserError):
    """The package with texts is missing or changed, or the target cannot be used."""


def strip(root: Path, out: Path, reinstate: Collection[str] = ()) -> None:
    """Write the text-free edition of the package in `root` to `out`; replace an older one.

    Raises:
        CannotStripError: The package or the target cannot be used.
    """
    try:
        if validate.edition_of(root) != WITH_TEXTS:
            raise CannotStripError(f"{root} is text-free already. Name a package with texts with --out.")
        identity = atomic_swap.directory_identity(root)
        for finding in validate.hash_errors(root):
            raise CannotStripError(f"{root} is not as it was published: {finding}")
        check_place(out, "--to")
        with system_errors(), atomic_swap.workspace(out.absolute()) as folder:
            write(root, folder / "package")
            if atomic_swap.directory_identity(root) != identity:
                raise CannotStripError(f"{root} was replaced by another package during the command. Run again.")
            withdrawal_guard.check_replacement(out, folder / "package", reinstate)
            atomic_swap.swap(folder / "package", out.absolute())
    except (OSError, package_ownership.NotAPackageError, withdrawal_guard.ReinstatedError) as error:
        raise CannotStripError(str(error)) from None


def check_place(out: Path, option: str) -> None:
    """Refuse a target, named with `option`, that holds anything but a text-free edition; a missing folder is fine.

    Raises:
        CannotStripError: It holds a package with texts.
        NotAPackageError: It holds other files.
    """
    package_ownership.check_folder(out, option)
    if (out / DESCRIPTOR).is_file() and validate.edition_of(out, of_any_version=True) == WITH_TEXTS:
        raise CannotStripError(f"{out} holds a package with texts. Choose another place with {option}.")


def write(root: Path, package: Path) -> None:
    """Write the text-free edition of the package in `root` to the new folder `package`."""
    frames = tables(root)
    withheld = values_with_runs(_sought(frames), texts_of(frames["articles"]))
    for name, frame in frames.items():
        write_files(name, _without_texts(name, frame, sorted(withheld)), package / "data", TEXT_FREE)
    shutil.copyfile(root / CHECKSUMS, package / FULL_SUMS)
    data_files = [file_facts(package, path) for path in sorted((package / "data").iterdir())]
    descriptor = descriptor_of(root)
    describe(
        package,
        data_files,
        package_metadata.of_package(root, TEXT_FREE),
        descriptor.get("recogniser"),
        edition=TEXT_FREE,
        databases=[resource["name"] for resource in descriptor["resources"]],
        also=[FULL_SUMS],
    )


def _sought(frames: Mapping[str, pl.LazyFrame]) -> Iterator[str]:
    """Yield every name and remark that may hold a run of words."""
    for name, columns in SOUGHT.items():
        for column in columns:
            yield from frames[name].select(pl.col(column).drop_nulls().unique()).collect().to_series()


def texts_of(articles: pl.LazyFrame) -> Iterator[pl.Series]:
    """Yield titles, decks and texts of articles, in batches."""
    for batch in articles.select(_COPIED_FROM).collect_batches(chunk_size=_BATCH):
        yield pl.concat([batch[column].drop_nulls().alias("text") for column in _COPIED_FROM])


def _without_texts(name: str, frame: pl.LazyFrame, withheld: list[str]) -> pl.LazyFrame:
    table = tables_of(TEXT_FREE)[name]
    kept = frame.drop(ABSENT.get(name, ()))
    for column in SHORT.get(name, ()):
        kept = kept.with_columns(pl.when(is_short(column)).then(column))
    for column in SOUGHT.get(name, ()):
        is_free = pl.col(column).is_in(withheld).not_()
        kept = (
            kept.filter(is_free) if column in table.primary_key() else kept.with_columns(pl.when(is_free).then(column))
        )
    return kept
