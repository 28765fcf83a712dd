"""The language of a text: the site's, where its script agrees, else by letters that few languages have, else by py3langid."""

import tomllib
from collections.abc import Sequence
from functools import cache
from itertools import permutations

import numpy as np
import polars as pl
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier
from py3langid.modelio import load_model

from clippings import data

UNDETERMINED = "und"
_MIN_LETTERS = 20
"""Texts with fewer letters are compared with a short list of languages only."""
_MIN_LETTERS_OF_TITLE = 12
"""Texts with fewer letters have no language."""
_MIN_CERTAINTY = 0.5
"""Probability that the best language of a short text must reach among those of the list."""
_CODE_LETTERS = 2
_SAMPLE = 400
"""Maximum number of characters to read."""
_ARABIC_SCRIPT = r"[\x{0600}-\x{06FF}]"
_ALBANIAN_LETTERS = r"[ëËçÇ]"
_LETTERS_PER_SIGN = 100
"""A text is in the language of a rare letter if one letter in this many is one. A quoted name has fewer."""
_PERSIAN, _ARABIC = "پچژگکی", "ةيىكأإؤ"
_PERSIAN_ALONE, _ARABIC_ALONE = frozenset(_PERSIAN), frozenset(_ARABIC)
_FEW_WORDS = 12
"""Texts with fewer words need not have small words of their language."""
_WORDS_PER_SMALL = 14
"""A text of a language has one of its small words in this many at least."""


def languages(texts: pl.Series, site_language: pl.Series, page_language: pl.Series | None = None) -> pl.Series:
    """Return the ISO 639-1 code of each text; `und` if it is too short and its page declares none.

    Args:
        texts: The texts.
        site_language: Language of each text's site, where a profile says it.
        page_language: Language that each text's page declares: it decides only what the text leaves open.
    """
    site_language = site_language.cast(pl.String)  # a site without one gives a series of nulls
    sample = texts.str.slice(0, _SAMPLE)
    arabic = sample.str.count_matches(_ARABIC_SCRIPT) * 4 > sample.str.len_chars()
    # an edition in another language has the marks of the same site
    albanian = sample.str.count_matches(_ALBANIAN_LETTERS) * 60 > sample.str.len_chars()
    own_letters = "".join(letter for _, letters in _signs() for letter in sorted(letters))
    other = sample.str.count_matches(f"[{own_letters}]") * _LETTERS_PER_SIGN > sample.str.len_chars()
    persian, own_arabic = (sample.str.count_matches(f"[{''.join(letters)}]") for letters in (_PERSIAN, _ARABIC))
    is_of_site = site_language.is_in(["en", "sq"]) & ~arabic & ~albanian
    is_plain = (
        is_of_site & _has_small_words(sample, site_language)
        | site_language.eq_missing("fa") & arabic & ~other & (persian >= own_arabic)
        | site_language.eq_missing("ar") & arabic & ~other & (own_arabic >= persian)
    )
    is_plain = is_plain.fill_null(False)
    codes = pl.Series(_detected(sample.filter(~is_plain).to_list()), dtype=pl.String)
    rows = pl.arange(0, len(texts), eager=True)
    frame = pl.DataFrame({"row": rows, "language": site_language})
    guesses = pl.DataFrame(
        {"row": rows.filter(~is_plain), "guess": codes}, schema={"row": pl.Int64, "guess": pl.String}
    )
    joined = frame.join(guesses, on="row", how="left", maintain_order="left")
    language_codes = joined.select(language=pl.coalesce("guess", "language"))["language"]
    # a list of names has small words of no language: it stays in that of the site
    other = (is_of_site & (language_codes != site_language)).arg_true()
    texts = sample.gather(other)
    listing = other.filter(_is_latin(texts) & ~_has_small_words(texts, language_codes.gather(other)))
    language_codes = language_codes.scatter(listing, site_language.gather(listing))
    language_codes = _of_declared_sibling(language_codes, site_language)
    if page_language is None:
        return language_codes
    language_codes = _of_declared_sibling(language_codes, _code_of(page_language))
    return _completed(language_codes, sample, page_language)


