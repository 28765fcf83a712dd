"""The problem codes: one table, from which everything else is made."""

import re
from pathlib import Path

import clippings
from clippings.schema.problem_codes import PROBLEM_CODES

PROGRAM = Path(clippings.__file__).parent


def test_every_code_in_use_is_in_the_table_and_every_code_of_the_table_is_used() -> None:
    source = "".join(path.read_text("utf-8") for path in PROGRAM.rglob("*.py"))
    used = set(re.findall(r'(?:Problem|_problem|_rows)\(\s*"([a-z_]+)"', source))
    assert used <= set(PROBLEM_CODES)
    assert set(PROBLEM_CODES) <= used, "a code that nothing reports"


def test_meaning_and_advice_are_sentences() -> None:
    for code, entry in PROBLEM_CODES.items():
        for text in (entry.meaning, entry.advice):
            assert text[0].isupper(), code
            assert text.endswith((".", "suggest site", "suggest site).")), code


def test_where_a_profile_helps_the_advice_says_how_to_write_one() -> None:
    helped = {
        "unknown_boundaries",
        "page_without_article",
        "prose_left_out",
        "unread_date",
        "unread_byline",
        "date_order",
    }
    assert {code for code in helped if "clippings suggest site" not in PROBLEM_CODES[code].advice} == set()
