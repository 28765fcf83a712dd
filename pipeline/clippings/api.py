"""The Python API: pages in, articles out, in this process. It needs no project, no package and no Dagster."""

import datetime as dt
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from clippings.flow.stages import TablesInMemory
    from clippings.orchestration.run_build import Outcome

_EVIDENCE = "evidence"


@dataclass(frozen=True)
class Evidence:
    """Where a value of an article was read.

    Attributes:
        field: Name of the attribute of `Article`.
        value: Value, normalised, as text.
        raw: Characters as found: those from `start` to `end` of the line.
        line_no: Line of the page, from 1.
        start: Offset of the first character in that line.
        end: Offset after the last character.
        rule: Name of the rule that read the value.
    """

    field: str
    value: str
    raw: str
    line_no: int
    start: int
    end: int
    rule: str


@dataclass(frozen=True)
class Article:
    """One article of a page. The attributes are columns of the table `articles`; see the data dictionary."""

    article_id: str
    title: str | None
    category: str | None
    published_on: dt.date | None
    completeness: str
    text: str
    deck: str | None
    language: str
    word_count: int
    author: str | None
    contributor: str | None
    source_name: str | None
    source_url: str | None
    source_published_on: dt.date | None
    dateline_place: str | None
    dateline_on: dt.date | None
    translator: str | None
    comment_count: int | None
    url: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Pages:
    """Pages as read, before posts are looked for.

    Attributes:
        pages: One row per page: id, path, media type, encoding, address.
        lines: One row per line: page_id, line_no, text.
        problems: One row per problem, such as a file that could not be read.
    """

    pages: pl.DataFrame
    lines: pl.DataFrame
    problems: pl.DataFrame


def read(source: Path | str | bytes, url: str | None = None) -> Pages:
    """Read pages into lines.

    Args:
        source: The content of one page as `str` or `bytes`, or the path of a file or folder as `Path`. Any form that
            `clippings build` reads is accepted.
        url: Address of the page. Pages that state their own address keep it, made whole with this one if it is relative.

    Raises:
        FileNotFoundError: The path does not exist.
        ValueError: A path was given as `str`.
    """
    from clippings.common.addresses import whole_address
    from clippings.ingest import read_pages
    from clippings.ingest.sources import find_files
    from clippings.schema import problem_report

    with _folder_of(source) as raw, tempfile.TemporaryDirectory() as unpacked:
        dumps, problems = find_files.find(raw, Path(unpacked))
        batch = read_pages.read(raw, dumps)
    addresses = [whole_address(own, url) or url for own in batch.pages["url"]]
    pages = batch.pages.with_columns(url=pl.Series(addresses, dtype=pl.String))
    return Pages(pages, batch.lines, problem_report.table([*problems, *batch.problems]))


def tables(source: Path | str | bytes, url: str | None = None) -> dict[str, pl.DataFrame]:
    """Return every table of a package, by name, without writing one. All work is done in memory.

    Args:
        source: As for `read`.
        url: As for `read`.

    Raises:
        FileNotFoundError: The path does not exist.
    """
    from clippings.schema import TABLES

    made = _tables(source, url)
    return {name: made[name] for name in TABLES}


def _tables(source: Path | str | bytes, url: str | None) -> "TablesInMemory":
    from clippings.flow.stages import tables_in_memory

    pages = read(source, url)
    return tables_in_memory(pages.pages, pages.lines, pages.problems)


def extract(source: Path | str | bytes, url: str | None = None) -> list[Article]:
    """Return the articles of one page, or of all pages of a folder.

    Args:
        source: As for `read`.
        url: As for `read`.

    Returns:
        The articles in the order of their pages and of their places on the page. A problem with a page is not an error:
        call `tables` and look at the table `problems`.

    Raises:
        FileNotFoundError: The path does not exist.
    """
    tables_of_source = _tables(source, url)
    first = (
        tables_of_source["appearances"]
        .sort("page_id", "position")
        .unique("article_id", keep="first", maintain_order=True)
    )
    ordered = first.select("article_id").join(tables_of_source["articles"], on="article_id", maintain_order="left")
    evidence: dict[str, list[Evidence]] = {}
    columns = [field.name for field in fields(Evidence)]
    for article_id, *values in tables_of_source["evidence"].select("article_id", *columns).iter_rows():
        evidence.setdefault(article_id, []).append(Evidence(*values))
    names = [field.name for field in fields(Article) if field.name != _EVIDENCE]
    return [
        Article(**row, evidence=tuple(evidence.get(row["article_id"], ())))
        for row in ordered.select(names).iter_rows(named=True)
    ]


def build(project: Path | str = ".") -> "Outcome":
    """Build the package of a project and publish it, as `clippings build --project` does.

    Args:
        project: The project file or its folder.

    Returns:
        Lines that say what was built, and the failed checks, if the data is not fit. Then nothing was published.

    Raises:
        CannotBuildError: A setting or a path cannot be used, or the run broke off.
    """
    from clippings.orchestration.run_build import build as run

    return run(project=Path(project))


@contextmanager
def _folder_of(source: Path | str | bytes) -> Iterator[Path]:
    """A folder that holds `source`, and nothing else unless `source` is a folder."""
    if isinstance(source, str) and os.path.exists(source):  # noqa: PTH110 - of a long text, Path raises an error
        raise ValueError(f"“{source}” is a path: a str is the content of a page. Pass Path({source!r}).")
    if isinstance(source, Path):
        if source.is_dir():
            yield source
            return
        if not source.exists():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(source))
    with tempfile.TemporaryDirectory() as folder:
        if isinstance(source, Path):
            shutil.copy(source, folder)
        else:
            content = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
            (Path(folder) / "page").write_bytes(content)
        yield Path(folder)
