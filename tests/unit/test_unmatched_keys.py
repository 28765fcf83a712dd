"""Keys of a project's profile that match nothing on the site's pages: a row in `problems` names each."""

from pathlib import Path

from clippings.project import Settings, additions
from clippings.project.sections import Paths
from support.in_memory_stages import tables_of_files

PROFILE = """name = "ostrand"
title = "Ostrand Herald"
[known_by]
lines = ["Ostrand Herald"]
[patterns]
footer_add = '^Tide tables by .*$'
share_label = '^Pass it on$'
day = '\\d{1,2} {month} \\d{4}'
"""
DUMP = (
    "Ostrand Herald\n\nSkiff race is won\n\nThe skiff of Tollen won the race by a length on Sunday, the board said.\n\n"
)
HTML = f"<body><p>Ostrand Herald</p><h2 class=head>Skiff race is won</h2><p>{DUMP[36:-2]}</p></body>"


def keys(folder: Path, profile: str, **pages: str) -> list[str]:
    """The keys of the profile that are named as matching nothing."""
    files = {"sites/ostrand.toml": profile, **{f"raw/{name.replace('_', '.')}": text for name, text in pages.items()}}
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    with additions.using(additions.of(Settings(paths=Paths(sites=str(folder / "sites"), authority="")))):
        problems = tables_of_files(folder / "raw")["problems"]
    rows = [row for row in problems.to_dicts() if row["code"] == "unmatched_profile_key"]
    assert {row["path"] for row in rows} <= {"ostrand"}
    return [row["message"].split("`")[1] for row in rows]


def test_a_pattern_that_matches_no_line_is_named_and_a_piece_of_patterns_is_not(tmp_path: Path) -> None:
    assert keys(tmp_path, PROFILE, a_txt=DUMP) == ["patterns.footer", "patterns.share_label"]
    assert keys(tmp_path, PROFILE, b_txt=f"{DUMP}Tide tables by the weir") == ["patterns.share_label"]


def test_a_selector_that_finds_nothing_is_named_where_there_are_pages_with_markup(tmp_path: Path) -> None:
    profile = f"{PROFILE[: PROFILE.index('[patterns]')]}[html]\ntitle = 'h2.head'\nbody = 'div.text'\n"
    assert keys(tmp_path, profile, a_txt=DUMP) == []
    assert keys(tmp_path, profile, b_html=HTML) == ["html.body"]


def test_a_profile_without_pages_has_no_row(tmp_path: Path) -> None:
    assert keys(tmp_path, PROFILE, a_txt=DUMP.replace("Ostrand", "Tollen")) == []
