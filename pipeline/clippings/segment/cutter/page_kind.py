"""Facts that show the kind of a page: those of its likeliest title after the first look, and counts of the page."""

from itertools import pairwise

import numpy as np

from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.page_facts import PAGE_FACTS, PageFacts

_ASKED = (
    "likely_title", "rank_date", "nth", "place", "place_in_letters", "densest_share", "from_densest_begin", "same_look", "has_day_above",
    "has_day_below", "is_long_above", "is_long_below", "is_sentence_below", "opens_more_below", "is_bullet_below", "to_next_is_long",
    "is_long_below_10", "is_long_below_30", "expected_title", "expected_title_below", "expected_title_above", "likely_title_lines",
    "peak_title_above", "peak_title_below", "expected_date", "likely_date_lines", "peak_date", "expected_byline", "expected_text",
    "expected_text_below_10", "expected_text_below_30", "text_above_share", "text_of_page", "alike", "likely_title_alike",
    "telling_in_texts", "next_text", "words", "likely_text+1", "likely_text+2", "likely_date+1", "likely_date-1", "from_end", *PAGE_FACTS,
)  # fmt: skip
"""Few, since pages to learn from are few: a page is one row."""


def kind_facts(second: PageFacts, likely_title: Facts) -> tuple[list[str], Facts]:
    """Names of the facts, and a row of them for each page."""
    columns = [second.names.index(name) for name in _ASKED]
    best = [low + int(likely_title[low:high].argmax()) for low, high in pairwise(second.starts.tolist())]
    rows = second.values[np.array(best, np.int64)][:, columns]
    seconds = [
        np.sort(likely_title[low:high])[-2] if high - low > 1 else 0 for low, high in pairwise(second.starts.tolist())
    ]
    return [*_ASKED, "second_title"], np.column_stack([rows, np.array(seconds, np.uint8)])
