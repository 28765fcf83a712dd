"""Assets of the stage `enrich`: who is credited, which days, persons and places are named, which passages are shared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import dagster as dg
import polars as pl

from clippings import __version__
from clippings.extract import credits as crediting
from clippings.extract import entities as naming
from clippings.extract import passages as sharing
from clippings.flow import article_steps, check_steps, page_steps
from clippings.flow.batch import Batch
from clippings.orchestration.run_resource import OWNERS, Workspace, facts
from clippings.publish.checks import passages as passage_checks
from clippings.schema import problem_report

GROUP = "normalised"


def _spec(name: str, deps: Sequence[str], description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        name, group_name=GROUP, owners=OWNERS, kinds={"parquet", "polars"}, code_version=__version__,
        description=description, deps=list(deps),
    )  # fmt: skip


@dg.multi_asset(
    specs=[_spec("credits", ["appearances", "lines"], "Who the posts are credited to, each value with its rule.")]
)
def read_credits(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Read authors, sources, datelines and translators off the lines of each batch of posts."""
    workspace.do(page_steps.read_credits, workspace.batches("cut_posts"))
    unmatched = crediting.unmatched_problems(pl.concat(workspace.parts("unmatched_outlets")))
    problems = [*workspace.parts("credit_problems"), problem_report.table(unmatched)]
    workspace.parts("problems").write(3, pl.concat(problems))
    fired = workspace.parts("cut_credits").scan().group_by("rule").len().sort("rule").collect()
    yield dg.MaterializeResult("credits", metadata=dict(fired.iter_rows()))


@dg.multi_asset(
    specs=[_spec("dates", ["articles"], "Temporal expressions of titles and texts, with the days they cover.")]
)
def read_dates(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Read the temporal expressions of each slice of the articles."""
    workspace.do(article_steps.read_dates, workspace.batches("final_articles"))
    yield dg.MaterializeResult("dates", metadata=facts(workspace.parts("final_dates"), "dates"))


@dg.multi_asset(
    specs=[
        _spec("mentions", ["articles"], "Where persons, organisations, places and peoples are named."),
        _spec("entities", ["articles"], "Persons, organisations, places and peoples that are named."),
        _spec("entity_names", ["articles"], "Names of the entities, listed and seen."),
    ],
)
def find_mentions(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Find the names in each slice of the articles, and list the entities they are linked to."""
    workspace.do(article_steps.find_mentions, workspace.batches("final_articles"))
    entities, names = naming.summarise(workspace.parts("named").read())
    workspace.parts("final_entities").write(0, entities)
    workspace.parts("final_entity_names").write(0, names)
    for name in ("mentions", "entities", "entity_names"):
        yield dg.MaterializeResult(name, metadata=facts(workspace.parts(f"final_{name}"), name))


@dg.multi_asset(
    specs=[
        _spec("passages", ["articles"], "Runs of words that stand in several articles."),
        _spec("passage_uses", ["articles"], "Where the passages stand, and which article had them first."),
    ],
)
def find_passages(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Find the stretches of text that several articles share, and the passages in them."""
    slices = workspace.batches("final_articles")
    workspace.do(article_steps.fingerprint, slices)
    prints = workspace.parts("fingerprints")
    shared = sharing.own_shared(prints, sharing.shared_fingerprints(prints))
    workspace.do(article_steps.stretch, list(zip(slices, shared, strict=True)))
    stretches = pl.concat(part.select("article_id", "begin", "words") for part in workspace.parts("stretches"))
    repeats = sharing.repeats(stretches, sharing.MIN_WORDS).drop("passage")
    ids = (part["article_id"] for part in workspace.parts("stretches"))
    found = [repeats.filter(pl.col("article_id").is_in(own.unique().implode())) for own in ids]
    workspace.do(article_steps.locate, list(zip(slices, found, strict=True)))
    passages, uses = sharing.tables(pl.concat(workspace.parts("located")))
    workspace.parts("final_passages").write(0, passages)
    workspace.parts("final_passage_uses").write(0, uses)
    for name in ("passages", "passage_uses"):
        yield dg.MaterializeResult(name, metadata=facts(workspace.parts(f"final_{name}"), name))


@dg.asset_check(asset="dates", blocking=True, description="Temporal expressions are exactly the characters they name.")
def dates_are_verbatim(workspace: Workspace) -> dg.AssetCheckResult:
    """Span invariant, of dates."""
    return workspace.check(
        "final_dates", **{"expressions that are not the text's characters": check_steps.dates_broken}
    )


@dg.asset_check(asset="mentions", blocking=True, description="Mentions are exactly the characters they name.")
def mentions_are_verbatim(workspace: Workspace) -> dg.AssetCheckResult:
    """Span invariant, of mentions."""
    return workspace.check(
        "final_mentions", **{"mentions that are not the text's characters": check_steps.mentions_broken}
    )


@dg.asset_check(
    asset="passage_uses", blocking=True, description="Every use of a passage is its words; counts and dates are right."
)
def passages_are_shared(workspace: Workspace) -> dg.AssetCheckResult:
    """Span invariant, of passages."""
    passages, uses = workspace.parts("final_passages").read(), workspace.parts("final_passage_uses").read()
    broken = sum(workspace.each(check_steps.passages_broken, list(_used(workspace, passages, uses))))
    days = (
        workspace.parts("final_articles").scan().select("article_id", "published_on", "source_published_on").collect()
    )
    wrong = passage_checks.miscounted_passages(passages, uses).height
    wrong += passage_checks.misdated_uses(uses, passages, days).height
    counts = {"uses that are not the passage's words": broken, "passages with wrong counts or dates": wrong}
    return dg.AssetCheckResult(passed=not any(counts.values()), metadata=counts)


def _used(
    workspace: Workspace, passages: pl.DataFrame, uses: pl.DataFrame
) -> Iterator[tuple[Batch, pl.DataFrame, pl.DataFrame]]:
    """Each slice of the articles with the uses of passages in them, and these passages."""
    for part in workspace.batches("final_articles"):
        ids = pl.read_parquet(part.parts("final_articles").file(part.number), columns=["article_id"])
        own = uses.join(ids, on="article_id", how="semi", maintain_order="left")
        yield (
            part,
            own,
            passages.select("passage_id", "text").join(own, on="passage_id", how="semi", maintain_order="left"),
        )
