"""Commands that read a package: list and find its articles, show its problems."""

import re
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from clippings.cli import project_options
from clippings.cli.exit_status import NOT_FIT, CouldNotRunError
from clippings.cli.project_options import package
from clippings.cli.terminal import cut, echo, echo_table, table_width

_EXAMPLES = 5
_NONE = "(none)"


@click.command(short_help="Compare the articles of two packages.")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option(
    "--all", "show_all", is_flag=True, help=f"Show every difference, not only the first {_EXAMPLES} of a kind."
)
def diff(before: Path, after: Path, *, show_all: bool) -> None:
    """Compare the articles of two packages, such as one built before a change of a profile and one built after.

    Shows articles that were added or removed, and those with another title, day, author, category, text or site.
    Piped output has one line for each difference: change, page, line, id, title, value, before and after,
    separated by tabs. Exit status: 0 no difference, 1 differences, 2 could not run.
    """
    from clippings.publish.browse import compare_packages as comparing

    rows = comparing.compared_packages(before, after)
    if rows.is_empty():
        echo("The articles of the two packages are the same.", err=True)
        return
    numbers = comparing.counts(rows)
    is_piped = table_width() is None
    echo(f"Articles: {', '.join(f'{numbers.pop(change):,} {change}' for change in comparing.CHANGES)}.", err=is_piped)
    if numbers:
        echo(f"Changed values: {', '.join(f'{name} {count:,}' for name, count in numbers.items())}.", err=is_piped)
    if is_piped:
        echo_table(rows.rows())
    else:
        _show_differences(rows.to_dicts(), None if show_all else _EXAMPLES)
    raise SystemExit(NOT_FIT)


def _show_differences(rows: list[dict[str, str]], limit: int | None) -> None:
    """Print the differences under a heading for each kind of change and value."""
    kinds = dict.fromkeys((row["change"], row["field"]) for row in rows)
    for change, field in sorted(kinds, key=lambda kind: (kind[0], kind[1] or "")):
        of_kind = [row for row in rows if (row["change"], row["field"]) == (change, field)]
        echo(f"\n{change}{f', {field}' if field else ''} ({len(of_kind):,})")
        for row in of_kind[:limit]:
            echo_table([[f"  {row['path']}:{row['line_no']}", row["article_id"], row["title"] or "(untitled)"]])
            if field:
                echo_table([[f"    {row['before'] or _NONE} -> {row['after'] or _NONE}"]])
        if limit is not None and len(of_kind) > limit:
            echo(f"  and {len(of_kind) - limit:,} more: add --all")


@click.command(short_help="Open the explorer: the page that shows a package.")
@project_options.package()
@click.option("--serve", is_flag=True, help="Serve the page on this machine, even if it needs no server.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of the server. Default: any free port.")
@click.option("--no-browser", is_flag=True, help="Print the address without opening a browser.")
def explore(out: Path, port: int, *, serve: bool, no_browser: bool) -> None:
    """Open the explorer: the page that shows a package.

    A large package is served at 127.0.0.1; Ctrl-C stops the server.
    """
    from clippings.publish.explorer import serve as serving

    try:
        page = serving.page_of(out)
        if not (serve or port or serving.needs_server(out)):
            address = page.resolve().as_uri()
            echo(address)
            _open(address, no_browser=no_browser)
            return
        with serving.server(out, port) as server:
            address = f"http://{serving.LOOPBACK}:{server.server_address[1]}/"
            echo(f"{address}  (Ctrl-C ends)")
            _open(address, no_browser=no_browser)
            server.serve_forever()
    except serving.CannotExploreError as error:
        raise CouldNotRunError(str(error)) from None
    except KeyboardInterrupt:
        return


def _open(address: str, *, no_browser: bool) -> None:
    import webbrowser

    if not no_browser and not webbrowser.open(address):
        echo("No browser was found. Open the address yourself.", err=True)


_DEFAULT_ROWS = 20
_INDENT = "  "


