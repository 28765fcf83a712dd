"""Assets of the stages `segment` and `merge`: posts cut out of pages, and the articles they are appearances of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import dagster as dg
import polars as pl

from clippings import __version__
from clippings.common.external_sort import Buckets
from clippings.dedupe import merge_articles as merging
from clippings.dedupe import minhash, published_rows, withdraw
from clippings.flow import article_steps, check_steps, page_steps
from clippings.flow.batch import Batch
from clippings.orchestration import locations, withdrawal_list
from clippings.orchestration.run_resource import OWNERS, Workspace, facts
from clippings.publish import withdrawal_guard
from clippings.publish.checks import identity
from clippings.publish.checks import withdrawal as withdrawal_checks
from clippings.schema import TABLES, problem_report
from clippings.schema.frames import by_key
from clippings.schema.problem_report import Problem
from clippings.segment import profiles, template_lines

GROUP = "article_records"
_CUT = {"evidence": ("cut_evidence", "cut_credits"), "text_spans": ("cut_text_spans",)}
"""Published table to the parts whose rows it is, article for appearance."""
WITHDRAWAL_LIST = "withdrawn.toml"
"""What problems call the withdrawal list, wherever it is."""
_PACKING = 3
"""How many times larger a text is in memory than in its lightly packed part."""


def _spec(name: str, deps: Sequence[str], description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        name, group_name=GROUP, owners=OWNERS, kinds={"parquet", "polars"}, code_version=__version__,
        description=description, deps=list(deps),
    )  # fmt: skip


_CUT_DEPS = ["pages", "lines"]
_MERGE_DEPS = ["appearances", "credits"]


@dg.multi_asset(
    specs=[
        _spec("appearances", _CUT_DEPS, "Posts as met on the pages: where each begins and ends, and how whole it is."),
        _spec("removals", _CUT_DEPS, "Text that was glued into lines and taken out of the articles' text."),
    ],
)
def cut_posts(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Recognise the sites, learn what repeats over their pages, and cut the posts out of each batch of pages."""
    batches = workspace.batches("lines")
    workspace.do(page_steps.recognise, batches)
    repeated = template_lines.learn(workspace.parts("counts"))
    lines = repeated.drop("page_count", "pages")  # a page more must not change what the others are cut by
    workspace.do(page_steps.segment, [(one, lines) for one in batches])
    used = pl.concat(workspace.parts("cut_learned_lines")).unique()
    compared = problem_report.table(template_lines.compare(repeated, used, profiles.load()))
    workspace.parts("problems").write(1, pl.concat([*workspace.parts("cut_problems"), compared]))
    yield dg.MaterializeResult("appearances", metadata=facts(workspace.parts("cut_posts"), "appearances"))
    yield dg.MaterializeResult("removals", metadata=facts(workspace.parts("final_removals"), "removals"))


