"""The second look at HTML pages: the elements of a page, the facts of its lines, and how likely lines join or leave a text."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from clippings.segment.cutter.trees import CERTAIN
from clippings.segment.html_review import review_text
from clippings.segment.html_review.block_facts import facts_of_page
from clippings.segment.html_review.element_tree import tree_of
from clippings.segment.layouts.html_model import CutPage, Line, Post

ROOT = Path(__file__).parents[2]
SENTENCE = "Nobody had asked for it, and the harbour office wants to print the list before the winter begins."
PLACES = (
    "main[0]/h1[0]",
    "main[0]/p[1]",
    "main[0]/p[2]",
    "div.teasers[1]/a[0]",
    "div.teasers[1]/a[1]",
    "div.notes[2]/p[0]",
)


def line(line_no: int, place: str, text: str = SENTENCE) -> Line:
    tag = place.rpartition("/")[2].partition("[")[0]
    return Line(line_no, text, None, tag, place, None, None, None)


def cut_page() -> tuple[list[Line], CutPage]:
    lines = [line(no, place) for no, place in enumerate(PLACES, 1)]
    post = Post(roles={1: "title", 2: "body", 3: "body", 4: "body"}, title_line=1)
    return lines, CutPage("article", "one title with its prose", [post], {5: "navigation", 6: "footer"})


def mended(monkeypatch: pytest.MonkeyPatch, likely: list[int]) -> dict[int, str]:
    """Roles of the post after the review, where the forest finds the lines that likely, in parts of 100."""
    lines, page = cut_page()
    shares = np.array([[0, share * CERTAIN // 100] for share in likely], np.uint8)
    monkeypatch.setattr(review_text, "likelihoods", lambda scores: shares)
    review_text.review([(lines, page)])
    return page.posts[0].roles


def test_lines_of_an_element_are_a_range() -> None:
    tree = tree_of(cut_page()[0])
    links = tree.of_line[3:5]
    assert tree.first[tree.parent[links]].tolist() == [3, 3]
    assert tree.end[tree.parent[links]].tolist() == [5, 5]
    assert tree.alike[tree.of_line[[1, 3, 5]]].tolist() == [2, 2, 1]


def test_cards_of_one_name_are_records() -> None:
    tree = tree_of([line(no, f"ul[0]/li.card[{no}]/p[0]") for no in range(4)])
    assert tree.first[tree.record[tree.of_line]].tolist() == [0, 1, 2, 3]


def test_every_line_has_facts_of_bytes() -> None:
    lines, page = cut_page()
    names, facts = facts_of_page(lines, page)
    assert facts.shape == (len(lines), len(names)) and facts.dtype == np.uint8
    assert facts[:, names.index("same_text")].tolist() == [6] * 6


def test_a_line_that_is_not_text_leaves_and_one_that_is_joins(monkeypatch: pytest.MonkeyPatch) -> None:
    roles = mended(monkeypatch, [0, 99, 99, 10, 10, 95])
    assert roles == {1: "title", 2: "body", 3: "body", 4: "navigation", 6: "body"}


def test_an_unsure_line_stays_as_the_rules_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert mended(monkeypatch, [50, 50, 50, 50, 50, 50]) == cut_page()[1].posts[0].roles


def test_most_of_a_text_never_leaves_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert mended(monkeypatch, [0, 0, 0, 0, 0, 0]) == cut_page()[1].posts[0].roles


def test_a_page_of_several_posts_is_left_alone() -> None:
    lines, page = cut_page()
    page.posts = [Post(roles={1: "title", 2: "body"}, title_line=1), Post(roles={3: "body", 4: "body"})]
    review_text.review([(lines, page)])
    assert page.posts[1].roles == {3: "body", 4: "body"}


def test_the_card_names_the_weights_that_ship() -> None:
    card = (ROOT / "docs" / "model-card-html.md").read_text("utf-8")
    digest = hashlib.sha256(review_text.WEIGHTS.read_bytes()).hexdigest()
    assert re.findall(r"`([0-9a-f]{64})`", card) == [digest]


def test_a_small_model_is_trained_from_the_repository_alone(tmp_path: Path) -> None:
    pytest.importorskip("catboost", reason="the dependency group `train` is not installed")
    script = ROOT / "bench" / "train_cutter" / "train_html.py"
    subprocess.run([sys.executable, str(script), "--small", "--all", "--out", str(tmp_path)], check=True, timeout=120)
    assert {path.name for path in tmp_path.iterdir()} == {"weights.npz", "element_words.json"}
