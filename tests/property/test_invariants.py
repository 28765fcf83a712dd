"""The invariants of the tables, on archives that hypothesis makes up: well-formed listings, and any lines at all."""

import datetime as dt
import hashlib

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clippings.publish.validate import INVARIANTS
from conftest import RAW, SAMPLES
from support.in_memory_stages import tables_of
from support.written_pages import SHARE, Written, excerpts, listing, prose

EXAMPLES = settings(max_examples=8, suppress_health_check=list(HealthCheck))

WORDS = st.sampled_from(
    ["harbour", "Clerk", "ferry", "“pier”", "Ådne", "U.S.", "نامه", "the", "of", "1st", "–", "a.m."]
)
LINE = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
POST = st.builds(
    Written,
    title=LINE,
    paragraphs=st.lists(st.one_of(LINE, st.integers(0, 40).map(prose)), min_size=1, max_size=4).map(tuple),
    day=st.one_of(st.none(), st.dates(dt.date(2005, 1, 1), dt.date(2020, 1, 1))),
    category=st.sampled_from(["Harbour", "Council's stance", "Ferries; a note"]),
    captions=st.lists(LINE, max_size=2).map(tuple),
    comments=st.integers(0, 12),
)
POSTS = st.lists(POST, min_size=1, max_size=4)
PAGE = st.one_of(POSTS.map(listing), POSTS.map(excerpts), POSTS.map(lambda posts: listing(posts, head="", foot="")))
SHAPED = st.sampled_from(
    ["", " ", "\u00a0", "Read more", SHARE.strip(), "March 4, 2015 0 comments", "February 30, 2015 1 comment", "March 4, 2015",
     "  • Home", "  • Anything", "Recent Posts", "Older Posts", "Back To Top", "By Ada Quill", "Ada Quill,", "__", "(…)",
     "Download it", "https://example.org/a", "1. first", "++ item", "Press Statement", "Home » Harbour » A title", "You may also like",
     "date 2020-06-28 The words", "© 2003 - 2024 NEJAT Society. nejatngo.org", "Nejat Society"]
)  # fmt: skip
ANY_PAGE = st.lists(
    st.one_of(
        SHAPED, LINE, st.text(alphabet=st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=30)
    ),
    max_size=40,
).map("\n".join)


def archive(texts: list[str]) -> dict[str, str]:
    """Texts by the page id their bytes have."""
    return {hashlib.sha256(text.encode()).hexdigest()[:16]: text for text in texts}


def breaches(tables: dict[str, pl.DataFrame]) -> dict[str, int]:
    """Every invariant that some rows break."""
    result = {rule: breach(*(tables[name] for name in names)).height for rule, (breach, names) in INVARIANTS.items()}
    return {rule: count for rule, count in result.items() if count}


@EXAMPLES
@given(st.lists(ANY_PAGE, min_size=1, max_size=3))
def test_any_lines_keep_every_invariant_and_are_in_the_ledger_verbatim(texts: list[str]) -> None:
    by_page = archive(texts)
    tables = tables_of(by_page)
    assert breaches(tables) == {}
    for page_id, text in by_page.items():
        lines = tables["lines"].filter(pl.col("page_id") == page_id)
        assert lines["text"].to_list() == [line.removesuffix("\r") for line in text.split("\n")]


@EXAMPLES
@given(st.lists(PAGE, min_size=1, max_size=2), st.lists(PAGE, min_size=1, max_size=2))
def test_listings_keep_every_invariant_and_another_page_changes_no_article_of_its_own(
    texts: list[str], more: list[str]
) -> None:
    before, both = tables_of(archive(texts))["appearances"], tables_of(archive([*texts, *more]))
    assert breaches(both) == {}
    own = both["appearances"].filter(pl.col("page_id").is_in(before["page_id"].unique().implode()))
    assert own.select("appearance_id", "own_article_id", "text_sha256").equals(
        before.select("appearance_id", "own_article_id", "text_sha256")
    )


@EXAMPLES
@given(st.lists(POST, min_size=1, max_size=6))
def test_every_post_of_a_listing_is_found(posts: list[Written]) -> None:
    """Each with a sentence at least: lines of a word alone are a list of links."""
    dated = [
        Written(f"{post.title} {n}", (prose(n, 1), *post.paragraphs), dt.date(2012, 1, 1), post.category, post.captions)
        for n, post in enumerate(posts)
    ]
    tables = tables_of(archive([listing(dated)]))["appearances"]
    assert tables["title_raw"].to_list() == [" ".join(post.title.split(" ")) for post in dated]
    assert tables["category_raw"].to_list() == [post.category for post in dated]


def test_the_real_and_the_invented_pages_keep_every_invariant() -> None:
    texts = [path.read_text("utf-8") for path in [*RAW.iterdir(), *SAMPLES.iterdir()]]
    assert breaches(tables_of(archive(texts))) == {}


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    """The tables of two pages with reprints, shared passages, names, days and credits."""
    shared = f"On Friday the Associated Press said in Paris that {prose(9)}"
    posts = [
        Written(f"Pier {n} is open", (f"{prose(n)}Pier {n} is open", shared), dt.date(2015, 3, 20 - n))
        for n in range(3)
    ]
    return tables_of(archive([listing(posts), listing(posts[1:])]))


@pytest.mark.parametrize("rule", INVARIANTS)
def test_each_invariant_can_fail(rule: str, tables: dict[str, pl.DataFrame]) -> None:
    """A check that passes on broken rows checks nothing."""
    breach, names = INVARIANTS[rule]
    assert not breach(*(tables[name] for name in names)).height
    damaged = [damage(name, tables["articles"] if name == "withdrawals" else tables[name]) for name in names]
    result = [
        breach(*(damaged[i] if i == at else tables[name] for i, name in enumerate(names))).height
        for at in range(len(names))
    ]
    assert any(result)


def damage(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """The table with one thing wrong in every row."""
    wrong = {
        "lines": [pl.col("line_no") + 1, pl.lit("withdrawn").alias("role")],
        "withdrawals": [pl.lit("asked for").alias("reason")],
        "pages": [pl.col("line_count") + 1],
        "appearances": [pl.col("line_start") - 30, pl.col("article_id").str.reverse()],
        "articles": [pl.col("text") + "!", pl.col("appearance_count") + 1],
        "evidence": [pl.col("raw") + "!", pl.col("value") + "!"],
        "removals": [pl.col("raw") + "!"],
        "text_spans": [pl.col("line_start") + 1, pl.col("end") + 5],
        "duplicates": [~pl.col("merged")],
        "dates": [pl.col("text") + "!", pl.col("end") - 400, pl.col("end_on") - pl.duration(days=9)],
        "mentions": [pl.col("text") + "!", pl.col("end") - 400],
        "entities": [pl.col("mention_count") + 1],
        "passages": [pl.col("text") + " x", pl.col("first_published_on") + pl.duration(days=1)],
        "passage_uses": [pl.col("end") - 5, ~pl.col("is_first")],
    }
    return table.with_columns(wrong[name])
