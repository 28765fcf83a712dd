"""Uncurated names for a person to curate: their counts, articles with them, and draft entries for the authority file."""

from pathlib import Path

import polars as pl
import yaml
from rich.console import Console
from rich.text import Text

from clippings.common.printable import printable
from clippings.common.text import slug
from clippings.common.wording import counted
from clippings.publish.package_layout import readable, table

_WIDEST = 160
"""Maximum number of characters of the sentence."""
_AROUND = 200
_STOPS = (". ", "\n", "? ", "! ")
"""Ends of sentences."""


def candidates(out: Path, most: int) -> pl.DataFrame:
    """Return the `most` frequent uncurated entities of the package in `out`, each with a sentence that names it.

    Raises:
        CannotReadPackageError: No package was found, or it is damaged.
    """
    with readable(out):
        mentions, entities, articles = (table(out, name).collect() for name in ("mentions", "entities", "articles"))
    return uncurated(mentions, entities, articles, most)


def uncurated(mentions: pl.DataFrame, entities: pl.DataFrame, articles: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return the entities that no list has, most frequent first, with the rule and the sentence of their first mention."""
    first = mentions.sort("article_id", "field", "start").unique("entity_id", keep="first", maintain_order=True)
    rows = (
        entities.filter(~pl.col("is_curated"))
        .join(first.select("entity_id", "rule", "article_id", "field", "start", "end"), on="entity_id")
        .sort("article_count", "mention_count", "entity_id", descending=[True, True, False])
        .head(most)
    )
    texts = {row["article_id"]: row for row in articles.join(rows, on="article_id", how="semi").iter_rows(named=True)}
    places = rows.select("article_id", "field", "start", "end").iter_rows()
    sentences = [_sentence(str(texts[article][field] or ""), start, end) for article, field, start, end in places]
    return rows.with_columns(sentence=pl.Series(sentences, dtype=pl.String))


def _sentence(text: str, start: int, end: int) -> str:
    """Return the sentence around a name."""
    begin, stop = max(0, start - _AROUND), end + _AROUND
    starts = [at + len(mark) for mark in _STOPS if (at := text.rfind(mark, begin, start)) >= 0]
    ends = [at + 1 for mark in _STOPS if (at := text.find(mark, end, stop)) >= 0]
    return text[max([begin, *starts]) : min(ends, default=stop)].strip()


def show(rows: pl.DataFrame, *, width: int | None = None) -> None:
    """Print each name with its figures, the rule that found it, and a sentence."""
    console = Console(width=width, highlight=False, markup=False)
    for row in rows.iter_rows(named=True):
        figures = f"  {row['type']} · {counted(row['mention_count'], 'mention')} in {counted(row['article_count'], 'article')} · {row['rule']}"
        console.print(Text.assemble((printable(row["name"]), "bold"), (figures, "dim")))
        console.print(Text(f"  {printable(' '.join(str(row['sentence']).split()))[:_WIDEST]}", style="dim"))


def drafts(rows: pl.DataFrame) -> str:
    """Return entries for entities.yaml. A person checks each one, adds a reason or deletes it."""
    entries = [
        {"id": slug(name) or "unnamed", "type": kind, "name": name}
        for name, kind in rows.select("name", "type").iter_rows()
    ]
    return str(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False)) if entries else ""
