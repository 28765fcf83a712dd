"""Shows one article as text, with its evidence, or as an HTML page.

The evidence covers each value and its source characters, the appearances, dates and names, and the post line by line.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.text import Text

from clippings.common.printable import printable
from clippings.common.user_error import UserError
from clippings.publish.explain import reading
from clippings.publish.explain.evidence import entries as evidence_of
from clippings.publish.explain.package_rows import Entry, PackageRows, Row
from clippings.publish.explorer import write_explorer
from clippings.publish.package_layout import readable, table

_NAMED = 5
"""Maximum number of articles to name if an id is ambiguous."""
_SUGGESTED = 3
_CUTOFF = 0.7
"""Minimum similarity of a suggested id: four of sixteen characters may differ."""
_ID = re.compile(r"[0-9a-f]{4,16}")
_NARROWEST = 30
_WIDEST = 100
"""Maximum width of a line of text, for legibility."""


class CannotExplainError(UserError):
    """The article does not exist, or its page cannot be written."""


def show(article_id: str, out: Path, *, width: int | None = None, evidence: bool = False) -> None:
    """Print the article of the package in `out`.

    Args:
        article_id: Its id, the beginning of it, or a former one.
        out: Folder of the package.
        width: Width of the output in columns; None: the width of the terminal.
        evidence: Show coordinates and rules, and the post line by line.

    Raises:
        CannotReadPackageError: No package was found, or it is damaged.
        CannotExplainError: The id is unknown or ambiguous.
    """
    with readable(out):
        package = PackageRows(out)
        article = package.rows("articles", pl.col("article_id") == _resolve(package, article_id.strip().lower()))[0]
        lines = [] if evidence else list(reading.text(package, article))
        entries = list((evidence_of if evidence else reading.credit_entries)(package, article))
    console = Console(width=width, highlight=False, markup=False)
    for line in _heading(article):
        console.print(line)
    for line in lines:
        _print_wrapped(console, line)
    _print(console, entries)


def write_html(article_id: str, out: Path, target: Path) -> None:
    """Write the article as one HTML file that needs no network.

    Raises:
        CannotExplainError: As `show`; or `target` exists.
    """
    with readable(out):
        page = write_explorer.article_page(out, _resolve(PackageRows(out), article_id.strip().lower()))
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(page)
    except FileExistsError:
        raise CannotExplainError(f"{target} exists. Choose another file with --html.") from None


def _resolve(package: PackageRows, asked: str) -> str:
    """Return the article id that `asked` matches."""
    ids = table(package.root, "appearances")
    starts = (pl.col(column).str.starts_with(asked) for column in ("article_id", "own_article_id"))
    current, former = (ids.filter(hit).collect()["article_id"].unique().sort().to_list() for hit in starts)
    hits = [str(hit) for hit in (current or former) if asked]
    if not hits:
        for row in package.rows("withdrawals", pl.col("article_id") == asked):
            raise CannotExplainError(f"{asked} is not published: {row['reason']} ({row['withdrawn_on']}).")
        raise CannotExplainError(_unknown_id(package.root, asked))
    if len(hits) > 1:
        raise CannotExplainError(_ambiguous(package, asked, hits))
    return hits[0]


def _unknown_id(root: Path, asked: str) -> str:
    """Return the message for the id `asked`, which no article of the package in `root` has."""
    if not _ID.fullmatch(asked):
        return f"{printable(asked) or 'The empty text'} is not an article id. Find one with: clippings find WORDS"
    articles = table(root, "articles").select("article_id", "title").collect()
    near = get_close_matches(asked, articles["article_id"].to_list(), n=_SUGGESTED, cutoff=_CUTOFF)
    if not near:
        return f"No article has the id {asked}. Find one with: clippings find WORDS"
    titles = dict(articles.filter(pl.col("article_id").is_in(near)).iter_rows())
    lines = [f"  {near_id}  {printable(titles[near_id] or '(untitled)')}" for near_id in near]
    return "\n".join([f"No article has the id {asked}. Did you mean:", *lines])


def _ambiguous(package: PackageRows, asked: str, hits: Sequence[str]) -> str:
    named = package.rows("articles", pl.col("article_id").is_in(hits[:_NAMED]))
    lines = [f"  {row['article_id']}  {row['title'] or '(untitled)'}" for row in named]
    more = [f"  and {len(hits) - _NAMED} more"] if len(hits) > _NAMED else []
    return "\n".join([f"{asked} matches {len(hits)} articles. Give more characters of the id.", *lines, *more])


def _heading(article: Row) -> Iterator[Text]:
    yield Text()
    yield Text(article["title"] or "(untitled)", style="bold")
    site = "site not known" if article["site"] == "unknown" else article["site"]
    facts = [article["article_id"], site, article["completeness"], article["language"]]
    facts += [f"{article['word_count']:,} words", *([article["url"]] if article["url"] else [])]
    yield Text(" · ".join(facts), style="dim")
    yield Text()


def _print_wrapped(console: Console, paragraph: Text) -> None:
    for line in paragraph.wrap(console, min(console.width, _WIDEST)):
        line.rstrip()
        console.print(line, soft_wrap=True)


def _print(console: Console, entries: Sequence[Entry]) -> None:
    """Print labels and bodies in two columns; no line is wider than the terminal or ends in spaces."""
    margin = max(label.cell_len for label, _ in entries) + 2
    for label, body in entries:
        lines = body.wrap(console, max(console.width - margin, _NARROWEST))
        for number, line in enumerate(lines):
            beside = label if number == 0 else Text()
            whole = Text.assemble(beside, " " * (margin - beside.cell_len), line)
            whole.rstrip()
            console.print(whole, soft_wrap=True)
