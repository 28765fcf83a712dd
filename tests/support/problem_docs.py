"""The page docs/problems.md, made from the table of problem codes."""

from pathlib import Path

from clippings.schema.problem_codes import PROBLEM_CODES, SEVERITIES

PAGE = Path(__file__).parents[2] / "docs" / "problems.md"
_INTRODUCTION = """# Problems

<!-- Made from pipeline/clippings/data/problem_codes.toml: PYTHONPATH=tests python -m support.generated_docs -->

A build lists findings for a person to review in the table `problems`. Each row has a severity, a code, the page, the
line (if any), a message and advice.

    clippings problems                       # the worst first
    clippings problems --code unread_date    # one code, every row
    clippings problems --page news/2013      # the pages with this path or beginning

In a pipe each problem is one line with tabs between severity, code, page, line, message and advice.

Some rules are statistical: they report probable errors and can be wrong. A page that you have checked and found correct
needs no action.
"""


def page() -> str:
    """Return the expected text of the page."""
    parts = [_INTRODUCTION]
    for severity, meaning in SEVERITIES.items():
        parts.append(
            f"\n## {severity.capitalize()}s: {meaning}\n\n| code | meaning | what to do |\n| --- | --- | --- |\n"
        )
        parts += [
            f"| `{code}` | {entry.meaning} | {entry.advice} |\n"
            for code, entry in PROBLEM_CODES.items()
            if entry.severity == severity
        ]
    return "".join(parts)
