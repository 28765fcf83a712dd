"""Which characters of a line are the names of authors, where the model says that the line names them.

The credits read persons off any line; here the line is known to be a byline, so that one word, a team or a user name counts too.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from clippings.common.phrases import either, whole
from clippings.common.text import lazily_compiled
from clippings.enrich.credits import byline_names, byline_pieces
from clippings.enrich.credits.person_names import opens_with_given_name
from clippings.enrich.credits.split_line import without_weekday
from clippings.enrich.dates.calendar_words import fold, weekdays
from clippings.enrich.dates.days_in_lines import days_in, month_pattern

LONGEST = 160
"""Characters of the longest line that is read."""
_MOST_WORDS = 5
_MOST_TEAMS = 2
_NOT_NAMES = re.compile(
    r"(?<!\S)[^\s@]+@[^\s@]+\.\w+|@\w+|(?-i:(?<=[a-z])(?:Updated|Published|Posted|Last)(?:\b|(?=[A-Z])).*)|(?:https?://|www\.)\S+|"
    rf"(?:(?<=\s){either('at_time')}\s*[:：]?\s*)?"  # Upplagd av Ada Quill kl. 10:30
    r"\b(?:\d{4})?\d{1,2}[:.h]\d{2}\b(?:\s*[ap]\.?m\b\.?|\s+(?:uhr|uur)\b)?(?-i:\s+[A-Z]{2,4}\b)?|\d{1,2}時(?:\d{1,2}分)?|"
    r"\d[\d.,/+-]*\s*(?:min(?:ute)?s?\b(?:\s+read(?:ing)?(?:\s+time)?\b)?)?",
    re.IGNORECASE,
)
_COLONS = ":：＝"
_CJK_NAME = re.compile(r"[\u3005-\u30ff\u3400-\u9fff]{2,6}|[\uac00-\ud7af]{2,4}")
# By Ada Quill   |   By Ada Quill, photos by Ben Marsh   |   By Ada Quill & Ben Marsh
_BEHIND_NAME = re.compile(r"[.\s]*\Z|\s*[,;&|]|\s+(?:and|et|und|e|y|i|и|ve)\s+[^\W\d_a-z]")
# By Ada Quill Tuesday, May 3, 2016, where the day is masked
_BEFORE_DAY = re.compile(r"(?<![^\W\d_])([^\W\d_]+)\.?,?\s+(?=;)")
_SEPARATOR = re.compile(r"\s*[;|•·⋅()\[\]/\n،、，»>:：]+\s*|\s+[–—-]+\s+|,\s*|\s{2,}|\xa0+|\.{2,}|…")
_JOINT = re.compile(r"(?<!\s)\s+(?:and|und|et|&)\s+", re.IGNORECASE)
_EDGES = " \t\r\xa0,;:|–—-.…“”\"'‘’*#•·"
# Sam Pole's avatar   |   Sam Pole Avatar   |   Sam Pole in Harbour   |   Sam Pole Follow
_AFTER = lazily_compiled(
    rf"(?<!\s)\s+{either('follow')}$|"
    r"(?:['’]s)?(?<!\s)\s+(?:avatar|headshot|photo|image|profile|logo|picture|says|updated|published|posted|last updated|read)\b.*$"
    r"|(?<!\s)\s+(?:in|on|at|for)(?:\s.*)?$|(?-i:(?<=[a-z])(?:(?:Updated|Published|Posted)$|(?<!Linked)In\s.*$))",
    re.IGNORECASE,
)
# Photo of Sam Pole   |   in Harbour by Sam Pole
_BEFORE = lazily_compiled(
    rf"(?:{either('avatar')}|profile of|about|more (?:from|by)|from|{either('in_category')}\s+\S[^,;|]{{0,40}}?\s+{either('by')})\s+",
    re.IGNORECASE,
)


@cache
def _label() -> re.Pattern[str]:
    """By   |   Written by:   |   ByAda Quill   |   Author"""
    dated = rf"(?:{either('posted_on')})[\s:：]*\d"  # its words may be those of a byline in other places
    label = rf"(?!{dated})(?:{either('by', 'byline')})(?:[\s:：・／＝]+|(?-i:(?<=[a-z])(?=[A-Z]))|$)"
    kind = rf"{either('kinds_of_text')}\s+{either('by')}\s+"
    behind_picture = r"(?-i:(?<=[^\W\d_A-Z])By)"  # Ada QuillBy Ada Quill
    return re.compile(rf"\W*(?:{label}|{kind}|[^\d,.;:|]{{0,30}}(?:\bby|{behind_picture})\s+)", re.IGNORECASE)


def marked_names(lines: Sequence[str]) -> list[tuple[int, int, int]]:
    """Index of the line, start and end of each name on the bylines of a post, in order.

    Where a line names a person, lines that may name a team or a user are not read.
    """
    masked = [_masked(line) for line in lines]
    labels = [_begin(line) for line in lines]
    first = next((at for at, line in enumerate(lines) if is_labelled(line) and _persons(masked[at], labels[at])), 0)
    persons = [
        (at, *_once(lines[at], start, end))
        for at, line in enumerate(masked)
        if at >= first  # a name above a label is that of a picture
        for start, end in _persons(line, labels[at])
    ]
    return (
        persons
        or [(at, *span) for at, line in enumerate(masked) for span in _pieces(lines[at], line, labels[at])][
            :_MOST_TEAMS
        ]
    )


def is_labelled(line: str) -> bool:
    """Whether a line opens with a label of bylines."""
    label = _label().match(line)
    return label is not None and bool(label[0].strip())


def is_byline_alone(line: str) -> bool:
    """Whether a line is a label and the name of a person, with nothing behind it but further names or works."""
    label = _label().match(line)
    if label is None or not label[0].strip():
        return False
    if _CJK_NAME.fullmatch(line[label.end() :]):
        return label[0].rstrip()[-1] in _COLONS
    persons = _persons(_masked(line), label.end()) if opens_with_given_name(line[label.end() :]) else []
    return bool(persons) and _BEHIND_NAME.match(line, persons[0][1]) is not None


def names_person(line: str) -> bool:
    """Whether a line that may be a byline names a person."""
    return bool(_persons(_masked(line), _begin(line)))


def names_known_person(line: str) -> bool:
    """Whether a line that may be a byline names a person whose given name is on the list."""
    masked = _masked(line)
    return any(opens_with_given_name(masked[start:end]) for start, end in _persons(masked, _begin(line)))


def names_labelled_person(line: str) -> bool:
    """Whether a line is a label of bylines and names a person whose given name is on the list."""
    return is_labelled(line) and names_known_person(line)


def suggests_author(line: str) -> bool:
    """Whether a line that names no person opens with a given name or ends with what authors do: Ada; Harbour Staff."""
    words = line.strip(_EDGES).split()
    return bool(words) and (opens_with_given_name(words[0]) or byline_names.ends_with_role(" ".join(words)))


def _begin(line: str) -> int:
    """Where the names of a line begin: behind the label, or the words that say whose picture it is."""
    match = _label().match(line) or _BEFORE.match(line)
    return match.end() if match else 0


def _persons(masked: str, begin: int) -> list[tuple[int, int]]:
    name_spans: list[tuple[int, int]] = []
    for start, end, work in byline_names.names(masked, begin, is_labelled=begin > 0) if len(masked) <= LONGEST else ():
        if name_spans and ";" in masked[name_spans[-1][1] : start]:
            break  # Ada Quill 3 May 2026 Book Reviews
        if work == "text" and not whole("posted_on", "photo_agencies").fullmatch(masked[start:end].lower()):
            after = _AFTER.search(masked[start:end])
            name_spans.append((start, start + after.start() if after and after.start() else end))
    return name_spans


def _masked(text: str) -> str:
    if len(text) > LONGEST:
        return text  # it is not read
    for span in days_in(text):
        text = text[: span.start] + ";" * (span.end - span.start) + text[span.end :]
    for pattern in (_NOT_NAMES, _glued_day(), _comments()):
        text = pattern.sub(lambda match: match[0] if _is_of_account(match) else ";" * len(match[0]), text)
    if ";" in text:
        text = _month_beside_day().sub(lambda match: ";" * len(match[0]), text)
        text = _BEFORE_DAY.sub(_without_weekday, text)
    return text


def _is_of_account(number: re.Match[str]) -> bool:
    """Whether a number ends the name of an account, in small letters: boatman77."""
    word = number.string[: number.start()].rpartition(" ")[2]
    return number[0].rstrip().isdigit() and word.islower() and word[-1].isalpha()


def _without_weekday(word: re.Match[str]) -> str:
    """The mask of a weekday; the word itself where it is another word or a family name: by Carl Freitag, 3 May 2016."""
    names_before = word.string[_begin(word.string) : word.start()].split()
    return ";" * len(word[0]) if len(names_before) > 1 and fold(word[1]) in weekdays() else word[0]


@cache
def _month_beside_day() -> re.Pattern[str]:
    """A month beside a masked number: `Jan 31`, `8 December`. Elsewhere the word may be a name: `By April Quill, 3 May 2016`."""
    month = rf"(?<![^\W\d_]){month_pattern()}(?![^\W\d_])\.?"
    return re.compile(rf"{month}(?=\s?;)|(?<=;\s){month}|(?<=;){month}", re.IGNORECASE)


@cache
def _glued_day() -> re.Pattern[str]:
    """The day without a space after a name: by Ada QuillNovember 20, 2007"""
    return re.compile(rf"(?<=[^\W\d_])(?=[A-Z])(?i:{month_pattern()})\.?\s?[\d;].*")


@cache
def _comments() -> re.Pattern[str]:
    """The end of a line that says how many comments a post has: March 3, 2014 Ada Quill Leave a comment"""
    return re.compile(rf"(?<!\w){either('leave_comment', 'no_comments')}\s*$", re.IGNORECASE)


@cache
def _no_names() -> re.Pattern[str]:
    """Lines near bylines that credit nobody, in lower case: Share, 3 Comments, Last updated."""
    return whole(
        "share", "share_buttons", "networks", "comments", "no_comments", "leave_comment", "read_more", "more", "updated",
        "posted", "posted_on", "newsletter", "advertisement", "home", "category", "related", "read_also", "photo_credit",
        "by", "byline", "forum", "kinds_of_text", "release", "sections",
    )  # fmt: skip


def _pieces(text: str, masked: str, begin: int) -> Iterator[tuple[int, int]]:
    """The first part between separators that may be a name, and those that `and` joins to it."""
    if len(text) > LONGEST:
        return
    marks = [match.span() for match in _SEPARATOR.finditer(masked, begin)]
    starts, ends = [begin, *(end for _, end in marks)], [*(start for start, _ in marks), len(masked)]
    for start, end in zip(starts, ends, strict=True):
        start, end = _stripped(masked, start, end)
        label = _label().match(masked, start, end)
        start = label.end() if label and label.end() < end else start
        if not begin and byline_pieces.SENTENCE.match(masked, end):
            return
        if not any(map(str.isalpha, masked[start:end])) or _no_names().fullmatch(masked[start:end].lower()):
            continue
        joints = [match.span() for match in _JOINT.finditer(masked, start, end)]
        parts = zip([start, *(b for _, b in joints)], [*(a for a, _ in joints), end], strict=True)
        name_spans = [_stripped(masked, a, b) for a, b in parts]
        if all(a < b and len(masked[a:b].split()) <= _MOST_WORDS for a, b in name_spans):
            yield from (_once(text, a, b) for a, b in name_spans)
        return


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    before = _BEFORE.match(text, start, end)
    start = before.end() if before else start
    after = _AFTER.search(text[start:end])
    if after and after.start() > 0:
        end = start + after.start()
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(_EDGES))
    return start, start + len(without_weekday(text[start:end].rstrip(_EDGES)))


def _once(text: str, start: int, end: int) -> tuple[int, int]:
    """A name that is written twice, once."""
    words = text[start:end].split()
    half = len(words) // 2
    if half and len(words) % 2 == 0 and words[:half] == words[half:]:
        end = text.index(words[half - 1], start + sum(map(len, words[: half - 1]))) + len(words[half - 1])
    return start, end
