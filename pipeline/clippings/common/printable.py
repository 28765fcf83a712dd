"""Makes text safe for a terminal. All output of the commands passes through here."""

_PICTURES = {code: 0x2400 + code for code in range(32)} | {127: 0x2421}
_C1 = dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
_LINE_ENDS = dict.fromkeys((0x2028, 0x2029), 0xFFFD)
_BIDI = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
"""Embeddings, overrides and isolates, which reorder the text after them. Marks (U+200E, U+200F) are allowed."""
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
_HARMLESS = _PICTURES | _C1 | _LINE_ENDS | _BIDI | _SURROGATES
_WITH_BREAKS = {code: sign for code, sign in _HARMLESS.items() if code != ord("\n")}


def printable(text: str, *, keep_breaks: bool = False) -> str:
    """Return `text` with a visible sign in place of each control character, one for one.

    Args:
        text: Any text, such as a title, a path or an error message.
        keep_breaks: Whether line feeds stay: true for messages of several lines.
    """
    return text.translate(_WITH_BREAKS if keep_breaks else _HARMLESS)
