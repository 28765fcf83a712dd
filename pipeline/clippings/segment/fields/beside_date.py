"""What a line of several parts has beside its day, in any order: `Town | By Ada Quill | 9 March 2016`."""

import re
from functools import cache

import polars as pl

from clippings.common.phrases import either
from clippings.enrich.credits.byline_names import name_in
from clippings.enrich.credits.bylines import label_end
from clippings.enrich.credits.person_names import opens_with_given_name
from clippings.enrich.dates.calendar_words import fold, weekdays
from clippings.enrich.dates.world_days import CLOCK_BEHIND
from clippings.segment.lines.day_lines import COMMENTS_BEHIND, is_update

_SEPARATOR = re.compile(r"(?<!\s)\s+[—–/»-]\s+|(?:(?<!\s)\s+)?[|·•]\s*|\t\s*")
_LONGEST = 100
"""Maximum length of such a line in characters; a longer one is text."""
_CATEGORY_WORDS = 4
_UNLABELLED = 2
"""Parts before a day, one of which may be a person without a label: `Ada Quill | Town | 9 March 2016`, `Ferries | Ada Quill | 9 March 2016`."""
# 28 April 2017 | By Ada Quill: the credits read a name behind the day
_BEHIND = re.compile(r"\bby\b", re.IGNORECASE)
# Piše: Ana Marić   |   Na Juma Mwakyusa
_ANY_LABEL = re.compile(r"(?:[^\W\d_]{2,15}:|Na(?=\s+\S+\s))\s+")
_PARTS = ("writer", "category")

Span = tuple[int, int]


