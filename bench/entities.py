"""Measures `entities.find` on a package's articles, on one core, and the share of each step.

Usage: `python bench/entities.py DIST [--profile] [--with-model]`.
"""

import argparse
import cProfile
import pstats
import sys
import time
from pathlib import Path

import polars as pl

from clippings.enrich import entities
from clippings.enrich.entities import name_index
from clippings.enrich.entities.spelling import fold


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description="How fast entities are found in the articles of a package.")
    parser.add_argument("package", type=Path, help="folder with data/articles.parquet")
    parser.add_argument("--profile", action="store_true", help="list the functions that take most of the time")
    parser.add_argument("--with-model", action="store_true", help="with the statistical recogniser")
    args = parser.parse_args()
    articles = pl.read_parquet(args.package / "data" / "articles.parquet")
    megabytes = articles["text"].str.len_bytes().sum() / 1e6
    start = time.perf_counter()
    known = name_index.load()
    sys.stdout.write(
        f"names: {len(known.by_text):,} of {len(known.entities):,} entities in {time.perf_counter() - start:.2f} s\n"
    )
    texts = [fold(text) for text in articles["text"].fill_null("")]
    start = time.perf_counter()
    raw = sum(len(known.matches(text)) for text in texts)
    took = time.perf_counter() - start
    sys.stdout.write(f"automaton: {raw:,} matches, {megabytes / took:.1f} MB/s\n")
    entities.find(articles.head(1), with_model=args.with_model)  # cached values are made before the clock starts
    profile = cProfile.Profile()
    if args.profile:
        profile.enable()
    start = time.perf_counter()
    mentions = entities.find(articles, with_model=args.with_model)
    took = time.perf_counter() - start
    profile.disable()
    sys.stdout.write(
        f"find: {mentions.height:,} mentions in {articles.height:,} articles, {megabytes:.1f} MB, {took:.2f} s: "
        f"{megabytes / took:.2f} MB/s, {took / max(mentions.height, 1) * 1e6:.0f} microseconds a mention\n"
    )
    start = time.perf_counter()
    entities.summarise(entities.count(mentions))
    sys.stdout.write(f"summarise: {time.perf_counter() - start:.2f} s\n")
    if args.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
