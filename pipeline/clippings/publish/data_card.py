"""`README.md` of the package: what it is, how it was made, its columns, figures, limits, rights, and how to cite it.

Every figure is computed from the tables as written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import dataframely as dy
import polars as pl

from clippings.publish import data_card_opening, hugging_face
from clippings.publish.charts import Chart
from clippings.publish.identity import Identity
from clippings.publish.markdown import markdown_table
from clippings.publish.table_schema import references
from clippings.schema import TABLES
from clippings.schema.editions import TEXT_FREE, WITH_TEXTS, tables_of

_HOW = """\
Saved pages are read into lines; every line of every page is kept, with its role, in `lines`. Posts are cut out of the
lines and cleaned: text glued into sentences (alternative texts of pictures, captions, links) is taken out, and what was
taken out stands in `removals`. Appearances of one article are merged only where their two texts were compared, and each
merge and near miss is a row of `duplicates`. Each value of an article has a row in `evidence` with the page, the line and
the characters it was read from; each stretch of its text has one in `text_spans`.

Credits (author, contributor, source, dateline, translator) are read off the lines that give them, each by a rule with a
name, and none is guessed from another; outlets are published under one name each. An outlet that a page names in passing is a
`source_candidate` in `evidence`, no column. Temporal expressions are read as TIMEX3, relative ones from the source's
date, else the post's (`dates`). Names are sought with a curated file and with country and city data of libraries, then by what
stands around them; a bare surname is linked to the full name the same article used before it (`mentions`, `entities`).
`passages` are the runs of 12 words or more that several articles share.

The package is rebuilt from the same pages to the same bytes. `frictionless validate datapackage.json` checks it;
`sha256sum --check checksums.sha256` checks the files."""

_CATALOGUES = """\
Catalogues and tools find the same facts in [`datapackage.json`](datapackage.json) (Data Package, with every column and key),
[`croissant.json`](croissant.json) (Croissant) and [`schema-org.json`](schema-org.json) (schema.org)."""

_TEXT_FREE = """\
This is the text-free edition: ids, places, hashes and what was read off the texts, and no run of six words of any title or
text. The columns of sentences (`articles.text` and `deck`, `lines.text`, `passages.text`, `removals.raw`) are not here;
titles, raw values and names are where they are shorter; ids and addresses, a word each, are all here. Every span is that
of the edition with texts, whose checksums are in [`with-texts.sha256`](with-texts.sha256). Whoever holds the same saved
pages makes it from them, byte for byte: `clippings restore PACKAGE --raw PAGES --to FOLDER`."""

_LIMITS = (
    "Words such as names given to persons and groups are the pages' own. The data records them and who is credited with "
    "them. No column states a claim of a page as fact, and no score judges one.",
    "The pages are a sample of their sites: those that were saved. What the sidebars list (`recent_posts`) shows some of "
    "what is missing.",
    "Dates are those of the post on the site, not of an earlier publication elsewhere.",
    "A caption that reads like a sentence and a standfirst that reads like a paragraph may be in the text.",
    "A source is what a page credits. Where it credits none, `source_name` is empty, even if the first publisher is known.",
    "Entities that are not curated were found by their form: `is_curated` is false. Some are not names, and some names "
    "have two ids. Only public persons and bodies have a Wikidata id or a note.",
    "A passage's first article is the first of this archive, not the first ever published.",
)
_NO_ADDRESSES = "`articles.url` is empty: no page gave the address of a post."

_RIGHTS = """\
The texts remain their publishers': they are given here for study and quotation, and whoever reuses them answers for it.
Persons named in the texts who are not public figures are named as published; do not add to what the pages say of them."""


def write(
    root: Path,
    path_of_table: Mapping[str, Path],
    recogniser: str | None,
    identity: Identity,
    edition: str = WITH_TEXTS,
    charts: Sequence[Chart] = (),
) -> None:
    """Write `README.md` below `root`, from the Parquet files of the tables.

    Args:
        root: Folder of the package.
        path_of_table: The Parquet file of each table.
        recogniser: Name and version of the statistical model that sought names, if one did.
        identity: What the package says of itself.
        edition: With texts, or text-free.
        charts: The charts that the package has.
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
        "Name the SHA-256 of `datapackage.json` with it: it fixes every byte of the package.",
    ]
    (root / "README.md").write_text("\n\n".join(parts) + "\n", "utf-8", newline="\n")


def _limits(frames: Mapping[str, pl.LazyFrame], identity: Identity) -> str:
    has_urls = bool(frames["articles"].select(pl.col("url").is_not_null().any()).collect().item())
    return "\n".join(f"- {note}" for note in [*identity.notes, *_LIMITS, *([] if has_urls else [_NO_ADDRESSES])])


def _rights(identity: Identity) -> str:
    terms = [
        f"- [{one['title']}]({one['path']})" if "path" in one else f"- {one['title']}" for one in identity.licenses
    ]
    return "\n\n".join([_RIGHTS, *(["\n".join(terms)] if terms else [])])


def _recognised(recogniser: str | None) -> str:
    if recogniser is None:
        return "No statistical model sought names: each mention is of a list, or of a rule with a name."
    return f"Names that no list and no rule knows were sought by a statistical model ({recogniser}): rules `model.*` in `mentions`."


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
    """Name, type and description of each column of a table; `?` marks what may be missing, `key` what identifies."""
    keys = definitions[name].primary_key()
    found = []
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
        found.append((f"`{column_name}`", kind + (f", in `{target}`" if target else ""), column.description or ""))
    return found
