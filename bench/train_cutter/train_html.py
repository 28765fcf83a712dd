"""Trains the second look at HTML pages: the weights of the words in names of elements, and the judge of lines.

    python bench/train_cutter/train_html.py [--corpora CORPORA] [--all] [--small] --out FOLDER

Without `--all`, training uses half of the sites (by a hash of the site's name), so that figures on the other half are honest.
The judge learns from pages whose names of elements are weighed by what other sites taught.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from unittest import mock

import numpy as np
import numpy.typing as npt
from arguments import parser_of
from fit import fit
from label_html import HtmlPage, read_html
from train import write

from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.trees import Forest
from clippings.segment.html_review import element_words
from clippings.segment.html_review.block_facts import facts_of_page

GROUP_WEIGHTS = {"fundus": 2.0, "readability": 2.0, "wcxb forum": 2.0, "repository": 0.3}
TREES, RATE = 200, 0.1
FOLDS = 2
LEAST_SITES = 6
"""Sites that a word must occur on."""
STEPS, PULL, SPEED = 150, 0.05, 0.08
"""Of the fit of words: number of steps, strength that pulls weights to 0, and length of a step."""
UNIT = 10
"""Steps of a word's weight in one natural logarithm."""

words_of = lru_cache(maxsize=None)(element_words.words_of)


def train(
    pages: Sequence[HtmlPage], *, trees: int, rate: float, seed: int, least_sites: int
) -> tuple[dict[str, int], Forest]:
    """The weights of words, and the forest for how likely a line is text."""
    fold_of = [hashlib.sha256(page.site.encode()).digest()[1] % FOLDS for page in pages]
    facts: dict[int, Facts] = {}
    names: list[str] = []
    for fold in range(FOLDS):
        words = fit_words([page for page, own in zip(pages, fold_of, strict=True) if own != fold], least_sites)
        with weighed(words):
            for at in (at for at, own in enumerate(fold_of) if own == fold):
                names, facts[at] = facts_of_page(pages[at].lines, pages[at].page)
    labels = np.concatenate([page.is_text for page in pages]).astype(np.int8)
    weights = np.concatenate([page.weights * GROUP_WEIGHTS.get(page.group, 1.0) for page in pages]).astype(np.float32)
    rows = np.concatenate([facts[at] for at in range(len(pages))])
    forest = fit(names, rows, labels, weights, trees=trees, rate=rate, seed=seed, labels_count=2)
    return fit_words(pages, least_sites), forest


def weighed(words: dict[str, int]) -> "mock._patch[object]":
    """Names of elements are weighed by `words`."""
    element_words.score.cache_clear()
    return mock.patch.object(element_words, "_weights", lambda: words)


def fit_words(pages: Sequence[HtmlPage], least_sites: int) -> dict[str, int]:
    """How much each word of the elements around a line speaks for text: a logistic regression."""
    rows = [
        sorted({word for step in line.steps for word in words_of(step[: step.rfind("[")])})
        for page in pages
        for line in page.lines
    ]
    sites: dict[str, set[str]] = defaultdict(set)
    for row, site in zip(rows, (page.site for page in pages for _ in page.lines), strict=True):
        for word in row:
            sites[word].add(site)
    vocabulary = {word: at for at, word in enumerate(sorted(w for w, on in sites.items() if len(on) >= least_sites), 1)}
    indexes = [[0, *(vocabulary[word] for word in row if word in vocabulary)] for row in rows]
    sizes = np.array([len(row) for row in indexes])
    flat, starts = np.concatenate(indexes), np.r_[0, np.cumsum(sizes)[:-1]]
    wanted = np.concatenate([page.is_text for page in pages]).astype(float)
    weight = np.concatenate([page.weights / max(1.0, page.weights.sum()) for page in pages]) * 100
    values = _descend(flat, starts, sizes, wanted, weight, len(vocabulary) + 1)
    return {word: value for word, at in vocabulary.items() if (value := round(float(values[at]) * UNIT))}


def _descend(
    flat: npt.NDArray[np.int64], starts: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64], wanted: npt.NDArray[np.float64],
    weight: npt.NDArray[np.float64], count: int,
) -> npt.NDArray[np.float64]:  # fmt: skip
    values, mean, square = np.zeros(count), np.zeros(count), np.zeros(count)
    for step in range(1, STEPS + 1):
        likely = 1 / (1 + np.exp(-np.add.reduceat(values[flat], starts)))
        slope = np.bincount(flat, np.repeat((likely - wanted) * weight, sizes), count) + values / PULL
        slope[0] -= values[0] / PULL
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        values = values - SPEED * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9)
    return values


def main() -> None:
    """Trains and writes."""
    parser = parser_of(__doc__)
    args = parser.parse_args()
    pages = [page for page in read_html(args.corpora) if args.all or page.half == 0]
    trees, rate = (8, 0.4) if args.small else (TREES, RATE)
    words, forest = train(pages, trees=trees, rate=rate, seed=args.seed, least_sites=2 if args.small else LEAST_SITES)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "element_words.json").write_text(
        json.dumps(words, indent=0, sort_keys=True, ensure_ascii=False) + "\n", "utf-8"
    )
    write(args.out / "weights.npz", {"text": forest})


if __name__ == "__main__":
    main()
