"""Tests a draft on the pages it was made from. An entry that loses posts or dates is shown, but not in force."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import polars as pl

from clippings.common.prose import prose_words
from clippings.enrich.credits import of_posts
from clippings.segment import profiles
from clippings.segment.profiles import UNKNOWN, Profile, load
from clippings.segment.segment_pages import Segmented
from clippings.suggest.profile.boilerplate import PROSE_WORDS
from clippings.suggest.profile.date_patterns import SHAPES as DATES
from clippings.suggest.profile.entry import Entry
from clippings.suggest.profile.generalise import pattern_of
from clippings.suggest.profile.observe import Observed, cut_as
from clippings.suggest.profile.toml import text

_MOST_PAGES = 60
"""Maximum number of pages that are segmented again for each entry."""
_EFFECTIVE = ("template", "patterns", "dates")
_SHOWN = 60


@dataclass(frozen=True)
class Trial:
    """Entries after the trial, and the number of posts without them and with those in force."""

    entries: list[Entry]
    page_count: int
    before: int
    after: int


class TrialPost(NamedTuple):
    """Values of a post that are compared."""

    title: str | None
    day: dt.date | None
    category: str | None
    comment_count: int | None
    author: str | None
    text: str
    is_sure: bool


Posts = dict[tuple[str, str, int], TrialPost]
"""Posts by page, folded title, and number among the posts of that title on the page.