def _day(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Refuse a date that no article could begin with."""
    if value and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
        raise click.BadParameter(f"{value} is not a date. Write it like 2016, 2016-03 or 2016-03-09.")
    return value


_DAY = click.option("--date", "day", metavar="YYYY[-MM[-DD]]", callback=_day, help="Only articles of this date.")
_ENTITY = click.option("--entity", help="Only articles that mention this entity: its id or part of its name.")
_SITE = click.option("--site", help="Only articles of this site.")


@click.command("list", short_help="List the articles, newest first.")
@package()
@_DAY
@_ENTITY
@_SITE
def list_articles(out: Path, day: str | None, entity: str | None, site: str | None) -> None:
    """List the articles of a package, newest first: id, date, number of words, title.

    Piped output is separated by tabs.
    """
    _show(out, (), day, entity, site, in_title=False)


@click.command(short_help="Find articles by words.")
@click.argument("words", nargs=-1, required=True)
@package(has_argument=False)
@_DAY
@_ENTITY
@_SITE
@click.option("--title", "in_title", is_flag=True, help="Search the titles only.")
def find(
    words: tuple[str, ...], out: Path, day: str | None, entity: str | None, site: str | None, *, in_title: bool
) -> None:
    """Find articles by words in their title, text or credits.

    An article must contain all WORDS; the beginning of a word is enough. Quote a phrase. Articles with all
    words in the title come first.
    """
    _show(out, words, day, entity, site, in_title=in_title)


def _show(
    out: Path, words: tuple[str, ...], day: str | None, entity: str | None, site: str | None, *, in_title: bool
) -> None:
    from clippings.publish.browse.list_articles import Filters
    from clippings.publish.browse.list_articles import find as find_articles

    articles = find_articles(out, Filters(words, day, entity, site, in_title))
    if articles.is_empty():
        echo("No article matches.", err=True)
        return
    rows = [
        (row["article_id"], row["published_on"] or "no date", f"{row['word_count']}", row["title"] or "(untitled)")
        for row in articles.iter_rows(named=True)
    ]
    echo_table(rows, right=(2,))


@click.command(short_help="Show what a person should look at, worst first.")
@package()
@click.option("--code", help="Only problems of this code.")
@click.option("--page", help="Only problems of this page: its path or id, or the beginning of either.")
@click.option("--all", "show_all", is_flag=True, help=f"Show every row, not only the first {_DEFAULT_ROWS} of a code.")
def problems(out: Path, code: str | None, page: str | None, *, show_all: bool) -> None:
    """Show problems for a person to review, worst first, with page, line and advice.

    Piped output has one line for each problem: severity, code, page, line, message and advice, separated by tabs.
    """
    from clippings.publish.browse import list_problems as browsing
    from clippings.schema.problem_codes import PROBLEM_CODES

    if code and code not in PROBLEM_CODES:
        raise CouldNotRunError(f"Unknown problem code {code}. {_nearest(code, list(PROBLEM_CODES))}")
    rows = browsing.listed(out, code, page).to_dicts()
    if not rows:
        echo(_nothing(code, page), err=True)
        return
    width = table_width()
    if width is None:
        columns = ("severity", "code", "path", "line_no", "message")
        echo_table([[*(row[name] for name in columns), PROBLEM_CODES[row["code"]].advice] for row in rows])
        return
    limit = len(rows) if show_all or code or page else _DEFAULT_ROWS
    for name, of_code in groupby(rows, key=lambda row: str(row["code"])):
        _show_code(name, list(of_code), width, limit)


def _nothing(code: str | None, page: str | None) -> str:
    kind = f"{code} problems" if code else "problems"
    return f"No {kind} on a page whose path or id begins with {page}." if page else f"No {kind}."


def _show_code(code: str, rows: list[dict[str, Any]], width: int, limit: int) -> None:
    """Print a heading with meaning and advice, then one or two lines for each row."""
    from clippings.schema.problem_codes import PROBLEM_CODES

    entry = PROBLEM_CODES[code]
    echo(f"{entry.severity} {code} ({len(rows):,})")
    _echo_wrapped(entry.meaning, width)
    _echo_wrapped(f"What to do: {entry.advice}", width)
    for row in rows[:limit]:
        place = f"{row['path']}:{row['line_no']}" if row["line_no"] else row["path"]
        echo(f"{_INDENT}{cut(place.replace(chr(10), ' '), width - len(_INDENT))}")
        if text := " ".join((row["line_text"] or "").split()):
            echo(f"{_INDENT * 2}│ {cut(text, width - 2 * len(_INDENT) - 2)}")
        _echo_wrapped(row["message"], width, _INDENT * 2)
    if len(rows) > limit:
        echo(f"{_INDENT}and {len(rows) - limit:,} more: clippings problems --code {code}")
    echo()


def _echo_wrapped(text: str, width: int, indent: str = _INDENT) -> None:
    from rich.console import Console
    from rich.text import Text

    from clippings.common.printable import printable

    safe = Text(printable(" ".join(text.split())))
    for line in safe.wrap(Console(width=width), max(width - len(indent), len(indent))):
        echo(f"{indent}{line.plain.rstrip()}")


def _nearest(word: str, words: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, words, n=3)
    return f"Did you mean {' or '.join(near)}?" if near else "docs/problems.md lists the codes."
