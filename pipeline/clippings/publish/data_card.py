"""`README.md` of the package: its contents, method, figures, columns, limits, rights and citation.

All figures are computed from the published tables.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import dataframely as dy
import polars as pl
import yaml

from clippings.publish import formula_cells
from clippings.publish.charts import Chart
from clippings.publish.markdown import escaped, markdown_table
from clippings.publish.package_metadata import Identity
from clippings.publish.table_schema import references
from clippings.schema import TABLES
from clippings.schema.editions import TEXT_FREE, WITH_TEXTS, tables_of

_MAIN_TABLE = "articles"
_ROWS = 5
_SHOWN = ("published_on", "title", "category", "author", "source_name", "word_count")
"""Number of articles that the card shows, and their columns."""
_TEXTS: dict[str, Any] = tomllib.loads(files("clippings.publish").joinpath("data_card.toml").read_text("utf-8"))


def write(
    root: Path,
    frames: Mapping[str, pl.LazyFrame],
    recogniser: str | None,
    identity: Identity,
    edition: str = WITH_TEXTS,
    charts: Sequence[Chart] = (),
    formulas: Mapping[str, int] | None = None,
) -> None:
    """Write `README.md` in `root` from the tables.

    Args:
        root: Folder of the package.
        frames: The tables.
        recogniser: Name and version of the statistical model that detected names, if any.
        identity: Title, description and other metadata of the package.
        edition: `WITH_TEXTS` or `TEXT_FREE`.
        charts: Charts in the package.
        formulas: As `formula_cells.count` gives them, if they are known.
    """
    cells = formula_cells.count(frames) if formulas is None else formulas
    counted = pl.collect_all([frame.select(pl.len()) for frame in frames.values()])
    row_counts = {name: int(count.item()) for name, count in zip(frames, counted, strict=True)}
    parts = [
        _front_matter(identity, [name for name, count in row_counts.items() if count]),
        f"# {identity.title}",
        identity.description,
        _opening(frames, charts),
        *([f"## What this edition lacks\n\n{_TEXTS['text_free']}"] if edition == TEXT_FREE else []),
        f"## How it was made\n\n{_TEXTS['how']}\n\n{_recognised(recogniser)}\n\n{_TEXTS['catalogues']}",
        f"## Figures\n\n{_figures(frames, row_counts)}",
        *(["\n\n".join(["## Charts", *map(_image, charts)])] if charts else []),
        f"## Tables\n\n{_tables(row_counts, tables_of(edition))}",
        f"## Limits\n\n{_limits(frames, identity, cells)}",
        f"## Rights\n\n{_rights(identity)}",
        f"## How to cite\n\n{identity.cited_as()} "
        "Add the SHA-256 of `datapackage.json`: it identifies every byte of the package.",
    ]
    (root / "README.md").write_text("\n\n".join(parts) + "\n", "utf-8", newline="\n")


def _limits(frames: Mapping[str, pl.LazyFrame], identity: Identity, formulas: Mapping[str, int]) -> str:
    has_urls = bool(frames["articles"].select(pl.col("url").is_not_null().any()).collect().item())
    notes = [*identity.notes, *_TEXTS["limits"], *([] if has_urls else [_TEXTS["no_addresses"]]), *_formulas(formulas)]
    return "\n".join(f"- {note}" for note in notes)


def _formulas(cells: Mapping[str, int]) -> Iterator[str]:
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
    return "\n\n".join([_TEXTS["rights"], *(["\n".join(terms)] if terms else [])])


def _recognised(recogniser: str | None) -> str:
    if recogniser is None:
        return "No statistical model was used: each mention comes from a list or from a named rule."
    return f"A statistical model ({recogniser}) detects names that no list and no rule covers: rules `model.*` in `mentions`."


def _figures(frames: Mapping[str, pl.LazyFrame], row_counts: Mapping[str, int]) -> str:
    articles = frames["articles"].select("published_on", "completeness", "language", "word_count").collect()
    days = articles["published_on"].drop_nulls()
    rows: list[tuple[str, Any]] = [(f"rows of `{name}`", f"{count:,}") for name, count in row_counts.items()]
    rows += [(f"articles that are {kind}", f"{n:,}") for kind, n in _counts(articles, "completeness")]
    rows += [(f"articles in {code}", f"{n:,}") for code, n in _counts(articles, "language")]
    rows += [("words", f"{articles['word_count'].sum():,}"), ("articles with a date", f"{len(days):,}")]
    if len(days):
        rows.append(("first and last date", " to ".join(str(day) for day in days.sort().gather([0, -1]))))
    rows += [("appearances merged into another", f"{row_counts['appearances'] - articles.height:,}")]
    lines = (
        frames["lines"].group_by("role").len().collect(engine="streaming").with_columns(pl.col("role").cast(pl.String))
    )
    unknown = lines.filter(pl.col("role") == "unknown")["len"].sum()
    rows.append(("lines no rule knows", f"{unknown:,}"))
    return markdown_table(["what", "figure"], rows)


def _counts(frame: pl.DataFrame, column: str) -> list[tuple[str, int]]:
    counted = frame.group_by(pl.col(column).cast(pl.String)).len().sort(pl.col("len"), column, descending=[True, False])
    return list(counted.iter_rows())


def _tables(row_counts: Mapping[str, int], definitions: Mapping[str, type[dy.Schema]]) -> str:
    return "\n\n".join(
        f"### {name}\n\n{' '.join(str(definitions[name].__doc__).split())} "
        f"{count:,} rows in [`data/{name}.parquet`](data/{name}.parquet) and [`data/{name}.csv`](data/{name}.csv).\n\n"
        + markdown_table(["column", "type", "what"], columns(name, definitions))
        for name, count in row_counts.items()
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


def _front_matter(identity: Identity, tables: Iterable[str]) -> str:
    """The head in YAML, by which Hugging Face finds the tables: title, languages, and one configuration a table with rows.

    The library `datasets` refuses an empty table.
    """
    configs: list[dict[str, Any]] = [
        {"config_name": name, "data_files": f"data/{name}.parquet"} | ({"default": True} if name == _MAIN_TABLE else {})
        for name in tables
    ]
    values = {"pretty_name": identity.title, "language": list(identity.languages), "configs": configs}
    given = {key: value for key, value in values.items() if value}
    return f"---\n{yaml.safe_dump(given, allow_unicode=True, sort_keys=False, width=1000)}---"


def _opening(tables: Mapping[str, pl.LazyFrame], charts: Sequence[Chart]) -> str:
    """A picture, the newest articles, and three lines of code."""
    picture = [_image(chart) for chart in charts if chart.name == "categories-over-time"] or [*map(_image, charts[:1])]
    return "\n\n".join([*picture, _newest(tables["articles"]), _TEXTS["code"]])


def _image(chart: Chart) -> str:
    return f"![{chart.title}]({chart.path})"


def _newest(articles: pl.LazyFrame) -> str:
    newest = articles.sort("published_on", "article_id", descending=[True, False], nulls_last=True)
    rows = newest.select(_SHOWN).head(_ROWS).collect()
    return markdown_table(
        [f"`{name}`" for name in _SHOWN], ([escaped(cell) for cell in row] for row in rows.iter_rows())
    )
