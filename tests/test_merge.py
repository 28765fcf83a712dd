"""Which appearances become one article, which stay apart, and what the evidence says of each pair."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import polars as pl
from conftest import RAW, SAMPLES, Package, build_package, copied
from pages import Written, excerpts, listing, prose

Builds = Callable[..., Package]
POSTS = [
    Written(f"What happened at pier {n}", (prose(n), prose(n + 50)), dt.date(2015, 3, 20 - n)) for n in range(1, 6)
]


def relations(package: Package) -> list[tuple[str, bool, str]]:
    return package.table("duplicates").select("relation", "merged", "rule").rows()


def test_a_page_saved_under_two_names_adds_nothing(pages_of: Builds) -> None:
    once, twice = pages_of(a=listing(POSTS)), pages_of(b=listing(POSTS), a=listing(POSTS))
    assert once.table("articles").equals(twice.table("articles"))
    assert twice.table("pages")["path"].to_list() == ["a.txt"]


def test_a_page_at_two_addresses_that_differs_beside_the_posts_only_is_one_page_of_articles(pages_of: Builds) -> None:
    package = pages_of(a=listing(POSTS), b=listing(POSTS).replace("A title beside", "Another title beside"))
    assert package.table("articles")["appearance_count"].to_list() == [2] * 5
    assert relations(package) == [("same_page", True, "merge.equal_text")] * 5


def test_an_archive_that_shifted_by_one_is_eleven_articles(tmp_path) -> None:
    package = build_package(copied(SAMPLES.glob("s39*"), tmp_path / "raw"), tmp_path / "dist")
    assert package.table("articles").height == 11
    assert relations(package) == [("same_article", True, "merge.equal_text")] * 9


def test_an_excerpt_is_an_appearance_of_the_full_text(pages_of: Builds) -> None:
    package = pages_of(full=listing(POSTS), part=excerpts(POSTS[:2]))
    articles = package.table("articles").sort("title")
    assert articles["appearance_count"].to_list() == [2, 2, 1, 1, 1]
    assert set(articles["completeness"]) == {"full"}
    assert relations(package) == [("excerpt_of", True, "merge.contained_excerpt")] * 2


def test_an_excerpt_from_the_middle_of_a_text_is_found_too(pages_of: Builds) -> None:
    middle = " ".join(" ".join(POSTS[0].paragraphs).split()[20:60])
    package = pages_of(full=listing(POSTS), part=f"Harbour\n\n{POSTS[0].title}\n\n… {middle} …\n\nRead more\n")
    assert package.table("articles").height == 5


def test_an_id_published_before_a_merge_is_still_found(pages_of: Builds) -> None:
    alone = pages_of(part=excerpts(POSTS[:1])).table("articles")["article_id"].item()
    both = pages_of(full=listing(POSTS), part=excerpts(POSTS[:1]))
    assert alone not in both.table("articles")["article_id"]
    found = both.table("appearances").filter(pl.col("own_article_id") == alone)
    full = both.table("articles").filter(pl.col("title") == POSTS[0].title)
    assert found["article_id"].to_list() == full["article_id"].to_list()


def test_a_post_whose_wording_changed_is_one_article_and_the_longer_wording_is_published(pages_of: Builds) -> None:
    longer = POSTS[0].with_text(*POSTS[0].paragraphs, prose(99))
    package = pages_of(a=listing(POSTS), b=listing([longer, *POSTS[1:]]))
    article = package.table("articles").filter(pl.col("title") == POSTS[0].title)
    assert article["appearance_count"].to_list() == [2]
    assert article["text"].item().endswith(prose(99))
    assert ("revision", True, "merge.same_title_and_date") in relations(package)


def test_two_posts_with_one_title_stay_two(pages_of: Builds) -> None:
    first, second = POSTS[0], replace(POSTS[0].with_text(prose(77)), day=dt.date(2014, 1, 1))
    package = pages_of(a=listing([first]), b=listing([second]))
    assert package.table("articles").height == 2
    assert package.table("articles")["article_id"].n_unique() == 2


def test_two_posts_with_one_title_one_date_and_one_opening_stay_two_and_say_so(pages_of: Builds) -> None:
    opening = " ".join(prose(5).split()[:14])
    one, other = (POSTS[0].with_text(f"{opening} {prose(n, 20)}") for n in (60, 70))
    package = pages_of(a=listing([one]), b=listing([other]))
    assert package.table("articles").height == 2
    assert package.table("problems")["code"].to_list().count("shared_identity") == 2


def test_the_same_words_under_two_dates_are_two_posts_and_a_near_duplicate(pages_of: Builds) -> None:
    again = replace(POSTS[0], day=dt.date(2010, 1, 1))
    package = pages_of(a=listing([POSTS[0]]), b=listing([again]))
    articles = package.table("articles")
    assert articles.height == 2
    assert articles["near_duplicate_of"].drop_nulls().len() == 1
    assert relations(package) == [("near_duplicate", False, "apart.two_dates")]


def test_the_same_words_twice_on_one_page_are_two_posts(pages_of: Builds) -> None:
    package = pages_of(a=listing([POSTS[0], replace(POSTS[0], title="Another headline")]))
    assert package.table("articles").height == 2
    assert relations(package) == [("near_duplicate", False, "apart.one_page")]


def test_menus_and_bars_never_count_as_likeness(pages_of: Builds) -> None:
    package = pages_of(a=listing([POSTS[0]]), b=listing([POSTS[1]]))
    assert not package.table("duplicates").height


def test_a_chain_of_likeness_is_not_followed(pages_of: Builds) -> None:
    """Each of three wordings shares most with the next; the first and the last share too little to be one post."""
    blocks = [prose(n, 4) for n in range(200, 206)]
    first, middle, last = (blocks[n : n + 4] for n in range(3))
    wordings = [POSTS[0].with_text(*words) for words in ([*first, "The first is the longest."], middle, last)]
    package = pages_of(a=listing(wordings[:1]), b=listing(wordings[1:2]), c=listing(wordings[2:]))
    assert package.table("articles").height == 2
    assert sorted(relations(package)) == [
        ("revision", False, "apart.other_article"),
        ("revision", True, "merge.same_title_and_date"),
    ]


def test_the_ids_of_the_real_articles_do_not_depend_on_other_pages(real: Package, tmp_path) -> None:
    both = build_package(copied([*RAW.iterdir(), *SAMPLES.iterdir()], tmp_path / "raw"), tmp_path / "dist")
    here = real.table("articles")
    assert here.height == 50
    there = both.table("articles").filter(pl.col("article_id").is_in(here["article_id"].implode()))
    assert here.select("article_id", "title", "text").equals(there.select("article_id", "title", "text"))


def test_what_a_sidebar_lists_is_linked_where_it_is_held(pages_of: Builds) -> None:
    foot = f"Newer Posts\n\nRecent Posts\n\n  • {POSTS[0].title}\n\n    March 19, 2015\n  • Not held\n\n    March 1, 2016\n  • Facebook\n"
    package = pages_of(a=listing(POSTS[:2], foot=foot))
    held = package.table("articles").filter(pl.col("title") == POSTS[0].title)["article_id"].item()
    assert package.table("recent_posts").select("title", "article_id").rows() == [
        (POSTS[0].title, held),
        ("Not held", None),
    ]
