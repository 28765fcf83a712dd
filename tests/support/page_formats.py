"""The same posts (`pages.Written`) in every format of saved pages: text, HTML, RSS, Atom, JSON, WARC, gzip.

Bytes are the same on every run. Nothing here asserts.
"""

import datetime as dt
import gzip
import html
import json
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from support.written_pages import Written, listing

SITE = "https://nejatngo.org"
"""Address of the site of `pages.listing`, whose profile recognises its masthead."""
SITE_TITLE = "Nejat Society"
CAPTURED = "2024-02-03T04:05:06Z"


def as_text(posts: Sequence[Written]) -> bytes:
    """Return a text dump of a full listing."""
    return listing(posts).encode()


def as_html(posts: Sequence[Written]) -> bytes:
    """Return a listing in a plain theme with semantic elements."""
    return _PAGE.format(title=SITE_TITLE, url=SITE, articles="\n".join(map(_article, posts))).encode()


def as_single_html(post: Written) -> bytes:
    """Return the page of one post."""
    return _PAGE.format(title=html.escape(post.title), url=address(post), articles=_article(post)).encode()


def as_rss(posts: Sequence[Written], *, is_excerpt: bool = False) -> bytes:
    """Return an RSS 2.0 feed in the style of WordPress; with `is_excerpt`, without full texts."""
    items = "\n".join(_rss_item(post, is_excerpt) for post in posts)
    return _RSS.format(title=SITE_TITLE, url=SITE, items=items).encode()


def as_atom(posts: Sequence[Written]) -> bytes:
    """Return an Atom feed."""
    return _ATOM.format(title=SITE_TITLE, url=SITE, entries="\n".join(map(_atom_entry, posts))).encode()


def as_wordpress(posts: Sequence[Written]) -> bytes:
    """Return a response of the WordPress REST interface to a request for posts with linked objects."""
    return json.dumps([_wordpress_post(number, post) for number, post in enumerate(posts, 1)]).encode()


def as_json_feed(posts: Sequence[Written]) -> bytes:
    """A JSON Feed."""
    items = [
        {
            "id": address(post),
            "url": address(post),
            "title": post.title,
            "content_html": body(post),
            "date_published": f"{moment(post):%Y-%m-%dT%H:%M:%S}Z" if post.day else None,
            "tags": [post.category],
        }
        for post in posts
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": SITE_TITLE, "home_page_url": SITE, "items": items}
    return json.dumps(feed).encode()


def as_warc(pages: Mapping[str, tuple[str, bytes]], captured: str = CAPTURED) -> bytes:
    """Return a WARC file with a response for each address of `pages`, which gives content type and bytes."""
    return b"".join(_record(url, *content, captured) for url, content in pages.items())


def as_warc_gz(pages: Mapping[str, tuple[str, bytes]], captured: str = CAPTURED) -> bytes:
    """Return the same with each record compressed separately, as crawlers do."""
    return b"".join(packed(_record(url, *content, captured)) for url, content in pages.items())


def packed(data: bytes) -> bytes:
    """Return `data` as gzip, without a name or time."""
    return gzip.compress(data, mtime=0)


def address(post: Written) -> str:
    """Return the address of a post."""
    slug = "-".join("".join(c if c.isalnum() else " " for c in post.title.lower()).split())
    return f"{SITE}/{slug or 'untitled'}/"


def moment(post: Written) -> dt.datetime:
    """Return ten o'clock on the post's day."""
    return dt.datetime.combine(post.day or dt.date(1970, 1, 1), dt.time(10), tzinfo=dt.UTC)


def body(post: Written) -> str:
    """Return the text as markup."""
    return "\n".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in post.paragraphs)


def _article(post: Written) -> str:
    time = f"{post.day:%B} {post.day.day}, {post.day.year}" if post.day else ""
    return _ARTICLE.format(
        url=address(post), title=html.escape(post.title, quote=False), body=body(post), day=post.day or "", time=time,
        category=html.escape(post.category, quote=False), comments=post.comments,
    )  # fmt: skip


def _rss_item(post: Written, is_excerpt: bool) -> str:
    words = " ".join(post.paragraphs).split()
    opening = html.escape(" ".join(words[:30]), quote=False)
    date = f"{moment(post):%a, %d %b %Y %H:%M:%S} +0000" if post.day else ""
    content = "" if is_excerpt else f"<content:encoded><![CDATA[{body(post)}]]></content:encoded>"
    return _RSS_ITEM.format(
        title=escape(post.title), url=address(post), date=date, category=post.category, opening=opening,
        content=content, comments=post.comments,
    )  # fmt: skip


def _atom_entry(post: Written) -> str:
    date = f"<published>{moment(post):%Y-%m-%dT%H:%M:%S}Z</published>" if post.day else ""
    title = escape(html.escape(post.title, quote=False))
    category = html.escape(post.category)
    return _ATOM_ENTRY.format(title=title, url=address(post), date=date, category=category, body=escape(body(post)))


def _wordpress_post(number: int, post: Written) -> dict[str, object]:
    date = f"{moment(post):%Y-%m-%dT%H:%M:%S}" if post.day else ""
    opening = html.escape(" ".join(" ".join(post.paragraphs).split()[:30]), quote=False)
    return {
        "id": number,
        "date": date,
        "date_gmt": date,
        "link": address(post),
        "type": "post",
        "title": {"rendered": html.escape(post.title, quote=False)},
        "content": {"rendered": body(post), "protected": False},
        "excerpt": {"rendered": f"<p>{opening} [&hellip;]</p>", "protected": False},
        "categories": [7],
        "_embedded": {
            "wp:term": [[{"taxonomy": "category", "name": html.escape(post.category, quote=False)}], []],
        },
    }


def _record(url: str, content_type: str, content: bytes, captured: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(content)}\r\n\r\n".encode()
    fields = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {captured}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{len(url):012d}>\r\n"
        f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(head) + len(content)}\r\n\r\n"
    )
    return fields.encode() + head + content + b"\r\n\r\n"


_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><link rel="canonical" href="{url}"></head>
<body><header><h1>Nejat Society</h1></header><nav><ul><li><a href="/">Home</a></li><li><a href="/a">Articles</a></li></ul></nav>
<main>
{articles}
</main>
<footer><p>© 2003 - 2025 NEJAT Society . All Rights Reserved. NejatNGO.org</p></footer></body></html>
"""
_ARTICLE = """<article>
<a rel="category tag" href="/c">{category}</a>
<h2 class="entry-title"><a href="{url}">{title}</a></h2>
<div class="entry-content">
{body}
</div>
<footer><time datetime="{day}">{time}</time> <span class="comments-link">{comments} comments</span></footer>
</article>"""
_RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel><title>{title}</title><link>{url}</link><description>News</description>
{items}
</channel></rss>
"""
_RSS_ITEM = """<item><title>{title}</title><link>{url}</link><pubDate>{date}</pubDate>
<category><![CDATA[{category}]]></category>
<description><![CDATA[<p>{opening} [&#8230;]</p>]]></description>{content}
<slash:comments>{comments}</slash:comments></item>"""
_ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title><link href="{url}"/>
{entries}
</feed>
"""
_ATOM_ENTRY = """<entry><title type="html">{title}</title><link href="{url}"/><id>{url}</id>{date}
<category term="{category}"/><content type="html">{body}</content></entry>"""
