"""Invented pages in the layouts of the first archive's site: `PYTHONPATH=tests:pipeline python -m support.site_layouts`.

Menus, categories, share lines and other template lines are the site's; all other words are invented. What belongs on a page
is beside it. Printed: posts found, exact and invented, words of texts lost, and pages whose site is recognised.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

import polars as pl

from support.in_memory_stages import tables_of

SITE = "nejatngo_en"
MENU = """Nejat Society
  • Home
  • Articles
  • Media
    • Cartoons
    • NewsPics
    • Photo Gallery
    • Videos
  • Publications
    • Books
    • Nejat NewsLetter
    • Pars Brief
  • About Us
  • Contact us
  • Editions
    • عربي
    • فارسی
    • Shqip
"""
COPYRIGHT = "© 2003 - 2024 NEJAT Society. nejatngo.org\n"
GAP = "\n\n"
SHARE = "FacebookTwitterPinterestWhatsappTelegramSkypeEmail"
FOOT = """Newer Posts
Older Posts

Recent Posts

  • A pier for the ferry of Tollen

    May 1, 2025
  • Facebook
  • Twitter

© 2003 - 2025 NEJAT Society . All Rights Reserved. NejatNGO.org


Back To Top
"""
CATEGORIES = (
    "MEK Camp Ashraf", "The cult of Rajavi", "Iraq", "Mujahedin Khalq Organization members' families", "UN", "Nejat Publications",
)  # fmt: skip
_WHO = (
    "The harbour board",
    "A clerk of the weir",
    "The bus company",
    "Greta Holm",
    "The lamp trust",
    "The parish of Sarn",
)
_DID = ("put a price on", "went over", "asked about", "sent back", "drew up", "paid for", "measured")
_WHAT = (
    "the old signal mast",
    "a new bell for the chapel",
    "the grain store lease",
    "the winter timetable",
    "two launches",
)
_WHEN = (
    "after a long night of talks",
    "before the harvest",
    "in front of forty guests",
    "while the fog lasted",
    "in spite of the wind",
)
_TITLES = ("{0} and {1}", "Will {0} keep {1}?", "{0}: no answer yet on {1}", "A long wait for {1} in Tollen, says {0}")


@dataclass(frozen=True)
class Post:
    """A post as it should be read."""

    title: str | None
    paragraphs: tuple[str, ...]
    category: str | None = None
    day: str | None = None


@dataclass
class Page:
    """A page and what belongs to it. `site` is null where nothing on the page shows whose it is."""

    kind: str
    text: str
    posts: list[Post]
    site: str | None = SITE
    absent: tuple[str, ...] = field(default=())
    """Words that belong neither to a text nor to a deck."""


_NUMBERS = count(3)


def sentence() -> str:
    """A sentence that no other one repeats."""
    n = next(_NUMBERS)
    who, did, what, when = _WHO[n % 6], _DID[n % 7], _WHAT[n % 5], _WHEN[n // 2 % 5]
    return f"{who} {did} {100 + n} times {what} {when}, and the people of Marrow Bay wrote it down."


def paragraph() -> str:
    """Two sentences."""
    return f"{sentence()} {sentence()}"


def cut_off(least: int = 20) -> str:
    """The first words of a text, cut anywhere."""
    words = least + next(_NUMBERS) * 5 % 13
    return " ".join(paragraph().split()[:words]).rstrip(".,")


def title() -> str:
    """A title that no other one repeats."""
    n = next(_NUMBERS)
    return _TITLES[n * n // 7 % 4].format(_WHO[n % 6], f"{_WHAT[n % 5]} of {1700 + n}")


def posts(number: int = 3, paragraphs: int = 2, *, dated: bool = True) -> list[Post]:
    """Posts with a category each."""
    return [
        Post(title(), tuple(paragraph() for _ in range(paragraphs)), CATEGORIES[n % 6], f"2015-03-{20 - n:02}" if dated else None)
        for n in range(number)
    ]  # fmt: skip


def block(post: Post, shown: str | None = None, above: str = "") -> str:
    """A post on a full listing; `shown` is its text as the page shows it."""
    body = shown if shown is not None else "\n\n".join(post.paragraphs)
    day = int((post.day or "2015-03-01")[-2:])
    return f"{above}{post.category}\n\n{post.title}\n\n{body}\n\nMarch {day}, 2015 0 comments\n{SHARE}\n"


def full(blocks: list[str], heading: str = "", head: str = MENU + MENU + COPYRIGHT, foot: str = FOOT) -> str:
    """A full listing."""
    return head + heading + "".join(blocks) + foot


def changed(kind: str, shown: str, wanted: tuple[str, ...], absent: tuple[str, ...] = ()) -> Page:
    """A full listing whose second post is shown as `shown` and should be read as `wanted`; a, b and c are new texts."""
    others = posts()
    words = {"a": paragraph(), "b": paragraph(), "c": sentence()}
    others[1] = replace(others[1], paragraphs=tuple(text.format(**words) for text in wanted))
    blocks = [block(post, shown.format(**words) if n == 1 else None) for n, post in enumerate(others)]
    return Page(kind, full(blocks), others, absent=absent)


def excerpted(
    heading: str, category: str | None, *, more: bool = True, tight: bool = False, between: str = ""
) -> tuple[str, list[Post]]:
    """A listing of excerpts below a heading."""
    dots = ("", " […]", "…", ".")[next(_NUMBERS) % 4]
    entries = [Post(title(), (cut_off(14 if tight else 20) + dots,), category) for _ in range(5)]
    gap, end = "\n" if tight else "\n\n", "\n\nRead more\n\n" if more else "\n\n"
    shown = [f"{post.title}{gap}{post.paragraphs[0]}{end}" for post in entries]
    return heading + shown[0] + between + "".join(shown[1:]), entries


def full_pages() -> Iterator[Page]:
    """Full listings: front page, archives, search, press."""
    for kind, heading in (
        ("front page", ""), ("paged list", "Page 2\n\n"), ("month archive", "Monthly Archives: March 2015\n\n"),
        ("day archive", "Daily Archives: March 20, 2015\n\n"), ("category archive", "Category: Iraq\n\n"),
        ("tag archive", "Tag: slipway\n\n"), ("author archive", "Author: Greta Holm\n\n"), ("search", "Search results for: weir\n\n"),
        ("day", "Day: March 20, 2015\n\n"), ("month", "Month: March 2015\n\n"), ("year", "Year: 2015\n\n"), ("archives", "Archives\n\n"),
        ("category, label above", "Category:\n\nIraq\n\n"), ("tag, label above", "Tag:\n\nslipway\n\n"),
        ("searched", "You searched for weir\n\n"), ("bare month", "March 2015\n\n"), ("bare day", "March 20, 2015\n\n"),
    ):  # fmt: skip
        listed = posts()
        yield Page(kind, full([block(post) for post in listed], heading), listed)
    listed = posts()
    yield Page("no menu", full([block(post) for post in listed], head=""), listed)
    listed = posts()
    yield Page("no menu, no foot", full([block(post) for post in listed], head="", foot=""), listed)
    listed = posts()
    yield Page("menu without copyright", full([block(post) for post in listed], head=MENU, foot=""), listed)
    listed = posts()
    about = f"Author\n\nGreta Holm\n\n{sentence()}\n\n"
    yield Page("author archive with a life", full([block(post) for post in listed], about), listed)
    listed = [replace(post, category=name) for post, name in zip(posts(), ("Tides", "Iraq", "Ferries"), strict=True)]
    yield Page("categories that no one declares", full([block(post) for post in listed]), listed)
    listed = posts(paragraphs=1)
    blocks = [block(post) for post in listed]
    yield Page("tag name between two posts", full([blocks[0], "\nslipway\n\n", *blocks[1:]]), listed)
    statement = (
        "Press Statement\n\nGreta Holm\n\nHarbour Spokesperson, Office of the Weir\n\nTollen\n\nMarch 18, 2015\n\n{a}"
    )
    yield changed("press", statement, ("{a}",))


def changed_pages() -> Iterator[Page]:
    """Full listings with text that belongs to none, or that must not be lost."""
    caption = "Boats of Tollen wait for the tide at the lower quay"
    for kind, stop in (("caption", ""), ("sentence", ".")):
        line = caption + stop
        yield changed(
            f"{kind} glued behind a full stop and alone", f"{{a}}{line}\n\n{line}\n\n{{b}}", ("{a}", line, "{b}")
        )
        yield changed(f"{kind} glued at the start and alone", f"{line}{{a}}\n\n{line}\n\n{{b}}", ("{a}", line, "{b}"))
        yield changed(
            f"{kind} glued at the start of the second",
            f"{{b}}\n\n{line}{{a}}\n\n{line}\n\n{{c}}",
            ("{b}", "{a}", line, "{c}"),
        )
        yield changed(
            f"{kind} glued at the start, alone at the end", f"{line}{{a}}\n\n{{b}}\n\n{line}", ("{a}", "{b}", line)
        )
    yield changed(
        "sentence of a paragraph and alone", "{a} {c} So it was.\n\n{c}\n\n{b}", ("{a} {c} So it was.", "{b}")
    )
    for kind, line in (
        ("to download", "To download the Harbour Letter No. 12 click here"),
        ("to download, pdf", "To download the PDF file, click on the picture below."),
        ("picture credit", "Photo: Ada Quill / Harbour Press"), ("picture credit, by", "Photo by Ada Quill"),
        ("picture credit, agency", "(Harbour Photo/Ada Quill)"), ("image credit", "Image credit: Marrow Bay Museum"),
    ):  # fmt: skip
        yield changed(f"{kind} first", f"{line}\n\n{{a}}\n\n{{b}}", ("{a}", "{b}"), (line,))
        yield changed(f"{kind} between", f"{{a}}\n\n{line}\n\n{{b}}", ("{a}", "{b}"), (line,))
        yield changed(f"{kind} last", f"{{a}}\n\n{{b}}\n\n{line}", ("{a}", "{b}"), (line,))
    for line in (
        "To: The Harbour Master of Tollen", "To the members of the parish council of Marrow Bay", "Her Excellency Greta Holm, Harbour Master",
        "To His Excellency Tobias Wenger", "Dear Greta Holm",
    ):  # fmt: skip
        yield changed(f"addressee: {line[:12]}", f"{line}\n\n{{a}}\n\n{{b}}", (line, "{a}", "{b}"))


def cut_pages() -> Iterator[Page]:
    """Pages whose dump ends in the first post."""
    subtitle = "What the board wrote to the lamp trust of Tollen"
    for top in (MENU + COPYRIGHT, MENU, ""):
        for kind, above, below in (
            ("", "", ""),
            (", subtitle", "", f"{subtitle}\n\n"),
            (", caption", "Greta Holm\n", ""),
        ):
            whole, name, category = (paragraph(), paragraph()[:-30]), title(), "The MEK Expulsion from Iraq"
            text = f"{top}{above}{category}\n\n{name}\n\n{below}{whole[0]}\n\n{whole[1]}"
            if top or not above:
                yield Page(f"cut first post{kind}, {len(top)}", text, [Post(name, whole, category)])


def excerpt_pages() -> Iterator[Page]:
    """Listings of excerpts: category, tag, topic; with and without links to more."""
    for more in (True, False):
        for tight in (True, False):
            shape = f"{', tight' if tight else ''}{'' if more else ', no link'}"
            for kind, heading, category, site in (
                ("category", "MEK Camp Ashraf\n\n", "MEK Camp Ashraf", SITE),
                ("template", "blogs%WP_TITLE_SEP%\n\nIraq\n\n", "Iraq", SITE),
                ("template and category", "blogs%WP_TITLE_SEP%The cult of Rajavi\n\n", "The cult of Rajavi", SITE),
                ("template and tag", "blogs%WP_TITLE_SEP%Slipway\n\n", None, SITE),
                ("browsing category", "Browsing Category\n\nThe cult of Rajavi\n\n", "The cult of Rajavi", SITE),
                ("browsing short category", "Browsing Category\n\nIraq\n\n", "Iraq", SITE if more else None),
                ("browsing another category", "Browsing Category\n\nHarbour and tide\n\n", "Harbour and tide", None),
                ("browsing tag", "Browsing Tag\n\nslipway\n\n", None, None),
                ("tag below the menu", f"{MENU}slipway\n\n", None, SITE),
                ("topic", "Topic: slipway\n\n", None, None),
                ("short first line", f"{MENU}Notes\n\n", None, SITE),
                ("tight menu", f"{MENU}{COPYRIGHT}Iraq\n\n", "Iraq", SITE),
            ):  # fmt: skip
                text, entries = excerpted(heading, category, more=more, tight=tight)
                yield Page(kind + shape, text, entries, site)
            for heading, category in (
                ("Category: MEK Camp Ashraf", "MEK Camp Ashraf"), ("Category:\n\nIraq", "Iraq"),
                ("Tag: slipway", None), ("Tag:\n\nslipway", None),
                ("Author: Greta Holm", None), ("Month: March 2015", None), ("Day: March 20, 2015", None), ("Year: 2015", None),
                ("Search results for: weir", None), ("You searched for weir", None), ("March 2015", None), ("Archives", None),
            ):  # fmt: skip
                text, entries = excerpted(f"{MENU}{heading}\n\n", category, more=more, tight=tight)
                yield Page(f"{heading.replace(GAP, ' // ')} below the menu{shape}", text, entries)
            text, entries = excerpted(
                "The cult of Rajavi\n\n", "The cult of Rajavi", more=more, tight=tight, between="slipway\n\n"
            )
            yield Page("tag name between excerpts" + shape, text, entries)
    labelled = [
        Post(title(), (cut_off(),), name) for name in ("The MEK Expulsion from Iraq", "Iraq", "The cult of Rajavi")
    ]
    text = "".join(f"{post.category}\n\n{post.title}\n\n{post.paragraphs[0]}\n\nRead more\n\n" for post in labelled)
    yield Page("excerpts with a category each", f"{MENU}{text}", labelled)
    for more in ("\n\nRead more\n", "\n"):
        only = Post(title(), (cut_off(),), "MEK Camp Ashraf")
        yield Page(
            f"one tight excerpt{', no link' * (more == GAP[1:])}",
            f"MEK Camp Ashraf\n\n{only.title}\n{only.paragraphs[0]}{more}",
            [only],
        )
    for kind, end in (("", "\n\n"), (", read more", "\n\nRead more\n\n")):
        lines = [cut_off() for _ in range(5)]
        text = "".join(f"{line}{end}" for line in lines)
        yield Page(
            f"untitled excerpts under one title{kind}",
            f"MEK Camp Ashraf\n\n{text}",
            [Post(None, (line,), "MEK Camp Ashraf") for line in lines],
        )


def singles() -> Iterator[Page]:
    """Pages of one post."""
    others = "\n\n".join(title() for _ in range(3))
    for kind, tail in (
        (", related", f"Related posts\n\n{others}\n"),
        (", like", f"You may also like\n\n{others}\n\nLeave a Comment\n\nCancel Reply\n"),
        ("", "Leave a Comment\n"),
    ):
        for number in (1, 3):
            for category in ("Iraq", "Mujahedin Khalq Organization members' families"):
                name, text = title(), tuple(paragraph() for _ in range(number))
                page = f"Home » {category} » {name}\n\n{name}\n\n{GAP.join(text)}\n\n{tail}"
                site = SITE if len(category) > 9 or "like" in kind else None
                if site or number > 1:
                    yield Page(f"single {number}{kind}, {category[:4]}", page, [Post(name, text, category)], site)
            name, text = title(), tuple(paragraph() for _ in range(number))
            yield Page(
                f"single {number}{kind}, no path", f"{name}\n\n{GAP.join(text)}\n\n{tail}", [Post(name, text)], None
            )
            yield Page(
                f"single {number}{kind}, menu", f"{MENU}{name}\n\n{GAP.join(text)}\n\n{tail}", [Post(name, text)]
            )


def whole_singles() -> Iterator[Page]:
    """Pages of one post with all that is around it: menu, category, day, share line, neighbours, other posts."""
    for kind, top, tail in (
        ("full", MENU + MENU + COPYRIGHT, FOOT), ("menu only", MENU, ""), ("no menu", "", ""), ("no copyright", "", "Back To Top\n"),
    ):  # fmt: skip
        [post] = posts(1)
        others = [title() for _ in range(5)]
        after = (
            f"0 comment\n\nprevious post\n\n{others[0]}\n\nnext post\n\n{others[1]}\n\nRelated Posts\n\n"
            + "".join(f"{name}\n\nMarch 3, 2014\n\n" for name in others[2:])
            + "Leave a Comment\n\nCancel Reply\n\nSave my name, email, and website in this browser for the next time I comment.\n"
        )
        yield Page(f"whole single, {kind}", top + block(post) + after + tail, [post])


PAGES = [*full_pages(), *changed_pages(), *cut_pages(), *excerpt_pages(), *singles(), *whole_singles()]


def read_pages() -> dict[str, tuple[str, list[dict[str, object]]]]:
    """Site and posts as read, by kind of page."""
    tables = tables_of({page.kind: page.text for page in PAGES})
    sites = dict(tables["pages"].select("page_id", "site").iter_rows())
    articles = tables["articles"].drop("completeness", "text_sha256")
    found = tables["appearances"].join(articles, on="article_id", maintain_order="left").sort("page_id", "position")
    return {
        page.kind: (str(sites[page.kind]), found.filter(pl.col("page_id") == page.kind).to_dicts()) for page in PAGES
    }


def value(post: Mapping[str, object]) -> Post:
    """A post as read, in the form of one as it should be."""
    text = str(post["text"])
    day, category = post["published_on"], post["category_raw"]
    return Post(post["title_raw"], tuple(text.split("\n\n")), category, str(day) if day else None)  # type: ignore[arg-type]


def main() -> None:
    """Print the figures, and with `-v` what is wrong on each page."""
    read = read_pages()
    wanted_posts = found = exact = invented = known = lost = words = 0
    for page in PAGES:
        site, rows = read[page.kind]
        values = [value(row) for row in rows]
        titles = [post.title for post in values]
        hits = sum(
            post.title in titles if post.title else any(post.paragraphs == one.paragraphs for one in values)
            for post in page.posts
        )
        right = sum(post in values for post in page.posts)
        texts = " ".join(" ".join(post.paragraphs) for post in values)
        gone = sum(len(part.split()) for post in page.posts for part in post.paragraphs if part not in texts)
        is_known = site == (page.site or "unknown")
        shown = " ".join(f"{row['text']} {row['deck']}" for row in rows)
        extra = [line for line in page.absent if line in shown]
        wanted_posts, found, exact = wanted_posts + len(page.posts), found + hits, exact + right
        invented, known, lost = invented + max(0, len(values) - len(page.posts)), known + is_known, lost + gone
        words += sum(len(part.split()) for post in page.posts for part in post.paragraphs)
        if "-v" in sys.argv and (right < len(page.posts) or not is_known or extra or gone):
            sys.stdout.write(f"{page.kind}: {right} of {len(page.posts)}, {site}, lost {gone}, extra {extra}\n")
            if "-vv" in sys.argv:
                sys.stdout.write(
                    "".join(
                        f"    {post.category} | {post.title} | {post.day} | {[p[:50] for p in post.paragraphs]}\n"
                        for post in values
                    )
                )
    sys.stdout.write(
        f"{len(PAGES)} pages, {wanted_posts} posts: found {found}, exact {exact}, invented {invented}; "
        f"words lost {lost} of {words}; site right on {known}\n"
    )


if __name__ == "__main__":
    main()
