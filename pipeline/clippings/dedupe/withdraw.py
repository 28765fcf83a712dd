"""Finds the appearances and lines that are not published because their article is withdrawn.

Works on the result of merging and on the rows of posts. Reading the list and dropping the rows belong elsewhere.
"""

import dataframely as dy
import polars as pl

from clippings.dedupe.published_rows import title_keys
from clippings.dedupe.withdrawn_traces import Traces
from clippings.schema.frames import as_rows, frame_of, sort_by_primary_key
from clippings.schema.notices import Problems, Withdrawals
from clippings.schema.pages import Lines, Pages
from clippings.schema.working.merging import Members
from clippings.schema.working.posts import ListedPosts
from clippings.schema.working.withdrawal_tables import WithdrawnArticles, WithdrawnPosts, WithdrawnTitles, WithheldLines

ROLE = "withdrawn"
_BOILERPLATE = (
    "blank", "masthead", "copyright", "share_bar", "read_more", "pagination", "recent_heading", "recent_title",
    "recent_date", "social", "page_heading",
)  # fmt: skip
"""Roles of lines beside a withdrawn post that reveal nothing of it; a `recent_title` is judged by its title."""
_NAMELESS = frozenset(("masthead", "copyright", "social", "share_bar", "pagination"))
"""Roles of lines about the site itself: two capitalised words in them are not the name of a person."""
_OF_OTHERS = (
    "related", "recent_title", "recent_heading", "read_more", "navigation", "caption", "social", "share_bar", "meta",
)  # fmt: skip
"""Roles of lines inside a post that are not its text: they may mention other posts."""
WITHHELD_PATH = "withdrawn"
"""Folder in the published path of a page whose real path contains a withdrawn title or name."""
_LONG = 4
"""Minimum number of words of a title that never occurs in a line by chance."""
_PLACE = ["page_id", "line_no"]


def withdrawn(members: dy.DataFrame[Members], listed: dy.DataFrame[Withdrawals]) -> dy.DataFrame[WithdrawnArticles]:
    """Return the appearances whose article is on the list, by its id or by the own id of an appearance."""
    ids = pl.concat([members.select("article_id", id=column) for column in ("article_id", "own_article_id")]).unique()
    why = ids.join(listed.rename({"article_id": "id"}), on="id").sort("article_id", "id").drop("id")
    why = why.unique("article_id", keep="first", maintain_order=True)
    return as_rows(WithdrawnArticles, members.join(why, on="article_id", maintain_order="left"))


def carried(
    members: dy.DataFrame[Members], listed: dy.DataFrame[Withdrawals], published: dy.DataFrame[Withdrawals]
) -> dy.DataFrame[Withdrawals]:
    """Return the rows of the published `withdrawals` that stay withheld although the list does not name them.

    These are other ids of listed articles. When the page with the listed id is gone, another appearance of the
    article may get its own id. It must not be published under that id.
    """
    held = pl.concat([members["article_id"], members["own_article_id"]]).implode()
    others = published.filter(~pl.col("is_listed") & pl.col("article_id").is_in(held))
    return as_rows(Withdrawals, others.join(listed, on="article_id", how="anti", maintain_order="left"))


def unknown(members: dy.DataFrame[Members], listed: dy.DataFrame[Withdrawals]) -> list[str]:
    """Return the listed ids that no article and no appearance has."""
    held = pl.concat([members["article_id"], members["own_article_id"]]).implode()
    return listed.filter(~pl.col("article_id").is_in(held))["article_id"].sort().to_list()


def table(
    listed: dy.DataFrame[Withdrawals], gone: dy.DataFrame[WithdrawnArticles], kept: dy.DataFrame[Members]
) -> dy.DataFrame[Withdrawals]:
    """Return the table `withdrawals`: every listed id, in the archive or not, and the other ids of withdrawn articles.

    An id that one of `kept` has is not listed.
    """
    others = [
        gone.select("reason", "withdrawn_on", article_id=column, is_listed=pl.lit(value=False))
        for column in ("article_id", "own_article_id")
    ]
    rows = pl.concat([listed, *others], how="diagonal").unique("article_id", keep="first", maintain_order=True)
    taken = pl.concat([kept["article_id"], kept["own_article_id"]])
    return sort_by_primary_key(Withdrawals, rows.filter(~pl.col("article_id").is_in(taken.implode())))


