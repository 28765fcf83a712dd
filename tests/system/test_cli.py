"""The command `clippings`: what it says, where it says it, and its exit status."""

import json
import os
import pty
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import polars as pl
import pytest
import yaml
from click.testing import CliRunner

from clippings.cli import main
from clippings.orchestration import progress
from clippings.orchestration.progress import StepCounter
from conftest import RAW, ROOT, Package
from support.commands import called, without_progress
from support.damage import copy_of, edited, flipped, sealed
from support.written_pages import Written, excerpts, listing, prose

COMMAND = [sys.executable, "-m", "clippings.cli"]
POSTS = [Written(f"What happened at pier {n}", (prose(n), prose(n + 50))) for n in range(1, 4)]
GLUED = "67937bb4af1f1592"
STATEMENT = "556949d2fe2c6a61"


def ran(*args: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, its output in pipes."""
    return subprocess.run(
        [*COMMAND, *args], capture_output=True, text=True, cwd=ROOT, env={**os.environ, **environment}, check=False
    )


def on_terminal(*args: str | Path, **environment: str) -> str:
    """What the command writes to a terminal, both streams."""
    terminal, end = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *args],
        stdin=end,
        stdout=end,
        stderr=end,
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm", **environment},
    )
    os.close(end)
    written = b""
    try:
        while read := os.read(terminal, 4096):
            written += read
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(terminal)
    assert process.wait() == 0, written.decode()
    return written.decode().replace("\r\n", "\n")


def explained(package: Path, article_id: str, width: int = 120) -> str:
    """What `explain --evidence` prints of an article, runs of white space as one space."""
    args = ["explain", article_id, "--evidence", "--out", str(package)]
    result = CliRunner(env={"COLUMNS": str(width)}).invoke(main, args)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


@pytest.mark.parametrize(
    ("args", "named"),
    [
        ([], ["build", "validate", "explain", "init", "suggest", "--version"]),
        (["build"], ["--raw", "--out", "CLIPPINGS_RAW", "CLIPPINGS_OUT", "dist of the", "only if every check passes"]),
        (["validate"], ["[PACKAGE]", "--out", "schema", "dist of the project"]),
        (["explain"], ["ARTICLE_ID", "--out", "before a merge"]),
    ],
)
def test_help_names_what_there_is_and_loads_no_graph(args: list[str], named: list[str]) -> None:
    code = f"import sys; sys.argv[1:] = {[*args, '--help']}\nfrom clippings.cli import main\n"
    code += "try: main()\nfinally: print('loaded:', *({'dagster', 'polars'} & set(sys.modules)))"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    flat = " ".join(output.split())
    assert [words for words in named if words not in flat] == []
    assert flat.endswith("loaded:")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["buidl"], "No such command 'buidl'"),
        (["build", "--row", "raw"], "No such option"),
        (["build", "--raw", "no-such-folder"], "no-such-folder is not a folder"),
        (["build", "--raw", "README.md"], "README.md is not a folder"),
        (["build", "--out", "tests"], "holds files that Clippings did not write"),
        (["build", "--out", "raw/within"], "is inside the other"),
        (["validate", "no-such-folder"], "no-such-folder holds no package"),
        (["validate", "raw"], "raw holds no package"),
        (["explain"], "Missing argument 'ARTICLE_ID'"),
        (["explain", "0", "--out", "raw"], "raw holds no package"),
    ],
)
def test_what_cannot_run_exits_with_2_and_says_why_in_a_line(
    args: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    result = called(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())
    assert isinstance(result.exception, SystemExit)


def test_an_archive_that_is_not_fit_exits_with_1_and_leaves_the_package_alone(tmp_path: Path, real: Package) -> None:
    out = copy_of(real.root, tmp_path / "dist")
    (tmp_path / "raw").mkdir()
    result = called("build", "--raw", tmp_path / "raw", "--out", out)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "not fit: pages, something was read" in result.stderr
    assert f"{out} is as it was." in result.stderr
    assert Package(out, real.outcome).files() == real.files()


def test_a_build_in_a_pipe_says_one_line(tmp_path: Path, real: Package) -> None:
    """With one thread, which gives the same bytes."""
    result = ran("build", "--raw", RAW, "--out", tmp_path / "dist", POLARS_MAX_THREADS="1", PYTHONHASHSEED="1")
    assert result.returncode == 0
    assert without_progress(result.stderr) == ""
    assert re.fullmatch(r"\S+/dist: 50 articles from 5 pages, 1,603 lines; .*; [\d.]+ s\n", result.stdout)
    assert Package(tmp_path / "dist", real.outcome).files() == real.files()


def test_a_build_on_a_terminal_shows_each_step_and_leaves_a_line_of_it(small_raw: Path, tmp_path: Path) -> None:
    output = on_terminal("build", "--raw", small_raw, "--out", tmp_path / "dist")
    *left, last = (line.rpartition("\r\x1b[K")[2].strip() for line in output.removesuffix("\n").split("\n"))
    assert [re.sub(r" +[\d.]+ s$", "", line) for line in left] == list(progress.STEPS.values())
    assert last.startswith(f"{tmp_path}/dist: 3 articles")
    assert "\x1b[K  checking merge appearances\r" in output


def test_a_long_step_shows_in_a_pipe_from_time_to_time() -> None:
    read_end, write_end = os.pipe()
    handler = progress.ProgressHandler(write_end, pipe_seconds=0.01)
    handler._counter = StepCounter(
        "cutting out posts", done=30, total=1_200, unit="parts", started=time.monotonic() - 60
    )
    with os.fdopen(read_end, encoding="utf-8") as lines:
        line = next(lines)
    handler._counter = StepCounter()
    os.close(write_end)
    assert re.fullmatch(r"  cutting out posts +6\d s  30 of 1,200 parts, 0.\d a second\n", line)


def test_a_terminal_that_cannot_wipe_gets_plain_lines(
    small_raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    with (tmp_path / "terminal").open("w") as terminal:
        monkeypatch.setattr(progress, "_shown", [progress.ProgressHandler(terminal.fileno())])
        assert called("build", "--raw", small_raw, "--out", tmp_path / "dist").exit_code == 0
    lines = (tmp_path / "terminal").read_text("utf-8").splitlines()
    assert [re.sub(r" +[\d.]+ s$", "", line).strip() for line in lines] == list(progress.STEPS.values())


def test_every_stage_of_the_graph_has_a_name_for_the_terminal() -> None:
    from clippings.definitions import definitions

    stages = {asset.op.name for asset in definitions.assets if isinstance(asset, dg.AssetsDefinition)}
    assert stages == set(progress.STEPS | progress.ASKED_FOR)


def test_validate_finds_nothing_wrong_with_what_build_made(real: Package) -> None:
    result = called("validate", real.root)
    assert (result.exit_code, result.output.count("\n")) == (0, 1)
    assert "is valid" in result.output


def other_cell(root: Path) -> str:
    edited(root / "data/articles.csv", lambda lines: [lines[0], lines[1].replace("Iranian", "Irish", 1), *lines[2:]])
    return "data/articles.csv"


def doubled_row(root: Path) -> str:
    edited(root / "data/appearances.csv", lambda lines: [*lines, lines[-1]])
    return "data/appearances.csv"


def flipped_bit(root: Path) -> str:
    flipped(root / "data/lines.parquet")
    return "data/lines.parquet"


def lost_file(root: Path) -> str:
    (root / "data/evidence.csv").unlink()
    return "data/evidence.csv"


def added_file(root: Path) -> str:
    (root / "data/notes.txt").write_text("mine", "utf-8")
    return "data/notes.txt"


def other_card(root: Path) -> str:
    edited(root / "README.md", lambda lines: [*lines, "and more\n"])
    return "README.md"


def lost_sums(root: Path) -> str:
    (root / "checksums.sha256").unlink()
    return "checksums.sha256"


DAMAGES = [other_cell, doubled_row, flipped_bit, lost_file, added_file, other_card, lost_sums]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_validate_exits_with_1_and_names_the_file(tmp_path: Path, real: Package, damage: Callable[[Path], str]) -> None:
    root = copy_of(real.root, tmp_path / "package")
    file = damage(root)
    result = called("validate", root)
    assert result.exit_code == 1
    assert any(line.startswith(f"{file} is ") for line in result.output.splitlines())


def doubled_key(root: Path) -> str:
    doubled_row(root)
    return "appearances: Row at position"


def unlike_parquet(root: Path) -> str:
    return f"{other_cell(root)} and data/articles.parquet differ at row 1"


def untrue_evidence(root: Path) -> str:
    rows = pl.read_parquet(root / "data/evidence.parquet").with_columns(raw=pl.col("raw") + ".")
    rows.write_parquet(root / "data/evidence.parquet")
    rows.write_csv(root / "data/evidence.csv")
    return f"evidence is the characters it names: {rows.height} breaches"


def cut_parquet(root: Path) -> str:
    path = root / "data/articles.parquet"
    path.write_bytes(path.read_bytes()[:-10])
    return "articles.parquet"


def other_table(root: Path) -> str:
    (root / "data/articles.parquet").write_bytes((root / "data/pages.parquet").read_bytes())
    return "articles.parquet"


REWRITES = [doubled_key, unlike_parquet, untrue_evidence, cut_parquet, other_table]


@pytest.mark.parametrize("rewrite", REWRITES, ids=lambda rewrite: rewrite.__name__)
def test_a_package_whose_hashes_were_made_to_fit_is_still_found_out(
    tmp_path: Path, real: Package, rewrite: Callable[[Path], str]
) -> None:
    root = copy_of(real.root, tmp_path / "package")
    printed = rewrite(root)
    result = called("validate", sealed(root))
    assert result.exit_code == 1
    assert printed in result.output


def test_explain_shows_each_value_with_its_raw_text_place_and_rule(real: Package) -> None:
    output = explained(real.root, STATEMENT)
    paths = dict(real.table("pages").select("page_id", "path").iter_rows())
    rows = real.table("evidence").filter(pl.col("article_id") == STATEMENT).to_dicts()
    assert {"title", "category", "published_on", "deck", "comment_count"} <= {row["field"] for row in rows}
    for row in rows:
        place = f"{paths[row['page_id']]}:{row['line_no']} · chars {row['start']}–{row['end']} · {row['rule']}"
        result = "" if row["raw"] == row["value"] else f" from “{row['raw']}”"
        assert f"{row['field']} {row['value']}{result} {place}" in output


def test_explain_shows_the_article_first_and_then_its_credits(real: Package) -> None:
    printed = CliRunner(env={"COLUMNS": "100"}).invoke(main, ["explain", STATEMENT, "--out", str(real.root)]).output
    article = real.table("articles").filter(article_id=STATEMENT).row(0, named=True)
    words = " ".join(printed.split())
    assert words.startswith(article["title"])
    text = " ".join(article["text"].split())
    assert text in words
    assert words.index(text) < words.index(f"published_on {article['published_on']}")
    assert "chars" not in printed


def test_explain_marks_names_and_dates_on_a_terminal(real: Package) -> None:
    output = on_terminal("explain", STATEMENT, "--out", real.root)
    assert re.search(r"\x1b\[4;34m\w", output)
    assert re.search(r"\x1b\[3;33m\w", output)


def test_explain_writes_a_page_of_one_article_and_replaces_nothing(real: Package, tmp_path: Path) -> None:
    page = tmp_path / "article.html"
    args = ["explain", STATEMENT, "--out", real.root, "--html", page]
    assert called(*args).exit_code == 0
    html = page.read_text("utf-8")
    ids = real.table("articles")["article_id"].to_list()
    block = re.search(r'id="data-index">(.*?)</script>', html)
    assert block is not None
    columns = json.loads(block[1])["tables"]["articles"]["columns"]
    assert columns["article_id"] == [STATEMENT] and len(ids) > 1
    again = called(*args)
    assert (again.exit_code, "exists" in again.output) == (2, True)
    assert page.read_text("utf-8") == html


def test_explain_shows_the_post_line_by_line_with_roles_and_what_was_taken_out_in_place(real: Package) -> None:
    output = explained(real.root, GLUED)
    post = real.table("appearances").filter(pl.col("article_id") == GLUED)["appearance_id"]
    removed = real.table("removals").filter(pl.col("appearance_id").is_in(post.implode())).to_dicts()
    assert removed
    for row in removed:
        line = real.table("lines").filter(page_id=row["page_id"], line_no=row["line_no"])["text"].item()
        before, after = (" ".join(part.split()) for part in (line[: row["start"]], line[row["end"] :]))
        assert f"{row['line_no']} {before}⟦{row['raw']}⟧ {after} taken out ⟦{row['raw']}⟧ · {row['kind']}" in output
    assert "152 deck Open letter of Mr. Karim Gholami" in output


def test_explain_takes_an_id_its_beginning_and_any_case(real: Package) -> None:
    whole = explained(real.root, GLUED)
    assert GLUED in whole
    assert explained(real.root, GLUED[:5]) == whole
    assert explained(real.root, GLUED.upper()) == whole


@pytest.mark.parametrize("asked", ["", "zzz", "0", f"{GLUED}0"])
def test_explain_says_what_an_id_may_mean_where_it_means_no_one_article(real: Package, asked: str) -> None:
    result = called("explain", asked, "--out", real.root)
    begun = real.table("articles").filter(pl.col("article_id").str.starts_with(asked))
    assert result.exit_code == 2
    if asked == "0":
        assert f"{asked} matches {begun.height} articles" in result.output
        named = [f"{article_id}  {title}" for article_id, title in begun.head(5).select("article_id", "title").rows()]
        assert [line.strip() for line in result.output.splitlines() if line.startswith("  ")][:5] == named
    else:
        assert (
            "clippings find WORDS" in result.output or f"No article has the id {asked}. Did you mean:" in result.output
        )


def test_explain_finds_an_article_by_an_id_it_had_before_it_was_merged(pages_of: Callable[..., Package]) -> None:
    package = pages_of(full=listing(POSTS), part=excerpts(POSTS[:1]))
    merged = package.table("appearances").filter(pl.col("article_id") != pl.col("own_article_id")).to_dicts()[0]
    output = explained(package.root, merged["own_article_id"])
    assert output.startswith(f"{POSTS[0].title} {merged['article_id']} ·")
    assert f"id before the merge {merged['own_article_id']}" in output
    assert "part.txt:3–5 · excerpt · excerpt_of" in output and "merge.contained_excerpt" in output
    assert "title What happened at pier 1 full.txt:7 · chars 0–23 · title.line part.txt:3 · chars 0–23" in output


def test_explain_names_the_articles_kept_apart_and_why(real: Package) -> None:
    pair = real.table("articles").filter(pl.col("near_duplicate_of").is_not_null()).to_dicts()[0]
    other = real.table("articles").filter(article_id=pair["near_duplicate_of"])["title"].item()
    assert f"kept apart {pair['near_duplicate_of']} {other} ·" in explained(real.root, pair["article_id"])


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("options", [[], ["--evidence"]])
def test_explain_keeps_to_the_width_of_the_terminal_and_ends_no_line_in_blanks(
    real: Package, width: int, options: list[str]
) -> None:
    args = ["explain", STATEMENT, "--out", str(real.root), *options]
    result = CliRunner(env={"COLUMNS": str(width)}).invoke(main, args)
    assert max(map(len, result.output.splitlines())) <= width
    assert [line for line in result.output.splitlines() if line != line.rstrip()] == []


@pytest.mark.parametrize("environment", [{"COLUMNS": "wide"}, {"PYTHONIOENCODING": "ascii"}], ids=str)
def test_explain_works_on_an_odd_terminal(real: Package, environment: dict[str, str]) -> None:
    result = ran("explain", STATEMENT, "--out", real.root, **environment)
    assert (result.returncode, result.stderr) == (0, "")
    assert "remaining Ashraf residents" in result.stdout


def test_a_title_does_not_steer_the_terminal(pages_of: Callable[..., Package]) -> None:
    package = pages_of(page=listing([Written("Red \x1b[31m pier", (prose(1),))]))
    assert "Red ␛[31m pier" in on_terminal(
        "explain", package.table("articles")["article_id"].item(), "--out", package.root
    )


def test_explain_says_of_a_damaged_package_that_it_is_damaged(tmp_path: Path, real: Package) -> None:
    root = copy_of(real.root, tmp_path / "package")
    cut_parquet(root)
    result = called("explain", GLUED, "--out", root)
    assert (result.exit_code, "is damaged" in result.output) == (2, True)


def test_explain_shows_the_days_and_the_names_with_their_places_and_rules(real: Package) -> None:
    result = called("explain", STATEMENT, "--evidence", "--out", real.root)
    assert "DATE 2013-09-01" in result.stdout
    assert "dates.month_day" in result.stdout
    assert "United States  GPE · curated · united-states" in result.stdout
    assert re.search(r"“US” \S+:\d+ · chars \d+–\d+ · curated", result.stdout)


def test_explain_says_which_passages_an_article_shares_and_with_whom(real: Package) -> None:
    longest = real.table("passages").sort("word_count", "passage_id", descending=[True, False]).row(0, named=True)
    first, *others = (
        real.table("passage_uses").filter(pl.col("passage_id") == longest["passage_id"])["article_id"].unique().sort()
    )
    result = called("explain", first, "--evidence", "--out", real.root)
    shown = re.search(rf"{longest['word_count']} words .*?also in ([0-9a-f, ]+)", " ".join(result.stdout.split()))
    assert shown
    assert others[0] in shown[1]


def test_candidates_are_the_names_no_list_knows_with_a_sentence_each(real: Package) -> None:
    result = called("suggest", "names", "--out", real.root, "--most", "5")
    known = dict(real.table("entities").select("name", "is_curated").rows())
    names = [line.split("  ")[0] for line in result.stdout.splitlines() if " mentions in " in line]
    assert len(names) == 5
    assert not any(known[name] for name in names)


def test_candidates_are_drafted_as_entries_of_the_authority_file(real: Package) -> None:
    entries = yaml.safe_load(called("suggest", "names", "--out", real.root, "--most", "3", "--yaml").stdout)
    assert [sorted(entry) for entry in entries] == [["id", "name", "type"]] * 3


def test_a_profile_is_drafted_printed_or_written_and_overwrites_none(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(4):
        (raw / f"{number}.txt").write_text(foreign_page(number), "utf-8")
    printed = called("suggest", "site", raw)
    assert tomllib.loads(printed.stdout)["known_by"]
    written = called("suggest", "site", raw, "--to", tmp_path / "sites")
    (draft,) = (tmp_path / "sites").iterdir()
    assert str(draft) in written.stdout
    again = called("suggest", "site", raw, "--to", tmp_path / "sites")
    assert again.exit_code == 2
    assert "the_quay_observer.toml already" in again.stderr


def foreign_page(number: int) -> str:
    """A page of a site that has no profile."""
    head = "The Quay Observer\n  • Start\n  • Tides\n  • Letters\n\n"
    posts = "".join(
        f"Notice {number}{n}\n\nMarch {n + 1}, 2015 by eve\n\n{prose(number * 9 + n)}\n\n{prose(number * 9 + n + 70)}\n\n"
        for n in range(4)
    )
    return f"{head}{posts}© 2015 The Quay Observer. All rights reserved.\n"


def test_a_folder_of_known_pages_needs_no_profile() -> None:
    result = called("suggest", "site", RAW)
    assert result.exit_code == 2
    assert "profile" in result.stderr


def test_a_step_that_takes_long_shows_a_count_and_a_rate() -> None:
    counter = StepCounter("cutting out posts", done=30, total=1_200, unit="parts", started=10.0)
    assert counter.line(11.0) is None
    assert counter.line(14.0) == "  cutting out posts               4 s  30 of 1,200 parts, 7.5 a second"
    assert len(str(counter.line(14.0))) < 80
    assert StepCounter("publishing", started=10.0).line(20.0) == "  publishing                     10 s"
    assert StepCounter().line(10**9) is None
