"""The accuracy gate: no figure of the built packages falls below what is stored. And: the figures count what they say."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from conftest import SHOWN, Package
from support import annotation, score_package, scoring
from support.annotation import Gold
from support.scoring import Figure, Published


@pytest.fixture(scope="module")
def lines(real: Package, sampled: Package) -> list[score_package.Line]:
    """Every figure beside its stored value."""
    scores = {**score_package.of_real(real.root), **score_package.of_samples(sampled.root)}
    return score_package.compare(scores, score_package.stored())


def test_no_figure_falls_below_what_is_stored(
    lines: list[score_package.Line], record_property: Callable[[str, object], None]
) -> None:
    record_property(SHOWN, [score_package.TITLE, *map(str, lines)])
    assert [str(line) for line in lines if line.verdict.startswith("fell")] == []


def test_the_figures_that_are_stored_are_those_that_are_counted(lines: list[score_package.Line]) -> None:
    """With a model or without: the figures that depend on it are stored for both."""

    def plain(name: str) -> str:
        return name.removesuffix(scoring.WITH_MODEL)

    stored = {(gold, name) for gold, values in score_package.stored().items() for name in values}
    counted = {(line.gold, line.figure.name) for line in lines}
    assert counted <= stored
    assert {(gold, plain(name)) for gold, name in counted} == {(gold, plain(name)) for gold, name in stored}


def package(folder: Path, **tables: list[dict[str, Any]]) -> Published:
    """A package of these rows, with one page of two posts."""
    rows = {
        "pages": [{"page_id": "p", "path": "one.txt"}],
        "lines": [{"page_id": "p", "line_no": n, "text": text} for n, text in enumerate(PAGE, 1)],
        "appearances": [
            {"page_id": "p", "position": 1, "line_start": 1, "line_end": 2, "article_id": "a"},
            {"page_id": "p", "position": 2, "line_start": 3, "line_end": 5, "article_id": "b"},
        ],
        "articles": [article("a", text="The ferry is late."), article("b", text="Nobody came.\n\nSo it sank.")],
        "entities": [{"entity_id": "orm", "type": "GPE"}, {"entity_id": "board", "type": "ORG"}],
        **tables,
    }
    (folder / "data").mkdir()
    for name, table in rows.items():
        pl.DataFrame(table, infer_schema_length=None).write_parquet(folder / "data" / f"{name}.parquet")
    return Published(folder)


PAGE = ["A ferry", "The ferry is late.", "A boat", "Nobody came.A boat", "So it sank."]


def article(article_id: str, **columns: Any) -> dict[str, Any]:
    """A row of articles as far as it is scored."""
    empty = dict.fromkeys(("title", "category", "published_on", "comment_count", *annotation.CREDITS))
    return {"article_id": article_id, **empty, "completeness": "full", "text": "", **columns}


def post(n: int, line_start: int, **fields: Any) -> dict[str, Any]:
    """A post of the gold, nothing credited."""
    empty = dict.fromkeys(("source_name", "source_url", "source_date", "dateline", "translator"))
    return {"file": "one.txt", "n": n, "line_start": line_start, "byline_names": [], **empty, **fields}


def whole(n: int, line_start: int, line_end: int, lines: list[int], glued: list[dict[str, Any]], **fields: Any) -> Any:
    """A post of the gold with its lines."""
    empty = dict.fromkeys(("title", "category", "post_date", "comments"))
    own = {"line_end": line_end, "body_text_lines": lines, "glued_alt_text": glued, "completeness": "full"}
    return post(n, line_start, **{**empty, **own, **fields})


POSTS = [post(1, 1), post(2, 3)]


def scored(published: Published, gold: Gold) -> dict[str, Figure]:
    """The figures by name; the page is in the package's folder."""
    (published.root / "one.txt").write_text("\n".join(PAGE), "utf-8")
    return {figure.name: figure for figure in scoring.score(published, gold, published.root)}


def rounded(figure: Figure) -> tuple[float, ...]:
    """Precision, recall and F1 of a figure, or its share."""
    parts = (figure.precision, figure.recall, figure.value)
    return tuple(round(part, 3) for part in parts if part is not None)


