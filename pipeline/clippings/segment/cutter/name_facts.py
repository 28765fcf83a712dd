"""What is left of a short line without its days, times and labels: the shape of a name is the best sign of a byline."""

from functools import cache

import polars as pl

from clippings.common.phrases import either_of_lines
from clippings.enrich.credits.person_names import given_names
from clippings.enrich.dates.days_in_lines import month_pattern

_LONGEST = 120
"""Characters of the longest line that is looked at."""
_MOST_WORDS = 20
_NUMBERS = r"(?i)\d[\d.,:/+-]*\s*(?:st|nd|rd|th|min(?:ute)?s?|hours?|[ap]\.?m\.?|comments?|views?|shares?|uhr|h|gmt|utc|[ecp][sd]?t)?(?-u:\b)"
_MARKS = r"[|•·–—,;:()\[\]/>»*#@-]+|(?-u:\b)(?:read|updated|last|on|at|in|am|um)(?-u:\b)"
# Photo of   |   Avatar   |   's avatar
_PICTURES = r"(?i)(?-u:\b)(?:photo|picture|image|headshot|portrait|avatar|profile|author)(?-u:\b)(?:\s+of)?|['’]s\b"
_WORD = r"\p{Lu}[\p{L}\p{M}.'’-]*"
_NAME = rf"{_WORD}(?:\s(?:{_WORD}|de|van|von|al|bin|der|da|di|del|la|le))*\s{_WORD}"
_SHAPES = (
    rf"^{_NAME}$",
    rf"^{_WORD}$",
    rf"^{_NAME}(?:\s*(?:\band\b|\bund\b|\bet\b|\by\b|&)\s*{_NAME})+$",
    r"^[\p{Ll}\d_.-]+$",
    r"^$",
)


@cache
def _patterns() -> tuple[str, str]:
    """Labels that open a byline, and the names of months."""
    return (
        rf"(?i)^\W*(?:{either_of_lines('by', 'byline', 'posted')}[\s:]+)+",
        rf"(?i)(?-u:\b){month_pattern()}(?-u:\b)\.?",
    )


def name_facts(lines: pl.DataFrame) -> pl.DataFrame:
    """Facts of lines (bare, length): what is left without days and labels, and whether it is a name."""
    label, month = _patterns()
    asked = pl.when(pl.col("length") <= _LONGEST).then("bare")
    rest = asked.str.replace(label, "").str.replace_all(_PICTURES, " ").str.replace_all(_NUMBERS, "|")
    lines = lines.select(asked=asked, rest=rest)
    dated = pl.when(pl.col("rest").str.contains("|", literal=True)).then("rest").str.replace_all(month, "|")
    rest = pl.coalesce(dated, "rest").str.replace_all(_MARKS, " ").str.replace_all(r"\s+", " ")
    lines = lines.with_columns(rest=rest.str.strip_chars(" .…'’\"|"))
    shapes = [
        pl.when(pl.col("rest").str.contains(shape)).then(pl.lit(at, pl.UInt8)) for at, shape in enumerate(_SHAPES, 1)
    ]
    is_given = pl.col("rest").str.extract(r"^(\S+)").is_in(sorted(given_names()))
    is_cut = pl.col("rest").str.len_bytes() < pl.col("asked").str.len_bytes()
    return lines.select(
        rest_words=pl.col("rest").str.count_matches(r"\S+").fill_null(_MOST_WORDS).clip(0, _MOST_WORDS).cast(pl.UInt8),
        rest_shape=pl.coalesce(*shapes, pl.lit(0, pl.UInt8)),
        rest_given=is_given.fill_null(value=False).cast(pl.UInt8),
        rest_cut=is_cut.fill_null(value=False).cast(pl.UInt8),
    )
