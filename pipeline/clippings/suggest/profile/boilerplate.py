"""Drafts entries for the lines around posts: masthead, menus, share bars, pagers, footers, copyright lines.

Dates belong to `date_patterns`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import polars as pl

from clippings.common.prose import prose_words_of
from clippings.segment.patterns import general
from clippings.segment.profiles import UNKNOWN, Profile, load
from clippings.suggest.profile.entry import Entry, examples_of
from clippings.suggest.profile.generalise import fitted, literal, of_lines, whole
from clippings.suggest.profile.observe import Observed
from clippings.suggest.profile.site_words import BUTTONS, MENU, SOCIAL

_KNOWN = ("copyright", "footer", "share_bar", "pagination", "read_more", "recent_heading", "related", "page_heading")
"""Shapes that a profile can narrow, in the order of the file."""
_ENTRY_CHARACTERS, _ENTRY_WORDS = 40, 5
"""Maximum length of a menu entry in characters."""
_LINK_CHARACTERS = 40
"""Maximum length of a link to the full text in characters."""
PROSE_WORDS = 12
"""Words of the shortest line that is text, though it may be below the posts of several pages."""
_LEAST_BUTTONS = 2
_LEAST_A_PAGE = 2
"""Minimum number of times on a page for a line that belongs to each post, not to the page."""
_MOST_SHOWN = 30
_ENDS = re.compile(r"[.,;:!?…؟،؛]$")


def entries(seen: Observed, openers: Sequence[str] = ()) -> tuple[list[Entry], Entry | None]:
    """Return the entries of `[template]` and `[patterns]`, and separately a line that may be the link to the full text.

    Args:
        seen: The pages of the site.
        openers: Lines that open a list of articles.
    """
    if not seen.is_enough:
        return [], None
    base = load()[UNKNOWN]
    repeated = seen.repeated
    bars = _bars(seen)
    masthead = _masthead(seen, repeated)
    menu = _menu(repeated, masthead)
    names = [masthead] if masthead else []
    feet = seen.alike.filter(
        (pl.col("place") == "foot") & pl.col("line_class").is_null() & ~pl.col("stripped").is_in([*names, *menu, *bars, *openers])
        & ~_bare().str.to_lowercase().is_in(sorted(SOCIAL)) & (prose_words_of("stripped") < PROSE_WORDS)
    )["stripped"].to_list()  # fmt: skip
    more = {"share_bar": bars, "footer": feet, "recent_heading": openers}
    patterns = [_pattern(seen, base, shape, more.get(shape, [])) for shape in _KNOWN]
    entries_found = [*_template(seen, repeated, masthead, menu), *patterns]
    return [entry for entry in entries_found if entry is not None], _link(seen, base, [*names, *bars])


def _bare() -> pl.Expr:
    return pl.col("stripped").str.replace(general("bullet"), "")


def _masthead(seen: Observed, repeated: pl.DataFrame) -> str | None:
    """Return the first template line that is not a menu entry, if pages begin with it."""
    above = repeated.filter(
        pl.col("place").is_in(["head", "edges"]) & pl.col("line_class").is_null()
        & ~pl.col("stripped").str.to_lowercase().is_in(sorted(MENU | SOCIAL))
    )  # fmt: skip
    if above.is_empty():
        return None
    first_of_page = seen.short.filter(pl.col("line_class").is_null()).group_by("page_id", maintain_order=True).first()
    opening = first_of_page.filter(pl.col("stripped").is_in(above["stripped"].implode()))["stripped"].value_counts()
    if opening.is_empty():
        return None
    return str(opening.sort("count", "stripped", descending=[True, False])["stripped"][0])


def _menu(repeated: pl.DataFrame, masthead: str | None) -> list[str]:
    """Return the template lines that read as menu entries, most frequent first."""
    bare = _bare()
    is_short = (bare.str.len_chars() <= _ENTRY_CHARACTERS) & (bare.str.count_matches(" ", literal=True) < _ENTRY_WORDS)
    is_bullet = pl.col("line_class").is_in(["bullet", "menu"]).fill_null(False)
    is_above = pl.col("place").is_in(["head", "edges"]) & pl.col("line_class").fill_null("skip").is_in(
        ["skip", "share_label"]
    )
    held = repeated.filter(
        (is_bullet & (pl.col("place") != "posts") | is_above)
        & is_short
        & ~pl.col("is_listed")
        & ~bare.str.contains(_ENDS.pattern)
        & bare.str.contains(r"\p{L}")
        & ~bare.str.to_lowercase().is_in(sorted(SOCIAL))
    )
    return [stripped for stripped in held.sort("rank", "stripped")["stripped"] if stripped != masthead]


def _template(seen: Observed, repeated: pl.DataFrame, masthead: str | None, menu: Sequence[str]) -> list[Entry]:
    """Return the literal lines, with menu entries without their bullets."""
    entries_found = []
    if masthead:
        entries_found.append(_literal(seen, "masthead", [masthead], repeated.filter(pl.col("stripped") == masthead)))
    of_menu = repeated.filter(pl.col("stripped").is_in(list(menu))).sort("rank", "stripped")
    if of_menu.height:
        entries_found.append(_literal(seen, "navigation", of_menu.select(_bare())["stripped"].to_list(), of_menu))
    social = repeated.filter(
        _bare().str.to_lowercase().is_in(sorted(SOCIAL)) & (pl.col("place") != "posts")
    ).sort("rank", "stripped")  # fmt: skip
    if social.height:
        entries_found.append(_literal(seen, "social", social.select(_bare())["stripped"].to_list(), social))
    return entries_found


def _literal(seen: Observed, key: str, lines: Sequence[str], heads: pl.DataFrame) -> Entry:
    distinct = tuple(dict.fromkeys(line for line in lines if line))
    return Entry("template", key, distinct, examples_of(heads), _page_count(seen, heads))


def _page_count(seen: Observed, heads: pl.DataFrame) -> int:
    return seen.short.filter(pl.col("stripped").is_in(heads["stripped"].implode()))["page_id"].n_unique()


def _pattern(seen: Observed, base: Profile, shape: str, more: Sequence[str]) -> Entry | None:
    """Return a pattern for the lines that have the shape without a profile, and for `more`."""
    own_heads = seen.heads.filter((pl.col("line_class") == shape) | pl.col("stripped").is_in(list(more)))
    if own_heads.is_empty() or not _stands_often(seen, own_heads):
        return None
    heads = own_heads["stripped"].to_list()
    if shape == "copyright":
        pattern = whole([copyright_form(stripped) for stripped in heads])
    elif shape == "share_bar":
        pattern = _bar_pattern(heads)
    else:
        pattern = of_lines(heads, is_open=shape == "page_heading")
    return _checked(seen, base, shape, pattern, heads)


def _stands_often(seen: Observed, own_lines: pl.DataFrame) -> bool:
    return _page_count(seen, own_lines) >= min(3, seen.page_count)


def copyright_form(stripped: str) -> str:
    """`© 2003 - 2024 Harbour Gazette. All rights reserved.`: the years change, the rest is the site's."""
    years = re.sub(r"\d{4}", "\ue003", stripped)
    return literal(years).replace("\ue003", r"\d{4}")


