"""Lines that printing or an archive puts on text pages: page numbers, running heads and feet, the time and address, a toolbar.

Finds the lines; `wrapped_lines` takes them out of the text, and joins a paragraph that a page break cuts.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from clippings.common.phrases import either, whole

_BREAK = "\f"
# https://paper.example/ferry   1/3
_BROWSER_FOOT = re.compile(r"\s*(?:https?://|file:)\S+\s+(?:\w+\s+)?\d{1,4}\s*(?:/|\w+)\s*\d{1,4}\s*")
# 27/11/2026, 10:30   Ferry fares rise | Harbour Watch
_BROWSER_HEAD = re.compile(
    r"\s*\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\.?,?\s+(?:\w+\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s+\S.{0,200})?"
)
# 3/5/2016   Ferry fares rise | Harbour Watch
_DATED_HEAD = re.compile(r"\s*\d{1,4}[./-]\d{1,2}[./-]\d{2,4}(?:\t| {2,})\s*\S.{0,200}")
# https://paper.example/ferry      03/10/2016 14:22
_DATED_ADDRESS = re.compile(
    r"\A(?:https?://|file:)\S+\s+\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?"
)
_ADDRESS = re.compile(r"https?://[^\s/]+/[^\s/?#]\S*")
# 3   |   - 3 -
_NUMBER = re.compile(r"\W{0,3}\d{1,4}\W{0,3}")
_DIGITS = re.compile(r"\d+")
# The Estuary Quarterly            Spring 1999
_IN_COLUMNS = re.compile(r"\S {3,}\S")
# IL FOGLIO DELLA VALLE - Anno XII n. 4 - Aprile 2011
_ISSUE = re.compile(
    r"(?<!\w)(?:n[ro]?[.°º]|№|issue|ausgabe|numéro|número|numero|nummer|vol\.?|anno|jahrgang)\s{0,3}\w+"
)
_COLUMN = re.compile(r" [–—|·-] | {3,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST = 120
_NEAR = 3
"""Lines above and below a page break that may be its foot and its head."""
_PROSE_WORDS = 12
_BANNER_LINES = 30
"""Lines at the top of a page that may be the toolbar of an archive, at most."""
_MANY = 2
"""Least number of breaks beside which a running line is."""


@cache
def _count() -> re.Pattern[str]:
    """Page 2 of 3"""
    return whole("page_count", before=r"\W*", after=r"\W*")


@cache
def _printed() -> re.Pattern[str]:
    """Printed on: 4 February 2021   |   Printed from: https://paper.example/ferry"""
    return re.compile(rf"\W*{either('printed')}(?:\s*[:：]\s*\S.*|\s+(?:\D{{0,12}}\d|https?:).*)")


@cache
def _counted_head() -> re.Pattern[str]:
    """Ferry timetable shortened          Page 1 of 1"""
    return re.compile(rf"\S.*\s{{3,}}{either('page_count')}\W*")


def is_print(text: str) -> bool:
    """Whether a line by itself says which page of a print it is, or when and from where it was printed."""
    lower = text.strip().lower()
    patterns = (_count(), _printed(), _counted_head(), _DATED_ADDRESS)
    return len(lower) <= _LONGEST and (any(pattern.fullmatch(lower) for pattern in patterns) or _is_issue(lower))


def _is_issue(text: str) -> bool:
    """Whether a line is the name of a paper, the number of its issue, and a year at the end."""
    _, *others = _COLUMN.split(text)
    is_dated = _YEAR.fullmatch(text.rstrip(" .,)|–—-")[-4:]) is not None
    return is_dated and any(_ISSUE.search(part) for part in others)


def printed_address(texts: Iterable[str]) -> str | None:
    """Return the address of the page that was printed, not that of its site: `URL to article: https://quay.example/old-pier`."""
    addresses = (_ADDRESS.search(text) for text in texts if _printed().fullmatch(text.lower()))
    return next((address[0] for address in addresses if address), None)


def numbered(text: str) -> tuple[int, int] | None:
    """Return the number of a page and of all pages in a line such as `Page 2 of 3`."""
    numbers = _DIGITS.findall(text) if _count().fullmatch(text.strip().lower()) else []
    return (int(numbers[0]), int(numbers[1])) if len(numbers) == 2 else None


def print_lines(texts: Sequence[str]) -> set[int]:
    """Return the positions of the lines of a page that printing puts there."""
    shown = [at for at, text in enumerate(texts) if text.strip()]
    feet = {at for at in shown if _BROWSER_FOOT.fullmatch(texts[at])}
    printed = feet | {at for at in shown if is_print(texts[at])}
    counts = [at for at in printed if numbered(texts[at]) is not None]
    breaks = [at for at, text in enumerate(texts) if _BREAK in text]
    if feet or breaks:
        printed |= {at for at in shown if _BROWSER_HEAD.fullmatch(texts[at]) and (feet or _is_near(at, breaks, shown))}
    if feet and breaks:
        heads = [shown[0], *breaks, *(next((line for line in shown if line > at), at) for at in breaks)]
        printed |= {at for at in heads if _DATED_HEAD.fullmatch(texts[at])}
    printed |= _banner(texts, shown[:_BANNER_LINES])
    places = breaks or sorted(feet) or (sorted(counts) if len(counts) >= _MANY else [])
    return printed | _running(texts, shown, printed, places) if places else printed


def _banner(texts: Sequence[str], top: Sequence[int]) -> set[int]:
    """Return the lines of the toolbar of an archive, which ends with a line that is known."""
    ends = [at for at in top if whole("archive_banner").fullmatch(texts[at].strip().lower())]
    return {at for at in top if at <= ends[-1]} if ends else set()


def _running(texts: Sequence[str], shown: Sequence[int], printed: set[int], breaks: Sequence[int]) -> set[int]:
    """Return the lines beside breaks that repeat but for numbers, and page numbers alone."""
    near = [at for at in shown if len(texts[at]) <= _LONGEST and at not in printed and _is_near(at, breaks, shown)]
    columns = [at for at in {*shown[:_NEAR], *shown[-_NEAR:]} - {*near} if _IN_COLUMNS.search(texts[at])]
    keys = Counter(_key(texts[at]) for at in (*near, *columns))
    repeated = {key for key, count in keys.items() if count >= max(_MANY, len(breaks) // 2)}
    lines = {at for at in near if _key(texts[at]) in repeated}
    lines |= {at for at in (*near, *shown[-1:]) if _NUMBER.fullmatch(texts[at].strip())}
    edges = {*shown[:_NEAR], *shown[-_NEAR:]}
    return lines | {
        at
        for at in edges - printed
        if _key(texts[at]) in repeated and len(texts[at]) <= _LONGEST and not _is_title(texts, shown, at)
    }


def _is_title(texts: Sequence[str], shown: Sequence[int], at: int) -> bool:
    """Whether the line is directly above the text: the title, which the heads of the other pages repeat."""
    below = next((texts[other] for other in shown if other > at), "")
    return len(below.split()) >= _PROSE_WORDS


def _is_near(at: int, breaks: Sequence[int], shown: Sequence[int]) -> bool:
    return any(
        other == at or len([line for line in shown if min(at, other) < line <= max(at, other)]) <= _NEAR
        for other in breaks
        if abs(other - at) <= 4 * _NEAR
    )


def _key(text: str) -> str:
    return " ".join(_DIGITS.sub("0", text).split())
