"""Checks a package as its reader finds it: frictionless, hashes, Parquet against CSV, and our own invariants."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

import dataframely as dy
import polars as pl

from clippings.common import disk_cache
from clippings.common.code_versions import hash_of, installed
from clippings.common.native_errors import native_errors
from clippings.common.wording import counted
from clippings.publish import checksum_list, gate, package_layout
from clippings.publish.checks import identity, ledger, passages, provenance, schema, spans, withdrawal
from clippings.publish.checksum_list import NotFitError
from clippings.publish.package_layout import CHECKSUMS, DESCRIPTOR, parquet
from clippings.publish.table_schema import may_be_empty
from clippings.publish.write_tables import file_facts
from clippings.schema import TABLES
from clippings.schema.editions import TEXT_FREE, WITH_TEXTS, tables_of
from clippings.schema.frames import schema_of

FRICTIONLESS_ROWS = 200_000
"""Maximum number of rows for which a build runs frictionless (about 20 seconds); `clippings validate` always runs it."""
_BATCH = 8_192
_MAX_FINDINGS = 20
_SIZES, _HASHES = re.compile(r'"bytes": [1-9]\d*'), re.compile(r'"sha256:[0-9a-f]{64}"')
"""What differs between the descriptors of two builds."""


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
        errors = by_frictionless(root)
    yield from errors
    if not errors:  # rows that frictionless refuses would only be refused again
        yield from _table_findings(root, edition)


def _table_findings(root: Path, edition: str) -> Iterator[str]:
    from clippings.publish import parquet_footer  # pyarrow, which only this command needs

    tables = tables_of(edition)
    unlike = [f for name in TABLES for f in parquet_footer.breaches(parquet(root, name), tables[name])]
    unlike = unlike or [finding for name in TABLES for finding in csv_unlike_parquet(root, name, edition)]
    yield from unlike
    if unlike:
        return
    try:
        with native_errors():
            errors = list(broken_invariants(root, edition))
    except OSError:
        raise
    except Exception as error:
        errors = [f"The tables cannot be checked: {_first_line(error)}"]
    yield from errors


def hash_errors(root: Path) -> Iterator[str]:
    """Yield files that are missing, differ from their checksum, or have no checksum."""
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
        elif file_facts(root, root / path).sha256 != digest:
            yield f"{path} is not the file that was published: its SHA-256 differs from the one in checksums.sha256."
    present = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    for path in sorted(present - odd - set(listed) - {CHECKSUMS}):
        yield f"{path} is not part of the published package."


def is_odd(path: Path) -> bool:
    """Whether a path is a link or a special file: what it leads to is never read."""
    return path.is_symlink() or not (path.is_dir() or path.is_file())


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def by_frictionless(root: Path) -> list[str]:
    """What frictionless says is wrong, in its words: descriptor, bytes, hashes, rows, keys."""
    from frictionless import validate as frictionless_validate  # a second's import, needed by few commands

    try:
        report = frictionless_validate(str(root / DESCRIPTOR))
    except OSError:
        raise
    except Exception as error:
        return [f"frictionless could not read the package: {_first_line(error)}"]
    errors = [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]
    errors += [error.message for error in report.errors]
    return errors[:_MAX_FINDINGS]


def descriptor_errors(root: Path) -> list[str]:
    """The errors that frictionless finds in the descriptor alone. It is asked once of descriptors that differ in sizes and hashes only."""
    content = json.dumps(gate.read_descriptor(root))
    asked = _HASHES.sub(f'"sha256:{"0" * 64}"', _SIZES.sub('"bytes": 1', content))
    return disk_cache.kept("descriptor", hash_of([asked, installed()]), lambda: _asked_of_frictionless(asked))


def _asked_of_frictionless(descriptor: str) -> list[str]:
    from frictionless import Package  # slow to import

    return [str(note) for note in Package.metadata_validate(json.loads(descriptor))]


def csv_unlike_parquet(root: Path, name: str, edition: str = WITH_TEXTS) -> list[str]:
    """Where the CSV of a table is not, row for row, what its Parquet holds."""
    return unlike(name, root / "data" / f"{name}.csv", parquet(root, name), edition)


def unlike(name: str, csv: Path | BytesIO, parquet_file: Path | BytesIO, edition: str = WITH_TEXTS) -> list[str]:
    """Where a CSV file with rows of a table is not, row for row, what a Parquet file holds."""
    try:
        with native_errors():
            row = _first_difference(csv, parquet_file, tables_of(edition)[name])
    except OSError:
        raise
    except Exception as error:
        return [f"data/{name}.csv or data/{name}.parquet cannot be read as the table {name}: {_first_line(error)}"]
    if row is None:
        return []
    return [f"data/{name}.csv and data/{name}.parquet differ at row {row + 1} or in the {_BATCH:,} below it."]


def _first_difference(csv_file: Path | BytesIO, parquet_file: Path | BytesIO, table: type[dy.Schema]) -> int | None:
    """Number, from 0, of the first row of the stretch of rows in which CSV and Parquet differ."""
    empties = [column_name for column_name, column in table.columns().items() if may_be_empty(column)]
    schema_in_csv = pl.Schema({c: pl.String() if isinstance(t, pl.Enum) else t for c, t in schema_of(table).items()})
    ours = pl.scan_parquet(parquet_file).cast(schema_in_csv).collect_batches(chunk_size=_BATCH, maintain_order=True)
    csv = pl.scan_csv(csv_file, schema=schema_in_csv).with_columns(pl.col(empties).fill_null(""))
    theirs = csv.collect_batches(chunk_size=_BATCH, maintain_order=True)
    row = 0
    for left, right in _aligned(ours, theirs):
        if not left.equals(right):
            return row
        row += left.height
    return None


def _aligned(
    ours: Iterator[pl.DataFrame], theirs: Iterator[pl.DataFrame]
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Stretches of the same height of two streams of rows; at the end, what is left of either."""
    left, right = next(ours, pl.DataFrame()), next(theirs, pl.DataFrame())
    while left.height and right.height:
        size = min(left.height, right.height)
        yield left.head(size), right.head(size)
        left = left.slice(size) if left.height > size else next(ours, pl.DataFrame())
        right = right.slice(size) if right.height > size else next(theirs, pl.DataFrame())
    if left.height or right.height:
        yield left, right


