"""The problem codes: severity, meaning and advice of each, read from `data/problem_codes.toml`. No other module defines any.

The enum of the table `problems`, `docs/problems.md` and the command `clippings problems` are made from this.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from clippings import data

SEVERITIES = {
    "error": "something could not be read and is missing",
    "warning": "something was read and is probably wrong",
    "notice": "something a person may want to know",
}
"""Severity to its meaning, the worst first."""


@dataclass(frozen=True)
class ProblemCode:
    """One kind of problem.

    Attributes:
        severity: One of SEVERITIES.
        meaning: What is wrong, as one sentence.
        advice: What to do about it.
    """

    severity: str
    meaning: str
    advice: str


def _load() -> Mapping[str, ProblemCode]:
    codes = {code: ProblemCode(**entry) for code, entry in data.read("problem_codes.toml").items()}
    rank = list(SEVERITIES)
    return dict(sorted(codes.items(), key=lambda item: rank.index(item[1].severity)))


PROBLEM_CODES: Mapping[str, ProblemCode] = _load()
"""Code to what is known of it, the worst severity first, then in the order of the file."""


def described() -> str:
    """Every code with its meaning, for the description of a column."""
    return " ".join(f"{code}: {entry.meaning}" for code, entry in PROBLEM_CODES.items())
