"""Drafts for a person to correct: the line that recurs in one shape, and names with the sentence that has them."""

import tomllib
from pathlib import Path

import polars as pl
import pytest

from clippings.suggest import draft_entities as suggest_names
from clippings.suggest.draft_entities import uncurated
from clippings.suggest.draft_profiles import drafts
from support.written_pages import prose

WRITERS = ("Ada Quill", "Ben Marsh", "Cora Finch", "Dan Heron")
CATEGORIES = ("Harbour", "Fishing", "Letters", "Ferries")


def save(raw: Path, line: str, count: int = 4) -> Path:
    """Pages of three posts each, below whose titles there is `line` with other values each time."""
    raw.mkdir()
    for page in range(count):
        posts = ""
        for post in range(3):
            number = page * 3 + post
            values = {
                "writer": WRITERS[number % 4],
                "day": f"March {number + 1}, 2014",
                "category": CATEGORIES[number % 3],
            }
            posts += (
                f"Notice {number} of the quay\n{line.format(**values)}\n\n{prose(number)}\n\n{prose(number + 60)}\n\n"
            )
        text = f"The Quay Observer\n  • Start\n  • Tides\n\n{posts}© 2014 The Quay Observer. All rights reserved.\n"
        (raw / f"{page}.txt").write_text(text, "utf-8")
    return raw


@pytest.mark.parametrize(
    ("line", "groups"),
    [
        ("By {writer} | Posted {day} | {category}", {"writer", "date", "category"}),
        ("{category} » Printed on {day} · by {writer}", {"category", "name", "date"}),
        ("{category} · {writer} · {day}", {"category", "writer", "date"}),
        ("{writer} · {category} · {day}", {"writer", "date"}),
        ("Sent in {day} – by {writer} – {category}", {"date", "name", "category"}),
    ],
)
def test_a_line_that_recurs_in_one_shape_is_proposed_and_cuts_the_posts(
    line: str, groups: set[str], tmp_path: Path
) -> None:
    (draft,) = drafts(save(tmp_path / "raw", line))
    pattern = tomllib.loads(draft.text)["patterns"]["dated_by"]
    assert {name for name in ("writer", "name", "date", "category", "comments") if f"(?P<{name}>" in pattern} == groups
    shown = (
        "Lines of one shape, 12 times with different values",
        "The line that dates the post above, below or beside it: 12 posts",
    )
    assert any(words in draft.text for words in shown)
    assert ", 12 with it." in draft.text


def test_a_line_of_one_shape_on_too_few_pages_is_not_proposed(tmp_path: Path) -> None:
    (draft,) = drafts(save(tmp_path / "raw", "By {writer} | Posted {day} | {category}", count=2))
    assert "dated_by" not in tomllib.loads(draft.text).get("patterns", {})


def named(text: str, name: str) -> pl.DataFrame:
    """The suggestion that one article with `text` gives, of which `name` is a name."""
    start = text.index(name)
    mentions = pl.DataFrame(
        {"article_id": ["a"], "field": ["text"], "start": [start], "end": [start + len(name)], "entity_id": ["e"],
         "rule": ["person.honorific"], "is_curated": [False]}
    )  # fmt: skip
    known = pl.DataFrame(
        {"entity_id": ["e"], "type": ["PERSON"], "name": [name], "mention_count": [1], "article_count": [1],
         "is_curated": [False]}
    )  # fmt: skip
    return uncurated(mentions, known, pl.DataFrame({"article_id": ["a"], "text": [text]}), 1)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Ada Quill sailed. It rained.", "Ada Quill sailed."),
        ("It rained. Then Ada Quill sailed. It stopped.", "Then Ada Quill sailed."),
        ("Rain\nAda Quill sailed", "Ada Quill sailed"),
    ],
)
def test_the_sentence_of_a_name_begins_with_its_first_letter(text: str, sentence: str) -> None:
    assert named(text, "Ada Quill")["sentence"].item() == sentence


def test_control_characters_of_a_page_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    suggest_names.show(named("Ada\x1b[2JQuill sailed.", "Ada\x1b[2JQuill"), width=100)
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "Ada␛[2JQuill sailed." in printed
