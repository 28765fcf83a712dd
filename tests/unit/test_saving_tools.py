"""What the tool that saved a page left in it: address, day, banner, rewritten addresses."""

import datetime as dt
from pathlib import Path

import pytest

from clippings.common.addresses import whole_address
from clippings.ingest.sources import saving_tools
from support.in_memory_stages import tables_of_files
from support.written_pages import prose

WAYBACK = "https://web.archive.org/web/20140503101112"
BANNER = "<!-- BEGIN WAYBACK TOOLBAR INSERT --><div>12 captures "
BANNER += f'<a href="{WAYBACK}/http://quay.example.org/dues">here</a></div><!-- END WAYBACK TOOLBAR INSERT -->'


@pytest.mark.parametrize(
    ("comment", "url", "day"),
    [
        ("<!-- saved from url=(0028)http://quay.example.org/dues -->", "http://quay.example.org/dues", None),
        (
            "<!-- Mirrored from quay.example.org/dues by HTTrack Website Copier/3.x [XR&CO'2014], Sat, 03 May 2014 10:00:00 GMT -->",
            "http://quay.example.org/dues",
            dt.date(2014, 5, 3),
        ),
        (
            "<!--\n Page saved with SingleFile \n url: https://quay.example.org/dues \n saved date: Sat May 03 2014 10:00:00 GMT+0200\n-->",
            "https://quay.example.org/dues",
            dt.date(2014, 5, 3),
        ),
        ("<!-- Saved from https://quay.example.org/dues -->", "https://quay.example.org/dues", None),
        ("<!-- saved from url=(0014)about:internet -->", None, None),
        ("<p>It was saved from url=(0028)http://quay.example.org/dues</p>", None, None),
    ],
)
def test_comments_of_browsers_and_copiers_say_where_and_when(comment: str, url: str | None, day: dt.date | None):
    result = saving_tools.read(f"<!DOCTYPE html>\n{comment}\n<html><body><p>Text.</p></body></html>")
    assert (result.url, result.captured_on) == (url, day)


@pytest.mark.parametrize(
    "sign",
    [
        BANNER,
        '<script>__wm.wombat("http://quay.example.org/dues","20140503101112","https://web.archive.org/","web");</script>',
        '<form><input type="text" id="wmtbURL" value="http://quay.example.org/dues"></form>' + BANNER,
    ],
)
def test_a_page_of_the_wayback_machine_is_read_as_its_site_made_it(sign: str):
    links = f'<a href="{WAYBACK}/http://quay.example.org/a">A</a><a href="/web/20140503101112im_/http://quay.example.org/b">B</a>'
    result = saving_tools.read(f"<html><body>{sign}{links}</body></html>")
    assert result.captured_on == dt.date(2014, 5, 3)
    assert 'href="http://quay.example.org/a"' in result.markup and 'href="http://quay.example.org/b"' in result.markup
    assert "captures" not in result.markup


def test_a_page_of_a_search_engine_s_cache_is_read_as_its_site_made_it():
    note = "This is the cache of <a>it</a>. A snapshot of the page as it appeared on 3 May 2014 03:11:07 GMT."
    base = '<base href="http://quay.example.org/dues"><div style="border:1px solid #999">'
    saved = saving_tools.read(f'{base}{note}</div><div style="position:relative"><p>The dues.</p></div>')
    assert (saved.url, saved.captured_on) == ("http://quay.example.org/dues", dt.date(2014, 5, 3))
    assert "snapshot" not in saved.markup
    assert "The dues." in saved.markup


def test_a_page_of_archive_today_has_the_address_of_its_site():
    head = '<link rel="bookmark" href="http://archive.today/20140503101112/http://quay.example.org/dues">'
    own = '<link rel="canonical" href="http://archive.today/AbCdE"><meta property="og:site_name" content="archive.ph">'
    saved = saving_tools.read(f"<html><head>{own}{head}</head><body><p>The dues.</p></body></html>")
    assert (saved.url, saved.captured_on) == ("http://quay.example.org/dues", dt.date(2014, 5, 3))
    assert "AbCdE" not in saved.markup
    assert "archive.ph" not in saved.markup


def test_a_link_to_the_wayback_machine_in_a_text_says_nothing_of_the_page():
    result = saving_tools.read(f'<p>See <a href="{WAYBACK}/http://quay.example.org/a">the copy</a>.</p>')
    assert (result.url, result.captured_on) == (None, None)
    assert WAYBACK in result.markup


def test_address_and_day_reach_the_page_and_its_article(tmp_path: Path):
    raw = tmp_path / "raw"
    raw.mkdir()
    text = "".join(f"<p>{prose(number, 3)}</p>" for number in range(4))
    comment = "<!-- saved from url=(0028)http://quay.example.org/news/ -->"
    body = f'<article><h1><a href="../dues">Harbour dues rise</a></h1>{text}</article>'
    (raw / "a.html").write_text(f"<!DOCTYPE html>{comment}<html><body>{body}</body></html>", "utf-8")
    tables = tables_of_files(raw)
    assert tables["pages"]["url"].to_list() == ["http://quay.example.org/news/"]
    assert tables["articles"]["url"].to_list() == ["http://quay.example.org/dues"]


@pytest.mark.parametrize(
    ("address", "base", "whole"),
    [
        ("b?x=1", "https://quay.example.org/a/", "https://quay.example.org/a/b?x=1"),
        ("//other.example.org/b", "https://quay.example.org/a/", "https://other.example.org/b"),
        ("mailto:a@example.org", "https://quay.example.org/", "mailto:a@example.org"),
        ("/b", None, "/b"),
        ("http://[broken", "https://quay.example.org/", "http://[broken"),
    ],
)
def test_addresses_are_made_whole(address: str, base: str | None, whole: str):
    assert whole_address(address, base) == whole
