"""The lists of phrases of `data/phrases/`: each is read by both regex engines, and its name is explained."""

import re
import tomllib
from pathlib import Path

import polars as pl
import pytest

from clippings import data
from clippings.common import phrases
from clippings.segment.sites import profiles
from clippings.segment.sites.patterns import general
from clippings.segment.sites.profiles import UNKNOWN

FILES = sorted((data.FOLDER / "phrases").glob("*.toml"))
EXPLAINED = set(re.findall(r"^\| `(\w+)` \|", (data.FOLDER / "phrases" / "README.md").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_phrase_is_in_small_letters_and_has_no_group_of_its_own(file: Path) -> None:
    table = tomllib.loads(file.read_text("utf-8"))
    assert table["language"] == file.stem
    for name, listed in table["phrases"].items():
        assert name in EXPLAINED, f"{file.name}: {name} is not in the table of phrases/README.md"
        for phrase in listed:
            assert re.compile(phrase).groups == 0
            letters = re.sub(r"\\.", "", phrase)
            assert letters == letters.lower(), phrase


def test_every_list_is_a_pattern_of_both_engines() -> None:
    for name in phrases.lists():
        re.compile(phrases.either(name))
        pl.Series(["Read more"]).str.contains(phrases.either_of_lines(name))


def test_every_pattern_of_a_site_can_be_compiled() -> None:
    for name in profiles.load()[UNKNOWN].patterns:
        pl.Series(["Read more"]).str.contains(general(name))


@pytest.mark.parametrize(
    ("shape", "line"),
    [
        ("read_more", "Weiterlesen »"),
        ("read_more", "[Read the full story]"),
        ("read_more", "続きを読む"),
        ("share_label", "Share: Facebook Twitter"),
        ("share_label", "Partager sur"),
        ("comments", "3 Kommentare"),
        ("comments", "Комментариев нет"),
        ("category_label", "Rubrik: Hafen"),
        ("byline", "Von Ada Quill"),
        ("byline", "作者：王小明"),
        ("dated_by", "Publicado el 3 March 2014"),
        ("related", "Das könnte Sie auch interessieren"),
        ("recent_heading", "最近の投稿"),
    ],
)
def test_a_line_is_known_in_the_languages_that_have_a_list(shape: str, line: str) -> None:
    line = line.replace("：", ":") if shape == "byline" else line
    assert pl.Series([line]).str.contains(general(shape)).all()


@pytest.mark.parametrize("path", sorted((data.FOLDER / "phrases").glob("*.toml")), ids=lambda path: path.stem)
def test_a_link_to_the_full_text_is_not_a_heading_of_other_texts(path: Path) -> None:
    phrases = tomllib.loads(path.read_text("utf-8"))["phrases"]
    assert not set(phrases.get("read_more", ())) & {*phrases.get("related", ()), *phrases.get("read_also", ())}


@pytest.mark.parametrize("line", ["ilgili haberler", "İlgili Haberler", "İLGİLİ HABERLER"])
def test_the_dotted_capital_of_turkish_begins_a_phrase(line: str) -> None:
    assert phrases.whole("related").fullmatch(line.lower())
    assert pl.Series([line]).str.contains(f"(?i)^{phrases.either_of_lines('related')}$")[0]
