"""Pages with invented words in the layouts of news sites, blogs and forums: what no public set has enough of, with exact labels.

A page is drawn from traits: menus, share bars above the text, a title that is repeated, a standfirst, bylines and days in any order, teasers and
advertisements between paragraphs, short texts, author boxes, comments, related articles with days, feet. Words are invented; phrases come
from `data/phrases`, months and weekdays from babel.
"""

import datetime as dt
import random
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache

from babel.dates import format_date
from label_article import Labelled
from public_sets import GoldPage

from clippings import data
from clippings.segment.cutter.labels import ARTICLE, BYLINE, DATE, OUTSIDE, POSTS, TEXT, THREAD, TITLE

Lines = list[tuple[str, int]]
"""Lines with their labels."""
_SMALL_WORDS = {
    "en": "the of and to in a that on for with was by", "de": "der die und in den von zu mit das auf für ist",
    "fr": "le la et de des à en que pour dans une du", "es": "el la y de en que los por con para una del",
    "it": "il la e di che in per con una del sono da", "pt": "o a e de que em para com uma do os no",
    "nl": "de het en van in een dat op voor met zijn te", "pl": "i w na z do że o od po nie jest dla",
    "sv": "och i att en som på för med av den till är", "tr": "ve bir bu için ile da de olarak daha çok en",
    "ru": "и в на с что по для не из к от за", "uk": "і в на з що по для не із до від за",
    "ar": "في من على إلى أن عن مع هذا بعد التي", "fa": "و در به از که این را با برای است", "el": "και το της να του στο με για από την",
}  # fmt: skip
_LETTERS = {
    "ru": ("бвгдклмнпрст", "аеиоуя"), "uk": ("бвгдклмнпрст", "аеиіоуя"), "ar": ("بتجدرسعفقكلمنه", "اوي"), "fa": ("بپتجدرسعفقکلمن", "اوی"),
    "el": ("βγδκλμνπρστφ", "αεηιου"),
}  # fmt: skip
_LATIN = ("bdfghklmnprstvw", "aeiou")
_UNSPACED = {
    "ja": ("港島船町橋会夜海北南東西新旧大小中山川田村市県議員長年月日人々水", "はがをにでとのもからまで", "。", "、"),
    "zh": ("港島船町桥会夜海北南东西新旧大小中山川田村市县议员长年月日人水的了在是有和", "的了在和", "。", "，"),
}  # fmt: skip
_LOCALES = ("en",) * 9 + (
    "de",
    "de",
    "fr",
    "fr",
    "es",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "sv",
    "tr",
    "ru",
    "ru",
    "uk",
    "ar",
    "fa",
    "el",
    "ja",
    "ja",
    "zh",
)
_PATTERNS = (
    "long",
    "medium",
    "full",
    "d MMMM y",
    "MMM d, y",
    "dd.MM.y",
    "dd/MM/y",
    "y-MM-dd",
    "EEEE, d MMMM y",
    "EEE d MMM y",
    "d MMM y",
)
_CLOCKS = ("", "", "", " {h}:{m}", ", {h}:{m}", " - {h}:{m}", " at {h}:{m} am", " | {h}:{m}", " {h}.{m} GMT")
_PLAIN = re.compile(r"[\w '’.-]+")
_COUNTS = ("4", "12", "0", "1.2K", "--", "•", "·", "|", "#")


@cache
def _phrases(locale: str) -> dict[str, list[str]]:
    table = tomllib.loads((data.FOLDER / "phrases" / f"{locale}.toml").read_text("utf-8"))["phrases"]
    return {name: [text for text in texts if _PLAIN.fullmatch(text)] for name, texts in table.items()}


