"""The gold of the tests: annotations of pages by people. Comparison does not belong here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parents[1] / "gold"
SAMPLES = GOLD / "samples" / "gold.jsonl"
CREDITS = ("author", "source_name", "source_url", "source_published_on", "dateline_place", "translator")

Row = Mapping[str, Any]
Place = tuple[str, int]
"""A post: the name of its page, and its number on it from 1."""


@dataclass(frozen=True)
class Gold:
    """Annotations by a person: rows as in the gold's files, each with the `file` of its page."""

    posts: Sequence[Row]
    """Rows with n, line_start or position, and the credits; if `is_whole`, all fields, lines and text of a post."""
    dates: Sequence[Row] = ()
    dated: frozenset[Place] = frozenset()
    """Posts with annotations of all their dates."""
    mentions: Sequence[Row] = ()
    pairs: Sequence[Row] = ()
    is_whole: bool = False
    credited: Sequence[str] = CREDITS
    """Columns of articles with annotated credits."""


def given() -> Gold:
    """Return the complete annotation of pages 000 and 002."""
    posts = [{**post, "file": page["file"]} for page in _read("seeds_gold.json") for post in page["articles"]]
    files = {post["file"] for post in posts}
    dates = [row for row in _read("dates_gold.json") if row["file"] in files]
    pairs = [pair for pair in _read("duplicates_gold.json")["pairs"] if {pair["a"]["file"], pair["b"]["file"]} <= files]
    mentions = [row for row in _read("entities_gold.json")["mentions"] if row["file"] in files]
    dated = frozenset((row["file"], row["article"]) for row in dates)
    return Gold(posts, dates, dated, mentions, pairs, is_whole=True)


def own() -> Gold:
    """Return the annotation of the other real pages: credits, dates and mentions."""
    pages = [json.loads(file.read_text("utf-8")) for file in sorted(GOLD.glob("annotated_*.json"))]
    posts, dates, mentions = (
        [{**row, "file": page["file"]} for page in pages for row in page[part]]
        for part in ("credits", "dates", "mentions")
    )
    return Gold(posts, dates, frozenset((post["file"], post["n"]) for post in posts), mentions)


def samples() -> Gold:
    """Return the credits on the invented pages."""
    pages = [json.loads(line) for line in SAMPLES.read_text("utf-8").splitlines()]
    posts = [
        {**post, "file": Path(page["file"]).name, "n": n, "byline_names": [post["byline"]] if post["byline"] else []}
        for page in pages
        for n, post in enumerate(page["articles"], 1)
    ]
    return Gold(posts, credited=("author", "source_name", "source_url"))


def _read(name: str) -> Any:
    return json.loads((GOLD / name).read_text("utf-8"))
