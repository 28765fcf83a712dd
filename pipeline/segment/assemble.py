"""Puts the rows of the posts together: the ledger, the posts with their clean text, and where each value stands.

Decides nothing: which line is what has been decided before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from pipeline.segment import language
from pipeline.segment.profiles import Profile
from pipeline.tables.problem import Problem
from pipeline.tables.vocabulary import TEXT_ROLES

OPENING_WORDS = 12
"""Words of a text that its article's id depends on. Excerpts met so far are longer, so that an excerpt from the start
of a text has the opening of the full text; two posts with one title, one date and one opening are told apart later."""
_NOT_OWN = ("category", "post_date", "share_bar", "read_more", "page_heading", "navigation")
_COUNT_WORDS = {"no": "0", "one": "1"}
_PARAGRAPH = "\n\n"


@dataclass(frozen=True)
class Assembled:
    """The tables of `posts.Segmented`, and what is wrong."""

    tables: dict[str, pl.DataFrame]
    problems: list[Problem]


def repaired(text: str, starts: Sequence[int], ends: Sequence[int], joiners: Sequence[str]) -> str:
    """`text` without the characters from each start to its end, a joiner put in their place, ends stripped."""
    pieces, at = [], 0
    for start, end, joiner in zip(starts, ends, joiners, strict=True):
        pieces += [text[at:start], joiner]
        at = end
    return "".join([*pieces, text[at:]]).strip()


def assemble(
    lines: pl.DataFrame,
    rows: pl.DataFrame,
    blocks: pl.DataFrame,
    cuts: pl.DataFrame,
    pages: pl.DataFrame,
    sites: Mapping[str, Profile],
    learned: pl.DataFrame,
) -> Assembled:
    """See `posts.segment`; `rows` are the lines of the posts' zone that are not blank, with their final roles."""
    posts = _posts(rows, blocks, pages)
    rows = rows.join(
        posts.select("block", "appearance_id", "line_start", "line_end"), on="block", how="left", maintain_order="left"
    )
    ledger, learned_lines = _ledger(lines, rows, posts, pages, learned)
    values, problems = _values(rows, posts, pages, sites)
    pieces = _pieces(rows, cuts)
    posts = _with_text(posts.join(values, on="block", how="left", maintain_order="left"), pieces, rows, sites)
    counts = posts.group_by("page_id").agg(article_count=pl.len().cast(pl.Int64))
    page_table = pages.join(counts, on="page_id", how="left", maintain_order="left").select(
        "page_id", "site", "kind", "kind_reason", pl.col("article_count").fill_null(0)
    )
    tables = {
        "ledger": ledger.select("page_id", "line_no", "role", "appearance_id", "text"),
        "pages": page_table,
        "posts": posts.drop("block", "page"),
        "evidence": _evidence(rows, posts),
        "text_spans": pieces.select("appearance_id", "start", "end", "page_id", "line_no", "line_start", "line_end"),
        "removals": _removals(rows, cuts),
        "recent_posts": _recent(lines, pages, sites),
        "learned_lines": learned_lines,
    }
    return Assembled(tables, problems + _doubts(posts, pages, ledger))


