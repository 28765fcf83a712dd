"""The word lists with which names are recognised in prose, read once from the authority folder and indexed.

Rules do not belong here: only which word is in which list.
"""

from dataclasses import dataclass
from typing import Any

from clippings.enrich.entities.authority import FOLDER
from clippings.enrich.entities.spelling import key
from clippings.project import additions, overlay, toml_file

_OPEN = {("states",), ("short_forms",), ("short_towns",), ("peoples",), ("continental",), ("province_names",)}
"""Tables whose keys are names or codes."""
_OF_CUES = (
    "honorifics", "roles", "titles", "role_modifiers", "speech", "compound_tails", "place_before",
)  # fmt: skip
_OF_WORDS = ("compound_fronts", "openers", "calendar", "not_names", "treaties", "word_surnames", "words_in_capitals")
"""Lists of `name_cues.toml` and `name_words.toml` that are used as sets."""


@dataclass(frozen=True, slots=True)
class Heads:
    """Words that say what kind of thing a longer name is the name of.

    Attributes:
        tail: Last words of such names.
        front: First words.
        front_of: First words that a joint follows.
        front_of_place: First words that the name of a place follows: Air Brant.
        lower_tail: Last words that are not capitalised.
    """

    tail: frozenset[str]
    front: frozenset[str]
    front_of: frozenset[str]
    lower_tail: frozenset[str]
    front_of_place: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists; capitalised words as written, others in lower case."""

    honorifics: frozenset[str]
    roles: frozenset[str]
    titles: frozenset[str]
    role_modifiers: frozenset[str]
    speech: frozenset[str]
    reporting_after: tuple[str, ...]
    reporting_before: tuple[str, ...]
    agency_after: tuple[str, ...]
    compound_tails: frozenset[str]
    compound_fronts: frozenset[str]
    place_before: frozenset[str]
    openers: frozenset[str]
    calendar: frozenset[str]
    not_names: frozenset[str]
    treaties: frozenset[str]
    word_surnames: frozenset[str]
    words_in_capitals: frozenset[str]
    given_names: frozenset[str]
    given_keys: frozenset[str]
    heads: dict[str, Heads]
    head_kinds: dict[str, tuple[str, ...]]
    legal_forms: frozenset[str]
    state_heads: frozenset[str]
    peoples_heads: frozenset[str]
    branches: frozenset[str]
    states: dict[str, str]

    def is_given_name(self, word: str) -> bool:
        """Return whether a capitalised word is a given name."""
        return word in self.given_names or key(word) in self.given_keys

    def is_transliterated(self, word: str) -> bool:
        """Return whether a word is a given name that Latin letters write in many ways, or has an Arabic article."""
        return (
            key(word) in self.given_keys
            or word[:3].lower() in ("al-", "el-", "ul-")
            or word.lower() in ("abdul", "abu")
        )

    def is_role(self, word: str) -> bool:
        """Return whether a word is a role of a person, such as an office, in any case and number."""
        lower = word.lower()
        return lower in self.roles or (lower.endswith("s") and lower[:-1] in self.roles)


@additions.cached
def load() -> Lexicon:
    """Return the lists of `name_cues.toml`, `name_heads.toml`, `name_words.toml` and `given_names.toml`, with the project's."""
    cues, heads, words, given = (
        read(f"{name}.toml") for name in ("name_cues", "name_heads", "name_words", "given_names")
    )
    by_type = {
        kind: Heads(
            *(frozenset(table.get(part, ())) for part in ("tail", "front", "front_of", "lower_tail", "front_of_place"))
        )
        for kind, table in heads.items()
        if kind.isupper()
    }
    return Lexicon(
        **{name: frozenset(table[name]) for table, names in ((cues, _OF_CUES), (words, _OF_WORDS)) for name in names},
        reporting_after=tuple(cues["reporting_after"]),
        reporting_before=tuple(cues["reporting_before"]),
        agency_after=tuple(cues["agency_after"]),
        given_names=frozenset([*given["as_written"], *given["short_transliterated"]]),
        given_keys=frozenset(key(name) for name in given["transliterated"]),
        heads=by_type,
        head_kinds=_kinds(by_type),
        state_heads=frozenset(heads["ORG"]["alone"]),
        legal_forms=frozenset(heads["ORG"]["legal_forms"]),
        peoples_heads=frozenset(heads["ORG"]["of_peoples"]),
        branches=frozenset(heads["ORG"]["branches"]),
        states=dict(heads["states"]),
    )


def _kinds(heads: dict[str, Heads]) -> dict[str, tuple[str, ...]]:
    """Return the types that each capitalised head word may say."""
    return {
        word: tuple(kind for kind, words_of_kind in heads.items() if word in _capitalised(words_of_kind))
        for words_of_kind in heads.values()
        for word in _capitalised(words_of_kind)
    }


def _capitalised(heads: Heads) -> frozenset[str]:
    return heads.tail | heads.front | heads.front_of | heads.front_of_place


def read(file_name: str) -> dict[str, Any]:
    """Return a file of word lists, with the additions and replacements of the project's file of that name.

    Raises:
        ProjectError: The project's file cannot be used.
    """
    return overlay.laid_over(
        toml_file.read(FOLDER / file_name), file_name, additions.current(), lambda path: path in _OPEN
    )
