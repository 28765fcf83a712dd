"""The language that a page or its server declares, as a tag such as `de` or `en-GB`. `segment.language` compares it with the text."""

import re

_OPENING = 20_000
"""Characters at the start of a page that are searched."""
_TAG = r"(?P<tag>[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3})(?![\w,-])"
_HTML = re.compile(rf"<html\b[^<>]{{0,2000}}?\s(?:xml:)?lang\s*=\s*[\"']?\s*{_TAG}", re.IGNORECASE)
_META = re.compile(
    rf"<meta\s+http-equiv\s*=\s*[\"']?content-language[\"']?\s+content\s*=\s*[\"']?\s*{_TAG}", re.IGNORECASE
)
_RSS = re.compile(rf"<language>\s*{_TAG}\s*</language>", re.IGNORECASE)
_ATOM = re.compile(rf"<feed\b[^<>]{{0,2000}}?\sxml:lang\s*=\s*[\"']{_TAG}", re.IGNORECASE)
_HEADER = re.compile(rf"\s*{_TAG}\s*")


def read(markup: str, header: str | None = None) -> str | None:
    """Return the language of a page's root element, else of its meta element, else of the server's header if it is one."""
    opening = markup[:_OPENING]
    return _tag(_HTML.search(opening) or _META.search(opening) or _HEADER.fullmatch(header or ""))


def of_feed(markup: str) -> str | None:
    """Return the language that a feed declares for its items."""
    return _tag(_RSS.search(markup[:_OPENING]) or _ATOM.search(markup[:_OPENING]))


def _tag(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    language, *others = match["tag"].replace("_", "-").split("-")
    return "-".join([language.lower(), *(part.upper() if len(part) == 2 else part.title() for part in others)])
