"""Drafts entries for lines around posts that no general pattern reads: masthead, menus, footers.

Lines that date posts belong to `date_lines`.
"""

import re
import tomllib
from collections.abc import Collection, Sequence
from importlib.resources import files

import polars as pl

from clippings.common.prose import prose_words_of
from clippings.segment.sites.patterns import general
from clippings.suggest.profile.draft_file import DraftEntry, examples_of, literal
from clippings.suggest.profile.observe import Observed

_WORDS = tomllib.loads((files("clippings.suggest.profile") / "words.toml").read_text("utf-8"))
MENU = frozenset(_WORDS["menu"])
"""Menu entries in lower case. They do not identify a site."""
_SOCIAL = frozenset(_WORDS["social"])
_ENTRY_CHARACTERS, _ENTRY_WORDS = 40, 5
"""Maximum length of a menu entry, and of a link to the full text."""
PROSE_WORDS = 12
"""Words of the shortest line that is text, though it may be below the posts of several pages."""
_MOST_SHOWN = 30
_PLACES = {
    "head": "above the posts",
    "foot": "below the posts",
    "edges": "around the posts",
    "posts": "among the posts",
}


def entries(seen: Observed, openers: Sequence[str] = ()) -> list[DraftEntry]:
    """Return the entries of `[template]` and `[patterns]`. `openers` are lines that open a list of articles."""
    if not seen.is_enough:
        return []
    masthead = _masthead(seen)
    is_social = _key().is_in(sorted(_SOCIAL))
    unread = seen.alike.filter(pl.col("line_class").is_null() & (pl.col("stripped") != (masthead or "")))
    plain = unread.filter(~pl.col("stripped").is_in(list(openers)) & ~is_social)
    menu = seen.repeated.filter(_is_menu() & ~is_social & (pl.col("stripped") != (masthead or "")))
    feet = plain.filter((pl.col("place") == "foot") & (prose_words_of("stripped") < PROSE_WORDS))
    feet = feet.filter(~pl.col("stripped").is_in(menu["stripped"].implode()))
    literals = {
        "masthead": seen.heads.filter(pl.col("stripped") == (masthead or "")),
        "navigation": menu.sort("rank", "stripped"),
        "social": seen.repeated.filter(is_social & (pl.col("place") != "posts")).sort("rank", "stripped"),
    }
    patterns = {
        "footer_add": feet,
        "recent_heading_add": seen.heads.filter(pl.col("stripped").is_in(list(openers)) & pl.col("line_class").is_null()),
    }  # fmt: skip
    return [
        *(_template(key, heads) for key, heads in literals.items() if heads.height),
        *(_patterns(key, heads) for key, heads in patterns.items() if heads.height),
        *_link(seen, plain),
    ]


def unplaced(seen: Observed, placed: Collection[str]) -> list[str]:
    """Return the template lines without an entry, for the end of the file."""
    is_placed = pl.col("stripped").is_in(sorted(placed)) | _bare().is_in(sorted(placed))
    left = seen.repeated.filter(pl.col("line_class").is_null() & ~pl.col("is_listed") & ~is_placed)
    rows = left.select("stripped", "page_count", "place").head(_MOST_SHOWN).iter_rows()
    return [f"on {count} of {seen.page_count} pages, {_PLACES[place]}: “{stripped}”" for stripped, count, place in rows]


def _bare() -> pl.Expr:
    return pl.col("stripped").str.replace(general("bullet"), "")


def _key() -> pl.Expr:
    return _bare().str.to_lowercase()


def _masthead(seen: Observed) -> str | None:
    """Return the template line that most pages begin with, if it is not a menu entry."""
    above = seen.repeated.filter(
        pl.col("place").is_in(["head", "edges"]) & pl.col("line_class").is_null() & ~_key().is_in(sorted(MENU | _SOCIAL))
    )  # fmt: skip
    opening = seen.short.filter(pl.col("line_class").is_null()).group_by("page_id", maintain_order=True).first()
    opening = opening.filter(pl.col("stripped").is_in(above["stripped"].implode()))["stripped"].value_counts()
    return next(iter(opening.sort("count", "stripped", descending=[True, False])["stripped"]), None)


def _is_menu() -> pl.Expr:
    """Whether a template line reads as a menu entry."""
    is_short = (_bare().str.len_chars() <= _ENTRY_CHARACTERS) & (_bare().str.count_matches(" ") < _ENTRY_WORDS)
    is_bullet = pl.col("line_class").is_in(["bullet", "menu"]).fill_null(False) & (pl.col("place") != "posts")
    is_above = pl.col("place").is_in(["head", "edges"]) & pl.col("line_class").fill_null("skip").is_in(
        ["skip", "share_label"]
    )
    is_entry = _bare().str.contains(r"\p{L}") & ~_bare().str.contains(r"[.,;:!?…؟،؛]$")
    return (is_bullet | is_above) & is_short & is_entry & ~pl.col("is_listed")


def _template(key: str, heads: pl.DataFrame) -> DraftEntry:
    lines = heads.select(_bare())["stripped"].unique(maintain_order=True)
    return DraftEntry("template", key, lines.filter(lines != "").to_list(), examples_of(heads))


def _patterns(key: str, heads: pl.DataFrame, **further: object) -> DraftEntry:
    patterns = list(dict.fromkeys(map(literal, heads["stripped"])))
    value = patterns[0] if len(patterns) == 1 else patterns
    return DraftEntry("patterns", key, value, examples_of(heads), is_pattern=True, **further)  # type: ignore[arg-type]


def _link(seen: Observed, plain: pl.DataFrame) -> list[DraftEntry]:
    """Return an unread short line in each post of many pages: perhaps the link to the full text. It is not in force."""
    if seen.heads.filter(pl.col("line_class").is_in(["read_more", "post_date"])).height:
        return []
    categories = seen.short.filter(pl.col("role") == "category").filter(pl.len().over("stripped") * 2 <= pl.len())
    in_posts = plain.filter(
        pl.col("is_repeated") & (pl.col("line_count") >= 2 * pl.col("page_count"))
        & (pl.col("stripped").str.len_chars() <= _ENTRY_CHARACTERS) & pl.col("stripped").str.contains(r"\p{L}")
        & ~pl.col("stripped").is_in(categories["stripped"].implode())  # a category of most posts does not distinguish them
    ).head(1)  # fmt: skip
    note = (
        "This line is in each post. If it links to the full text, put the entry in force, else with the key skip_add."
    )
    return [_patterns("read_more_add", in_posts, notes=(note,), is_left_out=True)] if in_posts.height else []


def copyright_lines(seen: Observed) -> pl.DataFrame:
    """Return the copyright lines that name an owner, with the pattern of each as `pattern`."""
    owner = re.compile(r"©|\(c\)|copyright|all rights? reserved|\d{4}|[\W_]+", re.IGNORECASE)
    lines = seen.heads.filter((pl.col("line_class") == "copyright") & pl.col("stripped").str.contains(r"\p{L}{3,}"))
    names_owner = [len(owner.sub("", stripped)) >= 4 for stripped in lines["stripped"]]
    patterns = pl.Series("pattern", [literal(stripped) for stripped in lines["stripped"]], dtype=pl.String)
    return lines.with_columns(patterns).filter(pl.Series(names_owner, dtype=pl.Boolean))