def test_segments_fields_texts_and_the_ledger(tmp_path: Path) -> None:
    glued = [{"line": 4, "clean_line": "Nobody came."}]
    gold = Gold(
        [whole(1, 1, 1, [2], [], title="A ferry"), whole(2, 3, 5, [4, 5], glued, title="A  boat")], is_whole=True
    )
    articles = [
        article("a", title="A ferry", text="The ferry is late"),
        article("b", text="Nobody came.\n\nSo it sank."),
    ]
    ledger = [
        {"page_id": "p", "line_no": n, "text": text}
        for n, text in [*enumerate(PAGE[:4], 1), (5, "other"), (1, PAGE[0])]
    ]
    scores = scored(package(tmp_path, articles=articles, lines=ledger), gold)
    assert scores["ledger_lines"].value == 3 / 5  # one is another, one is there twice
    assert rounded(scores["segments"]) == (0.5, 0.5, 0.5)
    assert scores["fields.title"].value == 0.5
    assert scores["fields.completeness"].value == 1
    assert rounded(scores["text_words"]) == (0.889, 0.889, 0.889)  # "late" for "late." among nine words
    assert rounded(scores["text_paragraphs"]) == (0.667, 0.667, 0.667)
    assert scores["glued_text_repaired"].value == 1


def test_text_that_is_still_glued_is_not_repaired(tmp_path: Path) -> None:
    gold = Gold([whole(2, 3, 5, [4, 5], [{"line": 4, "clean_line": "Nobody came."}])], is_whole=True)
    scores = scored(package(tmp_path, articles=[article("a"), article("b", text="Nobody came.A boat")]), gold)
    assert scores["glued_text_repaired"].value == 0


def test_credits_are_compared_without_case_article_and_outer_punctuation(tmp_path: Path) -> None:
    articles = [
        article("a", author="Eve Sample; Adam Example", source_name="The Quay Gazette"),
        article("b", author="Ines Quill", dateline_place="Orm"),
    ]
    gold = Gold(
        [post(1, 1, byline_names=["EVE SAMPLE,"], source_name="Quay Gazette"), post(2, 3, byline_names=["Mira"])]
    )
    scores = scored(package(tmp_path, articles=articles), gold)
    assert {name: rounded(figure) for name, figure in scores.items()} == {
        "credits.author": (0.333, 0.5, 0.4),
        "credits.source_name": (1, 1, 1),
        "credits.dateline_place": (0, 1, 0),
    }


def test_dates_count_in_texts_and_in_the_posts_that_were_annotated(tmp_path: Path) -> None:
    dates = [
        {"article_id": "a", "field": "text", "text": "On Friday", "value": "2015-03-06"},
        {"article_id": "a", "field": "text", "text": "2014", "value": "2013"},
        {"article_id": "a", "field": "title", "text": "now", "value": "PRESENT_REF"},
        {"article_id": "b", "field": "text", "text": "now", "value": "PRESENT_REF"},
    ]
    wanted = [("on friday", "2015-03-06"), ("2014", "2014"), ("2016", "2016"), ("2016", "2016")]
    gold = [{"file": "one.txt", "article": 1, "text": text, "value": value} for text, value in wanted]
    scores = scored(package(tmp_path, dates=dates), Gold(POSTS, gold, frozenset({("one.txt", 1)})))
    assert rounded(scores["dates_span"]) == (1, 0.5, 0.667)
    assert rounded(scores["dates_value"]) == (0.5, 0.25, 0.333)


