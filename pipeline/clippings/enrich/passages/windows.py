"""Stretches of text that another article may share, found by fingerprints, without comparing pairs.

Winnowing (Schleimer, Wilkerson and Aiken 2003): the smallest hash of the shorter runs in a window of words is its
fingerprint, so two texts that share a window share a fingerprint, and neighbouring windows mostly have the same. The
results may be shared, all other stretches are not; `maximal_repeats` decides.
"""

from collections.abc import Iterable, Iterator

import dataframely as dy
import numpy as np
import numpy.typing as npt
import polars as pl

from clippings.common.repeated_numbers import distinct, repeated
from clippings.enrich.passages.words import Hashes, Positions, RunHashes, Words, words
from clippings.schema.articles import Articles
from clippings.schema.frames import as_rows, frame_of
from clippings.schema.working.texts import Fingerprints, SharedFingerprints, Stretches


def fingerprints(articles: dy.DataFrame[Articles], min_words: int) -> dy.DataFrame[Fingerprints]:
    """Return `fingerprint` and `row`: each fingerprint of each of `articles` (text) once, with the article's row number."""
    parts: list[pl.DataFrame] = [frame_of(Fingerprints, [])]
    for chunk in words(articles["text"].to_list()):
        windows, hashes = _winnowed(chunk, min_words)
        rows = chunk.texts[windows]
        is_new = _is_new(hashes, rows)
        parts.append(pl.DataFrame({"fingerprint": hashes[is_new], "row": rows[is_new]}).unique(maintain_order=True))
    return as_rows(Fingerprints, pl.concat(parts))


def shared_fingerprints(batches: Iterable[pl.DataFrame], count: int = 0) -> dy.DataFrame[SharedFingerprints]:
    """Return `fingerprint`: those that occur in two articles, sorted.

    Args:
        batches: from `fingerprints`, to be read several times; no article is in two of them.
        count: number of their rows, if they are many.
    """
    found = repeated(lambda: (batch["fingerprint"] for batch in batches), count)
    return as_rows(SharedFingerprints, pl.DataFrame({"fingerprint": found}))


def own_shared(
    batches: Iterable[pl.DataFrame], shared: dy.DataFrame[SharedFingerprints]
) -> Iterator[dy.DataFrame[SharedFingerprints]]:
    """Of each batch, as from `fingerprints`, those that are `shared`: each once, sorted."""
    for batch in batches:
        own = distinct(batch["fingerprint"].to_numpy())
        is_shared = _is_in(own, shared["fingerprint"].to_numpy())
        yield as_rows(SharedFingerprints, pl.DataFrame({"fingerprint": own[is_shared]}))


def stretches(
    articles: dy.DataFrame[Articles],
    prints: dy.DataFrame[Fingerprints],
    shared: dy.DataFrame[SharedFingerprints],
    min_words: int,
) -> dy.DataFrame[Stretches]:
    """Return the stretches of `articles` that consist of windows with a shared fingerprint.

    Args:
        articles: article_id, text.
        prints: the fingerprints of these articles, as from `fingerprints`.
        shared: as from `shared_fingerprints`; those of these articles are enough.
        min_words: words of a window.
    """
    rows = prints.join(shared, on="fingerprint", how="semi")["row"].unique().sort()
    shared_hashes = shared["fingerprint"].to_numpy()
    read = articles[rows]
    parts: list[pl.DataFrame] = [frame_of(Stretches, [])]
    for chunk in words(read["text"].to_list()):
        windows, hashes = _winnowed(chunk, min_words)
        is_new = _is_new(hashes, chunk.texts[windows])
        is_known = _is_in(hashes[is_new], shared_hashes)[np.cumsum(is_new) - 1]
        parts.append(_covered(chunk, windows[is_known], min_words, read["article_id"]))
    return as_rows(Stretches, pl.concat(parts))


def _winnowed(chunk: Words, min_words: int) -> tuple[Positions, Hashes]:
    """Return the first word of each window that lies in one text, and its fingerprint."""
    count = chunk.hashes.size
    run = max(1, 2 * min_words // 3)  # long runs are rarely shared by chance, short ones repeat as fingerprints
    if count < min_words:
        return np.empty(0, np.int64), np.empty(0, np.uint64)
    starts = np.arange(count - run + 1)
    hashes = RunHashes(chunk.hashes, np.arange(count)).of(starts, starts + run)
    size = count - min_words + 1
    smallest = hashes[:size].copy()
    for step in range(1, min_words - run + 1):
        np.minimum(smallest, hashes[step : step + size], out=smallest)
    windows = np.flatnonzero(chunk.texts[:size] == chunk.texts[min_words - 1 :])
    return windows, smallest[windows]


def _is_new(hashes: Hashes, texts: Positions) -> npt.NDArray[np.bool_]:
    """Return whether each window differs from the one before it in its fingerprint or its text."""
    is_new = np.ones(hashes.size, bool)
    is_new[1:] = (hashes[1:] != hashes[:-1]) | (texts[1:] != texts[:-1])
    return is_new


def _is_in(hashes: Hashes, sorted_hashes: Hashes) -> npt.NDArray[np.bool_]:
    """Return whether each hash is one of `sorted_hashes`, which is sorted."""
    if not sorted_hashes.size:
        return np.zeros(hashes.size, bool)
    is_member: npt.NDArray[np.bool_] = sorted_hashes[np.searchsorted(sorted_hashes[:-1], hashes)] == hashes
    return is_member


def _covered(chunk: Words, windows: Positions, min_words: int, ids: pl.Series) -> pl.DataFrame:
    """Return stretches of consecutive words that one of `windows` covers."""
    change = np.zeros(chunk.hashes.size + 1, np.int8)
    change[windows] += 1
    change[windows + min_words] -= 1
    places = np.flatnonzero(np.cumsum(change[:-1]) > 0)
    texts = chunk.texts[places]
    is_start = np.ones(places.size, bool)
    is_start[1:] = (places[1:] != places[:-1] + 1) | (texts[1:] != texts[:-1])
    flat = pl.DataFrame(
        {
            "stretch": np.cumsum(is_start),
            "words": chunk.hashes[places],
            "starts": chunk.starts[places],
            "ends": chunk.ends[places],
        }
    )
    lists = flat.group_by("stretch", maintain_order=True).agg("words", "starts", "ends")
    return lists.select(
        ids.gather(texts[is_start]), pl.col("starts").list.first().alias("begin"), "words", "starts", "ends"
    )
