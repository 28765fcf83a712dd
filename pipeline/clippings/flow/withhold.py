"""What must not be published: the posts of withdrawn articles, and their traces in other tables."""

from collections.abc import Iterator, Sequence
from typing import Any

import dataframely as dy
import polars as pl

from clippings.dedupe import quotations, withdraw, withdrawn_traces
from clippings.dedupe.quotations import Decisions, Quotation
from clippings.flow.run import Run
from clippings.flow.step import Batch, step
from clippings.schema import problem_report
from clippings.schema.frames import as_rows, frame_of
from clippings.schema.notices import Withdrawals
from clippings.schema.problem_report import Problem
from clippings.schema.working.merging import Members
from clippings.schema.working.withdrawal_tables import (
    UnquotedParagraphs,
    WithdrawnArticles,
    WithdrawnTraces,
    WithheldLines,
)

_FILTERED = {
    "posts": "cut_posts", "evidence": "cut_evidence", "credits": "cut_credits", "text_spans": "cut_text_spans",
    "recent": "cut_recent_posts", "final_removals": "cut_removals", "final_pages": "cut_pages", "final_lines": "cut_lines",
}  # fmt: skip
"""Table without what is withdrawn to the table as it was cut."""
_MERGED = {"members": "merged_members", "values": "merged_values"}
"""The same for what merging decided."""
_TITLED = ("appearance_id", "title", "published_on")
_WITHDRAWAL_LIST = "withdrawn.toml"
"""What problems call the withdrawal list, wherever it is."""


@step(
    reads=(*_FILTERED.values(), *_MERGED.values(), "gone", "titles", "traces", "unquoted"),
    writes=(*_FILTERED, *_MERGED, "withheld"),
)
def take_out(batch: Batch) -> None:
    """Take the withdrawn posts, and the paragraphs that quote them, out of all that was cut of the batch."""
    rows = batch.rows()
    gone, lines, recent = rows["gone"], rows["cut_lines"], rows["cut_recent_posts"]
    _take_out_merged(batch, gone)
    read_off = pl.concat(
        [batch.get(name).select("appearance_id", "page_id", "line_no") for name in ("cut_evidence", "cut_credits")]
    )
    traces = withdrawn_traces.from_frame(rows["traces"])
    places = withdraw.withheld(lines, recent, read_off, gone, rows["titles"], traces)
    cut, spans = rows["cut_posts"], rows["cut_text_spans"]
    cut, spans, quoting = quotations.removed(cut, spans, rows["unquoted"], read_off.drop("appearance_id"))
    places = as_rows(WithheldLines, pl.concat([places, quoting]).unique().sort("page_id", "line_no"))
    batch.put("withheld", places)
    pages = withdraw.hidden_pages(rows["cut_pages"], traces)
    if not places.height and pages.equals(rows["cut_pages"]):
        for name, source in _FILTERED.items():
            batch.put_same(name, source)
        return
    posts = cut.join(gone, on="appearance_id", how="anti", maintain_order="left")
    emptied = set(cut["page_id"]) - set(posts["page_id"])
    nothing_left = pl.col("page_id").is_in(emptied)  # the address of a page of one post may contain its title
    batch.put("posts", posts)
    batch.put("final_pages", pages.with_columns(url=pl.when(~nothing_left).then("url")))
    batch.put("final_lines", withdraw.blanked(lines, places, gone))
    batch.put("recent", recent.join(places, on=["page_id", "line_no"], how="anti", maintain_order="left"))
    removals = rows["cut_removals"].join(quoting, on=["page_id", "line_no"], how="anti", maintain_order="left")
    changed = {"text_spans": spans, "final_removals": removals}
    for name in ("evidence", "credits", "text_spans", "final_removals"):
        frame = changed[name] if name in changed else batch.get(_FILTERED[name])
        batch.put(name, frame.join(gone, on="appearance_id", how="anti", maintain_order="left"))


def _take_out_merged(batch: Batch, gone: pl.DataFrame) -> None:
    articles = gone["article_id"].implode()
    members = batch.get("merged_members").join(gone, on="appearance_id", how="anti", maintain_order="left")
    values = batch.get("merged_values").filter(~pl.col("article_id").is_in(articles))
    is_left = ~pl.col("near_duplicate_of").is_in(articles)
    batch.put("members", members)
    batch.put("values", values.with_columns(near_duplicate_of=pl.when(is_left).then("near_duplicate_of")))


def withhold(run: Run) -> list[Problem]:
    """Write the tables of posts without articles that must not be published. Returns what is wrong with the list."""
    listed, published, decided = run.withdrawals()
    asked = _members(run, pl.concat([listed["article_id"], published["article_id"]]))
    unknown = withdraw.unknown(asked, listed)
    listed = as_rows(Withdrawals, pl.concat([listed, withdraw.carried(asked, listed, published)]))
    gone, traces, quoting = _with_copies(run, listed, withdraw.withdrawn(asked, listed), decided)
    ids = pl.concat([listed["article_id"], gone["article_id"], gone["own_article_id"]])
    left = as_rows(Members, _members(run, ids).join(gone, on="appearance_id", how="anti"))
    run.write("final_withdrawals", withdraw.table(listed, gone, left))
    titled = (part.join(gone, on="appearance_id", how="semi") for part in run.table("keyed_posts").each(*_TITLED))
    titles = pl.concat(titled).drop("appearance_id")
    run.write("withdrawn_articles", gone)
    run.write("withdrawn_titles", titles)
    run.write("withdrawn_traces", traces)
    if gone.height:
        some = gone.select("appearance_id", "article_id")
        tables = (*_FILTERED.values(), *_MERGED.values())
        run.do(
            take_out,
            run.batches(*tables, gone=some, titles=titles, traces=traces, unquoted=_unquoted(quoting, decided)),
        )
    else:
        for name, source in (_FILTERED | _MERGED).items():
            run.let_be(name, run.table(source).parts)
        run.write("withheld", frame_of(WithheldLines, []))
    run.write("quotation_problems", problem_report.table(_undecided(run, quoting, decided)))
    return [
        Problem("unknown_withdrawal", _WITHDRAWAL_LIST, f"No article has the withdrawn id {article_id}.")
        for article_id in unknown
    ]


