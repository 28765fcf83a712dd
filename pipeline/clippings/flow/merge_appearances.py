"""Stage `merge_appearances`: which posts are one article, which articles are withdrawn, and the tables of articles.

Posts are divided into hash partitions by title, by text and by shingle; each partition proposes pairs, and steps compare their
texts. In memory are one number for each post, and the rows of the posts of related pairs.
"""

from collections.abc import Iterator, Sequence

import dataframely as dy
import polars as pl

from clippings.common.external_sort import HashPartitions, partition_by
from clippings.dedupe import article_id as identity
from clippings.dedupe import candidate_pairs, published_rows
from clippings.dedupe import compare as comparing
from clippings.dedupe import merge_articles as merging
from clippings.flow import article_tables, post_numbers, withhold
from clippings.flow.run import Run
from clippings.flow.step import Batch, Call, step
from clippings.flow.table import Part, Table, copied
from clippings.schema import TABLES, problem_report
from clippings.schema.frames import as_rows, frame_of, sort_by_primary_key
from clippings.schema.working import checked
from clippings.schema.working.merging import NumberedPairs, SharedWording, Verdicts

_GROUPED = (
    "row", "order", "appearance_id", "page_id", "title_words", "published_on", "text_sha256", "word_count",
)  # fmt: skip
_DECIDED_BY = (
    "order", "appearance_id", "page_id", "page_posts", "own_article_id", "text_sha256", *merging.FILLED,
)  # fmt: skip
_TOLD_APART_BY = ("appearance_id", "page_id", "path", "line_start", "site", "own_article_id", "text_sha256")
_COMPARED_BY = (
    "order", "appearance_id", "page_id", "site", "title_words", "published_on", "completeness", "text_sha256",
)  # fmt: skip
_COMPARED = {"by_title": "title_key", "by_text": "text_sha256"}
_PAIR = ("left", "right")
_SHARES = 8
"""Partitions of what is compared, if it is large: one more page changes all of them, and each costs some time."""
_PARTITION_WORK = 1 / 4
"""Work of pairing the posts of a partition."""
_COMPARED_AT_ONCE, _COMPARISONS = 4_000, 16
"""Pairs in one call, at least, whose texts are in memory at one time; and the number of calls, since each looks into most batches."""


@step(reads=("cut_posts", "cut_recent_posts"), writes=("keyed_posts", *_COMPARED, "sketches", "recent_keys"))
def key_posts(batch: Batch, count: int) -> None:
    """Take from each post what merging compares, and divide them into partitions; of distinct texts the sketches too."""
    rows = batch.rows()
    cut = rows["cut_posts"]
    is_own_day = ~pl.col("is_day_of_site").fill_null(value=False)
    own_days = cut.with_columns(  # ids and merges do not depend on other pages
        site_day=pl.when(~is_own_day).then("published_on"), published_on=pl.when(is_own_day).then("published_on")
    )
    posts = merging.keyed(own_days.select(*merging.INDEX_COLUMNS, "site_day")).with_row_index("row")
    batch.put("keyed_posts", posts)
    for name, key in _COMPARED.items():
        partitions = HashPartitions(key, count).partition(posts.select(*_GROUPED, "title_key"))
        batch.put_pack(name, (rows.select(_GROUPED) for rows in partitions))
    texts = cut.select("text", "text_sha256").unique("text_sha256", keep="first", maintain_order=True)
    sketches = candidate_pairs.sketch(texts.select("text", post=post_numbers.of_digest(pl.col("text_sha256"))))
    batch.put_pack("sketches", partition_by(sketches, pl.col("shingle") % count, count))
    batch.put("recent_keys", published_rows.recent_keys(rows["cut_recent_posts"]))


@step(reads=("by_title", "by_text"), writes=("pairs", "texts"))
def pair(batch: Batch) -> None:
    """Pair the posts of a partition that share a title, and those that share a text; and list the fullest post of each text."""
    titled, worded = (merging.ranked(post_numbers.numbered(batch.each(name))) for name in _COMPARED)
    batch.put(
        "pairs", pl.concat([candidate_pairs.by_title(titled), candidate_pairs.by_text(worded)]).sort("left", "right")
    )
    fullest = worded.unique("text_sha256", keep="first", maintain_order=True)
    batch.put("texts", fullest.select("post", text=post_numbers.of_digest(pl.col("text_sha256"))))


@step(reads=("sketches",), writes=("shared",))
def share(batch: Batch, count: int) -> None:
    """Count the shingles that pairs of texts share in a partition of the shingles, and divide the counts by pair."""
    batch.put_pack(
        "shared", partition_by(candidate_pairs.shared(batch.rows()["sketches"]), pl.col("left") % count, count)
    )


