"""Names of persons as credit lines write them: which words are one, and how it is published. Lists of persons do not belong here."""

import re
from functools import cache

from clippings import data

PARTICLES = frozenset(data.read("bylines.toml")["particles"])
"""Words within a name that need no capital."""
_TOKEN = re.compile(r"^[^\W\d_][\w\u0900-\u0dff'’.\-]*$")  # the vowels of Indian scripts are marks, not letters
_SUFFIX = re.compile(r"(?:,|(?<!\s))\s+(?:Jr|Sr|II|III|IV|PhD|Ph\.D|MD|M\.D|Esq)\.?$")
_INITIALS = re.compile(r"A\.? (?=[A-Z]\.? )|A[A-Z] (?=[A-Z][a-z])")
"""A N Example, AN Example: initials that are words too."""
_LONGEST = 60
_MOST_TOKENS = 6
_PIECES = re.compile(r"([\-'’./ ])")
_ROMAN = re.compile(r"^(?:II|III|IV)$")
# Quill, Ada B.
_INVERTED = re.compile(
    r"\s*(?P<whole>(?P<family>[^\W\d_][\w'’-]+), (?P<given>[^\W\d_][\w'’-]+(?: [^\W\d_]\.?){0,2}))\s*"
)
NEVER_IN_NAMES = frozenset(data.read("bylines.toml")["never_in_names"])
"""Words no name of a person has, in lower case."""


def is_person(text: str) -> bool:
    """Return whether `text` has the form of a person's name: two to six words with a capital each, particles between them."""
    text = _SUFFIX.sub("", text.strip())
    tokens = text.split()
    if not 2 <= len(tokens) <= _MOST_TOKENS or len(text) > _LONGEST:
        return False
    initials = _INITIALS.match(text)
    firm = tokens[1:] if initials else tokens
    if any(token.lower().strip(".") in NEVER_IN_NAMES or not _TOKEN.match(token) for token in firm):
        return False
    firm = [token for token in tokens if token.lower() not in PARTICLES]
    return len(firm) >= 2 and all(_has_capital(token) for token in firm)


def _has_capital(token: str) -> bool:
    """Karim, al-Karim, d’Arc: the first letter of one of its pieces is a capital. Scripts without case pass."""
    first = [piece[0] for piece in re.split(r"[\-'’]", token) if piece]
    return any(letter.isupper() or letter.lower() == letter.upper() for letter in first)


def inverted(text: str, start: int) -> tuple[int, int, str] | None:
    """Return the characters of a name with the family name first, and the name in its usual order: `Quill, Ada` is Ada Quill."""
    match = _INVERTED.fullmatch(text, start)
    if match is None or not is_person(name := f"{match['given']} {match['family']}"):
        return None
    return (*match.span("whole"), normal_case(name))


def normal_case(name: str) -> str:
    """Return `name` with words in capitals in normal case: ADAM O’EXAMPLE -> Adam O’Example. Initials and numerals stay."""
    name = re.sub(r"\s+", " ", name).strip()
    if not any(len(word) > 2 and word[2:].isupper() for word in re.split(r"[^\w]", name)):
        return name
    return "".join(_cased(piece) for piece in _PIECES.split(name))


def _cased(piece: str) -> str:
    if piece[:2].upper() == "MC" and len(piece) > 3 and piece[2:].isupper():
        return "Mc" + piece[2:].capitalize()
    if len(piece) < 2 or not piece.isupper() or _ROMAN.match(piece):
        return piece
    return piece.capitalize()


@cache
def given_names() -> frozenset[str]:
    """Return given names that are rarely other words. Such a name alone is a person, also if the site has that name."""
    return frozenset(data.read("authority/given_names.toml")["as_written"])


def opens_with_given_name(name: str) -> bool:
    """Return whether the first word of a name is a given name of some language, in normal case or in capitals."""
    first = re.split(r"[\s\-]", name, maxsplit=1)[0]
    return (first.capitalize() if first.isupper() else first) in _names_of_languages()


@cache
def _names_of_languages() -> frozenset[str]:
    rows = (data.FOLDER / "authority" / "given_names.txt").read_text("utf-8").splitlines()
    return frozenset(row for row in rows if not row.startswith("#")) | given_names()