def test_mentions_that_are_soft_or_peoples_need_not_be_found_and_may_be(tmp_path: Path) -> None:
    named = [("Orm", "orm"), ("ORM", "orm"), ("the board", "board"), ("Ormish", "orm"), ("Monday", "board")]
    mentions = [{"article_id": "a", "text": text, "entity_id": entity, "rule": "listed"} for text, entity in named]
    wanted = [
        {"text": "Orm", "type": "GPE", "canonical": "Orm"},
        {"text": "Orm", "type": "GPE", "canonical": "Orm"},
        {"text": "Lys", "type": "GPE", "canonical": "Lys"},
        {"text": "the board", "type": "ORG", "canonical": "Board", "soft": True},
        {"text": "Ormish", "type": "NORP", "canonical": "Orm"},
        {"text": "Sandby", "type": "GPE", "canonical": "Sandby", "in_glued": True},
    ]
    gold = [{"file": "one.txt", "article": 1, **mention} for mention in wanted]
    scores = scored(package(tmp_path, mentions=mentions), Gold(POSTS, mentions=gold))
    assert rounded(scores["mentions"]) == (0.667, 0.667, 0.667)
    assert (scores["mention_types"].value, scores["mention_types"].count) == (1, 1)
    guessed = [*mentions[1:], {**mentions[0], "rule": "model.some"}]
    (tmp_path / "with").mkdir()
    scores = scored(package(tmp_path / "with", mentions=guessed), Gold(POSTS, mentions=gold))
    assert rounded(scores["mentions_with_model"]) == (0.667, 0.667, 0.667)
    assert "mentions" not in scores


def test_b_cubed_of_two_groupings_of_four_things() -> None:
    scores = scoring.b_cubed("b3", dict(zip("abcd", [1, 1, 1, 2], strict=True)), dict(zip("abcd", "xxyy", strict=True)))
    # precision: a and b 2/3, c 1/3, d 1; recall: a and b 1, c and d 1/2
    assert rounded(scores) == (0.667, 0.75, 0.706)
    assert rounded(scoring.b_cubed("b3", {}, {})) == (0, 0, 0)


def test_pairs_with_a_run_in_common_are_to_have_a_passage_in_common(tmp_path: Path) -> None:
    ends = {"a": {"file": "one.txt", "n": 1}, "b": {"file": "one.txt", "n": 2}}
    pairs = [{**ends, "shared_passages": [{}]}, {**ends, "shared_passages": []}]
    for number, (other, value) in enumerate({"one": 1, "two": 0}.items()):
        uses = [{"article_id": "a", "passage_id": "one"}, {"article_id": "b", "passage_id": other}]
        folder = tmp_path / str(number)
        folder.mkdir()
        scores = scored(package(folder, passage_uses=uses), Gold(POSTS, pairs=pairs))
        assert (scores["passage_pairs"].value, scores["passage_pairs"].count) == (value, 1)


def test_f1_counts_what_is_found_as_often_as_it_occurs() -> None:
    assert rounded(scoring.f1("f", Counter("aab"), Counter("abbc"))) == (0.667, 0.5, 0.571)
    assert rounded(scoring.f1("f", Counter(), Counter("a"))) == (0, 0, 0)


@pytest.fixture
def baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Another file of stored values."""
    monkeypatch.setattr(score_package, "BASELINE", tmp_path / "baseline.toml")
    return tmp_path / "baseline.toml"


def test_a_stored_figure_that_falls_or_rises_is_named_and_a_small_rise_is_not(baseline: Path) -> None:
    first = {"given": [Figure("one", 2 / 3, 3), Figure("two", 0.5, 3)], "own": [Figure("one", 1.0, 1)]}
    baseline.write_text(score_package.store(first, {}), "utf-8")
    assert score_package.stored() == {"given": {"one": 0.6666, "two": 0.5}, "own": {"one": 1.0}}
    assert [line.verdict for line in score_package.compare(first, score_package.stored())] == ["", "", ""]
    later = {"given": [Figure("one", 0.66, 3), Figure("two", 0.51, 3), Figure("new", 1.0, 3)], "own": first["own"]}
    assert [line.verdict for line in score_package.compare(later, score_package.stored())] == [
        "fell from 0.6666", "rose from 0.5000: store it", "not stored", "",
    ]  # fmt: skip
    slightly = {"given": [Figure("two", 0.504, 3)]}
    assert [line.verdict for line in score_package.compare(slightly, score_package.stored())] == [""]
    assert "[own]" in score_package.store(slightly, score_package.stored())
