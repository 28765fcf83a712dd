"""Measures the prose of a line in every script: words between spaces, or characters for scripts without spaces.

Every stage uses this measure to distinguish titles, paragraphs and notes. `WORD` defines the word count that readers of the
dataset see.
"""

import polars as pl

from clippings.common.text import lazily_compiled

_ALPHABETS = r"\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff"
_IDEOGRAPHS = r"\u3040-\u30ff\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
SPACELESS_RANGES = _ALPHABETS + _IDEOGRAPHS
"""Thai, Lao, Burmese, Khmer; Japanese and Chinese: scripts without spaces between words. Korean has spaces."""
_SPACELESS, _IDEOGRAPH = lazily_compiled(f"[{SPACELESS_RANGES}]"), lazily_compiled(f"[{_IDEOGRAPHS}]")
_LETTERS_A_WORD = 4
CHARACTERS_A_WORD = 2
"""Number of characters of such a script that count as a word: a word of Chinese or Japanese has one to three."""
SENTENCE_ENDS = ".!?…。！？؟۔।။។"
"""Characters that end a sentence, in all scripts."""
WORD = (
    r"[\p{Han}\p{Hiragana}]|\p{Katakana}+|[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]{1,5}"
    r"|[\p{Alphabetic}\p{M}\p{Nd}_](?:[\p{Alphabetic}\p{M}\p{Nd}_\u200c\u200d]|[.:·’'‧](?:\p{Alphabetic})|[.,;’'](?:\p{Nd}))*"
)
"""A word after Unicode's text segmentation (UAX 29), for Rust's `regex`.

Each ideograph and hiragana is one word. Thai, Lao, Khmer and Burmese, which the standard leaves to dictionaries, count up to
five characters as one.
"""


def prose_words(text: str) -> int:
    """Return the weight of a line in words: words between spaces, and one for every two characters of scripts without spaces."""
    count = text.count(" ") + 1
    if text.isascii():
        return count
    spaceless = len(_SPACELESS.findall(text))
    return count + spaceless // CHARACTERS_A_WORD if spaceless else count


def width(text: str) -> int:
    """Return the length of a line in letters of an alphabet: an ideograph says as much as three letters."""
    return len(text) if text.isascii() else len(text) + 2 * len(_IDEOGRAPH.findall(text))


def words_of(column: str) -> pl.Expr:
    """Return the words of a column between white space, as the learned cutter counts them; Thai and its like have more than spaces show."""
    letters = pl.col(column).str.count_matches(f"[{_ALPHABETS}]")
    return pl.col(column).str.count_matches(r"\S+") + letters // _LETTERS_A_WORD


def prose_words_of(column: str) -> pl.Expr:
    """Return the same for a column."""
    spaceless = pl.col(column).str.count_matches(f"[{SPACELESS_RANGES}]")
    return pl.col(column).str.count_matches(" ", literal=True) + 1 + spaceless // CHARACTERS_A_WORD


def word_count(column: str) -> pl.Expr:
    """Return the number of words of a column, for readers: see `WORD`."""
    return pl.col(column).str.count_matches(WORD).cast(pl.Int64)


def ends_as_sentence(text: str) -> bool:
    """Return whether the last character ends a sentence, or closes a quotation or bracket after its end."""
    return text[-1:] in SENTENCE_ENDS or text[-1:] in '”"»」』）'
