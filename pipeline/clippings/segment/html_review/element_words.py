"""How much the tag, the class names and the id of an element speak for or against text: learned weights of single words."""

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from clippings.segment.layouts.html_model import parts

FILE = Path(__file__).with_name("element_words.json")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_LIMIT = 40
"""Greatest score of one element, for and against."""


@cache
def _weights() -> Mapping[str, int]:
    weights: dict[str, int] = json.loads(FILE.read_text("utf-8"))
    return weights


def words_of(name: str) -> list[str]:
    """The tag of an element, and the words of its class names and id; `name` is a step of a place without its number."""
    tag, names = parts(f"{name}[0]")
    return [f"<{tag}>", *dict.fromkeys(word for part in names for word in _WORDS.findall(part))]


@lru_cache(maxsize=65536)
def score(name: str) -> int:
    """The sum of the weights of an element's words, from -40 to 40."""
    weights = _weights()
    return max(-_LIMIT, min(_LIMIT, sum(weights.get(word, 0) for word in words_of(name))))
