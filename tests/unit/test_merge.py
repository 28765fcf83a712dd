"""Which appearances become one article, which stay apart, and what the evidence says of each pair."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clippings.dedupe import published_rows
from clippings.dedupe.candidate_pairs import alike, shared, sketch
from clippings.dedupe.compare import may_share_opening
from clippings.dedupe.shared_wording import shared_wording
from conftest import SAMPLES, Package, build_package, copied
from support.in_memory_stages import tables_of_files, tables_of_texts
from support.score_invented import is_near, reuse_pairs
from support.written_pages import Written, excerpts, listing, prose

Builds = Callable[..., Package]
Tables = dict[str, pl.DataFrame]
POSTS = [
    Written(f"What happened at pier {n}", (prose(n), prose(n + 50)), dt.date(2015, 3, 20 - n)) for n in range(1, 6)
]


def relations(tables: Package | Tables) -> list[tuple[str, bool, str]]:
    duplicates = tables.table("duplicates") if isinstance(tables, Package) else tables["duplicates"]
    return duplicates.select("relation", "merged", "rule").rows()


def test_a_page_saved_under_two_names_adds_nothing(pages_of: Builds) -> None:
    once, twice = pages_of(a=listing(POSTS)), pages_of(b=listing(POSTS), a=listing(POSTS))
    assert once.table("articles").equals(twice.table("articles"))
    assert twice.table("pages")["path"].to_list() == ["a.txt"]


def test_a_page_at_two_addresses_that_differs_beside_the_posts_only_is_one_page_of_articles() -> None:
    tables = tables_of_texts(listing(POSTS), listing(POSTS).replace("A title beside", "Another title beside"))
    assert tables["articles"]["appearance_count"].to_list() == [2] * 5
    assert relations(tables) == [("same_page", True, "merge.equal_text")] * 5


def test_an_archive_that_shifted_by_one_is_eleven_articles(tmp_path) -> None:
    package = build_package(copied(SAMPLES.glob("s39*"), tmp_path / "raw"), tmp_path / "dist")
    assert package.table("articles").height == 11
    assert relations(package) == [("same_article", True, "merge.equal_text")] * 9


def test_an_excerpt_is_an_appearance_of_the_full_text() -> None:
    tables = tables_of_texts(listing(POSTS), excerpts(POSTS[:2]))
    articles = tables["articles"].sort("title")
    assert articles["appearance_count"].to_list() == [2, 2, 1, 1, 1]
    assert set(articles["completeness"]) == {"full"}
    assert relations(tables) == [("excerpt_of", True, "merge.contained_excerpt")] * 2


def test_a_title_with_its_day_alone_is_an_appearance_of_the_article_of_that_day(tmp_path) -> None:
    entries = "".join(
        f'<h2><a href="/{n}">{post.title}</a></h2><time>{post.day}</time>' for n, post in enumerate(POSTS)
    )
    text = "".join(f"<p>{paragraph}</p>" for paragraph in POSTS[1].paragraphs)
    single = f"<h1>{POSTS[1].title}</h1><time>{POSTS[1].day}</time>{text}"
    for name, body in (("index", entries), ("single", single)):
        (tmp_path / f"{name}.html").write_text(f"<html><title>{POSTS[1].title}</title><body>{body}</body></html>")
    tables = tables_of_files(tmp_path)
    assert tables["articles"].sort("title")["appearance_count"].to_list() == [1, 2, 1, 1, 1]
    assert relations(tables) == [("excerpt_of", True, "merge.title_and_date_alone")]


def test_an_excerpt_from_the_middle_of_a_text_is_found_too() -> None:
    middle = " ".join(" ".join(POSTS[0].paragraphs).split()[20:60])
    tables = tables_of_texts(listing(POSTS), f"Harbour\n\n{POSTS[0].title}\n\n… {middle} …\n\nRead more\n")
    assert tables["articles"].height == 5


def test_an_id_published_before_a_merge_is_still_found() -> None:
    alone = tables_of_texts(excerpts(POSTS[:1]))["articles"]["article_id"].item()
    both = tables_of_texts(listing(POSTS), excerpts(POSTS[:1]))
    assert alone not in both["articles"]["article_id"]
    result = both["appearances"].filter(pl.col("own_article_id") == alone)
    full = both["articles"].filter(pl.col("title") == POSTS[0].title)
    assert result["article_id"].to_list() == full["article_id"].to_list()


def test_a_post_whose_wording_changed_is_one_article_and_the_longer_wording_is_published() -> None:
    longer = POSTS[0].with_text(*POSTS[0].paragraphs, prose(99))
    tables = tables_of_texts(listing(POSTS), listing([longer, *POSTS[1:]]))
    article = tables["articles"].filter(pl.col("title") == POSTS[0].title)
    assert article["appearance_count"].to_list() == [2]
    assert article["text"].item().endswith(prose(99))
    assert ("revision", True, "merge.same_title_and_date") in relations(tables)


def test_two_posts_with_one_title_stay_two() -> None:
    first, second = POSTS[0], replace(POSTS[0].with_text(prose(77)), day=dt.date(2014, 1, 1))
    tables = tables_of_texts(listing([first]), listing([second]))
    assert tables["articles"].height == 2
    assert tables["articles"]["article_id"].n_unique() == 2


def test_two_posts_with_one_title_one_date_and_one_opening_stay_two_and_say_so(pages_of: Builds) -> None:
    opening = " ".join(prose(5).split()[:14])
    item, other = (POSTS[0].with_text(f"{opening} {prose(n, 20)}") for n in (60, 70))
    package = pages_of(a=listing([item]), b=listing([other]))
    assert package.table("articles").height == 2
    assert package.table("problems")["code"].to_list().count("shared_identity") == 2


def test_the_same_words_under_two_dates_are_two_posts_and_a_near_duplicate() -> None:
    again = replace(POSTS[0], day=dt.date(2010, 1, 1))
    tables = tables_of_texts(listing([POSTS[0]]), listing([again]))
    articles = tables["articles"]
    assert articles.height == 2
    assert articles["near_duplicate_of"].drop_nulls().len() == 1
    assert relations(tables) == [("near_duplicate", False, "apart.two_dates")]


def test_the_same_words_twice_on_one_page_are_two_posts() -> None:
    tables = tables_of_texts(listing([POSTS[0], replace(POSTS[0], title="Another headline")]))
    assert tables["articles"].height == 2
    assert relations(tables) == [("near_duplicate", False, "apart.one_page")]


def test_menus_and_bars_never_count_as_likeness() -> None:
    tables = tables_of_texts(listing([POSTS[0]]), listing([POSTS[1]]))
    assert not tables["duplicates"].height


def test_a_chain_of_likeness_is_not_followed() -> None:
    """Each of three wordings shares most with the next; the first and the last share too little to be one post."""
    blocks = [prose(n, 4) for n in range(200, 206)]
    first, middle, last = (blocks[n : n + 4] for n in range(3))
    wordings = [POSTS[0].with_text(*words) for words in ([*first, "The first is the longest."], middle, last)]
    tables = tables_of_texts(listing(wordings[:1]), listing(wordings[1:2]), listing(wordings[2:]))
    assert tables["articles"].height == 2
    assert sorted(relations(tables)) == [
        ("near_duplicate", False, "apart.two_texts"),
        ("revision", False, "apart.other_article"),
        ("revision", True, "merge.same_title_and_date"),
    ]


def test_the_ids_of_the_real_articles_do_not_depend_on_other_pages(real: Package, mixed: Package) -> None:
    here = real.table("articles")
    assert here.height == 50
    there = mixed.table("articles").filter(pl.col("article_id").is_in(here["article_id"].implode()))
    assert here.select("article_id", "title", "text").equals(there.select("article_id", "title", "text"))


def test_what_a_sidebar_lists_is_linked_where_it_is_held(pages_of: Builds) -> None:
    foot = f"Newer Posts\n\nRecent Posts\n\n  • {POSTS[0].title}\n\n    March 19, 2015\n  • Not held\n\n    March 1, 2016\n  • Facebook\n"
    package = pages_of(a=listing(POSTS[:2], foot=foot))
    held = package.table("articles").filter(pl.col("title") == POSTS[0].title)["article_id"].item()
    assert package.table("recent_posts").select("title", "article_id").rows() == [
        (POSTS[0].title, held),
        ("Not held", None),
    ]


@pytest.mark.parametrize(("kind", "original", "text"), [*reuse_pairs()])
def test_a_copy_with_changed_words_is_a_near_duplicate_and_what_was_written_apart_is_not(
    kind: str, original: str, text: str
) -> None:
    sketches = sketch(pl.DataFrame({"post": [0, 1], "text": [original, text]}, schema_overrides={"post": pl.UInt64}))
    assert (bool(alike(shared(sketches)).height) and is_near(original, text)) == (kind == "light")


def test_a_reprint_names_the_earlier_article_and_shows_the_words() -> None:
    _, original, text = next(reuse_pairs())
    first = Written("The market closes", tuple(original.split("\n\n")), dt.date(2015, 3, 5))
    later = Written("A hall for the fish", tuple(text.split("\n\n")), dt.date(2015, 3, 9))
    tables = tables_of_texts(listing([later]), listing([first]))
    text_of = dict(tables["articles"].select("title", "text").iter_rows())
    id_of = dict(tables["articles"].select("title", "article_id").iter_rows())
    (row,) = tables["reprints"].rows(named=True)
    assert (row["later_id"], row["earlier_id"]) == (id_of[later.title], id_of[first.title])
    assert row["days_apart"] == 4
    assert row["later_share"] > row["earlier_share"] > 0.3
    assert row["passage_count"] == tables["reprint_passages"].height
    runs = tables["reprint_passages"].rows(named=True)
    copied_words = text_of[later.title][runs[0]["later_start"] : runs[0]["later_end"]]
    words = text_of[first.title][runs[0]["earlier_start"] : runs[0]["earlier_end"]]
    assert copied_words.startswith("The harbour board of Westmere decided on Tuesday to close")
    assert words.startswith("The harbour board of Westmere voted on Tuesday to close")


def test_quotations_are_nobodys_wording() -> None:
    speech = "“We shall rebuild the pier before the first storm of the autumn comes,” the mayor said."
    assert not shared_wording(speech, f"A crowd came. {speech}").runs
    assert shared_wording(speech.strip("“"), speech.strip("“")).word_count == 16


_WORDS = st.sampled_from(["quay", "pier", "it's", "o'er’n", "İz", "ẖut", "Straße", "ﬁn", "caffe", "岸"])
_GAPS = st.sampled_from([" "] * 6 + ["\u0301 ", "… ", ", "])


@given(
    *[st.lists(st.tuples(_WORDS, _GAPS), max_size=80)] * 2, st.lists(st.tuples(_WORDS, _GAPS), min_size=10, max_size=40)
)
def test_no_copy_of_an_opening_is_left_out(own, others, copy) -> None:
    texts = ["".join(map("".join, [*copy, *more])) for more in (own, others)]
    assert may_share_opening(*texts) or not shared_wording(*texts).has_opening


def test_texts_with_one_background_alone_are_not_compared_word_by_word() -> None:
    background = " ".join(f"background{n}" for n in range(40))
    first, second = (" ".join(f"{word}{n}" for n in range(60)) for word in ("quay", "ferry"))
    assert not may_share_opening(f"{first} {background}", f"{second} {background} {second}")


def test_an_undated_entry_is_of_the_only_article_of_its_site_with_the_title() -> None:
    listed = pl.DataFrame(
        [("quay", "Bell rings", None), ("weir", "Bell rings", None), ("quay", "Fire", None), ("quay", "Bell rings", dt.date(2015, 1, 1))],
        schema={"site": pl.String, "title": pl.String, "published_on": pl.Date}, orient="row",
    ).with_columns(page_id=pl.lit(f"{7:016x}"), line_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))  # fmt: skip
    articles = pl.DataFrame(
        [("1", "quay", "Bell rings!", dt.date(2014, 5, 1)), ("2", "quay", "Fire", dt.date(2014, 5, 1)),
         ("3", "quay", "Fire", dt.date(2014, 6, 1))],
        schema={"article_id": pl.String, "site": pl.String, "title": pl.String, "published_on": pl.Date}, orient="row",
    )  # fmt: skip
    linked = published_rows.recent_posts(listed, published_rows.title_index(articles))
    assert linked["article_id"].to_list() == ["1", None, None, None]


def test_words_that_a_text_repeats_count_once_in_the_other() -> None:
    first, second = (" ".join(f"{word}{n}" for n in range(30)) for word in ("quay", "ferry"))
    wording = shared_wording(f"{second} between them {first} {second}", f"{first} {second}")
    assert (wording.other_share, [run.word_count for run in wording.runs]) == (1.0, [30, 30])


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "渡轮公司宣布冬季继续开航",
            ["渡轮公司星期二宣布，这个冬天夜间渡轮将继续开航，岛上的居民需要它。", "志愿者在周末清点了海湾里的海豹，比去年更多。"],
        ),
        (
            "夜の渡し船、冬も運航を続ける",
            ["港の委員会は火曜日、夜の渡し船をこの冬も続けると決めた。島の人々がそれを必要としている。", "会議は二時間かかった。"],
        ),
        (
            "เรือข้ามฟากยังคงเดินต่อในฤดูหนาว",
            ["คณะกรรมการท่าเรือลงมติเมื่อวันอังคารให้เรือข้ามฟากกลางคืนเดินต่อไปอีกหนึ่งฤดูหนาว", "การประชุมใช้เวลาสองชั่วโมงเต็มและมีผู้เข้าร่วมจำนวนมาก"],
        ),
    ],
)  # fmt: skip
def test_an_excerpt_without_spaces_between_words_is_an_appearance_of_the_full_text(
    tmp_path: Path, title: str, text: list[str]
) -> None:
    feed = (
        "<rss version='2.0'><channel><title>Quay</title><item>"
        f"<title>{title}</title><pubDate>Tue, 04 Mar 2014 10:00:00 GMT</pubDate><description>{text[0]}…</description>"
        "</item></channel></rss>"
    )
    page = f"<html><title>{title}</title><h1>{title}</h1><time>2014-03-04</time><p>{text[0]}</p><p>{text[1]}</p></html>"
    (tmp_path / "feed.xml").write_text(feed, "utf-8")
    (tmp_path / "page.html").write_text(page, "utf-8")
    tables = tables_of_files(tmp_path)
    assert tables["articles"]["appearance_count"].to_list() == [2]
    assert relations(tables) == [("excerpt_of", True, "merge.contained_excerpt")]
