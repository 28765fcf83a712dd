"""Makes a corpus of saved listing pages in the first site's shape, with distinct invented articles, to measure with.

Shapes of pages and how often they are met belong here; the made-up language is at the top, the pages below it. A page
depends on the seed and its number alone: a corpus is the beginning of every longer one, whatever the number of jobs.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from itertools import accumulate, count
from pathlib import Path
from random import Random
from typing import NamedTuple

FORMS, UNITS, PEOPLE, BACKGROUNDS = 8_000, 200_000, 600, 200
POSTS, FOLDER_PAGES, BATCH_PAGES = 10, 1_000, 256
SECTION_PAGES = 1_500
"""After this many pages the dates begin again with the newest, so that no corpus reaches back for centuries."""
PAGE_DAYS, NEWEST = 3, date(2024, 12, 31)
EXCERPTS_SHARE, SHIFT_SHARE, BACKGROUND_SHARE, CAPTION_SHARE = 0.05, 0.32, 0.10, 0.06
FEWEST_WORDS, MEDIAN_WORDS, MOST_WORDS, SPREAD = 60, 352, 1_700, 0.7
UNIT_WORDS = 1.75

NBSP = "\u00a0"
MASTHEAD = "Nejat Society"
MENU = """\
  • Home\n  • Articles\n  • Media\n    • Cartoons\n    • NewsPics\n    • Photo Gallery\n    • Videos
  • Publications\n    • Books\n    • Nejat NewsLetter\n    • Pars Brief\n  • About Us\n  • Contact us
  • Editions\n    • عربي\n    • فارسی\n    • Shqip"""
HEAD = f"{MASTHEAD}\n{MENU}\n{MASTHEAD}\n{MASTHEAD}\n{MENU}\n© 2003 - 2024 NEJAT Society. nejatngo.org\n"
SHARE_BAR = "FacebookTwitterPinterestWhatsappTelegramSkypeEmail"
FOOT = f"""
  • Facebook\n  • Twitter\n  • Instagram\n  • Youtube\n
