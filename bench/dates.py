"""Measures the speed of reading dates in one process: python bench/dates.py [ARTICLES.parquet] [--mb 20]

Reports megabytes of text a second over the articles of a package, repeated up to the requested size.
"""

import argparse
import sys
import time
from pathlib import Path

import polars as pl

from clippings.enrich.dates.table import dates
from clippings.schema.enums import DATE_FIELDS

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Read the corpus three times and report the fastest."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("articles", type=Path, nargs="?", default=ROOT / "dist" / "data" / "articles.parquet")
    options.add_argument("--mb", type=float, default=20.0, help="size of the corpus, by repetition")
    args = options.parse_args()
    articles = pl.read_parquet(args.articles)
    size = sum(int(articles[field].str.len_bytes().sum()) for field in DATE_FIELDS) / 1e6
    times = max(1, round(args.mb / size))
    corpus = pl.concat(
        [articles.with_columns(article_id=pl.format("{}-{}", "article_id", pl.lit(n))) for n in range(times)]
    )
    best, rows = float("inf"), 0
    for _ in range(3):
        start = time.perf_counter()
        rows = dates(corpus).height
        best = min(best, time.perf_counter() - start)
    megabytes = size * times
    sys.stdout.write(
        f"{megabytes:.1f} MB, {corpus.height:,} articles: {rows:,} expressions in {best:.2f} s: {megabytes / best:.1f} MB/s\n"
    )


if __name__ == "__main__":
    main()
