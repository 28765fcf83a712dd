"""The commands that read a package: list, find, problems; and what `explain` says of an id that nobody has."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from clippings import cli
from clippings.cli import main
from clippings.common.printable import printable
from clippings.publish.browse.list_articles import Filters, find
from clippings.publish.browse.list_problems import listed
from clippings.schema.problem_codes import PROBLEM_CODES
from conftest import Package, build_package
from support.written_pages import Written, listing, prose

HOSTILE = "Red \x1b[31m pier \u202egnp"


def called(*args: str | Path, columns: int | None = None) -> Result:
    runner = CliRunner(env={"COLUMNS": str(columns)} if columns else {})
    return runner.invoke(main, [str(arg) for arg in args])


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Two posts, one with a title that steers terminals; and a post on another page with a date of no calendar."""
    posts = [
        Written("Ferry to Ardmore is late again", (prose(1), prose(2)), dt.date(2013, 5, 3)),
        Written(HOSTILE, (prose(3),), dt.date(2013, 4, 1)),
    ]
    odd = listing([Written("Quay is swept", (prose(5),), dt.date(2013, 4, 30))]).replace("April 30", "April 31")
    raw = tmp_path_factory.mktemp("look") / "raw"
    raw.mkdir()
    (raw / "page.txt").write_text(listing(posts), "utf-8")
    (raw / "odd.txt").write_text(odd, "utf-8")
    return build_package(raw, raw.with_name("dist"))


def test_list_shows_id_date_words_and_title_the_newest_first(archive: Package) -> None:
    rows = [line.split("\t") for line in called("list", "--out", archive.root).stdout.splitlines()]
    assert [(row[1], row[3]) for row in rows] == [
        ("2013-05-03", "Ferry to Ardmore is late again"),
        ("2013-04-01", "Red ␛[31m pier �gnp"),
        ("no date", "Quay is swept"),
    ]
    ids = archive.table("articles")["article_id"].to_list()
    assert sorted(row[0] for row in rows) == sorted(ids)
    counts = dict(archive.table("articles").select("article_id", "word_count").iter_rows())
    assert all(int(row[2]) == counts[row[0]] for row in rows)


@pytest.mark.parametrize("columns", [60, 80])
def test_a_table_fits_the_terminal(archive: Package, columns: int) -> None:
    for command in (["list"], ["find", "e"], ["problems"]):
        result = called(*command, "--out", archive.root, columns=columns)
        assert result.exit_code == 0
        assert result.stdout
        assert max(cell_len(line) for line in result.stdout.splitlines()) <= columns


def test_a_title_of_wide_letters_is_cut_to_the_width_too(pages_of: Callable[..., Package]) -> None:
    package = pages_of(page=f"{'港口' * 40}\n\nMarch 4, 2015\n\n{prose(1)}\n\n{prose(2)}\n")
    (line,) = called("list", "--out", package.root, columns=80).stdout.splitlines()
    assert cell_len(line) <= 80
    assert line.endswith("…")


@pytest.mark.parametrize(
    ("words", "options", "count"),
    [
        (["ferry"], {}, 1),
        (["FERRY", "ardmore"], {}, 1),
        (["Férry to Ardmore"], {}, 1),
        (["ferry", "pier"], {}, 0),
        (["ferry"], {"day": "2013-05"}, 1),
        (["ferry"], {"day": "2013-04"}, 0),
        ([], {"day": "2013"}, 2),
        ([], {"site": "no-such-site"}, 0),
        ([], {"entity": "no such entity"}, 0),
    ],
)
def test_find_takes_words_dates_sites_and_entities(
    archive: Package, words: list[str], options: dict[str, str], count: int
) -> None:
    assert find(archive.root, Filters(words, **options)).height == count


def test_find_by_entity_gives_the_articles_that_mention_it(real: Package) -> None:
    mentions, names = real.table("mentions"), real.table("entity_names")
    entity_id, name = names.row(0)[:2]
    wanted = set(mentions.filter(entity_id=entity_id)["article_id"])
    assert set(find(real.root, Filters(entity=entity_id))["article_id"]) == wanted
    assert wanted <= set(find(real.root, Filters(entity=name))["article_id"])


