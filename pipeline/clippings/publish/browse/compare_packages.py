"""What differs between the articles of two packages of the same pages, such as before and after a change of a profile."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from clippings.publish.package_layout import readable, table

COMPARED = {
    "title": "title", "published_on": "day", "author": "author", "category": "category", "text_sha256": "text", "site": "site",
}  # fmt: skip
"""Column of `articles` to the name of the value for readers."""
CHANGES = ("added", "gone", "changed")
_TABLES = ("articles", "appearances", "pages")
_KEYS = ("old_id", "new_id")


def compared_packages(before: Path, after: Path) -> pl.DataFrame:
    """The differences between the packages in two folders, as `differences` returns them.

    Raises:
        CannotReadPackageError: A folder has no package, or it is damaged.
    """
    tables = []
    for root in (before, after):
        with readable(root):
            tables.append({name: table(root, name).collect() for name in _TABLES})
    return differences(*tables)


def differences(old: Mapping[str, pl.DataFrame], new: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return one row for each article that was added, removed or changed.

    An article is the same if its id is, or if most of its lines are.

    Args:
        old: The tables articles, appearances and pages of the package before.
        new: Those of the package after.

    Returns:
        change, path, line_no, article_id, title, field, before, after; by page and line. Added and gone articles have one
        row without a field; a changed article has a row for each value. A changed text is the number of its words.
    """
    pairs = _pairs(_places(old), _places(new))
    changed = (
        pairs.drop_nulls()
        .join(_values(old), left_on="old_id", right_on="article_id")
        .join(_values(new), left_on="new_id", right_on="article_id", suffix="_after")
    )
    fields = [
        changed.filter(pl.col(column).ne_missing(pl.col(f"{column}_after"))).select(
            pl.lit("changed").alias("change"), article_id="new_id", field=pl.lit(name),
            before=_shown(column, ""), after=_shown(column, "_after"), order=pl.lit(order),
        )
        for order, (column, name) in enumerate(COMPARED.items())
    ]  # fmt: skip
    nothing = {"field": pl.lit(None, pl.String), "before": pl.lit(None, pl.String), "after": pl.lit(None, pl.String)}
    for change, key, other in (("added", "new_id", "old_id"), ("gone", "old_id", "new_id")):
        alone = pairs.filter(pl.col(other).is_null())
        fields.append(alone.select(pl.lit(change).alias("change"), article_id=key, **nothing, order=pl.lit(0)))
    rows = pl.concat(fields)
    where = pl.concat([_where(new), _where(old)]).unique("article_id", keep="first", maintain_order=True)
    rows = rows.join(where, on="article_id", how="left").sort("path", "line_no", "article_id", "order")
    return rows.select("change", "path", "line_no", "article_id", "title", "field", "before", "after")


def counts(rows: pl.DataFrame) -> dict[str, int]:
    """Number of articles of each kind of change, and of changed articles by value."""
    by_change = {change: rows.filter(pl.col("change") == change)["article_id"].n_unique() for change in CHANGES}
    by_field = {name: rows.filter(pl.col("field") == name).height for name in COMPARED.values()}
    return by_change | {name: count for name, count in by_field.items() if count}


def _values(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    columns = [pl.col(name).cast(pl.String) for name in COMPARED]
    return tables["articles"].select("article_id", *columns, "word_count")


def _shown(column: str, suffix: str) -> pl.Expr:
    if column == "text_sha256":
        return pl.format("{} words", f"word_count{suffix}")
    return pl.col(f"{column}{suffix}")


def _places(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    columns = ("article_id", "page_id", "line_start", "line_end")
    return tables["appearances"].select(columns).unique(maintain_order=True)


def _where(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """article_id, path, line_no and title of each article: where it was first met."""
    first = tables["appearances"].join(tables["pages"].select("page_id", "path"), on="page_id")
    first = first.sort("path", "line_start").unique("article_id", keep="first", maintain_order=True)
    titles = tables["articles"].select("article_id", "title")
    return first.select("article_id", "path", line_no="line_start").join(titles, on="article_id")


def _pairs(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """old_id and new_id of every article, null where the other package has none: by the id, then by the lines they share."""
    ids = [frame.select(pl.col("article_id").unique(maintain_order=True)) for frame in (old, new)]
    same = ids[0].join(ids[1], on="article_id", maintain_order="left").select(old_id="article_id", new_id="article_id")
    left = [
        frame.join(same, left_on="article_id", right_on=key, how="anti")
        for frame, key in zip((old, new), _KEYS, strict=True)
    ]
    both = left[0].join(left[1], on="page_id", suffix="_new")
    shared = pl.min_horizontal("line_end", "line_end_new") - pl.max_horizontal("line_start", "line_start_new") + 1
    longer = (
        pl.max_horizontal(pl.col("line_end") - pl.col("line_start"), pl.col("line_end_new") - pl.col("line_start_new"))
        + 1
    )
    moved = both.with_columns(shared=shared).filter(2 * pl.col("shared") > longer)
    moved = moved.sort("shared", "article_id", "article_id_new", descending=[True, False, False])
    for key in ("article_id", "article_id_new"):
        moved = moved.unique(key, keep="first", maintain_order=True)
    pairs = pl.concat([same, moved.select(old_id="article_id", new_id="article_id_new")])
    others = [
        frame.select(pl.col("article_id").unique(maintain_order=True).alias(key)).join(pairs, on=key, how="anti")
        for frame, key in zip(left, _KEYS, strict=True)
    ]
    return pl.concat([pairs, *others], how="diagonal")