@step(reads=("shared",), writes=("alike",))
def add_up(batch: Batch) -> None:
    """Add up what pairs share over all partitions: the pairs of texts to compare."""
    batch.put("alike", candidate_pairs.alike(batch.rows()["shared"]))


@step(reads=("compared", "numbered", "keyed_posts", "cut_posts"), writes=("verdicts", "wording"), by="pair")
def compare(batch: Batch, numbers: Sequence[int]) -> None:
    """Compare the texts of pairs. `numbers` are those of the batches that are read."""
    numbered, compared = batch.get("numbered"), batch.get("compared").rename({"pair": "key"})
    pairs = as_rows(NumberedPairs, numbered.join(compared, on="key", how="semi", maintain_order="left"))
    asked = pl.concat([pairs["left"], pairs["right"]]).unique()
    keyed_rows: list[pl.DataFrame] = []
    text_of: dict[int, str] = {}
    # a call that uses an earlier one compares few pairs; one part is read even then, for its columns
    asked_of = {numbers[0], *post_numbers.batches(asked)}
    places = [place for place, number in enumerate(numbers) if number in asked_of]
    for place, keyed, cut in zip(
        places, batch.each("keyed_posts", places, _COMPARED_BY), batch.each("cut_posts", places, ["text"]), strict=True
    ):
        posts, rows = post_numbers.rows_of_batch(asked, numbers[place])
        keyed_rows.append(copied(keyed[rows]).with_columns(post=posts))
        text_of.update(zip(posts, cut["text"].gather(rows), strict=True))
    verdicts, wording = merging.judge(pl.concat(keyed_rows), pairs, text_of)
    comparing.forget()
    batch.put("verdicts", verdicts.sort("pair", maintain_order=True))
    batch.put("wording", wording.sort("pair", maintain_order=True))


@step(reads=("keyed_posts", "decided", "filled"), writes=("merged_members", "merged_values"))
def settle(batch: Batch) -> None:
    """Write what was decided of the posts of a batch. A post of which nothing was decided is an article of its own."""
    posts = batch.get("keyed_posts").join(batch.get("decided"), on="row", how="left", maintain_order="left")
    posts = posts.with_columns(
        article_id=pl.coalesce("article_id", "own_article_id"),
        is_canonical=pl.col("is_canonical").fill_null(value=True),
        rank=pl.col("rank").fill_null(0),
    )
    batch.put("merged_members", posts.select("appearance_id", "article_id", "own_article_id", "is_canonical", "rank"))
    canonical_values = posts.filter("is_canonical").select(
        "row", "article_id", "site_day", *merging.FILLED, appearance_count=pl.lit(1, pl.Int64)
    )
    filled = batch.get("filled")
    canonical_values = canonical_values.update(filled.select("row", *merging.FILLED, "appearance_count"), on="row")
    canonical_values = canonical_values.with_columns(published_on=pl.coalesce("published_on", "site_day"))
    near = filled.select("row", "near_duplicate_of")
    values = canonical_values.join(near, on="row", how="left", maintain_order="left")
    batch.put("merged_values", values.drop("row", "site_day"))


def merge_appearances(run: Run) -> None:
    """Find the appearances of one article, compare their texts, and publish the fullest."""
    count, _ = HashPartitions.counts(sum(part.size for part in run.table("cut_posts").parts), _SHARES)
    calls = [Call(call.reads, (count,)) for call in run.batches("cut_posts", "cut_recent_posts")]
    keyed = run.do(key_posts, calls)
    pairs = _pairs(run, count, len(keyed))
    pairs = _identified(run, pairs)
    run.do(compare, _comparisons(run, pairs))
    merged, problems = _merge(run, pairs)
    problems += withhold.withhold(run)
    gone, pair_ids = run.table("withdrawn_articles").read(), pl.col("left_id", "right_id")
    left = merged.duplicates.filter(~pl.any_horizontal(pair_ids.is_in(gone["appearance_id"].implode())))
    run.write("final_duplicates", sort_by_primary_key(TABLES["duplicates"], left))
    problems += article_tables.write(run)
    run.write("merge_problems", problem_report.table(problems))
    shared = merged.shared.filter(~pl.any_horizontal(pair_ids.is_in(gone["article_id"].implode())))
    article_tables.write_reprints(run, shared)


