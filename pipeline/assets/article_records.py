"""Assets of the stages `segment` and `merge`: posts cut out of pages, and the articles they are appearances of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import dagster as dg
import polars as pl

from pipeline import __version__
from pipeline.assets.workspace import Workspace, facts
from pipeline.checks import identity, ledger, provenance
from pipeline.merge import articles as merging
from pipeline.merge import publishable, sketch
from pipeline.segment import learned, posts, profiles
from pipeline.tables import TABLES, problem
from pipeline.tables.batches import mapped
from pipeline.tables.buckets import Buckets
from pipeline.tables.frames import by_key, conformed, typed

GROUP = "article_records"
OWNERS = ["team:clippings"]


def _spec(name: str, description: str, deps: Sequence[str]) -> dg.AssetSpec:
    return dg.AssetSpec(
        name, group_name=GROUP, owners=OWNERS, kinds={"parquet", "polars"}, code_version=__version__,
        description=description, deps=list(deps),
    )  # fmt: skip


@dg.multi_asset(
    specs=[
        _spec(
            "appearances",
            "Posts as met on the pages: where each begins and ends, and how whole it is.",
            ["pages", "lines"],
        ),
        _spec("removals", "Text that was glued into lines and taken out of the articles' text.", ["pages", "lines"]),
    ],
)
def cut_posts(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Recognise the sites, learn what repeats over their pages, and cut the posts out of each batch of pages."""
    sites = profiles.load()
    counts = []
    for number, (lines, pages) in enumerate(zip(workspace.parts("lines"), workspace.parts("pages"), strict=True)):
        site = profiles.recognise(lines, sites.values())
        workspace.parts("sites").write(number, pages.join(site, on="page_id", how="left", maintain_order="left"))
        counts.append(learned.count(lines.join(site, on="page_id", how="left", maintain_order="left"), sites))
    repeated = learned.learn(counts)
    used, problems = [], []

    def segment(batch: tuple[pl.DataFrame, pl.DataFrame]) -> tuple[pl.DataFrame, posts.Segmented]:
        lines, pages = batch
        return pages, posts.segment(lines, pages.select("page_id", "path", "media_type", "site"), sites, repeated)

    done = mapped(segment, zip(workspace.parts("lines"), workspace.parts("sites"), strict=True))
    for number, (pages, cut) in enumerate(done):
        kinds = cut.pages.drop("site")
        workspace.parts("segmented_pages").write(
            number, pages.join(kinds, on="page_id", how="left", maintain_order="left")
        )
        for name in ("ledger", "posts", "evidence", "text_spans", "removals", "recent_posts"):
            workspace.parts(f"segmented_{name}").write(number, getattr(cut, name))
        used.append(cut.learned_lines)
        problems += cut.problems
    if used:
        problems += learned.compare(repeated, pl.concat(used).unique(), sites)
    workspace.parts("problems").write(1, problem.table(problems))
    yield dg.MaterializeResult("appearances", metadata=facts(workspace.parts("segmented_posts")))
    yield dg.MaterializeResult("removals", metadata=facts(workspace.parts("segmented_removals")))


_MERGE_DEPS = ["appearances", "lines"]


