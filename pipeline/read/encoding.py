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
_ONE_BYTE = ["cp1252", "cp1256"]
"""Encodings met in archives of the languages read here. cp1250 is left out: charset-normalizer cannot tell it from
cp1252 on short texts, and would turn a Spanish n with tilde into a Polish letter; cp1251 would turn a few Arabic words on an English page into
Cyrillic ones."""
_TWO_BYTES = ["utf_16_le", "utf_16_be"]
"""In these every space holds a NUL, and where there is none they would find Chinese in English."""
_LEAD = 1000
"""Bytes before the first one that is no ASCII that are shown to charset-normalizer: the words around it tell."""
_SAMPLE = 1 << 16
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.05
"""Above this share of control characters the bytes are no text. Real dumps hold a stray one at most."""
_PACKED = (b"%PDF-", b"PK\x03\x04")
"""How PDF and zip files begin, which may be mostly letters and are no text all the same."""
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True)
class Decoded:
    """A text with the encoding it was read with, whether that was guessed, and how many characters were replaced."""

    text: str
    encoding: str
    is_guessed: bool = False
    replaced_count: int = 0


def decode(data: bytes) -> Decoded | None:
    """The characters of a text dump; None where the bytes are no text."""
    if data.startswith(_PACKED):
        return None
    for attempt in (_by_mark, _as_utf8, _by_guess):
        decoded = attempt(data)
        if decoded and _is_text(decoded.text):
            return decoded
    return None


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
    except UnicodeDecodeError as error:
        broken = error
    text = data.decode("utf-8", errors="replace")
    if broken.reason == "unexpected end of data" and (not text[:-1].isascii() or broken.end - broken.start > 1):
        return Decoded(text, "utf-8", replaced_count=1)
    replaced = text.count("\ufffd")
    sound = sum(1 for character in text[:_SAMPLE] if character > "\x7f" and character != "\ufffd")
    return Decoded(text, "utf-8", replaced_count=replaced) if sound >= 10 * replaced else None


def _by_guess(data: bytes) -> Decoded | None:
    first = _NOT_ASCII.search(data)
    start = max(0, first.start() - _LEAD) // 2 * 2 if first else 0  # even: UTF-16 takes two bytes a letter
    sample = data[start : start + _SAMPLE]
    candidates = _ONE_BYTE + (_TWO_BYTES if 0 in sample else [])
    best = charset_normalizer.from_bytes(sample, cp_isolation=candidates).best()
    if best is None:
        return None
    text = data.decode(best.encoding, errors="replace")
    return Decoded(text, best.encoding.replace("_", "-"), is_guessed=True, replaced_count=text.count("\ufffd"))


def _is_text(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_CONTROL.findall(sample)) <= _MAX_CONTROL_SHARE * len(sample)
