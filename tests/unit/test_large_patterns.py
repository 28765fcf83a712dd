"""Patterns held against a wider pattern first match the same texts as Polars alone."""

import polars as pl
import pytest

from clippings.common.large_patterns import contains
from clippings.segment.sites.patterns import group

TEXTS = [
    "the quay",
    "a quayside",
    "quay",
    "Kai und Quay.",
    None,
    "",
    "at\\b",
    "ab" * 20,
    "x{3,}",
    "équay é",
    "quay" * 3,
]


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bquay\b",
        r"(?i)^.{4,30}\bquay\b",
        r"^(?:ab\s*){3,}$",
        r"^(?:ab){0,12}$",
        r"^.{0,40}quay",
        r"\\b",
        r"x\{3,\}",
        r"(?:quay){2,3}",
        r"quay",
    ],
)
def test_the_same_texts_match_as_without_the_wider_pattern(pattern: str) -> None:
    texts = pl.Series("texts", TEXTS)
    assert contains(texts, pattern).to_list() == texts.str.contains(pattern).to_list()
    assert any(contains(texts, pattern))


def test_texts_that_are_all_missing() -> None:
    assert contains(pl.Series([None, None], dtype=pl.String), r"\bquay\b").to_list() == [None, None]


def test_a_group_is_read_where_its_pattern_matches_from_the_alternative_that_has_it() -> None:
    pattern = r"^Quay (?P<number>\d)|^Dock (?P<number_2>\d)(?P<letter>[a-z])?"
    texts = pl.Series([None, "Quay 3", "pier 5", "Dock 4"])
    assert group(texts, pattern, "number").to_list() == [None, "3", None, "4"]
    assert group(texts, pattern, "letter").null_count() == len(texts)
    assert group(texts, pattern, "name").null_count() == len(texts)
    assert group(texts.clear(), pattern, "number").is_empty()
