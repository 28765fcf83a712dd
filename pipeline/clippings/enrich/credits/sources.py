"""Lines that say where a text was taken from: credit lines, addresses, the translator, an outlet before the title."""

import re
from collections.abc import Iterator

from clippings.common.phrases import either
from clippings.enrich.credits import outlets
from clippings.enrich.credits.credit_model import CreditValue, Line, Post, at
from clippings.enrich.credits.split_line import CreditPart, day_of, parts

_PUBLISHERS = ("agency", "newspaper", "broadcaster", "website")
"""Kinds of outlet that publish news; an office named before a title is what the story is about."""
# Source: Example Gazette, May 3, 2011   |   Via Example Wire   |   Originally published by Example Review
_LABEL = re.compile(
    r"^\W*(?:Source|Via|Courtesy(?: of)?|Reprinted from|Republished from|Originally (?:published|appeared) (?:by|in|at|on))\s*:?\s+",
    re.IGNORECASE,
)
# 2018-11-26 09:15　来源：青石日报   |   12 May 2014 | Source: Example Gazette
_BEHIND_LABEL = re.compile(
    rf"(?<=[\s|·•,，]){either('source')}\s*[:：]\s*(?P<name>[^\s|·•:：][^|·•:：\u3000]{{0,60}}?)(?=\s*(?:[|·•\u3000]|\s{{2}}|\s\S+[:：]|$))",
    re.IGNORECASE,
)
# Example Ministry, Capital, Translated by Eve Example   |   (Translated from French by Eve Example)
_TRANSLATED = re.compile(
    r"(?:(?<![\s,;(|–—-])[\s,;(|–—-]+)?translat(?:ed|ion)(?: from \w+)?(?: by|:)\s*(?P<who>[^,;|()]{2,60})",
    re.IGNORECASE,
)
# https://www.example.org/2012/07/20/story/?utm_source=feed
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"”’)\]]+", re.IGNORECASE)
_MEDIA = re.compile(r"\.(?:mp[34]|avi|mov|wmv|flv|jpe?g|png|gif|pdf|docx?|zip)(?:[?#]|$)", re.IGNORECASE)
_DAY_IN_PATH = re.compile(r"/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})(?=/|$)")
# Example Gazette: Ferry to sail again   |   LE EXAMPLE : Quay reopens
_PREFIX = re.compile(r"^(?P<name>[^:]{2,40}?)\s?:\s+\S")


def sources(post: Post) -> Iterator[CreditValue]:
    """Yield the sources, their dates and addresses, and translators of a post."""
    for line in post.lines:
        if line.role in ("source", "source_url", "byline", "footer", "source_date"):
            yield from _addresses(line)
        if line.role == "source":
            yield from _credit(line)
        elif line.role == "source_date" and line.text.strip():
            yield at(line, "source_published_on", 0, len(line.text), day_of(line.text.strip()), "source_date.line")
        elif line.role == "post_date":
            yield from (
                named_source(line, CreditPart(*match.span("name"), match["name"], "outlet"), "source_name.beside_date")
                for match in _BEHIND_LABEL.finditer(line.text)
            )
        elif line.role == "title":
            yield from _title_prefix(line)
        if line.role in ("source", "byline", "footer"):
            yield from _translator(line)


def _credit(line: Line) -> Iterator[CreditValue]:
    translated, label = _TRANSLATED.search(line.text), _LABEL.match(line.text)
    end = translated.start() if translated else len(line.text)
    text = _ADDRESS.sub(lambda match: " " * len(match[0]), line.text[:end])
    rule = "credit_line" if label else "signature" if translated else "outlet_and_date"
    read = parts(text, label.end() if label else 0)
    for part in read:
        if part.kind == "date":
            yield at(line, "source_published_on", part.start, part.end, day_of(part.text), f"source_date.{rule}")
    named = [part for part in read if part.kind != "date"]
    first = next((part for part in named if part.kind in ("outlet", "domain")), named[0] if named else None)
    if first is not None and first.kind == "person" and rule == "signature":
        yield at(line, "author", first.start, first.end, first.text, "author.signature")
    elif first is not None:
        yield named_source(line, first, f"source_name.{rule}")


def named_source(line: Line, part: CreditPart, rule: str) -> CreditValue:
    """Return the outlet that a part of a credit line names, known or not."""
    outlet_list = outlets.load()
    outlet = outlet_list.by_domain(part.text) if part.kind == "domain" else outlet_list.by_name(part.text)
    value = outlet.name if outlet else part.text
    return CreditValue("source_name", line.line_no, part.start, part.end, value, rule, is_known=outlet is not None)


def _translator(line: Line) -> Iterator[CreditValue]:
    if match := _TRANSLATED.search(line.text):
        start, who = match.start("who"), match["who"].rstrip(" .,;")
        yield at(line, "translator", start, start + len(who), who.lstrip(" .,;"), "translator.translated_by")


def _addresses(line: Line) -> Iterator[CreditValue]:
    for match in _ADDRESS.finditer(line.text):
        url = match[0].rstrip(".,;")
        if _MEDIA.search(url):
            continue
        start, end = match.start(), match.start() + len(url)
        yield CreditValue("source_url", line.line_no, start, end, url, "source_url.address")
        outlet = outlets.load().by_address(url)
        host = re.match(r"(?:https?://)?([^/?#:]+)", url, re.IGNORECASE)
        host_start = start + (host.start(1) if host else 0)
        host_end = start + (host.end(1) if host else len(url))
        if outlet or host:
            name = outlet.name if outlet else None
            place = (line.line_no, host_start, host_end)
            yield CreditValue("source_name", *place, name, "source_name.address", is_known=outlet is not None)
        if path := _DAY_IN_PATH.search(url):
            value, begin = day_of("-".join(path.groups())), start + path.start(1)
            yield at(line, "source_published_on", begin, start + path.end(3), value, "source_date.address")


def _title_prefix(line: Line) -> Iterator[CreditValue]:
    match = _PREFIX.match(line.text.strip())
    outlet = outlets.load().before_title(match["name"]) if match else None
    if match and outlet and outlet.kind in _PUBLISHERS:
        lead = len(line.text) - len(line.text.lstrip())
        yield at(line, "source_name", lead, lead + match.end("name"), outlet.name, "source_name.title_prefix")
