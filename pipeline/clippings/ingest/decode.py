"""Bytes of a dump to characters: byte order mark, UTF-8, what server or markup declare, or a guess by chardet.

Beautiful Soup finds marks and declarations. Its `detwingle` would decode words in a Windows encoding inside UTF-8, but takes the ï of
`naïve` for the start of a longer character; an error handler of Python's own decoder does not.
"""

import codecs
import re
from dataclasses import dataclass
from functools import partial

from clippings.ingest import encoded_twice

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # begins with the mark of UTF-16
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Byte order mark to the codec that takes the mark off."""
_LEAD = 1000
"""Bytes before the first one beyond ASCII that are shown to chardet: the words around it reveal the encoding."""
_GUESSED = 1 << 12
"""Bytes that are shown to chardet."""
_SAMPLE = 1 << 16
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.05
"""Above this share of control characters the bytes are not text. Real dumps hold a stray one at most."""
_PACKED = (b"%PDF-", b"PK\x03\x04")
"""Beginnings of PDF and zip files. They are not text, even if they consist mostly of letters."""
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_SOUND_UTF8 = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_MARKUP = re.compile(rb"\s*<")
_DECLARATION_BYTES = 4096
"""Number of bytes searched for a declared encoding: four times as many as in browsers, because themes place it late."""
_JAPANESE_ESCAPE = re.compile(rb"\x1b\$[@B]")
"""ISO-2022-JP changes its letters by escapes of ASCII characters."""
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
"""Encodings that browsers use in place of these declared ones."""
_DECLARABLE = {
    *(f"cp{number}" for number in (866, 874, 932, 949, *range(1250, 1259))),
    *(f"iso8859-{number}" for number in range(1, 17)),
    "big5", "big5hkscs", "euc_jp", "gb18030", "iso2022_jp", "koi8-r", "koi8-u", "mac-roman", "utf-8",
}  # fmt: skip
"""Encodings of pages. Other codecs of Python are not encodings of text, or take hours on hostile bytes."""
_LATIN = {
    "cp1250", "cp1254", "cp1257", "iso8859-2", "iso8859-4", "iso8859-10", "iso8859-13", "iso8859-15",
    "iso8859-16", "mac-roman",
}  # fmt: skip
_WESTERN = re.compile(rb"[\x82-\x8c\x91-\x9c\xa0\xa7\xa9\xab\xad\xae\xb0\xb7\xbb\xc7\xcb\xe7\xeb]")
"""Bytes that are marks, or the two letters of Albanian, in cp1252. Text without other bytes beyond ASCII is cp1252."""
_BESIDE_ANOTHER = re.compile(rb"[\x80-\xff]{2}")
"""In scripts other than Latin most letters beyond ASCII have such letters beside them."""
_NEVER_MEANT = re.compile(rb"[\x81\x8d\x8f\x90\x9d\xfe\xff]")
"""Bytes of broken UTF-8 that are not a Windows character either, or are one that pages never use."""
_MARKUP_TAG = re.compile(rb"<[^<>]*+>")
_HIGH_LETTERS, _ASCII_LETTERS = re.compile(rb"[\xc0-\xff]{3,}"), re.compile(rb"[A-Za-z]{3,}")
_FEWEST_HIGH = 20
"""Words of letters beyond ASCII, at least, that a page in another script than Latin has."""
_FEWEST_NULS = 3
_PLAIN = re.compile(rb"[A-Za-z \n]")
_PLAIN_SHARE = 0.6
"""Share of Latin letters and spaces from which bytes that chardet cannot place are words of a European language."""
_MAX_REPLACED_SHARE = 0.05
"""Above this share of letters beyond ASCII that mean nothing in the declared encoding, the declaration is wrong."""


@dataclass(frozen=True)
class Decoded:
    """A text, its encoding, whether that was guessed, the number of replaced characters, and whether it was encoded twice."""

    text: str
    encoding: str
    is_guessed: bool = False
    replaced_count: int = 0
    is_twice: bool = False


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Return the bytes that are not UTF-8 as cp1252 reads them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


_WINDOWS = "clippings.windows"
codecs.register_error(_WINDOWS, _as_windows)


def decode(data: bytes, charset: str | None = None) -> Decoded | None:
    """Decode a dump; return None if the bytes are not text.

    Args:
        data: The bytes.
        charset: The encoding the server declared, if it is known to have.
    """
    if data.startswith(_PACKED):
        return None
    by_charset = (partial(_as_utf8, charset=charset), partial(_as_declared, charset=charset))
    for attempt in (_by_mark, _by_escapes, *by_charset, _by_guess):
        decoded = attempt(data)
        if decoded and _is_text(decoded.text):
            return _encoded_once(decoded)
    return None


def _encoded_once(decoded: Decoded) -> Decoded:
    text = encoded_twice.once(decoded.text)
    if text is None:
        return decoded
    return Decoded(text, decoded.encoding, replaced_count=text.count("\ufffd"), is_guessed=True, is_twice=True)


def _by_mark(data: bytes) -> Decoded | None:
    encoding = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), None)
    if encoding is None:
        return None
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, replaced_count=text.count("\ufffd"))


def _by_escapes(data: bytes) -> Decoded | None:
    """Japanese of mail, which is ASCII byte for byte."""
    if not _JAPANESE_ESCAPE.search(data, 0, _SAMPLE) or _NOT_ASCII.search(data, 0, _SAMPLE):
        return None
    try:
        return Decoded(data.decode("iso2022_jp"), "iso2022-jp")
    except UnicodeDecodeError:
        return None


def _as_utf8(data: bytes, charset: str | None) -> Decoded | None:
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
    if mended := _mended(data, charset):
        return mended
    return Decoded(text, "utf-8", replaced_count=replaced) if sound >= 10 * replaced else None


def _mended(data: bytes, charset: str | None) -> Decoded | None:
    """UTF-8 with words of Windows between: most of its letters are whole in UTF-8, or it is declared and some are."""
    sound = len(_SOUND_UTF8.findall(data, 0, _SAMPLE))
    rest = _SOUND_UTF8.sub(b"", data[:_SAMPLE])
    others = len(_NOT_ASCII.findall(rest))
    is_declared = "utf-8" in (_codec(name) for name in _declared(data, charset))
    if not sound or _NEVER_MEANT.search(rest) or not (sound >= others or is_declared):
        return None
    text = data.decode("utf-8", errors=_WINDOWS)
    replaced = text.count("\ufffd")
    return Decoded(text, "utf-8", replaced_count=replaced) if 2 * replaced <= sound else None


def _as_declared(data: bytes, charset: str | None) -> Decoded | None:
    """Return the encoding that the server or else the markup declares, if the bytes agree with it."""
    for name in _declared(data, charset):
        encoding = _codec(name)
        if encoding is None or (encoding == "cp1252" and _is_other_script(data)):
            continue
        text = data.decode(encoding, errors="replace")
        replaced = text.count("\ufffd")
        if replaced <= _MAX_REPLACED_SHARE * len(_NOT_ASCII.findall(data[:_SAMPLE])):
            return Decoded(text, encoding.replace("_", "-"), replaced_count=replaced)
    return None


def _declared(data: bytes, charset: str | None) -> list[str]:
    """Return the encodings that the server and the markup declare."""
    opening = data[:_DECLARATION_BYTES]
    markup = None
    if _MARKUP.match(opening):
        from bs4.dammit import EncodingDetector  # slow to import, and text needs none

        markup = EncodingDetector.find_declared_encoding(opening, is_html=True)
    return [name for name in (charset, markup) if name]


def _codec(name: str) -> str | None:
    try:
        codec_name = codecs.lookup(name).name
    except LookupError:
        return None
    meant = _MEANT.get(codec_name, codec_name)
    return meant if meant in _DECLARABLE else None


def _is_other_script(data: bytes) -> bool:
    """Whether most letters of a page that is declared as Latin are beyond ASCII, and not alone: Cyrillic, Greek, Hebrew."""
    beyond = len(_HIGH_LETTERS.findall(shown := _MARKUP_TAG.sub(b" ", data[:_SAMPLE])))
    return beyond > _FEWEST_HIGH and 2 * beyond > len(_ASCII_LETTERS.findall(shown))


def _by_guess(data: bytes) -> Decoded | None:
    first = _NOT_ASCII.search(data)
    start = max(0, first.start() - _LEAD) // 2 * 2 if first else 0  # even: UTF-16 takes two bytes a letter
    sample = data[start : start + _GUESSED]
    encoding = _of_two_bytes(sample) or _by_letters(sample)
    if encoding is None:
        return None
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding.replace("_", "-"), is_guessed=True, replaced_count=text.count("\ufffd"))


def _by_letters(sample: bytes) -> str | None:
    is_alone = _BESIDE_ANOTHER.search(sample) is None
    is_western = not _NOT_ASCII.search(_WESTERN.sub(b"", sample))
    if is_alone and is_western:
        return "cp1252"
    import chardet  # slow to import, and few pages need it

    if _is_other_script(sample):  # chardet believes what the markup declares
        sample = _MARKUP_TAG.sub(b" ", sample)
    encoding = _codec(str(chardet.detect(_lines_with_letters(sample))["encoding"]))
    if encoding is None:
        return "cp1252" if len(_PLAIN.findall(sample)) >= _PLAIN_SHARE * len(sample) else None
    return "cp1252" if (is_western if encoding in _LATIN else is_alone) else encoding


def _lines_with_letters(sample: bytes) -> bytes:
    """The lines with bytes beyond ASCII. Lines of plain ASCII are often in another language, and mislead chardet."""
    return b"".join(line for line in sample.splitlines(keepends=True) if _NOT_ASCII.search(line)) or sample


def _of_two_bytes(sample: bytes) -> str | None:
    """UTF-16 without a mark: in Latin text every other byte is a NUL; in other scripts every space and line break is."""
    counts = [sample[place::2].count(0) for place in (0, 1)]
    if min(counts) * 10 > max(counts) or max(counts) < max(_FEWEST_NULS, len(sample) // 50):
        return None
    return "utf_16_be" if counts[0] > counts[1] else "utf_16_le"


def _is_text(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_CONTROL.findall(sample)) <= _MAX_CONTROL_SHARE * len(sample)
