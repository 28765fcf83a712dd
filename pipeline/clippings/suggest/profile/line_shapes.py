"""Finds a line of one recurring shape that dates posts and that no general pattern reads: `By … | Posted … | …`.

A shape is the list of a line's parts between separators, each reduced to the words that the lines share. A shape with a date
that recurs over pages with different values becomes the pattern `dated_by`. Dates that the general patterns read belong
to `date_patterns`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from clippings.segment.patterns import pattern
from clippings.segment.profiles import UNKNOWN, load
from clippings.segment.template_lines import MIN_PAGES
from clippings.suggest.profile.date_patterns import SHAPES
from clippings.suggest.profile.entry import Entry, examples_of
from clippings.suggest.profile.observe import Observed

_SEPARATOR = re.compile(r"((?:(?<!\s)\s+)?[|·•»/]\s*|(?<!\s)\s+[–—-]\s+)")
_DATE = "\0"
"""Placeholder for the date of a line."""
_BY = re.compile(r"by:?\s+(?=\S)", re.I)
_COMMENTS = re.compile(r"\d+\s+comments?", re.I)
_WORDS = re.compile(r"[^\W\d_]+")
_MOST_PARTS = 6


@dataclass(frozen=True)
class _Shape:
    """Parts of a line, each with a kind and the words that all such lines share, and the separators."""

    parts: tuple[tuple[str, str], ...]
    separators: tuple[str, ...]


def entries(seen: Observed) -> list[Entry]:
    """Return the pattern of the shape that most pages have; nothing if no shape recurs."""
    if not seen.is_enough:
        return []
    lines = seen.short.filter(~pl.col("line_class").fill_null("").is_in(SHAPES) & (pl.col("place") != "foot"))
    dates = lines.select(
        "stripped", "page_id", day=pl.col("stripped").str.extract(f"(?i)({pattern(load()[UNKNOWN], 'day')})")
    )
    pages: dict[_Shape, set[str]] = defaultdict(set)
    heads: dict[_Shape, set[str]] = defaultdict(set)
    for stripped, page_id, day in dates.drop_nulls("day").iter_rows():
        shape = _shape(stripped, day)
        if shape:
            pages[shape].add(page_id)
            heads[shape].add(stripped)
    recurring = [shape for shape in pages if len(pages[shape]) >= MIN_PAGES and len(heads[shape]) >= MIN_PAGES]
    if not recurring:
        return []
    line_shape = max(recurring, key=lambda shape: (len(pages[shape]), len(heads[shape]), shape.parts))
    shown = seen.heads.filter(pl.col("stripped").is_in(sorted(heads[line_shape])))
    notes = (
        f"Lines of one shape, {len(heads[line_shape])} times with different values: they date the post above, below or beside them.",
        "Check which part is the writer and which the category: (?P<writer>…) or (?P<name>…), and (?P<category>…).",
    )
    return [
        Entry("patterns", "dated_by", _pattern(line_shape), examples_of(shown), len(pages[line_shape]), notes, is_pattern=True)
    ]  # fmt: skip


def _shape(stripped: str, day: str) -> _Shape | None:
    """Return the shape of a line with the date `day`; None for running text and for a date alone."""
    pieces = _SEPARATOR.split(stripped.replace(day, _DATE, 1))
    texts, separators = pieces[::2], [piece.strip() for piece in pieces[1::2]]
    if not 2 <= len(texts) <= _MOST_PARTS or sum(_DATE in text for text in texts) != 1:
        return None
    return _Shape(tuple(map(_part, texts)), tuple(separators))


def _part(text: str) -> tuple[str, str]:
    """Return the kind of a part, and its words if all lines of the shape share them."""
    if _DATE in text:
        before, _, behind = text.partition(_DATE)
        return "date", f"{before.strip().lower()}{_DATE}{behind.strip().lower()}"
    if _BY.match(text):
        return "by", ""
    if _COMMENTS.fullmatch(text.strip()):
        return "comments", ""
    return ("text", "") if _WORDS.search(text) else ("other", "")


def _pattern(shape: _Shape) -> str:
    """Return the shape as a Rust regular expression. Each group name is used once, as patterns require."""
    used: set[str] = set()
    pieces = []
    is_dated = False
    for kind, words in shape.parts:
        pieces.append(_piece(kind, words, used, is_dated=is_dated))
        is_dated = is_dated or kind == "date"
    joined = pieces[0] + "".join(
        rf"\s*{re.escape(separator)}\s*{piece}" for separator, piece in zip(shape.separators, pieces[1:], strict=True)
    )
    return f"(?i)^{joined}$"


def _piece(kind: str, words: str, used: set[str], *, is_dated: bool) -> str:
    match kind:
        case "date":
            before, _, behind = words.partition(_DATE)
            return (
                rf"{_literal(before, is_before=True)}(?P<date>{{day}})({{clock}})?{_literal(behind, is_before=False)}"
            )
        case "by":
            return r"by:?\s+" + _group("name" if is_dated else "writer", r"[^|\d]{2,60}?", used)
        case "comments":
            return _group("comments", "{count}", used) + r"\s+comments?"
        case "text" if is_dated:
            return _group("category", r"\p{L}[^|.!?\d:]{1,60}?", used)
    return r"[^|]{1,80}?"


def _literal(words: str, *, is_before: bool) -> str:
    """Return a pattern of the words beside a date, with any white space between them."""
    if not words:
        return ""
    escaped = r"\s+".join(re.escape(word) for word in words.split())
    return rf"{escaped}\s*" if is_before else rf"\s*{escaped}"


def _group(name: str, value: str, used: set[str]) -> str:
    if name in used:
        return value
    used.add(name)
    return f"(?P<{name}>{value})"


def beside(dated: Sequence[Entry], seen: Observed) -> list[Entry]:
    """Return the entries for lines that date posts, with the recurring shape if it is on more pages."""
    mine = entries(seen)
    dated_entry = next((entry for entry in dated if entry.key == "dated_by"), None)
    if not mine or (dated_entry and dated_entry.page_count >= mine[0].page_count):
        return list(dated)
    return [*(entry for entry in dated if entry is not dated_entry), *mine]
