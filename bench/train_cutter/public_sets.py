"""Reads public sets of annotated pages from a folder that is given by path: dumps, labels, and the half of each site. It holds no page."""

import gzip
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from label_article import Labelled, label_article
from label_listing import label_listing, mark_posts

from clippings.segment.cutter.labels import ARTICLE, ITEMS, POSTS, THREAD

_ADDRESS = re.compile(
    r"""(?:rel=["']?canonical["']?[^>]*href=["']?|og:url["'][^>]*content=["'])https?://(?:www\.)?([^"'/ >]+)"""
)
_KINDS = {"wcxb forum": THREAD, "wcxb listing": ITEMS}
_ANY_ADDRESS = re.compile(r"""https?://(?:www\.)?([^"'/ >]+)""")


@dataclass
class GoldPage:
    """A dump with its labels.

    Attributes:
        path: Its name in the corpus.
        group: Its set.
        site: Key that it shares with other pages of its site.
        lines: line_no, head, indent of its lines that are not blank.
        labelled: A label and a weight for each line.
        kind: Its kind; None if unknown.
    """

    path: str
    group: str
    site: str
    lines: list[tuple[int, str, int]]
    labelled: Labelled
    kind: int | None = None

    def fold(self, byte: int, folds: int) -> int:
        """Return one of `folds` parts, by a byte of the hash of the page's site."""
        return hashlib.sha256(self.site.encode()).digest()[byte] % folds

    @property
    def half(self) -> int:
        """Return the half of the corpora that contains the page's site."""
        return half_of(self.site)


def half_of(site: str) -> int:
    """The half of the corpora that contains a site."""
    return hashlib.sha256(site.encode()).digest()[0] % 2


def lines_of(text: str) -> list[tuple[int, str, int]]:
    """line_no, head and indent of the lines that are not blank."""
    return [
        (number, head, len(line) - len(line.lstrip()))
        for number, line in enumerate(text.split("\n"), 1)
        if (head := line.strip())
    ]


def read_corpora(root: Path, taught: Path | None) -> Iterator[GoldPage]:
    """All pages of `dumps-articles` and `dumps-listings`; `taught` is a package built from `listings`, if there is one."""
    teacher = _posts_by_page(taught) if taught else {}
    for folder in ("dumps-articles", "dumps-listings"):
        for row in gold_rows(root / folder):
            text = _unzipped(root / folder, row["page"])
            lines = lines_of(text)
            heads = [head for _, head, _ in lines]
            posts = teacher.get(row["page"].removesuffix(".txt"), [])
            kind = _KINDS.get(row["set"], ARTICLE)
            if folder == "dumps-articles":
                labelled = label_article(heads, row)
                if kind == ITEMS and mark_posts(heads, labelled, posts):
                    kind = POSTS
            elif row["is_posts"]:
                labelled = label_listing(heads, row, posts)
                kind = POSTS if len(row["records"]) > 1 else ARTICLE
            else:
                continue
            yield GoldPage(row["page"], row["set"], site_of(root, row), lines, labelled, kind)


def gold_rows(folder: Path) -> list[dict[str, Any]]:
    """The gold of a folder, a row a page."""
    return [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").split("\n") if line]


def _unzipped(folder: Path, page: str) -> str:
    return gzip.decompress((folder / "pages" / f"{page}.gz").read_bytes()).decode("utf-8", "replace")


def site_of(root: Path, row: dict[str, Any]) -> str:
    """Key of a page's site."""
    page = str(row["page"])
    if row["set"] == "fundus":
        return page.split("_", maxsplit=1)[0]
    if row["set"] == "blogs" or row["set"].endswith((".com-news", ".com-list", ".com-search", ".org-search")):
        return page.split("/")[1]
    if row["set"].startswith("wcxb"):
        html = _unzipped(root / "articles", page.removesuffix(".txt").removesuffix(".html") + ".html")
        result = _ADDRESS.search(html) or _ANY_ADDRESS.search(html)
        return result[1].lower() if result else page
    return page


def _posts_by_page(package: Path) -> dict[str, list[dict[str, Any]]]:
    read = lambda name: pl.read_parquet(package / "data" / f"{name}.parquet")  # noqa: E731
    path_of = dict(read("pages").select("page_id", "path").iter_rows())
    articles = {row["article_id"]: row for row in read("articles").iter_rows(named=True)}
    result: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read("appearances").sort("page_id", "position").iter_rows(named=True):
        if row["article_id"] in articles:
            result[Path(path_of[row["page_id"]]).with_suffix("").as_posix()].append(articles[row["article_id"]])
    return result
