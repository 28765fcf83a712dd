"""Pages of several posts, stitched from the lines of labelled pages of one post: layouts that no corpus has enough of.

A stitched page takes its menu and its foot from one page, and its posts from several: title, day, byline and opening
paragraphs, in one layout that is drawn for the page. Only pages that are learned from are stitched.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from babel.dates import format_date
from corpora import GoldPage
from label_article import Labelled

from clippings.segment.cutter.labels import BYLINE, DATE, OUTSIDE, TEXT, TITLE

Lines = list[tuple[str, int]]
"""Lines with their labels."""
_LOCALES = ("en",) * 6 + ("de", "fr", "es", "it", "pt", "nl", "pl", "ru", "tr", "id", "sv")
_MORE = {
    "en": ("Read more", "Continue reading", "Read More »", "[Read more...]", "Continue reading →", "More"),
    "de": ("Weiterlesen", "Mehr lesen »"), "fr": ("Lire la suite", "Lire plus"), "es": ("Leer más", "Seguir leyendo"),
    "it": ("Leggi tutto", "Continua a leggere"), "pt": ("Leia mais", "Continue lendo"), "nl": ("Lees verder",),
    "pl": ("Czytaj więcej",), "ru": ("Читать далее",), "tr": ("Devamını oku",), "id": ("Baca selengkapnya",), "sv": ("Läs mer",),
}  # fmt: skip
_FORMATS = (
    "long",
    "medium",
    "d MMMM y",
    "d MMM y",
    "dd.MM.y",
    "dd/MM/y",
    "y-MM-dd",
    "MMMM d, y",
    "EEEE, d MMMM y",
    "d MMM",
)
_BYS = ("by {}", "By {}", "Posted by {}", "{}", "Author: {}", "Written by {}")
_TAGS = (
    "Uncategorized",
    "News",
    "Tags: harbour, ferry",
    "Posted in News",
    "Filed under: Travel",
    "0 Comments",
    "3 comments",
    "Leave a comment",
    "5 min read",
    "Share",
)
_MOST_HEADER, _MOST_FOOT = 60, 60
_POSTS = (3, 14)


@dataclass(frozen=True)
class Part:
    """A post of one page: its title, names and paragraphs."""

    title: str
    names: str
    texts: list[str]


def stitched(pages: Sequence[GoldPage], count: int, seed: int) -> Iterator[GoldPage]:
    """Stitch `count` pages of labelled pages of one post."""
    draw = random.Random(seed)
    sources = [(page, part) for page in pages if page.is_list is False and (part := _part(page))]
    sources.sort(key=lambda source: source[0].path)
    if len(sources) < _POSTS[1]:
        return
    for number in range(count):
        frame = draw.choice(sources)[0]
        kin = [part for page, part in sources if page.group == frame.group] or [part for _, part in sources]
        parts = draw.sample(kin, min(len(kin), draw.randint(*_POSTS)))
        lines = [*_around(frame, draw, is_above=True), *_posts(parts, draw), *_around(frame, draw, is_above=False)]
        numbered = []
        at = 0
        for text, _ in lines:
            at += draw.choice((1, 1, 2)) if text else 1
            if text:
                numbered.append((at, text, 0))
        labels = [label for text, label in lines if text]
        yield GoldPage(
            f"stitched/{number}", "stitched", frame.site, numbered, Labelled(labels, [1.0] * len(labels)), is_list=True
        )


def _part(page: GoldPage) -> Part | None:
    heads, labels = [head for _, head, _ in page.lines], page.labelled.labels
    titles = [at for at, label in enumerate(labels) if label == TITLE]
    texts = [at for at, label in enumerate(labels) if label == TEXT and len(heads[at]) > 40]
    if len(titles) != 1 or len(texts) < 3 or len(heads[titles[0]]) > 200:
        return None
    names = next((heads[at] for at, label in enumerate(labels) if label == BYLINE and len(heads[at]) < 40), "Ada Quill")
    return Part(heads[titles[0]], names.removeprefix("By ").removeprefix("by "), [heads[at] for at in texts[:8]])


def _around(page: GoldPage, draw: random.Random, *, is_above: bool) -> Lines:
    """Lines above the title, or below the text, of a page."""
    labels, heads = page.labelled.labels, [head for _, head, _ in page.lines]
    own = [at for at, label in enumerate(labels) if label in (TITLE, TEXT)]
    outside = range(own[0]) if is_above else range(own[-1] + 1, len(labels))
    chosen = [heads[at] for at in outside if labels[at] == OUTSIDE]
    most = draw.randint(0, _MOST_HEADER)
    return [(head, OUTSIDE) for head in (chosen[-most:] if is_above else chosen[:most]) if most]


def _posts(parts: Sequence[Part], draw: random.Random) -> Lines:
    """The posts of a page in one layout."""
    locale = draw.choice(_LOCALES)
    pattern, by, more = draw.choice(_FORMATS), draw.choice(_BYS), draw.choice(_MORE[locale])
    day_of = lambda: format_date(dt.date(2004, 1, 1) + dt.timedelta(days=draw.randrange(8_000)), pattern, locale=locale)  # noqa: E731
    meta = draw.choice(_metas())
    is_meta_above, has_more, ends_open = draw.random() < 0.3, draw.random() < 0.5, draw.random() < 0.5
    texts, is_shown_twice, is_bullet = draw.choice((1, 1, 1, 2, 3, 6)), draw.random() < 0.12, draw.random() < 0.12
    tags = [draw.choice(_TAGS) for _ in range(draw.choice((0, 0, 1, 2)))]
    is_tag_above = draw.random() < 0.4
    lines: Lines = []
    for part in parts:
        facts = meta(day_of(), by.format(part.names))
        beside = [(tag, OUTSIDE) for tag in tags]
        title = [(("• " if is_bullet else "") + part.title, TITLE)]
        if is_shown_twice:
            title = [(part.title, OUTSIDE), *title]
        head = [*facts, *title] if is_meta_above else [*title, *facts]
        body = [_cut(text, draw) if ends_open and texts == 1 else text for text in part.texts[:texts]]
        lines += [*(beside if is_tag_above else []), *head, *((text, TEXT) for text in body)]
        lines += [(f"{more} {part.title}" if draw.random() < 0.1 else more, OUTSIDE)] if has_more else []
        lines += [] if is_tag_above else beside
    return lines


def _metas() -> tuple[Callable[[str, str], Lines], ...]:
    """How the day and the author of a post are shown."""
    return (
        lambda day, by: [(day, DATE)],
        lambda day, by: [(day, DATE)],
        lambda day, by: [(day, DATE), (by, BYLINE)],
        lambda day, by: [(by, BYLINE), (day, DATE)],
        lambda day, by: [(f"{by} | {day}", BYLINE)],
        lambda day, by: [(f"{day} • {by} • 2 Comments", BYLINE)],
        lambda day, by: [(f"Posted on {day}", DATE)],
        lambda day, by: [],
    )


def _cut(text: str, draw: random.Random) -> str:
    words = text.split()
    end = draw.choice(("...", "…", " [...]", " […]", ""))
    return " ".join(words[: draw.randint(15, 55)]) + end if len(words) > 15 else text
