"""Tests a draft on the pages it was made from. An entry that loses posts or values is shown, but not in force."""

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from clippings.common.prose import ends_as_sentence, prose_words
from clippings.common.wording import counted, shortened
from clippings.enrich.credits import of_posts
from clippings.segment.assemble import Segmented
from clippings.segment.sites import profiles
from clippings.segment.sites.profiles import UNKNOWN, Profile, load
from clippings.suggest.profile.boilerplate import PROSE_WORDS
from clippings.suggest.profile.draft_file import DraftEntry, text
from clippings.suggest.profile.observe import Observed, cut_as

_MOST_PAGES = 60
"""Maximum number of pages that are segmented again for each entry."""
_EFFECTIVE = ("template", "patterns", "dates")
_SHOWN = 60
_VALUES = {"published_on": "date", "category": "category", "comment_count": "number of comments", "author": "author"}
_LOST_WORDS = 8
"""Minimum number of words of a paragraph that a text may not lose; shorter lines may be dates, names or buttons."""
_Posts = dict[tuple[str, str, int], dict[str, Any]]
"""Posts by page, folded title, and number among the posts of that title on the page."""


@dataclass(frozen=True)
class Trial:
    """Entries after the trial, and the number of posts without them and with those in force."""

    entries: list[DraftEntry]
    page_count: int
    before: int
    after: int


def tried(seen: Observed, name: str, entries: Sequence[DraftEntry]) -> Trial:
    """Return the entries, with those that lose something not in force."""
    pages = seen.pages.head(_MOST_PAGES)
    lines = seen.lines.filter(pl.col("page_id").is_in(pages["page_id"].implode()))
    template = frozenset(seen.repeated["stripped"])

    def cut(held: Sequence[DraftEntry]) -> _Posts:
        return _posts(cut_as(name, lines, pages, {UNKNOWN: load()[UNKNOWN], name: profile_of(name, held)}), pages)

    before = after = _posts(seen.cut, pages)
    kept: list[DraftEntry] = []
    together = cut(entries)
    if not _loss(before, together, template, named(seen, entries)):
        return Trial([*entries], pages.height, len(before), len(together))
    for entry in entries:
        if entry.section in _EFFECTIVE and not entry.is_left_out:
            trial = cut([*kept, entry])
            if loss := _loss(after, trial, template, named(seen, [entry])):
                note = f"Not in force: with it {loss}."
                entry = replace(entry, is_left_out=True, notes=(*entry.notes, note))
            else:
                after = trial
        kept.append(entry)
    return Trial(kept, pages.height, len(before), len(after))


def profile_of(name: str, entries: Sequence[DraftEntry]) -> Profile:
    """Return the profile that a file of these entries gives."""
    table = tomllib.loads(text([], [entry for entry in entries if entry.section], 0, []))
    return profiles.of(table | {"name": name, "title": name})


def named(seen: Observed, entries: Sequence[DraftEntry]) -> frozenset[str]:
    """Return the lines that the entries declare as boilerplate: a category with such a line is not a loss."""
    held = [entry for entry in entries if not entry.is_left_out and entry.key not in ("post_date", "dated_by")]
    values = [entry.value for entry in held if entry.section == "patterns"]
    patterns = [f"(?:{value if isinstance(value, str) else '|'.join(value)})" for value in values]
    holds = pl.any_horizontal(pl.lit(value=False), *(pl.col("stripped").str.contains(pattern) for pattern in patterns))
    literals = [line for entry in held if entry.section == "template" for line in entry.value]
    return frozenset([*seen.heads.filter(holds)["stripped"], *literals])


def _posts(cut: Segmented, pages: pl.DataFrame) -> _Posts:
    evidence = pl.concat([cut.evidence, of_posts(cut.posts, cut.ledger, cut.removals).evidence], how="diagonal")
    authors = evidence.filter(pl.col("field") == "author").unique(["appearance_id", "value"])
    authors = authors.group_by("appearance_id").agg(author=pl.col("value").sort().str.join("; "))
    is_sure = cut.pages.select("page_id", is_sure=pl.col("kind") != UNKNOWN)
    posts = cut.posts.filter(pl.col("page_id").is_in(pages["page_id"].implode()))
    posts = posts.join(is_sure, on="page_id", how="left", maintain_order="left")
    posts = posts.join(authors, on="appearance_id", how="left", maintain_order="left")
    posts = posts.with_columns(text=pl.concat_str("deck", "text", separator="\n\n", ignore_nulls=True))
    by_title: _Posts = {}
    seen: Counter[tuple[str, str]] = Counter()
    for post in posts.iter_rows(named=True):
        key = (post["page_id"], (post["title"] or post["opening"] or "").casefold())
        by_title[*key, seen[key]] = post
        seen[key] += 1
    return by_title


def _loss(before: _Posts, after: _Posts, template: frozenset[str], named_lines: frozenset[str]) -> str | None:
    """Return a description of the first thing that `after` lacks.

    Posts with a template line as title do not count, nor those of pages whose boundaries were not found, nor a sentence
    that was a title and is now a paragraph of a text.
    """
    boilerplate = template | named_lines
    posts = {key: post for key, post in before.items() if post["is_sure"] and post["title"] not in template}
    texts = {line for post in after.values() for line in (post["text"] or "").split("\n\n")}
    gone = (post for key, post in posts.items() if key not in after)
    if lost := [post for post in gone if not (post["title"] in texts and ends_as_sentence(post["title"]))]:
        number = counted(len(lost), "title or post is", "titles or posts are")
        return f"{number} lost or cut otherwise, such as {_shown(lost[0])}"
    if new := [post for key, post in after.items() if key not in before and post["title"] in template]:
        return f"{_shown(new[0])} is taken for a post"
    for key, post in posts.items():
        if key not in after:
            continue
        for name, word in _VALUES.items():
            if post[name] not in (None, after[key][name], *boilerplate):
                return f"posts lose or change their {word}, such as {_shown(post)}"
        left = set((after[key]["text"] or "").split("\n\n"))
        for line in (post["text"] or "").split("\n\n"):
            if line not in left and prose_words(line) >= (PROSE_WORDS if line in boilerplate else _LOST_WORDS):
                return f"{_shown(post)} loses text: “{shortened(line, _SHOWN)}”"
    return None


def _shown(post: dict[str, Any]) -> str:
    return f"“{shortened(post['title'], _SHOWN)}”" if post["title"] else "one without a title"
