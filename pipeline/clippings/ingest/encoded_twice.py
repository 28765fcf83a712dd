"""Letters that were encoded twice: UTF-8 that a tool read as Windows and saved as UTF-8, `Ã©` for `é`."""

import re

_BYTES = {chr(byte): byte for byte in range(0x80, 0x100)}
_BYTES |= {bytes([byte]).decode("cp1252"): byte for byte in range(0x80, 0x100) if byte not in b"\x81\x8d\x8f\x90\x9d"}
"""The byte that a character is in cp1252, or in Latin-1 where cp1252 has none."""
_MORE = f"[{''.join(re.escape(character) for character, byte in _BYTES.items() if byte < 0xC0)}]"
_TWICE = re.compile(rf"[\xc2-\xc8\xcb-\xdf]{_MORE}|[\xe0-\xef]{_MORE}{{2}}|[\xf0-\xf4]{_MORE}{{3}}")
"""A letter that was encoded twice: `Ã©`. Not É or Ê with the mark behind it."""
_OPENS_TWICE = re.compile(r"[\xc2-\xf4]")  # most texts have no such letter, and one class is sought four times as fast
_FEWEST_TWICE = 2
_SAMPLE = 1 << 16


def once(text: str) -> str | None:
    """Return a text decoded once more, if most of its letters beyond ASCII were encoded twice; else None."""
    sample = text[:_SAMPLE]
    twice = _TWICE.findall(sample) if _OPENS_TWICE.search(sample) else []
    others = len(sample) - len(sample.encode("ascii", "ignore")) - sum(map(len, twice))
    if len(twice) < _FEWEST_TWICE or len(twice) < others:
        return None
    return _TWICE.sub(lambda match: bytes(map(_BYTES.__getitem__, match[0])).decode("utf-8", "replace"), text)
