"""What a non-programmer edits: site profiles, entities, outlets, calendars, word lists. Files only; the code reads them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def read(name: str) -> dict[str, Any]:
    """Return the content of a TOML file in this folder, read once; not to be changed."""
    return tomllib.loads((FOLDER / name).read_text("utf-8"))
