"""Detects people that no list has, by the words around their names: an honorific, a role, a verb of speech, a given name.

Which person a bare surname means is decided in `link_people`.
"""

import re
from collections.abc import Iterator

from clippings.enrich.entities.mention_model import MentionSpan, Segment
from clippings.enrich.entities.tokens import HYPHENED_ARTICLES, JOIN, JOINT, Prose
from clippings.enrich.entities.word_lists import Lexicon

_LONGEST = 6
"""Words a person's name may have."""

_FEMALE, _MALE = (
    frozenset(("Mrs", "Ms", "Miss", "Madame", "Lady", "Sister", "Queen", "Princess")),
    frozenset(("Mr", "Mister", "Sir", "Lord", "Brother", "King", "Prince")),
)
_TAIL = re.compile(r"-[a-z]{2,5}(?![\w-])")
"""Example: the second half of "Jong-un"."""

_OFFICE = re.compile(r"(?<![\w-])([\w-]+) (?:to|for|in|of|at)(?: the)? $")
_LAST_WORD = re.compile(r"(?<![\w-])[\d_-]*+([^\W\d_][\w-]*)[,:]? \W?$")
_FIRST_WORD = re.compile(r" ([^\W\d_][\w-]*)")
_APPOSITION = re.compile(r",? (?:who|whose|whom)\b|, \d{2},")
_AFTER_COMMA = re.compile(r", ((?:[\w'-]+ ?){1,6})")
_LIST_GAP = frozenset((" and ", ", ", ", and ", " & ", " or ", "; ", "; and "))
_BEFORE_TOWNS = frozenset(("in", "near", "at", "town", "city", "village"))
_SAID_TO = frozenset(("told", "quoted"))


def segments(prose: Prose, owners: list[MentionSpan | None], words: Lexicon) -> Iterator[Segment]:
    """Yield runs of capitalised words outside known names of things, without honorifics and roles."""
    tokens, gaps = prose.tokens, prose.gaps
    index, count = 0, len(tokens)
    cue, gender = "", None
    while index < count:
        if gaps[index] != JOIN:
            cue, gender = "", None
        word = tokens[index].word
        owner = owners[index]
        if owner is not None and owner.type != "PERSON":
            cue, gender = "", None
            follows = index + 1 < count and gaps[index + 1] == JOIN and owners[index + 1] is not owner
            if follows and _is_office(prose, owner, words):
                cue = "role"
            index += 1
            continue
        if owner is None or owner.start == tokens[index].start:
            if word in words.honorifics and owner is None:
                cue = "honorific"
                gender = "female" if word in _FEMALE else "male" if word in _MALE else gender
                index += 1
                continue
            if owner is None and words.is_role(word) and (index + 1 >= count or gaps[index + 1] == JOIN or cue):
                cue = cue if cue == "honorific" else "title" if word.lower() in words.titles else "role"
                index += 1
                continue
        is_no_name = word in words.openers or word in words.calendar or word in words.not_names
        if owner is None and is_no_name and not _is_given_name(prose, words, index):
            cue, gender = "", None
            index += 1
            continue
        if (
            cue != "honorific"
            and owner is None
            and word in words.role_modifiers
            and _names_follow(prose, owners, words, index)
        ):
            cue = "role"
            index += 1
            continue
        last = index
        while last + 1 < count and last - index + 1 < _LONGEST and gaps[last + 1] == JOIN:
            following, its_owner = tokens[last + 1].word, owners[last + 1]
            if its_owner is not None and its_owner.type != "PERSON":
                break
            if its_owner is None and (
                following in words.honorifics
                or following in words.calendar
                or (words.is_role(following) and not words.is_given_name(word))
                or (following in words.openers and following != "Will")
            ):
                break
            last += 1
        leads_on = (
            last + 1 < count
            and gaps[last + 1] == JOIN
            and words.is_role(tokens[last + 1].word)
            and owners[index] is None
            and owners[last + 1] is None
        )
        if leads_on and not words.is_given_name(word) and cue != "honorific":
            cue = "role" if cue else ""
            index = last + 1
            continue
        yield Segment(index, last, cue, gender)
        cue, gender = "", None
        index = last + 1


def _is_given_name(prose: Prose, words: Lexicon, index: int) -> bool:
    """Return whether a word that is a thing too is a given name: Bill Sample, but not the Bill or Bill Committee."""
    if (
        index + 1 >= len(prose.tokens)
        or prose.gaps[index + 1] != JOIN
        or not words.is_given_name(prose.tokens[index].word)
    ):
        return False
    following = prose.tokens[index + 1].word
    listed = (words.openers, words.calendar, words.not_names, words.head_kinds)
    return following[0].isupper() and not following.isupper() and all(following not in group for group in listed)


