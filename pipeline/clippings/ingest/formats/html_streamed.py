"""Parts of a page that its own script moves: a React server streams them hidden at the end, for a place above."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

_MOST = 200
"""Parts that are moved; a page has a few."""


def put_in_place(tree: LexborHTMLParser, markup: str) -> None:
    """Move each streamed part, `<div hidden id="S:1">`, to its place, `<template id="B:1">`, and show it."""
    if 'id="S:' not in markup:
        return
    numbers = [(part.attributes.get("id") or "")[2:] for part in tree.css('div[hidden][id^="S:"]')[:_MOST]]
    for number in filter(str.isalnum, numbers):
        part = tree.css_first(f'div[id="S:{number}"]')
        place = tree.css_first(f'template[id="B:{number}"], template[id="P:{number}"]')
        if part is not None:
            del part.attrs["hidden"]
        if part is not None and place is not None:
            place.insert_after(part)  # a copy
            part.decompose()
