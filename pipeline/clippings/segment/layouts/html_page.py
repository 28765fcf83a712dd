"""Decides the kind of an HTML page: listing of posts, listing of excerpts, one post, or unknown boundaries."""

from collections.abc import Sequence, Set

from clippings.segment.layouts import html_post
from clippings.segment.layouts.html_article import post_of_head, post_of_page
from clippings.segment.layouts.html_boilerplate import Boilerplate
from clippings.segment.layouts.html_bylines import sign
from clippings.segment.layouts.html_cards import below_titles
from clippings.segment.layouts.html_dates import is_date
from clippings.segment.layouts.html_head import Meta
from clippings.segment.layouts.html_index import index_of
from clippings.segment.layouts.html_listing import (
    Listing,
    Record,
    are_posts_by_markup,
    listings,
)
from clippings.segment.layouts.html_model import CutPage, Line, core
from clippings.segment.layouts.html_outside import CARD, mark_excerpts, roles_outside
from clippings.segment.layouts.html_sections import inside_sections, with_other_sections
from clippings.segment.layouts.html_shelf import as_shelf
from clippings.segment.sites.html_selectors import DROPPED

_SIGNED = 0.6
"""Minimum share of titles with a link, a date or a declaring element; below it they are headings of one text."""
_HELD = 0.5
"""Minimum share of the page's prose in the posts of a listing."""
_NEARLY_ALL = 0.85
"""Maximum share of a listing's prose in one post of three or more: such a page is an article above links to others."""
_UNDATED = 0.5
"""Maximum prose beside a few undated posts, as a share of theirs, on a page with a title of its own."""
_MANY = 15
_HEADING = 3
"""Minimum number of words of a heading that may be the title of one article."""
_TRIED = 4
"""Maximum number of candidate listings to judge."""
_MIN_BELOW, _LINKED = 2, 0.8
"""Posts below a heading of the page, and the share of them that must be links."""
_FEW_WORDS = 25
"""Maximum number of words of text on a page with an author or a day that may be a shelf."""
_TIMES = 5
"""Number of times as many words as its text that a page without author and day may have."""
_ENTRIES = 2
"""Minimum number of posts on a page that shows only titles and days."""


def cut_page(lines: Sequence[Line]) -> CutPage:
    """Return the posts among `lines`: the non-blank lines of a page, those of its head first."""
    meta_lines = [line for line in lines if line.tag == "meta"]
    dropped = {line.line_no: "navigation" for line in lines if line.hint == DROPPED}
    body = [line for line in lines if line.tag != "meta" and line.hint != DROPPED]
    meta = Meta(meta_lines, body)
    boilerplate = Boilerplate(body, meta.url)
    listing = None if meta.body_lines else _listing_of_cards(body, boilerplate, meta)
    index = None if listing or meta.body_lines else index_of(body, boilerplate)
    page = listing or index or _single(body, boilerplate, meta)
    owned = {line_no for post in page.posts for line_no in post.roles}
    days = {line_no for post in page.posts for line_no in (post.date_line, post.head_date_line)}
    page.roles = (
        dropped
        | {line.line_no: "meta" for line in meta_lines if line.line_no not in owned}
        | {line_no: "byline" for post in page.posts for line_no in post.credited}
        | {line.line_no: "post_date" for line in meta_lines if line.line_no in days}
        | roles_outside(body, boilerplate, page)
        | page.roles
    )
    return page


def _listing_of_cards(lines: Sequence[Line], boilerplate: Boilerplate, meta: Meta) -> CutPage | None:
    """Return the page as a listing, where the excerpt in a link of several lines is text."""
    excerpts = below_titles(lines)
    for line in excerpts:
        line.set_hint(None)
    listing = _listing(lines, boilerplate, meta)
    if listing is None:
        for line in excerpts:
            line.set_hint("link")
    return listing


