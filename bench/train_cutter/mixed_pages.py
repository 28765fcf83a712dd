"""Pages of several posts, mixed from the lines of labelled pages of one post: layouts that no public set has enough of.

A mixed page takes its menu and its foot from one page and its posts from others: a blog, search results, teasers, an index
with days, a link aggregator, a thread of a forum. Only pages that are learned from are mixed.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from babel.dates import format_date, format_timedelta
from label_article import Labelled
from public_sets import GoldPage

from clippings.segment.cutter.labels import ARTICLE, BYLINE, DATE, OUTSIDE, POSTS, TEXT, THREAD, TITLE

Lines = list[tuple[str, int]]
"""Lines with their labels."""
_LOCALES = ("en",) * 8 + ("de", "fr", "es", "it", "pt", "nl", "pl", "ru", "tr", "id", "sv", "ja", "zh")
_MORE = {
    "en": ("Read more", "Continue reading", "Read More »", "[Read more...]", "Continue reading →", "More"),
    "de": ("Weiterlesen", "Mehr lesen »"), "fr": ("Lire la suite", "Lire plus"), "es": ("Leer más", "Seguir leyendo"),
    "it": ("Leggi tutto", "Continua a leggere"), "pt": ("Leia mais", "Continue lendo"), "nl": ("Lees verder",),
    "pl": ("Czytaj więcej",), "ru": ("Читать далее",), "tr": ("Devamını oku",), "id": ("Baca selengkapnya",), "sv": ("Läs mer",),
    "ja": ("続きを読む",), "zh": ("阅读全文", "查看更多"),
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
_USERS = (
    "ada_q",
    "Quill77",
    "harbourmaster",
    "tidewatcher",
    "Sam P.",
    "orm.brant",
    "Ines Crane",
    "lampkeeper",
    "buoy12",
    "Pell",
    "northquay",
)
_ROLES = (
    "Member",
    "Senior Member",
    "Moderator",
    "New member",
    "Junior Member",
    "Administrator",
    "Guest",
    "Well-known member",
)
_BUTTONS = (
    ("Like", "Reply"),
    ("Quote",),
    ("Reply", "Report"),
    ("Share",),
    ("Top",),
    ("Like", "Quote", "Reply"),
    ("0 likes", "Reply"),
    (),
)
_TAGS = (
    "Uncategorized",
    "News",
    "Tags: harbour, ferry",
    "Posted in News",
    "Filed under: Travel",
    "0 Comments",
    "3 comments",
    "Share",
    "5 min read",
)
_MOST_AROUND = 60
_POSTS = (4, 16)
_LONG_TEXT = 40
_REFRAMED = 0.4
"""Share of the mixed pages that hold one post."""


@dataclass(frozen=True)
class Part:
    """A post of one page: its title, its author and paragraphs."""

    title: str
    name: str
    texts: list[str]


def mixed(pages: Sequence[GoldPage], count: int, seed: int) -> Iterator[GoldPage]:
    """Mix `count` pages of labelled pages of one post."""
    draw = random.Random(seed)
    sources = [(page, part) for page in pages if page.kind == ARTICLE and (part := _part(page))]
    sources.sort(key=lambda source: source[0].path)
    if not sources:
        return
    layouts: tuple[Callable[[list[Part], random.Random], Lines], ...] = (
        _blog,
        _blog,
        _search,
        _teasers,
        _links,
        _index,
        _thread,
    )
    for number in range(count):
        frame, _ = draw.choice(sources)
        if draw.random() < _REFRAMED:
            yield _reframed(draw.choice([page for page, _ in sources if _is_kin(page, frame)]), frame, number, draw)
            continue
        kin = [part for page, part in sources if _is_kin(page, frame)]
        parts = draw.sample(kin, min(len(kin), draw.randint(*_POSTS)))
        layout = draw.choice(layouts)
        lines = [*_around(frame, draw, is_above=True), *layout(parts, draw), *_around(frame, draw, is_above=False)]
        numbered, at = [], 0
        for text, _ in lines:
            at += draw.choice((1, 1, 2))
            numbered.append((at, text, 0))
        labelled = Labelled([label for _, label in lines], [1.0] * len(lines))
        kind = THREAD if layout is _thread else POSTS
        yield GoldPage(f"mixed/{number}", "mixed", frame.site, numbered, labelled, kind)


def _is_kin(page: GoldPage, frame: GoldPage) -> bool:
    """Whether the pages are in one fold: a forest that is asked for one has seen neither."""
    return page.fold(1, 2) == frame.fold(1, 2)


def _reframed(page: GoldPage, frame: GoldPage, number: int, draw: random.Random) -> GoldPage:
    """The post of one page between the menu and the foot of another."""
    inside = [at for at, label in enumerate(page.labelled.labels) if label != OUTSIDE]
    chosen = slice(inside[0], inside[-1] + 1)
    above, below = (_around(frame, draw, is_above=is_above) for is_above in (True, False))
    heads = [*(head for head, _ in above), *(head for _, head, _ in page.lines[chosen]), *(head for head, _ in below)]
    labels = [OUTSIDE] * len(above) + page.labelled.labels[chosen] + [OUTSIDE] * len(below)
    weights = [1.0] * len(above) + page.labelled.weights[chosen] + [1.0] * len(below)
    lines = [(2 * at, head, 0) for at, head in enumerate(heads, 1)]
    return GoldPage(f"mixed/{number}", "mixed", frame.site, lines, Labelled(labels, weights), ARTICLE)


def _part(page: GoldPage) -> Part | None:
    heads, labels = [head for _, head, _ in page.lines], page.labelled.labels
    titles = [at for at, label in enumerate(labels) if label == TITLE]
    texts = [at for at, label in enumerate(labels) if label == TEXT and len(heads[at]) > _LONG_TEXT]
    if len(titles) != 1 or len(texts) < 3 or len(heads[titles[0]]) > 200:
        return None
    bylines = (heads[at].removeprefix("By ").removeprefix("by ") for at, label in enumerate(labels) if label == BYLINE)
    name = next((name for name in bylines if len(name) < 30 and name.replace(" ", "").isalpha()), "Ada Quill")
    return Part(heads[titles[0]], name, [heads[at] for at in texts[:8]])


def _around(page: GoldPage, draw: random.Random, *, is_above: bool) -> Lines:
    """Lines above the title, or below the text, of a page."""
    labels, heads = page.labelled.labels, [head for _, head, _ in page.lines]
    in_post = [at for at, label in enumerate(labels) if label in (TITLE, TEXT)]
    outside = range(in_post[0]) if is_above else range(in_post[-1] + 1, len(labels))
    chosen = [heads[at] for at in outside if labels[at] == OUTSIDE]
    most = draw.randint(0, _MOST_AROUND)
    return [(head, OUTSIDE) for head in (chosen[-most:] if is_above else chosen[:most]) if most]


def _days(draw: random.Random) -> Callable[[], str]:
    """A function that draws a day and writes it as the days of one page are written."""
    locale, pattern = draw.choice(_LOCALES), draw.choice(_FORMATS)
    return lambda: format_date(dt.date(2004, 1, 1) + dt.timedelta(days=draw.randrange(8_000)), pattern, locale=locale)


def _ago(draw: random.Random) -> str:
    return format_timedelta(-dt.timedelta(minutes=draw.randrange(2, 90_000)), add_direction=True, locale="en")


def _cut(text: str, draw: random.Random) -> str:
    words = text.split()
    end = draw.choice(("...", "…", " [...]", " […]", " ...", ""))
    return " ".join(words[: draw.randint(12, 55)]) + end if len(words) > 12 else text


def _address(part: Part) -> str:
    return f"www.{part.name.split()[-1].lower()}.example/{'-'.join(part.title.lower().split()[:5])}"


def _blog(parts: list[Part], draw: random.Random) -> Lines:
    """Title, facts, text, a link to more, tags; or facts and tags above the title."""
    day, by, more = _days(draw), draw.choice(_BYS), draw.choice(_MORE[draw.choice(_LOCALES)])
    metas: tuple[Callable[[str, str], Lines], ...] = (
        lambda on, by: [(on, DATE)], lambda on, by: [(on, DATE), (by, BYLINE)], lambda on, by: [(by, BYLINE), (on, DATE)],
        lambda on, by: [(f"{by} | {on}", BYLINE)], lambda on, by: [(f"{on} • {by} • 2 Comments", BYLINE)],
        lambda on, by: [(f"Posted on {on}", DATE)], lambda on, by: [],
    )  # fmt: skip
    meta = draw.choice(metas)
    is_meta_above, has_more, ends_open, is_tag_above = (draw.random() < share for share in (0.3, 0.5, 0.5, 0.4))
    texts, is_twice, is_bullet = draw.choice((1, 1, 1, 2, 3, 6)), draw.random() < 0.12, draw.random() < 0.12
    beside = [(tag, OUTSIDE) for tag in draw.sample(_TAGS, draw.choice((0, 0, 1, 2)))]
    lines: Lines = []
    for part in parts:
        facts = meta(day(), by.format(part.name))
        title = [(part.title, OUTSIDE)] * is_twice + [(("• " if is_bullet else "") + part.title, TITLE)]
        head = [*facts, *title] if is_meta_above else [*title, *facts]
        body = [_cut(text, draw) if ends_open and texts == 1 else text for text in part.texts[:texts]]
        lines += [*(beside if is_tag_above else []), *head, *((text, TEXT) for text in body)]
        lines += [(f"{more} {part.title}" if draw.random() < 0.1 else more, OUTSIDE)] * has_more
        lines += [] if is_tag_above else beside
    return lines


def _search(parts: list[Part], draw: random.Random) -> Lines:
    """Title, address, a snippet with or without a day, as a search engine lists them."""
    day, mark = _days(draw), draw.choice(("", "", "• ", "{n}. "))
    is_address_below, has_day, has_cached, is_cut = (draw.random() < share for share in (0.7, 0.4, 0.4, 0.4))
    lines: Lines = [(f"About {draw.randrange(2, 90_000):,} results", OUTSIDE)] * (draw.random() < 0.6)
    for n, part in enumerate(parts, 1):
        title = part.title if not is_cut else f"{part.title[:50].rsplit(' ', 1)[0]} ..."
        address = [(_address(part), OUTSIDE), *([("Cached", OUTSIDE), ("Similar", OUTSIDE)] if has_cached else [])]
        snippet = _cut(draw.choice(part.texts), draw)
        text = [(f"{day()} - {snippet}" if has_day else snippet, TEXT)]
        lines += [(mark.format(n=n) + title, TITLE), *([*address, *text] if is_address_below else [*text, *address])]
    return lines


def _teasers(parts: list[Part], draw: random.Random) -> Lines:
    """A list of teasers of a news site: the title perhaps twice, a source, an excerpt, numbers of reactions."""
    is_twice, has_text, has_source, has_count, has_ago = (draw.random() < share for share in (0.4, 0.8, 0.6, 0.5, 0.5))
    mark = draw.choice(("", "• "))
    lines: Lines = []
    for part in parts:
        source = [(part.name, BYLINE)] * has_source + [(_ago(draw), OUTSIDE)] * has_ago
        lines += [*([(mark + part.title, OUTSIDE), *source] if is_twice else []), ("" if is_twice else mark, TITLE)]
        lines[-1] = (lines[-1][0] + part.title, TITLE)
        lines += [] if is_twice else source
        lines += [(_cut(part.texts[0], draw), TEXT)] * (has_text and draw.random() < 0.9)
        lines += [(f"{draw.randrange(900)} Reactions", OUTSIDE)] * has_count
    return lines


def _links(parts: list[Part], draw: random.Random) -> Lines:
    """A link aggregator: rank, points, title with its site, who submitted it when, number of comments."""
    has_rank, has_points, has_site, is_one_line = (draw.random() < share for share in (0.6, 0.5, 0.6, 0.5))
    lines: Lines = []
    for n, part in enumerate(parts, 1):
        lines += [(str(n), OUTSIDE)] * has_rank + [(str(draw.randrange(9_000)), OUTSIDE)] * has_points
        lines += [(part.title + (f" ({_address(part).split('/')[0]})" if has_site else ""), TITLE)]
        user, comments = draw.choice(_USERS), f"{draw.randrange(900)} comments"
        if is_one_line:
            lines += [(f"{draw.randrange(900)} points by {user} {_ago(draw)} | hide | {comments}", BYLINE)]
        else:
            lines += [(f"submitted {_ago(draw)} by {user}", BYLINE), (f"• {comments}", OUTSIDE), ("• share", OUTSIDE)]
    return lines


def _index(parts: list[Part], draw: random.Random) -> Lines:
    """Titles with days and no text."""
    day, form = (
        _days(draw),
        draw.choice(("{t}|{d}", "{d}|{t}", "{d} {t}", "{t} ({d})", "• {d} » {t}", "{t} - {d}", "• {t}")),
    )
    lines: Lines = []
    for part in parts:
        written = form.format(t=part.title, d=day()).split("|")
        lines += [(text, TITLE if part.title in text else DATE) for text in written]
    return lines


def _thread(parts: list[Part], draw: random.Random) -> Lines:
    """A thread: one title, and posts with what the forum says of their authors."""
    day = _days(draw)
    has_role, has_counts, is_name_twice, has_number = (draw.random() < share for share in (0.5, 0.5, 0.3, 0.4))
    buttons, is_day_below = draw.choice(_BUTTONS), draw.random() < 0.3
    signatures = {user: part.title for user, part in zip(_USERS, parts, strict=False)} if draw.random() < 0.3 else {}
    lines: Lines = [(parts[0].title, TITLE), *([("Jump to latest", OUTSIDE)] if draw.random() < 0.2 else [])]
    for n, part in enumerate(parts, 1):
        user = draw.choice(_USERS)
        on = day() if draw.random() < 0.8 else _ago(draw)
        lines += [(user, OUTSIDE)] * (1 + is_name_twice) + [(draw.choice(_ROLES), OUTSIDE)] * has_role
        lines += [(f"Joined: {day()}", OUTSIDE), (f"Posts: {draw.randrange(9_000):,}", OUTSIDE)] * has_counts
        dated = [(on, DATE if n == 1 else OUTSIDE), *([(f"#{n}", OUTSIDE)] if has_number else [])]
        text: Lines = [(text, TEXT) for text in part.texts[: draw.choice((1, 1, 2, 3))]]
        if n > 1 and draw.random() < 0.25:
            text = [(f"{draw.choice(_USERS)} said:", OUTSIDE), *text]
        lines += [*text, *dated] if is_day_below else [*dated, *text]
        lines += [(signatures[user], OUTSIDE)] if user in signatures else []
        lines += [(button, OUTSIDE) for button in buttons]
    return lines
