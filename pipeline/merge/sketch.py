"""Candidates for comparison: scaled MinHash sketches of word 5-grams, and the pairs that share part of a sketch.

A sketch keeps every 5-gram whose hash falls below a threshold (FracMinHash: Irber et al. 2022, "Lightweight
compositional analysis of metagenomes with FracMinHash"; Broder 1997 calls the same a mod-m sketch). Unlike the fixed
number of minima of classic MinHash it estimates containment too, so an excerpt finds its full text. The inverted list
of sketch hashes takes the place of LSH bands. A pair found here is a candidate only; `compare` decides.
"""

from __future__ import annotations

import polars as pl

SHINGLE_WORDS = 5
"""Words in a shingle: enough that chance repeats are rare; the measure of the published similarity too."""
SCALE = 16
"""One shingle in this many enters the sketch of a long text."""
MIN_SKETCH = 8
"""Shingles expected in the sketch of a short text: its threshold is raised until so many fall below."""
MAX_POSTS = 40
"""A shingle in more posts than this is a common passage and proposes no pair."""
MIN_SHARED = 2
MIN_CONTAINMENT = 0.25
"""Share of the smaller sketch that must be shared: half of what counts as a near-duplicate, as sketches are samples."""
_MAX_HASH = 2**64 - 1
_ODD = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
"""Odd constants of the SplitMix64 generator (Steele et al. 2014). Hashing is done by plain arithmetic that wraps, so
that a sketch is the same on every machine and with every version of polars."""


def normalised(column: str) -> pl.Expr:
    """Words of the column in lower case, apostrophes dropped, other punctuation a space."""
    return (
        pl.col(column)
        .str.to_lowercase()
        .str.replace_all(r"['’‘]", "")
        .str.replace_all(r"[^\p{L}\p{M}\p{N}]+", " ")
        .str.strip_chars(" ")
    )


def sketch(posts: pl.DataFrame) -> pl.DataFrame:
    """`post` and `shingle` (UInt64) of the sketches of `posts` (post, text), each shingle of a post once."""
    listed = posts.select("post", word=normalised("text").str.split(" ")).with_columns(n=pl.col("word").list.len())
    tokens = listed.filter(pl.col("n") >= SHINGLE_WORDS).explode("word").with_columns(h=_word_hash())
    mixed = pl.lit(0, pl.UInt64)
    for place in range(SHINGLE_WORDS):
        mixed = mixed * pl.lit(_ODD[0], pl.UInt64) + pl.col("h").shift(-place)
    threshold = (pl.max_horizontal(1 / SCALE, MIN_SKETCH / pl.col("n")).clip(0, 1) * _MAX_HASH * 0.999999).cast(
        pl.UInt64
    )
    is_whole = pl.col("post") == pl.col("post").shift(1 - SHINGLE_WORDS)
    return (
        tokens.select("post", "n", mixed=mixed, is_whole=is_whole.fill_null(False))
        .filter("is_whole")
        .with_columns(shingle=_scattered(pl.col("mixed")))
        .filter(pl.col("shingle") <= threshold)
        .select("post", "shingle")
        .unique()
        .sort("post", "shingle")
    )


def _word_hash() -> pl.Expr:
    """A number for each word, from its first eight bytes and its length: words alike in both count as one word here."""
    head = (
        pl.col("word")
        .str.pad_end(8, "\0")
        .cast(pl.Binary)
        .bin.head(8)
        .bin.reinterpret(dtype=pl.UInt64, endianness="little")
    )
    return _scattered(head + pl.col("word").str.len_bytes().cast(pl.UInt64) * pl.lit(_ODD[0], pl.UInt64))


def _scattered(number: pl.Expr) -> pl.Expr:
    """SplitMix64's finishing steps: every bit of the number moves every bit of the result."""
    for shift, odd in ((30, _ODD[1]), (27, _ODD[2]), (31, 1)):
        number = (number ^ (number // pl.lit(2**shift, pl.UInt64))) * pl.lit(odd, pl.UInt64)
    return number


def pairs(sketches: pl.DataFrame) -> pl.DataFrame:
    """`left` < `right`: posts whose sketches share enough to be worth comparing."""
    sizes = sketches.group_by("post").agg(size=pl.len())
    common = (
        sketches.with_columns(n=pl.len().over("shingle"))
        .filter(pl.col("n").is_between(2, MAX_POSTS))
        .select("post", "shingle")
    )
    shared = (
        common.join(common, on="shingle", suffix="_right")
        .filter(pl.col("post") < pl.col("post_right"))
        .group_by(left="post", right="post_right")
        .agg(shared=pl.len())
    )
    return (
        shared.join(sizes.rename({"post": "left", "size": "left_size"}), on="left")
        .join(sizes.rename({"post": "right", "size": "right_size"}), on="right")
        .filter(
            (pl.col("shared") >= MIN_SHARED)
            & (pl.col("shared") >= MIN_CONTAINMENT * pl.min_horizontal("left_size", "right_size"))
        )
        .select("left", "right")
        .sort("left", "right")
    )
