"""Compares two posts by their texts and classifies the pair. Nothing is inferred through a third post."""

import datetime as dt
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from clippings.dedupe.article_id import pieces
from clippings.dedupe.candidate_pairs import SHINGLE_WORDS
from clippings.dedupe.shared_wording import PARTS, SharedRuns, shared_wording, tokens

UNKNOWN_SITE = "unknown"

EXCERPT_CONTAINMENT = 0.9
"""Minimum share of an excerpt found in the full text. The rest are the words at its cut ends."""
REVISION_SIMILARITY = 0.5
"""Minimum similarity of two versions of one post with the same title and date. Different stories on one event are below
0.3."""
RETITLED_SIMILARITY = 0.8
"""Minimum similarity of two versions of one post if the title changed too."""
NEAR_CONTAINMENT = 0.5
"""Share of the shorter post's 5-grams in the other that makes near duplicates of any two posts."""
COPIED = 0.22
"""Share of a post's words in runs that it shares with the other, times the share of the shorter post's tenths that the runs
touch, for near duplicates with changed words. Posts on one subject written apart are below 0.05; most that share background
of an agency, which is in one place, below 0.22. The runs must reach the shorter post's opening too: background does not."""
COPIED_WORDS = 30
"""Minimum number of words in such runs."""
MIN_EXCERPT_SHINGLES = 8
"""Minimum number of shingles to recognise an excerpt by its words alone."""


@dataclass(frozen=True)
class ComparedPost:
    """Values of an appearance that are compared."""

    appearance_id: str
    page_id: str
    site: str
    title: str
    published_on: dt.date | None
    completeness: str
    text_sha256: str
    text: str

    @property
    def is_part(self) -> bool:
        """Return whether the page shows only a part of the post."""
        return self.completeness != "full"


@dataclass(frozen=True)
class Verdict:
    """Relation of the first post of a pair to the second."""

    relation: str
    merged: bool
    similarity: float
    containment: float
    rule: str
    wording: SharedRuns | None = None
    """Wording that two posts share; None if they are one article."""


class _Shingles(NamedTuple):
    """Word 5-grams of a text (of characters where no spaces part words); for a shorter text, all its words as one.

    Attributes:
        every: All of them.
        opening: At least those that begin in its first tenth by the words of `shared_wording`; None if that is not known.
    """

    every: frozenset[tuple[str, ...]]
    opening: frozenset[tuple[str, ...]] | None


