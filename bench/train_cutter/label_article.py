"""Labels the lines of a dump of one article by its gold: title, day, authors, text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from text_match import GoldText, flat, tokens

from clippings.common.phrases import whole
from clippings.enrich.dates.days_in_lines import days_in
from clippings.segment.cutter.labels import BYLINE, DATE, OUTSIDE, TEXT, TITLE

_COVERED = 0.7
_HEADER_ABOVE, _HEADER_BELOW = 10, 12
"""Number of lines above and below the title that are searched for day and authors, up to the text."""
_TAIL = 8
_LONGEST_BYLINE = 160
_BY = whole("by", "byline", before=r"\W*", after=r"[\s:].*")


@dataclass
class Labelled:
    """A label and a weight for each line."""

    labels: list[int]
    weights: list[float]


def label_article(lines: Sequence[str], gold: dict[str, object]) -> Labelled:
    """Labels of the lines that are not blank."""
    text = GoldText(str(gold.get("text") or ""))
    labels = [OUTSIDE] * len(lines)
    weights = [1.0] * len(lines)
    covered = [text.covers(line) for line in lines]
    long = [at for at, line in enumerate(lines) if covered[at] >= _COVERED and len(tokens(line)) >= 8]
    first, last = (long[0], long[-1]) if long else (len(lines), -1)
    for at, line in enumerate(lines):
        size = len(tokens(line))
        if covered[at] >= _COVERED and (size >= 8 or (first <= at <= last + 3 and (text.has_line(line) or size >= 3))):
            labels[at] = TEXT
        elif covered[at] >= 0.3 and size >= 8:
            weights[at] = 0.2
    title = _title(lines, str(gold.get("title") or ""), first)
    if title is not None:
        labels[title] = TITLE
        first = next((at for at in long if at > title), first)
    elif not gold.get("title"):
        for at in range(max(0, first - 25), min(first, len(lines))):
            weights[at] = 0.0
    else:
        for at in range(max(0, first - 12), min(first, len(lines))):
            weights[at] = 0.1
    start = title if title is not None else max(0, first - 4)
    zone = [*range(max(0, start - _HEADER_ABOVE), min(len(lines), max(first, start) + _HEADER_BELOW))]
    tail = [*range(last + 1, min(len(lines), last + 1 + _TAIL))]
    _label_day(lines, labels, str(gold.get("published_on") or ""), zone, tail)
    _label_authors(lines, labels, gold.get("authors") or gold.get("byline"), zone, tail)
    for at in {*zone, *tail}:
        if labels[at] == OUTSIDE and len(lines[at]) <= _LONGEST_BYLINE and _is_without_gold(lines[at], labels, gold):
            weights[at] = 0.0
    return Labelled(labels, weights)


def _is_without_gold(line: str, labels: list[int], gold: dict[str, object]) -> bool:
    """Whether a line may be the day or the byline of an article whose gold names none, or one that the dump does not show."""
    if BYLINE not in labels and not (gold.get("authors") or gold.get("byline")) and _BY.match(line.lower()):
        return True
    return DATE not in labels and not gold.get("published_on") and bool(days_in(line))


def _title(lines: Sequence[str], title: str, first: int) -> int | None:
    wanted = flat(title)
    if not wanted:
        return None
    same = [at for at, line in enumerate(lines) if flat(line) == wanted]
    near = [at for at, line in enumerate(lines) if _is_near(flat(line), wanted)]
    for result in (same, near):
        above = [at for at in result if at < first]
        if above:
            return above[-1]
    return same[0] if same else near[0] if near else None


def _is_near(line: str, wanted: str) -> bool:
    shorter, longer = sorted((line, wanted), key=len)
    return len(shorter) >= 8 and shorter in longer and 10 * len(shorter) >= 6 * len(longer)


def _label_day(lines: Sequence[str], labels: list[int], day: str, zone: list[int], tail: list[int]) -> None:
    if not day:
        return
    for stretch in (zone, tail):
        hits = [
            at for at in stretch
            if labels[at] != TITLE and len(lines[at]) <= 2 * _LONGEST_BYLINE
            and any(day in (str(span.day), str(span.other)) for span in days_in(lines[at]))
        ]  # fmt: skip
        for at in hits:
            labels[at] = DATE
        if hits:
            return


def _label_authors(lines: Sequence[str], labels: list[int], authors: object, zone: list[int], tail: list[int]) -> None:
    raw = authors if isinstance(authors, list) else re.split(r"\s*(?:;|,|\band\b|&)\s*", str(authors or ""))
    names = [flat(re.sub(r"^(by|von|par|por)\s+", "", str(name), flags=re.IGNORECASE)) for name in raw]
    names = [name for name in names if len(name) >= 3]
    for stretch in (zone, tail):
        hits = [
            at for at in stretch
            if labels[at] != TITLE and len(lines[at]) <= _LONGEST_BYLINE
            and any(f" {name} " in f" {flat(lines[at])} " for name in names)
        ]  # fmt: skip
        hits = [at for at in hits if len(tokens(lines[at])) <= 20]
        for at in hits:
            labels[at] = BYLINE
        if hits:
            return
