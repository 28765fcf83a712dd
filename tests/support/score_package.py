"""Compares accuracy with stored values: `PYTHONPATH=tests python -m support.score_package PACKAGE [--samples PACKAGE] [--update]`.

Prints the figures of the package of the real pages and, where given, of that of the invented ones. `--update` stores
them in `gold/baseline.toml` as those that may not fall; `test_accuracy.py` compares. Exit status: 0 nothing fell, 1
something did, 2 wrong arguments.
"""

import argparse
import math
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from support import annotation, scoring
from support.scoring import Figure, Published

BASELINE = annotation.GOLD / "baseline.toml"
MARGIN = 0.005
"""Minimum improvement of a figure over its stored value for which a person must raise the stored value."""
DIGITS = 4
HEAD = """\
# Figures of accuracy that may not fall, to four digits, rounded down. Written by `PYTHONPATH=tests python -m support.score_package PACKAGE
# --samples PACKAGE --update`, on purpose: a value that falls is argued for where it is changed.
# Figures of mentions are stored twice: with a statistical model installed, and without.
# given: pages 000 and 002. own: pages 001, 003 and 004, their credits, dates and mentions. samples: credits of invented pages.
"""

Scores = Mapping[str, Sequence[Figure]]
"""Figures by their gold: given, own, samples."""
Stored = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Line:
    """A figure and its stored value."""

    gold: str
    figure: Figure
    stored: float | None

    @property
    def verdict(self) -> str:
        """Return a description of the change; empty without one."""
        if self.stored is None:
            return "not stored"
        if self.figure.value < self.stored:
            return f"fell from {self.stored:.{DIGITS}f}"
        return f"rose from {self.stored:.{DIGITS}f}: store it" if self.figure.value >= self.stored + MARGIN else ""

    def __str__(self) -> str:
        """Return the figure as a row of the table."""
        parts = [f"{part:.3f}" if part is not None else "" for part in (self.figure.precision, self.figure.recall)]
        name = f"{self.gold}.{self.figure.name}"
        return f"{name:34} {self.figure.value:.4f} {parts[0]:>6} {parts[1]:>6} {self.figure.count:6}  {self.verdict}".rstrip()


TITLE = f"{'':34} {'value':>6} {'prec.':>6} {'recall':>6} {'gold':>6}"


def of_real(package: Path) -> Scores:
    """Return the figures of the package of the real pages."""
    published = Published(package)
    return {
        name: scoring.score(published, gold)
        for name, gold in (("given", annotation.given()), ("own", annotation.own()))
    }


def of_samples(package: Path) -> Scores:
    """Return the figures of the package of the invented pages."""
    return {"samples": scoring.score(Published(package), annotation.samples())}


def stored() -> Stored:
    """Return the stored values."""
    return tomllib.loads(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}


def compare(scores: Scores, baseline: Stored) -> list[Line]:
    """Return each figure with its stored value."""
    return [
        Line(gold, figure, baseline.get(gold, {}).get(figure.name))
        for gold, measured in scores.items()
        for figure in measured
    ]


def store(scores: Scores, baseline: Stored) -> str:
    """Return the baseline with the values of `scores`; other values do not change."""
    values = {gold: dict(stored) for gold, stored in baseline.items()}
    for gold, measured in scores.items():
        values.setdefault(gold, {}).update((item.name, _floor(item.value)) for item in measured)
    return HEAD + "".join(
        f"\n[{gold}]\n{_rows(values[gold])}" for gold in ("given", "own", "samples") if gold in values
    )


def _floor(value: float) -> float:
    return float(math.floor(round(value * 10**DIGITS, 6)) / 10**DIGITS)


def _rows(values: Mapping[str, float]) -> str:
    return "".join(f'"{name}" = {value}\n' for name, value in values.items())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures, and store them with `--update`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="package of the real pages, such as dist")
    parser.add_argument("--samples", type=Path, help="package of the invented pages")
    parser.add_argument("--update", action="store_true", help="store the figures as those that may not fall")
    given = parser.parse_args(arguments)
    for package in filter(None, (given.package, given.samples)):
        if not (package / "datapackage.json").is_file():
            parser.error(f"no package in {package}")
    scores = {**of_real(given.package), **(of_samples(given.samples) if given.samples else {})}
    lines = compare(scores, stored())
    sys.stdout.write("\n".join([TITLE, *map(str, lines)]) + "\n")
    if given.update:
        BASELINE.write_text(store(scores, stored()), "utf-8")
        return 0
    return int(any(line.verdict.startswith("fell") for line in lines))


if __name__ == "__main__":
    sys.exit(main())
