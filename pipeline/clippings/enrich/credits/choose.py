"""Selects the published value of a field: the one whose rule is the most explicit about who is credited."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from clippings.enrich.credits.credit_model import CreditValue
from clippings.schema.articles import CREDITS

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
SEVERAL = tuple(
    dict.fromkeys((*(field for field, is_several in CREDITS.items() if is_several), "editor", "photographer"))
)
"""Fields of which all values are published."""
CANDIDATE = "source_candidate"
"""Evidence of outlets that are named and not published as the source."""
_LATEST = dt.timedelta(days=1)
"""The date of a source may be the day after the post's: it is morning there first."""


def chosen(values_found: Iterable[CreditValue]) -> list[CreditValue]:
    """Return the published values of a post and their evidence, in order of line and offset, each offset of a field once."""
    places = {(item.field, item.line_no, item.start): item for item in reversed(list(values_found))}
    ordered = sorted(places.values(), key=lambda item: (item.line_no, item.start, item.field))
    kept = [item for field in SEVERAL for item in _of(field, ordered)]
    for field in (field for field, is_several in CREDITS.items() if not is_several):
        values = [item for item in _of(field, ordered) if item.value is not None]
        if not values:
            continue
        best = min(values, key=_strength)
        kept += [item for item in values if item.value == best.value]
        if field == "source_name":
            candidates = [*(item for item in values if item.value != best.value), *_of(CANDIDATE, ordered)]
            kept += [replace(item, field=CANDIDATE) for item in candidates if item.value != best.value]
    if not any(item.field == "source_name" for item in kept):
        kept += _of(CANDIDATE, ordered)
    kept = [item for item in kept if item.value is not None]
    return sorted(
        {(item.field, item.line_no, item.start): item for item in kept}.values(),
        key=lambda item: (item.line_no, item.start, item.field),
    )


def _strength(item: CreditValue) -> int:
    """Return the place of the rule among those of its field; an unlisted rule is the weakest."""
    rules, rule = STRONGEST_FIRST.get(item.field, ()), item.rule.rpartition(".")[2]
    return rules.index(rule) if rule in rules else len(rules)


def refused(
    values: Iterable[CreditValue], published_on: dt.date | None
) -> tuple[list[CreditValue], list[CreditValue], list[CreditValue]]:
    """Split values into valid ones, impossible dates, and dates after the post's own."""
    kept, impossible, future = [], [], []
    for value in values:
        if not value.field.endswith("_on"):
            kept.append(value)
        elif value.value is None:
            impossible.append(value)
        elif published_on is not None and dt.date.fromisoformat(value.value) > published_on + _LATEST:
            future.append(value)
        else:
            kept.append(value)
    return kept, impossible, future


def _of(field: str, values: Sequence[CreditValue]) -> list[CreditValue]:
    return [value for value in values if value.field == field]
