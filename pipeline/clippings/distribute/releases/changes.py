"""Changes of articles between two versions, with reasons, and their rendering in `CHANGELOG.md`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from clippings.common.wording import counted
from clippings.distribute.releases.delta_files import CHANGE, Delta, rows_of
from clippings.distribute.releases.release_names import CHANGELOG_START
from clippings.publish.markdown import markdown_table

_HEAD = f"""\
{CHANGELOG_START} Each release is complete and never changes. `index.json` has the hash of every file, and `latest` has
the name of the newest release. The `delta` folder of each release holds the changed rows.
"""


def of_articles(package: Path, deltas: Mapping[str, Delta]) -> dict[str, Any]:
    """Return the counts of articles added, changed, removed and withdrawn.

    Args:
        package: The later package.
        deltas: Delta of each table from the earlier package; empty for a first version.

    Returns:
        `removed` excludes withdrawn articles. `merged` counts the removed articles that are now appearances of another
        article. `columns` counts the changed articles by changed column.
    """
    if not deltas:
        added = rows_of(package, "articles").select(pl.len()).collect().item()
        return {"added": added, "changed": 0, "removed": 0, "withdrawn": 0, "merged": 0, "columns": {}}
    delta = deltas["articles"]
    counts = delta.counts()
    gone = delta.rows.filter(pl.col(CHANGE) == "removed").select("article_id")
    withdrawn = gone.join(rows_of(package, "withdrawals").select("article_id").collect(), on="article_id", how="semi")
    left = gone.join(withdrawn, on="article_id", how="anti")
    known_ids = rows_of(package, "appearances").select(article_id="own_article_id").collect()
    return {
        "added": counts["added"],
        "changed": counts["changed"],
        "removed": left.height,
        "withdrawn": withdrawn.height,
        "merged": left.join(known_ids, on="article_id", how="semi").height,
        "columns": dict(sorted(delta.columns.items(), key=lambda item: (-item[1], item[0]))),
    }


def changelog(records: Sequence[Mapping[str, Any]]) -> str:
    """Return the text of `CHANGELOG.md`. The records are of all versions, oldest first."""
    return "\n".join([_HEAD, *(_entry(record) for record in reversed(records))])


def _entry(record: Mapping[str, Any]) -> str:
    rows, inputs = record["rows"], record["inputs"]
    summary = f"{counted(rows['articles'], 'article')} from {counted(inputs['pages'], 'page')}, by {record['made_by']}."
    heading = f"## {record['version']}\n\n{record['date']}. {summary}"
    if record["previous"] is None:
        return f"{heading} The first release.\n"
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
    return f"{heading} Compared with {record['previous']}:\n\n{table}\n\n{listed}\n"


_WHY = {
    "added": "new in this version",
    "changed": "at least one value changed",
    "removed": "no longer on any page",
    "withdrawn": "on the withdrawal list; the table `withdrawals` has the ids",
}
"""Kind of change to its reason, used where no more specific reason is known."""


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
