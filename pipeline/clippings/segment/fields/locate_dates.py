"""Locates the date in a date line, and the name, category and comment count beside it.

The patterns of the site find the characters; `day_order` reads the day.
"""

from collections.abc import Mapping

import polars as pl

from clippings.common.large_patterns import contains, groups
from clippings.enrich.credits.outlets import reads_as_outlet
from clippings.enrich.credits.person_names import is_person, opens_with_given_name
from clippings.enrich.credits.split_line import without_weekday
from clippings.enrich.dates.world_days import find_day
from clippings.segment.fields.beside_date import with_parts
from clippings.segment.lines.day_lines import name_and_day
from clippings.segment.sites.pattern_pieces import GROUP
from clippings.segment.sites.patterns import general, group, part_of, pattern
from clippings.segment.sites.profiles import Profile

RULES = ("dated_behind", "post_date", "dated_by", "date_stamp")
"""Patterns of whole lines, in the order of the tests."""
RULES_OF_TEXT = ("date_at_end", "date_at_start")
"""Patterns of lines that begin or end with the date."""
_AFTER_NAME = " \t»›→>|/·•(–—-"
"""Separators between a name and what follows it: `by Ada Quill » 4 March 2015`."""
_BESIDE = ("writer", "name", "comments", "category")
"""Groups that patterns find beside the date; a writer is before the date, the others are after it."""
_PLACES = {f"{part}_{column}": dtype for part in _BESIDE for column, dtype in (("raw", pl.String), ("start", pl.Int64))}
_NEAR = 60
"""Maximum length, in characters, of a date or link at the end of a paragraph."""
_INSIDE = "inside_line"
_MORE = 16
"""Maximum number of characters beside the date in a line that counts as a date; a time is shorter."""
_LEAST_BESIDE = 4
"""Letters of Chinese, Japanese or Korean beside a day in digits that say more than a label: `승인 2018.10.22 최다인 기자`."""
_WORDED = "worded_day"
"""Rule of a day whose month is a word in a language without patterns."""
# Thu May 6 09:14:02 CEST 2004
_YEAR_BEHIND_CLOCK = r"\d\d:\d\d:\d\d (?:[A-Z]{2,5} )?\d{4}$"
_WHOLE = "line"
"""Rule of a line that matches no pattern: the whole line is tried as a date."""


def located(dated: pl.DataFrame, sites: Mapping[str, Profile]) -> pl.DataFrame:
    """Return `dated` (site, stripped, text, lead) with rule, and `*_raw` and `*_start` for the date and each group beside it."""
    located_dates, left = [], dated
    for name in dated["site"].unique().sort():
        for rule in RULES:
            regex = pattern(sites[name], rule)
            holds = (left["site"] == name) & contains(left["stripped"], regex)
            if not holds.any():
                continue
            parts = _parts(left.filter(holds), regex, rule)
            is_barred = parts["stripped"].str.contains("[|·•]")
            located_dates += [with_parts(parts.filter(is_barred)), parts.filter(~is_barred)]
            left = left.filter(~holds)
    for rule in RULES_OF_TEXT:
        holds = contains(left["stripped"], general(rule)) & ~contains(left["stripped"], _YEAR_BEHIND_CLOCK)
        if holds.any():
            located_dates.append(with_parts(_parts(left.filter(holds), general(rule), rule)))
            left = left.filter(~holds)
    # Posted by Adam Example on May 20, 2016 (23 reads)
    day = f"(?P<date>{general('day')})"
    holds = contains(left["stripped"], day)
    if holds.any():
        holds = holds.scatter(holds.arg_true(), left.filter(holds).select(_is_inside(day)).to_series())
    if holds.any():
        located_dates.append(with_parts(_parts(left.filter(holds), day, _INSIDE)))
        left = left.filter(~holds)
    spans = pl.Series([_span(stripped) for stripped in left["stripped"]], dtype=pl.List(pl.Int64))
    start, end, name, name_end = (spans.list.get(n, null_on_oob=True) for n in range(4))
    places = {column: pl.lit(None, dtype) for column, dtype in _PLACES.items()}
    places["writer_raw"] = pl.when(name.is_not_null()).then(pl.col("stripped").str.slice(name, name_end - name))
    places["writer_start"] = pl.col("lead") + name
    rest = left.with_columns(
        **places,
        rule=pl.when(start.is_not_null()).then(pl.lit(_WORDED)).otherwise(pl.lit(_WHOLE)),
        date_raw=pl.when(start.is_not_null())
        .then(pl.col("stripped").str.slice(start, end - start))
        .otherwise("stripped"),
        date_start=pl.col("lead") + start.fill_null(0),
    )
    whole = _with_persons(pl.concat([*(dates.select(rest.columns) for dates in located_dates), with_parts(rest)]))
    whole = whole.with_columns(pl.col("writer_raw", "name_raw").str.strip_chars_end(_AFTER_NAME))
    writers = {
        name: without_weekday(name) or None for name in whole["writer_raw"].drop_nulls().unique(maintain_order=True)
    }
    whole = whole.with_columns(pl.col("writer_raw").replace(writers))
    return whole.with_columns(*(place for part in ("date", *_BESIDE) for place in _in_own_text(part)))


