"""Makes a corpus of saved listing pages in the layout of the first site, with distinct invented articles, for benchmarks.

Layouts and their frequencies belong here; nothing here reads a page. A page depends only on the seed and its number, so
that a corpus is the beginning of every longer one.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, count
from pathlib import Path
from random import Random
from typing import NamedTuple

FORMS, UNITS, OPENINGS, PEOPLE, BACKGROUNDS = 8_000, 200_000, 20_000, 600, 200
UNIT_WORDS = 2.07
"""Number of words of a unit, including the words that openings and speakers add to a sentence."""
FEWEST_WORDS, MEDIAN_WORDS, MOST_WORDS, SPREAD = 60, 360, 1_700, 0.7
POSTS, FOLDER_PAGES = 10, 1_000
SECTION_PAGES, PAGE_DAYS, NEWEST = 1_500, 3, date(2024, 12, 31)
"""Number of pages of a section. After a section the dates start again with the newest, so that dates stay recent."""
SHARES = {
    "glue_inside": 0.04, "glue_at_end": 0.03, "subheadings": 0.04, "list": 0.03, "pull_quote": 0.03, "gap": 0.02,
    "repeated_title": 0.03, "deck": 0.05, "download": 0.03, "agency": 0.03, "byline": 0.12, "source_url": 0.03,
    "caption": 0.06, "spaced": 0.02,
}  # fmt: skip
"""Share of posts with each feature."""
EXCERPTS_SHARE, SHIFT_SHARE, BACKGROUND_SHARE, JOINED_SHARE = 0.05, 0.32, 0.10, 0.03

NBSP, MASTHEAD = "\u00a0", "Nejat Society"
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
CATEGORIES = (
    "Harbour Council", "The ferry of Brant", "Brant Residents' families", "Tide", "Orm", "Coastal Survey", "Pell",
    "Council Authorities' stance on the Quay", "Quay Weekly Digest", "The Mooring Fees; A slow dispute", "Water Works",
    "Lighthouse Keepers", "The bridge at Nokken", "School Board", "The Expansion of Torrey Dock", "Islands", "Lys",
    "Valley Cooperative as a landlord", "River Authority", "Orchard Growers' letters", "Tram Drivers", "Night Library",
    "Winter Crossings", "Village Choir", "Repair Workshop", "Fishing Grounds", "Holm Ness Residents' council", "Sandby",
    "Museum Trustees", "Seed Bank",
)  # fmt: skip
OUTLETS = ("Quay Gazette", "Radio Brant", "Orm Courier", "The Torrey Tide", "Coastal Wire", "Pell Evening Post")
TITLES = ("{}", "{}", "{}", "{}", "{}?", "‘{}’ in doubt", "Digest: {}", "{} – an answer")
SUBJECTS = ("harbour", "ferry", "council", "quay", "tide", "dock", "pilot", "bridge", "island", "lamp", "rope", "sail")
ONSETS = (*"bcdghjklmnrstvwbdgklmnrst", "br", "ch", "dr", "fl", "gr", "kl", "pl", "st", "th", "tr")
VOWELS, CODAS = "aaeeiou", ("nd", "rk", "th", "lm", "rn", "sk", "ft", "mb")
ENDINGS = ("", "", "", "", "", "", "", "", "", "s", "s", "s", "ed", "ing", "al", "er", "ly")
LEADS = {
    "": 30, "the ": 20, "of the ": 12, "and ": 6, "a ": 6, "in the ": 7, "to ": 4, "for ": 3, "with ": 2, "by ": 2,
    "that the ": 3, "was ": 2, "which had ": 2, "on the ": 3, "from ": 2, "has been ": 2, "as ": 1, "not ": 1,
    "their ": 1,
}  # fmt: skip
FIRST_LEADS = (*("The ",) * 3, "A ", "In {} the ", "Nobody from {} ", "{} and the ", "Their ", "By noon ", "{} ")


def rng_of(*place: object) -> Random:
    """Return the random numbers of one place in one corpus."""
    return Random(":".join(map(str, place)))


@dataclass(frozen=True)
class Language:
    """Units and openings of sentences, each a content word with the small words before it, and names of people."""

    units: list[str]
    openings: list[str]
    people: list[str]

    def phrase(self, rng: Random, fewest: int, most: int) -> str:
        """Return words with a capital at the beginning and no full stop."""
        return " ".join((rng.choice(self.openings), *rng.choices(self.units, k=rng.randint(fewest, most) - 1)))

    def sentence(self, rng: Random, units: Sequence[str]) -> str:
        """Return the units as one sentence: plain, with a comma or a dash, or as a quotation."""
        style, half = rng.random(), len(units) // 2
        sign = "," if style < 0.25 else " –" if style < 0.30 else ""
        text = f"{rng.choice(self.openings)} {' '.join(units[:half])}{sign} {' '.join(units[half:])}"
        if style > 0.90:
            return f"“{text},” {rng.choice(self.people)} said."
        return text + ("?" if style > 0.88 else ".")

    def sentences(self, rng: Random, words: float) -> Iterator[str]:
        """Return sentences with about this total number of words."""
        units = rng.choices(self.units, k=max(8, round(words / UNIT_WORDS)))
        start = 0
        while start < len(units):
            end = start + rng.randint(6, 15)
            end = len(units) if end + 6 > len(units) else end
            yield self.sentence(rng, units[start : end - 1])
            start = end


def word_form(rng: Random) -> str:
    """Return one pronounceable word that is in no dictionary, except by chance."""
    syllables = (rng.choice(ONSETS) + rng.choice(VOWELS) for _ in range(rng.choice((2, 2, 2, 3))))
    return "".join(syllables) + rng.choice(CODAS) + rng.choice(ENDINGS)


@cache
def language(seed: int) -> Language:
    """Return the language of a corpus. Word frequencies follow Zipf and Mandelbrot; no word is so common that runs repeat."""
    rng = rng_of(seed, "language")
    forms = dict.fromkeys(SUBJECTS)
    while len(forms) < FORMS:
        forms[word_form(rng)] = None
    names = [form.capitalize() for form in rng.sample(list(forms), 800)]
    weights = list(accumulate(1 / (rank + 40) for rank in range(FORMS)))
    words = rng.choices(list(forms), cum_weights=weights, k=UNITS)
    leads = rng.choices(list(LEADS), weights=list(LEADS.values()), k=UNITS)
    units = [lead + word for lead, word in zip(leads, words, strict=True)]
    for index in range(0, UNITS, 20):
        name, word = rng.choice(names), words[index]
        units[index] = rng.choice((name, name, f"Mr. {name}", f"{name}’s {word}", f"{rng.randint(2, 999)} {word}"))
    openings = [rng.choice(FIRST_LEADS).format(rng.choice(names)) + word for word in words[:OPENINGS]]
    return Language(units, openings, [f"{rng.choice(names)} {rng.choice(names)}" for _ in range(PEOPLE)])


@cache
def backgrounds(seed: int) -> list[str]:
    """Return the paragraphs that recur in many articles."""
    rng, speech = rng_of(seed, "background"), language(seed)
    return [" ".join(speech.sentences(rng, rng.randint(42, 58))) for _ in range(BACKGROUNDS)]


@dataclass(frozen=True)
class Article:
    """The author's text, and the random numbers for its display on a page."""

    category: str
    title: str
    paragraphs: list[str]
    speech: Language
    rng: Random


