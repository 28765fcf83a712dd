"""`README.md` of the package: its contents, method, figures, columns, limits, rights and citation.

All figures are computed from the published tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import dataframely as dy
import polars as pl

from clippings.publish import data_card_opening, formula_cells, hugging_face
from clippings.publish.charts import Chart
from clippings.publish.markdown import markdown_table
from clippings.publish.package_metadata import Identity
from clippings.publish.table_schema import references
from clippings.schema import TABLES
from clippings.schema.editions import TEXT_FREE, WITH_TEXTS, tables_of

_HOW = """\
Clippings reads saved pages into lines. The table `lines` holds every line of every page with its role. Clippings finds
the posts among the lines and removes text that a site inserts into sentences: alternative texts of pictures, captions,
links. The table `removals` lists each removed string. Two appearances become one article only after a comparison of their
texts; `duplicates` lists each merge and each near miss. `evidence` gives the page, the line and the characters of each
value of an article. `text_spans` does the same for each part of a text.

Credits are the author, contributor, source, dateline and translator. A named rule reads each credit from the line that
states it, and no credit is inferred from another one. Each outlet has one name in all rows. An outlet that a page mentions
but does not credit is a `source_candidate` in `evidence`. `dates` holds temporal expressions in TIMEX3; relative ones count
from the date of the source, or else from the date of the post. `mentions` and `entities` hold names. Clippings looks names
up in a curated file, in country data and in the towns of GeoNames (CC BY 4.0), then detects others from the words around
them. It links a surname to the full name that the same article uses before it. `passages` are runs of
12 words or more that several articles share. `reprints` lists pairs of articles of which one repeats much of the other's
wording, the later one first; `reprint_passages` gives the places.

