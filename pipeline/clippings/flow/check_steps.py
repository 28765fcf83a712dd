"""Steps of the checks: what is wrong in one batch of pages, or in one slice of articles. What they add up to is in `checks`."""

from __future__ import annotations

from io import BytesIO

import polars as pl

from clippings.flow.step import Batch, step
from clippings.publish import csv_and_parquet
from clippings.publish.checks import identity, ledger, passages, provenance, schema, spans, withdrawal


@step(reads=("lines", "pages"))
def lines_missing(batch: Batch) -> int:
    """Pages with missing or double lines."""
    return ledger.missing_or_double_lines(batch.get("lines"), batch.get("pages")).height


@step(reads=("cut_lines", "cut_posts"))
def lines_misassigned(batch: Batch) -> int:
    """Posts that overlap, or do not own the lines between their first and last."""
    lines, cut = batch.get("cut_lines"), batch.get("cut_posts")
    return ledger.overlapping_appearances(cut).height + ledger.misassigned_lines(lines, cut).height


@step(reads=("final_lines",))
def lines_not_withheld(batch: Batch) -> int:
    """Lines of withdrawn articles that have a text or belong to a post."""
    return withdrawal.lines_not_withheld(batch.get("final_lines")).height


@step(reads=("cut_removals", "cut_lines"))
def removals_unfounded(batch: Batch) -> int:
    """Removals that are not the characters they name."""
    return provenance.unfounded_evidence(batch.get("cut_removals"), batch.get("cut_lines")).height


@step(reads=("cut_evidence", "cut_credits", "cut_lines", "cut_pages"))
def evidence_unfounded(batch: Batch) -> list[str]:
    """The place, the rule and the site of all evidence that is not the characters it names."""
    evidence = pl.concat([batch.get("cut_evidence"), batch.get("cut_credits")], how="diagonal")
    unfounded = provenance.unfounded_evidence(evidence, batch.get("cut_lines")).sort("page_id", "line_no", "field")
    places = unfounded.join(batch.get("cut_pages").select("page_id", "path", "site"), on="page_id", how="left")
    return [
        f"{row['path']}, line {row['line_no']}, {row['field']} “{row['raw']}” by the rule {row['rule']} and the profile {row['site']}"
        for row in places.iter_rows(named=True)
    ]


@step(reads=("cut_posts", "cut_text_spans", "cut_lines"))
def spans_broken(batch: Batch) -> int:
    """Spans of a text that are not the characters they name, and texts that hold more than their spans."""
    texts = batch.get("cut_posts").select("text", article_id="appearance_id")
    spans = batch.get("cut_text_spans").rename({"appearance_id": "article_id"})
    broken = provenance.broken_text_spans(spans, texts, batch.get("cut_lines"))
    return broken.height + provenance.gaps_in_text(spans, texts).height


@step(reads=("final_articles", "final_evidence"))
def values_unfounded(batch: Batch) -> int:
    """Values of articles without evidence."""
    return provenance.values_without_evidence(batch.get("final_articles"), batch.get("final_evidence")).height


@step(reads=("final_articles",))
def articles_wrong(batch: Batch) -> int:
    """Articles whose id occurs twice, or whose text has another hash."""
    articles = batch.get("final_articles")
    return identity.repeated_keys(articles, ["article_id"]).height + identity.wrong_text_hashes(articles).height


@step(reads=("final_dates", "final_articles"))
def dates_broken(batch: Batch) -> int:
    """Temporal expressions that are not the characters they name, overlap, or cover days in the wrong order."""
    return _spans_broken(batch, "final_dates") + spans.reversed_days(batch.get("final_dates")).height


@step(reads=("final_mentions", "final_articles"))
def mentions_broken(batch: Batch) -> int:
    """Mentions that are not the characters they name, or overlap."""
    return _spans_broken(batch, "final_mentions")


@step(reads=("final_articles", "uses", "used"))
def passages_broken(batch: Batch) -> int:
    """Uses of passages in these articles that are not the passage's words."""
    return passages.broken_uses(batch.get("uses"), batch.get("used"), batch.get("final_articles")).height


@step(reads=("rows",), is_by_part=True)
def rows_against_rules(batch: Batch, name: str) -> dict[str, int]:
    """Rule to the number of rows of a published table that break it."""
    return {f"{name}: {rule}": count for rule, count in schema.rule_breaches(name, batch.get("rows")).items()}


@step(reads=("pieces",))
def pieces_differ(batch: Batch, name: str) -> list[str]:
    """Whether some rows of a published table are not the same in each format."""
    csv, parquet, *_ = (BytesIO(piece["content"][0]) for piece in batch.each("pieces"))
    return csv_and_parquet.differences_of(name, csv, parquet)


def _spans_broken(batch: Batch, name: str) -> int:
    rows, articles = batch.get(name), batch.get("final_articles")
    return spans.not_verbatim(rows, articles).height + spans.overlapping(rows).height
