"""Entries of exports that their site does not publish: drafts, private and protected posts, comments, settings. Nothing of them is read.

Which fields a form has is for its reader; here only what their values mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from clippings.ingest.formats.feed_xml import UNPUBLISHED_KINDS, Element

_PUBLISHED = ("publish", "published", "live")
_STATES = {"private": "private posts", "trash": "deleted posts", "soft_trashed": "deleted posts"}


def of_element(item: Element) -> str | None:
    """Return the kind of a feed item or export entry that its site does not publish; None if the site publishes it."""
    kinds = [
        field.get("term") or ""
        for field in item.children
        if field.name == "category" and (field.get("scheme") or "").endswith("#kind")
    ]
    kind = item.text("wp:post_type") or item.text("blogger:type") or next(iter(kinds), "").rpartition("#")[2]
    control = item.find("app:control") or item.find("control")
    is_draft = control is not None and (control.text("app:draft") or control.text("draft")) == "yes"
    is_reply = any(field.name == "thr:in-reply-to" for field in item.children)
    state = item.text("wp:status") or item.text("blogger:status") or ""
    return _reason(
        "comment" if is_reply else kind, state, is_draft=is_draft, is_locked=bool(item.text("wp:post_password"))
    )


def of_record(record: Mapping[str, object]) -> str | None:
    """Return the kind of a WordPress API record that its site does not publish."""
    kind, state, content = (record.get(name) for name in ("type", "status", "content"))
    is_locked = isinstance(content, dict) and content.get("protected") is True
    is_comment = "author_name" in record and "post" in record
    kind, state = ("comment", "") if is_comment else (str(kind or ""), str(state or ""))
    return _reason(kind, state, is_draft=False, is_locked=is_locked or bool(record.get("password")))


def messages(left_out: Counter[str]) -> list[str]:
    """Return a sentence with the number of skipped entries; nothing if no entry was skipped."""
    if not left_out:
        return []
    counts = ", ".join(f"{what} {count}" for what, count in sorted(left_out.items()))
    return [f"The site does not publish these entries, so they are not read: {counts}."]


def _reason(kind: str, state: str, *, is_draft: bool, is_locked: bool) -> str | None:
    kind, state = kind.strip().lower(), state.strip().lower()
    if kind in UNPUBLISHED_KINDS:
        return UNPUBLISHED_KINDS[kind]
    if is_draft or (state and state not in _PUBLISHED):
        return "drafts" if is_draft else _STATES.get(state, "drafts")
    return "protected posts" if is_locked else None
