"""Steps of the checks: what is wrong in one batch of pages, or in one slice of articles. `checks` adds up the results."""

from collections.abc import Callable
from functools import partial
from io import BytesIO

import polars as pl

from clippings.flow.step import Batch, step
from clippings.publish import csv_and_parquet
from clippings.publish.checks import identity, ledger, passages, provenance, schema

Breach = tuple[Callable[..., pl.DataFrame], tuple[str, ...]]
"""A function that finds rows that break a rule, and the tables that it reads."""

RULES: dict[str, tuple[Breach, ...]] = {
    "pages with missing or double lines": ((ledger.missing_or_double_lines, ("lines", "pages")),),
    "posts with wrong lines": (
        (ledger.overlapping_appearances, ("cut_posts",)), (ledger.misassigned_lines, ("cut_lines", "cut_posts")),
    ),
    "removals that are not the line's characters": ((provenance.unfounded_evidence, ("cut_removals", "cut_lines")),),
    "articles that are not themselves": (
        (partial(identity.repeated_keys, key=["article_id"]), ("final_articles",)),
        (identity.wrong_text_hashes, ("final_articles",)),
    ),
    "values without evidence": ((provenance.values_without_evidence, ("final_articles", "final_evidence")),),
    "withdrawn lines that have a text": ((identity.lines_not_withheld, ("final_lines",)),),
    "expressions that are not the text's characters": (
        (provenance.not_verbatim, ("final_dates", "final_articles")), (provenance.overlapping, ("final_dates",)),
        (provenance.reversed_days, ("final_dates",)),
    ),
    "mentions that are not the text's characters": (
        (provenance.not_verbatim, ("final_mentions", "final_articles")), (provenance.overlapping, ("final_mentions",)),
    ),
}  # fmt: skip
"""What must not be in any batch, with the functions that find it."""


def tables_of(rule: str) -> tuple[str, ...]:
    """The tables that a rule is about."""
    return tuple(dict.fromkeys(name for _, names in RULES[rule] for name in names))


@step(reads=tuple({name for rule in RULES for name in tables_of(rule)}))
def breaches(batch: Batch, rule: str) -> int:
    """Rows that break a rule."""
    return sum(function(*map(batch.get, names)).height for function, names in RULES[rule])


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
    csv, parquet, *_ = map(BytesIO, batch.files("pieces"))
    return csv_and_parquet.differences_of(name, csv, parquet)
