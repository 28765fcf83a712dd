"""Days in digits whose order another page of the site decides; the ids of articles do not depend on it."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from support.in_memory_stages import tables_of_files
from support.written_pages import prose


def page(name: str, *days: str) -> str:
    seeds = [sum(map(ord, f"{name} {day}")) * 3 + n for n, day in enumerate(days)]
    posts = "".join(
        f"<h2><a href='/{seed}'>{prose(seed, 1)}</a></h2><p class='date'>{day}</p><p>{prose(seed, 4)}</p>"
        for seed, day in zip(seeds, days, strict=True)
    )
    return f"<html><head><title>{name}</title></head><body><div>{posts}</div></body></html>"


OPEN = page("River Paper", "03/09/2012", "05/09/2012")
PROOFS = {
    "a day": ("River Paper", "28/08/2012", "2012-09-03"),
    "a month": ("River Paper", "08/28/2012", "2012-03-09"),
    "a day with hyphens": ("River Paper", "28-08-12", "2012-09-03"),
    "a page that proves nothing": ("River Paper", "02/08/2012", None),
    "a page of another site": ("Lake Paper", "28/08/2012", None),
}


def tables(folder: Path, pages: Mapping[str, str]) -> Mapping[str, pl.DataFrame]:
    for name, markup in pages.items():
        (folder / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "raw" / name).write_text(markup, "utf-8")
    return tables_of_files(folder / "raw")


@pytest.mark.parametrize("name", PROOFS)
def test_a_page_takes_the_order_that_another_page_of_its_site_proves(name: str, tmp_path: Path):
    site, proof, day = PROOFS[name]
    alone = tables(tmp_path / "alone", {"p1.html": OPEN})
    both = tables(tmp_path / "both", {"p1.html": OPEN, "p2.html": page(site, proof, proof)})
    assert alone["articles"]["published_on"].null_count() == 2
    assert alone["problems"].filter(pl.col("code") == "ambiguous_date").height == 2
    ids = alone["articles"]["article_id"]
    shared = both["articles"].filter(pl.col("article_id").is_in(ids.implode()))
    assert shared.height == 2  # the same ids
    assert (day is None) == (shared["published_on"].null_count() == 2)
    of_first = both["evidence"].filter(pl.col("field") == "published_on", pl.col("raw") == "03/09/2012")
    assert of_first["value"].to_list() == ([] if day is None else [day])
    doubtful = both["problems"].filter(pl.col("code") == "ambiguous_date", pl.col("path") == "p1.html")
    assert doubtful.height == (2 if day is None else 0)


def test_two_orders_on_the_pages_of_a_site_decide_nothing(tmp_path: Path):
    pages = {
        "p1.html": OPEN,
        "p2.html": page("River Paper", "28/08/2012"),
        "p3.html": page("River Paper", "08/28/2012"),
    }
    articles = tables(tmp_path, pages)["articles"]
    assert articles.filter(pl.col("published_on").is_null()).height == 2


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ("Ada Quill\n3 min read", "Ada Quill"),
        ("Noor van Dale\n4–5 minutes", "Noor van Dale"),
        ("By Ada Quill Published Mar 17, 2019\n3 minutes", "Ada Quill"),
        ("By Ada Quill updated 17 March 2019", "Ada Quill"),
        (
            "Harbour Gate\nThe sea was calm that day, and the boats went out as they do on any other day of the year.",
            None,
        ),
    ],
)
def test_a_name_below_the_title_of_a_copied_page_is_the_author_s(head: str, author: str | None, tmp_path: Path):
    text = f"paper.example\nFerry fares rise again in the north\n{head}\n\n{prose(3, 5)}\n\n{prose(4, 5)}\n"
    articles = tables(tmp_path, {"a.txt": text})["articles"]
    assert articles["author"].to_list() == [author]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A feira de sementes reuniu oitenta agricultores no ginásio da escola", "2017-03-05"),
        ("The seed fair brought eighty farmers to the hall of the school", None),
    ],
)
def test_the_language_of_a_page_decides_where_it_has_one_order(text: str, day: str | None, tmp_path: Path):
    rows = f"title;date;text\nFeira;05/03/2017;{text} no domingo.\n"
    articles = tables(tmp_path, {"a.csv": rows})["articles"]
    assert [str(on) if on else None for on in articles["published_on"]] == [day]
