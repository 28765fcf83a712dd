"""Agreement of a package with the gold: each function returns figures between 0 and 1; 1 is best.

What is counted, and how, belongs here; which figures are good enough does not.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from support.annotation import Gold, Place, Row

RAW = Path(__file__).parents[2] / "raw"
WITH_MODEL = "_with_model"
"""Suffix of the names of figures that depend on an optional model."""


@dataclass(frozen=True)
class Figure:
    """One figure: F1 if precision and recall are given, else a share. `count` is the number of gold values."""

    name: str
    value: float
    count: int
    precision: float | None = None
    recall: float | None = None


@dataclass(frozen=True)
class Published:
    """The tables of a package, as rows in published order."""

    root: Path
    _held: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table, which is read once."""
        if table not in self._held:
            self._held[table] = pl.read_parquet(self.root / "data" / f"{table}.parquet").to_dicts()
        return self._held[table]


@dataclass(frozen=True)
class Comparison:
    """A package and its gold."""

    published: Published
    gold: Gold
    raw: Path = RAW

    @cached_property
    def files(self) -> dict[str, str]:
        """Return the names of the pages by their ids."""
        return {row["page_id"]: Path(row["path"]).name for row in self.published.rows("pages")}

    @cached_property
    def articles(self) -> dict[Place, Row]:
        """Return the article of each post that was found at its gold position: by its first line, else by its number."""
        articles = {row["article_id"]: row for row in self.published.rows("articles")}
        result: dict[tuple[str, str, int], Row] = {}
        for row in self.published.rows("appearances"):
            for column in ("line_start", "position"):
                result[self.files[row["page_id"]], column, row[column]] = articles[row["article_id"]]
        keys = {
            (post["file"], post["n"]): ("line_start", post["line_start"])
            if "line_start" in post
            else ("position", post["n"])
            for post in self.gold.posts
        }
        return {place: result[place[0], *key] for place, key in keys.items() if (place[0], *key) in result}

    @cached_property
    def places(self) -> dict[str, Place]:
        """Return the post of each article that was found."""
        return {article["article_id"]: place for place, article in self.articles.items()}

    def lines(self, file: str) -> list[str]:
        """The lines of a page."""
        return (self.raw / file).read_bytes().decode("utf-8").split("\n")


def f1(name: str, found: Counter[Any], wanted: Counter[Any]) -> Figure:
    """Return the F1 of the found values, with repetitions."""
    hits = (found & wanted).total()
    precision = hits / found.total() if found else 0.0
    recall = hits / wanted.total() if wanted else 1.0
    both = precision + recall
    return Figure(name, 2 * precision * recall / both if both else 0.0, wanted.total(), precision, recall)


def share(name: str, hits: int, count: int, *, of_none: float = 1.0) -> Figure:
    """Return a share; `of_none` if there is nothing to find."""
    return Figure(name, hits / count if count else of_none, count)


def squashed(text: str | None) -> str:
    """Text with single spaces only."""
    return re.sub(r"\s+", " ", text or "").strip()


def name_key(text: str) -> str:
    """A name as names are compared: without case, article and punctuation at its ends."""
    return squashed(text).casefold().replace("’", "'").strip(" ,.;:").removeprefix("the ")


def ledger(c: Comparison) -> Iterator[Figure]:
    """Return the share of raw lines that are in the ledger exactly once and unchanged."""
    texts: dict[tuple[str, int], list[str]] = defaultdict(list)
    for row in c.published.rows("lines"):
        texts[c.files[row["page_id"]], row["line_no"]].append(row["text"])
    raw = {(file, n): text for file in _files(c.gold) for n, text in enumerate(c.lines(file), 1)}
    yield share("ledger_lines", sum(texts[place] == [text] for place, text in raw.items()), len(raw), of_none=0.0)


