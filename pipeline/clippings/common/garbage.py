"""How often Python collects reference cycles. With its defaults this takes a third of the time of a short build."""

import atexit
import gc

_NEW_OBJECTS = 1_000_000
"""New objects between two collections of the youngest generation; Python's default is 700."""


def collect_rarely() -> None:
    """Make this process collect cycles rarely, and not when it ends. Its large objects are frames, which are freed without it."""
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)
