"""Dumps to pages and lines: selects the reader for each page by its content, and reports pages that no reader can read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from clippings.common import cpu_budget
from clippings.ingest import declared_language, decode, sniff, tool_leftovers
from clippings.ingest.formats import feed, html, json_feed, plain_text, records, wordpress
from clippings.ingest.formats.feed_items import Read
from clippings.ingest.formats.html import Block
from clippings.ingest.sources import saving_tools
from clippings.ingest.sources.distinct_dumps import Dump
from clippings.ingest.sources.find_files import fetch
from clippings.ingest.sources.limits import TooLargeError
from clippings.ingest.sources.mhtml_and_http import Unwrapped, unwrap
from clippings.schema.frames import schema_of
from clippings.schema.problem_report import Problem
from clippings.schema.working.read_tables import ReadLines, ReadPages, with_hints

PAGE_COLUMNS = schema_of(ReadPages)
LINE_COLUMNS = schema_of(ReadLines)
MARKUP_CHARACTERS = 32 << 20
"""Characters of the longest page given to a reader of markup, whose trees take many times as much memory."""
_ADDRESS = "meta.url"
_CONTAINER = "container"
"""Place of what the container says of a page, below the page's own lines."""
_NOTHING = Unwrapped(b"")
_PASSED_OVER = "passed_over"


@dataclass(frozen=True)
class ReadBatch:
    """Pages, lines and problems of a batch of dumps.

    Attributes:
        pages: One row a page, with PAGE_COLUMNS.
        lines: LINE_COLUMNS, in order of page and line. The columns of hints are null for text dumps, and for pages
            that no reader could read.
        problems: Pages and parts that could not be read reliably.
    """

    pages: pl.DataFrame
    lines: pl.DataFrame
    problems: list[Problem]


def _read_json(text: str) -> Read:
    if not wordpress.is_own(text) and (named := records.read_json(text)):
        return named
    posts = wordpress.read(text)
    has_text = any(block.hint == "body" for block in posts.blocks)
    return posts if has_text else records.read_json(text) or posts


READERS: dict[str, Callable[[str], Read]] = {
    sniff.HTML: lambda markup: Read(html.blocks(markup)),
    sniff.RSS: feed.read,
    sniff.ATOM: feed.read,
    sniff.LIVEJOURNAL: feed.read,
    sniff.JSON: _read_json,
    sniff.JSON_FEED: json_feed.read,
    **{media_type: form.read for media_type, form in sniff.TEXT_FORMS.items()},
}
"""Reader of each form that has one. Text needs none: its lines are its lines."""


def read(raw: Path, dumps: list[Dump]) -> ReadBatch:
    """Read `dumps`, found below `raw`. A dump that cannot be read is a problem, and the others are kept."""
    pages: list[dict[str, Any]] = []
    texts: dict[str, str] = {}
    marked: dict[str, list[Block]] = {}
    problems: list[Problem] = []
    for dump in dumps:
        try:
            with cpu_budget.cpu_budget(cpu_budget.seconds_for(dump.size)):
                page, text, blocks, page_problems = _read_one(raw, dump)
        except cpu_budget.TooSlowError as error:
            problems.append(_problem("too_slow", dump, f"{error}, so it was left out."))
            continue
        problems += page_problems
        if page is None:
            continue
        if blocks:
            marked[dump.page_id] = blocks
        else:
            texts[dump.page_id] = text
        pages.append(page)
    return ReadBatch(pl.DataFrame(pages, schema=PAGE_COLUMNS, orient="row"), _lines(pages, texts, marked), problems)


def _read_one(raw: Path, dump: Dump) -> tuple[dict[str, Any] | None, str, list[Block], list[Problem]]:
    """Return the row of a page, its text, its blocks if it has markup, and problems; no row if it cannot be read."""
    unwrapped, decoded, problems = _content(raw, dump)
    if decoded is None:
        return None, "", [], problems
    page = _page(dump, unwrapped, decoded)
    content = decoded.text
    if page["media_type"] == sniff.HTML:
        saved = saving_tools.read(content)
        content = saved.markup
        page["language"] = declared_language.read(content, dump.language or unwrapped.language)
        page["url"], page["captured_on"] = page["url"] or saved.url, page["captured_on"] or saved.captured_on
    if page["media_type"] in (sniff.RSS, sniff.ATOM):
        page["language"] = declared_language.of_feed(content)
    blocks, block_problems = _blocks(dump, content, page["media_type"])
    if blocks and dump.title and page["media_type"] == sniff.HTML:
        blocks = [*blocks, Block(dump.title, "meta", _CONTAINER, hint="meta.title")]
    if blocks:
        page["line_count"] = len(blocks)
        page["url"] = page["url"] or _own_address(blocks)
    is_withheld = not blocks and any(problem.code == _PASSED_OVER for problem in block_problems)
    if is_withheld:  # the text of drafts must not be read as a text dump; one empty line is left
        page["line_count"] = 1
    return page, "" if is_withheld else decoded.text, blocks, problems + block_problems


def _own_address(blocks: list[Block]) -> str | None:
    """Return the first whole address that the page gives as its own; else the first one."""
    own_blocks = [block.href or block.text for block in blocks if block.hint == _ADDRESS]
    return next((address for address in own_blocks if "://" in address), next(iter(own_blocks), None))


