"""Records with named fields to blocks: tables as text (CSV, TSV), and JSON of any service whose keys name their content.

What a name means is data: `data/field_labels.toml`. A record with a title and a text, a day or an address is an article.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from clippings.ingest.formats import feed_items, field_labels, inline_text, unpublished
from clippings.ingest.formats import json_values as values
from clippings.ingest.formats.feed_items import Item, Read, Text
from clippings.ingest.formats.plain_text import paragraphs

_DELIMITERS = ",;\t|"
_LONGEST_NAME = 40
_LONGEST_HEADER = 10_000
"""Characters of the longest line of names."""
_SAMPLE_ROWS = 2
_DEPTH = 4
"""Levels of JSON at which a list of records is sought."""
_TAG = re.compile(r"</?(?:p|br|div|a|b|i|em|strong|ul|li|h[1-6])\b[^<>]*>", re.I)
_NESTED = ("name", "main", "original", "rendered", "value", "text", "title")
"""Keys of an object that holds one value: `{"headline": {"main": ...}}`, `{"source": {"name": ...}}`."""
_LONGEST_CELL = 32 << 20
"""Characters of the longest cell: as many as the longest page that is read as a form."""

_ADDRESS = re.compile(r"https?://\S+\Z")
_SENDER = "from"
# The council has raised the dues for… [+1212 chars]
_CUT = re.compile(r"\[\+\d{1,7} chars\]\Z")
_PIECES = "data"
"""Key of a list that holds the text of a record: `{"timestamp": 1, "data": [{"post": "..."}]}`."""

_Record = dict[str, str | list[str]]


def begins(opening: str) -> bool:
    """Return whether a text is a table of articles: names of columns, then rows with as many cells."""
    delimiter = _delimiter(opening)
    if delimiter is None:
        return False
    try:
        rows = [row for row, _ in zip(_rows(opening, delimiter), range(_SAMPLE_ROWS), strict=False)]
    except csv.Error:
        return False
    return len(rows) == _SAMPLE_ROWS and len(rows[0]) == len(rows[1])


def read(text: str) -> Read:
    """Return the blocks of the rows of a table."""
    rows = _rows(text, _delimiter(text) or ",")
    names = next(rows)
    records, problems = [], []
    try:
        for number, row in enumerate(rows, 2):
            if len(row) > len(names):
                problems.append(f"Row {number} has {len(row)} cells, the table has {len(names)} columns.")
            records.append(dict(zip(names, row, strict=False)))
    except csv.Error as error:
        problems.append(f"The table is broken after row {len(records) + 1}: {error}.")
    return read_records(records, problems)


def read_json(text: str) -> Read | None:
    """Return the blocks of the records of a JSON text; None if it has none of a known form."""
    records, others, problems = values.records(text, ("articles", "documents", "results", "messages"))
    _name_authors([*records, others])
    while records and (not any(map(_is_article, map(fields_of, records))) or _is_envelope(records)):
        if not (inner := _inner([*records, others])):
            break
        records, others = inner, {}
    return read_records(records, problems) if any(map(_is_article, map(fields_of, records))) else None


def _name_authors(values_found: Iterable[Any]) -> None:
    """Give the posts of an export whose authors are a table of their own, as Ghost writes it, the names of their authors."""
    level = list(values_found)
    for _ in range(_DEPTH):
        level = [inner for value in level for inner in values.members(value)]
        for tables in level:
            posts, users = (values.inside(tables, name) for name in ("posts", "users"))
            if not isinstance(posts, list) or not isinstance(users, list):
                continue
            name_of = {values.string(values.inside(user, "id")): values.inside(user, "name") for user in users}
            ids_of: dict[str, list[str]] = {}
            for link in values.members(values.inside(tables, "posts_authors")):
                post_id, author_id = (values.string(values.inside(link, name)) for name in ("post_id", "author_id"))
                ids_of.setdefault(post_id, []).append(author_id)
            for post in filter(None, posts):
                ids = ids_of.get(values.string(values.inside(post, "id"))) or [
                    values.string(values.inside(post, "author_id"))
                ]
                if isinstance(post, dict):
                    post.setdefault("authors", [name_of[author] for author in ids if name_of.get(author)])


def _is_envelope(records: list[dict[str, Any]]) -> bool:
    """Whether the only record has no title of its own and holds several articles: `{"count": 2, "data": [...]}`."""
    is_titled = any(field_labels.field_of(name) == "title" for record in records for name in record)
    return len(records) == 1 and not is_titled and len(_inner(records)) > 1


def _inner(values_found: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the first list of article records inside values, up to a depth."""
    level = list(values_found)
    for _ in range(_DEPTH):
        level = [inner for value in level for inner in values.members(value)]
        for value in level:
            if isinstance(value, list):
                objects = [entry for entry in value if isinstance(entry, dict)]
                if any(map(_is_article, map(fields_of, objects))):
                    return objects
    return []


def _delimiter(text: str) -> str | None:
    """Return the delimiter of a table whose first line names a title and another field of an article."""
    line = re.split(r"[\r\n]", text[:_LONGEST_HEADER], maxsplit=1)[0]
    for delimiter in _DELIMITERS:
        names = next(csv.reader([line], delimiter=delimiter), [])
        fields = {field_labels.field_of(name) for name in names}
        if "title" in fields and fields & {"text", "date", "address", "summary"} and len(names) > 1:
            return delimiter if all(len(name) <= _LONGEST_NAME for name in names) else None
    return None


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    for row in csv.reader(io.StringIO(text.replace("\0", ""), newline=None), delimiter=delimiter):
        if any(cell.strip() for cell in row):
            yield row


