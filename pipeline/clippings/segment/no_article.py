"""Pages that a server or a site shows instead of an article: an error, a login, a check of the browser, a question about cookies.

Web archives save such a page under the address of the article, with the status of a page that was found (a *soft 404*).
"""

import polars as pl

from clippings.common.phrases import whole
from clippings.segment.layouts.cut_tables import with_kinds

REASON = "a message of the server or the site instead of an article"
_LONGEST = 1_500
"""Characters of the text of such a page, at most: a longer text is an article, whatever its title says."""


# Error 404:   |   502 Bad Gateway
_NUMBER = (
    r"(?:(?:http |nginx )?(?:error|fehler|erreur|errore|erro|ошибка|помилка|błąd|chyba|hiba|hata|fout|fel|feil|fejl)?"
    r"[ #:]{0,2}[45]\d\d\W{0,4})?"
)
# Page not found - Harbour News
_SITE = r"(?: ?[|–—-] .{1,60})?\W{0,4}"


def without_messages(
    lines: pl.DataFrame, rows: pl.DataFrame, blocks: pl.DataFrame, pages: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The tables without posts that are such a message; their pages are kept whole and have the kind `unknown`.

    Only the one undated, short post of a page is asked: its title, or the first lines of it and of its page.

    Args:
        lines: All lines of the pages: page, line_no, stripped.
        rows: page, line_no, block, role of the lines that were cut.
        blocks: The posts: block, page, date_line.
        pages: page, kind, kind_reason.
    """
    alone = blocks.filter((pl.len().over("page") == 1) & pl.col("date_line").is_null()).select("block", "page")
    own = rows.join(alone, on=["block", "page"], how="inner", maintain_order="left").join(
        lines.select("page", "line_no", "stripped"), on=["page", "line_no"], how="left", maintain_order="left"
    )
    short = own.group_by("page").agg(size=pl.col("stripped").str.len_chars().sum()).filter(pl.col("size") <= _LONGEST)
    own = own.join(short, on="page", how="semi", maintain_order="left")
    titles = own.filter(pl.col("role") == "title").select("page", "stripped")
    untitled = own.join(titles, on="page", how="anti", maintain_order="left").unique(
        "page", keep="first", maintain_order=True
    )
    above = lines.join(untitled, on="page", how="semi", maintain_order="left").filter(pl.col("stripped") != "")
    above = above.unique("page", keep="first", maintain_order=True)
    named = pl.concat([titles, *(part.select("page", "stripped") for part in (untitled, above))])
    message = whole("no_article", before=rf"\W{{0,3}}{_NUMBER}", after=_SITE)
    is_message = [message.fullmatch(line.lower()) is not None for line in named["stripped"]]
    found = named.filter(pl.Series(is_message, dtype=pl.Boolean))["page"].unique(maintain_order=True)
    if found.is_empty():
        return rows, blocks, pages
    is_found = pl.col("page").is_in(found.implode())
    kinds = pl.DataFrame({"page": found, "kind_cut": "unknown", "reason_cut": REASON})
    freed = rows.with_columns(
        block=pl.when(~is_found).then("block"),
        role=pl.when(is_found & pl.col("block").is_not_null()).then(pl.lit("unknown")).otherwise("role"),
    )
    return freed, blocks.filter(~is_found), with_kinds(pages, kinds)
