"""Feeds and exports: authors, addresses and days outside an item, text escaped twice, and unpublished content."""

import json

import pytest

from clippings.ingest import sniff
from clippings.ingest.formats import feed, json_feed, shortcodes, wordpress
from clippings.ingest.formats.feed_items import Read
from clippings.ingest.formats.html import Block
from clippings.ingest.read_pages import READERS

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:app="http://www.w3.org/2007/app">'
KIND = (
    '<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#{}"/>'
)
WXR = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>The Quay</title><link>https://quay.example.org</link>'
)


def texts(read: Read, hint: str) -> list[str]:
    return [block.text for block in read.blocks if block.hint == hint]


def rss(item: str, channel: str = "") -> Read:
    return feed.read(f'<rss version="2.0"><channel><title>The Quay</title>{channel}<item>{item}</item></channel></rss>')


def post(fields: str, text: str = "The ferry sails at six and at nine.") -> str:
    return f"<item><title>Ferries</title><content:encoded><![CDATA[{text}]]></content:encoded><wp:post_id>7</wp:post_id>{fields}</item>"


def test_the_author_of_a_feed_is_that_of_items_without_one():
    channel = "<title>Quay</title><author><name>Ada Quill</name></author>"
    own = "<entry><title>A</title><author><name>Noor Vale</name></author><content>One.</content></entry>"
    read = feed.read(f"{ATOM}{channel}<entry><title>B</title><content>Two.</content></entry>{own}</feed>")
    assert texts(read, "byline") == ["Ada Quill", "Noor Vale"]


def test_authors_of_a_json_feed_are_those_of_items_without_one():
    items = [
        {"title": "A", "content_text": "One."},
        {"title": "B", "content_text": "Two.", "author": {"name": "Noor Vale"}},
    ]
    page = {"version": "https://jsonfeed.org/version/1.1", "authors": [{"name": "Ada Quill"}], "items": items}
    assert texts(json_feed.read(json.dumps(page)), "byline") == ["Ada Quill", "Noor Vale"]


def test_a_login_name_is_shown_as_the_export_says():
    table = (
        "<wp:author><wp:author_login>aquill</wp:author_login><wp:author_display_name><![CDATA[Ada Quill]]></wp:author_display_name></wp:author>"
        "<wp:author><wp:author_login>nv</wp:author_login><wp:author_first_name>Noor</wp:author_first_name>"
        "<wp:author_last_name>Vale</wp:author_last_name></wp:author>"
    )
    items = "".join(
        post(f"<dc:creator>{login}</dc:creator><wp:status>publish</wp:status>") for login in ("aquill", "nv", "guest")
    )
    assert texts(feed.read(f"{WXR}{table}{items}</channel></rss>"), "byline") == ["Ada Quill", "Noor Vale", "guest"]


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("<title>A</title><description>One.</description><author>quay@example.org (Ada Quill)</author>", "Ada Quill"),
        (
            "<title>A</title><description>One.</description><author>Ada Quill &lt;quay@example.org&gt;</author>",
            "Ada Quill",
        ),
        (
            '<title>A</title><description>One.</description><itunes:author xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">'
            "Ada Quill</itunes:author>",
            "Ada Quill",
        ),
    ],
)
def test_names_beside_addresses_and_of_podcasts(item: str, name: str):
    assert texts(rss(item), "byline") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "&amp;lt;p&amp;gt;One.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Two.&amp;lt;/p&amp;gt;",
        "&lt;![CDATA[&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;]]&gt;",
        "<![CDATA[&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;]]>",
    ],
)
def test_a_text_escaped_twice_is_read_as_meant(text: str):
    assert texts(rss(f"<title>A</title><description>{text}</description>"), "body") + texts(
        rss(f"<title>A</title><description>{text}</description>"), "excerpt_end"
    ) == ["One.", "Two."]


def test_words_in_angle_brackets_of_a_text_stay():
    read = rss(
        "<title>A</title><description><![CDATA[<p>Write &lt;b&gt; for bold.</p><p>Then close it.</p>]]></description>"
    )
    assert texts(read, "body")[0] == "Write <b> for bold."


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("=?UTF-8?B?SGFyYm91ciBkdWVz?=", "Harbour dues"),
        ("=?utf-8?q?Harbour_dues?=", "Harbour dues"),
        ("What is =?", "What is =?"),
    ],
)
def test_encoded_titles_are_decoded(title: str, shown: str):
    assert texts(rss(f"<title>{title}</title><description>One.</description>"), "title") == [shown]


