"""Finds several posts on one page: their titles and boundaries.

Titles are lines that recur in the same kind of element. A post is the largest element with one title. If titles and texts
are siblings, a post is the lines from one title to the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from clippings.segment.dated_titles import dated_title
from clippings.segment.layouts.html_boilerplate import Boilerplate
from clippings.segment.layouts.html_dates import is_date
from clippings.segment.layouts.html_head import Meta
from clippings.segment.layouts.html_line_kinds import is_more
from clippings.segment.layouts.html_model import Line, common, parts
from clippings.segment.layouts.html_title_candidates import groups, is_named_title

_LINKED = ("link", "title", "subheading", "body")
"""Hints of a title that may be a link as a whole; a line with only a part as link is a title if its element is named so."""
_DECLARED_SHARE = 0.6
_DAYS = 2
"""Days as headings that show a page to be a list of posts, at least."""


@dataclass
class Record:
    """A post's lines: from `start` to before `end`, its title at `title`; positions in the page's lines."""

    title: int
    start: int
    end: int
    signs: set[str] = field(default_factory=set)
    prose: int = 0


@dataclass
class Listing:
    """Posts found, and their share of the page's prose."""

    records: list[Record]
    prose: int
    is_wrapped: bool
    sign_share: float = 0.0


def listings(lines: Sequence[Line], boilerplate: Boilerplate, meta: Meta) -> list[Listing]:
    """Return all candidate listings of the page: those of declared and dated titles, then those with most prose."""

    def rank(listing: Listing) -> tuple[int, float, int]:
        depth = len(lines[listing.records[0].title].steps)
        return -_declared(listing), -listing.prose * (0.2 + listing.sign_share), depth

    return sorted((_listing(lines, titles, boilerplate, meta) for titles in groups(lines, boilerplate)), key=rank)


_SURE = 2


def are_posts_by_markup(listing: Listing) -> bool:
    """Whether the markup calls the titles of most records so, and shows their days."""
    return _declared(listing) == _SURE


def _declared(listing: Listing) -> int:
    """How surely most records are posts with a text: 2 if the markup calls their titles so and shows days, 1 for two other signs."""
    least = max(2, _DECLARED_SHARE * len(listing.records))
    signs = [record.signs & {"declared", "date", "article"} for record in listing.records if record.prose]
    sure, likely = sum({"declared", "date"} <= own for own in signs), sum(len(own) > 1 for own in signs)
    return _SURE if sure >= least else int(likely >= least)


def _listing(lines: Sequence[Line], titles: Sequence[int], boilerplate: Boilerplate, meta: Meta) -> Listing:
    shared = [common(lines[a].steps, lines[b].steps) for a, b in pairwise(titles)]
    depths = [max(shared[max(i - 1, 0) : i + 1]) for i in range(len(titles))]
    extents = [_extent(lines, at, depth) for at, depth in zip(titles, depths, strict=True)]
    has_text = [
        _prose(lines, start, end, at, boilerplate) > 0 for (start, end), at in zip(extents, titles, strict=True)
    ]
    is_wrapped = 2 * sum(has_text) >= len(titles)
    records = [Record(at, start, end) for at, (start, end) in zip(titles, extents, strict=True)]
    if not is_wrapped:
        _flatten(lines, records, depths)
    is_diary = _is_diary(lines, records)
    for record, depth in zip(records, depths, strict=True):
        record.prose = _prose(lines, record.start, record.end, record.title, boilerplate)
        record.signs = _signs(lines, record, depth, boilerplate, meta) | ({"date"} if is_diary else set())
    signed = sum(bool(record.signs) for record in records) / len(records)
    return Listing(records, sum(record.prose for record in records), is_wrapped, signed)


def _is_diary(lines: Sequence[Line], records: Sequence[Record]) -> bool:
    """Return whether days as headings divide the posts: one is above the first post, and another above a later one."""
    dated = [record.start > 0 and is_date(lines[record.start - 1]) for record in records]
    return dated[0] and sum(dated) >= _DAYS


