"""Pages made of invented texts and of the lines that sites write around them, and what Clippings reads of such pages."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from clippings.ingest import read_pages
from clippings.ingest.sources import find_files
from support.in_memory_stages import posts_in_memory

GOLD = Path(__file__).parents[1] / "gold"
FIELDS = ("title", "published_on", "author", "text")


def lines_around(name: str) -> dict[str, dict[str, Any]]:
    """Return a table of lines by language."""
    return yaml.safe_load((GOLD / f"{name}.yaml").read_text("utf-8"))


def read_of(pages: Mapping[str, str], folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the fields of the posts of each page, in their order on the page; `pages` are texts by file name.

    Posts of several pages that are one article are not merged.
    """
    for name, page in pages.items():
        path = folder / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, "utf-8")
    dumps, _ = find_files.find(folder / "raw", folder / "unpacked")
    result = read_pages.read(folder / "raw", dumps)
    cut, evidence = posts_in_memory(result.pages, result.lines)
    authors = evidence.filter(pl.col("field") == "author").unique(["appearance_id", "value"], maintain_order=True)
    authors = authors.group_by("appearance_id").agg(author=pl.col("value").str.join("; "))
    rows = cut.join(authors, on="appearance_id", how="left").sort("page_id", "position")
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in pages}
    for path, *values in rows.select("path", *FIELDS).iter_rows():
        found[path].append(dict(zip(FIELDS, values, strict=True)))
    return found


def as_list(entries: list[str]) -> str:
    """Return links of a menu."""
    return "<ul>" + "".join(f"<li><a href='/{nth}'>{entry}</a></li>" for nth, entry in enumerate(entries)) + "</ul>"


def headed(heading: str, entries: list[str]) -> str:
    """Return links below a heading."""
    return f"<div><h3>{heading}</h3>{as_list(entries)}</div>"