def _names_follow(prose: Prose, owners: list[MentionSpan | None], words: Lexicon, index: int) -> bool:
    """Return whether a person's name begins right after a word that belongs to a role: "State" in "Secretary of State X Y"."""
    following = index + 1
    while (
        following < len(prose.tokens)
        and prose.gaps[following] == JOIN
        and prose.tokens[following].word in words.role_modifiers
    ):
        following += 1
    if following >= len(prose.tokens) or prose.gaps[following] != JOIN:
        return False
    if owner := owners[following]:
        return owner.type == "PERSON"
    is_of_role = index > 0 and prose.gaps[index] == JOINT and words.is_role(prose.tokens[index - 1].word)
    return is_of_role or words.is_given_name(prose.tokens[following].word)


def _is_office(prose: Prose, owner: MentionSpan, words: Lexicon) -> bool:
    """Return whether a place or body belongs to a role before it: "envoy to Example X Y", "Minister of Example X Y"."""
    before = _OFFICE.search(prose.text[max(0, owner.start - 40) : owner.start])
    return bool(before and words.is_role(before[1]))


def judge(prose: Prose, segment: Segment, words: Lexicon) -> MentionSpan | None:
    """Return the person a segment names, if something says so."""
    tokens = prose.tokens[segment.first : segment.last + 1]
    start, end = tokens[0].start, _end(prose, segment, words)
    if any(_is_acronym(token.word) for token in tokens) and not all(token.word.isupper() for token in tokens):
        return None
    if (
        any(token.word in kind.tail for kind in words.heads.values() for token in tokens[1:])
        and segment.cue != "honorific"
    ):
        return None
    rule, score = _reason(prose, segment, start, end, words)
    if not rule:
        return None
    return MentionSpan(start, end, "PERSON", f"person.{rule}", score, name=prose.text[start:end], gender=segment.gender)


def _end(prose: Prose, segment: Segment, words: Lexicon) -> int:
    """Return where a name ends: after the lower-case half of its last word, unless that makes an adjective ("-led")."""
    end = prose.tokens[segment.last].end
    tail = _TAIL.match(prose.text, end) if segment.last > segment.first else None
    return tail.end() if tail and tail.group()[1:] not in words.compound_tails else end


def _reason(prose: Prose, segment: Segment, start: int, end: int, words: Lexicon) -> tuple[str, float]:
    tokens = prose.tokens[segment.first : segment.last + 1]
    first = tokens[0].word
    if segment.cue == "honorific":
        return "honorific", 0.9
    if len(tokens) == 1:
        is_word = (
            first.isupper() or first in words.role_modifiers or first in words.head_kinds or first in words.not_names
        )
        ok = segment.cue == "title" and len(first) > 2 and not is_word
        return ("role", 0.7) if ok and not prose.in_headline(start) else ("", 0.0)
    if words.is_given_name(first):
        return "given_name", 0.85
    if prose.in_headline(start) or first in words.role_modifiers:
        return "", 0.0
    if segment.cue:
        return "role", 0.85
    before = prose.text[max(0, start - 40) : start]
    after = prose.text[end : end + 80]
    previous = match[1].lower() if (match := _LAST_WORD.search(before)) else ""
    if words.is_role(previous) and "\n" not in before[-3:]:
        return "role", 0.85
    if any(len(token.word) == 1 for token in tokens[1:-1]):
        return "initial", 0.8
    has_article = any(token.word.startswith(HYPHENED_ARTICLES) for token in tokens[1:])
    if has_article and first not in words.head_kinds and previous not in _BEFORE_TOWNS:
        return "article", 0.75
    apposed = match[1].split() if (match := _AFTER_COMMA.match(after)) else []
    if _APPOSITION.match(after) or any(word.islower() and words.is_role(word) for word in apposed):
        return "apposition", 0.75
    following = match[1] if (match := _FIRST_WORD.match(after)) else ""
    if following in words.speech:
        return "speech", 0.65
    if previous in words.speech and previous not in _SAID_TO:
        return "speech", 0.65
    return "", 0.0


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper() and not word.endswith(".")


def listed(prose: Prose, persons: list[MentionSpan], unsure: list[Segment], words: Lexicon) -> Iterator[MentionSpan]:
    """Find names of two words or more that are listed with a person: "X Y and Z W"."""
    ends = {person.end for person in persons}
    starts = {person.start for person in persons}
    for segment in unsure:
        tokens = prose.tokens[segment.first : segment.last + 1]
        start, end = tokens[0].start, _end(prose, segment, words)
        if not 2 <= len(tokens) <= 4 or prose.in_headline(start) or any(_is_acronym(token.word) for token in tokens):
            continue
        before = prose.text[prose.tokens[segment.first - 1].end : start] if segment.first else ""
        after = prose.text[end : prose.tokens[segment.last + 1].start] if segment.last + 1 < len(prose.tokens) else ""
        is_after = before in _LIST_GAP and before != ", " and start - len(before) in ends
        is_before = after in _LIST_GAP and after != ", " and end + len(after) in starts
        if is_after or is_before:
            yield MentionSpan(start, end, "PERSON", "person.list", 0.6, name=prose.text[start:end])