class Speech:
    """Invented words, sentences, names and days in one language, written as one page writes them."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.locale = draw.choice(_LOCALES)
        self.pattern, self.clock = draw.choice(_PATTERNS), draw.choice(_CLOCKS)
        self.is_title_case = self.locale == "en" and draw.random() < 0.5
        self._vocabulary = [self._new_word() for _ in range(160)]

    def _new_word(self) -> str:
        consonants, vowels = _LETTERS.get(self.locale, _LATIN)
        return "".join(
            self.draw.choice(consonants) + self.draw.choice(vowels) for _ in range(self.draw.choice((1, 2, 2, 3, 4)))
        )

    def words(self, count: int) -> list[str]:
        """Return words, a third of them the small words of the language."""
        small = _SMALL_WORDS[self.locale].split()
        return [
            self.draw.choice(small) if self.draw.random() < 0.35 else self.draw.choice(self._vocabulary)
            for _ in range(count)
        ]

    def phrase(self, least: int, most: int) -> str:
        """Return a text of some words (of some characters where words have no spaces), as a title has it."""
        count = self.draw.randint(least, most)
        if self.locale in _UNSPACED:
            kanji, small, _, _ = _UNSPACED[self.locale]
            return "".join(self.draw.choice(small if self.draw.random() < 0.3 else kanji) for _ in range(3 * count))
        words = self.words(count)
        return " ".join(word.title() for word in words) if self.is_title_case else " ".join(words).capitalize()

    def sentence(self) -> str:
        """Return a sentence."""
        draw = self.draw
        if self.locale in _UNSPACED:
            stop, comma = _UNSPACED[self.locale][2:]
            return comma.join(self.phrase(3, 6) for _ in range(draw.randint(1, 3))) + stop
        words = self.words(draw.randint(6, 24))
        for _ in range(draw.choice((0, 0, 1, 1, 2))):
            at = draw.randrange(len(words))
            words[at] = draw.choice((words[at].title(), str(draw.randrange(2, 2000)), f"{words[at]},"))
        text = " ".join(words)
        text = (
            f"“{text[:1].upper()}{text[1:]},” {self.phrase(1, 2)}"
            if draw.random() < 0.15
            else text[:1].upper() + text[1:]
        )
        return text + draw.choice((".", ".", ".", ".", ".", "!", "?"))

    def paragraph(self) -> str:
        """Return one to five sentences."""
        joint = "" if self.locale in _UNSPACED else " "
        return joint.join(self.sentence() for _ in range(self.draw.choice((1, 1, 2, 2, 3, 4, 5))))

    def name(self) -> str:
        """Return the name of a person."""
        if self.locale in _UNSPACED:
            return self.phrase(1, 1) + self.draw.choice(("", " ")) + self.phrase(1, 1)[:2]
        first = (
            self.draw.choice(("Ada", "Ines", "Jon", "Mara", "Tomas", "Peter", "Anna", "Carlos", "Maria", "David"))
            if self.locale not in _LETTERS
            else self._new_word().title()
        )
        return f"{first} {(self._new_word() + self._new_word()).title()}"

    def ui(self, kind: str) -> str:
        """Return a phrase of the page's interface."""
        texts = _phrases(self.locale).get(kind) or _phrases("en").get(kind) or ["…"]
        text = self.draw.choice(texts)
        return text[:1].upper() + text[1:]

    def day(self) -> str:
        """Return a day as this page writes days."""
        day = dt.date(2004, 1, 1) + dt.timedelta(days=self.draw.randrange(8000))
        clock = self.clock.format(h=self.draw.randrange(1, 12), m=f"{self.draw.randrange(60):02}")
        return format_date(day, self.pattern, locale=self.locale) + clock


def invented(count: int, seed: int) -> Iterator[GoldPage]:
    """Draw pages: half of one post, the others blogs, teasers and threads."""
    for number in range(count):
        draw = random.Random(f"{seed}/{number}")
        layout, kind = draw.choice(
            (
                (_article, ARTICLE),
                (_article, ARTICLE),
                (_article, ARTICLE),
                (_blog, POSTS),
                (_teasers, POSTS),
                (_thread, THREAD),
            )
        )
        speech = Speech(draw)
        site = speech.phrase(1, 3)
        lines = [*_top(speech, site), *layout(speech), *_foot(speech, site)]
        is_bulleted = draw.random() < 0.4
        numbered, at = [], 0
        for text, label in lines:
            at += draw.choice((1, 1, 2))
            is_item = is_bulleted and label == OUTSIDE and len(text) < 30
            numbered.append((at, f"• {text}" if is_item else text, 2 if is_item else 0))
        yield GoldPage(
            f"invented/{number}",
            "invented",
            f"invented/{number}",
            numbered,
            Labelled([label for _, label in lines], [1.0] * len(lines)),
            kind,
        )


