"""CSS selectors of a site profile, matched with Beautiful Soup and soupsieve.

Selectors are matched against the place of a line, a chain of elements with their names, classes and ids, so the page is not parsed
again, and pages of sites without selectors cost nothing.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from clippings.common.wording import first_line

if TYPE_CHECKING:
    from bs4 import Tag

OWN_TITLE = "own_title"
"""Hint of a title that the profile of the site selects: it wins over headings and the head of the page."""
_HINTS = {"drop": "drop", "title": OWN_TITLE, "date": "post_date", "byline": "byline", "body": "body"}
"""Key of a selector in a profile to the hint of its lines, in the order of the tests."""
KEYS = tuple(_HINTS)
DROPPED = _HINTS["drop"]
_STEP = re.compile(r"(?P<tag>[^.#\[/]+)(?P<classes>(?:\.[^.#\[/]+)*)(?:#(?P<id>[^\[/]*))?\[\d+\]")
_IN_BODY = {
    "li": "list_item",
    "dt": "list_item",
    "dd": "list_item",
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "subheading"),
}


def check(selector: str) -> str | None:
    """Return the error of a selector; None if it is valid."""
    import soupsieve  # slow to import, and most profiles have no selectors

    try:
        soupsieve.compile(selector)
    except soupsieve.SelectorSyntaxError as error:
        return first_line(error)
    return None


def marked(lines: pl.DataFrame, selectors: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
    """`lines` (page, site, tag, place, hint) with the hints that `selectors` (site to key to selector) give.

    If a selector finds the text of a page, only these lines are text.
    """
    if not selectors:
        return lines
    profiled_lines = lines.filter(
        pl.col("site").is_in(list(selectors)) & pl.col("place").is_not_null() & (pl.col("tag") != "meta")
    )
    places = profiled_lines.select("site", "place").unique(maintain_order=True)
    selected = [hint_of(place, tuple(selectors[site].items())) for site, place in places.iter_rows()]
    places = places.with_columns(selected=pl.Series(selected, dtype=pl.String))
    marked_lines = lines.join(places, on=["site", "place"], how="left", maintain_order="left")
    in_body = pl.col("tag").replace_strict(_IN_BODY, default="body", return_dtype=pl.String)
    selected_hint = pl.when(pl.col("selected") == "body").then(in_body).otherwise("selected")
    has_body = (pl.col("selected") == "body").any().over("page").fill_null(False)
    is_meta = (pl.col("tag") == "meta").fill_null(False)
    is_outside = (
        has_body & pl.col("selected").is_null() & ~is_meta & (pl.col("hint").is_null() | (pl.col("hint") == "body"))
    )
    hint = (
        pl.when(pl.col("selected").is_not_null() & ~is_meta)
        .then(selected_hint)
        .when(is_outside)
        .then(pl.lit("navigation"))
        .otherwise("hint")
    )
    return marked_lines.with_columns(hint=hint).drop("selected")


@lru_cache(maxsize=65536)
def hint_of(place: str, selectors: tuple[tuple[str, str], ...]) -> str | None:
    """Return the first key whose selector matches an element around the line at `place`."""
    import soupsieve

    chain = _chain(place)
    by_key = dict(selectors)
    for key in KEYS:
        selector = by_key.get(key)
        if selector and any(soupsieve.match(selector, element) for element in chain):
            return _HINTS[key]
    return None


def _chain(place: str) -> "list[Tag]":
    """The elements of a place, each in the one before."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup("<body></body>", "html.parser")
    parent = soup.body
    chain: list[Tag] = []
    for step in place.split("/"):
        m = _STEP.fullmatch(step)
        if m is None or parent is None:
            continue
        element = soup.new_tag(m["tag"])
        if m["classes"]:
            element["class"] = m["classes"][1:].replace(".", " ")
        if m["id"]:
            element["id"] = m["id"]
        parent.append(element)
        chain.append(element)
        parent = element
    return chain