def withheld(
    lines: dy.DataFrame[Lines],
    recent: dy.DataFrame[ListedPosts],
    evidence: pl.DataFrame,
    gone: dy.DataFrame[WithdrawnPosts],
    titles: dy.DataFrame[WithdrawnTitles],
    traces: Traces,
) -> dy.DataFrame[WithheldLines]:
    """Return page_id and line_no of the lines whose text is not published.

    These are the lines of withdrawn posts; neighbouring lines that may belong to them (captions, dates, statements of the
    page's head); the lines that their values were read from; and their titles, words and names on every line. The text of
    another post, and a line that gives a value of another post, are not touched.
    """
    is_gone = evidence["appearance_id"].is_in(gone["appearance_id"].implode())
    cited, founded = evidence.filter(is_gone).select(_PLACE), evidence.filter(~is_gone).select(_PLACE)
    owner, ids = pl.col("appearance_id"), gone["appearance_id"].implode()
    placed = lines.with_columns(above=owner.forward_fill().over("page_id"), below=owner.backward_fill().over("page_id"))
    role = pl.col("role").cast(pl.String)
    is_menu = (role == "navigation") & ~pl.col("text").str.contains(
        "://", literal=True
    )  # an address may contain a title
    is_beside = (pl.col("above").is_in(ids) | pl.col("below").is_in(ids)) & ~(role.is_in(_BOILERPLATE) | is_menu)
    names_it = _names(titles["title"].drop_nulls().unique().sort()) & (role != "recent_title")
    free = placed.filter(owner.is_null())
    loose = pl.concat(
        [
            free.filter(is_beside | names_it).select(_PLACE),
            free.join(cited, on=_PLACE, how="semi").select(_PLACE),
            _listed(recent, titles),
            _traced(placed, gone, traces),
        ]
    ).join(founded, on=_PLACE, how="anti")
    places = pl.concat([placed.filter(owner.is_in(ids)).select(_PLACE), loose]).unique().sort(_PLACE)
    return as_rows(WithheldLines, places)


def _traced(placed: pl.DataFrame, gone: dy.DataFrame[WithdrawnPosts], traces: Traces) -> pl.DataFrame:
    """Return the places of lines outside post texts that contain a trace. One trace can cover several lines."""
    role = pl.col("role").cast(pl.String)
    is_open = pl.col("appearance_id").is_null() | role.is_in(_OF_OTHERS)
    is_kept_text = ~is_open & ~pl.col("appearance_id").is_in(gone["appearance_id"].implode())
    loose = placed.filter(~is_kept_text & (role != "blank"))
    rows = []
    for (page_id,), page in loose.select(*_PLACE, "text", role.alias("role")).group_by("page_id", maintain_order=True):
        worded, named = traces.touched(page["text"].to_list())
        roles = page["role"].to_list()
        named = {number for number in named if roles[number] not in _NAMELESS}
        rows += [(page_id, page["line_no"][number]) for number in sorted(worded | named)]
    return frame_of(WithheldLines, rows)


def _names(titles: pl.Series) -> pl.Expr:
    """Match lines that contain one of the titles; for a short title, lines that equal it."""
    long = titles.filter(titles.str.count_matches(r"\s+") + 1 >= _LONG).to_list()
    text = pl.col("text").str.strip_chars()
    return text.is_in(titles.implode()) | (text.str.contains_any(long) if long else pl.lit(value=False))


