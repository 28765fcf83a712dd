"""Organisations, facilities, events and landscapes that are in no list, found by a capitalised word that names their kind.

Names made by an uncapitalised word beside them are read in `cue_names`, persons in `detect_people`.
"""

from collections.abc import Iterator

from clippings.enrich.entities.mention_model import MentionSpan
from clippings.enrich.entities.tokens import AND, JOIN, JOINT, THE, Prose
from clippings.enrich.entities.word_lists import Lexicon

_FAR = 8
"""Words a name without a joint may have, and joints a name may have."""

_SHORT = 6
"""Letters of an acronym; a longer organisation is not the beginning of another one's name."""

_RULES = {"ORG": "organisation", "FAC": "facility", "EVENT": "event", "LOC": "landscape", "GPE": "province"}


def by_head(prose: Prose, owner: list[MentionSpan | None], words: Lexicon) -> Iterator[MentionSpan]:
    """Yield names with a capitalised head word: "Example Foundation", "Ministry of Examples", "Camp Example", "Example War"."""
    for index, token in enumerate(prose.tokens):
        kinds = words.head_kinds.get(token.word, ())
        mention = owner[index]
        if not kinds or prose.in_headline(token.start) or (mention and mention.type == "LOC"):
            continue  # the West Bank is not a bank
        for kind in kinds:
            if span := _span(prose, owner, words, index, kind):
                start, end = prose.tokens[span[0]].start, prose.tokens[span[1]].end
                inner = owner[span[0]]
                is_known = inner is not None and inner.type == "ORG" and token.word in words.legal_forms
                senses = inner.senses if inner is not None and is_known else ()
                yield MentionSpan(start, end, kind, f"{_RULES[kind]}.head", 0.8, senses, name=prose.text[start:end])
                break


def _span(
    prose: Prose, owner: list[MentionSpan | None], words: Lexicon, index: int, kind: str
) -> tuple[int, int] | None:
    """Return the first and last word of the name that a head word opens or closes."""
    heads, head_word = words.heads[kind], prose.tokens[index].word
    first = _leftmost(prose, owner, words, index)
    if head_word in heads.front_of_place and _is_before_place(prose, owner, index):
        return index, index + 1
    if head_word in heads.front and first == index:
        last = _run_end(prose, words, index)
        while last > index and (mention := owner[last]) and mention.type in ("ORG", "PERSON", "NORP"):
            last -= 1
        if last > index:
            return index, last
    if head_word in heads.front_of and (last := _rightmost(prose, owner, words, index, joins=kind == "ORG")) > index:
        return (first if kind == "ORG" else index), last
    if head_word not in heads.tail or first == index:
        return None
    before = owner[first:index]
    if kind == "ORG" and all(mention and mention.type in ("GPE", "NORP") for mention in before):
        is_of_place = all(mention and mention.type == "GPE" for mention in before)
        if not (is_of_place or head_word in words.state_heads | words.peoples_heads):
            return None
    if kind != "ORG" and len(before) == 1 and before[0] is None and prose.tokens[first].word in words.role_modifiers:
        return None
    return first, index


def _is_before_place(prose: Prose, owner: list[MentionSpan | None], index: int) -> bool:
    """Return whether the next word alone is the name of a place: Air Brant, Statistics Torrey."""
    if index + 1 >= len(prose.tokens) or prose.gaps[index + 1] != JOIN:
        return False
    place, token = owner[index + 1], prose.tokens[index + 1]
    return place is not None and place.type == "GPE" and (place.start, place.end) == (token.start, token.end)


def _leftmost(prose: Prose, owner: list[MentionSpan | None], words: Lexicon, index: int) -> int:
    first = index
    while first and prose.gaps[first] == JOIN and index - first < _FAR:
        word, mention = prose.tokens[first - 1].word, owner[first - 1]
        if word in words.openers or word in words.calendar or word in words.not_names:
            break
        if word in words.honorifics or (word.lower() in words.roles and word not in words.role_modifiers):
            return first + 1 if index - first > 1 else index
        if mention and (
            mention.type in ("PERSON", "EVENT")
            or (
                mention.type == "ORG"
                and mention.end - mention.start > _SHORT
                and prose.tokens[index].word not in words.legal_forms
            )
        ):
            break
        first -= 1
    return first


def _rightmost(prose: Prose, owner: list[MentionSpan | None], words: Lexicon, index: int, *, joins: bool) -> int:
    """Return the end of a name that a head opens: after its joints, "and" and the words that follow them."""
    head_word, last = prose.tokens[index].word, index
    for _ in range(_FAR):
        following = last + 1
        if following >= len(prose.tokens):
            break
        gap, word = prose.gaps[following], prose.tokens[following].word
        opens = gap == JOINT or (gap == THE and last > index)
        goes_on = joins and gap == AND and last > index and owner[following] is None and not word.isupper()
        if not (opens or goes_on) or word in words.openers or word in words.calendar:
            break
        end = _run_end(prose, words, following, is_office=head_word in ("Office", "Secretariat"))
        if goes_on and any(prose.tokens[i].word in words.heads["ORG"].tail for i in range(following, end + 1)):
            break
        last = end
    after = owner[last + 1] if last > index and last + 1 < len(owner) else None
    if (
        after
        and head_word in words.branches
        and after.type == "GPE"
        and prose.text[prose.tokens[last].end : after.start] == " in "
    ):
        return last + 1
    return last


def _run_end(prose: Prose, words: Lexicon, index: int, *, is_office: bool = False) -> int:
    last = index
    while last + 1 < len(prose.tokens) and prose.gaps[last + 1] == JOIN and last - index < _FAR:
        word = prose.tokens[last + 1].word
        if word in words.calendar or word in words.honorifics or (word.lower() in words.roles and not is_office):
            break
        last += 1
    return last
