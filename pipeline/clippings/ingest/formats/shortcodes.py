"""Shortcodes in texts of WordPress exports: captions marked as such, players left out, builders' brackets taken off.

Words in square brackets that are not listed in `shortcodes.toml` are the text's own and stay.
"""

import re
from functools import cache

from clippings import data

_LONGEST = 20_000
"""Characters of the longest content of a shortcode."""
# <img src="d.jpg" alt="dam" /> The dam at low water
_PICTURE = re.compile(r"^\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)")


def as_markup(text: str) -> str:
    """Return `text` with its shortcodes as HTML, or without them."""
    if "[" not in text:
        return text
    captions, dropped, unwrapped = _patterns()
    text = captions.sub(_figure, text)
    return unwrapped.sub("", dropped.sub("", text))


def _figure(match: re.Match[str]) -> str:
    content = match["content"]
    picture = _PICTURE.match(content)
    words = content[picture.end() :] if picture else content
    attribute = re.search(r"\bcaption=(\"|')(.*?)\1", match["attributes"])
    return f"<figure>{picture[1] if picture else ''}<figcaption>{words.strip() or (attribute[2] if attribute else '')}</figcaption></figure>"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = data.read("shortcodes.toml")
    captions, dropped, unwrapped = (
        "|".join(re.escape(name).replace(r"\*", r"[\w-]*") for name in sorted(table[part], key=len, reverse=True))
        for part in ("captions", "dropped", "unwrapped")
    )
    attributes = r"(?P<attributes>(?:\s[^\[\]]{0,2000})?)"
    content = rf"(?P<content>(?:(?!\[/?(?P=name)\b)[\s\S]){{0,{_LONGEST}}})"
    return (
        re.compile(rf"\[(?P<name>{captions}){attributes}\]{content}\[/(?P=name)\]", re.IGNORECASE),
        re.compile(rf"\[(?P<name>{dropped}){attributes}/?\](?:{content}\[/(?P=name)\])?", re.IGNORECASE),
        re.compile(rf"\[/?(?P<name>{unwrapped}){attributes}/?\]", re.IGNORECASE),
    )
