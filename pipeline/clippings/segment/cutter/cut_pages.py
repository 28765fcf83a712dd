"""Pages of text to posts by the learned cutter: reads the weights, looks at the lines twice, decodes each page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from clippings.common.large_patterns import all_contained
from clippings.common.phrases import either, either_of_lines, whole
from clippings.enrich.credits.marked_names import is_byline_alone
from clippings.segment.cutter.cut_post import PostLines
from clippings.segment.cutter.labels import BYLINE, DATE, OUTSIDE, POSTS, TEXT, THREAD, TITLE
from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.page_facts import Ints, PageFacts, facts_of_pages
from clippings.segment.cutter.page_kind import kind_facts
from clippings.segment.cutter.posts_of_labels import decode
from clippings.segment.cutter.repeated_heads import titles_of_heads
from clippings.segment.cutter.second_look import second_facts, with_kind
from clippings.segment.cutter.trees import CERTAIN, Forest, likelihoods, shares
from clippings.segment.layouts.page_model import BELOW_POSTS, DATES
from clippings.segment.layouts.text_looks import is_contact
from clippings.segment.lines.line_classes import lead
from clippings.segment.sites.patterns import general

RANKED = {"title": TITLE, "date": DATE, "byline": BYLINE}
"""Labels that at most a few lines of a page of one post have: a ranker for each compares the lines of the page."""
_NO_TITLES = (*BELOW_POSTS, "skip", "read_also", "footer", "share_bar", "read_more", "pagination", "copyright")
"""Classes of lines that are never a title."""
_MAYBE_TITLE = CERTAIN // 50
_UNMARKED = 16
"""Where one line is marked as the heading of its page, each other is a title with this part of its chance."""
WEIGHTS = Path(__file__).with_name("weights.npz")


@dataclass(frozen=True)
class CutLines:
    """A page as cut.

    Attributes:
        page: Its number.
        line_nos: Numbers of its lines that are not blank.
        heads: Their text, without the white space at its ends.
        indents: The number of white space characters before it.
        has_day: Whether each may hold a day.
        posts: Its posts; their lines are indexes into `line_nos`.
        likely: How likely each label of each line is.
    """

    page: int
    line_nos: list[int]
    heads: list[str]
    indents: list[int]
    has_day: list[bool]
    posts: list[PostLines]
    likely: Facts


@cache
def forests(weights: Path = WEIGHTS) -> dict[str, Forest]:
    """The trees of the `first` look, of the page's `kind`, of the `second` look, and the rankers of RANKED."""
    with np.load(weights, allow_pickle=False) as arrays:
        return {name: Forest.of(arrays, name) for name in ("first", "kind", "second", *RANKED)}


def candidates(likely: Facts, label: int) -> npt.NDArray[np.bool_]:
    """The lines that a ranker compares: those that the first look does not rule out."""
    return likely[:, label] > 0


@dataclass(frozen=True)
class Judgement:
    """What the model thinks of the lines of a batch.

    Attributes:
        likely: How likely each label of each line is.
        has_day: Whether a line may hold a day.
        starts: First row of each page, and the number of rows at the end.
        kinds: How likely each page is of each kind.
        ranked: As `likely`: the share of each line of its page, for the labels of RANKED, if the page has one post.
    """

    likely: Facts
    has_day: npt.NDArray[np.bool_]
    starts: Ints
    kinds: Facts
    ranked: Facts


def judge(lines: pl.DataFrame) -> Judgement:
    """Look twice at lines that are not blank (page, line_no, stripped, indent), whole pages in order."""
    return judge_facts(facts_of_pages(lines), forests())


def judge_facts(facts: PageFacts, forest_of: dict[str, Forest]) -> Judgement:
    """The same from the facts of the lines."""
    likely = likelihoods(forest_of["first"].scores(facts.names, facts.values))
    looked = second_facts(facts, likely)
    kinds = likelihoods(forest_of["kind"].scores(*kind_facts(looked, likely[:, TITLE])))
    looked = with_kind(looked, kinds)
    page_of = np.repeat(np.arange(len(facts.starts) - 1), np.diff(facts.starts))
    ranked = np.zeros_like(likely)
    for name, label in RANKED.items():
        asked = candidates(likely, label)
        scores = forest_of[name].scores(looked.names, looked.values[asked])
        ranked[asked, label] = shares(scores, page_of[asked])
    likely = likelihoods(forest_of["second"].scores(looked.names, looked.values))
    has_day = facts.values[:, facts.names.index("has_day")] > 0
    return Judgement(likely, has_day, facts.starts, kinds, ranked)


_SURE_HEAD = CERTAIN * 35 // 100
"""How likely the titles of heads of one form are, at least, on a page that looks like a thread of a forum."""
# « Ferry sails   |   Ferry sails »   |   « Ferry sails | Main | Pier opens »   |   Continue reading Ferry sails.
TURN = re.compile(r"[«←‹] [^»]*|[^«]* [»→›]|[«←‹] .* [»→›]")