def _listed(recent: dy.DataFrame[ListedPosts], titles: dy.DataFrame[WithdrawnTitles]) -> pl.DataFrame:
    """Return the places where sidebars list one of the titles, with its date or if either has no date."""
    keyed = titles.drop_nulls("title").unique()
    keyed = keyed.select(pl.col("published_on").alias("on"), key=title_keys(keyed["title"])).unique()
    both = recent.with_columns(key=title_keys(recent["title"])).join(keyed, on="key")
    return both.filter((pl.col("published_on") == pl.col("on")).fill_null(value=True)).select(_PLACE).unique()


def blanked(
    lines: dy.DataFrame[Lines], places: dy.DataFrame[WithheldLines], gone: dy.DataFrame[WithdrawnPosts]
) -> dy.DataFrame[Lines]:
    """Return the ledger without text, and with the role `withdrawn`, at `places`. Rows and order do not change.

    Lines of withdrawn posts no longer belong to a post; a line inside another post still belongs to it.
    """
    marked = lines.join(places.with_columns(hidden=pl.lit(value=True)), on=_PLACE, how="left", maintain_order="left")
    hidden = pl.col("hidden").is_not_null()
    marked = marked.with_columns(
        role=pl.when(hidden).then(pl.lit(ROLE)).otherwise(pl.col("role").cast(pl.String)).cast(lines.schema["role"]),
        appearance_id=pl.when(~pl.col("appearance_id").is_in(gone["appearance_id"].implode())).then("appearance_id"),
        text=pl.when(hidden).then(pl.lit("")).otherwise("text"),
    ).drop("hidden")
    return as_rows(Lines, marked)


def hidden_pages(pages: dy.DataFrame[Pages], traces: Traces) -> dy.DataFrame[Pages]:
    """Return the pages without the paths and addresses that contain a trace."""
    paths = {path: traces.are_in(path) for path in pages["path"].unique()}
    urls = {url: traces.are_in(url) for url in pages["url"].drop_nulls().unique()}
    paths_with_traces = [path for path, has_trace in paths.items() if has_trace]
    named = [url for url, has_trace in urls.items() if has_trace]
    hidden_path = pl.format("{}/{}", pl.lit(WITHHELD_PATH), "page_id")
    pages = pages.with_columns(
        path=pl.when(pl.col("path").is_in(paths_with_traces)).then(hidden_path).otherwise("path"),
        url=pl.when(~pl.col("url").is_in(named)).then("url"),
    )
    return as_rows(Pages, pages)


def without_traces(problems: dy.DataFrame[Problems], traces: Traces) -> dy.DataFrame[Problems]:
    """Return the problems whose message has no trace; hide paths with a trace."""
    kept = problems.filter(pl.Series([not traces.are_in(message) for message in problems["message"]], dtype=pl.Boolean))
    paths_with_traces = [path for path in kept["path"].unique() if traces.are_in(path)]
    name = pl.format("{}/{}", pl.lit(WITHHELD_PATH), pl.coalesce("page_id", "problem_id"))
    kept = kept.with_columns(path=pl.when(pl.col("path").is_in(paths_with_traces)).then(name).otherwise("path"))
    return as_rows(Problems, kept)


def problems_kept(
    problems: dy.DataFrame[Problems],
    places: dy.DataFrame[WithheldLines],
    gone: dy.DataFrame[WithdrawnArticles],
    titles: dy.DataFrame[WithdrawnTitles],
) -> dy.DataFrame[Problems]:
    """Return the problems that concern no withdrawn article and no withheld line, and quote no withdrawn title."""
    ids = pl.concat([gone["article_id"], gone["own_article_id"]]).implode()
    quoted = titles["title"].drop_nulls().unique().to_list()
    is_of = pl.col("article_id").is_in(ids).fill_null(value=False)
    quotes = pl.any_horizontal(
        pl.lit(value=False), *(pl.col("message").str.contains(title, literal=True) for title in quoted)
    )
    left = problems.filter(~is_of & ~quotes).join(places, on=_PLACE, how="anti", maintain_order="left")
    return as_rows(Problems, left)
