"""HTML pages with gold as training pages: the lines of each, how the rules cut it, and which of its lines are text by the gold."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import numpy as np
import numpy.typing as npt
import polars as pl
from public_sets import gold_rows, half_of, site_of
from repository_gold import GOLD
from text_match import GoldText, tokens

from clippings import api
from clippings.segment import segment_pages
from clippings.segment.layouts import html_pages
from clippings.segment.layouts.html_model import CutPage, Line
from clippings.segment.sites.profiles import UNKNOWN, load

_LEARNED = {"site": pl.String, "stripped": pl.String, "is_template": pl.Boolean, "is_in_posts": pl.Boolean}
_LONG = 6
"""Words of the shortest line that is text wherever it is; shorter ones must be whole lines of the gold, near its text."""


@dataclass
class HtmlPage:
    """A page with a label and a weight for each line.

    Attributes:
        group: Its set.
        site: Key that it shares with other pages of its site.
        lines: Its lines without its head.
        page: How the rules cut it.
        is_text: Whether the gold has each line.
        weights: What each line counts.
    """

    group: str
    site: str
    lines: Sequence[Line]
    page: CutPage
    is_text: npt.NDArray[np.bool_]
    weights: npt.NDArray[np.float64]

    @property
    def half(self) -> int:
        """The half of the corpora that contains the page's site."""
        return half_of(self.site)


def read_html(corpora: Path | None) -> Iterator[HtmlPage]:
    """The pages of `articles` in the corpora, and the single posts of tests/gold/html."""
    own = json.loads((GOLD / "html" / "gold.json").read_text("utf-8"))
    for path, posts in own.items():
        if len(posts) == 1:
            yield from _labelled("repository", path, (GOLD / "html" / path).read_bytes(), posts[0]["text"])
    for row in gold_rows(corpora / "articles") if corpora else ():
        if row["text"].strip():
            markup = gzip.decompress((corpora / "articles" / "pages" / f"{row['page']}.gz").read_bytes())
            yield from _labelled(row["set"], site_of(corpora, row), markup, row["text"])


def _labelled(group: str, site: str, markup: bytes, text: str) -> Iterator[HtmlPage]:
    for lines, page in _cut(markup):
        gold = GoldText(text)
        covered = np.array([gold.covers(line.stripped) for line in lines])
        words = np.array([len(tokens(line.stripped)) for line in lines])
        is_long = words >= _LONG
        anchors = np.flatnonzero(is_long & (covered >= 0.7))
        first, last = (anchors[0] - 4, anchors[-1] + 6) if len(anchors) else (0, -1)
        row = np.arange(len(lines))
        is_near = (row >= first) & (row <= last)
        is_line = np.array([gold.has_line(line.stripped) for line in lines])
        is_text = np.where(is_long, covered >= 0.6, is_line & is_near)
        trust = np.where(is_long & (covered > 0.3) & (covered < 0.75), 0.3, 1.0)
        trust = np.where(~is_long & ~is_text & (covered >= 0.9) & is_near, 0.15, trust)
        size = max(30, int(words[is_text].sum()))
        yield HtmlPage(group, site, lines, page, is_text, trust * (np.minimum(words, 80) + 1.5) * 100 / size)


def _cut(markup: bytes) -> Iterator[tuple[Sequence[Line], CutPage]]:
    """The lines of a page and how the rules alone cut it; nothing for other forms."""
    taken: list[tuple[Sequence[Line], CutPage]] = []
    read = api.read(markup)
    pages = read.pages.with_columns(site=pl.lit(UNKNOWN))
    with mock.patch.object(html_pages, "review", taken.extend):
        segment_pages.segment(read.lines, pages, load(), pl.DataFrame(schema=_LEARNED))
    for lines, page in taken:
        shown = [line for line in lines if line.tag != "meta"]
        if shown:
            yield shown, page
