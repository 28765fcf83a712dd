"""Bytes of a dump to characters: byte order mark, UTF-8, what server or markup declare, or a guess by charset-normalizer."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import partial

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
_MARKUP = re.compile(rb"\s*<")
# <meta charset="windows-1256">, <meta http-equiv=Content-Type content="text/html; charset=iso-8859-1">
_DECLARED = re.compile(rb"<meta\s[^>]{0,400}?charset\s*=\s*+[\"']?\s*([\w.:-]{2,40})", re.I)
# <?xml version="1.0" encoding="ISO-8859-1"?>
_DECLARED_XML = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.I)
_DECLARATION_BYTES = 4096
"""How far down a page browsers look for its encoding, four times over: themes put much before it."""
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
"""What browsers read where these are declared."""
_DECLARABLE = {
    *(f"cp{number}" for number in (866, 874, 932, 949, *range(1250, 1259))),
    *(f"iso8859-{number}" for number in range(1, 17)),
    "big5", "big5hkscs", "euc_jp", "gb18030", "koi8-r", "koi8-u", "mac-roman", "utf-8",
}  # fmt: skip
"""Encodings of pages. Python knows codecs that are none, and some that take hours on hostile bytes."""
_MAX_REPLACED_SHARE = 0.05
"""Above this share of letters beyond ASCII that mean nothing in the declared encoding, the declaration is wrong."""


@dataclass(frozen=True)
class Decoded:
    """A text with the encoding it was read with, whether that was guessed, and how many characters were replaced."""

    text: str
    encoding: str
    is_guessed: bool = False
    replaced_count: int = 0


def decode(data: bytes, charset: str | None = None) -> Decoded | None:
    """The characters of a dump; None where the bytes are no text.

    Args:
        data: The bytes.
        charset: The encoding the server declared, if it is known to have.
    """
    if data.startswith(_PACKED):
        return None
    for attempt in (_by_mark, _as_utf8, partial(_as_declared, charset=charset), _by_guess):
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


def _as_declared(data: bytes, charset: str | None) -> Decoded | None:
    """The encoding that the server or, where it says none, the markup declares, if the bytes bear it out."""
    head = data[:_DECLARATION_BYTES]
    markup = (_DECLARED_XML.match(head) or _DECLARED.search(head)) if _MARKUP.match(head) else None
    for name in (charset, markup[1].decode("ascii", "replace") if markup else None):
        encoding = _codec(name) if name else None
        if encoding is None:
            continue
        text = data.decode(encoding, errors="replace")
        replaced = text.count("\ufffd")
        if replaced <= _MAX_REPLACED_SHARE * len(_NOT_ASCII.findall(data[:_SAMPLE])):
            return Decoded(text, encoding.replace("_", "-"), replaced_count=replaced)
    return None


def _codec(name: str) -> str | None:
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return None
    meant = _MEANT.get(known, known)
    return meant if meant in _DECLARABLE else None


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
