"""Pages that a server or a site shows instead of an article are not articles; each is kept whole, and a problem says why."""

from pathlib import Path

import polars as pl
import pytest

from support.in_memory_stages import tables_of_files, tables_of_texts

TEXT = "The harbour office closed the south quay on Monday, and the ferries leave from the north quay until the end of May."
MENU = "  • Home\n  • News\n  • Contact\n"


def dump(title: str, *paragraphs: str) -> str:
    return "\n\n".join((MENU, title, *paragraphs, "© 2019 Harbour News")) + "\n"


@pytest.mark.parametrize(
    "title",
    [
        "Page not found",
        "404 - Seite nicht gefunden",
        "Erreur 404 : page introuvable",
        "¡Vaya! No se encuentra la página.",
        "Страница не найдена | Портовые вести",
        "お探しのページは見つかりませんでした",
        "الصفحة غير موجودة",
        "Error 404",
        "Access Denied",
        "Log in to your account",
        "Before you continue to Harbour News",
        "Please enable JavaScript",
        "This Account has been suspended.",
        "451: Unavailable due to legal reasons",
        "Error establishing a database connection",
        "Redirecting...",
        "Index of /archive/2012",
    ],
)
def test_a_message_instead_of_an_article_is_not_an_article(title: str, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    words = "You may have followed an old link, or the address has a mistake in it. Try the search, or go back to the first page of the site."
    (raw / "page.txt").write_text(dump(title, words))
    (raw / "page.html").write_text(f"<title>{title}</title><main><h1>{title}</h1><p>{words}</p></main>")
    tables = tables_of_files(raw)
    assert tables["articles"].is_empty()
    assert set(tables["pages"]["kind"]) == {"unknown"}
    assert set(tables["pages"]["kind_reason"]) == {"a message of the server or the site instead of an article"}
    assert tables["problems"].filter(pl.col("code") == "page_without_article").height == 2
    assert words in tables["lines"]["text"].to_list()


@pytest.mark.parametrize(
    "page",
    [
        dump("Page not found", *[f"{number}. {TEXT}" for number in range(20)]),
        dump("Page not found", "March 4, 2015", TEXT, TEXT),
        dump("Page not found: the archive that lost its catalogue cards", TEXT, TEXT),
    ],
    ids=["long", "dated", "a longer title"],
)
def test_an_article_with_such_words_in_its_title_is_one(page: str) -> None:
    assert tables_of_texts(page)["articles"].height == 1
