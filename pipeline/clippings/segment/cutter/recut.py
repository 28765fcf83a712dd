"""Lets the learned cutter read the text pages of sites without a profile, and keeps the rules' cut where that is likelier.

Takes and gives the rows and blocks that all cutters give. A page of a site with a profile is never looked at.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from clippings.common.prose import prose_words
from clippings.enrich.dates.days_in_lines import days_in
from clippings.segment.cutter.cut_pages import CutLines, cut_lines
from clippings.segment.cutter.labels import TITLE
from clippings.segment.cutter.posts_of_labels import PostLines, is_index
from clippings.segment.cutter.rules_or_model import advertisements, foot_lines, rules_are_kept
from clippings.segment.cutter.trees import CERTAIN
from clippings.segment.fields.day_order import day_first
from clippings.segment.layouts.page_model import BESIDE, BOILERPLATE, Line
from clippings.segment.layouts.text_listing import ROW_COLUMNS
from clippings.segment.layouts.text_looks import is_cut
from clippings.segment.layouts.text_pages import further_shapes
from clippings.segment.profiles import UNKNOWN, Profile

CONFIDENCES = ("confidence", "title_confidence", "date_confidence", "author_confidence")
"""Columns of blocks that say how sure the cutter is, from 0 to 1."""
MODEL_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    **dict.fromkeys(CONFIDENCES, pl.Float64), "day": pl.Date, "day_start": pl.Int64, "day_length": pl.Int64, "doubt": pl.String,
    "marked_lines": pl.List(pl.Int64),
}  # fmt: skip
"""Columns of blocks that only this cutter fills.

