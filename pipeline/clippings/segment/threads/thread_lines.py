"""The posts of a thread by what repeats on its page: who wrote a post and when, the card of its member, buttons.

Reads no phrases: each platform and language repeats its own lines. Whether a page is a thread is decided elsewhere.
"""

import datetime as dt
import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from clippings.common.prose import ends_as_sentence, prose_words, width
from clippings.common.text import core
from clippings.enrich.dates.days_in_lines import days_in
from clippings.segment.threads.thread_names import names_of

_SHORT, _SHORT_WORDS = 60, 8
"""Width and words of the longest line beside a post that is not its day."""
_LONGEST_DAY, _DAY_WORDS = 120, 16
_LONG = 45
"""Width of a line that is text whatever is beside it."""
_LONGEST_NOTE, _NOTES = 160, 2
"""Characters of the longest line that repeats below posts, and how often one that is not short may be on a page as text."""
_SENTENCE_WORDS = 3
_LABEL_WORDS = 3
_HEAD = 3
"""Lines of no kind in a row between those of the head of a post, at most."""
_BESIDE = 2
"""Lines between the day of a post and a line that other posts have too, at most."""
_ABOVE = 4
"""Lines from the text of a post to the day below it, at most."""
_OFTEN = 4
"""Lines with a day to one that has a word of their labels, at most."""
# _________________   |   -- : what is below is the motto of the writer
_SIGNATURE = re.compile(r"_{4,}|--")
_DIGITS = re.compile(r"[\d\W_]+")


class ThreadPost(NamedTuple):
    """A post of a thread; lines are indexes.

    Attributes:
        day: The line with its day.
        name: The line that names its writer, if the page has such lines.
        text: Its text.
        is_closed: Whether a line that repeats beside posts ends it, on the side away from its day.
    """

    day: int
    name: int | None
    text: list[int]
    is_closed: bool


class Thread(NamedTuple):
    """The posts of a page from top to bottom, two at least, and the lines beside them: days, names, and lines that repeat."""

    posts: list[ThreadPost]
    beside: frozenset[int]


def thread_of(heads: Sequence[str], has_day: Sequence[bool], texts: Sequence[int]) -> Thread | None:
    """Return the posts of a page of a thread, or nothing where its lines do not show them.

    Args:
        heads: The lines of the page that are not blank.
        has_day: Whether a line may hold a day.
        texts: Lines that are likely text.
    """
    page = _Page(heads, has_day)
    if len(page.openings) < 2:
        return None
    first, last = page.openings[0], page.openings[-1]
    prose = [at for at in texts if at in page.texts]
    above, below = [at for at in prose if at < first], [at for at in prose if at > last]
    is_near = above and first - above[-1] <= _ABOVE
    if not is_near or sum(len(heads[at]) for at in above) <= sum(len(heads[at]) for at in below):
        return page.thread()
    end = len(heads) - 1
    posts, beside = _Page(heads[::-1], has_day[::-1], is_turned=True).thread()
    turned = [
        ThreadPost(end - day, None if name is None else end - name, [end - at for at in reversed(text)], is_closed)
        for day, name, text, is_closed in reversed(posts)
    ]
    return Thread(turned, frozenset(end - at for at in beside))


def _key(head: str) -> str | None:
    """What lines beside posts have in common: the letters of a short line, or of its label: `Posts: 12`, `Location: Bern`."""
    label, colon, _ = head.partition(":")
    if colon and len(label.split()) <= _LABEL_WORDS and width(head) <= _SHORT:
        return core(label)
    is_sentence = ends_as_sentence(head) and not head.endswith(("..", "…")) and prose_words(head) > 1
    if width(head) > _SHORT or prose_words(head) > _SHORT_WORDS or is_sentence:
        return head if len(head) <= _LONGEST_NOTE else None
    return _DIGITS.sub("", head).casefold() or re.sub(r"[\d\s]+", "", head)