def _pairs(run: Run, count: int, batches: int) -> pl.DataFrame:
    """The numbers of the posts to compare, each pair once; pairs of texts that are all alike follow one another."""
    run.do(pair, run.across(_COMPARED, count, batches), work=_PARTITION_WORK)
    run.do(
        share, [Call(call.reads, (count,)) for call in run.across(["sketches"], count, batches)], work=_PARTITION_WORK
    )
    run.do(add_up, run.across(["shared"], count, count), work=_PARTITION_WORK)
    alike = pl.concat(run.table("alike"))
    needed = pl.concat([alike["left"], alike["right"]]).unique().implode()
    texts = run.table("texts").filter(pl.col("text").is_in(needed))
    for side in _PAIR:
        alike = alike.join(texts.rename({"text": side}), on=side).drop(side).rename({"post": side})
    pairs = pl.concat([*(part.select(_PAIR) for part in run.table("pairs")), alike.select(_PAIR)])
    pairs = pairs.select(left=pl.min_horizontal(_PAIR), right=pl.max_horizontal(_PAIR)).unique()
    # so the words of a text are taken once, while few texts' words are in memory
    return pairs.sort(pl.col("left").min().over("right"), *_PAIR)


def _comparisons(run: Run, pairs: dy.DataFrame[NumberedPairs]) -> Iterator[Call]:
    """Calls with some pairs each, and the batches that hold their posts."""
    tables = {name: run.table(name).parts for name in ("keyed_posts", "cut_posts")}
    size = max(_COMPARED_AT_ONCE, -(-pairs.height // _COMPARISONS))
    for some in pairs.iter_slices(size):
        numbers = post_numbers.batches(pl.concat([some["left"], some["right"]]))
        reads: dict[str, Sequence[Part]] = {name: [parts[at] for at in numbers] for name, parts in tables.items()}
        compared = {"compared": some.select(pair="key"), "numbered": some}
        stored = {name: (run.store.put(checked(name, frame)),) for name, frame in compared.items()}
        yield Call({**stored, **reads}, (numbers,))


def _identified(run: Run, pairs: pl.DataFrame) -> dy.DataFrame[NumberedPairs]:
    """Pairs in their order, with a hash of all that is compared of the two posts."""
    asked = pl.concat([pairs["left"], pairs["right"]]).unique()
    posts = post_numbers.fetched(run.table("keyed_posts"), asked, _COMPARED_BY).select(
        "post", content=pl.struct(_COMPARED_BY).hash()
    )
    for side in _PAIR:
        pairs = pairs.join(posts.rename({"post": side, "content": f"{side}_content"}), on=side, maintain_order="left")
    contents = pl.struct(f"{side}_content" for side in _PAIR)
    return as_rows(NumberedPairs, pairs.select(*_PAIR, key=contents.hash()))


def _merge(run: Run, pairs: dy.DataFrame[NumberedPairs]) -> tuple[merging.Merged, list[problem_report.Problem]]:
    """Decide which related posts are one article; `merged_members` and `merged_values` of all posts."""
    keyed = run.table("keyed_posts")
    verdicts = merging.numbered(pl.concat([frame_of(Verdicts, []), *run.table("verdicts")]), pairs)
    wording = merging.numbered(pl.concat([frame_of(SharedWording, []), *run.table("wording")]), pairs)
    related = merging.ranked(
        post_numbers.fetched(keyed, pl.concat([verdicts["left"], verdicts["right"]]).unique(), _DECIDED_BY)
    )
    related = merging.with_heads(related, verdicts)
    followers = related.filter(pl.col("head") != pl.col("post"))["post"]
    shared = post_numbers.fetched(keyed, _sharing_ids(keyed, followers), _TOLD_APART_BY)
    ids, _ = identity.disambiguate_ids(shared)
    shared = shared.with_columns(article_id=ids)
    own_ids = related.select(head="post", own="own_article_id")
    related = related.join(own_ids, on="head", how="left", maintain_order="left").join(
        shared.select("article_id", head="post"), on="head", how="left", maintain_order="left"
    )
    merged = merging.merge(related.with_columns(article_id=pl.coalesce("article_id", "own")), verdicts, wording)
    alone = shared.join(related, on="post", how="anti").select(
        "post", "article_id", is_canonical=pl.lit(value=True), rank=pl.lit(0, pl.Int64)
    )
    decided = pl.concat([merged.members, alone])
    own_parts = (
        {"decided": post_numbers.of_batch(decided, number), "filled": post_numbers.of_batch(merged.values, number)}
        for number in range(len(keyed.parts))
    )
    run.do(settle, run.with_frames(run.batches("keyed_posts"), own_parts))
    return merged, merging.problems(shared)


def _sharing_ids(keyed: Table, followers: pl.Series) -> pl.Series:
    """The posts whose own id another post has that is published too: 16 bytes a post are in memory here."""
    numbered = (
        part.select(post=post_numbers.of_row(number), own=post_numbers.of_digest(pl.col("own_article_id")))
        for number, part in enumerate(keyed.each("row", "own_article_id"))
    )
    heads = pl.concat(part.filter(~pl.col("post").is_in(followers.implode())) for part in numbered)
    return heads.filter(pl.col("own").is_duplicated())["post"]