def test_find_in_titles_leaves_texts_out(archive: Package) -> None:
    word = prose(1).split()[0]
    assert find(archive.root, Filters([word])).height
    assert not find(archive.root, Filters([word], in_title=True)).height


def test_problems_are_listed_the_worst_first_with_page_line_and_advice(archive: Package) -> None:
    rows = listed(archive.root)
    ranks = [list(PROBLEM_CODES).index(code) for code in rows["code"]]
    assert ranks == sorted(ranks)
    assert rows["advice"].to_list() == [PROBLEM_CODES[code].advice for code in rows["code"]]
    lines = called("problems", "--out", archive.root).stdout.splitlines()
    assert [line.split("\t")[1] for line in lines] == rows["code"].to_list()
    shown = " ".join(called("problems", "--out", archive.root, columns=80).stdout.split())
    assert all(f"{row['severity']} {row['code']}" in shown and row["advice"] in shown for row in rows.to_dicts())


def test_problems_of_one_code_or_page(archive: Package) -> None:
    code, path = listed(archive.root).row(0, named=True)["code"], "odd.txt"
    assert set(listed(archive.root, code=code)["code"]) == {code}
    assert set(listed(archive.root, page="odd")["path"]) <= {path}
    result = called("problems", "--code", "unread_dat", "--out", archive.root)
    assert (result.exit_code, "Did you mean unread_date" in result.output) == (2, True)


def test_a_build_names_the_codes_and_the_command_that_shows_them(archive: Package, real: Package) -> None:
    last = archive.outcome.lines[-1]
    assert all(f" {code}" in last for code in set(listed(archive.root)["code"]))
    assert last.endswith(f"clippings problems --out {archive.root}")
    assert "no problems" in real.outcome.lines[-1]


@pytest.mark.parametrize("command", [["list"], ["find", "pier"], ["problems"]])
def test_a_folder_without_a_package_and_a_damaged_one_are_reported(tmp_path: Path, command: list[str]) -> None:
    result = called(*command, "--out", tmp_path)
    assert (result.exit_code, "holds no package" in result.output) == (2, True)
    (tmp_path / "datapackage.json").write_text("{}")
    result = called(*command, "--out", tmp_path)
    assert (result.exit_code, "is damaged" in result.output) == (2, True)


def test_explain_suggests_ids_like_the_one_asked(real: Package) -> None:
    article_id, title = real.table("articles").select("article_id", "title").row(0)
    wrong = f"{article_id[:7]}{'0' if article_id[7] != '0' else '1'}{article_id[8:]}"
    result = called("explain", wrong, "--out", real.root)
    assert result.exit_code == 2
    assert "Did you mean:" in result.output
    assert f"{article_id}  {title}" in result.output
    assert "clippings find WORDS" in called("explain", "bridge", "--out", real.root).output


@pytest.mark.parametrize("code", [0x00, 0x07, 0x09, 0x0A, 0x1B, 0x7F, 0x85, 0x9B, 0x202E, 0x2066, 0x2028, 0xD800])
def test_no_control_character_stays_printable(code: int) -> None:
    shown = printable(f"a{chr(code)}b")
    assert len(shown) == 3
    assert chr(code) not in shown


def test_every_command_prints_through_the_helper_that_makes_text_harmless() -> None:
    folder = Path(cli.__file__).parent
    direct = [
        path.name
        for path in folder.glob("*.py")
        if re.search(r"\bclick\.(secho|echo)\(|\bprint\(", path.read_text("utf-8"))
    ]
    assert direct == ["terminal.py"]


def test_letters_and_joiners_of_other_scripts_stay() -> None:
    text = "می\u200cخواهم 港口 é \u200f—"
    assert printable(text) == text
    assert printable("a\nb\x1b", keep_breaks=True) == "a\nb␛"
