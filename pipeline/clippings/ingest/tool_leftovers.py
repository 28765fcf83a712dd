"""Undoes what a tool left in a page: escapes of mail, entities of markup, characters that nobody sees. Encodings are `decode`'s."""

import html as entities
import quopri
import re

_SAMPLE = 1 << 16
_ESCAPE = re.compile(rb"=(?:[0-9A-F]{2}|[ \t]?\r?\n)")
_SOFT_BREAK = re.compile(rb"=[ \t]?\r?\n")
_DECODED_LATER = re.compile(rb"^content-transfer-encoding:", re.I | re.M)
_FEWEST_ESCAPES = 3
_OTHER_SIGNS = 50
"""A text in quoted-printable has fewer than one sign of equality in this number that begins no escape."""

_REFERENCE = re.compile(
    r"&(?!(?:lt|gt|#0*6[02]|#[xX]0*3[cCeE]);)(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z][A-Za-z0-9]{1,15});"
)

_UNSEEN = re.compile(r"[\xad\u2060\ufeff]")
"""Soft hyphen, word joiner, and a byte order mark inside a text."""


def without_escapes(data: bytes) -> bytes:
    """Return the bytes of a text that was saved in quoted-printable, `=E2=80=99`, as they were meant; others unchanged."""
    sample = data[:_SAMPLE]
    signs = sample.count(b"=")
    if signs < _FEWEST_ESCAPES or not _SOFT_BREAK.search(sample) or _DECODED_LATER.search(sample):
        return data
    escapes = len(_ESCAPE.findall(sample))
    return quopri.decodestring(data) if escapes > _FEWEST_ESCAPES and _OTHER_SIGNS * (signs - escapes) < signs else data


def shown(text: str, *, has_code: bool) -> str:
    """Return a line of markup as it is read: with entities that were escaped twice, without characters that nobody sees.

    Args:
        text: The line, whose entities are resolved once.
        has_code: The page shows code, whose entities are meant.
    """
    text = text if text.isascii() else _UNSEEN.sub("", text)
    return _REFERENCE.sub(_character, text) if "&" in text and not has_code else text


def _character(reference: re.Match[str]) -> str:
    character = entities.unescape(reference[0])
    return reference[0] if character in "\r\n" else character
