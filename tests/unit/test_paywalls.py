"""An article whose text stops at a note for subscribers is an excerpt; the note is not its text."""

from pathlib import Path

import pytest

from support.in_memory_stages import tables_of_files, tables_of_texts

TEXT = "The council voted on Tuesday evening to pay for a bridge over the inner harbour, after three hours of debate on its cost."
MORE = (
    "Two members asked for a ferry instead, which would cost a third of the bridge and could begin to sail next summer."
)
NOTES = (
    "This article is for subscribers only. Subscribe now for 1 euro a week.",
    "To continue reading, subscribe or log in.",
    "You have reached your limit of free articles.",
    "Dieser Artikel ist nur für Abonnenten.",
    "Weiterlesen mit Hafenpost Plus",
    "Il vous reste 75% de cet article à lire. La suite est réservée aux abonnés.",
    "Contenido exclusivo para suscriptores",
    "Полный текст доступен только подписчикам",
    "この記事は会員限定です",
)


def dump(*below: str, text: str = TEXT) -> str:
    return (
        "\n\n".join(
            ("  • Home\n  • News", "Council votes on the new bridge", "By Ada Quill", "March 4, 2015", text, *below)
        )
        + "\n"
    )


@pytest.mark.parametrize("note", NOTES)
def test_a_text_that_stops_at_a_note_for_subscribers_is_an_excerpt(note: str, tmp_path: Path) -> None:
    [article] = tables_of_texts(dump(MORE, note, "© 2015 Harbour News"))["articles"].to_dicts()
    assert (article["completeness"], article["text"]) == ("excerpt", f"{TEXT}\n\n{MORE}")
    (tmp_path / "raw").mkdir()
    body = f"<h1>Council votes on the new bridge</h1><p>{TEXT}</p><p>{MORE}</p><div><p>{note}</p></div>"
    (tmp_path / "raw" / "page.html").write_text(f"<title>Council</title><main><article>{body}</article></main>")
    assert tables_of_files(tmp_path / "raw")["articles"]["completeness"].to_list() == ["excerpt"]


@pytest.mark.parametrize("below", ["© 2015 Harbour News", "Already a subscriber? Log in"])
def test_a_text_without_such_a_note_below_it_is_full(below: str) -> None:
    [article] = tables_of_texts(dump(MORE, below))["articles"].to_dicts()
    assert article["completeness"] == "full"


def test_a_note_above_the_text_does_not_end_it() -> None:
    page = dump(MORE, "© 2015 Harbour News").replace("By Ada Quill", f"{NOTES[0]}\n\nBy Ada Quill")
    assert tables_of_texts(page)["articles"]["completeness"].to_list() == ["full"]