@lru_cache(maxsize=128)
def shingles(text: str) -> _Shingles:
    """Return the shingles of a text; those of the last texts are kept."""
    words = pieces(text)
    if len(words) < SHINGLE_WORDS:
        few = frozenset([tuple(words)] if words else [])
        return _Shingles(few, few)
    listed = list(zip(*(words[place:] for place in range(SHINGLE_WORDS)), strict=False))
    if not unicodedata.is_normalized("NFKC", text):
        return _Shingles(frozenset(listed), None)  # equal words there may be different ones here
    # a word there may be several here: parted by an apostrophe, or by a mark that folding takes off a letter
    further = text.count("'") + text.count("’") + len(text.casefold()) - len(text)
    return _Shingles(frozenset(listed), frozenset(listed[: len(words) // PARTS + 1 + further]))


def forget() -> None:
    """Free the words of the texts that were compared last."""
    shingles.cache_clear()
    tokens.cache_clear()


def compare(left: ComparedPost, right: ComparedPost) -> Verdict | None:
    """Return the relation of `left` to `right`, the fuller of the two; None if they are unrelated."""
    measured = _measure(left, right)
    return (_as_one_post(left, right, measured) if _may_be_one(left, right) else None) or _as_two_posts(
        left, right, measured
    )


@dataclass(frozen=True)
class _Measured:
    """Similarity of two texts, and the number of shingles of the left one."""

    similarity: float
    containment: float
    left_count: int
    is_equal: bool
    is_left_shorter: bool


def _measure(left: ComparedPost, right: ComparedPost) -> _Measured:
    if left.text_sha256 == right.text_sha256:
        return _Measured(1.0, 1.0, MIN_EXCERPT_SHINGLES, is_equal=True, is_left_shorter=False)
    ours, theirs = shingles(left.text).every, shingles(right.text).every
    shared = len(ours & theirs)
    union = len(ours) + len(theirs) - shared
    return _Measured(
        similarity=round(shared / union, 6) if union else 0.0,
        containment=round(shared / min(len(ours), len(theirs)), 6) if ours and theirs else 0.0,
        left_count=len(ours),
        is_equal=False,
        is_left_shorter=len(ours) < len(theirs),
    )


def _may_be_one(left: ComparedPost, right: ComparedPost) -> bool:
    """Return whether two posts are on two pages of one site, without two different dates."""
    is_one_site = left.site == right.site or UNKNOWN_SITE in (left.site, right.site)
    has_one_date = left.published_on == right.published_on or left.published_on is None or right.published_on is None
    return left.page_id != right.page_id and is_one_site and has_one_date


def _as_one_post(left: ComparedPost, right: ComparedPost, measured: _Measured) -> Verdict | None:
    has_same_title = left.title == right.title and bool(left.title)
    has_free_title = has_same_title or not left.title or not right.title
    has_same_date = left.published_on == right.published_on and left.published_on is not None
    is_part = left.is_part and measured.containment >= EXCERPT_CONTAINMENT and measured.is_left_shorter
    is_title_alone = has_same_title and has_same_date and left.is_part and not left.text
    is_known = has_same_title or (has_free_title and measured.left_count >= MIN_EXCERPT_SHINGLES)
    is_alike = measured.similarity >= REVISION_SIMILARITY
    rules = (
        (measured.is_equal and has_free_title, "same_article", "merge.equal_text"),
        (is_part and is_known, "excerpt_of", "merge.contained_excerpt"),
        (is_title_alone, "excerpt_of", "merge.title_and_date_alone"),
        (has_same_title and has_same_date and is_alike, "revision", "merge.same_title_and_date"),
        (has_same_date and measured.similarity >= RETITLED_SIMILARITY, "revision", "merge.same_date_new_title"),
        (has_same_title and left.is_part and right.is_part and is_alike, "revision", "merge.two_excerpts"),
    )
    for holds, relation, rule in rules:
        if holds:
            return Verdict(relation, True, measured.similarity, measured.containment, rule)
    return None


def _as_two_posts(left: ComparedPost, right: ComparedPost, measured: _Measured) -> Verdict | None:
    if measured.left_count < MIN_EXCERPT_SHINGLES or not measured.containment:
        return None
    if measured.containment < NEAR_CONTAINMENT and not may_share_opening(left.text, right.text):
        return None
    wording = shared_wording(left.text, right.text)
    if measured.containment < NEAR_CONTAINMENT and not _is_copy(wording):
        return None
    is_part = left.is_part and measured.containment >= EXCERPT_CONTAINMENT and measured.is_left_shorter
    relation = "excerpt_of" if is_part else "near_duplicate"
    rule = _why_not(left, right)
    return Verdict(relation, False, measured.similarity, measured.containment, rule, wording)


def may_share_opening(left: str, right: str) -> bool:
    """Return whether a run of shared words may begin in the first tenth of the shorter text. Two texts with one background share none."""
    ours, theirs = shingles(left), shingles(right)
    if ours.opening is None or theirs.opening is None:
        return True
    return not (ours.opening.isdisjoint(theirs.every) and theirs.opening.isdisjoint(ours.every))


def _is_copy(wording: SharedRuns) -> bool:
    share = max(wording.share, wording.other_share)
    return wording.has_opening and wording.word_count >= COPIED_WORDS and share * wording.spread >= COPIED


def _why_not(left: ComparedPost, right: ComparedPost) -> str:
    """Return the name of the first rule that keeps two posts with similar wording apart."""
    if left.page_id == right.page_id:
        return "apart.one_page"
    if left.site != right.site and UNKNOWN_SITE not in (left.site, right.site):
        return "apart.two_sites"
    if left.published_on and right.published_on and left.published_on != right.published_on:
        return "apart.two_dates"
    if left.title and right.title and left.title != right.title:
        return "apart.two_titles"
    return "apart.two_texts"