def _content(raw: Path, dump: Dump) -> tuple[Unwrapped, decode.Decoded | None, list[Problem]]:
    """Return the characters of a dump, taken out of what it is wrapped in; None if they cannot be had."""
    data, problems = fetch(raw, dump)
    if data is None:
        return _NOTHING, None, problems
    try:
        unwrapped = unwrap(data)
    except TooLargeError as error:
        return _NOTHING, None, [*problems, _problem("too_large", dump, f"{error}: it was left out.")]
    if unwrapped.damage:
        message = f"The body {unwrapped.damage}. What could be unpacked was read."
        problems.append(_problem("cut_container", dump, message))
    form = sniff.unread_form(unwrapped.data)
    if form is not None:
        problems.append(Problem("unread_form", dump.path, f"The file is {form}, which has no reader."))
        return unwrapped, None, problems
    data = tool_leftovers.without_escapes(unwrapped.data)
    decoded = decode.decode(data, dump.charset or unwrapped.charset)
    if decoded is None:
        return (
            unwrapped,
            None,
            [*problems, Problem("not_text", dump.path, "The bytes are not text in any known encoding.")],
        )
    return unwrapped, decoded, [*problems, *_decoding_problems(dump, decoded)]


def _blocks(dump: Dump, content: str, form: str) -> tuple[list[Block], list[Problem]]:
    """Return the blocks and problems from the reader of the form; nothing without a reader or a result."""
    if form == sniff.PLAIN or not content.strip():
        return [], []
    reader = READERS.get(form)
    if reader is None:
        message = f"No reader for {form} yet: its lines are kept, no post is read from them."
        return [], [_problem("unread_form", dump, message)]
    if len(content) > MARKUP_CHARACTERS:
        message = f"{len(content):,} characters of {form} are more than the limit; no article is read from them."
        return [], [_problem("too_large", dump, message)]
    try:
        form_read = reader(content)
        _check(form_read.blocks)
    except cpu_budget.TooSlowError as error:
        return [], [_problem("too_slow", dump, f"{error}: no article is read from its lines.")]
    except Exception as error:  # a fault in a reader must not cost the other pages
        message = f"The reader of {form} failed: {type(error).__name__}: {error}"[:300]
        return [], [_problem("reader_failed", dump, f"{message}. No article is read from its lines.")]
    if not form_read.blocks and form_read.has_unpublished:
        return [], [_problem(_PASSED_OVER, dump, message) for message in form_read.passed_over]
    if not form_read.blocks:
        nothing = f"Nothing in it is text that a reader of {form} recognises."
        why = " ".join([*form_read.problems, *form_read.passed_over]) or nothing
        return [], [_problem("unread_form", dump, f"{why} Its lines are kept, no post is read from them.")]
    broken = [_problem("broken_form", dump, message) for message in form_read.problems]
    return form_read.blocks, broken + [_problem(_PASSED_OVER, dump, message) for message in form_read.passed_over]


def _check(blocks: list[Block]) -> None:
    """Refuse what no table can hold.

    Raises:
        UnicodeEncodeError: A block holds half a character.
    """
    for block in blocks:
        for value in (block.text, block.place, block.href, block.timestamp):
            if value and not value.isascii():
                value.encode()


def _marked_lines(page_ids: list[str], read: list[list[Block]]) -> pl.DataFrame:
    columns: dict[str, list[Any]] = {name: [] for name in LINE_COLUMNS}
    for page_id, blocks in zip(page_ids, read, strict=True):
        columns["page_id"] += [page_id] * len(blocks)
        columns["line_no"] += range(1, len(blocks) + 1)
        for name, values in zip(Block._fields, zip(*blocks, strict=True), strict=True):
            columns[name] += values
    return pl.DataFrame(columns, schema=LINE_COLUMNS)


def _lines(pages: list[dict[str, Any]], texts: dict[str, str], read: dict[str, list[Block]]) -> pl.DataFrame:
    """Return the lines of text dumps and of marked pages, in the order of the pages."""
    plain = with_hints(plain_text.lines(list(texts), list(texts.values())))
    if not read:
        return plain
    marked = _marked_lines(list(read), list(read.values()))
    place = {page["page_id"]: number for number, page in enumerate(pages)}
    both = pl.concat([plain, marked])
    return (
        both.with_columns(page=pl.col("page_id").replace_strict(place, return_dtype=pl.UInt32))
        .sort("page", maintain_order=True)
        .drop("page")
    )


def _page(dump: Dump, unwrapped: Unwrapped, decoded: decode.Decoded) -> dict[str, Any]:
    breaks, returns = decoded.text.count("\n"), decoded.text.count("\r\n")
    return {
        "page_id": dump.page_id,
        "path": dump.path,
        "sha256": dump.sha256,
        "byte_count": dump.byte_count,
        "line_count": breaks + 1,
        "line_break": "lf" if not returns else "crlf" if returns == breaks else "mixed",
        "media_type": sniff.of(decoded.text),
        "encoding": decoded.encoding,
        "url": dump.url or unwrapped.url,
        "captured_on": dump.captured_on or unwrapped.captured_on,
        "language": None,
    }


def _decoding_problems(dump: Dump, decoded: decode.Decoded) -> Iterator[Problem]:
    if not decoded.text.strip():
        yield _problem("empty_file", dump, "The file has no text.")
    if decoded.is_guessed:
        how = "whose letters had been encoded twice" if decoded.is_twice else "guessed from the bytes"
        yield _problem("guessed_encoding", dump, f"Read as {decoded.encoding}, {how}.")
    if decoded.replaced_count:
        message = f"{decoded.replaced_count} characters are not valid in {decoded.encoding}; U+FFFD replaces them."
        yield _problem("undecodable_bytes", dump, message)


def _problem(code: str, dump: Dump, message: str) -> Problem:
    return Problem(code, dump.path, message, dump.page_id)
