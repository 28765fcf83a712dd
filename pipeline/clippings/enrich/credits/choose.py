"""Selects the published value of a field: the one whose rule is the most explicit about who is credited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from clippings.enrich.credits.credit_model import Found

STRONGEST_FIRST = {
    "source_name": (
        "credit_line", "outlet_and_date", "signature", "byline", "office", "title_prefix", "dateline", "contributor",
        "address", "according_to", "head", "told",
    ),
    "source_published_on": ("credit_line", "outlet_and_date", "signature", "line", "statement", "byline", "dateline", "address"),
    "source_url": ("address",),
    "dateline_place": ("statement", "reporting_from", "place_and_agency", "place", "mixed"),
    "dateline_on": ("statement", "place", "mixed", "day"),
    "translator": ("translated_by",),
}  # fmt: skip
"""Field to the last part of its rules' names. A line written to give credit goes before what a story says in passing."""
SEVERAL = ("author", "contributor")
"""Fields of which all values are published."""
CANDIDATE = "source_candidate"
"""Evidence of outlets that are named and not published as the source."""
_LATEST = dt.timedelta(days=1)
"""A source may bear the day after the post's: it is morning there first."""


def chosen(found: Iterable[Found]) -> list[Found]:
    """Return the published values of a post and their evidence, in order of line and offset, each offset of a field once."""
    places = {(one.field, one.line_no, one.start): one for one in reversed(list(found))}
    ordered = sorted(places.values(), key=lambda one: (one.line_no, one.start, one.field))
    kept = [one for field in SEVERAL for one in _of(field, ordered)]
    for field, rules in STRONGEST_FIRST.items():
        values = [one for one in _of(field, ordered) if one.value is not None]
        if not values:
            continue
        best = min(values, key=lambda one: rules.index(one.rule.rpartition(".")[2]))
        kept += [one for one in values if one.value == best.value]
        if field == "source_name":
            candidates = [*(one for one in values if one.value != best.value), *_of(CANDIDATE, ordered)]
            kept += [replace(one, field=CANDIDATE) for one in candidates if one.value != best.value]
    if not any(one.field == "source_name" for one in kept):
        kept += _of(CANDIDATE, ordered)
    kept = [one for one in kept if one.value is not None]
    return sorted(
        {(one.field, one.line_no, one.start): one for one in kept}.values(),
        key=lambda one: (one.line_no, one.start, one.field),
    )


def refused(found: Iterable[Found], published_on: dt.date | None) -> tuple[list[Found], list[Found], list[Found]]:
    """Split values into valid ones, impossible dates, and dates after the post's own."""
    kept, impossible, future = [], [], []
    for one in found:
        if not one.field.endswith("_on"):
            kept.append(one)
        elif one.value is None:
            impossible.append(one)
        elif published_on is not None and dt.date.fromisoformat(one.value) > published_on + _LATEST:
            future.append(one)
        else:
            kept.append(one)
    return kept, impossible, future


def _of(field: str, found: Sequence[Found]) -> list[Found]:
    return [one for one in found if one.field == field]