def article(seed: int, page: int, slot: int) -> Article:
    """Return the article of a page's slot."""
    rng, speech = rng_of(seed, page, slot), language(seed)
    words = rng.lognormvariate(0, SPREAD) * MEDIAN_WORDS
    sentences = list(speech.sentences(rng, min(MOST_WORDS, max(FEWEST_WORDS, words))))
    paragraphs = []
    while sentences:
        size = rng.randint(1, 4)
        paragraphs.append(" ".join(sentences[:size]))
        del sentences[:size]
    if rng.random() < BACKGROUND_SHARE:
        paragraphs.append(rng.choice(backgrounds(seed)))
    category = CATEGORIES[int(len(CATEGORIES) * rng.random() ** 2)]
    return Article(category, rng.choice(TITLES).format(speech.phrase(rng, 4, 6)), paragraphs, speech, rng)


def with_glue(post: Article, has: set[str]) -> list[str]:
    """Return the paragraphs; one of them has the title as a picture's text in place of a space or after a full stop."""
    rng, body = post.rng, list(post.paragraphs)
    if "glue_inside" in has:
        at = rng.randrange(len(body))
        words = body[at].split(" ")
        cut = rng.randrange(1, len(words))
        alt = re.sub("[‘’]", "'", post.title) if rng.random() < 0.3 else post.title
        body[at] = f"{' '.join(words[:cut])}{rng.choice(('', '', ' '))}{alt}{' '.join(words[cut:])}"
    if "glue_at_end" in has:
        body[rng.randrange(len(body))] += rng.choice(("", " ", "Download ")) + post.title
    return body


