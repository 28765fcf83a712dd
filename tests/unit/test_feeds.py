"""Feeds and JSON: what their readers give, and what becomes of the records they declare."""

import datetime as dt
import json
import re
import tracemalloc
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clippings.dedupe import article_id
from clippings.ingest.formats import feed, iso_datetime, json_feed, plain_text, wordpress
from clippings.ingest.formats.feed_items import Read
from clippings.ingest.formats.html import Block
from clippings.schema.working.read_tables import HINTS
from clippings.segment import segment_pages
from clippings.segment.layouts import declared_records as records
from clippings.segment.sites import profiles, site_of_page, template_lines
from conftest import ROOT
from support import page_formats
from support.written_pages import Written, listing, prose

FEEDS = ROOT / "tests" / "gold" / "feeds"
EXPECTED = json.loads((FEEDS / "expected.json").read_text("utf-8"))
Reader = Callable[[str], Read]
READERS: tuple[Reader, ...] = (feed.read, json_feed.read, wordpress.read)
TEN = [
    Written(
        f"The quay’s plan {number} & <others>",
        tuple(prose(number * 3 + part, 3) for part in range(3)),
        dt.date(2015, 3, 20 - number),
        "Fish & Ferries",
        comments=number,
    )
    for number in range(10)
]


def read_of(path: Path) -> Read:
    """The page at `path`, read by the reader of its form."""
    markup = path.read_text("utf-8")
    if path.suffix == ".xml":
        return feed.read(markup)
    return json_feed.read(markup) if "jsonfeed.org" in markup else wordpress.read(markup)


def told(read: Read) -> dict[str, Any]:
    """What a page says, record by record."""
    owned = [block for block in read.blocks if block.record is not None]
    return {
        "outside": [[block.hint, block.text] for block in read.blocks if block.record is None],
        "records": [_record(list(own)) for _, own in groupby(owned, key=lambda block: block.record)],
        "problems": read.problems,
    }


def _record(own: list[Block]) -> dict[str, Any]:
    facts = ("category", "title", "post_date", "byline", "comment_count")
    result: dict[str, Any] = {
        hint: values for hint in facts if (values := [block.text for block in own if block.hint == hint])
    }
    result["href"] = next((block.href for block in own if block.hint in ("title", "post_date") and block.href), None)
    result["timestamp"] = next((block.timestamp for block in own if block.timestamp), None)
    result["text"] = [[block.hint, block.text] for block in own if block.hint not in facts]
    return result


def rss(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Quay</title>{"".join(items)}</channel></rss>'


def titles(read: Read) -> list[str]:
    return [block.text for block in read.blocks if block.hint == "title"]


def lines_of(read: Read, hint: str) -> list[str]:
    return [block.text for block in read.blocks if block.hint == hint]


def segmented(lines: pl.DataFrame, media_type: str) -> segment_pages.Segmented:
    """The one page that `lines` are, cut by the stage itself."""
    sites = profiles.load()
    page = pl.DataFrame({"page_id": ["0" * 16], "path": ["page"], "media_type": [media_type]})
    pages = page.join(site_of_page.recognise(lines, sites.values()), on="page_id", maintain_order="left")
    with_site = lines.join(pages.select("page_id", "site"), on="page_id", how="left", maintain_order="left")
    return segment_pages.segment(
        lines, pages, sites, template_lines.find_repeated([template_lines.count(with_site, sites)])
    )


def frame(read: Read) -> pl.DataFrame:
    """The blocks as lines of one page."""
    columns = {"text": pl.String, **{name: HINTS[name] for name in Block._fields if name in HINTS}}
    rows = pl.DataFrame([block._asdict() for block in read.blocks], schema=columns, orient="row")
    return rows.with_columns(page_id=pl.lit("0" * 16), line_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_is_read_as_its_form_means_it(name: str) -> None:
    assert told(read_of(FEEDS / name)) == EXPECTED[name]


def test_every_stored_page_has_what_is_expected_of_it() -> None:
    assert set(EXPECTED) == {path.name for path in FEEDS.iterdir()} - {"expected.json"}


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("Tolls &amp; dues", "Tolls & dues"),
        ("Tolls &amp;amp; dues", "Tolls & dues"),
        ("<![CDATA[Tolls &amp; dues]]>", "Tolls & dues"),
        ("The sign &amp;amp;amp;", "The sign &amp;"),
        ("The clerk&#8217;s &mdash; &#x2019;", "The clerk’s — ’"),
        ("Tolls & dues &unheard; A&B", "Tolls & dues &unheard; A&B"),
        ("&lt;Untitled&gt; at the quay", "<Untitled> at the quay"),
        ("A &lt;em&gt;new&lt;/em&gt; quay", "A new quay"),
        ("\n  A <![CDATA[new]]>\n quay ", "A new quay"),
        ("A\u00a0new \x00\x1fquay", "A\u00a0new quay"),
    ],
)
def test_entities_of_a_title_are_decoded_once(source: str, title: str) -> None:
    assert titles(feed.read(rss(f"<item><title>{source}</title><description>x</description></item>"))) == [title]


