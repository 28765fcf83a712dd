"""Uncurated names for a person to curate: their counts, articles with them, and draft entries for the authority file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import yaml
from rich.console import Console
from rich.text import Text

from clippings.common.printable import printable
from clippings.enrich import entities
from clippings.publish.browse.package_tables import readable, table

_WIDEST = 160
"""Maximum number of characters of the sentence."""


def candidates(out: Path, most: int) -> pl.DataFrame:
    """Return the `most` frequent uncurated entities of the package in `out`, each with a sentence that names it.

    Raises:
        CannotReadPackageError: No package was found, or it is damaged.
    """
    with readable(out):
        tables = {name: table(out, name).collect() for name in ("articles", "mentions", "entities")}
    known_entities = tables["entities"]
    mentions = tables["mentions"].join(known_entities.select("entity_id", "is_curated"), on="entity_id")
    first = entities.candidates(mentions, known_entities).head(most)
    asked = known_entities.filter(pl.col("entity_id").is_in(first["entity_id"].implode()))
    where = tables["articles"].filter(pl.col("article_id").is_in(first["article_id"].implode()))
    return entities.candidates(mentions, asked, where)


def show(rows: pl.DataFrame, *, width: int | None = None) -> None:
    """Print each name with its figures, the rule that found it, and a sentence."""
    console = Console(width=width, highlight=False, markup=False)
    for row in rows.iter_rows(named=True):
        figures = (
            f"  {row['type']} · {row['mention_count']} mentions in {row['article_count']} articles · {row['rule']}"
        )
        console.print(Text.assemble((printable(row["name"]), "bold"), (figures, "dim")))
        console.print(Text(f"  {printable(' '.join(str(row['sentence']).split()))[:_WIDEST]}", style="dim"))


def drafts(rows: pl.DataFrame) -> str:
    """Return entries for entities.yaml. A person checks each one, adds a reason or deletes it."""
    entries = [
        {"id": _slug(name), "type": kind, "name": name} for name, kind in rows.select("name", "type").iter_rows()
    ]
    return str(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False)) if entries else ""


def _slug(name: str) -> str:
    return "-".join("".join(_ascii(name)).split()) or "unnamed"


def _ascii(name: str) -> Iterator[str]:
    for letter in name.lower():
        yield letter if letter.isascii() and letter.isalnum() else " "