def _outside(*texts: str) -> Lines:
    return [(text, OUTSIDE) for text in texts]


def _some(speech: Speech, share: float, lines: Callable[[], Lines]) -> Lines:
    return lines() if speech.draw.random() < share else []


def _top(speech: Speech, site: str) -> Lines:
    draw = speech.draw
    menu = [speech.phrase(1, 2) for _ in range(draw.randint(0, 14))]
    lines = _outside(site) + _some(speech, 0.4, lambda: _outside(speech.ui("skip"))) + _outside(*menu)
    lines += _some(speech, 0.2, lambda: _outside(speech.sentence()))
    return lines + _some(speech, 0.15, lambda: _outside(*menu))


def _foot(speech: Speech, site: str) -> Lines:
    draw = speech.draw
    blocks: list[Lines] = [
        _outside(speech.ui("related"), *(text for _ in range(draw.randint(1, 4)) for text in _teaser(speech))),
        _outside(
            speech.ui("most_read"),
            *(text for n in range(1, draw.randint(2, 6)) for text in (str(n), speech.phrase(4, 9))),
        ),
        _outside(speech.ui("newsletter"), speech.sentence()),
        _outside(speech.ui("recent"), *(speech.phrase(4, 9) for _ in range(draw.randint(2, 6)))),
        _outside(speech.ui("sections"), *(speech.phrase(1, 2) for _ in range(draw.randint(2, 6)))),
    ]
    chosen = [line for block in draw.sample(blocks, draw.randint(0, 3)) for line in block]
    return chosen + _outside(
        *(speech.ui("footer") for _ in range(draw.randint(0, 4))), f"© {draw.randint(2005, 2026)} {site}"
    )


def _teaser(speech: Speech) -> list[str]:
    draw = speech.draw
    extra = [*([speech.day()] if draw.random() < 0.5 else []), *([speech.sentence()] if draw.random() < 0.25 else [])]
    return [speech.phrase(4, 10), *extra]


def _article(speech: Speech) -> Lines:
    """One post with what pages put above, into and below it."""
    draw = speech.draw
    title, name = speech.phrase(4, 11), _writer(speech)
    decks = (speech.sentence, lambda: speech.phrase(3, 8), lambda: speech.phrase(6, 14))
    deck: Lines = _some(speech, 0.5, lambda: [(draw.choice(decks)(), TEXT)])
    facts = _facts(speech, name)
    share = _outside(
        *(
            draw.choice((speech.ui("share"), speech.ui("share_buttons"), draw.choice(_COUNTS)))
            for _ in range(draw.randint(0, 6))
        )
    )
    lines = _some(speech, 0.15, lambda: _outside(title, *(line for line, _ in share[:3])))
    lines += _some(speech, 0.08, lambda: _outside(title, speech.phrase(5, 9)))
    lines += _some(speech, 0.12, lambda: _outside(f"← {speech.phrase(3, 9)}", f"{speech.phrase(3, 9)} →"))
    lines += _some(speech, 0.3, lambda: _outside(f"{speech.ui('home')} / {speech.phrase(1, 2)}")) + _some(
        speech, 0.4, lambda: _outside(speech.phrase(1, 3))
    )
    order = draw.choice((0, 0, 0, 1, 2))
    head = [(title, TITLE), *deck]
    lines += (
        [*head, *facts, *share]
        if order == 0
        else [*facts, *head, *share]
        if order == 1
        else [(title, TITLE), *share, *facts, *deck]
    )
    lines += _some(speech, 0.25, lambda: _outside(f"{speech.ui('photo_credit')}: {speech.name()}"))
    lines += _some(speech, 0.15, lambda: _outside(speech.phrase(5, 12)))
    lines += _body(speech) + _below(speech, name)
    return lines


