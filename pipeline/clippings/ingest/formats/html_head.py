"""What a page's head says about it: title, date, author, section and address, from meta elements and JSON-LD.

Written for itself: the libraries for this (extruct, mf2py) parse the page a second time with a parser some fifty times
slower, and bring RDF along.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from clippings.ingest.formats import iso_datetime


class Fact(NamedTuple):
    """One thing the head says: its text, an address, a moment, the hint, and the place it stands at."""

    text: str
    href: str | None
    moment: str | None
    hint: str
    place: str


_NAMES = {
    "og:title": "meta.title",
    "twitter:title": "meta.title",
    "dc.title": "meta.title",
    "article:published_time": "meta.moment",
    "og:article:published_time": "meta.moment",
    "datepublished": "meta.moment",
    "date": "meta.moment",
    "pubdate": "meta.moment",
    "publishdate": "meta.moment",
    "dc.date": "meta.moment",
    "dc.date.issued": "meta.moment",
    "dcterms.created": "meta.moment",
    "dcterms.date": "meta.moment",
    "sailthru.date": "meta.moment",
    "parsely-pub-date": "meta.moment",
    "author": "meta.author",
    "article:author": "meta.author",
    "dc.creator": "meta.author",
    "parsely-author": "meta.author",
    "article:section": "meta.section",
    "parsely-section": "meta.section",
    "og:url": "meta.url",
    "og:description": "meta.description",
    "description": "meta.description",
}
"""Names of meta elements (name, property or itemprop, in lower case) to what they say."""
_ARTICLES_NAMES = """
    Article NewsArticle BlogPosting Report AnalysisNewsArticle OpinionNewsArticle ReportageNewsArticle
    ReviewNewsArticle BackgroundNewsArticle AdvertiserContentArticle SocialMediaPosting LiveBlogPosting
    ScholarlyArticle TechArticle
"""
_ARTICLES = frozenset(_ARTICLES_NAMES.split())
_LONGEST = 2_000
"""Characters of the longest value that is kept."""
_LARGEST = 2_000_000
"""Characters of the largest JSON-LD that is read."""
_MOST = 100
"""So many articles of one page's JSON-LD are read."""
_WHITE = re.compile(r"\s+")


def facts(tree: LexborHTMLParser) -> list[Fact]:
    """What the head says, in its order; each once."""
    found: dict[tuple[str, str], Fact] = {}
    for fact in _all(tree):
        found.setdefault((fact.hint, fact.text), fact)
    return list(found.values())


def _all(tree: LexborHTMLParser) -> Iterator[Fact]:
    number = 0
    for node in tree.css('title, meta, link[rel], script[type*="ld+json"]'):
        attributes, tag = node.attributes, node.tag
        if tag == "title":
            if node.parent is not None and node.parent.tag != "svg":
                yield from _fact("meta.title", node.text(), "title")
        elif tag == "meta":
            named = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
            hint = _NAMES.get(named.strip().lower()[:60])
            if hint is not None:
                yield from _fact(hint, attributes.get("content"), "meta")
        elif tag == "link":
            if "canonical" in (attributes.get("rel") or "").lower().split():
                yield from _fact("meta.url", attributes.get("href"), "link")
        else:
            for article in _articles(node.text()):
                yield from _of_article(article, f"ld[{number}]")
                number += 1


def _fact(hint: str, value: object, place: str, href: object = None) -> Iterator[Fact]:
    if not isinstance(value, str):
        return
    text = _WHITE.sub(" ", value[:_LONGEST]).strip()
    if not text or (hint == "meta.author" and "://" in text):
        return
    moment = iso_datetime.iso(text) if hint == "meta.moment" else None
    address = text if hint == "meta.url" else href if isinstance(href, str) else None
    yield Fact(text, address, moment, hint, place)


def _articles(script: str) -> list[dict[str, Any]]:
    """The articles in a JSON-LD script, outermost first, without recursion; broken JSON is read as far as it goes."""
    found: list[dict[str, Any]] = []
    waiting: list[Any] = [_parsed(script)]
    while waiting and len(found) < _MOST:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, dict):
            kinds = value.get("@type")
            if any(
                kind in _ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)
            ):
                found.append(value)
            else:
                waiting += [v for v in reversed(value.values()) if isinstance(v, dict | list)]
    return found


def _parsed(script: str) -> object:
    text = script[:_LARGEST].strip()
    for repaired in (text, _repaired(text)):
        try:
            return json.loads(repaired, strict=False)
        except (ValueError, RecursionError):
            continue
    return _picked(text)


def _repaired(text: str) -> str:
    """`text` without the comments around it and the commas before closing brackets."""
    text = re.sub(
        r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$", "", text
    )
    return re.sub(r",(\s*[}\]])", r"\1", text).rstrip("; \n")


_FIELD = re.compile(r'"(headline|datePublished|articleSection|url)"\s*:\s*"((?:[^"\\]|\\.){1,500})"')


def _picked(text: str) -> dict[str, str]:
    """The plain fields of an article in JSON that cannot be read as a whole."""
    if not any(f'"{kind}"' in text for kind in _ARTICLES):
        return {}
    fields: dict[str, str] = {"@type": "Article"}
    for name, value in _FIELD.findall(text):
        fields.setdefault(name, value)
    return fields


def _of_article(article: dict[str, Any], place: str) -> Iterator[Fact]:
    url = _first(article.get("url")) or _first(article.get("mainEntityOfPage"), "@id")
    yield from _fact("meta.title", _first(article.get("headline")) or _first(article.get("name")), place, url)
    yield from _fact("meta.moment", _first(article.get("datePublished")), place)
    yield from _fact("meta.author", _first(article.get("author"), "name"), place)
    yield from _fact("meta.section", _first(article.get("articleSection")), place)


def _first(value: object, key: str = "name") -> str | None:
    """A string, or the first of a list, or the field `key` of an object."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get(key)
        else:
            break
    return value if isinstance(value, str) else None