def _listing(lines: Sequence[Line], boilerplate: Boilerplate, meta: Meta) -> CutPage | None:
    text = [
        index
        for index, line in enumerate(lines)
        if line.words >= 6 and line.hint not in ("link", "navigation", "title") and line not in boilerplate
    ]
    total = sum(lines[index].words for index in text)
    candidates = listings(lines, boilerplate, meta)
    likely = (listing for listing in candidates[:_TRIED] if listing.prose)
    chosen = next((listing for listing in likely if _is_listing(listing, lines, meta, total)), None)
    if chosen is None:
        entries = [listing for listing in candidates if _are_entries(listing, lines, text)]
        chosen = max(entries, key=lambda listing: len(listing.records), default=None)
    if chosen is None:
        return None
    posts = with_other_sections(inside_sections(chosen, candidates, lines), candidates)
    return _cut(posts, lines, boilerplate, meta)


def _are_entries(listing: Listing, lines: Sequence[Line], text: Sequence[int]) -> bool:
    """Return whether the records are posts of which the page shows title and day, and the page has hardly any text.

    Args:
        listing: The records.
        lines: The lines of the page.
        text: Positions of those that are text.
    """
    titles = {core(lines[record.title].stripped) for record in listing.records}
    dated = sum("date" in record.signs and bool(record.signs & {"link", "foreign"}) for record in listing.records)
    if len(titles) < _ENTRIES or 2 * len(titles) < len(listing.records) or dated < _SIGNED * len(listing.records):
        return False
    record_positions = {index for record in listing.records for index in range(record.start, record.end)}
    outside = sum(lines[index].words for index in text if index not in record_positions)
    is_short = max(record.prose for record in listing.records) <= CARD
    return is_short and 2 * outside < sum(lines[index].words for index in record_positions)


def _is_listing(listing: Listing, lines: Sequence[Line], meta: Meta, total: int) -> bool:
    records = [record for record in listing.records if record.prose]
    titles = [lines[record.title] for record in records]
    if len(records) < 2 or len({core(title.stripped) for title in titles}) < 2:
        return False
    outside = total - listing.prose
    title_positions = {record.title for record in listing.records}
    is_declared = any(
        meta.names(line.stripped)
        and not meta.is_site(line.stripped)
        and index not in title_positions
        and (line.is_heading or line.hint == "title" or line.tag == "b")
        for index, line in enumerate(lines)
    )
    is_headed = any(
        line.tag == "h1" and line.words >= _HEADING and index not in title_positions for index, line in enumerate(lines)
    )
    is_headed = is_headed and not are_posts_by_markup(listing)
    is_of_one = is_declared or is_headed or bool(meta.authors) or meta.timestamp_line is not None
    weak = {"foreign"} if is_of_one or not listing.is_wrapped else set()
    if not _are_signed(records, titles, weak | {"dated"} if is_of_one else weak):
        return False
    if len(records) > 2 and max(record.prose for record in records) > _NEARLY_ALL * listing.prose:
        return False
    is_foreign = bool(meta.authors) and not any(title.href and meta.is_own(title.href) for title in titles)
    if (is_declared or is_foreign or meta.timestamp_line is not None) and not _stand_by_themselves(
        listing, records, titles, meta
    ):
        return False
    named = [title for title in titles if meta.names(title.stripped)]
    if meta.timestamp_line is not None and (is_declared or len(named) == 1):
        return False
    if len(named) == 1 and named[0] is titles[0] and 2 * records[0].prose > listing.prose:
        return False
    is_dated = sum("date" in record.signs for record in records) >= _SIGNED * len(records)
    if is_of_one and outside > listing.prose * (1 if is_dated or len(records) >= _MANY else _UNDATED):
        return False
    return listing.prose >= _HELD * total or (len(records) >= 3 and 3 * listing.prose >= total and not is_of_one)


def _are_signed(records: Sequence[Record], titles: Sequence[Line], weak: Set[str]) -> bool:
    """Return whether most titles have signs of a post's title, besides the `weak` ones that headings of one text have."""
    if sum(bool(record.signs - weak) for record in records) < _SIGNED * len(records):
        return False
    cut_links = sum("link" in record.signs and bool(record.signs & {"date", "more"}) for record in records)
    in_text = sum(title.hint == "subheading" for title in titles)
    return 2 * in_text <= len(titles) or cut_links >= _SIGNED * len(records)