def _is_inside(day: str) -> pl.Expr:
    """Whether a line that holds a day (the pattern) says more than the day."""
    alone = pl.col("stripped").str.extract(day, 1).str.len_chars()
    is_barred = pl.col("stripped").str.contains("[|·•]")
    beside = pl.col("stripped").str.replace(day, "").str.count_matches(r"[\p{Han}\p{Hangul}]")
    is_inside = (_length("stripped") > alone + _MORE) | is_barred | (beside >= _LEAST_BESIDE)
    return is_inside & ~pl.col("stripped").str.contains(_YEAR_BEHIND_CLOCK)


def _in_own_text(part: str) -> tuple[pl.Expr, pl.Expr]:
    """Text and start of a part in the line as it is: a line without its marks has other offsets, or holds words that are apart in it."""
    raw, start = pl.col(f"{part}_raw"), pl.col(f"{part}_start")
    is_here = (pl.col("text").str.slice(start, raw.str.len_chars()) == raw).fill_null(value=False)
    is_elsewhere = pl.col("text").str.contains(raw, literal=True).fill_null(value=False)
    place = pl.when(is_here).then(start).when(is_elsewhere).then(_before(pl.col("text"), raw))
    return pl.when(is_here | is_elsewhere).then(raw).alias(f"{part}_raw"), place.alias(f"{part}_start")


def _with_persons(dates: pl.DataFrame) -> pl.DataFrame:
    """`dates`, where a person beside the day is its author and not a category: `12 December 2017 | Ada Quill`."""
    categories = dates["category_raw"].unique().drop_nulls()
    named = [raw for raw in categories if opens_with_given_name(raw) and is_person(raw)]
    is_named = pl.col("category_raw").is_in(named).fill_null(value=False)
    moves = is_named & pl.col("writer_raw").is_null()
    is_writer = is_named & (pl.col("writer_raw").is_null() | (pl.col("writer_raw") == pl.col("category_raw")))
    return dates.with_columns(
        *(
            pl.when(moves).then(f"category_{part}").otherwise(f"writer_{part}").alias(f"writer_{part}")
            for part in ("raw", "start")
        ),
        *(pl.when(~is_writer).then(f"category_{part}").alias(f"category_{part}") for part in ("raw", "start")),
    )


def _span(stripped: str) -> list[int] | None:
    """Locate a day in words of any language, and the name before it, in a line that matches no pattern."""
    named = name_and_day(stripped)
    if named:
        # Quay Gazette, 4 March 2015: the name is an outlet's
        is_outlet = not named.name_start and reads_as_outlet(stripped[: named.name_end])
        name = [] if is_outlet else [named.name_start, named.name_end]
        return [named.day_start, named.day_end, *name]
    day = find_day(stripped)
    return [day.start, day.end] if day else None


