"""Writes the list of given names from Faker: `pip install faker==40.63.0`, then `python tools/given_names.py`."""

import importlib
import pkgutil
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import faker.providers.person as persons  # type: ignore[import-not-found]

FILE = Path(__file__).parents[1] / "pipeline" / "clippings" / "data" / "authority" / "given_names.txt"
HEAD = """\
# Given names of many languages, from Faker 40.63.0 (https://faker.readthedocs.io, MIT licence). Written by tools/given_names.py.
# A line that may be a byline names a person for sure if it opens with one. Prose needs the stricter list of given_names.toml.
"""
LEAST = 3
"""Letters of the shortest name; shorter ones are mostly particles and syllables."""
_WORDS = """\
add all alle alto america among anda art asia author baby banks beat beste beta can captain carry case cash chance charity
che chi china chip colon comfort con constant council del della der doctor dot early echo edit edu else era esta ever fed
floor forum friend general gun harm haven hill hope icy india ireland jail january jet job journey junior justice lady lawyer
less lies line link little loan london long lot love made magna mai major male man mar math may media meta min minor nova
page paris park peace per press price prince queen raid reason red rich river rock roll rome royal sad said salvar sem
server sie skip sky son spring star storm summer sunday tab ties till treasure true una unique unknown valid van ver
victory villa von washington west will wood worth young"""
WORDS = frozenset(_WORDS.split())
"""Names that open a menu entry or a heading more often than a person's name; judged by the words of public pages."""
UNSPACED = re.compile(r"CJK|HANGUL|HIRAGANA|KATAKANA|THAI")
"""Scripts that write names without a space, so that no word is the given name."""


def main() -> None:
    """Write each name once, in order."""
    names = {name for module in pkgutil.iter_modules(persons.__path__) for name in _names(module.name)}
    FILE.write_text(HEAD + "".join(f"{name}\n" for name in sorted(names) if _is_clear(name)), "utf-8")


def _names(locale: str) -> Iterator[str]:
    provider = importlib.import_module(f"{persons.__name__}.{locale}").Provider
    for attribute in dir(provider):
        values = getattr(provider, attribute)
        if "first" in attribute and not callable(values) and not isinstance(values, property | type(None)):
            yield from (unicodedata.normalize("NFC", name) for name in values if isinstance(name, str))


def _is_clear(name: str) -> bool:
    is_word = re.fullmatch(r"[^\W\d_][\w'’-]*", name) is not None
    has_case = name[0].isupper() or name[0].lower() == name[0].upper()
    is_spaced = not UNSPACED.search(unicodedata.name(name[0]))
    return is_word and has_case and is_spaced and len(name) >= LEAST and name.lower() not in WORDS


if __name__ == "__main__":
    main()
