"""Words of withdrawn articles in the texts of other articles: which paragraphs have them, and the texts without those paragraphs.

A person decides about each article in `[quotations]` of the withdrawal list. Lines outside texts belong to `withdraw`.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import dataframely as dy
import polars as pl

from clippings.common.prose import word_count
from clippings.dedupe.withdrawn_traces import LONG_TITLE, RUN, runs_of, words_of
from clippings.schema.frames import as_rows, frame_of
from clippings.schema.problem_report import Problem
from clippings.schema.working.posts import Posts, PostTextSpans
from clippings.schema.working.withdrawal_tables import UnquotedParagraphs, WithheldLines

MANY = 20
"""Maximum number of articles with the same words; words of more articles are the site's own, such as a notice."""
_PARAGRAPH = "\n\n"


class Decisions(NamedTuple):
    """What a person decided about articles that quote: ids of those to publish as they are, and to publish without the words."""

    keep: frozenset[str] = frozenset()
    remove: frozenset[str] = frozenset()


class Quotation(NamedTuple):
    """A post with words of a withdrawn article. `paragraphs` count from 0; the title and the deck are -1."""

    appearance_id: str
    article_id: str
    page_id: str
    path: str
    line_no: int
    paragraphs: tuple[int, ...]

    @property
    def problem(self) -> Problem:
        """The row for the person who decides."""
        numbers = [str(number + 1) for number in self.paragraphs if number >= 0]
        where = f"paragraphs {', '.join(numbers)} of the text" if numbers else "the title or the deck"
        message = (
            f"{where[0].upper()}{where[1:]} share {RUN} words or more in a row, or a title, with a withdrawn article."
        )
        return Problem("quotes_withdrawn", self.path, message, self.page_id, self.line_no, self.article_id)


def sought_in(titles: Iterable[str], texts: Iterable[str]) -> frozenset[str]:
    """Return the runs of words, and the long titles, that make a quotation of these articles."""
    whole = (words_of(title) for title in titles)
    runs = {run for text in texts for run in runs_of(words_of(text))}
    return frozenset(runs | {" ".join(words) for words in whole if len(words) >= LONG_TITLE})


def find(
    posts: Iterable[Mapping[str, Any]], sought: frozenset[str], articles_of: Callable[[list[str]], Mapping[str, str]]
) -> list[Quotation]:
    """Return the posts whose text, title or deck has any of the words, if not too many articles have them.

    Args:
        posts: appearance_id, page_id, path, line_start, title, deck and text of posts that are published.
        sought: Words from `sought_in`.
        articles_of: Gives the articles of appearances.
    """
    sizes = sorted({run.count(" ") + 1 for run in sought})
    places, shared = {}, {}
    for post in posts:
        if runs := dict(_shared(post, sought, sizes)):
            shared[post["appearance_id"]] = runs
            places[post["appearance_id"]] = post["page_id"], post["path"], post["line_start"]
    article_of = articles_of(list(shared))
    holders: dict[str, set[str]] = {}
    for appearance, runs in shared.items():
        for run in runs:
            holders.setdefault(run, set()).add(article_of[appearance])
    quotations = []
    for appearance, runs in shared.items():
        numbers = {number for run, held in runs.items() if len(holders[run]) <= MANY for number in held}
        if numbers:
            quotations.append(
                Quotation(appearance, article_of[appearance], *places[appearance], tuple(sorted(numbers)))
            )
    return quotations


def _shared(post: Mapping[str, Any], sought: frozenset[str], sizes: Iterable[int]) -> Iterator[tuple[str, set[int]]]:
    """Return each run that a post shares, with the numbers of its paragraphs."""
    headings = [(-1, text) for text in (post["title"], post["deck"]) if text]
    for parts in (
        [(n, part) for n, part in enumerate(post["text"].split(_PARAGRAPH))],
        *([heading] for heading in headings),
    ):
        words, owner = [], []
        for number, part in parts:
            part_words = words_of(part)
            words += part_words
            owner += [number] * len(part_words)
        for size in sizes:
            for at, run in enumerate(runs_of(words, size)):
                if run in sought:
                    yield run, {*owner[at : at + size]}