The same pages always give the same bytes. To check the package, run `frictionless validate datapackage.json`. To check its
files, run `sha256sum --check checksums.sha256`."""

_CATALOGUES = """\
The same metadata is available in three formats: [`datapackage.json`](datapackage.json) (Data Package, with every column
and key), [`croissant.json`](croissant.json) (Croissant) and [`schema-org.json`](schema-org.json) (schema.org)."""

_TEXT_FREE = """\
This is the text-free edition. It holds ids, offsets, hashes, dates, credits and names, but no run of six words of any
title or text. The columns `articles.text`, `articles.deck`, `lines.text`, `passages.text` and `removals.raw` are absent.
Titles, raw values and names are present where they have fewer than six words. All ids and addresses are present. Offsets
refer to the edition with texts, whose checksums are in [`with-texts.sha256`](with-texts.sha256). If you have the same saved
pages, you can rebuild that edition byte for byte: `clippings restore PACKAGE --raw PAGES --to FOLDER`."""

_LIMITS = (
    "The wording is that of the pages, including their names for persons and groups. The data records who is credited "
    "with it. No column states a claim of a page as fact, and no score judges one.",
    "The pages are a sample of their sites: those that were saved. `recent_posts` lists posts from the sidebars, among "
    "them some that the archive lacks.",
    "Dates are those of the post on the site, not of an earlier publication elsewhere.",
    "The text may include a caption that reads like a sentence, or a standfirst that reads like a paragraph.",
    "The earlier article of a pair in `reprints` is the one with the earlier date. The wording of both may come from a third.",
    "A source is an outlet that a page credits. `source_name` is empty where the page credits no outlet, even if the "
    "first publisher is known.",
    "Clippings detects entities outside the curated file by their form; their `is_curated` is false. Some are not names, "
    "and some names have two ids. Only public persons and organisations have a Wikidata id or a note.",
    "A passage's first article is the first of this archive, not the first ever published.",
)
_NO_ADDRESSES = "`articles.url` is empty: no page states the address of a post."

_RIGHTS = """\
The publishers keep the rights in the texts. The package provides the texts for study and quotation; you are responsible
for your own use of them. Some persons named in the texts are not public figures. Do not add information about them."""


def write(
    root: Path,
    path_of_table: Mapping[str, Path],
    recogniser: str | None,
    identity: Identity,
    edition: str = WITH_TEXTS,
    charts: Sequence[Chart] = (),
) -> None:
    """Write `README.md` in `root` from the Parquet files of the tables.

    Args:
        root: Folder of the package.
        path_of_table: The Parquet file of each table.
        recogniser: Name and version of the statistical model that detected names, if any.
        identity: Title, description and other metadata of the package.
        edition: `WITH_TEXTS` or `TEXT_FREE`.
        charts: Charts in the package.
    """
    frames = {name: pl.scan_parquet(path) for name, path in path_of_table.items()}
    parts = [
        hugging_face.front_matter(identity, [name for name, frame in frames.items() if _height(frame)]),
        f"# {identity.title}",
        identity.description,
        data_card_opening.opening(frames, charts),
        *([f"## What this edition lacks\n\n{_TEXT_FREE}"] if edition == TEXT_FREE else []),
        f"## How it was made\n\n{_HOW}\n\n{_recognised(recogniser)}\n\n{_CATALOGUES}",
        f"## Figures\n\n{_figures(frames)}",
        *([f"## Charts\n\n{data_card_opening.gallery(charts)}"] if charts else []),
        f"## Tables\n\n{_tables(frames, tables_of(edition))}",
        f"## Limits\n\n{_limits(frames, identity)}",
        f"## Rights\n\n{_rights(identity)}",
        f"## How to cite\n\n{identity.cited_as()} "
        "Add the SHA-256 of `datapackage.json`: it identifies every byte of the package.",
    ]
    (root / "README.md").write_text("\n\n".join(parts) + "\n", "utf-8", newline="\n")


def _limits(frames: Mapping[str, pl.LazyFrame], identity: Identity) -> str:
    has_urls = bool(frames["articles"].select(pl.col("url").is_not_null().any()).collect().item())
    notes = [*identity.notes, *_LIMITS, *([] if has_urls else [_NO_ADDRESSES]), *_formulas(frames)]
    return "\n".join(f"- {note}" for note in notes)


def _formulas(frames: Mapping[str, pl.LazyFrame]) -> Iterator[str]:
    cells = formula_cells.count(frames)
    if cells:
        listed = ", ".join(f"`{column}` ({n:,})" for column, n in cells.items())
        yield (
            f"Some cells of the CSV files begin with a sign of a formula: {listed}. A spreadsheet may run them. Before you open the "
            "tables in one, run `clippings spreadsheet`: it writes CSV files in which each of these cells begins with an apostrophe."
        )


def _rights(identity: Identity) -> str:
    terms = [
        f"- [{entry['title']}]({entry['path']})" if "path" in entry else f"- {entry['title']}"
        for entry in identity.licenses
    ]
    return "\n\n".join([_RIGHTS, *(["\n".join(terms)] if terms else [])])


def _recognised(recogniser: str | None) -> str:
    if recogniser is None:
        return "No statistical model was used: each mention comes from a list or from a named rule."
    return f"A statistical model ({recogniser}) detects names that no list and no rule covers: rules `model.*` in `mentions`."


def _figures(frames: Mapping[str, pl.LazyFrame]) -> str:
    articles = frames["articles"].drop("text", strict=False).collect(engine="streaming")
    days = articles["published_on"].drop_nulls()
    rows: list[tuple[str, Any]] = [(f"rows of `{name}`", f"{_height(frame):,}") for name, frame in frames.items()]
    rows += [(f"articles that are {kind}", f"{n:,}") for kind, n in _counts(articles, "completeness")]
    rows += [(f"articles in {code}", f"{n:,}") for code, n in _counts(articles, "language")]
    rows += [("words", f"{articles['word_count'].sum():,}"), ("articles with a date", f"{len(days):,}")]
    if len(days):
        rows.append(("first and last date", " to ".join(str(day) for day in days.sort().gather([0, -1]))))
    rows += [("appearances merged into another", f"{_height(frames['appearances']) - articles.height:,}")]
    lines = (
        frames["lines"].group_by("role").len().collect(engine="streaming").with_columns(pl.col("role").cast(pl.String))
    )
    unknown = lines.filter(pl.col("role") == "unknown")["len"].sum()
    rows.append(("lines no rule knows", f"{unknown:,}"))
    return markdown_table(["what", "figure"], rows)


def _counts(frame: pl.DataFrame, column: str) -> list[tuple[str, int]]:
    counted = frame.group_by(pl.col(column).cast(pl.String)).len().sort(pl.col("len"), column, descending=[True, False])
    return list(counted.iter_rows())


def _height(frame: pl.LazyFrame) -> int:
    return int(frame.select(pl.len()).collect().item())


def _tables(frames: Mapping[str, pl.LazyFrame], definitions: Mapping[str, type[dy.Schema]]) -> str:
    return "\n\n".join(
        f"### {name}\n\n{' '.join(str(definitions[name].__doc__).split())} "
        f"{_height(frame):,} rows in [`data/{name}.parquet`](data/{name}.parquet) and [`data/{name}.csv`](data/{name}.csv).\n\n"
        + markdown_table(["column", "type", "what"], columns(name, definitions))
        for name, frame in frames.items()
    )


def columns(name: str, definitions: Mapping[str, type[dy.Schema]] = TABLES) -> list[tuple[str, str, str]]:
    """Return name, type and description of each column of a table; `?` marks a nullable column, `key` a primary key."""
    keys = definitions[name].primary_key()
    columns_found = []
    for column_name, column in definitions[name].columns().items():
        kind = (
            type(column)
            .__name__.lower()
            .replace("int64", "integer")
            .replace("float64", "number")
            .replace("bool", "true or false")
        )
        kind += "?" if column.nullable else ""
        kind += ", key" if column_name in keys else ""
        target = references(column)
        columns_found.append(
            (f"`{column_name}`", kind + (f", in `{target}`" if target else ""), column.description or "")
        )
    return columns_found