def with_days_of_cutter(dated: pl.DataFrame) -> pl.DataFrame:
    """`dated` with the characters and the day that a cutter has read already: `day`, `day_start`, `day_length`."""
    is_read = pl.col("day").is_not_null()
    # a line that is read without its marks is read from its first letter
    indent = pl.when(pl.col("stripped") == pl.col("text").str.strip_chars()).then("lead").otherwise(0)
    start = pl.col("day_start") - indent
    dated = dated.with_columns(
        date_raw=pl.when(is_read).then(pl.col("stripped").str.slice(start, pl.col("day_length"))).otherwise("date_raw"),
        date_start=pl.when(is_read).then("day_start").otherwise("date_start"),
        timestamp=pl.coalesce(pl.col("day").dt.strftime("%Y-%m-%d"), "timestamp"),
    )
    return dated.with_columns(_in_own_text("date")).drop("day", "day_start", "day_length")


def _parts(lines: pl.DataFrame, regex: str, rule: str) -> pl.DataFrame:
    """Return lines that match a pattern, with its groups and where they are."""
    lines = lines.with_columns(groups=groups(lines["stripped"], regex))
    found = {part: part_of(pl.col("groups"), regex, part) for part in ("date", *_BESIDE)}
    lines = lines.with_columns(**{f"{part}_raw": raw for part, raw in found.items()}, rule=pl.lit(rule)).drop("groups")
    # a date at the end is the last of its line, any other the first
    is_last = rule == "date_at_end"
    before = _before(pl.col("text"), pl.col("date_raw"), is_last=is_last)
    lines = lines.with_columns(date_start=before)
    return lines.with_columns(**{f"{part}_start": _beside(part, regex) for part in _BESIDE})


def _beside(part: str, regex: str) -> pl.Expr:
    """Where the group `part` is: on the side of the date where the pattern has it, or on the only side that has its text."""
    end = pl.col("date_start") + _length("date_raw")
    opening, rest, raw = (
        pl.col("text").str.slice(0, pl.col("date_start")),
        pl.col("text").str.slice(end),
        pl.col(f"{part}_raw"),
    )
    groups = GROUP.findall(regex)
    is_written_first = part in groups and groups.index(part) < groups.index("date")
    is_first, is_last = opening.str.contains(raw, literal=True), rest.str.contains(raw, literal=True)
    return (
        pl.when(is_first & (~is_last if not is_written_first else pl.lit(value=True)))
        .then(_before(opening, raw))
        .when(is_last)
        .then(end + _before(rest, raw))
    )


def ends(own_lines: pl.DataFrame, blocks: pl.DataFrame) -> pl.DataFrame:
    """block, line_no, start, end and kind of each date or link at the end of a paragraph of a post; `blocks` has block and date_line."""
    lines = own_lines.filter(pl.col("role") == "body").join(
        blocks.select("block", "date_line"), on="block", how="left", maintain_order="left"
    )
    end = pl.col("text").str.strip_chars_end()
    near = end.str.tail(_NEAR)
    rows = []
    for kind, name, holds in (
        ("post_date", "date_at_end", pl.col("date_line") == pl.col("line_no")),
        ("read_more", "link_at_end", pl.col("completeness") == "excerpt"),
    ):
        asked = lines.filter(holds)
        tail = group(asked.select(near).to_series(), general(name), "tail")
        rows.append(
            asked.with_columns(tail=tail, end=end.str.len_chars().cast(pl.Int64))
            .filter(pl.col("tail").is_not_null())
            .select("block", "line_no", "end", start=pl.col("end") - pl.col("tail").str.len_chars().cast(pl.Int64), kind=pl.lit(kind))
        )  # fmt: skip
    return pl.concat(rows).select("block", "line_no", "start", "end", "kind").sort("block", "line_no")


def _before(text: pl.Expr, part: pl.Expr, *, is_last: bool = False) -> pl.Expr:
    """Characters of `text` before the first `part` in it, or the last."""
    pieces = text.str.split(part).list
    if is_last:
        return (text.str.len_chars() - part.str.len_chars() - pieces.last().str.len_chars()).cast(pl.Int64)
    return pieces.first().str.len_chars().cast(pl.Int64)


def _length(column: str) -> pl.Expr:
    return pl.col(column).str.len_chars().cast(pl.Int64)
