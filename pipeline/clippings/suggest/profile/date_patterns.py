"""Patterns of the lines that date posts, and formats of the dates, with the day or the month first.

All dates of the site together show the order of day and month. If they do not, a TODO asks a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from clippings.segment.patterns import general
from clippings.segment.profiles import UNKNOWN, load
from clippings.suggest.profile.entry import Entry, Example, examples_of
from clippings.suggest.profile.generalise import MOST_FORMS, fitted, form, whole
from clippings.suggest.profile.observe import Observed

SHAPES = ("post_date", "dated_by")
_VALUES = {
    "writer": r"[^|\d]{2,60}?",
    "name": r"[^|\d]{2,60}?",
    "category": r"\p{L}[^|.!?\d:]{1,60}?",
    "comments": "{count}",
}
"""Values that may be on the line of a date, and the pattern of each."""
_ORDER = ("writer", "date", "name", "category", "comments")
"""Order of the values on the line."""
_WORDED = (
    "%B %d, %Y", "%d %B %Y", "%B %d %Y", "%d %B, %Y", "%d-%B-%Y",
    "%A, %B %d, %Y", "%A, %d %B %Y", "%A %d %B %Y", "%A %B %d, %Y",
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d",
)  # fmt: skip
_IN_DIGITS = tuple((f"%d{mark}%m{mark}{year}", f"%m{mark}%d{mark}{year}") for mark in "/.-" for year in ("%Y", "%y"))
"""The two readings of a date in digits."""
_GREGORIAN = 1900
"""First year of the Gregorian calendar here; earlier years belong to another calendar."""
_SHORT_YEAR = re.compile(r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$")
_LONG_YEAR = re.compile(r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}$")
_DIGITS = str.maketrans({chr(base + n): str(n) for base in (0x0660, 0x06F0) for n in range(10)})


def entries(seen: Observed) -> list[Entry]:
    """Return the patterns of the lines that date posts, and the formats of the dates."""
    if not seen.is_enough:
        return []
    entries_found: list[Entry] = []
    raws: list[str] = []
    dates = seen.cut.posts.select("page_id", line_no="date_line", is_post_date=pl.lit(value=True))
    short = seen.short.join(dates, on=["page_id", "line_no"], how="left", maintain_order="left")
    for shape in SHAPES:
        own_short = short.filter(pl.col("line_class") == shape)
        posts = own_short.filter("is_post_date")
        if posts.is_empty():
            continue
        # the same pattern reads the dates of titles in lists; it need not read a date inside a text
        used = own_short.filter(pl.col("is_post_date") | (pl.col("role") == "recent_date"))
        raws += [
            str(row["date"]) for row in _parts(posts.unique("stripped", maintain_order=True), shape) if row["date"]
        ]
        entry = _pattern(seen, shape, posts, used)
        if entry:
            entries_found.append(entry)
    return [*entries_found, *_formats(raws)]


def _parts(heads: pl.DataFrame, shape: str) -> list[dict[str, str | None]]:
    """Return each line with its date, name, category and comment count, as the general pattern reads them."""
    groups = heads.select("stripped", part=pl.col("stripped").str.extract_groups(general(shape)))
    names = ("date", *_VALUES)
    rows = []
    for stripped, part in groups.iter_rows():
        rows.append({"stripped": stripped, **{name: (part or {}).get(name) for name in names}})
    return rows


def _pattern(seen: Observed, shape: str, posts: pl.DataFrame, used: pl.DataFrame) -> Entry | None:
    """Return a pattern for the lines `used`, of which `posts` date posts."""
    page_count = posts["page_id"].n_unique()
    if page_count < min(3, seen.page_count):
        return None
    heads = seen.heads.filter(pl.col("stripped").is_in(used["stripped"].implode()))
    forms = list(dict.fromkeys(_form(row) for row in _parts(heads, shape)))
    if len(forms) > MOST_FORMS:
        return None
    others = seen.heads.filter(pl.col("line_class").fill_null("") != shape)["stripped"]
    pattern = fitted(_named_once(forms), load()[UNKNOWN], heads["stripped"], others)
    if pattern is None:
        return None
    examples = heads.filter(pl.col("stripped").is_in(posts["stripped"].implode()))
    return Entry(
        "patterns",
        shape,
        pattern,
        examples_of(examples),
        page_count,
        (_position_note(seen, shape, posts),),
        is_pattern=True,
    )


def _form(row: dict[str, str | None]) -> str:
    """Return the pattern of one line, with its values as named groups."""
    line = str(row["stripped"])
    pieces, at = [], 0
    for name in _ORDER:
        value = row[name]
        start = line.find(value, at) if value else -1
        if value and start >= 0:
            pieces.append(form(line[at:start]))
            pieces.append(f"(?P<{name}>{form(value, is_date=True) if name == 'date' else _VALUES[name]})")
            at = start + len(value)
    pieces.append(form(line[at:]))
    return re.sub(r"\bcomments?\b(?!>)", "comments?", "".join(pieces))


def _named_once(forms: Sequence[str]) -> str | None:
    """Return a pattern of whole lines of several forms: text before the date, the date, text after it.

    None if a value would be named twice, which a pattern cannot do.
    """
    parts = [re.fullmatch(r"(.*?)\(\?P<date>([^)]*)\)(.*)", form) for form in forms]
    if not all(parts):
        return whole(forms)
    before, dates, behind = (list(dict.fromkeys(str(part[n]) for part in parts if part)) for n in (1, 2, 3))
    pattern = f"^{_one_of(before)}(?P<date>{'|'.join(dates)}){_one_of(behind)}$"
    names = re.findall(r"\?P<(\w+)>", pattern)
    return pattern if len(names) == len(set(names)) else None


def _one_of(pieces: Sequence[str]) -> str:
    """Return a pattern of one of the pieces, optional if one of them is empty."""
    some = [piece for piece in pieces if piece]
    if len(pieces) == 1:
        return pieces[0]
    return f"({'|'.join(some)}){'?' if len(some) < len(pieces) else ''}"


def _position_note(seen: Observed, shape: str, posts: pl.DataFrame) -> str:
    """Return a note on the position of such lines, for the person who corrects the draft."""
    reasons = seen.cut.pages["kind_reason"].drop_nulls().value_counts()
    reasons = reasons.sort("count", "kind_reason", descending=[True, False])
    page_note = f" Most pages: {reasons['kind_reason'][0]}." if reasons.height else ""
    role = "closes a post" if shape == "post_date" else "dates the post above, below or beside it"
    return f"The line that {role}: {posts.height} posts on {posts['page_id'].n_unique()} pages.{page_note}"


def _formats(raws: Sequence[str]) -> list[Entry]:
    """Return the strptime formats of the dates, with a TODO if the order of day and month is unknown."""
    dates = pl.Series(sorted({raw.translate(_DIGITS).strip() for raw in raws}), dtype=pl.String)
    if dates.is_empty():
        return []
    formats = [(n, shape) for shape in _WORDED if (n := _count(dates, shape))]
    notes, examples = [], []
    for day_first, month_first in _IN_DIGITS:
        is_short = day_first.endswith("y")
        own_dates = dates.filter(dates.str.contains((_SHORT_YEAR if is_short else _LONG_YEAR).pattern))
        own_dates = own_dates.filter(own_dates.str.contains(re.escape(day_first[2])))
        if own_dates.is_empty():
            continue
        days, months = _count(own_dates, day_first), _count(own_dates, month_first)
        examples += [Example(raw, 0) for raw in own_dates.head(2)]
        if days == months:
            notes.append(
                f"TODO: {day_first} or {month_first}? No date in digits shows whether the day or the month comes first: {own_dates[0]}"
            )
        else:
            formats.append((max(days, months), day_first if days > months else month_first))
            first = "day" if days > months else "month"
            notes.append(
                f"The {first} comes first in dates in digits, as in {_telling(own_dates, day_first, month_first)}"
            )
    ordered = tuple(shape for _, shape in sorted(formats, key=lambda pair: (-pair[0], pair[1])))
    if ordered:
        return [Entry("dates", "formats", ordered, notes=tuple(notes))]
    if notes:
        return [Entry("dates", "formats", ("%B %d, %Y",), notes=tuple(notes), is_left_out=True)]
    return []


def _telling(dates: pl.Series, day_first: str, month_first: str) -> str:
    """Return a date that has only one of the two readings."""
    differs = (
        dates.str.to_date(day_first, strict=False).is_null() != dates.str.to_date(month_first, strict=False).is_null()
    )
    return str(dates.filter(differs)[0])


def _count(dates: pl.Series, shape: str) -> int:
    """Return the number of dates that have the format, in the Gregorian calendar."""
    read = dates.str.to_date(shape, strict=False)
    return int((read.dt.year() >= _GREGORIAN).sum() or 0)