def _members(
    run: Run, ids: pl.Series, columns: Sequence[str] = ("article_id", "own_article_id")
) -> dy.DataFrame[Members]:
    """All members of the articles of which one member has an id in one of the columns."""
    if ids.is_empty():
        return frame_of(Members, [])
    members = run.table("merged_members").scan()
    articles = members.filter(pl.any_horizontal(pl.col(columns).is_in(ids.implode()))).select("article_id").unique()
    asked = members.join(articles, on="article_id", how="semi").collect(engine="streaming")
    return as_rows(Members, asked.sort("appearance_id"))


def _with_copies(
    run: Run, listed: dy.DataFrame[Withdrawals], gone: dy.DataFrame[WithdrawnArticles], decided: Decisions
) -> tuple[dy.DataFrame[WithdrawnArticles], dy.DataFrame[WithdrawnTraces], list[Quotation]]:
    """Return what is withdrawn with its copies, such as teasers; the traces that only it has; the posts that quote it."""
    if not gone.height:
        return gone, frame_of(WithdrawnTraces, []), []
    ids = set(gone["appearance_id"])
    titles, texts = [], []
    for row in _posts(run):
        if row["appearance_id"] in ids:
            titles += [row["title"]] if row["title"] else []
            texts += [text for text in (row["title"], row["deck"], row["text"]) if text]
    traces = withdrawn_traces.of_articles(titles, texts)
    copies = [row["appearance_id"] for row in _posts(run) if traces.is_copy(row["title"], row["text"])]
    # an excerpt of a longer article may be nothing but shared words
    is_copy = pl.col("appearance_id").is_in(copies).all()
    members = _members(run, pl.Series(copies, dtype=pl.String), ["appearance_id"])
    articles = members.group_by("article_id").agg(is_copy=is_copy).filter("is_copy")["article_id"].sort()
    more = gone.select("reason", "withdrawn_on").head(1).join(pl.DataFrame({"article_id": articles}), how="cross")
    more = more.with_columns(is_listed=pl.lit(value=False)).select(listed.columns)
    every = as_rows(Withdrawals, pl.concat([listed, more]).unique("article_id", keep="first", maintain_order=True))
    gone = withdraw.withdrawn(_members(run, every["article_id"]), every)
    ids = set(gone["appearance_id"])
    left = (row for row in _posts(run) if row["appearance_id"] not in ids)
    quoting = quotations.find(left, quotations.sought_in(titles, texts), lambda ids: _articles_of(run, ids))
    removed = {
        quotation.appearance_id: quotation.paragraphs for quotation in quoting if quotation.article_id in decided.remove
    }
    traces = traces.without_shared(
        (row["title"], row["deck"], quotations.text_without(row["text"], removed.get(row["appearance_id"], ())))
        for row in _posts(run)
        if row["appearance_id"] not in ids
    )
    return gone, traces.frame(), quoting


def _articles_of(run: Run, appearance_ids: Sequence[str]) -> dict[str, str]:
    is_asked = pl.col("appearance_id").is_in(list(appearance_ids))
    members = run.table("merged_members").scan().filter(is_asked).select("appearance_id", "article_id")
    return dict(members.collect(engine="streaming").iter_rows())


def _unquoted(quoting: Sequence[Quotation], decided: Decisions) -> dy.DataFrame[UnquotedParagraphs]:
    """Return the paragraphs that a person decided to remove."""
    rows = [
        (quotation.appearance_id, number)
        for quotation in quoting
        if quotation.article_id in decided.remove
        for number in quotation.paragraphs
    ]
    return as_rows(UnquotedParagraphs, frame_of(UnquotedParagraphs, rows).filter(pl.col("paragraph") >= 0))


def _undecided(run: Run, quoting: Sequence[Quotation], decided: Decisions) -> Iterator[Problem]:
    """Return a problem for each post that still quotes, unless a person decided to keep its words."""
    if not quoting:
        return
    ids = [quotation.appearance_id for quotation in quoting if quotation.article_id in decided.remove]
    length = pl.col("text").str.split("\n\n").list.len()
    is_asked = pl.col("appearance_id").is_in(ids)
    cut, posts = (
        dict(
            row for part in run.table(name) for row in part.filter(is_asked).select("appearance_id", length).iter_rows()
        )
        for name in ("cut_posts", "posts")
    )
    for quotation in quoting:
        removed = cut.get(quotation.appearance_id, 0) - posts.get(quotation.appearance_id, 0)
        if quotation.article_id not in decided.keep and removed < len(quotation.paragraphs):
            yield quotation.problem


def _posts(run: Run) -> Iterator[dict[str, Any]]:
    for posts in run.table("cut_posts").each("appearance_id", "page_id", "path", "line_start", "title", "deck", "text"):
        yield from posts.iter_rows(named=True)
