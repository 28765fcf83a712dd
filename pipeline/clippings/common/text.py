"""Text helpers that all stages share: forms of a text for comparison without case, punctuation or typography.

Each function has a twin for polars columns where one is needed. Helpers of one language or one stage do not belong here.
"""

import re
import unicodedata
from typing import Any, cast

import polars as pl

ALIKE = {
    "’": "'", "‘": "'", "‚": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-",
    "‐": "-", "‑": "-", "_": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " ",
}  # fmt: skip
"""Quotes, dashes and spaces, mapped one character to one, so that offsets stay valid."""
DIGITS = {chr(zero + number): str(number) for zero in (0x0660, 0x06F0) for number in range(10)}
"""Arabic-Indic and Persian digits, mapped to 0-9."""

_ALIKE, _DIGITS = str.maketrans(ALIKE), str.maketrans(DIGITS)
_NOT_CORE = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")


class _LazyPattern:
    """Becomes the pattern that it names, method by method."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of a pattern
        value = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)  # found at once from now on
        return value


def lazily_compiled(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled when it is first used."""
    return cast("re.Pattern[str]", _LazyPattern(source, flags))


def fold(text: str) -> str:
    """Return `text` with quotes, dashes and spaces made alike. The length does not change."""
    return text.translate(_ALIKE)


def folded(column: str) -> pl.Expr:
    """Return the column with quotes, dashes and spaces made alike. Lengths do not change."""
    return pl.col(column).str.replace_many(ALIKE)


def with_plain_digits(text: str) -> str:
    """Return `text` with Arabic-Indic and Persian digits as 0-9. The length does not change."""
    return text.translate(_DIGITS)


def core(text: str) -> str:
    """Return the letters and digits of `text`, without case."""
    return _NOT_CORE.sub("", text).casefold()


def core_of(column: str) -> pl.Expr:
    """Return the letters and digits of the column, in lower case."""
    unspaced = pl.col(column).str.replace_all(" ", "", literal=True)  # most of what goes, and quicker than a pattern
    return unspaced.str.replace_all(r"[^\p{L}\p{N}]+", "").str.to_lowercase()


def words(text: str) -> list[str]:
    """Return the words of `text`, without case and punctuation."""
    return _WORD.findall(text.lower())


def without_marks(text: str) -> str:
    """Return `text` decomposed (NFKD) and without combining marks: é becomes e."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def slug(text: str, separator: str = "-") -> str:
    """Return an identifier made of `text`: ASCII letters in lower case, digits, and `separator` between them."""
    plain = without_marks(text.casefold()).replace("'", "").replace("’", "")
    return re.sub(r"[^a-z0-9]+", separator, plain).strip(separator)