`day` is what the date line names, at `day_start` of that line; `doubt` says why the cut is unsure; `marked_lines` are
the lines that name the author.
"""
_BLOCK_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "block": pl.UInt32, "page": pl.UInt32, "completeness": pl.String, "category_line": pl.Int64, "date_line": pl.Int64,
    **MODEL_COLUMNS,
}  # fmt: skip
_KIND_COLUMNS = {"page": pl.UInt32, "kind_found": pl.String, "reason_found": pl.String}
_TEMPLATE = ("masthead", "menu", "social")
"""Classes of the lines that `template` of a profile names."""
_PLAIN = "text/plain"
_DECK_WORDS = 6
"""Words of the shortest standfirst between a title and a byline."""
_HEADER = 8
"""Lines below a title in which its category or the number of its comments may be."""


@dataclass(frozen=True)
class Recut:
    """Rows, blocks and kinds of the pages that were cut again.

    Attributes:
        rows: As ROW_COLUMNS.
        blocks: Their posts.
        kinds: page, kind_found, reason_found.
    """

    rows: pl.DataFrame
    blocks: pl.DataFrame
    kinds: pl.DataFrame


def recut_unknown(
    lines: pl.DataFrame,
    rows: pl.DataFrame,
    blocks: pl.DataFrame,
    pages: pl.DataFrame,
    sites: Mapping[str, Profile],
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, set[str]]:
    """`rows`, `blocks` and `pages` with the text pages cut by the model, and the ids of those pages.

    Sites whose profile leaves the cut to the rules are not looked at. A line that a profile declares is never part of a post.

    Args:
        lines: All lines of the pages: page, line_no, site, zone, text, line_class.
        rows: What the rules made of them, as ROW_COLUMNS.
        blocks: The posts that the rules found.
        pages: page, page_id, site, media_type, kind, kind_reason, has_records.
        sites: Profiles by name.
    """
    is_asked = pl.col("site").is_in([name for name, profile in sites.items() if not profile.is_cut_by_rules])
    asked = pages.filter(is_asked & (pl.col("media_type") == _PLAIN) & ~pl.col("has_records"))
    own_roles = lines.filter(pl.col("page").is_in(asked["page"].implode())).with_columns(is_outside=_is_outside(sites))
    if own_roles.is_empty():
        return rows, blocks, pages, set()
    first_block = 1 + max(blocks["block"].to_list(), default=0)
    class_of = _class_of(own_roles)
    by_rules: dict[int, dict[int, str]] = {number: {} for number in asked["page"]}
    for number, line_no, role in (
        rows.filter(pl.col("block").is_not_null()).select("page", "line_no", "role").iter_rows()
    ):
        if number in by_rules:
            by_rules[number][line_no] = role
    post_counts = Counter(blocks["page"].to_list())
    asked_again: list[CutLines] = []
    feet: list[tuple[int, int]] = []
    for page in cut_lines(own_roles):
        if rules_are_kept(page, by_rules[page.page], post_counts[page.page]):
            roles = by_rules[page.page]
            feet += [(page.page, line_no) for line_no in (*foot_lines(page, roles), *advertisements(page, roles))]
        else:
            asked_again.append(page)
    rows = _without_feet(rows, feet)
    cut = recut(asked_again, class_of, first_block)
    zoned = own_roles.filter((pl.col("site") != UNKNOWN) & pl.col("is_outside") & (pl.col("zone") != "posts"))
    is_kept = ~pl.col("page").is_in(cut.kinds["page"].implode())
    pages = pages.join(cut.kinds, on="page", how="left", maintain_order="left").with_columns(
        kind=pl.coalesce("kind_found", "kind"), kind_reason=pl.coalesce("reason_found", "kind_reason")
    )
    recut_ids = set(pages.filter(pl.col("kind_found").is_not_null())["page_id"])
    return (
        pl.concat(
            [rows.filter(is_kept), cut.rows.join(zoned, on=["page", "line_no"], how="anti", maintain_order="left")]
        ),
        pl.concat([blocks.filter(is_kept), cut.blocks], how="diagonal"),
        pages.drop("kind_found", "reason_found"),
        recut_ids,
    )


def _is_outside(sites: Mapping[str, Profile]) -> pl.Expr:
    """Whether a line is of no post, because the profile of its site declares it, or a line below it in the head or above it in the foot."""
    by_site = [
        (pl.col("site") == name)
        & pl.col("line_class").is_in([*_TEMPLATE, *(BOILERPLATE.keys() & profile.declared.keys())])
        for name, profile in sites.items()
    ]
    is_declared = pl.any_horizontal(by_site) & (pl.col("site") != UNKNOWN)
    no, is_head, is_foot = pl.col("line_no"), pl.col("zone") == "head", pl.col("zone") == "foot"
    is_zoned = (is_head & (no <= no.filter(is_declared & is_head).max().over("page"))) | (
        is_foot & (no >= no.filter(is_declared & is_foot).min().over("page"))
    )
    is_print = pl.col("line_class") == "print_line"
    return (is_zoned | is_declared | is_print).fill_null(value=False)


def _without_feet(rows: pl.DataFrame, feet: Sequence[tuple[int, int]]) -> pl.DataFrame:
    """`rows`, where the lines `feet` (page, line_no) are of no post."""
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "page": rows.schema["page"],
        "line_no": rows.schema["line_no"],
        "is_foot": pl.Boolean,
    }
    marked = pl.DataFrame([(*foot, True) for foot in feet], schema=schema, orient="row")
    is_foot = pl.col("is_foot").fill_null(value=False)
    return (
        rows.join(marked, on=["page", "line_no"], how="left", maintain_order="left")
        .with_columns(
            block=pl.when(~is_foot).then("block"), role=pl.when(is_foot).then(pl.lit("footer")).otherwise("role")
        )
        .drop("is_foot")
    )


def _class_of(lines: pl.DataFrame) -> dict[tuple[int, int], str]:
    """The class of each line that has one, by its page and number."""
    shaped = further_shapes(lines.filter(pl.col("line_class").fill_null("") != "blank")).filter(
        pl.col("line_class").is_not_null()
    )
    return {
        (page, line_no): line_class
        for page, line_no, line_class in shaped.select("page", "line_no", "line_class").iter_rows()
    }


def recut(cuts: Sequence[CutLines], class_of: Mapping[tuple[int, int], str], first_block: int) -> Recut:
    """The rows, blocks and kinds of pages.

    Args:
        cuts: Pages as the model cuts them.
        class_of: The class of a line, by its page and number.
        first_block: Number of the first block.
    """
    rows: list[tuple[int, int, int | None, str]] = []
    blocks: list[tuple[object, ...]] = []
    kinds: list[tuple[int, str, str]] = []
    block = first_block
    for cut in cuts:
        if is_index(cut.heads, cut.posts):
            rows += [
                (cut.page, cut.line_nos[at], None, role) for at, role in sorted(_index_roles(cut, class_of).items())
            ]
            kinds.append(
                (cut.page, "unknown", f"an index: {len(cut.posts)} titles, and no texts, by the learned cutter")
            )
            continue
        taken: set[int] = set()
        ends = [*(post.title or 0 for post in cut.posts[1:]), len(cut.line_nos)][: len(cut.posts)]
        excerpts = 0
        order = day_first(
            [span.raw for post in cut.posts if post.date is not None for span in days_in(cut.heads[post.date])]
        )
        for post, end in zip(cut.posts, ends, strict=True):
            own_roles = {at: role for at, role in _roles(cut, post, end, class_of) if at not in taken}
            taken |= own_roles.keys()
            completeness = _completeness(cut, post, end, class_of)
            excerpts += completeness == "excerpt"
            category = next((cut.line_nos[at] for at, role in own_roles.items() if role == "category"), None)
            if category is None and len(cut.posts) == 1 and post.title is not None:
                above = cut.line_nos[: post.title]
                category = next((no for no in above if class_of.get((cut.page, no)) == "breadcrumb"), None)
            date = cut.line_nos[post.date] if post.date is not None else None
            day = _day(cut, post.date, order)
            marked = [cut.line_nos[at] for at in post.bylines]
            values = (*_confidences(post), *day, _doubt(cut, post), marked)
            blocks.append((block, cut.page, completeness, category, date, *values))
            rows += [(cut.page, cut.line_nos[at], block, role) for at, role in own_roles.items()]
            block += 1
        rows += [(cut.page, cut.line_nos[at], None, role) for at, role in _boilerplate(cut, taken, class_of)]
        kinds.append((cut.page, *_kind(len(cut.posts), excerpts)))
    return Recut(
        pl.DataFrame(rows, schema=ROW_COLUMNS, orient="row"),
        pl.DataFrame(blocks, schema=_BLOCK_COLUMNS, orient="row"),
        pl.DataFrame(kinds, schema=_KIND_COLUMNS, orient="row"),
    )


def _index_roles(cut: CutLines, class_of: Mapping[tuple[int, int], str]) -> dict[int, str]:
    """The lines of an index, as indexes, with their roles: titles, days, and the rest."""
    titles = {post.title: "recent_title" for post in cut.posts if post.title is not None}
    dates = {post.date: "recent_date" for post in cut.posts if post.date is not None and post.date > (post.title or 0)}
    return dict(_boilerplate(cut, set(), class_of)) | titles | dates


def _roles(
    cut: CutLines, post: PostLines, end: int, class_of: Mapping[tuple[int, int], str]
) -> Iterator[tuple[int, str]]:
    """The lines of a post, as indexes, with their roles."""
    if post.title is not None:
        yield post.title, "title"
    if post.date is not None and post.date not in post.bylines and post.date not in post.text:
        yield post.date, "post_date"
    yield from ((at, "byline") for at in post.bylines)
    links = {at for at in post.text if class_of.get((cut.page, cut.line_nos[at])) == "related"}
    yield from ((at, "related" if at in links else "body") for at in post.text)
    if post.title is None:
        return
    used = {at for other in cut.posts for at in (other.title, other.date, *other.bylines, *other.text)}
    first_text = post.text[0] if post.text else end
    if _is_standfirst(cut, post, post.title + 1, class_of) and first_text > post.title + 1:
        yield post.title + 1, "deck"
    for at in range(post.title + 1, min(first_text, end, post.title + _HEADER)):
        role = BESIDE.get(class_of.get((cut.page, cut.line_nos[at]), ""))
        if at not in used and role in ("comment_count", "category"):
            yield at, role


def _is_standfirst(cut: CutLines, post: PostLines, at: int, class_of: Mapping[tuple[int, int], str]) -> bool:
    """Whether a line between a title and the byline or the day below it is a sentence of no class."""
    below = {post.date, *post.bylines}
    return (
        at + 1 in below
        and at not in below
        and prose_words(cut.heads[at]) >= _DECK_WORDS
        and (cut.page, cut.line_nos[at]) not in class_of
    )


def _boilerplate(cut: CutLines, taken: set[int], class_of: Mapping[tuple[int, int], str]) -> Iterator[tuple[int, str]]:
    for at, line_no in enumerate(cut.line_nos):
        if at not in taken:
            yield at, BOILERPLATE.get(class_of.get((cut.page, line_no), ""), "unknown")


def _completeness(cut: CutLines, post: PostLines, end: int, class_of: Mapping[tuple[int, int], str]) -> str:
    """An excerpt ends in dots or a link to the full text follows, both if it has several paragraphs; or there is a title alone."""
    if not post.text:
        return "excerpt"
    last = post.text[-1]
    line_no = cut.line_nos[last]
    leads_on = any(class_of.get((cut.page, cut.line_nos[at])) == "read_more" for at in range(last + 1, end))
    is_open = is_cut(Line(line_no, cut.heads[last], class_of.get((cut.page, line_no))))
    signs = (leads_on, is_open)
    return "excerpt" if (all(signs) if len(post.text) > 1 else any(signs)) else "full"


def _confidences(post: PostLines) -> Iterator[float | None]:
    yield _share(post.confidence)
    yield _share(post.title_confidence) if post.title is not None else None
    yield _share(post.date_confidence) if post.date is not None else None
    yield _share(post.author_confidence) if post.bylines else None


def _day(cut: CutLines, date: int | None, is_day_first: bool | None) -> tuple[dt.date | None, int | None, int | None]:
    """The first day that the date line names with its year, and the characters of the line that name it."""
    spans = days_in(cut.heads[date]) if date is not None else []
    if date is None or not spans:
        return None, None, None
    span = spans[0]
    day = span.day if span.other is None or is_day_first else span.other if is_day_first is False else None
    return (day, cut.indents[date] + span.start, span.end - span.start) if day else (None, None, None)


def _doubt(cut: CutLines, post: PostLines) -> str | None:
    """Why the post's cut is unsure, and the line that may be its title instead; None where it is not."""
    if 2 * post.confidence >= CERTAIN:
        return None
    if post.title is None:
        return "No line is likely to be the title of this text."
    titles = cut.likely[:, TITLE].astype(int)
    titles[[other.title for other in cut.posts if other.title is not None]] = 0
    rival = int(titles.argmax())
    reason = f"This post's boundaries are correct with an estimated probability of {_share(post.confidence):.2f}"
    if titles[rival] == 0:
        return f"{reason}."
    return f"{reason}; the title may be line {cut.line_nos[rival]} instead ({_share(int(titles[rival])):.2f})."


def _share(likely: int) -> float:
    return round(likely / CERTAIN, 2)


def _kind(posts: int, excerpts: int) -> tuple[str, str]:
    if not posts:
        return "unknown", "no line is likely to be of a post"
    if posts == 1:
        return "article", "the lines of one post, by the learned cutter"
    if 2 * excerpts > posts:
        return "excerpts", "titles with the beginnings of their texts, by the learned cutter"
    return "listing", "the lines of several posts, by the learned cutter"