def _extent(lines: Sequence[Line], at: int, shared: int) -> tuple[int, int]:
    """Return the largest element around the title at `at` without another title; another title shares `shared` steps."""
    depth = shared + 1
    start, end = at, at + 1
    prefix = lines[at].steps[:depth]
    if len(prefix) < depth:
        return start, end  # a line of an element that holds several titles
    while start > 0 and lines[start - 1].steps[:depth] == prefix:
        start -= 1
    while end < len(lines) and lines[end].steps[:depth] == prefix:
        end += 1
    return start, end


def _flatten(lines: Sequence[Line], records: list[Record], depths: list[int]) -> None:
    """Extend posts whose title and text are siblings: each ends at the start of the next.

    A date or category above the first title, and above every other title, opens the post.
    """
    lead = _lead(lines, records)
    for record in records:
        record.start -= lead
    for record, after in pairwise(records):
        record.end = max(after.start, record.title + 1)
    last = records[-1]
    parent = lines[last.title].steps[: depths[-1]]
    while last.end < len(lines) and lines[last.end].steps[: len(parent)] == parent:
        last.end += 1
    _without_day_headings(lines, records)


def _without_day_headings(lines: Sequence[Line], records: list[Record]) -> None:
    """End posts before a date that dates the posts below: such a date is above the first post, and none ends the last."""
    above = records[0].start - 1
    if _is_dated_above(lines, records) or above < 0 or not is_date(lines[above]) or is_date(lines[records[-1].end - 1]):
        return
    for record in records[:-1]:
        end = lines[record.end - 1]
        if is_date(end) and end.tag == lines[above].tag and record.end - 1 > record.title:
            record.end -= 1


def _is_dated_above(lines: Sequence[Line], records: list[Record]) -> bool:
    """Return whether every post has a date above its title."""
    return all(any(is_date(lines[i]) for i in range(record.start, record.title)) for record in records)


_LEAD = 3


def _lead(lines: Sequence[Line], records: list[Record]) -> int:
    """Return the number of lines above each title that belong to the post below."""
    lead = 0
    while lead < _LEAD:
        above = [record.start - lead - 1 for record in records]
        if above[0] < 0 or any(b <= a.title for a, b in zip(records, above[1:], strict=False)):
            break
        kinds = {
            (lines[i].tag, is_date(lines[i]), lines[i].words <= 5, lines[i].steps[:-1] == lines[above[0]].steps[:-1])
            for i in above
        }
        first = lines[above[0]]
        is_fact = is_date(first) or (first.words <= 5 and not first.stripped.endswith((".", "!", "?")))
        if len(kinds) != 1 or not is_fact:
            break
        if is_date(first) and any(is_date(lines[i]) for i in range(records[-1].title + 1, len(lines))):
            break
        lead += 1
    return lead


def _prose(lines: Sequence[Line], start: int, end: int, title: int, boilerplate: Boilerplate) -> int:
    return sum(
        lines[i].words
        for i in range(start, end)
        if i != title
        and (lines[i].words >= 6 and lines[i].hint not in ("link", "navigation", "title"))
        and lines[i] not in boilerplate
        and not is_date(lines[i])
    )


def _signs(lines: Sequence[Line], record: Record, shared: int, boilerplate: Boilerplate, meta: Meta) -> set[str]:
    """Return the signs that a heading is the title of a post, not a heading inside a text.

    A link to another site is a weak sign: articles link to their subjects.

    Args:
        lines: The lines of the page.
        record: The post.
        shared: Number of steps that its title shares with another title.
        boilerplate: Boilerplate lines of the page.
        meta: The head of the page.
    """
    title = lines[record.title]
    signs = set()
    is_link = title.hint in _LINKED or (title.hint is None and not title.is_heading and is_named_title(title))
    if title.href is not None and not title.href.startswith("#") and is_link:
        signs.add("link" if meta.is_own(title.href) else "foreign")
    if title.hint == "title":
        signs.add("declared")
    if dated_title(title.stripped):
        signs.add("dated")
    for line in lines[record.start : record.end]:
        if line in boilerplate:
            continue
        if is_date(line):
            signs.add("date")
        elif is_more(line) and meta.is_own(line.href):
            signs.add("more")
    if title.href is not None and any(
        parts(step)[0] == "article" for step in title.steps[shared : common(lines[record.start].steps, title.steps)]
    ):
        signs.add("article")
    return signs
