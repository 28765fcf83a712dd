"""Forms that are recognised by their first bytes and have no reader: what to call each. They never become lines of text."""

from __future__ import annotations

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rich text (RTF)"),
    (b"%!PS", "PostScript"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a Microsoft Office document or message of the old binary format"),
    (b"\xffWPC", "WordPerfect"),
    (b"AT&TFORM", "DjVu"),
    (b"ITSF", "a compiled help file (CHM)"),
    (b"bplist00", "a binary property list, such as a Safari web archive"),
    (b"!BDN", "an Outlook data file (PST)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"(\xb5/\xfd", "a Zstandard file"),
    (b"BZh", "a bzip2 file"),
)
"""First bytes and name of each form."""
_AT: tuple[tuple[int, bytes, str], ...] = (
    (60, b"BOOKMOBI", "a Mobipocket e-book"),
    (257, b"ustar", "a tar archive"),
)
"""The same of forms whose mark is further down."""
_PDF, _PDF_WITHIN = b"%PDF-", 1024
"""Readers of PDF accept other bytes before its mark."""
_BZIP2 = b"1AY&SY"
"""Bytes of a bzip2 file after `BZh` and one digit. They are needed because a text may begin with BZh."""
_BEFORE = b"\xef\xbb\xbf \t\r\n"


def name_of(data: bytes) -> str | None:
    """Return the name of the form of `data` if it is a known form without a reader."""
    opening = data[: _PDF_WITHIN + len(_PDF)].lstrip(_BEFORE)
    if opening.startswith(_PDF) or (_PDF in opening and not opening.startswith(b"<") and b"\x00" in data[: 1 << 16]):
        return "PDF"
    for start, name in _STARTS:
        if opening.startswith(start) and (start != b"BZh" or opening[4:10] == _BZIP2):
            return name
    return next((name for place, mark, name in _AT if data[place : place + len(mark)] == mark), None)
