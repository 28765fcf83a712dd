"""Entries of exports that their site does not publish: drafts, private and protected posts, comments, settings. None of them is read.

The reader of a form finds the fields; this module gives the meaning of their values.
"""

import re
from collections import Counter
from collections.abc import Mapping

from clippings import data
from clippings.common.wording import tally
from clippings.ingest.formats import field_labels
from clippings.ingest.formats.feed_xml import XmlElement

_DATA: dict[str, dict[str, str]] = data.read("feeds.toml")
_KINDS = _DATA["unpublished"]
"""Label under which each kind of entry that no site publishes is counted."""
_STATES = _DATA["states"]
"""The same for states of entries; the label is empty if the site publishes them."""
_STATE_FIELDS = ("wp:status", "blogger:status", "security")
_COMMENT = re.compile(r"#comment-\d+\s*\Z")
"""The end of an address of a comment: a feed of comments has one for each item."""
_YES, _NO = ("true", "yes", "y", "on", "1"), ("false", "no", "n", "off", "0")


def of_element(item: XmlElement) -> str | None:
    """Return the kind of a feed item or export entry that its site does not publish; None if the site publishes it."""
    kinds = [
        field.get("term") or ""
        for field in item.children
        if field.name == "category" and (field.get("scheme") or "").endswith("#kind")
    ]
    kind = item.text("wp:post_type") or item.text("blogger:type") or next(iter(kinds), "").rpartition("#")[2]
    control = item.find("app:control") or item.find("control")
    is_draft = control is not None and (control.text("app:draft") or control.text("draft")) == "yes"
    is_reply = any(field.name == "thr:in-reply-to" for field in item.children) or any(
        _COMMENT.search(item.text(name) or "") for name in ("link", "guid")
    )
    state = next(filter(None, map(item.text, _STATE_FIELDS)), "")
    return _reason(
        "comment" if is_reply else kind, state, is_draft=is_draft, is_locked=bool(item.text("wp:post_password"))
    )


def of_record(record: Mapping[str, object]) -> str | None:
    """Return the kind of a record of an export, a table or front matter that its site does not publish."""
    values: dict[str, str] = {}
    for name, value in record.items():
        if (meaning := field_labels.publishing_of(name)) and value is not None:
            values.setdefault(meaning, str(value).strip().lower())
    if str(record.get("state")).lower() in _STATES:  # elsewhere a part of a country
        values.setdefault("state", str(record["state"]))
    content = record.get("content")
    is_locked = isinstance(content, dict) and content.get("protected") is True
    is_comment = "author_name" in record and "post" in record
    state = "" if is_comment else values.get("state", "")
    return _reason(
        "comment" if is_comment else values.get("kind", ""),
        "" if state.isdecimal() else state,  # the answer of a server
        is_draft=values.get("is_draft") in _YES or values.get("is_published") in _NO,
        is_locked=is_locked or values.get("password", "") not in ("", *_NO),
    )


def is_flag(value: object) -> bool:
    """Return whether a value is a yes or no: `published` has one, or the day."""
    return str(value).strip().lower() in (*_YES, *_NO)


def messages(left_out: Counter[str]) -> list[str]:
    """Return a sentence with the number of skipped entries; nothing if no entry was skipped."""
    return [f"The site does not publish these entries, so they are not read: {tally(left_out)}."] if left_out else []


def _reason(kind: str, state: str, *, is_draft: bool, is_locked: bool) -> str | None:
    kind, state = kind.strip().lower(), state.strip().lower()
    if kind in _KINDS:
        return _KINDS[kind]
    if is_draft:
        return "drafts"
    if state and (label := _STATES.get(state, "drafts")):
        return label
    return "protected posts" if is_locked else None
