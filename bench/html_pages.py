"""Compares HTML reading with other extractors: posts of listings, text of single articles, pages per second, in one run.

The pages are those of `tests/gold/html`, written for this project, with their gold. Other extractors are not dependencies of
the project. In a virtual environment of the benchmark:

    python3 -m venv bench/corpus/venv
    bench/corpus/venv/bin/pip install . trafilatura newspaper4k lxml_html_clean
    bench/corpus/venv/bin/python bench/html_pages.py

Pages per second refer to processor time of all threads, so that the load of the machine has little effect. For Clippings they
cover markup to posts with line roles, and also values and clean text (`with values`); for the others, markup to text and
metadata. The runs alternate.
"""

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from clippings.ingest.formats.html import blocks  # noqa: E402  the project is beside this file
from clippings.schema.working.read_tables import HINTS  # noqa: E402
from clippings.segment import segment_pages  # noqa: E402
from clippings.segment.layouts import html_pages  # noqa: E402
from clippings.segment.lines import line_classes  # noqa: E402
from clippings.segment.sites import profiles, template_lines  # noqa: E402

FOLDER = ROOT / "tests" / "gold" / "html"
ROUNDS = 5
_LARGE = 100_000
"""Number of characters of the pages of the speed test."""


class Found(NamedTuple):
    """A post from an extractor."""

    title: str
    day: str | None
    text: str


Extractor = Callable[[list[str]], list[list[Found]]]