@dg.multi_asset(
    specs=[
        _spec("articles", _MERGE_DEPS, "One row for each article, from the fullest of its appearances."),
        _spec("duplicates", _MERGE_DEPS, "Every merge and every near miss, with how much the two texts share."),
        _spec("evidence", _MERGE_DEPS, "Page, line and characters of each value of an article."),
        _spec("text_spans", _MERGE_DEPS, "Page, line and characters of each stretch of an article's text."),
        _spec("recent_posts", _MERGE_DEPS, "Titles and dates listed in sidebars: articles known to exist."),
        _spec("withdrawals", _MERGE_DEPS, "Ids of articles that must not be published, each with the reason."),
    ],
)
def merge_appearances(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Find the appearances of one article, compare their texts, and publish the fullest."""
    workspace.do(page_steps.key_posts, workspace.batches("cut_posts"))
    index = merging.ranked(workspace.parts("keyed_posts").read())
    workspace.do(page_steps.sketched, workspace.batches("cut_posts"))
    sketches = minhash.of_archive(workspace.parts("sketches"), _ranks(workspace, index))
    merged = merging.merge(index, minhash.pairs(sketches), lambda ids: _texts(workspace, ids))
    merged = _without_withdrawn(workspace, merged)
    workspace.parts("members").write(0, merged.members)
    workspace.parts("values").write(0, merged.values)
    workspace.parts("final_duplicates").write(0, by_key(TABLES["duplicates"], merged.duplicates))
    _write_articles(workspace)
    for name in ("articles", "duplicates", "evidence", "text_spans", "recent_posts", "withdrawals"):
        yield dg.MaterializeResult(name, metadata=facts(workspace.parts(f"final_{name}"), name))


def _ranks(workspace: Workspace, index: pl.DataFrame) -> Iterator[pl.Series]:
    """Of each batch of posts their ranks; of posts with one text, the first alone has one."""
    distinct = index.unique("text_sha256", keep="first", maintain_order=True).select("appearance_id", "rank")
    for posts in workspace.parts("cut_posts").files():
        ids = pl.read_parquet(posts, columns=["appearance_id"])
        yield ids.join(distinct, on="appearance_id", how="left", maintain_order="left")["rank"]


def _without_withdrawn(workspace: Workspace, merged: merging.Merged) -> merging.Merged:
    """What merging decided, without the articles that must not be published; they are taken out of all parts."""
    listed, unknown = _listed(workspace, merged.members)
    workspace.parts("problems").write(2, problem_report.table([*merged.problems, *unknown]))
    gone = withdraw.withdrawn(merged.members, listed)
    kept = merged.members.join(gone, on="appearance_id", how="anti", maintain_order="left")
    workspace.parts("final_withdrawals").write(0, withdraw.table(listed, gone, kept))
    if not gone.height:
        return merged
    ids, articles = gone.select("appearance_id"), gone["article_id"].implode()
    cut = workspace.parts("cut_posts").scan().select("appearance_id", "title", "published_on")
    titles = cut.join(ids.lazy(), on="appearance_id", how="semi").drop("appearance_id").collect()
    calls = [(one, ids, titles) for one in workspace.batches("cut_posts")]
    places = pl.concat(workspace.each(page_steps.withdraw, calls))
    for one in workspace.batches("problems"):
        one.replace("problems", withdraw.problems_kept(one.get("problems"), places, gone, titles))
    is_gone = pl.col("left_id").is_in(ids["appearance_id"].implode()) | pl.col("right_id").is_in(
        ids["appearance_id"].implode()
    )
    values = merged.values.filter(~pl.col("article_id").is_in(articles)).with_columns(
        near_duplicate_of=pl.when(~pl.col("near_duplicate_of").is_in(articles)).then("near_duplicate_of")
    )
    return replace(merged, members=kept, values=values, duplicates=merged.duplicates.filter(~is_gone))


def _listed(workspace: Workspace, members: pl.DataFrame) -> tuple[pl.DataFrame, list[Problem]]:
    """What must not be published, and a problem for each listed id that nothing has."""
    listed = withdrawal_list.load(workspace.withdrawn_path)
    published = locations.published_withdrawals(workspace.settings)
    published = published.filter(~pl.col("article_id").is_in(workspace.reinstate))
    withdrawal_guard.check_list(listed, published, workspace.paths.out)
    problems = [
        Problem("unknown_withdrawal", WITHDRAWAL_LIST, f"No article has the withdrawn id {article_id}.")
        for article_id in withdraw.unknown(members, listed)
    ]
    return pl.concat([listed, withdraw.carried(members, listed, published)]), problems


def _texts(workspace: Workspace, appearance_ids: Sequence[str]) -> Mapping[str, str]:
    asked = pl.Series(appearance_ids, dtype=pl.String)
    texts = workspace.parts("cut_posts").scan().select("appearance_id", "text")
    return dict(texts.filter(pl.col("appearance_id").is_in(asked.implode())).collect(engine="streaming").iter_rows())


def _write_articles(workspace: Workspace) -> None:
    """The published tables, sorted by their keys; those that are keyed by article by way of buckets."""
    size = _PACKING * sum(file.stat().st_size for file in workspace.parts("cut_posts").files())
    buckets = Buckets.for_bytes("article_id", size)
    workspace.do(page_steps.deal, [(*of_batch, buckets) for of_batch in _decided(workspace)])
    numbered = [(Batch(workspace.folder, number), buckets) for number in range(buckets.count)]
    workspace.do(article_steps.sort_articles, numbered)
    workspace.do(article_steps.sort_spans, numbered)
    titles = workspace.parts("final_articles").scan().select("article_id", "title", "published_on").collect()
    workspace.parts("titles").write(0, published_rows.title_index(titles))
    workspace.do(page_steps.list_recent, workspace.batches("cut_recent_posts"))


def _decided(workspace: Workspace) -> Iterator[tuple[Batch, pl.DataFrame, pl.DataFrame]]:
    """Each batch of posts with what merging decided of them: the rows of `members` and `values`."""
    members, values = workspace.parts("members").read(), workspace.parts("values").read()
    for one in workspace.batches("cut_posts"):
        ids = pl.read_parquet(one.parts("cut_posts").file(one.number), columns=["appearance_id"])
        own = ids.join(members, on="appearance_id", maintain_order="left")
        articles = own.select("article_id").unique(maintain_order=True)
        yield one, own, articles.join(values, on="article_id", maintain_order="left")


def _strangers(workspace: Workspace, name: str) -> pl.DataFrame:
    """Rows of the published table `name` that are not, article for appearance, rows that were cut."""
    members = workspace.parts("members").scan().select("appearance_id", "article_id")
    cut = pl.concat([workspace.parts(part).scan() for part in _CUT[name]], how="diagonal")
    cut = cut.join(members, on="appearance_id").drop("appearance_id")
    published = workspace.parts(f"final_{name}").scan()
    columns = published.collect_schema().names()
    return published.join(cut, on=columns, how="anti").collect(engine="streaming")


def _with_count(result: dg.AssetCheckResult, rule: str, count: int) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=result.passed and not count, metadata={**result.metadata, rule: count})


@dg.asset_check(
    asset="appearances",
    blocking=True,
    description="Posts do not overlap, and own the lines between their first and last.",
)
def posts_own_their_lines(workspace: Workspace) -> dg.AssetCheckResult:
    """Ledger invariant, second half."""
    return workspace.check("cut_posts", **{"posts with wrong lines": check_steps.lines_misassigned})


@dg.asset_check(asset="removals", blocking=True, description="What was taken out is exactly the characters it names.")
def removals_are_verbatim(workspace: Workspace) -> dg.AssetCheckResult:
    """Evidence invariant, of removals."""
    return workspace.check(
        "cut_posts", **{"removals that are not the line's characters": check_steps.removals_unfounded}
    )


@dg.asset_check(asset="evidence", blocking=True, description="Evidence is exactly the characters it names.")
def evidence_is_verbatim(workspace: Workspace) -> dg.AssetCheckResult:
    """Evidence invariant."""
    result = workspace.check(
        "cut_posts", **{"evidence that is not the line's characters": check_steps.evidence_unfounded}
    )
    return _with_count(result, "evidence that merging changed", _strangers(workspace, "evidence").height)


@dg.asset_check(
    asset="articles",
    blocking=True,
    description="Ids are unique, each text has its hash, and no value stands without evidence.",
)
def articles_are_founded(workspace: Workspace) -> dg.AssetCheckResult:
    """Identity and evidence invariants."""
    rules = {
        "articles that are not themselves": check_steps.articles_wrong,
        "values without evidence": check_steps.values_unfounded,
    }
    return workspace.check("final_articles", **rules)


@dg.asset_check(
    asset="text_spans",
    blocking=True,
    description="Each text is the characters of the lines it names, and nothing else.",
)
def texts_are_verbatim(workspace: Workspace) -> dg.AssetCheckResult:
    """Span invariant."""
    result = workspace.check("cut_posts", **{"stretches of text without a line": check_steps.spans_broken})
    heads = workspace.parts("members").scan().filter("is_head").select("appearance_id")
    cut = workspace.parts("cut_text_spans").scan().join(heads, on="appearance_id", how="semi")
    lost = cut.select(pl.len()).collect().item() - workspace.parts("final_text_spans").row_count()
    return _with_count(result, "stretches that merging changed", _strangers(workspace, "text_spans").height + abs(lost))


@dg.asset_check(
    asset="duplicates", blocking=True, description="Every merge was decided by comparing the two texts themselves."
)
def merges_are_direct(workspace: Workspace) -> dg.AssetCheckResult:
    """Direct merges invariant."""
    members, duplicates = workspace.parts("members").read(), workspace.parts("final_duplicates").read()
    heads = members.filter("is_head").select("article_id", head="appearance_id")
    followers = members.filter(~pl.col("is_head")).join(heads, on="article_id", how="left")
    compared = duplicates.filter("merged").select(appearance_id="left_id", head="right_id")
    count = followers.join(compared, on=["appearance_id", "head"], how="anti").height
    count += identity.inconsistent_merges(duplicates, members).height
    return dg.AssetCheckResult(passed=not count, metadata={"merges without comparison": count})


@dg.asset_check(asset="withdrawals", blocking=True, description="What was withdrawn stands in no table.")
def withdrawn_articles_are_not_published(workspace: Workspace) -> dg.AssetCheckResult:
    """Withdrawal invariant."""
    withdrawals = workspace.parts("final_withdrawals").read()
    articles = workspace.parts("final_articles").scan().select("article_id").collect()
    members = workspace.parts("members").read()
    count = withdrawal_checks.published_all_the_same(withdrawals, members, articles).height
    result = workspace.check("final_lines", **{"withdrawn lines that have a text": check_steps.lines_not_withheld})
    return _with_count(result, "withdrawn articles that are published", count)
