"""The documentation: generated parts are fresh, links lead somewhere, code runs, the site builds, old idioms stay out."""

import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clippings.segment.sites import profiles
from conftest import ROOT, TABLE_NAMES
from support import generated_docs

DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS]
RUN = ["cookbook.md", "python-api.md", "quickstart.md"]
"""Pages whose Python blocks run one after the other, in a folder with `dist/`. Other pages show parts of programs."""

IDIOMS = re.compile(
    r"\b[Ss]tands? in\b|\bstood\b|\b[Aa]new\b|\b[Ss]o many\b|\bis no\b|(?<!`)\bis none\b|\bare none\b"
    r"|\bis told by\b|\b[Ww]hat is kept\b"
)
"""Phrases that readers understand only at the second reading. Python's `is None` is allowed."""


@pytest.mark.parametrize("path", generated_docs.pages(), ids=lambda path: path.name)
def test_generated_parts_are_fresh(path: Path) -> None:
    assert path.read_text("utf-8") == generated_docs.pages()[path], (
        "run PYTHONPATH=tests python -m support.generated_docs"
    )


def test_the_data_dictionary_lists_every_table() -> None:
    page = (ROOT / "docs" / "data-dictionary.md").read_text("utf-8")
    assert [name for name in TABLE_NAMES if f"\n## {name}\n" not in page] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:)([^)#]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_readme_is_short() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert len(lines) < 150
    assert max(len(line) for line in lines if not line.startswith(("|", "[!["))) <= 130


@pytest.mark.parametrize("name", ["README.md", *(f"docs/{name}" for name in RUN)])
def test_python_blocks_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the README in a new process, where a warning at import is an error too."""
    page = (ROOT / name).read_text("utf-8")
    blocks = re.findall(r"(?<!-->\n)```python\n(.*?)```", page, re.DOTALL) if "runs:" not in page else None
    blocks = blocks if blocks is not None else re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert blocks or name.endswith("quickstart.md")
    shutil.copytree(ROOT / "dist", tmp_path / "dist")
    program = tmp_path / "blocks.py"
    program.write_text("\n".join(blocks), "utf-8")
    monkeypatch.chdir(tmp_path)
    if name == "README.md":
        subprocess.run([sys.executable, "-W", "error", program], check=True, timeout=120)
    else:
        runpy.run_path(str(program))


def test_the_site_builds_without_warnings(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", ROOT / "docs", tmp_path / "site"]
    built = subprocess.run(command, check=False, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "site" / "data-dictionary.html").exists()


def test_every_page_is_in_the_table_of_contents() -> None:
    contents = (ROOT / "docs" / "index.md").read_text("utf-8")
    assert [path.stem for path in DOCS if path.stem != "index" and f"\n{path.stem}\n" not in contents] == []


def _idioms() -> dict[str, list[str]]:
    files = [
        *PAGES,
        *(ROOT / "pipeline").rglob("*.py"),
        *(ROOT / "pipeline").rglob("*.md"),
        *(ROOT / "deploy").glob("*"),
    ]
    lines = {
        path: path.read_text("utf-8").splitlines() for path in files if path.suffix in (".py", ".md", ".yaml", ".env")
    }
    result = {
        str(path.relative_to(ROOT)): [line for line in text if IDIOMS.search(line)] for path, text in lines.items()
    }
    return {path: text for path, text in result.items() if text}


def test_old_idioms_stay_out() -> None:
    assert _idioms() == {}


@pytest.mark.parametrize("name", sorted(profiles.load()))
def test_a_profile_is_well_formed(name: str) -> None:
    profile = profiles.load()[name]
    assert profile.title
    assert profile.date_formats
    assert name == profiles.UNKNOWN or profile.known_lines or profile.known_patterns or profile.known_headings
