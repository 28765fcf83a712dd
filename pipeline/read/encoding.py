"""Bytes of a text dump to characters: byte order mark, UTF-8, or a guess by charset-normalizer."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ["cp1252", "cp1256", "cp1251", "utf_16_le", "utf_16_be"]
"""Encodings met in archives of the languages read here. cp1250 is left out: charset-normalizer cannot tell it from
cp1252 on short texts, and would turn a Spanish n with tilde into a Polish letter."""
_SAMPLE = 1 << 16
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.05
"""Above this share of control characters the bytes are no text. Real dumps hold a stray one at most."""


@dataclass(frozen=True)
class Decoded:
    """A text with the encoding it was read with, whether that was guessed, and how many characters were replaced."""

    text: str
    encoding: str
    is_guessed: bool = False
    replaced_count: int = 0


def decode(data: bytes) -> Decoded | None:
    """The characters of a text dump; None where the bytes are no text."""
    decoded = _by_mark(data) or _as_utf8(data) or _by_guess(data)
    return decoded if decoded and _is_text(decoded.text) else None


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, errors="replace")
            return Decoded(text, encoding, replaced_count=text.count("\ufffd"))
    return None


def _as_utf8(data: bytes) -> Decoded | None:
    """UTF-8, also where few bytes are broken: a dump cut inside a character stays UTF-8."""
    if data[:_SAMPLE].count(0) * 5 > len(data[:_SAMPLE]):
        return None  # Latin text in UTF-16 is valid UTF-8, every other byte a NUL
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    replaced = text.count("\ufffd")
    sound = sum(1 for character in text[:_SAMPLE] if character > "\x7f" and character != "\ufffd")
    return Decoded(text, "utf-8", replaced_count=replaced) if sound >= 10 * replaced else None


def _by_guess(data: bytes) -> Decoded | None:
    sample = data[: _SAMPLE + (_SAMPLE % 2)]
    best = charset_normalizer.from_bytes(sample, cp_isolation=_CANDIDATES).best()
    if best is None:
        return None
    text = data.decode(best.encoding, errors="replace")
    return Decoded(text, best.encoding.replace("_", "-"), is_guessed=True, replaced_count=text.count("\ufffd"))


def _is_text(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_CONTROL.findall(sample)) <= _MAX_CONTROL_SHARE * len(sample)