def with_parts(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` (stripped, lead, date_raw, date_start) with writer and category, where no pattern has found a writer."""
    spans = [
        beside(stripped, start - lead, start - lead + len(raw))
        if writer is None and raw and len(stripped) <= _LONGEST
        else (None, None)
        for stripped, lead, start, raw, writer in lines.select(
            "stripped", "lead", "date_start", "date_raw", "writer_raw"
        ).iter_rows()
    ]
    for part, part_spans in zip(_PARTS, zip(*spans, strict=True) if spans else ((), ()), strict=True):
        start = pl.Series([span[0] if span else None for span in part_spans], dtype=pl.Int64)
        length = pl.Series([span[1] - span[0] if span else None for span in part_spans], dtype=pl.Int64)
        is_found = pl.lit(start).is_not_null()
        raw = pl.when(is_found).then(pl.col("stripped").str.slice(start.fill_null(0), length))
        lines = lines.with_columns(
            pl.coalesce(raw, f"{part}_raw").alias(f"{part}_raw"),
            pl.coalesce(pl.col("lead") + start, f"{part}_start").alias(f"{part}_start"),
        )
    return lines


def beside(stripped: str, start: int, end: int) -> tuple[Span | None, Span | None]:
    """Return the characters of the writer and of the category beside a day; a category only where a part is a byline."""
    comments = COMMENTS_BEHIND.search(stripped, end)
    before = _pieces(stripped, 0, start)
    behind = _pieces(stripped, end, comments.start() if comments else len(stripped))
    before, behind = (
        [piece for piece in pieces if not _is_of_day(stripped[slice(*piece)])] for pieces in (before, behind)
    )
    bylines = [piece for piece in [*before, *behind] if _label_end(stripped[slice(*piece)]) is not None]
    if not bylines and len(before) == _UNLABELLED and not behind:
        section, second = before
        persons = [piece for piece in before if name_in(text := stripped[slice(*piece)]) == (0, len(text))]
        if persons == [second] and opens_with_given_name(stripped[slice(*second)]):
            return second, section if _may_be_category(stripped[slice(*section)]) else None
        return (section if persons == [section] else None), None
    if not bylines and not before and len(behind) == _UNLABELLED:
        # 15. září 2013 | Petr Doležal | Kultura
        persons = [piece for piece in behind if name_in(name := stripped[slice(*piece)]) == (0, len(name))]
        if len(persons) == 1:
            other = behind[1 - behind.index(persons[0])]
            return persons[0], other if _may_be_category(stripped[slice(*other)]) else None
    if not bylines and not before and len(behind) == 1:
        # 18. června 2013, Jana Hořejší   |   7 November 2009 | Ada Quill   |   7 November 2009 | Ada Quill in Harbour News
        name = stripped[slice(*behind[0])]
        is_known = opens_with_given_name(name)
        first, last = name_in(name) or (0, 0)
        is_person = "," in stripped[end : behind[0][0]] or is_known
        is_person &= first == 0 < last and (last == len(name) or is_known)
        return ((behind[0][0], behind[0][0] + last) if is_person else None), None
    if not bylines and len(before) == 1 and len(behind) <= 1 and _is_person_known(stripped[slice(*before[0])]):
        # Ada Quill | 2 February 2015   |   Ada Quill | 2 February 2015 | Town
        is_section = bool(behind) and _may_be_category(stripped[slice(*behind[0])])
        return before[0], behind[0] if is_section else None
    if not bylines and len(before) == len(behind) == 1 and _is_person_known(stripped[slice(*behind[0])]):
        # Town | 2 February 2015 | Ada Quill
        return behind[0], before[0] if _may_be_category(stripped[slice(*before[0])]) else None
    if not bylines and len(before) == 1 and any(is_update(stripped[slice(*piece)]) for piece in behind):
        # Aino Lehtola | 4.3.2016 | Päivitetty 5.3.2016: no list of posts shows the day of a change
        name = stripped[slice(*before[0])]
        return (before[0] if name_in(name) == (0, len(name)) else None), None
    if len(bylines) != 1:
        return None, None
    [byline] = bylines
    label = _label_end(stripped[slice(*byline)]) or 0
    is_read_with_credits = byline in behind and _BEHIND.search(stripped[end:])
    writer = None if is_read_with_credits or byline[0] + label >= byline[1] else (byline[0] + label, byline[1])
    others = (_without_label(stripped, piece) for piece in [*before, *behind] if piece != byline)
    rest = [piece for piece in others if _may_be_category(stripped[slice(*piece)])]
    return writer, rest[0] if len(rest) == 1 else None


def _is_person_known(name: str) -> bool:
    """Return whether a part is a person's name, by its given name and its form."""
    return opens_with_given_name(name) and name_in(name) == (0, len(name))


def _label_end(piece: str) -> int | None:
    """Return the end of the label of a byline; one of no known language opens nothing but a person's name."""
    known, label = label_end(piece), _ANY_LABEL.match(piece)
    if known is not None or label is None or _not_of_author().match(piece.lower()):
        return known
    return label.end() if name_in(name := piece[label.end() :]) == (0, len(name)) else None


def _without_label(text: str, piece: Span) -> Span:
    """The characters of a piece behind a label of categories: `Section: Ferries`."""
    label = _of_category().match(text, *piece)
    return (label.end(), piece[1]) if label and label.end() < piece[1] else piece


@cache
def _of_category() -> re.Pattern[str]:
    return re.compile(rf"{either('category')}\s*:\s*", re.IGNORECASE)


@cache
def _not_of_author() -> re.Pattern[str]:
    return re.compile(rf"{either('photo_credit', 'source', 'category', 'tags')}\s*:")


def _is_of_day(piece: str) -> bool:
    """Return whether a part is the weekday, the label or the hour of the day: `Ada Quill — Published: 4 March 2015 at 16:40`.

    `Updated 5 March 2015` is a day of its own.
    """
    has_number = any(map(str.isdigit, piece))
    is_label = not has_number and _label_of_day().fullmatch(piece.lower().rstrip(" :：")) is not None
    return is_label or fold(piece) in weekdays() or CLOCK_BEHIND.fullmatch(f" {piece}") is not None


@cache
def _label_of_day() -> re.Pattern[str]:
    return re.compile(either("posted", "posted_on", "updated", "at_time"))


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """Return the parts of a line between separators, without white space and separators at their ends."""
    bounds = [start, *(at for match in _SEPARATOR.finditer(text, start, end) for at in match.span()), end]
    pieces = []
    for first, last in zip(bounds[::2], bounds[1::2], strict=True):
        piece = text[first:last].strip(" \t\u00a0|·•—–/»,-")
        if any(map(str.isalpha, piece)):
            at = text.index(piece, first)
            pieces.append((at, at + len(piece)))
    return pieces


def _may_be_category(piece: str) -> bool:
    is_plain = piece[0].isalpha() and not any(letter.isdigit() or letter in ".!?:" for letter in piece)
    return is_plain and len(piece.split()) <= _CATEGORY_WORDS and not _label_of_day().fullmatch(piece.lower())
