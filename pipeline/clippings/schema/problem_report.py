"""One thing a person should look at, as every stage reports it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import dataframely as dy

from clippings.schema import frames
from clippings.schema.notices import Problems
from clippings.schema.problem_codes import PROBLEM_CODES


@dataclass(frozen=True)
class Problem:
    """`code` is one of PROBLEM_CODES; `message` says what is wrong in this place."""

    code: str
    path: str
    message: str
    page_id: str | None = None
    line_no: int | None = None
    article_id: str | None = None


def table(problems: Iterable[Problem]) -> dy.DataFrame[Problems]:
    """Return the problems as rows of the table `problems`, each once, sorted by id."""
    rows = {}
    for problem in problems:
        place = f"{problem.code}\0{problem.path}\0{problem.page_id}\0{problem.line_no}\0{problem.message}"
        problem_id = hashlib.sha256(place.encode()).hexdigest()[:16]
        rows[problem_id] = {
            "problem_id": problem_id,
            "severity": PROBLEM_CODES[problem.code].severity,
            "code": problem.code,
            "path": problem.path,
            "page_id": problem.page_id,
            "line_no": problem.line_no,
            "article_id": problem.article_id,
            "message": problem.message,
            "advice": PROBLEM_CODES[problem.code].advice,
        }
    return frames.sort_by_primary_key(Problems, frames.frame_from_rows(Problems, rows.values()))
