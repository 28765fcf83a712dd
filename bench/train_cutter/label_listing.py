"""Labels the lines of a dump of a page of several posts: titles by its gold, the rest by a teacher that reads the HTML."""

import re
from collections.abc import Sequence
from typing import Any

from label_article import Labelled
from text_match import GoldText, flat, tokens

from clippings.enrich.dates.days_in_lines import days_in
from clippings.segment.cutter.labels import BYLINE, DATE, OUTSIDE, TEXT, TITLE

_SURE = 0.75
"""Minimum share of titles that the teacher finds, and of its posts that are titles, to accept its texts."""

_LEAST_POSTS = 3


def label_listing(lines: Sequence[str], gold: dict[str, Any], taught: Sequence[dict[str, Any]]) -> Labelled:
    """Labels of the lines that are not blank; lines nobody can judge have the weight 0.

    Args:
        lines: The lines that are not blank.
        gold: `records` with the titles of the posts in order, `maybe` with titles that may be posts.
        taught: title, text, author, published_on of the posts that were read off the same page as HTML.
    """
    titles = [squeezed(record["title"]) for record in gold["records"]]
    heads = [squeezed(line) for line in lines]
    at_titles = _in_order(heads, titles)
    labels, weights = [OUTSIDE] * len(lines), [1.0] * len(lines)
    maybe = {squeezed(title) for title in gold.get("maybe", [])} - {""}
    for at, head in enumerate(heads):
        if at not in at_titles and (head in maybe or head in titles):
            weights[at] = 0.0
    for at in at_titles:
        labels[at] = TITLE
    if not at_titles:
        return Labelled(labels, [0.0] * len(lines))
    if _agrees(titles, taught):
        _teach(lines, labels, weights, taught, at_titles)
    else:
        for at in range(max(0, min(at_titles) - 3), min(len(lines), max(at_titles) + 25)):
            if labels[at] == OUTSIDE:
                weights[at] = 0.0
    missing = 1 - len(at_titles) / max(1, len(titles))
    return Labelled(labels, weights if missing < 0.5 else [0.0] * len(lines))


def mark_posts(lines: Sequence[str], labelled: Labelled, taught: Sequence[dict[str, Any]]) -> bool:
    """Mark titles, days and authors of the posts that were read off the same page as HTML, in the text of the page's gold.

    Returns whether the page is a list of posts: most of their titles are lines of the gold.
    """
    titles = [squeezed(post["title"]) for post in taught if post["title"]]
    heads = [
        squeezed(line) if label in (TITLE, TEXT) else "" for line, label in zip(lines, labelled.labels, strict=True)
    ]
    at_titles = _in_order(heads, titles)
    if len(at_titles) < _LEAST_POSTS or len(at_titles) < _SURE * len(taught):
        return False
    days = {str(post["published_on"]) for post in taught if post["published_on"]}
    names = {flat(name) for post in taught for name in (post["author"] or "").split(";") if len(name.strip()) >= 3}
    for at in range(max(0, min(at_titles) - 4), min(len(lines), max(at_titles) + 40)):
        size = len(tokens(lines[at]))
        if at in at_titles:
            labelled.labels[at] = TITLE
        elif size <= 16 and any(str(span.day) in days for span in days_in(lines[at])):
            labelled.labels[at] = DATE
        elif size <= 12 and any(f" {name} " in f" {flat(lines[at])} " for name in names):
            labelled.labels[at] = BYLINE
    return True


def squeezed(text: str | None) -> str:
    """Letters and digits only."""
    return re.sub(r"[\W_]+", "", (text or "").casefold())


def _in_order(heads: Sequence[str], titles: Sequence[str]) -> set[int]:
    """Lines of the titles in the order of the page: the alignment from the top or from the bottom that spans more."""

    def is_same(head: str, title: str) -> bool:
        return head == title or (len(title) > 12 and len(head) < 2 * len(title) and title in head)

    def run(lines: list[int], wanted: list[str], *, down: bool) -> list[int]:
        found, at = [], 0
        for title in wanted:
            hit = next((n for n in range(at, len(lines)) if title and is_same(heads[lines[n]], title)), None)
            if hit is not None:
                found.append(lines[hit])
                at = hit + 1
        return found if down else found[::-1]

    order = list(range(len(heads)))
    down, up = run(order, list(titles), down=True), run(order[::-1], list(titles)[::-1], down=False)
    return set(max((down, up), key=lambda found: (len(found), (found[-1] - found[0]) if found else 0)))


def _agrees(titles: Sequence[str], taught: Sequence[dict[str, Any]]) -> bool:
    result = {squeezed(post["title"]) for post in taught} - {""}
    hits = sum(title in result for title in titles)
    return bool(result) and hits >= _SURE * len(titles) and hits >= _SURE * len(taught)


def _teach(
    lines: Sequence[str], labels: list[int], weights: list[float], taught: Sequence[dict[str, Any]], at_titles: set[int]
) -> None:
    text = GoldText("\n".join(f"{post['deck'] or ''}\n{post['text'] or ''}" for post in taught))
    days = {str(post["published_on"]) for post in taught if post["published_on"]}
    names = {flat(name) for post in taught for name in (post["author"] or "").split(";") if len(name.strip()) >= 3}
    low, high = max(0, min(at_titles) - 4), max(at_titles)
    for at in range(low, len(lines)):
        if labels[at] == TITLE or weights[at] == 0.0:
            continue
        size = len(tokens(lines[at]))
        covered = text.covers(lines[at])
        is_dated = (
            at <= high + 40 and len(lines[at]) <= 160 and any(str(span.day) in days for span in days_in(lines[at]))
        )
        if is_dated and size <= 16:
            labels[at] = DATE
        elif covered >= 0.7 and (size >= 6 or text.has_line(lines[at])) and at > min(at_titles):
            labels[at] = TEXT
        elif at <= high + 40 and size <= 12 and any(f" {name} " in f" {flat(lines[at])} " for name in names):
            labels[at] = BYLINE
        elif size >= 12 and at <= high + 10:
            weights[at] = 0.3
