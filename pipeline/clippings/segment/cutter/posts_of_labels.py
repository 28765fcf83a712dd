"""From how likely each label of each line is to the posts of a page: one, several, or none."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from clippings.common.prose import ends_as_sentence, width
from clippings.segment.cutter.byline_lines import listed_bylines, only_bylines, signature
from clippings.segment.cutter.comment_lines import (
    above_comments,
    above_thread,
    counted_headings,
    first_comment,
    without_members,
)
from clippings.segment.cutter.consent_lines import without_consent
from clippings.segment.cutter.cut_post import PostLines, rate, without_side_headings
from clippings.segment.cutter.day_headings import posts_below_days
from clippings.segment.cutter.labels import ARTICLE, BYLINE, DATE, OUTSIDE, POSTS, THREAD, TITLE
from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.listed_titles import kind_of, listed_titles
from clippings.segment.cutter.only_day import lines_with_day, only_day
from clippings.segment.cutter.only_title import holds_title, only_title, with_reader_view, without_owner
from clippings.segment.cutter.repeated_entries import repeated_entries
from clippings.segment.cutter.text_lines import (
    LONG_LINE,
    continued,
    likely_texts,
    with_headings,
    without_copies,
    without_islands,
)
from clippings.segment.cutter.thread_post import is_sure_thread, rises_by_member, thread_post
from clippings.segment.cutter.trees import CERTAIN
from clippings.segment.threads.thread_phrases import counts_posts, is_thread

_DATE = CERTAIN * 12 // 100
_MOST_BYLINES = 8
_NEAREST = 2
"""A date nearer to the title is at most this many times less likely than another."""
_NEAR_DATE = 6
"""Lines between a post's title and the date above it, at most."""
_TITLES_TO_TEXT = 4
"""Titles of a page of posts to one such line, at most."""
_LEAST_TITLES = 2
_MOST_HEADINGS = 4
"""Lines above the text of one post that look like titles, at most."""
_SURE_ONLY, _CARD_TITLE, _CARD = CERTAIN // 2, CERTAIN * 10 // 100, 600
"""Shares, among the lines of a page, of a title that is surely that of its only post, at least, and of the titles of cards below it, at most;
letters of the text of a card, at most."""
_MAYBE_DIARY = CERTAIN * 20 // 100
"""How likely a page whose days are headings holds several posts, at least."""
_OPENING = CERTAIN * 25 // 100
"""How likely a sentence between the head of a post and its text is outside, at most."""