@cache
def _more() -> re.Pattern[str]:
    return re.compile(rf"(?i){either('continue_reading')}\b.{{0,160}}")


@cache
def _labels_text() -> re.Pattern[str]:
    # Press release   |   FOR IMMEDIATE RELEASE
    return re.compile(rf"(?i)\W*{either('kinds_of_text', 'release')}\W*")


def _is_beside_title(head: str) -> bool:
    """Whether a line is a byline, a contact, a link to another text or a notice of the site, or says what a text is."""
    if (
        is_contact(head)
        or is_byline_alone(head)
        or _labels_text().fullmatch(head)
        or whole("site_notices", "newsletter").fullmatch(head.lower())
    ):
        return True
    return TURN.fullmatch(head) is not None or _more().fullmatch(head) is not None


def _cannot_be_titles(heads: pl.Series, judgement: Judgement) -> npt.NDArray[np.bool_]:
    """Whether each line cannot be a title, as the tags below a post cannot; asked only of those that are likely titles."""
    asked = np.flatnonzero((judgement.likely[:, TITLE] >= _MAYBE_TITLE) | (judgement.ranked[:, TITLE] >= _MAYBE_TITLE))
    none = np.zeros(len(heads), np.bool_)
    lines = heads.gather(asked)
    found = all_contained(lines, {name: general(name) for name in _NO_TITLES})
    beside = np.array([_is_beside_title(line) for line in lines], np.bool_)
    none[asked] = np.logical_or.reduce([beside, *(holds.to_numpy() for holds in found.values())])
    return none


def _prefer(is_heading: npt.NDArray[np.bool_], likely: Facts, ranked: Facts) -> None:
    """Let the one heading of the first level, if it may be a title, be likelier than all other lines of its page."""
    (places,) = np.nonzero(is_heading & (likely[:, TITLE] >= _MAYBE_TITLE))
    if len(places) == 1:
        best = max(int(likely[places[0], TITLE]), CERTAIN // 2)
        likely[:, TITLE] //= _UNMARKED
        likely[places[0], TITLE] = best
        ranked[:, TITLE] = 0
        ranked[places[0], TITLE] = CERTAIN


def cut_lines(lines: pl.DataFrame) -> Iterator[CutLines]:
    """The posts of each page of `lines` (page, line_no, text, is_outside, is_top_heading, line_class), blank lines among them.

    A line that is outside, as a profile declares it or as a post of a network inside an article, is of no post, whatever it looks like.
    """
    lines = lines.with_columns(stripped=pl.col("text").str.strip_chars()).filter(pl.col("stripped") != "")
    if lines.is_empty():
        return
    judgement = judge(lines.select("page", "line_no", "stripped", indent=lead()))
    embedded = lines["stripped"].str.to_lowercase().str.contains(rf"^\W*{either_of_lines('embedded')}\W*$")
    outside = (lines["is_outside"] | embedded).to_numpy()
    is_date = lines["line_class"].is_in(DATES).fill_null(value=False).to_numpy()
    judgement.has_day[is_date] = True
    untitled = is_date | _cannot_be_titles(lines["stripped"], judgement)
    judgement.likely[untitled, TITLE] = judgement.ranked[untitled, TITLE] = 0
    crumbs = (lines["line_class"] == "breadcrumb").fill_null(value=False).to_numpy()
    for label in (TITLE, BYLINE):
        judgement.likely[crumbs, label] = judgement.ranked[crumbs, label] = 0
    judgement.likely[outside], judgement.ranked[outside], judgement.has_day[outside] = 0, 0, False
    judgement.likely[outside, OUTSIDE] = CERTAIN
    pages, line_nos, heads = (lines[name].to_list() for name in ("page", "line_no", "stripped"))
    indents = lines.select(lead()).to_series().to_list()
    days, bounds = judgement.has_day.tolist(), judgement.starts.tolist()
    for low, high, kinds in zip(bounds[:-1], bounds[1:], judgement.kinds.tolist(), strict=True):
        likely, ranked = judgement.likely[low:high], judgement.ranked[low:high]
        titles = titles_of_heads(heads[low:high], likely, is_date[low:high].tolist(), (~untitled[low:high]).tolist())
        are_sure = len(titles) > 1 and int(likely[titles, TITLE].min()) >= _SURE_HEAD
        if len(titles) > 1 and (are_sure or kinds[THREAD] < CERTAIN // 2):
            likely[:, TITLE] = 0
            likely[titles, TITLE], likely[titles, TEXT] = CERTAIN, 0
            kinds = [CERTAIN if kind == POSTS else 0 for kind in range(len(kinds))]
        if kinds[POSTS] < CERTAIN // 2:
            _prefer(lines["is_top_heading"][low:high].to_numpy(), likely, ranked)
        posts = decode(heads[low:high], likely, ranked, days[low:high], kinds)
        yield CutLines(
            pages[low], line_nos[low:high], heads[low:high], indents[low:high], days[low:high], posts, likely
        )