© 2003 - 2025 NEJAT Society . All Rights Reserved. NejatNGO.org\n\n\nBack To Top\n{MASTHEAD}\n{MENU}"""
EXCERPTS_HEADINGS = ("Nejat Publications", "Nejat Publications", "blogs%WP_TITLE_SEP%Nejat Publications")
CATEGORIES = tuple(
    "Harbour Council|The ferry of Brant|Brant Residents' families|Tide|Council Authorities' stance on the Quay|Orm|"
    "Quay Weekly Digest|The Mooring Fees; A slow dispute|Lys|Coastal Survey|Valley Cooperative as a landlord|Pell|"
    "Lighthouse Keepers|The bridge at Nokken|School Board|Seed Bank|The Expansion of Torrey Dock|Islands|Night Library|"
    "River Authority|Orchard Growers' letters|Tram Drivers|Winter Crossings|Repair Workshop|Sandby|Fishing Grounds|"
    "Village Choir|Holm Ness Residents' council|Museum Trustees|Water Engineers".split("|")
)
OUTLETS = ("Quay Gazette", "Radio Brant", "Orm Courier", "The Torrey Tide", "Coastal Wire", "Pell Evening Post")
SUBJECTS = "harbour ferry council quay tide dock pilot bridge island channel lamp survey rope sail timber ledger".split()
ONSETS = "b br c ch d dr f fl g gr h j k kl l m n p pl r s sh sk sl st t th tr v w".split()
VOWELS, CODAS = "a e i o u ai ea ou".split(), "l m n r s t nd rk sk st ft mb th".split()
ENDINGS = ("", "", "", "s", "ed", "ing", "al", "er", "ly", "ness")
LEADS = {
    "": 40, "the ": 18, "of the ": 9, "and ": 5, "a ": 6, "in the ": 5, "to ": 4, "for ": 3, "with ": 2, "that the ": 2,
    "by ": 2, "was ": 2, "which had ": 1, "on the ": 2, "from ": 2, "has been ": 1, "as ": 1, "not ": 1, "their ": 1,
}  # fmt: skip


def rng_of(*place: object) -> Random:
    """The random numbers of one place in one corpus."""
    return Random(":".join(map(str, place)))  # noqa: S311


@dataclass(frozen=True)
class Language:
    """Units of one content word with the small words before it, drawn from as they are, and names of people."""

    units: list[str]
    people: list[str]

    def phrase(self, rng: Random, fewest: int, most: int) -> str:
        """Words with a capital at the beginning and nothing at the end."""
        return capital(" ".join(rng.choices(self.units, k=rng.randint(fewest, most))))

    def sentence(self, rng: Random, units: Sequence[str]) -> str:
        """The units as one sentence: plain, with a comma or a dash, or as what somebody said."""
        style, middle = rng.random(), len(units) // 2
        if style < 0.25:
            text = f"{' '.join(units[:middle])}, {' '.join(units[middle:])}"
        elif style < 0.30:
            text = f"{' '.join(units[:middle])} – {' '.join(units[middle:])}"
        else:
            text = " ".join(units)
        if style > 0.90:
            return f"“{capital(text)},” {rng.choice(self.people)} said."
        return capital(text) + ("?" if style > 0.88 else ".")

    def sentences(self, rng: Random, words: int) -> Iterator[str]:
        """Sentences of about so many words in all."""
        units = rng.choices(self.units, k=max(8, round(words / UNIT_WORDS)))
        start = 0
        while start < len(units):
            end = start + rng.randint(6, 16)
            end = len(units) if end + 6 > len(units) else end
            yield self.sentence(rng, units[start:end])
            start = end


def capital(text: str) -> str:
    """The text with its first letter a capital."""
    return text[:1].upper() + text[1:]


def word_form(rng: Random) -> str:
    """One pronounceable word that no language has."""
    syllables = (rng.choice(ONSETS) + rng.choice(VOWELS) for _ in range(rng.choice((1, 2, 2, 3))))
    return "".join(syllables) + rng.choice(CODAS) + rng.choice(ENDINGS)


@cache
def language(seed: int) -> Language:
    """The language of a corpus. Its words are spread as Zipf and Mandelbrot have it, the commonest ones flattened."""
    rng = rng_of(seed, "language")
    forms = dict.fromkeys(SUBJECTS)
    while len(forms) < FORMS:
        forms[word_form(rng)] = None
    names = [capital(form) for form in rng.sample(list(forms), 800)]
    people = [f"{rng.choice(names)} {rng.choice(names)}" for _ in range(PEOPLE)]
    weights = list(accumulate(1 / (rank + 40) for rank in range(FORMS)))
    words = rng.choices(list(forms), cum_weights=weights, k=UNITS)
    leads = rng.choices(list(LEADS), weights=list(LEADS.values()), k=UNITS)
    units = [lead + word for lead, word in zip(leads, words, strict=True)]
    for index in range(0, UNITS, 20):
        name, number = rng.choice(names), rng.randint(2, 999)
        units[index] = rng.choice((name, name, f"Mr. {name}", f"{name}’s {words[index]}", f"{number} {words[index]}"))
    return Language(units, people)


@cache
def backgrounds(seed: int) -> list[str]:
    """The paragraphs that come back in many articles."""
    rng, tongue = rng_of(seed, "background"), language(seed)
    return [" ".join(tongue.sentences(rng, rng.randint(42, 58))) for _ in range(BACKGROUNDS)]


@dataclass(frozen=True)
class Article:
    """What its author wrote, before the site has shown it, and the random numbers to show it by."""

    category: str
    title: str
    paragraphs: list[str]
    tongue: Language
    rng: Random


def article(seed: int, page: int, slot: int) -> Article:
    """The article that stands first on a page in a slot."""
    rng, tongue = rng_of(seed, page, slot), language(seed)
    words = min(MOST_WORDS, max(FEWEST_WORDS, rng.lognormvariate(0, SPREAD) * MEDIAN_WORDS))
    sentences = list(tongue.sentences(rng, round(words)))
    paragraphs = []
    while sentences:
        size = rng.randint(1, 4)
        paragraphs.append(" ".join(sentences[:size]))
        del sentences[:size]
    if rng.random() < BACKGROUND_SHARE:
        paragraphs.append(rng.choice(backgrounds(seed)))
    form = rng.choice(("{}", "{}", "{}", "{}", "{}?", "‘{}’ in doubt", "Digest: {}", "{} – an answer"))
    category = CATEGORIES[int(len(CATEGORIES) * rng.random() ** 2)]
    return Article(category, form.format(tongue.phrase(rng, 4, 7)), paragraphs, tongue, rng)


def add_glue_inside(post: Article, body: list[str]) -> None:
    """The title as a picture's text in place of a space, or behind one."""
    at = post.rng.randrange(len(body))
    words = body[at].split(" ")
    cut = post.rng.randrange(1, len(words))
    alt = post.title.replace("’", "'").replace("‘", "'") if post.rng.random() < 0.3 else post.title
    body[at] = f"{' '.join(words[:cut])}{post.rng.choice(('', '', ' '))}{alt}{' '.join(words[cut:])}"