@dg.multi_asset(
    specs=[
        _spec("articles", "One row an article, from the fullest of its appearances.", _MERGE_DEPS),
        _spec("duplicates", "Every merge and every near miss, with how much the two texts share.", _MERGE_DEPS),
        _spec("evidence", "Page, line and characters of each value of an article.", _MERGE_DEPS),
        _spec("text_spans", "Page, line and characters of each stretch of an article's text.", _MERGE_DEPS),
        _spec("recent_posts", "Titles and dates listed in sidebars: articles known to exist.", _MERGE_DEPS),
    ],
)
def merge_appearances(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Find the appearances of one article, compare their texts, and publish the fullest."""
    cut = workspace.parts("segmented_posts")
    index = merging.ranked(cut.scan().select(merging.INDEX_COLUMNS).collect()) if cut.files() else None
    if index is not None:
        merged = merging.merge(index, sketch.pairs(_sketches(workspace, index)), lambda ids: _texts(workspace, ids))
        _write_articles(workspace, merged)
        workspace.parts("problems").write(2, problem.table(merged.problems))
    for name in ("articles", "duplicates", "evidence", "text_spans", "recent_posts"):
        yield dg.MaterializeResult(name, metadata=facts(workspace.parts(f"final_{name}")))


def _sketches(workspace: Workspace, index: pl.DataFrame) -> pl.DataFrame:
    """Sketches of the posts, each distinct text once, by rank."""
    ranks = index.unique("text_sha256", keep="first", maintain_order=True).select("appearance_id", post="rank")

    def sketched(part: pl.DataFrame) -> pl.DataFrame:
        asked = part.select("appearance_id", "text").join(ranks, on="appearance_id", how="inner", maintain_order="left")
        return sketch.sketch(asked)

    return pl.concat(mapped(sketched, workspace.parts("segmented_posts")))


def _texts(workspace: Workspace, appearance_ids: Sequence[str]) -> Mapping[str, str]:
    asked = pl.Series(appearance_ids, dtype=pl.String)
    texts = workspace.parts("segmented_posts").scan().select("appearance_id", "text")
    return dict(texts.filter(pl.col("appearance_id").is_in(asked.implode())).collect(engine="streaming").iter_rows())


def _write_articles(workspace: Workspace, merged: merging.Merged) -> None:
    """The published tables, sorted by their keys; the long ones by way of buckets."""
    size = sum(file.stat().st_size for file in workspace.parts("segmented_posts").files())
    dealt = {
        name: Buckets.for_bytes(workspace.folder / "buckets" / name, "article_id", 3 * size)
        for name in ("articles", "evidence", "text_spans")
    }
    members = merged.members
    parts = (workspace.parts(f"segmented_{name}") for name in ("posts", "evidence", "text_spans"))
    for number, (post_rows, evidence_rows, span_rows) in enumerate(zip(*parts, strict=True)):
        dealt["articles"].deal(number, publishable.articles(post_rows, members, merged.values))
        dealt["evidence"].deal(number, publishable.evidence(evidence_rows, members))
        dealt["text_spans"].deal(number, publishable.text_spans(span_rows, members))
    thin = {"articles": lambda rows: rows, "text_spans": lambda rows: rows, "evidence": publishable.agreeing}
    for name, buckets in dealt.items():
        for number, rows in enumerate(buckets):
            table = TABLES[name]
            final = typed(table, []) if rows is None else by_key(table, thin[name](rows))
            workspace.parts(f"final_{name}").write(number, final)
    workspace.parts("final_duplicates").write(0, by_key(TABLES["duplicates"], merged.duplicates))
    workspace.parts("members").write(0, members)
    titles = workspace.parts("final_articles").scan().select("article_id", "title", "published_on").collect()
    for number, listed in enumerate(workspace.parts("segmented_recent_posts")):
        found = publishable.recent_posts(listed, titles)
        workspace.parts("final_recent_posts").write(number, conformed(TABLES["recent_posts"], found))


@dg.asset_check(
    asset="appearances",
    blocking=True,
    description="Posts do not overlap, and own the lines between their first and last.",
)
def posts_own_their_lines(workspace: Workspace) -> dg.AssetCheckResult:
    """Ledger invariant, second half."""
    count = 0
    for lines, rows in zip(workspace.parts("segmented_ledger"), workspace.parts("segmented_posts"), strict=True):
        count += ledger.overlapping_appearances(rows).height + ledger.misassigned_lines(lines, rows).height
    return dg.AssetCheckResult(passed=not count, metadata={"posts with wrong lines": count})


@dg.asset_check(asset="removals", blocking=True, description="What was taken out is exactly the characters it names.")
def removals_are_verbatim(workspace: Workspace) -> dg.AssetCheckResult:
    """Evidence invariant, of removals."""
    pairs = zip(workspace.parts("segmented_removals"), workspace.parts("segmented_ledger"), strict=True)
    count = sum(provenance.unfounded_evidence(rows, lines).height for rows, lines in pairs)
    return dg.AssetCheckResult(passed=not count, metadata={"removals that are not the line's characters": count})


@dg.asset_check(
    asset="evidence",
    blocking=True,
    description="Evidence is exactly the characters it names, and no value stands without.",
)
def evidence_is_verbatim(workspace: Workspace) -> dg.AssetCheckResult:
    """Evidence invariant."""
    pairs = zip(workspace.parts("segmented_evidence"), workspace.parts("segmented_ledger"), strict=True)
    unfounded = sum(provenance.unfounded_evidence(rows, lines).height for rows, lines in pairs)
    both = zip(workspace.parts("final_articles"), workspace.parts("final_evidence"), strict=True)
    without = sum(provenance.values_without_evidence(*frames).height for frames in both)
    metadata = {"evidence that is not the line's characters": unfounded, "values without evidence": without}
    return dg.AssetCheckResult(passed=not unfounded + without, metadata=metadata)


@dg.asset_check(
    asset="articles", blocking=True, description="Ids are unique, and each text has the hash it is published with."
)
def articles_are_themselves(workspace: Workspace) -> dg.AssetCheckResult:
    """Identity invariant."""
    count = sum(
        identity.repeated_keys(rows, ["article_id"]).height + identity.wrong_text_hashes(rows).height
        for rows in workspace.parts("final_articles")
    )
    return dg.AssetCheckResult(passed=not count, metadata={"articles that are not themselves": count})


@dg.asset_check(
    asset="text_spans",
    blocking=True,
    description="Each text is the characters of the lines it names, and nothing else.",
)
def texts_are_verbatim(workspace: Workspace) -> dg.AssetCheckResult:
    """Span invariant."""
    pairs = zip(
        workspace.parts("segmented_posts"),
        workspace.parts("segmented_text_spans"),
        workspace.parts("segmented_ledger"),
        strict=True,
    )
    count = 0
    for rows, spans, lines in pairs:
        texts = rows.select("text", article_id="appearance_id")
        named = spans.rename({"appearance_id": "article_id"})
        count += provenance.broken_text_spans(named, texts, lines).height + provenance.gaps_in_text(named, texts).height
    return dg.AssetCheckResult(passed=not count, metadata={"stretches of text without a line": count})


@dg.asset_check(
    asset="duplicates", blocking=True, description="Every merge was decided by comparing the two texts themselves."
)
def merges_are_direct(workspace: Workspace) -> dg.AssetCheckResult:
    """Direct merges invariant."""
    if not workspace.parts("members").files():
        return dg.AssetCheckResult(passed=True, metadata={"merges without comparison": 0})
    members = workspace.parts("members").read()
    duplicates = workspace.parts("final_duplicates").read()
    heads = members.filter("is_head").select("article_id", head="appearance_id")
    followers = members.filter(~pl.col("is_head")).join(heads, on="article_id", how="left")
    compared = duplicates.filter("merged").select(appearance_id="left_id", head="right_id")
    count = followers.join(compared, on=["appearance_id", "head"], how="anti").height
    count += identity.inconsistent_merges(duplicates, members).height
    return dg.AssetCheckResult(passed=not count, metadata={"merges without comparison": count})
