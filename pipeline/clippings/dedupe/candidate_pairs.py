"""Candidate pairs of posts, possibly one article: by title, by text, and by shared word 5-grams. `compare` decides.

Shared 5-grams are found by scaled MinHash sketches. A sketch keeps every 5-gram whose hash falls below a threshold
(FracMinHash: Irber et al. 2022, "Lightweight compositional analysis of metagenomes with FracMinHash"; Broder 1997 calls the
same a mod-m sketch). Unlike the fixed number of minima of classic MinHash it estimates containment too, so an excerpt finds
its full text. The inverted list of sketch hashes takes the place of LSH bands.
"""

import dataframely as dy
import polars as pl

from clippings.common.prose import SPACELESS_RANGES
from clippings.schema.frames import as_rows
from clippings.schema.working.merging import Pairs, SharedShingles, Sketches

_MAX_GROUP = 30
"""Maximum size of a group with one title or text in which all pairs are compared; in larger groups, pairs of one date."""

SHINGLE_WORDS = 5
"""Number of words in a shingle: chance repeats are rare. The published similarity uses the same number."""
SCALE = 12
"""One in this many shingles enters the sketch of a long text."""
MIN_SKETCH = 48
"""Expected number of shingles in the sketch of a short text: its threshold is raised until this many fall below."""
MAX_POSTS = 40
"""Maximum number of posts with a shingle. A more frequent shingle is a common passage and proposes no pair."""
MIN_SHARED = 2
MIN_CONTAINMENT = 0.1
"""Minimum estimated share of the shorter text. A copy with other words in places shares about a third of its 5-grams."""
_BETWEEN_WORDS = r" *[^\p{L}\p{M}\p{N} ][^\p{L}\p{M}\p{N}]*|  +"
"""What becomes one space: all that is not of a word, but for the single spaces, which are most of it."""
_MAX_HASH = 2**64 - 1
_ODD = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
"""Odd constants of the SplitMix64 generator (Steele et al. 2014). Hashing is done by plain arithmetic that wraps, so
that a sketch is the same on every machine and with every version of polars."""


def by_title(posts: pl.DataFrame) -> dy.DataFrame[Pairs]:
    """Return `left` and `right` of the pairs of one title on two pages; `right` is the fuller post.

    Args:
        posts: post, rank (fullest first), page_id, title_words, published_on.
    """
    return _pairs(posts.filter(pl.col("title_words") != ""), "title_words", is_across_pages=True)


def by_text(posts: pl.DataFrame) -> dy.DataFrame[Pairs]:
    """Return the pairs of one text.

    Args:
        posts: post, rank, page_id, text_sha256, word_count, published_on.
    """
    return _pairs(posts.filter(pl.col("word_count") > 0), "text_sha256", is_across_pages=False)


def _pairs(posts: pl.DataFrame, key: str, *, is_across_pages: bool) -> dy.DataFrame[Pairs]:
    """Return all pairs in small groups of `key`; in large groups, each post with the first post of its date."""
    grouped = posts.with_columns(n=pl.len().over(key)).filter(pl.col("n") > 1)
    small = grouped.filter(pl.col("n") <= _MAX_GROUP).select("post", "rank", "page_id", key)
    every = small.join(small, on=key, suffix="_right").filter(pl.col("rank") > pl.col("rank_right"))
    if is_across_pages:
        every = every.filter(pl.col("page_id") != pl.col("page_id_right"))
    large = grouped.filter(pl.col("n") > _MAX_GROUP).sort("rank")
    stars = large.with_columns(post_right=pl.col("post").first().over([key, "published_on"])).filter(
        pl.col("post") != pl.col("post_right")
    )
    return as_rows(Pairs, pl.concat(frame.select(left="post", right="post_right") for frame in (every, stars)))


def normalised(column: str) -> pl.Expr:
    """Return the words of the column in lower case, without apostrophes, with other punctuation as spaces.

    Each character of scripts without spaces between words is a word.
    """
    return (
        pl.col(column)
        .str.to_lowercase()
        .str.replace_many(["'", "’", "‘"], [""])
        .str.replace_all(f"([{SPACELESS_RANGES}])", " $1 ")
        .str.replace_all(_BETWEEN_WORDS, " ")
        .str.strip_chars(" ")
    )


