"""Prints precision, recall and F1 on the invented sentences, lines and texts: `PYTHONPATH=tests:pipeline python -m support.score_invented`.

The rules were written with these in view: the figures show what is covered, not what to expect of other texts.
"""

import datetime as dt
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from clippings.dedupe.compare import ComparedPost, compare
from clippings.enrich.credits import read as read_credits
from clippings.enrich.credits.credit_model import Line, Post
from clippings.enrich.dates import read

GOLD = Path(__file__).parents[1] / "gold"
MARK = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")
NOT_PERSONS = ("author.organisation", "author.unclear")


class Marked(NamedTuple):
    """A sentence whose expressions are marked: place, text and value of each."""

    text: str
    anchor: dt.date
    language: str
    wanted: list[tuple[int, str, str]]


def marked(name: str) -> Iterator[Marked]:
    """Yield the sentences of a file: `[last week|1989-W43]` marks an expression; after `@` come the day of writing and the language."""
    anchor, language = dt.date(2013, 9, 14), "en"
    for line in (GOLD / name).read_text("utf-8").splitlines():
        if line.startswith("@"):
            _, day, language = [*line.split(), "en"][:3]
            anchor = dt.date.fromisoformat(day)
        elif line and not line.startswith("#"):
            text, wanted, last = "", [], 0
            for mark in MARK.finditer(line):
                text += line[last : mark.start()]
                wanted.append((len(text), mark[1], mark[2]))
                text, last = text + mark[1], mark.end()
            yield Marked(text + line[last:], anchor, language, wanted)


def found(sentence: Marked) -> list[tuple[int, str, str]]:
    """Return place, text and value of the expressions that are read; `SET:` marks a recurring time."""
    expressions = read(sentence.text, sentence.anchor, sentence.language)
    return [
        (expression.start, expression.text, "SET:" * (expression.type == "SET") + expression.value)
        for expression in expressions
    ]


def bylines() -> dict[str, list[str]]:
    """Return the lines in the styles of the press, and the persons each names."""
    lines = (GOLD / "press_bylines.txt").read_text("utf-8").splitlines()
    pairs = (line.split(" =", 1) for line in lines if " =" in line and not line.startswith("#"))
    return {text: [name for name in named.strip().split("; ") if name] for text, named in pairs}


def persons(text: str) -> list[str]:
    """Return the persons that a byline names."""
    values = read_credits(Post([Line(1, "byline", text)]))
    return [str(item.value) for item in values if item.field == "author" and item.rule not in NOT_PERSONS]


def reuse_pairs() -> Iterator[tuple[str, str, str]]:
    """Yield what the second text is to the first, and both."""
    original = ""
    for entry in yaml.safe_load((GOLD / "reuse_texts.yaml").read_text("utf-8")):
        ((kind, text),) = entry.items()
        if kind == "original":
            original = text
        else:
            yield kind, original, text


def is_near(original: str, text: str) -> bool:
    """Return whether two texts are near duplicates."""
    posts = (
        ComparedPost(str(n), str(n), "unknown", str(n), None, "full", str(n), words)
        for n, words in enumerate((text, original))
    )
    return compare(*posts) is not None


def main() -> None:
    """Print one line for each file."""
    for name in ("newswire_dates.txt", "dates_by_language.txt"):
        sentences = list(marked(name))
        pairs = [(set(sentence.wanted), set(found(sentence))) for sentence in sentences]
        _print(f"{name}: {len(sentences)} sentences, spans and values", pairs)
    lines = bylines()
    _print(f"press_bylines.txt: {len(lines)} lines, persons", [(set(w), set(persons(t))) for t, w in lines.items()])
    reuse = list(reuse_pairs())
    wanted = {n for n, (kind, *_) in enumerate(reuse) if kind == "light"}
    near = {n for n, (_, original, text) in enumerate(reuse) if is_near(original, text)}
    _print(f"reuse_texts.yaml: {len(reuse)} pairs, lightly revised copies", [(wanted, near)])


def _print(name: str, pairs: list[tuple[set[object], set[object]]]) -> None:
    hits = sum(len(wanted & got) for wanted, got in pairs)
    precision = hits / max(1, sum(len(got) for _, got in pairs))
    recall = hits / max(1, sum(len(wanted) for wanted, _ in pairs))
    sys.stdout.write(f"{name}: precision {precision:.3f}, recall {recall:.3f}\n")


if __name__ == "__main__":
    main()