def edition_of(root: Path, *, of_any_version: bool = False) -> str:
    """Return the edition that the descriptor of the package in `root` names.

    Raises:
        FileNotFoundError: `root` holds no package.
        OtherVersionError: Another version of Clippings made the package, and its tables differ.
    """
    if not (root / DESCRIPTOR).is_file():
        raise FileNotFoundError(f"{root} holds no package: it has no {DESCRIPTOR}.")
    try:
        descriptor = gate.read_descriptor(root)
    except NotFitError:
        return WITH_TEXTS
    if not of_any_version:
        gate.findings(root)
    return TEXT_FREE if descriptor.get("edition") == TEXT_FREE else WITH_TEXTS


def broken_invariants(root: Path, edition: str = WITH_TEXTS) -> Iterator[str]:
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
    "temporal expressions are the characters they name": (spans.not_verbatim, ("dates", "articles")),
    "temporal expressions do not overlap": (spans.overlapping, ("dates",)),
    "temporal expressions begin before they end": (spans.reversed_days, ("dates",)),
    "mentions are the characters they name": (spans.not_verbatim, ("mentions", "articles")),
    "mentions do not overlap": (spans.overlapping, ("mentions",)),
    "uses of passages are the passage's words": (passages.broken_uses, ("passage_uses", "passages", "articles")),
    "passages count their words and articles": (passages.miscounted_passages, ("passages", "passage_uses")),
    "the first article of a passage is the earliest": (passages.misdated_uses, ("passage_uses", "passages", "articles")),
    "what was withdrawn is not published": (withdrawal.published_all_the_same, ("withdrawals", "appearances", "articles")),
    "withdrawn lines have no text": (withdrawal.lines_not_withheld, ("lines",)),
    "an entity counts its mentions": (identity.wrong_mention_counts, ("entities", "mentions")),
}  # fmt: skip
"""Rule, with the function that finds its breaches and the tables that the function reads."""
_NEED_TEXTS = (
    provenance.unfounded_evidence, provenance.values_without_evidence, provenance.broken_text_spans,
    provenance.gaps_in_text, identity.wrong_text_hashes, spans.not_verbatim, passages.broken_uses,
    passages.miscounted_passages, withdrawal.lines_not_withheld,
)  # fmt: skip
INVARIANTS_WITHOUT_TEXTS = {
    rule: (breach, names) for rule, (breach, names) in INVARIANTS.items() if breach not in _NEED_TEXTS
}
"""Invariants that apply to the text-free edition."""


logging.getLogger("frictionless").setLevel(logging.ERROR)