def _frames(pages: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows = [
        (f"{number:016x}", line_no, b.text, b.tag, b.place, b.href, b.timestamp, b.record, b.hint)
        for number, page in enumerate(pages)
        for line_no, b in enumerate(blocks(page), 1)
    ]
    schema = {"page_id": pl.String, "line_no": pl.Int64, "text": pl.String, **HINTS}
    ids = [f"{number:016x}" for number in range(len(pages))]
    heads = pl.DataFrame({"page_id": ids, "path": ids, "media_type": "text/html", "site": profiles.UNKNOWN})
    return pl.DataFrame(rows, schema=schema, orient="row"), heads


def clippings(pages: list[str]) -> list[list[Found]]:
    """Return the posts of each page, with clean text and date."""
    lines, heads = _frames(pages)
    sites = profiles.load()
    with_site = lines.join(heads.select("page_id", "site"), on="page_id", how="left", maintain_order="left")
    cut = segment_pages.segment(
        lines, heads, sites, template_lines.find_repeated([template_lines.count(with_site, sites)])
    ).posts
    result: dict[str, list[Found]] = {page_id: [] for page_id in heads["page_id"]}
    for page_id, title, day, text in cut.select("page_id", "title", "published_on", "text").iter_rows():
        result[page_id].append(Found(title or "", str(day) if day else None, text))
    return list(result.values())


def _read_and_cut(pages: list[str]) -> None:
    lines, heads = _frames(pages)
    heads = heads.with_row_index("page").with_columns(pl.col("page").cast(pl.UInt32))
    lines = lines.join(heads.select("page_id", "page"), on="page_id", how="left", maintain_order="left")
    html_pages.cut_pages(line_classes.classify_lines(lines, profiles.load()[profiles.UNKNOWN]), heads, 1)


def _trafilatura(pages: list[str]) -> list[list[Found]]:
    import trafilatura

    return [[_as_found(trafilatura.bare_extraction(page, with_metadata=True))] for page in pages]


def _as_found(document: Any) -> Found:  # noqa: ANN401  another library's
    if document is None:
        return Found("", None, "")
    return Found(document.title or "", document.date, document.text or "")


def _newspaper(pages: list[str]) -> list[list[Found]]:
    from newspaper import Article

    result = []
    for page in pages:
        article = Article("https://pier.example/", fetch_images=False)
        article.download(input_html=page)
        article.parse()
        day = article.publish_date
        result.append(
            [
                Found(
                    article.title or "",
                    str(day.date() if isinstance(day, datetime) else day)[:10] if isinstance(day, date) else None,
                    article.text or "",
                )
            ]
        )
    return result


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words with their counts in the text."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


def shingle_f1(pairs: Iterable[tuple[str, str]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 over pairs of gold and found texts: means over pages, as in the public benchmark."""
    precisions, recalls = [], []
    for gold, result in pairs:
        wanted, got = shingles(gold), shingles(result)
        both = (wanted & got).total()
        precisions.append(both / got.total() if result else 0.0)
        recalls.append(both / wanted.total())
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _score_listings(names: list[str], gold: dict[str, Any], found: list[list[Found]]) -> str:
    wanted = titles = days = texts = invented = 0
    for name, posts_found in zip(names, found, strict=True):
        by_title = {_core(item.title): item for item in posts_found}
        own = {_core(item["title"]): item for item in gold[name]}
        wanted += len(own)
        invented += len(by_title.keys() - own.keys())
        for title in own.keys() & by_title.keys():
            titles += 1
            days += own[title]["date"] == by_title[title].day
            texts += _core(own[title]["text"]) == _core(by_title[title].text)
    return f"{wanted:>6} {titles:>7} {days:>6} {texts:>6} {invented:>9}"


def _core(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _per_second(run: Callable[[list[str]], object], pages: list[str], rounds: list[float]) -> None:
    start = time.process_time()
    run(pages)
    rounds.append(len(pages) / (time.process_time() - start))


def main() -> None:
    """Print both comparisons and the speeds."""
    gold = json.loads((FOLDER / "gold.json").read_text("utf-8"))
    pages = {name: (FOLDER / name).read_text("utf-8") for name in gold}
    lists, singles = [n for n in gold if n.startswith("listings/")], [n for n in gold if n.startswith("articles/")]
    extractors: dict[str, Extractor] = {"clippings": clippings, "trafilatura": _trafilatura, "newspaper4k": _newspaper}
    say = sys.stdout.write
    say(f"{len(lists)} listings\n{'':12} {'posts':>6} {'title':>7} {'date':>6} {'text':>6} {'invented':>9}\n")
    for name, extract in extractors.items():
        say(f"{name:12} {_score_listings(lists, gold, extract([pages[n] for n in lists]))}\n")
    say(f"\n{len(singles)} single articles, shingles of 4 words\n{'':12} {'precision':>9} {'recall':>7} {'F1':>6}\n")
    for name, extract in extractors.items():
        articles = extract([pages[n] for n in singles])
        texts = [" ".join(item.text for item in own) for own in articles]
        precision, recall, f1 = shingle_f1(zip([gold[n][0]["text"] for n in singles], texts, strict=True))
        say(f"{name:12} {precision:>9.3f} {recall:>7.3f} {f1:>6.3f}\n")
    _speeds(pages, lists, singles)


def _speeds(pages: dict[str, str], lists: list[str], singles: list[str]) -> None:
    runs: dict[str, Callable[[list[str]], object]] = {
        "clippings": _read_and_cut,
        "  with values": clippings,
        "trafilatura": _trafilatura,
        "newspaper4k": _newspaper,
    }
    large = [_enlarged(pages["listings/wordpress.html"])] * 10
    sets = {"listings": [pages[n] for n in lists] * 3, "articles": [pages[n] for n in singles], "100 kB listing": large}
    sys.stdout.write(
        "\npages per second of processor time, best of the rounds\n"
        + " " * 14
        + "".join(f"{name:>16}" for name in sets)
        + "\n"
    )
    taken: dict[str, dict[str, list[float]]] = {name: {of: [] for of in sets} for name in runs}
    for _ in range(ROUNDS):
        for of, own in sets.items():
            for name, run in runs.items():
                _per_second(run, own, taken[name][of])
    for name, of_set in taken.items():
        sys.stdout.write(f"{name:14}" + "".join(f"{max(of_set[of]):>16.0f}" for of in sets) + "\n")


def _enlarged(page: str) -> str:
    """Return the page with its posts repeated under other titles, so that it has the size of a served page."""
    first, last = page.index("<article"), page.rindex("</article>") + len("</article>")
    body, times = page[first:last], 1 + _LARGE // (last - first)
    return (
        page[:first]
        + "".join(body.replace('rel="bookmark">', f'rel="bookmark">{n} ') for n in range(times))
        + page[last:]
    )


if __name__ == "__main__":
    main()
