"""A byline as pieces between separators, cut also where another kind of work begins. `byline_names` decides whom a piece names."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from clippings import data
from clippings.common.phrases import alternatives, either
from clippings.enrich.credits.person_names import PARTICLES
from clippings.enrich.credits.split_line import BEFORE_DAY, DATE, DAY_OF_YEAR


class BylinePatterns(NamedTuple):
    """The patterns made of `data/bylines.toml`."""

    separator: re.Pattern[str]
    weak: re.Pattern[str]
    place: re.Pattern[str]
    role: re.Pattern[str]
    desk: re.Pattern[str]
    guest: re.Pattern[str]
    after: re.Pattern[str]
    lead: re.Pattern[str]
    kind: re.Pattern[str]
    work: re.Pattern[str]
    not_persons: frozenset[str]
    not_first: frozenset[str]
    not_last: frozenset[str]
    places: frozenset[str]


@cache
def words() -> BylinePatterns:
    """Return the patterns, made once."""
    table = data.read("bylines.toml")
    declared = data.read("head_names.toml")["authors"]
    roles = alternatives(table["roles"])
    return BylinePatterns(
        separator=re.compile(
            rf"(?P<joint>(?:(?<!\s)\s++)?(?:[,;]\s*)?(?<![\w&])(?-i:{alternatives(table['joints'])})(?![\w&])\s*)|(?P<comma>(?:(?<!\s)\s+)?,\s*)"
            r"|(?P<hard>(?:(?<!\s)\s+)?[;|•·⋅∙●()\[\]/\n،、，]+\s*|(?<!\s)\s+[–—-]+\s+|(?:(?<!\s)\s+)?[:：]\s+|\.{2,}|…"
            r"|(?<!\s)\s+(?=[^\W\d_]{2,20}\s*:\s*[\d;]))",  # Ada Quill Views: 318
            re.IGNORECASE,
        ),
        weak=re.compile(rf"(?<!\s)\s+(?:(?:{alternatives(table['weak_joints'])})\s+|و(?=\w\w))"),
        place=re.compile(rf"(?<!\s)\s+(?:{alternatives(table['before_place'])})(?:\s+|$)"),
        role=re.compile(rf"(?:{roles})", re.IGNORECASE),
        desk=re.compile(rf"(?:{alternatives(table['desks'])}|{roles})", re.IGNORECASE),
        guest=re.compile(rf"(?:{alternatives(table['guests'])})\s+\S", re.IGNORECASE),
        after=re.compile(
            rf"(?<!\s)\s+(?:{alternatives(table['after_name'])})(?:\s+(?:on|at|am|le|el|op)\b.*|\s*:.*)?$",
            re.IGNORECASE,
        ),
        lead=re.compile(rf"(?:(?:{either('by')}|from|the|our|{alternatives(table['titles'])})\s+)+", re.IGNORECASE),
        kind=re.compile(rf"(?<!\W)\W*(?:{alternatives(table['kinds_before_colon'])})\s*:\s*(?=\S)", re.IGNORECASE),
        work=re.compile(
            rf"(?<!\w)(?:(?P<photographer>{alternatives(table['photography'])})|(?P<editor>{alternatives(table['editing'])})"
            rf"|(?P<other>{alternatives(table['other_work'])})|(?P<help>{alternatives(table['help'])})"
            rf"|(?P<text>{alternatives(table['texts'])})(?=\s+(?:(?:and|&)\s+\w+\s+)?by\s))"
            r"\s*(?:(?:and|&)\s+\w+\s+)?(?:by|:)(?!\w)\s*",
            re.IGNORECASE,
        ),
        not_persons=frozenset([*declared["not_persons"], *table["not_in_names"]]),
        not_first=frozenset(table["not_first"]),
        not_last=frozenset(table["not_last"]),
        places=frozenset(table["places"]),
    )


# Ada Quill: Why the harbour needs a second bridge
SENTENCE = re.compile(r"\s?:(?:\s+[^\s;]+){4}")
"""Words behind a colon: before it is whom or what a title is about."""
EDGES = " \t\r\u00a0,;:|–—-.…“”\"'‘’*#»«›‹→/"
"""Characters at the ends of a piece that are not part of a name."""
# @adamexample   |   adam@example.org   |   https://example.org/adam   |   10:30 AM   |   2013
_NOT_TEXT = re.compile(
    r"(?<!\S)[^\s@]*+@\S+|(?<!\S)\S{1,80} at \S{1,120}\.[a-z]{2,12}(?!\S)|(?:https?://|www\.)\S+"
    rf"|(?:(?<=\s)(?i:{either('at_time')})\s*[:：]?\s*)?"  # Upplagd av Ada Quill kl. 10:30
    r"\b(?:\d{4})?\d{1,2}[:.]\d{2}(?:\s*[AaPp]\.?[Mm]\b\.?)?(?:\s+[A-Z]{2,4}\b)?|\d\S*"
)
_SUFFIX = re.compile(r",\s+(?=(?:Jr|Sr|II|III|IV|PhD|Ph\.D|MD|M\.D|MP|QC|KC|OBE|MBE|CBE)\b)")


class Piece(NamedTuple):
    """Characters `start` to `end` between two separators; `mark` is the separator before them: start, comma, joint or hard."""

    start: int
    end: int
    mark: str
    work: str = "text"


_WIDE = str.maketrans("【】（）／", "()()/")


def masked(text: str) -> str:
    """Return `text` with days, times, handles and addresses as separators; offsets do not change."""
    for pattern in (DATE, DAY_OF_YEAR, _NOT_TEXT):
        text = pattern.sub(lambda match: ";" * len(match[0]), text.translate(_WIDE))
    return _SUFFIX.sub(lambda match: " " * len(match[0]), text)


def pieces(text: str, start: int) -> Iterator[Piece]:
    """Yield the pieces of a line, cut also where another kind of work begins."""
    begin, mark, work = start, "start", "text"
    for label in [*words().work.finditer(text, start), None]:
        stop = label.start() if label else len(text)
        if stop > begin:
            yield from _split(text, begin, stop, mark, work)
        if label:
            begin, mark, work = label.end(), "hard", str(label.lastgroup)


def _split(text: str, begin: int, stop: int, mark: str, work: str) -> Iterator[Piece]:
    for match in [*words().separator.finditer(text, begin, stop), None]:
        end = match.start() if match else stop
        if text[begin:end].strip(EDGES):
            yield Piece(begin, end, mark, work)
            mark = "comma"
        if match:
            kind = str(match.lastgroup)
            mark = kind if mark == "start" or kind != "comma" else mark if mark == "hard" else kind
            begin = match.end()


# Posted by Ada at 10:14 AM
_CLOCK = re.compile(rf"\s{either('at_time')}\s+\d{{1,2}}[:.]\d\d", re.IGNORECASE)


def first_piece(text: str, start: int) -> tuple[int, int] | None:
    """Return the characters from `start` to the first day, time, address or separator, if there are any."""
    masked = text
    for pattern in (_CLOCK, DATE, DAY_OF_YEAR):
        masked = pattern.sub(lambda match: ";" * len(match[0]), masked)
    end = next((match.start() for match in words().separator.finditer(masked, start) if match["hard"]), len(text))
    begin, end = stripped(masked, start, start + len(_without_preposition(masked[start:end])))
    return (begin, end) if begin < end else None


def _without_preposition(text: str) -> str:
    """Return a text without a preposition of a day at its end: Ada Quill on."""
    name, _, last = text.rstrip().rpartition(" ")
    return name.rstrip() if name and last in BEFORE_DAY else text.rstrip()


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the characters without separators and quotation marks at their edges, and the first half of a name that is written twice."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(EDGES))
    piece = text[start:end].rstrip(EDGES)
    half = len(piece) // 2
    is_twice = piece[:half] == piece[-half:] and (len(piece) % 2 == 0 or piece[half] == " ")
    if is_twice and " " in piece[:half]:  # Ada QuillAda Quill, the alternative text of a portrait and the name
        piece = piece[:half]
    if text[start + len(piece) : start + len(piece) + 1] == "." and re.search(r"\b(?:\w|Jr|Sr)$", piece):
        piece += "."
    return start, start + len(piece)


_SEAM = re.compile(r"(?<=[^\W\d_A-Z]{2})(?=[^\W\d_a-z][^\W\d_A-Z])")
_LEAST_GLUED = 2
"""Words of each of two names without a space between them, at least."""
_OPENS_NAME = PARTICLES | {"mac", "fitz", "san", "saint", "des", "del", "dal", "della"}
"""What a capital may follow within a name: MacDonald, FitzGerald, DelToro."""


def seams(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the positions at which a second name may begin without a space before it: Ada QuillBob Turner."""
    for seam in _SEAM.finditer(text, start, end):
        at = seam.start()
        left, right = text[start:at].split(), text[at:end].split()
        is_whole = min(len(left), len(right)) >= _LEAST_GLUED and left[-1].casefold() not in _OPENS_NAME
        if is_whole and left != right and text[at].isupper() and text[at - 1].islower():
            yield at