class _Page:
    """The lines of a page that may be a thread, those of each post below its day."""

    def __init__(self, heads: Sequence[str], has_day: Sequence[bool], *, is_turned: bool = False) -> None:
        self.heads, self.is_turned = heads, is_turned
        self.days: dict[int, tuple[str, dt.date]] = {}
        self.rests: dict[int, str] = {}
        self._read_days(has_day)
        keys = [None if at in self.days else _key(head) for at, head in enumerate(heads)]
        counts = Counter(key for key in keys if key is not None)
        self.keys = [
            key if key is not None and counts[key] > (_NOTES if key == heads[at] else 1) else None
            for at, key in enumerate(keys)
        ]
        """What a line that is beside posts has in common with others; None for any other line."""
        self.texts = self._texts()
        self.openings = self._openings()
        self.zones = self._zones()
        self._open_first()
        self._keep_quotations()

    def _keep_quotations(self) -> None:
        """Long lines that repeat are text, unless they are below the texts of posts, once each."""
        posts: dict[str, list[int]] = defaultdict(list)
        for at, key in enumerate(self.keys):
            if key is not None and key == self.heads[at]:
                posts[key].append(bisect(self.openings, at))
        quoted = {key for key, of in posts.items() if self.zones.get(key) != "foot" or len(set(of)) < len(of)}
        self.keys = [None if key in quoted else key for key in self.keys]
        self.texts = self._texts()

    def _texts(self) -> list[int]:
        return [at for at, key in enumerate(self.keys) if key is None and at not in self.days and self._is_text(at)]

    def _is_text(self, at: int) -> bool:
        head = self.heads[at]
        return width(head) >= _LONG or (ends_as_sentence(head) and prose_words(head) >= _SENTENCE_WORDS)

    def _read_days(self, has_day: Sequence[bool]) -> None:
        """The short lines with a day: the kind of such lines, and the day; and what is beside the day."""
        asked = [
            at for at, head in enumerate(self.heads)
            if has_day[at] and len(head) <= _LONGEST_DAY and prose_words(head) <= _DAY_WORDS
        ]  # fmt: skip
        spans = {at: span for at in asked for span in days_in(self.heads[at])[:1]}
        for at, span in spans.items():
            self.rests[at] = (
                _DIGITS.sub(" ", self.heads[at][: span.start] + self.heads[at][span.end :]).strip().casefold()
            )
        words = Counter(word for rest in self.rests.values() for word in set(rest.split()))
        for at, span in spans.items():
            label = [word for word in self.rests[at].split() if _OFTEN * words[word] >= len(spans) and words[word] > 1]
            kind = " ".join(label[:1]) if label or not self.rests[at] else "named"
            self.days[at] = kind, span.day

    def _openings(self) -> list[int]:
        """The line with the day of each post: of one kind, with texts between; of two days beside one post the later."""
        by_kind: dict[str, list[int]] = defaultdict(list)
        for at, (kind, _) in self.days.items():
            by_kind[kind].append(at)
        best: tuple[int, dt.date, list[int]] = (0, dt.date.min, [])
        for lines in by_kind.values():
            openings: list[int] = []
            for at in lines:
                if openings and all(
                    other in self.days or self.keys[other] is not None for other in range(openings[-1] + 1, at)
                ):
                    openings[-1] = max(openings[-1], at, key=lambda line: self.days[line][1])
                else:
                    openings.append(at)
            parted = sum(any(low < at < high for at in self.texts) for low, high in pairwise(openings))
            middle = sorted(self.days[at][1] for at in openings)[len(openings) // 2]
            best = max(best, (parted, middle, openings), key=lambda one: one[:2])
        return best[2]

    def _open_first(self) -> None:
        """Add the line with the day of the first post, if it has other words than those of its replies."""
        for at in sorted(self.days, reverse=not self.is_turned) if self.openings else ():
            low, high = (self.openings[-1], at) if self.is_turned else (at, self.openings[0])
            if low < high and any(low < text < high and not self._is_shown_again(text) for text in self.texts):
                beside = self.keys[max(0, at - _BESIDE) : at + _BESIDE + 1]
                if any(self.zones.get(key or "", "text") != "text" for key in beside):
                    self.openings = sorted([at, *self.openings])
                    self.zones = self._zones()
                return

    def _is_shown_again(self, at: int) -> bool:
        """Whether a line is the title, which posts show again, perhaps behind `Re:`."""
        return sum(head.endswith(self.heads[at]) for head in self.heads) > 1

    def _zones(self) -> dict[str, str]:
        """Where lines of each kind mostly are in a post: at its head, at its foot, or between lines of its text."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for low, high in pairwise([*self.openings, len(self.heads)]):
            texts = [at for at in self.texts if low < at < high]
            for at in range(low + 1, high if texts else low):
                if (key := self.keys[at]) is not None:
                    votes[key]["head" if at < texts[0] else "foot" if at > texts[-1] else "text"] += 1
        return {key: counts.most_common(1)[0][0] for key, counts in votes.items() if key}

    def _zone(self, at: int) -> str:
        return self.zones.get(self.keys[at] or "", "")

    def thread(self) -> Thread:
        """The posts below their days."""
        parts: list[tuple[int, int, int]] = []
        mottos: set[int] = set()
        for low, high in pairwise([*self.openings, len(self.heads)]):
            start = self._end_of_head(low, high)
            last = max((at for at in self.texts if start <= at < high), default=start)
            if high == len(self.heads):  # what is below the last post may be of the page
                last = min(last, self._foot(start, high))
            end = self._foot(last, high)
            signature = next((at for at in range(start, end) if _SIGNATURE.fullmatch(self.heads[at])), end)
            mottos |= {*range(signature, end)}
            parts.append((low, start, min(end, signature)))
        prose = {at for _, start, end in parts if end < len(self.heads) for at in self.texts if start <= at < end}
        names = names_of(self.heads, self.openings, self.days, self.rests, prose)
        beside = {at for at in range(len(self.heads)) if at in self.days or self._zone(at) in ("head", "foot")}
        beside |= {name for name in names if name is not None}
        posts = [
            ThreadPost(
                low,
                name,
                [at for at in range(start, end) if at not in beside and self.keys[at] is None],
                end < len(self.heads),
            )
            for (low, start, end), name in zip(parts, names, strict=True)
        ]
        return Thread(posts, frozenset(beside | mottos))

    def _foot(self, low: int, high: int) -> int:
        return next((at for at in range(low, high) if self._zone(at) == "foot"), high)

    def _end_of_head(self, low: int, high: int) -> int:
        """The first line of a post below its head: days, lines that repeat there, and short lines between them."""
        start = at = low + 1
        while at < high and at - start <= _HEAD and at not in self.texts and self._zone(at) != "foot":
            at += 1
            if at - 1 in self.days or self._zone(at - 1) == "head":
                start = at
        return start
