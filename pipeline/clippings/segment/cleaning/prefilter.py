"""Selects the lines of a batch that may hold glued text, by cheap tests; `glued_text` decides on these lines.

Polars expressions over folded lines. The tests accept many false positives, so that they miss no glued text.
"""

import polars as pl

from clippings.common.text import folded
from clippings.segment.lines.line_classes import ends_sentence, is_moderate

MIN_SOURCE = 8
"""Minimum number of letters and digits of a text to search for in other lines."""
MAX_SOURCE = 220
"""Characters of the longest one: alternative texts met so far end below 150."""
OPENING = 24
"""Number of characters of an opening to search for a second time."""
MAX_LINE = 20_000
"""Characters of the longest line that is looked at: a paragraph has at most some 5,000, and rules look back and forth."""
_LOOKED_AT = ("title", "body", "byline", "source", "caption", "deck")
_GLUED_INTO = ("body", "byline")
_JOINT = r"\p{Ll}\p{Lu}|\p{Ll}[.!?,;:][”\"’]?[‘“\"]?\p{Lu}|[\p{L}\p{N}][‘“]\p{L}|\p{L}[.!?][”\"’]\p{L}"
"""A capital after a small letter, with at most punctuation between, or an opening quote after a letter."""
_LOOSE_END = r"[.!?][\"'”’)\]]*\s+\S"
"""A sentence that ends before the line does."""


def suspects(rows: pl.DataFrame) -> pl.DataFrame:
    """block and line_no of the lines into which something may be glued.

    Args:
        rows: The lines of the posts: block, line_no, stripped, role, completeness.
    """
    rows = rows.filter(pl.col("role").is_in(_LOOKED_AT) & is_moderate("stripped")).with_columns(fold=folded("stripped"))
    titles = rows.filter(pl.col("role") == "title").select(
        "block", title="fold", title_end=pl.col("fold").str.extract(r"^.{2,40}?(?::| -) (.{20,})$")
    )
    is_paragraph = pl.col("role").is_in(_GLUED_INTO) & (pl.col("stripped").str.len_chars() <= MAX_LINE)
    lines = rows.filter(is_paragraph).join(titles, on="block", how="left", maintain_order="left")
    stripped, fold = pl.col("stripped"), pl.col("fold")
    opening = fold.str.head(OPENING)
    is_whole = pl.col("completeness") != "excerpt"
    is_suspect = (
        # `head` keeps the curved quotes that tell an opening quote from an apostrophe
        stripped.str.contains(_JOINT)
        | fold.str.contains(pl.col("title"), literal=True).fill_null(False)
        | fold.str.contains(pl.col("title_end"), literal=True).fill_null(False)
        | (is_whole & ~ends_sentence("stripped") & stripped.str.contains(_LOOSE_END))
        | ((fold.str.len_bytes() > 2 * OPENING) & (fold.str.count_matches(opening, literal=True) > 1))
    )
    seen = lines.filter(is_suspect).select("block", "line_no")
    return pl.concat([seen, _with_echo(rows)]).unique().sort("block", "line_no")


def _with_echo(rows: pl.DataFrame) -> pl.DataFrame:
    """block and line_no of the lines that hold the opening of a short line, or of a caption, of their post."""
    is_paragraph = (pl.col("role") != "title") & (pl.col("fold").str.len_chars() <= MAX_LINE)
    lines = rows.filter(is_paragraph).select("block", "line_no", "role", "fold")
    is_short = pl.col("fold").str.len_chars().is_between(MIN_SOURCE, MAX_SOURCE) & pl.col("fold").str.contains(
        " ", literal=True
    )
    asked = lines.filter(is_short).select("block", asked="line_no", opening=pl.col("fold").str.head(OPENING))
    whole = lines.group_by("block", maintain_order=True).agg(whole=pl.col("fold").str.join("\n"))
    twice = asked.join(whole, on="block", how="left").filter(
        pl.col("whole").str.count_matches(pl.col("opening"), literal=True) > 1
    )
    pairs = lines.filter(pl.col("role").is_in(_GLUED_INTO)).join(twice.drop("whole"), on="block", how="inner")
    is_echo = (pl.col("line_no") != pl.col("asked")) & pl.col("fold").str.contains(pl.col("opening"), literal=True)
    return pairs.filter(is_echo).select("block", "line_no")