def _writer(speech: Speech) -> str:
    """A name, now and then that of an account."""
    return speech.name() if speech.draw.random() < 0.9 else speech.phrase(1, 1).lower().replace(" ", "")


def _facts(speech: Speech, name: str) -> Lines:
    draw = speech.draw
    by, day = speech.ui("by"), speech.day()
    byline: Lines = draw.choice((
        [(f"{by} {name}", BYLINE)], [(name, BYLINE)], [(name, OUTSIDE), (name, BYLINE), *_outside("·", speech.phrase(1, 1))],
        [(f"{name}, {speech.phrase(1, 3)}", BYLINE)], [(f"{by} {name} {speech.phrase(1, 2)}", BYLINE)], [],
    ))  # fmt: skip
    dated: Lines = draw.choice((
        [(day, DATE)], [(day, DATE)], [(f"{speech.ui('posted_on')}: {day}", DATE)], [(f"{speech.ui('posted_on')} {day}", DATE)],
        [(day, DATE), *_outside(f"{speech.ui('updated')} {speech.day()}")],
        [*_outside(f"{draw.randint(2, 9)} {speech.ui('minutes_read')}", "·"), (day, DATE)], [],
    ))  # fmt: skip
    if draw.random() < 0.2 and byline and dated:
        return [(f"{by} {name}{draw.choice((' | ', ' · ', ' - ', ', '))}{day}", BYLINE)]
    return [*byline, *dated] if draw.random() < 0.65 else [*dated, *byline]


def _body(speech: Speech) -> Lines:
    draw = speech.draw
    lines: Lines = []
    for n in range(draw.choice((2, 2, 3, 3, 4, 5, 6, 8, 12))):
        if n:
            lines += _some(speech, 0.06, lambda: _outside(speech.ui("advertisement")))
            lines += _some(speech, 0.05, lambda: _outside(speech.ui("related"), speech.phrase(5, 10)))
            lines += _some(speech, 0.04, lambda: _outside(f"{speech.ui('photo_credit')}: {speech.name()}"))
            lines += _some(speech, 0.08, lambda: [(speech.phrase(2, 6), TEXT)])
            lines += _some(speech, 0.03, lambda: _outside(speech.ui("newsletter")))
        lines.append((speech.paragraph(), TEXT))
    return lines + _some(speech, 0.08, lambda: [(speech.sentence(), TEXT) for _ in range(draw.randint(2, 5))])


def _below(speech: Speech, name: str) -> Lines:
    draw = speech.draw
    lines = _some(speech, 0.35, lambda: _outside(f"{speech.ui('tags')}: {speech.phrase(1, 1)}, {speech.phrase(1, 1)}"))
    lines += _some(speech, 0.4, lambda: _outside(*(speech.ui("share_buttons") for _ in range(draw.randint(1, 4)))))
    lines += _some(speech, 0.2, lambda: _outside(speech.ui("about_author"), name, speech.sentence()))
    if draw.random() < 0.25:
        lines += _outside(f"{draw.randint(1, 9)} {speech.ui('comments')}")
        is_one_line = draw.random() < 0.5
        for _ in range(draw.randint(1, 4)):
            who, day = _writer(speech), speech.day()
            opening = [f"{who} {speech.ui('posted_on').lower()} {day}:"] if is_one_line else [who, day]
            lines += _outside(*opening, draw.choice((speech.paragraph, speech.sentence))(), speech.ui("share_buttons"))
        lines += _outside(speech.ui("leave_comment"))
    return lines


