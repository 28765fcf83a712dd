"""How far the step of a run is, as a count and a rate. Runs report it; whoever shows it asks."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

SLOW = 2.0
"""Seconds after which a step shows its count and its rate."""

_FAST = 10
"""A rate from which on no decimal is shown."""


@dataclass
class StepCounter:
    """What is done of the step that runs.

    Attributes:
        label: What the step is called; empty between two steps.
        done: Pieces of work that are done.
        total: Pieces that are known; zero where nothing is counted.
        unit: What the pieces are.
        started: When the step began, in seconds of a clock that never goes back.
    """

    label: str = ""
    done: int = 0
    total: int = 0
    unit: str = ""
    started: float = field(default_factory=time.monotonic)

    def line(self, now: float) -> str | None:
        """What to show of a step that takes long; nothing before."""
        seconds = now - self.started
        if not self.label or seconds < SLOW:
            return None
        if not self.total:
            return f"  {self.label:26}{seconds:7.0f} s"
        counted = f"  {self.label:26}{seconds:7.0f} s  {self.done:,} of {self.total:,} {self.unit}"
        rate = self.done / seconds
        shown = f"{rate:,.1f}" if rate < _FAST else f"{rate:,.0f}"
        return f"{counted}, {shown} a second" if self.done else counted
