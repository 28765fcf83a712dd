"""Finds text glued into sentences: alternative texts of pictures, captions, download links, further headlines.

`prefilter.suspects` selects lines by a cheap test; `removals` decides on these lines, one post at a time.
A removal needs a seam (a missing space, or an end of sentence before it) and a reason to think that the words are not
the author's: they are the title, a caption, another line of the post, or the line's own words a second time.
A missing space alone is not enough: words that fit no reason stay in the text.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from clippings.common import text as text_helpers
from clippings.common.phrases import either
from clippings.segment.cleaning import glued_names, seams
from clippings.segment.cleaning.prefilter import MAX_SOURCE, MIN_SOURCE, OPENING
from clippings.segment.cleaning.removal_model import OwnLine, Removal, removal_of

_REPEAT_WORDS = 5
_CAPITAL = "[A-ZÀ-ÞА-Я]"
_GRAM = 4
_TAIL_SHARE = 0.6
"""Minimum share of word 4-grams of an unfinished last sentence that other lines of the post repeat."""


@cache
def _picture_credit() -> re.Pattern[str]:
    """`A boat at the quay. Photo: Adam Example` before a capital: what is glued before the first sentence."""
    label = rf"(?i:{either('photo_credit')})\s*[:：/|©]\s*|©\s*"
    name = rf"(?:{_CAPITAL}[\w.’'-]*[\s/]+|(?:van|von|de|der|da|di|al)\s+){{0,4}}(?:{_CAPITAL}[\w’'-]*?|[a-z]+?)[^\W\d_](?<!\bMc)(?<!\bMac)"
    caption = r"(?:[^.!?\n]{3,170}[.!?…\"”’)]\s+)?"
    return re.compile(rf"\s*{caption}[(\[]?(?:{label}){name}[)\]]?(?<![A-ZÀ-ÞА-Я])(?=[\"“„«]?{_CAPITAL})")


def removals(lines: Sequence[OwnLine], completeness: str, suspected: Collection[int]) -> list[Removal]:
    """The text glued into the `suspected` lines of one post, in order of line and start; an excerpt may end anywhere."""
    post = _Post(lines, completeness)
    return [
        removal
        for line in lines
        if line.line_no in suspected
        for removal in sorted(post.of_line(line), key=lambda removal: removal.start)
    ]


@dataclass(frozen=True)
class _Source:
    """Text that may be glued into a line: its letters, its rule, its line."""

    core: str
    text: str
    kind: str
    rule: str
    line_no: int | None

    @property
    def is_sentence(self) -> bool:
        """Return whether it may be a sentence of the text that the page repeats as a pull quote."""
        return self.rule == "glue.own_line" and bool(re.search(r"[.!?][\"'”’)\]]*$", self.text))


class _Post:
    """Lines of a post, with the candidates for glued text."""

    def __init__(self, lines: Sequence[OwnLine], completeness: str) -> None:
        self.lines = lines
        self.is_whole = completeness != "excerpt"
        self.sources = list(self._sources())

    @cached_property
    def whole(self) -> str:
        """All lines of the post."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def credits(self) -> list[tuple[OwnLine, str]]:
        """Lines that say who is credited, long enough to be known by their opening, folded."""
        named = (
            (line, text_helpers.fold(line.text.strip())) for line in self.lines if line.role in ("byline", "source")
        )
        return [(line, words) for line, words in named if len(words) >= 2 * MIN_SOURCE]

    def _sources(self) -> Iterator[_Source]:
        for line in self.lines:
            text = line.text.strip()
            if line.role == "title":
                for variant in _title_variants(text):
                    yield _Source(
                        "download" + text_helpers.core(variant), variant, "download", "glue.download", line.line_no
                    )
                    yield _Source(text_helpers.core(variant), variant, "alt_text", "glue.title", line.line_no)
            elif line.role == "caption":
                yield _Source(text_helpers.core(text), text, "alt_text", "glue.caption", line.line_no)
        for line in self.lines:
            text = line.text.strip()
            if line.role in ("body", "deck") and len(text) <= MAX_SOURCE and text.count(" ") >= 3:
                yield _Source(text_helpers.core(text), text, "alt_text", "glue.own_line", line.line_no)

    def of_line(self, line: OwnLine) -> list[Removal]:
        removals_found: list[Removal] = []
        core = text_helpers.core(line.text)
        for source in self.sources:
            is_shorter = MIN_SOURCE <= len(source.core) < len(core)
            if source.line_no != line.line_no and is_shorter and source.core in core:
                removals_found += _glued_copies(_without(line, removals_found), source)
        if line.role != "byline":
            removals_found += self._first_new(
                removals_found, self._opening_again(line), self._credit(line), self._picture(line), self._name(line),
                self._loose_end(line),
            )  # fmt: skip
        return removals_found

    @staticmethod
    def _first_new(removals_found: list[Removal], *more: Iterable[Removal]) -> list[Removal]:
        new: list[Removal] = []
        for removals_of_rule in more:
            new += [removal for removal in removals_of_rule if not removal.overlaps([*removals_found, *new])]
        return new

    @staticmethod
    def _opening_again(line: OwnLine) -> Iterator[Removal]:
        """The line's own opening words, a second time: `Officials say the camp ... by the Officials say the campend.`"""
        text = text_helpers.fold(line.text)
        first = len(text) - len(text.lstrip())
        opening = text[first : first + OPENING]
        at = text.find(opening, first + 1) if len(opening) == OPENING else -1
        while at > 0:
            end = at + seams.common_length(text[first:], text[at:])
            if text[at:end].count(" ") + 1 >= _REPEAT_WORDS and seams.has_seam(line.text, at, end):
                yield removal_of(line, at, end, "repeated", "glue.own_opening")
            at = text.find(opening, at + 1)

    def _credit(self, line: OwnLine) -> Iterator[Removal]:
        """The opening of the post's own credit line: `a seminar Example Gazette, Townnamed after ...`"""
        text = text_helpers.fold(line.text) if self.credits else ""
        for credit, words in self.credits:
            at = text.find(words[: 2 * MIN_SOURCE])
            end = at + seams.common_length(words, text[at:])
            if at >= 0 and text[at:end].count(" ") >= 2 and seams.has_seam(line.text, at, end):
                yield removal_of(line, at, end, "alt_text", "glue.credit", credit.line_no)

    @staticmethod
    def _picture(line: OwnLine) -> Iterator[Removal]:
        """A caption with its credit before the first sentence: `A boat. Photo: Adam ExampleThe town has ...`"""
        if match := _picture_credit().match(line.text):
            yield removal_of(line, 0, match.end(), "alt_text", "glue.picture_credit")

    def _name(self, line: OwnLine) -> Iterator[Removal]:
        """A person's name at a seam: `to Camp Adam ExampleNorth` where the post also says Camp North."""
        signatures = [other.text.strip() for other in self.lines if other.role == "byline"]
        for start, end in glued_names.spans(line.text, self.whole, signatures):
            yield removal_of(line, start, end, "alt_text", "glue.name")

    def _loose_end(self, line: OwnLine) -> Iterator[Removal]:
        """Yield words after the last full stop that lack one: a further headline, or words that other lines repeat."""
        text = line.text.rstrip()
        if not self.is_whole or re.search(r"[.!?…:;,][\s\"'”’»)\]]*$", text):
            return
        stops = [
            stop
            for stop in re.finditer(r"[.!?][\"'”’)\]]*(\s*)(?=[A-ZÀ-Þ‘“\"'])", text)
            if not seams.is_abbreviation(text, stop.start())
        ]
        if not stops:
            return
        stop = stops[-1]
        start = stop.end()
        words = text[start:].split()
        if len(words) < 3 or len(words) > 40:
            return
        if not stop[1] and text[start].isupper():
            yield removal_of(line, start, len(text), "subheadline", "glue.headline")
        elif self._is_repeated(line, text[:start], words):
            yield removal_of(line, start, len(text), "repeated", "glue.said_again")

    def _is_repeated(self, line: OwnLine, before: str, words: list[str]) -> bool:
        rest = [before, *(other.text for other in self.lines if other.line_no != line.line_no)]
        others = f" {' '.join(text_helpers.words(' . '.join(rest)))} "
        plain = text_helpers.words(" ".join(words))
        grams = [f" {' '.join(plain[at : at + _GRAM])} " for at in range(len(plain) - _GRAM + 1)]
        return bool(grams) and sum(gram in others for gram in grams) >= _TAIL_SHARE * len(grams)


