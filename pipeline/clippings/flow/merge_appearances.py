"""Stage `merge_appearances`: which posts are one article, which articles are withdrawn, and the tables of articles.

The tables keyed by article are sorted in two maps: each batch of posts deals its rows into hash partitions, one object a
batch; then each partition is sorted alone and stored in slices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from clippings.common.external_sort import HashPartitions
from clippings.dedupe import merge_articles as merging
from clippings.dedupe import minhash, published_rows, reprints, withdraw, withdrawn_traces
from clippings.flow.run import Run
from clippings.flow.step import Batch, Call, step
from clippings.schema import TABLES, problem_report
from clippings.schema.frames import cast_to_schema, sort_by_primary_key
from clippings.schema.problem_report import Problem

_FILTERED = {
    "posts": "cut_posts", "evidence": "cut_evidence", "credits": "cut_credits", "text_spans": "cut_text_spans",
    "recent": "cut_recent_posts", "final_removals": "cut_removals", "final_pages": "cut_pages", "final_lines": "cut_lines",
}  # fmt: skip
"""Table without what is withdrawn to the table as it was cut."""
_WITHDRAWAL_LIST = "withdrawn.toml"
"""What problems call the withdrawal list, wherever it is."""
_DEALT = ("articles", "evidence", "text_spans")
_SORTED = (*(f"final_{name}" for name in _DEALT), "final_article_authors")
"""Published tables whose key begins with the article's id."""


@step(reads=("cut_posts", "cut_recent_posts"), writes=("keyed_posts", "sketches", "recent_keys"))
def key_posts(batch: Batch) -> None:
    """Take from each post what merging compares: keys, and the sketch of each distinct text, by its row."""
    posts = batch.get("cut_posts")
    batch.put("keyed_posts", merging.keyed(posts.select(merging.INDEX_COLUMNS)))
    texts = posts.select("text", "text_sha256").with_row_index("post")
    batch.put("sketches", minhash.sketch(texts.unique("text_sha256", keep="first", maintain_order=True)))
    batch.put("recent_keys", published_rows.recent_keys(batch.get("cut_recent_posts")))


@step(reads=(*_FILTERED.values(), "gone", "titles", "traces"), writes=(*_FILTERED, "withheld"))
def take_out(batch: Batch) -> None:
    """Take the withdrawn posts out of all that was cut of the batch."""
    gone, lines, recent = batch.get("gone"), batch.get("cut_lines"), batch.get("cut_recent_posts")
    read_off = pl.concat(
        [batch.get(name).select("appearance_id", "page_id", "line_no") for name in ("cut_evidence", "cut_credits")]
    )
    traces = withdrawn_traces.from_frame(batch.get("traces"))
    places = withdraw.withheld(lines, recent, read_off, gone, batch.get("titles"), traces)
    batch.put("withheld", places)
    pages = withdraw.hidden_pages(batch.get("cut_pages"), traces)
    if not places.height and pages.equals(batch.get("cut_pages")):
        for name, source in _FILTERED.items():
            batch.put_same(name, source)
        return
    cut = batch.get("cut_posts")
    posts = cut.join(gone, on="appearance_id", how="anti", maintain_order="left")
    emptied = set(cut["page_id"]) - set(posts["page_id"])
    nothing_left = pl.col("page_id").is_in(emptied)  # the address of a page of one post tells its title
    batch.put("posts", posts)
    batch.put("final_pages", pages.with_columns(url=pl.when(~nothing_left).then("url")))
    batch.put("final_lines", withdraw.blanked(lines, places, gone))
    batch.put("recent", recent.join(places, on=["page_id", "line_no"], how="anti", maintain_order="left"))
    for name in ("evidence", "credits", "text_spans", "final_removals"):
        rows = batch.get(_FILTERED[name])
        batch.put(name, rows.join(gone, on="appearance_id", how="anti", maintain_order="left"))


@step(
    reads=("posts", "evidence", "credits", "text_spans", "members", "values"),
    writes=("final_appearances", *(f"dealt_{name}" for name in _DEALT)),
)
def deal(batch: Batch, count: int) -> None:
    """Deal the batch's articles, evidence and text spans into hash partitions of the articles' ids."""
    posts, members = batch.get("posts"), batch.get("members")
    evidence = pl.concat([batch.get("evidence"), batch.get("credits")], how="diagonal")
    partitions = HashPartitions("article_id", count)
    dealt = {
        "articles": published_rows.articles(posts, members, batch.get("values")),
        "evidence": published_rows.evidence(evidence, members),
        "text_spans": published_rows.text_spans(batch.get("text_spans"), members),
    }
    for name, frame in dealt.items():
        batch.put_pack(f"dealt_{name}", partitions.partition(frame))
    ids = members.select("appearance_id", "article_id", "own_article_id")
    appearances = posts.drop("text").join(ids, on="appearance_id", how="left", maintain_order="left")
    batch.put("final_appearances", cast_to_schema(TABLES["appearances"], appearances))