def decode(
    heads: Sequence[str], likely: Facts, ranked: Facts, has_day: Sequence[bool], kinds: Sequence[int]
) -> list[PostLines]:
    """The posts of a page from top to bottom; none where no line is likely to be of a post.

    Args:
        heads: The lines of the page that are not blank.
        likely: How likely each label of each line is.
        ranked: The share of each line among those of the page, if it has one post, as its title, date and byline.
        has_day: Whether a line may hold a day.
        kinds: How likely the page is of each kind.
    """
    likely, ranked = without_consent(heads, likely), without_consent(heads, ranked)
    if kinds[POSTS] >= _MAYBE_DIARY and (diary := posts_below_days(heads, likely, has_day)):
        for post in diary:
            rate(post, likely, likely[:, DATE], is_alone=False)
        return diary
    kind = kind_of(heads, likely, has_day, kinds)
    shows_members = is_thread(heads) or (kind in (POSTS, THREAD) and rises_by_member(heads, has_day))
    kind = THREAD if (kind == POSTS and shows_members) or counts_posts(heads) else kind
    end = None if shows_members else first_comment(heads, has_day, likely)
    if end is not None and (kinds[ARTICLE] == max(kinds) or counted_headings(heads) == [end]):
        likely, ranked = _without_lines_below(likely, end), _without_lines_below(ranked, end)
    entries = None if shows_members else repeated_entries(heads, likely, has_day, kinds)
    if entries is not None and (kind != POSTS or entries.are_more_than(listed_titles(heads, likely, has_day))):
        kind, likely = POSTS, entries.marked(likely)
    likely, ranked = with_reader_view(heads, likely), with_reader_view(heads, ranked)
    likely, ranked = without_owner(heads, likely), without_owner(heads, ranked)
    texts = likely_texts(heads, likely, has_day, [0, CERTAIN, 0, 0] if kind == POSTS else kinds)
    titles = above_thread(heads, listed_titles(heads, likely, has_day)) if kind == POSTS else []
    if len(titles) > _LEAST_TITLES and _is_above_cards(heads, ranked, titles, texts):
        likely, ranked = _without_lines_below(likely, titles[1]), _without_lines_below(ranked, titles[1])
        kind, titles, texts = ARTICLE, [], [at for at in texts if at < titles[1]]
    if titles and entries is None and _is_head_of_one(titles, texts):
        kind, titles = ARTICLE, []
        texts = likely_texts(heads, likely, has_day, kinds)
    dates = likely[:, DATE].astype(np.int64) + likely[:, BYLINE]
    is_sure = kind == THREAD and (shows_members or is_sure_thread(heads, kinds[THREAD]))
    if is_sure and (thread := thread_post(heads, likely, ranked, has_day, texts)) is not None:
        rate(thread, np.maximum(likely, ranked), dates, is_alone=True)
        return [thread]
    if len(titles) < _LEAST_TITLES:
        title = only_title(heads, likely, ranked, texts)
        titles = [] if title is None else [title]
    texts = [at for at in texts if at not in titles]
    if len(titles) < _LEAST_TITLES:
        texts = above_comments(heads, texts, is_article=kind == ARTICLE)
        texts = without_members(heads, texts) if kind == THREAD else texts
        if kind == ARTICLE:
            texts = with_headings(likely, without_islands(heads, likely, texts))
            texts = continued(heads, likely, texts)
    if not texts and len(titles) < _LEAST_TITLES:
        return []
    posts = without_side_headings(heads, _split(titles, texts))
    if len(posts) == 1:
        posts[0].text = without_copies(heads, posts[0].text, is_article=kind == ARTICLE)
    if len(posts) > _LEAST_TITLES and not posts[0].text and all(post.text for post in posts[1:]):
        posts, titles = posts[1:], titles[1:]  # the first one is the heading of the page
    if len(posts) == 1 and not _has_text(heads, posts):
        return []
    if len(posts) == 1:
        dated = [at for at in lines_with_day(heads, has_day, dates, ranked, posts[0]) if at not in titles]
        posts[0].date = only_day(heads, dated, dates, ranked)
        if kind == ARTICLE and holds_title(heads, ranked, posts[0]):
            posts[0].title, posts[0].date = posts[0].date, None
        if kind == THREAD and posts[0].date is not None:  # that of the first of its posts
            posts[0].date = min(at for at in dated if _NEAREST * dates[at] >= dates[posts[0].date])
        signed = signature(heads, texts)
        others = (at for at in texts if at != posts[0].date and at not in signed)
        named = only_bylines(heads, likely, ranked, [*titles, *others])
        posts[0].text = [at for at in posts[0].text if at not in signed.intersection(named)]
    else:
        dated = [at for at in range(len(heads)) if has_day[at] and dates[at] >= _DATE and at not in titles]
        _give_dates(posts, dated, dates, has_day)
        named = listed_bylines(heads, likely, {post.date for post in posts if post.date is not None})
    _give_bylines(posts, named)
    _give_openings(heads, likely, posts)
    for post in posts:
        if len(posts) == 1:
            likely = np.maximum(likely, ranked)
        rate(post, likely, dates, is_alone=len(posts) == 1)
    return posts


def is_index(heads: Sequence[str], posts: Sequence[PostLines]) -> bool:
    """Whether posts are the entries of an index: titles with at most a day, and hardly a text. An entry with its author is a post."""
    named = sum(bool(post.bylines) for post in posts)
    return bool(posts) and not _has_text(heads, posts) and 2 * named < len(posts)


def _has_text(heads: Sequence[str], posts: Sequence[PostLines]) -> bool:
    long = sum(width(heads[at]) >= LONG_LINE for post in posts for at in post.text)
    return long > 0 and long * _TITLES_TO_TEXT >= len(posts)


