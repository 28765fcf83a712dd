"""Traces of withdrawn articles: runs of their words, forms of their titles, and names that no other article has.

Comparison uses words without case, accents, punctuation or percent signs. It finds a title in capitals, with other spaces,
shortened, as the slug of an address, or as a file name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from urllib.parse import unquote

import polars as pl

from clippings.common.text import without_marks

RUN = 8
"""Number of consecutive words that identify a text."""
LONG_TITLE = 4
"""Minimum number of words of a title inside a line; a shorter title must be the whole line."""
COPY_SHARE = 0.9
"""Minimum share of the runs of a post that makes it a copy of a withdrawn text."""
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"
"""Scripts without spaces: each letter counts as a word."""
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_PHRASE = re.compile(r"[^\W\d_][\w'’-]*(?:[ \n][^\W\d_][\w'’-]*)*")
SCHEMA = {"kind": pl.String, "words": pl.String}


def words_of(text: str) -> list[str]:
    """Return the words of a text, a title, a path or an address for comparison."""
    plain = unquote(text) if "%" in text else text
    return _WORD.findall(without_marks(plain.lower()))


def runs_of(words: Sequence[str], size: int = RUN) -> Iterator[str]:
    """Return every run of `size` words."""
    return (" ".join(words[at : at + size]) for at in range(len(words) - size + 1))


def names_of(text: str) -> Iterator[str]:
    """Return the pairs of capitalised words, as in names."""
    for phrase in _PHRASE.finditer(text):
        parts = phrase[0].split()
        for first, second in pairwise(parts):
            if first[0].isupper() and second[0].isupper():
                yield " ".join(words_of(f"{first} {second}"))


@dataclass(frozen=True)
class Traces:
    """Words that must not be in a published file.

    Attributes:
        runs: Runs of RUN words of the texts.
        titles: Long titles, and their beginnings that no other title has.
        short_titles: Titles of fewer words.
        names: Pairs of capitalised words that no other text has.
    """

    runs: frozenset[str]
    titles: frozenset[str]
    short_titles: frozenset[str]
    names: frozenset[str]

    def frame(self) -> pl.DataFrame:
        """Return the traces as rows of kind and words."""
        rows = [(kind, words) for kind in _KINDS for words in sorted(getattr(self, kind))]
        return pl.DataFrame(rows, schema=SCHEMA, orient="row")

    def without_shared(self, texts: Iterable[str], titles: Iterable[str]) -> Traces:
        """Return the traces that are in no text and no title of a published article."""
        runs, names, held = set(self.runs), set(self.names), set()
        for text in texts:
            words = words_of(text)
            runs.difference_update(runs_of(words))
            names.difference_update(runs_of(words, 2))
        for title in titles:
            words = words_of(title)
            held |= {" ".join(words[:size]) for size in range(1, len(words) + 1)}
            names.difference_update(runs_of(words, 2))
        return replace(
            self, runs=frozenset(runs), names=frozenset(names), titles=self.titles - held,
            short_titles=self.short_titles - held,
        )  # fmt: skip

    def touched(self, texts: Sequence[str]) -> tuple[set[int], set[int]]:
        """Return the numbers of the texts with words or a title, in consecutive texts, and the numbers of those with a name."""
        words, owner = [], []
        alone = set()
        for number, text in enumerate(texts):
            text_words = words_of(text)
            if " ".join(text_words) in self.short_titles:
                alone.add(number)
            words += text_words
            owner += [number] * len(text_words)
        worded = alone | _owners(words, owner, self.runs | self.titles)
        return worded, _owners(words, owner, self.names)

    def tells(self, text: str) -> bool:
        """Return whether a single text, such as a path or a message, contains any trace."""
        worded, named = self.touched([text])
        return bool(worded or named)

    def is_copy(self, text: str) -> bool:
        """Return whether nearly all words of a text are from a withdrawn one."""
        runs = list(runs_of(words_of(text)))
        return bool(runs) and sum(run in self.runs for run in runs) >= COPY_SHARE * len(runs)


_KINDS = ("runs", "titles", "short_titles", "names")


def _owners(words: Sequence[str], owner: Sequence[int], sought: frozenset[str]) -> set[int]:
    owners: set[int] = set()
    for size in sorted({run.count(" ") + 1 for run in sought}):
        for at, run in enumerate(runs_of(words, size)):
            if run in sought:
                owners.update(owner[at : at + size])
    return owners


def of_articles(titles: Iterable[str], texts: Iterable[str]) -> Traces:
    """Return the traces of articles with these titles and texts."""
    runs, names, long, short = set(), set(), set(), set()
    for text in texts:
        runs |= {*runs_of(words_of(text))}
        names |= {*names_of(text)}
    for title in titles:
        words = words_of(title)
        names |= {*names_of(title)}
        if len(words) >= LONG_TITLE:
            least = max(LONG_TITLE, (len(words) + 1) // 2)
            long |= {" ".join(words[:size]) for size in range(least, len(words) + 1)}
        elif words:
            short.add(" ".join(words))
    return Traces(frozenset(runs), frozenset(long), frozenset(short), frozenset(names))


def from_frame(frame: pl.DataFrame) -> Traces:
    """Return the traces that `Traces.frame` wrote."""
    of_kind = {kind: frozenset(frame.filter(pl.col("kind") == kind)["words"]) for kind in _KINDS}
    return Traces(**of_kind)
