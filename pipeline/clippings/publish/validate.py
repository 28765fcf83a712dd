"""Checks a package as its reader finds it: frictionless, hashes, Parquet against CSV, and our own invariants."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import polars as pl

from clippings.common.native_errors import native_errors
from clippings.common.wording import counted, first_line
from clippings.publish import checksum_list, csv_and_parquet, frictionless_errors, gate, package_layout
from clippings.publish.checks import identity, ledger, passages, provenance, schema
from clippings.publish.checksum_list import NotFitError
from clippings.publish.package_layout import CHECKSUMS, DESCRIPTOR, parquet
from clippings.publish.write_tables import crc32_of, file_facts
from clippings.schema import TABLES
from clippings.schema.editions import TEXT_FREE, WITH_TEXTS, tables_of


def validate(root: Path) -> Iterator[str]:
    """Yield each error of the package in `root` as a sentence.

    Reads only files in `root` and uses no network, even if the descriptor names other addresses.

    Raises:
        FileNotFoundError: `root` holds no package.
        OtherVersionError: Another version of Clippings made the package, and its tables differ.
    """
    edition = edition_of(root)
    errors = [*hash_errors(root), *gate.findings(root)]
    if not errors:  # the descriptor is ours, so frictionless may read the files that it names
        errors = frictionless_errors.of_package(root)
    yield from errors
    if not errors:  # rows that frictionless refuses would only be refused again
        yield from _table_findings(root, edition)


def _table_findings(root: Path, edition: str) -> Iterator[str]:
    from clippings.publish import parquet_footer  # pyarrow, which only this command needs

    tables = tables_of(edition)
    unlike = [f for name in TABLES for f in parquet_footer.breaches(parquet(root, name), tables[name])]
    unlike = unlike or [finding for name in TABLES for finding in csv_and_parquet.differences(root, name, edition)]
    yield from unlike
    if unlike:
        return
    try:
        with native_errors():
            errors = list(broken_invariants(root, edition))
    except OSError:
        raise
    except Exception as error:
        errors = [f"The tables cannot be checked: {first_line(error)}"]
    yield from errors


def hash_errors(root: Path, written: Mapping[str, int | None] = MappingProxyType({})) -> Iterator[str]:
    """Yield files that are missing, differ from their checksum, or have no checksum.

    Args:
        root: Folder of the package.
        written: Files whose checksums this run has just taken: path to the CRC-32 of what was to be written; None if the file was
            hashed after it was written, so that it is not read again.
    """
    sums = root / CHECKSUMS
    if not sums.is_file() or sums.is_symlink():
        yield f"{CHECKSUMS} is missing."
        return
    try:
        with sums.open("rb") as file:
            listed = checksum_list.listed(file.read(checksum_list.MOST_BYTES + 1))
    except NotFitError as error:
        yield str(error)
        return
    odd = {path.relative_to(root).as_posix() for path in root.rglob("*") if is_odd(path)}
    yield from (f"{path} is a link or a special file; a package may hold only regular files." for path in sorted(odd))
    for path, digest in listed.items():
        if path in odd or any(parent.as_posix() in odd for parent in Path(path).parents):
            continue
        if not (root / path).is_file():
            yield f"{path} is missing."
        elif not _is_as_listed(root, path, digest, written):
            yield f"{path} is not the file that was published: its SHA-256 differs from the one in checksums.sha256."
    present = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    for path in sorted(present - odd - set(listed) - {CHECKSUMS}):
        yield f"{path} is not part of the published package."


def _is_as_listed(root: Path, path: str, digest: str, written: Mapping[str, int | None]) -> bool:
    if path not in written:
        return file_facts(root, root / path).sha256 == digest
    crc32 = written[path]
    return crc32 is None or crc32_of(root / path) == crc32


def is_odd(path: Path) -> bool:
    """Whether a path is a link or a special file: what it leads to is never read."""
    return path.is_symlink() or not (path.is_dir() or path.is_file())


def edition_of(root: Path, *, of_any_version: bool = False) -> str:
    """Return the edition that the descriptor of the package in `root` names.

    Raises:
        FileNotFoundError: `root` holds no package.
        OtherVersionError: Another version of Clippings made the package, and its tables differ.
    """
    if not (root / DESCRIPTOR).is_file():
        raise FileNotFoundError(f"{root} holds no package: it has no {DESCRIPTOR}. Build one with `clippings build`.")
    try:
        descriptor = gate.read_descriptor(root)
    except NotFitError:
        return WITH_TEXTS
    if not of_any_version:
        gate.findings(root)
    return TEXT_FREE if descriptor.get("edition") == TEXT_FREE else WITH_TEXTS


def broken_invariants(root: Path, edition: str) -> Iterator[str]:
    """Yield breaches of rules that a Table Schema cannot express; the text-free edition has fewer rules."""
    lazy = package_layout.tables(root, edition)
    frames = {name: frame.collect() for name, frame in lazy.items()}
    for name, frame in frames.items():
        yield from schema_breaches(name, frame, lazy, edition)
        if not frame.equals(frame.sort(TABLES[name].primary_key())):
            yield f"{name}: the rows are not sorted by their key."
    for rule, (breach, names) in (INVARIANTS if edition == WITH_TEXTS else INVARIANTS_WITHOUT_TEXTS).items():
        broken = breach(*(frames[name] for name in names))
        if broken.height:
            yield f"{rule}: {broken.height} breaches, the first at {_first(broken)}."


def schema_breaches(name: str, frame: pl.DataFrame, tables: Mapping[str, pl.LazyFrame], edition: str) -> Iterator[str]:
    """Yield breaches of the column definitions of the table `name`, and references without a target."""
    for rule, count in schema.rule_breaches(name, frame, tables_of(edition)).items():
        yield f"{name}: {counted(count, 'row breaks', 'rows break')} the rule {rule}."
    for column, count in schema.dangling_references(name, tables[name], tables).items():
        yield f"{name}.{column}: {count} values point to no row."


def _first(broken: pl.DataFrame) -> str:
    return ", ".join(f"{name} {value}" for name, value in zip(broken.columns[:4], broken.row(0), strict=False))


INVARIANTS: dict[str, tuple[Callable[..., pl.DataFrame], tuple[str, ...]]] = {
    "every line of every page is in the ledger once": (ledger.missing_or_double_lines, ("lines", "pages")),
    "appearances do not overlap": (ledger.overlapping_appearances, ("appearances",)),
    "a post owns the lines from its first to its last": (ledger.misassigned_lines, ("lines", "appearances")),
    "evidence is the characters it names": (provenance.unfounded_evidence, ("evidence", "lines")),
    "removals are the characters they name": (provenance.unfounded_evidence, ("removals", "lines")),
    "every value has evidence": (provenance.values_without_evidence, ("articles", "evidence")),
    "stretches of text are the characters they name": (provenance.broken_text_spans, ("text_spans", "articles", "lines")),
    "a text is its stretches and nothing else": (provenance.gaps_in_text, ("text_spans", "articles")),
    "a text has the hash it is published with": (identity.wrong_text_hashes, ("articles",)),
    "an article counts its appearances": (identity.wrong_appearance_counts, ("articles", "appearances")),
    "merged pairs are one article": (identity.inconsistent_merges, ("duplicates", "appearances")),
    "every merge was compared with the published text": (identity.unfounded_merges, ("duplicates", "appearances", "articles")),
    "temporal expressions are the characters they name": (provenance.not_verbatim, ("dates", "articles")),
    "temporal expressions do not overlap": (provenance.overlapping, ("dates",)),
    "temporal expressions begin before they end": (provenance.reversed_days, ("dates",)),
    "mentions are the characters they name": (provenance.not_verbatim, ("mentions", "articles")),
    "mentions do not overlap": (provenance.overlapping, ("mentions",)),
    "uses of passages are the passage's words": (passages.broken_uses, ("passage_uses", "passages", "articles")),
    "passages count their words and articles": (passages.miscounted_passages, ("passages", "passage_uses")),
    "the first article of a passage is the earliest": (passages.misdated_uses, ("passage_uses", "passages", "articles")),
    "what was withdrawn is not published": (identity.published_all_the_same, ("withdrawals", "appearances", "articles")),
    "withdrawn lines have no text": (identity.lines_not_withheld, ("lines",)),
    "an entity counts its mentions": (identity.wrong_mention_counts, ("entities", "mentions")),
}  # fmt: skip
"""Rule, with the function that finds its breaches and the tables that the function reads."""
_NEED_TEXTS = (
    provenance.unfounded_evidence, provenance.values_without_evidence, provenance.broken_text_spans,
    provenance.gaps_in_text, identity.wrong_text_hashes, provenance.not_verbatim, passages.broken_uses,
    passages.miscounted_passages, identity.lines_not_withheld,
)  # fmt: skip
INVARIANTS_WITHOUT_TEXTS = {
    rule: (breach, names) for rule, (breach, names) in INVARIANTS.items() if breach not in _NEED_TEXTS
}
"""Invariants that apply to the text-free edition."""