def _is_head_of_one(titles: list[int], texts: list[int]) -> bool:
    """Whether all text is below the last of a few titles: they are the lines above one post, such as the name of the site and a standfirst."""
    return bool(texts) and len(titles) <= _MOST_HEADINGS and texts[0] > titles[-1]


def _without_lines_below(likely: Facts, end: int) -> Facts:
    """`likely`, where the lines from `end` on are surely of no post."""
    likely = likely.copy()
    likely[end:] = 0
    likely[end:, OUTSIDE] = CERTAIN
    return likely


def _is_above_cards(heads: Sequence[str], ranked: Facts, titles: list[int], texts: list[int]) -> bool:
    """Whether the first of several titles is surely that of the only post of a page, with most of its text, and short texts below."""
    first, *cards = (sum(len(heads[at]) for at in post.text) for post in _split(titles, texts))
    shares = ranked[titles, TITLE].astype(np.int64)
    return bool(
        shares[0] >= _SURE_ONLY and shares[1:].max() <= _CARD_TITLE and first >= sum(cards) and max(cards) <= _CARD
    )


def _split(titles: list[int], texts: list[int]) -> list[PostLines]:
    """Each title and the text below it, down to the next title; all text if no title was found."""
    if not titles:
        return [PostLines(None, texts)]
    bounds = [*titles[1:], 1 << 40]
    return [
        PostLines(title, [at for at in texts if title < at < bound])
        for title, bound in zip(titles, bounds, strict=True)
    ]


def _give_dates(posts: list[PostLines], dated: list[int], dates: np.ndarray, has_day: Sequence[bool]) -> None:
    """Each date to the title above it or to the title below it: whichever gives more posts a date of their own."""
    titles = [post.title or 0 for post in posts]
    below: dict[int, list[int]] = {}
    above: dict[int, list[int]] = {}
    for at in dated:
        before = [n for n, title in enumerate(titles) if title < at]
        after = [n for n, title in enumerate(titles) if at < title <= at + _NEAR_DATE]
        if before:
            below.setdefault(before[-1], []).append(at)
        if after:
            above.setdefault(after[0], []).append(at)

    def fit(given: dict[int, list[int]]) -> tuple[int, int, int]:
        distances = sum(min(abs(at - titles[nth]) for at in lines) for nth, lines in given.items())
        return sum(len(lines) == 1 for lines in given.values()), len(given), -distances

    chosen = max((below, above), key=fit)
    for nth, lines in chosen.items():
        most = max(int(dates[at]) for at in lines)
        near = [at for at in lines if _NEAREST * dates[at] >= most]
        posts[nth].date = min(near, key=lambda at: abs(at - titles[nth]))
    if chosen is above:  # a day as a heading dates all posts down to the next day
        for post, following in pairwise(posts):
            is_same = following.date is None and not any(has_day[post.title or 0 : following.title])
            following.date = post.date if is_same else following.date


def _give_bylines(posts: list[PostLines], bylines: list[int]) -> None:
    """Each byline to the post that its line dates, else to the title above it; no line to two posts."""
    by_date = {post.date: post for post in reversed(posts) if post.date is not None}
    for post in posts:
        post.text = [at for at in post.text if by_date.get(at, post) is post]
    taken = {at for post in posts for at in (post.title, *post.text)}
    for at in bylines:
        above = [post for post in posts if post.title is None or post.title < at]
        owner = by_date.get(at) or (above[-1] if above else posts[0])
        if at not in taken and len(owner.bylines) < _MOST_BYLINES:
            owner.bylines.append(at)


def _give_openings(heads: Sequence[str], likely: Facts, posts: Sequence[PostLines]) -> None:
    """To each text the sentences between the day or byline of its post and its first line: unlikely text, but surely of the post."""
    for post in posts:
        if post.title is None or not post.text:
            continue
        head = [at for at in (post.title, post.date, *post.bylines) if at is not None and at < post.text[0]]
        between = range(max(head, default=post.text[0]) + 1, post.text[0])
        post.text[:0] = [
            at for at in between
            if ends_as_sentence(heads[at])
            and (
                (likely[at, OUTSIDE] <= _OPENING and width(heads[at]) >= LONG_LINE)
                or (heads[at].endswith("?") and at == post.text[0] - 1)  # the first question of an interview
            )
        ]  # fmt: skip
