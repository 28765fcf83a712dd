"""What a non-programmer edits: site profiles, entities, outlets, calendars, word lists. Files only; the code reads them."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def read(name: str) -> dict[str, Any]:
    """Return the content of a TOML file in this folder."""
    return tomllib.loads((FOLDER / name).read_text("utf-8"))