def _checked(seen: Observed, base: Profile, key: str, candidate: str | None, heads: Sequence[str]) -> Entry | None:
    """Return the entry if its pattern matches `heads` and no other line of the pages."""
    is_own = pl.col("stripped").is_in(list(heads))
    own_heads, others = seen.heads.filter(is_own), seen.heads.filter(~is_own)
    pattern = fitted(candidate, base, own_heads["stripped"], others["stripped"])
    if pattern is None:
        return None
    return Entry("patterns", key, pattern, examples_of(own_heads), _page_count(seen, own_heads), is_pattern=True)


def _bars(seen: Observed) -> list[str]:
    """Return the lines made of names of buttons that no pattern recognises yet: `ShareTweetPocket`."""
    heads = seen.heads.filter(pl.col("line_class").is_null() & (pl.col("page_count") >= min(3, seen.page_count)))[
        "stripped"
    ]
    return [stripped for stripped in heads if len(_buttons(stripped)) > _LEAST_BUTTONS]


def _buttons(line: str) -> list[str]:
    """Return the button names of a line, in their order; none if it contains anything else."""
    names, rest = [], line
    while rest := rest.strip():
        name = max((name for name in BUTTONS if rest.startswith(name)), key=len, default="")
        if not name:
            return []
        names.append(name)
        rest = rest[len(name) :]
    return names


def _bar_pattern(heads: Sequence[str]) -> str | None:
    rows = [_buttons(stripped) for stripped in heads]
    if not all(rows):
        return of_lines(heads)
    names = list(dict.fromkeys(name for row in rows for name in row))
    spaced = r"\s*" if any(re.search(r"\s", stripped) for stripped in heads) else ""
    pieces = "|".join(f"{literal(name)}{spaced}" for name in names)
    return f"^({pieces}){{{min(3, *map(len, rows), 3)},}}$"


def _link(seen: Observed, base: Profile, names: Sequence[str]) -> Entry | None:
    """Return an unexplained short line in each post of many pages: perhaps the link to the full text."""
    if seen.heads.filter(pl.col("line_class").is_in(["read_more", "post_date"])).height:
        return None
    categories = seen.short.filter(pl.col("role") == "category")["stripped"].unique()
    own_repeated = seen.repeated.filter(
        pl.col("line_class").is_null()
        & (pl.col("line_count") >= _LEAST_A_PAGE * pl.col("page_count"))
        & (pl.col("stripped").str.len_chars() <= _LINK_CHARACTERS)
        & pl.col("stripped").str.contains(r"\p{L}")
        & ~pl.col("stripped").is_in(list(names))
        & ~pl.col("stripped").is_in(categories.implode())
    ).head(1)
    if own_repeated.is_empty():
        return None
    return _checked(
        seen, base, "read_more", of_lines(own_repeated["stripped"].to_list()), own_repeated["stripped"].to_list()
    )


def unplaced(seen: Observed, placed: Collection[str]) -> list[str]:
    """Return the template lines without an entry, for the end of the file."""
    left = seen.repeated.filter(
        pl.col("line_class").is_null()
        & ~pl.col("is_listed")
        & ~pl.col("stripped").is_in(sorted(placed))
        & ~_bare().is_in(sorted(placed))
    )
    rows = left.select("stripped", "page_count", "place").head(_MOST_SHOWN).iter_rows()
    return [f"on {count} of {seen.page_count} pages, {_PLACES[place]}: “{stripped}”" for stripped, count, place in rows]


_PLACES = {
    "head": "above the posts",
    "foot": "below the posts",
    "edges": "above and below the posts",
    "posts": "among the posts",
}
