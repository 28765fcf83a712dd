"""Sections of an HTML page: posts of other kinds beside those of a listing, or inside its records, as on a front page."""

from collections.abc import Sequence
from dataclasses import replace

from clippings.segment.layouts.html_dates import is_date
from clippings.segment.layouts.html_listing import Listing, are_posts_by_markup
from clippings.segment.layouts.html_model import Line

_LEAST_IN_SECTION, _SHARE = 2, 0.6
"""Posts of a section, at least; share of the records that are sections, and of the prose in them, at least."""


def with_other_sections(listing: Listing, candidates: Sequence[Listing]) -> Listing:
    """Return `listing` with the posts of other candidates that lie outside its own: linked titles with one more sign.

    Where the markup declares the posts of the page, the others are teasers.
    """
    if are_posts_by_markup(listing):
        return listing
    records = list(listing.records)
    for other in candidates:
        linked = [record for record in other.records if "link" in record.signs and len(record.signs) > 1]
        is_apart = all(record.end <= own.start or own.end <= record.start for record in linked for own in records)
        if other is not listing and is_apart and 2 * len(linked) >= len(other.records):
            records += linked
    return replace(listing, records=sorted(records, key=lambda record: record.start))


def inside_sections(listing: Listing, candidates: Sequence[Listing], lines: Sequence[Line]) -> Listing:
    """Return the posts within the records of `listing`, where these are sections of a front page: `Town` above three linked titles.

    A section has neither text nor a day between its heading and the first post in it.
    """
    sections = [record for record in listing.records if record.prose]
    for other in candidates:
        posts = [record for record in other.records if record.prose and "link" in record.signs]
        inside = [[post for post in posts if own.start <= post.start and post.end <= own.end] for own in sections]
        held = [
            own
            for own, inner in zip(sections, inside, strict=True)
            if len(inner) >= _LEAST_IN_SECTION
            and inner[0].title > own.title
            and not any(line.is_prose or is_date(line) for line in lines[own.title + 1 : inner[0].start])
        ]
        prose = sum(post.prose for inner in inside for post in inner)
        if held and len(held) >= _SHARE * len(sections) and prose >= _SHARE * listing.prose:
            return other
    return listing