def add_glue_at_end(post: Article, body: list[str]) -> None:
    """The title, or a link to a file of that name, behind a full stop."""
    at = post.rng.randrange(len(body))
    body[at] += post.rng.choice(("", " ", "Download ")) + post.title


def add_repeated_title(post: Article, body: list[str]) -> None:
    """The title as a line of its own."""
    body.insert(post.rng.randrange(len(body) + 1), post.title)


def add_pull_quote(post: Article, body: list[str]) -> None:
    """A sentence of the text as a line of its own."""
    quote = post.rng.choice(re.split(r"(?<=[.?]) (?=[“A-Z])", post.rng.choice(post.paragraphs)))
    body.insert(post.rng.randrange(1, len(body) + 1), quote)


def add_subheadings(post: Article, body: list[str]) -> None:
    """Short headings over some of the paragraphs."""
    for at in sorted(post.rng.sample(range(1, len(body)), min(3, len(body) - 1)), reverse=True):
        body.insert(at, post.tongue.phrase(post.rng, 2, 3))


def add_list(post: Article, body: list[str]) -> None:
    """Some numbered points below a line that leads to them."""
    points = (post.tongue.sentences(post.rng, 18) for _ in range(post.rng.randint(3, 6)))
    at = post.rng.randrange(1, len(body) + 1)
    body[at:at] = [
        f"{post.tongue.phrase(post.rng, 4, 8)}:",
        *(f"{number}. {' '.join(point)}" for number, point in enumerate(points, 1)),
    ]


def add_deck(post: Article, body: list[str]) -> None:
    """A second headline between title and text."""
    body.insert(0, post.tongue.phrase(post.rng, 6, 11))


def add_gap(post: Article, body: list[str]) -> None:
    """A paragraph that holds a no-break space."""
    body.insert(post.rng.randrange(1, len(body) + 1), NBSP)


def add_download(post: Article, body: list[str]) -> None:
    """A link to a file."""
    body.append(f"Download {post.title}")


def add_agency(post: Article, body: list[str]) -> None:
    """An agency's note below the text."""
    note = f"Coastal Wire writer {post.rng.choice(post.tongue.people)} contributed to this report."
    body += [post.rng.choice(("__", "___")), note]


def add_byline(post: Article, body: list[str]) -> None:
    """Who wrote the text."""
    name = post.rng.choice(post.tongue.people)
    body.append(post.rng.choice((f"By {name}", f"By {name.upper()}", f"By {name.upper()},", f"{name},")))


def add_source_url(post: Article, body: list[str]) -> None:
    """Where the text was taken from."""
    slug = re.sub(r"[^a-z0-9]+", "-", post.title.lower()).strip("-")
    body.append(f"http://news.example.org/{post.rng.randint(1, 99999)}/{slug}/")