def _blog(speech: Speech) -> Lines:
    """Posts with whole texts or excerpts; what all posts of the page have above and below is the same."""
    draw = speech.draw
    name, by, place = _writer(speech), speech.ui("by"), draw.choice((0, 0, 0, 1, 2, 3, 4, 5))
    paragraphs, has_more, has_category = draw.choice((1, 1, 2, 3, 4)), draw.random() < 0.4, draw.random() < 0.3
    closing: Lines = _outside(
        *(draw.choice((speech.ui("share_buttons"), speech.ui("share"))) for _ in range(draw.choice((0, 0, 1, 3))))
    )
    more = speech.ui("read_more")
    lines: Lines = []
    for _ in range(draw.randint(2, 9)):
        day, title = speech.day(), [(speech.phrase(3, 10), TITLE)]
        text: Lines = [(speech.paragraph(), TEXT) for _ in range(draw.randint(1, paragraphs))]
        count = f"{draw.randrange(9)} {speech.ui('comments')}"
        if has_category:
            lines += _outside(speech.phrase(1, 1))
        forms: tuple[Lines, ...] = (
            [
                (day, DATE),
                *title,
                *text,
                (f"{by} {name} {draw.choice(('at', '·', '@'))} {draw.randrange(1, 12)}:30 AM", BYLINE),
                *_outside(count),
            ],
            [*title, (f"{speech.ui('posted_on')} {day} {by} {name}", BYLINE), *text],
            [*title, (f"{by} {name}", BYLINE), (day, DATE), *text, *_outside(count)],
            [*title, *text, (day, DATE), *_outside(count)],
            [*title, (day, DATE), *text],
            [(day, DATE), *title, (f"{by} {name}", BYLINE), *text],
        )
        lines += forms[place] + (_outside(more) if has_more else []) + closing
        if place in (0, 3):
            lines += _some(speech, 0.5, lambda: _outside(f"{speech.ui('tags')}: {speech.phrase(1, 1)}"))
    return lines


def _teasers(speech: Speech) -> Lines:
    """A front page: a title each, perhaps with an excerpt, a day or a section."""
    draw = speech.draw
    has_text, has_day, has_section, is_day_first = (draw.random() < share for share in (0.7, 0.6, 0.3, 0.4))
    lines: Lines = []
    for _ in range(draw.randint(4, 16)):
        day: Lines = [(speech.day(), DATE)] * has_day
        lines += _outside(speech.phrase(1, 1)) * has_section + (day if is_day_first else [])
        lines += [(speech.phrase(4, 10), TITLE), *([(speech.sentence(), TEXT)] * has_text)]
        lines += [] if is_day_first else day
    return lines


def _thread(speech: Speech) -> Lines:
    """A thread of a forum: one title; each post with its writer, day, and what the forum says of the writer."""
    draw = speech.draw
    title = speech.phrase(3, 8)
    is_repeated, has_profile, is_by_line = (draw.random() < share for share in (0.4, 0.6, 0.5))
    buttons = [speech.ui("share_buttons") for _ in range(draw.choice((0, 1, 2)))]
    lines: Lines = [
        *_some(speech, 0.5, lambda: _outside(f"{draw.randint(2, 40)} posts • Page 1 of {draw.randint(1, 4)}")),
        (title, TITLE),
    ]
    for n in range(draw.randint(2, 9)):
        user, day = (
            draw.choice(
                (speech.name(), speech.phrase(1, 1).lower(), f"{speech.phrase(1, 1).lower()}{draw.randrange(99)}")
            ),
            speech.day(),
        )
        lines += _outside(f"Re: {title}" if n else title) * is_repeated
        lines += (
            [(f"by {user} » {day}" if is_by_line else f"{user}, {day}", BYLINE if n == 0 else OUTSIDE)]
            if draw.random() < 0.5
            else [*_outside(user), (day, DATE if n == 0 else OUTSIDE)]
        )
        lines += [(speech.paragraph(), TEXT) for _ in range(draw.choice((1, 1, 2, 3)))]
        lines += _outside(user, f"Posts: {draw.randrange(2000)}", f"Joined: {speech.day()}") * has_profile + _outside(
            *buttons
        )
    return lines