@step(reads=tuple(f"dealt_{name}" for name in _DEALT), writes=_SORTED)
def sort(batch: Batch, number: int, count: int, slice_count: int) -> None:
    """Sort one partition of the articles, with the credits that their evidence gives, and store it in slices."""
    evidence = published_rows.agreeing(batch.get("dealt_evidence"))
    tables = {
        "articles": published_rows.credited(batch.get("dealt_articles"), evidence),
        "evidence": evidence,
        "article_authors": published_rows.article_authors(evidence),
        "text_spans": batch.get("dealt_text_spans"),
    }
    slices, slices_per_part = HashPartitions("article_id", slice_count), slice_count // count
    for name, rows in tables.items():
        partitions = slices.partition(sort_by_primary_key(TABLES[name], rows))
        batch.put(f"final_{name}", *partitions[number * slices_per_part : (number + 1) * slices_per_part])


@step(reads=("recent", "titles"), writes=("final_recent_posts",))
def list_recent(batch: Batch) -> None:
    """Link what sidebars list to the articles held."""
    recent = published_rows.recent_posts(batch.get("recent"), batch.get("titles"))
    batch.put("final_recent_posts", cast_to_schema(TABLES["recent_posts"], recent))


def merge_appearances(run: Run) -> None:
    """Find the appearances of one article, compare their texts, and publish the fullest."""
    run.do(key_posts, run.batches("cut_posts", "cut_recent_posts"))
    index = merging.ranked(run.table("keyed_posts").read())
    sketches = minhash.of_archive(run.table("sketches"), _ranks(run, index))
    places = _places(run)
    merged = merging.merge(index, minhash.pairs(sketches), lambda ids: _texts(run, places, ids))
    merged = _without_withdrawn(run, merged)
    run.write("members", merged.members)
    run.write("final_duplicates", sort_by_primary_key(TABLES["duplicates"], merged.duplicates))
    _write_articles(run, merged)
    run.drop("keyed_posts", "sketches", "text_spans")


def _ranks(run: Run, index: pl.DataFrame) -> Iterator[pl.Series]:
    """Of each batch of posts their ranks; of posts with one text, the first alone has one."""
    distinct = index.unique("text_sha256", keep="first", maintain_order=True).select("appearance_id", "rank")
    for posts in run.table("keyed_posts"):
        yield posts.select("appearance_id").join(distinct, on="appearance_id", how="left", maintain_order="left")[
            "rank"
        ]


def _places(run: Run) -> pl.DataFrame:
    """`appearance_id`, and the part and row of `cut_posts` that hold it."""
    return pl.concat(
        part.select("appearance_id", part=pl.lit(number, pl.UInt32), row=pl.int_range(pl.len(), dtype=pl.UInt32))
        for number, part in enumerate(run.table("keyed_posts"))
    )


def _texts(run: Run, places: pl.DataFrame, appearance_ids: Sequence[str]) -> Mapping[str, str]:
    """The texts of appearances, fetched by part and row."""
    asked = pl.DataFrame({"appearance_id": appearance_ids}, schema={"appearance_id": pl.String})
    parts = run.table("cut_posts").parts
    text_of: dict[str, str] = {}
    for (number,), rows in (
        places.join(asked, on="appearance_id", how="semi").partition_by("part", as_dict=True).items()
    ):
        texts = run.store.get(parts[number])["text"].gather(rows["row"])
        text_of.update(zip(rows["appearance_id"], texts, strict=True))
    return text_of


def _without_withdrawn(run: Run, merged: merging.Merged) -> merging.Merged:
    """Return the result of merging without articles that must not be published."""
    listed, unknown = _listed(run, merged.members)
    run.write("merge_problems", problem_report.table([*merged.problems, *unknown]))
    gone = withdraw.withdrawn(merged.members, listed)
    gone, traces = _with_copies(run, merged.members, listed, gone)
    left = merged.members.join(gone, on="appearance_id", how="anti", maintain_order="left")
    run.write("final_withdrawals", withdraw.table(listed, gone, left))
    ids = gone.select("appearance_id")
    posts = pl.concat(_titles_of(part, ids) for part in run.table("keyed_posts")) if gone.height else ids.clear()
    titles = posts.drop("appearance_id")
    run.write("withdrawn_articles", gone)
    run.write("withdrawn_titles", titles)
    run.write("withdrawn_traces", traces)
    if not gone.height:
        for name, source in _FILTERED.items():
            run.let_be(name, run.table(source).parts)
        run.write("withheld", pl.DataFrame(schema={"page_id": pl.String, "line_no": pl.Int64}))
        return merged
    run.do(take_out, run.batches(*_FILTERED.values(), gone=ids, titles=titles, traces=traces))
    articles = gone["article_id"].implode()
    is_gone = pl.any_horizontal(pl.col("left_id", "right_id").is_in(ids["appearance_id"].implode()))
    values = merged.values.filter(~pl.col("article_id").is_in(articles)).with_columns(
        near_duplicate_of=pl.when(~pl.col("near_duplicate_of").is_in(articles)).then("near_duplicate_of")
    )
    is_hidden = pl.any_horizontal(pl.col("left_id", "right_id").is_in(articles))
    shared = merged.shared.filter(~is_hidden)
    return replace(merged, members=left, values=values, duplicates=merged.duplicates.filter(~is_gone), shared=shared)


