"""The labels of lines that the model knows."""

from __future__ import annotations

OUTSIDE, TITLE, TEXT, DATE, BYLINE = range(5)
"""A line of no post; a post's title; its text; the line with its day; the line that names its author, and perhaps its day."""
LABEL_COUNT = 5
