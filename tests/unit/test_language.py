"""The language of texts, with and without a site's language."""

import polars as pl
import pytest
import yaml

from clippings.segment.language import languages
from conftest import GOLD

CASES: list[tuple[str, str]] = [
    tuple(case) for case in yaml.safe_load((GOLD / "language_texts.yaml").read_text("utf-8"))
]


def language_of(text: str, site_language: str | None = None) -> str:
    """The language of one text."""
    return str(languages(pl.Series([text]), pl.Series([site_language], dtype=pl.String)).item())


@pytest.mark.parametrize(("code", "text"), CASES)
def test_a_text_has_the_language_it_is_written_in(code: str, text: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(("code", "text"), [case for case in CASES if case[0] in ("ur", "ps", "ku", "sd", "ug", "fa")])
def test_a_persian_site_may_publish_texts_in_other_languages_of_its_script(code: str, text: str) -> None:
    assert language_of(text, "fa") == code


def test_a_quoted_name_does_not_change_the_language_of_a_long_text() -> None:
    persian = "وزیر گفت که بندر از فردا دوباره باز می‌شود و کشتی به سوی شهر حرکت می‌کند. " * 3
    assert language_of(persian + "«بندرگاہ»") == "fa"
    assert language_of(persian + "«بندرگاہ»", "fa") == "fa"


def test_the_language_of_a_text_does_not_depend_on_the_texts_beside_it() -> None:
    texts = pl.Series([text for _, text in CASES])
    together = languages(texts, pl.Series([None] * len(texts), dtype=pl.String)).to_list()
    assert together == [language_of(text) for text in texts]


@pytest.mark.parametrize(
    ("site", "code", "text"),
    [
        ("en", "de", "Der Hafen von Westmere ist seit gestern geschlossen, sagte der Bürgermeister am Freitag vor Reportern"),
        ("en", "fr", "Le port est fermé depuis hier, a dit le maire devant les journalistes réunis sur le quai du nord"),
        ("en", "en", "Harbour closed, ferries cancelled: storm hits Westmere; mayor says pier reopens Friday, traders ask for more time"),
        ("en", "en", "Ada Quill, Sam Pole, Alma Renwick, Tomas Ferreby, Orla Denning, Bridget Coyle, Konrad Weil, Victor Amsel, Miles Averill"),
        ("sq", "en", "The harbour was closed on Friday, and the mayor of Westmere said that it would be open again in May"),
        ("fa", "ar", "أغلق الميناء أمس وقال رئيس البلدية إنه سيفتح غدا أمام السفن كلها"),
        ("ar", "fa", "بندر دیروز بسته شد و شهردار گفت که فردا برای همه کشتی‌ها باز می‌شود"),
    ],
)  # fmt: skip
def test_a_site_may_publish_texts_in_another_language_of_its_script(site: str, code: str, text: str) -> None:
    assert language_of(text, site) == code


def test_of_two_languages_that_hardly_differ_the_declared_one_counts() -> None:
    text = "Putujuće kazalište gostuje tri večeri na trgu. Igraju komediju o dva škrta brata."
    codes = [
        languages(pl.Series([text]), pl.Series([site], dtype=pl.String), pl.Series([page], dtype=pl.String)).item()
        for site, page in (("hr", None), ("bs", None), (None, "hr-HR"), (None, "sr"), (None, "de"))
    ]
    assert codes[:4] == ["hr", "bs", "hr", "sr"]
    assert codes[4] in ("hr", "bs")