def segments(c: Comparison) -> Iterator[Figure]:
    """Posts with their first and last line, and their fields from menus and bars."""
    files = _files(c.gold)
    appearances = [
        (c.files[row["page_id"]], row["line_start"], row["line_end"]) for row in c.published.rows("appearances")
    ]
    wanted = Counter((post["file"], post["line_start"], post["line_end"]) for post in c.gold.posts)
    yield f1("segments", Counter(appearance for appearance in appearances if appearance[0] in files), wanted)
    columns = {"title": "title", "category": "category", "published_on": "post_date", "comment_count": "comments",
               "completeness": "completeness"}  # fmt: skip
    for column, key in columns.items():
        hits = sum(
            squashed(str(article[column])) == squashed(str(post[key]))
            for post in c.gold.posts
            if (article := c.articles.get((post["file"], post["n"])))
        )
        yield share(f"fields.{column}", hits, len(c.gold.posts))


def texts(c: Comparison) -> Iterator[Figure]:
    """Words and paragraphs of the texts, and the lines that glued text was to be taken out of."""
    result: list[tuple[Place, str]] = []
    wanted: list[tuple[Place, str]] = []
    repaired = []
    for post in c.gold.posts:
        place, raw = (post["file"], post["n"]), c.lines(post["file"])
        clean = {
            glued["line"]: glued["clean_line"] for glued in post["glued_alt_text"] if glued["clean_line"] is not None
        }
        lines = [squashed(clean.get(n, raw[n - 1])) for n in post["body_text_lines"]]
        paragraphs = [squashed(paragraph) for paragraph in c.articles.get(place, {"text": ""})["text"].split("\n")]
        wanted += [(place, line) for line in lines if line]
        result += [(place, paragraph) for paragraph in paragraphs if paragraph]
        body = " ".join(paragraph for paragraph in paragraphs if paragraph)
        for glued in post["glued_alt_text"]:
            if glued["line"] in post["body_text_lines"]:
                repaired.append(squashed(glued["clean_line"]) in body and squashed(raw[glued["line"] - 1]) not in body)
    yield f1("text_words", _words(result), _words(wanted))
    yield f1("text_paragraphs", Counter(result), Counter(wanted))
    yield share("glued_text_repaired", sum(repaired), len(repaired))


def credited(c: Comparison) -> Iterator[Figure]:
    """Who and what is credited, each column for itself; none where a column has nothing and should have nothing."""
    read: dict[str, Callable[[Row], Sequence[str | None]]] = {
        "author": lambda post: post["byline_names"],
        "source_name": lambda post: [post["source_name"]],
        "source_url": lambda post: [post["source_url"]],
        "source_published_on": lambda post: [post["source_date"]],
        "dateline_place": lambda post: [(post["dateline"] or {}).get("place")],
        "translator": lambda post: [post["translator"]],
    }
    for column in c.gold.credited:
        wanted = [((post["file"], post["n"]), name) for post in c.gold.posts for name in read[column](post)]
        result = [
            (place, name)
            for place, article in c.articles.items()
            for name in (re.split(r";\s*", article[column] or "") if column == "author" else [article[column]])
        ]
        here, there = (
            Counter((place, name_key(str(name))) for place, name in rows if name) for rows in (result, wanted)
        )
        if here or there:
            yield f1(f"credits.{column}", here, there)


def dates(c: Comparison) -> Iterator[Figure]:
    """Temporal expressions in the posts whose expressions were annotated: as found, and with their value too."""
    mine = [
        (*c.places[row["article_id"]], row["text"].casefold(), row["value"])
        for row in c.published.rows("dates")
        if c.places.get(row["article_id"]) in c.gold.dated and row["field"] != "title"
    ]
    gold = [(row["file"], row["article"], row["text"].casefold(), row["value"]) for row in c.gold.dates]
    yield f1("dates_span", Counter(row[:3] for row in mine), Counter(row[:3] for row in gold))
    yield f1("dates_value", Counter(mine), Counter(gold))


