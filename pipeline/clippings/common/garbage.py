"""How often Python looks for objects that hold each other: with its defaults a third of the time of a short build."""

import atexit
import gc

_NEW_OBJECTS = 1_000_000
"""New objects between two looks at the youngest ones; by default 700."""


def collect_rarely() -> None:
    """Let this process look rarely, and not at its end. Its large objects are frames, which Python frees without looking."""
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)