def _posts(rows: pl.DataFrame, blocks: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """One row a post that has a line of its own: ids, place on the page, lines of its values."""
    own = rows.filter(pl.col("block").is_not_null() & ~pl.col("role").is_in([*_NOT_OWN, "unknown"]))
    title = own.filter(pl.col("role") == "title").select("block", title_line="line_no")
    own = own.join(title, on="block", how="left", maintain_order="left")
    own = own.filter(pl.col("title_line").is_null() | (pl.col("line_no") >= pl.col("title_line")))
    extents = own.group_by("block", maintain_order=True).agg(
        line_start=pl.col("line_no").min(), line_end=pl.col("line_no").max(), title_line=pl.col("title_line").first()
    )
    posts = (
        extents.join(blocks, on="block", how="left", maintain_order="left")
        .join(pages.select("page", "page_id", "path", "site"), on="page", how="left", maintain_order="left")
        .sort("page", "line_start")
    )
    position = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("page")
    return posts.with_columns(position=position).with_columns(
        appearance_id=pl.col("page_id") + "-" + pl.col("position").cast(pl.String).str.zfill(3)
    )


def _ledger(
    lines: pl.DataFrame, rows: pl.DataFrame, posts: pl.DataFrame, pages: pl.DataFrame, learned: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every line with its role and the post it belongs to; and the lines whose role was learned."""
    middle = rows.select("row", middle="role")
    starts = lines.select("page", "line_no", "row").join(
        posts.select("page", "appearance_id", "line_end", line_no="line_start"),
        on=["page", "line_no"],
        how="inner",
        maintain_order="left",
    )
    template = learned.filter("is_template").select("site", "head", template=pl.lit(True))
    ledger = (
        lines.join(middle, on="row", how="left", maintain_order="left")
        .join(template, on=["site", "head"], how="left", maintain_order="left")
        .join_asof(starts.select("row", "appearance_id", "line_end", owner="page").sort("row"), on="row")
    )
    blank = pl.when(pl.col("shape") == "blank").then(pl.lit("blank"))
    role = pl.coalesce(blank, "middle", "role", pl.lit("unknown"))
    is_named = (role == "unknown") & pl.col("template").fill_null(False)
    is_own = (pl.col("owner") == pl.col("page")) & (pl.col("line_no") <= pl.col("line_end"))
    ledger = ledger.with_columns(
        role=pl.when(is_named).then(pl.lit("navigation")).otherwise(role),
        is_named=is_named,
        appearance_id=pl.when(is_own).then("appearance_id"),
    )
    from_posts = rows.filter("is_learned").select("site", "head")
    outside = ledger.filter("is_named").select("site", "head")
    undeclared = ledger.filter(
        (pl.col("shape") == "bullet")
        & (pl.col("zone") != "posts")
        & pl.col("template").fill_null(False)
        & (pl.col("role") == "navigation")
    )
    return ledger, pl.concat([from_posts, outside, undeclared.select("site", "head")]).unique().sort("site", "head")


def _values(
    rows: pl.DataFrame, posts: pl.DataFrame, pages: pl.DataFrame, sites: Mapping[str, Profile]
) -> tuple[pl.DataFrame, list[Problem]]:
    """Title, category, date and comment count of each post, each with the line and the characters it was read from."""
    line = rows.select("page", "line_no", "text", "head", lead=_lead())
    title = posts.select("block", "page", line_no="title_line").join(
        line, on=["page", "line_no"], how="left", maintain_order="left"
    )
    values = title.select("block", title="head", title_start="lead")
    category = posts.select("block", "page", line_no="category_line").join(
        line, on=["page", "line_no"], how="left", maintain_order="left"
    )
    crumb = pl.col("head").str.extract(r"[»›>/]\s*([^»›>/]+?)\s*[»›>/][^»›>/]*$")
    is_crumb = pl.col("head").str.contains(r"^Home\s*[»›>/]")
    category = category.with_columns(category=pl.when(is_crumb).then(crumb).otherwise("head"))
    before = pl.col("head").str.split(pl.col("category")).list.first().str.len_chars().cast(pl.Int64)
    values = values.hstack(
        category.select("category", category_start=pl.col("lead") + pl.when(is_crumb).then(before).otherwise(0))
    )
    dates, problems = _dates(posts, line, pages, sites)
    return values.join(dates, on="block", how="left", maintain_order="left"), problems


def _lead() -> pl.Expr:
    """Characters of white space before the first other character."""
    return (pl.col("text").str.len_chars() - pl.col("text").str.strip_chars_start().str.len_chars()).cast(pl.Int64)


def _dates(
    posts: pl.DataFrame, line: pl.DataFrame, pages: pl.DataFrame, sites: Mapping[str, Profile]
) -> tuple[pl.DataFrame, list[Problem]]:
    columns = [
        "block",
        "published_on",
        "post_date_raw",
        "date_start",
        "comment_count",
        "comments_raw",
        "comments_start",
        "date_rule",
    ]
    found, problems = [], []
    dated = posts.filter(pl.col("date_line").is_not_null()).select(
        "block", "page", "page_id", "path", "site", line_no="date_line"
    )
    dated = dated.join(line, on=["page", "line_no"], how="left", maintain_order="left")
    for name in dated["site"].unique().sort():
        profile = sites[name]
        for rule in ("post_date", "dated_by", "date_stamp"):
            pattern = profile.patterns[rule]
            own = dated.filter((pl.col("site") == name) & pl.col("head").str.contains(pattern))
            dated = dated.filter(~((pl.col("site") == name) & pl.col("head").str.contains(pattern)))
            group = pl.col("head").str.extract_groups(pattern)
            comments = group.struct.field("comments") if rule == "post_date" else pl.lit(None, pl.String)
            own = own.with_columns(raw=group.struct.field("date"), comments_raw=comments)
            before = pl.col("head").str.split(pl.col("raw")).list.first().str.len_chars().cast(pl.Int64)
            own = own.with_columns(date_start=pl.col("lead") + before)
            rest = pl.col("text").str.slice(pl.col("date_start") + pl.col("raw").str.len_chars())
            gap = rest.str.split(pl.col("comments_raw")).list.first().str.len_chars().cast(pl.Int64)
            parsed = pl.coalesce(pl.col("raw").str.to_date(shape, strict=False) for shape in profile.date_formats)
            own = own.with_columns(
                published_on=parsed,
                comments_start=pl.col("date_start") + pl.col("raw").str.len_chars().cast(pl.Int64) + gap,
                comment_count=pl.col("comments_raw")
                .str.to_lowercase()
                .replace(_COUNT_WORDS)
                .cast(pl.Int64, strict=False),
                date_rule=pl.lit(f"date.{rule}"),
            )
            for path, page_id, line_no, raw in (
                own.filter(pl.col("published_on").is_null()).select("path", "page_id", "line_no", "raw").iter_rows()
            ):
                message = f"“{raw}” closes a post and is no date of the calendar: the post has none."
                problems.append(Problem("impossible_date", path, message, page_id, line_no))
            found.append(own.select(pl.col(c) if c in own.columns else pl.col("raw").alias(c) for c in columns))
    schema = {
        "block": pl.UInt32, "published_on": pl.Date, "post_date_raw": pl.String, "date_start": pl.Int64,
        "comment_count": pl.Int64, "comments_raw": pl.String, "comments_start": pl.Int64, "date_rule": pl.String,
    }  # fmt: skip
    return pl.concat([pl.DataFrame(schema=schema), *found]), problems


def _pieces(rows: pl.DataFrame, cuts: pl.DataFrame) -> pl.DataFrame:
    """The stretches of lines that make the texts, in order, with their place in line and text and what joins them."""
    own = rows.filter(pl.col("role").is_in(TEXT_ROLES) & pl.col("appearance_id").is_not_null()).select(
        "block", "appearance_id", "line_no", "text", "head", lead=_lead()
    )
    stripped = pl.col("lead") + pl.col("head").str.len_chars().cast(pl.Int64)
    own = own.with_columns(page_id=pl.col("appearance_id").str.head(16))
    cut_lines = cuts.group_by("block", "line_no", maintain_order=True).agg("start", "end", "joiner")
    marked = own.join(cut_lines, on=["block", "line_no"], how="left", maintain_order="left")
    whole = marked.filter(pl.col("start").is_null()).select(
        "block",
        "appearance_id",
        "page_id",
        "line_no",
        line_start="lead",
        line_end=stripped,
        joiner=pl.lit(_PARAGRAPH),
        text="head",
    )
    parts = [
        (block, appearance_id, page_id, line_no, start, end, joiner, text[start:end])
        for block, appearance_id, page_id, line_no, text, starts, ends, joiners in marked.filter(
            pl.col("start").is_not_null()
        )
        .select("block", "appearance_id", "page_id", "line_no", "text", "start", "end", "joiner")
        .iter_rows()
        for start, end, joiner in _kept(text, starts, ends, joiners)
    ]
    pieces = pl.concat([whole, pl.DataFrame(parts, schema=whole.schema, orient="row")]).sort(
        "block", "line_no", "line_start"
    )
    is_first = pl.col("block") != pl.col("block").shift(1).fill_null(2**32 - 1)
    pieces = pieces.with_columns(joiner=pl.when(is_first).then(pl.lit("")).otherwise("joiner"))
    length = pl.col("joiner").str.len_chars() + pl.col("text").str.len_chars()
    end = length.cast(pl.Int64).cum_sum().over("block")
    return pieces.with_columns(end=end).with_columns(
        start=pl.col("end") - pl.col("text").str.len_chars().cast(pl.Int64)
    )


def _kept(text: str, starts: Sequence[int], ends: Sequence[int], joiners: Sequence[str]) -> list[tuple[int, int, str]]:
    """start, end and joiner of what is left of a line, white space at its two ends left out."""
    kept: list[tuple[int, int, str]] = []
    joiner = _PARAGRAPH
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    for start, end, following in zip([first, *ends], [*starts, last], [*joiners, ""], strict=True):
        if not kept:
            start += len(text[start:end]) - len(text[start:end].lstrip())
        if start < end:
            kept.append((start, end, joiner))
            joiner = following
        elif kept:
            joiner = joiner or following
    while kept and not text[kept[-1][0] : kept[-1][1]].strip():
        kept.pop()
    if kept:
        start, end, joiner = kept[-1]
        kept[-1] = (start, start + len(text[start:end].rstrip()), joiner)
    return kept


def _with_text(
    posts: pl.DataFrame, pieces: pl.DataFrame, rows: pl.DataFrame, sites: Mapping[str, Profile]
) -> pl.DataFrame:
    texts = pieces.group_by("block", maintain_order=True).agg(text=pl.concat_str("joiner", "text").str.join(""))
    decks = (
        rows.filter(pl.col("role") == "deck").group_by("block", maintain_order=True).agg(deck=pl.col("clean").first())
    )
    openings = (
        rows.filter((pl.col("role").is_in(TEXT_ROLES) | pl.col("is_learned")) & pl.col("block").is_not_null())
        .group_by("block", maintain_order=True)
        .agg(opening=pl.col("clean").head(OPENING_WORDS).str.join(" "))
    )
    posts = (
        posts.join(texts, on="block", how="left", maintain_order="left")
        .join(decks, on="block", how="left", maintain_order="left")
        .join(openings, on="block", how="left", maintain_order="left")
        .with_columns(pl.col("text").fill_null(""), pl.col("opening").fill_null("").str.slice(0, 400))
    )
    site_language = posts["site"].replace_strict(
        {name: p.language for name, p in sites.items()}, return_dtype=pl.String
    )
    sample = posts.select(sample=pl.concat_str(pl.col("title").fill_null(""), pl.lit(" "), pl.col("text")))["sample"]
    return posts.with_columns(
        title_raw="title",
        category_raw="category",
        language=language.languages(sample, site_language),
        word_count=pl.col("text").str.count_matches(r"\S+").cast(pl.Int64),
        text_sha256=pl.Series([hashlib.sha256(text.encode()).hexdigest() for text in posts["text"]], dtype=pl.String),
    )


def _evidence(rows: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """appearance_id, field, page_id, line_no, start, end, value, raw, rule of every value of every post."""
    length = pl.col("raw").str.len_chars().cast(pl.Int64)
    fields = (
        ("title", "title", "title", "title_line", "title_start", pl.lit("title.line")),
        ("category", "category", "category", "category_line", "category_start", pl.lit("category.line")),
        ("published_on", "post_date_raw", "published_on", "date_line", "date_start", pl.col("date_rule")),
        ("comment_count", "comments_raw", "comment_count", "date_line", "comments_start", pl.col("date_rule")),
    )
    found = [
        posts.filter(pl.col(value).is_not_null()).select(
            "appearance_id", "page_id", field=pl.lit(name), line_no=line, start=start, raw=raw,
            value=pl.col(value).cast(pl.String), rule=rule,
        )
        for name, raw, value, line, start, rule in fields
    ]  # fmt: skip
    decks = (
        rows.filter((pl.col("role") == "deck") & pl.col("appearance_id").is_not_null())
        .group_by("block", maintain_order=True)
        .first()
    )
    found.append(
        decks.select(
            "appearance_id", page_id=pl.col("appearance_id").str.head(16), field=pl.lit("deck"), line_no="line_no",
            start=_lead(), raw="head", value="clean", rule=pl.lit("deck.line"),
        ).select(found[0].columns)
    )  # fmt: skip
    return pl.concat(found).with_columns(end=pl.col("start") + length).sort("appearance_id", "field")


def _removals(rows: pl.DataFrame, cuts: pl.DataFrame) -> pl.DataFrame:
    where = rows.filter(pl.col("appearance_id").is_not_null()).select("block", "line_no", "appearance_id", "text")
    return (
        cuts.join(where, on=["block", "line_no"], how="inner", maintain_order="left")
        .with_columns(
            raw=pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")),
            page_id=pl.col("appearance_id").str.head(16),
        )
        .select("page_id", "line_no", "start", "end", "appearance_id", "raw", "kind", "rule")
        .sort("page_id", "line_no", "start")
    )


def _recent(lines: pl.DataFrame, pages: pl.DataFrame, sites: Mapping[str, Profile]) -> pl.DataFrame:
    """page_id, line_no, title and published_on of the titles listed beside the posts."""
    listed = lines.filter(pl.col("role").is_in(["recent_title", "recent_date"]))
    following = pl.when(
        (pl.col("role").shift(-1) == "recent_date") & (pl.col("page").shift(-1) == pl.col("page"))
    ).then(pl.col("head").shift(-1))
    formats = sites["unknown"].date_formats
    day = pl.coalesce(pl.col("date").str.to_date(shape, strict=False) for shape in formats)
    return (
        listed.with_columns(date=following)
        .filter(pl.col("role") == "recent_title")
        .with_columns(title=pl.col("head").str.replace(sites["unknown"].patterns["bullet"], ""), published_on=day)
        .filter(pl.col("title") != "")
        .select("page_id", "line_no", "title", "published_on")
    )


def _doubts(posts: pl.DataFrame, pages: pl.DataFrame, ledger: pl.DataFrame) -> list[Problem]:
    problems = []
    for path, page_id, line_no in (
        posts.filter(pl.col("completeness") == "truncated").select("path", "page_id", "line_start").iter_rows()
    ):
        problems.append(Problem("truncated_post", path, "The dump begins or ends inside this post.", page_id, line_no))
    for path, page_id, line_no in (
        posts.filter(pl.col("title").is_null()).select("path", "page_id", "line_start").iter_rows()
    ):
        problems.append(Problem("untitled_post", path, "No line above this text reads as its title.", page_id, line_no))
    for path, page_id, line_no, day, above in _rises(posts).iter_rows():
        message = (
            f"A post of {day} stands below one of {above} on a listing that is newest first: look for a missed cut."
        )
        problems.append(Problem("date_order", path, message, page_id, line_no))
    unknown = (
        ledger.filter(pl.col("role") == "unknown")
        .group_by("page_id", maintain_order=True)
        .agg(n=pl.len(), line_no=pl.col("line_no").first())
    )
    for page_id, count, line_no, path in (
        unknown.join(pages, on="page_id", maintain_order="left").select("page_id", "n", "line_no", "path").iter_rows()
    ):
        message = f"No rule knows {count} lines of this page; this is the first."
        problems.append(Problem("unknown_lines", path, message, page_id, line_no))
    for path, page_id, media_type in (
        pages.filter(pl.col("media_type") != "text/plain").select("path", "page_id", "media_type").iter_rows()
    ):
        problems.append(
            Problem(
                "unread_form",
                path,
                f"No reader for {media_type} yet: its lines are kept, no post is read from them.",
                page_id,
            )
        )
    return problems


def _rises(posts: pl.DataFrame) -> pl.DataFrame:
    """Posts dated later than the post above them, on pages where most dates fall down the page."""
    dated = posts.filter(pl.col("published_on").is_not_null()).select("path", "page_id", "line_start", "published_on")
    steps = dated.with_columns(above=pl.col("published_on").shift(1).over("page_id")).filter(
        pl.col("above").is_not_null()
    )
    steps = steps.with_columns(rises=pl.col("published_on") > pl.col("above"))
    return steps.filter(
        pl.col("rises") & (2 * pl.col("rises").sum().over("page_id") < pl.len().over("page_id"))
    ).select("path", "page_id", "line_start", "published_on", "above")
