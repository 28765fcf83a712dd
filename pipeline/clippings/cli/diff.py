"""The command `diff`: what differs between the articles of two packages."""

from __future__ import annotations

from pathlib import Path

import click

from clippings.cli.exit_status import NOT_FIT
from clippings.cli.terminal import echo, echo_table, table_width

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

    Shows articles that were added, that are gone, and that have another title, day, author, category, text or site.
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
        _show(rows.to_dicts(), None if show_all else _EXAMPLES)
    raise SystemExit(NOT_FIT)


def _show(rows: list[dict[str, str]], limit: int | None) -> None:
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
