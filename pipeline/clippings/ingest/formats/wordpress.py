"""Posts of the WordPress REST interface (`/wp-json/wp/v2/posts`, also one by one or a line each) to blocks.

Also the posts of WordPress.com's interface, which has the same fields under other names.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from clippings.ingest.formats import feed_items, inline_text, iso_datetime, unpublished
from clippings.ingest.formats import json_values as values
from clippings.ingest.formats.feed_items import Item, Read, Text, line
from clippings.ingest.formats.html import Block

# "date_gmt": "2015-03-02T09:00:00", or "title": {"rendered": "Harbour dues rise"}
_OWN_FIELD = re.compile(
    r'"(?:(?:date|modified)_gmt|URL|site_ID|_embedded|yoast_head_json)"\s*:|"(?:title|content|excerpt)"\s*:\s*\{\s*"rendered"'
)


def is_own(markup: str) -> bool:
    """Return whether a JSON text has a field that only WordPress has; exports of other services name a title and a content too."""
    return _OWN_FIELD.search(markup) is not None


def read(markup: str) -> Read:
    """Return the blocks of the posts in `markup`; none, and a problem, where it is other JSON."""
    records, _, problems = values.records(markup, ("posts", "items"))
    left_out = Counter(reason for record in records if _is_post(record) and (reason := unpublished.of_record(record)))
    posts = [record for record in records if _is_post(record) and not unpublished.of_record(record)]
    if not posts and not problems and not left_out:
        answer = next((values.string(record.get("message")) for record in records if "code" in record), "")
        answered = f": the server answered “{inline_text.line(answer)}”" if answer else ""
        problems = [f"This JSON holds no posts of a form known here{answered}."]
    lines = [*_heading(records), *feed_items.records(map(_item, posts))]
    return Read(lines, problems, unpublished.messages(left_out), bool(left_out))


def _is_post(record: dict[str, Any]) -> bool:
    if "source_url" in record or "taxonomy" in record:
        return False
    texts = [_markup(record, name).strip() for name in ("title", "content", "excerpt")]
    return any(texts) and any(name in record for name in ("date", "date_gmt", "link", "URL", "content", "excerpt"))


def _heading(posts: list[dict[str, Any]]) -> list[Block]:
    """Return the site's name, as the posts' metadata give it."""
    names = (inline_text.line(values.string(values.inside(post, "yoast_head_json", "og_site_name"))) for post in posts)
    title = next(filter(None, names), "")
    return [line(title, "title", "page_heading")] if title else []


def _item(post: dict[str, Any]) -> Item:
    content, excerpt = _markup(post, "content"), _markup(post, "excerpt")
    dates = (_date(post, name) for name in ("date", "date_gmt"))
    discussed = values.inside(post, "discussion", "comment_count")
    count = values.string(post.get("comment_count") or discussed or "")
    return Item(
        title=inline_text.line(_markup(post, "title")),
        link=values.string(post.get("link")) or values.string(post.get("URL")) or None,
        date=next(filter(None, dates), ""),
        bylines=tuple(dict.fromkeys(filter(None, map(inline_text.line, _authors(post))))),
        categories=tuple(filter(None, map(inline_text.line, _categories(post)))),
        content=Text(content) if content.strip() else None,
        summary=Text(excerpt) if excerpt.strip() else None,
        is_summary_only=True,
        comment_count=count if count.isdecimal() else "",
    )


def _markup(post: dict[str, Any], name: str) -> str:
    """Return the field `name` as rendered; older and other interfaces give it as it is."""
    value = post.get(name)
    if isinstance(value, dict):
        return inline_text.printable(values.string(value.get("rendered")))
    return inline_text.printable(values.string(value))


def _date(post: dict[str, Any], name: str) -> str:
    """Return the date as written, or the UTC date if a plugin writes the local time in another calendar."""
    text = inline_text.line(values.string(post.get(name)), is_markup=False)
    is_lost = (
        name == "date" and iso_datetime.iso(text) is None and iso_datetime.iso(values.string(post.get("date_gmt")))
    )
    return "" if is_lost else text


def _authors(post: dict[str, Any]) -> Iterator[str]:
    names = [values.string(values.inside(author, "name")) for author in _list(post, "_embedded", "author")]
    yield from names or [
        values.string(values.inside(post, "author", "name"))
        or values.string(values.inside(post, "yoast_head_json", "author"))
    ]


def _categories(post: dict[str, Any]) -> Iterator[str]:
    """Yield names of categories, not of tags; numbers alone name none."""
    terms = [term for group in _list(post, "_embedded", "wp:term") for term in values.members(group)]
    names = [
        values.string(values.inside(term, "name")) for term in terms if values.inside(term, "taxonomy") == "category"
    ]
    if not names and isinstance(post.get("categories"), dict):
        names = list(post["categories"])
    if not names:
        graph = _list(post, "yoast_head_json", "schema", "@graph")
        names = [
            values.string(name) for part in graph for name in values.members(values.inside(part, "articleSection"))
        ]
    yield from names


def _list(post: dict[str, Any], *path: str) -> list[Any]:
    values_inside = values.inside(post, *path)
    return values_inside if isinstance(values_inside, list) else []