def test_a_title_that_atom_packs_is_unpacked():
    read = feed.read(
        f'{ATOM}<entry><title mode="base64">SGFyYm91ciBkdWVz</title><content>One.</content></entry></feed>'
    )
    assert texts(read, "title") == ["Harbour dues"]


@pytest.mark.parametrize(
    ("date", "timestamp"),
    [
        ("1541030400", "2018-11-01T00:00:00+00:00"),
        ("1541030400000", "2018-11-01T00:00:00+00:00"),
        ("Mo, 25 Jun 2018 11:41:36", "2018-06-25T11:41:36"),
        ("12345", None),
    ],
)
def test_days_as_feeds_write_them(date: str, timestamp: str | None):
    read = rss(f"<title>A</title><description>One.</description><pubDate>{date}</pubDate>")
    assert [block.timestamp for block in read.blocks if block.hint == "post_date"] == [timestamp]


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/dues", "https://quay.example.org/dues"),
        ("dues?p=1", "https://quay.example.org/news/dues?p=1"),
        ("https://other.example.org/dues", "https://other.example.org/dues"),
    ],
)
def test_addresses_of_items_are_whole(link: str, address: str):
    read = rss(
        f"<title>A</title><description>One.</description><link>{link}</link>",
        "<link>https://quay.example.org/news/</link>",
    )
    assert [block.href for block in read.blocks if block.hint == "title"] == [address]


UNPUBLISHED = {
    "drafts": post("<wp:status>draft</wp:status>"),
    "private posts": post("<wp:status>private</wp:status>"),
    "deleted posts": post("<wp:status>trash</wp:status>"),
    "protected posts": post("<wp:status>publish</wp:status><wp:post_password>quay</wp:post_password>"),
    "attachments": post("<wp:post_type>attachment</wp:post_type>"),
    "menu entries": post("<wp:post_type>nav_menu_item</wp:post_type>"),
}


@pytest.mark.parametrize("what", UNPUBLISHED)
def test_entries_that_a_wordpress_site_does_not_publish_leave_a_count_only(what: str):
    shown = post("<wp:status>publish</wp:status><wp:post_password></wp:post_password>", "Shown to all.")
    read = feed.read(f"{WXR}{UNPUBLISHED[what]}{shown}</channel></rss>")
    assert texts(read, "title") == ["Ferries"] and texts(read, "body") == ["Shown to all."]
    assert read.passed_over == [f"The site does not publish these entries, so they are not read: {what} 1."]


@pytest.mark.parametrize(
    "entry",
    [
        KIND.format("comment") + '<thr:in-reply-to ref="x"/>',
        KIND.format("settings"),
        KIND.format("template"),
        KIND.format("post") + "<app:control><app:draft>yes</app:draft></app:control>",
        '<blogger:type xmlns:blogger="http://schemas.google.com/blogger/2018">POST</blogger:type>'
        '<blogger:status xmlns:blogger="http://schemas.google.com/blogger/2018">DRAFT</blogger:status>',
    ],
)
def test_entries_that_a_blog_does_not_publish_are_not_read(entry: str):
    hidden = f"<entry>{entry}<title>Hidden</title><content>Nobody sees this.</content></entry>"
    shown = f"<entry>{KIND.format('post')}<title>Shown</title><content>All see this.</content></entry>"
    read = feed.read(f"{ATOM}{hidden}{shown}</feed>")
    assert not any("Hidden" in block.text or "Nobody" in block.text for block in read.blocks)
    assert texts(read, "title") == ["Shown"]
    assert len(read.passed_over) == 1


@pytest.mark.parametrize(
    "record",
    [
        {
            "title": {"rendered": "Hidden"},
            "content": {"rendered": "Nobody.", "protected": True},
            "link": "https://quay.example.org/1",
        },
        {"title": {"rendered": "Hidden"}, "content": {"rendered": "Nobody."}, "status": "draft", "date": "2015-01-01"},
        {
            "author_name": "Ada Quill",
            "post": 7,
            "content": {"rendered": "Nobody."},
            "date": "2015-01-01",
            "status": "approved",
        },
    ],
)
def test_records_that_a_site_does_not_publish_are_not_read(record: dict[str, object]):
    read = wordpress.read(json.dumps([record, {"title": "Shown", "content": "All see this.", "date": "2015-01-02"}]))
    assert texts(read, "title") == ["Shown"]
    assert not any("Nobody" in block.text for block in read.blocks)


