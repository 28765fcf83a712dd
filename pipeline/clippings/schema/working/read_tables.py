"""Working tables of reading: pages and lines, the site of a page, and lines that repeat over the pages of a site.

Columns of markup (`HINTS`) are null for text dumps, which have none.
"""

import dataframely as dy
import polars as pl

from clippings.schema import columns as col
from clippings.schema.frames import schema_of


class ReadPages(dy.Schema):
    """A page as it was read."""

    page_id = col.key("First 16 characters of the SHA-256 of the page.")
    path = col.text("Path below the raw folder.")
    sha256 = col.text("SHA-256 of the bytes.", regex=col.SHA256)
    byte_count = col.count("Number of bytes.")
    line_count = col.count("Number of lines.")
    line_break = col.text("How lines end.")
    media_type = col.text("Media type.")
    encoding = col.text("Character encoding.")
    url = col.text("Address, if a container or the page gives it.", nullable=True)
    captured_on = col.day("Day of the capture, if known.")
    language = col.text("Language that the page or its server declares.", nullable=True)


class SitePages(ReadPages):
    """A page with the profile of its site."""

    site = col.text("Name of the site profile.")


class ReadLines(dy.Schema):
    """A line as it was read, with its markup; the markup is null for lines of text dumps."""

    page_id = col.key("Page.", primary_key=True)
    line_no = col.ordinal("Line.", primary_key=True)
    text = col.verbatim("The line.")
    tag = dy.String(nullable=True, description="HTML tag of the block; `meta` for the page's head.")
    place = dy.String(nullable=True, description="Path of the block in the tree, from the body down.")
    href = dy.String(nullable=True, description="Target of the block's link.")
    timestamp = dy.String(nullable=True, description="Machine-readable time of the line, ISO 8601.")
    record = dy.Int64(nullable=True, description="Number of the record, on a page that declares its records.")
    hint = dy.String(nullable=True, description="Role that the form gives the line.")


class LineCounts(dy.Schema):
    """A short line of a site; a row without a line counts the pages of the site."""

    site = col.text("Name of the site profile.")
    stripped = dy.String(nullable=True, description="The line without white space at its ends.")
    page_count = dy.UInt32(description="Number of pages with the line.")
    line_count = dy.UInt32(description="Number of lines.")


class DayOrders(dy.Schema):
    """A page that takes the order of day and month of other pages of its site."""

    page_id = col.key("Page.")
    day_first = dy.Bool(description="Whether the day comes first.")


class NumericDays(dy.Schema):
    """A page with days in digits."""

    page_id = col.key("Page.")
    days = dy.Bool(description="Whether a day proves that the day comes first.")
    months = dy.Bool(description="Whether a day proves that the month comes first.")
    is_open = dy.Bool(description="Whether nothing on the page decides.")
    site_key = dy.String(nullable=True, description="Profile, host, or folder and name of the site.")


class KeyCounts(dy.Schema):
    """A key of a project's profile, and how much it matches; `pages` and `html` count the pages of the site."""

    site = col.text("Name of the site profile.")
    key = col.text("Key of the profile.")
    count = dy.UInt32(description="Number of lines, or of places in the markup, that it matches.")


class UsedTemplateLines(dy.Schema):
    """A line with a role that the template of the site gives it."""

    site = col.text("Name of the site profile.")
    stripped = dy.String(description="The line without white space at its ends.")


class TemplateLines(UsedTemplateLines):
    """A line that repeats over the pages of a site."""

    is_template = dy.Bool(description="Whether the line belongs to the site's template.")
    is_in_posts = dy.Bool(description="Whether the line repeats inside posts.")


HINTS = {name: dtype for name, dtype in schema_of(ReadLines).items() if name not in ("page_id", "line_no", "text")}
"""Column to its type."""


def with_hints(lines: pl.DataFrame) -> pl.DataFrame:
    """Return `lines` with every hint column; null if the frame lacked the column."""
    missing = {name: dtype for name, dtype in HINTS.items() if name not in lines.columns}
    return lines.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in missing.items())
