"""No expression of the program or its data files takes time that grows faster than its input."""

import json
import re
import shutil
import subprocess
import sys
from typing import Any

import pytest

from conftest import GOLD, RAW, ROOT
from support import regex_growth

SHORT = 200
"""Characters of the expressions that are tried in every run; the longer ones are long lists of words."""
USED_BY = {
    "enrich/dates/lexicon.py": ["match"],  # rules match where a word of theirs was found
    "enrich/dates/rules_other.py": ["match"],
    "enrich/dates/days.py": ["match"],
    "segment/layouts/html_boilerplate.py": ["fullmatch"],  # names of classes, and whole lines
    "segment/layouts/html_part_names.py": ["fullmatch"],
    "common/phrases.py": ["fullmatch"],
}
"""How expressions are used that functions compile for others."""


@pytest.fixture(scope="module")
def patterns(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Every expression that is compiled at import and in a build of pages of several forms."""
    folder = tmp_path_factory.mktemp("patterns")
    (folder / "raw").mkdir()
    for path in (
        sorted(RAW.iterdir())[0],
        *sorted((GOLD / "feeds").glob("*.*")),
        *(GOLD / "html" / "listings").glob("w*"),
    ):
        if path.is_file():
            shutil.copy(path, folder / "raw" / path.name)
    script = ROOT / "tests" / "support" / "record_patterns.py"
    command = [sys.executable, script, folder / "raw", folder / "dist"]
    printed = subprocess.run(command, capture_output=True, check=True).stdout
    rows: list[dict[str, Any]] = json.loads(printed)
    assert len(rows) > 300
    return rows


def superlinear(rows: list[dict[str, Any]]) -> list[str]:
    """The expressions that grow too fast, each with the input that shows it."""
    result = []
    measured: list[float] = []
    for row in rows:
        text = row["pattern"]
        pattern: re.Pattern[Any] = re.compile(text.encode("latin-1") if row["is_bytes"] else text, row["flags"])
        file = row["file"].split("/clippings/")[-1]
        slow = regex_growth.superlinear_input(pattern, USED_BY.get(file, row["how"]), measured)
        if slow:
            result.append(f"{file}:{row['line']} {text[:120]!r} grows {slow[1]:.0f} times on {slow[0]!r}")
    worst = max(measured, default=0.0)
    sys.stdout.write(
        f"{len(rows)} expressions, {len(measured)} closer looks, worst growth {worst:.0f} of 8 for linear\n"
    )
    return result


def test_short_expressions_are_linear(patterns: list[dict[str, Any]]) -> None:
    assert superlinear([row for row in patterns if len(row["pattern"]) <= SHORT]) == []


@pytest.mark.long
def test_all_expressions_are_linear(patterns: list[dict[str, Any]]) -> None:
    assert superlinear(patterns) == []


@pytest.mark.parametrize("text", [r"\s+$", r"(a|a)*!", r"^\S+@\S+\s*\((.+)\)$", r"\.{3,}[\])]*$", r"<a[^>]*>\s*x"])
def test_an_expression_that_is_not_is_found(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # a fast machine needs less than the usual limit for the last one
    monkeypatch.setattr(regex_growth, "SUSPECT", 0.0001)
    monkeypatch.setattr(regex_growth, "HOPELESS", 0.25)
    assert regex_growth.superlinear_input(re.compile(text), ["search"]) is not None
