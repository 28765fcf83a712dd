"""The checks of the tables: for each asset what must hold. Batches are judged in `check_steps`; the rules are in `publish.checks`."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import polars as pl

from clippings.dedupe import corrected
from clippings.flow import check_steps, gather_problems, package_files
from clippings.flow.run import Run
from clippings.flow.step import Call
from clippings.publish import frictionless_errors, package_layout, validate
from clippings.publish.checks import identity, passages, provenance, schema
from clippings.publish.text_free import check as text_free
from clippings.schema import TABLES
from clippings.schema.frames import schema_of

Findings = Mapping[str, Any]
"""What is wrong to how often, or to the findings; a check has passed if no value is true."""
_NAMED = 5
"""Unreadable dumps, or places of wrong evidence, named in a message."""
_NO_IDS = pl.Series(dtype=pl.String)
_PARTS_AT_ONCE = 16
"""Parts of a table held against its rules in one call: a call costs some milliseconds, however few its rows."""


class Check(NamedTuple):
    """What must hold of an asset before what is made from it may be published."""

    asset: str
    name: str
    description: str
    function: Callable[[Run], Findings]


def something_was_read(run: Run) -> Findings:
    """Return the unreadable dumps with reasons, if no dump could be read."""
    if run.table("pages").row_count:
        return {}
    unread = pl.concat(part.select("path", "message") for name in gather_problems.READING for part in run.table(name))
    reasons = " ".join(f"{path}: {message}" for path, message in unread.head(_NAMED).rows())
    return {"no page could be read": reasons or "the raw folder has no saved pages. Put pages there, then build again."}


def _broken(run: Run, *rules: str) -> Findings:
    """What each rule finds over all batches."""
    calls = {rule: run.batches(*check_steps.tables_of(rule)) for rule in rules}
    return {
        rule: run.count(check_steps.breaches, [replace(call, args=(rule,)) for call in calls[rule]]) for rule in rules
    }


def _rules(*rules: str) -> Callable[[Run], Findings]:
    """A check of rules that each batch is held against."""
    return lambda run: _broken(run, *rules)


def evidence_is_verbatim(run: Run) -> Findings:
    """Evidence invariant, for evidence as read from the lines and as published."""
    calls = run.batches("cut_evidence", "cut_credits", "cut_lines", "cut_pages")
    places = [place for result in run.map(check_steps.evidence_unfounded, calls) for place in result.returned or ()]
    shown = f"{len(places)}, such as {'; '.join(places[:_NAMED])}" if places else 0
    by_hand = run.table("final_evidence").scan().filter(pl.col("rule") == corrected.RULE).collect(engine="streaming")
    their_lines = by_hand.lazy().select("page_id", "line_no").unique()
    lines = run.table("final_lines").scan().join(their_lines, on=["page_id", "line_no"]).collect(engine="streaming")
    return {
        "evidence that is not the line's characters": shown,
        "evidence that merging changed": _changed(run, "evidence", ("cut_evidence", "cut_credits")) - by_hand.height,
        "corrections whose evidence is not the line's characters": provenance.unfounded_evidence(by_hand, lines).height,
    }


def texts_are_verbatim(run: Run) -> Findings:
    """Span invariant, of texts."""
    count = run.count(check_steps.spans_broken, run.batches("cut_posts", "cut_text_spans", "cut_lines"))
    shortened = _shortened(run)
    is_whole = ~pl.col("article_id").is_in(shortened.implode())
    canonical = (part.filter("is_canonical", is_whole) for part in run.table("members"))
    cut = sum(
        spans.join(members, on="appearance_id", how="semi").height
        for spans, members in zip(run.table("cut_text_spans").each("appearance_id"), canonical, strict=True)
    )
    published = sum(part.filter(is_whole).height for part in run.table("final_text_spans").each("article_id"))
    changed = _changed(run, "text_spans", ("cut_text_spans",), shortened) + abs(cut - published)
    return {"spans of text without a line": count, "spans that merging changed": changed}


def merges_are_direct(run: Run) -> Findings:
    """Count merges without a compared pair: each member must be compared with the article that it joins."""
    duplicates, every = run.table("final_duplicates").read(), run.table("members").scan()
    related = pl.concat([duplicates["left_id"], duplicates["right_id"]]).unique().implode()
    is_asked = pl.col("appearance_id").is_in(related) | ~pl.col("is_canonical")
    members = every.filter(is_asked).collect(engine="streaming")
    canonical = members.filter("is_canonical").select("article_id", canonical="appearance_id")
    others = members.filter(~pl.col("is_canonical")).join(canonical, on="article_id", how="left")
    compared = duplicates.filter("merged").select(appearance_id="left_id", canonical="right_id")
    count = others.join(compared, on=["appearance_id", "canonical"], how="anti").height
    return {"merges without comparison": count + identity.inconsistent_merges(duplicates, members).height}


def withdrawn_articles_are_not_published(run: Run) -> Findings:
    """Withdrawal invariant."""
    withdrawals = run.table("final_withdrawals").read()
    is_withdrawn = pl.col("article_id").is_in(withdrawals["article_id"].implode())
    is_own = pl.col("own_article_id").is_in(withdrawals["article_id"].implode())
    members = run.table("members").scan().filter(is_withdrawn | is_own).collect(engine="streaming")
    ids = run.table("final_articles").filter(is_withdrawn, "article_id")
    return {
        "withdrawn articles that are published": identity.published_all_the_same(withdrawals, members, ids).height,
        **_broken(run, "withdrawn lines that have a text"),
    }


def passages_are_shared(run: Run) -> Findings:
    """Span invariant, of passages."""
    all_passages, uses = run.table("final_passages").read(), run.table("final_passage_uses").read()
    broken = run.count(
        check_steps.passages_broken, run.with_frames(run.batches("final_articles"), _used(run, all_passages, uses))
    )
    columns = ["article_id", "published_on", "source_published_on"]
    days = run.table("final_articles").read(columns)
    wrong = (
        passages.miscounted_passages(all_passages, uses).height
        + passages.misdated_uses(uses, all_passages, days).height
    )
    return {"uses that are not the passage's words": broken, "passages with wrong counts or dates": wrong}


def tables_keep_their_schema(run: Run) -> Findings:
    """Each table against the definition of its columns."""
    broken: Counter[str] = Counter()
    calls = []
    for name in TABLES:
        parts = run.table(f"final_{name}").parts
        groups = (parts[first : first + _PARTS_AT_ONCE] for first in range(0, len(parts), _PARTS_AT_ONCE))
        calls += [Call({"rows": group}, (name,)) for group in groups]
    for result in run.map(check_steps.rows_against_rules, calls, work=0):
        broken.update(result.returned)
    return dict(broken)


def references_resolve(run: Run) -> Findings:
    """Each reference of each table, in the files as written."""
    root = run.files(package_files.FILES)
    tables = package_layout.tables(root)
    return {
        f"{name}.{column}": count
        for name, frame in tables.items()
        for column, count in schema.dangling_references(name, frame, tables).items()
    }


def package_is_valid(run: Run) -> Findings:
    """Validity of the published files."""
    root = run.files(package_files.FILES)
    parts, names = run.table("pieces").parts, [name for name, _ in package_files.pieces(run)]
    formats = len(parts) // len(names)
    calls = [
        Call({"pieces": parts[place * formats : (place + 1) * formats]}, (name,)) for place, name in enumerate(names)
    ]
    findings = [finding for result in run.map(check_steps.pieces_differ, calls, work=0) for finding in result.returned]
    return {"findings": [*findings, *validate.hash_errors(root, run.written), *frictionless_errors.of_descriptor(root)]}


def text_free_edition_is_valid(run: Run) -> Findings:
    """Validity of the text-free edition; no findings if none is requested."""
    if not run.with_text_free:
        return {}
    root, edition = run.files(package_files.FILES), run.files(package_files.TEXT_FREE_FILES)
    is_small = sum(run.table(f"final_{name}").row_count for name in TABLES) <= frictionless_errors.MAX_ROWS
    return {"findings": list(text_free.findings(edition, root, is_small=is_small))}


def _shortened(run: Run) -> pl.Series:
    """Return the ids of articles without paragraphs that quoted a withdrawn one: `validate` checks their spans."""
    withheld = run.table("withheld").scan()
    posts = run.table("cut_text_spans").scan().join(withheld, on=["page_id", "line_no"], how="semi")
    members = run.table("members").scan()
    return members.join(posts, on="appearance_id", how="semi").collect()["article_id"].unique()


def _changed(run: Run, name: str, sources: tuple[str, ...], except_for: pl.Series = _NO_IDS) -> int:
    """Return the number of published rows that differ from the rows that were cut, but those of some articles."""
    members = [*run.table("members").each("appearance_id", "article_id")]  # of the same batches as what was cut
    nothing = pl.DataFrame(schema=schema_of(TABLES[name]))

    def numbers(frames: Iterable[pl.DataFrame]) -> pl.Series:
        """A hash of each row: those of all rows fit in memory."""
        rows = (pl.concat([nothing, frame.drop("appearance_id", strict=False)], how="diagonal") for frame in frames)
        return pl.concat([pl.Series(dtype=pl.UInt64), *(frame.select(nothing.columns).hash_rows() for frame in rows)])

    cut = numbers(
        part.join(of_batch, on="appearance_id")
        for source in sources
        for part, of_batch in zip(run.table(source), members, strict=True)
    )
    is_asked = ~pl.col("article_id").is_in(except_for.implode())
    published = numbers(part.filter(is_asked) for part in run.table(f"final_{name}"))
    return int((~published.is_in(cut.implode())).sum())


def _used(run: Run, passages: pl.DataFrame, uses: pl.DataFrame) -> Iterator[dict[str, pl.DataFrame]]:
    """Yield, for each slice of the articles, their passage uses and the passages."""
    texts = passages.select("passage_id", "text")
    for part in run.table("final_articles").each("article_id"):
        used = uses.join(part, on="article_id", how="semi", maintain_order="left")
        yield {"uses": used, "used": texts.join(used, on="passage_id", how="semi", maintain_order="left")}


CHECKS = (
    Check("pages", "something_was_read", "At least one dump could be read: an empty folder does not empty the package.",
          something_was_read),
    Check("lines", "every_line_once", "Every line of every readable dump is in the ledger once.",
          _rules("pages with missing or double lines")),
    Check("appearances", "posts_own_their_lines", "Posts do not overlap, and own the lines between their first and last.",
          _rules("posts with wrong lines")),
    Check("removals", "removals_are_verbatim", "Each removal is exactly the characters it names.",
          _rules("removals that are not the line's characters")),
    Check("articles", "articles_are_founded", "Ids are unique, each text has its hash, and every value has evidence.",
          _rules("articles that are not themselves", "values without evidence")),
    Check("evidence", "evidence_is_verbatim", "Evidence is exactly the characters it names.", evidence_is_verbatim),
    Check("text_spans", "texts_are_verbatim", "Each text is the characters of the lines it names, and nothing else.",
          texts_are_verbatim),
    Check("duplicates", "merges_are_direct", "Every merge is based on a comparison of the two texts.", merges_are_direct),
    Check("withdrawals", "withdrawn_articles_are_not_published", "No table holds a withdrawn article.",
          withdrawn_articles_are_not_published),
    Check("dates", "dates_are_verbatim", "Temporal expressions are exactly the characters they name.",
          _rules("expressions that are not the text's characters")),
    Check("mentions", "mentions_are_verbatim", "Mentions are exactly the characters they name.",
          _rules("mentions that are not the text's characters")),
    Check("passage_uses", "passages_are_shared", "Every use of a passage is its words; counts and dates are right.",
          passages_are_shared),
    Check("package_files", "tables_keep_their_schema", "Types, required values, patterns, lists and keys of every table.",
          tables_keep_their_schema),
    Check("package_files", "references_resolve", "Every foreign key points to a row.", references_resolve),
    Check("package_files", "package_is_valid", "Parquet and CSV hold the same rows, and the descriptor is valid.",
          package_is_valid),
    Check("package_files", "text_free_edition_is_valid",
          "The text-free edition is valid and holds no run of words of any text. Passes if none is requested.",
          text_free_edition_is_valid),
)  # fmt: skip
"""All checks, in the order of the flow. Each blocks the assets downstream of its asset."""