def insert_lines(post: Article, has: set[str], body: list[str]) -> None:
    """Insert lines that are not the author's prose between the paragraphs, and a deck above them."""
    rng, speech = post.rng, post.speech
    if "subheadings" in has:
        for at in sorted(rng.sample(range(1, len(body)), min(3, len(body) - 1)), reverse=True):
            body.insert(at, speech.phrase(rng, 2, 3))
    if "list" in has:
        points = [" ".join(speech.sentences(rng, 18)) for _ in range(rng.randint(3, 6))]
        at = rng.randint(1, len(body))
        numbered = (f"{number}. {point}" for number, point in enumerate(points, 1))
        body[at:at] = [f"{speech.phrase(rng, 4, 8)}:", *numbered]
    if "pull_quote" in has:
        quote = rng.choice(re.split(r"(?<=[.?])(?<!Mr\.) ", rng.choice(post.paragraphs)))
        body.insert(rng.randint(1, len(body)), quote)
    if "gap" in has:
        body.insert(rng.randint(1, len(body)), NBSP)
    if "repeated_title" in has:
        body.insert(rng.randint(0, len(body)), post.title)
    if "deck" in has:
        body.insert(0, speech.phrase(rng, 6, 11))


def last_lines(post: Article, has: set[str]) -> Iterator[str]:
    """Return the lines below the text: a link to a file, an agency's note, the author and the source."""
    rng, people = post.rng, post.speech.people
    if "download" in has:
        yield f"Download {post.title}"
    if "agency" in has:
        yield rng.choice(("__", "___"))
        yield f"Coastal Wire writer {rng.choice(people)} contributed to this report."
    if "byline" in has:
        name = rng.choice(people)
        yield rng.choice((f"By {name}", f"By {name.upper()}", f"By {name.upper()},", f"{name},"))
    if "source_url" in has:
        slug = re.sub(r"[^a-z0-9]+", "-", post.title.lower()).strip("-")
        yield f"http://news.example.org/{rng.randint(1, 99_999)}/{slug}/"


def post_text(seed: int, page: int, slot: int) -> str:
    """Return an article as on a listing, from the caption above its category down to the share bar."""
    post = article(seed, page, slot)
    rng = post.rng
    has = {name for name, share in SHARES.items() if rng.random() < share}
    body = with_glue(post, has)
    insert_lines(post, has, body)
    body += last_lines(post, has)
    blank = f"\n{NBSP}\n" if "spaced" in has else "\n\n"
    text = body[0] + "".join(("\n" if rng.random() < JOINED_SHARE else blank) + line for line in body[1:])
    captions = (rng.choice(post.speech.people), rng.choice(OUTLETS), post.title, "blank")
    caption = rng.choice(captions) + "\n" if "caption" in has else ""
    day, comments = day_of(seed, page, slot), rng.choice((0,) * 30 + (1, 2, 3))
    dated = f"{day:%B} {day.day}, {day.year} {comments} comment{'' if comments == 1 else 's'}"
    return f"{caption}{post.category}{blank}{post.title}{blank}{text}{blank}{dated}\n{SHARE_BAR}\n"


def is_excerpts(seed: int, page: int) -> bool:
    """Return whether a page lists excerpts. The first pages never do, as excerpts need earlier articles."""
    return page > 3 and rng_of(seed, "kind", page).random() < EXCERPTS_SHARE


def repeats_last(seed: int, page: int) -> bool:
    """Return whether a listing begins with the last post of the previous page, as after one new post."""
    may = page % SECTION_PAGES != 1 and not is_excerpts(seed, page) and not is_excerpts(seed, page - 1)
    return may and rng_of(seed, "shift", page).random() < SHIFT_SHARE


def own_count(seed: int, page: int) -> int:
    """Return the number of articles of a listing that are on no earlier page."""
    return POSTS - repeats_last(seed, page)


def day_of(seed: int, page: int, slot: int) -> date:
    """Return the day of a post; days never increase down a page or from page to page of a section."""
    back = sorted(rng_of(seed, "days", page).choices(range(PAGE_DAYS + 1), k=POSTS))[slot]
    return NEWEST - timedelta(days=PAGE_DAYS * ((page - 1) % SECTION_PAGES) + back)