def text_without(text: str, paragraphs: Iterable[int]) -> str:
    """Return `text` without the paragraphs of these numbers, joined by blank lines."""
    gone = set(paragraphs)
    return _PARAGRAPH.join(part for number, part in enumerate(text.split(_PARAGRAPH)) if number not in gone)


def removed(
    posts: dy.DataFrame[Posts],
    spans: dy.DataFrame[PostTextSpans],
    asked: dy.DataFrame[UnquotedParagraphs],
    cited: pl.DataFrame,
) -> tuple[dy.DataFrame[Posts], dy.DataFrame[PostTextSpans], dy.DataFrame[WithheldLines]]:
    """Return posts and text spans without the paragraphs `asked` for, and the places of the lines that held them.

    A paragraph stays if a value was read from one of its lines, or if no other paragraph would be left.
    """
    if not posts["appearance_id"].is_in(asked["appearance_id"].implode()).any():
        return posts, spans, frame_of(WithheldLines, [])
    is_asked = spans["appearance_id"].is_in(asked["appearance_id"].implode())
    spans_of_post = spans.filter(is_asked).partition_by("appearance_id", as_dict=True)
    fixed, new_text, places = set(cited.iter_rows()), {}, set()
    kept = [spans.filter(~is_asked)]
    for row in posts.join(asked.unique("appearance_id"), on="appearance_id", how="semi").iter_rows(named=True):
        rows = spans_of_post[row["appearance_id"],].rows(named=True)
        wanted = set(asked.filter(pl.col("appearance_id") == row["appearance_id"])["paragraph"])
        text, rows_left, gone = _cut(row["text"], rows, wanted, fixed)
        new_text[row["appearance_id"]] = text
        places |= gone
        kept.append(pl.DataFrame(rows_left, schema=spans.schema, orient="row"))
    changed = pl.col("appearance_id").replace_strict(new_text, default=None, return_dtype=pl.String)
    posts = posts.with_columns(text=pl.coalesce(changed, "text")).with_columns(word_count=word_count("text"))
    digests = pl.Series([hashlib.sha256(text.encode()).hexdigest() for text in posts["text"]], dtype=pl.String)
    posts = as_rows(Posts, posts.with_columns(text_sha256=digests))
    return posts, as_rows(PostTextSpans, pl.concat(kept)), frame_of(WithheldLines, sorted(places))


def _cut(
    text: str, spans: list[dict[str, Any]], wanted: set[int], fixed: set[tuple[str, int]]
) -> tuple[str, list[dict[str, Any]], set[tuple[str, int]]]:
    """Return a text without paragraphs, its spans at their new offsets, and the places of the lines that held them."""
    parts = text.split(_PARAGRAPH)
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part) + len(_PARAGRAPH))
    numbers = [next(n for n in range(len(parts)) if span["start"] < starts[n + 1]) for span in spans]
    lines = [(span["page_id"], span["line_no"]) for span in spans]
    held = {number for number, line in zip(numbers, lines, strict=True) if line in fixed}
    held |= {number for number, line in zip(numbers, lines, strict=True) if _is_split(line, lines, numbers, wanted)}
    gone = wanted - held
    if not set(range(len(parts))) - gone:
        return text, spans, set()
    shift, shifts = 0, []
    for number, part in enumerate(parts):
        shifts.append(shift)
        shift += len(part) + len(_PARAGRAPH) if number in gone else 0
    left = [
        span | {"start": span["start"] - shifts[number], "end": span["end"] - shifts[number]}
        for span, number in zip(spans, numbers, strict=True)
        if number not in gone
    ]
    return text_without(text, gone), left, {line for line, number in zip(lines, numbers, strict=True) if number in gone}


def _is_split(line: tuple[str, int], lines: list[tuple[str, int]], numbers: list[int], wanted: set[int]) -> bool:
    """Return whether a line is in a paragraph to remove and in another one."""
    of_line = {number for number, other in zip(numbers, lines, strict=True) if other == line}
    return bool(of_line & wanted) and not of_line <= wanted