def _without(line: OwnLine, removals_found: Iterable[Removal]) -> OwnLine:
    """Return the line with spaces in place of the glued text found so far."""
    text = line.text
    for removal in removals_found:
        text = text[: removal.start] + " " * (removal.end - removal.start) + text[removal.end :]
    return OwnLine(line.line_no, text, line.role)


def _title_variants(title: str) -> list[str]:
    """Return the title, and the title without the part before its first colon or dash."""
    parts = re.split(r"(?<=\S)\s*:\s+|\s[–—-]\s", title, maxsplit=1)
    return [title, parts[1]] if len(parts) == 2 and parts[1].count(" ") >= 2 else [title]


def _glued_copies(line: OwnLine, source: _Source) -> Iterator[Removal]:
    places = [index for index, character in enumerate(line.text) if character.isalnum()]
    core = "".join(line.text[index].lower() for index in places)
    at = core.find(source.core) if len(core) == len(places) else -1
    while at >= 0:
        start, end = places[at], places[at + len(source.core) - 1] + 1
        start, end = seams.with_edges(line.text, start, end, source.text)
        if seams.has_seam(line.text, start, end) and (
            not source.is_sentence or seams.touches_word(line.text, start, end)
        ):
            yield removal_of(line, start, end, source.kind, source.rule, source.line_no)
            at = core.find(source.core, at + len(source.core))
        else:
            at = core.find(source.core, at + 1)