def read_records(records: list[dict[str, Any]], problems: list[str]) -> Read:
    """Return the blocks of the records that are articles; the problems met before go with them."""
    left_out = Counter(reason for record in records if (reason := unpublished.of_record(record)))
    articles = [fields_of(record) for record in records if not unpublished.of_record(record)]
    items = [_item(fields) for fields in articles if _is_article(fields)]
    names = dict.fromkeys(name for record in records for name in record)
    read_names = {_SENDER} if any(map(_is_message, records)) else set()
    unread = [name for name in names if name and name not in read_names and not _is_read(name)]
    notes = unpublished.messages(left_out)
    notes += [f"{len(items):,} of {len(articles):,} records are articles."] if len(items) < len(articles) else []
    notes += [f"Fields that are not read: {', '.join(unread)}."] if unread else []
    return Read(feed_items.records(items), problems, notes, bool(left_out))


def _is_read(name: str) -> bool:
    return field_labels.field_of(name) not in (None, "other") or field_labels.publishing_of(name) is not None


def fields_of(record: Mapping[str, Any]) -> _Record:
    """Return the values of a record by field; of fields with two names the first that has a value. Objects inside count too."""
    fields: _Record = {}
    inner = [value for value in record.values() if isinstance(value, dict)]
    inner += [member for member in values.members(record.get(_PIECES)) if isinstance(member, dict)]
    for source in (record, *inner):
        for name, content in source.items():
            field = field_labels.field_of(name)
            value = _value(content)
            if field == "date" and (unpublished.is_flag(content) or values.inside(content, "title")):
                continue  # {"data": {"title": ...}} is a record
            if field and field != "other" and field not in fields and value:
                fields[field] = value
    if saved := field_labels.saved_days(record):  # a list of bookmarks
        fields = {name: value for name, value in fields.items() if name != "date" or value not in saved}
    text = fields.get("text")
    if isinstance(text, str) and (cut := _CUT.search(text.rstrip())):
        fields.setdefault("summary", text[: cut.start()].rstrip(" …") + "…")
        del fields["text"]
    if _ADDRESS.match(_joined(fields, "source")):  # web clippers call the address of a page its source
        fields.setdefault("address", fields.pop("source"))
    if _is_message(record) and "byline" not in fields and (sender := _value(record[_SENDER])):
        fields["byline"] = sender
    return fields


def _is_message(record: Mapping[str, Any]) -> bool:
    """Whether a record is a message of a chat or a channel, whose key `from` names who wrote it."""
    return _SENDER in record and "text" in record and "date" in record


def _value(value: object) -> str | list[str]:
    """Return the text of a value, or the texts of a list. Text and objects in one list are the pieces of one text."""
    if isinstance(value, dict):
        return next((text for key in _NESTED if (text := values.string(value.get(key)).strip())), "")
    if isinstance(value, list) and len({type(member) for member in value}) > 1:
        return "".join(values.string(member) or values.string(values.inside(member, "text")) for member in value)
    if isinstance(value, list):
        return [text for text in map(_value, value) if isinstance(text, str) and text]
    return values.string(value).strip()


def _is_article(fields: _Record) -> bool:
    has_text = not fields.keys().isdisjoint(("text", "summary", "deck"))
    return ("title" in fields and (has_text or "date" in fields or "address" in fields)) or (
        "text" in fields and "date" in fields
    )


def _item(fields: _Record) -> Item:
    source = inline_text.line(_joined(fields, "source"))
    is_name = source[:1].isalpha() and not source[:1].islower()  # not the program that wrote a message
    return Item(
        title=inline_text.line(_joined(fields, "title")).removesuffix(f" - {source}"),
        source=source if is_name else "",
        link=_joined(fields, "address") or None,
        date=inline_text.line(_joined(fields, "date"), is_markup=False),
        bylines=tuple(inline_text.line(name) for name in _members(fields, "byline") or _full_name(fields)),
        categories=tuple(inline_text.line(name) for value in _members(fields, "section") for name in value.split("|")),
        deck=inline_text.line(_joined(fields, "deck")) if "text" in fields else "",
        content=_text(fields, "text"),
        summary=_text(fields, "summary") or _text(fields, "deck"),
        is_summary_only=True,
    )


def _full_name(fields: _Record) -> list[str]:
    """Return the author whose first and last name are two fields."""
    names = (_joined(fields, part) for part in ("author_first_name", "author_last_name"))
    return [name] if (name := " ".join(filter(None, names))) else []


def _members(fields: _Record, name: str) -> list[str]:
    value = fields.get(name, [])
    return [value] if isinstance(value, str) else value


def _joined(fields: _Record, name: str) -> str:
    return " ".join(_members(fields, name))


def _text(fields: _Record, name: str) -> Text | None:
    """Return the text of a field: a list holds its paragraphs, or the pieces of one text."""
    value = fields.get(name)
    if not value:
        return None
    text = value if isinstance(value, str) else "\n\n".join(value)
    return Text(text) if _TAG.search(text) else Text("\n".join(paragraphs(text)), is_markup=False)
