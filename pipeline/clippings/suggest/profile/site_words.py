"""Words around posts on sites of any kind, read from `words.toml`."""

from __future__ import annotations

import tomllib
from importlib.resources import files

_TABLE = tomllib.loads((files("clippings.suggest.profile") / "words.toml").read_text("utf-8"))
MENU = frozenset(_TABLE["menu"])
"""Menu entries in lower case. They do not identify a site."""
SOCIAL = frozenset(_TABLE["social"])
"""Networks in lower case."""
BUTTONS = tuple(_TABLE["buttons"])
"""Names on buttons for sharing."""
