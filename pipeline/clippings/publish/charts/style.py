"""How the charts look: fonts, colours, sizes, and texts made safe for XML."""

from collections.abc import Sequence

import leather
from leather import theme

from clippings.common.printable import printable

WIDTH = 800
HEIGHT = 320
COLOURS = ("#0b6fb8", "#c75b00", "#23834f", "#a33d83", "#6b6f76", "#8f7400")
_FONT = "system-ui, 'Noto Sans', sans-serif"
_LONGEST = 36
_CHARACTER_WIDTH = 7


def chart(title: str) -> leather.Chart:
    """A new chart in the style of the package."""
    for name in ("title", "legend", "axis_title", "tick"):
        setattr(theme, f"{name}_font_family", _FONT)
    theme.background_color = "#ffffff"
    theme.title_color = theme.label_color = theme.legend_color = "#333333"
    theme.tick_color = "#dddddd"
    theme.tick_font_size = theme.legend_font_size = 12
    theme.tick_font_char_width = theme.legend_font_char_width = _CHARACTER_WIDTH
    theme.title_gap = 12
    theme.margin = 0.03
    theme.default_series_colors = list(COLOURS)
    return leather.Chart(title)


def drawn(made: leather.Chart, height: int = HEIGHT) -> str:
    """The chart as an SVG file."""
    scaled = f'<svg viewBox="0 0 {WIDTH} {height}" role="img"'
    return str(made.to_svg(width=WIDTH, height=height)).replace("<svg", scaled, 1) + "\n"


def label(text: str) -> str:
    """A name as it may be drawn: short, and without control characters, which XML does not allow."""
    safe = printable(" ".join(text.split()))
    return safe if len(safe) <= _LONGEST else safe[: _LONGEST - 1] + "…"


def distinct_labels(names: Sequence[str]) -> list[str]:
    """A label for each name; those that are alike once shortened are numbered."""
    labels: list[str] = []
    for name in names:
        own_label = label(name)
        number = 2
        while own_label in labels:
            own_label = f"{label(name)} ({number})"
            number += 1
        labels.append(own_label)
    return labels