def _stand_by_themselves(listing: Listing, records: Sequence[Record], titles: Sequence[Line], meta: Meta) -> bool:
    """Return whether the titles are of posts although the page has a title of its own.

    Headings of one article have no address on the site, or no day, or are links of its text.
    """
    least = _SIGNED * len(records)
    is_of_one = bool(meta.authors) or meta.timestamp_line is not None
    needed = {"link", "declared", "article"} if is_of_one else {"date"}
    if sum("date" in record.signs and bool(record.signs & needed) for record in records) >= least:
        return True
    is_cut = 2 * sum(bool(record.signs & {"date", "more"}) for record in records) >= len(records)
    if is_of_one and not (listing.is_wrapped and is_cut):
        return False
    linked = sum("link" in record.signs for record in records)
    is_named = any(title.is_heading or title.hint == "title" for title in titles)
    return linked >= least and (listing.is_wrapped or (is_named and is_cut))


def _cut(listing: Listing, lines: Sequence[Line], boilerplate: Boilerplate, meta: Meta) -> CutPage:
    page = CutPage("listing", _reason(listing))
    heading_date: int | None = None
    at = 0
    for record in _without_page_heading(listing.records, lines):
        if not record.prose and not record.signs - {"link", "foreign"}:
            continue
        for line in lines[at : record.start]:
            if line not in boilerplate and is_date(line):
                heading_date = line.line_no
                page.roles[line.line_no] = "post_date"
        at = record.end
        post = html_post.post_of(lines[record.start : record.end], lines[record.title], boilerplate, meta.authors)
        sign(post, [line for line in lines[record.start : record.end] if line not in boilerplate])
        post.prose = record.prose
        if post.date_line is None:
            post.date_line = meta.timestamps.get(core(lines[record.title].stripped), heading_date)
        page.posts.append(post)
    mark_excerpts(page.posts, lines)
    if all(post.completeness == "excerpt" for post in page.posts):
        page.kind = "excerpts"
    return page


def _without_page_heading(records: list[Record], lines: Sequence[Line]) -> list[Record]:
    """The records without a first one that has no date and no linked title, above two or more that mostly have links."""
    first, *others = records
    is_post = lines[first.title].href is not None or "date" in first.signs or len(others) < _MIN_BELOW
    return records if is_post or sum("link" in r.signs for r in others) < _LINKED * len(others) else others


def _reason(listing: Listing) -> str:
    signs = sorted({sign for record in listing.records for sign in record.signs})
    kind = "elements of one kind" if listing.is_wrapped else "titles of one kind by turns with text"
    return f"{len(listing.records)} {kind} ({', '.join(signs)})"


def _single(lines: Sequence[Line], boilerplate: Boilerplate, meta: Meta) -> CutPage:
    if meta.body_lines:
        return CutPage("article", "JSON-LD holds the text", [post_of_head(lines, boilerplate, meta, meta.body_lines)])
    post = post_of_page(lines, boilerplate, meta)
    if post is None and meta.timestamp_line is not None and any(line.is_prose for line in meta.description_lines):
        post = post_of_head(lines, boilerplate, meta, meta.description_lines)
        post.completeness = "excerpt"
        return CutPage("article", "the head describes an article that the page does not show", [post])
    if post is None:
        return as_shelf(CutPage("unknown", "no prose"), lines, boilerplate)
    if post.title_line is None:
        post.completeness = "truncated"
        return CutPage("unknown", "prose without a title or boundaries", [post])
    page = CutPage("article", "one title with its prose", [post])
    is_signed = bool(meta.author_lines) or meta.timestamp_line is not None
    if is_signed and post.prose > _FEW_WORDS:
        return page
    page = as_shelf(page, lines, boilerplate)
    is_short = not is_signed and post.prose <= _FEW_WORDS
    if is_short and page.kind == "article" and _TIMES * post.prose < sum(line.words for line in lines):
        page.kind, page.reason = "unknown", "a title with hardly any text, on a page of other things"
    return page
