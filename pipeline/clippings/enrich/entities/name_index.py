"""Names that are known beforehand, sought in a text: one automaton for names as written, keys for their other spellings.

Which sense of a name an article means, where it has several, is decided in `conditions`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from clippings.common import disk_cache
from clippings.common.code_versions import hash_of, version_of
from clippings.enrich.entities import authority, gazetteer, variants, word_lists
from clippings.enrich.entities.authority import Entity
from clippings.enrich.entities.spelling import fold, written_forms
from clippings.enrich.entities.variants import Spellings
from clippings.project import additions

_RANK = {"curated": 0, "outlet": 1, "country": 2, "nationality": 3, "region": 4, "city": 5, "province": 6}
_SCORE = {**dict.fromkeys(_RANK, 1.0), "city": 0.95, "province": 0.9}


class Sense(NamedTuple):
    """An entity a name may mean, and the condition under which it does."""

    entity: Entity
    needs: str | None


Meaning = tuple[tuple[Sense, ...], str, float]
"""Senses of a name, and the rule and the score of a hit."""


class Hit(NamedTuple):
    """A known name in a text. `senses` are in order of preference."""

    start: int
    end: int
    senses: tuple[Sense, ...]
    rule: str
    score: float

    @property
    def entity(self) -> Entity:
        """The preferred sense."""
        return self.senses[0].entity


@dataclass(frozen=True, eq=False)
class Names:
    """All known names, indexed for the search.

    Attributes:
        entities: By id.
        by_text: Senses by the folded name.
        cues: Lower-case words that make a longer name of the name beside them.
        lower_spelled: Pattern (the same for Python and polars) of lower-case words that may begin a transliterated name.
    """

    entities: dict[str, Entity]
    by_text: dict[str, tuple[Sense, ...]]
    cues: tuple[str, ...]
    _patterns: tuple[str, ...]
    _means: tuple[Meaning, ...]
    _folded_patterns: tuple[str, ...]
    _folded_means: tuple[Meaning, ...]
    spelled: Spellings[Sense]
    lower_spelled: str | None

    def seek(self, text: str, *, spells_lower: bool = True) -> tuple[list[Hit], list[tuple[int, int, str]]]:
        """Return known names of a folded text, in any order and overlapping, and the cues.

        Args:
            text: The folded text.
            spells_lower: Whether a word may be a transliterated name in lower case (what `lower_spelled` finds).
        """
        hits: list[Hit] = []
        cues = []
        first_cue = len(self._means)
        for pattern, start, end in self.matches(text):
            if pattern >= first_cue:
                if not (end < len(text) and text[end - 1] != " " and text[end].isalnum()):
                    cues.append((start, end, self._patterns[pattern]))
            elif _is_whole(text, start, end):
                hits.append(Hit(start, end, *self._means[pattern]))
        if self._folded_means:
            lower = _lower(text)
            for pattern, start, end in self._folded.find_matches_as_indexes(lower, overlapping=True):
                if _is_whole(text, start, end):
                    hits.append(Hit(start, end, *self._folded_means[pattern]))
        if spells_lower and self.lower_spelled:
            for match in re.finditer(self.lower_spelled, text):
                hits.extend(self.spelled_at(text, match.start(1), is_lower=True))
        return hits, cues

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(self._patterns, matchkind=MatchKind.Standard, store_patterns=False)

    @cached_property
    def _folded(self) -> AhoCorasick:
        few = Implementation.DFA
        return AhoCorasick(self._folded_patterns, MatchKind.Standard, store_patterns=False, implementation=few)

    def matches(self, text: str) -> list[tuple[int, int, int]]:
        """Return the automaton's matches as pattern, start and end, also inside words."""
        return self._automaton.find_matches_as_indexes(text, overlapping=True)

    def spelled_at(self, text: str, start: int, *, is_lower: bool = False) -> Iterator[Hit]:
        """Yield names in another spelling that begin with the word at `start`."""
        for end, ended in self.spelled.walk(text, start):
            if _is_whole(text, start, end):
                for sense, is_folded in ended:
                    if is_folded or not is_lower:
                        yield Hit(start, end, (sense,), "curated.spelling", 0.95)


