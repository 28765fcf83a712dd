"""Drafts the patterns of lines that date posts, and the order of day and month in dates in digits.

A line is split at its separators; each part has a kind: the date, a writer after "by", a number of comments, other words.
Lines whose parts have the same kinds are of one shape. Lines that the general patterns read give a pattern for each shape;
so does the shape with a date that no general pattern reads and that recurs over pages: `By … | Posted … | …`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from clippings.common.text import with_plain_digits
from clippings.common.wording import counted
from clippings.enrich.credits import byline_names
from clippings.segment.sites.patterns import general
from clippings.segment.sites.template_lines import MIN_PAGES
from clippings.suggest.profile.draft_file import DraftEntry, examples_of
from clippings.suggest.profile.observe import Observed

SHAPES = ("post_date", "dated_by")
_ADVICE = "Check its groups: (?P<writer>…) or (?P<name>…) is who wrote the post, (?P<category>…) its category."
_MOST_SHAPES = 8
_MOST_PARTS = 6
_SEPARATOR = re.compile(
    r"((?:(?<!\s)\s+)?[|·•»/]\s*|(?<!\s)\s+[–—-]\s+|(?<!\s),?\s+(?=by:?\s+\S|\d+\s+comments?\b))", re.IGNORECASE
)
_DATE = "\0"
"""Placeholder for the date of a line."""
_BY = re.compile(r"by:?\s+(?=\S)", re.IGNORECASE)
# Piše: Ana Marić
_LABEL = re.compile(r"[^\W\d_]{2,15}(?: [^\W\d_]{2,15})?\s?:\s+")
_COMMENTS = re.compile(r"\w+\s+comments?", re.IGNORECASE)
_CATEGORY = r"\p{L}[^|.!?\d:]{1,60}?"
_DIGIT_ORDERS = [(f"%d{mark}%m{mark}{year}", f"%m{mark}%d{mark}{year}") for mark in "/.-" for year in ("%Y", "%y")]
"""The two readings of a date in digits."""


@dataclass
class _Lines:
    """The lines of one shape."""

    pages: set[str] = field(default_factory=set)
    stripped: set[str] = field(default_factory=set)


_Shape = tuple[tuple[str, ...], tuple[str, ...]]
"""Parts of a line, each with its kind, or for the date the words beside it; and the separators."""


def entries(seen: Observed) -> list[DraftEntry]:
    """Return the patterns of the lines that date posts, and the formats of dates in digits."""
    if not seen.is_enough:
        return []
    dated = seen.cut.posts.select("page_id", line_no="date_line", dates_post=pl.lit(value=True))
    day = pl.col("stripped").str.extract(f"(?i)({general('day')})")
    lines = seen.short.join(dated, on=["page_id", "line_no"], how="left", maintain_order="left").with_columns(day=day)
    lines = lines.drop_nulls("day")
    drafted: list[DraftEntry] = []
    raws: list[str] = []
    best = 0
    for key in SHAPES:
        read = lines.filter(pl.col("line_class") == key)
        posts = read.filter("dates_post")
        best = posts["page_id"].n_unique()
        if best < min(MIN_PAGES, seen.page_count):
            continue
        raws += posts["day"].to_list()
        # the same pattern reads the dates of titles in lists; it need not read a date inside a text
        used = read.filter(pl.col("dates_post") | (pl.col("role") == "recent_date"))
        role = "closes a post" if key == "post_date" else "dates the post above, below or beside it"
        note = f"The line that {role}: {counted(posts.height, 'post')} on {counted(best, 'page')}."
        if (shapes := _shapes(used, is_read=True)) and len(shapes) <= _MOST_SHAPES:
            drafted.append(_entry(seen, key, shapes, note))
    unread = lines.filter(~pl.col("line_class").fill_null("").is_in(SHAPES) & (pl.col("place") != "foot"))
    recurring = {
        shape: its_lines
        for shape, its_lines in _shapes(unread, is_read=False).items()
        if min(len(its_lines.pages), len(its_lines.stripped)) >= MIN_PAGES
    }
    if recurring:
        shape = max(recurring, key=lambda shape: (len(recurring[shape].pages), len(recurring[shape].stripped), shape))
        count = len(recurring[shape].stripped)
        note = (
            f"Lines of one shape, {count} times with different values: they date the post above, below or beside them."
        )
        if len(recurring[shape].pages) > best:
            drafted = [entry for entry in drafted if entry.key != "dated_by"]
            drafted.append(_entry(seen, "dated_by", {shape: recurring[shape]}, note))
    return [*drafted, *_orders(raws)]


def _shapes(lines: pl.DataFrame, *, is_read: bool) -> dict[_Shape, _Lines]:
    shapes: dict[_Shape, _Lines] = defaultdict(_Lines)
    for stripped, page_id, day in lines.select("stripped", "page_id", "day").iter_rows():
        if shape := _shape(stripped, day, is_read=is_read):
            shapes[shape].pages.add(page_id)
            shapes[shape].stripped.add(stripped)
    return shapes


def _shape(stripped: str, day: str, *, is_read: bool) -> _Shape | None:
    """Return the shape of a line with the date `day`; None for running text, and for a date alone that no pattern reads."""
    pieces = _SEPARATOR.split(stripped.replace(day, _DATE, 1))
    texts, separators = pieces[::2], [piece.strip() for piece in pieces[1::2]]
    if not (1 if is_read else 2) <= len(texts) <= _MOST_PARTS or sum(_DATE in text for text in texts) != 1:
        return None
    return tuple(map(_part, texts)), tuple(separators)


def _part(text: str) -> str:
    """Return the kind of a part; for the date, the words beside it."""
    text = text.strip().lower()
    if _DATE in text:
        return text
    if _BY.match(text):
        return "by"
    if _COMMENTS.fullmatch(text):
        return "comments"
    return "words" if re.search(r"[^\W\d_]", text) else "other"


def _entry(seen: Observed, key: str, shapes: dict[_Shape, _Lines], note: str) -> DraftEntry:
    patterns = list(dict.fromkeys(_pattern(shape, its_lines.stripped) for shape, its_lines in shapes.items()))
    lines = sorted(set().union(*(its_lines.stripped for its_lines in shapes.values())))
    shown = seen.heads.filter(pl.col("stripped").is_in(lines))
    value = patterns[0] if len(patterns) == 1 else patterns
    return DraftEntry("patterns", key, value, examples_of(shown), (note, _ADVICE), is_pattern=True)


def _with_names(shape: _Shape, lines: Iterable[str]) -> list[str]:
    """The parts of a shape, where one that most lines fill with a person is the writer, and the first before it the category."""
    parts = list(shape[0])
    values = [_SEPARATOR.split(line)[::2] for line in lines]
    persons = [
        at for at, part in enumerate(parts)
        if part == "words" and 3 * sum(len(texts) > at and _is_person(texts[at].strip()) for texts in values) > 2 * len(values)
    ]  # fmt: skip
    if len(persons) == 1 and "by" not in parts:
        labels = {_LABEL.match(texts[persons[0]]) for texts in values if len(texts) > persons[0]}
        written = {label[0].strip() for label in labels if label}
        parts[persons[0]] = f"person {written.pop()}" if len(written) == 1 and None not in labels else "person"
    if parts[0] == "words" and any(part.startswith(("person", "by")) for part in parts):
        parts[0] = "category"
    return parts


def _is_person(text: str) -> bool:
    text = _LABEL.sub("", text)
    return byline_names.name_in(text) == (0, len(text))


def _pattern(shape: _Shape, lines: Iterable[str]) -> str:
    """Return the shape as a Rust regular expression. Each group name is used once, as patterns require."""
    used: set[str] = set()
    pieces: list[str] = []
    is_dated = False
    for part, separator in zip(_with_names(shape, lines), ("", *shape[1]), strict=True):
        if pieces:
            pieces.append(rf"\s*{pl.escape_regex(separator)}\s*" if separator else r"\s+")
        pieces.append(_piece(part, used, is_dated=is_dated))
        is_dated = is_dated or _DATE in part
    return f"(?i)^{''.join(pieces)}$"


def _piece(part: str, used: set[str], *, is_dated: bool) -> str:
    def group(name: str, value: str) -> str:
        is_new = name not in used
        used.add(name)
        return f"(?P<{name}>{value})" if is_new else value

    if _DATE in part:
        before, _, behind = (r"\s+".join(map(pl.escape_regex, words.split())) for words in part.partition(_DATE))
        behind = "" if re.search(r"\d{1,2}\D\d{2}", behind) else behind  # a time of day, which `{clock}` reads
        gap = r"\s*"
        return f"{before}{before and gap}(?P<date>{{day}})({{clock}})?{behind and gap}{behind}"
    if part.startswith(("by", "person")):
        written = part.removeprefix("person").strip()
        label = r"by:?\s+" if part == "by" else rf"{pl.escape_regex(written)}\s*" if written else ""
        return label + group("name" if is_dated else "writer", r"[^|\d]{2,60}?")
    if part == "comments":
        return group("comments", "{count}") + r"\s+comments?"
    return group("category", _CATEGORY) if part == "category" or (part == "words" and is_dated) else r"[^|]{1,80}?"


def _orders(raws: Iterable[str]) -> list[DraftEntry]:
    """Return the strptime formats of dates in digits, with a TODO if the order of day and month is unknown."""
    dates = pl.Series(sorted({with_plain_digits(raw).strip() for raw in raws}), dtype=pl.String)
    formats: list[str] = []
    notes: list[str] = []
    for orders in _DIGIT_ORDERS:
        mark, year = re.escape(orders[0][2]), 4 if orders[0].endswith("Y") else 2
        written = dates.filter(dates.str.contains(rf"^\d{{1,2}}{mark}\d{{1,2}}{mark}\d{{{year}}}$"))
        read = [written.str.to_date(order, strict=False) for order in orders]
        counts = [days.len() - days.null_count() for days in read]
        if counts[0] != counts[1]:
            formats.append(orders[0] if counts[0] > counts[1] else orders[1])
            telling = written.filter(read[0].is_null() != read[1].is_null())[0]
            notes.append(
                f"The {'day' if counts[0] > counts[1] else 'month'} comes first in dates in digits, as in {telling}"
            )
        elif written.len():
            notes.append(
                f"TODO: {orders[0]} or {orders[1]}? No date in digits shows whether the day or the month comes first: {written[0]}"
            )
    if formats:
        return [DraftEntry("dates", "formats", formats, notes=tuple(notes))]
    return [DraftEntry("dates", "formats", _DIGIT_ORDERS[0], notes=tuple(notes), is_left_out=True)] if notes else []
