"""Where posts begin and end on pages in shapes beyond the samples, and what the lines around them are."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from conftest import Package, build_package
from support.in_memory_stages import tables_of_texts
from support.page_formats import as_text, as_warc
from support.written_pages import HEAD, SHARE, Written, excerpts, listing, prose

POSTS = [
    Written(f"What happened at pier {n}", (prose(n), prose(n + 50)), dt.date(2015, 3, 20 - n)) for n in range(1, 5)
]
WANTED = [("Harbour", f"What happened at pier {n}", dt.date(2015, 3, 20 - n)) for n in range(1, 5)]


def posts(text: str) -> list[tuple[str | None, str | None, dt.date | None]]:
    result = tables_of_texts(text)
    joined = result["appearances"].join(result["articles"], on="article_id", how="left", maintain_order="left")
    return joined.select("category", "title", "published_on").rows()


def roles(result: dict[str, pl.DataFrame], line: str) -> set[str]:
    return set(result["lines"].filter(pl.col("text").str.strip_chars() == line)["role"])


CHANGED = {
    "no menu, no foot": listing(POSTS, head="", foot=""),
    "no share bars": listing(POSTS).replace(SHARE, ""),
    "another share bar": listing(POSTS).replace("FacebookTwitter", "FacebookThreadsTwitter"),
    "lines added to the menu": listing(
        POSTS, head=HEAD.replace("  • Home\n", "  • Home\n  • Podcasts\nSubscribe here\n")
    ),
    "CR before LF": listing(POSTS).replace("\n", "\r\n"),
    "blank lines that hold a space": listing(POSTS).replace("\n\n", "\n \n"),
    "blank lines that hold a no-break space": listing(POSTS).replace("\n\n", "\n\u00a0\n"),
    "comments counted": listing(POSTS).replace("0 comments", "1 comment"),
    "comments in words": listing(POSTS).replace("0 comments", "No comments"),
    "captions": listing([Written(p.title, p.paragraphs, p.day, p.category, ("Ada Quill", "blank")) for p in POSTS]),
}


@pytest.mark.parametrize("shape", CHANGED)
def test_a_listing_is_cut_alike_however_it_was_saved(shape: str) -> None:
    assert posts(CHANGED[shape]) == WANTED


def test_a_dump_that_begins_inside_a_post_keeps_what_is_left_of_it() -> None:
    text = listing(POSTS, head="")
    rows = tables_of_texts(text[text.index(POSTS[0].paragraphs[1]) :])
    assert rows["appearances"]["completeness"].to_list() == ["truncated", "full", "full", "full"]
    assert rows["appearances"]["title_raw"].to_list() == [None, *(post.title for post in POSTS[1:])]


def test_a_dump_that_ends_inside_a_post_keeps_what_is_left_of_it() -> None:
    text = listing(POSTS, foot="")
    rows = tables_of_texts(text[: text.index(POSTS[3].paragraphs[1]) + 20])
    assert rows["appearances"]["completeness"].to_list() == ["full", "full", "full", "truncated"]
    assert rows["articles"].filter(pl.col("completeness") == "truncated")["published_on"].to_list() == [None]


def test_a_date_that_no_calendar_has_closes_its_post_all_the_same() -> None:
    result = posts(listing(POSTS).replace("March 18, 2015", "February 30, 2015"))
    assert result == [WANTED[0], (*WANTED[1][:2], None), *WANTED[2:]]


def test_a_title_with_a_text_of_one_sentence_and_no_category_is_not_taken_for_a_category() -> None:
    sentence = "Nobody from Brant had counted the boats when the harbour opened, the clerk of the pier said."
    block = f"\nA title without a category\n\n{sentence}\n\nMarch 21, 2015 0 comments\n{SHARE}"
    assert posts(listing(POSTS, head=HEAD + block)) == [
        (None, "A title without a category", dt.date(2015, 3, 21)),
        *WANTED,
    ]


def test_a_category_without_a_title_is_known_from_the_other_posts() -> None:
    block = f"Harbour\n\n{prose(70, 12)}\n\nMarch 21, 2015 0 comments\n{SHARE}"
    assert posts(listing(POSTS, head=HEAD + block)) == [("Harbour", None, dt.date(2015, 3, 21)), *WANTED]


@pytest.mark.parametrize("heading", ["Harbour\n\n", "Browsing Category\n\nHarbour\n\n"])
def test_excerpts_take_their_category_from_the_heading(heading: str) -> None:
    text = heading + "\n".join(post.excerpt() for post in POSTS)
    assert posts(text) == [("Harbour", title, None) for _, title, _ in WANTED]


def test_excerpts_below_an_unrendered_heading_or_none_have_no_category() -> None:
    for heading in ("blogs%WP_TITLE_SEP%Harbour\n\n", ""):
        text = heading + "\n".join(post.excerpt() for post in POSTS)
        assert posts(text) == [(None, title, None) for _, title, _ in WANTED]


def test_excerpts_without_titles_have_none() -> None:
    text = "Harbour\n\n" + "\n\n".join(f"{prose(n)}\n\nRead more" for n in range(4))
    assert posts(text) == [("Harbour", None, None)] * 4


def test_a_line_on_every_listing_is_learned_and_stays_out_of_the_posts() -> None:
    """Six listings with a line at the end of every post that no profile names."""
    pages = [
        listing(
            [Written(f"{p.title} of {n}", (*p.paragraphs[:1], prose(90 + n), "Print this page"), p.day) for p in POSTS]
        )
        for n in range(6)
    ]
    rows = tables_of_texts(*pages)
    assert not rows["articles"]["text"].str.contains("Print this page").any()
    assert set(rows["lines"].filter(pl.col("text") == "Print this page")["role"]) == {"navigation"}
    alone = tables_of_texts(pages[0])
    both = alone["appearances"].join(rows["appearances"], on="appearance_id")
    assert both["own_article_id"].equals(both["own_article_id_right"], check_names=False)


ROLES = {
    "By ADA QUILL and ADAM MOE,": "byline",
    "Ada Quill,": "byline",
    "Author: Ada Quill, example.org": "byline",
    "Ada Quill, Brant News Agency": "byline",
    "Quay Gazette – July 29, 2009": "source",
    "Ministry of Piers, Brant, Translated by Sandby Desk": "source",
    "Fri Jul 20, 2012": "source_date",
    "https://news.example.org/2012/07/20/story": "source_url",
    "Quay Press writer Ada Quill contributed to this report.": "footer",
    "Yours sincerely,": "signoff",
    "___": "separator",
    "Download the newsletter": "download",
    "(Text: Ada Quill)": "byline",
    "A boat at the quay. Photo: Ada Quill": "caption",
    "Das Boot am Kai. © Ada Quill": "caption",
    "We use cookies to improve your visit. Accept": "footer",
    "Nous utilisons des cookies pour mesurer la fréquentation": "footer",
    "Quay Gazette, 4 Market Street, Brant BR1, tel. 01234 567890": "footer",
    "(c) Quay Gazette": "copyright",
}


@pytest.mark.parametrize("line", ROLES)
def test_a_line_at_the_end_of_a_post_is_known_by_its_form(line: str) -> None:
    result = tables_of_texts(listing([Written("A title", (prose(1), prose(2), line))]))
    assert roles(result, line) == {ROLES[line]}
    assert line not in result["articles"]["text"].item()


@pytest.mark.parametrize(
    "line", ["Fri Jul 20, 2012", "Quay Gazette – July 29, 2009", "https://media.example.org/clip.mp4", "Ada Quill,"]
)
def test_the_same_line_inside_a_post_is_its_text(line: str) -> None:
    text = listing([Written("A title", (prose(1), line, prose(2)))])
    assert line in tables_of_texts(text)["articles"]["text"].item()


def test_an_official_statement_is_recognised_line_by_line() -> None:
    head = (
        "A headline of the office",
        "Press Statement",
        "Ada Quill",
        "Spokesperson, Office of Piers",
        "Brant, NL",
        "September 11, 2013",
    )
    result = tables_of_texts(listing([Written("A title", (*head, prose(1)))]))
    wanted = ["deck", "press_header", "byline", "byline_role", "dateline", "dateline"]
    assert [roles(result, line) for line in head] == [{role} for role in wanted]


def test_a_pull_quote_a_deck_and_a_subheading_are_distinguished_from_paragraphs() -> None:
    quote = "Nobody from Brant had counted the boats before the harbour opened"
    paragraphs = (
        "A standfirst without a full stop",
        prose(1),
        f"The clerk spoke. {quote}, she said.",
        quote,
        "The boats",
        prose(2),
    )
    result = tables_of_texts(listing([Written("A title", paragraphs)]))
    assert roles(result, "A standfirst without a full stop") == {"deck"}
    assert roles(result, quote) == {"pullquote"}
    assert roles(result, "The boats") == {"subheading"}


def test_a_page_that_lists_excerpts_in_a_sample_shape_is_cut() -> None:
    assert len(posts(excerpts(POSTS))) == 4


def test_a_post_dated_after_the_day_its_page_was_saved_has_no_date_and_a_problem(tmp_path: Path) -> None:
    posts = [Written("A storm foretold", (prose(1), prose(2)), dt.date(2031, 1, 2)), Written("A storm", (prose(3),))]
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "crawl.warc").write_bytes(as_warc({"https://quay.example.org/": ("text/plain", as_text(posts))}))
    package = build_package(raw, tmp_path / "dist")
    days = dict(package.table("articles").select("title", "published_on").rows())
    assert days == {"A storm foretold": None, "A storm": dt.date(2015, 3, 4)}
    (problem,) = package.table("problems").filter(pl.col("code") == "future_date").to_dicts()
    assert "January 2, 2031" in problem["message"]


def test_the_newest_post_listed_beside_the_posts_tells_when_a_page_was_not_yet_saved(
    pages_of: Callable[..., Package],
) -> None:
    package = pages_of(page=listing([Written("A storm", (prose(3),))]))
    assert package.table("pages")["captured_on"].to_list() == [dt.date(2025, 5, 1)]
