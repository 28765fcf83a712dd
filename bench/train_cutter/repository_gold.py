"""The project's own gold as labelled pages: the invented pages in tests/gold."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from label_article import Labelled
from public_sets import GoldPage, lines_of
from text_match import flat

from clippings.enrich.dates.days_in_lines import days_in
from clippings.segment.cutter.labels import ARTICLE, BYLINE, DATE, OUTSIDE, POSTS, TEXT, TITLE

GOLD = Path(__file__).parents[2] / "tests" / "gold"
_HEADER = 4


def read_shapes() -> Iterator[GoldPage]:
    """The pages of tests/gold/shapes and tests/gold/samples."""
    for folder in ("shapes", "samples"):
        for row in map(json.loads, (GOLD / folder / "gold.jsonl").read_text("utf-8").splitlines()):
            text = (GOLD / folder / row["file"]).read_text("utf-8")
            if text.lstrip().startswith(("<", "{", "[")):
                continue
            lines = lines_of(text)
            labelled = _labelled([head for _, head, _ in lines], row["articles"])
            yield GoldPage(
                row["file"], "repository", row["file"], lines, labelled, POSTS if len(row["articles"]) > 1 else ARTICLE
            )


def _labelled(heads: list[str], articles: list[dict[str, Any]]) -> Labelled:
    labels = [OUTSIDE] * len(heads)
    flats = [flat(head) for head in heads]
    at = 0
    for article in articles:
        title, first, last = (flat(article[name]) for name in ("title", "body_first_words", "body_last_words"))
        start = next((n for n in range(at, len(heads)) if title and flats[n] == title), None)
        begin = next(
            (n for n in range(at if start is None else start, len(heads)) if first and flats[n].startswith(first)), None
        )
        if begin is None:
            continue
        end = next((n for n in range(begin, len(heads)) if last and last in flats[n]), begin)
        if start is not None and start < begin:
            labels[start] = TITLE
        for n in range(begin, end + 1):
            labels[n] = TEXT
        top = begin if start is None else start
        _label_header(heads, labels, article, range(max(0, top - _HEADER), min(len(heads), end + _HEADER)))
        at = end + 1
    return Labelled(labels, [1.0] * len(heads))


def _label_header(heads: list[str], labels: list[int], article: dict[str, Any], around: range) -> None:
    for n in around:
        if labels[n] == OUTSIDE and any(str(span.day) == article["post_date"] for span in days_in(heads[n])):
            labels[n] = DATE
        elif labels[n] == OUTSIDE and article["byline"] and flat(article["byline"]) in flat(heads[n]):
            labels[n] = BYLINE