ADDITIONS: tuple[tuple[float, Callable[[Article, list[str]], None]], ...] = (
    (0.04, add_glue_inside), (0.03, add_glue_at_end), (0.04, add_subheadings), (0.03, add_list), (0.03, add_pull_quote),
    (0.02, add_gap), (0.03, add_repeated_title), (0.05, add_deck), (0.03, add_download), (0.03, add_agency),
    (0.12, add_byline), (0.03, add_source_url),
)  # fmt: skip
"""In how large a share of the posts each is met. They are applied in this order: prose first, then what goes around it."""


def joined(rng: Random, lines: Sequence[str]) -> str:
    """Lines with blank lines between them: now and then one is missing, or all hold a no-break space."""
    blank = f"\n{NBSP}\n" if rng.random() < 0.02 else "\n\n"
    gaps = ["\n" if rng.random() < 0.03 else blank for _ in lines[1:]]
    return "".join(line + gap for line, gap in zip(lines, [*gaps, ""], strict=True))


def post_text(seed: int, page: int, slot: int) -> str:
    """An article as a listing shows it, from the caption above its category down to the share bar."""
    post = article(seed, page, slot)
    body = list(post.paragraphs)
    for share, add in ADDITIONS:
        if post.rng.random() < share:
            add(post, body)
    caption = ""
    if post.rng.random() < CAPTION_SHARE:
        caption = post.rng.choice((post.rng.choice(post.tongue.people), post.rng.choice(OUTLETS), post.title, "blank"))
        caption += "\n"
    day, comments = day_of(seed, page, slot), post.rng.choice((0,) * 30 + (1, 2, 3))
    dated = f"{day:%B} {day.day}, {day.year} {comments} comment{'' if comments == 1 else 's'}"
    return f"{caption}{post.category}\n\n{post.title}\n\n{joined(post.rng, body)}\n\n{dated}\n{SHARE_BAR}\n"


def is_excerpts(seed: int, page: int) -> bool:
    """Whether a page lists excerpts. The first pages never do: there must be something to cut them from."""
    return page > 3 and rng_of(seed, "kind", page).random() < EXCERPTS_SHARE


def repeats_last(seed: int, page: int) -> bool:
    """Whether a listing begins with the last post of the page before it."""
    may = page % SECTION_PAGES != 1 and page > 1 and not is_excerpts(seed, page) and not is_excerpts(seed, page - 1)
    return may and rng_of(seed, "shift", page).random() < SHIFT_SHARE


def own_count(seed: int, page: int) -> int:
    """How many articles a listing holds that no page above it does."""
    return POSTS - repeats_last(seed, page)


def day_of(seed: int, page: int, slot: int) -> date:
    """The day of a post; days do not rise down a page, nor from page to page of a section."""
    back = sorted(rng_of(seed, "days", page).choices(range(PAGE_DAYS + 1), k=POSTS))[slot]
    return NEWEST - timedelta(days=PAGE_DAYS * ((page - 1) % SECTION_PAGES) + back)


class Page(NamedTuple):
    """A page and what it adds to the corpus."""

    text: str
    articles: int
    excerpts: int
    repeats: int


def page_of(seed: int, page: int) -> Page:
    """A page of the corpus, from 1."""
    if is_excerpts(seed, page):
        return Page(excerpts_text(seed, page), 0, POSTS, 0)
    own, repeats = own_count(seed, page), repeats_last(seed, page)
    places = [(page - 1, own_count(seed, page - 1) - 1)] * repeats + [(page, slot) for slot in range(own)]
    posts = "".join(post_text(seed, *place) for place in places)
    return Page(f"{HEAD}{posts}Newer Posts\nOlder Posts\n\nRecent Posts\n\n{recent(seed)}{FOOT}", own, 0, int(repeats))


@cache
def recent(seed: int) -> str:
    """The box of recent posts: titles with dates, of articles that the corpus does not hold."""
    rng, tongue = rng_of(seed, "recent"), language(seed)
    titles = (tongue.phrase(rng, 4, 7) for _ in range(5))
    days = (f"December {day}, 2025" for day in sorted(rng.sample(range(1, 32), 5), reverse=True))
    return "\n".join(f"  • {title}\n\n    {day}" for title, day in zip(titles, days, strict=True))


