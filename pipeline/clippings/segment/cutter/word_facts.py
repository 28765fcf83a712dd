"""How many of a line's words recur in the long lines of its page: a title's do, a menu's do not."""

import polars as pl

LONG_WORDS, LONG_LETTERS = 14, 90
"""A line of at least this many words or characters is of a text."""
_STEM = 6
"""Letters of a word that are compared, so that inflected forms agree."""
_WORD = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]|[\p{L}\p{N}]{3,}"
_TITLE_LETTERS = 300
_SOUGHT = (12, 200)
"""Characters of the lines that are sought in the other lines of their page."""
_TELLING = 5
"""Letters of a word that is not an article or preposition."""


def is_long() -> pl.Expr:
    """Whether a line (stripped, word_count) is long enough to be of a text."""
    return (pl.col("word_count") >= LONG_WORDS) | (pl.col("stripped").str.len_chars() >= LONG_LETTERS)


def word_facts(lines: pl.DataFrame) -> pl.DataFrame:
    """Facts of the words of lines (row, page, stripped, is_long, first_long), in order of row.

    Args:
        lines: Lines that are not blank; `row` counts them from 0.
    """
    words = (
        lines.select(
            "row", "page", "is_long", word=pl.col("stripped").str.slice(0, 2 * _TITLE_LETTERS).str.extract_all(_WORD)
        )
        .explode("word", empty_as_null=False)
        .with_columns(
            size=pl.col("word").str.len_chars(), word=pl.col("word").str.to_lowercase().str.slice(0, _STEM).hash(seed=7)
        )
    )
    in_texts = words.filter("is_long").unique(["page", "word", "row"]).group_by("page", "word").agg(texts=pl.len())
    in_short = (
        words.filter(~pl.col("is_long")).unique(["page", "word", "row"]).group_by("page", "word").agg(shorts=pl.len())
    )
    asked = words.filter(~pl.col("is_long")).unique(["row", "word"])
    asked = asked.join(in_texts, on=["page", "word"], how="left").join(in_short, on=["page", "word"], how="left")
    is_found = pl.col("texts").is_not_null()
    is_telling = pl.col("size") >= _TELLING
    per_row = asked.group_by("row").agg(
        word_kinds=pl.len(),
        in_texts=is_found.sum(),
        telling=is_telling.sum(),
        telling_in_texts=(is_found & is_telling).sum(),
        often=(pl.col("texts").fill_null(0) >= 3).sum(),
        elsewhere=(pl.col("shorts") > 1).sum(),
    )
    counts = lines.select("row").join(per_row, on="row", how="left", maintain_order="left").fill_null(0)
    counts = counts.with_columns(*_in_next_texts(lines, words), _shown_elsewhere(lines))
    return counts.select(
        words_in_texts=_sixteenths("in_texts", "word_kinds"),
        telling_in_texts=_sixteenths("telling_in_texts", "telling"),
        telling_count=pl.col("telling_in_texts").clip(0, 30).cast(pl.UInt8),
        often_in_texts=_sixteenths("often", "word_kinds"),
        words_elsewhere=_sixteenths("elsewhere", "word_kinds"),
        next_text=_sixteenths("next_text", "telling"),
        second_text=_sixteenths("second_text", "telling"),
        shown_elsewhere=pl.col("shown_elsewhere").clip(0, 10).cast(pl.UInt8),
    )


def _sixteenths(part: str, whole: str) -> pl.Expr:
    return (pl.col(part) * 16 // pl.col(whole).clip(1)).cast(pl.UInt8)


def _in_next_texts(lines: pl.DataFrame, words: pl.DataFrame) -> list[pl.Series]:
    """How many telling words of each short line occur in the first, and in the second, long line below it."""
    is_last = pl.col("page") != pl.col("page").shift(-1)
    after = pl.when("is_long").then("row")
    following = lines.select("row", "page", "is_long").with_columns(
        first=pl.when(~is_last.fill_null(True)).then(after.backward_fill().over("page").shift(-1)).cast(pl.UInt32)
    )
    second_of = following.filter("is_long").select(first="row", second="first")
    following = following.join(second_of, on="first", how="left", maintain_order="left")
    short_words = (
        words.filter(~pl.col("is_long") & (pl.col("size") >= _TELLING)).unique(["row", "word"]).select("row", "word")
    )
    short_words = short_words.join(following.select("row", "first", "second"), on="row", how="left")
    texts = words.filter("is_long").select("word", text="row").unique()
    columns = []
    for place, name in (("first", "next_text"), ("second", "second_text")):
        hits = (
            short_words.join(texts, left_on=["word", place], right_on=["word", "text"], how="inner")
            .group_by("row")
            .agg(pl.len().alias(name))
        )
        counts = lines.select("row").join(hits, on="row", how="left", maintain_order="left")
        columns.append(counts[name].fill_null(0))
    return columns


def _shown_elsewhere(lines: pl.DataFrame) -> pl.Series:
    """How many more times the words of a short line occur on its page, as in a breadcrumb or below a share button."""
    low = pl.col("stripped").str.to_lowercase()
    whole = lines.filter(~pl.col("is_long")).group_by("page").agg(whole=low.str.join("\n"))
    is_asked = ~pl.col("is_long") & pl.col("stripped").str.len_chars().is_between(*_SOUGHT)
    asked = lines.select("row", "page", stripped=pl.when(is_asked).then(low)).filter(pl.col("stripped").is_not_null())
    asked = asked.join(whole, on="page", how="left", maintain_order="left")
    asked = asked.select("row", shown_elsewhere=pl.col("whole").str.count_matches(pl.col("stripped"), literal=True))
    return lines.select("row").join(asked, on="row", how="left", maintain_order="left")["shown_elsewhere"].fill_null(0)
