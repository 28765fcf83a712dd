"""Fits trees to labelled lines and rounds them to whole numbers."""

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from catboost import CatBoost, CatBoostClassifier, Pool

from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.trees import UNIT, Forest

DEPTH = 6
_NEVER = -30.0
"""Score of a label that no page has."""
_SETTINGS: dict[str, Any] = {
    "depth": DEPTH, "border_count": 40, "thread_count": 2, "bootstrap_type": "Bernoulli", "subsample": 0.7, "rsm": 0.25,
    "boosting_type": "Plain", "verbose": False, "allow_writing_files": False, "l2_leaf_reg": 6,
}  # fmt: skip


def fit(
    names: list[str],
    facts: Facts,
    labels: npt.NDArray[np.int8],
    weights: npt.NDArray[np.float32],
    *,
    trees: int,
    rate: float,
    seed: int,
    labels_count: int,
    depth: int = DEPTH,
) -> Forest:
    """Return a forest that predicts the labels of lines."""
    model = CatBoostClassifier(
        iterations=trees, learning_rate=rate, loss_function="MultiClass", classes_count=labels_count, random_seed=seed,
        **{**_SETTINGS, "depth": depth},
    )  # fmt: skip
    model.fit(facts.astype(np.float32), labels, sample_weight=weights)
    return rounded(model, names, depth, labels_count)


def fit_ranker(
    names: list[str],
    facts: Facts,
    is_wanted: npt.NDArray[np.bool_],
    page_of: npt.NDArray[np.int64],
    weights: npt.NDArray[np.float32],
    *,
    trees: int,
    rate: float,
    seed: int,
) -> Forest:
    """Return a forest whose scores rank the lines of a page; `page_of` groups the lines, `weights` are those of their pages."""
    model = CatBoost(
        {"loss_function": "QuerySoftMax", "iterations": trees, "learning_rate": rate, "random_seed": seed, **_SETTINGS}
    )
    model.fit(Pool(facts.astype(np.float32), is_wanted.astype(np.float32), group_id=page_of, group_weight=weights))
    return rounded(model, names, DEPTH, 1)


def rounded(model: CatBoost, names: list[str], depth: int, labels: int) -> Forest:
    """Return the trees of a fitted model with leaves in whole units."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        document = json.loads(path.read_text("utf-8"))
    trees = [tree for tree in document["oblivious_trees"] if tree["splits"]]
    used = sorted({split["float_feature_index"] for tree in trees for split in tree["splits"]})
    place = {fact: at for at, fact in enumerate(used)}
    fact = np.zeros((len(trees), depth), np.uint16)
    border = np.full((len(trees), depth), 255, np.uint8)
    leaves = np.zeros((len(trees), 2**depth, labels), np.int16)
    scale, bias = document["scale_and_bias"]
    known = len(bias)  # a label after the last one that occurs is never likely
    for at, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"]):
            fact[at, level], border[at, level] = place[split["float_feature_index"]], int(np.floor(split["border"]))
        values = np.array(tree["leaf_values"], float).reshape(-1, known)
        leaves[at, : len(values), :known] = np.clip(np.rint(values * UNIT), -32_000, 32_000)
    if scale != 1:
        raise ValueError(f"Scaled models are not rounded: {scale}")
    return Forest(
        tuple(names[at] for at in used),
        fact,
        border,
        leaves,
        np.rint(np.array([*bias, *[_NEVER] * (labels - known)]) * UNIT).astype(np.int32),
    )
