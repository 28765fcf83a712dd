"""What is counted wrong in one batch of pages, or in one slice of articles. The rules are in `clippings.publish.checks`."""

from __future__ import annotations

import polars as pl

from clippings.flow.batch import Batch
from clippings.flow.step import step
from clippings.publish.checks import identity, ledger, passages, provenance, schema, spans, withdrawal


@step(reads=("lines", "pages"))
def lines_missing(batch: Batch) -> int:
    """Breaches of the ledger: pages with missing or double lines."""
    return ledger.missing_or_double_lines(batch.get("lines"), batch.get("pages")).height


@step(reads=("final_lines", "cut_posts"))
def lines_misassigned(batch: Batch) -> int:
    """Breaches of the ledger: posts that overlap, or do not own the lines between their first and last."""
    lines, cut = batch.get("final_lines"), batch.get("cut_posts")
    return ledger.overlapping_appearances(cut).height + ledger.misassigned_lines(lines, cut).height


@step(reads=("final_lines",))
def lines_not_withheld(batch: Batch) -> int:
    """Lines of withdrawn articles that have a text or belong to a post."""
    return withdrawal.lines_not_withheld(batch.get("final_lines")).height


@step(reads=("final_removals", "final_lines"))
def removals_unfounded(batch: Batch) -> int:
    """Removals that are not the characters they name."""
    return provenance.unfounded_evidence(batch.get("final_removals"), batch.get("final_lines")).height


@step(reads=("cut_evidence", "cut_credits", "final_lines"))
def evidence_unfounded(batch: Batch) -> int:
    """Evidence that is not the characters it names."""
    evidence = pl.concat([batch.get("cut_evidence"), batch.get("cut_credits")], how="diagonal")
    return provenance.unfounded_evidence(evidence, batch.get("final_lines")).height


@step(reads=("cut_posts", "cut_text_spans", "final_lines"))
def spans_broken(batch: Batch) -> int:
    """Stretches of a text that are not the characters they name, and texts that hold more than their stretches."""
    texts = batch.get("cut_posts").select("text", article_id="appearance_id")
    spans = batch.get("cut_text_spans").rename({"appearance_id": "article_id"})
    return (
        provenance.broken_text_spans(spans, texts, batch.get("final_lines")).height
        + provenance.gaps_in_text(spans, texts).height
    )


@step(reads=("final_articles", "final_evidence"))
def values_unfounded(part: Batch) -> int:
    """Values of articles without evidence."""
    return provenance.values_without_evidence(part.get("final_articles"), part.get("final_evidence")).height


@step(reads=("final_dates", "final_articles"))
def dates_broken(part: Batch) -> int:
    """Temporal expressions that are not the characters they name, overlap, or cover days in the wrong order."""
    return _spans_broken(part, "dates") + spans.reversed_days(part.get("final_dates")).height


@step(reads=("final_mentions", "final_articles"))
def mentions_broken(part: Batch) -> int:
    """Mentions that are not the characters they name, or overlap."""
    return _spans_broken(part, "mentions")


@step(reads=("final_articles",))
def passages_broken(call: tuple[Batch, pl.DataFrame, pl.DataFrame]) -> int:
    """Uses of passages in these articles that are not the passage's words.

    Args:
        call: The slice; rows of `passage_uses` in its articles; passage_id and text of their passages.
    """
    part, uses, used = call
    return passages.broken_uses(uses, used, part.get("final_articles")).height


def _spans_broken(part: Batch, name: str) -> int:
    rows, articles = part.get(f"final_{name}"), part.get("final_articles")
    return spans.not_verbatim(rows, articles).height + spans.overlapping(rows).height


@step(reads=("final_articles",))
def articles_wrong(part: Batch) -> int:
    """Articles whose id stands twice, or whose text has another hash."""
    articles = part.get("final_articles")
    return identity.repeated_keys(articles, ["article_id"]).height + identity.wrong_text_hashes(articles).height


@step(reads=lambda name: [f"final_{name}"])
def schema_breaches(call: tuple[Batch, str]) -> dict[str, int]:
    """Rule to number of rows of the part of a published table that break it."""
    batch, name = call
    return {f"{name}: {rule}": n for rule, n in schema.rule_breaches(name, batch.get(f"final_{name}")).items()}