def _of_declared_sibling(language_codes: pl.Series, declared: pl.Series) -> pl.Series:
    """Return `language_codes` with the declared language instead of a guess that is hardly different: Croatian, not Bosnian."""
    siblings = [pair for group in _table()["siblings"]["groups"] for pair in permutations(group, 2)]
    guess_and_declared = (language_codes + ">" + declared).fill_null("")
    is_sibling = guess_and_declared.is_in([">".join(pair) for pair in siblings])
    return language_codes.scatter(is_sibling.arg_true(), declared.filter(is_sibling))


def _code_of(page_language: pl.Series) -> pl.Series:
    return page_language.str.to_lowercase().str.extract(r"^([a-z]{2})(?:-|$)", 1)


def _completed(language_codes: pl.Series, sample: pl.Series, page_language: pl.Series) -> pl.Series:
    """Return `language_codes` with the declared language of texts that are too short for detection, if their script agrees."""
    declared = _code_of(page_language)
    rows = ((language_codes == UNDETERMINED) & declared.is_not_null()).arg_true()
    is_other_script = declared.gather(rows).is_in(_table()["other_scripts"]["languages"])
    takes = rows.filter(_is_latin(sample.gather(rows)) != is_other_script)
    return language_codes.scatter(takes, declared.gather(takes))


def _is_latin(texts: pl.Series) -> pl.Series:
    return texts.str.count_matches(r"\p{Latin}") * 2 > texts.str.count_matches(r"\p{L}")


def _has_small_words(texts: pl.Series, codes: pl.Series) -> pl.Series:
    """Return whether a text has as many small words of the language of its code as texts of that language do, or is short."""
    words = texts.str.count_matches(r"\w+")
    has_enough = words < _FEW_WORDS
    small_words = _table()["small_words"]
    for language in small_words.keys() & set(codes.unique()):
        rows = codes.eq_missing(language).arg_true()
        small = texts.gather(rows).str.count_matches(rf"(?i)\b(?:{'|'.join(small_words[language])})\b")
        has_enough = has_enough.scatter(rows.filter(small * _WORDS_PER_SMALL >= words.gather(rows)), values=True)
    return has_enough


def _detected(texts: Sequence[str]) -> list[str]:
    return [_code(text, sum(map(str.isalpha, text))) for text in texts]


def _code(text: str, letters: int) -> str:
    """Return the code of a text with this number of letters, or `und` if it is too short.

    py3langid has three-letter codes for texts that are not in a language.
    """
    if letters < _MIN_LETTERS_OF_TITLE:
        return UNDETERMINED
    if by_letters := _by_letters(text):
        return by_letters
    if letters < _MIN_LETTERS:
        code, certainty = _identifiers()[1].classify(text)
        return str(code) if certainty >= _MIN_CERTAINTY else UNDETERMINED
    code = str(_identifiers()[0].classify(text)[0])
    return code if len(code) == _CODE_LETTERS else UNDETERMINED


def _by_letters(text: str) -> str | None:
    """Return the language in Arabic script of which the text has its own letters; None if no letter decides."""
    for code, letters in _signs():
        if sum(map(letters.__contains__, text)) * _LETTERS_PER_SIGN > len(text):
            return code
    persian, arabic = (sum(letter in letters for letter in text) for letters in (_PERSIAN_ALONE, _ARABIC_ALONE))
    if (persian + arabic) * 20 > len(text) and max(persian, arabic) > 4 * min(persian, arabic):
        return "fa" if persian > arabic else "ar"
    return None


@cache
def _table() -> dict[str, dict[str, str | list[str]]]:
    table: dict[str, dict[str, str | list[str]]] = tomllib.loads((data.FOLDER / "languages.toml").read_text("utf-8"))
    return table


@cache
def _signs() -> tuple[tuple[str, frozenset[str]], ...]:
    """Codes and their letters, in the order in which they are tried."""
    return tuple((code, frozenset(letters)) for code, letters in _table()["letters"].items())


@cache
def _identifiers() -> tuple[LanguageIdentifier, LanguageIdentifier]:
    """One for all languages, and one for those of short texts; both with the same tables, which take half a second to load."""
    by_feature, by_language, codes, next_states, rows, outputs = load_model(MODEL_DIR / MODEL_FILE)
    tables = (np.asarray(by_feature), np.asarray(by_language), codes, next_states, outputs)
    whole, short = (LanguageIdentifier(*tables, norm_probs=is_short, tk_row=rows) for is_short in (False, True))
    short.set_languages(list(_table()["short_texts"]["languages"]))
    return whole, short
