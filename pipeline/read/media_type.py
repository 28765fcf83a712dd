"""What form a text is in, told from how it begins; names of files say nothing."""

from __future__ import annotations

import re

PLAIN = "text/plain"
_FORMS = (
    (re.compile(r"<!doctype html|<html|<head|<body", re.I), "text/html"),
    (re.compile(r"<\?xml[^>]*>\s*(<!--.*?-->\s*)?<rss|<rss", re.I | re.S), "application/rss+xml"),
    (re.compile(r"<\?xml[^>]*>\s*(<!--.*?-->\s*)?<feed|<feed", re.I | re.S), "application/atom+xml"),
    (re.compile(r"<\?xml", re.I), "application/xml"),
    (re.compile(r'[\[{]\s*["\[{]'), "application/json"),
)


def of(text: str) -> str:
    """The media type of `text`: text/plain where it begins like nothing else."""
    head = text[:2000].lstrip("\ufeff \t\r\n")
    return next((form for pattern, form in _FORMS if pattern.match(head)), PLAIN)