def test_shortcodes_of_an_export_are_resolved():
    text = (
        '[caption id="a" width="300"]<img src="d.jpg" /> The dam at low water[/caption]\n\nThe dam opened.\n\n'
        '[gallery ids="1,2"]\n\n[vc_row]The water rose.[/vc_row]\n\nHe wrote [sic] “dammed”.'
    )
    read = feed.read(f"{WXR}{post('<wp:status>publish</wp:status>', text)}</channel></rss>")
    assert texts(read, "caption") == ["The dam at low water"]
    assert texts(read, "body") == ["The dam opened.", "The water rose.", "He wrote [sic] “dammed”."]


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("[embed]https://example.org/v[/embed] Then.", " Then."),
        ("[youtube abc] Then.", " Then."),
        ("[column width=1]Text[/column]", "Text"),
        ("[caption]Only words[/caption]", "<figure><figcaption>Only words</figcaption></figure>"),
        ("[1] A note.", "[1] A note."),
    ],
)
def test_shortcodes(text: str, markup: str):
    assert shortcodes.as_markup(text) == markup


def test_a_feed_of_videos_gives_what_its_media_elements_say():
    media = (
        '<entry xmlns:media="http://search.yahoo.com/mrss/"><title>A</title><media:group><media:description>What it shows.'
        "</media:description></media:group></entry>"
    )
    shown: list[Block] = feed.read(f"{ATOM}{media}</feed>").blocks
    assert [block.text for block in shown if block.tag == "p"] == ["What it shows."]


def test_addresses_are_relative_to_the_base_of_the_root():
    root = ATOM.replace("<feed ", '<feed xml:base="https://quay.example.org/news/" ')
    entry = '<entry><title>A</title><link href="/ferries"/><content>One.</content></entry>'
    read = feed.read(f'{root}<title>Quay</title><link href="/"/>{entry}</feed>')
    assert [block.href for block in read.blocks if block.hint == "title"] == ["https://quay.example.org/ferries"]


def test_an_export_of_a_journal_is_read_without_private_entries():
    entries = "".join(
        f"<entry><eventtime>2005-11-0{day} 21:14:00</eventtime><subject>Ferry {day}</subject>"
        f"<event>It sails at six.&lt;br /&gt;&lt;br /&gt;And at nine.</event><security>{security}</security></entry>"
        for day, security in ((1, "public"), (2, "private"))
    )
    page = f'<?xml version="1.0"?><livejournal>{entries}</livejournal>'
    read = READERS[sniff.of(page)](page)
    assert texts(read, "title") == ["Ferry 1"]
    assert texts(read, "body") == ["It sails at six.", "And at nine."]
    assert texts(read, "post_date") == ["2005-11-01 21:14:00"]


def test_an_export_of_movable_type_has_both_parts_of_a_text_and_no_comments_or_drafts():
    entry = (
        "AUTHOR: Ada Quill\nTITLE: {title}\nSTATUS: {status}\nDATE: {day}\nPRIMARY CATEGORY: Boats\nCATEGORY: Boats\n-----\nBODY:\n"
        "The ferry sails at six.\n\nIt sails again at nine.\n-----\nEXTENDED BODY:\n<p>The <b>last</b> boat is at noon.</p>\n-----\n"
        "EXCERPT:\nFerries.\n-----\nCOMMENT:\nAUTHOR: Noor\nDATE: 03/05/2012 10:10:00 AM\nI missed it.\n-----\n--------\n"
    )
    entries = [
        entry.format(title="Ferries", status="Publish", day="03/04/2012 09:30:00 PM"),
        entry.format(title="Buoys", status="Draft", day="03/05/2012 09:30:00 PM"),
        entry.format(title="Tides", status="publish", day="12/01/2012 08:15:00"),
    ]
    export = "".join(entries)
    assert sniff.of(export) == "text/x-movable-type"
    read = READERS[sniff.of(export)](export)
    assert texts(read, "title") == ["Ferries", "Tides"]
    assert texts(read, "byline") == ["Ada Quill", "Ada Quill"]
    assert texts(read, "category") == ["Boats", "Boats"]
    assert (
        texts(read, "body") == ["The ferry sails at six.", "It sails again at nine.", "The last boat is at noon."] * 2
    )
    days = [block.timestamp for block in read.blocks if block.hint == "post_date"]
    assert days == ["2012-03-04T21:30:00", "2012-12-01T08:15:00"]
    assert read.passed_over == ["The site does not publish these entries, so they are not read: drafts 1."]


def test_buttons_below_an_item_are_not_its_text():
    links = '<div><a href="https://s.example/1">Share on Facebook</a></div><div><a href="https://s.example/2">Add to del.icio.us</a></div>'
    read = rss(f"<title>Ferries</title><description><![CDATA[<p>The ferry sails at six.</p>{links}]]></description>")
    assert texts(read, "body") + texts(read, "excerpt_end") == ["The ferry sails at six."]
