"""Trains the two passes and the page kind, and writes the weights.

    python bench/train_cutter/train.py --corpora CORPORA [--taught PACKAGE] [--all] [--out weights.npz]

Without `--all`, training uses half of the sites (by a hash of the site's name), so that figures on the other half are honest.
The second pass learns from predictions of a first pass on pages of sites that it has not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
from arguments import parser_of
from fit import fit, fit_ranker
from invented_pages import invented
from mixed_pages import mixed
from public_sets import GoldPage, read_corpora
from repository_gold import read_shapes

from clippings.segment.cutter.cut_pages import RANKED, candidates
from clippings.segment.cutter.labels import ARTICLE, BYLINE, DATE, KIND_COUNT, LABEL_COUNT, OUTSIDE, TITLE
from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.page_facts import PAGE_FACTS, PageFacts, facts_of_pages
from clippings.segment.cutter.page_kind import kind_facts
from clippings.segment.cutter.second_look import second_facts, with_kind
from clippings.segment.cutter.trees import Forest, likelihoods

GROUP_WEIGHTS = {"fundus": 2.0, "readability": 2.0, "blogs": 1.5, "repository": 0.5, "mixed": 0.3, "invented": 0.25}
"""Small sets of many languages and layouts count more."""
OUTSIDE_SHARE, OUTSIDE_WEIGHT = 0.5, 2.0
"""Training uses half of the lines outside posts, with double weight: they are many and similar."""
RARE_WEIGHT = 1.5
"""Weight of lines with a day or a name, which are rare."""
MIXED, INVENTED = 4, 3
"""For every four pages one is mixed, and for every three one is invented."""
FOLDS, KIND_FOLDS = 2, 4
LIST_WEIGHT = 2.0


@dataclass(frozen=True)
class Effort:
    """Number of trees and learning rate of each forest."""

    first: tuple[int, float] = (120, 0.13)
    kind: tuple[int, float] = (60, 0.15)
    second: tuple[int, float] = (260, 0.1)
    rank: tuple[int, float] = (220, 0.08)


FULL, SMALL = Effort(), Effort((8, 0.4), (6, 0.4), (8, 0.4), (8, 0.4))


@dataclass(frozen=True)
class Training:
    """Pages, the facts of their lines, and what each line counts."""

    pages: list[GoldPage]
    facts: PageFacts
    labels: npt.NDArray[np.int8]
    weights: npt.NDArray[np.float32]
    page_of: npt.NDArray[np.int64]

    @classmethod
    def of(cls, pages: Sequence[GoldPage], seed: int) -> "Training":
        """The lines of pages; lines whose label is not known count nothing."""
        pages = [page for page in pages if page.lines]
        rows = [(at, *line) for at, page in enumerate(pages) for line in page.lines]
        schema = {"page": pl.UInt32, "line_no": pl.Int64, "stripped": pl.String, "indent": pl.Int64}
        facts = facts_of_pages(pl.DataFrame(rows, schema=schema, orient="row"))
        labels = np.array([label for page in pages for label in page.labelled.labels], np.int8)
        weights = np.array([weight for page in pages for weight in page.labelled.weights], np.float32)
        page_of = np.repeat(np.arange(len(pages)), np.diff(facts.starts))
        group = np.array([GROUP_WEIGHTS.get(page.group, 1.0) for page in pages], np.float32)[page_of]
        drawn = np.random.default_rng(seed).random(len(labels)) < OUTSIDE_SHARE
        worth = np.where(labels == OUTSIDE, OUTSIDE_WEIGHT * drawn, 1.0)
        worth *= np.select([labels == BYLINE, labels == DATE], [RARE_WEIGHT, RARE_WEIGHT], 1.0)
        return cls(pages, facts, labels, (weights * group * worth).astype(np.float32), page_of)

    def fold(self, byte: int, folds: int) -> npt.NDArray[np.int64]:
        """The fold of each page, by a byte of the hash of its site."""
        return np.array([page.fold(byte, folds) for page in self.pages])


def train(training: Training, effort: Effort, seed: int) -> dict[str, Forest]:
    """The forests `first`, `kind`, `second`, and the rankers of `RANKED`."""

    def lines(facts: PageFacts, chosen: npt.NDArray[np.bool_], trees: tuple[int, float]) -> Forest:
        asked = chosen & (training.weights > 0)
        names, values = _of_lines(facts, asked)
        return fit(
            names, values, training.labels[asked], training.weights[asked], trees=trees[0], rate=trees[1], seed=seed,
            labels_count=LABEL_COUNT,
        )  # fmt: skip

    fold_of_line = training.fold(1, FOLDS)[training.page_of]
    likely = np.zeros((len(training.labels), LABEL_COUNT), np.uint8)
    for fold in range(FOLDS):
        unseen = fold_of_line == fold
        likely[unseen] = _likely(lines(training.facts, ~unseen, effort.first), training.facts, unseen)
    first = lines(training.facts, np.ones(len(likely), bool), effort.first)
    looked = second_facts(training.facts, likely)
    rankers = {name: _ranker(training, looked, likely, label, effort, seed) for name, label in RANKED.items()}
    kind, kinds = _kind(training, looked, likely, effort, seed)
    second = lines(with_kind(looked, kinds), np.ones(len(likely), bool), effort.second)
    return {"first": first, "kind": kind, "second": second, **rankers}


def _ranker(training: Training, looked: PageFacts, likely: Facts, label: int, effort: Effort, seed: int) -> Forest:
    """The forest that ranks the lines of a page of one post as its title, its date or its byline."""
    is_single = np.array([page.kind == ARTICLE for page in training.pages])
    asked = candidates(likely, label) & is_single[training.page_of]
    wanted = asked & (training.labels == label)
    asked &= np.bincount(training.page_of, wanted, len(is_single))[training.page_of] > 0
    page_weight = np.array([GROUP_WEIGHTS.get(page.group, 1.0) for page in training.pages], np.float32)
    page_of = training.page_of[asked]
    names, values = _of_lines(looked, asked)
    return fit_ranker(
        names, values, wanted[asked], page_of, page_weight[page_of], trees=effort.rank[0],
        rate=effort.rank[1], seed=seed,
    )  # fmt: skip


def _of_lines(facts: PageFacts, asked: npt.NDArray[np.bool_]) -> tuple[list[str], Facts]:
    """The facts of lines that are not of their whole page: names, and values of the lines `asked`."""
    columns = [at for at, name in enumerate(facts.names) if name not in PAGE_FACTS]
    return [facts.names[at] for at in columns], facts.values[np.ix_(asked, columns)]


def _likely(forest: Forest, facts: PageFacts, chosen: npt.NDArray[np.bool_]) -> Facts:
    return likelihoods(forest.scores(facts.names, facts.values[chosen]))


def _kind(training: Training, looked: PageFacts, likely: Facts, effort: Effort, seed: int) -> tuple[Forest, Facts]:
    """The forest for the kinds of pages, and what forests that have not seen a page think of it."""
    names, rows = kind_facts(looked, likely[:, TITLE])
    known = np.array([page.kind is not None for page in training.pages])
    answers = np.array([page.kind or ARTICLE for page in training.pages], np.int8)
    weights = np.where(answers == ARTICLE, 1.0, LIST_WEIGHT).astype(np.float32)
    weights *= np.array(
        [GROUP_WEIGHTS.get(page.group, 1.0) if page.group == "mixed" else 1.0 for page in training.pages], np.float32
    )

    def grown(chosen: npt.NDArray[np.bool_]) -> Forest:
        return fit(
            names, rows[chosen], answers[chosen], weights[chosen], trees=effort.kind[0], rate=effort.kind[1], seed=seed, depth=4,
            labels_count=KIND_COUNT,
        )  # fmt: skip

    folds = training.fold(2, KIND_FOLDS)
    thought = np.zeros((len(rows), KIND_COUNT), np.uint8)
    for fold in range(KIND_FOLDS):
        unseen = folds == fold
        if unseen.any():
            thought[unseen] = likelihoods(grown(known & ~unseen).scores(names, rows[unseen]))
    return grown(known), thought


def main() -> None:
    """Trains and writes."""
    parser = parser_of(__doc__)
    parser.add_argument("--taught", type=Path, help="a package built from the HTML pages of `listings`")
    args = parser.parse_args()
    pages = list(read_shapes())
    if args.corpora:
        pages += read_corpora(args.corpora, args.taught)
    pages = [page for page in pages if args.all or page.half == 0]
    pages = [*pages, *mixed(pages, len(pages) // MIXED, args.seed), *invented(len(pages) // INVENTED, args.seed)]
    forests = train(Training.of(pages, args.seed), SMALL if args.small else FULL, args.seed)
    write(args.out, forests)


def write(path: Path, forests: dict[str, Forest]) -> None:
    """The weights as one file; the same forests give the same bytes."""
    arrays = {name: array for prefix, forest in forests.items() for name, array in forest.arrays(prefix).items()}
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)


if __name__ == "__main__":
    main()
