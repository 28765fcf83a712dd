"""What became of the articles from one version to the next, and why; and how that is told in `CHANGELOG.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from clippings.distribute.releases.delta import CHANGE, Delta
from clippings.distribute.releases.delta_files import rows_of
from clippings.distribute.releases.names import CHANGELOG_START
from clippings.publish.markdown import markdown_table

_HEAD = f"""\
{CHANGELOG_START} Each is whole and is never changed; `index.json` has the hash of every file, `latest` the name
of the newest. The `delta` folder of each holds what changed, row by row.
"""


def of_articles(package: Path, deltas: Mapping[str, Delta]) -> dict[str, Any]:
    """Counts of articles added, changed, removed and withdrawn.

    Args:
        package: The later package.
        deltas: Of each table from the earlier package; none for a first version.

    Returns:
        `removed` is without those withdrawn; `merged` are those of them that are appearances of another article now;
        `columns` counts, by column, the changed articles whose value is another.
    """
    if not deltas:
        added = rows_of(package, "articles").select(pl.len()).collect().item()
        return {"added": added, "changed": 0, "removed": 0, "withdrawn": 0, "merged": 0, "columns": {}}
    delta = deltas["articles"]
    counts = delta.counts()
    gone = delta.rows.filter(pl.col(CHANGE) == "removed").select("article_id")
    withdrawn = gone.join(rows_of(package, "withdrawals").select("article_id").collect(), on="article_id", how="semi")
    left = gone.join(withdrawn, on="article_id", how="anti")
    known = rows_of(package, "appearances").select(article_id="own_article_id").collect()
    return {
        "added": counts["added"],
        "changed": counts["changed"],
        "removed": left.height,
        "withdrawn": withdrawn.height,
        "merged": left.join(known, on="article_id", how="semi").height,
        "columns": dict(sorted(delta.columns.items(), key=lambda item: (-item[1], item[0]))),
    }


def changelog(records: Sequence[Mapping[str, Any]]) -> str:
    """`CHANGELOG.md` of the releases.

    Args:
        records: Of all versions, oldest first.
    """
    return "\n".join([_HEAD, *(_entry(record) for record in reversed(records))])


def _entry(record: Mapping[str, Any]) -> str:
    rows, inputs = record["rows"], record["inputs"]
    said = f"{rows['articles']:,} articles from {inputs['pages']:,} pages, by {record['made_by']}."
    head = f"## {record['version']}\n\n{record['date']}. {said}"
    if record["previous"] is None:
        return f"{head} The first release.\n"
    articles = record["articles"]
    table = markdown_table(["articles", "count", "why"], [(c, f"{articles[c]:,}", _why(c, record)) for c in _WHY])
    tables = [
        (f"`{name}`", *(f"{n:,}" for n in counts.values()))
        for name, counts in record["delta"].items()
        if any(counts.values())
    ]
    listed = (
        markdown_table(["rows of", *next(iter(record["delta"].values()))], tables)
        if tables
        else "No row of a table changed."
    )
    return f"{head} Compared with {record['previous']}:\n\n{table}\n\n{listed}\n"


_WHY = {
    "added": "not held before",
    "changed": "other values than before",
    "removed": "not on any page held now",
    "withdrawn": "on the list of articles that must not be published; the ids stand in `withdrawals`",
}
"""Kind of change to why, where nothing more is known."""


def _why(change: str, record: Mapping[str, Any]) -> str:
    articles = record["articles"]
    if not articles[change]:
        return ""
    match change:
        case "added":
            pages = record["delta"]["pages"]
            return f"{_WHY[change]}; pages: {pages['added']:,} added, {pages['removed']:,} removed"
        case "changed":
            return ", ".join(f"`{column}` of {n:,}" for column, n in articles["columns"].items())
        case "removed":
            merged = articles["merged"]
            gone = articles["removed"] - merged
            parts = [f"{gone:,} {_WHY[change]}"] if gone else []
            return "; ".join(parts + ([f"{merged:,} merged into a fuller article"] if merged else []))
        case _:
            return _WHY[change]