class Page(NamedTuple):
    """The text of a page, and its additions to the corpus."""

    text: str
    distinct_articles: int
    excerpt_entries: int
    shifted_repeats: int


def page_of(seed: int, page: int) -> Page:
    """Return a page of the corpus, counted from 1."""
    if is_excerpts(seed, page):
        return Page(excerpts_text(seed, page), 0, POSTS, 0)
    repeats, own = repeats_last(seed, page), own_count(seed, page)
    places = [(page, slot) for slot in range(own)]
    if repeats:
        places.insert(0, (page - 1, own_count(seed, page - 1) - 1))
    posts = "".join(post_text(seed, *place) for place in places)
    return Page(f"{HEAD}{posts}Newer Posts\nOlder Posts\n\nRecent Posts\n\n{recent(seed)}{FOOT}", own, 0, int(repeats))


@cache
def recent(seed: int) -> str:
    """Return the box of recent posts: titles, with dates, of articles that are not in the corpus."""
    rng = rng_of(seed, "recent")
    days = sorted(rng.sample(range(1, 32), 5), reverse=True)
    return "\n".join(f"  • {language(seed).phrase(rng, 4, 6)}\n\n    December {day}, 2025" for day in days)


def excerpts_text(seed: int, page: int) -> str:
    """Return a listing of excerpts of articles on earlier pages."""
    rng = rng_of(seed, "excerpts", page)
    places: dict[tuple[int, int], None] = {}
    while len(places) < POSTS:
        source = rng.randrange(1, page)
        if not is_excerpts(seed, source):
            places[source, rng.randrange(own_count(seed, source))] = None
    text = rng.choice(EXCERPTS_HEADINGS)
    for place in places:
        whole = article(seed, *place)
        opening = " ".join(" ".join(whole.paragraphs).split(" ")[: rng.randint(45, 70)])
        opening = opening[:-1].rstrip() if rng.random() < 0.3 else opening
        opening = rng.choice(("", "", "", "", "… ")) + opening + rng.choice(("", "", "", "…", " ,.."))
        text += f"\n\n{whole.title}\n\n{opening}\n\nRead more"
    return text


def write(out: Path, seed: int, pages: int | None, size: int | None) -> dict[str, int]:
    """Write pages up to a number of pages or bytes. Return the counts of their content."""
    sums = {"seed": seed, "pages": 0, "distinct_articles": 0, "excerpt_entries": 0, "shifted_repeats": 0, "bytes": 0}
    for number in count(1):
        page = page_of(seed, number)
        file = out / f"{(number - 1) // FOLDER_PAGES:04d}" / f"page-{number:06d}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        sums["pages"] += 1
        sums["bytes"] += file.write_bytes(page.text.encode())
        for name in Page._fields[1:]:
            sums[name] += getattr(page, name)
        if number == pages or (size is not None and sums["bytes"] >= size):
            break
    return sums


def page_number(text: str) -> int:
    """Parse a whole number above zero."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above zero")
    return int(text)


def byte_size(text: str) -> int:
    """Parse a size such as 1GB, 250MB or 40000, in powers of ten."""
    result = re.fullmatch(r"(\d+(?:\.\d+)?)([kMG]?)B?", text)
    size = int(float(result[1]) * {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}[result[2]]) if result else 0
    if size == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 1GB, 250MB or 40kB")
    return size


def main() -> None:
    """Read the arguments, and write the corpus and, beside its folder, the counts of its content."""
    parser = argparse.ArgumentParser(description="Make a corpus of listing pages with distinct invented articles.")
    parser.add_argument("--out", type=Path, required=True, help="new or empty folder; counts go to OUT.json")
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("--pages", type=page_number, help="how many pages to make")
    length.add_argument("--bytes", type=byte_size, help="make pages until they take this much, such as 1GB or 250MB")
    parser.add_argument("--seed", type=int, default=7, help="another seed makes another corpus (default: %(default)s)")
    args = parser.parse_args()
    out: Path = args.out.resolve()
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        parser.error(f"{args.out} exists and is not an empty folder: name another one or remove it")
    sums = write(out, args.seed, args.pages, args.bytes)
    out.with_name(f"{out.name}.json").write_text(json.dumps(sums, indent=2) + "\n", "utf-8")
    sys.stdout.write(f"{sums['pages']} pages, {sums['distinct_articles']} articles, {sums['bytes']} bytes\n")


if __name__ == "__main__":
    main()
