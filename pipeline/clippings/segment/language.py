"""The language of a text: the site's, where its script agrees, else told by py3langid."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import py3langid

UNDETERMINED = "und"
_MIN_LETTERS = 20
"""Below this many letters no language is told."""
_CODE_LETTERS = 2
_SAMPLE = 400
"""Characters looked at."""
_ARABIC_SCRIPT = r"[\x{0600}-\x{06FF}]"
_ALBANIAN_LETTERS = r"[ëËçÇ]"
_PERSIAN_ALONE = frozenset("پچژگکی")
_ARABIC_ALONE = frozenset("ةيىكأإؤ")


def languages(texts: pl.Series, site_language: pl.Series) -> pl.Series:
    """ISO 639-1 code of each text; `und` where it is too short to tell."""
    sample = texts.str.slice(0, _SAMPLE)
    arabic = sample.str.count_matches(_ARABIC_SCRIPT) * 4 > sample.str.len_chars()
    # an edition in another language bears the marks of the same site
    albanian = sample.str.count_matches(_ALBANIAN_LETTERS) * 60 > sample.str.len_chars()
    is_plain = site_language.is_in(["en", "sq"]) & ~arabic & ~albanian | site_language.is_in(["fa", "ar"]) & arabic
    is_plain = is_plain.fill_null(False)
    told = pl.Series(_told(sample.filter(~is_plain).to_list()), dtype=pl.String)
    rows = pl.arange(0, len(texts), eager=True)
    frame = pl.DataFrame({"row": rows, "language": site_language})
    guesses = pl.DataFrame({"row": rows.filter(~is_plain), "guess": told}, schema={"row": pl.Int64, "guess": pl.String})
    return frame.join(guesses, on="row", how="left", maintain_order="left").select(
        language=pl.coalesce("guess", "language")
    )["language"]


def _told(texts: Sequence[str]) -> list[str]:
    return [_code(text) if sum(map(str.isalpha, text)) >= _MIN_LETTERS else UNDETERMINED for text in texts]


def _code(text: str) -> str:
    """By the letters that Persian and Arabic do not share; else what py3langid tells, where it is a language.

    It knows codes of three letters for what is none.
    """
    persian, arabic = (sum(letter in own for letter in text) for own in (_PERSIAN_ALONE, _ARABIC_ALONE))
    if (persian + arabic) * 20 > len(text) and max(persian, arabic) > 4 * min(persian, arabic):
        return "fa" if persian > arabic else "ar"
    code = str(py3langid.classify(text)[0])
    return code if len(code) == _CODE_LETTERS else UNDETERMINED