def mentions(c: Comparison) -> Iterator[Figure]:
    """Names of entities; of those found, which are grouped as the gold groups them, and which have its type.

    What the gold calls soft, and peoples, need not be found and may be. Where a statistical model helped, the figures
    are others, with names of their own.
    """
    helped = any(row["rule"].startswith("model.") for row in c.published.rows("mentions"))
    suffix = WITH_MODEL if helped else ""
    type_of = {row["entity_id"]: row["type"] for row in c.published.rows("entities")}
    mine = [
        ((*c.places[row["article_id"]], row["text"].casefold()), row["entity_id"])
        for row in c.published.rows("mentions")
        if row["article_id"] in c.places
    ]
    gold = [
        ((row["file"], row["article"], row["text"].casefold()), row["canonical"], row["type"],
         bool(row.get("soft")) or row["type"] == "NORP")
        for row in c.gold.mentions
        if not row.get("in_glued")
    ]  # fmt: skip
    wanted = Counter(name for name, _, _, is_optional in gold if not is_optional)
    optional = Counter(name for name, _, _, is_optional in gold if is_optional) - wanted
    yield f1(f"mentions{suffix}", Counter(name for name, _ in mine) - optional, wanted)
    linked = dict(mine)
    firm = {name: (canonical, kind) for name, canonical, kind, is_optional in gold if not is_optional}
    both = firm.keys() & linked.keys()
    yield b_cubed(f"linking_b3{suffix}", {name: linked[name] for name in both}, {name: firm[name][0] for name in both})
    yield share(f"mention_types{suffix}", sum(type_of[linked[name]] == firm[name][1] for name in both), len(both))


def b_cubed(name: str, found: Mapping[Any, Hashable], wanted: Mapping[Any, Hashable]) -> Figure:
    """B-cubed F1 of two groupings of the same things (Bagga and Baldwin 1998): how much of the group each is in is
    right, and how much of its right group is there.
    """
    if not found:
        return Figure(name, 0.0, 0, 0.0, 0.0)
    here, there = Counter(found.values()), Counter(wanted.values())
    common = Counter((found[item], wanted[item]) for item in found)
    precision = math.fsum(common[found[item], wanted[item]] / here[found[item]] for item in found) / len(found)
    recall = math.fsum(common[found[item], wanted[item]] / there[wanted[item]] for item in found) / len(found)
    return Figure(name, 2 * precision * recall / (precision + recall), len(found), precision, recall)


def shared_passages(c: Comparison) -> Iterator[Figure]:
    """Share of the pairs of posts with a run in common that have a passage in common."""
    used: dict[str, set[str]] = defaultdict(set)
    for row in c.published.rows("passage_uses"):
        used[row["article_id"]].add(row["passage_id"])
    hits = []
    for pair in c.gold.pairs:
        if pair.get("shared_passages"):
            item, other = (
                c.articles.get((pair[side]["file"], pair[side]["n"]), {}).get("article_id", "") for side in "ab"
            )
            hits.append(bool(used[item] & used[other]))
    yield share("passage_pairs", sum(hits), len(hits))


def score(published: Published, gold: Gold, raw: Path = RAW) -> list[Figure]:
    """All figures that the gold allows."""
    comparison = Comparison(published, gold, raw)
    of_posts = [ledger, segments, texts] if gold.is_whole else []
    of_dates = [dates] if gold.dated else []
    of_names = [mentions] if gold.mentions else []
    of_pairs = [shared_passages] if gold.pairs else []
    return [figure for part in (*of_posts, credited, *of_dates, *of_names, *of_pairs) for figure in part(comparison)]


def _files(gold: Gold) -> list[str]:
    return sorted({post["file"] for post in gold.posts})


def _words(paragraphs: Sequence[tuple[Place, str]]) -> Counter[tuple[Place, str]]:
    return Counter((place, word) for place, text in paragraphs for word in text.split())
