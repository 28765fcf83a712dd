"""Ways to write one name: characters that mean the same, and spellings of names that come from Arabic or Persian script.

Folding keeps the number of characters, so that offsets stay valid. Lists of names do not belong here.
"""

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from itertools import product

from clippings.common.text import without_marks

ONE_FOR_ONE = {
    **dict.fromkeys("’‘‛ʼʻʹ´`′", "'"),
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("‐‑", "-"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "),
    "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا",
}  # fmt: skip
"""Characters written for one another: quotes, hyphens, spaces, and letters of Arabic that Persian writes otherwise."""

_ODD = re.compile(f"[{''.join(re.escape(c) for c in ONE_FOR_ONE)}]")

_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}|(?<![\w.])[A-Z]{2,4}(?![\w.])")
"""Example: "U.P." or "UP"."""

_LONG = 4
"""Letters of a name that is sought in capitals too."""

ARTICLES = ("al", "el", "ul", "ol", "as", "ash", "ad", "ar", "at", "an", "az")
"""Ways to write the Arabic article."""

PARTICLES = frozenset((*ARTICLES, "il", "e", "i", "ye", "l"))
"""Articles and joints of transliterated names, which are written or left out, glued, hyphened or spaced."""

_ABDUL = re.compile(r"abd[aeiou]l(?P<rest>[a-z]{4,})")
_GLUED_ARTICLE = re.compile(r"[ae]l(?P<rest>[a-z]{4,})")
_SUBSTITUTIONS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"[^a-z]", ""),
        (r"kh", "x"),  # Khalil, not Halil
        (r"gh|q|ck?(?!h)", "k"),  # Sabbagh, Sabbaq; Qasim, Kasim
        (r"ph", "f"),
        (r"dj", "j"),  # Djamal, Jamal
        (r"(?<=[aeiouy])h$", ""),  # Fallujah, Falluja
        (r"^y|(?<=[aeiou])y+(?=[aeiou])", "Y"),  # Younes; Sayyid, not Said
        (r"w(?=[aeiouy])", "v"),  # Mousawi, Mousavi
        (r"[ouw]+", "o"),  # Nouri, Nuri, Noori
        (r"[aeiy]+", "a"),  # Mohammed, Mohammad; Kareem, Karim
        (r"(.)\1+", r"\1"),  # Hassan, Hasan
    )
)


def fold(text: str) -> str:
    """Return `text` with characters that mean the same made one; of the same length, and with the same line breaks."""
    if text.isascii() and "\t" not in text and "`" not in text:
        return text
    return _ODD.sub(lambda match: ONE_FOR_ONE[match[0]], text)


def written_forms(name: str, not_in_capitals: Container[str]) -> Iterator[str]:
    """Yield a name folded, with and without stops in its abbreviations, with either dash, and in capitals if that spells no word."""
    text = fold(name)
    pieces: list[tuple[str, ...]] = []
    end = 0
    for match in _DOTTED.finditer(text):
        letters = match.group().replace(".", "")
        dotted = ".".join(letters) + "."
        spaced = dotted.replace(".", ". ").strip()
        pieces += [(text[end : match.start()],), (match.group(), letters, dotted, spaced, dotted[:-1])]
        end = match.end()
    pieces.append((text[end:],))
    forms = dict.fromkeys("".join(chosen) for chosen in product(*pieces))
    forms |= dict.fromkeys(other for form in forms for other in (form.replace("–", "-"), form.replace("-", "–")))
    for form in forms:
        yield form
        if (upper := form.upper()) != form and len(form) >= _LONG and upper not in not_in_capitals:
            yield upper


@lru_cache(maxsize=200_000)
def key(word: str) -> str:
    """Return the key that the spellings of one transliterated word share: its consonants, and the vowels as dark (o) or light (a)."""
    plain = without_marks(word.casefold())
    for pattern, to in _SUBSTITUTIONS:
        plain = pattern.sub(to, plain)
    return plain


def is_firm(word_key: str) -> bool:
    """Return whether a key identifies a word: it has three consonants, or a dark vowel between two. Shorter keys coincide by chance."""
    return sum(c not in "ao" for c in word_key) >= 3


@lru_cache(maxsize=200_000)
def parts(word: str) -> tuple[tuple[str, ...], ...]:
    """Return the sequences of keys a word may represent: itself, and words glued into it.

    Example: Abdulkarim is also Abdul Karim, Alharbi also al-Harbi.
    """
    plain = word.casefold()
    alternatives: list[tuple[str, ...]] = [(key(word),)]
    if match := _ABDUL.fullmatch(plain):
        alternatives.append(("abdol", key(match["rest"])))
    elif plain in ("abdul", "abdel", "abdol", "abdil", "abd"):
        alternatives = [("abdol",)]
    elif match := _GLUED_ARTICLE.fullmatch(plain):
        alternatives.append((key(match["rest"]),))
    return tuple(alternatives)