def _with_copies(
    run: Run, members: pl.DataFrame, listed: pl.DataFrame, gone: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What is withdrawn with the posts that are copies of it, such as teasers; and the traces that only it has."""
    if not gone.height:
        return gone, pl.DataFrame(schema=withdrawn_traces.SCHEMA)
    ids = set(gone["appearance_id"])
    titles, texts = [], []
    for row in _posts(run):
        if row["appearance_id"] in ids:
            titles += [row["title"]] if row["title"] else []
            texts += [text for text in (row["title"], row["deck"], row["text"]) if text]
    traces = withdrawn_traces.of_articles(titles, texts)
    copies = [row["appearance_id"] for row in _posts(run) if row["text"] and traces.is_copy(row["text"])]
    is_copy = (
        pl.col("appearance_id").is_in(copies).all()
    )  # an excerpt of a longer article may be nothing but shared words
    articles = members.group_by("article_id").agg(is_copy=is_copy).filter("is_copy")["article_id"].sort()
    more = gone.select("reason", "withdrawn_on").head(1).join(pl.DataFrame({"article_id": articles}), how="cross")
    more = more.with_columns(is_listed=pl.lit(value=False)).select(listed.columns)
    gone = withdraw.withdrawn(
        members, pl.concat([listed, more]).unique("article_id", keep="first", maintain_order=True)
    )
    ids = set(gone["appearance_id"])
    left = [row for row in _posts(run) if row["appearance_id"] not in ids]
    traces = traces.without_shared(
        (text for row in left for text in (row["deck"], row["text"]) if text),
        (row["title"] for row in left if row["title"]),
    )
    return gone, traces.frame()


def _posts(run: Run) -> Iterator[dict[str, str]]:
    columns = ("appearance_id", "title", "deck", "text")
    for posts in run.table("cut_posts"):
        yield from posts.select(columns).iter_rows(named=True)


def _listed(run: Run, members: pl.DataFrame) -> tuple[pl.DataFrame, list[Problem]]:
    """What must not be published, and a problem for each listed id that nothing has."""
    listed, published = run.withdrawals()
    problems = [
        Problem("unknown_withdrawal", _WITHDRAWAL_LIST, f"No article has the withdrawn id {article_id}.")
        for article_id in withdraw.unknown(members, listed)
    ]
    return pl.concat([listed, withdraw.carried(members, listed, published)]), problems


def _titles_of(posts: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    return posts.select("appearance_id", "title", "published_on").join(ids, on="appearance_id", how="semi")


def _write_articles(run: Run, merged: merging.Merged) -> None:
    """The published tables of articles, sorted by their keys."""
    size = sum(part.size for part in run.table("posts").parts)
    partitions, slices = HashPartitions.counts(size)
    calls = run.batches("posts", "evidence", "credits", "text_spans")
    calls = [replace(call, args=(partitions,)) for call in calls]
    dealt = list(run.map(deal, run.with_frames(calls, _decided(run, merged))))
    run.let_be("final_appearances", [result.wrote["final_appearances"][0] for result in dealt])
    sorts = []
    for number in range(partitions):
        reads = {}
        for name in _DEALT:
            parts = [result.wrote[f"dealt_{name}"][number] for result in dealt]
            reads[f"dealt_{name}"] = [part for part in parts if part.row_count] or parts[:1]
        sorts.append(Call(reads, (number, partitions, slices)))
    run.do(sort, sorts if dealt else [])
    index = pl.concat(
        [pl.DataFrame(schema=_INDEXED), *(part.select(*_INDEXED) for part in run.table("final_articles"))]
    )
    days = index.select("article_id", on=pl.coalesce("source_published_on", "published_on"))
    for name, rows in zip(
        ("reprints", "reprint_passages"), reprints.tables(reprints.directed(merged.shared, days)), strict=True
    ):
        run.write(f"final_{name}", sort_by_primary_key(TABLES[name], rows))
    titles = published_rows.title_index(index)
    per_slice = (
        {"titles": titles.join(keys, on="key", how="semi", maintain_order="left")} for keys in run.table("recent_keys")
    )
    run.do(list_recent, run.with_frames(run.batches("recent"), per_slice))


_INDEXED = {"article_id": pl.String, "title": pl.String, "published_on": pl.Date, "source_published_on": pl.Date}


def _decided(run: Run, merged: merging.Merged) -> Iterator[dict[str, pl.DataFrame]]:
    """For each batch of posts what merging decided of them: the rows of members and values."""
    for posts in run.table("posts"):
        own_posts = posts.select("appearance_id").join(merged.members, on="appearance_id", maintain_order="left")
        articles = own_posts.select("article_id").unique(maintain_order=True)
        yield {"members": own_posts, "values": articles.join(merged.values, on="article_id", maintain_order="left")}
