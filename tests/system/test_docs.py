"""What the documents say is what the code and the package hold."""

from __future__ import annotations

import re

import pytest

from clippings.schema.enums import PROBLEM_CODES, SEVERITIES
from clippings.schema.problem_report import SEVERITY
from clippings.segment import profiles
from conftest import ROOT, TABLE_NAMES
from support.generated_docs import generated


def test_the_tables_of_the_readme_are_made_from_the_package() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert generated(readme) == readme, "run python tests/support/generated_docs.py"


def test_the_readme_names_every_table() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in TABLE_NAMES if f"| `{name}` |" not in readme] == []


def test_every_link_of_the_readme_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_problem_code_in_use_is_documented() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "pipeline").rglob("*.py"))
    used = set(re.findall(r'(?:Problem|_problem)\(\s*"([a-z_]+)"', source))
    assert used <= set(PROBLEM_CODES)
    assert set(SEVERITY) <= set(PROBLEM_CODES)
    assert set(SEVERITY.values()) <= set(SEVERITIES)
    assert set(PROBLEM_CODES) <= used, "a documented code that nothing reports"


@pytest.mark.parametrize("name", sorted(profiles.load()))
def test_a_profile_is_well_formed(name: str) -> None:
    profile = profiles.load()[name]
    assert profile.title
    assert profile.date_formats
    assert name == profiles.UNKNOWN or profile.known_lines or profile.known_patterns or profile.known_headings
