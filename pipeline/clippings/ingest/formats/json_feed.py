"""JSON Feed 1.0 and 1.1 to blocks."""

from typing import Any

from clippings.ingest.formats import feed_items, inline_text
from clippings.ingest.formats import json_values as values
from clippings.ingest.formats.feed_items import Item, Read, Text, line
from clippings.ingest.formats.html import Block

_TEXTS = ("title", "content_html", "content_text", "summary")


def read(markup: str) -> Read:
    """Return the blocks of a JSON Feed given as text."""
    records, feed, problems = values.records(markup, ("items",))
    bylines = tuple(_authors(feed))
    items = [
        _item(record, bylines) for record in records if any(values.string(record.get(name)).strip() for name in _TEXTS)
    ]
    return Read([*_heading(feed), *feed_items.records(items)], problems)


def _heading(feed: dict[str, Any]) -> list[Block]:
    home = values.string(feed.get("home_page_url")) or None
    title, about = (
        inline_text.line(values.string(feed.get(name)), is_markup=False) for name in ("title", "description")
    )
    address = values.string(feed.get("feed_url")) or home
    lines = [line(title, "title", "page_heading", href=home), line(about, "description", "navigation")]
    lines += [line(address, "meta", "meta.url", href=address)] if address else []
    return [block for block in lines if block.text]


def _item(record: dict[str, Any], bylines: tuple[str, ...]) -> Item:
    text = {name: values.string(record.get(name)) for name in _TEXTS[1:]}
    content = next((Text(text[name], name == "content_html") for name in list(text)[:2] if text[name].strip()), None)
    dates = (_plain(record.get(name)) for name in ("date_published", "date_modified"))
    return Item(
        title=_plain(record.get("title")),
        link=values.string(record.get("url")) or values.string(record.get("external_url")) or None,
        date=next(filter(None, dates), ""),
        bylines=tuple(_authors(record)) or bylines,
        categories=tuple(filter(None, (_plain(tag) for tag in values.members(record.get("tags"))))),
        content=content,
        summary=Text(text["summary"], is_markup=False) if text["summary"].strip() else None,
        is_summary_only=True,
    )


def _authors(record: dict[str, Any]) -> list[str]:
    """Return names of authors of an item, or of the whole feed."""
    authors = [*values.members(record.get("authors")), record.get("author")]
    return [name for author in authors if (name := _plain(values.inside(author, "name")))]


def _plain(value: object) -> str:
    return inline_text.line(values.string(value), is_markup=False)