def sketch(posts: pl.DataFrame) -> dy.DataFrame[Sketches]:
    """Return the sketches of `posts` (post, text): `post`, its `words`, and `shingle` (UInt64), each shingle of a post once."""
    listed = posts.select("post", word=normalised("text").str.split(" ")).with_columns(words=pl.col("word").list.len())
    tokens = listed.filter(pl.col("words") >= SHINGLE_WORDS).explode("word")
    tokens = tokens.with_columns(code=pl.col("word").cast(pl.Categorical).to_physical())
    tokens = tokens.join(_word_hashes(tokens), on="code", how="left", maintain_order="left")
    # a polynomial over the numbers of five words in a row; the numbers are scattered already, so it is too
    mixed = pl.lit(0, pl.UInt64)
    for place in range(SHINGLE_WORDS):
        mixed = mixed * pl.lit(_ODD[0], pl.UInt64) + pl.col("h").shift(-place)
    is_whole = pl.col("post") == pl.col("post").shift(1 - SHINGLE_WORDS)
    sketches = (
        tokens.select("post", "words", shingle=mixed, is_whole=is_whole.fill_null(False))
        .filter(
            pl.col("is_whole") & (pl.col("shingle") <= (_rate(pl.col("words")) * _MAX_HASH * 0.999999).cast(pl.UInt64))
        )
        .select("post", "words", "shingle")
        .unique()
        .sort("post", "shingle")
    )
    return as_rows(Sketches, sketches)


def _rate(words: pl.Expr) -> pl.Expr:
    """Return the share of shingles that enter the sketch of a text with this number of words."""
    return pl.max_horizontal(1 / SCALE, MIN_SKETCH / words).clip(0, 1)


def _word_hashes(tokens: pl.DataFrame) -> pl.DataFrame:
    """Return `code` and `h`, a number from the first eight bytes and the length. Words equal in both count as one here."""
    words = tokens.select("code", "word").unique("code")
    first_words = (
        pl.col("word")
        .str.pad_end(8, "\0")
        .cast(pl.Binary)
        .bin.head(8)
        .bin.reinterpret(dtype=pl.UInt64, endianness="little")
    )
    length = pl.col("word").str.len_bytes().cast(pl.UInt64)
    return words.select("code", h=_scattered(first_words + length * pl.lit(_ODD[0], pl.UInt64)))


def _scattered(number: pl.Expr) -> pl.Expr:
    """Apply the final steps of SplitMix64: every bit of the number affects every bit of the result."""
    for shift, odd in ((30, _ODD[1]), (27, _ODD[2]), (31, 1)):
        number = (number ^ (number // pl.lit(2**shift, pl.UInt64))) * pl.lit(odd, pl.UInt64)
    return number


def shared(sketches: dy.DataFrame[Sketches]) -> dy.DataFrame[SharedShingles]:
    """Return `left` < `right`, their words, and the number of shingles that they share, for texts that share one of these."""
    repeated = sketches.filter(pl.col("shingle").is_duplicated())  # few of all: the rest of the work is on these
    counted = repeated.unique(["post", "shingle"]).with_columns(n=pl.len().over("shingle"))
    common = counted.filter(pl.col("n").is_between(2, MAX_POSTS)).drop("n")
    counts = (
        common.join(common, on="shingle", suffix="_right")
        .filter(pl.col("post") < pl.col("post_right"))
        .group_by("words", "words_right", left="post", right="post_right")
        .agg(shared=pl.len())
        .sort("left", "right")
    )
    return as_rows(SharedShingles, counts)


def alike(counts: dy.DataFrame[SharedShingles]) -> dy.DataFrame[Pairs]:
    """Return the pairs `left` and `right` that share enough to compare the texts, from all rows of `shared` with them."""
    sums = counts.group_by("left", "right", "words", "words_right").agg(pl.col("shared").sum())
    rates = [_rate(pl.col(words)) for words in ("words", "words_right")]
    # a shared shingle is in both sketches if it falls below the lower of the two thresholds
    in_smaller = pl.min_horizontal("words", "words_right") * pl.min_horizontal(rates)
    is_candidate = (pl.col("shared") >= MIN_SHARED) & (pl.col("shared") >= MIN_CONTAINMENT * in_smaller)
    return as_rows(Pairs, sums.filter(is_candidate).select("left", "right").sort("left", "right"))