def excerpts_text(seed: int, page: int) -> str:
    """A listing of the openings of articles of earlier pages."""
    rng = rng_of(seed, "excerpts", page)
    places: dict[tuple[int, int], None] = {}
    while len(places) < POSTS:
        source = rng.randrange(1, page)
        if not is_excerpts(seed, source):
            places[source, rng.randrange(own_count(seed, source))] = None
    entries = []
    for place in places:
        whole = article(seed, *place)
        opening = " ".join(" ".join(whole.paragraphs).split(" ")[: rng.randint(45, 70)])
        opening = opening[: -rng.choice((1, 1, 2))] if rng.random() < 0.3 else opening
        entries.append(f"{whole.title}\n\n{rng.choice(('', '', '', '… '))}{opening}{rng.choice(('', '', '…', ' ,..'))}")
    return "\n\n".join((rng.choice(EXCERPTS_HEADINGS), *(f"{entry}\n\nRead more" for entry in entries)))


def pages_of(seed: int, jobs: int) -> Iterator[Page]:
    """The pages of the corpus without end, in order."""
    with ProcessPoolExecutor(jobs) as pool:
        for first in count(1, BATCH_PAGES):
            yield from pool.map(partial(page_of, seed), range(first, first + BATCH_PAGES), chunksize=16)


def write(out: Path, seed: int, jobs: int, pages: int | None, size: int | None) -> dict[str, int]:
    """Writes pages until there are so many, or so many bytes of them; returns what they hold."""
    sums = {"seed": seed, "pages": 0, "articles": 0, "excerpts": 0, "repeats": 0, "bytes": 0}
    for page in pages_of(seed, jobs):
        folder = out / f"{sums['pages'] // FOLDER_PAGES:04d}"
        folder.mkdir(parents=True, exist_ok=True)
        sums["pages"] += 1
        data = page.text.encode()
        (folder / f"page-{sums['pages']:06d}.txt").write_bytes(data)
        for name, value in zip(("articles", "excerpts", "repeats", "bytes"), (*page[1:], len(data)), strict=True):
            sums[name] += value
        if sums["pages"] == pages or (size is not None and sums["bytes"] >= size):
            break
    return sums


def positive(text: str) -> int:
    """A whole number above zero."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above zero")
    return int(text)


def byte_size(text: str) -> int:
    """A size such as 1GB, 250MB or 40000: powers of ten."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?) ?([kMG]?)B?", text)
    size = int(float(found[1]) * {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}[found[2]]) if found else 0
    if size == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 1GB, 250MB or 40kB")
    return size


def main() -> None:
    """Reads the arguments, writes the corpus and, next to it, what it holds."""
    parser = argparse.ArgumentParser(description="Make a corpus of listing pages with invented, distinct articles.")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to; new or empty")
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("--pages", type=positive, help="how many pages to make")
    length.add_argument("--bytes", type=byte_size, help="make pages until they take this much, such as 1GB or 250MB")
    parser.add_argument("--seed", type=int, default=7, help="another seed, another corpus (default: %(default)s)")
    jobs = min(2, os.cpu_count() or 1)
    parser.add_argument("--jobs", type=positive, default=jobs, help="processes to use (default: %(default)s)")
    args = parser.parse_args()
    out: Path = args.out.resolve()
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        parser.error(f"{args.out} exists and is not an empty folder: name another one or remove it")
    sums = write(out, args.seed, args.jobs, args.pages, args.bytes)
    out.with_name(f"{out.name}.json").write_text(json.dumps(sums, indent=2) + "\n", "utf-8")
    sys.stdout.write(f"{sums['pages']} pages, {sums['articles']} articles, {sums['bytes'] / 1e6:.1f} MB in {args.out}\n")


if __name__ == "__main__":
    main()