A post is not sure if its page is one record because no boundaries were found.
"""
_VALUES = (("day", "date"), ("category", "category"), ("comment_count", "number of comments"), ("author", "author"))
_LOST_WORDS = 8
"""Minimum number of words of a paragraph that a text may not lose; shorter lines may be dates, names or buttons."""


def tried(seen: Observed, name: str, entries: Sequence[Entry], guess: Entry | None = None) -> Trial:
    """Return the entries, with losing ones not in force, and `guess`, in force only if it finds more posts."""
    pages = seen.pages.head(_MOST_PAGES)
    lines = seen.lines.filter(pl.col("page_id").is_in(pages["page_id"].implode()))
    template = frozenset(seen.repeated["stripped"])

    def cut(held: Sequence[Entry]) -> Posts:
        return _posts(cut_as(name, lines, pages, {UNKNOWN: load()[UNKNOWN], name: profile_of(name, held)}), pages)

    before = _posts(seen.cut, pages)
    best, kept = before, [*entries]
    after = cut(kept)
    if _loss(before, after, template, named(seen, kept)):
        kept, after = [], before
        for entry in entries:
            if entry.section not in _EFFECTIVE or entry.is_left_out:
                kept.append(entry)
                continue
            trial = cut([*kept, entry])
            loss = _loss(best, trial, template, named(seen, [entry]))
            if loss:
                kept.append(replace(entry, is_left_out=True, notes=(*entry.notes, f"Not in force: with it {loss}.")))
            else:
                kept.append(entry)
                best = after = trial
    if guess is not None:
        trial = cut([*kept, guess])
        is_better = len(trial) > len(after) and not _loss(after, trial, template, named(seen, [guess]))
        note = "This line is in each post. If it links to the full text, put the entry in force."
        if is_better:
            note = f"This line is in each post. With the entry, {len(trial)} posts are found instead of {len(after)}."
            after = trial
        kept.append(replace(guess, notes=(note,), is_left_out=not is_better))
    return Trial(kept, pages.height, len(before), len(after))


def profile_of(name: str, entries: Sequence[Entry]) -> Profile:
    """Return the profile that a file of these entries gives."""
    table = tomllib.loads(text([], [entry for entry in entries if entry.section], 0, []))
    return profiles.of(table | {"name": name, "title": name})


def _posts(cut: Segmented, pages: pl.DataFrame) -> Posts:
    own_posts = cut.posts.filter(pl.col("page_id").is_in(pages["page_id"].implode())).join(
        cut.pages.select("page_id", is_sure=pl.col("kind") != UNKNOWN), on="page_id", how="left", maintain_order="left"
    )
    own_posts = own_posts.join(_authors(cut), on="appearance_id", how="left", maintain_order="left")
    text = pl.concat_str("deck", "text", separator="\n\n", ignore_nulls=True)
    rows = own_posts.select(
        "page_id", "opening", "title", "published_on", "category", "comment_count", "author", text, "is_sure"
    ).iter_rows()
    posts: Posts = {}
    seen: Counter[tuple[str, str]] = Counter()
    for page_id, opening, *values in rows:
        key = (page_id, (values[0] or opening or "").casefold())
        posts[*key, seen[key]] = TrialPost(*values)
        seen[key] += 1
    return posts


def _authors(cut: Segmented) -> pl.DataFrame:
    """appearance_id and author of the posts, as the credits read them."""
    evidence = pl.concat([cut.evidence, of_posts(cut.posts, cut.ledger, cut.removals).evidence], how="diagonal")
    authors = evidence.filter(pl.col("field") == "author").unique(["appearance_id", "value"])
    return authors.group_by("appearance_id").agg(author=pl.col("value").sort().str.join("; "))


def named(seen: Observed, entries: Sequence[Entry]) -> frozenset[str]:
    """Return the lines that the entries declare as boilerplate: a category with such a line is not a loss."""
    base = load()[UNKNOWN]
    entries = [entry for entry in entries if not entry.is_left_out]
    held = [entry for entry in entries if entry.section == "patterns" and entry.key not in DATES]
    patterns = [pattern_of(base, str(entry.value)) for entry in held]
    holds = pl.any_horizontal(pl.lit(value=False), *(pl.col("stripped").str.contains(pattern) for pattern in patterns))
    literals = [value for entry in entries if entry.section == "template" for value in entry.value]
    return frozenset([*seen.heads.filter(holds)["stripped"], *literals])


def _loss(before: Posts, after: Posts, template: frozenset[str], boilerplate: frozenset[str]) -> str | None:
    """Return a description of the posts that `after` lacks. Posts with a template line as title do not count."""
    lost = [post for key, post in before.items() if post.is_sure and key not in after and post.title not in template]
    new = [post for key, post in after.items() if key not in before and post.title in template]
    if lost:
        return f"{len(lost)} titles or posts are lost or cut otherwise, such as {_shown(lost[0])}"
    if new:
        return f"{_shown(new[0])} is taken for a post"
    for field, word in _VALUES:
        kept = [(post, getattr(after[key], field)) for key, post in before.items() if post.is_sure and key in after]
        changed = [post for post, value in kept if getattr(post, field) not in (None, value, *boilerplate)]
        if changed:
            return f"{len(changed)} posts lose or change their {word}, such as {_shown(changed[0])}"
    return _loss_of_text(before, after, template | boilerplate)


def _loss_of_text(before: Posts, after: Posts, boilerplate: frozenset[str]) -> str | None:
    """Return a description of the first text that lacks a paragraph in `after`, or has a repeated line more."""
    for key, post in before.items():
        if not post.is_sure or key not in after:
            continue
        text, new_text = post.text.split("\n\n"), after[key].text.split("\n\n")
        lost = [line for line in text if line not in new_text and _is_text(line, boilerplate)]
        if lost:
            return f"{_shown(post)} loses text: “{lost[0][:_SHOWN]}”"
        gained = [line for line in new_text if line in boilerplate and line not in text]
        if gained:
            return f"the line “{gained[0][:_SHOWN]}” enters the text of {_shown(post)}"
    return None


def _is_text(line: str, boilerplate: frozenset[str]) -> bool:
    return prose_words(line) >= (PROSE_WORDS if line in boilerplate else _LOST_WORDS)


def _shown(post: TrialPost) -> str:
    return f"“{post.title[:_SHOWN]}”" if post.title else "one without a title"