@pytest.mark.parametrize(
    ("text_of_date", "timestamp"),
    [
        ("Sat, 14 Sep 2013 01:00:00 +0330", "2013-09-14T01:00:00+03:30"),
        ("Sat, 14 Sep 2013 10:00:00 GMT", "2013-09-14T10:00:00+00:00"),
        ("14 September 2013", "2013-09-14"),
        ("Sat, 14 Sep 13 10:00:00 GMT", "2013-09-14T10:00:00+00:00"),
        ("Sat, 14 Sep 2013 25:61:00 GMT", "2013-09-14"),
        ("2013-09-14T10:00:00Z", "2013-09-14T10:00:00+00:00"),
        ("2013-09-14 10:00:00", "2013-09-14T10:00:00"),
        ("2013-09", "2013-09"),
        ("2013", "2013"),
        ("31 Feb 2013 10:00:00 GMT", None),
        ("1392-06-23T10:00:00", None),
        ("۲۳ شهریور ۱۳۹۲", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_keeps_its_zone_and_is_as_precise_as_given(text_of_date: str, timestamp: str | None) -> None:
    assert iso_datetime.iso(text_of_date) == timestamp


@pytest.mark.parametrize(
    "ending",
    [
        "until noon [&#8230;]</p>",
        "until noon [...]</p>",
        "until noon&#8230;</p>",
        'until noon&#8230; <a href="https://q.example/1">Read more</a></p>',
        'until noon</p><p><a href="https://q.example/1">More&#8230;</a></p>',
        'until noon</p><p><a class="more-link" href="https://q.example/1">Whole entry</a></p>',
        'until noon [&#8230;]</p><p>The post <a href="/x">Dues</a> first appeared on <a href="/">The Quay</a>.</p>',
    ],
)
def test_a_text_that_is_cut_makes_an_excerpt_and_its_links_are_not_text(ending: str) -> None:
    item = f"<item><title>Dues</title><link>https://q.example/1</link><description><![CDATA[<p>It opens {ending}]]></description></item>"
    post = segmented(frame(feed.read(rss(item))), "application/rss+xml").posts.row(0, named=True)
    assert post["completeness"] == "excerpt"
    assert re.sub(r"\W+$", "", post["text"]) == "It opens until noon"


def test_a_whole_text_that_ends_in_dots_is_whole() -> None:
    content = "<![CDATA[<p>It opens.</p><p>And so it goes on…</p>]]>"
    read = feed.read(rss(f"<item><title>Dues</title><content:encoded>{content}</content:encoded></item>"))
    assert segmented(frame(read), "application/rss+xml").posts["completeness"].to_list() == ["full"]


@pytest.mark.parametrize(
    "note",
    [
        'The post <a href="https://q.example/1/">Dues &amp; tolls</a> appeared first on <a href="/">The Quay</a>.',
        'Der Beitrag <a href="http://www.q.example/1?utm_source=rss">Dues &amp; tolls</a> erschien zuerst auf <a href="/">Quay</a>.',
        'نوشته <a href="https://q.example/1">Dues &amp; tolls</a> اولین بار در <a href="/">اسکله</a> پدیدار شد.',
    ],
)
def test_the_note_where_an_item_first_appeared_is_not_text(note: str) -> None:
    content = f"<![CDATA[<p>It opens.</p><p>It closes.</p><p>{note}</p>]]>"
    link = "<link>https://q.example/1</link>"
    read = feed.read(
        rss(f"<item><title>Dues &amp;amp; tolls</title>{link}<content:encoded>{content}</content:encoded></item>")
    )
    assert lines_of(read, "body") == ["It opens.", "It closes."]


def test_a_feed_cut_off_keeps_the_text_before_the_cut_and_reports_it() -> None:
    whole = rss(
        "<item><title>One</title><description>First.</description></item>",
        "<item><title>Two</title><content:encoded><![CDATA[<p>Second one.</p><p>Third]]></content:encoded></item>",
    )
    read = feed.read(whole[: whole.index("Third") + 3])
    cut = segmented(frame(read), "application/rss+xml")
    assert cut.posts.select("title", "completeness").rows() == [("One", "excerpt"), ("Two", "truncated")]
    assert cut.posts["text"].to_list() == ["First.", "Second one.\n\nThi"]
    assert "cut off in item 2" in read.problems[0]


def test_a_title_cut_off_is_not_a_post() -> None:
    read = feed.read("<rss><channel><item><title>One</title><description>x</description></item><item><title>Tw")
    assert titles(read) == ["One"]
    assert lines_of(read, "navigation") == ["Tw"]


@pytest.mark.parametrize("cut", range(0, 1400, 37))
def test_json_cut_anywhere_keeps_the_whole_posts_before_the_cut(cut: int) -> None:
    whole = page_formats.as_wordpress(TEN[:3]).decode()
    ends = [result.end() for result in re.finditer(r'"name": "Fish &amp; Ferries"\}\], \[\]\]\}\}', whole)]
    read = wordpress.read(whole[:cut])
    assert titles(read) == [post.title for post, end in zip(TEN, ends, strict=False) if end <= cut]
    assert bool(read.problems) == (cut not in ends) or not cut


def test_json_feed_cut_off_keeps_its_whole_items() -> None:
    whole = page_formats.as_json_feed(TEN).decode()
    read = json_feed.read(whole[: whole.rindex('"title"')])
    assert titles(read) == [post.title for post in TEN[:9]]
    assert read.problems


def test_json_without_posts_is_reported() -> None:
    answer = '{"code": "rest_no_route", "message": "No route was found", "data": {"status": 404}}'
    assert wordpress.read(answer) == Read(
        [], ["This JSON holds no posts of a form known here: the server answered “No route was found”."]
    )
    assert wordpress.read('[{"id": 1, "name": "Harbour", "taxonomy": "category"}]').blocks == []


def test_entities_are_never_expanded_and_nothing_outside_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the harbour's key")
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{bomb}<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    item = "<item><title>T &l9; &x;</title><description>&l9;&x;</description></item>"
    read = feed.read(doctype + rss(item))
    assert [block.text for block in read.blocks] == ["Quay", "T &l9; &x;", "&l9;&x;"]


@pytest.mark.parametrize(
    "page",
    [
        "<rss><item>" + "<" * 100_000,
        "<rss><item>" + "<![CDATA[" * 20_000,
        "<rss>" + "<item>" * 5_000,
        "<rss>" + "<item " * 20_000,
        "<rss>" + "<!--" * 20_000,
        "<rss><item><title>" + "&" * 100_000,
        "<rss><item><description>" + "&lt;a href=x" * 20_000,
        "<rss><item><title>T</title><description>" + "<div>" * 100_000 + "</description></item></rss>",
        "<rss><item>" + "<description><p><summary>" * 20_000 + "</item></rss>",
        "<rss><item><description><![CDATA[" + "<a>" * 20_000 + "]]></description></item></rss>",
        "[" * 100_000,
        '[{"title":' * 100_000,
        '{"items": [' + '{"a":' * 100_000,
        "[" + "9" * 10_000 + "]",
        '[{"title": "x", "content": "\\ud800 y \\udfff"}]',
        "\x00\ufeff[{]",
    ],
    ids=range(16),
)
def test_hostile_pages_are_read_as_far_as_they_go(page: str) -> None:
    for reader in READERS:
        for block in reader(page).blocks:
            assert block.text.encode()
            assert "\n" not in block.text


def test_tags_of_items_inside_comments_and_texts_begin_no_item() -> None:
    hidden = "<!-- <item><title>Not yet</title></item> -->"
    item = "<item><title>One</title><description><![CDATA[</item><item><title>Two</title>]]> x</description></item>"
    assert titles(feed.read(rss(hidden, item))) == ["One"]


def test_a_broken_item_harms_no_other() -> None:
    broken = f"<item><title>Deep</title><description>{'<div>' * 5000}</description></item>"
    read = feed.read(
        rss(
            "<item><title>One</title><description>x</description></item>",
            broken,
            "<item><title>Two</title><description>y</description></item>",
        )
    )
    assert {"One", "Two"} <= set(titles(read))


def test_memory_grows_with_what_is_read_not_with_the_tree() -> None:
    paragraph = "<p>The ferry left at noon and the council met again, said the clerk of the works.</p>" * 50
    item = f"<item><title>T</title><content:encoded><![CDATA[{paragraph}]]></content:encoded></item>"
    peaks = []
    for count in (50, 500):
        page = rss(item * count)
        tracemalloc.start()
        read = feed.read(page)
        peaks.append(tracemalloc.get_traced_memory()[1] / len(page))
        tracemalloc.stop()
        assert len(titles(read)) == count
    assert peaks[1] < 1.2 * peaks[0]


markup_pieces = st.sampled_from(
    ["<rss>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<item>", "</item>", "<entry>", "</entry>", "<title>", "</title>",
     "<description>", "</description>", "<![CDATA[", "]]>", "<p>", "</p>", "<br>", "&amp;", "&#0;", "&nbsp;", "<link href='x'/>", "<!--", "-->",
     "<pubDate>Sat, 14 Sep 2013", "</pubDate>", "<x:y>", "<a:b:c>", "\x00", "\ud800", "[", "]", "{", "}", '"title":', '"content":', '"items":',
     '{"rendered":', '"date":', ",", '"a"', "1e999", "null", "A word. "]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(markup_pieces | st.text(max_size=5), max_size=40).map("".join))
def test_no_text_makes_a_reader_fail_and_records_stand_together(page: str) -> None:
    for reader in READERS:
        read = reader(page)
        owned = [block.record for block in read.blocks if block.record is not None]
        assert [record for record, _ in groupby(owned)] == list(range(1, len(set(owned)) + 1))
        assert all(block.text and block.text.encode() and "\n" not in block.text for block in read.blocks)
        assert reader(page) == read


_KEYS = st.sampled_from(
    ["title", "content", "excerpt", "rendered", "date", "date_gmt", "link", "_embedded", "author", "authors", "name", "wp:term", "taxonomy",
     "categories", "items", "posts", "content_html", "content_text", "summary", "tags", "url", "yoast_head_json", "schema", "@graph",
     "articleSection", "version", "discussion", "comment_count", "type"]
)  # fmt: skip
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS | st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300)
@given(json_values)
def test_no_json_makes_a_reader_fail(value: object) -> None:
    page = json.dumps(value)
    for reader in READERS:
        assert all(block.text and block.text.encode() for block in reader(page).blocks)


FORMS = {
    "rss": (feed.read, page_formats.as_rss, "application/rss+xml"),
    "atom": (feed.read, page_formats.as_atom, "application/atom+xml"),
    "wordpress": (wordpress.read, page_formats.as_wordpress, "application/json"),
    "json feed": (json_feed.read, page_formats.as_json_feed, "application/feed+json"),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_posts_have_the_same_ids_in_every_form(form: str) -> None:
    reader, written, media_type = FORMS[form]
    wanted = segmented(plain_text.lines(["0" * 16], [listing(TEN)]), "text/plain").posts
    result = segmented(frame(reader(written(TEN).decode())), media_type).posts
    same = ["title", "published_on", "category", "text", "completeness"]
    assert result.select(same).rows() == wanted.select(same).rows()
    assert article_id.own_ids(result).to_list() == article_id.own_ids(wanted).to_list()


def test_the_number_of_comments_is_the_one_the_feed_gives() -> None:
    result = segmented(frame(feed.read(page_formats.as_rss(TEN).decode())), "application/rss+xml").posts
    assert result["comment_count"].to_list() == [post.comments for post in TEN]


@pytest.mark.parametrize("form", FORMS)
def test_every_line_of_a_record_has_a_role_and_a_post(form: str) -> None:
    reader, written, media_type = FORMS[form]
    cut = segmented(frame(reader(written(TEN[:2]).decode())), media_type)
    assert cut.pages["kind"].to_list() == ["feed"]
    assert not cut.ledger.filter(pl.col("role") == "unknown").height


def test_records_give_blocks_their_address_and_where_category_and_date_stand() -> None:
    read = feed.read((FEEDS / "rss_wordpress.xml").read_text("utf-8"))
    lines = frame(read).with_columns(stripped="text", page=pl.lit(3, pl.UInt32))
    pages = pl.DataFrame({"page": [3]}, schema={"page": pl.UInt32})
    rows, blocks, kinds, problems = records.cut_pages(lines, pages, 7)
    assert blocks.select("block", "completeness", "url").rows() == [
        (7, "full", "https://quay.example.org/dues/"),
        (8, "excerpt", "https://quay.example.org/ferry/"),
    ]
    shown_roles = dict(rows.select("line_no", "role").iter_rows())
    assert [shown_roles[line] for line in blocks["date_line"]] == ["post_date", "post_date"]
    assert shown_roles[blocks["category_line"][0]] == "category"
    assert kinds["kind_cut"].to_list() == ["feed"]
    assert not problems


def test_a_record_without_a_text_is_an_excerpt() -> None:
    read = feed.read(rss("<item><title>Only a title</title><link>u</link></item>"))
    assert segmented(frame(read), "application/rss+xml").posts["completeness"].to_list() == ["excerpt"]


def test_a_feed_of_comments_has_no_articles() -> None:
    item = "<item><title>By: Otto</title><link>https://quay.example/1/#comment-{n}</link><description>{text}</description></item>"
    read = feed.read(rss(*(item.format(n=n, text=prose(n, 1)) for n in (1, 2))))
    assert (titles(read), read.passed_over) == (
        [],
        ["The site does not publish these entries, so they are not read: comments 2."],
    )
    post = "<item><title>Ferry sails</title><link>https://quay.example/1/#comments</link><description>Text</description></item>"
    assert titles(feed.read(rss(post))) == ["Ferry sails"]
