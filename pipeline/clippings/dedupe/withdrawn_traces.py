"""Traces of withdrawn articles: runs of their words, forms of their titles, and names that no other article has.

Comparison uses words without case, accents, punctuation, entities or percent signs. It finds a title in capitals, with other
spaces or shortened. In paths and addresses it also compares letters alone, so it finds a title as a slug or a file name.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import pairwise
from urllib.parse import unquote

import dataframely as dy
import polars as pl

from clippings.common.text import without_marks
from clippings.schema.frames import frame_of
from clippings.schema.working.withdrawal_tables import WithdrawnTraces

RUN = 8
"""Number of consecutive words that identify a text."""
LONG_TITLE = 4
"""Minimum number of words of a title inside a line; a shorter title must be the whole line."""
COPY_SHARE = 0.9
"""Minimum share of the runs of a post that makes it a copy of a withdrawn text."""
MIN_LETTERS = 10
"""Minimum number of letters of a title or name in a path, where words may have no separator."""
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"
"""Scripts without spaces: each letter counts as a word."""
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_PHRASE = re.compile(r"[^\W\d_][\w'’-]*(?:[ \n][^\W\d_][\w'’-]*)*")
_SHORT_WORD = 3
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_CUT_OFF = re.compile(r"(?:…|\.\.\.)\W{0,5}$")
_SEPARATOR = re.compile(r"[|»«›‹•·:/]|\s[-–—]\s")
"""What divides a title from the name of a site or a label on one line."""


def words_of(text: str) -> list[str]:
    """Return the words of a text, a title, a path or an address for comparison."""
    plain = unquote(text) if "%" in text else text
    plain = unescape(plain) if "&" in plain else plain
    return _WORD.findall(without_marks(_INVISIBLE.sub("", plain.lower())))


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
        whole_titles: Every title in full, to compare paths and lines that were cut off.
    """

    runs: frozenset[str]
    titles: frozenset[str]
    short_titles: frozenset[str]
    names: frozenset[str]
    whole_titles: frozenset[str] = frozenset()

    def frame(self) -> dy.DataFrame[WithdrawnTraces]:
        """Return the traces as rows of kind and words."""
        rows = [(kind, words) for kind in _KINDS for words in sorted(getattr(self, kind))]
        return frame_of(WithdrawnTraces, rows)

    def without_shared(self, posts: Iterable[tuple[str | None, str | None, str]]) -> "Traces":
        """Return the traces that are not in the title, deck or text of a published post."""
        runs, names, held, whole = set(self.runs), set(self.names), set(), set()
        for title, *texts in posts:
            for text in filter(None, texts):
                words = words_of(text)
                runs.difference_update(runs_of(words))
                names.difference_update(runs_of(words, 2))
            words = words_of(title or "")
            held |= {" ".join(words[:size]) for size in range(1, len(words) + 1)}
            whole.add(" ".join(words))
            names.difference_update(runs_of(words, 2))
        return replace(
            self, runs=frozenset(runs), names=frozenset(names), titles=self.titles - held,
            short_titles=self.short_titles - held, whole_titles=self.whole_titles - whole,
        )  # fmt: skip

    def touched(self, texts: Sequence[str]) -> tuple[set[int], set[int]]:
        """Return the numbers of the texts with words or a title, in consecutive texts, and the numbers of those with a name."""
        words, owner = [], []
        alone = set()
        for number, text in enumerate(texts):
            text_words = words_of(text)
            if self._has_title_alone(text, " ".join(text_words)):
                alone.add(number)
            words += text_words
            owner += [number] * len(text_words)
        worded = alone | _owners(words, owner, self.runs | self.titles)
        return worded, _owners(words, owner, self.names)

    def _has_title_alone(self, text: str, words: str) -> bool:
        """Return whether a line is a short title, or contains one next to a separator, cut off, or in an address."""
        if words in self.short_titles or (self.whole_titles and _CUT_OFF.search(text) and self._is_beginning(words)):
            return True
        if self.short_titles and _SEPARATOR.search(text):
            parts = {" ".join(words_of(part)) for part in _SEPARATOR.split(text)}
            if any(" " in part for part in parts & self.short_titles):
                return True
        return any(self._is_in_path(word) for word in text.split() if "/" in word)

    def _is_beginning(self, words: str) -> bool:
        is_long = len(words) >= MIN_LETTERS or " " in words
        return is_long and any(title.startswith(words) for title in self.whole_titles)

    def _is_in_path(self, path: str) -> bool:
        """Return whether a part of a path contains a title or a name, or is the beginning of a title, by letters alone."""
        for part in filter(None, unquote(path).split("/")):
            words, stem = words_of(part), "".join(words_of(part.rpartition(".")[0]))
            letters, long = "".join(words), _long_words(words)
            for title in self.whole_titles:
                sought, sought_long = title.replace(" ", ""), _long_words(title.split())
                if sought in (letters, stem) or (len(sought) >= MIN_LETTERS and sought in letters):
                    return True
                if len(stem or letters) >= 2 * MIN_LETTERS and sought.startswith(stem or letters):
                    return True
                if len(sought_long) >= 2 * MIN_LETTERS and sought_long in long:
                    return True
            if any(len(name) > MIN_LETTERS and name.replace(" ", "") in letters for name in self.names):
                return True
        return False

    def are_in(self, text: str) -> bool:
        """Return whether a single text, such as a path or a message, contains any trace."""
        worded, named = self.touched([text])
        return bool(worded or named) or self._is_in_path(text)

    def is_copy(self, title: str | None, text: str) -> bool:
        """Return whether nearly all words of a post are from a withdrawn one; of a post with few words, the title."""
        runs = list(runs_of(words_of(text)))
        if not runs:
            return " ".join(words_of(title or "")) in self.titles
        return sum(run in self.runs for run in runs) >= COPY_SHARE * len(runs)


def _long_words(words: Iterable[str]) -> str:
    """Return the letters of the words that addresses keep when articles and prepositions are left out."""
    return "".join(word for word in words if len(word) > _SHORT_WORD)


_KINDS = ("runs", "titles", "short_titles", "names", "whole_titles")


def _owners(words: Sequence[str], owner: Sequence[int], sought: frozenset[str]) -> set[int]:
    owners: set[int] = set()
    for size in sorted({run.count(" ") + 1 for run in sought}):
        for at, run in enumerate(runs_of(words, size)):
            if run in sought:
                owners.update(owner[at : at + size])
    return owners


def of_articles(titles: Iterable[str], texts: Iterable[str]) -> Traces:
    """Return the traces of articles with these titles and texts."""
    runs, names, long, short, whole = set(), set(), set(), set(), set()
    for text in texts:
        runs |= {*runs_of(words_of(text))}
        names |= {*names_of(text)}
    for title in titles:
        words = words_of(title)
        names |= {*names_of(title)}
        whole.add(" ".join(words))
        if len(words) >= LONG_TITLE:
            least = max(LONG_TITLE, (len(words) + 1) // 2)
            long |= {" ".join(words[:size]) for size in range(least, len(words) + 1)}
        elif words:
            short.add(" ".join(words))
    return Traces(frozenset(runs), frozenset(long), frozenset(short), frozenset(names), frozenset(whole - {""}))


def from_frame(frame: dy.DataFrame[WithdrawnTraces]) -> Traces:
    """Return the traces that `Traces.frame` wrote."""
    of_kind = {kind: frozenset(frame.filter(pl.col("kind") == kind)["words"]) for kind in _KINDS}
    return Traces(**of_kind)