@additions.cached
def load() -> Names:
    """Return all names of the authority files, of the project and of the libraries; kept on disk for the next process."""
    version = hash_of([version_of(__name__), additions.current().digest])
    return disk_cache.kept(
        "names", version, lambda: build((*authority.curated(), *authority.outlets(), *gazetteer.entities()))
    )


def build(entities: Iterable[Entity]) -> Names:
    """Return names of these entities, the earlier ones before the later; entities of one id become one."""
    merged = _merged(entities)
    senses: dict[str, list[Sense]] = defaultdict(list)
    folded: dict[str, list[Sense]] = defaultdict(list)
    spelled: Spellings[Sense] = Spellings()
    lower: set[tuple[str, ...]] = set()
    words = word_lists.load()
    for entity in merged.values():
        for alias in entity.aliases:
            sense = Sense(entity, alias.needs)
            for text in written_forms(alias.text, words.words_in_capitals):
                senses[text].append(sense)
            if alias.fold:
                folded[fold(alias.text).lower()].append(sense)
            if (
                entity.is_transliterated
                and alias.language in ("en", "sq", None)
                and (keys := variants.keys(alias.text))
            ):
                spelled.add(keys, sense, is_folded=alias.fold)
                lower |= {keys[:2]} if alias.fold else set()
    by_text = {text: _ranked(text_senses) for text, text_senses in senses.items()}
    for text, text_senses in folded.items():
        by_text.setdefault(text, _ranked(text_senses))
    cues = tuple(_cues(words))
    patterns = (*senses, *cues)
    return Names(
        merged,
        by_text,
        cues,
        patterns,
        tuple(_meaning(by_text[text]) for text in senses),
        tuple(folded),
        tuple(_meaning(by_text[text]) for text in folded),
        spelled,
        variants.lower_pattern(lower),
    )


def _meaning(senses: tuple[Sense, ...]) -> Meaning:
    """Return senses with the name and the score of the rule that finds them."""
    entity, needs = senses[0]
    kind = "curated" if entity.origin in ("curated", "outlet") else "library"
    what = {"curated": "name", "nationality": "people"}.get(entity.origin, entity.origin)
    if needs in ("full", "country"):
        return senses, f"{kind}.{needs}", 0.9
    return senses, f"{kind}.{what}", _SCORE[entity.origin]


def _merged(entities: Iterable[Entity]) -> dict[str, Entity]:
    merged: dict[str, Entity] = {}
    for entity in entities:
        if merged_entity := merged.get(entity.entity_id):
            have = {alias.text for alias in merged_entity.aliases}
            further = tuple(alias for alias in entity.aliases if alias.text not in have)
            country = merged_entity.country or entity.country
            merged[entity.entity_id] = replace(merged_entity, aliases=merged_entity.aliases + further, country=country)
        else:
            merged[entity.entity_id] = entity
    return merged


def _ranked(senses: list[Sense]) -> tuple[Sense, ...]:
    ranked = sorted(dict.fromkeys(senses), key=lambda sense: (_RANK[sense.entity.origin], sense.needs is not None))
    best = _RANK[ranked[0].entity.origin]
    if ranked[0].needs is None:
        return (ranked[0],)
    return tuple(sense for sense in ranked if _RANK[sense.entity.origin] == best or sense.needs is None)


def _cues(words: word_lists.Lexicon) -> Iterator[str]:
    for heads in words.heads.values():
        yield from (f" {word}" for word in sorted(heads.lower_tail))
    yield from (f" {word}" for word in sorted(words.states))
    yield from (f"{form} of " for word in ("government", "province", "governorate") for form in (word, word.title()))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether a name is not a part of a longer word: "Norway's" and "U.P.-led" hold one, "Norwayan" does not."""
    if start and (
        text[start - 1].isalnum() or (text[start - 1] in "_@/\\" and not text[start - 2 : start - 1].isalpha())
    ):
        return False
    if end < len(text):
        after = text[end]
        if after == "_" or (after.isalnum() and text[end - 1] != "."):
            return False
        if after == "." and text[end + 1 : end + 2].islower():
            return False
    return True


def _lower(text: str) -> str:
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
